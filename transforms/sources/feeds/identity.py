"""Which entry this is, and whether it has changed.

In: the entries of one document, as they were read. Out: each once, with its identity and the hash of its content.

The ladder: the guid, within the host of its feed (every second feed counts its guids from 1, and a guid that another
site uses is not taken over); without one, or where different entries share it, the canonical link; without that, title
and content. The hash is over what people read, so a new tracking pixel or time stamp is no update.
"""

import dataclasses
from collections.abc import Iterable

from transforms.ids import content_id, text_sha256
from transforms.sources.feeds.links import host
from transforms.sources.feeds.model import Entry, Flag
from transforms.sources.feeds.texts import strip_markup
from transforms.urls import canonical_url


def content_hash(entry: Entry) -> str:
    """SHA-256 of title, summary and content as text."""
    content = strip_markup(entry.content_html) if entry.content_html else ""
    return text_sha256(f"{entry.title or ''}\x1f{entry.summary or ''}\x1f{content}")


def entry_id(feed_host: str | None, guid: str | None, link: str | None, title: str | None, content: str) -> str:
    """The identity of an entry: of its guid, else its canonical link, else its title and the hash of its content."""
    if guid:
        return content_id("guid", feed_host, guid)
    if link:
        return content_id("link", link)
    return content_id("content", feed_host, title, content)


def identified(entries: Iterable[Entry], *addresses: str | None) -> tuple[tuple[Entry, ...], bool]:
    """The entries with their identities, each once, and whether some were left out as repeated.

    `addresses`: of the feed; the first that is one gives the host within which guids count.
    """
    feed_host = next((name for address in addresses if (name := host(address))), None)
    read = [(entry, content_hash(entry), canonical_url(entry.link)) for entry in entries]
    targets: dict[str, set[str]] = {}
    for entry, content, link in read:
        if entry.guid:
            targets.setdefault(entry.guid, set()).add(link or f"{entry.title}\x1f{content}")
    found: dict[str, Entry] = {}
    repeated = False
    for entry, content, link in read:
        shared = entry.guid is not None and len(targets[entry.guid]) > 1
        guid = None if shared else entry.guid
        identity = entry_id(feed_host, guid, link, entry.title, content)
        if identity in found:
            repeated = True
            continue
        extra: tuple[Flag, ...] = ("no_guid",) if entry.guid is None else ("repeated_guid",) if shared else ()
        found[identity] = dataclasses.replace(
            entry, entry_id=identity, content_sha256=content, flags=in_order(*entry.flags, *extra)
        )
    return tuple(found.values()), repeated


def in_order(*flags: Flag) -> tuple[Flag, ...]:
    """Flags, each once, sorted by name: the same whatever was found first."""
    return tuple(sorted(set(flags)))
