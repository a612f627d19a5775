"""Publishing, interrupted: at every single step of commit and of recover, and by kill -9; and read by others meanwhile.

A step is one operation on the store (a file made, synced, moved, deleted). An interruption ends the run at once:
nothing of ours cleans up on the way out, as after a kill.
"""

import multiprocessing
import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow.dataset as pads
import pytest

from tests.conftest import rows
from tests.unit.lake.samples import EPOCH, corpus, publish_all, resolver, run, stage, tagged, tree
from transforms.lake import layout, publish, runs
from transforms.lake.check import check
from transforms.lake.store import Store, open_store
from transforms.records import PROVENANCE, TABLES, Refusal, TaggedArticle

STEPS = ("create", "sync", "replace", "delete", "delete_folder")
SEED = 7


class Killed(BaseException):
    """No handler expects it, as none can expect a kill."""


class State(NamedTuple):
    """A dataset, and the same with a second run merged but not committed."""

    root: Path
    merged: list[publish.Merged]
    old: dict[str, list[str]]
    new: dict[str, list[str]]


def content(root: Path) -> dict[str, list[str]]:
    """All rows without provenance."""
    return {
        table: sorted(repr({k: v for k, v in row.items() if k not in PROVENANCE}) for row in rows(root, table))
        for table in TABLES
    }


def second() -> list[TaggedArticle | Refusal]:
    """The first run's inputs, some changed, some new, one a copy now."""
    by = run(2)
    text, later = "Changed {} again.\nTwice indeed.", EPOCH.replace(month=5)
    changed = [tagged(n, body=text.format(n), updated_at=later, by=by) for n in range(0, 20, 3)]
    copy = tagged(7, body=tagged(8).article.body, by=by)
    return [*corpus(by, 30)[10:], *changed, copy, *(tagged(n, by=by) for n in range(500, 510))]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("crash")
    root = folder / "out"
    publish_all(root, run(), corpus(count=30))
    old = content(root)
    shutil.copytree(root, folder / "undisturbed")
    publish_all(folder / "undisturbed", run(2), second())
    where = str(root)
    tasks = publish.plan(where, run(2), stage(root, run(2), second(), 9), len(second()))
    merged = publish.resolve_events(where, run(2), [publish.merge(where, run(2), task) for task in tasks], resolver)
    return State(root, merged, old, content(folder / "undisturbed"))


@contextmanager
def killed_at(step: int | None) -> Iterator[list[str]]:
    """End whatever runs before its n-th step (counted from 0); yields the steps so far."""
    done: list[str] = []
    originals = {name: getattr(Store, name) for name in STEPS}

    def wrap(name: str) -> Callable[..., Any]:
        def operation(self: Store, *args: Any) -> Any:
            done.append(f"{name} {args[-1]}")
            if len(done) - 1 != step:
                return originals[name](self, *args)
            raise Killed

        return operation

    for name in STEPS:
        setattr(Store, name, wrap(name))
    try:
        yield done
    finally:
        for name, original in originals.items():
            setattr(Store, name, original)


def steps_of(action: Callable[[], object]) -> int:
    with killed_at(None) as done:
        action()
    return len(done)


def after_journal(steps: list[str]) -> int:
    """The first step after the journal stands."""
    return steps.index("replace _state/journal.json") + 1


def repaired(root: Path) -> None:
    with publish.lock(str(root)):
        publish.recover(str(root))
        assert publish.recover(str(root)) is None


def test_an_interruption_at_any_step_of_commit(state: State, tmp_path: Path) -> None:
    shutil.copytree(state.root, tmp_path / "counted")
    count = steps_of(lambda: publish.commit(str(tmp_path / "counted"), run(2), state.merged, len(second())))
    assert content(tmp_path / "counted") == state.new
    assert count > 40
    outcomes = []
    for step in range(count):
        root = tmp_path / str(step)
        shutil.copytree(state.root, root)
        with pytest.raises(Killed), killed_at(step):
            publish.commit(str(root), run(2), state.merged, len(second()))
        repaired(root)
        assert check(str(root)) == []
        found = content(root)
        assert found in (state.old, state.new)
        outcomes.append(found == state.new)
        shutil.rmtree(root)
    assert outcomes == sorted(outcomes)  # old until the journal stands, new from then on
    assert 0 < sum(outcomes) < len(outcomes)


