"""`demarche feeds`: the list of feeds of a configuration, and what saved feeds hold. Without Beam.

    add, import     more feeds into the configuration's file, which keeps all else that it says
    export          the configured feeds as OPML
    list            how each configured feed is doing (pipeline/feedstatus.py)
    discover        the feeds of a site, one JSON line each
    parse           saved feeds -> their entries (pipeline/feedparse.py)

Exit status: 0 done · 1 a feed or a file is not what it should be, or stands there already · 2 unusable arguments or
configuration, every fault at once.
"""

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.config import ConfigError, Feed, Feeds, duration, load
from pipeline.feedfind import Asked, Found, Missed, ask, described, feeds_of
from pipeline.feedlist import (
    Listed,
    Unwritable,
    append,
    feed_faults,
    identity,
    known,
    listed,
    of_outline,
    opened,
    policy,
    to_outline,
)
from pipeline.feedstatus import as_json, as_table, statuses
from transforms.sources.feeds import DEFAULT, FeedFailure, FeedList, Outline, read_opml, write_opml
from transforms.web import Fetcher

MAX_NOTES = 50
"""Feeds of an import that are spoken of one by one."""


class Failed(Exception):
    """A command ends here; the message says why."""


class Unusable(Exception):
    """Of the command's arguments, every fault a line."""


def add(
    config: str,
    url: str,
    *,
    title: str | None = None,
    country: str | None = None,
    language: str | None = None,
    min_interval: str | None = None,
    full_text: bool = False,
    fetch: bool = True,
) -> int:
    """Append one feed to a configuration, after it has been seen to be one. Returns the exit status."""

    def work(source: Feeds, there: Sequence[Listed]) -> None:
        interval = duration(min_interval) if min_interval is not None else None
        feed = Feed(url, title, country, language, interval, full_text, verified=fetch)
        faults = [(_option(key), why) for key, why in feed_faults(feed, source)]
        if min_interval is not None and interval is None:
            faults.append(("--min-interval", f"expected a positive duration such as 15m, got {min_interval!r:.60}"))
        if title is not None and not (title.isprintable() and title.strip()):
            faults.append(("--title", f"expected printable text, got {title!r:.60}"))
        if faults:
            raise Unusable("\n".join(f"{key}: {why}" for key, why in faults))
        places = known(there)
        _refuse_known(url, places)
        said = "not fetched, marked verified = false"
        if fetch:
            feed, said = _seen(feed, source)
            _refuse_known(feed.url, places)
        append(Path(config), [feed])
        print(f"added {feed.url}: {said}")

    return _command("add", config, work)


def discover(config: str, url: str) -> int:
    """Print the feeds of a site, one JSON line each. Returns the exit status: 1 where there is none."""

    def work(source: Feeds, _: Sequence[Listed]) -> None:
        fetcher = _fetcher(source)
        first = ask(url, source, fetcher)
        if first.feed is not None:
            _print(described(first.answer.permanent_url or url, first.feed))
            return
        if not first.is_page:
            raise Failed(f"{url}: {first.why}")
        count = 0
        for one in feeds_of(first, source, fetcher):
            if isinstance(one, Missed):
                print(f"demarche feeds discover: {one.url}: announced, but {one.why}", file=sys.stderr)
            else:
                count += 1
                _print(one)
        if not count:
            raise Failed(f"{url}: no feed found")

    return _command("discover", config, work)


def import_(config: str, file: str) -> int:
    """Append the feeds of an OPML list that a configuration has not yet. Returns the exit status."""

    def work(source: Feeds, there: Sequence[Listed]) -> None:
        found = _opml(file)
        places = known(there)
        new: list[tuple[Feed, str | None]] = []
        notes: list[str] = [f"{url!r}: dropped: no address of a feed" for url in found.unusable]
        dropped, already = found.dropped, 0
        for outline in found.outlines:
            feed, why = _importable(outline, source, notes)
            if feed is None:
                dropped += 1
                notes.append(f"{outline.url:.200}: dropped: {why}")
            elif identity(feed.url) in places:
                already += 1
            else:
                places[identity(feed.url)] = feed.url
                new.append((feed, " / ".join(outline.folders) or None))
        if new:
            append(Path(config), [feed for feed, _ in new], _headings([folder for _, folder in new]))
        for note in notes[:MAX_NOTES]:
            print(f"demarche feeds import: {note}", file=sys.stderr)
        if len(notes) > MAX_NOTES:
            print(f"demarche feeds import: {len(notes) - MAX_NOTES} more notes", file=sys.stderr)
        print(f"{len(new)} added, {already} known, {dropped} dropped")

    return _command("import", config, work)


def export(config: str, output: str | None = None) -> int:
    """Write the configured feeds as OPML. Returns the exit status."""

    def work(_: Feeds, there: Sequence[Listed]) -> None:
        written = write_opml((to_outline(one) for one in there), title=Path(config).stem)
        if output is None:
            sys.stdout.buffer.write(written)
            return
        try:
            Path(output).write_bytes(written)
        except OSError as error:
            raise Failed(f"{output}: cannot be written: {error.strerror}") from None

    return _command("export", config, work)


