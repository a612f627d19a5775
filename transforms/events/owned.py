"""Whether a target is only the source's own: its state, its troops, what it sends or gives.

In: the words of a sentence, a match, the parties on its two sides. Out: yes or no; roles.py then looks for another one.
"""

from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import UNKNOWN
from transforms.events.parties import Party
from transforms.events.triggers import Match

_SENDING = frozenset(("AID", "MOBILIZE", "RETREAT", "AGREE", "COOPERATE", "CONCEDE", "SANCTION", "REJECT"))
"""Types whose object may be the troops or envoys that are sent or withdrawn, not the one acted upon."""
_SENT = frozenset(("MOBILIZE", "AID", "REJECT"))
"""Those of them whose object is sent 'to' somebody, whatever he is: 'will send police to Haiti'."""
_PLEDGING = frozenset(("SUPPORT",))
"""Types whose noun may carry its giver's name: 'reiterated his government's support for'."""
_STATES = frozenset(("country", "demonym", "capital"))


def is_own(words: Sequence[str], grammar: Grammar, source: Party, target: Party, match: Match) -> bool:
    """Whether a target is the source's own: its state, its troops, what it sends."""
    kind, theirs = match.pattern.group.event_type, target.actors
    if is_itself(source, target):
        return True
    ours = {a.country for a in source.actors if a.country}
    if target.mentions[0].kind != "agent":
        return False
    if ours and all(a.country in ours for a in theirs):
        if kind in _SENDING:
            owned = target.first > 0 and words[target.first - 1] in grammar.owners
            sent = kind in _SENT and not target.preposition and words[target.last : target.last + 1] == [*grammar.to]
            trades = kind == "SANCTION" and all(a.sector == "BUS" for a in theirs)  # 'barred its firms from selling to'
            return owned or sent or trades or all(a.sector == "MIL" for a in theirs)
        return kind in _PLEDGING and target.possessive
    if kind not in _SENDING or any(a.country for a in theirs):
        return False
    owned = target.first > 0 and words[target.first - 1] in grammar.owners  # 'recalled its ambassador'
    return owned or (target.preposition == "" and all(a.sector == "MIL" for a in theirs))


def describes(words: Sequence[str], grammar: Grammar, party: Party, match: Match) -> bool:
    """Whether those who act stand before the noun of what they do like an adjective: 'an opposition boycott', 'the
    rebel attack', but not 'told the rebels attacks were'."""
    if match.pattern.group.event_type == "AID":
        return False  # 'rebel aid' is given to them
    beside = party.last == match.head or party.last == match.start
    last = words[party.last - 1]
    return beside and party.mentions[-1].kind == "agent" and not last.endswith(grammar.plural_endings)


def is_itself(source: Party, target: Party) -> bool:
    """Whether a target is only the state or organisation that the source acts for: 'NATO's chief ... NATO troops'."""
    ours, theirs = source.actors, target.actors
    if len(ours) != 1 or len(theirs) != 1 or ours[0].role == UNKNOWN:
        return False  # 'Ann Example sued Peru' may be told of a Peruvian
    if theirs[0].sector == "IGO":
        return ours[0].sector == "IGO" and (ours[0].name == theirs[0].name or _serves(ours[0].role, theirs[0].name))
    return target.mentions[0].kind in _STATES and ours[0].country == theirs[0].country is not None


def _serves(role: str | None, body: str) -> bool:
    """Whether an office is one of a body: "UN Secretary-General" of the United Nations, not of its Security Council."""
    short = "".join(word[0] for word in body.split() if word[0].isupper())
    return role is not None and (body in role or short in role.split())
