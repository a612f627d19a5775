"""Two states that a text names together: "Peru and Chile agreed", "officials of the two countries".

In: the first sentences of a document with their mentions and how often each country is named; the words around a
mention. Out: the two that a text opens with; whether an agent is said to be of two. For setting.py.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Sequence

from transforms.events.model import ActorMention, Sentence

LEDE = 2
"""First sentences that tell between whom a text is."""
_TWICE = 2
"""Mentions that each of two sides must have,"""
_EVEN = 0.4
"""the least that one of them is named, of the other's count,"""
_CLEAR = 2
"""how much oftener than any third country they are named,"""
_MOST = 0.66
"""and their share of all countries named."""
_SIDE = 0.25
"""Of how often the first of two states is named, the least that the other one is,"""
_THIRD = 1.25
"""and how much oftener than any third one."""
_STATES = frozenset(("country", "capital", "agent", "demonym"))
_APOSTROPHES = "'’"
_NEAR = 14
"""Characters after a mention in which the longest of these phrases stands."""


def introduced(
    sentences: Sequence[Sentence],
    found: Sequence[Sequence[ActorMention]],
    weights: Counter[str],
    joining: Collection[str],
) -> tuple[str, ...]:
    """The two states that a text opens with, where it names no third one oftener; () where there are none.
    `joining`: words between two names of one list."""
    for sentence, mentions in zip(sentences[:LEDE], found, strict=False):
        named = [m for m in mentions if len(m.actors) == 1 and m.actors[0].country and m.kind in _STATES]
        for n, (one, other) in enumerate(itertools.pairwise(named)):
            listed = n and sentence.text[named[n - 1].end - sentence.start : one.start - sentence.start].strip() == ","
            both = (one.actors[0].country or "", other.actors[0].country or "")
            between = sentence.text[one.end - sentence.start : other.start - sentence.start].lower().split()
            if len(between) == 1 and between[0] in joining and both[0] != both[1] and not listed:
                third = max((weight for code, weight in weights.items() if code not in both), default=0)
                return both if min(weights[code] for code in both) >= third else ()
    return ()


def is_of_two(sentence: Sentence, mention: ActorMention, after: tuple[str, ...], before: Collection[str]) -> bool:
    """Whether a mention is of two states: "officials of the two countries", "both countries' ministers".
    `after`: beginnings of what may follow it; `before`: phrases that name two states."""
    text, first, last = sentence.text, mention.start - sentence.start, mention.end - sentence.start
    if text[last : last + _NEAR].lstrip().lower().startswith(after):
        return True
    if first < _NEAR or text[first - 2] not in _APOSTROPHES:
        return False
    words = text[:first].lower().split()[-2:]
    return len(words) > 1 and f"{words[0]} {words[1][:-1]}" in before


def leading(weights: Counter[str]) -> tuple[str, ...]:
    """The two countries that lead all others by far; () where there are none."""
    (one, first), (other, second), (_, third) = (*weights.most_common(3), *[("", 0)] * 3)[:3]
    even = second >= _TWICE and second >= _EVEN * first
    clear = even and second >= _CLEAR * third and first + second >= _MOST * weights.total()
    return (one, other) if clear else ()


def foremost(weights: Counter[str]) -> tuple[str, ...]:
    """The two countries that are named most, one of them perhaps far oftener; () where a third one comes near."""
    (one, first), (other, second), (_, third) = (*weights.most_common(3), *[("", 0)] * 3)[:3]
    return (one, other) if second and second >= _SIDE * first and second >= _THIRD * third else ()
