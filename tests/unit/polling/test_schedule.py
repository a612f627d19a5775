"""When a feed is polled next: bounds that hold whatever comes, and what publishers ask for."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.polling.samples import DAY, HOUR, NOW, SPEC, URL, moments, seconds
from transforms.polling import FeedSpec, schedule
from transforms.polling.schedule import Asked

intervals = st.tuples(seconds, seconds).map(sorted)
optional = st.none() | st.floats(0, 10**8)
hours = st.lists(st.integers(0, 23), max_size=24)
days = st.lists(st.integers(0, 6), max_size=7)


def after(**fields: Any) -> float:
    values = {"before": 3600.0, "has_news": False, "window": 0, "per_hour": 0.0}
    return schedule.interval_after(SPEC, **values | fields)


def waits(failures: int, **fields: Any) -> float:
    """Seconds until the next poll after so many failures, jitter aside as far as it goes."""
    values: dict[str, Any] = {"is_permanent": False, "retry_after": None}
    return (schedule.next_after_failure(SPEC, NOW, failures, **values | fields) - NOW).total_seconds()


# --- the guess at the interval ---


@given(intervals, seconds, st.booleans(), st.integers(0, 5000), st.floats(0, 10**6))
def test_the_guess_stays_between_the_bounds(
    bounds: list[float], before: float, has_news: bool, window: int, per_hour: float
) -> None:
    spec = FeedSpec(URL, *bounds)
    found = schedule.interval_after(spec, before, has_news=has_news, window=window, per_hour=per_hour)
    assert bounds[0] <= found <= bounds[1]


def test_shorter_after_news_and_longer_without() -> None:
    assert after(has_news=True) < 3600 < after(has_news=False)


def test_no_more_than_half_of_what_a_feed_holds_can_pass_unseen() -> None:
    assert after(before=20000.0, window=20, per_hour=10.0) == 3600.0  # ten of its twenty entries
    assert after(before=20000.0, window=20, per_hour=1000.0) == SPEC.min_interval


@pytest.mark.parametrize(("every", "settles"), [(1, "min"), (0, "max")])
def test_the_guess_follows_how_often_a_feed_really_changes(every: int, settles: str) -> None:
    interval = 3600.0
    for _ in range(30):
        interval = schedule.interval_after(SPEC, interval, has_news=bool(every), window=0, per_hour=0.0)
    assert interval == (SPEC.min_interval if settles == "min" else SPEC.max_interval)


def test_a_feed_with_some_news_a_day_is_polled_some_times_a_day() -> None:
    """Simulated: one piece of news every three hours."""
    interval, moment, polls, seen = schedule.first_interval(SPEC), 0.0, 0, 0
    while moment < 10 * 86400:
        news, seen = int(moment / 10800) > seen, int(moment / 10800)
        interval = schedule.interval_after(SPEC, interval, has_news=news, window=20, per_hour=1 / 3)
        moment, polls = moment + interval, polls + 1
    assert 8 <= polls / 10 <= 32  # a fixed quarter of an hour: 96


@given(st.floats(0, 10**6), st.integers(0, 5000), st.floats(0, 10**5))
def test_a_rate_is_what_was_just_seen_or_an_earlier_one_that_fades(before: float, new: int, span: float) -> None:
    found = schedule.rate_after(before, new, span)
    assert found >= 0
    assert found <= max(before, new / span if span else 0)
    assert span == 0 or found >= new / span


def test_a_rate_halves_in_two_days() -> None:
    assert schedule.rate_after(8.0, 0, 48.0) == pytest.approx(4.0)


# --- after a success ---


@given(moments, seconds, optional, optional, hours, days)
def test_the_next_poll_is_never_sooner_than_anybody_wants(
    now: dt.datetime, interval: float, ttl: float | None, max_age: float | None, skip: list[int], off: list[int]
) -> None:
    found = schedule.next_poll(URL, now, interval, Asked(ttl, max_age, skip, off))
    asked = max(interval, min(ttl or 0, schedule.MAX_ASKED), min(max_age or 0, schedule.MAX_ASKED))
    wait = (found - now).total_seconds()
    assert wait >= asked - 1e-5
    if len(set(skip)) < 24 and len(set(off)) < 7:
        assert found.hour not in skip
        assert found.weekday() not in off
        assert wait <= asked * (1 + schedule.JITTER) + 8 * 86400
    assert found == schedule.next_poll(URL, now, interval, Asked(ttl, max_age, skip, off))


@pytest.mark.parametrize("asked", [Asked(ttl=7200.0), Asked(max_age=7200.0), Asked(60.0, 7200.0), Asked(7200.0, 60.0)])
def test_ttl_and_max_age_make_it_later(asked: Asked) -> None:
    assert 7200 <= (schedule.next_poll(URL, NOW, 900.0, asked) - NOW).total_seconds() <= 7200 * 1.1


@pytest.mark.parametrize("asked", [Asked(ttl=60.0), Asked(max_age=60.0)])
def test_but_never_sooner(asked: Asked) -> None:
    assert schedule.next_poll(URL, NOW, 900.0, asked) == schedule.next_poll(URL, NOW, 900.0, Asked())


@pytest.mark.parametrize("asked", [Asked(ttl=10.0**9), Asked(max_age=10.0**9)])
def test_and_no_more_than_a_day_later(asked: Asked) -> None:
    assert schedule.next_poll(URL, NOW, 900.0, asked) - NOW <= 1.1 * DAY


def test_hours_and_days_without_news_are_left_out() -> None:
    assert NOW.weekday() == 1
    afternoon = Asked(skip_hours=(12, 13, 14))
    assert schedule.next_poll(URL, NOW, 900.0, afternoon) == NOW + 3 * HOUR
    assert schedule.next_poll(URL, NOW, 900.0, Asked(skip_days=(1, 2))) == NOW.replace(hour=0) + 2 * DAY
    both = Asked(skip_hours=(0, 1), skip_days=(1,))
    assert schedule.next_poll(URL, NOW, 900.0, both) == NOW.replace(hour=2) + DAY


def test_a_feed_that_asks_to_skip_every_hour_is_not_obeyed() -> None:
    never = Asked(skip_hours=tuple(range(24)))
    assert schedule.next_poll(URL, NOW, 900.0, never) == schedule.next_poll(URL, NOW, 900.0, Asked())


def test_feeds_polled_together_drift_apart() -> None:
    found = [schedule.next_poll(f"{URL}?{n}", NOW, 1000.0, Asked()) for n in range(1000)]
    spread = sorted((moment - NOW).total_seconds() for moment in found)
    assert 1000 <= spread[0] <= 1005
    assert 1095 <= spread[-1] <= 1100
    assert len(set(spread)) > 990
    assert all(sum(low <= one < low + 10 for one in spread) > 50 for low in range(1000, 1100, 10))


# --- after a failure ---


@given(intervals, moments, st.integers(1, 10_000), st.booleans(), st.none() | st.floats(0, 86400))
def test_failures_wait_within_bounds(
    bounds: list[float], now: dt.datetime, failures: int, is_permanent: bool, retry_after: float | None
) -> None:
    spec = FeedSpec(URL, *bounds)
    found = schedule.next_after_failure(spec, now, failures, is_permanent=is_permanent, retry_after=retry_after)
    wait = (found - now).total_seconds()
    assert wait >= max(min(spec.min_interval, schedule.DEAD), retry_after or 0.0) - 1e-5
    assert wait <= max(schedule.DEAD, spec.min_interval, retry_after or 0.0) * (1 + schedule.JITTER) + 1e-5


def test_each_failure_doubles_the_wait_up_to_days() -> None:
    found = [waits(n) for n in range(1, 60)]
    assert all(900 * 2**n <= wait <= 900 * 2**n * 1.1 for n, wait in enumerate(found[:8]))
    assert all(3 * 86400 <= wait <= 3.3 * 86400 for wait in found[9:])


def test_a_permanent_failure_waits_longer_from_the_start() -> None:
    assert waits(1, is_permanent=True) >= 4 * 900


def test_retry_after_is_kept_to() -> None:
    assert 50_000 <= waits(1, retry_after=50_000.0) <= 55_000
    assert waits(1, retry_after=1.0) == waits(1)
