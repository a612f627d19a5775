"""docs/feeds.md against the code: the tests that it names exist, keys and defaults are those of the configuration."""

import ast
import dataclasses
import re
import typing
from typing import Any

import pytest

from pipeline.config import Duration, Feed, Feeds, FetchLimits, FetchPoliteness
from pipeline.feedlist import spelled
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "feeds.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", PAGE, re.M)
"""(number, what, tests) of the table of points."""
TABLES = {
    "[source]": Feeds,
    "[[source.feeds]]": Feed,
    "[source.politeness]": FetchPoliteness,
    "[source.limits]": FetchLimits,
}


def test_every_point_has_its_row() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 39))


@pytest.mark.parametrize(("number", "tests"), [(number, tests) for number, _, tests in ROWS])
def test_every_test_that_is_named_exists(number: str, tests: str) -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
    assert len(named) == tests.count("`") // 2 > 0, number
    for file, name in named:
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in defined, f"{number}: {file} has no {name}"


@pytest.mark.parametrize("table", TABLES)
def test_keys_and_defaults_are_those_of_the_configuration(table: str) -> None:
    block = PAGE.split(f"| `{table}` | default | |\n|---|---|---|\n")[1].split("\n\n")[0]
    told = {}
    for line in block.splitlines():
        keys, default = [cell.strip() for cell in line.split("|")[1:3]]
        told |= dict.fromkeys(re.findall(r"`(\w+)`", keys), default)
    cls = TABLES[table]
    fields = {field.name: field for field in dataclasses.fields(cls)} if dataclasses.is_dataclass(cls) else {}
    expected = {
        name: written(field.default, typing.get_type_hints(cls)[name])
        for name, field in fields.items()
        if name not in ("politeness", "limits", "stream")  # tables of their own; the last in streaming.md
    }
    assert told == expected


def written(default: Any, hint: Any) -> str:
    """A default as the page writes it."""
    if default is dataclasses.MISSING:
        return ""
    if default is None or default == ():
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    return spelled(default) if hint is Duration and default else "0s" if hint is Duration else str(default)
