"""Worker processes that die, fail or are orphaned: the run ends with one readable line and nothing is left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import CONFIG, ROOT

PARALLEL = "--direct_num_workers=2"
POISON = """

def _poisoned(self, item):
    raise ZeroDivisionError("of the test")


_Stage.process = _poisoned
"""


class Launched:
    """A run with two workers, while it reads."""

    def __init__(self, base: Path) -> None:
        source, self.root = base / "in", base / "out"
        source.mkdir()
        for i in range(1500):  # some seconds of work
            (source / f"{i}.txt").write_text(f"Norway and Chile held talks number {i} in Oslo on Monday.\n" * 3)
        command = [sys.executable, "-m", "pipeline", "run", CONFIG, "--input", str(source), "--output", str(self.root)]
        self.process = subprocess.Popen([*command, PARALLEL], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline and not any((self.root / "_staging").glob("*/progress/files-*")):
            time.sleep(0.05)
        (self.nursery,) = psutil.Process(self.process.pid).children()
        self.workers = self.nursery.children()

    def gone(self) -> bool:
        """Is neither the nursery nor a worker left?"""
        _, alive = psutil.wait_procs([self.nursery, *self.workers], timeout=600)
        return not alive


@pytest.fixture
def launched(tmp_path: Path) -> Iterator[Launched]:
    found = Launched(tmp_path)
    try:
        assert len(found.workers) == 2
        yield found
    finally:
        found.process.kill()
        found.process.communicate()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_launcher(sent: signal.Signals, launched: Launched) -> None:
    launched.process.send_signal(sent)
    _, said = launched.process.communicate(timeout=600)
    assert launched.process.returncode == (-sent if sent is signal.SIGKILL else 1)
    assert launched.gone()
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("who", "told"),
    [("worker", "a worker process ended before its work was done: killed by SIGKILL"), ("nursery", "has died")],
)
def test_a_process_that_the_system_kills_ends_the_run(who: str, told: str, launched: Launched) -> None:
    victim = launched.workers[1] if who == "worker" else launched.nursery
    os.kill(victim.pid, signal.SIGKILL)
    _, said = launched.process.communicate(timeout=600)
    assert launched.process.returncode == 1
    lines = [line for line in said.splitlines() if not line.startswith(("reading:", "publishing:"))]
    assert len(lines) == 1, said
    assert lines[0].startswith("demarche run: the run failed: ")
    assert told in lines[0]
    assert launched.gone()
    assert not list(launched.root.glob("_staging/*"))
    assert not list(launched.root.glob("articles/*"))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_in_a_stage_is_said_once_and_readable(workers: int, tmp_path: Path) -> None:
    """Of a real faulty program: a copy of this one whose staging raises."""
    code = tmp_path / "code"
    for room in ("pipeline", "transforms"):
        shutil.copytree(ROOT / room, code / room, ignore=shutil.ignore_patterns("__pycache__"))
    with (code / "transforms" / "beam.py").open("a") as beam:
        beam.write(POISON)
    (tmp_path / "in").mkdir()
    for i in range(9):
        (tmp_path / "in" / f"{i}.txt").write_text(f"Norway and Chile met for round {i}.")
    command = [sys.executable, "-m", "pipeline", "run", CONFIG, "--input", str(tmp_path / "in")]
    run = subprocess.run(
        [*command, "--output", str(tmp_path / "out"), f"--direct_num_workers={workers}"],
        cwd=code,
        env=os.environ | {"PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 1
    lines = [line for line in run.stderr.splitlines() if not line.startswith(("reading:", "publishing:"))]
    assert lines == [
        "demarche run: the run failed: ZeroDivisionError: of the test [while running 'StageToParquet/Stage']"
    ]
    assert not list((tmp_path / "out").glob("_staging/*"))
