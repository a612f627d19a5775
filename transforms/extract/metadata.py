"""What a page says about its article: JSON-LD first, then meta tags, then marked elements, then labelled text.

In: a parsed Page and its structured data. Out: `PageMetadata`, each field with the place it was read from. A source is
passed over where its value is implausible (a headline that is the site's name, an author that is the publisher, a date
in the future); a field that no source gives stays None.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from transforms.extract import dates, jsonld, names
from transforms.extract.jsonld import Structured
from transforms.extract.model import PageMetadata
from transforms.extract.page import Page, text_of
from transforms.times import Given
from transforms.urls import canonical_url, same_site, source_domain

MAX_TAGS = 30
MAX_TAG_CHARACTERS = 80
MAX_SCANNED = 20_000
"""Elements looked at for a labelled date or byline."""

_META_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "citation_title", "parsely-title")
_META_AUTHORS = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "article:author_name", "cxenseparse:author", "vr:author", "authors",
)  # fmt: skip
_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish-date", "publish_date", "publishdate",
    "published_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "article.published", "bt:pubdate", "rnews:datepublished",
    "originalpublicationdate", "date_published", "displaydate", "ptime", "date",
)  # fmt: skip
_META_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "article:modified", "bt:moddate",
)  # fmt: skip
_META_SITES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "cre",
    "apple-mobile-web-app-title",
)
_META_TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_META_RIGHTS = ("copyright", "dcterms.rights", "dc.rights", "rights")

_FURNITURE = frozenset({"nav", "footer", "aside"})
_OTHER = re.compile(
    r"comment|related|teaser|sidebar|footer|recommend|promo|widget|breadcrumb|most-?read|trending|copyright",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"date|datum|publish|pubdate|time|posted|fecha|meta|byline|dateline|created|submitted|stand", re.IGNORECASE
)
_UPDATE_LABEL = re.compile(r"modif|update|edited|aktualis", re.IGNORECASE)
_BYLINE_LABEL = re.compile(r"(?:^|[\s_-])(?:byline|author|autor|verfasser|writer|vcard)", re.IGNORECASE)
_NAME_TAGS = ("a", "span", "div", "p", "strong", "em", "li", "cite", "address", "b")


class _Read(NamedTuple):
    """A value and where it was read."""

    value: Any
    source: str


def read(page: Page, data: Structured, now: dt.datetime) -> PageMetadata:
    """All metadata of a page."""
    language = _language(page, data)
    canonical = _canonical(page)
    url = page.url or (canonical.value if canonical else None)
    publisher = _publisher(page, data, url)
    sites = _site_names(page, publisher, url)
    title = _title(page, data, sites)
    published = _published(page, data, url, now, language.value if language else None)
    updated = _updated(page, data, now, published.value if published else None)
    found = {
        "title": title,
        "byline": _byline(page, data, sites),
        "publisher": publisher,
        "published_at": published,
        "updated_at": updated,
        "canonical_url": canonical,
        "language": language,
        "tags": _tags(page, data),
        "rights": _first_meta(page, _META_RIGHTS),
    }
    values = {name: hit.value for name, hit in found.items() if hit is not None}
    given: Given | None = values.pop("published_at", None)
    changed: Given | None = values.pop("updated_at", None)
    return PageMetadata(
        **values,
        published_at=given.at if given else None,
        published_date=given.day if given else None,
        updated_at=changed.at if changed else None,
        is_liveblog="LiveBlogPosting" in jsonld.kinds(data.article),
        sources={name: hit.source for name, hit in found.items() if hit is not None},
    )


# --- site and address


def _language(page: Page, data: Structured) -> _Read | None:
    for value, source in (
        (page.tree.get("lang") or page.tree.get("xml:lang"), "html lang"),
        (data.article.get("inLanguage"), "json-ld inLanguage"),
        (_meta(page, "content-language"), "meta content-language"),
        (_meta(page, "og:locale"), "meta og:locale"),
    ):
        if isinstance(value, str) and re.fullmatch(r"\s*[A-Za-z]{2,3}(?:[-_]\w{1,12})*\s*", value):
            return _Read(value.strip().replace("_", "-"), source)
    return None


def _canonical(page: Page) -> _Read | None:
    """The page's own address: http(s), same site as the URL it was fetched from, and no home page instead of a story."""
    for value, source in ((_link(page, "canonical"), "link canonical"), (_meta(page, "og:url"), "meta og:url")):
        if not value:
            continue
        try:
            absolute = urljoin(page.url or "", value.strip())
            home = urlsplit(absolute).path in ("", "/") and not urlsplit(absolute).query
            fetched_home = page.url is not None and urlsplit(page.url).path in ("", "/")
        except ValueError:
            continue
        if canonical_url(absolute) is None or (home and not fetched_home):
            continue
        if page.url is None or same_site(page.url, absolute):
            return _Read(absolute, source)
    return None


