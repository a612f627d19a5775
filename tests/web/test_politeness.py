"""Many hosts at once, each at its own pace; nobody sleeps in a worker."""

import gzip
import itertools
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise, zip_longest

import pytest

from tests.web.conftest import LOCAL, SOON, bounded, code, limited
from tests.web.server import Exchange, Handler, Network, Server, answer, raw
from tests.web.test_deadline import BROKEN, SLOW
from transforms.web import Answer, Fetcher, Policy, Politeness, Request, Robots, fetch_all
from transforms.web.robots import Verdict
from transforms.web.targets import Target

Serve = Callable[..., Server]
FAST = Politeness(delay_seconds=0.0, threads=16, batch_seconds=2 * SOON)


class Crowd:
    """Many hosts that are one server, which remembers when each was asked.

    A request counts from its arrival until just before it is answered, so that a server that is slow to note it never
    makes two out of one after the other.
    """

    def __init__(self, serve: Serve, hosts: int, **routes: Handler) -> None:
        self.lock = threading.Lock()
        self.spans: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.server = serve({"*": self.handle, **{f"/{name}": handler for name, handler in routes.items()}})
        self.names = [f"h{number}.example" for number in range(hosts)]
        self.network = Network({name: [["93.184.216.34"]] for name in self.names}, {80: self.server})

    def handle(self, exchange: Exchange, meeting: threading.Barrier | None = None) -> None:
        host, began = (exchange.header("host") or b"").decode(), time.monotonic()
        if meeting:
            try:
                meeting.wait()
            except threading.BrokenBarrierError:
                raise ConnectionAbortedError from None
        exchange.pause(0.02)
        with self.lock:
            self.spans[host].append((began, time.monotonic()))
        exchange.answer(200, exchange.path.encode())

    def meet(self, parties: int, *paths: str) -> None:
        """Requests of these paths are answered when so many of them are under way at once, or else never."""
        meeting = threading.Barrier(parties, timeout=SOON)
        self.server.routes |= dict.fromkeys(paths, lambda exchange: self.handle(exchange, meeting))

    def fetch(
        self,
        urls: Sequence[str],
        politeness: Politeness = FAST,
        policy: Policy = LOCAL,
        turns: "Turns | None" = None,
    ) -> list[Answer]:
        clock = turns.clock if turns else None
        fetcher = Fetcher(policy, clock=clock, resolver=self.network.resolver, dial=self.network.dial)
        requests = [Request(url, obey_robots=turns is not None) for url in urls]
        answers = bounded(lambda: list(fetch_all(requests, fetcher, politeness, turns)))
        assert sorted(reply.request.url for reply in answers) == sorted(urls)
        return answers

    def most_at_once(self, *hosts: str) -> int:
        spans = [span for host in hosts for span in self.spans[host]]
        edges = sorted([(began, 1) for began, _ in spans] + [(ended, -1) for _, ended in spans])
        return max(itertools.accumulate(step for _, step in edges))


