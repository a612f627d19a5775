"""Small feeds for the tests of this room, all invented."""

import datetime as dt
from typing import Any

from transforms.sources.feeds import Entry, Feed, FeedFailure, parse_feed

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://www.quay.example/rss.xml"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(items: str, channel: str = "") -> bytes:
    head = f'<rss version="2.0" {SPACES}><channel><title>Quay News</title><link>https://www.quay.example/</link>'
    return f"{head}{channel}{items}</channel></rss>".encode()


def item(number: int, inner: str = "") -> str:
    return f"<item><title>Story {number}</title><link>https://www.quay.example/{number}</link>{inner}</item>"


def feed(body: bytes, url: str | None = URL, **options: Any) -> Feed:
    found = parse_feed(body, NOW, url, **options)
    assert isinstance(found, Feed), found
    return found


def entry(inner: str, url: str | None = URL) -> Entry:
    """The one entry with this content."""
    (found,) = feed(rss(f"<item>{inner}</item>"), url).entries
    return found


def failure(body: bytes, **options: Any) -> FeedFailure:
    found = parse_feed(body, NOW, URL, **options)
    assert isinstance(found, FeedFailure), found
    return found
