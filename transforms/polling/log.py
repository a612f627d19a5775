"""The log of polls and passes under the dataset's `_state/`, and the state that is folded from it.

    _state/feeds/polls/<stamp>-<run>-<id>.parquet   polls, written by workers as they poll: whole files, never changed
    _state/feeds/passes/<stamp>-<run>.parquet       what became of entries, put in place with the dataset's own files
    _state/feeds/snapshot/<stamp>-*.parquet         feeds and entries: the fold of the files it names (see compact.py)

A poll that is in the log but in no pass (the run was killed) is worked off by the next pass from the body it holds. So
nothing is lost when feeds drop entries meanwhile, and nothing is done twice: an entry is done when a pass says so.
"""

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake import layout
from transforms.lake.store import Store
from transforms.polling.model import FeedState, PageTask, PollRecord, Seen
from transforms.polling.tables import ENTRIES, POLLS, poll_row, seen_of, state_of, undump
from transforms.records import Run

FOLDER = f"{layout.STATE}/feeds"
POLL_FOLDER, PASS_FOLDER, SNAPSHOT_FOLDER = (f"{FOLDER}/{name}" for name in ("polls", "passes", "snapshot"))
MERGED = "merged-"
"""Begins the names of files in which compaction has put older ones together."""
FLUSH_RECORDS, FLUSH_BYTES = 200, 8 * 1024 * 1024
SOME_ROWS = 10_000
"""So many are held as Python values at a time."""


def stamp(moment: dt.datetime) -> str:
    """A moment as it begins names: they sort by time."""
    return moment.strftime("%Y%m%dT%H%M%S%fZ")


class PollWriter:
    """Writes poll records; `add` and `flush` tell when the records given so far are in the log."""

    def __init__(self, store: Store, run: Run) -> None:
        self._store, self._run = store, run
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0
        self.names: list[str] = []
        """Of the files written so far."""

    def add(self, record: PollRecord) -> bool:
        """Take one record; whether all taken so far are written."""
        self._rows.append(poll_row(record))
        self._bytes += len(record.body or b"")
        if len(self._rows) >= FLUSH_RECORDS or self._bytes >= FLUSH_BYTES:
            self.flush()
            return True
        return False

    def flush(self) -> None:
        """Write what was taken."""
        if self._rows:
            name = f"{POLL_FOLDER}/{stamp(self._run.started_at)}-{self._run.run_id[:8]}-{secrets.token_hex(4)}.parquet"
            write(self._store, name, pa.Table.from_pylist(self._rows, schema=POLLS))
            self.names.append(name)
        self._rows, self._bytes = [], 0


def write(store: Store, name: str, table: pa.Table, **notes: Any) -> None:
    """A Parquet file of the log, atomically; `notes` are JSON values in its metadata."""
    store.write_atomic(name, to_bytes(table, **notes))


def to_bytes(table: pa.Table, **notes: Any) -> bytes:
    """A table of the log as a file's bytes."""
    metadata = {key: json.dumps(value) for key, value in notes.items()}
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(metadata), sink, compression="zstd")
    return bytes(sink.getvalue())


def pass_name(run: Run) -> str:
    """Name of what a run says of its entries."""
    return f"{PASS_FOLDER}/{stamp(run.started_at)}-{run.run_id[:8]}.parquet"


