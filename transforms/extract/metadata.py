"""What a page says about its article: JSON-LD first, then meta tags, then marked elements, then labelled text.

In: a parsed Page and its structured data. Out: `PageMetadata`, each field with the place it was read from. A source is
passed over where its value is implausible (a headline that is the site's name, an author that is the publisher, a date
in the future); a field that no source gives stays None.
"""

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from transforms.extract import bylines, jsonld, names, published
from transforms.extract.context import MAX_HEADINGS, Context, Hit, agree, headline
from transforms.extract.jsonld import Structured
from transforms.extract.model import PageMetadata
from transforms.extract.page import Page, text_of
from transforms.extract.survey import Survey
from transforms.times import Given
from transforms.urls import canonical_url, same_site, source_domain

MAX_TAGS = 30
MAX_TAG_CHARACTERS = 80

_LANGUAGE_TAG = re.compile(r"\s*[A-Za-z]{2,3}(?:[-_]\w{1,12}){0,3}\s*")


def read(page: Page, data: Structured, now: dt.datetime) -> PageMetadata:
    """All metadata of a page."""
    language = _language(page, data)
    canonical = _canonical(page)
    url = page.url or (canonical.value if canonical else None)
    headings = list(itertools.islice(page.tree.iter("h1", "h2", "h3"), MAX_HEADINGS))
    context = Context(page, data, lambda: Survey(page.tree), now, url, language.value if language else None, ())
    publisher = _publisher(context)
    sites = tuple(_site_names(context, publisher))
    title = _title(context, sites, headings)
    heading = headline(headings, title.value if title else None)
    context = replace(context, sites=sites, surveyed=functools.cache(lambda: Survey(page.tree, heading)))
    day = published.published(context)
    found = {
        "title": title,
        "byline": bylines.byline(context),
        "publisher": publisher,
        "published_at": day,
        "updated_at": published.updated(context, day.value if day else None),
        "canonical_url": canonical,
        "language": language,
        "tags": _tags(context),
        "rights": _rights(context),
    }
    values = {name: hit.value for name, hit in found.items() if hit is not None}
    first: Given | None = values.pop("published_at", None)
    last: Given | None = values.pop("updated_at", None)
    return PageMetadata(
        **values,
        published_at=first.at if first else None,
        published_date=first.day if first else None,
        published_offset=first.offset if first else dt.timedelta(0),
        updated_at=last.at if last else None,
        is_liveblog="LiveBlogPosting" in jsonld.kinds(data.article),
        sources={name: hit.source for name, hit in found.items() if hit is not None},
    )


# --- site and address


def _language(page: Page, data: Structured) -> Hit | None:
    for value, source in (
        (page.tree.get("lang") or page.tree.get("xml:lang"), "html lang"),
        (data.article.get("inLanguage"), "json-ld inLanguage"),
        (next(iter(page.meta.get("content-language", ())), None), "meta content-language"),
        (next(iter(page.meta.get("og:locale", ())), None), "meta og:locale"),
    ):
        if isinstance(value, str) and _LANGUAGE_TAG.fullmatch(value):
            return Hit(value.strip().replace("_", "-"), source)
    return None


