"""Task managers and workers that are killed in the midst of a job: it goes on, its rows are whole, and none is twice.

A named pipe among the inputs holds the job: whoever reads it stands still until the test has written to it. So a kill
comes when the job is under way, on any machine.
"""

import contextlib
import errno
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CONFIG, Answer, content
from tests.engines.cluster import Cluster
from tests.engines.datasets import environment, run, told, write_documents
from tests.engines.engines import Engine, Pool, demarche
from tests.engines.processes import Child, eventually, running
from tests.feeds.newsroom import check

pytestmark = pytest.mark.engine

HELD = "held.txt"
TEXT = "Norway expelled two Chilean diplomats on Monday, the foreign ministry of Norway said in Oslo.\n"
INPUTS = ("--input", "documents", HELD)
"""A pipe is no input of a folder: it must be named."""


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same inputs, none a pipe, and what the in-process engine makes of them: `out`."""
    folder = tmp_path_factory.mktemp("expected")
    write_documents(folder / "documents", 40, 40)
    (folder / HELD).write_text(TEXT)
    answer = run(folder, "out", "--direct_num_workers=1", source=("documents", HELD))
    assert answer.status == 0, answer.err
    (folder / "told").write_text(told(answer))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_documents(tmp_path / "documents", 40, 40)
    os.mkfifo(tmp_path / HELD)
    return tmp_path


class Pipe:
    """The writing end of the pipe, which the test holds while somebody stands before it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end: int | None = None

    def wait_for_reader(self, *children: Child) -> None:
        """Until somebody reads; he gets nothing yet."""
        self.end = eventually("somebody reads the pipe", self._opened, *children)

    def _opened(self) -> int | None:
        try:
            return os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody reads
                raise
            return None

    def let_go(self) -> None:
        """Close the writing end."""
        if self.end is not None:
            os.close(self.end)
        self.end = None

    def forget(self) -> None:
        """Readers that were killed: when the last of their threads has ended, the next wait is for somebody new."""
        self.let_go()

        def nobody() -> bool:
            if (end := self._opened()) is None:
                return True
            os.close(end)
            return False

        eventually("nobody reads the pipe", nobody)

    def write(self) -> None:
        """Let the reader have it all."""
        assert self.end is not None
        os.write(self.end, TEXT.encode())
        self.let_go()


@contextlib.contextmanager
def held_job(folder: Path, engine: Engine, pool: Pool) -> Iterator[tuple[Child, Pipe]]:
    """`demarche run` with a worker of the pool before the pipe."""
    command = demarche("run", CONFIG, *INPUTS, "--output", "out", *engine.with_workers(*pool.flags))
    pipe = Pipe(folder / HELD)
    with running("run", command, folder, environment()) as job:
        try:
            pipe.wait_for_reader(job, *engine.children)
            yield job, pipe
        finally:
            pipe.let_go()


def kill_workers(workers: list[int], pipe: Pipe) -> None:
    """SIGKILL to these SDK workers; nobody stands before the pipe when this returns."""
    assert workers
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    pipe.forget()


def goes_on(job: Child, pipe: Pipe, folder: Path, expected: Path) -> None:
    """Somebody new reads the pipe, the job ends well, and its dataset is as it would be without the kill."""
    pipe.wait_for_reader(job)
    pipe.write()
    assert job.wait() == 0, job.tail()
    assert content(folder / "out") == content(expected / "out")
    assert (expected / "told").read_text().strip() in told(Answer(0, job.words(), ""))
    assert not any((folder / "out" / "_staging").glob("*"))
    check(folder / "out")


def test_flink_goes_on_when_a_machine_dies(flink_cluster: Cluster, pool: Pool, folder: Path, expected: Path) -> None:
    """The task manager and the workers beside it, at once; another task manager comes."""
    with held_job(folder, flink_cluster.engine, pool) as (run_of_job, pipe):
        job = flink_cluster.job()
        workers = pool.workers()  # they may end by themselves when their task manager does
        flink_cluster.task_managers[-1].kill()
        kill_workers(workers, pipe)
        flink_cluster.add()
        goes_on(run_of_job, pipe, folder, expected)
        assert flink_cluster.jobs()[job] == "FINISHED"


def test_flink_goes_on_when_its_workers_die(flink_cluster: Cluster, pool: Pool, folder: Path, expected: Path) -> None:
    with held_job(folder, flink_cluster.engine, pool) as (run_of_job, pipe):
        job = flink_cluster.job()
        kill_workers(pool.workers(), pipe)
        goes_on(run_of_job, pipe, folder, expected)
        assert flink_cluster.jobs()[job] == "FINISHED"


def test_prism_fails_when_its_workers_die_and_the_next_run_repairs(
    on_prism: Engine, pool: Pool, folder: Path, expected: Path
) -> None:
    """Prism does not restart a job. What is left must be a dataset that the next run brings up to date."""
    with held_job(folder, on_prism, pool) as (run_of_job, pipe):
        kill_workers(pool.workers(), pipe)
        assert run_of_job.wait() == 1, run_of_job.tail()
        last = run_of_job.tail(1)
        assert last.startswith("demarche run: the run failed: ")
        assert "SDK worker disconnected" in last
        assert "Traceback" not in run_of_job.words()
    (folder / HELD).unlink()
    (folder / HELD).write_text(TEXT)
    answer = run(folder, "out", *on_prism.with_workers(*pool.flags), source=("documents", HELD))
    assert answer.status == 0, answer.err
    assert content(folder / "out") == content(expected / "out")
    check(folder / "out")
