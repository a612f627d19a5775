"""A day of polling on a simulated clock: few requests, nothing missed that could be had, no host asked too soon."""

import pytest

from tests.feeds.simulation import HOUR, Day, Publisher, publishers, simulate
from transforms.web import Politeness

FEEDS = 60
SEED = 11
WATCH = 300.0
FIXED = 96
"""Requests a day of a fixed schedule of 15 minutes."""


@pytest.fixture(scope="module")
def day() -> Day:
    return simulate(publishers(FEEDS, SEED), watch=WATCH)


def test_nothing_is_missed_of_feeds_that_can_be_kept_up_with(day: Day) -> None:
    kept = day.kept_up_with(WATCH)
    assert len(kept) > FEEDS / 2
    assert day.came(kept) > 300
    assert day.missed(kept) == 0


def test_feeds_are_asked_far_less_often_than_by_a_fixed_schedule(day: Day) -> None:
    assert 1 < day.requests() < FIXED / 2
    quiet = [one for one in day.well() if sum(moment >= 0 for moment in one.times) < 2]
    assert quiet
    assert all(len(one.asked) < FIXED / 4 for one in quiet)


def test_news_is_seen_soon(day: Day) -> None:
    delays = day.delays(day.well())
    assert delays[len(delays) // 2] < HOUR
    assert delays[-1] <= 6 * HOUR * 1.1 + 2 * WATCH


def test_no_feed_is_polled_more_often_than_allowed(day: Day) -> None:
    for one in day.publishers:
        least = max(900.0, 60.0 * (one.ttl or 0) if one.fate == "well" else 0.0)
        gaps = [b - a for a, b in zip(one.asked, one.asked[1:], strict=False)]
        assert all(gap >= least - 120 for gap in gaps), one.url  # between two polls of it lies the time of their passes


def test_no_host_is_asked_before_its_pause_is_over(day: Day) -> None:
    assert sum(map(len, day.hosts.values())) > 500
    assert any(len(times) > 50 for times in day.hosts.values())
    assert day.too_close() == 0


def test_the_unwell_are_left_alone_and_the_moved_are_followed(day: Day) -> None:
    by_fate: dict[str, list[Publisher]] = {}
    for one in day.publishers:
        by_fate.setdefault(one.fate, []).append(one)
    assert by_fate.keys() == {"well", "moves", "dies", "fails", "wavers"}
    assert all(len(one.asked) < 12 for one in by_fate["fails"])
    assert all(day.states[one.url].is_retired for one in by_fate["dies"])
    assert all(sum(at >= 12 * HOUR for at in one.asked) == 1 for one in by_fate["dies"])
    assert any(day.states[one.url].is_moved for one in by_fate["moves"])


def test_a_host_of_many_feeds_is_asked_one_by_one() -> None:
    every = publishers(30, 3)
    for number, one in enumerate(every):
        one.url, one.fate = f"https://big.example/feed/{number}", "well"
    day = simulate(every, watch=WATCH, hours=1.0, polite=Politeness(per_host=2, delay_seconds=2.0))
    assert day.longest_pass > 2.0 * 29
    assert all(len(one.asked) >= 1 for one in every)
