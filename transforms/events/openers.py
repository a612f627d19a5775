"""A regular expression of a date rule -> the words that what it matches may begin with; and where rules then match.

In: the pattern of a rule of lexicon/<language>/dates.toml, its <names> filled in. Out: first words in lower case, and
DIGIT where it may begin with a figure. With them dates.py tries a rule only where it can fit, which is much quicker
than trying all of them everywhere. Only what the rules are written with is understood; anything else is refused.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from transforms.events.text import Remembered

DIGIT = "0"
"""Stands for any first figure."""

_RUN = re.compile(r"([\w-]+)")
_GAPS = {n: chr(n) if _RUN.match(chr(n)) else " " for n in range(128)}
"""ASCII characters, those that are in no run as blanks."""
_FIRST = re.compile(r"[^\W\d_]+|\d")
"""What of a run may open a phrase: its first letters or figure."""
_ODD = frozenset("ſıİ")
"""Letters that a pattern in any case takes for plain ones."""
_PLAIN = str.maketrans("ſıİ", "sii")


class Rule(Protocol):
    """A kind of phrase."""

    @property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Looks for one at an offset."""


_Rule = TypeVar("_Rule", bound=Rule)
Opened = Remembered[Sequence[_Rule]]
"""A run of letters, figures and hyphens, as it stands in a text -> the rules that it may open."""


def remembered(rules: Mapping[str, Sequence[_Rule]]) -> Opened[_Rule]:
    """Rules filed under their openers, as they are asked for."""

    def opened(run: str) -> Sequence[_Rule]:
        m = _FIRST.match(run)
        return rules.get(DIGIT if m[0].isdigit() else m[0].lower(), ()) if m else ()

    return Remembered(opened)


def matches(text: str, rules: Opened[_Rule]) -> Iterator[tuple[_Rule, re.Match[str]]]:
    """What fits the rules, from left to right, none over another; of rules that fit at one place the first."""
    # Most runs open nothing, and are passed over without a loop of ours.
    if text.isascii():
        runs, gap = text.translate(_GAPS).split(" "), 1  # three times as fast as the expression
        lengths: Iterator[int] = itertools.accumulate(map(len, runs), initial=0)
    else:
        parts, gap = _RUN.split(text if _ODD.isdisjoint(text) else text.translate(_PLAIN)), 0
        runs, lengths = parts[1::2], itertools.islice(itertools.accumulate(map(len, parts)), 0, None, 2)
    opened, past = [*map(rules.__getitem__, runs)], 0
    for n, length, fitting in itertools.compress(zip(itertools.count(), lengths, opened, strict=False), opened):
        start = length + n * gap
        if start < past:
            continue
        for rule in fitting:
            if (found := rule.match(text, start)) is not None:
                past = found.end()
                yield rule, found
                break


_Firsts = frozenset[tuple[str, bool]]
"""Letters at the head of a text, and whether something that is no letter follows them."""

_ELEMENT = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\((?:\?(?:P<\w+>|-?i:|:))?)|(?P<end>[|)])|\[(?P<chars>(?:\\.|[^\]\\])+)\]|\\b(?P<edge>)"
    r"|\\(?P<digit>d)|\\(?P<other>\W|s)|(?P<literal>[^\\*+?{}()|\[\]^$.])"
)
_COUNT = re.compile(r"(?P<optional>\?)|\{[1-9],?\d*\}")
_RANGE = re.compile(r"(\w)-(\w)")


def openers(pattern: str) -> frozenset[str]:
    """The words that a match may begin with. ValueError for a pattern that may begin otherwise or is not understood."""
    firsts, at = _choice(pattern, 0)
    found = frozenset(letters.lower() for letters, _ in firsts)
    if at < len(pattern) or "" in found:
        raise ValueError(f"a date phrase begins with a word or a figure: {pattern}")
    return found


def _choice(pattern: str, at: int) -> tuple[_Firsts, int]:
    """The firsts of alternatives that begin at an offset, and where they end."""
    out: set[tuple[str, bool]] = set()
    while True:
        firsts, at = _sequence(pattern, at)
        out |= firsts
        if pattern[at : at + 1] != "|":
            return frozenset(out), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[_Firsts, int]:
    """As `_choice`, of elements one after the other."""
    growing, done = {""}, set[tuple[str, bool]]()
    while at < len(pattern) and pattern[at] not in "|)":
        firsts, at = _element(pattern, at)
        many = _COUNT.match(pattern, at)
        optional = many is not None and many["optional"] is not None
        at = many.end() if many else at
        grown = set(growing) if optional else set[str]()
        for head in growing:
            for letters, closed in firsts:
                joined = head if head and letters == DIGIT else head + letters
                if closed:
                    done.add((joined, True))
                else:
                    grown.add(joined)
        growing = grown
    return frozenset(done | {(head, False) for head in growing}), at


def _element(pattern: str, at: int) -> tuple[_Firsts, int]:
    m = _ELEMENT.match(pattern, at)
    if m is None or m["end"]:
        raise ValueError(f"not understood in a date rule, from {pattern[at : at + 20]!r}: {pattern}")
    if m["around"] or m["group"]:
        firsts, end = _choice(pattern, m.end())
        if pattern[end : end + 1] != ")":
            raise ValueError(f"a group is not closed in a date rule: {pattern}")
        return (frozenset({("", False)}) if m["around"] else firsts), end + 1
    if m["edge"] is not None:
        return frozenset({("", False)}), m.end()
    if m["digit"]:
        return frozenset({(DIGIT, True)}), m.end()
    if m["chars"]:
        return frozenset(map(_first, _members(m["chars"]))), m.end()
    return frozenset({_first(m["literal"] or " ")}), m.end()


def _members(chars: str) -> str:
    """What stands in a set of characters; of a range of figures its two ends."""
    plain = chars.replace("\\", "")
    for first, last in _RANGE.findall(plain):
        if not (first.isdigit() and last.isdigit()):
            raise ValueError(f"a range that is none of figures in a date rule: [{chars}]")
    return _RANGE.sub(r"\1\2", plain)


def _first(char: str) -> tuple[str, bool]:
    if char.isdigit():
        return DIGIT, True
    return (char, False) if char.isalpha() else ("", True)
