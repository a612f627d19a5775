"""kill -9 at 20 seeded moments of a run, each followed by a rerun: `demarche check` holds, and the rows equal those of
an undisturbed run, provenance aside.

The runs are real processes of the real program, forked from one that has done a small run already, so that the kills
fall into the work and not into seconds of imports and of tables that are read. Half of the moments are spread over the
whole run, half over the short time in which it publishes.
"""

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from tests.conftest import CONFIG, Answer, content

KILLS = 20
SEED = 20240305
DOCUMENTS = 60


def write_documents(folder: Path, generation: int) -> None:
    """Some dozens of small articles on many days; the second generation changes, adds and repeats."""
    folder.mkdir(exist_ok=True)
    for i in range(DOCUMENTS):
        changed = f" The talks went into round {generation}." if generation and i % 3 == 0 else ""
        (folder / f"{i:03d}.txt").write_text(
            f"---\nurl: https://news.example.org/{i}\npublished_at: 2024-01-{i % 20 + 1:02d}\n---\n"
            f"Norway and Chile held talks number {i} in Oslo on Monday.{changed}\n\n"
            f"Chile condemned the seizure of a trawler by Iceland last week, its ministry said in note {i // 2}.\n"
        )
    (folder / "bad.jsonl").write_text('{"id": 1\n' * (generation + 1))


def quiet_main(*args: str) -> None:
    """`demarche ARGS` in a child process."""
    with Path(os.devnull).open("w") as sink:
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
    os._exit(main(args))


def start(*args: str) -> multiprocessing.process.BaseProcess:
    child = multiprocessing.get_context("fork").Process(target=quiet_main, args=args)
    child.start()
    return child


def finish(*args: str) -> float:
    """Run to the end; returns its seconds."""
    begun = time.monotonic()
    child = start(*args)
    child.join(600)
    assert child.exitcode == 0, args
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float, list[dict[str, Any]]]:
    """The inputs and the datasets of two generations, a run's length, and what each dataset must hold."""
    base = tmp_path_factory.mktemp("kill")
    expected, seconds = [], 0.0
    for generation in (0, 1):
        write_documents(base / f"in{generation}", generation)
        calm = base / f"calm{generation}"
        if generation:
            shutil.copytree(base / "calm0", calm)
        else:  # here, not in a child: what is imported and read stays for all that are forked
            assert main(["run", CONFIG, "--input", f"{base}/in0/000.txt", "--output", f"{base}/warm"]) == 0
        seconds = finish("run", CONFIG, "--input", f"{base}/in{generation}", "--output", str(calm))
        expected.append(content(calm))
    assert expected[0] != expected[1]
    return base, seconds, expected


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_run_is_repaired_by_the_next(
    kill: int, undisturbed: Any, demarche: Callable[..., Answer], tmp_path: Path
) -> None:
    base, seconds, expected = undisturbed
    chance = random.Random(SEED + kill)
    root = tmp_path / "out"
    runs = [("run", CONFIG, "--input", f"{base}/in{g}", "--output", str(root)) for g in (0, 1)]
    generation = kill % 4 // 2  # half the kills hit the first run into nothing, half an update
    if generation:
        shutil.copytree(base / "calm0", root)
    child = start(*runs[generation])
    if kill % 2:
        time.sleep(chance.uniform(0, seconds))
    else:
        until_publishing(root, child)
        time.sleep(chance.uniform(0, 0.05))
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join(120)
    content(root)  # readers see whole files, old or new, whenever the kill came: nothing here may fail to open
    finish(*runs[generation])
    assert content(root) == expected[generation]
    answer = demarche("check", root)
    assert answer.status == 0, answer.out


def until_publishing(root: Path, child: multiprocessing.process.BaseProcess) -> None:
    """Wait until the run has merged its first partition, or has ended."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and child.is_alive():
        with contextlib.suppress(FileNotFoundError):  # the run may remove a folder while it is listed
            if any((root / "_staging").glob("*/new")) or (root / "_state" / "journal.json").exists():
                return
        time.sleep(0.002)
