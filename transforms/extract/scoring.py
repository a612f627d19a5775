"""How sure it is that a block is the article's: the weights of what is seen of it, added up twice.

In: blocks. Out: a probability each. First every block is judged by itself, its place and its neighbours' shapes; then
again, knowing how its neighbours and its like were judged. The weights stand in weights.toml, a name with one weight
for each look; tests/quality/fit_blocks.py made them.
"""

import functools
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

from transforms.extract import features
from transforms.extract.blocks import Block
from transforms.extract.layout import Layout


class Weights(dict[str, float]):
    """Name -> weight; a name that has none is worth nothing."""

    def __missing__(self, name: str) -> float:
        return 0.0


@functools.cache
def weights() -> tuple[Weights, Weights]:
    """Name -> weight, of the first and of the second look; `bias` is added to every block."""
    read = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))["weights"]
    return tuple(Weights((name, pair[look]) for name, pair in read.items()) for look in (0, 1))  # type: ignore[return-value]


def score(blocks: Sequence[Block], layout: Layout, known: features.Known) -> list[float]:
    """For each block the probability that it is the article's."""
    sight = features.see(blocks, layout, known)
    first, second = weights()
    shares = _look(sight, first)
    return _look(sight, second, features.company(blocks, shares))


def _look(sight: features.Sight, table: Weights, company: Sequence[Sequence[str]] = ()) -> list[float]:
    """The weights of what is seen of each block, added up; those of a place are added up once."""
    worth = table.__getitem__
    places: dict[int, float] = {}
    out = []
    bias = table["bias"]
    for at, (place, own) in enumerate(zip(sight.places, sight.own, strict=True)):
        if not own:
            out.append(features.FAR)
            continue
        total = places.get(id(place))
        if total is None:
            total = places[id(place)] = bias + sum(map(worth, place))
        total += sum(map(worth, own))
        if company:
            total += sum(map(worth, company[at]))
        out.append(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
    return out
