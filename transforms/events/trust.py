"""How far a trigger may be trusted: what its pattern, its group of patterns and its words have told before.

In: a match and the words of its sentence. Out: one number, in logarithms of the odds that it tells of an event of its
type: a feature of `confidence.py`. The numbers stand in lexicon/<language>/trust.toml, one for each pattern, group and
word that hand-coded articles say something of; tests/quality/fit_confidence.py makes the table. A language may do
without one.
"""

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transforms.events import tables
from transforms.events.triggers import Match

FEATURE = "trust"
_WORDS, _SHORT = 4, 3
"""Words of a trigger that are asked for, and letters up to which one only joins others."""


class Key(NamedTuple):
    """An entry of the table."""

    table: str
    """`pattern`, `group` or `word`."""
    name: str


def keys(match: Match, words: Sequence[str]) -> Iterator[Key]:
    """The entries that a match asks for; `words`: those of its sentence, in small letters."""
    pattern = match.pattern.id
    yield Key("pattern", pattern)
    yield Key("group", pattern.rpartition(".")[0])
    for word in dict.fromkeys(words[match.start : match.end][:_WORDS]):
        if len(word) > _SHORT:
            yield Key("word", word)


class Trust:
    """The table of a language."""

    def __init__(self, weights: dict[Key, float]) -> None:
        self.weights = weights

    def of(self, match: Match, words: Sequence[str]) -> float:
        """The sum of what the table says of a match, 0 where it says nothing."""
        return sum([self.weights.get(key, 0.0) for key in keys(match, words)])


@functools.cache
def load(language: str) -> Trust:
    """The table of a language, read once; an empty one where the language has none. LexiconError for a line that is
    none."""
    weights = {}
    for table in tables.optional(language, "trust") or ():
        for name, weight in tables.rows(language, "trust", table, 2):
            try:
                weights[Key(table, name)] = float(weight)
            except ValueError:
                raise tables.LexiconError(f"lexicon/{language}/trust.toml: no number: {name} | {weight}") from None
    return Trust(weights)
