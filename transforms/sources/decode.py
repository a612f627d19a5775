"""Bytes -> text. The encoding is detected and checked, never assumed.

In: the bytes of one document and what HTTP or a header declared about them. Out: Decoded (text without NULs and with
one kind of line end), or a DecodeRefusal: binary data, or an encoding that cannot be told. In this order:

1. a byte order mark; 2. the pattern of NULs that UTF-16 leaves; 3. ISO-2022-JP, where its escapes stand;
4. valid UTF-8, whatever was declared: other text is practically never valid UTF-8 by accident, nor is text in which
sound multi-byte characters far outnumber broken ones (U+FFFD takes their place); 5. what was declared (for HTML also by
a meta element), if the bytes fit and charset-normalizer, on a sample, finds nothing clearly better; 6. what it finds.
Text that was already garbled when it was encoded stays as it is.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from transforms.sources.encodings import ALPHABETS, CANDIDATES, UTF_8, codec_for

META_BYTES = 4096
"""Where a page may declare its encoding."""
SAMPLE_BYTES = 4 * 1024
"""Of the lines that tell something; detection is slow and gains nothing from more."""
SAMPLE_CHARACTERS = 4000
"""Of a decoded text that are looked at to see whether it is written language."""
MAX_DAMAGE = 1 / 1000
"""Share of bytes that may be broken in a text that is otherwise clearly in one encoding."""
TOO_BINARY = 0.03
"""Share of control characters from which data is no text."""
FEW_CONTROLS = 4
"""So many are tolerated in a text of any length."""
FEW_FOREIGN = 8
"""Bytes outside ASCII up to which a sample says nothing against a declaration."""
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gave it, and how that codec was found."""

    text: str
    encoding: str
    how: str


@dataclass(frozen=True, slots=True)
class DecodeRefusal:
    """Why bytes are no text."""

    code: Literal["binary", "encoding"]
    detail: str


def decode(data: bytes, declared: str | None, is_html: bool) -> Decoded | DecodeRefusal:
    """The text of `data`. `declared` is the label of an HTTP or other outer header, if there is one."""
    found = _from_bom(data) or _from_nuls(data)
    if found is None:
        if why := binary_kind(data):
            return DecodeRefusal("binary", why)
        found = _from_content(data, declared, is_html)
    if found is None:
        return DecodeRefusal("encoding", "neither valid UTF-8 nor clearly in any other encoding")
    text, how = found.text, found.how
    if nuls := text.count("\x00"):
        text, how = text.replace("\x00", ""), f"{how}, {nuls} NULs removed"
    return Decoded(html_lines(text) if is_html else text_lines(text), found.encoding, how)


class Match(NamedTuple):
    """What charset-normalizer says of a candidate: chaos 0 is best, coherence 1."""

    encoding: str
    chaos: float
    coherence: float


# --- characters ---

_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_LINE_ENDS = ("\x85", "\u2028", "\u2029")


def scrub(text: str) -> str:
    """Text from an escaped form such as JSON: no NULs, U+FFFD for lone surrogates, so that it can be encoded."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub(REPLACEMENT, text)
    return text


def text_lines(text: str) -> str:
    """Plain text with \\n as its only line end."""
    text = html_lines(text)
    for end in _OTHER_LINE_ENDS:
        text = text.replace(end, "\n")
    return text


def html_lines(text: str) -> str:
    """HTML with \\n as its only line end, as its parsers read it; other separators are its content."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# --- no text at all ---

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
    (b"{\\rtf", "RTF document"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"BZh91AY", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet file"),
)
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1b")))


