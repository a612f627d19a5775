"""WARC archives: pages with their headers, and every way in which an archive can be broken."""

import datetime as dt
import gzip
import hashlib
import io
import zlib

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.records import Document, Refusal
from transforms.sources.formats import Item
from transforms.sources.seeds import read_stream
from transforms.sources.streams import ByteStream, Limits
from transforms.sources.warc import read_warc

NOW = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
LIMITS = Limits(max_file_bytes=10_000)


def record(
    block: bytes, kind: str = "response", *, name: str = "urn:x:1", length: int | None = None, **more: str
) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{name}>" if name else "",
        "WARC-Date": "2023-07-14T10:00:00Z",
        "WARC-Target-URI": "https://x.example/a",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    } | {key.replace("_", "-"): value for key, value in more.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items() if value)
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, headers: str = "", status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    content_type = f"Content-Type: {kind}\r\n" if kind else ""
    return f"HTTP/1.1 {status}\r\n{content_type}{headers}\r\n".encode() + body


def read(data: bytes, limits: Limits = LIMITS) -> list[Item]:
    return list(read_warc(ByteStream(io.BytesIO(data), limits), "a.warc", NOW, limits))


def codes(items: list[Item]) -> list[str]:
    return [item.reason_code if isinstance(item, Refusal) else "" for item in items]


PAGE = "<p>L’envoyée est arrivée.".encode()
ONE, TWO = record(http(PAGE), name="urn:x:1"), record(http(PAGE), name="urn:x:2")


def test_records_that_are_pages_become_documents() -> None:
    archive = [
        record(b"software: test", "warcinfo", name="urn:x:0"),
        record(b"GET /a HTTP/1.1\r\n\r\n", "request", name="urn:x:r"),
        ONE,
        record(b"", "revisit", name="urn:x:v"),
        record("<p>Да".encode("windows-1251"), "resource", name="", Content_Type="text/html; charset=windows-1251"),
        record(http(b"Plain text.", kind="text/plain"), name="urn:x:1", WARC_Target_URI="<https://x.example/t>"),
    ]
    first = Document(
        input_id="a.warc#urn:x:1",
        doc_id="a.warc#urn:x:1",
        content=PAGE.decode(),
        raw_sha256=hashlib.sha256(PAGE).hexdigest(),
        media="html",
        url="https://x.example/a",
        fetched_at=dt.datetime(2023, 7, 14, 10, tzinfo=dt.UTC),
    )
    for data in (b"".join(archive), b"".join(map(gzip.compress, archive)), gzip.compress(b"".join(archive))):
        page, resource, plain = read(data)
        assert page == first
        assert isinstance(resource, Document)
        assert (resource.input_id, resource.content, resource.media) == ("a.warc#5", "<p>Да", "html")
        assert isinstance(plain, Document)
        assert (plain.input_id, plain.url, plain.media) == ("a.warc#urn:x:1@6", "https://x.example/t", "text")
        assert plain.published_at is None


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, "Content-Encoding: identity\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, x-gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: Deflate\r\n"),
        (brotli.compress(PAGE), "Content-Encoding: br\r\n"),
        (zstandard.compress(PAGE), "Content-Encoding: zstd\r\n"),
        (b"%x;ext=1\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Transfer-Encoding: chunked\r\n"),
        (b"3\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n" % (PAGE[:3], len(PAGE) - 3, PAGE[3:]), "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (PAGE, "X-Folded: a\r\n b\r\ncontent-type: application/pdf\r\n"),
    ],
)
def test_codings_are_undone(body: bytes, headers: str) -> None:
    (page,) = read(record(http(body, headers)))
    assert isinstance(page, Document), page
    assert page.content == PAGE.decode()


