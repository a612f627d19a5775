"""HTML -> one parsed tree, bounded, that every step of this room reads.

Bounds come first because what follows is neither streaming nor interruptible: libxml2 stops at 256 levels by itself
(lxml without `huge_tree`), and a page beyond MAX_CHARACTERS or MAX_ELEMENTS is refused. Within them every step of this
room takes time linear in the page; the second opinion does not, and is spared a page that is crowded. With that the
worst page that tests/unit/test_extract_hostile.py could think of takes some three seconds and some hundred megabytes.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from transforms.extract.model import NoArticle

MAX_CHARACTERS = 8_000_000
"""Characters of HTML; the largest news pages (live blogs with inlined state) have 5 million."""
MAX_TEXT_CHARACTERS = 600_000
"""Of the text in it, scripts aside; the longest live blogs have half of that, an ordinary page 2% of it."""
MAX_ELEMENTS = 100_000
"""Elements of a page; nine of ten news pages have fewer than 3,000, some have more than 15,000."""
CROWDED_ELEMENTS = 20_000
CROWDED_CHILDREN, CROWDED_INLINE_CHILDREN = 3_000, 800
"""Children of one element, and inline ones, from which a page is crowded: trafilatura joins runs in quadratic time."""
MAX_ATTRIBUTES = 10_000
"""Attributes of one tag: libxml2 compares each with all before it."""
MAX_ATTRIBUTE_CHARACTERS = 10_000
"""Of a value that the second opinion is shown; longer ones (inlined images, application state) it would search."""

_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32)) + b"\x7f"
_EACH_CONTROL = tuple(_CONTROLS[at : at + 1] for at in range(len(_CONTROLS)))
_PIECE = rb"(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')"
_TAG = re.compile(rb"<[a-zA-Z]%s{0,%d}(%s?)" % (_PIECE, 4 * MAX_ATTRIBUTES, _PIECE))
"""A tag; its group is not empty where it has more pieces than so many attributes come to."""
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_INLINE = "a|b|i|u|em|strong|span|font|small|code|mark|sub|sup|q|abbr"
_CROWDED = etree.XPath(
    f"boolean(//*[count(*) > {CROWDED_INLINE_CHILDREN}]"
    f"[count(*) > {CROWDED_CHILDREN} or count({_INLINE}) > {CROWDED_INLINE_CHILDREN}])"
)
_LONG_VALUES = etree.XPath(f"//@*[string-length() > {MAX_ATTRIBUTE_CHARACTERS}]/..")
_DOCTYPE = re.compile(rb"\s*<\s?!\s?doctype[^>]{0,1000}>", re.IGNORECASE)
_SELF_CLOSED = re.compile(rb"(<html\b[^<>]{0,2000}?)\s*/>", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,300}\?>", re.IGNORECASE)


class Page(NamedTuple):
    """A parsed page and the parts of it that several steps read."""

    tree: Any
    """The root: plain elements of lxml.etree (those of lxml.html are each looked up in Python); no step changes it."""
    url: str | None
    meta: Mapping[str, tuple[str, ...]]
    """name, property, itemprop or http-equiv in lower case -> contents in order, white space folded, none empty."""
    elements: tuple[Any, ...] = ()
    """All of the tree in order. Held so that each is made an object of Python once, not once for every step."""

    @property
    def is_crowded(self) -> bool:
        """More elements, or more of them below one, than steps of quadratic time can be given."""
        return len(self.elements) > CROWDED_ELEMENTS or bool(_CROWDED(self.tree))

    def copy(self) -> Any:
        """The root of a copy, elements of lxml.html, the longest attribute values emptied."""
        from lxml import html

        parser = html.HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8")
        tree = html.document_fromstring(etree.tostring(self.tree, encoding="utf-8", method="html"), parser=parser)
        for element in _LONG_VALUES(tree):
            for name, value in element.items():
                if len(value) > MAX_ATTRIBUTE_CHARACTERS:
                    element.set(name, "")
        return tree


def parse(text: str, url: str | None) -> Page | NoArticle:
    """Parse once. NoArticle for what is too large, too deep or no HTML at all."""
    if len(text) > MAX_CHARACTERS:
        return NoArticle("too_large", f"{len(text)} characters of HTML, more than {MAX_CHARACTERS}")
    data = _bytes(text)
    if _has_attribute_bomb(data):
        return NoArticle("too_large", f"a tag with more than {MAX_ATTRIBUTES} attributes")
    parser = etree.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        return NoArticle("not_html", f"nothing that could be parsed: {error}"[:300])
    if tree is None:
        return NoArticle("not_html", "nothing that could be parsed: no element")
    for entry in parser.error_log:
        if "depth" in entry.message:
            return NoArticle("too_nested", "elements nested more than 256 deep")
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            return NoArticle("too_large", f"the parser stopped: {entry.message}"[:300])
    elements = tuple(itertools.islice(tree.iter(), MAX_ELEMENTS + 1))
    if len(elements) > MAX_ELEMENTS:
        return NoArticle("too_large", f"more than {MAX_ELEMENTS} elements")
    if len(data) > MAX_TEXT_CHARACTERS and (size := _text_characters(tree)) > MAX_TEXT_CHARACTERS:
        return NoArticle("too_large", f"{size} characters of text, more than {MAX_TEXT_CHARACTERS}")
    return Page(tree, url, _meta(tree), elements)


def _bytes(text: str) -> bytes:
    """What libxml2 reads without stumbling: no control characters, no doctype, no self-closed root."""
    data = text.encode("utf-8", "ignore")
    if any(control in data for control in _EACH_CONTROL):  # twenty-eight such looks are faster than one translation
        data = data.translate(None, _CONTROLS)
    head = data[:4096]
    fit = head
    for pattern, new in ((_DECLARATION, b""), (_DOCTYPE, b""), (_SELF_CLOSED, rb"\1>")):
        fit = pattern.sub(new, fit, count=1)
    return data if fit == head else fit + data[4096:]


def _has_attribute_bomb(data: bytes) -> bool:
    """Whether some tag has more than MAX_ATTRIBUTES attributes; the whole page is read for it only when it could."""
    limit = 2 * MAX_ATTRIBUTES
    if data.count(b"=") <= limit:
        tags = (piece[piece.rfind(b"<") + 1 :] for piece in _long_pieces(data, limit) if b"<" in piece)
        if not any(len(tag) > limit and tag[:1].isalpha() for tag in tags):
            return False
    return any(
        tag[1] or (len(tag[0]) > 2 * MAX_ATTRIBUTES and len(_QUOTED.sub(b" ", tag[0]).split()) > MAX_ATTRIBUTES)
        for tag in _TAG.finditer(data)
    )


def _long_pieces(data: bytes, limit: int) -> Iterator[bytes]:
    """What stands between two `>` and is longer than the limit; found by leaps of that length."""
    start = 0
    while len(data) - start > limit:
        last = data.rfind(b">", start, start + limit + 1)
        if last < 0:
            last = data.find(b">", start + limit)
            last = len(data) if last < 0 else last
            yield data[start:last]
        start = last + 1


def _text_characters(tree: Any) -> int:
    """Characters of all text outside scripts and styles."""
    unseen = sum(len(element.text or "") for element in tree.iter("script", "style", "noscript", "template"))
    return int(tree.xpath("string-length()")) - unseen


def _meta(tree: Any) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        attributes = element.attrib
        content = fold(attributes.get("content") or "")
        if content:
            for key in ("property", "name", "itemprop", "http-equiv"):
                if key in attributes:
                    name = attributes[key].strip().lower()
                    out[name] = (*out.get(name, ()), content) if len(out.get(name, ())) < 100 else out[name]
    return out


def fold(text: str) -> str:
    """White space of every kind as single spaces."""
    return " ".join(text.split())


def text_of(element: Any, limit: int = 2000) -> str:
    """The text of an element, folded; elements are word boundaries (`A<br>B` is two words)."""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > limit:
            break
    return fold(" ".join(parts))[:limit]
