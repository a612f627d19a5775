"""When the article was published and last changed, as the page says.

In: a Context. Out: a Hit with `Given` (instant and day), or None. Machine-readable dates first (JSON-LD, meta,
itemprop, time elements), then the URL's day, then a date printed in an element labelled for it, or right beside the
headline. Never today's date for want of a better one, never one from the page's foot, its comments or its copyright
line.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from transforms.extract import dates
from transforms.extract.context import UPDATE_LABEL, Context, Hit
from transforms.extract.page import text_of
from transforms.times import Given

MAX_URL_AHEAD = 2
"""Days between a URL's date and another that are one date: time zones, and pages filed the evening before."""
NEAR_ELEMENTS, NEAR_CHARACTERS = 40, 60
"""How far from the headline an unmarked date may stand, and how long its text may be."""

_DATE_LABEL = re.compile(
    r"date|datum|publish|time|posted|fecha|meta|byline|dateline|created|submitted|stand|info", re.IGNORECASE
)
_PUBLISHED_LABEL = re.compile(r"publ|entry-date", re.IGNORECASE)
_ITEM_DATES = etree.XPath(
    ".//*[@itemprop='datePublished' or @itemprop='dateCreated' or contains(@property, 'datePublished') or "
    "contains(@property, 'dc:created') or contains(@property, 'schema:dateCreated')]"
)
_FOLLOWING = etree.XPath(f"following::*[position() <= {NEAR_ELEMENTS}]")
_PRECEDING = etree.XPath("preceding::*[position() <= 15]")
_READERS = re.compile(r"comment|related|recommend", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "form", "select", "h1"})


def published(context: Context) -> Hit | None:
    """The day of publication, with its time where the page gives one."""
    from_path = dates.from_url(context.url, context.now)
    for value, source in _machine_readable(context):
        given = _read(value, context)
        if given and from_path and (given.day - from_path.day).days > MAX_URL_AHEAD:
            return Hit(from_path, "url")  # moved or published again: the address keeps the first day
        if given:
            return Hit(given, source)
    for element in _time_elements(context):
        given = _read(element.get("datetime"), context) or _read(text_of(element, 200), context)
        if given and (from_path is None or abs((given.day - from_path.day).days) <= MAX_URL_AHEAD):
            return Hit(given, "time element")
    if from_path:
        return Hit(from_path, "url")
    for text, source in _printed(context):
        given = dates.from_text(text, context.now, context.language)
        if given:
            return Hit(given, source)
    return None


def updated(context: Context, first: Given | None) -> Hit | None:
    """When it last changed; None where that is not after its publication."""
    article, page = context.data.article, context.data.page
    values = (
        (article.get("dateModified"), "json-ld dateModified"),
        *((content, f"meta {key}") for key, content in context.meta("updated")),
        (page.get("dateModified"), "json-ld dateModified"),
    )
    for value, source in values:
        given = dates.from_attribute(value, context.now)
        if given and (first is None or given.at > first.at):
            return Hit(given, source)
    return None


def _read(value: object, context: Context) -> Given | None:
    given = dates.from_attribute(value, context.now)
    if given is None and isinstance(value, str):
        given = dates.from_text(value, context.now, context.language)
    return given


def _machine_readable(context: Context) -> Iterator[tuple[object, str]]:
    yield context.data.article.get("datePublished"), "json-ld datePublished"
    for key, content in context.meta("published"):
        yield content, f"meta {key}"
    page = context.data.page
    yield page.get("datePublished") or page.get("uploadDate"), "json-ld datePublished"
    for element in _ITEM_DATES(context.page.tree)[:8]:
        if not any(
            _READERS.search(f"{e.get('class', '')} {e.get('id', '')}")
            for e in element.iterancestors("div", "li", "aside")
        ):
            attributes = element.attrib
            value = attributes.get("content") or attributes.get("datetime") or attributes.get("title")
            yield value or text_of(element, 100), "itemprop datePublished"


def _time_elements(context: Context) -> list[Any]:
    """<time> elements that may date the article, those marked as publication first."""
    found = [e for e in itertools.islice(context.page.tree.iter("time"), 30) if not context.is_other(e)]
    found = [e for e in found if not UPDATE_LABEL.search(f"{e.get('class', '')} {e.get('itemprop', '')}")]
    return sorted(found, key=lambda e: e.get("pubdate") is None and not _PUBLISHED_LABEL.search(e.get("class", "")))


def _printed(context: Context) -> Iterator[tuple[str, str]]:
    """Short texts that may be the article's dateline: in elements labelled for it, then right beside the headline."""
    for element in context.labelled(_DATE_LABEL):
        text = text_of(element, dates.MAX_TEXT_CHARACTERS + 1)
        if 6 <= len(text) <= dates.MAX_TEXT_CHARACTERS:
            yield text, "labelled text"
    if context.headline is None:
        return
    for element in (*_FOLLOWING(context.headline), *reversed(_PRECEDING(context.headline))):
        if element.tag not in _SILENT and not context.is_other(element):
            text = text_of(element, NEAR_CHARACTERS + 1)
            if 6 <= len(text) <= NEAR_CHARACTERS:
                yield text, "text near the headline"
