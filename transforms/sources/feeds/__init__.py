"""Feeds: RSS 0.90-2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed, news sitemaps; OPML lists; announcements in pages.

    parse_feed(body, now, url) -> Feed | FeedFailure      the entries of a feed
    discover(page, url) -> (Announced, ...)               the feeds that a page announces; `announced`: of its bytes
    read_opml(body) -> FeedList | FeedFailure, write_opml(outlines) -> bytes

Pure functions of bytes in memory: nothing here opens a file, uses the network or knows Beam.

Why a reader of our own and not feedparser: its parse cannot be interrupted or bounded from outside (nested markup takes
it minutes), it falls back to another parser with other answers for broken documents (identities must not depend on
that), it guesses dates and merges them, and most of its time goes into sanitizing markup that our extractor reads
anyway. But it forgives more: what ours finds no entry in is given to it as well, within bounds (second.py), and its
entries are flagged `second_reader`. Its corpus is our yardstick: tests/quality/feed_conformance.py.
"""

from transforms.sources.feeds.discovery import Announced, announced, discover
from transforms.sources.feeds.model import DEFAULT, FLAGS, Entry, Feed, FeedFailure, FeedLimits, Flag, Hints
from transforms.sources.feeds.opml import FeedList, Outline, read_opml, write_opml
from transforms.sources.feeds.parse import parse_feed

__all__ = [
    "DEFAULT",
    "FLAGS",
    "Announced",
    "Entry",
    "Feed",
    "FeedFailure",
    "FeedLimits",
    "FeedList",
    "Flag",
    "Hints",
    "Outline",
    "announced",
    "discover",
    "parse_feed",
    "read_opml",
    "write_opml",
]
