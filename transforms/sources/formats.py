"""The two families of seed formats that are not archives: a file that is one document, and JSON lines.

In: a ByteStream and where it comes from. Out: one Document or one Refusal per document, lazily and in order.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from transforms.records import Document, Media, Refusal
from transforms.sources.decode import DecodeRefusal, binary_kind, decode, html_lines, scrub, text_lines
from transforms.sources.metadata import BadMetadata, given_id, known_fields, split_front_matter, text_value
from transforms.sources.streams import EMPTY_SHA256, Buffered, ByteStream, Limits, Line, StreamFault, buffer, lines
from transforms.times import shown

Item = Document | Refusal


@dataclass(frozen=True, slots=True)
class Input:
    """Where an item comes from: its input_id, the bytes it was made from, and what is known about it already."""

    input_id: str
    raw_sha256: str = EMPTY_SHA256
    doc_id: str | None = None
    url: str | None = None

    def refuse(self, code: str, detail: str) -> Refusal:
        """This input's Refusal."""
        return Refusal(self.input_id, "read", code, self.raw_sha256, detail, self.url, self.doc_id or self.input_id)


# --- a file that is one document ---


def read_single(
    stream: ByteStream, name: str, media: Media, sidecar: Mapping[str, object], now: dt.datetime, limits: Limits
) -> Item:
    """The document of a .txt or .html file; its front matter wins over the sidecar."""
    try:
        data = stream.read_at_most(limits.max_file_bytes)
    except StreamFault as fault:
        return Input(name, stream.raw_sha256).refuse(fault.code, fault.detail)
    source = Input(name, stream.raw_sha256)
    if not data or data.isspace():
        return source.refuse("empty", "nothing but white space" if data else "no bytes")
    decoded = decode(data, None, is_html=media == "html")
    if isinstance(decoded, DecodeRefusal):
        return source.refuse(decoded.code, decoded.detail)
    try:
        given, content = split_front_matter(decoded.text.removeprefix("\ufeff"), limits.max_meta_bytes)
        given = {**sidecar, **given}
        source = Input(source.input_id, source.raw_sha256, given_id(given), text_value(given, "url"))
        fields = known_fields(given, now)
    except BadMetadata as bad:
        return source.refuse(bad.code, bad.detail)
    if not content or content.isspace():
        return source.refuse("empty", "nothing but white space" + (" below the front matter" if given else ""))
    doc_id = source.doc_id or source.input_id
    return Document(source.input_id, doc_id, content, source.raw_sha256, media, **fields)


# --- JSON lines ---


class Seen:
    """Which ids a file has had, and where first. Holds hashes, and no more of them than `most`: later ids of a longer
    file are compared with those only."""

    def __init__(self, most: int) -> None:
        self._first: dict[bytes, int] = {}
        self._most = most

    def first_place(self, name: str, place: int) -> int | None:
        """Where `name` was seen before; None, and it is remembered, if it was not."""
        key = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in self._first:
            return self._first[key]
        if len(self._first) < self._most:
            self._first[key] = place
        return None


def read_json_lines(
    stream: ByteStream, name: str, now: dt.datetime, limits: Limits, unique_ids: bool
) -> Iterator[Item]:
    """The documents of a JSON-lines file; blank lines are no inputs. A fault of the stream ends it with one Refusal."""
    seen = Seen(limits.max_ids)
    buffered = buffer(stream)
    any_line = False
    try:
        if refusal := _no_json_lines(buffered, Input(name)):
            yield refusal
            return
        for line in lines(buffered, limits.max_line_bytes):
            if line.number == 1 and line.data and line.data.startswith(b"\xef\xbb\xbf"):
                line = line._replace(data=line.data[3:])
            if line.data is None or line.data.strip():
                any_line = True
                yield _from_line(line, name, now, limits, seen if unique_ids else None)
    except StreamFault as fault:
        yield Input(name).refuse(fault.code, f"{fault.detail}; lines before that stand")
    else:
        if not any_line:
            yield Input(name).refuse("empty", "no lines")


def _no_json_lines(stream: Buffered, source: Input) -> Refusal | None:
    """One Refusal for a file that is none, instead of one for each stretch between two accidental line ends."""
    head = stream.peek()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:2]:
        return source.refuse("encoding", "JSON lines in UTF-16 or UTF-32: save the file as UTF-8")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")) and (kind := binary_kind(head)):
        return source.refuse("binary", kind)
    return None


def _from_line(line: Line, name: str, now: dt.datetime, limits: Limits, seen: Seen | None) -> Item:
    source = Input(f"{name}#L{line.number}", line.sha256)
    if line.data is None:
        return source.refuse("too_large", f"a line of more than {limits.max_line_bytes} bytes")
    decoded = decode(line.data, None, is_html=True)  # line separators inside of strings stay
    if isinstance(decoded, DecodeRefusal):
        return source.refuse(decoded.code, decoded.detail)
    try:
        given = json.loads(decoded.text, strict=False)
    except RecursionError:
        return source.refuse("bad_json", "nested too deeply")
    except ValueError as error:
        return source.refuse("bad_json", str(error))
    if not isinstance(given, dict):
        return source.refuse("bad_json", f"expected an object, got {shown(given)}")
    try:
        doc_id = given_id(given)
        source = Input(source.input_id, line.sha256, doc_id)
        if doc_id and seen and (first := seen.first_place(doc_id, line.number)):
            return source.refuse("duplicate_id", f"id {doc_id!r:.100} stands in line {first} already")
        source = Input(source.input_id, line.sha256, doc_id, text_value(given, "url"))
        return _from_object(given, source, now)
    except BadMetadata as bad:
        return source.refuse(bad.code, bad.detail)


def _from_object(given: Mapping[str, object], source: Input, now: dt.datetime) -> Item:
    """The document of a JSON object. `html` wins over `text`; two actors count only where both are named."""
    contents: dict[Media, str] = {}
    keys: tuple[Media, ...] = ("html", "text")
    for key in keys:
        if text_value(given, key):
            contents[key] = scrub(str(given[key]))  # not stripped: offsets are into the text as it was given
    fields = known_fields(given, now)
    if not contents:
        return source.refuse("no_content", "neither html nor text")
    media, content = next(iter(contents.items()))
    actors = [scrub(v).strip() for v in (given.get("source"), given.get("target")) if isinstance(v, str)]
    pair = actors if len(actors) == 2 and all(actors) else [None, None]
    return Document(
        source.input_id,
        source.doc_id or source.input_id,
        html_lines(content) if media == "html" else text_lines(content),
        source.raw_sha256,
        media,
        source_actor=pair[0],
        target_actor=pair[1],
        **fields,
    )
