"""What a status does to a type: what lies ahead is promised or threatened, what is refused for the future is rejected.

In: the type and mode of a pattern, a `Reading` (readings.py). Out: `Shifted`. Source: the coding conventions.
"""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.events.grammar import Grammar
from transforms.events.readings import Reading
from transforms.events.triggers import Match
from transforms.records import Status


class Shifted(NamedTuple):
    """Type, mode and status after the status has had its effect."""

    event_type: str
    mode: str | None
    status: Status
    ahead: bool = False
    """The act itself lies ahead: planned, or threatened in so many words ('will impose tariffs in July')."""


THREATS = {"SANCTION": "restrict", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence"}
"""Material conflict that lies ahead -> the mode of the threat. A march that is called is a protest already."""
DECLARED = frozenset(("withdraw", "ceasefire"))
"""Retreats that are a concession as long as they are only announced."""
REFUSALS = {"AGREE": "change", "CONSULT": "meet", "SUPPORT": "change", "COOPERATE": "assist", "AID": "assist"}
"""Cooperation that is refused for the future -> the mode of the rejection."""


_REACH = 8
"""Words around what tells of a move of troops in which stands what it is for."""


def moving(match: Match, words: Sequence[str], grammar: Grammar) -> str:
    """What a move of troops or police that lies ahead is: a promise where it is to keep a peace or to help, a threat
    where it is against somebody (or the language has no words for that), else a plan of a move."""
    first = match.start if match.object < 0 else min(match.start, match.object)
    near = words[max(0, first - _REACH) : max(match.end, match.object + 1) + _REACH]
    if not grammar.acts.helping.isdisjoint(near):
        return "AGREE"
    return "MOBILIZE" if grammar.acts.menacing and grammar.acts.menacing.isdisjoint(near) else "THREATEN"


def shift(event_type: str, mode: str | None, reading: Reading, ahead: str = "THREATEN") -> Shifted:
    """What a status makes of a type: Shifted(type, mode, status). `ahead`: what a move that lies ahead is."""
    if reading.status == "planned" and event_type == "RETREAT" and mode in DECLARED:
        return Shifted("CONCEDE", None, "planned", ahead=True)
    if reading.status == "planned" and event_type == "MOBILIZE" and ahead != "THREATEN":
        return Shifted(ahead, mode if ahead == event_type else None, "planned", ahead=True)
    if reading.status == "planned" and event_type != "AGREE":
        if event_type in ("CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"):
            return Shifted("AGREE", None, "planned", ahead=True)
        if event_type in THREATS:
            return Shifted("THREATEN", THREATS[event_type], "past", ahead=True)
    if reading.refused:
        if event_type in REFUSALS:
            return Shifted("REJECT", REFUSALS[event_type], "past")
        if event_type in ("CONCEDE", "RETREAT"):
            return Shifted("REJECT", "yield", "past")
    return Shifted(event_type, mode, reading.status, ahead=reading.status == "planned")
