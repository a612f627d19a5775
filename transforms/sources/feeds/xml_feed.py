"""RSS 0.90-2.0, RDF Site Summary, Atom 0.3 and 1.0, and CDF: the tree of a document -> a Feed.

Feeds mix their dialects (Atom links in RSS, Dublin Core everywhere), so there is one reader: fields.toml says which
elements give a field, whatever the root is called. What differs is said here: where entries stand, what a link is
relative to (Atom: to the document; RSS: to the site that the channel links), and which link is the article's.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from transforms.sources.feeds import links, people
from transforms.sources.feeds.assembly import assemble, undone
from transforms.sources.feeds.dates import FeedDate, read_date
from transforms.sources.feeds.document import Clock
from transforms.sources.feeds.elements import (
    Elements,
    Said,
    as_html,
    language,
    names,
    text_of,
)
from transforms.sources.feeds.hints import hints
from transforms.sources.feeds.identity import identified, in_order
from transforms.sources.feeds.model import Entry, Feed, FeedLimits, Flag, Kind
from transforms.sources.feeds.texts import Text, fold, has_blocks, language_code, plain

ENTRY_TAGS = ("{*}item", "{*}entry", "{*}Item", "{*}ITEM", "{*}Entry")
MAX_CATEGORIES = 100
MAX_GUID = 4096
MAX_DATE = 200
"""Characters of a date as it was written."""
_VERSIONS = {
    "http://my.netscape.com/rdf/simple/0.9/": "rss090",
    "http://channel.netscape.com/rdf/simple/0.9/": "rss090",
    "http://purl.org/rss/1.0/": "rss10",
    "http://purl.org/net/rss1.1#": "rss11",
    "http://www.w3.org/2005/atom": "atom10",
    "https://www.w3.org/2005/atom": "atom10",
    "http://purl.org/atom/ns#": "atom03",
}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_RSS_VERSIONS = {"0.90": "rss090", "0.91": "rss091", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_PAGE_TYPES = frozenset(("", "html", "text/html", "application/xhtml+xml", "text/plain"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for a whole document while it is read."""

    elements: Elements
    limits: FeedLimits
    clock: Clock
    now: dt.datetime
    bases: tuple[str, ...] = ()
    """What links are relative to where no xml:base says so, the likeliest first."""
    language: str | None = None


def read_xml_feed(root: Any, kind: Kind, url: str | None, reading: Reading) -> Feed:
    """The feed of a document whose root is one. Raises Unreadable where a limit is passed."""
    channel = _channel(root, reading.elements)
    said = Said(channel, reading.elements, names().feed)
    near = _with_bases((url,), channel, reading)
    addresses = _links(said, near, reading)
    site = _site(addresses) or links.absolute(said.attributes.get("href"), near).url
    self_url = next((link.url for rel, _, link in addresses if rel == "self" and link.url), None)
    document = [url, self_url, site] if kind == "atom" else [site, url, self_url]
    reading = dataclasses.replace(
        reading, bases=tuple(base for base in document if base), language=_language(said, root, None)
    )
    entries, flags = _entries(root, reading)
    found, repeated = identified(entries, url, self_url, site)
    title = _text(said, "title", reading)
    published, updated = (_date(said, field, reading) for field in ("published", "updated"))
    return Feed(
        kind=kind,
        version=_version(root, channel, kind),
        entries=found,
        url=url,
        guid=_guid(said),
        title=title.value,
        link=site,
        description=_text(said, "description", reading).value,
        byline=_authors(said, reading)[0],
        rights=_text(said, "rights", reading).value,
        language=reading.language,
        published_at=published.given.at if published.given else None,
        updated_at=updated.given.at if updated.given else None,
        categories=_categories(said, reading),
        self_url=self_url,
        hub_urls=tuple(dict.fromkeys(link.url for rel, _, link in addresses if rel == "hub" and link.url)),
        next_url=next((link.url for rel, _, link in addresses if rel == "next" and link.url), None),
        hints=hints(said.children, reading.elements),
        flags=in_order(
            *flags,
            *(("repeated_entries",) if repeated else ()),
            *(("no_entries",) if not found else ()),
            *undone(title),
        ),
    )


