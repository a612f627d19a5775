"""A dataset and its input in buckets, end to end: everything that is promised of a folder, through an emulator."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import CONFIG, ROOT, Answer, content
from tests.engines.emulator import BUCKET, emulated
from transforms.lake import layout
from transforms.lake.store import Store, open_store


@pytest.fixture(scope="module", autouse=True)
def bucket() -> Iterator[str]:
    """A bucket with the sample articles under in/."""
    with pytest.MonkeyPatch.context() as patch, emulated(patch):
        place = open_store(f"gs://{BUCKET}/in")
        for path in (ROOT / "seeds").iterdir():
            with place.create(path.name) as sink:
                sink.write(path.read_bytes())
        yield f"gs://{BUCKET}"


def listing(root: str) -> dict[str, str]:
    """Every object below a root with the hash of its bytes."""
    store = open_store(root)
    return {name: store.sha256(name) for name in store.files()}


def download(root: str, folder: Path) -> Path:
    """The tables of a dataset as files."""
    store = open_store(root)
    for name in store.files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(store.read(name))
    return folder


def test_buckets_give_the_rows_that_folders_give_and_a_rerun_changes_no_byte(
    bucket: str, tmp_path: Path, demarche: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["run", CONFIG, "--output", str(tmp_path / "near")]) == 0
    far = f"{bucket}/lake"
    first = demarche("run", CONFIG, "--input", f"{bucket}/in/**/*", "--output", far)
    assert first.status == 0, first.err
    before = listing(far)
    assert not [name for name in before if name.startswith(("_staging/", "_state/"))]
    again = demarche("run", CONFIG, "--input", f"{bucket}/in", "--output", far)
    assert (again.status, again.err) == (0, "")
    assert " 0 Parquet files written" in again.out
    assert listing(far) == before
    checked = demarche("check", far)
    assert (checked.status, checked.err) == (0, ""), checked.out

    def known(found: dict[str, list[str]]) -> dict[str, list[str]]:
        """Without what follows from the files' own names: ids of inputs, and of articles that name no url."""
        return {table: sorted(map(_without_ids, rows)) for table, rows in found.items()}

    assert known(content(download(far, tmp_path / "far"))) == known(content(tmp_path / "near"))


IDS = ("article_id", "story_id", "event_id", "mention_id", "duplicate_of", "input_id", "detail")


def _without_ids(row: str) -> str:
    return json.dumps({key: value for key, value in json.loads(row).items() if key not in IDS})


def test_what_a_dead_run_staged_is_cleared_and_what_it_was_placing_is_placed(
    bucket: str, demarche: Callable[..., Answer]
) -> None:
    root = f"{bucket}/repaired"
    assert demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", root).status == 0
    store = open_store(root)
    before = listing(root)
    victim = next(name for name in before if name.startswith("articles/"))
    store.replace(victim, "_staging/dead/new")
    moves = [{"staged": "_staging/dead/new", "target": victim, "sha256": before[victim]}]
    store.write_atomic(layout.JOURNAL, layout.dump({"version": 1, "run_id": "dead", "moves": moves}))
    store.write_atomic("_staging/dead/fragments/x", b"x")
    answer = demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", root)
    assert answer.status == 0
    assert "finished the interrupted run dead: 1 of 1 files were left to place" in answer.err
    assert listing(root) == before
    store.write_atomic("_staging/dead/fragments/x", b"x")
    answer = demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", root)
    assert "cleared away what an interrupted run had staged" in answer.err
    assert listing(root) == before


def test_one_run_at_a_time(bucket: str, demarche: Callable[..., Answer]) -> None:
    root = f"{bucket}/busy"
    layout.open_dataset(root)
    with layout.hand_over(root, "job"):
        pass
    answer = demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", root)
    assert answer.status == 1
    assert "another run is writing to it; wait until it has ended (its lease: 20" in answer.err
    layout.give_back(root, "job")
    assert demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", root).status == 0


def test_a_folder_of_others_in_a_bucket_is_no_dataset(bucket: str, demarche: Callable[..., Answer]) -> None:
    answer = demarche("run", CONFIG, "--input", f"{bucket}/in/*.jsonl", "--output", f"{bucket}/in")
    assert answer.status == 2
    assert "is no dataset of ours" in answer.err


def test_nothing_there_is_said(bucket: str, demarche: Callable[..., Answer]) -> None:
    answer = demarche("run", CONFIG, "--input", f"{bucket}/none/*", "--output", f"{bucket}/never")
    assert (answer.status, answer.err) == (1, f"demarche run: no input: '{bucket}/none/*' matches no file\n")


def test_store_lists_and_clears_where_folders_are_no_things(bucket: str) -> None:
    store: Store = open_store(f"{bucket}/store")
    for name in ("_staging/a/b.gz", "_staging/a/c", "articles/dt=2024-01-01/part-00000.parquet"):
        store.write_atomic(name, name.encode())
    assert store.top() == {"_staging", "articles"}
    assert store.top("_staging") == {"a"}
    assert store.read("_staging/a/b.gz") == b"_staging/a/b.gz"  # pyarrow would compress by the name
    store.delete_folder("_staging")
    store.delete_folder("_staging")
    assert store.files() == ["articles/dt=2024-01-01/part-00000.parquet"]
