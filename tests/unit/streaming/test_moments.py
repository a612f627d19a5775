"""Event time and ticks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.streaming.moments import MARGIN, event_time, next_tick, watermark, window_start

NOON = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)
DAY, WEEK = 86400.0, 7 * 86400.0
MOMENTS = st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (NOON - dt.timedelta(hours=3), NOON - dt.timedelta(hours=3)),
        (NOON, NOON),
        (NOON + dt.timedelta(days=400), NOON),  # a date to come is none
        (None, NOON),
        (dt.datetime(1999, 1, 1, tzinfo=dt.UTC), NOON - dt.timedelta(seconds=WEEK - MARGIN)),
    ],
)
def test_the_time_of_an_entry(published: dt.datetime | None, expected: dt.datetime) -> None:
    assert event_time(published, NOON, WEEK) == expected


@given(st.none() | MOMENTS, MOMENTS, st.floats(0, 100 * DAY), st.floats(1, 100 * DAY))
def test_no_entry_comes_too_late_for_its_window(
    published: dt.datetime | None, found: dt.datetime, lateness: float, length: float
) -> None:
    moment = event_time(published, found, lateness)
    assert moment <= found
    closes = window_start(moment, length) + length + lateness
    assert closes >= found.timestamp() + min(MARGIN, lateness) - 1e-3


@given(MOMENTS, st.sampled_from([1.0, 0.5, 60.0, 3600.0, DAY, WEEK]))
def test_a_moment_lies_in_its_window(moment: dt.datetime, length: float) -> None:
    start = window_start(moment, length)
    assert start <= moment.timestamp() < start + length
    assert start % length == 0


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (-1, 100.0, (0, 100.0)),
        (0, 100.0, (1, 110.0)),  # not before its time
        (0, 109.9, (1, 110.0)),
        (0, 110.0, (1, 110.0)),
        (0, 157.0, (5, 150.0)),  # those that were missed are left out
        (7, 120.0, (8, 180.0)),  # a clock that was set back
        (-1, 90.0, (0, 100.0)),
    ],
)
def test_ticks(last: int, now: float, expected: tuple[int, float]) -> None:
    assert next_tick(100.0, 10.0, last, now) == expected


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=20), st.floats(0.1, 3600))
def test_ticks_never_go_back_nor_come_before_their_time(clock: list[float], every: float) -> None:
    last, moments = -1, []
    for now in clock:
        number, at = next_tick(0.0, every, last, now)
        assert number > last
        if at <= now:
            last = number
            moments.append(at)
    assert moments == sorted(set(moments))


def test_the_watermark_stays_behind() -> None:
    assert watermark(1000.0, 900.0) == 100.0
