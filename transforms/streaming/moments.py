"""Event time: when an entry counts as having happened, and how far the stream has come. Pure.

An entry's time is that of its publication as the feed has it; never later than the moment it was found, never so early
that its window would take it no more. So nothing is dropped for being late, however old a feed's entries are.
"""

import datetime as dt

MARGIN = 3600.0
"""Seconds by which even the oldest entry comes before its window closes for good."""


def event_time(published_at: dt.datetime | None, found_at: dt.datetime, lateness: float) -> dt.datetime:
    """The event time of an entry."""
    oldest = found_at - dt.timedelta(seconds=max(lateness - MARGIN, 0.0))
    return max(min(published_at or found_at, found_at), oldest)


def watermark(tick_at: float, slack: float) -> float:
    """Seconds of the epoch: what feeds publish before has been seen, where they show it within `slack`."""
    return tick_at - slack


def next_tick(begun: float, every: float, last: int, now: float) -> tuple[int, float]:
    """(number, moment) of the tick after `last`. Those that were missed are left out: one look shows as much."""
    number = max(last + 1, int((now - begun) // every))
    return number, begun + number * every


def window_start(moment: dt.datetime, length: float) -> float:
    """Seconds of the epoch: where the event-time window of a moment begins."""
    seconds = moment.timestamp()
    return seconds - seconds % length
