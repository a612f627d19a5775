"""When a page says that its article was published.

In: strings from attributes and labelled elements. Out: `Given` (times.py): the instant in UTC and the day as written.
Never a guess: a numeric date whose day and month could be exchanged counts only where the page's language or the
separator decides, a year alone or a month alone is no date, and what lies in the future is none.
"""

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from transforms.times import BadTime, Given, day_in_text, parse_given

EARLIEST_YEAR = 1990
"""Of a date printed on a web page; older ones are what the article is about."""
MAX_TEXT_CHARACTERS = 200
"""A labelled element longer than this is no dateline."""

_ISO_LIKE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?!\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?$")
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?![\d])")
_SHORT_YEAR = re.compile(r"(?<![\d.,/-])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
_YEAR_FIRST = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)[./](\d{1,2})[./](\d{1,2})(?![\d])")
_CJK = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?:/|$)|[/_-]((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?:[/_.-]|$)"
)
_IN_URL_DAY_FIRST = re.compile(r"[/_-]([0-3]\d)[_.-]([01]\d)[_.-](20\d\d)(?:[/_.-]|$)")
_IN_URL_COMPACT = re.compile(r"/([0-3]\d)([01]\d)(20\d\d)[-_](?=[a-z])")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?!\d)\s?(?:uhr|[ap]\.?m\.?|h)?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d:.,])(\d{1,2})[:.h](\d\d)(?:[:.]\d\d)?(?!\d|[.,:]\d)\s?(?:([ap])\.?m\b)?")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@functools.cache
def rules() -> dict[str, Any]:
    """dates.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class _Written(NamedTuple):
    """Dates in words."""

    months: Mapping[str, Mapping[str, int]]
    """Month name -> language -> number; nearly always the same in every language that has it."""
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]


@functools.cache
def _written() -> _Written:
    """The patterns `3. März 2021` and `March 3, 2021`, with the months they name."""
    months: dict[str, dict[str, int]] = {}
    for language, line in rules()["months"].items():
        for number, spellings in enumerate(line.split(), 1):
            for spelling in spellings.split("/"):
                months.setdefault(spelling, {})[language] = number
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    year = r"((?:19|20)\d\d)(?!\d)"
    day_first = (
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\.?[\s/-]{{0,3}}(?:de\s+|d[’']|of\s+)?({month})\b\.?,?"
        rf"[\s/-]{{0,3}}(?:de\s+|del\s+)?{year}"
    )
    month_first = rf"\b({month})\b\.?\s{{0,3}}(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:),?\s{{1,3}}{year}"
    return _Written(months, re.compile(day_first, re.IGNORECASE), re.compile(month_first, re.IGNORECASE))


def _month(name: str, language: str) -> int | None:
    """The number of a month's name; a name that languages count differently needs the page's language."""
    numbers = _written().months[name]
    return next(iter(numbers.values())) if len(set(numbers.values())) == 1 else numbers.get(language[:2])


def from_attribute(value: object, now: dt.datetime) -> Given | None:
    """A machine-readable date (JSON-LD, meta, `datetime`): with its time and zone where they stand there."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT_CHARACTERS:
        return None
    text = value.strip()
    match = _ISO_LIKE.match(text)
    if match:
        day, clock, zone = match.groups()
        midnight = clock is not None and not clock.strip("0:")  # a day, filled up by the publisher's system
        text = day if clock is None or midnight else f"{day}T{clock}{(zone or '').upper()}"
    elif match := _COMPACT.match(text):
        year, month, day, hour, minute, second = match.groups()
        text = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}" if hour else "")
    try:
        given = parse_given(text, now)
    except BadTime:
        return None
    return given if given.day.year >= EARLIEST_YEAR else None


