"""Mentions that changed -> the events they report, and the partitions of `events` that this changes.

All mentions of a touched event are gathered over the dataset as it will stand. They are first spread over files by a
hash of their event, so that one file fits in memory however many events are touched.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Protocol
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake import layout
from transforms.lake.fragments import write_staged
from transforms.lake.memory import released
from transforms.lake.merge import Merged
from transforms.lake.parquet import conform, iter_columns, open_file, present, read_columns
from transforms.lake.partition import LIGHT, Rows, arrange, light_schema, locate, numbers, standing, write
from transforms.lake.plan import PublishError
from transforms.lake.store import Store, open_store
from transforms.records import TABLES, Event, Mention, Run
from transforms.schema import RowError, arrow_schema, content_columns, to_row


class Resolver(Protocol):
    """One event in the making. Its answer must not depend on the order of the rows."""

    def add(self, row: Mapping[str, Any]) -> None:
        """Take in one mention: a dict of the content columns and `dt`, the date of its partition."""

    def event(self) -> Event:
        """The event that all of them report."""


BUCKET_EVENTS = 1024
"""About how many events are resolved at once."""
BUCKET_MENTIONS = 8 * 1024
"""About how many mentions they may have together: what is counted of an event grows with its articles."""
MAX_BUCKETS = 256
_ROWS = 1024
"""Mentions that are Python objects at once."""


@released()
def resolve_events(root: str, run: Run, merged: list[Merged], resolver: Callable[[str], Resolver]) -> list[Merged]:
    """The given partitions and those of `events` that their changes touch.

    `resolver(event_id)` gets each touched event's mentions, one after the other, so that an event may have any number
    of them. Its Event goes to the dt of first_reported_at.
    """
    store = open_store(root)
    given = [one for one in merged if one.table != "events"]
    touched = _touched(store, given)
    if not len(touched):
        return given
    mentions = _mention_files(store, given)
    buckets = _spread(store, run, mentions, touched, _buckets(len(touched), given))
    staged = [name for number, bucket in enumerate(buckets) for name in _resolve(store, run, number, bucket, resolver)]
    light = _light(store, staged)
    places = _places(store, touched) | {str(day) for day in pc.unique(light["_dt"]).to_pylist()}
    return [*given, *(_merge_events(store, run, day, staged, light, touched) for day in sorted(places))]


def _touched(store: Store, merged: Sequence[Merged]) -> pa.Array:
    found = [read_columns(store, one.events, ["event_id", "touched"]) for one in merged if one.events]
    return pc.unique(
        pa.chunked_array([t.filter(t["touched"])["event_id"].combine_chunks() for t in found], pa.string())
    )


def _mention_files(store: Store, merged: Sequence[Merged]) -> list[tuple[dt.date, str]]:
    """Every mentions file of the dataset as it will stand, with its dt."""
    names = {name: name for days in layout.parts(store, "mentions").values() for name in days}
    names |= {file.target: file.staged for one in merged for file in one.files if file.table == "mentions"}
    out = []
    for target, name in sorted(names.items()):
        place = layout.parse_part(target)
        assert place is not None
        out.append((dt.date.fromisoformat(place[1]), name))
    return out


def _buckets(touched: int, merged: Sequence[Merged]) -> int:
    """Into how many files so many events go, with the mentions that the run has brought."""
    mentions = sum(count for one in merged for _, count in one.mentions)
    return min(MAX_BUCKETS, 1 + max(touched // BUCKET_EVENTS, mentions // BUCKET_MENTIONS))


def _spread(store: Store, run: Run, files: Sequence[tuple[dt.date, str]], touched: pa.Array, count: int) -> list[str]:
    """Copy the mentions of touched events into `count` files; all of one event into one."""
    names = [layout.staging(run.run_id, "resolve", f"mentions-{number:03d}.arrow") for number in range(count)]
    schema = _gathered_schema()
    with ExitStack() as stack:
        writers = [
            stack.enter_context(pa.ipc.new_file(stack.enter_context(store.create(name)), schema)) for name in names
        ]
        for day, name in files:
            for rows in _mentions_of(store, name, day, touched, schema):
                bucket = pa.array([crc32(i.encode()) % count for i in rows["event_id"].to_pylist()], pa.int32())
                for number, writer in enumerate(writers):
                    writer.write_table(rows.filter(pc.equal(bucket, number)) if count > 1 else rows)
    return names


def _mentions_of(store: Store, name: str, day: dt.date, touched: pa.Array, schema: pa.Schema) -> Iterator[pa.Table]:
    """A file's mentions of touched events; row groups without any cost one column."""
    with open_file(store, name) as file:
        columns = present(file, schema.names[:-1])
        for group in range(file.metadata.num_row_groups):
            ids = file.read_row_group(group, columns=["event_id"], use_threads=False)["event_id"]
            if pc.any(hit := pc.is_in(ids, value_set=touched)).as_py():
                rows = file.read_row_group(group, columns=columns, use_threads=False).filter(hit)
                yield conform(rows.append_column("dt", pa.repeat(pa.scalar(day, pa.date32()), rows.num_rows)), schema)


