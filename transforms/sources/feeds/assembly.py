"""An Entry from its parts as any reader of feeds finds them: what they have in common is said once.

In: title, link and dates as `texts`, `links` and `dates` read them. Out: the Entry, with the flags that follow from its
parts; its identity and the hash of its content come later, from all entries of the document (see identity.py).
"""

from collections.abc import Iterable
from typing import Any

from transforms.sources.feeds.dates import FAULTS_OF_DATES, FeedDate
from transforms.sources.feeds.links import Link
from transforms.sources.feeds.model import Entry, Flag
from transforms.sources.feeds.texts import Text


def undone(*texts: Text) -> list[Flag]:
    """What had to be undone to get the texts."""
    flags: list[Flag] = ["double_encoded"] if any(text.double_encoded for text in texts) else []
    return flags + (["mojibake"] if any(text.mojibake for text in texts) else [])


def assemble(
    title: Text, link: Link, published: FeedDate, updated: FeedDate, flags: Iterable[Flag] = (), **plain: Any
) -> Entry:
    """The entry; `plain`: its other fields as they are, `flags`: those that its reader knows of besides."""
    found: list[Flag] = [*flags, *link.flags, *published.flags, *undone(title)]
    found += [flag for flag in updated.flags if flag in FAULTS_OF_DATES]
    found += ["no_title"] if not title.value else []
    found += ["no_link"] if not link.url else []
    found += ["no_date"] if published == FeedDate() else []
    return Entry(
        entry_id="",
        content_sha256="",
        title=title.value,
        link=link.url,
        published_at=published.given.at if published.given else None,
        published_date=published.given.day if published.given else None,
        updated_at=updated.given.at if updated.given else None,
        flags=tuple(found),
        **plain,
    )
