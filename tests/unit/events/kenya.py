"""A text about one state, which samples begin with, and the last thing that it tells."""

import datetime as dt

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)
ABOUT = "Kenya votes in May. Kenya is calm. Kenyans are proud of Kenya."


def last(text: str, event_type: str = "") -> Coding:
    """The last event that a text reports, of a type if one is named."""
    found = [c for c in coder.code(text, language="en", published_date=DAY) if event_type in ("", c.event_type)]
    assert found, text
    return found[-1]
