"""WARC archives: the pages that a crawler stored, with the headers they came with.

In: a ByteStream. Out, for each `response` or `resource` record, one Document or Refusal; the other kinds of record
(warcinfo, request, metadata, revisit, ...) describe those and are no inputs. The date of a record says when the page
was fetched, never when it was published. ISO 28500; HTTP content codings by RFC 9110.
"""

import datetime as dt
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from transforms.records import Document, Media
from transforms.sources.decode import DecodeRefusal, decode
from transforms.sources.formats import Input, Item, Seen
from transforms.sources.metadata import BadMetadata, Known, known_fields
from transforms.sources.streams import GZIP_MAGIC, MIB, Buffered, ByteStream, Limits, StreamFault, buffer

MAX_HEADER_BYTES = 64 * 1024
ZSTD_WINDOW = 8 * 1024 * 1024
"""What RFC 9659 allows a server to ask for."""
MEDIA: dict[str, Media] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\r\n]*\r?\n")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_PAGE_START = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


class Record(NamedTuple):
    """A WARC record: its place in the file, its headers by lower-case name, and its block."""

    number: int
    headers: dict[str, str]
    block: bytes
    """One byte longer than allowed where the record is too long."""


class Page(NamedTuple):
    """What a record holds: the HTTP status (None for a resource), content headers, and the body as stored."""

    status: int | None
    content_type: str
    codings: tuple[str, ...]
    chunked: bool
    body: bytes


def read_warc(stream: ByteStream, name: str, now: dt.datetime, limits: Limits) -> Iterator[Item]:
    """The documents of a WARC file. Where it is corrupt or cut, what came before stands and one Refusal ends it."""
    seen, any_page = Seen(limits.max_ids), False
    try:
        for record in _records(buffer(stream), limits.max_file_bytes + MAX_HEADER_BYTES):
            any_page = True
            yield _from_record(record, _record_name(name, record, seen), now, limits)
    except StreamFault as fault:
        yield Input(name).refuse(fault.code, f"{fault.detail}; records before that stand")
    else:
        if not any_page:
            yield Input(name).refuse("empty", "no response or resource record")


def _records(stream: Buffered, most: int) -> Iterator[Record]:
    """The records that may hold a page. Raises StreamFault where the archive cannot be followed further."""
    number = 0
    while (line := stream.readline(MAX_HEADER_BYTES)) != b"":
        if not line.strip():
            continue
        number += 1
        if not _VERSION.fullmatch(line):
            raise StreamFault("corrupt_warc", f"record {number} does not begin with WARC/, but with {line[:30]!r}")
        headers = _headers(_header_block(stream, number))
        length = headers.get("content-length", "")
        if not re.fullmatch(r"\d{1,15}", length, re.ASCII):
            raise StreamFault("corrupt_warc", f"record {number} has no valid length: {length[:30]!r}")
        left = int(length)
        if headers.get("warc-type", "").lower() in ("response", "resource"):
            block = stream.read(min(left, most))
            left -= len(block)
            if left and len(block) < most:
                raise StreamFault("corrupt_warc", f"record {number} is cut short by {left} bytes")
            yield Record(number, headers, block)
        while left:
            skipped = len(stream.read(min(left, MIB)))
            if not skipped:
                raise StreamFault("corrupt_warc", f"record {number} is cut short by {left} bytes")
            left -= skipped


def _header_block(stream: Buffered, number: int) -> bytes:
    parts, size = [], 0
    while (line := stream.readline(MAX_HEADER_BYTES)).strip(b"\r\n"):
        parts.append(line)
        size += len(line)
        if size > MAX_HEADER_BYTES:
            raise StreamFault("corrupt_warc", f"record {number} has more than {MAX_HEADER_BYTES} bytes of headers")
    if not line:
        raise StreamFault("corrupt_warc", f"record {number} is cut short in its headers")
    return b"".join(parts)


def _headers(block: bytes) -> dict[str, str]:
    """Header fields by lower-case name; the first of several counts, folded lines are joined."""
    text = re.sub(r"\r?\n[ \t]+", " ", block.decode("utf-8", "replace"))
    found: dict[str, str] = {}
    for line in re.split(r"\r?\n", text):
        key, colon, value = line.partition(":")
        if colon:
            found.setdefault(key.strip().lower(), value.strip())
    return found


def _record_name(name: str, record: Record, seen: Seen) -> str:
    """`<file>#<record id>`; with the record's number where it has no id or repeats one."""
    record_id = record.headers.get("warc-record-id", "").strip("<> ")
    if not record_id:
        return f"{name}#{record.number}"
    again = seen.first_place(record_id, record.number) is not None
    return f"{name}#{record_id}@{record.number}" if again else f"{name}#{record_id}"


def _from_record(record: Record, input_id: str, now: dt.datetime, limits: Limits) -> Item:
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    page = _page(record)
    body = record.block if page is None else page.body
    source = Input(input_id, hashlib.sha256(body).hexdigest(), url=url)
    if len(body) > limits.max_file_bytes:
        return source.refuse("too_large", f"more than {limits.max_file_bytes} bytes")
    if page is None:
        return source.refuse("bad_http", "the response has no HTTP status line and headers")
    if page.status is not None and not 200 <= page.status < 300:
        return source.refuse("http_status", f"HTTP status {page.status}")
    try:
        plain = _decoded_body(page, limits)
        fields = known_fields({"url": url, "fetched_at": record.headers.get("warc-date")}, now)
    except (StreamFault, BadMetadata) as fault:
        return source.refuse(fault.code, fault.detail)
    return _document(page, plain, source, fields)