def _canonical(page: Page) -> Hit | None:
    """The page's own address: http(s), on the site it was fetched from, and no home page instead of a story."""
    link = next((e.get("href") for e in page.tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    for value, source in ((link, "link canonical"), (next(iter(page.meta.get("og:url", ())), None), "meta og:url")):
        try:
            absolute = urljoin(page.url or "", (value or "").strip())
            parts = urlsplit(absolute)
            fetched_home = page.url is not None and urlsplit(page.url).path in ("", "/")
        except ValueError:
            continue
        home = parts.path in ("", "/") and not parts.query
        if not value or canonical_url(absolute) is None or (home and not fetched_home):
            continue
        if page.url is None or same_site(page.url, absolute):
            return Hit(absolute, source)
    return None


def _publisher(context: Context) -> Hit | None:
    given = _publisher_node(context)
    candidates = (
        (given.get("name") if isinstance(given, Mapping) else given, "json-ld publisher"),
        *((content, f"meta {key}") for key, content in _site_meta(context)),
    )
    for value, source in candidates:
        name = names.plain(value)
        if 1 < len(name) <= names.MAX_NAME_CHARACTERS and not name.startswith(("http", "@", "//")):
            return Hit(name, source)
    return None


def _publisher_node(context: Context) -> Any:
    given = context.data.resolve(context.data.article.get("publisher"))
    return context.data.resolve(given[0]) if isinstance(given, list) and given else given


def _site_meta(context: Context) -> Iterator[tuple[str, str]]:
    """The site's name in meta tags, but for those that repeat the author as publisher."""
    persons = {names.key(content) for _, content in context.meta("author")}
    for key, content in context.meta("site"):
        if not key.startswith(("dc", "publisher")) or names.key(content) not in persons:
            yield key, content


def _site_names(context: Context, publisher: Hit | None) -> Iterator[str]:
    for _, content in _site_meta(context):
        yield names.plain(content)
    node = _publisher_node(context)
    if publisher and not (isinstance(node, Mapping) and "Person" in jsonld.kinds(node)):
        yield publisher.value  # the author of a blog may be its publisher
    domain = source_domain(context.url)
    if domain and context.url:
        yield domain
        yield domain.partition(".")[0]
        yield urlsplit(context.url).netloc


# --- title


def _title(context: Context, sites: tuple[str, ...], found: list[Any]) -> Hit | None:
    """The headline that readers see: the H1 that a metadata title confirms, else the best metadata title."""
    site_keys = {names.key(site) for site in sites}
    offered = [
        Hit(title, source)
        for text, source in _offered_titles(context)
        if 1 < len(text) <= names.MAX_TITLE_CHARACTERS
        and (folded := names.key(title := names.without_site(text, sites)))
        and folded not in site_keys
    ]
    headings = [text_of(heading, names.MAX_TITLE_CHARACTERS + 1) for heading in found if heading.tag == "h1"]
    headings = [text for text in headings if 1 < len(text) <= names.MAX_TITLE_CHARACTERS and names.key(text)]
    for heading in headings:
        if any(agree(names.key(heading), names.key(title.value)) for title in offered):
            return Hit(heading, "h1")
    headings = [text for text in headings if names.key(text) not in site_keys]
    if len(headings) == 1 and len(headings[0].split()) > 2:
        return Hit(headings[0], "h1")
    return offered[0] if offered else next((Hit(text, "h1") for text in headings), None)


def _offered_titles(context: Context) -> Iterator[tuple[str, str]]:
    yield names.plain(context.data.article.get("headline")), "json-ld headline"
    for key, content in context.meta("title"):
        yield names.plain(content), f"meta {key}"
    element = context.page.tree.find(".//title")
    if element is not None:
        yield names.plain(text_of(element)), "title"


# --- the rest


def _tags(context: Context) -> Hit | None:
    listed = context.data.article.get("keywords")
    sources = (
        (listed if isinstance(listed, list) else [listed], "json-ld keywords"),
        *((context.page.meta[key], f"meta {key}") for key, _ in context.meta("tags")),
    )
    for values, source in sources:
        parts = (part.strip() for value in values for part in re.split(r"[,;]", names.plain(value)))
        tags = tuple(dict.fromkeys(tag for tag in parts if 1 < len(tag) <= MAX_TAG_CHARACTERS))
        if tags:
            return Hit(tags[:MAX_TAGS], source)
    return None


def _rights(context: Context) -> Hit | None:
    for key, content in context.meta("rights"):
        text = names.plain(content)
        if 3 < len(text) <= 300:
            return Hit(text, f"meta {key}")
    return None
