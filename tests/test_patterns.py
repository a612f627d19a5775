"""Regular expressions mean the same on every Python that the project runs on."""

import ast
import re

from tests.test_imports import FILES, ROOT


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Before Python 3.11.5 such a repetition keeps what its last, failed round has read: other text is matched."""
    repeated = re.compile(r"\(\?[:>!=].*\)(?:[*+?]|\{\d*,?\d*\})\+", re.DOTALL)
    found = [
        f"{path}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str | bytes)
        and repeated.search(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    ]
    assert found == []
