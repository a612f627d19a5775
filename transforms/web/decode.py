"""Content codings undone, within bounds.

In: the bytes of a body as they come, in pieces, and the codings that its headers declare. Out: Body. Every coding works
on small pieces and each of them, not only the last, may give no more than the limit, so that neither a bomb nor a bomb
inside a bomb costs more memory or time than the limit says. RFC 9110 section 8.4; RFC 9659 for the window of zstd.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from transforms.web.model import Fault

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_CODINGS = 3
"""On top of each other."""

_PIECE = 64 * 1024
_ZSTD_INPUT = 256
"""Bytes given to its decoder at a time: a block of 4 bytes may stand for 128 KiB, and its output knows no limit."""
_ZSTD_WINDOW = 8 * 1024 * 1024
_HEAD = 16
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[][\t\n\r\x20-\x7e]{8,}")
"""How no compressed body begins but by a chance of one in millions."""
_NO_CODING = frozenset({"", "identity", "none", "utf-8"})

Pieces = Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Body:
    """Decoded bytes, and what had to be done to get them: `not_coded`, `cut`."""

    data: bytes
    flags: tuple[str, ...] = ()


def codings(header: str | None) -> tuple[str, ...]:
    """The codings of a Content-Encoding header, in the order in which they were applied."""
    words = (word.strip().lower() for word in (header or "").split(","))
    return tuple(word for word in words if word not in _NO_CODING)


def decode(pieces: Pieces, declared: tuple[str, ...], limit: int, *, cut: bool = False) -> Body:
    """The body behind its codings. `cut`: what is longer is cut to `limit` bytes instead of refused.

    Raises Fault `too_large`, `bad_coding`, `truncated`, and what reading the pieces raises.
    """
    if len(declared) > MAX_CODINGS:
        raise Fault("bad_coding", f"{len(declared)} codings on top of each other")
    flags: list[str] = []
    for coding in reversed(declared):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            raise Fault("bad_coding", f"unknown coding {coding[:60]!r}")
        pieces = _bounded(_unless_plain(pieces, decoder, flags), coding, limit)
    parts: list[bytes] = []
    left = limit
    try:
        for piece in pieces:
            parts.append(piece[:left])
            if len(piece) > left:
                raise Fault("too_large", f"more than {limit} bytes")
            left -= len(piece)
    except Fault as fault:
        if not (cut and fault.problem.code == "too_large"):
            raise
        flags.append("cut")
    return Body(b"".join(parts), tuple(flags))


def _bounded(pieces: Pieces, coding: str, limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        if size > limit:
            raise Fault("too_large", f"{coding}: decodes to more than {limit} bytes")


def _unless_plain(pieces: Pieces, decoder: Callable[[Pieces], Iterator[bytes]], flags: list[str]) -> Iterator[bytes]:
    """Some servers declare a coding and do not apply it: a body that begins as markup or JSON is taken as it is."""
    rest, head = iter(pieces), b""
    for piece in rest:
        head += piece
        if len(head) >= _HEAD:
            break
    if not head:
        return
    whole = _chain(head, rest)
    if _PLAIN.match(head[:64]):
        flags.append("not_coded")
        yield from whole
    else:
        yield from decoder(whole)


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _gunzip(pieces: Pieces) -> Iterator[bytes]:
    """Any number of gzip members; what follows them and is none is left alone, as all clients do."""
    inflate: zlib._Decompress | None = zlib.decompressobj(wbits=31)
    for piece in pieces:
        data = piece
        while data:
            if inflate is None:
                data = data.lstrip(b"\x00")  # padding
                if not data:
                    break
                if data[:1] != b"\x1f":
                    return
                inflate = zlib.decompressobj(wbits=31)
            out, data = _inflated(inflate, data)
            if inflate.eof:
                data, inflate = inflate.unused_data, None
            yield from out
    if inflate is not None:
        raise Fault("truncated", "gzip: cut short")


def _inflate(pieces: Pieces) -> Iterator[bytes]:
    """HTTP's deflate: zlib by the standard, bare deflate by custom."""
    inflate = None
    for piece in pieces:
        if inflate is None:
            zlib_header = len(piece) > 1 and piece[0] & 15 == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
            inflate = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
        data = piece
        while data and not inflate.eof:
            out, data = _inflated(inflate, data)
            yield from out
    if inflate is None or not inflate.eof:
        raise Fault("truncated", "deflate: cut short")


def _inflated(inflate: "zlib._Decompress", data: bytes) -> tuple[list[bytes], bytes]:
    """One piece of output, and the input that is left for the next."""
    try:
        out = inflate.decompress(data, _PIECE)
        if len(out) == _PIECE and not inflate.unconsumed_tail and not inflate.eof:
            out += inflate.decompress(b"", _PIECE)  # all input read, output still held back
    except zlib.error as error:
        raise Fault("bad_coding", f"gzip or deflate: {error}") from None
    return ([out] if out else []), inflate.unconsumed_tail


def _unbrotli(pieces: Pieces) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    for piece in pieces:
        data = piece
        while not decoder.is_finished():
            try:
                out = decoder.process(data, output_buffer_limit=_PIECE)
            except brotli.error as error:
                raise Fault("bad_coding", f"br: {error}") from None
            if not out:  # not sooner: it may have read all its input and still hold back most of the output
                break
            yield out
            data = b""
    if not decoder.is_finished():
        raise Fault("truncated", "br: cut short")


def _unzstd(pieces: Pieces) -> Iterator[bytes]:
    import zstandard

    frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    decoder, ended = frames.decompressobj(write_size=_PIECE), False
    for piece in pieces:
        at = 0
        while at < len(piece):
            data = piece[at : at + _ZSTD_INPUT]
            at += len(data)
            while data:
                if ended:
                    decoder, ended = frames.decompressobj(write_size=_PIECE), False
                try:
                    out = decoder.decompress(data)
                except zstandard.ZstdError as error:
                    raise Fault("bad_coding", f"zstd: {error}") from None
                ended = decoder.eof
                data = decoder.unused_data if ended else b""
                if out:
                    yield out
    if not ended:
        raise Fault("truncated", "zstd: cut short")


_DECODERS: dict[str, Callable[[Pieces], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
