"""Schema, row check, JSON and data dictionary, all derived from the records."""

import dataclasses
import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from transforms.records import TABLES, Reject
from transforms.schema import RowError, arrow_schema, columns, data_dictionary, schema_json, to_json, to_row

NOW = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)
GOOD = Reject("a.txt", "read", "empty", None, None, "0" * 64, "1" * 32, NOW)
ALLOWED = {pa.string(), pa.bool_(), pa.int32(), pa.float64(), pa.date32(), pa.timestamp("us", tz="UTC")}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_table_has_only_types_that_every_reader_knows(table: Any) -> None:
    schema = arrow_schema(table.record)
    assert set(schema.types) <= ALLOWED
    assert [f.name for f in schema] == [f.name for f in dataclasses.fields(table.record)]
    assert all(f.metadata[b"doc"] for f in schema)
    assert set(table.key) <= set(schema.names)
    assert table.order[-len(table.key) :] == table.key or set(table.key) <= set(table.order)


def test_the_promised_columns_are_never_null() -> None:
    """DESIGN's stars, where forgetting one would hurt most."""
    stars = {t.name: {c.name for c in columns(t.record) if not c.nullable} for t in TABLES.values()}
    assert {"article_id", "body", "language", "content_sha256", "run_id"} <= stars["articles"]
    assert {"mention_id", "event_id", "article_id", "evidence_text", "rule_id", "confidence"} <= stars["mentions"]
    assert {"input_id", "stage", "reason_code", "raw_sha256"} <= stars["rejects"]
    assert not {"published_at", "event_date", "source_country", "dyad"} & (stars["articles"] | stars["mentions"])


def test_a_good_row_passes() -> None:
    row = to_row(GOOD)
    assert pa.Table.from_pylist([row], schema=arrow_schema(Reject)).to_pylist() == [row]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"input_id": None}, "input_id: must not be null"),
        ({"input_id": 3}, "input_id: expected str"),
        ({"stage": "lunch"}, "stage: 'lunch' is none of"),
        ({"detail": "a\x00b"}, "detail: holds a NUL"),
        ({"detail": "\ud800"}, "detail: .*surrogates"),
        ({"detail": "x" * (17 * 1024 * 1024)}, "detail: .* characters"),
        ({"processed_at": dt.datetime(2024, 3, 5)}, "processed_at: .* not in UTC"),
        ({"processed_at": dt.datetime(2024, 3, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))}, "not in UTC"),
        ({"processed_at": dt.date(2024, 3, 5)}, "processed_at: expected datetime"),
    ],
)
def test_a_bad_row_names_its_column(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RowError, match=message):
        to_row(dataclasses.replace(GOOD, **change))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**31, True])
def test_numbers_that_do_not_fit(value: Any) -> None:
    @dataclasses.dataclass(frozen=True)
    class Sample:
        number: float if isinstance(value, float) else int  # type: ignore[valid-type]

    Sample.__annotations__["number"] = float if isinstance(value, float) else int
    with pytest.raises(RowError, match="number"):
        to_row(Sample(value))


def test_json_has_iso_times() -> None:
    assert to_json(GOOD)["processed_at"] == "2024-03-05T12:00:00Z"


def test_the_data_dictionary_names_every_column() -> None:
    text = data_dictionary()
    for table in TABLES.values():
        assert f"## {table.name}" in text
        for column in columns(table.record):
            assert f"| {column.name}{'' if column.nullable else '*'} | " in text
        assert [c["name"] for c in schema_json(table.record)] == [c.name for c in columns(table.record)]
