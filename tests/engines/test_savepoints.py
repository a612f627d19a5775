"""Streams on a Flink cluster: stopped with a savepoint they go on from it, with their state, nothing lost or twice."""

import sys
from pathlib import Path

import pytest

from tests.engines.cluster import Cluster
from tests.engines.datasets import environment
from tests.engines.engines import Pool
from tests.engines.processes import Child, eventually, running

pytestmark = pytest.mark.engine


def numbers(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def wait_for(path: Path, more: int, *children: Child) -> None:
    before = len(numbers(path))
    eventually(f"{more} more numbers", lambda: len(numbers(path)) >= before + more, *children)


def test_a_stream_goes_on_from_its_savepoint(flink_cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    counted = tmp_path / "counted"
    flags = [*flink_cluster.engine.with_workers(*pool.flags), "--checkpointing_interval=500"]
    command = [sys.executable, "-m", "tests.engines.counting", counted, *flags]
    with running("first", command, tmp_path, environment()) as first:
        job = flink_cluster.job()
        wait_for(counted, 5, first)
        eventually("a checkpoint", lambda: flink_cluster.checkpoints(job), first)
        savepoint = flink_cluster.stop_with_savepoint(job, drain=False)
        flink_cluster.wait(job, "FINISHED")
    stopped = len(numbers(counted))
    with running("second", [*command, f"--savepoint_path={savepoint}"], tmp_path, environment()) as second:
        job = flink_cluster.job()
        wait_for(counted, 5, second)
        flink_cluster.stop_with_savepoint(job, drain=False)  # with drain an endless PeriodicImpulse goes on for ever
        flink_cluster.wait(job, "FINISHED")
    assert len(numbers(counted)) > stopped
    assert numbers(counted) == list(range(1, len(numbers(counted)) + 1))
