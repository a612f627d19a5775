"""A PartitionTask -> the partition's new files in staging. Workers do this, one task each, in any order.

The articles of a dt are merged together with their mentions, for which articles decide: what an article of this run
said before is replaced by what it says now, and an article that became a duplicate says nothing.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake import layout
from transforms.lake.memory import released
from transforms.lake.parquet import open_file, read_columns
from transforms.lake.partition import (
    LIGHT,
    Order,
    Rows,
    StagedFile,
    arrange,
    key_of,
    light_schema,
    locate,
    standing,
    write,
)
from transforms.lake.plan import PartitionTask
from transforms.lake.store import Store, open_store
from transforms.records import TABLES, Run

TOUCHED = pa.schema([("event_id", pa.string()), ("touched", pa.bool_()), ("reported", pa.bool_())])
"""Events of a partition: `touched` where their mentions changed, `reported` where this run's inputs mention them."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging one partition gave: small, to travel between workers."""

    table: str
    dt: str
    files: tuple[StagedFile, ...]
    """New files of this partition (for articles: of its mentions too); none where nothing changed."""
    written: tuple[tuple[str, int], ...]
    """(table, rows that this run made or changed)."""
    mentions: tuple[tuple[str, int], ...] = ()
    """(event_type, mentions in this run's inputs), by type."""
    events: str = ""
    """Name of the file that lists the events concerned (TOUCHED); "" where there are none."""


@released()
def merge(root: str, run: Run, task: PartitionTask) -> Merged:
    """Merge one partition. May be repeated; nothing outside staging is touched."""
    store = open_store(root)
    decisions = read_columns(store, task.decisions, [*_DECISION_COLUMNS])
    return (
        _merge_articles(store, run, task, decisions)
        if task.table == "articles"
        else _merge_rejects(store, run, task, decisions)
    )


_DECISION_COLUMNS = (
    "fragment",
    "mentions",
    "_dt",
    "row",
    "number",
    "published_at",
    "fetched_at",
    "article_id",
    "story_id",
    "duplicate_of",
)


def _merge_articles(store: Store, run: Run, task: PartitionTask, decisions: pa.Table) -> Merged:
    articles = write(store, TABLES["articles"], task.dt, order := _order_articles(store, run, task, decisions), run)
    written = order.written
    order, said, types = _order_mentions(store, task, decisions)
    mentions = write(store, TABLES["mentions"], task.dt, order, run)
    return Merged(
        "articles",
        task.dt,
        (*articles, *mentions),
        (("articles", written), ("mentions", order.written)),
        types,
        _write_touched(store, run, task.dt, order.events, said),
    )


def _order_articles(store: Store, run: Run, task: PartitionTask, decisions: pa.Table) -> Order:
    table = TABLES["articles"]
    fresh = decisions.filter(pc.is_valid(decisions["fragment"]))
    others = decisions.filter(pc.is_null(decisions["fragment"]))
    old = _override(standing(store, table, layout.parts_of(store, "articles", task.dt)), others, run)
    concerned = pc.is_in(old.light["article_id"], value_set=fresh["article_id"])
    return arrange(
        store,
        table,
        old,
        _fresh_articles(fresh, run),
        concerned,
        overridden=others.num_rows,
        patch=_keep_first_fetch,
    )


def _override(old: Rows, others: pa.Table, run: Run) -> Rows:
    """Standing articles whose story changed because of another article: they count as changed by this run."""
    if not others.num_rows:
        return old
    at = pc.index_in(old.light["article_id"], value_set=others["article_id"])
    hit, light = pc.is_valid(at), old.light
    for name in ("story_id", "duplicate_of"):
        light = _set(light, name, pc.if_else(hit, others[name].take(at), light[name]))
    light = _set(light, "run_id", pc.if_else(hit, run.run_id, light["run_id"]))
    started = pa.scalar(run.started_at, light.schema.field("processed_at").type)
    return Rows(_set(light, "processed_at", pc.if_else(hit, started, light["processed_at"])), old.names)


