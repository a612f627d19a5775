"""Builds the seed files that no editor can write: compressed ones, legacy encodings and the WARC.

In: the readable UTF-8 texts of `tests/golden/sources/`. Out: the files of `seeds/` named in SEEDS and CRAWL; all
other seeds are plain UTF-8 and are edited where they stand. The bytes depend on nothing but the sources, so a change
shows up as a difference: `python tests/golden/make_seeds.py` writes, tests/unit/test_seeds_files.py compares.
WARC: ISO 28500, version 1.0, one gzip member a record.
"""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SEEDS_DIR = ROOT / "seeds"
SOURCES_DIR = Path(__file__).resolve().parent / "sources"
STORED_BLOCK_BYTES = 0xFFFF
"""Most that one stored block of a deflate stream may hold (RFC 1951, 3.2.4)."""


class WebRecord(NamedTuple):
    """One record of the crawl; `source` is the payload's file, read as UTF-8 and written in `charset`."""

    kind: str
    date: str
    url: str
    status: str = "200 OK"
    charset: str = "utf-8"
    source: str | None = None


CRAWL_NAME = "border-crawl.warc.gz"
CRAWL = (
    WebRecord(
        "request",
        "2024-08-20T10:15:00Z",
        "https://post.example.org/2024/08/truckers-block-road?utm_source=front&utm_campaign=sample",
    ),
    WebRecord(
        "response",
        "2024-08-20T10:15:00Z",
        "https://post.example.org/2024/08/truckers-block-road?utm_source=front&utm_campaign=sample",
        source="tunisia-libya.html",
    ),
    WebRecord(
        "response",
        "2024-08-20T10:15:04Z",
        "https://post.example.org/2024/08/withdrawn",
        status="404 Not Found",
        source="not-found.html",
    ),
    WebRecord(
        "response",
        "2024-08-20T10:15:09Z",
        "https://post.example.org/2024/08/angola-pardons-engineers",
        charset="windows-1252",
        source="portugal-angola.html",
    ),
)
WARCINFO = "software: hand-made sample\r\nformat: WARC File Format 1.0\r\ndescription: invented pages of Demarche\r\n"


def gzipped(data: bytes) -> bytes:
    """One gzip member of stored blocks: no name, no time, and the same bytes whichever zlib a Python is built with."""
    starts = range(0, len(data), STORED_BLOCK_BYTES) or (0,)
    blocks = b"".join(
        bytes([start == starts[-1]])
        + len(part).to_bytes(2, "little")
        + (len(part) ^ 0xFFFF).to_bytes(2, "little")
        + part
        for start in starts
        for part in (data[start : start + STORED_BLOCK_BYTES],)
    )
    trailer = zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + blocks + trailer


def windows_1252(text: str) -> bytes:
    return text.encode("windows-1252")


def windows_1251(text: str) -> bytes:
    return text.encode("windows-1251")


def utf_16(text: str) -> bytes:
    """Little-endian with a byte-order mark, whatever the machine."""
    return b"\xff\xfe" + text.encode("utf-16-le")


def gzipped_utf_8(text: str) -> bytes:
    return gzipped(text.encode())


SEEDS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "belgique-senegal.txt": ("belgique-senegal.txt", windows_1252),
    "tashkent-visit.txt": ("tashkent-visit.txt", windows_1251),
    "frontera-ecuador.txt": ("frontera-ecuador.txt", utf_16),
    "bolivia-curfew.txt.gz": ("bolivia-curfew.txt", gzipped_utf_8),
    "canada-tariff.amp.html.gz": ("canada-tariff.amp.html", gzipped_utf_8),
    "evening-desk.jsonl.gz": ("evening-desk.jsonl", gzipped_utf_8),
}
"""Seed file -> its source and how that is written."""


def _source(name: str) -> str:
    return (SOURCES_DIR / name).read_bytes().decode()


def _record(number: int, kind: str, date: str, content_type: str, block: bytes, url: str | None = None) -> bytes:
    """One WARC record. The id is a fixed UUID made of the record's number, not a random one."""
    headers = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _http(record: WebRecord) -> bytes:
    if record.kind == "request":
        host, _, path = record.url.removeprefix("https://").partition("/")
        return f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: sample\r\n\r\n".encode()
    payload = _source(record.source or "").encode(record.charset)
    head = (
        f"HTTP/1.1 {record.status}",
        f"Content-Type: text/html; charset={record.charset}",
        f"Content-Length: {len(payload)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + payload


def crawl() -> bytes:
    """The WARC: a warcinfo, then the records of CRAWL."""
    members = [_record(0, "warcinfo", CRAWL[0].date, "application/warc-fields", WARCINFO.encode())]
    for number, record in enumerate(CRAWL, start=1):
        content_type = f"application/http; msgtype={record.kind}"
        members.append(_record(number, record.kind, record.date, content_type, _http(record), record.url))
    return b"".join(map(gzipped, members))


def build() -> dict[str, bytes]:
    """Every made seed file and its bytes."""
    made = {name: write(_source(source)) for name, (source, write) in SEEDS.items()}
    return made | {CRAWL_NAME: crawl()}


def main() -> None:
    """Write the made seeds."""
    for name, data in build().items():
        (SEEDS_DIR / name).write_bytes(data)


if __name__ == "__main__":
    main()
