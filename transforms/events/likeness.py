"""Of which state a person is by the sound of the name: "Yasuo Example" is likelier a Japanese than a Dutchman.

In: a name and a state. Out: how much likelier the name's pairs and triples of letters are among the leaders of that
state and of those whose people are called alike (lexicon/world/countries.toml, `kin`) than among all leaders. It tells
two states apart where nothing but guesses do: of two states that the text names, a guess gives way to one whose people
are called so by far (`CLEAR`: right in 99 of 100 leaders left out in turn, and so clear in 70 of 100).
"""

import functools
import math
from collections import Counter
from dataclasses import dataclass, field

from transforms.events.tables import read, rows, unaccented

CLEAR = 4.0
"""By how much a name must be likelier in another state for a guess to give way."""
_SMOOTH = 120
"""How many pieces of names of all states are counted for each."""
_PARTS = str.maketrans("-.'’", "    ")


@dataclass(slots=True)
class _Counts:
    """Pieces of names, of all leaders and by kind of name."""

    everywhere: Counter[str] = field(default_factory=Counter)
    of: dict[str, Counter[str]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)


def likeness(name: str, country: str) -> float:
    """How much likelier a name is in a state than anywhere; 0 or near it where its people are too little known."""
    counts, kind = _counts(), _kinds().get(country, country)
    here, total, everywhere = counts.of.get(kind, Counter()), counts.totals[kind], counts.everywhere.total()
    odds, pieces = 0.0, _pieces(name)
    for piece in pieces:
        usual = (counts.everywhere[piece] + 0.1) / everywhere
        odds += math.log((here[piece] / usual + _SMOOTH) / (total + _SMOOTH))
    return odds / math.sqrt(max(1, len(pieces)))


def is_kin(one: str, other: str) -> bool:
    """Whether the people of two states have names of one kind."""
    return _kinds().get(one, one) == _kinds().get(other, other)


def _pieces(name: str) -> list[str]:
    out = []
    for word in unaccented(name).lower().translate(_PARTS).split():
        if len(word) > 1:
            whole = f"^{word}$"
            out.append(whole)
            out += [whole[i : i + size] for size in (2, 3) for i in range(len(whole) - size + 1)]
    return out


@functools.cache
def _kinds() -> dict[str, str]:
    lines = [line.split() for line in read("world", "countries")["kin"].splitlines()]
    return {country: line[0] for line in lines for country in line}


@functools.cache
def _counts() -> _Counts:
    """Made when first asked: in most texts nobody's state is in doubt."""
    counts, kinds = _Counts(), _kinds()
    for name, country, *_ in rows("world", "leaders", "rows", 5):
        if country and " " in name:
            kind, pieces = kinds.get(country, country), _pieces(name)
            counts.everywhere.update(pieces)
            counts.of.setdefault(kind, Counter()).update(pieces)
            counts.totals[kind] += len(pieces)
    return counts
