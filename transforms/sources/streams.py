"""Bytes of a file within bounds: gzip undone, lines cut, nothing read that a limit forbids.

In: an opened file (or standard input). Out: a ByteStream to read from. Whether a file is gzip is decided by its first
bytes, not by its name. A fault of the data raises StreamFault with the reason code of the Refusal it becomes.
"""

import contextlib
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MIB = 1024 * 1024
CHUNK = 64 * 1024
GZIP_MAGIC = b"\x1f\x8b"
EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before an input is refused. Bytes, after decompression unless said otherwise."""

    max_file_bytes: int = 32 * MIB
    """Of a file, or a WARC record, that is one document."""
    max_line_bytes: int = 32 * MIB
    """Of one line of a JSON-lines file."""
    max_decompressed: int = 4096 * MIB
    """Of everything that comes out of one compressed file."""
    max_ratio: int = 500
    """Of decompressed to compressed bytes, past the first max_file_bytes. News text packs 3 to 30 times."""
    max_meta_bytes: int = MIB
    """Of a sidecar file or of the front matter."""
    max_ids: int = 1_000_000
    """Ids of one file that are remembered to find repeated ones (about 100 bytes of memory each)."""


DEFAULT = Limits()


class StreamFault(Exception):
    """The data of a stream cannot or must not be read further. `code` is the reason code of the Refusal."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class ByteStream(io.RawIOBase):
    """A file, decompressed if it is gzip (of any number of members), read forwards and within the limits.

    `raw_sha256` is of the stored bytes read so far. The caller owns and closes the file.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self._sha = hashlib.sha256()
        self._peeked, self._read_raw, self._given = b"", 0, 0
        self._pending = self._more()
        self.is_gzip = self._pending.startswith(GZIP_MAGIC)
        self._inflate = zlib.decompressobj(wbits=31) if self.is_gzip else None

    @property
    def raw_sha256(self) -> str:
        return self._sha.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if self._peeked:
            data, self._peeked = self._peeked[: len(view)], self._peeked[len(view) :]
        else:
            data = self._next(len(view))
        view[: len(data)] = data
        return len(data)

    def peek(self, size: int) -> bytes:
        """Up to `size` bytes from the start, which are read again later. Only before the first read."""
        with contextlib.suppress(StreamFault):  # the read that comes to this place meets it again
            while len(self._peeked) < size and (data := self._next(size)):
                self._peeked += data
        return self._peeked[:size]

    def _next(self, size: int) -> bytes:
        data = self._inflated(size) if self.is_gzip else self._plain(size)
        self._given += len(data)
        return data

    def read_at_most(self, size: int) -> bytes:
        """All that is left; StreamFault `too_large` where that is more than `size` bytes."""
        parts, left = [], size + 1
        while left and (part := self.read(min(left, CHUNK))):
            parts.append(part)
            left -= len(part)
        if not left:
            raise StreamFault("too_large", f"more than {size} bytes")
        return b"".join(parts)

    def _more(self) -> bytes:
        data = self._file.read(CHUNK)
        self._sha.update(data)
        self._read_raw += len(data)
        return data

    def _plain(self, size: int) -> bytes:
        data = self._pending or self._more()
        self._pending = data[size:]
        return data[:size]

    def _inflated(self, size: int) -> bytes:
        limits = self._limits
        if self._given > limits.max_decompressed:
            raise StreamFault("too_large", f"decompresses to more than {limits.max_decompressed} bytes")
        if self._given > limits.max_file_bytes and self._given > limits.max_ratio * self._read_raw:
            raise StreamFault("too_large", f"decompresses to more than {limits.max_ratio} times its size")
        while True:
            if self._inflate is None and not self._next_member():
                return b""
            assert self._inflate is not None
            self._pending = self._pending or self._more()
            ended = not self._pending
            try:
                data = self._inflate.decompress(self._pending, size)
            except zlib.error as error:
                raise StreamFault("corrupt_gzip", f"after {self._given} bytes: {error}") from None
            self._pending = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._pending, self._inflate = self._inflate.unused_data, None
            elif ended and not data:
                raise StreamFault("corrupt_gzip", f"truncated after {self._given} bytes")
            if data:
                return data

    def _next_member(self) -> bool:
        """Start the next gzip member, past the zeros that may pad the last one; False at the end."""
        while True:
            self._pending = self._pending.lstrip(b"\x00") or self._more()
            if not self._pending:
                return False
            if self._pending[:1] != b"\x00":
                self._inflate = zlib.decompressobj(wbits=31)
                return True


if TYPE_CHECKING:
    Buffered = io.BufferedReader[ByteStream]
else:
    Buffered = io.BufferedReader


def buffer(stream: ByteStream) -> Buffered:
    """The stream with lines and look-ahead."""
    return Buffered(stream, 256 * 1024)


class Line(NamedTuple):
    """One line without its end. `data` is None where it is longer than allowed."""

    number: int
    data: bytes | None
    sha256: str


def lines(stream: Buffered, max_bytes: int) -> Iterator[Line]:
    """The lines of a stream, from 1; memory stays within `max_bytes` whatever their length."""
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        data = line.rstrip(b"\r\n")
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield Line(number, data, hashlib.sha256(data).hexdigest())
        else:
            yield Line(number, None, _skip_line(stream, line))


def _skip_line(stream: Buffered, start: bytes) -> str:
    """Read on to the end of a line; the SHA-256 of all of it (with its end)."""
    sha, part = hashlib.sha256(start), start
    while part and not part.endswith(b"\n"):
        part = stream.readline(MIB)
        sha.update(part)
    return sha.hexdigest()