def from_text(value: str, now: dt.datetime, language: str | None) -> Given | None:
    """A date as people read it: `3. März 2021, 14:05 Uhr`, `March 3, 2021`, `03.03.2021`, `2021年3月3日`.

    Only the day is read, unless the date is an ISO 8601 one."""
    text = " ".join(value.split())[:MAX_TEXT_CHARACTERS].lower()
    if not _DIGIT.search(text):
        return None
    if match := _ISO_LIKE.search(text):
        return from_attribute(match.group().upper(), now)
    tag = (language or "").lower()
    written = _written()
    found: tuple[str | int, str | int | None, str | int] | None = None
    if match := written.day_first.search(text):
        found = match.group(3), _month(match.group(2), tag), match.group(1)
    elif match := written.month_first.search(text):
        found = match.group(3), _month(match.group(1), tag), match.group(2)
    elif match := (_CJK.search(text) or _YEAR_FIRST.search(text)):
        found = match.group(1), match.group(2), match.group(3)
    elif match := _NUMERIC.search(text):
        found = _numeric(match, tag)
    elif match := _SHORT_YEAR.search(text):
        found = 2000 + int(match.group(3)), match.group(2), match.group(1)
    return _day(found[0], found[1], found[2], now) if found and found[1] else None


def clocks(value: str) -> list[dt.time]:
    """The times of day that a text prints: `14:05 Uhr`, `2.05 p.m.`, `14h05`; none for numbers that are no time."""
    out = []
    for hour, minute, half in _HOUR.findall(value[:MAX_TEXT_CHARACTERS].lower()):
        hours = int(hour) % 12 + 12 * (half == "p") if half and 1 <= int(hour) <= 12 else int(hour)
        if hours < 24 and int(minute) < 60 and not (half and not 1 <= int(hour) <= 12):
            out.append(dt.time(hours, int(minute)))
    return out


def is_ambiguous(value: object) -> bool:
    """Whether a numeric date could be read day first and month first: `3/4/2021`."""
    match = _NUMERIC.match(value.strip()) if isinstance(value, str) and len(value) <= MAX_TEXT_CHARACTERS else None
    if match is None or match.group(2) != "/":
        return False
    first, second = int(match.group(1)), int(match.group(3))
    return first != second and first <= 12 and second <= 12


def cut(text: str) -> str:
    """A text with a bar in place of dates and times of day: what else a byline says."""
    if not _DIGIT.search(text):
        return text
    written = _written()
    for pattern in (_ISO_LIKE, written.day_first, written.month_first, _NUMERIC, _SHORT_YEAR, _CLOCK):
        text = pattern.sub(" | ", text)
    return text


def _numeric(match: re.Match[str], language: str) -> tuple[str, str, str] | None:
    first, separator, second, year = match.groups()
    order = rules()["order"]
    month_first = any(language.startswith(tag) for tag in order["month_first"])
    if first == second or int(first) > 12 or (separator in order["day_first_separators"] and not month_first):
        return year, second, first
    if int(second) > 12 or month_first:
        return year, first, second
    if language[:2] not in ("", "en"):
        return year, second, first
    return None  # 3/4/2021 in English: nobody can know


def from_url(url: str | None, now: dt.datetime) -> Given | None:
    """The day that a URL's path carries: /2021/03/03/ or -20210303-."""
    path = (url or "").lower().partition("?")[0]
    match = _IN_URL.search(path)
    if match is None:
        match = _IN_URL_DAY_FIRST.search(path) or _IN_URL_COMPACT.search(path)
        return _day(match.group(3), match.group(2), match.group(1), now) if match else None
    year, month, day = match.groups()[:3] if match.group(1) else match.groups()[3:]
    if month.isalpha():
        if month not in _ENGLISH_MONTHS:
            return None
        month = str(_ENGLISH_MONTHS.index(month) + 1)
    return _day(year, month, day, now)


def _day(year: str | int, month: str | int, day: str | int, now: dt.datetime) -> Given | None:
    found = day_in_text(int(year), int(month), int(day), now)
    if found is None or found.year < EARLIEST_YEAR:
        return None
    return Given(dt.datetime(found.year, found.month, found.day, tzinfo=dt.UTC), found)