class Leaping:
    """The real clock, which can be made to leap ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.now = Fetcher(LOCAL).clock.now

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


class Turns(Robots):
    """Allows everything, and is asked just before a request is given to a thread: notes when. The clock leaps then."""

    def __init__(self, leap: float = 0.0) -> None:
        self.clock, self.leap = Leaping(), leap
        super().__init__(LOCAL, clock=self.clock)
        self.times: list[float] = []

    def verdict(self, target: Target) -> Verdict:
        self.clock.ahead += self.leap
        self.times.append(self.clock.monotonic())
        return Verdict(None)


def test_hosts_in_parallel_each_one_at_a_time(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=12)
    crowd.meet(12, "/0")  # all hosts at once, or no answer
    answers = crowd.fetch([f"http://{host}/{number}" for number in range(3) for host in crowd.names])
    assert all(reply.ok for reply in answers)
    assert {len(crowd.spans[host]) for host in crowd.names} == {3}
    assert {crowd.most_at_once(host) for host in crowd.names} == {1}


def test_pause_between_requests_of_a_host(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=3)
    crowd.fetch([f"http://{host}/{n}" for n in range(4) for host in crowd.names], replace(FAST, delay_seconds=0.15))
    for host in crowd.names:
        spans = sorted(crowd.spans[host])
        assert len(spans) == 4
        assert all(later[0] - earlier[1] >= 0.14 for earlier, later in pairwise(spans))


def test_more_than_one_at_a_time_where_it_is_allowed(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=1)
    crowd.meet(3, *(f"/{number}" for number in range(1, 10)))
    answers = crowd.fetch([f"http://h0.example/{number}" for number in range(10)], replace(FAST, per_host=3))
    assert all(reply.ok for reply in answers)
    assert crowd.most_at_once("h0.example") == 3
    first, second = sorted(crowd.spans["h0.example"])[:2]
    assert second[0] >= first[1]  # one until the host has answered


def test_requests_at_one_time_begin_apart_too(serve: Serve) -> None:
    crowd, turns = Crowd(serve, hosts=1), Turns()
    crowd.meet(2, "/1", "/2")
    urls = [f"http://h0.example/{n}" for n in range(3)]
    answers = crowd.fetch(urls, replace(FAST, per_host=2, delay_seconds=0.2), turns=turns)
    assert all(reply.ok for reply in answers)
    assert crowd.most_at_once("h0.example") == 2
    assert len(turns.times) == 3
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(turns.times))


def test_redirects_to_one_host_wait_for_their_turn_there(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=8, go=answer(301, location="http://h0.example/there"))
    answers = crowd.fetch([f"http://{host}/go" for host in crowd.names[1:]], replace(FAST, delay_seconds=0.05))
    assert {reply.url for reply in answers} == {"http://h0.example/there"}
    assert {reply.permanent_url for reply in answers} == {"http://h0.example/there"}
    assert crowd.most_at_once("h0.example") == 1
    assert all(later[0] - earlier[1] >= 0.04 for earlier, later in pairwise(sorted(crowd.spans["h0.example"])))


def test_waiting_for_a_turn_is_not_held_against_a_request(serve: Serve) -> None:
    """A hundred seconds pass before each turn; the whole of a request may take sixty."""
    crowd, turns = Crowd(serve, hosts=8, go=answer(302, location="http://h0.example/there")), Turns(leap=100)
    patient = replace(FAST, threads=1, batch_seconds=1e6)  # one thread: nothing is under way when the clock leaps
    answers = crowd.fetch([f"http://{h}/go" for h in crowd.names[1:]], patient, turns=turns)
    assert len(turns.times) == 14
    assert all(reply.ok and reply.elapsed < LOCAL.limits.total_seconds for reply in answers)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_left_alone_and_no_worker_sleeps(serve: Serve, status: int) -> None:
    """One thread only: if it slept for the busy host, the other host would not be served."""
    crowd = Crowd(serve, hosts=2, busy=answer(status, retry_after="3600"))
    urls = ["http://h0.example/busy", *(f"http://{host}/{n}" for n in range(3) for host in crowd.names)]
    answers = {reply.request.url: reply for reply in crowd.fetch(urls, replace(FAST, threads=1))}
    assert code(answers[urls[0]]) == ("rate_limited" if status == 429 else "unavailable")
    assert [code(answers[f"http://h0.example/{n}"]) for n in range(3)] == ["postponed"] * 3
    assert all(answers[f"http://h1.example/{n}"].ok for n in range(3))
    assert crowd.spans["h0.example"] == []
    for number in range(3):
        assert 3500 < (answers[f"http://h0.example/{number}"].retry_after or 0) <= 3600


def test_a_short_pause_is_waited_for_in_the_queue(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=2, busy=answer(503, retry_after="1"))
    urls = ["http://h0.example/busy", "http://h0.example/1", "http://h1.example/0"]
    replies = crowd.fetch(urls, replace(FAST, threads=1))
    assert [code(reply) for reply in replies] == ["unavailable", None, None]
    asked = next(e.at for e in crowd.server.requests if e.path == "/busy")
    assert crowd.spans["h0.example"][0][0] - asked >= 0.95
    assert [reply.request.url for reply in replies] == [urls[0], urls[2], urls[1]]


def test_a_pause_longer_than_our_patience_is_left_to_a_later_batch(serve: Serve) -> None:
    """Though it would end within the batch: nobody waits minutes for one host."""
    crowd = Crowd(serve, hosts=2, busy=answer(503, retry_after="600"))
    urls = ["http://h0.example/busy", "http://h0.example/1", "http://h1.example/0"]
    answers = {reply.request.url: reply for reply in crowd.fetch(urls, replace(FAST, threads=1, batch_seconds=900))}
    assert [code(answers[url]) for url in urls] == ["unavailable", "postponed", None]
    assert 500 < (answers[urls[1]].retry_after or 0) <= 600


def test_a_429_without_a_time_gets_a_pause_of_ours(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=1, busy=answer(429))
    answers = crowd.fetch(["http://h0.example/busy", "http://h0.example/1"], replace(FAST, batch_seconds=SOON))
    assert [code(reply) for reply in answers] == ["rate_limited", "postponed"]
    assert 50 < (answers[1].retry_after or 0) <= 60


def test_a_host_that_cannot_be_reached_is_given_up() -> None:
    network, dialled = Network({"h0.example": [["93.184.216.34"]]}), []

    def dial(address: str, _port: int, _seconds: float) -> socket.socket:
        dialled.append(address)
        raise TimeoutError

    fetcher = Fetcher(LOCAL, resolver=network.resolver, dial=dial)
    requests = [Request(f"http://h0.example/{number}") for number in range(50)]
    answers = bounded(lambda: list(fetch_all(requests, fetcher, FAST)))
    assert [code(reply) for reply in answers] == ["connect_timeout"] * 3 + ["postponed"] * 47
    assert len(dialled) == 3


def test_pages_that_fail_do_not_give_their_host_up(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=1, missing=answer(404), broken=answer(500))
    urls = [f"http://h0.example/{name}?{n}" for n in range(4) for name in ("missing", "broken")]
    crowd.server.routes["*"] = lambda e: e.answer(404 if "missing" in e.path else 500)
    assert sorted(code(reply) or "" for reply in crowd.fetch(urls)) == ["not_found"] * 4 + ["server_error"] * 4


def test_the_batch_ends_in_time(serve: Serve) -> None:
    """Slow hosts are broken off, and whoever has not had a turn is told so."""
    crowd = Crowd(serve, hosts=4, slow=lambda e: e.pause(600))
    urls = [f"http://{host}/{n}" for n in range(20) for host in crowd.names[:3]] + ["http://h3.example/slow"]
    began = time.monotonic()
    answers = crowd.fetch(urls, replace(FAST, delay_seconds=0.3, batch_seconds=1.0))
    assert 0.9 < time.monotonic() - began < SOON
    codes = {reply.request.url: code(reply) for reply in answers}
    assert codes["http://h3.example/slow"] == "deadline"
    # whoever is under way when the time is over is broken off too: one of each host at most
    told = list(codes.values())
    assert 1 <= told.count("deadline") <= 4
    assert told.count(None) <= 3 * 4  # with a pause between them, no more can be
    assert told.count("postponed") == len(urls) - told.count(None) - told.count("deadline") > 0
    assert all(reply.problem is None or reply.problem.retryable for reply in answers)


def test_who_has_no_turn_before_the_end_is_told_at_once(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=3)
    urls = [f"http://{host}/{n}" for n in range(6) for host in crowd.names]
    began = time.monotonic()
    answers = crowd.fetch(urls, replace(FAST, delay_seconds=1000))
    assert time.monotonic() - began < SOON
    assert Counter(code(reply) for reply in answers) == {None: 3, "postponed": 15}
    assert {len(crowd.spans[host]) for host in crowd.names} == {1}


def test_more_hosts_than_threads(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=32)
    crowd.meet(4, "/")
    assert all(reply.ok for reply in crowd.fetch([f"http://{h}/" for h in crowd.names], replace(FAST, threads=4)))
    assert crowd.most_at_once(*crowd.names) == 4


def test_bad_requests_cost_no_turn(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=1)
    answers = crowd.fetch(["ftp://h0.example/", "http://h0.example/", "http://127.1/", "http://10.0.0.1/"])
    codes = {reply.request.url: code(reply) for reply in answers}
    assert codes["http://h0.example/"] is None
    assert set(codes.values()) == {None, "bad_url", "private_address"}


def test_a_fault_of_the_program_costs_one_answer(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=2)

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        if crowd.network.looked_up[-1] == "h0.example":
            raise ZeroDivisionError
        return crowd.network.dial(address, port, seconds)

    fetcher = Fetcher(LOCAL, resolver=crowd.network.resolver, dial=dial)
    requests = [Request("http://h0.example/"), Request("http://h1.example/")]
    answers = bounded(lambda: list(fetch_all(requests, fetcher, replace(FAST, threads=1))))
    assert {reply.request.url: code(reply) for reply in answers} == {
        "http://h0.example/": "internal",
        "http://h1.example/": None,
    }


def test_hostile_hosts_among_good_ones(serve: Serve) -> None:
    """Every misbehaviour of these tests at once: good hosts are served while the slow ones last, and the batch ends.

    That a slow one ends at its deadline is test_deadline's: here it may go on until everybody else has been served.
    """
    bomb = gzip.compress(bytes(20_000_000))
    evil: dict[str, Handler] = {f"broken{n}": raw(data) for n, (data, _) in enumerate(BROKEN.values())}
    evil |= {
        "bomb": answer(200, bomb, content_encoding="gzip"),
        "loop": answer(302, location="/loop"),
        "inside": answer(302, location="http://169.254.169.254/latest/"),
        "busy": answer(429, retry_after="9999999"),
    }
    slow = {f"slow{n}": handler for n, (handler, _) in enumerate(SLOW.values())}
    crowd = Crowd(serve, len(slow) + len(evil) + 50)
    crowd.server.routes |= {f"/{name}": handler for name, handler in (slow | evil).items()}
    paths = [*slow, *evil, *["good"] * 50]
    urls = [f"http://{host}/{path}" for host, path in zip(crowd.names, paths, strict=True)]
    endless, bad, good = urls[: len(slow)], urls[len(slow) : -50], urls[-50:]
    mixed = [url for group in zip_longest(endless, bad, good) for url in group if url]
    fetcher = Fetcher(limited(decoded_bytes=1_000_000), resolver=crowd.network.resolver, dial=crowd.network.dial)

    def run() -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for reply in fetch_all(map(Request, mixed), fetcher, replace(FAST, threads=32)):
            answers[reply.request.url] = reply
            if answers.keys() >= {*bad, *good}:
                crowd.server.closing.set()  # ends the slow ones
        return answers

    answers = bounded(run)
    assert [answers[url].body for url in good] == [b"/good"] * 50
    assert all(answers[url].problem for url in bad)
    assert set(list(answers)[-len(endless) :]) == {*endless}
    assert len(answers) == len(urls)


def test_closing_early_begins_nothing_more(serve: Serve) -> None:
    crowd = Crowd(serve, hosts=1)
    fetcher = Fetcher(LOCAL, resolver=crowd.network.resolver, dial=crowd.network.dial)
    answers = fetch_all([Request(f"http://h0.example/{n}") for n in range(50)], fetcher, FAST)

    def run() -> None:
        with closing(answers):
            next(answers)

    bounded(run)
    asked = len(crowd.server.requests)
    time.sleep(0.1)
    assert len(crowd.server.requests) == asked <= 3


def test_nothing_to_do() -> None:
    assert list(fetch_all([], Fetcher(LOCAL), FAST)) == []


def test_politeness_names_every_fault_at_once() -> None:
    with pytest.raises(ValueError, match=r"per_host.*delay_seconds.*threads"):
        Politeness(per_host=0, delay_seconds=-1, threads=0)
