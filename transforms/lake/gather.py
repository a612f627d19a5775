"""Rows from many sorted files in a given order, a few at a time: memory stays flat however many rows pass.

In: file names, and an order table whose rows say (`_source`, `_row`). Within each source the wanted rows must ascend,
as they do where source and order are sorted alike; so every file is read once, forward, in small batches.
"""

import bisect
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake.parquet import SPOOLED, conform, open_file, present
from transforms.lake.store import Store

MAX_ROWS = 4096
"""Most rows that are handed on at once."""
MAX_SOURCES = 8
"""Most files that are open at once: each of them costs about a MiB, most of it for unpacking each of its columns."""
BLOCK_BYTES = 1024 * 1024
"""About how much decoded data all sources together, and each block that is handed on, may hold."""


def stream(store: Store, names: Sequence[str], order: pa.Table, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of `order` with the columns of `schema`, in blocks; a column that a file lacks is null."""
    if not order.num_rows:
        return
    with ExitStack() as stack:
        files, order = _open(stack, store, names, order.select(["_source", "_row"]), schema)
        row_bytes = max(_row_bytes(file, schema) for file in files.values())
        block = max(1, min(MAX_ROWS, BLOCK_BYTES // row_bytes))
        cursors = {
            source: Cursor(
                file, schema, order["_row"].filter(pc.equal(order["_source"], source)), max(1, block // len(files))
            )
            for source, file in files.items()
        }
        try:
            for start in range(0, order.num_rows, block):
                yield _block(cursors, order.slice(start, block))
        finally:
            for cursor in cursors.values():
                cursor.close()


def _open(
    stack: ExitStack, store: Store, names: Sequence[str], order: pa.Table, schema: pa.Schema
) -> tuple[dict[int, Any], pa.Table]:
    """The sources that are used, opened; too many are first merged into as many as may be open, group by group."""
    used = pc.unique(order["_source"]).to_pylist()
    if len(used) <= MAX_SOURCES:
        return {source: stack.enter_context(open_file(store, names[source])) for source in used}, order
    folder, width = stack.enter_context(tempfile.TemporaryDirectory()), MAX_SOURCES
    while width * MAX_SOURCES < len(used):
        width *= MAX_SOURCES  # each group is merged in the same way
    files: dict[int, Any] = {}
    sources, rows = order["_source"], order["_row"]
    for number, start in enumerate(range(0, len(used), width)):
        chosen = pc.is_in(order["_source"], value_set=pa.array(used[start : start + width], pa.int32()))
        path = f"{folder}/{number}.parquet"
        with pq.ParquetWriter(path, schema, **SPOOLED) as writer:
            for block in stream(store, names, order.filter(chosen), schema):
                writer.write_table(block)
        files[number] = stack.enter_context(pq.ParquetFile(path))
        place = pc.subtract(pc.cumulative_sum(chosen.cast(pa.int32())), pa.scalar(1, pa.int32()))
        sources = pc.if_else(chosen, pa.scalar(number, pa.int32()), sources)
        rows = pc.if_else(chosen, place, rows)
    return files, pa.table({"_source": sources, "_row": rows})


def _block(cursors: dict[int, "Cursor"], order: pa.Table) -> pa.Table:
    by_source = pc.sort_indices(order["_source"])  # stable: rows of one source keep their order
    sources, rows = order["_source"].take(by_source).to_pylist(), order["_row"].take(by_source).to_pylist()
    pieces, start = [], 0
    while start < len(sources):
        end = bisect.bisect_right(sources, sources[start], start)
        pieces.append(cursors[sources[start]].pull(rows[start:end]))
        start = end
    return pa.concat_tables(pieces).take(pc.sort_indices(by_source))  # the inverse of a permutation is its argsort


def _row_bytes(file: Any, schema: pa.Schema) -> int:
    """Decoded size of the largest row group's average row."""
    metadata = file.metadata
    groups = (metadata.row_group(i) for i in range(metadata.num_row_groups))
    return max([len(schema) * 8, *(int(group.total_byte_size) // max(1, int(group.num_rows)) for group in groups)])


class Cursor:
    """Reads the wanted rows of one file, forward only."""

    def __init__(self, file: Any, schema: pa.Schema, wanted: pa.ChunkedArray, batch_rows: int) -> None:
        self._file, self._schema = file, schema
        self._columns = present(file, schema.names)
        self._batches = self._read(_groups_of(file, wanted), batch_rows)
        self._start = self._end = 0
        self._batch: pa.Table = None

    def close(self) -> None:
        """Let go of the file and of what was read. A reader that is left half-way through is a reference cycle, and
        Python would look for it long after its native memory has added up."""
        self._batches.close()
        self._batch = None

    def pull(self, rows: Sequence[int]) -> pa.Table:
        """These rows, ascending and not before any pulled earlier."""
        pieces, at = [], 0
        while at < len(rows):
            while rows[at] >= self._end:
                self._start, self._batch = next(self._batches)
                self._end = self._start + self._batch.num_rows
            upto = bisect.bisect_left(rows, self._end, at)
            pieces.append(self._batch.take(pa.array([row - self._start for row in rows[at:upto]], pa.int32())))
            at = upto
        return pa.concat_tables(pieces)

    def _read(self, groups: Sequence[tuple[int, int]], batch_rows: int) -> Generator[tuple[int, pa.Table], None, None]:
        for start, group in groups:
            at = start
            for batch in self._file.iter_batches(batch_rows, [group], self._columns, use_threads=False):
                yield at, conform(pa.Table.from_batches([batch]), self._schema)
                at += batch.num_rows


def _groups_of(file: Any, wanted: pa.ChunkedArray) -> list[tuple[int, int]]:
    """(first row, number) of the row groups that hold wanted rows."""
    rows, out, start = wanted.to_pylist(), [], 0
    for group in range(file.metadata.num_row_groups):
        end = start + file.metadata.row_group(group).num_rows
        at = bisect.bisect_left(rows, start)
        if at < len(rows) and rows[at] < end:
            out.append((start, group))
        start = end
    return out
