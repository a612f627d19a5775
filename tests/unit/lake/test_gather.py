"""Rows from many files in a given order, with few of them open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.lake import gather
from transforms.lake.store import Store, open_store

SCHEMA = pa.schema([("n", pa.int64()), ("text", pa.string())])


def files(root: Path, count: int, rows: int) -> list[str]:
    """Files of ascending numbers; those of all files interleave."""
    for file in range(count):
        numbers = range(file, count * rows, count)
        table = pa.table({"n": list(numbers), "text": [f"row {n}" for n in numbers]}, schema=SCHEMA)
        pq.write_table(table, root / f"{file}.parquet", row_group_size=3)
    return [f"{file}.parquet" for file in range(count)]


@pytest.mark.parametrize("most", [2, 3, 20, 40])
def test_any_number_of_files_with_few_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    count, rows = 19, 5
    names, is_open, peak = files(tmp_path, count, rows), 0, 0
    really = gather.open_file

    @contextmanager
    def counted(store: Store, name: str) -> Iterator[Any]:
        nonlocal is_open, peak
        is_open += 1
        peak = max(peak, is_open)
        with really(store, name) as file:
            yield file
        is_open -= 1

    monkeypatch.setattr(gather, "open_file", counted)
    monkeypatch.setattr(gather, "MAX_SOURCES", most)
    every = range(0, count * rows, 2)  # some rows of every file
    order = pa.table({"_source": [n % count for n in every], "_row": [n // count for n in every]})
    order = order.cast(pa.schema([("_source", pa.int32()), ("_row", pa.int32())]))
    got = pa.concat_tables(gather.stream(open_store(str(tmp_path)), names, order, SCHEMA))
    assert got["n"].to_pylist() == list(every)
    assert got["text"].to_pylist() == [f"row {n}" for n in every]
    assert peak == min(most, count)
    assert not is_open
