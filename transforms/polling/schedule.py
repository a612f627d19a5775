"""When a feed is polled next. Pure: the same poll gives the same answer, jitter included.

A guess at the interval follows what polls find (shorter after news, longer after none), between the user's bounds and
never so long that more than half of what the feed holds could pass unseen. What the publisher asks for (TTL, max-age,
skipHours, skipDays, Retry-After) makes it later, never sooner. Failures double the wait, up to days; a feed that comes
back is polled as before.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.polling.model import FeedSpec

SHORTER, LONGER = 0.75, 1.15
"""Factors of the guess after a poll with news and after one without: they balance where a third of the polls find
news. Of those tried on simulated days (tests/bench/feeds_day.py) 1.25 after none saves a sixth of the requests, and the
slowest hundredth of the entries comes half an hour later."""
SAFE_SHARE = 0.5
"""Of a feed's entries that may be new at the next poll, by the highest rate seen lately."""
RATE_HALF_LIFE = 48.0
"""Hours in which a rate that was seen once loses half its weight."""
MAX_ASKED = 24 * 3600.0
"""A TTL or max-age counts no further than this."""
JITTER = 0.1
"""Share of the wait that is added at random, so that feeds polled together drift apart."""
DEAD = 3 * 24 * 3600.0
"""The longest wait of a feed that keeps failing."""
PERMANENT_HEAD_START = 2
"""Failures that a permanent one (404, 403, no feed) counts for."""
_WEEK_HOURS = 7 * 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What the publisher asks for."""

    ttl: float | None = None
    max_age: float | None = None
    skip_hours: Sequence[int] = ()
    skip_days: Sequence[int] = ()
    """Monday is 0."""


def first_interval(spec: FeedSpec) -> float:
    """The guess for a feed that was never polled."""
    return min(spec.min_interval, spec.max_interval)


def interval_after(spec: FeedSpec, before: float, *, has_news: bool, window: int, per_hour: float) -> float:
    """The guess at how often a feed is worth a poll, in seconds."""
    guess = before * (SHORTER if has_news else LONGER)
    if window and per_hour > 0:
        guess = min(guess, SAFE_SHARE * window / per_hour * 3600.0)
    return max(spec.min_interval, min(guess, spec.max_interval))


def rate_after(before: float, new: int, hours: float) -> float:
    """New entries an hour: as just seen over `hours`, or an earlier higher rate that fades."""
    faded = before * math.pow(0.5, hours / RATE_HALF_LIFE)
    return max(faded, new / hours if hours > 0 else 0.0)


def next_poll(feed_url: str, now: dt.datetime, interval: float, asked: Asked) -> dt.datetime:
    """The moment of the next poll after a success."""
    wait = max(interval, *(min(value or 0.0, MAX_ASKED) for value in (asked.ttl, asked.max_age)))
    return _outside(now + dt.timedelta(seconds=_spread(feed_url, now, wait)), asked)


def next_after_failure(
    spec: FeedSpec, now: dt.datetime, failures: int, *, is_permanent: bool, retry_after: float | None
) -> dt.datetime:
    """The moment of the next poll after so many failures in a row, this one included."""
    doublings = min(failures - 1 + (PERMANENT_HEAD_START if is_permanent else 0), 40)
    wait = min(spec.min_interval * 2**doublings, max(DEAD, spec.min_interval))
    return now + dt.timedelta(seconds=_spread(spec.url, now, max(wait, retry_after or 0.0)))


def _spread(feed_url: str, now: dt.datetime, wait: float) -> float:
    """The wait with its jitter, which depends on feed and moment alone."""
    digest = hashlib.sha256(f"{feed_url}\x1f{now.isoformat()}".encode("utf-8", "surrogatepass")).digest()
    return wait * (1.0 + JITTER * int.from_bytes(digest[:4], "big") / 2**32)


def _outside(moment: dt.datetime, asked: Asked) -> dt.datetime:
    """The moment, or the first full hour after it that the feed does not ask to skip (UTC)."""
    later = moment
    for _ in range(_WEEK_HOURS + 1):
        if later.hour not in asked.skip_hours and later.weekday() not in asked.skip_days:
            return later
        later = later.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return moment  # it asks to skip every hour there is
