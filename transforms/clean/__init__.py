"""Plain text as a site or an export hands it over -> the article, and what its furniture said.

    cleaned = clean_text(text, now=run.started_at)
    cleaned.body, cleaned.title, cleaned.publisher, cleaned.published_at, cleaned.removed ...

The rules are tables: rules.toml (lines and lists), openings.toml (what is glued before the first words, what is
mended inside a paragraph), headlines.toml and dates.toml (words). Imports nothing but the standard library.
"""

import datetime as dt
from collections.abc import Collection

from transforms.clean.cleaner import clean
from transforms.clean.model import Cleaned, Removal

__all__ = ["RULES_VERSION", "Cleaned", "Removal", "clean_text"]

RULES_VERSION = "1"
"""Goes up with every change of what the cleaner removes or where it breaks."""


def clean_text(
    text: str,
    title: str | None = None,
    known: Collection[str] = (),
    *,
    now: dt.datetime,
    keep: frozenset[str] = frozenset(),
) -> Cleaned:
    """Take the furniture out of a text.

    title: what the source gives as headline; None lets an open line above the text be it.
    known: other strings of the source (site, section, author) that go where they stand on a line of their own.
    now: aware; a printed date that lies ahead of it is none.
    keep: ids of rules (standfirst, headline, those of openings.toml) that only read what they would take out.

    Never fails on a text. The body is "" when nothing but furniture was found. Cleaning the body again with the same
    arguments changes nothing.
    """
    return clean(text, title, known, now, keep)
