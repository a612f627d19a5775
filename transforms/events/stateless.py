"""Who is of no state and stays so: al-Qaida, the Red Cross, whatever state their deeds are told of.

In: an actor, the lexicon. Out: whether it knows him, and as of no state. Narrower is `Scene.is_armed_group`: those
that states fight.
"""

from transforms.events.gazetteer import Lexicon
from transforms.events.model import Actor

_KNOWN = frozenset(("organisation", "person"))


def is_stateless(actor: Actor, lex: Lexicon) -> bool:
    """Whether an actor is known, and known to be of no state."""
    entry = lex.names.get(actor.name.replace("-", " - "))  # as the gazetteer takes names apart
    return entry is not None and entry.kind in _KNOWN and not entry.generic and entry.actor.country is None
