"""Whatever a server drips, stalls, cuts or garbles: an answer in time, with its problem."""

import socket
import threading
import time
from collections.abc import Callable

import pytest

from tests.web.conftest import LOCAL, SOON, bounded, code, fetch, limited
from tests.web.server import Authority, Exchange, Handler, Network, Server, answer, raw
from transforms.web import Fetcher, Policy, Request

Serve = Callable[..., Server]
HASTY = {"read_timeout": limited(read_seconds=0.25), "deadline": limited(total_seconds=0.5)}
"""What ends a fetch -> a policy in which nothing else can, so that it does not hang on who is faster."""
OK = b"HTTP/1.1 200 OK\r\n"


def for_ever(start: bytes, again: bytes, pause: float = 0.0) -> Handler:
    def handler(exchange: Exchange) -> None:
        exchange.send(start)
        while not exchange.server.closing.is_set():
            exchange.send(again)
            if pause:
                exchange.pause(pause)

    return handler


def silent_after(start: bytes) -> Handler:
    def handler(exchange: Exchange) -> None:
        exchange.send(start)
        exchange.pause(600)

    return handler


def drip(data: bytes) -> Handler:
    return lambda exchange: exchange.drip(data, 0.05)


SLOW: dict[str, tuple[Handler, str]] = {
    "nothing at all": (silent_after(b""), "read_timeout"),
    "status line dripped": (drip(OK * 1000), "deadline"),
    "headers dripped": (drip(OK + b"X-Header: " + b"y" * 10_000), "deadline"),
    "headers one by one": (for_ever(OK, b"X-A: b\r\n", 0.05), "deadline"),
    "silence in the headers": (silent_after(OK + b"X-A: "), "read_timeout"),
    "body dripped": (drip(OK + b"Content-Length: 5000\r\n\r\n" + b"x" * 5000), "deadline"),
    "body without length dripped": (for_ever(OK + b"\r\n", b"x", 0.05), "deadline"),
    "chunks dripped": (for_ever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.05), "deadline"),
    "chunk size dripped": (for_ever(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0", 0.05), "deadline"),
    "trailers for ever": (for_ever(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n", 0.05), "deadline"),
    "silence in the body": (silent_after(OK + b"Content-Length: 9\r\n\r\nxx"), "read_timeout"),
    "open end": (silent_after(OK + b"\r\nxx"), "read_timeout"),
    "interim answers dripped": (for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05), "deadline"),
}


@pytest.mark.parametrize("how", SLOW)
def test_a_slow_server_is_left_at_the_deadline(serve: Serve, how: str) -> None:
    handler, expected = SLOW[how]
    reply = fetch(serve({"/": handler}).url(), HASTY[expected])
    assert code(reply) == expected
    assert reply.problem is not None
    assert reply.problem.retryable
    assert reply.body == b""
    assert 0.2 < reply.elapsed < SOON


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_drip_over_tls_ends_too(serve: Serve, authority: Authority, trusting: Policy, part: str) -> None:
    start = OK if part == "headers" else OK + b"Content-Length: 5000\r\n\r\n"
    server = serve({"/": for_ever(start, b"x", 0.05)}, tls=authority.context("93.184.216.34"))
    reply = fetch("https://93.184.216.34/", limited(trusting, total_seconds=0.6), dial=Network({}, {443: server}).dial)
    assert code(reply) == "deadline"
    assert 0.5 < reply.elapsed < SOON


def test_a_handshake_that_never_ends(trusting: Policy) -> None:
    """Accepts the connection and answers the handshake with one byte of a record at a time."""
    closing = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip_records() -> None:
        sock, _ = listener.accept()
        with sock:
            for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 4000:
                try:
                    sock.sendall(bytes([byte]))
                except OSError:
                    return
                if closing.wait(0.05):
                    return

    thread = threading.Thread(target=drip_records, daemon=True)
    thread.start()

    def dial(_address: str, _port: int, seconds: float) -> socket.socket:
        return socket.create_connection(listener.getsockname(), seconds)

    reply = fetch("https://93.184.216.34/", limited(trusting, connect_seconds=0.5), dial=dial)
    closing.set()
    thread.join(2)
    listener.close()
    assert code(reply) == "connect_timeout"
    assert 0.4 < reply.elapsed < SOON


def test_a_connection_that_is_never_made() -> None:
    allowed = []

    def dial(_address: str, _port: int, seconds: float) -> socket.socket:
        allowed.append(seconds)
        time.sleep(min(seconds, 0.1))
        raise TimeoutError

    network = Network({"a.example": [["93.184.216.34", "93.184.216.35", "2606:4700::1111"]]})
    reply = fetch("http://a.example/", limited(connect_seconds=6), resolver=network.resolver, dial=dial)
    assert code(reply) == "connect_timeout"
    assert len(allowed) == 3
    assert max(allowed[0] * 3, 0.1 + allowed[1] * 2, 0.2 + allowed[2]) <= 6  # of what is left, an equal share each
    assert reply.elapsed > 0.3


def test_the_deadline_is_of_all_hops_together(serve: Serve) -> None:
    def handler(exchange: Exchange) -> None:
        exchange.pause(0.3)
        exchange.answer(302, location=f"/{len(exchange.server.requests)}")

    server = serve({"*": handler})
    reply = fetch(server.url(), limited(total_seconds=0.8, redirects=200))
    assert code(reply) == "deadline"
    assert len(server.requests) <= 3
    assert 0.7 < reply.elapsed < SOON


def test_a_caller_may_have_less_time(serve: Serve) -> None:
    server = serve({"/": silent_after(b"")})
    reply = bounded(lambda: Fetcher(LOCAL).fetch(Request(server.url()), within=0.3))
    assert code(reply) == "deadline"
    assert 0.2 < reply.elapsed < SOON
    assert code(bounded(lambda: Fetcher(LOCAL).fetch(Request(server.url()), within=-1.0))) == "deadline"


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BROKEN: dict[str, tuple[bytes, str]] = {
    "closed at once": (b"", "connection_lost"),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "bad_response"),
    "HTTP 0.9": (b"<html>hello</html>", "bad_response"),
    "HTTP 2": (b"HTTP/2 200\r\n\r\n", "bad_response"),
    "status 99": (b"HTTP/1.1 99 Low\r\n\r\n", "bad_response"),
    "status in letters": (b"HTTP/1.1 OK\r\n\r\n", "bad_response"),
    "status with many digits": (b"HTTP/1.1 " + b"2" * 9000 + b"\r\n\r\n", "bad_response"),
    "too many headers": (OK + b"X: y\r\n" * 500 + b"\r\n", "bad_response"),
    "a header line without end": (OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n", "bad_response"),
    "shorter than declared": (OK + b"Content-Length: 100\r\n\r\nhalf", "truncated"),
    "declared and absurd": (OK + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\nhalf", "too_large"),
    "chunk cut": (CHUNKED + b"10\r\nhalf", "truncated"),
    "no last chunk": (CHUNKED + b"4\r\nhalf\r\n", "truncated"),
    "chunk size in words": (CHUNKED + b"four\r\nhalf\r\n0\r\n\r\n", "truncated"),
    "chunk size negative": (CHUNKED + b"-4\r\nhalf\r\n0\r\n\r\n", "truncated"),
    "chunk size endless": (CHUNKED + b"0" * 100_000 + b"4\r\nhalf\r\n0\r\n\r\n", "bad_response"),
    "unknown transfer coding": (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "bad_response"),
    "interim answers only": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50, "bad_response"),
    "switching protocols": (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "unexpected_status"),
    "partial content": (b"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nx", "unexpected_status"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_is_a_problem(serve: Serve, how: str) -> None:
    data, expected = BROKEN[how]
    reply = fetch(serve({"/": raw(data)}).url())
    assert code(reply) == expected
    assert (reply.ok, reply.body) == (False, b"")


SOUND: dict[str, bytes] = {
    "with length": OK + b"Content-Length: 4\r\n\r\nbody",
    "longer than declared": OK + b"Content-Length: 4\r\n\r\nbody and more",
    "until the end": OK + b"\r\nbody",
    "HTTP 1.0": b"HTTP/1.0 200\r\n\r\nbody",
    "chunked": CHUNKED + b"2;name=value\r\nbo\r\n2\r\ndy\r\n0\r\nTrailer: x\r\n\r\n",
    "chunked without the very end": CHUNKED + b"4\r\nbody\r\n0\r\n",
    "length that is none": OK + b"Content-Length: four\r\n\r\nbody",
    "after interim answers": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    + OK
    + b"Content-Length: 4\r\n\r\nbody",
    "with bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 4\n\nbody",
    "with headers of wild bytes": OK + b"X-\xff: \xfe\x85\x0b\r\nno colon here\r\n\r\nbody",
}


@pytest.mark.parametrize("how", SOUND)
def test_what_can_be_understood_is(serve: Serve, how: str) -> None:
    reply = fetch(serve({"/": raw(SOUND[how])}).url())
    assert (reply.body, reply.problem) == (b"body", None)


def test_reset_in_the_middle(serve: Serve) -> None:
    def handler(exchange: Exchange) -> None:
        exchange.send(OK + b"Content-Length: 100\r\n\r\nhalf")
        exchange.sock.setsockopt(1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # SO_LINGER 0: close sends a reset
        exchange.sock.close()

    assert code(fetch(serve({"/": handler}).url())) in ("connection_lost", "truncated")


def test_nobody_listens(serve: Serve) -> None:
    server = serve()
    server.close()
    reply = fetch(server.url())
    assert code(reply) == "connect"
    assert reply.status is None


STATUS = {
    400: "client_error",
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    405: "client_error",
    406: "client_error",
    408: "unavailable",
    410: "gone",
    418: "client_error",
    425: "unavailable",
    429: "rate_limited",
    451: "forbidden",
    500: "server_error",
    502: "server_error",
    503: "unavailable",
    504: "server_error",
    599: "server_error",
    299: "unexpected_status",
    999: "unexpected_status",
}


@pytest.mark.parametrize(("status", "expected"), STATUS.items())
def test_what_is_worth_trying_again(serve: Serve, status: int, expected: str) -> None:
    reply = fetch(serve({"/": answer(status, b"an error page")}).url())
    assert (reply.status, code(reply), reply.body) == (status, expected, b"")
    assert reply.problem is not None
    assert reply.problem.retryable == (status in (408, 425, 429) or 500 <= status < 600)


def test_an_empty_answer_is_an_answer(serve: Serve) -> None:
    for status in (200, 203, 204):
        reply = fetch(serve({"/": answer(status)}).url())
        assert (reply.ok, reply.body) == (True, b"")


def test_one_fetcher_in_many_threads(serve: Serve) -> None:
    server = serve({"*": lambda e: e.answer(200, e.path.encode())})
    fetcher, replies = Fetcher(LOCAL), {}

    def work(number: int) -> None:
        replies[number] = fetcher.fetch(Request(server.url(f"/{number}"))).body

    def run() -> None:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    bounded(run)
    assert replies == {number: f"/{number}".encode() for number in range(40)}
