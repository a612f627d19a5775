"""Staged files -> the dataset: a journal, atomic replacements, manifests last. And what repairs a killed run.

    everything that will stand is complete in staging -> the journal names it -> it takes its place -> the journal goes

A run killed before the journal stood has changed nothing; one killed later is finished by `recover`, which may be
killed as well. Readers meet the old or the new file of a partition, never half of one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.lake import layout, runs
from transforms.lake.documents import documents
from transforms.lake.merge import Merged, rows_written
from transforms.lake.parquet import read_columns
from transforms.lake.partition import StagedFile
from transforms.lake.plan import Accounting, PublishError, read_accounting
from transforms.lake.store import STAGING, DatasetError, Store, open_store
from transforms.records import TABLES, Run
from transforms.telemetry import Slow

VERSION = 1
"""Of the journal."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, for people. Rows are those of this run's inputs, also where they stood already."""

    inputs: int
    articles: int
    duplicates: int
    rejects: tuple[tuple[str, int], ...]
    """(reason_code, inputs), by code."""
    mentions: tuple[tuple[str, int], ...]
    """(event_type, mentions), by type."""
    events: int
    files_written: int
    files_unchanged: int
    slowest: tuple[Slow, ...] = ()
    """The inputs that took longest, slowest first."""


def commit(root: str, run: Run, merged: list[Merged], inputs: int) -> Summary:
    """Publish what was merged and resolved. `inputs` as read; PublishError where they are not those of `plan`.

    A run that changes no row and no state leaves no trace. May be repeated after a failure half way.
    """
    store, merged = open_store(root), list({(one.table, one.dt): one for one in merged}.values())
    if store.exists(layout.run_record(run.run_id)) or store.exists(
        layout.JOURNAL
    ):  # an engine repeats a step that died
        recover(root)
        return _summary_of(store, run)
    accounting = read_accounting(store, run)
    if accounting.inputs != inputs:
        raise PublishError(f"{inputs} inputs were read but {accounting.inputs} were planned; nothing was published")
    summary = _summary(store, merged, accounting)
    files = sorted(
        (file for one in merged for file in one.files), key=lambda f: (list(TABLES).index(f.table), f.target)
    )
    state = [_state_move(store, run, name) for name in store.files(layout.staged(run.run_id, layout.STATE))]
    if files or state:
        moves = [*map(_move, files), *state, *_stage_meta(store, run, merged, files, summary)]
        for move in moves:
            store.sync(move["staged"])
        journal = {"version": VERSION, "run_id": run.run_id, "moves": moves}
        store.write_atomic(layout.JOURNAL, layout.dump(journal))
        for move in moves:
            store.replace(move["staged"], move["target"])
        store.delete(layout.JOURNAL)
        runs.fold(store, run)
    store.delete_folder(STAGING)
    return summary


def is_committed(root: str, run: Run) -> bool:
    """Whether a run's rows stand: an engine may repeat a step whose answer it has lost."""
    return open_store(root).exists(layout.run_record(run.run_id))


def _summary(store: Store, merged: Sequence[Merged], accounting: Accounting) -> Summary:
    standing = {name for table in TABLES for names in layout.parts(store, table).values() for name in names}
    written = {file.target for one in merged for file in one.files}
    types = Counter[str]()
    reported: set[str] = set()
    for one in merged:
        types.update(dict(one.mentions))
        if one.events:
            rows = read_columns(store, one.events, ["event_id", "reported"])
            reported.update(rows.filter(rows["reported"])["event_id"].to_pylist())
    return Summary(
        inputs=accounting.inputs,
        articles=accounting.articles,
        duplicates=accounting.duplicates,
        rejects=accounting.rejects,
        mentions=tuple(sorted(types.items())),
        events=len(reported),
        files_written=len(written),
        files_unchanged=len(standing - written),
        slowest=accounting.slowest,
    )


def _move(file: StagedFile) -> dict[str, Any]:
    return {
        "staged": file.staged,
        "target": file.target,
        "sha256": file.sha256,
        "rows": file.rows,
        "bytes": file.bytes,
    }


def _state_move(store: Store, run: Run, staged: str) -> dict[str, Any]:
    """A file of `_state` that a source has staged: what it says of the run stands if and when the run's rows do."""
    target = staged.removeprefix(layout.staged(run.run_id, ""))
    return {"staged": staged, "target": target, "sha256": store.sha256(staged), "bytes": store.size(staged)}


