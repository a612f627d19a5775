"""Bytes -> the tree of an XML document, within bounds that hold.

In: the bytes of a body, in memory; nothing is ever opened, fetched or included. Out: the root element and what is wrong
with the document, or Unreadable with the reason. The order: size and kind of the bytes; encoding (as for every other
document); the document type declaration taken out, so that there is no entity to expand and no file to include; a
strict parse; and where that fails, a repair of the commonest faults and a parse that recovers.

What bounds the time: the number of bytes and of signs `<` before the parse; libxml2's own limits on depth (256) and
on the length of texts and names; and a clock that is looked at between pieces of 64 KiB. A thread's own processor time
is counted, so that a busy machine refuses nothing that an idle one reads.
"""

import re
import time
from typing import Any, NamedTuple

from transforms.sources.decode import Decoded, DecodeRefusal, decode
from transforms.sources.encodings import UTF_8, codec_for
from transforms.sources.feeds.model import FeedLimits, Unreadable
from transforms.sources.feeds.repair import repaired, with_characters

CHUNK_BYTES = 64 * 1024
MAX_DOCTYPE = 64 * 1024
MAX_DAMAGE = 0.05
"""Share of characters that may be unreadable in a feed that is read all the same."""
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}\?>", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_SUBSET_OR_END = re.compile(r"[\[>]")
_SUBSET_END = re.compile(r"\]\s{0,100}>")
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z][\w.-]{0,60})\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>")
_NUMERIC_ENTITY = re.compile(
    r"<!ENTITY\s+([A-Za-z][\w.-]{0,60})\s+[\"'](?:&#38;|&amp;)?(&?)#(x?)([0-9a-fA-F]{1,6});[\"']\s*>"
)


class Clock:
    """Processor time of this thread since it was made; `check` raises Unreadable when it is up."""

    __slots__ = ("_end", "_most")

    def __init__(self, seconds: float) -> None:
        self._most = seconds
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        if time.thread_time() > self._end:
            raise Unreadable("too_slow", f"more than {self._most:g} s of processor time")


class Parsed(NamedTuple):
    """A document's root element (lxml), and the first fault of its XML if it has one."""

    root: Any
    fault: str | None


def decoded(body: bytes, content_type: str | None, limits: FeedLimits) -> tuple[str, str | None]:
    """The text of a body, and what is wrong with its bytes if something is. Raises Unreadable."""
    if len(body) > limits.max_bytes:
        raise Unreadable("too_large", f"{len(body)} bytes, more than {limits.max_bytes}")
    if not body or body.isspace():
        raise Unreadable("empty", "nothing but white space" if body else "no bytes")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type or "", re.IGNORECASE)
    label = charset[1] if charset else None
    found = decode(body, label, is_html=True)  # an XML declaration counts as a meta element
    if isinstance(found, DecodeRefusal) and found.code == "encoding":
        found = _damaged(body, label) or found
    if isinstance(found, DecodeRefusal):
        raise Unreadable(found.code, found.detail)
    text = found.text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise Unreadable("empty", "nothing but white space")
    broken = text.count("\ufffd") > body.count("\ufffd".encode()) if found.encoding == UTF_8 else "\ufffd" in text
    return text, f"bytes that are no {found.encoding}" if broken else None


def _damaged(body: bytes, label: str | None) -> Decoded | None:
    """The text of a body in which some bytes fit no encoding: a feed is not dropped for them, but flagged."""
    declared = _ENCODING.search(body[:400])
    codec = codec_for(label) or codec_for(declared[1].decode("ascii") if declared else None) or UTF_8
    text = body.decode(codec, "replace")
    return Decoded(text, codec, "damaged") if text.count("\ufffd") <= MAX_DAMAGE * len(text) else None


def parse_xml(text: str, limits: FeedLimits, clock: Clock) -> Parsed:
    """The tree of a decoded document. Raises Unreadable where there is none to be had."""
    if text.count("<") > limits.max_markup:
        raise Unreadable("too_large", f"more than {limits.max_markup} signs '<'")
    source, entities, junk = _prepared(text)
    if entities is not None:
        source = with_characters(source, entities)
    root, fault = _parse(source, clock, recover=False)
    if root is not None and not junk:
        return Parsed(root, None)
    if root is None:
        root, _ = _parse(repaired(source, entities or {}), clock, recover=True)
    if root is None:
        raise Unreadable("broken", fault or "no element at all")
    return Parsed(root, fault or "text before the document")


def _prepared(text: str) -> tuple[str, dict[str, str] | None, bool]:
    """(the document from its root element on, entities that its type declares, whether junk stood before it).

    Entities are None where there is no document type.
    """
    start = text.find("<")
    if start < 0:
        raise Unreadable("not_a_feed", f"no markup in it; it begins {text.strip()[:40]!r}")
    junk = bool(text[:start].strip())
    text = text[start:]
    if match := _DECLARATION.match(text):
        text = text[match.end() :]
    found = _doctype(text)
    if found is None:
        return text, None, junk
    begin, end = found
    return text[:begin] + text[end:], _declared(text[begin:end]), junk


def _doctype(text: str) -> tuple[int, int] | None:
    """Where the document type declaration stands, if it does before the root element."""
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        ending = next((end for start, end in (("<!--", "-->"), ("<?", "?>")) if text.startswith(start, at)), None)
        if ending is None:
            break
        end = text.find(ending, at)
        if end < 0:
            return None
        at = end + len(ending)
    match = _DOCTYPE.match(text, at)
    if match is None:
        return None
    opening = _SUBSET_OR_END.search(text, match.end(), match.end() + MAX_DOCTYPE)
    if opening is None:
        raise Unreadable("broken", "a document type declaration without an end")
    if opening[0] == ">":
        return at, opening.end()
    closing = _SUBSET_END.search(text, opening.end(), opening.end() + MAX_DOCTYPE)
    if closing is None and opening.end() + MAX_DOCTYPE >= len(text):
        raise Unreadable("broken", "a document type declaration without an end")
    if closing is None:
        raise Unreadable("too_large", f"a document type declaration of more than {MAX_DOCTYPE} characters")
    return at, closing.end()


def _declared(doctype: str) -> dict[str, str]:
    """The entities that a document type declares as plain characters. Those made of other entities, and those that name
    a file, stay unknown."""
    found = {match[1]: match[2] or match[3] or "" for match in _ENTITY.finditer(doctype)}
    for match in _NUMERIC_ENTITY.finditer(doctype):
        code = int(match[4], 16 if match[3] else 10)
        if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            found[match[1]] = chr(code)
    return found


def _parse(source: str, clock: Clock, *, recover: bool) -> tuple[Any | None, str | None]:
    """(root element or None, the first fault)."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    data = source.encode("utf-8", "replace")
    root, fault = None, None
    try:
        for at in range(0, len(data), CHUNK_BYTES):
            parser.feed(data[at : at + CHUNK_BYTES])
            clock.check()
        root = parser.close()
    except etree.XMLSyntaxError as error:
        fault = str(error)
    if len(parser.feed_error_log):
        first = parser.feed_error_log[0]
        fault = f"{first.message}, line {first.line}"
    return root, fault