def _link(page: Page, rel: str) -> str | None:
    return next((link.get("href") for link in page.tree.iter("link") if (link.get("rel") or "").lower() == rel), None)


def _publisher(page: Page, data: Structured, url: str | None) -> _Read | None:
    publisher = data.resolve(data.article.get("publisher"))
    if isinstance(publisher, list) and publisher:
        publisher = data.resolve(publisher[0])
    name = names.plain(publisher.get("name") if isinstance(publisher, Mapping) else publisher)
    if name and not name.startswith("http") and len(name) <= names.MAX_NAME_CHARACTERS:
        return _Read(name, "json-ld publisher")
    for key in _META_SITES:
        name = names.plain(_meta(page, key))
        if name and not name.startswith(("http", "@")) and len(name) <= names.MAX_NAME_CHARACTERS:
            return _Read(name, f"meta {key}")
    return None


def _site_names(page: Page, publisher: _Read | None, url: str | None) -> list[str]:
    """Every name by which the page's site calls itself, its domain included."""
    out = [names.plain(_meta(page, key)) for key in _META_SITES]
    if publisher:
        out.append(publisher.value)
    domain = source_domain(url)
    if domain and url:
        out += [domain, domain.partition(".")[0], (urlsplit(url).hostname or "").removeprefix("www.")]
    return [name for name in out if name]


# --- title


def _title(page: Page, data: Structured, sites: list[str]) -> _Read | None:
    """The headline that readers see: the H1 that a metadata title confirms, else the best metadata title."""
    offered = [
        _Read(names.without_site(text, sites), source)
        for text, source in (
            (names.plain(data.article.get("headline")), "json-ld headline"),
            *((names.plain(_meta(page, key)), f"meta {key}") for key in _META_TITLES),
            (_title_tag(page), "title"),
        )
        if 1 < len(text) <= names.MAX_TITLE_CHARACTERS
    ]
    site_keys = {names.key(site) for site in sites}
    offered = [title for title in offered if names.key(title.value) not in site_keys and names.key(title.value)]
    headings = [text for text in map(text_of, _headings(page)) if 1 < len(text) <= names.MAX_TITLE_CHARACTERS]
    for heading in headings:
        folded = names.key(heading)
        if folded and any(_agree(folded, names.key(title.value)) for title in offered):
            return _Read(heading, "h1")
    if len(headings) == 1 and len(headings[0].split()) > 2 and names.key(headings[0]) not in site_keys:
        return _Read(headings[0], "h1")
    if offered:
        return offered[0]
    return next((_Read(text, "h1") for text in headings if names.key(text) not in site_keys), None)


def _agree(heading: str, title: str) -> bool:
    """Whether two titles are one, apart from a kicker or the site's name in front or behind."""
    return (
        heading == title
        or (len(heading) > 8 and f" {heading} " in f" {title} ")
        or (len(title) > 8 and f" {title} " in f" {heading} ")
    )


def _headings(page: Page) -> list[Any]:
    return [h1 for number, h1 in enumerate(page.tree.iter("h1")) if number < 20]


def _title_tag(page: Page) -> str:
    element = page.tree.find(".//title")
    return names.plain(text_of(element)) if element is not None else ""


# --- byline


def _byline(page: Page, data: Structured, sites: list[str]) -> _Read | None:
    for given, source in _author_sources(page, data):
        byline = names.authors(given, sites)
        if byline:
            return _Read(byline, source)
    return None


def _author_sources(page: Page, data: Structured) -> Iterator[tuple[list[str], str]]:
    for node, kind in ((data.article, "json-ld author"), (data.page, "json-ld author")):
        yield list(_author_names(data, node.get("author"))), kind
    for key in _META_AUTHORS:
        yield list(page.meta.get(key, ())), f"meta {key}"
    yield (
        [text_of(e, 300) for e in page.tree.xpath(".//*[@rel='author' or @itemprop='author']")[:8]],
        "rel or itemprop author",
    )
    yield _labelled_names(page), "byline element"


def _author_names(data: Structured, value: Any, depth: int = 3) -> Iterator[str]:
    value = data.resolve(value)
    if depth == 0:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[: names.MAX_AUTHORS]:
            yield from _author_names(data, item, depth - 1)
    elif isinstance(value, Mapping):
        yield from _author_names(data, value.get("name"), depth - 1)


def _labelled_names(page: Page) -> list[str]:
    """The text of the first element whose class says byline or author, outside comments and teasers."""
    for element in _labelled(page, _NAME_TAGS, _BYLINE_LABEL):
        text = text_of(element, 300)
        if 2 < len(text) <= 120:
            return [text]
    return []


