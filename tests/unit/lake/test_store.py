"""The store, the marker and the lock: what is opened, what is refused, and that a refusal touches nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.fs as pafs
import pytest

from tests.unit.lake.samples import ROOT, corpus, publish_all, run, tree
from transforms.lake import layout, store
from transforms.lake.check import check
from transforms.lake.store import DatasetError, Store, open_store


def test_a_write_replaces_the_whole_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    place = open_store(str(tmp_path))
    place.write_atomic("_state/x.json", b"old")
    place.write_atomic("_state/x.json", b"new")
    assert place.read("_state/x.json") == b"new"
    assert place.files() == ["_state/x.json"]
    assert place.sha256("_state/x.json") == tree(tmp_path)["_state/x.json"]
    place.delete("_state/x.json")
    place.delete("_state/x.json")
    assert not place.exists("_state/x.json")


def test_replacing_is_the_atomic_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, calls = open_store(str(tmp_path)), []
    place.write_atomic("_staging/a", b"1")
    monkeypatch.setattr(os, "replace", lambda *names: calls.append(names))
    place.replace("_staging/a", "articles/a")
    assert calls == [(str(tmp_path / "_staging/a"), str(tmp_path / "articles/a"))]


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\x00b"])
def test_no_name_leaves_the_root(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match="outside"):
        open_store(str(tmp_path)).read(name)


def test_a_small_file_is_read_within_bounds(tmp_path: Path) -> None:
    place = open_store(str(tmp_path))
    place.write_atomic("_state/big", b"x" * 100)
    with pytest.raises(DatasetError, match="longer than 99"):
        place.read("_state/big", limit=99)


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(DatasetError, match="cannot be opened"):
        open_store("gopher://host/data")


def _foreign(root: Path) -> None:
    (root / "notes.txt").write_text("mine")


def _foreign_meta(root: Path) -> None:
    (root / "_meta").mkdir()
    (root / "_meta" / "other.json").write_text("{}")


def _damaged(root: Path) -> None:
    (root / "_meta").mkdir()
    (root / "_meta" / "dataset.json").write_text("{")


def _newer(root: Path) -> None:
    (root / "_meta").mkdir()
    (root / "_meta" / "dataset.json").write_text('{"format": "demarche-dataset", "version": 2}')


@pytest.mark.parametrize(
    ("fill", "message"),
    [
        (_foreign, "is no dataset of ours"),
        (_foreign_meta, "is no dataset of ours"),
        (_damaged, "is damaged"),
        (_newer, "version 2"),
    ],
)
def test_what_is_not_ours_is_refused_untouched(tmp_path: Path, fill: object, message: str) -> None:
    assert callable(fill)
    fill(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(DatasetError, match=message) as error:
        layout.open_dataset(str(tmp_path))
    assert "\n" not in str(error.value)
    assert tree(tmp_path) == before
    assert [p.promise for p in check(str(tmp_path))] == [0]


def test_a_file_or_a_path_below_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file", "file/below"):
        with pytest.raises(DatasetError):
            layout.open_dataset(str(tmp_path / name))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_dataset_is_refused(tmp_path: Path) -> None:
    layout.open_dataset(str(tmp_path / "d"))
    (tmp_path / "d").chmod(0o500)
    try:
        with pytest.raises(DatasetError, match="cannot be written"):
            layout.open_dataset(str(tmp_path / "d"))
    finally:
        (tmp_path / "d").chmod(0o700)


def test_what_a_killed_first_run_left_is_taken_over(tmp_path: Path) -> None:
    for name in ("_meta", "_state", "_staging"):
        (tmp_path / name).mkdir()
    (tmp_path / "_staging" / "half").write_text("x")
    layout.open_dataset(str(tmp_path))
    assert (tmp_path / "_meta" / "dataset.json").read_bytes() == layout.dump(layout.FORMAT)


def test_opening_again_changes_nothing_and_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no dataset"):
        layout.open_dataset(str(tmp_path / "d"), create=False)
    assert not (tmp_path / "d").exists()
    layout.open_dataset(str(tmp_path / "d"))
    before = tree(tmp_path)
    layout.open_dataset(str(tmp_path / "d"))
    layout.open_dataset(str(tmp_path / "d"), create=False)
    assert tree(tmp_path) == before


HOLD = """
import sys, time
from transforms.lake.layout import lock
with lock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_turned_away_until_the_first_is_gone(tmp_path: Path) -> None:
    layout.open_dataset(str(tmp_path))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DatasetError, match="another run is writing"), layout.lock(str(tmp_path)):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with layout.lock(str(tmp_path)):
        pass


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("articles/dt=2024-03-01/part-00000.parquet", ("articles", "2024-03-01", 0)),
        ("events/dt=2024-03-01/part-00012.parquet", ("events", "2024-03-01", 12)),
        ("articles/dt=2024-02-30/part-00000.parquet", None),
        ("other/dt=2024-03-01/part-00000.parquet", None),
        ("articles/part-00000.parquet", None),
        ("articles/dt=2024-03-01/part-0.parquet", None),
        ("articles/dt=2024-03-01/part-00000.parquet.tmp", None),
    ],
)
def test_names_of_data_files(name: str, parsed: tuple[str, str, int] | None) -> None:
    assert layout.parse_part(name) == parsed
    if parsed:
        assert layout.part(*parsed) == name


def test_a_store_that_is_no_local_folder_gives_the_same_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Object stores go through pyarrow's interface alone; here a wrapped local one stands for them."""
    publish_all(tmp_path / "plain", run(), corpus())
    (tmp_path / "far").mkdir()
    far = pafs.SubTreeFileSystem(str(tmp_path / "far"), pafs.LocalFileSystem())
    for module in ("layout", "fragments", "plan", "merge", "events", "commit"):
        monkeypatch.setattr(
            f"transforms.lake.{module}.open_store", lambda root: Store(root, far, "bucket/data", local=False)
        )
    publish_all(Path("far"), run(), corpus())
    assert check("far") == []
    known = {n: h for n, h in tree(tmp_path / "plain").items() if not n.startswith("_state") and h != "folder"}
    assert {n: h for n, h in tree(tmp_path / "far/bucket/data").items() if h != "folder"} == known
    assert store.open_store("x").local
