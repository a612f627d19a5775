"""Keeping the log small: files are put together, old bodies and polls go, the state is written down as a snapshot.

Order, so that a run may die anywhere: the snapshot, which names the merged files before they are there, then these,
then what both replace goes. A file that is named in a merged file's `replaces` or in the newest snapshot's `folded` is
not read again.
"""

import datetime as dt
import itertools
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake.store import Store
from transforms.polling import log
from transforms.polling.tables import ENTRIES, POLLS
from transforms.records import Run

MAX_FILES = 64
MAX_BYTES = 64 * 1024 * 1024
Partly = Mapping[str, Sequence[str]]
"""Name of a file of polls that is not worked off -> those feeds of it that are."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept, in seconds."""

    bodies: float
    polls: float
    entries: float


def compact(store: Store, run: Run, keep: Keep, *, force: bool = False, max_files: int = MAX_FILES) -> bool:
    """Compact the log if it has grown (`force`: always). Whether it did. Call it under the dataset's lock."""
    names = [*store.files(log.POLL_FOLDER), *store.files(log.PASS_FOLDER)]
    fresh = [name for name in names if not _is_merged(name)]
    if not force and len(fresh) <= max_files and sum(map(store.size, fresh)) <= MAX_BYTES:
        return False
    book = log.load(store)
    try:
        left = {poll.name for poll in book.unfinished}
        now = run.started_at
        polls = [n for n in book.files if n.startswith(log.POLL_FOLDER) and n not in left]
        passes = [n for n in book.files if n.startswith(log.PASS_FOLDER)]
        merged = [_name(folder, run) for folder in (log.POLL_FOLDER, log.PASS_FOLDER)]
        partly = {name: sorted(feeds) for name, feeds in sorted(book.partly.items()) if name in left}
        _snapshot(store, run, book, [*polls, *passes, *merged], partly, now, keep)
        _merge_polls(store, merged[0], polls, now, keep)
        _merge_passes(store, merged[1], passes, partly, now, keep)
        old = [n for n in store.files(log.SNAPSHOT_FOLDER) if log.stamp(now) not in n]
        for name in [*old, *(n for n in names if n not in left and n not in merged)]:
            store.delete(name)
    finally:
        book.close()
    return True


def _is_merged(name: str) -> bool:
    return name.rpartition("/")[2].startswith(log.MERGED)


def _name(folder: str, run: Run) -> str:
    return f"{folder}/{log.MERGED}{log.stamp(run.started_at)}-{secrets.token_hex(4)}.parquet"


def _merge_polls(store: Store, merged: str, names: Sequence[str], now: dt.datetime, keep: Keep) -> None:
    oldest, with_body = (now - dt.timedelta(seconds=seconds) for seconds in (keep.polls, keep.bodies))
    tables = [POLLS.empty_table()]
    for name in names:
        table, _ = log.read(store, name)
        table = table.filter(pc.greater_equal(table["polled_at"], _at(oldest)))
        body = pc.if_else(
            pc.greater_equal(table["polled_at"], _at(with_body)), table["body"], pa.scalar(None, pa.binary())
        )
        tables.append(table.set_column(table.schema.get_field_index("body"), "body", body).cast(POLLS))
    whole = pa.concat_tables(tables).sort_by([("polled_at", "ascending"), ("feed_url", "ascending")])
    log.write(store, merged, whole, replaces=list(names))


def _merge_passes(
    store: Store, merged: str, names: Sequence[str], partly: Partly, now: dt.datetime, keep: Keep
) -> None:
    oldest = now - dt.timedelta(seconds=keep.polls)
    tables, worked_off = [ENTRIES.empty_table()], set[str]()
    for name in names:
        table, notes = log.read(store, name)
        worked_off.update(notes.get("worked_off", ()))
        tables.append(table.filter(pc.greater_equal(table["handled_at"], _at(oldest))).cast(ENTRIES))
    standing = worked_off.intersection(store.files(log.POLL_FOLDER))
    whole = pa.concat_tables(tables).sort_by([("handled_at", "ascending")])
    log.write(store, merged, whole, replaces=list(names), worked_off=sorted(standing), partly=partly)


def _snapshot(
    store: Store, run: Run, book: log.Book, folded: Sequence[str], partly: Partly, now: dt.datetime, keep: Keep
) -> None:
    stem = f"{log.SNAPSHOT_FOLDER}/{log.stamp(run.started_at)}"
    forgotten = now - dt.timedelta(seconds=keep.entries)

    def kept(row: Mapping[str, Any]) -> bool:
        current = row["entry_id"] in book.latest_ids.get(row["feed_url"], ())
        return current or row["outcome"] == "retry" or bool(row["handled_at"] >= forgotten)

    rows, tables = filter(kept, book.entries()), [ENTRIES.empty_table()]
    while some := list(itertools.islice(rows, log.SOME_ROWS)):
        tables.append(pa.Table.from_pylist(some, schema=ENTRIES))
    log.write(store, f"{stem}-entries.parquet", pa.concat_tables(tables))
    feeds = [log.state_row(state, book.latest_ids.get(url, ())) for url, state in sorted(book.feeds.items())]
    totals = {url: [t.articles, t.rejects, t.known] for url, t in sorted(book.totals.items())}
    table = pa.Table.from_pylist(feeds, schema=POLLS)
    log.write(store, f"{stem}-feeds.parquet", table, folded=list(folded), totals=totals, partly=partly)


def _at(moment: dt.datetime) -> Any:
    return pa.scalar(moment, pa.timestamp("us", tz="UTC"))
