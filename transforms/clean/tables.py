"""The rule tables, read once: rules.toml (lines, blocks), openings.toml (prefixes, rewrites), headlines.toml (words).

A table's macros stand for `%name%` in its patterns, those of rules.toml also in openings.toml; %stamp% is a printed
date. Names of people and of agencies are told by their capitals: these macros keep their case where a rule ignores it.

Speed: fifty line rules hold a thousand alternatives. They are tried as one pattern on the lower-cased line, without
IGNORECASE, which lets the matcher skip an alternative by its first letter; the rule it names is then asked itself.
Patterns of single rules are compiled when they are first asked.
"""

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from transforms.clean.dates import stamp_source
from transforms.clean.model import LENGTHS, Block, Rewrite, Rule, Zone

_CASED = ("person", "one", "agency", "caps", "place")
_OWN_CASE = re.compile(r"\(\?-?i:")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class LineTable:
    """The line rules: those that need a certain word, and the others, which are tried as one pattern."""

    rules: tuple[Rule, ...]
    others: tuple[tuple[Rule, ...], ...]
    """Those that need no word, by the length class of a line."""

    def find(self, line: str, zones: tuple[Zone, ...], sentence: bool = False) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The rules of these zones that match the whole line (or a sentence), the best first."""
        length = len(line)
        if length > LENGTHS[-1]:
            return
        size = 0 if length <= LENGTHS[0] else 1 if length <= LENGTHS[1] else 2
        lower, rules, first = line.lower(), _others(size, zones, sentence), 0
        while first < len(rules) and (match := _any_other(size, zones, sentence, first).fullmatch(lower)):
            first += int(match.lastgroup[1:] if match.lastgroup else 0)
            rule = rules[first]
            own = compiled(rule.pattern).fullmatch(line)
            if own:
                yield rule, own
            first += 1
        needing, wanted = _needing(size, zones, sentence)
        if not any(map(lower.__contains__, wanted)):
            return
        for rule, needs in needing:
            for need in needs:
                if need in lower:
                    own = compiled(rule.pattern).fullmatch(line)
                    if own:
                        yield rule, own
                    break


@dataclass(frozen=True, slots=True)
class Tables:
    """All rules of the room."""

    lines: LineTable
    blocks: tuple[Block, ...]
    prefixes: tuple[Rule, ...]
    rewrites: tuple[Rewrite, ...]


compiled = functools.lru_cache(maxsize=None)(re.compile)
"""re.compile with a cache of its own: the one of `re` is too small for our tables."""


@functools.cache
def tables() -> Tables:
    """All tables; reading and compiling what every document needs takes about a tenth of a second, once."""
    data, opening = _read("rules.toml"), _read("openings.toml")
    macros = _cased(data["macros"]) | {"stamp": stamp_source()}
    more = macros | _cased(opening["macros"])
    lines = tuple(_rule(row, macros) for row in data["line"])
    return Tables(
        lines=LineTable(
            rules=lines,
            others=tuple(tuple(r for r in lines if not r.needs and r.longest >= size) for size in LENGTHS),
        ),
        blocks=tuple(
            Block(
                row["id"], row["reason"], _loose(row, macros), row["bare"], tuple(row["examples"]), tuple(row["keeps"])
            )
            for row in data["block"]
        ),
        prefixes=tuple(_rule(row | {"case": True}, more) for row in opening["prefix"]),
        rewrites=tuple(
            Rewrite(
                id=row["id"],
                reason=row["reason"],
                pattern=row["pattern"],
                replace=row["replace"],
                needs=tuple(row["needs"]),
                examples=tuple((before, after) for before, after in row["examples"]),
                keeps=tuple(row["keeps"]),
            )
            for row in opening["rewrite"]
        ),
    )


@functools.cache
def words(key: str) -> frozenset[str]:
    """A word list of headlines.toml."""
    return frozenset(str(_read("headlines.toml")[key]).split())


@functools.cache
def phrases(key: str) -> str:
    """A list of headlines.toml with one phrase a line, as alternatives of a pattern, longest first."""
    found = [line.strip() for line in str(_read("headlines.toml")[key]).splitlines() if line.strip()]
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _cased(macros: dict[str, str]) -> dict[str, str]:
    return {name: f"(?-i:{text})" if name in _CASED else text for name, text in macros.items()}


def _filled(pattern: str, macros: dict[str, str]) -> str:
    for _ in range(3):  # a macro may name another
        pattern = re.sub(r"%(\w+)%", lambda m: macros[m[1]], pattern)
    return pattern


def _loose(row: dict[str, Any], macros: dict[str, str]) -> str:
    pattern = _filled(row["pattern"], macros)
    return pattern if row.get("case", False) else f"(?i:{pattern})"


def _rule(row: dict[str, Any], macros: dict[str, str]) -> Rule:
    pairs = [example if isinstance(example, list) else [example, ""] for example in row["examples"]]
    return Rule(
        id=row["id"],
        reason=row["reason"],
        pattern=_loose(row, macros),
        zone=row.get("zone", "any"),
        sentence=row.get("sentence", True),
        needs=tuple(row.get("needs", ())),
        longest=row.get("max", 200),
        updated=row.get("updated", False),
        name=row.get("name", False),
        examples=tuple((before, after) for before, after in pairs),
        keeps=tuple(row["keeps"]),
    )


@functools.cache
def _needing(
    size: int, zones: tuple[Zone, ...], sentence: bool
) -> tuple[tuple[tuple[Rule, tuple[str, ...]], ...], tuple[str, ...]]:
    """The rules that need a word and hold for such a line, with what they need; and all that any of them needs."""
    rules = (r for r in tables().lines.rules if r.needs and r.longest >= LENGTHS[size])
    needing = tuple((r, r.needs) for r in rules if r.zone in zones and (r.sentence or not sentence))
    wanted = {word for _, needs in needing for word in needs}
    return needing, tuple(sorted(word for word in wanted if not any(other in word for other in wanted - {word})))


@functools.cache
def _others(size: int, zones: tuple[Zone, ...], sentence: bool) -> tuple[Rule, ...]:
    """The rules that need no word and hold for such a line."""
    return tuple(r for r in tables().lines.others[size] if r.zone in zones and (r.sentence or not sentence))


@functools.cache
def _any_other(size: int, zones: tuple[Zone, ...], sentence: bool, first: int) -> re.Pattern[str]:
    """One pattern for the lower-cased line; its last group names a rule, counted from `first`, that may match."""
    rules = _others(size, zones, sentence)[first:]
    return re.compile("|".join(f"(?P<r{n}>{_lowered(rule.pattern)})" for n, rule in enumerate(rules)))


def _lowered(pattern: str) -> str:
    """The pattern as it would match lower-cased text: its letters lower, escapes such as \\S untouched."""
    plain = _GROUP_NAME.sub("(?:", _OWN_CASE.sub("(?:", pattern))
    return re.sub(r"\\.|[^\\]+", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), plain)
