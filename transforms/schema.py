"""Arrow schemas, checked rows, JSON and the data dictionary, derived from the records: the dataclass is the truth.

pyarrow is imported only where a schema is built, so that the commands that print JSON start fast.
"""

import dataclasses
import datetime as dt
import functools
import math
import types
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from transforms.records import PROVENANCE, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

MAX_TEXT_CHARACTERS = 16 * 1024 * 1024
"""Longest string a column may hold: far above any article, far below what breaks readers."""


class RowError(ValueError):
    """A record does not fit its table; the message names the column."""


class Column(NamedTuple):
    """One column of a table, as its record declares it."""

    name: str
    kind: type
    nullable: bool
    doc: str
    one_of: tuple[Any, ...] | None


@functools.cache
def columns(cls: type) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    hints, out = typing.get_type_hints(cls), []
    for f in dataclasses.fields(cls):
        hint = hints[f.name]
        nullable = isinstance(hint, types.UnionType)
        if nullable:
            (hint,) = set(typing.get_args(hint)) - {types.NoneType}
        out.append(Column(f.name, hint, nullable, f.metadata.get("doc", ""), f.metadata.get("one_of")))
    return tuple(out)


@functools.cache
def arrow_types() -> "Mapping[type, pa.DataType]":
    """The only column types: every reader we promise (DuckDB, Polars, pandas, Spark, BigQuery, Tableau) agrees."""
    import pyarrow as pa

    return {
        str: pa.string(),
        bool: pa.bool_(),
        int: pa.int32(),
        float: pa.float64(),
        dt.date: pa.date32(),
        dt.datetime: pa.timestamp("us", tz="UTC"),
    }


@functools.cache
def arrow_schema(cls: type) -> "pa.Schema":
    """The table's schema; each field carries its documentation."""
    import pyarrow as pa

    kinds = arrow_types()
    return pa.schema(
        [pa.field(c.name, kinds[c.kind], nullable=c.nullable, metadata={"doc": c.doc}) for c in columns(cls)]
    )


def to_row(record: Any) -> dict[str, Any]:
    """Record -> dict, checked. Raises RowError: pyarrow alone lets nulls and naive datetimes through."""
    row = {}
    cls: Any = type(record)
    for name, kind, nullable, _, one_of in columns(cls):
        value: Any = getattr(record, name)
        found: type = type(value)
        if value is None:
            if not nullable:
                raise RowError(f"{name}: must not be null")
        elif found is not kind:
            raise RowError(f"{name}: expected {kind.__name__}, got {value!r:.80}")
        elif one_of is not None and value not in one_of:
            raise RowError(f"{name}: {value!r:.80} is none of {', '.join(map(str, one_of))}")
        elif kind is str:
            _check_text(name, value)
        elif kind is float and not math.isfinite(value):
            raise RowError(f"{name}: {value} is no finite number")
        elif kind is int and not -(2**31) <= value < 2**31:
            raise RowError(f"{name}: {value} does not fit 32 bits")
        elif kind is dt.datetime and value.utcoffset() != dt.timedelta(0):
            raise RowError(f"{name}: {value} is not in UTC")
        row[name] = value
    return row


def _check_text(name: str, value: str) -> None:
    if len(value) > MAX_TEXT_CHARACTERS:
        raise RowError(f"{name}: {len(value)} characters, more than {MAX_TEXT_CHARACTERS}")
    if "\x00" in value:
        raise RowError(f"{name}: holds a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RowError(f"{name}: {error}") from None


def content_columns(cls: type) -> tuple[str, ...]:
    """The columns that say something about the world; a row equal in these is unchanged."""
    return tuple(c.name for c in columns(cls) if c.name not in PROVENANCE)


def to_json(record: Any) -> dict[str, Any]:
    """Record -> JSON-ready dict: times as ISO 8601 with Z, dates as ISO 8601."""
    return {f.name: _json_value(getattr(record, f.name)) for f in dataclasses.fields(record)}


def _json_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else value


TYPE_NAMES: Mapping[type, str] = {
    str: "string",
    bool: "bool",
    int: "int32",
    float: "float64",
    dt.date: "date32",
    dt.datetime: "timestamp[us, UTC]",
}


def schema_json(cls: type) -> list[dict[str, Any]]:
    """The table's columns as JSON: what `_meta/<table>.schema.json` holds."""
    return [
        {"name": c.name, "type": TYPE_NAMES[c.kind], "nullable": c.nullable, "doc": c.doc}
        | ({"one_of": list(c.one_of)} if c.one_of else {})
        for c in columns(cls)
    ]


def data_dictionary() -> str:
    """The data dictionary of all tables, as Markdown."""
    parts = [
        "# Data dictionary\n\nGenerated from `transforms/records.py`. A column marked * is never null. "
        "`dt`, the partition, stands in the path only: the UTC date of the article, or of an event's first report.\n"
    ]
    for table in TABLES.values():
        intro = (table.record.__doc__ or "").strip()
        rows = [
            f"\n## {table.name}\n\n{intro}\nSorted by {', '.join(table.order)}.\n\n"
            "| column | type | meaning |\n|---|---|---|\n"
        ]
        for c in columns(table.record):
            values = f" One of: {', '.join(map(str, c.one_of))}." if c.one_of else ""
            rows.append(f"| {c.name}{'' if c.nullable else '*'} | {TYPE_NAMES[c.kind]} | {c.doc}{values} |\n")
        parts.append("".join(rows))
    return "".join(parts)
