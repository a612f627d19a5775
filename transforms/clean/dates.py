"""Dates and times as pages print them above or below a text.

In: a short line or part of a line. Out: a Stamp if the whole of it is a date (and perhaps a time, a zone, a weekday).
A date of numbers only that could be read as two days (03/04/2023) is recognised as a date but names no day. A zone
that several countries use the name of counts as none. What no calendar has (2023-02-30) or lies ahead names no day.
"""

import datetime as dt
import functools
import re
import tomllib
from importlib import resources
from typing import Any, NamedTuple

from transforms.times import AHEAD, day_in_text

MAX_DATE_CHARACTERS = 80


class Stamp(NamedTuple):
    """A printed date."""

    at: dt.datetime | None
    """UTC; midnight where no time is printed, the time itself where no zone is."""
    day: dt.date | None
    """None: it reads as a date, but there is no such day or it is not clear which."""


@functools.cache
def _tables() -> tuple[dict[str, int], dict[str, int], re.Pattern[str]]:
    data: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("dates.toml").read_text("utf-8"))
    months = {name: int(number) for number, names in data["months"].items() for name in names}
    zones: dict[str, int] = data["zones"]
    weekday = "|".join(map(re.escape, sorted(data["weekdays"]["names"].split(), key=len, reverse=True)))
    month = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    zone = "|".join(map(re.escape, sorted(zones, key=len, reverse=True)))
    pattern = rf"""
        (?:(?:on|le|el|am|den|the)\s+)?
        (?:(?P<time1>{_TIME})\s*(?:(?P<zone1>{zone}|[ECMP]T|IST|CST|BST|AST)\b)?[\s,|·•–—-]*)?
        (?:(?:on|at)\s+)?
        (?:(?:{weekday})\b[.,]?\s*)?
        (?:
            (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
          | (?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]
          | (?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?
            (?P<m3>{month})\b\.?,?[\s-]+(?:de\s+|del\s+)?(?P<y3>\d{{4}})(?:\s+(?:года|г\.|року))?
          | (?P<m4>{month})\b\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})
          | (?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-](?P<y5>\d{{4}})
        )
        (?:[\s,T|·•–—-]*(?:(?:at|à|um|a\s+las|alle|às|в|as|,)\s+)?
           (?P<time2>{_TIME})(?:\s*(?P<zone2>{zone}|[ECMP]T|IST|CST|BST|AST|[+-]\d\d:?\d\d)\b)?
           (?:\s*\((?:UTC|GMT)?\s?[+-]?\d{{0,2}}:?\d{{0,2}}\))?)?
        (?:,?\s*(?:{weekday})\b\.?)?
        \s*[.|·•–—-]?
    """
    return months, zones, re.compile(pattern, re.VERBOSE | re.IGNORECASE)


_TIME = (
    r"\d{1,2}(?::\d\d){1,2}(?:\.\d{1,6})?(?:\s?[ap]\.?m\b\.?|\s?uhr)?"
    r"|\d{1,2}[h.]\d\d(?:\s?uhr|\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
)
_US_WINTER = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
_DIGITS = re.compile(r"\d+")


def stamp_source() -> str:
    """The pattern of a printed date without its groups, for use inside the rule tables."""
    return f"(?ix:(?=[^\\n]{{0,48}}\\d){re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', _tables()[2].pattern)})"


def read_stamp(text: str, now: dt.datetime) -> Stamp | None:
    """The date that `text` as a whole prints; None if it is no date. `now` is aware."""
    text = text.strip(" \t,;:|()[]·•–—-")
    if len(text) > MAX_DATE_CHARACTERS or not any(map(str.isdecimal, text)):
        return None
    match = _tables()[2].fullmatch(text)
    return _stamp(match, now) if match else None


def match_stamp(text: str, now: dt.datetime) -> tuple[Stamp, int] | None:
    """The date that `text` begins with, and where it ends; None if it begins with none."""
    match = _tables()[2].match(text[:MAX_DATE_CHARACTERS])
    return (_stamp(match, now), match.end()) if match else None


def _stamp(match: re.Match[str], now: dt.datetime) -> Stamp:
    months, zones, _ = _tables()
    part = match.groupdict()
    if part["y5"]:
        first, second = int(part["a"]), int(part["b"])
        if first <= 12 and second <= 12 and first != second:
            return Stamp(None, None)
        year, month, day = int(part["y5"]), *((second, first) if first > 12 else (first, second))
    else:
        n = next(n for n in "1234" if part[f"y{n}"])
        written = part[f"m{n}"]
        month = int(written) if written.isdecimal() else months[written.lower()]
        year, day = int(part[f"y{n}"]), int(part[f"d{n}"])
    found = day_in_text(year, month, day, now)
    if found is None:
        return Stamp(None, None)
    clock = part["time2"] or part["time1"]
    midnight = dt.datetime(found.year, found.month, found.day, tzinfo=dt.UTC)
    time_of_day = _clock(clock) if clock else None
    if time_of_day is None:
        return Stamp(midnight, found)
    zone = (part["zone2"] or part["zone1"] or "").lower()
    at = midnight + time_of_day - _offset(zone, found, zones)
    return Stamp(at, found) if at <= now + AHEAD else Stamp(None, None)


def _clock(text: str) -> dt.timedelta | None:
    """'3:14 PM' -> 15 h 14; None for what no clock shows."""
    numbers = [int(n) for n in _DIGITS.findall(text)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    lower = text.lower()
    second = numbers[2] if len(numbers) > 2 and lower.count(":") == 2 else 0
    if re.search(r"[ap]\.?m", lower):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "p" in lower else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return dt.timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(zone: str, day: dt.date, zones: dict[str, int]) -> dt.timedelta:
    if zone in zones:
        return dt.timedelta(hours=zones[zone])
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return offset if zone[0] == "+" else -offset
    if zone in _US_WINTER:
        return dt.timedelta(hours=_US_WINTER[zone] + _us_summer(day))
    return dt.timedelta()


def _us_summer(day: dt.date) -> int:
    """1 in the summer time of the United States (second Sunday of March to first Sunday of November), else 0."""
    second_sunday = 14 - dt.date(day.year, 3, 1).weekday()
    first_sunday = 7 - dt.date(day.year, 11, 1).weekday()
    return int(dt.date(day.year, 3, second_sunday) <= day < dt.date(day.year, 11, first_sunday))
