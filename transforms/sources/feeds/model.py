"""What the bytes of a feed become: a Feed with its entries, or a FeedFailure. Standard library only.

Nothing is invented: what a feed does not say is None, what it says badly is None with a flag that says so. Texts
(titles, summaries, names) are plain text without markup; links are http(s) or None; only `content_html` is markup, as
the feed sent it, and never shown to anybody: it goes through the extractor like any page.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from transforms.records import Refusal

Kind = Literal["rss", "atom", "cdf", "json", "news_sitemap"]

Flag = Literal[
    "ill_formed",  # the XML is broken; what could be read stands, on the feed and on each of its entries
    "second_reader",  # feedparser found the entries of a document in which our own reader found none; also ill_formed
    "entries_cut",  # more entries than allowed: the first ones stand
    "empty_entries",  # entries without title, link, guid or content were left out
    "repeated_entries",  # entries that the same document holds before were left out
    "no_entries",  # a sound feed that has none at present
    "expired",  # the feed says that it will not be updated any more
    "no_title",
    "no_link",
    "relative_link",  # resolved; without the flag `no_link` it became an address
    "unsafe_link",  # a scheme other than http and https, or no address: dropped
    "no_guid",
    "repeated_guid",  # different entries of the document share it: it identifies none of them
    "no_date",  # no date of publication at all
    "bad_date",  # a date that cannot be read or cannot be: dropped
    "foreign_date",  # a date in words that are not English: dropped
    "future_date",  # later than the feed can know: dropped
    "naive_date",  # a time without a zone: taken as UTC
    "date_only",  # a day without a time: midnight UTC
    "unknown_zone",  # a zone that has no one meaning: taken as UTC (RFC 2822, 4.3)
    "double_encoded",  # a title or name that was escaped once too often: undone
    "mojibake",  # UTF-8 that was read as Latin-1 and encoded again: undone
    "content_from_summary",  # there is no content element; the summary holds marked-up text
]
FLAGS: tuple[Flag, ...] = get_args(Flag)

Reason = Literal[
    "empty",  # no bytes, or nothing but white space
    "binary",  # an image, an archive, compressed data
    "encoding",  # text in no encoding that can be told
    "html",  # a page where a feed was meant
    "json",  # JSON that is no JSON Feed
    "bad_json",
    "opml",  # a list of feeds
    "sitemap",  # a sitemap without news, or an index of sitemaps
    "not_a_feed",  # something else
    "broken",  # XML so broken that no entry could be read
    "too_large",
    "too_nested",
    "too_slow",
]


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """How much of a feed is read before it is refused, or cut."""

    max_bytes: int = 8 * 1024 * 1024
    """Of the body, decoded. The largest public news feeds have about two."""
    max_markup: int = 300_000
    """Signs `<` in the body (brackets in JSON): no more than so many nodes can come of it, 100 bytes of memory each."""
    max_seconds: float = 10.0
    """Of processor time of the calling thread. A body within the other limits takes about two at most; looked at
    between pieces of 64 KiB and between entries."""
    max_entries: int = 5_000
    """Later ones are cut. News sitemaps are allowed 1,000."""
    max_text: int = 100_000
    """Characters of a title, a name or a summary."""


DEFAULT = FeedLimits()


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed says about how often it wants to be asked."""

    ttl: dt.timedelta | None = None
    """RSS ttl: how long it may be kept."""
    skip_hours: tuple[int, ...] = ()
    """RSS skipHours: hours (0-23, UTC) without news."""
    skip_days: tuple[int, ...] = ()
    """RSS skipDays: days without news, Monday is 0."""
    update_every: dt.timedelta | None = None
    """sy:updatePeriod divided by sy:updateFrequency."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    entry_id: str
    """32 hex digits: of the guid within the feed's host, else the canonical link, else title and content."""
    content_sha256: str
    """Of title, summary and content as text; 64 hex digits. The same entry_id with another one is an update."""
    guid: str | None = None
    """As the feed gives it (guid, id, rdf:about)."""
    title: str | None = None
    link: str | None = None
    """Absolute http(s) address of the article, as given."""
    published_at: dt.datetime | None = None
    """UTC; never later than two days from now."""
    published_date: dt.date | None = None
    """The day of published_at in the zone it was written in."""
    updated_at: dt.datetime | None = None
    published_text: str | None = None
    """The date of publication as it was written."""
    updated_text: str | None = None
    byline: str | None = None
    """Names of the authors, separated by '; '."""
    summary: str | None = None
    """Plain text."""
    content_html: str | None = None
    """The whole text as markup, exactly as sent: not sanitized, links not resolved."""
    base_url: str | None = None
    """What relative links inside of content_html are relative to."""
    language: str | None = None
    """BCP 47, as given for the entry, else for the feed."""
    categories: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries, in its order."""

    kind: Kind
    version: str
    """Such as rss20, rss10, atom10, json11; the bare kind where it does not say."""
    entries: tuple[Entry, ...] = ()
    url: str | None = None
    """Where it was fetched from, if the caller knows."""
    guid: str | None = None
    title: str | None = None
    link: str | None = None
    """The site that it belongs to."""
    description: str | None = None
    byline: str | None = None
    rights: str | None = None
    language: str | None = None
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    categories: tuple[str, ...] = ()
    self_url: str | None = None
    """Its own address as it says: what a WebSub subscription names as its topic."""
    hub_urls: tuple[str, ...] = ()
    """WebSub hubs."""
    next_url: str | None = None
    """The page with older entries."""
    hints: Hints = Hints()
    flags: tuple[Flag, ...] = ()
    fault: str | None = None
    """What is wrong with the document, where it is ill-formed: for people."""


@dataclass(frozen=True, slots=True)
class FeedFailure:
    """Why a body is no feed, or none that may be read."""

    reason_code: Reason
    detail: str
    url: str | None = None

    def refusal(self, input_id: str, raw_sha256: str) -> Refusal:
        """As what every room hands on for an input that it refuses."""
        return Refusal(input_id, "read", self.reason_code, raw_sha256, self.detail, self.url)


class Unreadable(Exception):
    """Raised inside of this room only: becomes the FeedFailure of the body."""

    def __init__(self, reason_code: Reason, detail: str) -> None:
        super().__init__(reason_code, detail)
        self.reason_code, self.detail = reason_code, detail
