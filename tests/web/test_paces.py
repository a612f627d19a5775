"""Batches that share one book of hosts: none asks a host that another asks or that is to be left alone."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tests.web.conftest import LOCAL, SOON, code
from tests.web.server import Exchange, answer
from tests.web.test_politeness import FAST, Crowd, Serve
from transforms.web import Answer, Fetcher, Paces, Politeness, Request, fetch_all
from transforms.web.paces import BUSY_SECONDS, MAX_HOSTS

HOST = "h0.example"


def fetch(crowd: Crowd, paths: list[str], paces: Paces, politeness: Politeness = FAST) -> list[Answer]:
    """One batch, of one host."""
    fetcher = Fetcher(LOCAL, resolver=crowd.network.resolver, dial=crowd.network.dial)
    requests = [Request(f"http://{HOST}{path}", obey_robots=False) for path in paths]
    return list(fetch_all(requests, fetcher, politeness, paces=paces))


@contextmanager
def at_the_same_time() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_a_host_is_asked_by_one_batch_at_a_time(serve: Serve) -> None:
    crowd, paces = Crowd(serve, hosts=1), Paces()
    with at_the_same_time() as pool:
        batches = [pool.submit(fetch, crowd, [f"/{batch}/{n}" for n in range(4)], paces) for batch in range(4)]
        replies = [reply for batch in batches for reply in batch.result(SOON)]
    assert len(replies) == 16
    assert all(reply.ok for reply in replies)
    assert crowd.most_at_once(HOST) == 1


def test_without_a_book_two_batches_meet_at_a_host(serve: Serve) -> None:
    """That the test before this one could fail: both requests are answered only if they are under way at once."""
    crowd = Crowd(serve, hosts=1)
    crowd.meet(2, "/a", "/b")
    with at_the_same_time() as pool:
        batches = [pool.submit(fetch, crowd, [path], Paces()) for path in ("/a", "/b")]
        assert all(reply.ok for batch in batches for reply in batch.result(SOON))
    assert crowd.most_at_once(HOST) == 2


def test_a_batch_keeps_the_pause_of_the_one_before(serve: Serve) -> None:
    crowd, paces, slow = Crowd(serve, hosts=1), Paces(), replace(FAST, delay_seconds=0.3)
    fetch(crowd, ["/a"], paces, slow)
    fetch(crowd, ["/b"], paces, slow)
    (first, second) = crowd.spans[HOST]
    assert second[0] - first[1] >= 0.29


def test_a_pause_that_a_host_asked_another_batch_for_is_kept(serve: Serve) -> None:
    crowd, paces = Crowd(serve, hosts=1, busy=answer(429, retry_after="3600")), Paces()
    assert [code(reply) for reply in fetch(crowd, ["/busy"], paces)] == ["rate_limited"]
    (reply,) = fetch(crowd, ["/a"], paces)
    assert code(reply) == "postponed"
    assert 3500 < (reply.retry_after or 0) <= 3600
    assert crowd.spans[HOST] == []


def test_a_batch_that_is_broken_off_lets_go_of_its_hosts(serve: Serve) -> None:
    asked, paces = threading.Event(), Paces()

    def slow(exchange: Exchange) -> None:
        asked.set()
        exchange.pause(0.2)
        exchange.answer(200, b"late")

    crowd = Crowd(serve, hosts=2, slow=slow)
    fetcher = Fetcher(LOCAL, resolver=crowd.network.resolver, dial=crowd.network.dial)
    requests = [Request("http://h1.example/1", obey_robots=False), Request(f"http://{HOST}/slow", obey_robots=False)]
    with closing(fetch_all(requests, fetcher, FAST, paces=paces)) as answers:
        assert next(answers).request.url == "http://h1.example/1"
        assert asked.wait(SOON)
    assert [reply.ok for reply in fetch(crowd, ["/a"], paces)] == [True]


def test_a_book_tells_when_a_host_is_free() -> None:
    paces = Paces()
    assert paces.take("a", 2, 100.0, 1.0) is None
    assert paces.take("a", 2, 100.5, 1.0) == 101.0  # requests at one time begin apart too
    assert paces.take("a", 2, 101.0, 1.0) is None
    assert paces.take("a", 2, 102.0, 1.0) == 102.0 + BUSY_SECONDS
    assert paces.take("b", 1, 102.0, 1.0) is None
    paces.give("a", 110.0)
    assert paces.take("a", 2, 109.0, 1.0) == 110.0
    paces.leave_alone("a", 120.0)
    assert paces.take("a", 2, 119.0, 1.0) == 120.0


@pytest.mark.parametrize("is_over", [False, True])
def test_a_book_forgets_only_hosts_that_nobody_waits_for(*, is_over: bool) -> None:
    paces = Paces()
    for number in range(MAX_HOSTS):
        assert paces.take(f"h{number}", 1, 0.0, 1.0) is None
        if is_over:
            paces.give(f"h{number}", 50.0)
    assert paces.take("one more", 1, 10.0, 1.0) is None
    assert paces.take("h7", 1, 49.0, 1.0) == (50.0 if is_over else 49.0 + BUSY_SECONDS)
    if is_over:
        for number in range(MAX_HOSTS):
            assert paces.take(f"later{number}", 1, 60.0, 1.0) is None
        assert paces.take("h7", 1, 20.0, 1.0) is None  # its pause is forgotten: it was over


def test_a_batch_that_gets_no_thread_lets_go_of_its_host(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd, paces = Crowd(serve, hosts=1), Paces()

    def none(*args: object, **named: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as broken:
        broken.setattr(ThreadPoolExecutor, "submit", none)
        with pytest.raises(RuntimeError, match="new thread"):
            fetch(crowd, ["/a"], paces)
    assert [reply.ok for reply in fetch(crowd, ["/a"], paces)] == [True]
