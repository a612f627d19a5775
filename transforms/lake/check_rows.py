"""What `check` verifies row by row and across the tables. Keys and references go through SQLite: memory stays flat."""

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake import layout
from transforms.lake.parquet import plain
from transforms.lake.store import Store
from transforms.records import TABLES, Table
from transforms.schema import columns

Add = Callable[..., None]
BATCH_ROWS = 1024
LISTED = 1000
"""Most findings of one kind that are fetched; what is found beyond is not counted."""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;
CREATE TABLE articles (path TEXT, dt TEXT, article_id TEXT, duplicate_of TEXT, story_id TEXT, content_sha256 TEXT);
CREATE TABLE mentions (path TEXT, dt TEXT, mention_id TEXT, event_id TEXT, article_id TEXT, source_domain TEXT,
    published_at INT, char_start INT, char_end INT, evidence_text TEXT, trigger_start INT, trigger_end INT,
    trigger_text TEXT);
CREATE TABLE events (path TEXT, dt TEXT, event_id TEXT, mention_count INT, article_count INT, source_domain_count INT,
    first_reported_at INT, last_reported_at INT);
CREATE TABLE rejects (path TEXT, dt TEXT, input_id TEXT, raw_sha256 TEXT);
"""
_INDEXES = """
CREATE INDEX article_key ON articles (article_id);
CREATE INDEX mention_article ON mentions (article_id);
CREATE INDEX mention_event ON mentions (event_id);
CREATE INDEX event_key ON events (event_id);
"""
_STORED = {
    "articles": ("article_id", "duplicate_of", "story_id", "content_sha256"),
    "mentions": (
        *("mention_id", "event_id", "article_id", "source_domain", "published_at", "char_start", "char_end"),
        *("evidence_text", "trigger_start", "trigger_end", "trigger_text"),
    ),
    "events": (
        *("event_id", "mention_count", "article_count", "source_domain_count"),
        *("first_reported_at", "last_reported_at"),
    ),
    "rejects": ("input_id", "raw_sha256"),
}


def _unique(table: Table) -> tuple[int, str, str]:
    """The finding that two rows share a key."""
    key = " || ' ' || ".join(table.key)
    return (
        5,
        f"SELECT min(path), {key}, count(*) || ' rows, the last in ' || max(path) "  # noqa: S608 - fixed names
        f"FROM {table.name} GROUP BY {', '.join(table.key)} HAVING count(*) > 1",
        f"{'+'.join(table.key)} {{id}} is not unique: {{detail}}",
    )


_FINDINGS: tuple[tuple[int, str, str], ...] = (
    # promise, query (path, id, detail), message with {id} and {detail}
    *map(_unique, TABLES.values()),
    (
        6,
        "SELECT m.path, m.mention_id, m.article_id FROM mentions m LEFT JOIN articles a USING (article_id) "
        "WHERE a.article_id IS NULL",
        "mention {id}: its article {detail} does not exist",
    ),
    (
        6,
        "SELECT m.path, m.mention_id, a.dt FROM mentions m JOIN articles a USING (article_id) WHERE a.dt <> m.dt",
        "mention {id}: its article stands in dt={detail}",
    ),
    (
        6,
        "SELECT m.path, m.mention_id, a.duplicate_of FROM mentions m JOIN articles a USING (article_id) "
        "WHERE a.duplicate_of IS NOT NULL",
        "mention {id}: its article is a duplicate of {detail} and should have none",
    ),
    (
        6,
        "SELECT m.path, m.mention_id, m.event_id FROM mentions m LEFT JOIN events e USING (event_id) "
        "WHERE e.event_id IS NULL",
        "mention {id}: its event {detail} does not exist",
    ),
    (
        6,
        "SELECT e.path, e.event_id, '' FROM events e LEFT JOIN mentions m USING (event_id) WHERE m.event_id IS NULL",
        "event {id} has no mentions",
    ),
    (
        6,
        "SELECT a.path, a.article_id, a.duplicate_of FROM articles a LEFT JOIN articles p "
        "ON p.article_id = a.duplicate_of WHERE a.duplicate_of IS NOT NULL AND (p.article_id IS NULL "
        "OR p.duplicate_of IS NOT NULL OR p.content_sha256 <> a.content_sha256 OR p.story_id <> a.story_id)",
        "article {id}: duplicate_of {detail} names no first article of its content and story",
    ),
)

_EVENT_COUNTS = """
SELECT e.path, e.event_id, e.mention_count, e.article_count, e.source_domain_count, e.first_reported_at,
       count(*), count(DISTINCT m.article_id), count(DISTINCT m.source_domain),
       min(coalesce(m.published_at, unixepoch(m.dt) * 1000000)), e.last_reported_at