def test_an_interruption_at_any_step_of_folding_old_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, months = tmp_path / "before", (5, 5, 5, 6, 6, 6)
    for number, month in enumerate(months):
        by = replace(run(number), started_at=EPOCH.replace(month=month))
        publish_all(before, by, [tagged(number, by=by)])
        os.utime(before / layout.run_record(by.run_id), (number, number))
    monkeypatch.setattr(runs, "FOLDED", -len(months))  # however few they are
    monkeypatch.setattr(runs, "KEPT", 5)
    assert fold(before) == 2
    monkeypatch.setattr(runs, "KEPT", 2)
    shutil.copytree(before, tmp_path / "counted")
    count = steps_of(lambda: fold(tmp_path / "counted"))
    whole = records(tmp_path / "counted")
    assert [len(whole[name]) for name in sorted(whole)] == [3, 2, 1]  # May, June, the newest
    for step in range(count):
        root = tmp_path / str(step)
        shutil.copytree(before, root)
        with pytest.raises(Killed), killed_at(step):
            fold(root)
        repaired(root)
        assert check(str(root)) == []
        fold(root)
        assert records(root) == whole
        shutil.rmtree(root)


def fold(root: Path) -> int:
    return runs.fold(open_store(str(root)), run(9))


def records(root: Path) -> dict[str, list[Any]]:
    """What is known of runs: the rows of each month's file, and the records."""
    store = open_store(str(root))
    months = {name: [*runs.read_older(store, name)] for name in store.files(layout.OLDER)}
    return months | {"whole": [*map(store.read, store.files(layout.RUNS, recursive=False))]}


def test_an_interruption_at_any_step_of_the_repair(state: State, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(state.root, broken)
    with killed_at(None) as done:
        shutil.copytree(broken, tmp_path / "counted")
        publish.commit(str(tmp_path / "counted"), run(2), state.merged, len(second()))
    middle = after_journal(done) + 3
    with pytest.raises(Killed), killed_at(middle):
        publish.commit(str(broken), run(2), state.merged, len(second()))
    assert {p.promise for p in check(str(broken))} >= {3}
    for step in range(steps_of(lambda: publish.recover(str(shutil.copytree(broken, tmp_path / "repaired"))))):
        root = tmp_path / str(step)
        shutil.copytree(broken, root)
        with pytest.raises(Killed), killed_at(step):
            publish.recover(str(root))
        repaired(root)
        assert content(root) == state.new
        assert check(str(root)) == []
        shutil.rmtree(root)


def test_an_engine_may_repeat_a_commit_that_died_half_way(state: State, tmp_path: Path) -> None:
    shutil.copytree(state.root, tmp_path / "once")
    summary = publish.commit(str(tmp_path / "once"), run(2), state.merged, len(second()))
    with killed_at(None) as done:
        shutil.copytree(state.root, tmp_path / "counted")
        publish.commit(str(tmp_path / "counted"), run(2), state.merged, len(second()))
    for step in (after_journal(done) - 1, after_journal(done), after_journal(done) + 5, len(done) - 2, len(done) - 1):
        root = tmp_path / str(step)
        shutil.copytree(state.root, root)
        with pytest.raises(Killed), killed_at(step):
            publish.commit(str(root), run(2), state.merged, len(second()))
        assert publish.commit(str(root), run(2), state.merged, len(second())) == summary
        assert tree(root) == tree(tmp_path / "once")


def test_a_journal_whose_files_are_lost_is_told_and_left(state: State, tmp_path: Path) -> None:
    root = tmp_path / "out"
    shutil.copytree(state.root, root)
    shutil.copytree(state.root, tmp_path / "counted")
    with killed_at(None) as done:
        publish.commit(str(tmp_path / "counted"), run(2), state.merged, len(second()))
    with pytest.raises(Killed), killed_at(len(done) - 2):
        publish.commit(str(root), run(2), state.merged, len(second()))
    (root / "articles/dt=2024-03-02/part-00000.parquet").write_bytes(b"")
    before = tree(root)
    with pytest.raises(publish.DatasetError, match="neither staged nor in place"):
        publish.recover(str(root))
    assert tree(root) == before


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"moves": [{"staged": "a"}]}'])
def test_a_damaged_journal_is_told_and_left(state: State, tmp_path: Path, damage: bytes) -> None:
    root = tmp_path / "out"
    shutil.copytree(state.root, root)
    (root / "_state/journal.json").write_bytes(damage)
    before = tree(root)
    with pytest.raises(publish.DatasetError, match="damaged"):
        publish.recover(str(root))
    assert tree(root) == before


