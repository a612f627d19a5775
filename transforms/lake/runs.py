"""The records of runs: what the commit writes of a run, completed by whoever launched it, and bounded in number.

    _meta/runs/<run_id>.json          runs that wrote files, the newest KEPT of them
    _meta/runs/older/<month>.parquet  those before: one row of counts each, which is what `check` holds manifests and
                                      rows against (COUNTS)
    _meta/runs/rowless/<run_id>.json  runs that wrote none: passes that only moved the feeds' state, and runs that
                                      failed; the newest ROWLESS_KEPT stay

The commit folds older records (a month's file is written whole, then they go: of a run that is in both, its record
counts). What cannot be read stays as it is, for `check` to report. No list in a record grows with the input.

A run that changed nothing at all leaves no record: an identical rerun changes no byte of the dataset. What such a run
did stands in its summary, in its log and in the file that `--metrics-file` names.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.lake import layout
from transforms.lake.store import STAGING, Store
from transforms.records import TABLES, Run

VERSION = 1
"""Of a record."""
KEPT = 1_000
"""Whole records: most of a day of a stream that publishes every minute, ten days of passes every 15 minutes."""
ROWLESS_KEPT = 200
"""Enough for most of a day of passes every five minutes."""
SLACK = 20
"""So many more may lie there before the oldest are looked for."""
FOLDED = 100
"""So many are folded at a time, at least."""
NUMBERS = ("inputs", "articles", "duplicates", "rejects")
"""Of every record: the first is the sum of the others."""
_NUMBERS = (*NUMBERS, "events", "files_written")
_ROWS = {f"rows_{table}": table for table in TABLES}
COUNTS = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("started_at", pa.timestamp("us", tz="UTC"), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in (*_NUMBERS, *_ROWS)),
    ]
)
"""What stays of an older run."""


def complete(store: Store, run: Run, more: Mapping[str, Any], *, failed: bool) -> None:
    """Add what only the launcher knows to a committed run's record; call it under the dataset's lock.

    A run without a record gets one if it has `failed`. One that has no files to answer for moves to the bounded.
    """
    name = layout.run_record(run.run_id)
    found: dict[str, Any] | None = json.loads(store.read(name)) if store.exists(name) else None
    if found is None and not failed:
        return
    record = {**(found or _nothing(run)), **more}
    if record["files_written"]:
        store.write_atomic(name, layout.dump(record))
    else:
        store.write_atomic(layout.rowless_record(run.run_id), layout.dump(record))
        store.delete(name)
        _prune(store)
    store.delete_folder(STAGING)  # which writing made


def _nothing(run: Run) -> dict[str, Any]:
    """The record of a run that published nothing."""
    return {
        "version": VERSION,
        "run_id": run.run_id,
        "started_at": run.started_at.isoformat().replace("+00:00", "Z"),
        **dict.fromkeys(("inputs", "articles", "duplicates", "rejects", "events", "files_written"), 0),
        "rows_written": {},
    }


def _prune(store: Store) -> None:
    names = store.files(layout.ROWLESS)
    if len(names) <= ROWLESS_KEPT + SLACK:
        return
    by_age = sorted(names, key=lambda name: (_started(store, name), name))
    for name in by_age[:-ROWLESS_KEPT]:
        store.delete(name)


def _started(store: Store, name: str) -> str:
    try:
        return str(json.loads(store.read(name))["started_at"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""  # damaged: the first to go


# --- older ones ---


def fold(store: Store, run: Run) -> int:
    """Fold the oldest records of runs that wrote files, where there are many; never that of `run`. How many.

    Call it under the dataset's lock. It may die at any step, and be repeated.
    """
    written = store.changed(layout.RUNS)
    written.pop(layout.run_record(run.run_id), None)
    if len(written) < KEPT + FOLDED:
        return 0
    oldest = sorted(written, key=lambda name: (written[name], name))[: 1 - KEPT]  # one place is for that of `run`
    months: dict[str, dict[str, dict[str, Any]]] = {}
    for name in oldest:
        if (row := _counts(store, name)) is not None:
            months.setdefault(row["started_at"].strftime("%Y-%m"), {})[name] = row
    return sum(_fold_month(store, month, rows) for month, rows in sorted(months.items()))


def _fold_month(store: Store, month: str, rows: Mapping[str, dict[str, Any]]) -> int:
    name = layout.older_records(month)
    fresh = {row["run_id"]: row for row in rows.values() if row["files_written"]}  # nothing names the others
    try:
        standing = read_older(store, name) if store.exists(name) else []
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return 0
    whole = {row["run_id"]: row for row in standing} | fresh
    if len(whole) > len(standing):
        by_age = sorted(whole.values(), key=lambda row: (row["started_at"], row["run_id"]))
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(by_age, schema=COUNTS), sink, compression="zstd")
        store.write_atomic(name, bytes(sink.getvalue()))
    for record in rows:
        store.delete(record)
    return len(rows)


def _counts(store: Store, name: str) -> dict[str, Any] | None:
    """What stays of a record; None where it is none."""
    try:
        found = json.loads(store.read(name))
        row: dict[str, Any] = {
            "run_id": str(found["run_id"]),
            "started_at": dt.datetime.fromisoformat(found["started_at"]),
        }
        row |= {count: int(found[count]) for count in _NUMBERS}
        row |= {column: int(found["rows_written"].get(table, 0)) for column, table in _ROWS.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return row if name == layout.run_record(row["run_id"]) and row["started_at"].tzinfo else None


def read_older(store: Store, name: str) -> list[dict[str, Any]]:
    """The rows of a month's file. Raises what a damaged one makes the reader raise."""
    with store.open(name) as source, pq.ParquetFile(source) as file:
        rows: list[dict[str, Any]] = file.read().select(COUNTS.names).cast(COUNTS).to_pylist()
    return rows


def as_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a month's file as far as it is a record."""
    return {name: row[name] for name in NUMBERS} | {
        "run_id": row["run_id"],
        "rows_written": {table: row[column] for column, table in _ROWS.items()},
    }
