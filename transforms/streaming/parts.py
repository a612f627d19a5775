"""What a bundle has made of its entries, staged for the windows they belong to; and a window's parts published.

A Part is written once, before the engine knows of it. `publish` puts a window's parts into the dataset as one run of
their own: rows, what became of the entries, and the names of the parts, all by one journal. So a part that an engine
gives again (it was restored from an earlier memory) is known, and left aside.
"""

import datetime as dt
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from transforms.lake import layout, publish
from transforms.lake.events import Resolver
from transforms.lake.fragments import Fragment, FragmentWriter
from transforms.lake.publish import Summary
from transforms.lake.store import DatasetError, Store, open_store
from transforms.polling import log
from transforms.polling.compact import Keep, compact
from transforms.polling.model import Outcome, PageTask
from transforms.polling.tables import ENTRIES, entry_row, outcome_of
from transforms.records import Refusal, Run, TaggedArticle
from transforms.streaming import lists
from transforms.streaming.model import FOLDER, KEPT_SECONDS, Part

PART_FOLDER = f"{FOLDER}/parts"
PUBLISHED_FOLDER = f"{FOLDER}/published"
MAX_ROWS = 2000
"""Entries of a part."""
LOCK_SECONDS = 900.0
"""So long a window waits for another run that writes to the dataset."""
LOCK_PAUSE = 0.25
_HOUR = len("20240305T09")
COMPACT_FILES = 256
"""Files of the log, after which it is compacted."""


class PartWriter:
    """Collects what became of entries; `add` and `flush` give the parts that are written."""

    def __init__(self, root: str, run: Run) -> None:
        self._store, self._run = open_store(root), run
        self._folder = f"{PART_FOLDER}/{_hour(run.started_at)}"
        self._writer = FragmentWriter(root, run, folder=self._folder)
        self._reset()

    def _reset(self) -> None:
        self._fragments: list[Fragment] = []
        self._rows: list[dict[str, Any]] = []
        self._inputs = 0

    def add(self, task: PageTask, item: TaggedArticle | Refusal | Outcome) -> list[Part]:
        """Take one entry; the part that it fills, if it does."""
        if isinstance(item, Outcome):
            outcome = item
        else:
            self._inputs += 1
            self._fragments.extend(self._writer.add(item))
            outcome = outcome_of(item)
        self._rows.append(entry_row(task, outcome, self._run.started_at))
        return self.flush() if len(self._rows) >= MAX_ROWS else []

    def flush(self) -> list[Part]:
        """Write what was collected: no Part or one."""
        if not self._rows:
            return []
        self._fragments.extend(self._writer.flush())
        part_id = secrets.token_hex(16)
        name = f"{self._folder}/{part_id}-entries.parquet"
        with self._store.create(name) as sink:
            sink.write(log.to_bytes(pa.Table.from_pylist(self._rows, schema=ENTRIES)))
        part = Part(part_id, tuple(self._fragments), name, self._inputs)
        self._reset()
        return [part]


def publish_parts(
    root: str, stream_id: str, given: Iterable[Part], now: dt.datetime, keep: Keep, resolver: Callable[[str], Resolver]
) -> Summary | None:
    """Put parts into the dataset, as one run; None where all of them are in it already.

    `resolver(event_id)` makes one event of its mentions. The run's id begins as the stream's. DatasetError where a part
    is neither there nor published, or the dataset stays locked for LOCK_SECONDS.
    """
    parts = sorted({part.part_id: part for part in given}.values(), key=lambda part: part.part_id)
    digest = hashlib.sha256("".join(part.part_id for part in parts).encode()).hexdigest()
    run = Run(stream_id[:8] + digest[:24], now)
    with _locked(root):
        publish.recover(root)
        store = open_store(root)
        known = _published(store, min(map(_hour_of, parts), default=""))
        new = [part for part in parts if part.part_id not in known]
        is_first = not store.exists(_noted(now))
        summary = _publish(root, store, run, new, resolver) if new else None
        if is_first:  # of an hour
            forget(root, now)
        compact(store, run, keep, max_files=COMPACT_FILES)
    for part in parts:
        _remove(store, part)
    return summary


@contextmanager
def _locked(root: str) -> Iterator[None]:
    """The dataset's lock; waits for whoever has it."""
    end = time.monotonic() + LOCK_SECONDS
    while True:
        lock = layout.lock(root)
        try:
            lock.__enter__()
            break
        except DatasetError:
            if time.monotonic() >= end:
                raise
            time.sleep(LOCK_PAUSE)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _publish(root: str, store: Store, run: Run, parts: Sequence[Part], resolver: Callable[[str], Resolver]) -> Summary:
    for part in parts:
        if not store.exists(part.entries):
            raise DatasetError(f"{root}: {part.entries} is gone, and was not published")
    entries = pa.concat_tables([log.read(store, part.entries)[0].replace_schema_metadata(None) for part in parts])
    fragments = [fragment for part in parts for fragment in part.fragments]
    inputs = sum(part.inputs for part in parts)
    merged = [publish.merge(root, run, task) for task in publish.plan(root, run, fragments, inputs)]
    merged = publish.resolve_events(root, run, merged, resolver)
    noted = _noted(run.started_at)
    before = json.loads(store.read(noted)) if store.exists(noted) else []
    ids = layout.dump([*before, *(part.part_id for part in parts)])
    for name, data in ((log.pass_name(run), log.to_bytes(entries)), (noted, ids)):
        with store.create(layout.staged(run.run_id, name)) as sink:
            sink.write(data)
    return publish.commit(root, run, merged, inputs)


def _hour(moment: dt.datetime) -> str:
    """The hour of a moment, as folders of parts and files of published ones are named."""
    return log.stamp(moment)[:_HOUR]


def _noted(moment: dt.datetime) -> str:
    """Name of the file with what was published in the hour of a moment."""
    return f"{PUBLISHED_FOLDER}/{_hour(moment)}.json"


def _hour_of(part: Part) -> str:
    """The hour before the one in which a part was written: clocks of workers differ."""
    written = dt.datetime.strptime(part.entries.removeprefix(f"{PART_FOLDER}/")[:_HOUR], "%Y%m%dT%H")
    return _hour(written - dt.timedelta(hours=1))


def _published(store: Store, since: str) -> set[str]:
    """part_ids of the parts that were published in an hour and after it."""
    names = [name for name in store.files(PUBLISHED_FOLDER) if name.rpartition("/")[2] >= since]
    return {part_id for name in names for part_id in json.loads(store.read(name))}


def _remove(store: Store, part: Part) -> None:
    for name in (*(path for f in part.fragments for path in _paths(f)), part.entries):
        store.delete(name)


def _paths(fragment: Fragment) -> list[str]:
    return [path for path in (fragment.articles_path, fragment.mentions_path, fragment.rejects_path) if path]


def forget(root: str, now: dt.datetime) -> int:
    """Remove what streams have left so long ago that no engine will ask for it. How many files."""
    store = open_store(root)
    removed = lists.forget(store, now)
    oldest = log.stamp(now - dt.timedelta(seconds=KEPT_SECONDS))
    for folder in (PART_FOLDER, PUBLISHED_FOLDER):
        for name in store.files(folder):
            if name.removeprefix(f"{folder}/") < oldest:
                store.delete(name)
                removed += 1
    for name, is_file in store.entries(PART_FOLDER, recursive=False):
        if not is_file and name.removeprefix(f"{PART_FOLDER}/") < oldest[:_HOUR]:
            store.delete_folder(name)  # nothing is in it by now
    return removed
