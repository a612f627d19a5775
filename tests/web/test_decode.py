"""Content codings: all of them, several of them, cut, false, and as bombs."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import SOON, bounded, code, fetch, limited
from tests.web.server import Exchange, Server, answer
from transforms.web import Fetcher, Request
from transforms.web.decode import codings, decode
from transforms.web.model import Fault

Serve = Callable[..., Server]
MIB = 1024 * 1024
PAGE = b"<html><body>" + bytes(range(256)) * 40 + b"Ministers met in Quito. " * 500


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": zstandard.compress,
}


def pieces(data: bytes, size: int = 65536) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def zeros(coding: str, size: int) -> bytes:
    """So many zeros, packed, without having them all at once."""
    block = bytes(MIB)
    if coding == "zstd":
        packer = zstandard.ZstdCompressor(level=3).compressobj()
        return b"".join([packer.compress(block) for _ in range(size // MIB)]) + packer.flush()
    if coding == "br":
        encoder = brotli.Compressor(quality=3)
        return b"".join([encoder.process(block) for _ in range(size // MIB)]) + encoder.finish()
    deflate = zlib.compressobj(6, wbits={"gzip": 31, "deflate": 15}[coding])
    return b"".join([deflate.compress(block) for _ in range(size // MIB)]) + deflate.flush()


@pytest.mark.parametrize("coding", PACK)
def test_every_coding_over_http(serve: Serve, coding: str) -> None:
    server = serve({"/": answer(200, PACK[coding](PAGE), content_encoding=coding.upper())})
    reply = fetch(server.url())
    assert (reply.body, reply.flags) == (PAGE, ())
    assert server.requests[0].header("accept-encoding") == b"gzip, deflate, br, zstd"
    assert reply.wire_bytes < len(PAGE)


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize("coding", PACK)
def test_every_coding_in_small_pieces(coding: str, size: int) -> None:
    assert decode(pieces(PACK[coding](PAGE), size), (coding,), MIB).data == PAGE


@pytest.mark.parametrize("size", [1, 5, 65536])
@pytest.mark.parametrize("coding", PACK)
def test_much_from_little(coding: str, size: int) -> None:
    """A few bytes that stand for many pieces of output."""
    for data in (bytes(700_001), gzip.compress(b"") * 35_000, b"ab" * 200_000 + b"c"):
        assert decode(pieces(PACK[coding](data), size), (coding,), MIB).data == data


def test_bare_deflate() -> None:
    assert decode(pieces(raw_deflate(PAGE)), ("deflate",), MIB).data == PAGE


def test_stacked_codings(serve: Serve) -> None:
    body = brotli.compress(gzip.compress(PAGE))
    assert fetch(serve({"/": answer(200, body, content_encoding="gzip, br")}).url()).body == PAGE
    three = zstandard.compress(gzip.compress(zlib.compress(PAGE)))
    assert fetch(serve({"/": answer(200, three, content_encoding="deflate,gzip,zstd")}).url()).body == PAGE
    four = serve({"/": answer(200, gzip.compress(three), content_encoding="deflate,gzip,zstd,gzip")})
    assert code(fetch(four.url())) == "bad_coding"


def test_several_members_and_frames() -> None:
    assert decode(pieces(gzip.compress(b"a") + gzip.compress(b"b")), ("gzip",), 9).data == b"ab"
    assert decode(pieces(gzip.compress(b"a") + b"\0" * 9 + gzip.compress(b"b"), 3), ("gzip",), 9).data == b"ab"
    assert decode(pieces(gzip.compress(b"a") + b"trailing rubbish"), ("gzip",), 9).data == b"a"
    assert decode(pieces(zstandard.compress(b"a") + zstandard.compress(b"b"), 5), ("zstd",), 9).data == b"ab"


@pytest.mark.parametrize("coding", PACK)
def test_cut_and_damaged(serve: Serve, coding: str) -> None:
    packed = PACK[coding](PAGE)
    assert code(fetch(serve({"/": answer(200, packed[:-9], content_encoding=coding)}).url())) == "truncated"
    damaged = bytearray(packed)
    damaged[: len(damaged) // 2] = b"\xa5" * (len(damaged) // 2)
    assert code(fetch(serve({"/": answer(200, bytes(damaged), content_encoding=coding)}).url())) == "bad_coding"


@pytest.mark.parametrize("coding", [*PACK, "gzip, br"])
def test_declared_but_not_applied(serve: Serve, coding: str) -> None:
    for body in (
        b"<?xml version='1.0'?><rss/>",
        b"\xef\xbb\xbf\n<html lang=en>",
        b'{"version": "https://jsonfeed.org"}',
    ):
        reply = fetch(serve({"/": answer(200, body, content_encoding=coding)}).url())
        assert reply.body == body
        assert "not_coded" in reply.flags


@pytest.mark.parametrize("coding", PACK)
def test_empty_bodies(serve: Serve, coding: str) -> None:
    assert fetch(serve({"/": answer(200, b"", content_encoding=coding)}).url()).body == b""
    assert fetch(serve({"/": answer(200, PACK[coding](b""), content_encoding=coding)}).url()).body == b""


@pytest.mark.parametrize(("header", "found"), [(None, ()), ("", ()), ("identity", ()), (" GZIP ,br", ("gzip", "br"))])
def test_content_encoding(header: str | None, found: tuple[str, ...]) -> None:
    assert codings(header) == found


def test_unknown_coding(serve: Serve) -> None:
    assert code(fetch(serve({"/": answer(200, b"x", content_encoding="compress")}).url())) == "bad_coding"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bombs(serve: Serve, coding: str) -> None:
    """80 MiB in some kilobytes: refused in no time and within the limit's memory."""
    bomb = zeros(coding, 80 * MIB)
    assert len(bomb) < MIB
    server = serve({"/": answer(200, bomb, content_encoding=coding)})
    fetcher, request = Fetcher(limited(decoded_bytes=4 * MIB)), Request(server.url())
    tracemalloc.start()
    try:
        reply = bounded(lambda: fetcher.fetch(request))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (code(reply), reply.body) == ("too_large", b"")
    assert reply.elapsed < SOON
    assert peak < 24 * MIB


