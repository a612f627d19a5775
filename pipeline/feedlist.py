"""The feeds of a configuration: those of its tables and those of its OPML file, checked; and the file, with more feeds.

In: a `Feeds` as pipeline/config.py reads it. Out: `configured`, its feeds, each address once; every fault of the list
at once, each with its key. `append` adds tables `[[source.feeds]]` to the text of a configuration: what stands there
stays as it is, comments too, and the file is replaced as a whole, after the new one has been read back.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import ConfigError, Duration, Feed, Feeds, duration, load
from transforms.sources.feeds import DEFAULT, FeedFailure, FeedList, Outline, read_opml
from transforms.urls import canonical_url
from transforms.web import Limits, Policy
from transforms.web.model import Fault
from transforms.web.targets import parse_target

MAX_SHOWN = 50
"""Faults of an OPML file that are named; the others are counted."""
_COUNTRY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_UNITS = (("w", 604800.0), ("d", 86400.0), ("h", 3600.0), ("m", 60.0), ("s", 1.0), ("ms", 0.001))


class Unwritable(Exception):
    """A configuration file cannot take more feeds; it is as it was."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a configuration, and where it stands there."""

    key: str
    """Such as `source.feeds[3]`, or the OPML file with the address."""
    feed: Feed
    outline: Outline | None = None
    """As the OPML file has it, for what a table has no keys for."""


def configured(source: Feeds, base: Path) -> tuple[Feed, ...]:
    """The feeds of the tables, then those of `feeds_file`, each address once.

    `base`: what a relative `feeds_file` is relative to, the working directory. Raises ConfigError with every fault,
    one a line, each with its key: also of what holds for all feeds.
    """
    found = tuple(one.feed for one in listed(source, base))
    if not found:
        raise ConfigError("source.feeds: no feed; add [[source.feeds]] tables or a feeds_file")
    return found


def listed(source: Feeds, base: Path) -> tuple[Listed, ...]:
    """As `configured`, with the places where the feeds stand; a list may still be empty."""
    faults = list(_general_faults(source))
    own = [Listed(f"source.feeds[{at}]", feed) for at, feed in enumerate(source.feeds, 1)]
    for one in own:
        faults += [f"{one.key}.{key}: {why}" for key, why in feed_faults(one.feed, source)]
    outlines = _of_file(source, base, faults) if source.feeds_file else []
    first: dict[str, str] = {}
    for one in (*own, *outlines):
        before = first.setdefault(identity(one.feed.url), one.key)
        if before != one.key:
            faults.append(f"{one.key}{'' if one.outline else '.url'}: the same feed as {before}: {one.feed.url:.200}")
    if faults:
        raise ConfigError("\n".join(faults))
    return (*own, *outlines)


def identity(url: str) -> str:
    """What two addresses of one feed have in common; the address itself where it is none."""
    return canonical_url(url) or url


def feed_faults(feed: Feed, source: Feeds) -> list[tuple[str, str]]:
    """(key, what is wrong) for each value of a feed that cannot be used."""
    faults = []
    try:
        parse_target(feed.url)
    except Fault as fault:
        faults.append(("url", fault.problem.detail))
    if feed.country is not None and not _COUNTRY.fullmatch(feed.country):
        faults.append(
            ("country", f"expected three capitals (ISO 3166-1 alpha-3) such as NOR, got {feed.country!r:.60}")
        )
    if feed.language is not None and not _LANGUAGE.fullmatch(feed.language):
        faults.append(("language", f"expected a code (BCP 47) such as en or pt-BR, got {feed.language!r:.60}"))
    if feed.min_interval is not None and feed.min_interval > source.max_interval:
        longest = spelled(source.max_interval)
        faults.append(("min_interval", f"{spelled(feed.min_interval)} is longer than source.max_interval, {longest}"))
    return faults


def policy(source: Feeds) -> Policy:
    """How feeds are fetched. Raises ConfigError."""
    limits = source.limits
    try:
        return Policy(
            source.user_agent,
            source.allow_hosts,
            ca_file=source.ca_file,
            limits=Limits(
                connect_seconds=limits.connect,
                read_seconds=limits.read,
                total_seconds=limits.total,
                wire_bytes=max(limits.feed_bytes, limits.page_bytes),
                decoded_bytes=max(limits.feed_bytes, limits.page_bytes),
                redirects=limits.redirects,
            ),
        )
    except ValueError as error:
        raise ConfigError("\n".join(f"source.{fault}" for fault in str(error).split("; "))) from None


def _general_faults(source: Feeds) -> Iterator[str]:
    """Of what holds for all feeds."""
    limits, politeness = source.limits, source.politeness
    ones = {
        "source.limits.feed_bytes": limits.feed_bytes,
        "source.limits.page_bytes": limits.page_bytes,
        "source.limits.entries": limits.entries,
        "source.limits.page_attempts": limits.page_attempts,
        "source.politeness.per_host": politeness.per_host,
        "source.politeness.threads": politeness.threads,
    }
    zeros = [f"{key}: must be at least 1" for key, value in ones.items() if value < 1]
    yield from zeros
    if not zeros:
        try:
            policy(source)
        except ConfigError as error:
            yield from str(error).splitlines()
    if source.min_interval > source.max_interval:
        shortest, longest = spelled(source.min_interval), spelled(source.max_interval)
        yield f"source.min_interval: {shortest} is longer than source.max_interval, {longest}"
    if source.ca_file and not Path(source.ca_file).is_file():
        yield f"source.ca_file: {source.ca_file}: no such file"


# --- OPML ---


def opened(path: Path) -> FeedList | FeedFailure:
    """The feeds that an OPML file lists. Raises OSError."""
    with path.open("rb") as file:
        return read_opml(file.read(DEFAULT.max_bytes + 1))


