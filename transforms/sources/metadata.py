"""What a source says about a document: keys of a JSON line, of a sidecar file or of front matter, checked.

In: a flat mapping as it was written. Out: the Document fields that it gives. Unknown keys are ignored, empty values are
absent; a value of the wrong type or a date that cannot be is a BadMetadata: never passed on, never silently dropped.

Front matter stands at the very start of a text: flat `key: value` lines between two `---` lines, or TOML between two
`+++` lines. A text that merely begins with such a rule has no known key below it and is left alone.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from transforms.records import PublishedAtSource
from transforms.sources.decode import DecodeRefusal, decode, scrub
from transforms.times import BadTime, parse_given, shown

TextKey = Literal["url", "title", "byline", "publisher", "language", "source_domain", "feed_url"]
TEXT_KEYS: tuple[TextKey, ...] = ("url", "title", "byline", "publisher", "language", "source_domain", "feed_url")
DATE_KEYS = ("published_at", "updated_at", "fetched_at")
KNOWN_KEYS = frozenset((*TEXT_KEYS, *DATE_KEYS, "id"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)


class Known(TypedDict, total=False):
    """Fields of a Document that its source gives."""

    url: str
    title: str
    byline: str
    publisher: str
    language: str
    source_domain: str
    feed_url: str
    published_at: dt.datetime
    published_date: dt.date
    published_at_source: PublishedAtSource
    updated_at: dt.datetime
    fetched_at: dt.datetime


class BadMetadata(ValueError):
    """Metadata that cannot be used. `code` is the reason code of the Refusal."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def known_fields(given: Mapping[str, object], now: dt.datetime) -> Known:
    """The Document fields that `given` names. Raises BadMetadata (bad_value, bad_date)."""
    fields: Known = {}
    for key in TEXT_KEYS:
        if text := text_value(given, key):
            fields[key] = text
    if language := fields.get("language"):
        if not _LANGUAGE.fullmatch(language):
            raise BadMetadata("bad_value", f"language: {language!r:.60} is no BCP 47 code such as en or zh-Hans")
        fields["language"] = language.replace("_", "-")
    if published := _date(given, "published_at", now):
        fields["published_at"], fields["published_date"] = published
        fields["published_at_source"] = "metadata"
    if updated := _date(given, "updated_at", now):
        fields["updated_at"] = updated[0]
    if fetched := _date(given, "fetched_at", now):
        fields["fetched_at"] = fetched[0]
    return fields


def text_value(given: Mapping[str, object], key: str) -> str | None:
    """A text of the mapping, stripped; None where it is absent or blank. Raises BadMetadata (bad_value)."""
    value = given.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadMetadata("bad_value", f"{key}: expected text, got {shown(value)}")
    return scrub(value).strip() or None


def given_id(given: Mapping[str, object]) -> str | None:
    """The document's own id: text, or a whole number. Raises BadMetadata (bad_value)."""
    value = given.get("id")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**64:
        return str(value)
    return text_value(given, "id")


def parse_sidecar(data: bytes) -> dict[str, Any]:
    """The JSON object of a sidecar file. Raises BadMetadata (bad_metadata)."""
    decoded = decode(data, None, is_html=False)
    if isinstance(decoded, DecodeRefusal):
        raise BadMetadata("bad_metadata", decoded.detail)
    try:
        found = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise BadMetadata("bad_metadata", f"no valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise BadMetadata("bad_metadata", f"expected a JSON object, got {shown(found)}")
    return found


# --- front matter ---

_YAML_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?", re.ASCII)
_TOML_LINE = re.compile(r"[ \t]*[A-Za-z_][\w-]*[ \t]*=", re.ASCII)
_NULLS = ("", "null", "~")


def split_front_matter(text: str, max_size: int) -> tuple[dict[str, object], str]:
    """(what the front matter gives, the text below it); ({}, the whole text) where there is none.

    Raises BadMetadata (bad_metadata) for TOML that is none.
    """
    rule = text[:3]
    if rule not in ("---", "+++"):
        return {}, text
    first, _, rest = text[: max_size + 8].partition("\n")
    end = re.search(rf"^{re.escape(rule)}[ \t]*$", rest, re.MULTILINE)
    if first.strip() != rule or end is None:
        return {}, text
    block = rest[: end.start()]
    found = _flat_yaml(block) if rule == "---" else _toml(block)
    if not KNOWN_KEYS.intersection(found):
        return {}, text
    return found, text[len(first) + 1 + end.end() :].lstrip("\n")


def _flat_yaml(block: str) -> dict[str, object]:
    """Flat `key: value` lines; {} where other lines stand between them. Deeper levels are not read."""
    found: dict[str, object] = {}
    for line in block.split("\n"):
        if not line.strip() or line.startswith("#") or (found and line.startswith((" ", "\t", "- "))):
            continue
        match = _YAML_LINE.fullmatch(line.rstrip())
        if not match:
            return {}
        value = (match[2] or "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        elif value in _NULLS:
            continue
        found[match[1].lower()] = value
    return found


def _toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError) as error:
        if any(_TOML_LINE.match(line) for line in block.split("\n")):
            raise BadMetadata("bad_metadata", f"front matter: {error}") from None
        return {}


def _date(given: Mapping[str, object], key: str, now: dt.datetime) -> tuple[dt.datetime, dt.date] | None:
    value = given.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        found = parse_given(value, now)
    except BadTime as error:
        raise BadMetadata("bad_date", f"{key}: {error}") from None
    return found.at, found.day