@pytest.mark.parametrize(("inner", "outer"), [("gzip", "gzip"), ("gzip", "br"), ("zstd", "gzip"), ("br", "zstd")])
def test_bombs_in_bombs(serve: Serve, inner: str, outer: str) -> None:
    bomb = PACK[outer](zeros(inner, 50 * MIB))
    server = serve({"/": answer(200, bomb, content_encoding=f"{inner}, {outer}")})
    assert code(fetch(server.url(), limited(decoded_bytes=4 * MIB))) == "too_large"


def test_a_bomb_that_comes_to_nothing_in_the_end() -> None:
    """Millions of empty members: nothing at the end, but a lot in between."""
    empty = gzip.compress(b"")
    stack = PACK["br"](empty * (8 * MIB // len(empty)))
    with pytest.raises(Fault) as fault:
        bounded(lambda: decode(pieces(stack), ("gzip", "br"), 4 * MIB))
    assert fault.value.problem.code == "too_large"


def test_a_body_that_never_ends(serve: Serve) -> None:
    def handler(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not exchange.server.closing.is_set():
            exchange.send(b"x" * 65536)

    server = serve({"/": handler})
    assert code(fetch(server.url(), limited(wire_bytes=MIB))) == "too_large"
    assert code(fetch(server.url(), limited(decoded_bytes=MIB))) == "too_large"
    assert code(fetch(Request(server.url(), max_bytes=1000))) == "too_large"


def test_headers_that_never_end(serve: Serve) -> None:
    def handler(exchange: Exchange) -> None:
        while not exchange.server.closing.is_set():
            exchange.send(b"HTTP/1.1 100 Continue\r\n" + b"X: y\r\n" * 50 + b"\r\n")

    assert code(fetch(serve({"/": handler}).url())) in ("too_large", "bad_response")


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_body_may_be_cut_instead(serve: Serve, coding: str) -> None:
    body = PACK[coding](PAGE) if coding else PAGE
    server = serve({"/": answer(200, body, content_encoding=coding)})
    reply = fetch(Request(server.url(), max_bytes=1000, cut=True))
    assert (reply.ok, reply.body, reply.flags) == (True, PAGE[:1000], ("cut",))
    exact = fetch(Request(server.url(), max_bytes=len(PAGE)))
    assert (exact.body, exact.flags) == (PAGE, ())
    assert code(fetch(Request(server.url(), max_bytes=len(PAGE) - 1))) == "too_large"


@pytest.mark.parametrize(
    ("content_type", "media_type", "charset"),
    [
        ("text/html; charset=windows-1251", "text/html", "windows-1251"),
        ('Application/RSS+XML;version=2;Charset="UTF-8"', "application/rss+xml", "UTF-8"),
        ("text/xml;charset='koi8-r' ; x=y", "text/xml", "koi8-r"),
        ("text/plain; charset=", "text/plain", None),
        (";", None, None),
        ("", None, None),
    ],
)
def test_charset_is_handed_on_and_bytes_stay(
    serve: Serve, content_type: str, media_type: str | None, charset: str | None
) -> None:
    body = "Посол прибыл в Киото".encode("windows-1251")
    reply = fetch(serve({"/": answer(200, body, content_type=content_type)}).url())
    assert (reply.body, reply.media_type, reply.charset) == (body, media_type, charset)


@given(st.binary(max_size=400), st.sampled_from([*PACK]), st.integers(1, 64))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_a_body_or_a_fault(data: bytes, coding: str, size: int) -> None:
    try:
        body = decode(pieces(data, size), (coding,), 1000)
    except Fault as fault:
        problem = fault.problem.code
    else:
        problem = "too_large" if len(body.data) > 1000 else ""
    assert problem in ("", "bad_coding", "truncated") or (problem == "too_large" and data)


@given(st.binary(max_size=3000), st.lists(st.sampled_from([*PACK]), max_size=3), st.integers(1, 5000))
@settings(deadline=None, max_examples=100)
def test_what_is_packed_comes_back(data: bytes, applied: list[str], size: int) -> None:
    packed = io.BytesIO(data).getvalue()
    for coding in applied:
        packed = PACK[coding](packed)
    assert decode(pieces(packed, size), tuple(applied), 10_000).data == data