def _channel(root: Any, elements: Elements) -> Any:
    """The element that holds what is said of the feed itself."""
    if elements.name(root.tag) in ("feed", "channel"):
        return root
    return next((child for child in root if elements.name(child.tag) == "channel"), root)


def _version(root: Any, channel: Any, kind: Kind) -> str:
    written = (root.get("version") or root.get("VERSION") or "").strip()
    spaces = [uri.lower() for element in (channel, root) for uri in element.nsmap.values() if uri]
    by_space = next((version for uri in spaces if (version := _VERSIONS.get(uri)) and version.startswith(kind)), None)
    if kind == "atom":
        return by_space or _ATOM_VERSIONS.get(written, "atom")
    if kind == "rss":
        is_rss = (root.tag if isinstance(root.tag, str) else "").lower().rpartition("}")[2] == "rss"
        numbered = "rss20" if written.startswith("2") else _RSS_VERSIONS.get(written)
        return (numbered if is_rss else by_space) or "rss"
    return kind


# --- entries ---


def _entries(root: Any, reading: Reading) -> tuple[list[Entry], set[Flag]]:
    entries: list[Entry] = []
    flags: set[Flag] = set()
    for seen, element in enumerate(root.iter(*ENTRY_TAGS)):
        if element is root or reading.elements.name(element.tag) not in ("item", "entry"):
            continue
        reading.clock.check()
        if len(entries) >= reading.limits.max_entries or seen > 2 * reading.limits.max_entries:
            flags.add("entries_cut")
            break
        entry = _entry(element, reading)
        if entry is None:
            flags.add("empty_entries")
            continue
        entries.append(entry)
    return entries, flags


def _entry(element: Any, reading: Reading) -> Entry | None:
    """One entry; None where it holds nothing at all that we know of."""
    said = Said(element, reading.elements, names().entry)
    title = _text(said, "title", reading)
    content, content_flags = _content(said, reading)
    summary = _text(said, "summary", reading)
    guid = _guid(said)
    link = _article_link(said, guid, element, reading)
    published, updated = _date(said, "published", reading), _date(said, "updated", reading)
    byline, byline_flags = _authors(said, reading)
    categories = _categories(said, reading)
    dated = FeedDate() != published or FeedDate() != updated
    if not (title.value or link.url or guid or content or summary.value or byline or categories or dated):
        return None
    return assemble(
        title,
        link,
        published,
        updated,
        [*content_flags, *byline_flags],
        guid=guid,
        published_text=_date_text(said, "published"),
        updated_text=_date_text(said, "updated"),
        byline=byline,
        summary=summary.value,
        content_html=content,
        base_url=reading.elements.base(element, reading.bases[0] if reading.bases else None),
        language=_language(said, element, reading.language),
        categories=categories,
    )


def _content(said: Said, reading: Reading) -> tuple[str | None, tuple[Flag, ...]]:
    """The whole text as markup: the longest of the first kind of content element, as some feeds send it in parts of
    different formats; else a summary that is marked up like one."""
    for source in said.sources("content"):
        held = [
            content for element in said.children[source] if (content := reading.elements.content(element)).value.strip()
        ]
        if held:
            return as_html(max(held, key=lambda content: len(content.value))), ()
    for name in ("description", "summary"):
        for element in said.children.get(name, ()):
            content = reading.elements.content(element)
            if content.is_markup is not False and has_blocks(content.value):
                return content.value, ("content_from_summary",)
    return None, ()


def _text(said: Said, field: str, reading: Reading) -> Text:
    """The first source of a field that holds any text, as plain text."""
    for element in said.elements(field):
        content = reading.elements.content(element)
        text = plain(content.value, content.is_markup, reading.limits.max_text)
        if text.value:
            return text
    return Text()


def _guid(said: Said) -> str | None:
    return next((found[:MAX_GUID] for text in said.texts("guid") if (found := fold(text))), None)


def _authors(said: Said, reading: Reading) -> tuple[str | None, tuple[Flag, ...]]:
    """The names that the first source which names anybody gives."""
    for source in said.sources("author"):
        texts = [people.person(e, reading.elements, 1000) for e in said.children[source][: people.MAX_PEOPLE]]
        if found := people.byline(text.value for text in texts):
            return found, tuple(flag for text in texts for flag in undone(text))
    return None, ()


