"""When the article was published and last changed, as the page says.

In: a Context. Out: a Hit with `Given` (instant and day), or None. Machine-readable dates first (JSON-LD, meta,
itemprop, time elements and date lines beside the headline, then meta tags that date the document rather than the
article), then the URL's day, then a date printed in an element labelled for it, right beside the headline, or behind a
word such as `Erstellt am`, last the page's own inlined state where it names one day only. Never today's date for want
of a better one, never one from the page's foot, its comments or its copyright line.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import Any

from transforms.extract import dates
from transforms.extract.context import Context, Hit
from transforms.extract.labels import DATE, PUBLISHED, READERS, UPDATED, alternatives, labels, marks_of
from transforms.extract.page import text_of
from transforms.extract.survey import Candidate
from transforms.times import MAX_OFFSET, Given

MAX_URL_AHEAD = 2
"""Days between a URL's date and another that are one date: time zones, and pages filed the evening before."""
NEAR_ELEMENTS, BEFORE_ELEMENTS, NEAR_CHARACTERS = 40, 15, 60
"""How far from the headline an unmarked date may stand, and how long its text may be."""
MAX_ITEMS = 8
MAX_TIMES = 30
MAX_STATE_CHARACTERS = 2_000_000

_QUARTER = dt.timedelta(minutes=15)
_SILENT = frozenset({"script", "style", "form", "select", "h1"})
_ITEM_DATES = re.compile(r"datePublished|dateCreated|dc:created|dc:date", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d|\d\.\d\d?\.\d\d")
_PLACE = re.compile(r"[(]?[A-ZÄÖÜ][\w./-]*(?: [A-ZÄÖÜ][\w./-]*){0,3}(?: \([\w/]{2,10}\))?,?(?: (?:den|le|am))?")
_DASH = re.compile(r"[ |]*[)]?\s?[-–—:.]")
_STATE = re.compile(
    r"\\?\"(?:date_?published|published_?(?:at|date|time)|publish_?(?:date|time)|publication_?date|created_?at)\\?\"\s?:\s?"
    r"\\?\"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?)\\?\"",
    re.IGNORECASE,
)


@functools.cache
def _wording() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words before a date that say it is the publication's, and those that say it is the last change's."""
    words = labels()["date"]
    return (
        re.compile(
            rf"(?:^|[|,(\s])(?:{alternatives(words['published'])})\s?(?::|am|on|le|il|el|den|dne|der)?\s*$",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{alternatives(words['updated'])})\b", re.IGNORECASE),
    )


def published(context: Context) -> Hit | None:
    """The day of publication, with its time where the page gives one; the day as the publisher's clock has it."""
    found = _published(context)
    return Hit(_zoned(found.value, context), found.source) if found else None


def _zoned(given: Given, context: Context) -> Given:
    """A date in UTC, in the publisher's zone where the page also prints it in words with the time of day.

    `2023-03-01T22:04:00Z` beside `2 March 2023, 0.04` is of the second: both are one instant when quarters of an hour
    lie between them, and no more than zones differ by.
    """
    if given.offset or given.at.time() == dt.time():
        return given
    for element in _dated(context):
        text = text_of(element, dates.MAX_TEXT_CHARACTERS)
        clocks = dates.clocks(text)
        printed = dates.from_text(text, context.now, context.language) if clocks else None
        if printed is None or abs((printed.day - given.day).days) != 1 or context.survey.is_other(element):
            continue
        for clock in clocks:
            offset = dt.datetime.combine(printed.day, clock, dt.UTC) - given.at.replace(second=0, microsecond=0)
            if abs(offset) <= MAX_OFFSET and not offset % _QUARTER:
                return Given(given.at, printed.day, offset)
    return given


def _dated(context: Context) -> list[Any]:
    """The first elements that are times or labelled as date lines. The survey, which knows more, is dear to ask here:
    most pages give the zone or the same day, and need none."""
    known: dict[str | None, int] = {None: 0}
    found: list[Any] = []
    for element in context.page.elements:
        name = element.get("class")
        dated = known.get(name)
        if dated is None:
            dated = known[name] = marks_of(name) & DATE
        if dated or element.tag == "time":
            found.append(element)
            if len(found) == MAX_ITEMS:
                break
    return found


def _published(context: Context) -> Hit | None:
    from_path = dates.from_url(context.url, context.now)
    unsure: Hit | None = None
    for value, source in _machine_readable(context, from_path):
        given = _read(value, context)
        if given and dates.is_ambiguous(value):
            unsure = unsure or Hit(given, source)
        elif given and from_path and (given.day - from_path.day).days > MAX_URL_AHEAD:
            return Hit(from_path, "url")  # moved or published again: the address keeps the first day
        elif given:
            return Hit(given, source)
    for candidate in context.survey.times[:MAX_TIMES]:
        given = _time(context, candidate)
        if given and _fits(given, from_path):
            return Hit(given, "time element")
    if from_path:
        return Hit(from_path, "url")
    changed: Hit | None = None
    for text, source in _printed(context):
        given = dates.from_text(text, context.now, context.language)
        if given and not _tells_change(text):
            return Hit(given, source)
        if given and not changed:
            changed = Hit(given, f"last change, {source}")  # the only day that some pages give
    return unsure or _state(context) or changed


def updated(context: Context, first: Given | None) -> Hit | None:
    """When it last changed; None where that is not after its publication."""
    for value, source in _changes(context):
        given = dates.from_attribute(value, context.now)
        if given and (first is None or given.at > first.at):
            return Hit(given, source)
    return None


def _changes(context: Context) -> Iterator[tuple[object, str]]:
    article, page = context.data.article, context.data.page
    yield article.get("dateModified"), "json-ld dateModified"
    for key, content in context.meta("updated"):
        yield content, f"meta {key}"
    yield page.get("dateModified"), "json-ld dateModified"
    if article:
        return  # who describes the article in JSON-LD does not do so again in microdata
    survey = context.survey
    for item in survey.items:
        if item.element.get("itemprop") == "dateModified" and not survey.is_other(item.element, item.at):
            yield _attribute(item.element) or text_of(item.element, 100), "itemprop dateModified"


def _fits(given: Given, from_path: Given | None) -> bool:
    """Whether a date can be the one that the address carries."""
    return from_path is None or abs((given.day - from_path.day).days) <= MAX_URL_AHEAD


def _read(value: object, context: Context) -> Given | None:
    given = dates.from_attribute(value, context.now)
    if given is None and isinstance(value, str):
        given = dates.from_text(value, context.now, context.language)
    return given


def _attribute(element: Any) -> str | None:
    given: str | None = element.get("content") or element.get("datetime") or element.get("title")
    return given


def _machine_readable(context: Context, from_path: Given | None) -> Iterator[tuple[object, str]]:
    yield context.data.article.get("datePublished"), "json-ld datePublished"
    for key, content in context.meta("published"):
        yield content, f"meta {key}"
    page, survey = context.data.page, context.survey
    yield page.get("datePublished") or page.get("uploadDate"), "json-ld datePublished"
    items = [c for c in survey.items if _ITEM_DATES.search(c.element.get("itemprop") or c.element.get("property"))]
    for item in items[:MAX_ITEMS]:
        if not item.marks & READERS and not survey.is_other(item.element, item.at):
            yield _attribute(item.element) or text_of(item.element, 100), "itemprop datePublished"
    for time in survey.times[:MAX_TIMES]:
        given = _time(context, time) if survey.is_near(time.at) else None
        if given and _fits(given, from_path):
            yield given.at.isoformat() if time.element.get("datetime") else given.day.isoformat(), "time element"
    for candidate in survey.dates:
        if survey.is_near(candidate.at) and not _is_foreign(context, candidate):
            yield from _line(candidate)
    for key, content in context.meta("dated"):
        yield content, f"meta {key}"


def _time(context: Context, candidate: Candidate) -> Given | None:
    """What a <time> says, unless it is a change's or another article's."""
    element = candidate.element
    if context.survey.is_other(element, candidate.at):
        return None
    marks = marks_of(f"{element.get('class', '')} {element.get('itemprop', '')}")
    if marks & READERS or (marks & UPDATED and not marks & PUBLISHED) or _is_change(element):
        return None
    return _read(element.get("datetime"), context) or _read(text_of(element, 200), context)


def _is_change(element: Any) -> bool:
    """Whether the words before a date say that it is the last change's."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        before = previous.tail if previous.tail and previous.tail.strip() else text_of(previous, 60)
    else:
        before = parent.text if parent is not None else None
    return bool(before and _wording()[1].search(before[-60:]))


def _is_foreign(context: Context, candidate: Candidate) -> bool:
    """Whether a labelled element dates a change, a comment or another article."""
    return bool(candidate.marks & (UPDATED | READERS)) or context.survey.is_other(candidate.element, candidate.at)


def _line(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """What an element labelled as date line says."""
    given = _attribute(candidate.element)
    if given and len(given) <= dates.MAX_TEXT_CHARACTERS:
        yield given, "labelled element"
    text = text_of(candidate.element, dates.MAX_TEXT_CHARACTERS + 1)
    if 6 <= len(text) <= dates.MAX_TEXT_CHARACTERS:
        yield text, "labelled text"


def _tells_change(text: str) -> bool:
    """Whether the words before a text's first date are of a change, not of publication."""
    before = dates.cut(text).partition("|")[0]
    return bool(_wording()[1].search(before)) and not _wording()[0].search(before.strip())


def _printed(context: Context) -> Iterator[tuple[str, str]]:
    """Short texts that may be the article's dateline: in elements labelled for it, then right beside the headline."""
    survey = context.survey
    for candidate in survey.dates:
        if not _is_foreign(context, candidate):
            yield from _line(candidate)
    for at, element in survey.around(BEFORE_ELEMENTS, NEAR_ELEMENTS):
        if element.tag not in _SILENT and not survey.is_other(element, at):
            text = text_of(element, NEAR_CHARACTERS + 1)
            if 6 <= len(text) <= NEAR_CHARACTERS:
                yield text, "text near the headline"
    yield from _worded(context)


def _worded(context: Context) -> Iterator[tuple[str, str]]:
    """Runs of text that hold a date behind a word for publication, that are a date and nothing else, or that open with
    the place and day of a press release; last a date alone beside teasers, where all of those are one."""
    survey = context.survey
    datelines: list[str] = []
    beside: dict[dt.date, str] = {}
    for folded, element, behind in survey.texts(_YEAR):
        head = folded[:NEAR_CHARACTERS]
        before, bar, rest = dates.cut(head).partition("|")
        if not bar or len(folded) < 6 or survey.is_outside(element):
            continue
        said = before.strip() or (text_of(element, NEAR_CHARACTERS) if behind else "")
        is_alone = not before.strip() and not rest.strip(" |,.-") and not behind
        if survey.is_other(element):
            if is_alone and len(folded) <= NEAR_CHARACTERS:
                given = dates.from_text(folded, context.now, context.language)
                if given:
                    beside[given.day] = folded
        elif len(folded) <= NEAR_CHARACTERS:
            if _wording()[0].search(said) and not _wording()[1].search(said):
                yield folded, "worded text"
            elif is_alone:
                yield folded, "date alone"
        elif _PLACE.fullmatch(before.strip()) and _DASH.match(rest):
            datelines.append(head)
    for text in datelines[:1]:
        yield text, "dateline"
    if len(beside) == 1:
        yield next(iter(beside.values())), "date alone"


def _state(context: Context) -> Hit | None:
    """The day that the page's inlined state gives, where it gives one only."""
    days: dict[str, Given] = {}
    left = MAX_STATE_CHARACTERS
    for element in context.page.tree.iter("script"):
        if not left or not element.text or element.get("src"):
            continue
        text = element.text[:left]
        left -= len(text)
        for match in _STATE.finditer(text):
            given = dates.from_attribute(match.group(1), context.now)
            if given:
                days.setdefault(given.day.isoformat(), given)
    return Hit(next(iter(days.values())), "inlined state") if len(days) == 1 else None
