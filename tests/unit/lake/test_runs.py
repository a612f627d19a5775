"""Records of runs: completed by the launcher, bounded where they have no files to answer for."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

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
