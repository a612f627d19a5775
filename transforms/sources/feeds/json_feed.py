"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> a Feed.

In: the text of a JSON document. Out: a Feed. Values of the wrong type are as good as absent: one bad entry is no reason
to lose the others.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

from transforms.sources.feeds import links, people
from transforms.sources.feeds.assembly import assemble
from transforms.sources.feeds.dates import read_date
from transforms.sources.feeds.document import Clock
from transforms.sources.feeds.identity import identified, in_order
from transforms.sources.feeds.model import Entry, Feed, FeedLimits, Flag, Unreadable
from transforms.sources.feeds.texts import fold, language_code, plain

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d)(?:\.(\d))?/?")
MAX_LISTED = 100


def read_json_feed(text: str, url: str | None, now: dt.datetime, limits: FeedLimits, clock: Clock) -> Feed:
    """The feed that a JSON text holds. Raises Unreadable."""
    if text.count("{") + text.count("[") > limits.max_markup:
        raise Unreadable("too_large", f"more than {limits.max_markup} opening brackets")
    given = _loaded(text)
    clock.check()
    version = _VERSION.fullmatch(_string(given, "version"))
    items = given.get("items")
    if not isinstance(items, list) or not (version or {"title", "feed_url", "home_page_url"} & given.keys()):
        raise Unreadable("json", f"a JSON object that is no JSON Feed: {', '.join(sorted(given)[:8]) or 'empty'}"[:200])
    self_url = links.absolute(_string(given, "feed_url"), (url,)).url
    site = links.absolute(_string(given, "home_page_url"), (url, self_url)).url
    bases = (url, self_url, site)
    language = language_code(_string(given, "language"))
    flags: set[Flag] = {"expired"} if given.get("expired") is True else set()
    entries: list[Entry] = []
    for seen, item in enumerate(items):
        clock.check()
        if len(entries) >= limits.max_entries or seen > 2 * limits.max_entries:
            flags.add("entries_cut")
            break
        entry = _entry(item, bases, language, now, limits) if isinstance(item, dict) else None
        if entry is None:
            flags.add("empty_entries")
        else:
            entries.append(entry)
    found, repeated = identified(entries, url, self_url, site)
    flags |= {"repeated_entries"} if repeated else set()
    flags |= {"no_entries"} if not found else set()
    return Feed(
        kind="json",
        version=f"json{version[1]}{version[2] or '0'}" if version else "json",
        entries=found,
        url=url,
        title=fold(_string(given, "title")),
        link=site,
        description=fold(_string(given, "description")),
        byline=_byline(given),
        language=language,
        self_url=self_url,
        hub_urls=tuple(
            address
            for hub in _listed(given, "hubs")
            if isinstance(hub, dict) and (address := links.absolute(_string(hub, "url"), bases).url)
        ),
        next_url=links.absolute(_string(given, "next_url"), bases).url,
        flags=in_order(*flags),
    )


def _loaded(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text, strict=False)
    except RecursionError:
        raise Unreadable("too_nested", "JSON nested too deeply") from None
    except ValueError as error:
        raise Unreadable("bad_json", str(error)[:200]) from None
    if not isinstance(given, dict):
        raise Unreadable("json", f"JSON that is no object, but a {type(given).__name__}")
    return given


def _entry(
    item: Mapping[str, Any],
    bases: tuple[str | None, ...],
    language: str | None,
    now: dt.datetime,
    limits: FeedLimits,
) -> Entry | None:
    guid = item.get("id")
    guid = str(guid) if isinstance(guid, int | float) and not isinstance(guid, bool) else guid
    guid = (fold(guid) or "")[:4096] or None if isinstance(guid, str) else None
    title = plain(_string(item, "title"), None, limits.max_text)
    summary = plain(_string(item, "summary"), None, limits.max_text)
    content, content_text = _string(item, "content_html"), _string(item, "content_text")
    if not content.strip() and content_text.strip():
        content = _paragraphs(content_text)
    written = links.absolute(_string(item, "url"), bases)
    others = (
        links.absolute(guid if guid and links.is_web(guid) else None),
        links.absolute(_string(item, "external_url")),
    )
    link = next((link for link in (written, *others) if link.url), written)
    if not (title.value or guid or link.url or content.strip() or summary.value):
        return None
    published = read_date(_string(item, "date_published"), now)
    updated = read_date(_string(item, "date_modified"), now)
    return assemble(
        title,
        link,
        published,
        updated,
        guid=guid,
        published_text=fold(_string(item, "date_published")[:200]),
        updated_text=fold(_string(item, "date_modified")[:200]),
        byline=_byline(item),
        summary=summary.value,
        content_html=content if content.strip() else None,
        base_url=link.url or next((base for base in bases if base), None),
        language=language_code(_string(item, "language")) or language,
        categories=tuple(found for tag in _listed(item, "tags") if isinstance(tag, str) and (found := fold(tag))),
    )


def _paragraphs(text: str) -> str:
    """Plain text as markup that shows it."""
    import html

    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def _byline(given: Mapping[str, Any]) -> str | None:
    authors = [*_listed(given, "authors"), given.get("author")]
    texts = (_string(one, "name") for one in authors if isinstance(one, dict))
    return people.byline(people.name(text, 1000).value for text in texts if text)


def _listed(given: Mapping[str, Any], key: str) -> list[Any]:
    value = given.get(key)
    return value[:MAX_LISTED] if isinstance(value, list) else []


def _string(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
