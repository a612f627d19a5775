"""One partition of one table: standing rows and staged ones -> the new file, or the news that nothing changed.

The order of the rows is worked out from a few light columns; the text is then streamed through in that order. A staged
row equal to the standing one in all columns but provenance gives way to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake import layout
from transforms.lake.gather import stream
from transforms.lake.parquet import read_columns, table_writer
from transforms.lake.store import Store
from transforms.records import Run, Table
from transforms.schema import arrow_schema, content_columns

MAX_FILE_BYTES = 256 * 1000 * 1000
"""A file that would become longer is split into shards by a hash of the key."""

LIGHT = {
    "articles": ("article_id", "published_at", "story_id", "duplicate_of", "fetched_at", "run_id", "processed_at"),
    "mentions": ("mention_id", "source_country", "target_country", "published_at", "article_id", "event_id"),
    "events": ("event_id", "dyad", "event_date"),
    "rejects": ("input_id", "raw_sha256", "stage", "reason_code", "processed_at"),
}
"""Columns from which order, identity and place are worked out."""
PATCHED = {"articles": LIGHT["articles"], "mentions": (), "events": (), "rejects": ()}
"""Columns whose values come from the light table, not from the file: the plan or the standing row knows better."""
KEPT = PATCHED | {"rejects": ("processed_at",)}
"""Light columns that writing needs."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A data file that waits to take its place."""

    staged: str
    target: str
    table: str
    rows: int
    bytes: int
    sha256: str
    kept_dt_rows: int
    """Rows that stay in this dt though their own date is another one by now."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of several files: their light columns with `_source` and `_row`, and the files' names."""

    light: pa.Table
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The rows that a partition will have: which, and in which order."""

    rows: pa.Table
    """`_source` and `_row`, the key, and what else writing needs: one row for each row of the partition."""
    names: tuple[str, ...]
    """Of the sources."""
    shards: int
    """Files that the partition has now."""
    written: int
    """Rows that this run made or changed; where none changed and none went, the partition stays as it is."""
    changed: bool
    events: pa.Array
    """(mentions) events with a row more, a row less or another row."""


def light_schema(table: Table) -> pa.Schema:
    """The light columns and where each row lies."""
    schema = arrow_schema(table.record)
    fields = [pa.field(name, schema.field(name).type) for name in LIGHT[table.name]]
    return pa.schema([*fields, ("_source", pa.int32()), ("_row", pa.int32())])


def standing(store: Store, table: Table, names: Sequence[str]) -> Rows:
    """The rows that a partition has now."""
    schema, tables = light_schema(table), []
    for source, name in enumerate(names):
        rows = read_columns(store, name, LIGHT[table.name])
        tables.append(locate(rows, schema, source, numbers(rows)))
    return Rows(pa.concat_tables(tables) if tables else schema.empty_table(), tuple(names))


def locate(rows: pa.Table, schema: pa.Schema, source: int, at: pa.Array) -> pa.Table:
    """Light columns with their whereabouts."""
    columns = [
        rows[name] if name in rows.column_names else pa.nulls(rows.num_rows, schema.field(name).type)
        for name in schema.names[:-2]
    ]
    return pa.table([*columns, pa.repeat(pa.scalar(source, pa.int32()), rows.num_rows), at], schema=schema)


def arrange(
    store: Store,
    table: Table,
    old: Rows,
    new: Rows,
    concerned: pa.ChunkedArray,
    *,
    overridden: int = 0,
    patch: Callable[[pa.Table, pa.Table, pa.ChunkedArray], pa.Table] | None = None,
) -> Order:
    """Work out which standing and which staged rows a partition will have.

    `concerned` marks the standing rows that the staged ones replace: such a row stays only where an equal staged row
    says so again. `overridden` counts standing rows whose light columns were changed already. `patch(new, old, at)` may
    change the light columns of staged rows that replace a standing one.
    """
    at = pc.index_in(key_of(new.light, table), value_set=key_of(old.light, table))
    same = _unchanged(store, table, old, new, at)
    stays = pc.or_(pc.invert(concerned), pc.is_in(numbers(old.light), value_set=at.filter(same)))
    incoming = patch(new.light, old.light, at) if patch else new.light
    if pc.any(same).as_py():  # to filter is to copy: a day of many rows is not held twice for nothing
        incoming = incoming.filter(pc.invert(same))
    remaining, removed = old.light.filter(stays), old.light.filter(pc.invert(stays))
    index = incoming.schema.get_field_index("_source")
    shifted = pc.add(incoming["_source"], pa.scalar(len(old.names), pa.int32()))
    rows = pa.concat_tables([remaining, incoming.set_column(index, "_source", shifted)])
    kept = [name for name in rows.column_names if name in (*table.key, *KEPT[table.name], "_source", "_row")]
    in_order = pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in table.order])
    return Order(
        rows.select(kept).take(in_order),
        (*old.names, *new.names),
        len(old.names),
        incoming.num_rows + overridden,
        bool(incoming.num_rows or removed.num_rows or overridden),
        _events(removed, incoming),
    )


def _events(removed: pa.Table, incoming: pa.Table) -> pa.Array:
    if "article_id" not in incoming.column_names or "event_id" not in incoming.column_names:
        return pa.array([], pa.string())
    return pc.unique(pa.chunked_array([*removed["event_id"].chunks, *incoming["event_id"].chunks], pa.string()))


def key_of(rows: pa.Table, table: Table) -> pa.ChunkedArray:
    """The table's key as one column."""
    first, *rest = (rows[name] for name in table.key)
    return pc.binary_join_element_wise(first, *rest, "\x1f") if rest else first


