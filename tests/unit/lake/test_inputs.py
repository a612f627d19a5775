"""The staged list of names: every name once, in few chunks, whatever bytes it holds."""

import datetime as dt
import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.lake.inputs import MAX_CHUNKS, MIN_NAMES, read_names, stage_names
from transforms.records import Run

RUN = Run("0" * 32, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
NAMES = st.lists(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name), min_size=1, max_size=200)


@settings(max_examples=40)
@given(names=NAMES)
def test_every_name_comes_back_once_and_in_order(tmp_path_factory: object, names: list[bytes]) -> None:
    root = str(tmp_path_factory.mktemp("data"))  # type: ignore[attr-defined]
    chunks = stage_names(root, RUN, [os.fsdecode(name) for name in names])
    assert [name for chunk in chunks for name in read_names(root, RUN, chunk)] == names
    assert len(chunks) == -(-len(names) // MIN_NAMES)


def test_a_million_names_are_no_more_chunks_than_many(tmp_path: Path) -> None:
    paths = [f"gs://bucket/{number}.html" for number in range(1_000_000)]
    chunks = stage_names(str(tmp_path), RUN, paths)
    assert len(chunks) == MAX_CHUNKS
    assert read_names(str(tmp_path), RUN, chunks[-1])[-1] == b"gs://bucket/999999.html"
