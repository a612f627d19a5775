"""The records of runs: what the commit writes of a run, completed by whoever launched it, and bounded in number.

    _meta/runs/<run_id>.json          runs that wrote files; `check` holds manifests and rows against them: they stay
    _meta/runs/rowless/<run_id>.json  runs that wrote none: passes that only moved the feeds' state, and runs that
                                      failed; the newest ROWLESS_KEPT stay

A run that changed nothing at all leaves no record: an identical rerun changes no byte of the dataset. What such a run
did stands in its summary, in its log and in the file that `--metrics-file` names.
"""

import json
from collections.abc import Mapping
from typing import Any

from transforms.lake import layout
from transforms.lake.store import STAGING, Store
from transforms.records import Run

VERSION = 1
"""Of a record."""
ROWLESS_KEPT = 200
"""Enough for most of a day of passes every five minutes."""
SLACK = 20
"""So many more may lie there before the oldest are looked for."""


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
