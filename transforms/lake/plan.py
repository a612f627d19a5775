"""Who wins, where each row goes, what duplicates what: decided in one place, from key columns alone.

In: the fragments of a run and how many inputs were read. Out: one small PartitionTask for each partition that may
change; what is decided about its rows lies in a Parquet file in staging. Rules:

- of several versions of one article in a run, the one updated (else published) last stands; unknown times come first;
  ties go to the smallest content hash. The others count as duplicates.
- an article that the dataset holds keeps its dt; so does a reject.
- of articles with one content, one stands for all: the one that already does, unless this run changes it; else of
  this run's the first published (unknown last, then by id); else of those that remain. The others get its id as
  duplicate_of and story_id, and no mentions.

Decisions are made in SQLite, in a private temporary database: memory stays flat however large a run is.
"""

import dataclasses
import itertools
import json
import operator
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake import layout
from transforms.lake.fragments import Fragment
from transforms.lake.memory import released
from transforms.lake.parquet import iter_columns, plain, read_columns
from transforms.lake.store import DatasetError, Store, open_store
from transforms.records import Run
from transforms.telemetry import Slow, slowest

DECISIONS = pa.schema(
    [
        ("fragment", pa.string()),  # null: a row that stands, with other values
        ("mentions", pa.string()),  # the fragment's mentions; null where it has none
        ("_dt", pa.date32()),  # under which the row lies in the fragment
        ("row", pa.int32()),  # its place in the fragment's file
        ("number", pa.int32()),  # its _row, by which its mentions find it
        ("published_at", pa.timestamp("us", tz="UTC")),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("article_id", pa.string()),
        ("story_id", pa.string()),
        ("duplicate_of", pa.string()),
    ]
)
_BLOCK = 4096


class PublishError(DatasetError):
    """A run cannot be published: its counts do not reconcile, or what it staged is not what it said."""


@dataclass(frozen=True, slots=True)
class PartitionTask:
    """One partition to merge: articles with their mentions, or rejects."""

    table: str
    dt: str
    decisions: str
    """Name of the file that says which staged rows come in, and which standing rows get other values."""


@dataclass(frozen=True, slots=True)
class Accounting:
    """What became of a run's inputs."""

    inputs: int
    articles: int
    duplicates: int
    rejects: tuple[tuple[str, int], ...]
    """(reason_code, inputs), by code."""
    slowest: tuple[Slow, ...] = ()

    @property
    def rejected(self) -> int:
        """Inputs that were refused."""
        return sum(count for _, count in self.rejects)


@released()
def plan(
    root: str, run: Run, fragments: Iterable[Fragment], read_counts: int, slow: Iterable[Slow] = ()
) -> list[PartitionTask]:
    """The partitions that a run touches. PublishError where read_counts and the fragments' counts differ.

    `slow`: what the stages noted; the slowest inputs are told with the run's counts. May be repeated: the same
    fragments, in any order, give the same decisions.
    """
    store, given = open_store(root), sorted(set(fragments), key=lambda f: (f.articles_path, f.rejects_path))
    inputs = sum(f.inputs for f in given)
    if inputs != read_counts:
        raise PublishError(f"{read_counts} inputs were read but {inputs} were staged; nothing was published")
    with closing(_database()) as db:
        _load_articles(db, store, [f for f in given if f.articles_path])
        _load_rejects(db, store, [f for f in given if f.rejects_path])
        _load_standing(db, store)
        for script in (_WINNERS, _DUPLICATES, _REJECTS):
            db.executescript(script)
        accounting = _accounting(db, inputs)
        total = accounting.articles + accounting.duplicates + accounting.rejected
        if total != inputs:
            raise PublishError(
                f"{inputs} inputs, but {accounting.articles} articles + {accounting.duplicates} duplicates + "
                f"{accounting.rejected} rejects = {total}; nothing was published"
            )
        tasks = [*_decide(db, store, run, "articles"), *_decide(db, store, run, "rejects")]
    _write_accounting(store, run, dataclasses.replace(accounting, slowest=slowest(slow)))
    return tasks


def _database() -> sqlite3.Connection:
    db = sqlite3.connect("")  # a private file in the system's temporary folder, gone when closed
    db.executescript(_TABLES)
    return db


_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000; PRAGMA temp_store = FILE;
CREATE TABLE staged (article_id TEXT, fragment TEXT, row INT, number INT, day INT, published INT, updated INT,
                     fetched INT, content TEXT, version TEXT, input_id TEXT);
CREATE TABLE sibling (fragment TEXT PRIMARY KEY, mentions TEXT);
CREATE TABLE refused (input_id TEXT, raw_sha256 TEXT, fragment TEXT, row INT, day INT,
                      stage TEXT, reason TEXT, version TEXT);
