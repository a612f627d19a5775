"""What publishing holds does not grow with the day, and what it has freed goes back."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from tests.unit.lake.samples import ROOT, corpus, publish_all, run, stage, tagged
from transforms.lake import publish
from transforms.lake.store import DatasetError

MERGE = """
import pickle, sys
import pyarrow as pa
from transforms.lake import parquet, publish
parquet.GROUP_BYTES = 1024 * 1024
root, run, tasks = pickle.loads(sys.stdin.buffer.read())
for task in tasks:
    publish.merge(root, run, task)
print(pa.system_memory_pool().max_memory())
"""


def most_held(root: Path, articles: int) -> int:
    """Bytes that Arrow holds at most in a process that merges a day of so many articles."""
    by = run()
    publish.open_dataset(str(root))
    items = [tagged(n, by=by, body=f"Article {n} is long. {'x' * 16_000}", mentions=1) for n in range(articles)]
    tasks = publish.plan(str(root), by, stage(root, by, items, 50), articles)
    done = subprocess.run(
        [sys.executable, "-c", MERGE],
        input=pickle.dumps((str(root), by, tasks)),
        env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return int(done.stdout)


def test_a_day_of_four_times_the_articles_is_merged_in_the_same_memory(tmp_path: Path) -> None:
    few, many = most_held(tmp_path / "few", 200), most_held(tmp_path / "many", 800)
    assert few > 1024 * 1024  # a row group at least: else nothing was measured
    assert many < 1.25 * few


class Pool:
    """Stands for Arrow's pool."""

    def __init__(self) -> None:
        self.released = 0

    def release_unused(self) -> None:
        self.released += 1


def test_each_step_gives_back_what_it_has_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool()
    monkeypatch.setattr(pa, "default_memory_pool", lambda: pool)
    publish_all(tmp_path, run(), items := corpus())
    days = len(list((tmp_path / "articles").iterdir())) + len(list((tmp_path / "rejects").iterdir()))
    assert pool.released == 1 + days + 1  # plan, a merge each, resolve
    with pytest.raises(DatasetError):
        publish.plan(str(tmp_path), run(2), [], len(items))
    assert pool.released == 1 + days + 2


@pytest.mark.parametrize(("chosen", "used"), [(None, "system"), ("mimalloc", "mimalloc")])
def test_the_command_chooses_the_allocator_unless_its_user_does(chosen: str | None, used: str, tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    code = """
import sys
from pipeline.cli import main
assert "pyarrow" not in sys.modules
main(["check", sys.argv[1]])
import pyarrow
print(pyarrow.default_memory_pool().backend_name)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=variables | ({"ARROW_DEFAULT_MEMORY_POOL": chosen} if chosen else {}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == used