def binary_kind(data: bytes) -> str | None:
    """What kind of binary data this is; None for what may be text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    controls = len(data) - len(data.translate(None, delete=_CONTROLS))
    if controls > FEW_CONTROLS and controls > TOO_BINARY * len(data):
        return f"{controls} control characters in {len(data)} bytes"
    return None


# --- encodings that announce themselves ---

_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NUL_SAMPLE_BYTES = 64 * 1024


def _from_bom(data: bytes) -> Decoded | None:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _tolerant(data[len(bom) :], codec, "byte order mark")
    return None


def _from_nuls(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the NULs of its spaces and line ends all stand on one side of the pairs."""
    head = data[:NUL_SAMPLE_BYTES]
    if b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    if not many or many * 50 < len(head) // 2 or few * 50 > many:
        return None
    rest = head.replace(b"\x00", b"")
    if (many < 2 or many * 4 < len(head)) and not binary_kind(rest) and _tolerant(rest, UTF_8, ""):
        return None  # a text with some NULs in it
    found = _tolerant(data, "utf-16-le" if odd > even else "utf-16-be", "pattern of NULs")
    sample = found.text[:2000].replace("\x00", "") if found else ""
    odd_ones = sum(not (c.isprintable() or c in "\t\n\v\f\r\x85\u2028\u2029\ufeff" or c == "\u3000") for c in sample)
    return found if sample and odd_ones <= len(sample) / 50 else None


def _tolerant(data: bytes, codec: str, how: str) -> Decoded | None:
    """Decoded where no more than isolated bytes do not fit."""
    try:
        return Decoded(data.decode(codec), codec, how)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    damage = text.count(REPLACEMENT)
    if damage > max(1, len(data) * MAX_DAMAGE):
        return None
    return Decoded(text, codec, f"{how}, {damage} characters broken")


# --- encodings that have to be found ---