FROM events e JOIN mentions m USING (event_id) GROUP BY e.rowid
"""


class Rows:
    """Rows of all tables, looked at file by file, then against each other."""

    def __init__(self, store: Store, add: Add) -> None:
        self._store, self._add = store, add
        self._db = sqlite3.connect("")  # a private temporary file, gone when closed
        self._db.executescript(_TABLES)
        self._made: dict[str, Counter[str]] = {name: Counter() for name in TABLES}
        self._articles: list[str] = []
        self.kept: dict[str, dict[str, int]] = defaultdict(dict)
        """table -> file -> rows whose own date is not its dt."""

    def close(self) -> None:
        """Drop what was collected."""
        self._db.close()

    def scan(self, table: Table, name: str, file: Any) -> None:
        """Look at the rows of a file whose columns are those of the table."""
        place = layout.parse_part(name)
        assert place is not None
        if table.name == "articles":
            self._articles.append(name)
        ordering, kept = [], 0
        stored = _STORED[table.name]
        marks = ", ".join("?" * (len(stored) + 2))
        for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
            rows = pa.Table.from_batches([batch])
            self._check_values(table, name, rows)
            ordering.append(rows.select(list(table.order)))
            kept += _kept(table, rows, place[1])
            if "run_id" in rows.column_names:
                self._made[table.name].update(rows["run_id"].to_pylist())
            data = zip(
                [name] * rows.num_rows,
                [place[1]] * rows.num_rows,
                *(plain(rows[c]).to_pylist() for c in stored),
                strict=True,
            )
            self._db.executemany(f"INSERT INTO {table.name} VALUES ({marks})", data)  # noqa: S608 - fixed names
        self.kept[table.name][name] = kept
        if ordering and not _sorted(pa.concat_tables(ordering), table.order):
            self._add(1, name, f"is not sorted by {', '.join(table.order)}")

    def _check_values(self, table: Table, name: str, rows: pa.Table) -> None:
        for column in columns(table.record):
            values = rows[column.name]
            if not column.nullable and values.null_count:
                self._add(4, name, f"column {column.name} must not be null, but is in {values.null_count} rows")
            if column.one_of:
                wrong = pc.unique(
                    values.filter(pc.invert(pc.is_in(values, pa.array(column.one_of, values.type))))
                ).drop_null()
                if len(wrong):
                    self._add(4, name, f"column {column.name} holds {wrong[0].as_py()!r:.60}, none of its vocabulary")
            elif column.kind is float and pc.all(pc.is_finite(values)).as_py() is False:
                self._add(4, name, f"column {column.name} holds a number that is not finite")

    def check_across(self, records: dict[str, dict[str, Any]]) -> None:
        """Keys, references, counts, evidence, and which run made what."""
        self._db.executescript(_INDEXES)
        for promise, query, message in _FINDINGS:
            for path, key, detail in self._db.execute(f"{query} LIMIT {LISTED}"):
                self._add(promise, path, message.format(id=key, detail=detail), message)
        self._check_events()
        for name in self._articles:
            self._check_evidence(name)
        self._check_runs(records)

    def _check_events(self) -> None:
        names = ("mention_count", "article_count", "source_domain_count", "first_reported_at")
        for path, event_id, *values in self._db.execute(_EVENT_COUNTS):
            for name, said, found in zip(names, values[:4], values[4:8], strict=True):
                if said != found:
                    said, found = (_time(v) if name.endswith("_at") else v for v in (said, found))
                    self._add(6, path, f"event {event_id}: {name} is {said}, its mentions say {found}", f"event {name}")
        for path, event_id, day, first, last in self._db.execute(
            "SELECT path, event_id, dt, first_reported_at, last_reported_at FROM events"
        ):
            if _time(first)[:10] != day:
                self._add(1, path, f"event {event_id} was first reported on {_time(first)[:10]}", "event dt")
            if first is not None and last is not None and last < first:
                self._add(6, path, f"event {event_id} was last reported before it was first reported", "event last")

    def _check_evidence(self, name: str) -> None:
        from transforms.lake.parquet import open_file

        with open_file(self._store, name) as file:
            for batch in file.iter_batches(BATCH_ROWS, columns=["article_id", "body"], use_threads=False):
                for row in batch.to_pylist():
                    for path, mention_id, fault in self._evidence_faults(row["article_id"], row["body"]):
                        self._add(6, path, f"mention {mention_id}: {fault}", fault)

    def _evidence_faults(self, article_id: str, body: str) -> Iterator[tuple[str, str, str]]:
        for path, mention_id, start, end, evidence, first, last, trigger in self._db.execute(
            "SELECT path, mention_id, char_start, char_end, evidence_text, trigger_start, trigger_end, trigger_text "
            "FROM mentions WHERE article_id = ?",
            (article_id,),
        ):
            if not 0 <= start < end or body[start:end] != evidence:
                yield path, mention_id, "its evidence is not at its offsets in the article's body"
            elif not start <= first < last <= end or body[first:last] != trigger:
                yield path, mention_id, "its trigger is not at its offsets within the evidence"

    def _check_runs(self, records: dict[str, dict[str, Any]]) -> None:
        for table, made in self._made.items():
            for run_id, count in sorted(made.items(), key=str):
                if run_id not in records:
                    self._add(
                        11, table, f"{count} rows come from run {run_id!r:.60}, of which there is no record", "no run"
                    )
                elif count > (said := records[run_id]["rows_written"].get(table, 0)):
                    self._add(11, table, f"{count} rows come from run {run_id}, which wrote {said}", "run rows")


def _kept(table: Table, rows: pa.Table, day: str) -> int:
    """Rows whose own date is not the dt."""
    if table.name == "articles":
        own = pc.coalesce(rows["published_at"], rows["fetched_at"])
    elif table.name == "rejects":
        own = rows["processed_at"]
    else:
        return 0
    dates = own.cast(pa.timestamp("us")).cast(pa.date32())
    return int(pc.sum(pc.not_equal(dates, pa.scalar(layout.parse_day(day), pa.date32()))).as_py() or 0)


def _sorted(rows: pa.Table, order: tuple[str, ...]) -> bool:
    indices = pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in order])  # stable
    return bool(indices.equals(pa.array(range(rows.num_rows), pa.uint64())))


def _time(microseconds: int | None) -> str:
    if microseconds is None:
        return "unknown"
    return (dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=microseconds)).isoformat()