def _document(page: Page, body: bytes, source: Input, fields: Known) -> Item:
    kind = page.content_type.partition(";")[0].strip().lower()
    media = MEDIA.get(kind)
    if not kind and _PAGE_START.match(body[:2048]):
        media = "html"
    if media is None:
        return source.refuse("unsupported_content", f"content type {kind[:100] or 'not given'}")
    if not body.strip():
        return source.refuse("empty", "the body is empty")
    charset = _CHARSET.search(page.content_type)
    decoded = decode(body, charset[1] if charset else None, is_html=media == "html")
    if isinstance(decoded, DecodeRefusal):
        return source.refuse(decoded.code, decoded.detail)
    if not decoded.text.strip():
        return source.refuse("empty", "nothing but white space")
    return Document(source.input_id, source.input_id, decoded.text, source.raw_sha256, media, **fields)


def _page(record: Record) -> Page | None:
    """The page of a record; None for an HTTP response without its headers."""
    kind, block = record.headers.get("content-type", ""), record.block
    if not (kind.lower().startswith("application/http") or (not kind and block.startswith(b"HTTP/"))):
        return Page(None, kind, (), False, block)
    head = block[:MAX_HEADER_BYTES]
    status, end = _STATUS.match(head), _HEADERS_END.search(head)
    if status is None or end is None:
        return None
    http = _headers(head[status.end() : end.start()])
    codings = [word.strip().lower() for word in http.get("content-encoding", "").split(",")]
    return Page(
        int(status[1]),
        http.get("content-type", ""),
        tuple(word for word in codings if word not in ("", "identity")),
        "chunked" in http.get("transfer-encoding", "").lower(),
        block[end.end() :],
    )


# --- content codings ---


def _decoded_body(page: Page, limits: Limits) -> bytes:
    """The body without transfer and content coding. Raises StreamFault.

    Some crawlers store the decoded body under the original headers: a body that does not look coded is taken as it is.
    """
    body, most = page.body, limits.max_file_bytes
    if page.chunked and _CHUNK_SIZE.match(body[:100]):
        body = _dechunked(body)
    if len(page.codings) > 3:
        raise StreamFault("unsupported_content", f"{len(page.codings)} content codings on top of each other")
    for coding in reversed(page.codings):
        if coding in ("gzip", "x-gzip"):
            if body.startswith(GZIP_MAGIC):
                body = ByteStream(io.BytesIO(body), limits).read_at_most(most)
        elif coding == "deflate":
            body = _deflated(body, most)
        elif coding == "br":
            body = body if _PAGE_START.match(body[:2048]) else _read_coded(body, coding, most)
        elif coding == "zstd":
            if body.startswith(b"\x28\xb5\x2f\xfd"):
                body = _read_coded(body, coding, most)
        else:
            raise StreamFault("unsupported_content", f"content coding {coding[:60]!r}")
    return body


def _dechunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts)
        part = body[match.end() : match.end() + size]
        if len(part) < size:
            break
        parts.append(part)
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 0
    raise StreamFault("corrupt_content", "chunked: damaged or cut short")


def _read_coded(body: bytes, coding: str, most: int) -> bytes:
    """Brotli or Zstandard, never decoding much more than `most` bytes."""
    data = _unbrotli(body, most) if coding == "br" else _unzstd(body, most)
    if len(data) > most:
        raise StreamFault("too_large", f"decodes to more than {most} bytes")
    return data


def _unbrotli(body: bytes, most: int) -> bytes:
    import brotli

    decoder = brotli.Decompressor()
    try:
        parts = [decoder.process(body, output_buffer_limit=most + 1)]
        size = len(parts[0])
        while size <= most and not decoder.is_finished() and not decoder.can_accept_more_data():
            parts.append(decoder.process(b"", output_buffer_limit=most + 1 - size))
            size += len(parts[-1])
    except brotli.error as error:
        raise StreamFault("corrupt_content", f"br: {error}") from None
    if size <= most and not decoder.is_finished():
        raise StreamFault("corrupt_content", "br: cut short")
    return b"".join(parts)


def _unzstd(body: bytes, most: int) -> bytes:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    try:
        with decoder.stream_reader(io.BytesIO(body), read_across_frames=True) as opened:
            data = bytes(opened.read(most + 1))
        promised = zstandard.frame_content_size(body)  # -1: the frame does not say
    except zstandard.ZstdError as error:
        raise StreamFault("corrupt_content", f"zstd: {error}") from None
    if len(data) < min(max(promised, 1), most):
        raise StreamFault("corrupt_content", "zstd: cut short")
    return data


def _deflated(body: bytes, most: int) -> bytes:
    """HTTP's deflate: zlib by the standard, bare deflate by custom, or already decoded."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflate = zlib.decompressobj(wbits)
        try:
            data = inflate.decompress(body, most + 1)
        except zlib.error:
            continue
        if len(data) > most:
            raise StreamFault("too_large", f"decodes to more than {most} bytes")
        if inflate.eof:
            return data
    if _PAGE_START.match(body[:2048]):
        return body
    raise StreamFault("corrupt_content", "deflate: damaged or cut short")