CREATE TABLE standing (article_id TEXT PRIMARY KEY, dt TEXT, content TEXT,
                       duplicate_of TEXT, published INT) WITHOUT ROWID;
CREATE TABLE stood_refused (input_id TEXT, raw_sha256 TEXT, dt TEXT, PRIMARY KEY (input_id, raw_sha256)) WITHOUT ROWID;
"""

_WINNERS = """
CREATE TABLE winner AS SELECT * FROM (
    SELECT *, row_number() OVER (
        PARTITION BY article_id
        ORDER BY coalesce(updated, published) DESC NULLS LAST,
                 content, version, fetched, input_id, fragment, row) AS place
    FROM staged) WHERE place = 1;
CREATE UNIQUE INDEX winner_id ON winner (article_id);
"""

_DUPLICATES = """
CREATE TABLE verdict AS
WITH candidate AS (
    SELECT w.article_id, w.content, w.published, 1 AS fresh, s.duplicate_of AS was,
           coalesce(s.dt, date(w.day * 86400, 'unixepoch')) AS dt,
           s.article_id IS NOT NULL AND s.duplicate_of IS NULL AND s.content = w.content AS stands
    FROM winner w LEFT JOIN standing s USING (article_id)
    UNION ALL
    SELECT s.article_id, s.content, s.published, 0, s.duplicate_of, s.dt, s.duplicate_of IS NULL
    FROM standing s LEFT JOIN winner w USING (article_id) WHERE w.article_id IS NULL),
judged AS (
    SELECT *, first_value(article_id) OVER (
        PARTITION BY content ORDER BY stands DESC, fresh DESC, published NULLS LAST, article_id) AS story
    FROM candidate)
SELECT article_id, dt, fresh, story, nullif(story, article_id) AS duplicate_of
FROM judged WHERE fresh OR nullif(story, article_id) IS NOT was;
"""

_REJECTS = """
CREATE TABLE refusal AS SELECT r.fragment, r.row, r.day, coalesce(s.dt, date(r.day * 86400, 'unixepoch')) AS dt FROM (
    SELECT *, row_number() OVER (
        PARTITION BY input_id, raw_sha256 ORDER BY stage, reason, version, fragment, row) AS place FROM refused) r
LEFT JOIN stood_refused s USING (input_id, raw_sha256) WHERE place = 1;
"""

_DECIDED = {
    "articles": """
        SELECT v.dt, w.fragment, m.mentions, w.day, w.row, w.number, w.published, w.fetched,
               v.article_id, v.story, v.duplicate_of
        FROM verdict v LEFT JOIN winner w ON v.fresh AND w.article_id = v.article_id
                       LEFT JOIN sibling m USING (fragment)
        ORDER BY v.dt, w.fragment, w.row, v.article_id""",
    "rejects": """
        SELECT dt, fragment, NULL, day, row, NULL, NULL, NULL, NULL, NULL, NULL FROM refusal
        ORDER BY dt, fragment, row""",
}


def _load_articles(db: sqlite3.Connection, store: Store, fragments: Sequence[Fragment]) -> None:
    columns = (
        "article_id",
        "_row",
        "_dt",
        "published_at",
        "updated_at",
        "fetched_at",
        "content_sha256",
        "_version",
        "_input_id",
    )
    for f in fragments:
        db.execute("INSERT INTO sibling VALUES (?,?)", (f.articles_path, f.mentions_path or None))
        rows = _columns(store, f.articles_path, columns, f.articles)
        data = zip(rows[0], [f.articles_path] * f.articles, range(f.articles), *rows[1:], strict=True)
        db.executemany("INSERT INTO staged VALUES (?,?,?,?,?,?,?,?,?,?,?)", data)


def _load_rejects(db: sqlite3.Connection, store: Store, fragments: Sequence[Fragment]) -> None:
    columns = ("input_id", "raw_sha256", "_dt", "stage", "reason_code", "_version")
    for f in fragments:
        rows = _columns(store, f.rejects_path, columns, f.rejects)
        data = zip(*rows[:2], [f.rejects_path] * f.rejects, range(f.rejects), *rows[2:], strict=True)
        db.executemany("INSERT INTO refused VALUES (?,?,?,?,?,?,?,?)", data)


def _columns(store: Store, name: str, columns: Iterable[str], expected: int) -> list[list[object]]:
    """Columns of a staged file as plain values: dates as days, times as microseconds of the epoch."""
    table = read_columns(store, name, columns)
    if table.num_rows != expected:
        raise PublishError(f"{name}: {table.num_rows} rows, {expected} were staged; nothing was published")
    return [plain(column).to_pylist() for column in table.columns]


def _load_standing(db: sqlite3.Connection, store: Store) -> None:
    """Of the dataset's rows those that this run can concern: by id, by content, by what they duplicate."""
    if places := layout.parts(store, "articles"):  # a new dataset has no rows, and a run may have a great many
        _load_standing_articles(db, store, places)
    inputs = _values(db, "SELECT DISTINCT input_id FROM refused")
    for day, names in layout.parts(store, "rejects").items():
        for name in names if len(inputs) else ():
            for rows in iter_columns(store, name, ("input_id", "raw_sha256")):
                found = rows.filter(pc.is_in(rows["input_id"], inputs))
                data = zip(
                    found["input_id"].to_pylist(), found["raw_sha256"].to_pylist(), [day] * found.num_rows, strict=True
                )
                db.executemany("INSERT OR IGNORE INTO stood_refused VALUES (?,?,?)", data)


