"""Dates that a source gives for a document: read strictly, never guessed.

In: a value of `published_at` and the like, from metadata, a feed or a page. Out: the instant in UTC and the day
as written in its own zone. Forms: ISO 8601 calendar dates (extended or basic, with or without time and zone), the
dates of RFC 2822 mail, and the date types of TOML. A time without a zone is UTC. Numbers are refused: whether they
count seconds or milliseconds, or are a date without hyphens, cannot be known.
"""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

EARLIEST_YEAR = 1800
"""No newspaper text that we know of is older; what claims to be is a typing error or a default value."""
AHEAD = dt.timedelta(days=2)
"""How far after `now` a given date may lie: zones and early editions, not the future."""
MAX_OFFSET = dt.timedelta(hours=14)
"""The widest zone offset in use, UTC+14."""

_DATE = r"(?P<year>\d{4})(?:-(?P<month>\d\d)-(?P<day>\d\d)|(?P<month_basic>\d\d)(?P<day_basic>\d\d))"
_TIME = r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)"
_ZONE = r"(?P<zone>[zZ]|UTC|GMT|[+\-\u2212]\d\d(?::?\d\d)?)"
_ISO = re.compile(f"{_DATE}(?:(?:[Tt]|[ ]{{1,2}}){_TIME}(?:[ ]?{_ZONE})?)?", re.ASCII)
_MAIL_ZONE = r"[+-]\d{4}|UT|UTC|GMT|Z|[ECMP][SD]T"
_MAIL = re.compile(
    rf"(?:[A-Za-z]{{3}},?[ ]+)?\d{{1,2}}[ ]+[A-Za-z]{{3}}[ ]+\d{{4}}[ ]+\d\d?:\d\d(?::\d\d)?(?:[ ]+(?:{_MAIL_ZONE}))?"
    r"(?:[ ]+\([^()]{0,40}\))?",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


class BadTime(ValueError):
    """A given date that cannot be read or cannot be true; the message says which, and what was given."""


class Given(NamedTuple):
    """A date as a source gives it."""

    at: dt.datetime
    """The instant, in UTC. A date without a time: midnight UTC of that day."""
    day: dt.date
    """The calendar day as written, in the zone it was written in."""
    offset: dt.timedelta = dt.timedelta(0)
    """Of that zone from UTC; none for a date without a zone."""


def parse_given(value: object, now: dt.datetime) -> Given:
    """Read a date that a source gives. `now` (aware) bounds the future. Raises BadTime, never returns a guess."""
    if now.utcoffset() is None:
        raise ValueError("now must have a time zone")
    written = _written(value)
    if written.year < EARLIEST_YEAR:
        raise BadTime(f"before the year {EARLIEST_YEAR}: {shown(value)}")
    offset = written.utcoffset()
    if offset is None:
        written = written.replace(tzinfo=dt.UTC)
    elif abs(offset) > MAX_OFFSET:
        raise BadTime(f"no such time zone: {shown(value)}")
    if written.year == dt.MAXYEAR or written > now + AHEAD:
        raise BadTime(f"in the future: {shown(value)}")
    return Given(written.astimezone(dt.UTC), written.date(), offset or dt.timedelta(0))


def day_in_text(year: int, month: int, day: int, now: dt.datetime) -> dt.date | None:
    """The day that three numbers printed in a text name; None if there is no such day, or none a text can be from."""
    try:
        found = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if year >= EARLIEST_YEAR and found <= (now + AHEAD).date() else None


def _written(value: object) -> dt.datetime:
    """The date and time as written: naive where no zone was given."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # naive: the caller decides
    if not isinstance(value, str):
        raise BadTime(f"expected an ISO 8601 date as text, got {shown(value)}")
    text = value.strip()
    if not text:
        raise BadTime("empty date")
    if match := _ISO.fullmatch(text):
        return _from_iso(match, value)
    if _NUMBER.fullmatch(text):
        raise BadTime(f"a bare number is no date, write ISO 8601 (2023-07-12T03:58:00Z): {shown(value)}")
    if _MAIL.fullmatch(text):
        try:
            return parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            raise BadTime(f"no such date: {shown(value)}") from None
    raise BadTime(f"neither ISO 8601 nor RFC 2822: {shown(value)}")


def _from_iso(match: re.Match[str], value: object) -> dt.datetime:
    part = match.groupdict(default="0")
    month, day = (part[name] if match[name] else part[f"{name}_basic"] for name in ("month", "day"))
    micro = int(part["fraction"][:6].ljust(6, "0"))
    try:
        return dt.datetime(
            int(part["year"]), int(month), int(day), int(part["hour"]), int(part["minute"]), int(part["second"]), micro,
            tzinfo=_zone(match["zone"]),
        )  # fmt: skip
    except ValueError as error:
        raise BadTime(f"no such date ({error}): {shown(value)}") from None


def _zone(zone: str | None) -> dt.tzinfo | None:
    if zone is None:
        return None
    if zone[0] not in "+-\u2212":
        return dt.UTC
    digits = zone[1:].replace(":", "")
    minutes = int(digits[2:] or 0)
    if minutes > 59:
        raise ValueError("minute of the zone must be in 0..59")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=minutes)
    return dt.timezone(offset if zone[0] == "+" else -offset)


def shown(value: object) -> str:
    """A value for an error message: short, and harmless whatever it is."""
    if isinstance(value, str):
        return repr(value[:60])
    plain = value is None or isinstance(value, float | dt.date) or (isinstance(value, int) and abs(value) < 2**64)
    return repr(value) if plain else f"a value of type {type(value).__name__}"
