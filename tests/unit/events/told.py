"""What the coder makes of a text that is published on a Thursday in March."""

import datetime as dt

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)


def code(text: str) -> tuple[Coding, ...]:
    """The events of a text."""
    return coder.code(text, language="en", published_date=DAY)


def types(text: str) -> list[str]:
    """The types of its events."""
    return [c.event_type for c in code(text)]


def behind(frame: str, sentence: str) -> tuple[Coding, ...]:
    """The events of a sentence that stands at the end of a text."""
    return tuple(c for c in code(frame + sentence) if c.char_start >= len(frame))