def _load_standing_articles(db: sqlite3.Connection, store: Store, places: Mapping[str, Sequence[str]]) -> None:
    ids, contents = (_values(db, f"SELECT DISTINCT {name} FROM staged") for name in ("article_id", "content"))  # noqa: S608 - fixed names
    for day, names in places.items():
        for name in names if len(ids) else ():
            for rows in iter_columns(store, name, ("article_id", "content_sha256", "duplicate_of", "published_at")):
                concerned = pc.or_(
                    pc.or_(pc.is_in(rows["article_id"], ids), pc.is_in(rows["content_sha256"], contents)),
                    pc.is_in(rows["duplicate_of"], ids),
                )
                found = rows.filter(concerned)
                data = zip(
                    found["article_id"].to_pylist(),
                    [day] * found.num_rows,
                    *(plain(column).to_pylist() for column in found.columns[1:]),
                    strict=True,
                )
                db.executemany("INSERT OR IGNORE INTO standing VALUES (?,?,?,?,?)", data)


def _values(db: sqlite3.Connection, query: str) -> pa.Array:
    return pa.array((value for (value,) in db.execute(query)), pa.string())


def _accounting(db: sqlite3.Connection, inputs: int) -> Accounting:
    ((staged,),) = db.execute("SELECT count(*) FROM staged")
    ((articles,),) = db.execute("SELECT count(*) FROM verdict WHERE fresh AND duplicate_of IS NULL")
    reasons = db.execute("SELECT reason, count(*) FROM refused GROUP BY reason ORDER BY reason").fetchall()
    return Accounting(inputs, articles, staged - articles, tuple(reasons))


def _decide(db: sqlite3.Connection, store: Store, run: Run, table: str) -> Iterator[PartitionTask]:
    """Write one decisions file per dt, and the task that names it."""
    for day, rows in itertools.groupby(db.execute(_DECIDED[table]), key=operator.itemgetter(0)):
        task = PartitionTask(table, day, layout.staging(run.run_id, "plan", f"{table}-{day}.parquet"))
        blocks = []
        while block := list(itertools.islice(rows, _BLOCK)):
            columns = list(zip(*block, strict=True))[1:]
            arrays = [
                pa.array(values, _stored(field.type)).cast(field.type)
                for values, field in zip(columns, DECISIONS, strict=True)
            ]
            blocks.append(pa.table(arrays, schema=DECISIONS))
        with store.create(task.decisions) as sink:
            pq.write_table(pa.concat_tables(blocks), sink, use_dictionary=["fragment", "mentions"])
        yield task


def _stored(kind: pa.DataType) -> pa.DataType:
    """The type in which SQLite keeps it: days and microseconds of the epoch."""
    if pa.types.is_date32(kind):
        return pa.int32()
    return pa.int64() if pa.types.is_timestamp(kind) else kind


def _accounting_name(run: Run) -> str:
    return layout.staging(run.run_id, "plan", "accounting.json")


def _write_accounting(store: Store, run: Run, accounting: Accounting) -> None:
    with store.create(_accounting_name(run)) as sink:
        sink.write(
            layout.dump(
                {
                    "inputs": accounting.inputs,
                    "articles": accounting.articles,
                    "duplicates": accounting.duplicates,
                    "rejects": accounting.rejects,
                    "slowest": [dataclasses.astuple(one) for one in accounting.slowest],
                }
            )
        )


def read_accounting(store: Store, run: Run) -> Accounting:
    """What `plan` found out about a run's inputs. PublishError where the run was not planned."""
    try:
        found = json.loads(store.read(_accounting_name(run)))
    except OSError:
        raise PublishError(f"run {run.run_id} was not planned; call plan before commit") from None
    return Accounting(
        found["inputs"],
        found["articles"],
        found["duplicates"],
        tuple((code, count) for code, count in found["rejects"]),
        tuple(Slow(*one) for one in found["slowest"]),
    )
