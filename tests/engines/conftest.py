"""Fixtures of the engines' tests. They skip, with the reason, where `make engines` has not put an engine here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.cluster import Cluster, cluster
from tests.engines.engines import Engine, Fetched, Pool, fetched, job_server, prism, worker_pool


@pytest.fixture(scope="session")
def engines() -> Fetched:
    """What was fetched."""
    return fetched()


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For logs and state of the engines."""
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="session")
def on_prism(engines: Fetched, scratch: Path) -> Iterator[Engine]:
    """A Prism server, for all tests."""
    if reason := engines.missing("prism"):
        pytest.skip(reason)
    with prism(engines, scratch / "prism") as engine:
        yield engine


@pytest.fixture(scope="session")
def on_flink(engines: Fetched, scratch: Path) -> Iterator[Engine]:
    """A Flink inside its job server, for all tests."""
    if reason := engines.missing("flink"):
        pytest.skip(reason)
    with job_server(engines, scratch / "embedded") as engine:
        yield engine


@pytest.fixture(scope="module")
def flink_cluster(engines: Fetched, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A standalone cluster of one task manager with two slots, for the tests of a module."""
    if reason := engines.missing("flink"):
        pytest.skip(reason)
    with cluster(engines, tmp_path_factory.mktemp("cluster")) as flink:
        yield flink


@pytest.fixture(scope="session")
def pool(scratch: Path) -> Iterator[Pool]:
    """A pool of workers outside of launcher and engines."""
    with worker_pool(scratch / "pool") as one:
        yield one