def of_outline(outline: Outline) -> tuple[Feed, list[tuple[str, str]]]:
    """An outline as a feed, and the values that could not be taken over."""
    interval = duration(outline.min_interval) if outline.min_interval else None
    faults = []
    if outline.min_interval and interval is None:
        faults.append(("min_interval", f"expected a positive duration such as 15m, got {outline.min_interval!r:.60}"))
    feed = Feed(
        outline.url,
        outline.title,
        outline.country,
        outline.language,
        interval,
        outline.full_text,
        verified=outline.verified,
    )
    return feed, faults


def to_outline(one: Listed) -> Outline:
    """A feed as an outline: with the folders and the site that it had in its own OPML file."""
    feed, before = one.feed, one.outline or Outline(one.feed.url)
    return replace(
        before,
        url=feed.url,
        title=feed.title,
        language=feed.language,
        country=feed.country,
        min_interval=spelled(feed.min_interval) if feed.min_interval is not None else None,
        full_text=feed.full_text,
        verified=feed.verified,
    )


def _of_file(source: Feeds, base: Path, faults: list[str]) -> list[Listed]:
    """The feeds of the OPML file; what cannot be used of it becomes a fault."""
    path = base / (source.feeds_file or "")
    key = f"source.feeds_file: {source.feeds_file}"
    try:
        found = opened(path)
    except OSError as error:
        faults.append(f"{key}: cannot be read: {error.strerror}")
        return []
    if isinstance(found, FeedFailure):
        faults.append(f"{key}: no list of feeds (OPML): {found.detail}")
        return []
    own = [f"{key}: no address of a feed: {url!r:.200}" for url in found.unusable]
    feeds = []
    for outline in found.outlines:
        feed, missed = of_outline(outline)
        own += [f"{key}: {feed.url:.200}: {name}: {why}" for name, why in (*missed, *feed_faults(feed, source))]
        feeds.append(Listed(f"{key}: {feed.url:.200}", feed, outline))
    faults += own[:MAX_SHOWN]
    if len(own) > MAX_SHOWN:
        faults.append(f"{key}: {len(own) - MAX_SHOWN} more faults")
    return feeds


# --- the file ---


def append(path: Path, feeds: Sequence[Feed], notes: Sequence[str | None] = ()) -> None:
    """Add tables for these feeds to a configuration file, `notes` as comments in front of them.

    The new text is read back before it takes the place of the old one, at once and as a whole; whoever else adds waits.
    Raises Unwritable, with the file as it was, where it cannot be written or its form does not allow for tables at
    its end.
    """
    path = path.resolve()  # a link stays one
    with _alone(path):
        try:
            before = load(path).source
            old = path.read_bytes().decode()
        except (OSError, ConfigError) as error:
            raise Unwritable(f"{path}: {error}") from None
        there = {identity(feed.url) for feed in before.feeds} if isinstance(before, Feeds) else set()
        for feed in feeds:
            if identity(feed.url) in there:
                raise Unwritable(f"{path}: {feed.url}: stands there by now")
        newline = "\r\n" if "\r\n" in old else "\n"
        gap = "" if not old or old.endswith(newline) else newline
        try:
            with _beside(path) as new:
                new.write_bytes(f"{old}{gap}{tables(feeds, notes).replace(chr(10), newline)}".encode())
                _verify(path, new, before, feeds)
                shutil.copymode(path, new)
                new.replace(path)
        except OSError as error:
            raise Unwritable(f"{path}: cannot be written: {error.strerror}") from None


def _verify(path: Path, new: Path, before: object, feeds: Sequence[Feed]) -> None:
    """Raise Unwritable unless the new file says what the old one does, and these feeds."""
    why = "it would be read in another way"
    try:
        after = load(new).source
    except ConfigError as error:
        after, why = None, str(error).removeprefix(f"{new}: ")
    if not isinstance(before, Feeds) or after != replace(before, feeds=(*before.feeds, *feeds)):
        raise Unwritable(
            f"{path}: not changed, no tables [[source.feeds]] can be added at its end: {why}. Add by hand:\n"
            f"{tables(feeds)}"
        )


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone afterwards unless it was moved."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def tables(feeds: Sequence[Feed], notes: Sequence[str | None] = ()) -> str:
    """Feeds as TOML tables, each after a blank line; keys that say nothing new are left out."""
    written = []
    for at, feed in enumerate(feeds):
        values = {
            "url": text(feed.url),
            "title": text(feed.title) if feed.title is not None else None,
            "country": text(feed.country) if feed.country is not None else None,
            "language": text(feed.language) if feed.language is not None else None,
            "min_interval": text(spelled(feed.min_interval)) if feed.min_interval is not None else None,
            "full_text": "true" if feed.full_text else None,
            "verified": None if feed.verified else "false",
        }
        note = notes[at] if at < len(notes) else None
        comment = f"# {note}\n" if note else ""
        lines = "".join(f"{key} = {value}\n" for key, value in values.items() if value is not None)
        written.append(f"\n{comment}[[source.feeds]]\n{lines}")
    return "".join(written)


def text(value: str) -> str:
    """A TOML basic string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def spelled(seconds: float) -> str:
    """A duration as a configuration writes it, in the largest unit that it is a whole number of."""
    for name, unit in _UNITS:
        count = round(seconds / unit)
        if count and Duration(count * unit) == seconds:
            return f"{count}{name}"
    return f"{seconds * 1000:.6f}".rstrip("0").rstrip(".") + "ms"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the folder of a file: of several that add at a time, each sees what the one before has written."""
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise Unwritable(f"{path}: cannot be read: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def known(feeds: Iterable[Listed]) -> dict[str, str]:
    """Identity -> key of each feed that stands in a configuration."""
    return {identity(one.feed.url): one.key for one in feeds}
