"""Parquet as the dataset writes and reads it: one set of writer options, and light reads of a few columns.

zstd 3; row groups of at most the table's rows (and of GROUP_BYTES, so that neither writer nor reader holds more);
page index; Bloom filters on ids; the sort order in the footer. The same rows give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.lake.store import Store
from transforms.records import Table
from transforms.schema import arrow_schema

GROUP_BYTES = 8 * 1024 * 1024
"""Decoded bytes after which a row group ends."""
IDS = frozenset({"article_id", "mention_id", "event_id", "input_id"})
"""Columns with a Bloom filter: a reader looking for one id skips the other row groups."""
LONG_TEXT = frozenset({"body", "evidence_text"})
"""Columns without statistics and dictionary: no reader can use them, and they would fill the footer."""
_UNIQUE = LONG_TEXT | {"article_id", "mention_id", "event_id", "url", "canonical_url", "content_sha256", "raw_sha256"}
_BLOOM_FPP = 0.01
SPOOLED: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": False,
    "write_statistics": False,
    "data_page_size": 64 * 1024,
}
"""How files are written that are are read once, a page at a time, and go."""


@contextmanager
def table_writer(sink: Any, table: Table, rows: int) -> Iterator["GroupWriter"]:
    """A writer of one data file of `rows` rows to come, in the table's order."""
    schema = arrow_schema(table.record)
    blooms = {
        name: {"ndv": max(16, min(rows, table.row_group_rows)), "fpp": _BLOOM_FPP}
        for name in schema.names
        if name in IDS
    }
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in schema.names if name not in _UNIQUE],
        write_statistics=[name for name in schema.names if name not in LONG_TEXT],
        write_page_index=True,
        bloom_filter_options=blooms,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.order]),
    ) as writer:
        group = GroupWriter(writer, schema, table.row_group_rows)
        yield group
        group.flush()


class GroupWriter:
    """Collects rows and writes them as row groups whose borders depend on the rows alone, not on how they came."""

    def __init__(self, writer: Any, schema: pa.Schema, max_rows: int) -> None:
        self._writer, self._schema, self._max_rows = writer, schema, max_rows
        self._waiting: list[pa.Table] = []
        self._rows = self._bound = 0

    def write(self, rows: pa.Table) -> None:
        """Append rows, in order."""
        self._waiting.append(rows)
        self._rows += rows.num_rows
        self._bound += _bound(rows)
        if self._rows > self._max_rows or self._bound > GROUP_BYTES:
            self._cut()

    def _cut(self) -> None:
        """Write the row groups that are full; keep the rest waiting."""
        table, start, size = pa.concat_tables(self._waiting), 0, 0
        for at, row_bytes in enumerate(_row_bytes(table)):
            if at > start and (at - start >= self._max_rows or size + row_bytes > GROUP_BYTES):
                self._write_group(table.slice(start, at - start))
                start, size = at, 0
            size += row_bytes
        rest = table.slice(start)
        self._waiting, self._rows, self._bound = [rest], rest.num_rows, _bound(rest)

    def flush(self) -> None:
        """End the last row group."""
        if self._rows:
            self._write_group(pa.concat_tables(self._waiting))
        self._waiting, self._rows, self._bound = [], 0, 0

    def _write_group(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.combine_chunks(), row_group_size=rows.num_rows)


def _bound(rows: pa.Table) -> int:
    """At least the sum of _row_bytes, at little cost."""
    return int(rows.nbytes) + 8 * int(rows.num_columns) * int(rows.num_rows)


def _row_bytes(rows: pa.Table) -> list[int]:
    """Size of each row: its texts, and 8 bytes a column."""
    total: pa.ChunkedArray = pa.chunked_array([pa.repeat(8 * rows.num_columns, rows.num_rows).cast(pa.int64())])
    for column in rows.columns:
        if pa.types.is_string(column.type):
            total = pc.add(total, pc.fill_null(pc.binary_length(column), 0))
    sizes: list[int] = total.to_pylist()
    return sizes


def open_file(store: Store, name: str) -> Any:
    """A ParquetFile; close it. Far away, the columns of a row group are fetched together."""
    return pq.ParquetFile(store.path(name), filesystem=store.fs, pre_buffer=not store.local)


def present(file: Any, columns: Iterable[str]) -> list[str]:
    """Those of the columns that a file has: it may be older than a column that a later version added."""
    known = set(file.schema_arrow.names)
    return [name for name in columns if name in known]


def read_columns(store: Store, name: str, columns: Iterable[str]) -> pa.Table:
    """Some columns of a file, whole; those that it does not have are left out."""
    with open_file(store, name) as file:
        table = file.read(columns=present(file, columns), use_threads=False)
    return table.replace_schema_metadata(None)


def iter_columns(store: Store, name: str, columns: Iterable[str]) -> Iterator[pa.Table]:
    """As read_columns, one row group at a time."""
    with open_file(store, name) as file:
        wanted = present(file, columns)
        for group in range(file.metadata.num_row_groups):
            yield file.read_row_group(group, columns=wanted, use_threads=False).replace_schema_metadata(None)


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the columns of the schema, in its order and with its metadata; missing ones are null."""
    known = set(table.column_names)
    columns = [table[field.name] if field.name in known else pa.nulls(table.num_rows, field.type) for field in schema]
    return pa.table(columns, schema=schema)


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as SQLite keeps it: dates as days, times as microseconds of the epoch."""
    if pa.types.is_date32(column.type):
        return column.cast(pa.int32())
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column
