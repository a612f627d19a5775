"""How often a feed wants to be asked.

In: the elements of a channel. Out: Hints; values that cannot be are left out. RSS 2.0 (ttl, skipHours, skipDays), the
module syndication of RSS 1.0.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from transforms.sources.feeds.elements import Elements, text_of
from transforms.sources.feeds.model import Hints

MAX_TTL = dt.timedelta(days=366)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    "hourly": dt.timedelta(hours=1),
    "daily": dt.timedelta(days=1),
    "weekly": dt.timedelta(days=7),
    "monthly": dt.timedelta(days=30),
    "yearly": dt.timedelta(days=365),
}
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def hints(children: Mapping[str, Sequence[Any]], elements: Elements) -> Hints:
    """What the channel's elements say."""
    return Hints(
        ttl=minutes(_text(children, "ttl")),
        skip_hours=_skip_hours(_inside(children, "skiphours", "hour", elements)),
        skip_days=_skip_days(_inside(children, "skipdays", "day", elements)),
        update_every=every(_text(children, "sy:updateperiod"), _text(children, "sy:updatefrequency")),
    )


def minutes(text: str) -> dt.timedelta | None:
    """A ttl in minutes."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    found = dt.timedelta(minutes=int(text))
    return found if dt.timedelta(0) < found <= MAX_TTL else None


def every(period: str, frequency: str) -> dt.timedelta | None:
    """sy:updatePeriod, so many times in it."""
    length = _PERIODS.get(period.strip().lower())
    times = int(frequency) if _NUMBER.fullmatch(frequency.strip()) else 1
    return length / times if length and 0 < times <= 1440 else None


def _text(children: Mapping[str, Sequence[Any]], name: str) -> str:
    return next((text_of(element) for element in children.get(name, ())), "")


def _inside(children: Mapping[str, Sequence[Any]], outer: str, inner: str, elements: Elements) -> list[str]:
    return [
        text_of(one).strip()
        for element in children.get(outer, ())[:1]
        for one in elements.children(element).get(inner, ())
    ]


def _skip_hours(written: Sequence[str]) -> tuple[int, ...]:
    numbers = {int(text) for text in written if _NUMBER.fullmatch(text)}
    return tuple(sorted({number % 24 for number in numbers if number <= 24}))  # RSS 0.91 counts from 1 to 24


def _skip_days(written: Sequence[str]) -> tuple[int, ...]:
    return tuple(sorted({_DAYS.index(text.lower()) for text in written if text.lower() in _DAYS}))