_META = re.compile(rb"<meta[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w:.()-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w:.()-]{1,40})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _from_content(data: bytes, declared: str | None, is_html: bool) -> Decoded | None:
    if data.isascii():
        if b"\x1b$" in data and (japanese := _strict(data, "iso2022_jp", "escape sequences")):
            return japanese
        return _strict(data, UTF_8, "ASCII")
    if found := _strict(data, UTF_8, "valid UTF-8"):
        return found
    damaged, is_utf8 = _damaged_utf8(data)
    if is_utf8:
        return damaged
    said = [codec for codec in _declared(data, declared, is_html) if codec != UTF_8]
    return _legacy(data, said) or damaged or _tolerant(data, UTF_8, "nearly ASCII")


def _declared(data: bytes, declared: str | None, is_html: bool) -> Iterator[str]:
    if codec := codec_for(declared):
        yield codec
    if not is_html:
        return
    head = data[:META_BYTES]
    for match in (_META.search(head), _XML.search(head)):
        if match and (codec := codec_for(match[1].decode("ascii", "replace"))):
            # The page could not be read this far if it were in UTF-16 (WHATWG: take it as UTF-8).
            yield UTF_8 if codec.startswith("utf-16") else codec


def _strict(data: bytes, codec: str, how: str) -> Decoded | None:
    try:
        return Decoded(data.decode(codec), codec, how)
    except UnicodeDecodeError:
        return None


def _damaged_utf8(data: bytes) -> tuple[Decoded | None, bool]:
    """Read as UTF-8 with isolated broken bytes, if that is possible, and whether it certainly is that."""
    text = data.decode(UTF_8, "replace")
    damage = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    if damage * 40 > len(data):
        return None, False  # there is no room for that many sound characters
    sound = sum(1 for _ in _MULTIBYTE.finditer(data))
    possible = sound and damage < len(data) * MAX_DAMAGE
    certain = sound >= 20 * damage
    if possible or certain:
        return Decoded(text, UTF_8, f"nearly valid UTF-8, {damage} characters broken"), certain
    return None, False


def _legacy(data: bytes, said: list[str]) -> Decoded | None:
    """The declared encoding, unless another fits far better; else the likeliest that decodes the whole document."""
    from charset_normalizer import from_bytes

    sample = _telling_lines(data)
    tried = [*CANDIDATES, *(codec for codec in said if codec not in CANDIDATES)]
    matches = [
        Match(codec, match.chaos, match.coherence)
        for codec in tried  # one by one: tried together, a good one is left out for being similar to a bad one
        if (match := from_bytes(sample, cp_isolation=[codec], preemptive_behaviour=False).best())
    ]
    ranked = _ranked(matches, sample)
    believed = [codec for codec in said if _believable(codec, ranked, sample)]
    for codec in (*believed, *(m.encoding for m in ranked)):
        found = _tolerant(data, codec, "declared" if codec in believed else "detected")
        if found and _looks_written(found.text):
            return found
    return None


def _believable(codec: str, ranked: list[Match], sample: bytes) -> bool:
    """Whether a declared encoding fits about as well as the best candidate."""
    if not ranked or sum(byte > 127 for byte in sample) < FEW_FOREIGN:
        return True
    best, mine = ranked[0], next((m for m in ranked if m.encoding == codec), None)
    if mine is None or mine.chaos > best.chaos + 0.05 or mine.coherence < best.coherence - 0.1:
        return False
    return _alphabet_fit(sample, codec) >= _alphabet_fit(sample, best.encoding) - 0.15


def _telling_lines(data: bytes) -> bytes:
    """The lines with bytes outside ASCII, up to a limit. No multi-byte encoding uses \\n or > as a second byte."""
    found, size = [], 0
    for piece in re.finditer(rb"[^\n>]+[\n>]?", data):
        line = piece[0]
        if not line.isascii():
            found.append(line[:SAMPLE_BYTES])
            size += len(found[-1])
        if size >= SAMPLE_BYTES:
            break
    return b"".join(found)


def _ranked(matches: list[Match], sample: bytes) -> list[Match]:
    """Best first. Near ties of Latin encodings go to the one whose letters fit one language best."""
    matches = sorted(matches, key=lambda m: (m.chaos, -m.coherence, _commonness(m.encoding)))
    if not matches:
        return []
    best = matches[0]
    near = [m for m in matches if m.chaos <= best.chaos + 0.03 and m.coherence >= best.coherence - 0.15]
    if all(m.encoding in ALPHABETS for m in near):
        near.sort(key=lambda m: (-_alphabet_fit(sample, m.encoding), _commonness(m.encoding)))
        return near + [m for m in matches if m not in near]
    return matches


def _commonness(codec: str) -> int:
    return CANDIDATES.index(codec) if codec in CANDIDATES else len(CANDIDATES)


def _alphabet_fit(sample: bytes, codec: str) -> float:
    """Largest share of the letters outside ASCII that belong to one language; 1 where that cannot be said."""
    letters = [c for c in sample.decode(codec, "replace").lower() if c > "\x7f" and c.isalpha()]
    if not letters or codec not in ALPHABETS:
        return 1.0
    return max(sum(c in alphabet for c in letters) for alphabet in ALPHABETS[codec]) / len(letters)


_LATIN_RUN = re.compile("[\u00c0-\u024f]{3,}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_COMMON_CYRILLIC = frozenset("оеаинтсрвлОЕАИНТСРВЛ")
"""The ten most frequent letters of Russian, frequent in the other Cyrillic languages as well."""


def _looks_written(text: str) -> bool:
    """False for the tell-tale looks of a text in a wrong single-byte encoding; judged on its characters past ASCII."""
    sample = text if len(text) <= SAMPLE_CHARACTERS else _around_foreign(text)
    foreign = [c for c in sample if c > "\x7f"]
    if not foreign:
        return True
    count = len(foreign)
    if sum("\x80" <= c <= "\x9f" and c != "\x85" for c in foreign) * 20 > count:
        return False  # C1 controls
    if sum("\u3131" <= c <= "\u318e" for c in foreign) * 10 > count:
        return False  # single Korean letters: Japanese kana read as Korean
    runs = sum(len(m[0]) for m in _LATIN_RUN.finditer(sample))
    latin = sum("\u00c0" <= c <= "\u024f" for c in sample)
    if latin > 8 and runs * 4 > latin:
        return False  # whole words of accented letters: another script read as Latin
    cyrillic = _CYRILLIC.findall(sample)
    if len(cyrillic) < 20:
        return True
    common = sum(c in _COMMON_CYRILLIC for c in cyrillic)
    flips = sum(a.islower() and b.isupper() for a, b in pairwise(cyrillic))
    return common * 5 >= len(cyrillic) * 2 and flips * 4 <= len(cyrillic)


def _around_foreign(text: str) -> str:
    """The lines with characters outside ASCII, up to a limit."""
    found, size = [], 0
    for piece in re.finditer(r"[^\n>]+[\n>]?", text):
        if not piece[0].isascii():
            found.append(piece[0][:SAMPLE_CHARACTERS])
            size += len(found[-1])
        if size >= SAMPLE_CHARACTERS:
            break
    return "".join(found)
