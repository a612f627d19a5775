"""What the headers of an answer say: validators, when to come back, how long it stays fresh.

In: header values as http.client gives them, one character for each byte. Out: numbers and strings, or None for what is
missing or makes no sense; nothing here raises. RFC 9110 (Retry-After 10.2.3, dates 5.6.7), RFC 9111 (freshness 4.2).
"""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage

from transforms.web.model import Validators

KEPT = (
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "expires",
    "last-modified",
    "etag",
    "link",
    "retry-after",
    "server",
    "www-authenticate",
    "x-robots-tag",
)
"""Headers that an Answer keeps."""
MAX_VALUE = 4096
"""Characters of a header value; a longer one is dropped."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SECONDS = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,9})?")
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]{1,18})\"?\s*(?=,|$)", re.IGNORECASE)


def is_value(text: str) -> bool:
    """Whether a text can be sent as the value of a header, each character as one byte."""
    return len(text) <= MAX_VALUE and not _CONTROL.search(text) and all(character <= "\xff" for character in text)


def value(headers: HTTPMessage, name: str) -> str | None:
    """The first header of that name, if it is of use."""
    found = str(headers.get(name, "")).strip(" \t\r\n")
    return found if found and is_value(found) else None


def kept(headers: HTTPMessage) -> tuple[tuple[str, str], ...]:
    """The KEPT headers, several of one name joined."""
    found = ((name, ", ".join(str(each).strip() for each in headers.get_all(name, ()))) for name in KEPT)
    return tuple((name, text) for name, text in found if text and is_value(text))


def validators(headers: HTTPMessage) -> Validators:
    """ETag and Last-Modified, byte for byte."""
    return Validators(value(headers, "etag"), value(headers, "last-modified"))


def retry_after(headers: HTTPMessage, now: dt.datetime, most: float) -> float | None:
    """Seconds from now, between 0 and `most`."""
    text = value(headers, "retry-after")
    if text is None:
        return None
    if _SECONDS.fullmatch(text):
        seconds = float(text)
    elif (when := http_date(text)) is not None:
        seconds = (when - now).total_seconds()
    else:
        return None
    return min(max(seconds, 0.0), most)


def max_age(headers: HTTPMessage, most: float) -> float | None:
    """Seconds of freshness that are left, between 0 and `most`: max-age, else Expires minus Date; minus Age."""
    control = ", ".join(str(each) for each in headers.get_all("cache-control", ()))
    if found := _MAX_AGE.search(control[:MAX_VALUE]):
        seconds = float(found[1])
    else:
        expires, date = http_date(value(headers, "expires")), http_date(value(headers, "date"))
        if expires is None or date is None:
            return None
        seconds = (expires - date).total_seconds()
    age = value(headers, "age")
    if age is not None and _SECONDS.fullmatch(age):
        seconds -= max(float(age), 0.0)
    return min(max(seconds, 0.0), most)


def http_date(text: str | None) -> dt.datetime | None:
    """A date in any of HTTP's three forms, UTC."""
    if not text:
        return None
    try:
        when = parsedate_to_datetime(text)
        return when.astimezone(dt.UTC) if when.tzinfo else when.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, TypeError):
        return None
