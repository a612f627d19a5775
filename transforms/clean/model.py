"""What the cleaner takes and gives."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Zone = Literal["head", "tail", "any"]
"""Where a rule holds: before the first prose paragraph, after the last one, or anywhere."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One piece of text that a rule took out."""

    rule_id: str
    text: str
    """What was removed, white space folded, at most 500 characters of it."""
    start: int | None = None
    """Where it stands in the text that was given; None where white space or characters were folded inside it."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without furniture, and what the furniture said."""

    body: str
    """Paragraphs separated by a single newline; "" where nothing but furniture was found."""
    title: str | None = None
    """The title that was given, else the headline that stood above the text."""
    publisher: str | None = None
    """The agency of the dateline or byline, else the owner named in the copyright line."""
    byline: str | None = None
    """Authors, separated by '; '."""
    dateline: str | None = None
    """The place (and day) of the dateline, as written: 'KYIV, March 3'."""
    published_at: dt.datetime | None = None
    """UTC. A time without a zone is read as UTC, a date without a time as midnight."""
    published_date: dt.date | None = None
    """The day as written."""
    updated: bool = False
    """The text says that it was changed after publication."""
    updated_at: dt.datetime | None = None
    tags: tuple[str, ...] = ()
    rights: str | None = None
    """Copyright lines as printed, separated by a space."""
    removed: tuple[Removal, ...] = ()
    """In the order in which the rules took them."""


LENGTHS = (100, 200, 700)
"""Lines are asked about in three classes: most of what rules look for is short, most prose is not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a rule table: what goes, why, and texts that show it."""

    id: str
    reason: str
    pattern: str
    """For the whole line; of a prefix rule, for the start of a paragraph."""
    zone: Zone = "any"
    sentence: bool = True
    """The rule also holds for a sentence of a longer paragraph, where it stands at that paragraph's end or in an
    unbroken document; not only for a line of its own."""
    needs: tuple[str, ...] = ()
    """The lower-cased line (a prefix: the first 240 characters as they are) holds one of these: looked for first,
    where the pattern is dear. Empty: always try."""
    longest: int = 200
    """Characters of the longest line that it is tried on: one of LENGTHS."""
    updated: bool = False
    """What it removes says that the text was changed after publication."""
    name: bool = False
    """A match counts only when its `byline` group reads as names of people."""
    examples: tuple[tuple[str, str], ...] = ()
    """Before and after; after is empty for a line rule, which takes the whole line."""
    keeps: tuple[str, ...] = ()
    """Lines much like them that stay."""


@dataclass(frozen=True, slots=True)
class Block:
    """The heading of a list of other articles."""

    id: str
    reason: str
    pattern: str
    bare: bool
    """The heading goes also where prose follows at once; otherwise it may be a crosshead and stays."""
    examples: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rule that changes a paragraph in place: removes an inline prompt, closes a gap."""

    id: str
    reason: str
    pattern: str
    replace: str
    needs: tuple[str, ...]
    """Every match contains one of these: looked for first, which is far cheaper than the pattern."""
    examples: tuple[tuple[str, str], ...] = ()
    """Before and after."""
    keeps: tuple[str, ...] = ()
