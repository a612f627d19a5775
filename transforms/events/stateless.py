"""Those who are of no state and stay so: al-Qaida, the Red Cross, whatever state their deeds are told of.

In: codings before and after a state was chosen for their open sides (chooser.py), and the lexicon. Out: the latter,
with the sides put back that are only of persons and bodies which the lexicon knows to be of none.
"""

import dataclasses
from collections.abc import Sequence

from transforms.events.gazetteer import Lexicon
from transforms.events.model import Actor, Coding

_KNOWN = frozenset(("organisation", "person"))


def kept(before: Sequence[Coding], after: Sequence[Coding], lex: Lexicon) -> tuple[Coding, ...]:
    """The codings `after`, in the order of `before`, with the sides back that stay without a state."""
    return tuple(_kept(one, other, lex) for one, other in zip(before, after, strict=True))


def _kept(before: Coding, after: Coding, lex: Lexicon) -> Coding:
    if after is before:
        return after
    sources = before.sources if _are_stateless(before.sources, lex) else after.sources
    targets = before.targets if _are_stateless(before.targets, lex) else after.targets
    if (sources, targets) == (after.sources, after.targets):
        return after
    if (sources, targets) == (before.sources, before.targets):
        return before
    return dataclasses.replace(after, sources=sources, targets=targets)


def _are_stateless(actors: Sequence[Actor], lex: Lexicon) -> bool:
    """Whether all on a side are known, and known to be of no state."""
    return bool(actors) and all(is_stateless(a, lex) for a in actors)


def is_stateless(actor: Actor, lex: Lexicon) -> bool:
    """Whether an actor is known, and known to be of no state."""
    entry = lex.names.get(actor.name.replace("-", " - "))  # as the gazetteer takes names apart
    return entry is not None and entry.kind in _KNOWN and not entry.generic and entry.actor.country is None
