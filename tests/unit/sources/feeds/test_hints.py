"""Points 7 and 38: how often a feed wants to be asked, and who would tell."""

import datetime as dt

import pytest

from tests.unit.sources.feeds.samples import feed, item, rss
from transforms.sources.feeds import Hints
from transforms.sources.feeds.hints import every, minutes


def hints(channel: str) -> Hints:
    return feed(rss(item(1), channel)).hints


@pytest.mark.parametrize(
    ("ttl", "wanted"),
    [("60", 60), (" 5 ", 5), ("0", None), ("-5", None), ("soon", None), ("1e3", None), ("9" * 30, None)],
)
def test_ttl(ttl: str, wanted: int | None) -> None:
    expected = dt.timedelta(minutes=wanted) if wanted else None
    assert minutes(ttl) == expected
    assert hints(f"<ttl>{ttl}</ttl>").ttl == expected


def test_hours_and_days_without_news() -> None:
    found = hints(
        "<skipHours><hour>0</hour><hour>23</hour><hour>24</hour><hour>25</hour><hour>noon</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>SATURDAY</day><day>Someday</day></skipDays>"
    )
    assert found.skip_hours == (0, 23)
    assert found.skip_days == (5, 6)


@pytest.mark.parametrize(
    ("period", "frequency", "hours"),
    [
        ("hourly", "", 1),
        ("daily", "4", 6),
        (" Weekly ", "7", 24),
        ("hourly", "0", None),
        ("sometimes", "2", None),
        ("daily", "x", 24),
    ],
)
def test_update_period(period: str, frequency: str, hours: int | None) -> None:
    expected = dt.timedelta(hours=hours) if hours else None
    assert every(period, frequency) == expected
    written = f"<sy:updatePeriod>{period}</sy:updatePeriod><sy:updateFrequency>{frequency}</sy:updateFrequency>"
    assert hints(written).update_every == expected


def test_a_feed_that_says_nothing() -> None:
    assert hints("") == Hints()


def test_hubs_and_the_feed_s_own_address() -> None:
    channel = (
        '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="HUB" href="https://hub2.example/"/>'
        '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="hub" href="javascript:x"/>'
        '<atom:link rel="self" href="/topic.xml"/><atom:link rel="next" href="?page=2"/>'
    )
    found = feed(rss(item(1), channel))
    assert found.hub_urls == ("https://hub.example/", "https://hub2.example/")
    assert found.self_url == "https://www.quay.example/topic.xml"
    assert found.next_url == "https://www.quay.example/rss.xml?page=2"
    assert found.link == "https://www.quay.example/"
