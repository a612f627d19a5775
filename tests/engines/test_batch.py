"""The main job on Prism and on Flink, as users start it: rows and summary are those of the in-process engine."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Answer, content, tree
from tests.engines.cluster import Cluster
from tests.engines.datasets import run, told, write_documents
from tests.engines.engines import Engine, Fetched, Pool
from tests.feeds.newsroom import check

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all runs are started: `documents` holds the seeds and hundreds of generated articles."""
    folder = tmp_path_factory.mktemp("batch")
    write_documents(folder / "documents" / "generated")
    shutil.copytree(ROOT / "seeds", folder / "documents" / "seeds")
    return folder


@pytest.fixture(scope="module")
def direct(folder: Path) -> Answer:
    """The in-process engine's run, into `out-direct`."""
    answer = run(folder, "out-direct", "--runner=DirectRunner", "--direct_num_workers=1")
    assert answer.status == 0, answer.err
    rejected = content(folder / "out-direct")["rejects"]
    assert {"duplicate_id", "empty"} <= {line.split('"reason_code": "')[1].split('"')[0] for line in rejected}
    return answer


@pytest.fixture
def equals(folder: Path, direct: Answer) -> Callable[..., None]:
    """Run with some flags: the same rows, the same words, all promises kept."""

    def compare(output: str, *flags: str) -> None:
        answer = run(folder, output, *flags)
        assert answer.status == 0, answer.err
        assert content(folder / output) == content(folder / "out-direct")
        assert told(answer) == told(direct)
        check(folder / output)

    return compare


def test_prism_as_a_user_starts_it(engines: Fetched, equals: Callable[..., None]) -> None:
    if reason := engines.missing("prism"):
        pytest.skip(reason)
    equals("out-prism-runner", "--runner=PrismRunner")


def test_a_prism_server_with_workers_outside_of_the_launcher(
    on_prism: Engine, pool: Pool, folder: Path, equals: Callable[..., None]
) -> None:
    flags = on_prism.with_workers(*pool.flags)
    equals("out-prism", *flags)
    before = tree(folder / "out-prism")
    again = run(folder, "out-prism", *flags)
    assert again.status == 0, again.err
    assert tree(folder / "out-prism") == before
    assert " 0 Parquet files written" in again.out


def test_flink_as_a_user_starts_it(engines: Fetched, equals: Callable[..., None]) -> None:
    if reason := engines.missing("flink"):
        pytest.skip(reason)
    equals("out-flink-runner", "--runner=FlinkRunner", "--flink_master=[local]")


def test_a_flink_cluster_as_a_user_reaches_it(flink_cluster: Cluster, equals: Callable[..., None]) -> None:
    equals("out-cluster", "--runner=FlinkRunner", f"--flink_master={flink_cluster.master}")
    assert list(flink_cluster.jobs().values()) == ["FINISHED"]