# --- dates


def _published(page: Page, data: Structured, url: str | None, now: dt.datetime, language: str | None) -> _Read | None:
    machine = (
        (data.article.get("datePublished"), "json-ld datePublished"),
        *((_meta(page, key), f"meta {key}") for key in _META_PUBLISHED),
        (data.page.get("datePublished") or data.page.get("uploadDate"), "json-ld datePublished"),
        *((value, "itemprop datePublished") for value in _item_dates(page)),
    )
    from_path = dates.from_url(url, now)
    for value, source in machine:
        given = dates.from_attribute(value, now) or (
            dates.from_text(value, now, language) if isinstance(value, str) else None
        )
        if given:
            return _Read(given, source)
    for element in _time_elements(page):
        given = dates.from_attribute(element.get("datetime"), now) or dates.from_text(
            text_of(element, 200), now, language
        )
        if given and (from_path is None or abs((given.day - from_path.day).days) <= 1):
            return _Read(given, "time element")
    if from_path:
        return _Read(from_path, "url")
    for element in _labelled(page, None, _DATE_LABEL):
        text = text_of(element, dates.MAX_TEXT_CHARACTERS + 1)
        given = dates.from_text(text, now, language) if 6 <= len(text) <= dates.MAX_TEXT_CHARACTERS else None
        if given:
            return _Read(given, "labelled text")
    return None


def _item_dates(page: Page) -> list[str]:
    found = page.tree.xpath(".//*[@itemprop='datePublished' or @itemprop='dateCreated']")[:5]
    return [e.get("content") or e.get("datetime") or text_of(e, 100) for e in found if not _is_other(e)]


def _time_elements(page: Page) -> list[Any]:
    """<time> elements that may date the article, those marked as publication first."""
    found = [e for number, e in enumerate(page.tree.iter("time")) if number < 30 and not _is_other(e)]
    found = [e for e in found if not _UPDATE_LABEL.search(f"{e.get('class', '')} {e.get('itemprop', '')}")]
    return sorted(
        found,
        key=lambda e: (
            not (e.get("pubdate") is not None or "publ" in e.get("class", "") or "entry-date" in e.get("class", ""))
        ),
    )


def _updated(page: Page, data: Structured, now: dt.datetime, published: Given | None) -> _Read | None:
    for value, source in (
        (data.article.get("dateModified"), "json-ld dateModified"),
        *((_meta(page, key), f"meta {key}") for key in _META_UPDATED),
        (data.page.get("dateModified"), "json-ld dateModified"),
    ):
        given = dates.from_attribute(value, now)
        if given and (published is None or given.at > published.at):
            return _Read(given, source)
    return None


# --- the rest


def _tags(page: Page, data: Structured) -> _Read | None:
    listed = data.article.get("keywords")
    for values, source in (
        (listed if isinstance(listed, list) else [listed], "json-ld keywords"),
        *((page.meta.get(key, ()), f"meta {key}") for key in _META_TAGS),
    ):
        tags = tuple(dict.fromkeys(_split_tags(values)))[:MAX_TAGS]
        if tags:
            return _Read(tags, source)
    return None


def _split_tags(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        for part in re.split(r"[,;]", names.plain(value)):
            tag = part.strip()
            if 1 < len(tag) <= MAX_TAG_CHARACTERS:
                yield tag


def _meta(page: Page, key: str) -> str | None:
    return next(iter(page.meta.get(key, ())), None)


def _first_meta(page: Page, keys: Iterable[str]) -> _Read | None:
    for key in keys:
        text = names.plain(_meta(page, key))
        if 3 < len(text) <= 300:
            return _Read(text, f"meta {key}")
    return None


def _labelled(page: Page, tags: tuple[str, ...] | None, label: re.Pattern[str]) -> Iterator[Any]:
    """Elements whose id, class or itemprop matches, in document order, outside navigation, comments and teasers."""
    body = page.tree.find("body")
    if body is None:
        return
    for number, element in enumerate(body.iter(*tags) if tags else body.iter()):
        if number == MAX_SCANNED:
            return
        attributes = element.attrib
        if not attributes:
            continue
        name = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"
        if len(name) > 2 and label.search(name) and not _UPDATE_LABEL.search(name) and not _is_other(element):
            yield element


def _is_other(element: Any) -> bool:
    """Whether an element belongs to navigation, comments, teasers or the page's foot rather than to the article."""
    node = element
    while node is not None and node.tag not in ("body", "html"):
        if node.tag in _FURNITURE or _OTHER.search(f"{node.get('class', '')} {node.get('id', '')}"):
            return True
        node = node.getparent()
    return False
