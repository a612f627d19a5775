"""Validators, 304, and what an answer's headers say about the next request."""

import datetime as dt
import pickle
from collections.abc import Callable
from email.message import Message
from email.utils import format_datetime
from http.client import HTTPMessage
from typing import Any

import pytest

from tests.web.conftest import LOCAL, SOON, bounded, code, fetch
from tests.web.server import Exchange, Server, answer, raw
from transforms.web import Fetcher, Policy, Request, Validators
from transforms.web.headers import http_date, max_age, retry_after, validators

Serve = Callable[..., Server]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


class Stopped:
    """A clock whose wall time stands still."""

    def __init__(self) -> None:
        self.real = Fetcher(LOCAL).clock

    def monotonic(self) -> float:
        return self.real.monotonic()

    def now(self) -> dt.datetime:
        return NOW


def message(**headers: str) -> HTTPMessage:
    made = HTTPMessage()
    for name, value in headers.items():
        Message.__setitem__(made, name.replace("_", "-"), value)
    return made


ETAGS = [
    b'"abc"',
    b'W/"abc-gzip"',
    b"unquoted",
    b'"with , comma and \\ slash"',
    b'"caf\xe9"',  # Latin-1
    b'"\xd0\xb4\xd0\xb0"',  # UTF-8
    b'""',
    b'"tab\there"',
]
DATES = [b"Sun, 06 Nov 1994 08:49:37 GMT", b"Sunday, 06-Nov-94 08:49:37 GMT", b"yesterday, more or less", b"0"]


@pytest.mark.parametrize("etag", ETAGS)
def test_etag_comes_back_byte_for_byte(serve: Serve, etag: bytes) -> None:
    server = serve({"/": lambda e: e.send(b"HTTP/1.1 200 OK\r\nETag: " + etag + b" \r\nContent-Length: 1\r\n\r\nx")})
    first = fetch(server.url())
    again = Request(server.url(), pickle.loads(pickle.dumps(first.validators)))
    assert fetch(again).ok
    assert server.requests[0].header("if-none-match") is None
    assert server.requests[1].header("if-none-match") == etag


@pytest.mark.parametrize("date", DATES)
def test_last_modified_comes_back_byte_for_byte(serve: Serve, date: bytes) -> None:
    server = serve(
        {"/": lambda e: e.send(b"HTTP/1.1 200 OK\r\nLast-Modified: " + date + b"\r\nContent-Length: 1\r\n\r\nx")}
    )
    fetch(Request(server.url(), fetch(server.url()).validators))
    assert server.requests[1].header("if-modified-since") == date
    assert server.requests[1].header("if-none-match") is None


@pytest.mark.parametrize("bad", ["a\r\nX-Injected: 1", "a\nb", "a\x00b", "snowman \u2603", "x" * 5000])
def test_a_validator_that_is_no_header_value_is_never_sent(serve: Serve, bad: str) -> None:
    server = serve({"/": answer()})
    reply = fetch(Request(server.url(), Validators(etag=bad)))
    assert code(reply) == "bad_request"
    assert reply.problem is not None
    assert reply.problem.kind == "refused"
    assert server.connections == 0


def test_a_folded_validator_is_not_taken() -> None:
    assert validators(message(ETag='"a"\r\n "b"')) == Validators()


def test_304_has_no_body_and_keeps_the_validators(serve: Serve) -> None:
    def handler(exchange: Exchange) -> None:
        if exchange.header("if-none-match") == b'"1"':
            exchange.answer(304, etag='"1"', content_length="7", cache_control="max-age=60")
        else:
            exchange.answer(200, b"content", etag='"1"', last_modified="Sun, 06 Nov 1994 08:49:37 GMT")

    server = serve({"/": handler})
    first = fetch(server.url())
    second = fetch(Request(server.url(), first.validators))
    assert (first.ok, first.not_modified, first.body) == (True, False, b"content")
    assert (second.ok, second.not_modified, second.body, second.problem) == (False, True, b"", None)
    assert second.validators == first.validators
    assert second.max_age == 60


def test_304_to_an_unconditional_request_is_a_problem(serve: Serve) -> None:
    reply = fetch(serve({"/": answer(304)}).url())
    assert (code(reply), reply.not_modified, reply.ok) == ("unexpected_304", False, False)