def numbers(rows: pa.Table) -> pa.Array:
    """0, 1, 2 ... for the rows of a table."""
    return pa.array(range(rows.num_rows), pa.int32())


def _unchanged(store: Store, table: Table, old: Rows, new: Rows, at: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which staged rows are equal to the standing row of their key in all columns but provenance."""
    if not old.light.num_rows:
        return pa.repeat(False, new.light.num_rows)
    content = content_columns(table.record)
    light = [name for name in LIGHT[table.name] if name in content]
    twins = old.light.take(at)  # null rows where there is none
    alike = pc.is_valid(at)
    for name in light:
        alike = pc.and_(alike, _equal(new.light[name], twins[name]))
    if not pc.any(alike).as_py():  # also: indices_nonzero crashes the process on an array without chunks (pyarrow 25)
        return alike
    positions = pc.indices_nonzero(alike)
    here = new.light.append_column("_at", at).append_column("_place", numbers(new.light)).take(positions)
    here = here.sort_by([(name, "ascending") for name in table.order])
    heavy = pa.schema([f for f in arrow_schema(table.record) if f.name in content and f.name not in light])
    equal = _compare(
        stream(store, new.names, here, heavy), stream(store, old.names, old.light.take(here["_at"]), heavy), heavy
    )
    return pc.is_in(numbers(new.light), value_set=here["_place"].filter(equal))


def _compare(left: Any, right: Any, schema: pa.Schema) -> pa.ChunkedArray:
    """Row by row: are two streams of the same length equal? Their blocks may end at different rows."""
    out: list[pa.Array] = []
    a = b = schema.empty_table()
    while True:
        a = a if a.num_rows else next(left, a)
        b = b if b.num_rows else next(right, b)
        rows = min(a.num_rows, b.num_rows)
        if not rows:
            return pa.chunked_array(out, pa.bool_())
        alike = pa.repeat(True, rows)
        for name in schema.names:
            alike = pc.and_(alike, _equal(a[name].slice(0, rows), b[name].slice(0, rows)))
        out.extend(alike.chunks if isinstance(alike, pa.ChunkedArray) else [alike])
        a, b = a.slice(rows), b.slice(rows)


def _equal(a: pa.ChunkedArray, b: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.coalesce(pc.equal(a, b), pc.and_(pc.is_null(a), pc.is_null(b)))


def write(store: Store, table: Table, day: str, order: Order, run: Run) -> tuple[StagedFile, ...]:
    """Stage a partition's files; none where it stays as it is.

    A partition keeps its number of files; it doubles when one grows too long.
    """
    if not order.changed:
        return ()
    count = max(1, order.shards)
    while True:
        files = []
        for shard in range(count):
            rows = order.rows if count == 1 else order.rows.filter(_in_shard(order.rows, table, shard, count))
            target = layout.part(table.name, day, shard)
            file = _write_file(store, table, order, rows, run, target)
            if file.bytes > MAX_FILE_BYTES and rows.num_rows > 1:
                break
            files.append(file)
        else:
            return tuple(files)
        count *= 2


def _in_shard(order: pa.Table, table: Table, shard: int, count: int) -> pa.Array:
    return pa.array([crc32(key.encode()) % count == shard for key in key_of(order, table).to_pylist()], pa.bool_())


def _write_file(store: Store, table: Table, whole: Order, order: pa.Table, run: Run, target: str) -> StagedFile:
    schema, staged = arrow_schema(table.record), layout.staged(run.run_id, target)
    patched = PATCHED[table.name]
    from_files = pa.schema([field for field in schema if field.name not in patched])
    done = 0
    with store.create(staged) as sink, table_writer(sink, table, order.num_rows) as writer:
        for rows in stream(store, whole.names, order, from_files):
            light = order.slice(done, rows.num_rows)
            # a row is of the run that publishes it, whoever staged it: a stream stages long before it knows the run
            is_new = pc.greater_equal(light["_source"], pa.scalar(whole.shards, pa.int32()))
            columns = [light[name] if name in patched else rows[name] for name in schema.names]
            if "run_id" in schema.names:
                place = schema.names.index("run_id")
                columns[place] = pc.if_else(is_new, run.run_id, columns[place])
            writer.write(pa.table(columns, schema=schema))
            done += rows.num_rows
            if sink.tell() > MAX_FILE_BYTES and order.num_rows > 1:
                break  # too long: the caller starts again with more shards
    return StagedFile(
        staged,
        target,
        table.name,
        order.num_rows,
        store.size(staged),
        store.sha256(staged),
        _kept(order, table, target),
    )


def _kept(order: pa.Table, table: Table, target: str) -> int:
    """Rows whose own date is no longer their dt."""
    if table.name == "articles":
        own = pc.coalesce(order["published_at"], order["fetched_at"])
    elif table.name == "rejects":
        own = order["processed_at"]
    else:
        return 0
    place = layout.parse_part(target)
    assert place is not None
    day = layout.parse_day(place[1])
    return int(
        pc.sum(pc.not_equal(own.cast(pa.timestamp("us")).cast(pa.date32()), pa.scalar(day, pa.date32()))).as_py() or 0
    )
