"""The lexicon files as rows, and the quick reader against tomllib."""

import tomllib
from pathlib import Path

import pytest

from transforms.events import tables

LEXICON = Path(tables.__file__).parent / "lexicon"


@pytest.mark.parametrize("path", sorted(LEXICON.rglob("*.toml")), ids=lambda p: "/".join(p.parts[-3:]))
def test_the_quick_reader_agrees_with_tomllib(path: Path) -> None:
    text = path.read_text("utf-8")
    assert tables.quick(text) in (None, tomllib.loads(text))


def test_files_of_patterns_are_read_quickly() -> None:
    files = [*LEXICON.glob("*/triggers/*.toml"), *LEXICON.glob("*/words.toml")]
    assert [p for p in files if tables.quick(p.read_text("utf-8")) is None] == []


def test_quick_reads_what_patterns_need() -> None:
    text = """# of patterns
type = "AID"

[[group]]
id = "a-b"
priority = -1
weak = true
verbs = [
    "give > aid|food", "tell \\"all\\"",
    'say "no"',
]

[[group]]
verbs = []
"""
    assert tables.quick(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = """\nmore lines"""\n',
        "[table]\n",
        "a = { b = 1 }\n",
        "a = 1.5\n",
        'a = ["b", 1]\n',
        'a = ["b", # why\n "c"]\n',
        'a = "no line end"',
        "no toml at all\n",
    ],
)
def test_quick_leaves_anything_else_to_tomllib(text: str) -> None:
    assert tables.quick(text) is None


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "read", lambda folder, name: {"rows": "a | b\nc | d | e\n"})
    with pytest.raises(tables.LexiconError, match="3 cells instead of 2"):
        list(tables.rows("en", "made-up", "rows", 2))


def test_a_file_that_a_language_may_do_without() -> None:
    assert tables.optional("es", "force") is None
    assert tables.optional("en", "force")
