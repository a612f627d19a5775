"""Addresses in feeds: entities undone, resolved against their base, and only http and https let through.

In: the text of a link and the addresses that it may be relative to, the nearest first. Out: an absolute address, or
None with the flag that says why. RFC 3986 section 5 for the resolution.
"""

import html
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from transforms.sources.feeds.model import Flag
from transforms.urls import MAX_URL_CHARACTERS

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_CONTROLS_AND_SPACE = re.compile(r"[\x00-\x20\x7f\ud800-\udfff<>\"]")
_FEED_PREFIX = re.compile(r"^feed:(?://)?(?=https?:)", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"^feed:(?=//)", re.IGNORECASE)


class Link(NamedTuple):
    """An address, and what is to be said about it."""

    url: str | None = None
    flags: tuple[Flag, ...] = ()


def absolute(written: str | None, bases: Sequence[str | None] = ()) -> Link:
    """The http(s) address that a link means."""
    text = _LINE_BREAKS.sub("", (written or "")[: MAX_URL_CHARACTERS + 1].strip())
    if not text:
        return Link()
    text = _FEED_SCHEME.sub("http:", _FEED_PREFIX.sub("", text, count=1), count=1)
    if "&amp;" in text or "&#" in text:
        text = html.unescape(text.replace("&amp;amp;", "&amp;"))
    text = _CONTROLS_AND_SPACE.sub(lambda m: f"%{ord(m[0]):02X}" if m[0] < "\x80" else "", text)
    if len(text) > MAX_URL_CHARACTERS:
        return Link(None, ("unsafe_link",))
    if _SCHEME.match(text) and not _is_host_and_port(text):
        return Link(text) if is_web(text) else Link(None, ("unsafe_link",))
    for base in bases:
        if base and is_web(base) and (joined := _join(base, text)):
            return Link(joined, ("relative_link",))
    return Link(None, ("relative_link",))


def nearer(base: str | None, written: str | None) -> str | None:
    """The base below an element with this xml:base; an unsafe one changes nothing."""
    if not written:
        return base
    return absolute(written, (base,)).url or base


def is_web(url: str) -> bool:
    """Whether this is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def host(url: str | None) -> str | None:
    """The host of an address, lower case, without www; None where it is none."""
    if not url or not is_web(url):
        return None
    return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".") or None


def _is_host_and_port(text: str) -> bool:
    """`example.org:8080/a` has no scheme, though it looks so: what stands before the colon has a dot."""
    before, _, after = text.partition(":")
    return "." in before and after[:1].isdigit()


def _join(base: str, text: str) -> str | None:
    try:
        joined = urljoin(base, text)
    except ValueError:
        return None
    return joined if is_web(joined) and len(joined) <= MAX_URL_CHARACTERS else None