def _gathered_schema() -> pa.Schema:
    schema = arrow_schema(Mention)
    fields = [pa.field(name, schema.field(name).type) for name in content_columns(Mention)]
    return pa.schema([*fields, ("dt", pa.date32())])


def _resolve(store: Store, run: Run, number: int, bucket: str, resolver: Callable[[str], Resolver]) -> Iterator[str]:
    """Resolve one file's events; the name of the staged file of their rows, if there are any."""
    found: dict[str, Resolver] = {}
    with store.open(bucket) as file:
        reader = pa.ipc.open_file(file)
        for batch in map(reader.get_batch, range(reader.num_record_batches)):
            for start in range(0, batch.num_rows, _ROWS):
                for row in batch.slice(start, _ROWS).to_pylist():
                    event_id = row["event_id"]
                    if event_id not in found:
                        found[event_id] = resolver(event_id)
                    found[event_id].add(row)
    rows = [_event_row(event_id, found[event_id].event()) for event_id in sorted(found)]
    if rows:
        name = layout.staging(run.run_id, "resolve", f"events-{number:03d}.parquet")
        write_staged(store, name, TABLES["events"], rows)
        yield name


def _event_row(event_id: str, event: Event) -> dict[str, Any]:
    try:
        row = to_row(event)
    except RowError as error:
        raise PublishError(f"event {event_id}: events.{error}; nothing was published") from None
    if row["event_id"] != event_id:
        raise PublishError(f"event {event_id}: resolved to the id {row['event_id']:.80}; nothing was published")
    return row | {"_dt": event.first_reported_at.astimezone(dt.UTC).date()}


def _places(store: Store, touched: pa.Array) -> set[str]:
    """Partitions of `events` where touched events stand."""
    return {
        day
        for day, names in layout.parts(store, "events").items()
        for name in names
        if any(
            pc.any(pc.is_in(t["event_id"], value_set=touched)).as_py() for t in iter_columns(store, name, ["event_id"])
        )
    }


def _light(store: Store, staged: Sequence[str]) -> pa.Table:
    """The light columns of all staged events, with the dt where each belongs."""
    schema, tables = light_schema(TABLES["events"]), []
    for source, name in enumerate(staged):
        rows = read_columns(store, name, [*LIGHT["events"], "_dt"])
        tables.append(locate(rows, schema, source, numbers(rows)).append_column("_dt", rows["_dt"]))
    return pa.concat_tables(tables) if tables else schema.append(pa.field("_dt", pa.date32())).empty_table()


def _merge_events(
    store: Store, run: Run, day: str, staged: Sequence[str], light: pa.Table, touched: pa.Array
) -> Merged:
    table = TABLES["events"]
    old = standing(store, table, layout.parts_of(store, "events", day))
    here = pc.equal(light["_dt"], pa.scalar(dt.date.fromisoformat(day), pa.date32()))
    new = Rows(light.filter(here).drop_columns(["_dt"]), tuple(staged))
    order = arrange(store, table, old, new, pc.is_in(old.light["event_id"], value_set=touched))
    return Merged("events", day, write(store, table, day, order, run), (("events", order.written),))
