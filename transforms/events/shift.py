"""What a status does to a type: what lies ahead is promised or threatened, what is refused for the future is rejected.

In: the type and mode of a pattern, a `Reading` of status.py. Out: `Shifted`. Source: the coding conventions.
"""

from typing import NamedTuple

from transforms.events.status import Reading
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


def shift(event_type: str, mode: str | None, reading: Reading) -> Shifted:
    """What a status makes of a type: Shifted(type, mode, status)."""
    if reading.status == "planned" and event_type == "RETREAT" and mode in DECLARED:
        return Shifted("CONCEDE", None, "planned", ahead=True)
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