def note_name(run: Run) -> str:
    """Name of a pass file that only says which polls are worked off: a run may write many."""
    return f"{PASS_FOLDER}/{stamp(run.started_at)}-{run.run_id[:8]}-{secrets.token_hex(4)}.parquet"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A poll whose entries no pass has dealt with."""

    name: str
    """Of its file."""
    feed_url: str


@dataclass(slots=True)
class Totals:
    """Entries of a feed by what became of them, over all time."""

    articles: int = 0
    rejects: int = 0
    known: int = 0


@dataclass(slots=True)
class Book:
    """The state of all feeds and entries: what the log says. Holds entries in a private temporary database."""

    feeds: dict[str, FeedState] = field(default_factory=dict)
    totals: dict[str, Totals] = field(default_factory=dict)
    unfinished: list[Unfinished] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """All files of the log that it was folded from, snapshots aside."""
    latest_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """feed_url -> the entries of its last body."""
    known: set[str] = field(default_factory=set)
    """All files that were there, for `refresh`."""
    worked_off: set[str] = field(default_factory=set)
    """Files of polls of which passes say that nothing of them is left to do."""
    partly: dict[str, set[str]] = field(default_factory=dict)
    """Name of such a file -> feeds of it of which passes say so: several workers of a stream may share a file."""
    db: sqlite3.Connection = field(default_factory=lambda: _database())

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()

    def note_partly(self, notes: Mapping[str, Any]) -> None:
        """Take in what the notes of a file say of polls that are worked off for some feeds."""
        for name, feeds in notes.get("partly", {}).items():
            self.partly.setdefault(name, set()).update(feeds)

    def seen(self, feed_url: str) -> dict[str, Seen]:
        """entry_id -> what became of it, for the entries of one feed."""
        rows = self.db.execute("SELECT * FROM entry WHERE feed_url = ?", (feed_url,))
        return {row["entry_id"]: _seen(row) for row in rows}

    def seen_one(self, feed_url: str, entry_id: str) -> Seen | None:
        """What became of one entry."""
        query = "SELECT * FROM entry WHERE feed_url = ? AND entry_id = ?"
        row = self.db.execute(query, (feed_url, entry_id)).fetchone()
        return None if row is None else _seen(row)

    def article_at(self, link_key: str) -> str | None:
        """article_id of the article that an entry with this page became."""
        self.db.execute("CREATE INDEX IF NOT EXISTS entry_link ON entry (link_key) WHERE article_id IS NOT NULL")
        query = "SELECT article_id FROM entry WHERE link_key = ? AND article_id IS NOT NULL LIMIT 1"
        row = self.db.execute(query, (link_key,)).fetchone()
        return None if row is None else str(row["article_id"])

    def waiting_since(self, now: dt.datetime) -> Iterator[tuple[PageTask, dt.datetime]]:
        """Tasks whose next try has come, and since when each has waited."""
        query = (
            "SELECT task, handled_at FROM entry WHERE outcome = 'retry' AND next_try <= ? ORDER BY feed_url, entry_id"
        )
        for row in self.db.execute(query, (_micros(now),)).fetchall():
            since = _moment(row["handled_at"])
            assert since is not None
            yield undump(PageTask, row["task"]), since

    def retries(self, now: dt.datetime) -> Iterator[PageTask]:
        """Tasks whose next try has come."""
        query = "SELECT task FROM entry WHERE outcome = 'retry' AND next_try <= ? ORDER BY feed_url, entry_id"
        for row in self.db.execute(query, (_micros(now),)):
            yield undump(PageTask, row["task"])

    def waiting(self) -> dict[str, int]:
        """feed_url -> entries that wait for another try."""
        rows = self.db.execute("SELECT feed_url, count(*) AS n FROM entry WHERE outcome = 'retry' GROUP BY feed_url")
        return {row["feed_url"]: row["n"] for row in rows}

    def next_retry(self) -> dt.datetime | None:
        """When the first of them is due."""
        (first,) = self.db.execute("SELECT min(next_try) FROM entry WHERE outcome = 'retry'").fetchone()
        return None if first is None else _moment(first)

    def entries(self) -> Iterator[dict[str, Any]]:
        """All entries as rows of ENTRIES, by key."""
        for row in self.db.execute("SELECT * FROM entry ORDER BY feed_url, entry_id"):
            yield {name: _moment(row[name]) if name in _TIMES else row[name] for name in ENTRIES.names}

    def put(self, rows: Iterable[dict[str, Any]]) -> None:
        """Rows of ENTRIES: of an entry, the one stands that was handled last, in whatever order they come."""
        marks = ", ".join("?" * len(ENTRIES.names))
        fresh = ", ".join(f"{name} = excluded.{name}" for name in ENTRIES.names if name not in ("feed_url", "entry_id"))
        values = ([_micros(row[name]) if name in _TIMES else row[name] for name in ENTRIES.names] for row in rows)
        self.db.executemany(
            f"INSERT INTO entry VALUES ({marks}) ON CONFLICT (feed_url, entry_id) "  # noqa: S608 - fixed text
            f"DO UPDATE SET {fresh} WHERE excluded.handled_at >= entry.handled_at",
            values,
        )


_TIMES = frozenset(f.name for f in ENTRIES if pa.types.is_timestamp(f.type))


def _database() -> sqlite3.Connection:
    # a private file in the system's temporary folder, gone when closed; a stream's bundles come on any thread, in turn
    db = sqlite3.connect("", check_same_thread=False)
    db.row_factory = sqlite3.Row
    db.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;"
        f"CREATE TABLE entry ({', '.join(ENTRIES.names)}, PRIMARY KEY (feed_url, entry_id)) WITHOUT ROWID;"
        "CREATE INDEX entry_retry ON entry (next_try) WHERE outcome = 'retry';"
    )
    return db


def _micros(moment: dt.datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1_000_000)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _moment(micros: int | None) -> dt.datetime | None:
    return None if micros is None else _EPOCH + dt.timedelta(microseconds=micros)


def _seen(row: sqlite3.Row) -> Seen:
    return seen_of({name: _moment(row[name]) if name in _TIMES else row[name] for name in ENTRIES.names})


# --- reading ---


def read(store: Store, name: str, columns: Sequence[str] | None = None) -> tuple[pa.Table, dict[str, Any]]:
    """A file of the log and its notes."""
    with store.open(name) as source, pq.ParquetFile(source) as file:
        table = file.read(columns=list(columns) if columns else None)
    notes = {
        key.decode(): json.loads(value)
        for key, value in (table.schema.metadata or {}).items()
        if key != b"ARROW:schema"
    }
    return table, notes


def load(store: Store, *, use_snapshot: bool = True) -> Book:
    """The fold of the log. Without its snapshot: of the files alone, as far as they reach back."""
    book = Book()
    folded = _load_snapshot(store, book) if use_snapshot else frozenset[str]()
    replaced: set[str] = set()
    passes, polls = (sorted(store.files(folder), key=_age) for folder in (PASS_FOLDER, POLL_FOLDER))
    for name in passes + polls:
        if name.rpartition("/")[2].startswith(MERGED):
            replaced.update(_notes(store, name).get("replaces", ()))
    book.files = [name for name in passes + polls if name not in replaced]
    book.known.update(passes, polls)
    _fold(store, book, [n for n in passes if n not in folded], [n for n in polls if n not in folded], replaced)
    return book


def _fold(store: Store, book: Book, passes: Iterable[str], polls: Iterable[str], without: Container[str]) -> None:
    for name in passes:
        if name not in without:
            table, notes = read(store, name)
            book.worked_off.update(notes.get("worked_off", ()))
            book.note_partly(notes)
            _count(book, table)
            book.put(table.to_pylist())
    for name in polls:
        if name not in without:
            _fold_polls(store, name, book, is_done=name in book.worked_off)


def refresh(store: Store, book: Book) -> bool:
    """Fold into a book what the log has got since. False where it was compacted meanwhile: load it anew."""
    passes, polls = store.files(PASS_FOLDER), store.files(POLL_FOLDER)
    fresh = [name for name in (*passes, *polls) if name not in book.known]
    if any(name.rpartition("/")[2].startswith(MERGED) for name in fresh):
        return False
    try:
        _fold(store, book, [n for n in fresh if n in set(passes)], [n for n in fresh if n in set(polls)], ())
    except FileNotFoundError:
        return False
    book.known.update(fresh)
    return True


def _age(name: str) -> tuple[bool, str]:
    """Files in order of time: what was put together holds the older ones."""
    return not name.rpartition("/")[2].startswith(MERGED), name


def _notes(store: Store, name: str) -> dict[str, Any]:
    with store.open(name) as source, pq.ParquetFile(source) as file:
        return {key.decode(): json.loads(v) for key, v in (file.schema_arrow.metadata or {}).items()}


def _fold_polls(store: Store, name: str, book: Book, *, is_done: bool) -> None:
    is_done = is_done or name.rpartition("/")[2].startswith(MERGED)
    table, _ = read(store, name, [c for c in POLLS.names if c != "body"])
    for row in table.to_pylist():
        state = state_of(row)
        known = book.feeds.get(state.feed_url)
        if known is None or known.polled_at <= state.polled_at:
            book.feeds[state.feed_url] = state
            if row["entry_ids"]:
                book.latest_ids[state.feed_url] = tuple(row["entry_ids"].split())
        if row["new"] and not is_done and state.feed_url not in book.partly.get(name, ()):
            book.unfinished.append(Unfinished(name, state.feed_url))


def _count(book: Book, table: pa.Table) -> None:
    for feed_url, outcome in zip(table["feed_url"].to_pylist(), table["outcome"].to_pylist(), strict=True):
        totals = book.totals.setdefault(feed_url, Totals())
        if outcome == "article":
            totals.articles += 1
        elif outcome == "reject":
            totals.rejects += 1
        elif outcome == "known":
            totals.known += 1


def _load_snapshot(store: Store, book: Book) -> frozenset[str]:
    """Fold the newest whole snapshot in; the names of the files that it stands for."""
    found = [name for name in store.files(SNAPSHOT_FOLDER) if name.endswith("-feeds.parquet")]
    if not found:
        return frozenset()
    name = max(found)
    feeds, notes = read(store, name)
    for row in feeds.to_pylist():
        book.feeds[row["feed_url"]] = state_of(row)
        book.latest_ids[row["feed_url"]] = tuple((row["entry_ids"] or "").split())
    book.note_partly(notes)
    book.totals = {url: Totals(*counts) for url, counts in notes["totals"].items()}
    with store.open(name.replace("-feeds.parquet", "-entries.parquet")) as source, pq.ParquetFile(source) as entries:
        for batch in entries.iter_batches(SOME_ROWS):  # there may be millions
            book.put(batch.to_pylist())
    return frozenset(notes["folded"])


def state_row(state: FeedState, entry_ids: Sequence[str]) -> dict[str, Any]:
    """A state in a snapshot: a row of POLLS that tells of no poll."""
    asked = state.moved_url if state.is_moved and state.moved_url else state.feed_url
    return poll_row(PollRecord(state, "", "same", asked, asked, entry_ids=tuple(entry_ids)))


def articles_at(store: Store, link_keys: Iterable[str]) -> dict[str, str]:
    """link_key -> article_id, of those pages that are articles already, as the log says."""
    wanted = pa.array(sorted(set(link_keys)), pa.string())
    found: dict[str, str] = {}
    entries = [name for name in store.files(SNAPSHOT_FOLDER) if name.endswith("-entries.parquet")]
    for name in [*entries[-1:], *store.files(PASS_FOLDER)] if len(wanted) else ():
        table, _ = read(store, name, ["link_key", "article_id"])
        table = table.filter(pc.and_(pc.is_in(table["link_key"], wanted), pc.is_valid(table["article_id"])))
        found.update(zip(table["link_key"].to_pylist(), table["article_id"].to_pylist(), strict=True))
    return found
