"""`demarche check`: every promise of a dataset at rest, verified from its files. Reads, never writes or raises.

In: a root. Out: problems, each with the number of the promise it breaks (DESIGN, "Promises to readers"), the file and
what is wrong. At most SHOWN of one kind are listed; the last of them says how many more there are.
"""

import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from transforms.lake import layout, runs
from transforms.lake.check_rows import Rows
from transforms.lake.documents import schema_file
from transforms.lake.parquet import open_file
from transforms.lake.partition import MAX_FILE_BYTES
from transforms.lake.store import STAGING, DatasetError, Store
from transforms.records import TABLES, Table
from transforms.schema import arrow_schema, arrow_types, schema_json

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken promise."""

    promise: int
    """Its number; 0 where there is no dataset to check."""
    path: str
    """File or folder, relative to the root."""
    message: str


class Report:
    """Collects problems, a bounded number of each kind."""

    def __init__(self) -> None:
        self._shown: list[tuple[str, Problem]] = []
        self._count: Counter[str] = Counter()

    def add(self, promise: int, path: str, message: str, kind: str = "") -> None:
        """`kind`: what is counted together (default: the promise and the message's first words)."""
        kind = f"{promise} {kind or ' '.join(message.split()[:3])}"
        self._count[kind] += 1
        if self._count[kind] <= SHOWN:
            self._shown.append((kind, Problem(promise, path, message)))

    def problems(self) -> list[Problem]:
        """All of them, by promise, then path."""
        out = []
        seen: Counter[str] = Counter()
        for kind, problem in self._shown:
            seen[kind] += 1
            more = self._count[kind] - SHOWN
            if seen[kind] == SHOWN and more > 0:
                problem = Problem(problem.promise, problem.path, f"{problem.message} (and {more} more of this kind)")
            out.append(problem)
        return sorted(out, key=lambda p: (p.promise, p.path, p.message))


def check(root: str) -> list[Problem]:
    """What is broken in the dataset at a path or URI; empty where every promise holds."""
    report = Report()
    try:
        store = layout.open_dataset(root, create=False)
    except DatasetError as error:
        return [Problem(0, root, str(error).removeprefix(f"{root}: "))]
    try:
        _check(store, report)
    except Exception as error:  # noqa: BLE001 - a dataset may be damaged in ways nobody has thought of: it is reported
        report.add(0, "", f"the check could not go on: {type(error).__name__}: {error}"[:500])
    return report.problems()


def _check(store: Store, report: Report) -> None:
    _leftovers(store, report)
    records = _run_records(store, report)
    with closing(Rows(store, report.add)) as rows:
        kept = {name: _check_table(store, report, table, rows, records) for name, table in TABLES.items()}
        rows.check_across(records)
        for name, by_file in kept.items():
            _check_kept(report, name, by_file, rows.kept[name])


def _leftovers(store: Store, report: Report) -> None:
    what = "a run is writing or was interrupted: wait for it, or start the next run, which repairs this"
    if store.exists(layout.JOURNAL):
        report.add(3, layout.JOURNAL, what)
    if store.top(STAGING):
        report.add(3, STAGING, what)


def _run_records(store: Store, report: Report) -> dict[str, dict[str, Any]]:
    """run_id -> record; inputs = articles + duplicates + rejects in each."""
    names = store.files(layout.RUNS)
    older = [name for name in names if name.startswith(f"{layout.OLDER}/")]
    out = {str(record["run_id"]): record for name in older for record in _older_records(store, report, name)}
    for name in sorted(set(names) - set(older)):
        record = _json(store, name, report)
        if not isinstance(record, dict) or not all(type(record.get(n)) is int for n in runs.NUMBERS):
            if record is not None:
                report.add(11, name, "is no run record: inputs, articles, duplicates or rejects is missing")
            continue
        run_id = str(record.get("run_id"))
        if name not in (layout.run_record(run_id), layout.rowless_record(run_id)):
            report.add(11, name, f"names another run: {record.get('run_id')!r}")
        _check_sum(report, name, record)
        written = record.get("rows_written")
        if not isinstance(written, dict) or not all(type(n) is int for n in written.values()):
            report.add(11, name, "rows_written is missing")
            record["rows_written"] = {}
        out[name.rpartition("/")[2].removesuffix(".json")] = record
    return out


def _older_records(store: Store, report: Report, name: str) -> list[dict[str, Any]]:
    try:
        records = [runs.as_record(row) for row in runs.read_older(store, name)]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        report.add(11, name, f"cannot be read: {error}"[:500])
        return []
    for record in records:
        _check_sum(report, name, record)
    return records


def _check_sum(report: Report, name: str, record: dict[str, Any]) -> None:
    inputs, *parts = (record[n] for n in runs.NUMBERS)
    if inputs != sum(parts):
        said = " + ".join(map(str, parts))
        report.add(11, name, f"does not reconcile: {inputs} inputs, {said} articles, duplicates, rejects")


def _json(store: Store, name: str, report: Report, promise: int = 11) -> Any:
    try:
        return json.loads(store.read(name))
    except (OSError, ValueError, RecursionError, DatasetError) as error:
        report.add(promise, name, f"cannot be read: {error}"[:500])
        return None


def _check_table(store: Store, report: Report, table: Table, rows: Rows, records: dict[str, Any]) -> dict[str, int]:
    """Check a table's files; returns how many rows its manifest says have kept a dt that is not theirs."""
    days = _names(store, report, table.name)
    files = [name for names in days.values() for name in names]
    listed = _manifest(store, report, table.name)
    _check_schema_file(store, report, table, bool(files))
    for name in files:
        size = store.size(name)
        if size > MAX_FILE_BYTES:
            report.add(9, name, f"{size} bytes, more than {MAX_FILE_BYTES}")
        count = _check_file(store, report, table, name, rows)
        _check_listed(store, report, name, listed.get(name), (count, size), records)
    for name in sorted(set(listed) - set(files)):
        report.add(11, name, "stands in the manifest but is missing")
    return {name: entry.get("kept_dt_rows", 0) for name, entry in listed.items()}


def _names(store: Store, report: Report, table: str) -> dict[str, list[str]]:
    """dt -> data files; everything else under the table's root is reported."""
    days: dict[str, list[str]] = {}
    for name, is_file in store.entries(table):
        place = layout.parse_part(name)
        if is_file and place is not None:
            days.setdefault(place[1], []).append(name)
        elif is_file and not name.endswith(".parquet"):
            report.add(8, name, "is no Parquet file: remove it, readers open everything under a table root")
        elif is_file:
            report.add(1, name, f"is no name of ours: expected {layout.part(table, 'YYYY-MM-DD')}")
        elif place is not None or name.endswith(".parquet"):
            report.add(8, name, "is a folder where readers expect a file: remove it")
        elif layout.parse_part(f"{name}/part-00000.parquet") is None:
            report.add(1, name, f"is no folder of ours: expected {table}/dt=YYYY-MM-DD")
    for day, names in days.items():
        if names != [layout.part(table, day, shard) for shard in range(len(names))]:
            report.add(9, f"{table}/dt={day}", f"its {len(names)} files are not numbered from part-00000 without a gap")
    return days


def _manifest(store: Store, report: Report, table: str) -> dict[str, dict[str, Any]]:
    name = layout.manifest(table)
    if not store.exists(name):
        return {}
    entries = _json(store, name, report)
    good = (
        [e for e in entries if isinstance(e, dict) and isinstance(e.get("file"), str)]
        if isinstance(entries, list)
        else []
    )
    if entries is not None and (not isinstance(entries, list) or len(good) < len(entries)):
        report.add(11, name, "is no list of files")
    out = {entry["file"]: entry for entry in good}
    if len(out) < len(good):
        report.add(11, name, "lists a file twice")
    return out


def _check_listed(
    store: Store,
    report: Report,
    name: str,
    entry: dict[str, Any] | None,
    found: tuple[int | None, int],
    records: dict[str, Any],
) -> None:
    if entry is None:
        report.add(11, name, "is missing in the manifest")
        return
    count, size = found
    if count is not None and entry.get("rows") != count:
        report.add(11, name, f"has {count} rows, its manifest says {entry.get('rows')!r:.40}")
    if entry.get("bytes") != size:
        report.add(11, name, f"has {size} bytes, its manifest says {entry.get('bytes')!r:.40}")
    if entry.get("sha256") != store.sha256(name):
        report.add(11, name, "has another SHA-256 than its manifest says")
    if entry.get("run_id") not in records:
        report.add(11, name, f"was written by run {entry.get('run_id')!r:.60}, of which there is no record")


def _check_schema_file(store: Store, report: Report, table: Table, needed: bool) -> None:
    name = schema_file(table.name)
    if not store.exists(name):
        if needed:
            report.add(4, name, "is missing")
        return
    found = _json(store, name, report, 4)
    keys = ("name", "type", "nullable")
    expected = [tuple(c[k] for k in keys) for c in schema_json(table.record)]
    try:
        same = found is None or [tuple(c[k] for k in keys) for c in found] == expected
    except (TypeError, KeyError):
        same = False
    if not same:
        report.add(4, name, f"describes other columns than this program writes to {table.name}")


def _check_file(store: Store, report: Report, table: Table, name: str, rows: Rows) -> int | None:
    """Check a data file's schema, layout and rows; its number of rows, None where it cannot be read."""
    count = None
    try:
        with open_file(store, name) as file:
            count = int(file.metadata.num_rows)
            if _check_schema(report, table, name, file.schema_arrow):
                _check_layout(report, table, name, file.metadata)
                rows.scan(table, name, file)
    except Exception as error:  # noqa: BLE001 - damaged files raise whatever the decoder met: all of it means "unreadable"
        report.add(4, name, f"cannot be read: {type(error).__name__}: {error}"[:500], "unreadable")
    return count


def _check_schema(report: Report, table: Table, name: str, found: pa.Schema) -> bool:
    """Columns, order, types, nullability. True where the rows can be looked at."""
    expected, allowed = arrow_schema(table.record), set(arrow_types().values())
    wrong = [field for field in found if field.type not in allowed]
    for field in wrong:
        report.add(7, name, f"column {field.name} has type {field.type}, which not every reader understands")
    readable = [(f.name, f.type) for f in found] == [(f.name, f.type) for f in expected]
    if wrong:
        return False
    if not readable:
        ours, theirs = {f.name: f.type for f in expected}, {f.name: f.type for f in found}
        differ = sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n)) or ["their order"]
        report.add(4, name, f"its columns are not those of the table: {', '.join(differ)}"[:500])
        return False
    for ours, theirs in zip(expected, found, strict=True):
        if ours.nullable != theirs.nullable:
            report.add(4, name, f"column {ours.name} must {'' if ours.nullable else 'not '}be declared nullable")
    return True


def _check_layout(report: Report, table: Table, name: str, metadata: Any) -> None:
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        if group.num_rows > table.row_group_rows:
            report.add(1, name, f"row group {number} has {group.num_rows} rows, more than {table.row_group_rows}")
        if {group.column(i).compression for i in range(group.num_columns)} - {"ZSTD"}:
            report.add(1, name, "is not compressed with zstd: rewritten by another program?")
            return


def _check_kept(report: Report, table: str, said: dict[str, int], found: dict[str, int]) -> None:
    """A row whose own date is not its dt is right only where it stood there before its date changed."""
    for name, count in found.items():
        if count != said.get(name, 0):
            report.add(1, name, f"{count} rows belong to another dt, {said.get(name, 0)!r} have kept this one")
