"""How sure it is that a block is the article's: the weights of what is seen of it, added up twice.

In: blocks. Out: a probability each. First every block is judged by itself, its place and its neighbours' shapes; then
again, knowing how its neighbours and its like were judged. The weights stand in weights.toml, a name with one weight
for each look; tests/quality/fit_blocks.py made them.
"""

import functools
import itertools
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

from transforms.extract import features
from transforms.extract.blocks import Block
from transforms.extract.layout import Layout

_NOTHING = itertools.repeat(0.0)
"""What a name is worth that has no weight."""
Weights = dict[str, float]


@functools.cache
def weights() -> tuple[Weights, Weights]:
    """Name -> weight, of the first and of the second look; `bias` is added to every block."""
    read = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))["weights"]
    return {name: pair[0] for name, pair in read.items()}, {name: pair[1] for name, pair in read.items()}


def score(blocks: Sequence[Block], layout: Layout, known: features.Known) -> list[float]:
    """For each block the probability that it is the article's."""
    sight = features.see(blocks, layout, known)
    first, second = weights()
    shares = _look(sight, first)
    return _look(sight, second, features.company(blocks, shares))


def _look(sight: features.Sight, table: Weights, company: Sequence[Sequence[str]] = ()) -> list[float]:
    """The weights of what is seen of each block, added up; those of a place are added up once."""
    worth = table.get
    places: dict[int, float] = {}
    out = []
    bias = table["bias"]
    for at, (place, own) in enumerate(zip(sight.places, sight.own, strict=True)):
        if not own:
            out.append(features.FAR)
            continue
        total = places.get(id(place))
        if total is None:
            total = places[id(place)] = bias + sum(map(worth, place, _NOTHING))
        total += sum(map(worth, own, _NOTHING))
        if company:
            total += sum(map(worth, company[at], _NOTHING))
        out.append(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
    return out