def test_a_page_without_content_type() -> None:
    assert codes(read(record(http(b"<!-- x --><!DOCTYPE HTML><p>x", kind="")))) == [""]
    assert codes(read(record(http(b"plain", kind="")))) == ["unsupported_content"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (record(http(PAGE, status="404 Not Found")), "http_status"),
        (record(http(PAGE, status="301 Moved")), "http_status"),
        (record(http(PAGE, kind="application/pdf")), "unsupported_content"),
        (record(http(PAGE, "Content-Encoding: lzma\r\n")), "unsupported_content"),
        (record(http(PAGE, "Content-Encoding: gzip,gzip,gzip,gzip\r\n")), "unsupported_content"),
        (record(b"192.0.2.1", Content_Type="text/dns"), "unsupported_content"),
        (record(http(b"")), "empty"),
        (record(http(b" \n")), "empty"),
        (record(http(b"\x89PNG\r\n\x1a\n")), "binary"),
        (record(http(b"x" * 10_001)), "too_large"),
        (record(http(b"x" * 100_000)), "too_large"),
        (record(http(gzip.compress(b"x" * 10_001), "Content-Encoding: gzip\r\n")), "too_large"),
        (record(http(zlib.compress(b"x" * 10_001), "Content-Encoding: deflate\r\n")), "too_large"),
        (record(http(brotli.compress(b"x" * 10_001), "Content-Encoding: br\r\n")), "too_large"),
        (record(http(gzip.compress(PAGE)[:-5], "Content-Encoding: gzip\r\n")), "corrupt_gzip"),
        (record(http(zlib.compress(PAGE)[:-5], "Content-Encoding: deflate\r\n")), "corrupt_content"),
        (record(http(brotli.compress(PAGE)[:-5], "Content-Encoding: br\r\n")), "corrupt_content"),
        (record(http(b"no brotli", "Content-Encoding: br\r\n")), "corrupt_content"),
        (record(http(zstandard.compress(b"x" * 10_001), "Content-Encoding: zstd\r\n")), "too_large"),
        (record(http(zstandard.compress(PAGE)[:-5], "Content-Encoding: zstd\r\n")), "corrupt_content"),
        (record(http(b"\x28\xb5\x2f\xfdno zstd", "Content-Encoding: zstd\r\n")), "corrupt_content"),
        (record(http(b"ff\r\n<p>x", "Transfer-Encoding: chunked\r\n")), "corrupt_content"),
        (record(b"no HTTP here"), "bad_http"),
        (record(b""), "bad_http"),
        (record(b"HTTP/1.1 200 OK\r\nA: b"), "bad_http"),
        (record(http(PAGE), WARC_Date="2023-02-30T00:00:00Z"), "bad_date"),
        (record(http(PAGE), WARC_Date="2099-01-01T00:00:00Z"), "bad_date"),
    ],
)
def test_one_bad_record_among_good_ones(bad: bytes, code: str) -> None:
    items = read(ONE + bad.replace(b"urn:x:1", b"urn:x:bad") + TWO)
    assert codes(items) == ["", code, ""]
    assert isinstance(items[1], Refusal)
    assert items[1].input_id == "a.warc#urn:x:bad"
    assert items[1].detail


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (TWO[:-30], "corrupt_warc"),
        (TWO[:60], "corrupt_warc"),
        (TWO[:5], "corrupt_warc"),
        (b"garbage\r\n" + TWO, "corrupt_warc"),
        (record(http(PAGE), length=-5), "corrupt_warc"),
        (record(http(PAGE), length=10**20), "corrupt_warc"),
        (record(http(PAGE), length=10**12), "corrupt_warc"),
        (record(b"software: test", "warcinfo", length=1000), "corrupt_warc"),
        (record(http(PAGE), Content_Length=""), "corrupt_warc"),
        (record(http(PAGE), X="y" * 70_000), "corrupt_warc"),
    ],
)
def test_what_came_before_a_fault_stands(rest: bytes, code: str) -> None:
    for data in (ONE + rest, gzip.compress(ONE) + gzip.compress(rest)):
        items = read(data)
        assert codes(items) == ["", code]
        assert items[1].input_id == "a.warc"


def test_cut_and_damaged_gzip() -> None:
    first, second = gzip.compress(ONE), gzip.compress(TWO)
    assert codes(read(first + second[: len(second) // 2])) == ["", "corrupt_gzip"]
    damaged = bytearray(first + second)
    damaged[len(first) + 40] ^= 255
    assert codes(read(bytes(damaged))) == ["", "corrupt_gzip"]


def test_an_archive_without_pages() -> None:
    assert codes(read(b"")) == ["empty"]
    assert codes(read(record(b"software: test", "warcinfo"))) == ["empty"]


def test_bare_line_ends() -> None:
    block = http(PAGE).replace(b"\r\n", b"\n")
    assert codes(read(record(block).replace(b"\r\n", b"\n") + TWO)) == ["", ""]


def test_standard_input_may_be_an_archive() -> None:
    assert codes(list(read_stream(io.BytesIO(gzip.compress(ONE + TWO)), "-", NOW))) == ["", ""]


@given(
    st.integers(0, len(ONE + TWO)),
    st.lists(st.tuples(st.integers(0, len(ONE + TWO) - 1), st.integers(0, 255)), max_size=8),
    st.booleans(),
)
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_archive_never_raises(cut: int, flips: list[tuple[int, int]], zipped: bool) -> None:
    data = bytearray(gzip.compress(ONE + TWO) if zipped else ONE + TWO)
    for place, value in flips:
        data[place % len(data)] = value
    items = read(bytes(data[:cut]))
    assert items
    assert all(isinstance(item, Document | Refusal) for item in items)
