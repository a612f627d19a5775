"""Two judgements of a pair's relation made one: what the words suggest, and what the triggers state.

In: figures of pair_features.py, votes of triggers; lexicon/<language>/pair_weights.toml (made by
tests/quality/fit_pairs.py, readable, nothing else is learned). Out: a probability for each class.

The words' judgement is a multinomial logistic regression: class score = sum of figure times weight. The triggers' vote
is added to it, at the trust that each kind of vote has earned on pairs that nobody had read when writing the triggers:
on those that were read, triggers look better than they are, and a regression over both would believe them blindly.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import ontology, tables
from transforms.events.pair_features import SHARPNESS

YIELD_QUAD = 2
"""Quad class of YIELD, which is CONCEDE (1) and RETREAT (2) in one, as the labels have it."""
UNIT = 100
"""The table writes weights in hundredths."""
GRAIN = 64
"""Figures are rounded to one part in this."""
FIELD = 40
"""Bits of a class: no sum of weights comes near."""
LOW, HIGH = 2.0, 5.0
"""Scores below and from which a vote is a kind of its own."""


class Stated(NamedTuple):
    """The best trigger match of a class."""

    type: str
    score: float
    kind: str
    """v, n or p"""
    weak: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of one language."""

    classes: tuple[str, ...]
    words: Mapping[str, int]
    """Name -> the weights of all classes in one integer, FIELD bits each: one multiplication and one addition of
    Python's weigh a name for every class at once, which is ten times as fast as a loop over them."""
    trust: Mapping[str, float]
    quads: tuple[int, ...]
    """Quad class of each class."""

    def suggest(self, figures: Mapping[str, float]) -> list[float]:
        """Log probability of each class by the words alone."""
        whole, parts, get = self.words["bias"], 0, self.words.get
        for name, figure in figures.items():
            packed = get(name)
            if packed is None:
                continue
            if figure == 1.0:
                whole += packed
            else:
                parts += packed * round(figure * GRAIN)
        return normal([cell / (UNIT * GRAIN) for cell in unpack(whole * GRAIN + parts, len(self.classes))])

    def judge(self, figures: Mapping[str, float], stated: Sequence[Stated]) -> list[float]:
        """Log probability of each class by words and triggers."""
        share = self.trust["words"]
        scores = [share * s for s in self.suggest(figures)]
        for name, value in votes(stated):
            kind, _, trait = name.partition(" ")
            if kind in self.classes:
                scores[self.classes.index(kind)] += value * self.trust.get(trait, 0.0)
        return normal(scores)

    def reasons(self, figures: Mapping[str, float], stated: Sequence[Stated], at: int, limit: int = 12) -> list[str]:
        """What moved the class of number `at` most, for people to read."""
        share, kind = self.trust["words"], self.classes[at]
        moved = [
            (share * value * unpack(self.words[name], len(self.classes))[at] / UNIT, name)
            for name, value in figures.items()
            if name in self.words
        ]
        moved += [
            (value * self.trust.get(trait, 0.0), f"trigger {trait}")
            for (voted, _, trait), value in ((name.partition(" "), value) for name, value in votes(stated))
            if voted == kind
        ]
        moved.sort(key=lambda m: -abs(m[0]))
        return [f"{name} {value:+.2f}" for value, name in moved[:limit] if abs(value) >= 0.005]


def votes(stated: Sequence[Stated]) -> list[tuple[str, float]]:
    """('CLASS trait', figure) for every trait of every voted class; the traits are what trust is learned for."""
    if not stated:
        return []
    top = max(s.score for s in stated)
    out = []
    for s in stated:
        vote = math.exp((s.score - top) / SHARPNESS)
        traits = ["vote"]
        if s.kind != "v":
            traits.append(f"vote.{s.kind}")
        if s.weak:
            traits.append("vote.weak")
        if s.score < LOW:
            traits.append("vote.low")
        elif s.score >= HIGH:
            traits.append("vote.high")
        if not s.past:
            traits.append("vote.status")
        if len(stated) == 1:
            traits.append("vote.only")
        out += [(f"{s.type} {trait}", vote) for trait in traits]
    return out


def decide(chances: Sequence[float], quads: Sequence[int]) -> int:
    """The likeliest class of the likeliest quad class: types of one kind share their evidence."""
    sums: dict[int, float] = {}
    for chance, quad in zip(chances, quads, strict=True):
        sums[quad] = sums.get(quad, 0.0) + math.exp(chance)
    quad = max(sums, key=sums.__getitem__)
    return max((k for k, q in enumerate(quads) if q == quad), key=chances.__getitem__)


def pack(cells: Sequence[int]) -> int:
    """Numbers, negative ones too, as one: sums and multiples of packed numbers are those of each."""
    return sum(cell << (FIELD * at) for at, cell in enumerate(cells) if cell)


def unpack(packed: int, count: int) -> list[int]:
    """The numbers of `pack`."""
    half = 1 << (FIELD - 1)
    packed += pack([half] * count)
    return [((packed >> (FIELD * at)) & (2 * half - 1)) - half for at in range(count)]


def normal(scores: Sequence[float]) -> list[float]:
    """Log probabilities of scores."""
    top = max(scores)
    total = top + math.log(sum(math.exp(s - top) for s in scores))
    return [s - total for s in scores]


@functools.cache
def load(language: str) -> Weights | None:
    """The table of a language, read once; None where it has none."""
    if (data := tables.optional(language, "pair_weights")) is None:
        return None
    classes = tuple(data["classes"])
    words = {}
    for line in data["words"].splitlines():
        name, *cells = line.split("|")
        words[name] = pack([int(cell) if cell else 0 for cell in cells])
    kinds = ontology.load().types
    return Weights(
        classes, words, data["trust"], tuple(YIELD_QUAD if c not in kinds else kinds[c].quad for c in classes)
    )
