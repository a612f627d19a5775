"""JSON lines: every line is one Document or one Refusal."""

import datetime as dt
import gzip
import io
import json
import os

import pytest

from tests.unit.sources.conftest import NOW, SMALL, OneFile, Write, codes, only, read_all, refusal, sha
from transforms.records import Document
from transforms.schema import to_json
from transforms.sources.seeds import read


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
