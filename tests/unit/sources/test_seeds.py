"""Files that are one document, JSON lines and streams: every input is one Document or one Refusal."""

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.records import Document, Refusal
from transforms.schema import to_json
from transforms.sources import SOURCES
from transforms.sources.seeds import DEFAULT, Item, Limits, LocalFiles, read, read_stream

NOW = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
SMALL = Limits(
    max_file_bytes=2000, max_line_bytes=1000, max_decompressed=1_000_000, max_ratio=50, max_meta_bytes=200, max_ids=3
)
Write = Callable[[str, bytes | str], str]


class OneFile:
    """A file system with one file on it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def glob(self, pattern: str) -> list[str]:
        return [pattern]

    def is_dir(self, path: str) -> bool:
        return False

    def exists(self, path: str) -> bool:
        return False

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.data)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write_file


def read_all(path: str, limits: Limits = DEFAULT, **options: Any) -> list[Item]:
    return list(read(path, LocalFiles(), NOW, limits, **options))


def only(items: list[Item]) -> Item:
    (item,) = items
    return item


def codes(items: list[Item]) -> list[str]:
    """ "" for a Document, the reason code of a Refusal."""
    return [item.reason_code if isinstance(item, Refusal) else "" for item in items]


def refusal(item: Item) -> Refusal:
    assert isinstance(item, Refusal), item
    assert item.stage == "read"
    assert item.detail
    return item


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- one document ---


def test_text(write: Write) -> None:
    path = write("a.txt", "The envoy arrived.\r\nTalks began.\r\n")
    raw = sha(b"The envoy arrived.\r\nTalks began.\r\n")
    assert read_all(path) == [Document(path, path, "The envoy arrived.\nTalks began.\n", raw)]
    assert list(SOURCES["seeds"](path, LocalFiles(), NOW)) == read_all(path)


@pytest.mark.parametrize("suffix", [".html", ".htm", ".HTML", ".html.gz"])
def test_html(write: Write, suffix: str) -> None:
    page = b"<meta charset=koi8-r><p>\xe4\xc1"
    data = gzip.compress(page) if suffix.endswith(".gz") else page
    path = write("a" + suffix, data)
    assert read_all(path) == [Document(path, path, "<meta charset=koi8-r><p>Да", sha(data), "html")]


def test_gzip_is_told_by_its_first_bytes(write: Write) -> None:
    packed = gzip.compress(b"The envoy ") + gzip.compress(b"arrived.") + b"\x00" * 512
    for name, data in (("a.txt.gz", packed), ("b.txt", packed), ("c.txt.gz", b"The envoy arrived.")):
        found = only(read_all(write(name, data)))
        assert isinstance(found, Document)
        assert (found.content, found.raw_sha256) == ("The envoy arrived.", sha(data))


@pytest.mark.parametrize("name", ["x.meta.json", "x.txt.meta.json", "x.txt.gz.meta.json"])
def test_sidecar(write: Write, name: str) -> None:
    path = write("x.txt.gz", gzip.compress(b"The envoy arrived."))
    write(name, json.dumps({"url": "https://x.example/a", "published_at": "2023-07-12", "id": "n1", "more": [1]}))
    found = only(read_all(path))
    assert isinstance(found, Document)
    assert (found.doc_id, found.url, found.published_at_source) == ("n1", "https://x.example/a", "metadata")
    assert found.published_at == dt.datetime(2023, 7, 12, tzinfo=dt.UTC)


def test_front_matter_wins_over_the_sidecar(write: Write) -> None:
    path = write("x.txt", "---\ntitle: Inside\n---\nThe envoy arrived.")
    write("x.txt.meta.json", '{"title": "Beside", "publisher": "Example Wire"}')
    found = only(read_all(path))
    assert isinstance(found, Document)
    assert (found.title, found.publisher, found.content) == ("Inside", "Example Wire", "The envoy arrived.")


@pytest.mark.parametrize(
    ("sidecar", "code"),
    [
        ("{", "bad_metadata"),
        ("[]", "bad_metadata"),
        (b"\xff\xd8\xff\x00", "bad_metadata"),
        ('{"published_at": "2023-02-30"}', "bad_date"),
        ('{"published_at": "2099-01-01"}', "bad_date"),
        ('{"url": 1}', "bad_value"),
        ('{"title": "' + "x" * 300 + '"}', "bad_metadata"),
    ],
)
def test_bad_sidecar(write: Write, sidecar: bytes | str, code: str) -> None:
    path = write("x.txt", "The envoy arrived.")
    write("x.txt.meta.json", sidecar)
    assert codes(read_all(path, SMALL)) == [code]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", "\ufeff\u3000\n".encode(), "empty"),
        ("a.txt", b"\x00", "empty"),
        ("a.txt", b"---\ntitle: x\n---\n \n", "empty"),
        ("a.txt.gz", gzip.compress(b""), "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a.txt", bytes(range(256)) * 5, "binary"),
        ("a.txt", b"\xf9\xff\xfd\xff" * 100, "encoding"),
        ("a.txt", b"x" * 2001, "too_large"),
        ("a.txt.gz", gzip.compress(b"x" * 2001), "too_large"),
        ("a.txt.gz", gzip.compress(b"The envoy arrived." * 9)[:-1], "corrupt_gzip"),
        ("a.txt.gz", gzip.compress(b"The envoy arrived." * 9)[:15], "corrupt_gzip"),
        ("a.txt.gz", b"\x1f\x8b", "corrupt_gzip"),
        ("a.txt.gz", gzip.compress(b"The envoy arrived.") + b"more", "corrupt_gzip"),
        ("a.txt.gz", gzip.compress(b"The envoy arrived.")[:-4] + b"\x00\x00\x00\x00", "corrupt_gzip"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"The envoy arrived.")), "binary"),
        ("a.txt", b"---\npublished_at: 2023-02-30\n---\nThe envoy arrived.", "bad_date"),
        ("a.txt", b"+++\ntitle = \n+++\nThe envoy arrived.", "bad_metadata"),
        ("a.csv", b"a,b", "unsupported_format"),
        ("noname", b"The envoy arrived.", "unsupported_format"),
        ("a.gz", gzip.compress(b"The envoy arrived."), "unsupported_format"),
        ("x.meta.json", b"{}", "unsupported_format"),
    ],
)
def test_what_is_no_document(write: Write, name: str, data: bytes, code: str) -> None:
    path = write(name, data)
    found = refusal(only(read_all(path, SMALL)))
    assert (found.input_id, found.reason_code, found.doc_id) == (path, code, path)
    if code in ("empty", "binary", "encoding", "bad_date", "bad_metadata"):
        assert found.raw_sha256 == sha(data)


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    gone = refusal(only(read_all(str(tmp_path / "gone.txt"))))
    assert (gone.reason_code, gone.detail, gone.raw_sha256) == ("unreadable", "No such file or directory", sha(b""))
    (tmp_path / "folder.jsonl").mkdir()
    assert codes(read_all(str(tmp_path / "folder.jsonl"))) == ["unreadable"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(write: Write) -> None:
    path = write("a.txt", "The envoy arrived.")
    Path(path).chmod(0)
    assert refusal(only(read_all(path))).detail == "Permission denied"


def test_a_disk_that_fails_in_the_middle() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 200_000:
                raise PermissionError(13, "Permission denied")
            return super().read(size)

    files = OneFile(b"")
    files.open = lambda path: Failing(b'{"text": "The envoy arrived."}\n' * 20_000)  # type: ignore[method-assign]
    items = list(read("a.jsonl", files, NOW))
    assert codes(items)[:1000] == [""] * 1000
    assert codes(items)[-1] == "unreadable"
    assert codes(list(read("a.txt", files, NOW))) == ["unreadable"]


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text("The envoy arrived.")
    found = only(read_all(path))
    assert isinstance(found, Document)
    assert found.input_id.encode().endswith(rb"/caf\udce9.txt")


def test_200_mb_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.write(b"The envoy arrived. ")
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    found = only(read_all(str(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal(found).reason_code == "too_large"
    assert peak < 100 * 1024 * 1024


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz"])
def test_a_gzip_bomb_costs_no_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(192):
            file.write(b"0" * 1024 * 1024)
    limits = Limits(max_file_bytes=2**20, max_line_bytes=2**20, max_ratio=100)
    tracemalloc.start()
    found = only(read_all(str(path), limits))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal(found).reason_code == "too_large"
    assert peak < 8 * 1024 * 1024


# --- JSON lines ---


def test_json_lines(write: Write) -> None:
    line = {
        "id": "n1",
        "url": "https://x.example/a",
        "text": " The envoy\r\narrived. ",
        "title": "Talks",
        "byline": "A. Writer",
        "published_at": "2023-07-12T01:00:00+08:00",
        "language": "en",
        "source_domain": "x.example",
        "publisher": "Example Wire",
        "updated_at": "2023-07-13",
        "fetched_at": "2023-07-14T00:00:00Z",
        "feed_url": "https://x.example/rss",
        "source": "Freedonia",
        "target": "Sylvania",
        "unknown": {"a": 1},
    }
    raw = json.dumps(line).encode()
    path = write("a.jsonl", b"\xef\xbb\xbf\n" + raw + b"\r\n\n" + b'{"html": "<p>x"}')
    day = dt.date(2023, 7, 12)
    first, second = read_all(path)
    assert first == Document(
        input_id=f"{path}#L2",
        doc_id="n1",
        content=" The envoy\narrived. ",
        raw_sha256=sha(raw),
        url="https://x.example/a",
        title="Talks",
        byline="A. Writer",
        publisher="Example Wire",
        published_at=dt.datetime(2023, 7, 11, 17, tzinfo=dt.UTC),
        published_date=day,
        published_at_source="metadata",
        updated_at=dt.datetime(2023, 7, 13, tzinfo=dt.UTC),
        fetched_at=dt.datetime(2023, 7, 14, tzinfo=dt.UTC),
        language="en",
        source_domain="x.example",
        feed_url="https://x.example/rss",
        source_actor="Freedonia",
        target_actor="Sylvania",
    )
    assert second == Document(f"{path}#L4", f"{path}#L4", "<p>x", sha(b'{"html": "<p>x"}'), "html")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"text": "x"}', ""),
        (b'{"id": 7, "text": "x", "source": "BBC"}', ""),
        (b'{"html": " ", "text": "x"}', ""),
        (b'{"text": "a\tb\x00c"}', ""),
        (b'{"text": "\\ud800 \\u0000 \\ud83d\\ude00"}', ""),
        (b'{"text": "x", "nested": ' + b"[" * 90 + b"]" * 90 + b"}", ""),
        ('{"text": "Außenminister Müller reiste nach Köln."}'.encode("cp1252"), ""),
        (b'{"text": "x"', "bad_json"),
        (b"not json", "bad_json"),
        (b'["x"]', "bad_json"),
        (b"null", "bad_json"),
        (b"[" * 999, "bad_json"),
        (b"[" * 900 + b"]" * 90, "bad_json"),
        (b'{"text": ' + b"1" * 900 + b"}", "bad_value"),
        (b"{}", "no_content"),
        (b'{"text": " \\u0000\\n", "html": null}', "no_content"),
        (b'{"text": ["x"]}', "bad_value"),
        (b'{"text": "x", "title": 5}', "bad_value"),
        (b'{"text": "x", "id": {}}', "bad_value"),
        (b'{"text": "x", "language": "English"}', "bad_value"),
        (b'{"text": "x", "published_at": "2023-02-30"}', "bad_date"),
        (b'{"text": "x", "published_at": "2099-01-01"}', "bad_date"),
        (b'{"text": "x", "published_at": 1689134280}', "bad_date"),
        (b'{"text": "' + b"x" * 1000 + b'"}', "too_large"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07", "binary"),
    ],
)
def test_one_line_among_good_ones(write: Write, line: bytes, code: str) -> None:
    good = b'{"text": "The envoy arrived."}'
    path = write("a.jsonl", b"\n".join([good, line, good]))
    items = read_all(path, SMALL)
    assert codes(items) == ["", code, ""]
    assert [item.input_id for item in items] == [f"{path}#L{n}" for n in (1, 2, 3)]
    if code != "too_large":
        assert items[1].raw_sha256 == sha(line)
    for item in items:
        json.dumps(to_json(item), ensure_ascii=False).encode()


def test_surrogates_and_nuls_in_escapes(write: Write) -> None:
    path = write("a.jsonl", b'{"text": "\\ud800 \\u0000\\ud83d\\ude00"}')
    found = only(read_all(path))
    assert isinstance(found, Document)
    assert found.content == "\ufffd 😀"


def test_repeated_ids(write: Write) -> None:
    path = write("a.jsonl", "".join(f'{{"id": {i}, "text": "x"}}\n' for i in ('"a"', 7, '"a"', '"7"', '"b"')))
    items = read_all(path)
    assert codes(items) == ["", "", "duplicate_id", "duplicate_id", ""]
    assert refusal(items[2]).detail == "id 'a' stands in line 1 already"
    assert refusal(items[2]).doc_id == "a"
    assert codes(read_all(path, unique_ids=False)) == [""] * 5
    many = "".join(f'{{"id": "{i}", "text": "x"}}\n' for i in (1, 2, 3, 4, 4, 1))
    assert codes(read_all(write("b.jsonl", many), SMALL)) == ["", "", "", "", "", "duplicate_id"]


def test_a_5_mb_line(write: Write) -> None:
    text = "The envoy arrived. " * 270_000
    path = write("a.ndjson", json.dumps({"text": text}) + "\n" + '{"text": "x"}\n')
    first, second = read_all(path)
    assert isinstance(first, Document)
    assert first.content == text
    assert isinstance(second, Document)


def test_cut_gzip_keeps_the_lines_before_it(write: Write) -> None:
    lines = b"".join(json.dumps({"text": os.urandom(40).hex()}).encode() + b"\n" for _ in range(9000))
    path = write("a.jsonl.gz", gzip.compress(lines)[:-2000])
    items = read_all(path)
    assert len(items) > 1000
    assert set(codes(items[:-1])) == {""}
    last = refusal(items[-1])
    assert (last.reason_code, last.input_id) == ("corrupt_gzip", path)


def test_total_of_a_compressed_file(write: Write) -> None:
    line = json.dumps({"text": os.urandom(100).hex()}).encode() + b"\n"
    path = write("a.jsonl.gz", b"".join(gzip.compress(line) for _ in range(8000)))
    items = read_all(path, SMALL)
    assert codes(items)[-1] == "too_large"
    assert set(codes(items)[:-1]) == {""}
    assert 2000 < len(items) < 8000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        ('{"text": "x"}\n'.encode("utf-16"), "encoding"),
        ('{"text": "x"}\n'.encode("utf-16-le"), "encoding"),
        ('{"text": "x"}\n'.encode("utf-16-be"), "encoding"),
        (b"PAR1" + bytes(range(256)) * 8, "binary"),
    ],
)
def test_a_file_that_is_no_json_lines_is_one_refusal(write: Write, data: bytes, code: str) -> None:
    assert codes(read_all(write("a.jsonl", data))) == [code]


def test_reading_is_lazy() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b'{"text": "x"}\n' * 1000

    files = OneFile(b"")
    files.open = lambda path: Endless()  # type: ignore[assignment,method-assign,return-value]
    items = read("a.jsonl", files, NOW)
    assert isinstance(next(items), Document)
    items.close()  # type: ignore[attr-defined]


# --- streams without a name ---


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'\n {"text": "a"}\n{"text": "b"}\n', [("-#L2", "text"), ("-#L3", "text")]),
        (b'{"id": "a", "text": "a"}\n{"id": "a", "text": "b"}\n', [("-#L1", "text"), ("-#L2", "text")]),
        (b"The envoy arrived.", [("-", "text")]),
        (b"<!DOCTYPE html><p>x", [("-", "html")]),
        (b"\n<html><p>x", [("-", "html")]),
        (b"<p>x", [("-", "text")]),
    ],
)
def test_stream(data: bytes, found: list[tuple[str, str]]) -> None:
    for stored in (data, gzip.compress(data)):
        items = list(read_stream(io.BytesIO(stored), "-", NOW))
        assert [(item.input_id, item.media) for item in items if isinstance(item, Document)] == found
        assert len(items) == len(found)


def test_bad_streams() -> None:
    assert codes(list(read_stream(io.BytesIO(b""), "-", NOW))) == ["empty"]
    assert codes(list(read_stream(io.BytesIO(b"\x1f\x8b\x08"), "-", NOW))) == ["corrupt_gzip"]
    assert codes(list(read_stream(io.BytesIO(b"x" * 9000), "-", NOW, SMALL))) == ["too_large"]
    cut = gzip.compress(b'{"text": "x"}\n{"text": "y"}\n')[:-9]
    assert codes(list(read_stream(io.BytesIO(cut), "-", NOW))) == ["", "", "corrupt_gzip"]


# --- anything at all ---

WILD = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=400).map(gzip.compress),
    st.lists(
        st.sampled_from([b'{"text": "x"}', b'{"id": 1, "html": "', b"\xff", b"\n", b"\x00", b"---\n", b"title: x\n"])
    )
    .map(b"".join)
    .filter(bool),
)


@given(WILD, st.integers(0, 40), st.sampled_from([".txt", ".html", ".jsonl", ".warc", ".jsonl.gz"]))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_documents_or_refusals(data: bytes, cut: int, suffix: str) -> None:
    data = data[: len(data) - cut]
    items = [
        *read("a" + suffix, OneFile(data), NOW, SMALL),
        *read_stream(io.BytesIO(data), "-", NOW, SMALL),
    ]
    assert items
    for item in items:
        assert isinstance(item, Document | Refusal)
        json.dumps(to_json(item), ensure_ascii=False).encode()
    ids = [item.input_id for item in items]
    assert len(ids) == len(set(ids))