def _set(table: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    index = table.schema.get_field_index(name)
    return table.set_column(index, table.schema.field(index), values.cast(table.schema.field(index).type))


def _keep_first_fetch(new: pa.Table, old: pa.Table, at: pa.ChunkedArray) -> pa.Table:
    """fetched_at says when an article was first fetched: a changed one keeps it."""
    return _set(new, "fetched_at", pc.coalesce(old["fetched_at"].take(at), new["fetched_at"]))


def _fresh_articles(fresh: pa.Table, run: Run) -> Rows:
    """Light columns of the staged articles, all from the decisions."""
    names: list[str] = []
    tables: list[pa.Table] = []
    schema = light_schema(TABLES["articles"])
    for name, rows in _sources(fresh):
        count = rows.num_rows
        rows = rows.append_column("run_id", pa.repeat(run.run_id, count))
        rows = rows.append_column(
            "processed_at", pa.repeat(pa.scalar(run.started_at, pa.timestamp("us", tz="UTC")), count)
        )
        tables.append(locate(rows, schema, len(names), rows["row"]))
        names.append(name)
    return Rows(pa.concat_tables(tables) if tables else schema.empty_table(), tuple(names))


def _sources(fresh: pa.Table, column: str = "fragment") -> Iterator[tuple[str, pa.Table]]:
    """Staged rows by file and the dt under which they lie in it: within each, rows are in the table's order."""
    rows = fresh.filter(pc.is_valid(fresh[column]))
    if not rows.num_rows:
        return
    names, days = (rows[name].combine_chunks() for name in (column, "_dt"))
    borders = pc.or_(pc.not_equal(names[1:], names[:-1]), pc.not_equal(days[1:], days[:-1]))  # decisions lie in order
    starts = [0, *(at + 1 for at in pc.indices_nonzero(borders).to_pylist()), rows.num_rows]
    for start, end in itertools.pairwise(starts):
        yield names[start].as_py(), rows.slice(start, end - start)


def _order_mentions(
    store: Store, task: PartitionTask, decisions: pa.Table
) -> tuple[Order, pa.Array, tuple[tuple[str, int], ...]]:
    """The mentions; also the events that this run's articles report, and how many mentions of each type."""
    table, schema = TABLES["mentions"], light_schema(TABLES["mentions"])
    old = standing(store, table, layout.parts_of(store, "mentions", task.dt))
    names: list[str] = []
    tables: list[pa.Table] = []
    types = Counter[str]()
    for name, articles in _sources(decisions.filter(pc.is_null(decisions["duplicate_of"])), "mentions"):
        rows = _staged_mentions(store, name, articles)
        types.update(rows["event_type"].to_pylist())
        tables.append(locate(rows, schema, len(names), rows["_at"].combine_chunks()))
        names.append(name)
    new = Rows(pa.concat_tables(tables) if tables else schema.empty_table(), tuple(names))
    concerned = pc.is_in(old.light["article_id"], value_set=decisions["article_id"])
    order = arrange(store, table, old, new, concerned)
    return order, pc.unique(new.light["event_id"]), tuple(sorted(types.items()))


def _staged_mentions(store: Store, name: str, articles: pa.Table) -> pa.Table:
    """The light columns of the mentions of these articles, with their place in the file (`_at`)."""
    columns = [*LIGHT["mentions"], "event_type", "_row"]
    day, start = articles["_dt"][0].as_py(), 0
    with open_file(store, name) as file:
        none = file.schema_arrow.empty_table().select(columns).replace_schema_metadata(None)
        out = [none.append_column("_at", pa.array([], pa.int32()))]
        place = file.schema_arrow.get_field_index("_dt")
        for group in range(file.metadata.num_row_groups):
            metadata = file.metadata.row_group(group)
            statistics = metadata.column(place).statistics
            if statistics is None or statistics.min <= day <= statistics.max:
                rows = file.read_row_group(group, columns=columns, use_threads=False).replace_schema_metadata(None)
                rows = rows.append_column("_at", pa.array(range(start, start + rows.num_rows), pa.int32()))
                out.append(rows.filter(pc.is_in(rows["_row"], value_set=articles["number"])))
            start += metadata.num_rows
    return pa.concat_tables(out)


def _write_touched(store: Store, run: Run, day: str, touched: pa.Array, said: pa.Array) -> str:
    events = pc.unique(pa.chunked_array([touched, said], pa.string()))
    if not len(events):
        return ""
    name = layout.staging(run.run_id, "touched", f"{day}.parquet")
    listed = [events, pc.is_in(events, value_set=touched), pc.is_in(events, value_set=said)]
    with store.create(name) as sink:
        pq.write_table(pa.table(listed, schema=TOUCHED), sink)
    return name


def _merge_rejects(store: Store, run: Run, task: PartitionTask, decisions: pa.Table) -> Merged:
    table, schema = TABLES["rejects"], light_schema(TABLES["rejects"])
    old = standing(store, table, layout.parts_of(store, "rejects", task.dt))
    names: list[str] = []
    tables: list[pa.Table] = []
    for name, rows in _sources(decisions):
        light = read_columns(store, name, LIGHT["rejects"]).take(rows["row"])
        tables.append(locate(light, schema, len(names), rows["row"]))
        names.append(name)
    new = Rows(pa.concat_tables(tables), tuple(names))
    concerned = pc.is_in(key_of(old.light, table), value_set=key_of(new.light, table))
    order = arrange(store, table, old, new, concerned)
    return Merged("rejects", task.dt, write(store, table, task.dt, order, run), (("rejects", order.written),))


def rows_written(merged: Iterable[Merged]) -> dict[str, int]:
    """Rows that a run made or changed, by table."""
    total = Counter(dict.fromkeys(TABLES, 0))
    for one in merged:
        total.update(dict(one.written))
    return dict(total)
