"""DuckDB, Polars, pandas and PyArrow read every table and agree (promise 10; Spark needs a JVM and is not here)."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds

from tests.conftest import ROOT, Answer
from transforms.records import TABLES
from transforms.schema import columns


def test_readers_agree(tmp_path: Path, ingest: Callable[..., Answer]) -> None:
    ingest(ROOT / "seeds", tmp_path)
    for name, table in TABLES.items():
        root = tmp_path / name
        names = [*(column.name for column in columns(table.record)), "dt"]
        first = duckdb.sql(f"select * from '{root}/*/*.parquet'")
        lazy = pl.scan_parquet(f"{root}/**/*.parquet", hive_partitioning=True)
        frame = pd.read_parquet(root)
        data = ds.dataset(root, partitioning="hive")
        counts = {len(first.fetchall()), lazy.collect().height, len(frame), data.count_rows()}
        assert len(counts) == 1, (name, counts)
        assert counts.pop() > 0
        assert first.columns == lazy.collect_schema().names() == list(frame.columns) == data.schema.names == names
    ids = duckdb.sql(
        f"select count(distinct dyad) from '{tmp_path}/events/*/*.parquet' where quad_class = 4"
    ).fetchall()
    assert ids == [(lazy_dyads(tmp_path),)]


def lazy_dyads(root: Path) -> int:
    events = pl.scan_parquet(f"{root}/events/**/*.parquet").filter(pl.col("quad_class") == 4)
    return int(events.select(pl.col("dyad").drop_nulls().n_unique()).collect().item())
