"""The rule tables, read once: rules.toml (lines), openings.toml (prefixes, rewrites), headlines.toml (words).

A table's macros stand for `%name%` in its patterns, also those of rules.toml in openings.toml. Names of people and of
agencies are told by their capitals, so these macros keep their case where a rule ignores it.
"""

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from transforms.clean.model import Rewrite, Rule, Zone

_CASED = ("person", "one", "agency", "caps", "place")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_STAMP = r"[^\n]{6,60}?\b\d[^\n]{0,12}?"


@dataclass(frozen=True, slots=True)
class LineTable:
    """Line rules as one pattern: `any_of` says by its last group which rule may hold."""

    rules: tuple[Rule, ...]
    any_of: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """All rules of the room."""

    lines: tuple[Rule, ...]
    prefixes: tuple[Rule, ...]
    rewrites: tuple[Rewrite, ...]
    head: LineTable
    middle: LineTable
    tail: LineTable
    sentence: LineTable
    last_sentence: LineTable


@functools.cache
def tables() -> Tables:
    """The tables; compiled at the first call, about a tenth of a second."""
    line_data, open_data = _read("rules.toml"), _read("openings.toml")
    macros = _expand(line_data["macros"])
    lines = tuple(_rule(row, macros) for row in line_data["line"])
    macros |= _expand(open_data["macros"]) | {"stamp": _STAMP}
    prefixes = tuple(_rule(row, macros, exact=True) for row in open_data["prefix"])
    rewrites = tuple(
        Rewrite(
            row["id"],
            row["reason"],
            re.compile(row["pattern"]),
            row["replace"],
            (row["needs"], *([row["also_needs"]] if "also_needs" in row else ())),
            tuple((before, after) for before, after in row["examples"]),
            tuple(row["keeps"]),
        )
        for row in open_data["rewrite"]
    )
    return Tables(
        lines=lines,
        prefixes=prefixes,
        rewrites=rewrites,
        head=_table(lines, ("head", "any")),
        middle=_table(lines, ("any",)),
        tail=_table(lines, ("tail", "any")),
        sentence=_table(tuple(r for r in lines if r.sentence), ("any",)),
        last_sentence=_table(tuple(r for r in lines if r.sentence), ("tail", "any")),
    )


@functools.cache
def words(key: str) -> frozenset[str]:
    """A word list of headlines.toml."""
    return frozenset(str(_read("headlines.toml")[key]).split())


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _expand(macros: dict[str, str]) -> dict[str, str]:
    return {name: f"(?-i:{text})" if name in _CASED else text for name, text in macros.items()}


def _filled(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(3):  # a macro may name another
        pattern = re.sub(r"%(\w+)%", lambda m: macros[m[1]], pattern)
    return pattern


def _rule(row: dict[str, Any], macros: dict[str, str], exact: bool = False) -> Rule:
    pattern = _filled(row["pattern"], macros)
    if not (exact or row.get("case", False)):
        pattern = f"(?i:{pattern})"
    examples = row["examples"]
    zone: Zone = row.get("zone", "any")
    return Rule(
        id=row["id"],
        reason=row["reason"],
        pattern=re.compile(pattern),
        zone=zone,
        sentence=row.get("sentence", True),
        updated=row.get("updated", False),
        date=row.get("date", False),
        name=row.get("name", False),
        examples=tuple(examples) if not exact else tuple(before for before, _ in examples),
        afters=tuple(after for _, after in examples) if exact else (),
        keeps=tuple(row["keeps"]),
    )


def _table(rules: tuple[Rule, ...], zones: tuple[Zone, ...]) -> LineTable:
    chosen = tuple(rule for rule in rules if rule.zone in zones)
    parts = (f"(?P<r{n}>{_GROUP_NAME.sub('(?:', rule.pattern.pattern)})" for n, rule in enumerate(chosen))
    return LineTable(chosen, re.compile("|".join(parts)))
