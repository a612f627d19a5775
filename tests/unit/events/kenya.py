"""A text about one state, which samples begin with, and the last thing that it tells."""

from tests.unit.events.told import code
from transforms.events.model import Coding

ABOUT = "Kenya votes in May. Kenya is calm. Kenyans are proud of Kenya."


def last(text: str, event_type: str = "") -> Coding:
    """The last event that a text reports, of a type if one is named."""
    found = [c for c in code(text) if event_type in ("", c.event_type)]
    assert found, text
    return found[-1]
