"""Feeds, entries and answers as the tests of polling begin with them: a feed of an invented paper, polled at noon."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from transforms.ids import content_id, text_sha256
from transforms.polling import EntryKey, FeedSpec, FeedState, PageTask
from transforms.sources.feeds import Entry, Feed
from transforms.web import PROBLEMS, Answer, Problem, Request, Validators

NOW = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)
URL = "https://news.example.org/rss.xml"
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
SPEC = FeedSpec(URL, min_interval=900.0, max_interval=6 * 3600.0)


def entry(number: int, text: str = "", **fields: Any) -> Entry:
    """An entry with a page of its own; `text` makes another version of it."""
    values = {
        "guid": f"entry-{number}",
        "title": f"Talks {number}",
        "link": f"https://news.example.org/talks/{number}",
        "summary": text or None,
    }
    content = text_sha256(f"{number} {text}")
    return Entry(
        entry_id=content_id("guid", "news.example.org", f"{number}"), content_sha256=content, **values | fields
    )


def feed(*entries: Entry, **fields: Any) -> Feed:
    return Feed("rss", "rss20", entries, **fields)


def answer(
    status: int = 200, body: bytes = b"<rss/>", *, url: str = URL, etag: str | None = None, **more: Any
) -> Answer:
    """A good answer, or 304."""
    validators = more.pop("validators", Validators(etag))
    return Answer(Request(URL), url, status, body=body if status == 200 else b"", validators=validators, **more)


def failure(code: str, retry_after: float | None = None, status: int | None = None) -> Answer:
    """An answer that is none."""
    return Answer(Request(URL), URL, status, Problem(code, "said so"), retry_after=retry_after)


def state(**fields: Any) -> FeedState:
    """A feed that was polled a quarter of an hour ago, with success."""
    values: dict[str, Any] = {
        "feed_url": URL,
        "polled_at": NOW - 15 * MINUTE,
        "next_poll": NOW,
        "interval": 900.0,
        "polls": 1,
        "last_success_at": NOW - 15 * MINUTE,
        "last_full_at": NOW - 15 * MINUTE,
        "window": 10,
        "status": 200,
    }
    return FeedState(**values | fields)


def task(number: int, feed_url: str = URL, **fields: Any) -> PageTask:
    """What is to be done for an entry."""
    link = f"https://news.example.org/talks/{number}"
    values: dict[str, Any] = {
        "key": EntryKey(feed_url, f"{number:032x}"),
        "content_sha256": text_sha256(f"{number}"),
        "link": link,
        "link_key": link,
    }
    return PageTask(**values | fields)


# --- what is wild ---

moments = st.datetimes(dt.datetime(1975, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
seconds = st.floats(0.001, 10**7)
codes = st.sampled_from(sorted(PROBLEMS))
