"""The bytes of a body -> a Feed, or a FeedFailure that says why it is none. What it is decides the body, not its name.

Pure: bytes in memory go in; nothing is opened, fetched, waited for or remembered. The same bytes, address and moment
give the same answer; only the processor time allowed is not of this kind, and it is several times what any body within
the other limits needs.
"""

import dataclasses
import datetime as dt
import re

from transforms.sources.feeds.discovery import discover
from transforms.sources.feeds.document import Clock, Parsed, decoded, parse_xml
from transforms.sources.feeds.elements import Elements
from transforms.sources.feeds.identity import in_order
from transforms.sources.feeds.json_feed import read_json_feed
from transforms.sources.feeds.model import DEFAULT, Feed, FeedFailure, FeedLimits, Kind, Unreadable
from transforms.sources.feeds.second import second_look
from transforms.sources.feeds.sitemap import read_news_sitemap
from transforms.sources.feeds.xml_feed import Reading, read_xml_feed

_COMMENTS = r"(?:<!--(?:(?!-->).){0,2000}-->\s*+){0,100}"
_PAGE = re.compile(
    rf"\s*+(?:<\?xml[^>]{{0,200}}\?>\s*+)?{_COMMENTS}(?:<!doctype[^>]{{0,300}}>\s*+{_COMMENTS})?"
    r"<(?:html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TYPE = re.compile(r"\s*<!doctype\s+html\b", re.IGNORECASE)
_WHOLE = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf|channel|urlset)\s*>", re.IGNORECASE)
"""The end tag of a document that was not cut."""
_KINDS: dict[str, Kind] = {"rss": "rss", "rdf:rdf": "rss", "rdf": "rss", "feed": "atom", "channel": "cdf"}
_SECOND_LOOK = frozenset(("broken", "not_a_feed"))
"""Reasons for which another reader is asked."""
_NO_FEEDS = {
    "opml": ("opml", "a list of feeds: `demarche feeds import` reads it"),
    "sitemapindex": ("sitemap", "an index of sitemaps"),
    "html": ("html", "an HTML page"),
    "head": ("html", "an HTML page"),
    "body": ("html", "an HTML page"),
}


def parse_feed(
    body: bytes,
    now: dt.datetime,
    url: str | None = None,
    content_type: str | None = None,
    limits: FeedLimits = DEFAULT,
) -> Feed | FeedFailure:
    """The feed that `body` is.

    `now` (aware): dates more than two days later are dropped. `url`: where the body came from, after redirects: links
    are resolved with it, and guids count within its host. `content_type`: the HTTP header, for its charset only.
    """
    if not isinstance(body, bytes):
        raise TypeError(f"a body is bytes, not {type(body).__name__}")  # a text could be taken for a path or an address
    if now.utcoffset() is None:
        raise ValueError("now must have a time zone")
    try:
        return _read(body, now, url, content_type, limits)
    except Unreadable as why:
        return FeedFailure(why.reason_code, why.detail, url)


def _read(body: bytes, now: dt.datetime, url: str | None, content_type: str | None, limits: FeedLimits) -> Feed:
    clock = Clock(limits.max_seconds)
    text, damage = decoded(body, content_type, limits)
    try:
        feed = _first_look(text, damage, now, url, limits, clock)
    except Unreadable as why:
        if why.reason_code not in _SECOND_LOOK:
            raise
        clock.check()
        found = second_look(text, url, now, limits, why.detail)
        if found is None:
            raise
        return found
    if feed.entries or feed.kind in ("json", "news_sitemap"):
        return feed
    return second_look(text, url, now, limits, feed.fault or "entries with unusual names") or feed


def _first_look(
    text: str, damage: str | None, now: dt.datetime, url: str | None, limits: FeedLimits, clock: Clock
) -> Feed:
    start = text[:1000].lstrip()
    if start[:1] in ("{", "["):
        return _marked(read_json_feed(text, url, now, limits, clock), damage, text)
    if _PAGE.match(text[:10_000]):
        raise Unreadable("html", _page_detail(text, url))
    parsed = parse_xml(text, limits, clock)
    elements = Elements(len(text), parsed.root, has_base="xml:base" in text)
    reading = Reading(elements, limits, clock, now)
    name = elements.name(parsed.root.tag)
    if name == "urlset":
        feed = read_news_sitemap(parsed.root, url, reading)
    elif name in _KINDS:
        feed = read_xml_feed(parsed.root, _kind(name, parsed), url, reading)
    else:
        raise _no_feed(name, text, parsed, url)
    return _marked(feed, parsed.fault or damage, text)


def _kind(name: str, parsed: Parsed) -> Kind:
    """A lone `channel` is CDF where its items have attributes for elements, and RSS cut out of its root elsewhere."""
    if name != "channel":
        return _KINDS[name]
    is_cdf = parsed.root.tag.isupper() or parsed.root.get("HREF") or parsed.root.get("href")
    return "cdf" if is_cdf else "rss"


def _no_feed(name: str, text: str, parsed: Parsed, url: str | None) -> Unreadable:
    known = _NO_FEEDS.get(name.rpartition(":")[2])
    if (known and known[0] == "html") or _PAGE_TYPE.match(text):
        return Unreadable("html", _page_detail(text, url))
    if known == _NO_FEEDS["opml"]:
        return Unreadable("opml", known[1])
    if known:
        return Unreadable("sitemap", known[1])
    if parsed.fault:
        return Unreadable("broken", f"<{name[:60]}>: {parsed.fault[:200]}")
    return Unreadable("not_a_feed", f"XML whose root is <{name[:60]}>")


def _page_detail(text: str, url: str | None) -> str:
    announced = [found.url for found in discover(text, url)]
    return "an HTML page" + (f" that announces {', '.join(announced[:3])}" if announced else "")


def _marked(feed: Feed, fault: str | None, text: str) -> Feed:
    """An ill-formed feed: its good entries stand, each flagged; a document without any that was cut is a failure."""
    if fault is None:
        return feed
    if not feed.entries and not _WHOLE.search(text[-5000:]):
        if "depth" in fault.lower():
            raise Unreadable("too_nested", fault[:300])
        raise Unreadable("broken", fault[:300])
    entries = tuple(dataclasses.replace(e, flags=in_order(*e.flags, "ill_formed")) for e in feed.entries)
    return dataclasses.replace(
        feed, entries=entries, flags=in_order(*feed.flags, "ill_formed"), fault=" ".join(fault.split())[:300]
    )
