"""A second look at what our own reader cannot read: by feedparser, which forgives more. It is imported here only.

In: the text of a body that is no feed to our reader, or one without entries, in which there are tags of entries all the
same: behind a foreign root, a root tag that never ends, a document type that swallows the document, names in capitals.
Out: a Feed whose entries are flagged `ill_formed` and `second_reader`, or None: then the first answer stands.

What feedparser takes can neither be interrupted nor bounded, so what it is given is (MAX_BYTES, MAX_MARKUP, MAX_WORDS:
seconds at most, measured); it gets bytes in memory, never a text that it might take for a path or an address, and from
the first element of a feed on, so that its ways with encodings and document types are not used. It neither sanitizes
nor resolves. Its answer is only where things stand: dates are read as they were written, texts, links, names and
identities as by our own reader.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from transforms.sources.feeds import links, people
from transforms.sources.feeds.assembly import assemble, undone
from transforms.sources.feeds.dates import read_date
from transforms.sources.feeds.elements import Markup, as_html
from transforms.sources.feeds.hints import every, minutes
from transforms.sources.feeds.identity import identified, in_order
from transforms.sources.feeds.model import Entry, Feed, FeedLimits, Flag, Hints, Kind
from transforms.sources.feeds.texts import Text, fold, has_blocks, has_markup, language_code, plain

MAX_BYTES = 512 * 1024
MAX_MARKUP = 20_000
"""Signs `<`."""
MAX_WORDS = 40_000_000
"""Of the squares of the lengths of long words: feedparser looks for mail addresses in names in a time like that."""
MAX_LISTED = 100
MAX_GUID = 4096
MAX_DATE = 200
MARKS: tuple[Flag, ...] = ("ill_formed", "second_reader")
_ENTRY = re.compile(r"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_FIRST = re.compile(r"<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf|channel|item|entry)[\s>]", re.IGNORECASE)
_LONG_WORD = re.compile(r"[\w.+-]{100,}", re.ASCII)
_SPACE = re.compile(r"\s{100,}")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKUP_TYPES = frozenset(("text/html", "application/xhtml+xml"))


def second_look(text: str, url: str | None, now: dt.datetime, limits: FeedLimits, fault: str) -> Feed | None:
    """The feed that feedparser finds in a document that is none to us; None where it finds none, or may not look.

    `fault`: what is wrong with the document.
    """
    data = _prepared(text)
    if data is None:
        return None
    import feedparser

    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001 - it raises all kinds of errors on broken input: then the first answer stands
        return None
    feed = _feed(found, url, now, limits, fault)
    # any XML may have elements called item: a feed's have headlines and addresses
    return feed if any(entry.title and entry.link for entry in feed.entries) else None


def _prepared(text: str) -> bytes | None:
    """What feedparser may see of a document: from the first element of a feed on; None where it holds no entry."""
    if not _ENTRY.search(text) or len(text) > MAX_BYTES:
        return None
    text = _without_comments(text)
    first = _FIRST.search(text)
    if first is None or not _ENTRY.search(text, first.start()):
        return None
    text = _SPACE.sub(" ", _ILLEGAL.sub("", text[first.start() :]))
    if text.count("<") > MAX_MARKUP or sum(len(word) ** 2 for word in _LONG_WORD.findall(text)) > MAX_WORDS:
        return None
    data = text.encode("utf-8", "replace")
    return data if len(data) <= MAX_BYTES else None


def _without_comments(text: str) -> str:
    """Without whole comments: what has been commented out is not published."""
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join((*pieces, text[at:]))


def _feed(found: Any, url: str | None, now: dt.datetime, limits: FeedLimits, fault: str) -> Feed:
    said: Mapping[str, Any] = found.feed
    addresses = [one for one in _listed(said, "links") if isinstance(one, Mapping)]
    site = links.absolute(_written(said, "link"), (url,)).url
    self_url = next(_addresses(addresses, "self", url), None)
    version = re.sub(r"^rss091[a-z]$", "rss091", found.version or "")
    kind: Kind = "atom" if version.startswith("atom") else "cdf" if version == "cdf" else "rss"
    language = language_code(_written(said, "language"))
    bases = (url, self_url, site) if kind == "atom" else (site, url, self_url)
    flags: set[Flag] = set(MARKS)
    entries: list[Entry] = []
    for one in found.entries:
        if len(entries) >= limits.max_entries:
            flags.add("entries_cut")
            break
        entry = _entry(one, kind, bases, language, now, limits)
        if entry is None:
            flags.add("empty_entries")
        else:
            entries.append(entry)
    once, repeated = identified(entries, url, self_url, site)
    flags |= {"repeated_entries"} if repeated else set()
    title = _text(said, "title", limits, kind)
    return Feed(
        kind=kind,
        version=version or kind,
        entries=once,
        url=url,
        guid=_guid(said),
        title=title.value,
        link=site,
        description=_text(said, "subtitle", limits, kind).value,
        byline=_byline(said)[0],
        rights=_text(said, "rights", limits, kind).value,
        language=language,
        self_url=self_url,
        hub_urls=tuple(dict.fromkeys(_addresses(addresses, "hub", url))),
        next_url=next(_addresses(addresses, "next", url), None),
        hints=Hints(
            ttl=minutes(_written(said, "ttl")),
            update_every=every(_written(said, "sy_updateperiod"), _written(said, "sy_updatefrequency")),
        ),
        flags=in_order(*flags, *undone(title)),
        fault=" ".join(fault.split())[:300],
    )


def _entry(
    said: Mapping[str, Any],
    kind: Kind,
    bases: tuple[str | None, ...],
    language: str | None,
    now: dt.datetime,
    limits: FeedLimits,
) -> Entry | None:
    title, summary, guid = _text(said, "title", limits, kind), _text(said, "summary", limits, kind), _guid(said)
    content, content_flags = _content(said)
    link = links.absolute(_written(said, "link"), bases)
    if not link.url and guid and links.is_web(guid):
        link = links.absolute(guid)
    if not (title.value or link.url or guid or content or summary.value):
        return None
    published, updated = (read_date(_written(said, field), now) for field in ("published", "updated"))
    byline, byline_flags = _byline(said)
    return assemble(
        title,
        link,
        published,
        updated,
        [*MARKS, *content_flags, *byline_flags],
        guid=guid,
        published_text=fold(_written(said, "published")[:MAX_DATE]),
        updated_text=fold(_written(said, "updated")[:MAX_DATE]),
        byline=byline,
        summary=summary.value,
        content_html=content,
        base_url=next((base for base in bases if base), None),
        language=next(_languages(said), language),
        categories=_categories(said),
    )


def _content(said: Mapping[str, Any]) -> tuple[str | None, tuple[Flag, ...]]:
    """The longest content as markup; else a summary that is marked up like one."""
    held = [_markup(one) for one in _listed(said, "content") if isinstance(one, Mapping)]
    held = [content for content in held if content.value.strip()]
    if held:
        return as_html(max(held, key=lambda content: len(content.value))), ()
    summary = _markup(_detail(said, "summary"))
    return (summary.value, ("content_from_summary",)) if has_blocks(summary.value) else (None, ())


def _markup(detail: Mapping[str, Any]) -> Markup:
    value = _written(detail, "value")
    return Markup(value, is_markup=_written(detail, "type") in _MARKUP_TYPES or has_markup(value))


def _text(said: Mapping[str, Any], field: str, limits: FeedLimits, kind: Kind) -> Text:
    """A title or summary as plain text. What feedparser calls plain is so in Atom; other formats do not say."""
    detail = _detail(said, field)
    is_markup = True if _written(detail, "type") in _MARKUP_TYPES else False if kind == "atom" else None
    return plain(_written(detail, "value") or _written(said, field), is_markup, limits.max_text)


def _guid(said: Mapping[str, Any]) -> str | None:
    return (fold(_written(said, "id")) or "")[:MAX_GUID] or None


def _byline(said: Mapping[str, Any]) -> tuple[str | None, tuple[Flag, ...]]:
    named = [_written(one, "name") for one in _listed(said, "authors") if isinstance(one, Mapping)]
    texts = [people.name(written, 1000) for written in named or [_written(said, "author")] if written]
    found = people.byline(text.value for text in texts)
    return found, tuple(flag for text in texts for flag in undone(text)) if found else ()


def _categories(said: Mapping[str, Any]) -> tuple[str, ...]:
    tags = (one for one in _listed(said, "tags") if isinstance(one, Mapping))
    written = (_written(tag, "label") or _written(tag, "term") for tag in tags)
    return tuple(dict.fromkeys(value for text in written if (value := plain(text, None, 1000).value)))


def _languages(said: Mapping[str, Any]) -> Iterator[str]:
    """Of the entry, where it has one of its own."""
    for written in (_written(said, "language"), _written(_detail(said, "title"), "language")):
        if code := language_code(written):
            yield code


def _addresses(found: list[Mapping[str, Any]], relation: str, url: str | None) -> Iterator[str]:
    for one in found:
        if _written(one, "rel") == relation and (address := links.absolute(_written(one, "href"), (url,)).url):
            yield address


def _detail(said: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """A text with its type."""
    value = _raw(said, f"{field}_detail")
    return value if isinstance(value, Mapping) else {}


def _listed(said: Mapping[str, Any], key: str) -> list[Any]:
    value = _raw(said, key)
    return value[:MAX_LISTED] if isinstance(value, list) else []


def _written(said: Mapping[str, Any], key: str) -> str:
    value = _raw(said, key)
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _raw(said: Mapping[str, Any], key: str) -> Any:
    """What stands under a key: feedparser's own look-up answers for absent keys with others (updated: published)."""
    return dict.get(said, key) if isinstance(said, dict) else None
