"""OPML, the format in which readers exchange lists of feeds: read and written, folders nested in any depth.

In: the bytes of an OPML 1.0 or 2.0 document. Out: its feeds, flat, each with the path of its folders. Written files
hold the same, nested, and are read back equal. Others ignore the attributes of ours (country, minInterval, fullText,
verified).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from transforms.sources.feeds import links
from transforms.sources.feeds.document import Clock, decoded, parse_xml
from transforms.sources.feeds.elements import MAX_ATTRIBUTES
from transforms.sources.feeds.model import DEFAULT, FeedFailure, FeedLimits, Unreadable
from transforms.sources.feeds.texts import fold, language_code

MAX_OUTLINES = 50_000
MAX_UNUSABLE = 1_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    url: str
    """Where the feed is: http(s)."""
    title: str | None = None
    link: str | None = None
    """The site that it belongs to."""
    folders: tuple[str, ...] = ()
    """From the outermost to the innermost."""
    language: str | None = None
    country: str | None = None
    min_interval: str | None = None
    """Such as 15m."""
    full_text: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of an OPML document, each address once."""

    outlines: tuple[Outline, ...]
    title: str | None = None
    dropped: int = 0
    """Outlines that name a feed without a usable address, or one that stands in the list before."""
    unusable: tuple[str, ...] = ()
    """The first of those addresses that are none, as written."""


def read_opml(body: bytes, limits: FeedLimits = DEFAULT) -> FeedList | FeedFailure:
    """The feeds that an OPML document lists."""
    if not isinstance(body, bytes):
        raise TypeError(f"a body is bytes, not {type(body).__name__}")
    try:
        root = parse_xml(decoded(body, None, limits)[0], limits, Clock(limits.max_seconds)).root
    except Unreadable as why:
        return FeedFailure(why.reason_code, why.detail)
    if _local(root) != "opml":
        return FeedFailure("not_a_feed", f"no OPML: its root is <{_local(root)[:60]}>")
    title = next((fold(e.text or "") for e in root.iter() if _local(e) == "title"), None)
    found: dict[str, Outline] = {}
    dropped = 0
    unusable: list[str] = []
    waiting: list[tuple[Any, tuple[str, ...]]] = [(e, ()) for e in reversed(root) if _local(e) == "body"]
    while waiting:
        element, folders = waiting.pop()
        attributes = _attributes(element)
        inner = folders
        if "xmlurl" in attributes:
            outline = _outline(attributes, folders)
            if outline is None or outline.url in found or len(found) >= MAX_OUTLINES:
                dropped += 1
                unusable += [attributes["xmlurl"][:200]] if outline is None and len(unusable) < MAX_UNUSABLE else []
            else:
                found[outline.url] = outline
        elif _local(element) == "outline" and (name := _title(attributes)):
            inner = (*folders, name)
        waiting += [(child, inner) for child in reversed(element) if _local(child) == "outline"]
    return FeedList(tuple(found.values()), title, dropped, tuple(unusable))


def write_opml(outlines: Iterable[Outline], title: str = "Feeds") -> bytes:
    """OPML 2.0 in UTF-8: feeds in their order, each folder once, where its first feed stands."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _written(title)
    folders: dict[tuple[str, ...], Any] = {(): etree.SubElement(root, "body")}
    for outline in outlines:
        for depth in range(1, len(outline.folders) + 1):
            path = outline.folders[:depth]
            if path not in folders:
                folders[path] = etree.SubElement(folders[path[:-1]], "outline", text=_written(path[-1]))
        name = _written(outline.title or outline.url)
        attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": outline.url, "htmlUrl": outline.link,
                      "language": outline.language, "country": outline.country, "minInterval": outline.min_interval,
                      "fullText": "true" if outline.full_text else None,
                      "verified": None if outline.verified else "false"}  # fmt: skip
        given = {key: _written(value) for key, value in attributes.items() if value}
        etree.SubElement(folders[outline.folders], "outline", given)
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return data


def _outline(attributes: dict[str, str], folders: tuple[str, ...]) -> Outline | None:
    url = links.absolute(attributes["xmlurl"]).url
    if not url:
        return None
    title = _title(attributes)
    return Outline(
        url,
        None if title == url else title,
        links.absolute(attributes.get("htmlurl")).url,
        folders,
        language_code(attributes.get("language")),
        fold(attributes.get("country", "")),
        fold(attributes.get("mininterval", "")),
        attributes.get("fulltext", "").strip().lower() in ("true", "1", "yes"),
        attributes.get("verified", "").strip().lower() not in ("false", "0", "no"),
    )


def _attributes(element: Any) -> dict[str, str]:
    return {str(k).lower(): str(v) for k, v in element.attrib.items()} if len(element.attrib) <= MAX_ATTRIBUTES else {}


def _title(attributes: dict[str, str]) -> str | None:
    return fold(attributes.get("title", "")) or fold(attributes.get("text", ""))


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _written(text: str) -> str:
    """What XML can hold of a text."""
    return fold(text.encode("utf-8", "replace").decode("utf-8")) or ""
