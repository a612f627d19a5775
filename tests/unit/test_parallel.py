"""When a run gets worker processes: the user's word first, else the size of the input."""

import os
from pathlib import Path

import pytest

from pipeline import parallel
from pipeline.nursery import Nursery
from pipeline.options import parse, worker_processes


def files(folder: Path, count: int, size: int, suffix: str = ".html") -> list[str]:
    """Sparse files: their sizes are all that is looked at."""
    for i in range(count):
        with (folder / f"{i}{suffix}").open("wb") as file:
            file.truncate(size)
    return [str(folder / f"{i}{suffix}") for i in range(count)]


def test_small_inputs_stay_in_the_process(tmp_path: Path) -> None:
    assert parallel.workers_for([]) == 1
    assert parallel.workers_for(files(tmp_path, 20, 10_000)) == 1


def test_large_inputs_get_a_worker_a_core_but_no_more_than_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "available", lambda: 3)
    found = files(tmp_path, 4, 100_000_000)
    assert parallel.workers_for(found) == 3
    assert parallel.workers_for(found[:2]) == 2
    assert parallel.workers_for(found[:1]) == 1  # a file is read by one worker


def test_packed_files_count_for_what_they_unpack_to(tmp_path: Path) -> None:
    plain, packed = files(tmp_path, 1, 1_000_000, ".html"), files(tmp_path, 1, 1_000_000, ".html.gz")
    assert parallel.work_seconds(packed) == parallel.PACKED * parallel.work_seconds(plain)
    assert parallel.work_seconds([str(tmp_path / "none.html"), str(tmp_path / "a.pdf")]) == 0


@pytest.mark.parametrize(
    ("flags", "asked"),
    [
        ((), None),
        (("--job_name=x",), None),
        (("--runner=DirectRunner",), None),
        (("--direct_num_workers=1",), 1),
        (("--direct_num_workers=3",), 3),
        (("--direct_num_workers", "3"), 3),
        (("--direct_num_workers=0",), "cores"),
        (("--direct_running_mode=multi_processing",), "cores"),
        (("--direct_running_mode=multi_processing", "--direct_num_workers=2"), 2),
        (("--direct_running_mode=in_memory",), 1),
        (("--direct_running_mode=multi_threading", "--direct_num_workers=2"), 1),
        (("--runner=PrismRunner", "--direct_num_workers=2"), 1),
    ],
)
def test_the_users_flags_win(flags: tuple[str, ...], asked: int | str | None) -> None:
    expected = parallel.available() if asked == "cores" else asked
    assert worker_processes(parse(flags), flags) == expected


def test_a_crew_is_engaged_once_and_leaves_nobody() -> None:
    with parallel.Crew() as crew:
        crew.engage(1)
        assert crew.nursery is None
        crew.engage(2)
        first = crew.nursery
        assert isinstance(first, Nursery)
        crew.engage(2)
        assert crew.nursery is first
        crew.engage(1)
        assert crew.nursery is None
        assert first._process.returncode is not None


def test_a_nursery_tells_of_a_worker_that_ends(tmp_path: Path) -> None:
    """One that gets no address to connect to ends at once; whoever waits is told why."""
    import threading

    told: list[str] = []
    there = threading.Event()

    def ended(cause: str) -> None:
        told.append(cause)
        there.set()

    with Nursery(2) as nursery:
        nursery.start("worker", {"WORKER_ID": "worker"}, ended)
        assert there.wait(600)
    assert told == ["a worker process ended before its work was done: exit status 1"]
    assert nursery.cause == told[0]
    assert os.getpid() != nursery._process.pid