def test_validators_of_a_failed_answer_are_not_for_use(serve: Serve) -> None:
    server = serve({"/cut": answer(200, b"half", etag='"1"', content_length="100"), "/503": answer(503, etag='"1"')})
    assert not fetch(server.url("/cut")).validators
    assert not fetch(server.url("/503")).validators


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("-5", 0.0),
        ("1.5", 1.5),
        ("99999999999", 24 * 3600.0),
        ("Sun, 22 Nov 2026 12:02:00 GMT", 120.0),
        ("Sunday, 22-Nov-26 12:02:00 GMT", 120.0),
        ("Sun Nov 22 12:02:00 2026", 120.0),
        ("Sun, 22 Nov 2026 14:02:00 +0200", 120.0),
        ("Sun, 22 Nov 2020 12:00:00 GMT", 0.0),
        ("Sun, 22 Nov 2099 12:00:00 GMT", 24 * 3600.0),
        ("soon", None),
        ("", None),
        ("Sun, 99 Foo 2026 12:02:00 GMT", None),
        ("9" * 400, None),
    ],
)
def test_retry_after(serve: Serve, value: str, seconds: float | None) -> None:
    server = serve({"/": answer(429, retry_after=value)})
    reply = fetch(server.url(), clock=Stopped())
    assert reply.retry_after == seconds
    assert code(reply) == "rate_limited"


def test_retry_after_as_a_date_of_the_real_clock(serve: Serve) -> None:
    when = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3600), usegmt=True)
    reply = fetch(serve({"/": answer(503, retry_after=when)}).url())
    assert reply.retry_after is not None
    assert 3000 < reply.retry_after <= 3600


@pytest.mark.parametrize("status", [429, 503])
def test_nobody_sleeps_for_a_busy_server(serve: Serve, status: int) -> None:
    reply = fetch(serve({"/": answer(status, retry_after="50")}).url())
    assert reply.retry_after == 50
    assert reply.elapsed < SOON
    assert reply.problem is not None
    assert reply.problem.retryable


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "max-age=300"}, 300.0),
        ({"cache_control": 'public, MAX-AGE = "300" , must-revalidate'}, 300.0),
        ({"cache_control": "s-maxage=900, max-age=300"}, 300.0),
        ({"cache_control": "x-max-age=900"}, None),
        ({"cache_control": "max-age=300", "age": "100"}, 200.0),
        ({"cache_control": "max-age=300", "age": "1000"}, 0.0),
        ({"cache_control": "max-age=300", "age": "-1"}, 300.0),
        ({"cache_control": "max-age=99999999999"}, 7 * 24 * 3600.0),
        ({"cache_control": "max-age=-1"}, None),
        ({"cache_control": "no-store"}, None),
        ({"expires": "Sun, 22 Nov 2026 12:10:00 GMT", "date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 600.0),
        ({"expires": "Sun, 22 Nov 2026 11:00:00 GMT", "date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 0.0),
        ({"expires": "-1"}, None),
        ({}, None),
    ],
)
def test_max_age(serve: Serve, headers: dict[str, str], seconds: float | None) -> None:
    assert fetch(serve({"/": answer(200, b"x", **headers)}).url()).max_age == seconds


def test_header_readers_never_raise_on_wild_values() -> None:
    for wild in ("", " ", "\x00", "1e999", "Mon, 99999999999999 Jan 1 00:00:00 +9999", "²", "0" * 100_000):
        made: Any = message(Retry_After=wild, Cache_Control=wild, Expires=wild, Date=wild, Age=wild)
        assert retry_after(made, NOW, 10) in (None, 0.0, 10.0)
        assert max_age(made, 10) is None
        assert http_date(wild) is None


def test_headers_worth_keeping_are_kept(serve: Serve) -> None:
    head = b'HTTP/1.1 200 OK\r\nLink: <https://hub.example/>; rel="hub"\r\nLINK: </feed>; rel="self"\r\n'
    server = serve({"/": raw(head + b"Set-Cookie: a=b\r\nServer: " + b"x" * 5000 + b"\r\nContent-Length: 0\r\n\r\n")})
    reply = fetch(server.url())
    assert reply.header("link") == '<https://hub.example/>; rel="hub", </feed>; rel="self"'
    assert {name for name, _ in reply.headers} == {"link", "content-length"}


def test_user_agent_with_contact_is_sent_and_demanded(serve: Serve) -> None:
    server = serve({"/": answer()})
    fetch(server.url())
    assert server.requests[0].header("user-agent") == b"demarche/1.0 (+https://example.org/contact)"
    for bad in ("demarche/1.0", "", "(+https://example.org)\r\nX: 1", "/1.0 (+https://example.org)"):
        with pytest.raises(ValueError, match="user_agent"):
            Policy(bad)


def test_policy_names_every_fault_at_once() -> None:
    limits = pickle.loads(pickle.dumps(LOCAL.limits))
    object.__setattr__(limits, "total_seconds", 0)
    object.__setattr__(limits, "wire_bytes", -1)
    with pytest.raises(ValueError, match=r"user_agent.*limits\.total_seconds.*limits\.wire_bytes"):
        Policy("nobody/1", limits=limits)


def test_configuration_and_answers_travel(serve: Serve) -> None:
    policy = pickle.loads(pickle.dumps(LOCAL))
    assert policy == LOCAL
    reply = bounded(lambda: Fetcher(policy).fetch(Request(serve({"/": answer(404)}).url())))
    assert pickle.loads(pickle.dumps(reply)) == reply