def list_(config: str, *, output: str | None = None, lines: bool = False) -> int:
    """Print how each configured feed is doing: a table, or JSON lines. Returns the exit status.

    `output`: the root of the dataset, instead of the configured one.
    """

    def work(source: Feeds, there: Sequence[Listed]) -> None:
        from transforms.lake.store import DatasetError

        try:
            found = statuses([one.feed for one in there], output or load(config).output)
        except DatasetError as error:
            raise Unusable(str(error)) from None
        except OSError as error:
            raise Failed(f"the state cannot be read: {error}") from None
        for line in map(as_json, found) if lines else as_table(found):
            print(line)
        tally = Counter(one.status for one in found)
        counts = ", ".join(f"{count} {status}" for status, count in tally.most_common())
        print(f"demarche feeds list: {len(found)} feeds{': ' if counts else ''}{counts}", file=sys.stderr)

    return _command("list", config, work)


# --- the parts ---


def _command(name: str, config: str, work: Callable[[Feeds, Sequence[Listed]], None]) -> int:
    """Do the work of a command on a configuration of feeds; what stops it is said, and becomes the exit status."""
    try:
        source = load(config).source
    except ConfigError as error:
        return _refused(name, str(error))
    try:
        if not isinstance(source, Feeds):
            raise ConfigError(f"source.kind: feeds is needed here, not {source.kind}")
        work(source, listed(source, Path()))
    except ConfigError as error:
        return _refused(name, *(f"{config}: {line}" for line in str(error).splitlines()))
    except (Unusable, Unwritable) as error:
        return _refused(name, str(error))
    except Failed as error:
        print(f"demarche feeds {name}: {error}", file=sys.stderr)
        return 1
    return 0


def _refused(name: str, *faults: str) -> int:
    for line in "\n".join(faults).splitlines():
        print(f"demarche feeds {name}: {line}", file=sys.stderr)
    return 2


def _fetcher(source: Feeds) -> Fetcher:
    try:
        return Fetcher(policy(source))
    except OSError as error:
        raise ConfigError(f"source.ca_file: {source.ca_file}: {error.strerror or error}") from None


def _option(key: str) -> str:
    return "URL" if key == "url" else f"--{key.replace('_', '-')}"


def _refuse_known(url: str, places: dict[str, str]) -> None:
    if (place := places.get(identity(url))) is not None:
        raise Failed(f"{url}: stands there already, as {place}")


def _seen(feed: Feed, source: Feeds) -> tuple[Feed, str]:
    """The feed as it answers: where it has moved for good, with its own title; and what is to be said of it."""
    asked = ask(feed.url, source, _fetcher(source))
    if asked.feed is None:
        raise Failed(_no_feed(feed.url, asked))
    found = asked.feed
    url = asked.answer.permanent_url or feed.url
    title = feed.title or (found.title if found.title and found.title.isprintable() else None)
    moved = f"; {feed.url} has moved there for good" if url != feed.url else ""
    flaws = f"; {', '.join(found.flags)}" if found.flags else ""
    named = f"{title}, " if title else ""
    return dataclasses.replace(feed, url=url, title=title), (
        f"{named}{len(found.entries)} entries ({found.version}){flaws}{moved}"
    )


def _no_feed(url: str, asked: Asked) -> str:
    """Why an address is none of a feed, with what it announces instead."""
    if not asked.is_page:
        return f"{url}: {asked.why}"
    told = asked.announced
    if not told:
        return f"{url}: a page that announces no feed; `demarche feeds discover` also looks in the customary places"
    lines = "".join(f"\n  {one.url}" + (f"  {one.title}" if one.title else "") for one in told)
    return f"{url}: a page, not a feed. It announces:{lines}"


def _print(found: Found) -> None:
    print(json.dumps(dataclasses.asdict(found), ensure_ascii=False))


def _opml(file: str) -> FeedList:
    try:
        found = read_opml(sys.stdin.buffer.read(DEFAULT.max_bytes + 1)) if file == "-" else opened(Path(file))
    except OSError as error:
        raise Failed(f"{file}: cannot be read: {error.strerror}") from None
    if isinstance(found, FeedFailure):
        raise Failed(f"{file}: no list of feeds (OPML): {found.reason_code}: {found.detail}")
    return found


def _importable(outline: Outline, source: Feeds, notes: list[str]) -> tuple[Feed | None, str]:
    """An outline as a feed of a configuration, its unusable values left out; None, and why, without an address."""
    feed, missed = of_outline(outline)
    faults = [*missed, *feed_faults(feed, source)]
    for key, why in faults:
        if key == "url":
            return None, why
        notes.append(f"{outline.url:.200}: {key} left out: {why}")
    without: dict[str, Any] = dict.fromkeys(key for key, _ in faults)
    return dataclasses.replace(feed, verified=False, **without), ""


def _headings(folders: list[str | None]) -> list[str | None]:
    """The folder of a feed where it differs from that of the feed before: a comment in front of it."""
    return [folder if not at or folder != folders[at - 1] else None for at, folder in enumerate(folders)]