def _categories(said: Said, reading: Reading) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for source in said.sources("category"):
        for element in said.children[source][:MAX_CATEGORIES]:
            for nested in element.iter(element.tag) if len(element) else (element,):
                attributes = reading.elements.attributes(nested)
                ways = (attributes.get("label"), attributes.get("term"), text_of(nested), attributes.get("text"))
                written = next((text for text in ways if text and text.strip()), "")
                parts = written.split(",") if source.endswith("keywords") else [written]
                found |= dict.fromkeys(value for part in parts if (value := plain(part, None, 1000).value))
    return tuple(found)[:MAX_CATEGORIES]


def _language(said: Said, element: Any, default: str | None) -> str | None:
    for text in said.texts("language"):
        if code := language_code(text):
            return code
    return language_code(language(element)) or default


# --- dates ---


def _date_text(said: Said, field: str) -> str | None:
    """The first date that is written at all, as it is written."""
    return next((fold(text[:MAX_DATE]) for text in said.texts(field)), None)


def _date(said: Said, field: str, reading: Reading) -> FeedDate:
    """The first date of the field's sources that can be read; else what is wrong with the first that is written."""
    faulty: FeedDate | None = None
    for text in said.texts(field):
        found = read_date(text, reading.now)
        if found.given:
            return found
        faulty = faulty or found
    return faulty or FeedDate()


# --- links ---

Address = tuple[str, str, links.Link]
"""Relation, media type, address of a link element."""


def _with_bases(documents: tuple[str | None, ...], element: Any, reading: Reading) -> list[str | None]:
    nearest = reading.elements.base(element, documents[0] if documents else None)
    return [nearest, *(base for base in documents if base != nearest)]


def _links(said: Said, bases: list[str | None], reading: Reading) -> list[Address]:
    """The link elements in order; those of RSS, which have no relation, are alternates."""
    found: list[Address] = []
    for element in said.children.get("link", ()):
        attributes = reading.elements.attributes(element)
        written = attributes.get("href") or text_of(element)
        own = reading.elements.base(element, None)
        relation = attributes.get("rel", "alternate").strip().lower().rpartition("/")[2]
        kind = attributes.get("type", "").strip().lower().partition(";")[0]
        found.append((relation, kind, links.absolute(written, [own, *bases] if own else bases)))
    return found


def _site(addresses: list[Address]) -> str | None:
    pages = [link.url for rel, kind, link in addresses if rel == "alternate" and kind in _PAGE_TYPES and link.url]
    others = [link.url for rel, _, link in addresses if rel == "alternate" and link.url]
    return next(iter(pages or others), None)


def _article_link(said: Said, guid: str | None, element: Any, reading: Reading) -> links.Link:
    """The article's address: the publisher's own behind a counting service, a link to a page, any alternate, a guid
    that is an address; else why there is none."""
    bases = _with_bases(reading.bases, element, reading)
    original = [links.absolute(text_of(e), bases) for e in said.children.get("feedburner:origlink", ())]
    found = _links(said, bases, reading)
    pages = [link for rel, kind, link in found if rel == "alternate" and kind in _PAGE_TYPES]
    others = [link for rel, _, link in found if rel == "alternate"]
    attributes = [said.attributes.get(key) for key in ("href", "rdf:about")]
    written = [links.absolute(text, bases) for text in attributes if text]
    for link in (*original, *pages, *others, *written):
        if link.url:
            return link
    if guid and (as_link := _permalink(said, guid, bases)):
        return as_link
    return next((link for link in (*pages, *others, *original) if link.flags), links.Link())


def _permalink(said: Said, guid: str, bases: list[str | None]) -> links.Link | None:
    """A guid as an address: unless RSS is told that it is none; a relative one only where it is told that it is."""
    told = next((e.get("isPermaLink") or e.get("ispermalink") or "" for e in said.children.get("guid", ())), "")
    told = told.strip().lower()
    if told == "false" or not (told == "true" or links.is_web(guid)):
        return None
    link = links.absolute(guid, bases)
    return link if link.url else None
