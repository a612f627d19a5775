"""The feeds that a web page announces: `<link rel="alternate">` with the type of a feed (WHATWG HTML, 4.6.7.1).

In: the text of a page and its address. Out: addresses with their titles, in the order of the page; the first is the
one that the publisher prefers.
"""

import re
from typing import NamedTuple

from transforms.sources.decode import Decoded, decode
from transforms.sources.feeds import links
from transforms.sources.feeds.texts import fold

MAX_PAGE = 500_000
"""Characters of a page that are looked at: announcements stand in its head."""
MAX_BYTES = 4 * MAX_PAGE
MAX_FOUND = 50
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
FEED_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
        "application/x-rss+xml",
    )
)
_LOOSE_TYPES = frozenset(("application/json", "application/xml", "text/xml"))
"""Of other things as well: with these, the address must look like a feed's."""


class Announced(NamedTuple):
    """A feed that a page announces."""

    url: str
    title: str | None
    media_type: str


def announced(body: bytes, url: str | None, content_type: str | None = None) -> tuple[Announced, ...]:
    """The feeds of a page as it came, each address once; none of what is no text."""
    label = _CHARSET.search(content_type or "")
    text = decode(body[:MAX_BYTES], label[1] if label else None, is_html=True)
    return discover(text.text, url) if isinstance(text, Decoded) else ()


def discover(page: str, url: str | None) -> tuple[Announced, ...]:
    """The feeds of a page, each address once."""
    from lxml import etree

    if "<link" not in page.lower():
        return ()
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, encoding="utf-8")
    parser.feed(page[:MAX_PAGE].encode("utf-8", "replace"))
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        return ()
    if root is None:
        return ()
    base = next((links.absolute(e.get("href"), (url,)).url for e in root.iter("base") if e.get("href")), None)
    found: dict[str, Announced] = {}
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        media_type = (element.get("type") or "").lower().partition(";")[0].strip()
        address = links.absolute(element.get("href"), (base, url)).url
        if address and len(found) < MAX_FOUND and _is_feed(relations, media_type, address):
            found.setdefault(address, Announced(address, fold(element.get("title") or ""), media_type))
    return tuple(found.values())


def _is_feed(relations: list[str], media_type: str, address: str) -> bool:
    if "feed" in relations:
        return True
    if "alternate" not in relations or "stylesheet" in relations or media_type not in FEED_TYPES:
        return False
    looks_like_one = any(word in address.lower() for word in ("feed", "rss", "atom", ".xml"))
    return media_type not in _LOOSE_TYPES or (looks_like_one and "oembed" not in address and "wp-json" not in address)
