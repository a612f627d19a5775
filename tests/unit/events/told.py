"""What the coder makes of a text that is published on a Thursday in March."""

import datetime as dt

from transforms.events import coder, status, triggers
from transforms.events.model import Coding
from transforms.events.readings import Reading
from transforms.events.text import tokenize

DAY = dt.date(2024, 3, 14)


def code(text: str) -> tuple[Coding, ...]:
    """The events of a text."""
    return coder.code(text, language="en", published_date=DAY)


def types(text: str) -> list[str]:
    """The types of its events."""
    return [c.event_type for c in code(text)]


def check(noise: str, real: str, kind: str) -> None:
    """What only looks like an act of a type is none, and its double is."""
    assert kind not in types(noise)
    assert kind in types(real)


def sides(text: str, event_type: str) -> tuple[list[str | None], list[str | None]]:
    """Source and target countries of the last coding of a type."""
    found = [c for c in code(text) if c.event_type == event_type]
    assert found, text
    return [a.country for a in found[-1].sources], [a.country for a in found[-1].targets]


def reading(text: str) -> Reading:
    """The status of the likeliest trigger of a sentence."""
    tokens = tokenize(text)
    matches = triggers.load("en").match(tokens)
    return status.load("en").read(tokens, max(matches, key=lambda m: m.rank))


def behind(frame: str, sentence: str) -> tuple[Coding, ...]:
    """The events of a sentence that stands at the end of a text."""
    return tuple(c for c in code(frame + sentence) if c.char_start >= len(frame))
