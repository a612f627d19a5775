"""Records of runs: completed by the launcher, bounded in number; of older ones the counts stay."""

import dataclasses
import datetime as dt
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.lake import samples
from transforms.lake import layout, runs
from transforms.lake.check import check
from transforms.lake.store import Store
from transforms.records import Run

START = dt.datetime(2024, 3, 5, tzinfo=dt.UTC)


def run(number: int) -> Run:
    return Run(f"{number:032x}", START + dt.timedelta(minutes=number))


def written(store: Store, this: Run, files: int) -> None:
    """A record as the commit writes it."""
    record = runs._nothing(this) | {"files_written": files}
    store.write_atomic(layout.run_record(this.run_id), layout.dump(record))


def test_a_committed_record_is_completed_in_place(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    written(store, run(1), files=3)
    runs.complete(store, run(1), {"state": "done", "seconds": 2.5}, failed=False)
    found = json.loads(store.read(layout.run_record(run(1).run_id)))
    assert (found["files_written"], found["state"], found["seconds"]) == (3, "done", 2.5)
    assert check(store.root) == []


def test_a_run_that_changed_nothing_leaves_no_record(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    before = store.files()
    runs.complete(store, run(1), {"state": "done"}, failed=False)
    assert store.files() == before


def test_a_run_that_failed_leaves_one_and_the_dataset_still_checks(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    runs.complete(store, run(1), {"state": "failed", "error": "no space"}, failed=True)
    found = json.loads(store.read(layout.rowless_record(run(1).run_id)))
    assert (found["state"], found["error"], found["inputs"]) == ("failed", "no space", 0)
    assert check(store.root) == []
    assert not store.exists(layout.run_record(run(1).run_id))


def test_of_the_records_without_files_the_newest_stay_and_the_others_all(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    many = runs.ROWLESS_KEPT + runs.SLACK + 1
    written(store, run(0), files=1)
    for number in range(1, many + 1):
        written(store, run(number), files=0)
        runs.complete(store, run(number), {"state": "done"}, failed=False)
    left = store.files(layout.ROWLESS)
    assert left == [layout.rowless_record(run(n).run_id) for n in range(many - runs.ROWLESS_KEPT + 1, many + 1)]
    assert store.exists(layout.run_record(run(0).run_id))
    assert check(store.root) == []


def test_a_record_under_a_wrong_name_is_found(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    record = runs._nothing(dataclasses.replace(run(1), run_id="f" * 32))
    store.write_atomic(layout.rowless_record(run(1).run_id), layout.dump(record))
    store.delete_folder("_staging")
    assert [problem.promise for problem in check(store.root)] == [11]


# --- older ones ---


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test reaches."""
    monkeypatch.setattr(runs, "KEPT", 3)
    monkeypatch.setattr(runs, "FOLDED", 2)


def publish(root: Path, number: int) -> None:
    """A run that writes files, at a minute of its own."""
    by = samples.run(number)
    samples.publish_all(root, by, [samples.tagged(number, by=by), samples.refusal(number)])
    name = root / layout.run_record(by.run_id)
    os.utime(name, (number, number))


def records(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / layout.RUNS).glob("*.json"))


def older(root: Path) -> dict[str, list[str]]:
    """month -> the runs of its file, as they stand there."""
    names = sorted((root / layout.OLDER).glob("*"))
    return {path.stem: pq.ParquetFile(path).read()["run_id"].to_pylist() for path in names}


@pytest.mark.usefixtures("few")
def test_of_many_runs_the_newest_keep_their_records_and_the_counts_of_all_stay(tmp_path: Path) -> None:
    root = tmp_path / "out"
    for number in range(1, 6):
        publish(root, number)
    assert older(root) == {}  # as many as may lie there
    publish(root, 6)
    ids = [samples.run(number).run_id for number in range(1, 7)]
    assert records(root) == sorted(ids[3:])
    assert older(root) == {"2024-06": sorted(ids[:3])}
    for number in (7, 8):
        publish(root, number)
    assert len(records(root)) == 5
    assert older(root) == {"2024-06": sorted(ids[:3])}
    publish(root, 9)
    assert older(root) == {"2024-06": sorted(samples.run(number).run_id for number in range(1, 7))}
    assert check(str(root)) == []


@pytest.mark.usefixtures("few")
def test_of_older_runs_without_files_nothing_stays(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    for number in range(6):
        written(store, run(number), files=number % 2)
        os.utime(store.path(layout.run_record(run(number).run_id)), (number, number))
    assert runs.fold(store, run(9)) == 4
    assert older(tmp_path / "out") == {"2024-03": [run(1).run_id, run(3).run_id]}
    assert records(tmp_path / "out") == [run(4).run_id, run(5).run_id]


@pytest.mark.usefixtures("few")
def test_every_month_has_its_file_and_the_record_of_the_run_itself_stays(tmp_path: Path) -> None:
    store = layout.open_dataset(str(tmp_path / "out"))
    for number in range(6):
        this = Run(f"{number:032x}", START + dt.timedelta(days=20 * number))
        written(store, this, files=1)
        os.utime(store.path(layout.run_record(this.run_id)), (number, number))
    assert runs.fold(store, run(0)) == 3
    assert older(tmp_path / "out") == {
        "2024-03": [run(1).run_id],
        "2024-04": [run(2).run_id],
        "2024-05": [run(3).run_id],
    }
    assert run(0).run_id in records(tmp_path / "out")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("what", ["record", "month"])
def test_what_cannot_be_read_stays_for_the_check_to_report(what: str, tmp_path: Path) -> None:
    root = tmp_path / "out"
    for number in range(1, 7):
        publish(root, number)
    path = root / (layout.run_record(samples.run(4).run_id) if what == "record" else layout.older_records("2024-06"))
    path.write_bytes(b"{")
    os.utime(path, (4, 4))
    for number in (7, 8, 9):
        publish(root, number)
    assert path.read_bytes() == b"{"
    assert samples.run(4).run_id in records(root)
    assert len(records(root)) == (4 if what == "record" else 6)
    found = check(str(root))
    assert (11, path.relative_to(root).as_posix()) in {(problem.promise, problem.path) for problem in found}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("column", "words"), [("articles", "does not reconcile"), ("rows_mentions", "which wrote 0")])
def test_the_counts_of_older_runs_are_held_against_the_rows(column: str, words: str, tmp_path: Path) -> None:
    root = tmp_path / "out"
    for number in range(1, 7):
        publish(root, number)
    path = root / layout.older_records("2024-06")
    table = pq.ParquetFile(path).read()
    at = table.schema.get_field_index(column)
    zeros = pa.array([0] * table.num_rows, pa.int64())
    pq.write_table(table.set_column(at, table.schema.field(at), zeros), path)
    problems = check(str(root))
    assert {problem.promise for problem in problems} == {11}
    assert any(words in problem.message for problem in problems)
