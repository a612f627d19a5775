"""What this room takes and gives."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Why a page gives no article; becomes a Refusal of the stage `extract`."""

    reason_code: str
    """`too_large`, `too_nested`, `not_html`, `no_article`, or what the page is instead (refuse.py): `consent_wall`,
    `error_page`, `paywall_stub`, `video_page`, `index_page`, `empty_shell`."""
    detail: str
    """For people: what was seen."""


class Removed(NamedTuple):
    """Something that stood in the text and is none of it."""

    rule_id: str
    text: str


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about its article. A field that the page does not give, or gives implausibly, is None."""

    title: str | None = None
    """Headline without the site's name, entities decoded."""
    byline: str | None = None
    """Names of authors, separated by '; '."""
    publisher: str | None = None
    published_at: dt.datetime | None = None
    """UTC; midnight UTC of the day where the page gives no time."""
    published_date: dt.date | None = None
    """The day as written."""
    published_offset: dt.timedelta = dt.timedelta(0)
    """Of the zone that the page gives the time in, from UTC."""
    updated_at: dt.datetime | None = None
    """UTC; only where it is later than published_at."""
    canonical_url: str | None = None
    """The address that the page gives for itself, as written; same site as its URL."""
    language: str | None = None
    """As declared: `en-GB`."""
    tags: tuple[str, ...] = ()
    rights: str | None = None
    is_liveblog: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where it was read: `json-ld datePublished`, `meta og:title`, `h1`."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article of a page."""

    body: str
    """Paragraphs separated by a single newline."""
    metadata: PageMetadata
    text_source: str = "blocks"
    """Where the text was read: `blocks`, `trafilatura` or `json-ld`."""
    removed: tuple[Removed, ...] = ()
    """Furniture inside the text, by rule."""
