"""Files that are one document, and streams: every input is one Document or one Refusal."""

import datetime as dt
import gzip
import io
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.sources.conftest import NOW, SMALL, OneFile, Write, codes, only, read_all, refusal, sha
from transforms.records import Document, Refusal
from transforms.schema import to_json
from transforms.sources import SOURCES
from transforms.sources.seeds import Limits, LocalFiles, read, read_stream

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
