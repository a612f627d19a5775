"""What the launcher asks a Flink cluster to do when it leaves."""

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.clusters import let_go
from tests.web.server import Exchange, Server

JOBS = b"""{"jobs": [
    {"jid": "a1", "name": "demarche-1", "state": "RUNNING"},
    {"jid": "b2", "name": "demarche-2", "state": "RUNNING"},
    {"jid": "c3", "name": "demarche-1", "state": "FINISHED"}
]}"""


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def options(server: Server, **given: Any) -> dict[str, Any]:
    return {"runner": "FlinkRunner", "flink_master": server.url("").rstrip("/"), "job_name": "demarche-1"} | given


def says(body: bytes, status: int = 200) -> Any:
    def answer(exchange: Exchange) -> None:
        exchange.answer(status, body, Content_Type="application/json")

    return answer


def test_the_job_of_that_name_is_cancelled_and_no_other(server: Server) -> None:
    server.routes |= {"/jobs/overview": says(JOBS), "*": says(b"", 202)}
    assert let_go(options(server)) is None
    assert server.paths() == ["/jobs/overview", "/jobs/a1?mode=cancel"]


def test_of_two_jobs_with_one_name_neither_is_touched(server: Server) -> None:
    server.routes |= {"/jobs/overview": says(JOBS.replace(b"FINISHED", b"RUNNING")), "*": says(b"", 202)}
    assert "2 running jobs are called demarche-1" in (let_go(options(server)) or "")
    assert server.paths() == ["/jobs/overview"]


@pytest.mark.parametrize(
    "given",
    [
        {"runner": "PrismRunner"},
        {"flink_master": "[local]"},
        {"flink_master": None},
        {"job_name": None},
        {"runner": None},
    ],
)
def test_nobody_is_asked_where_there_is_no_cluster(given: dict[str, Any], server: Server) -> None:
    assert let_go(options(server, **given)) is None
    assert server.paths() == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"jobs": [{}]}'])
def test_a_cluster_that_does_not_answer_so_is_named(body: bytes, server: Server) -> None:
    server.routes["*"] = says(body)
    assert "the job demarche-1 may still be there" in (let_go(options(server)) or "")


def test_no_cluster_there(server: Server) -> None:
    server.close()
    assert "may still be there" in (let_go(options(server)) or "")
    assert "not an address" in (let_go(options(server, flink_master="file:///etc")) or "")
