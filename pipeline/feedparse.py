"""`demarche feeds parse`: saved feeds in, their entries as JSON lines out, in order, without Beam.

Every entry says in `flags` what is doubtful about it or about its feed. What is no feed becomes a line on stderr with
`file`, `reason_code` and `detail`, and a count at the end. Exit 1 where a file cannot be read, or none is a feed.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from transforms.sources import streams
from transforms.sources.feeds import DEFAULT, Entry, Feed, parse_feed
from transforms.sources.files import LocalFiles, expand

OF_THE_FEED = frozenset(("entries_cut", "expired", "ill_formed"))
"""Flags of a feed that are printed with each of its entries."""


class NoFeed(NamedTuple):
    """Why there is nothing to print for a file."""

    reason_code: str
    detail: str


def parse(files: Sequence[str], *, url: str | None = None) -> int:
    """Print one JSON line per entry of each file. Returns the exit status."""
    now, tally, entries = dt.datetime.now(dt.UTC), Counter[str](), 0
    for name, body in _bodies(files):
        found = body if isinstance(body, NoFeed) else parse_feed(body, now, url)
        if isinstance(found, Feed):
            tally[""] += 1
            entries += len(found.entries)
            for entry in found.entries:
                print(json.dumps({"file": name, **line(entry, found)}, ensure_ascii=False))
        else:
            tally[found.reason_code] += 1
            fault = {"file": name, "reason_code": found.reason_code, "detail": found.detail}
            print(json.dumps(fault, ensure_ascii=False), file=sys.stderr)
    return _status(tally, entries)


def line(entry: Entry, feed: Feed) -> dict[str, Any]:
    """An entry as it is printed."""
    return {
        "id": entry.entry_id,
        "title": entry.title,
        "link": entry.link,
        "published_at": _shown(entry.published_at),
        "updated_at": _shown(entry.updated_at),
        "byline": entry.byline,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "flags": sorted({*entry.flags, *OF_THE_FEED.intersection(feed.flags)}),
        "guid": entry.guid,
        "language": entry.language,
        "categories": entry.categories,
    }


def _shown(at: dt.datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _bodies(files: Sequence[str]) -> Iterator[tuple[str, bytes | NoFeed]]:
    for name in files:
        if name == "-":
            yield name, _read(sys.stdin.buffer)
            continue
        for path in expand([name], LocalFiles()) if Path(name).is_dir() else [name]:
            try:
                with LocalFiles().open(path) as file:
                    yield path, _read(file)
            except OSError as error:
                yield path, NoFeed("unreadable", error.strerror or type(error).__name__)


def _read(file: BinaryIO) -> bytes | NoFeed:
    """The bytes of a file, decompressed, within the limit for a feed."""
    try:
        return streams.ByteStream(file, streams.DEFAULT).read_at_most(DEFAULT.max_bytes)
    except streams.StreamFault as fault:
        return NoFeed(fault.code, fault.detail)


def _status(tally: Counter[str], entries: int) -> int:
    """0, or 1 with one line where a file could not be read or there was no feed among them."""
    feeds, failed = tally.pop("", 0), tally.total()
    if failed:
        reasons = ", ".join(f"{count} {reason}" for reason, count in tally.most_common())
        print(f"demarche feeds parse: {entries} entries of {feeds} feeds, {failed} failed: {reasons}", file=sys.stderr)
    return 1 if failed and (not feeds or "unreadable" in tally) else 0
