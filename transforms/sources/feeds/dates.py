"""The dates of feeds: read strictly from what is written, flagged where it is odd, never guessed.

In: the text of a date element. Out: the instant in UTC, the day as written, and flags. Forms: ISO 8601 (see times.py),
RFC 822 and 2822 with what feeds make of them (full names of days and months, two-digit years, no seconds, zones such as
CEST or GMT+2), asctime. What gives no day (a year, a month, two numbers that may be either) is a bad date; month names
of other languages are said to be foreign, since a reader of one language only would take `mars` or `maj` for a fault.
"""

import datetime as dt
import functools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from transforms.sources.feeds.model import Flag
from transforms.times import AHEAD, BadTime, Given, parse_given

MAX_CHARACTERS = 100
_ANY_DAY = dt.datetime(9990, 1, 1, tzinfo=dt.UTC)
"""As `now`: the future is told apart from other faults here."""
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH_WORDS = {
    name.lower()[:length]: number
    for number, name in enumerate(_MONTH_NAMES, start=1)
    for length in range(3, len(name) + 1)
}
_DAY_WORD = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[ap])\.?m\.?\b)?"
)
_ZONE = r"(?:\s*(?P<zone>(?:GMT|UTC?)\s?[+-]\d{1,2}(?::?\d\d)?|[+-]\d{1,2}(?::?\d\d)?|[a-z]{1,5}(?:/[a-z_]+)?))?"
_MAIL = re.compile(
    rf"(?:{_DAY_WORD}\.?,?\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<month>[a-z]{{3,9}})\.?,?[\s-]+(?P<year>\d{{2,4}}),?"
    rf"(?:\s+(?:at\s+)?{_CLOCK}{_ZONE})?(?:\s*\([^()]*\))?",
    re.IGNORECASE | re.ASCII,
)
_AMERICAN = re.compile(
    rf"(?:{_DAY_WORD}\.?,?\s*)?(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}),?"
    rf"(?:\s+(?:at\s+)?{_CLOCK}{_ZONE})?",
    re.IGNORECASE | re.ASCII,
)
_ASCTIME = re.compile(
    rf"(?:{_DAY_WORD}\s+)(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})",
    re.IGNORECASE | re.ASCII,
)
_ISO_LIKE = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d*)?)?"
    + _ZONE,
    re.IGNORECASE | re.ASCII,
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?", re.ASCII)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3,}|[^\W\d_a-zA-Z]")


FAULTS_OF_DATES: frozenset[Flag] = frozenset(("bad_date", "foreign_date", "future_date"))
"""What makes a date unusable; other flags say how it was read."""


class FeedDate(NamedTuple):
    """What a date element says. `given` is None where it says nothing usable; the flags say why."""

    given: Given | None = None
    flags: tuple[Flag, ...] = ()


@functools.cache
def zones() -> dict[str, str]:
    """Abbreviation in capitals -> offset such as +0200 (zones.toml)."""
    read = tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))
    return {name: rule["offset"] for rule in read["zone"] for name in rule["names"]}


def read_date(text: str | None, now: dt.datetime) -> FeedDate:
    """The date that a feed writes. `now` (aware) bounds the future."""
    written = " ".join((text or "")[: MAX_CHARACTERS + 1].split())
    if not written:
        return FeedDate()
    if len(written) > MAX_CHARACTERS:
        return FeedDate(None, ("bad_date",))
    iso, flags = _as_iso(written)
    if iso is None:
        return FeedDate(None, flags)
    try:
        given = parse_given(iso, _ANY_DAY)
    except BadTime:
        return FeedDate(None, ("bad_date",))
    if given.at > now + AHEAD:
        return FeedDate(None, ("future_date",))
    return FeedDate(given, flags)


def _as_iso(written: str) -> tuple[str | None, tuple[Flag, ...]]:
    """The date in ISO 8601 and what is odd about it; None where it has no form that is known."""
    if _ISO_DAY.fullmatch(written):
        return written, ("date_only",)
    match = _ISO_LIKE.fullmatch(written)
    if match:
        year, month, day = (int(part) for part in match["date"].split("-"))
        return _iso(year, month, day, match)
    match = _MAIL.fullmatch(written) or _ASCTIME.fullmatch(written) or _AMERICAN.fullmatch(written)
    if match:
        month = _MONTH_WORDS.get(match["month"].lower(), 0)
        return _iso(_year(match["year"]), month, int(match["day"]), match) if month else (None, ("foreign_date",))
    if re.match(r"\d{4}-?\d\d-?\d\dT", written, re.ASCII):  # basic forms, fractions: times.py knows them all
        return written, () if re.search(r"(?:z|[+\-\u2212]\d\d:?(?:\d\d)?)$", written, re.IGNORECASE) else (
            "naive_date",
        )
    if _DIGIT.search(written) and any(not _is_english(word) for word in _WORD.findall(written)):
        return None, ("foreign_date",)
    return None, ("bad_date",)


def _is_english(word: str) -> bool:
    """Whether a date in English may hold this word."""
    lower = word.lower()
    return (
        lower in _MONTH_WORDS
        or re.fullmatch(_DAY_WORD, lower) is not None
        or word.upper() in zones()
        or lower in ("gmt", "utc", "noon", "midnight")
    )


def _year(digits: str) -> int:
    """RFC 2822, 4.3: two digits below 50 are of this century, other two and three digits count from 1900."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _iso(year: int, month: int, day: int, match: re.Match[str]) -> tuple[str, tuple[Flag, ...]]:
    date = f"{year:04d}-{month:02d}-{day:02d}"
    parts = match.groupdict()
    if parts["hour"] is None:
        return date, ("date_only",)
    hour, second = int(parts["hour"]), int(parts["second"] or 0)
    if parts.get("half"):
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    second = 59 if second == 60 else second  # a leap second: Python has none
    offset, flags = _offset(parts["zone"])
    return f"{date}T{hour:02d}:{int(parts['minute']):02d}:{second:02d}{offset}", flags


def _offset(zone: str | None) -> tuple[str, tuple[Flag, ...]]:
    if not zone:
        return "", ("naive_date",)
    name = zone.upper().replace(" ", "")
    if name in ("Z", "UT", "UTC", "GMT"):
        return "Z", ()
    match = _OFFSET.fullmatch(name.removeprefix("GMT").removeprefix("UTC").removeprefix("UT"))
    if match:
        return f"{match[1]}{int(match[2]):02d}:{match[3] or '00'}", ()
    known = zones().get(name)
    return (f"{known[:3]}:{known[3:]}", ()) if known else ("Z", ("unknown_zone",))