def _stage_meta(
    store: Store, run: Run, merged: Sequence[Merged], files: Sequence[StagedFile], summary: Summary
) -> list[dict[str, Any]]:
    """The files of `_meta` that this run changes, manifests first; the run's record after them."""
    contents = {layout.manifest(table): _manifest(store, run, table, files) for table in {f.table: 0 for f in files}}
    contents[layout.run_record(run.run_id)] = layout.dump(_record(run, merged, summary))
    contents |= {name: data for name, data in documents().items() if not store.exists(name) or store.read(name) != data}
    moves = []
    for target, data in contents.items():
        staged = layout.staged(run.run_id, target)
        with store.create(staged) as sink:
            sink.write(data)
        moves.append(
            {"staged": staged, "target": target, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        )
    return moves


def _manifest(store: Store, run: Run, table: str, files: Iterable[StagedFile]) -> bytes:
    entries = {entry["file"]: entry for entry in read_manifest(store, table)}
    for file in files:
        if file.table == table:
            entries[file.target] = {
                "file": file.target,
                "rows": file.rows,
                "bytes": file.bytes,
                "sha256": file.sha256,
                "run_id": run.run_id,
            } | ({"kept_dt_rows": file.kept_dt_rows} if file.kept_dt_rows else {})
    return layout.dump([entries[name] for name in sorted(entries)])


def read_manifest(store: Store, table: str) -> list[dict[str, Any]]:
    """A table's manifest; empty where there is none. DatasetError where it cannot be understood."""
    name = layout.manifest(table)
    if not store.exists(name):
        return []
    try:
        entries = json.loads(store.read(name))
        if all(isinstance(entry["file"], str) for entry in entries):
            return list(entries)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise DatasetError(f"{store.root}/{name}: damaged; `demarche check` says what else is")


def _record(run: Run, merged: Sequence[Merged], summary: Summary) -> dict[str, Any]:
    return {
        "version": runs.VERSION,
        "run_id": run.run_id,
        "started_at": run.started_at.isoformat().replace("+00:00", "Z"),
        "inputs": summary.inputs,
        "articles": summary.articles,
        "duplicates": summary.duplicates,
        "rejects": sum(count for _, count in summary.rejects),
        "rejects_by_reason": dict(summary.rejects),
        "mentions_by_type": dict(summary.mentions),
        "events": summary.events,
        "rows_written": rows_written(merged),
        "files_written": summary.files_written,
        "files_unchanged": summary.files_unchanged,
        "slowest": [
            {"input_id": one.input_id, "stage": one.stage, "seconds": one.milliseconds / 1000}
            for one in summary.slowest
        ],
    }


def _summary_of(store: Store, run: Run) -> Summary:
    """The summary of a run that is committed already, from its record."""
    found = json.loads(store.read(layout.run_record(run.run_id)))
    return Summary(
        **{name: found[name] for name in ("inputs", "articles", "duplicates", "events", "files_written")},
        rejects=tuple(found["rejects_by_reason"].items()),
        mentions=tuple(found["mentions_by_type"].items()),
        files_unchanged=found["files_unchanged"],
        slowest=tuple(
            Slow(round(1000 * one["seconds"]), one["input_id"], one["stage"]) for one in found.get("slowest", ())
        ),
    )


def recover(root: str) -> str | None:
    """Finish or clear away what a killed run left; call it under the lock, first of all. Returns what was done."""
    store = open_store(root)
    told = None
    if store.exists(layout.JOURNAL):
        moves, run_id = _read_journal(store)
        left = [move for move in moves if store.exists(move["staged"])]
        for move in moves:
            _verify(store, move, "staged" if move in left else "target")
        for move in left:
            store.replace(move["staged"], move["target"])
        store.delete(layout.JOURNAL)
        told = f"finished the interrupted run {run_id}: {len(left)} of {len(moves)} files were left to place"
    elif store.top(STAGING):
        told = "cleared away what an interrupted run had staged; it had published nothing"
    store.delete_folder(STAGING)
    return told


def _read_journal(store: Store) -> tuple[list[dict[str, str]], str]:
    try:
        journal = json.loads(store.read(layout.JOURNAL))
        moves = [{key: str(move[key]) for key in ("staged", "target", "sha256")} for move in journal["moves"]]
        return moves, str(journal["run_id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DatasetError(
            f"{store.root}/{layout.JOURNAL}: damaged; remove it if `demarche check` finds nothing else"
        ) from None


def _verify(store: Store, move: dict[str, str], where: str) -> None:
    name = move[where]
    if not store.exists(name) or store.sha256(name) != move["sha256"]:
        raise DatasetError(
            f"{store.root}: the interrupted run's {move['target']} is neither staged nor in place; "
            "restore that file or run `demarche check` and remove the journal"
        )
