"""How a dataset is laid out: names of folders and files, its marker, its lock.

<root>/<table>/dt=YYYY-MM-DD/part-00000.parquet      what readers read
<root>/_meta/     dataset.json (marker), README.md, data_dictionary.md, <table>.schema.json,
                      <table>/manifest.json, runs/<run_id>.json, runs/rowless/<run_id>.json,
                      runs/older/<YYYY-MM>.parquet
<root>/_state/    lock (lease.json on an object store), journal.json (only while a run replaces files),
                      feeds/ (the log of polls: transforms/polling/log.py)
<root>/_staging/  <run_id>/ (only while a run is going)
"""

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa

from transforms.lake import lease as leases
from transforms.lake.lease import lease
from transforms.lake.store import STAGING, DatasetError, Store, open_store
from transforms.records import TABLES

META, STATE = "_meta", "_state"
MARKER = f"{META}/dataset.json"
JOURNAL = f"{STATE}/journal.json"
LOCK = f"{STATE}/lock"
FORMAT = {"format": "demarche-dataset", "version": 1}
OPEN_ATTEMPTS = 5
"""Of two runs that make a dataset at the same time, one meets what the other has half made."""
RUNS = f"{META}/runs"
ROWLESS, OLDER = f"{RUNS}/rowless", f"{RUNS}/older"
RESERVED = frozenset({META, STATE, STAGING})

_PART = re.compile(r"(?P<table>[a-z_]+)/dt=(?P<dt>\d{4}-\d{2}-\d{2})/part-(?P<shard>\d{5})\.parquet")


def part(table: str, day: str, shard: int = 0) -> str:
    """Name of a data file."""
    return f"{table}/dt={day}/part-{shard:05d}.parquet"


def parse_part(name: str) -> tuple[str, str, int] | None:
    """(table, dt, shard) of a data file's name; None where it is no such name."""
    match = _PART.fullmatch(name)
    if match is None or match["table"] not in TABLES or parse_day(match["dt"]) is None:
        return None
    return match["table"], match["dt"], int(match["shard"])


def parse_day(text: str) -> dt.date | None:
    """A dt as a date; None where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def parts(store: Store, table: str) -> dict[str, list[str]]:
    """dt -> data files of a table, both in order. Other names are for `check` to report."""
    out: dict[str, list[str]] = {}
    for name in store.files(table):
        if (found := parse_part(name)) is not None:
            out.setdefault(found[1], []).append(name)
    return out


def parts_of(store: Store, table: str, day: str) -> list[str]:
    """Data files of one partition, in order."""
    names = store.files(f"{table}/dt={day}", recursive=False)
    return [name for name in names if parse_part(name) is not None]


def manifest(table: str) -> str:
    """Name of a table's manifest."""
    return f"{META}/{table}/manifest.json"


def run_record(run_id: str) -> str:
    """Name of a run's record."""
    return f"{RUNS}/{run_id}.json"


def rowless_record(run_id: str) -> str:
    """Name of the record of a run that wrote no data file."""
    return f"{ROWLESS}/{run_id}.json"


def older_records(month: str) -> str:
    """Name of the file with the counts of a month's older runs."""
    return f"{OLDER}/{month}.parquet"


def staging(run_id: str, *names: str) -> str:
    """A name in a run's staging folder."""
    return "/".join((STAGING, run_id, *names))


def staged(run_id: str, target: str) -> str:
    """Where a new file waits for its place."""
    return staging(run_id, "new", target)


def dump(value: object) -> bytes:
    """JSON as all files of `_meta` hold it: the same bytes for the same value."""
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n").encode()


def open_dataset(root: str, create: bool = True) -> Store:
    """The dataset at a path or URI, made where there is none yet (`create`).

    DatasetError, with nothing touched: a file, a folder that holds something else, a dataset of another version, a path
    that cannot be written. A folder with nothing but our own reserved names (a first run was killed) is taken over.
    """
    store = open_store(root)
    for attempt in range(OPEN_ATTEMPTS):
        last = attempt == OPEN_ATTEMPTS - 1
        try:
            return _open(store, create=create)
        except DatasetError:
            if last or not store.exists(MARKER):
                raise  # with a marker: another run has made the dataset while this one looked
        except (OSError, pa.ArrowException) as error:
            if last or not isinstance(error, FileNotFoundError):  # what another run moves while it makes the dataset
                raise DatasetError(f"{root}: cannot be used as a dataset ({error})") from None
    raise AssertionError(root)


def _open(store: Store, *, create: bool) -> Store:
    root = store.root
    if store.local and Path(store.base).exists() and not Path(store.base).is_dir():
        raise DatasetError(f"{root}: is a file; give a folder")
    if store.exists(MARKER):
        _read_marker(store)
        if create and store.local and not os.access(store.base, os.W_OK | os.X_OK):
            raise DatasetError(f"{root}: cannot be written; check its permissions")
        return store
    names = store.top()
    if names - RESERVED or store.files(META):
        shown = ", ".join(sorted(names)[:3])
        raise DatasetError(f"{root}: is no dataset of ours (it holds {shown}); give a new or empty folder")
    if not create:
        raise DatasetError(f"{root}: holds no dataset")
    store.write_atomic(MARKER, dump(FORMAT))
    if store.local:
        with suppress(OSError):  # not empty, or gone: another run is at work there
            Path(store.path(STAGING)).rmdir()
    return store


def _read_marker(store: Store) -> None:
    try:
        marker = json.loads(store.read(MARKER, limit=64 * 1024))
    except (ValueError, RecursionError):
        marker = None
    if not isinstance(marker, dict) or marker.get("format") != FORMAT["format"]:
        raise DatasetError(f"{store.root}: {MARKER} is damaged; it must read {json.dumps(FORMAT)}")
    if marker.get("version") != FORMAT["version"]:
        raise DatasetError(
            f"{store.root}: dataset version {marker.get('version')!r}, this program writes {FORMAT['version']}"
        )


@contextmanager
def lock(root: str, run_id: str | None = None) -> Iterator[None]:
    """Hold the dataset for writing; a second run gets a DatasetError at once. The system releases it on any death.

    On an object store it is a lease, which a killed run gives back by not renewing it (see lease.py). Steps of a run
    that run elsewhere know it by `run_id`.
    """
    store = open_store(root)
    if not store.local:
        with lease(store, run_id):
            yield
        return
    import fcntl  # local roots only; absent on Windows

    path = Path(store.path(LOCK))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise DatasetError(f"{root}: cannot be written ({error})") from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatasetError(f"{root}: another run is writing to it; wait until it has ended") from None
        yield
    finally:
        os.close(descriptor)


@contextmanager
def hand_over(root: str, run_id: str) -> Iterator[None]:
    """Take the dataset for a run whose job goes on without its launcher; given back at once where that fails.

    DatasetError where another run holds it, or where it is no object store: no lock of this machine outlives a process.
    """
    store = open_store(root)
    if store.local:
        raise DatasetError(f"{root}: lies on this machine; a job that runs elsewhere needs gs:// or s3://")
    leases.take(store, run_id, left=True)
    try:
        yield
    except BaseException:
        leases.give_back(store, run_id)
        raise


def hold(root: str, run_id: str) -> None:
    """What every step of a run begins with, wherever it runs: DatasetError where the dataset is no longer the run's."""
    leases.hold(open_store(root), run_id)


def give_back(root: str, run_id: str) -> None:
    """What the last step of a run ends with: the lease goes, where its launcher has left it to the job."""
    leases.give_back(open_store(root), run_id)
