"""Feed passes over a dataset in a bucket: waited for by their launcher, and left to a job."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Answer
from tests.engines.emulator import BUCKET, emulated
from tests.engines.service import IMAGE, SERVICE, run_graph, staged_graph
from tests.feeds.newsroom import HTML, after, configure, item, page, rss, say
from tests.web.server import Server
from transforms.lake import lease
from transforms.lake.store import open_store
from transforms.polling import log

LAUNCHED = (*SERVICE, f"--sdk_container_image={IMAGE}", "--job_name=demarche-feeds")


@pytest.fixture(scope="module", autouse=True)
def bucket() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, emulated(patch):
        yield f"gs://{BUCKET}"


@pytest.fixture
def paper() -> Iterator[Server]:
    """A feed that has two articles, then three."""
    server = Server(address="127.0.0.1")
    items = [item(server.url(f"/p/{number}"), number) for number in (1, 2, 3)]
    server.routes |= {f"/p/{number}": say(page(number), HTML) for number in (1, 2, 3)}
    server.routes["/feed"] = after(say(rss(*items[:2])), say(rss(*items)))
    yield server
    server.close()


def outcomes(root: str) -> list[str]:
    """What became of all entries, as the dataset's log says."""
    book = log.load(open_store(root))
    try:
        return [row["outcome"] for row in book.entries()]
    finally:
        book.close()


def at_rest(root: str) -> bool:
    """Neither lease nor journal nor anything staged."""
    store = open_store(root)
    return not store.top("_staging") and not store.exists(lease.NAME) and not store.exists("_state/journal.json")


def run_submitted() -> None:
    """What the service does with the graph that was staged last: here, in this process."""
    from apache_beam.portability import python_urns

    run_graph(staged_graph(), python_urns.EMBEDDED_PYTHON)


def test_passes_over_a_bucket(bucket: str, paper: Server, tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    root, config = f"{bucket}/feeds", configure(tmp_path, [paper.url("/feed")])
    first = demarche("run", config, "--output", root)
    assert first.status == 0, first.err
    assert "= 2 articles" in first.out
    assert outcomes(root) == ["article"] * 2
    assert at_rest(root)

    left = demarche("run", config, "--output", root, *LAUNCHED)
    assert left.status == 0, left.err
    assert left.out == (
        f"1 of 1 feeds are due\njob graph written to {bucket}/template/job_object; Dataflow starts the job\n"
    )
    busy = demarche("run", config, "--output", root)
    assert (busy.status, "another run is writing to it" in busy.err) == (1, True)
    run_submitted()
    assert outcomes(root) == ["article"] * 3
    assert at_rest(root)
    assert demarche("check", root).status == 0


def test_a_pass_with_nothing_due_is_a_job_that_does_nothing(
    bucket: str, paper: Server, tmp_path: Path, demarche: Callable[..., Answer]
) -> None:
    """Dataflow's launcher must find a graph: without one it reports a failure, every quarter of an hour."""
    root, config = f"{bucket}/idle", configure(tmp_path, [paper.url("/feed")], min_interval='"1h"')
    assert demarche("run", config, "--output", root).status == 0
    before = open_store(root).files()
    asked = len(paper.requests)
    left = demarche("run", config, "--output", root, *LAUNCHED)
    assert left.status == 0, left.err
    assert left.out.startswith("0 of 1 feeds are due\njob graph written to ")
    run_submitted()
    assert len(paper.requests) == asked
    assert open_store(root).files() == before
    waits = demarche("run", config, "--output", root)
    assert waits.out.startswith("no feed of 1 is due; the next one is at ")
    assert at_rest(root)