def publish_second(root: Path) -> None:
    """In a child process."""
    publish_all(root, run(2), second(), 9)
    os._exit(0)


@pytest.mark.slow
def test_kill_9_and_a_rerun(state: State, tmp_path: Path) -> None:
    """A real process, killed at seeded moments of the time that it takes undisturbed."""
    chance = random.Random(SEED)
    fork = multiprocessing.get_context("fork")  # what is imported here is imported there
    shutil.copytree(state.root, tmp_path / "calm", ignore=shutil.ignore_patterns("_staging"))
    began = time.monotonic()
    child = fork.Process(target=publish_second, args=(tmp_path / "calm",))
    child.start()
    child.join()
    assert child.exitcode == 0
    seconds = time.monotonic() - began
    killed = 0
    for number in range(4):
        root = tmp_path / str(number)
        shutil.copytree(state.root, root, ignore=shutil.ignore_patterns("_staging"))
        child = fork.Process(target=publish_second, args=(root,))
        child.start()
        time.sleep(chance.uniform(0, seconds))
        child.kill()
        child.join()
        killed += child.exitcode != 0
        publish_all(root, run(3), [replace(item) for item in second()])
        assert check(str(root)) == []
        assert content(root) == state.new
    assert killed > 0


def test_readers_meet_whole_versions_only(tmp_path: Path) -> None:
    """While runs replace the same partitions again and again, what is read is one version or the other, never a part.

    pyarrow opens each file once and never fails. DuckDB (and Polars) read the first file's footer when they plan and
    open it again to scan: a file that is replaced within these milliseconds is an error there, whoever replaces it. It
    may happen only to a query during which something was replaced.
    """
    root, count = tmp_path / "out", 40

    def version(number: int) -> list[TaggedArticle | Refusal]:
        days = [EPOCH.replace(day=n % 3 + 1) for n in range(count)]
        text = f"Version {number} met nobody."
        return [tagged(n, body=f"{n}: {text}", mentions=1, published=days[n], by=run(number)) for n in range(count)]

    publish_all(root, run(0), version(0))
    stop, faults, reads = threading.Event(), list[str](), [0, 0]

    def inodes() -> list[int]:
        return [path.stat().st_ino for table in TABLES for path in sorted((root / table).glob("dt=*/*.parquet"))]

    def read(place: int, one: Callable[[str], int], fault: type[BaseException]) -> None:
        while not stop.is_set():
            for table in ("articles", "mentions"):
                before = inodes()
                try:
                    found = one(table)
                except fault as error:
                    if inodes() == before:
                        faults.append(f"{table}: {error!r}")
                    continue
                except Exception as error:  # noqa: BLE001 - any other error is the fault that is looked for
                    faults.append(f"{table}: {error!r}")
                    continue
                reads[place] += 1
                if found != count:
                    faults.append(f"{table}: {found} rows")

    def by_pyarrow(table: str) -> int:
        return int(pads.dataset(root / table, format="parquet", partitioning="hive").to_table().num_rows)

    def by_duckdb(table: str) -> int:
        with duckdb.connect() as connection:
            query = f"SELECT count(DISTINCT article_id) FROM read_parquet('{root}/{table}/*/*.parquet')"
            return int(connection.execute(query).fetchall()[0][0])

    pollers = ((0, by_pyarrow, Killed), (1, by_duckdb, duckdb.Error))
    threads = [threading.Thread(target=read, args=args) for args in pollers]
    for thread in threads:
        thread.start()
    try:
        number = 0
        while number < 5 or (min(reads) <= 10 and number < 500 and not faults):  # until both have read often enough
            number += 1
            publish_all(root, run(number), version(number))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert min(reads) > 10


def test_the_steps_are_the_store_s_own() -> None:
    """Should the store get another operation that changes files, it belongs into STEPS."""
    changing = {"write_atomic", *STEPS}  # write_atomic is made of the others
    reading = {"path", "files", "entries", "exists", "size", "open", "read", "sha256", "top", "changed"}
    known = changing | reading | {"root", "fs", "base", "local"}
    assert {name for name in vars(Store) if not name.startswith("_")} == known
