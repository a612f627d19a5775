"""The elements of a feed under names that do not depend on prefixes, case or dialect; and what stands in them.

In: an lxml tree. Out: `Elements`, which names elements by fields.toml, and the readers of an element's text or markup.
"""

import base64
import binascii
import functools
import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from transforms.sources.feeds.links import nearer
from transforms.sources.feeds.model import Unreadable

XML = "{http://www.w3.org/XML/1998/namespace}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MAX_ANCESTORS = 300
MAX_GROWTH = 8
"""What is read as markup inside of elements, in lengths of the document; each is read for two fields."""
MAX_INNER_TEXT = 10_000
MAX_ATTRIBUTES = 100
"""Of one element. Reading them takes lxml a time that grows with their square."""
MAX_CHILDREN = 5_000
"""Of one entry or of a channel, entries not counted: later ones are not looked at."""
_DECLARATIONS = re.compile(r"\sxmlns(?::[\w.-]+)?=(?:\"[^\"]*\"|'[^']*')")
_HTML_TYPES = frozenset(("html", "text/html"))
_XHTML_TYPES = frozenset(("xhtml", "application/xhtml+xml", "application/xhtml"))
_TEXT_TYPES = frozenset(("text", "text/plain", "plain"))
_PLAIN_CONTAINER = re.compile(r"^<div(?:\s[^<>]*)?>(.*)</div>$", re.DOTALL)


class Names(NamedTuple):
    """fields.toml: prefixes of namespaces; for each name the fields that it may give and its place in their sources."""

    prefixes: Mapping[str, str]
    entry: Mapping[str, tuple[tuple[str, int], ...]]
    feed: Mapping[str, tuple[tuple[str, int], ...]]


@functools.cache
def rules() -> dict[str, Any]:
    """fields.toml as it stands."""
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))


@functools.cache
def names() -> Names:
    read = rules()
    prefixes = dict.fromkeys(read["base_namespaces"], "") | read["namespaces"]
    return Names(prefixes, _by_source(read["entry"]), _by_source(read["feed"]))


def _by_source(fields: Sequence[Mapping[str, Any]]) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for rule in fields:
        for place, source in enumerate(rule["sources"]):
            found[source] = (*found.get(source, ()), (rule["field"], place))
    return found


class Markup(NamedTuple):
    """The content of an element: as markup or as text, or unsaid (None), as in RSS."""

    value: str
    is_markup: bool | None


class Elements:
    """Names of the elements and attributes of one document; remembers those it has met."""

    __slots__ = ("_known", "_left", "_own", "has_base")

    def __init__(self, size: int, root: Any, *, has_base: bool) -> None:
        self._known: dict[str, str] = {}
        self._own = {_namespace(root.tag), *(_namespace(e.tag) for e in root[:3] if str(e.tag).endswith("}channel"))}
        self._left = MAX_GROWTH * (size + 1000)
        self.has_base = has_base
        """Whether the document uses xml:base at all: looking it up takes a walk to the root."""

    def name(self, tag: object) -> str:
        """`dc:creator` for an element of Dublin Core, `title` for one of RSS or Atom, `?:x` for an unknown one."""
        if not isinstance(tag, str):
            return ""  # a comment, an instruction or an entity
        known = self._known.get(tag)
        if known is None:
            known = self._known[tag] = _name(tag, self._own)
        return known

    def children(self, element: Any) -> dict[str, list[Any]]:
        """Child elements by name, in order; what stands in a media:group stands in the entry."""
        found: dict[str, list[Any]] = {}
        for child in element.iterchildren() if len(element) <= MAX_CHILDREN else element[:MAX_CHILDREN]:
            name = self.name(child.tag)
            found.setdefault(name, []).append(child)
            if name == "media:group":
                for inner in child[:MAX_CHILDREN]:
                    found.setdefault(self.name(inner.tag), []).append(inner)
        return found

    def content(self, element: Any) -> Markup:
        """What a text construct holds: markup, text, or, as in RSS, either (None)."""
        attributes = self.attributes(element)
        kind = attributes.get("type", "").lower().partition(";")[0].strip()
        mode = attributes.get("mode", "").lower()
        if len(element) == 1 and kind in _HTML_TYPES and not len(element[0]) and element[0].tag == f"{XHTML}div":
            return Markup(element[0].text or "", is_markup=True)  # escaped markup in a div that is not
        if len(element):
            return Markup(self._inner(element), is_markup=True)
        text = element.text or ""
        if mode == "base64" or (kind and "/" in kind and not kind.startswith("text/") and not kind.endswith("xml")):
            text = _unbase64(text)
        if kind in _HTML_TYPES or mode == "escaped":
            return Markup(text, is_markup=True)
        if kind in _XHTML_TYPES:
            return Markup(text, is_markup=None)  # text, unless somebody has escaped his XHTML
        return Markup(text, is_markup=False if kind in _TEXT_TYPES else None)

    def _inner(self, element: Any) -> str:
        """The markup in an element; XHTML without its namespace, and without the div that Atom asks for around it.

        Raises Unreadable where that comes to many times the document: elements that are never closed hold all the
        rest of it, and each other.
        """
        from lxml import etree

        for node in element.iter(f"{XHTML}*"):
            node.tag = node.tag[len(XHTML) :]
        pieces = [html.escape(element.text or "", quote=False)]
        pieces += [etree.tostring(child, encoding="unicode") for child in element]
        markup = _DECLARATIONS.sub("", "".join(pieces)).strip()
        self._left -= len(markup)
        if self._left < 0:
            raise Unreadable("too_nested", "elements that hold each other's text")
        whole = _PLAIN_CONTAINER.match(markup)
        if whole and len(element) == 1 and not (element.text or "").strip():
            return whole[1].strip()
        return markup

    def attributes(self, element: Any) -> dict[str, str]:
        """Attributes by name, as for elements; none of an element that has absurdly many."""
        attributes = element.attrib
        if not attributes or len(attributes) > MAX_ATTRIBUTES:
            return {}
        return {self.name(key): value for key, value in attributes.items()}

    def base(self, element: Any, document: str | None) -> str | None:
        """What relative links in this element are relative to by xml:base; `document` where none is set."""
        if not self.has_base:
            return document
        written = [found for node in _upwards(element) if (found := node.get(f"{XML}base"))]
        base = document
        for one in reversed(written):
            base = nearer(base, one)
        return base


class Said:
    """What an entry (or a feed of itself) says: elements and attributes of each field, in the order of its sources."""

    __slots__ = ("_fields", "attributes", "children")

    def __init__(self, element: Any, elements: Elements, fields: Mapping[str, tuple[tuple[str, int], ...]]) -> None:
        self.children = elements.children(element)
        self.attributes = elements.attributes(element)
        found: dict[str, list[tuple[int, str]]] = {}
        for source in (*self.children, *(f"@{key}" for key in self.attributes)):
            for field, place in fields.get(source, ()):
                found.setdefault(field, []).append((place, source))
        self._fields = found

    def sources(self, field: str) -> list[str]:
        """The names of those sources of a field that are there."""
        found = self._fields.get(field)
        if not found:
            return []
        return [source for _, source in (sorted(found) if len(found) > 1 else found)]

    def elements(self, field: str) -> list[Any]:
        """The elements that may give a field."""
        return [element for source in self.sources(field) for element in self.children.get(source, ())]

    def texts(self, field: str) -> list[str]:
        """What elements and attributes say of a field, blanks left out."""
        found: list[str] = []
        for source in self.sources(field):
            written = [self.attributes[source[1:]]] if source[0] == "@" else map(text_of, self.children[source])
            found += [text for text in written if text and not text.isspace()]
        return found


def language(element: Any) -> str | None:
    """xml:lang of the element or of the nearest that has one around it."""
    return next((found for node in _upwards(element) if (found := node.get(f"{XML}lang")) is not None), None)


def text_of(element: Any) -> str:
    """All text in an element; of one that holds others, no more than any text of a feed may have."""
    if not len(element):
        return element.text or ""
    pieces: list[str] = []
    left = MAX_INNER_TEXT
    for piece in element.itertext():
        pieces.append(piece[:left])
        left -= len(piece)
        if left <= 0:
            break
    return "".join(pieces)


def as_html(content: Markup) -> str:
    """Content as markup: text becomes markup that shows it."""
    return html.escape(content.value, quote=False) if content.is_markup is False else content.value


def _namespace(tag: str) -> str:
    return tag[1:].rpartition("}")[0] if tag[0] == "{" else ""


def _name(tag: str, own: Set[str]) -> str:
    """`own`: the namespaces of root and channel. Where they are unknown, they are those of a feed all the same."""
    namespace, local = _namespace(tag), tag.rpartition("}")[2].lower()
    if not namespace:
        return local  # an undeclared prefix stays in the name, and is the customary one
    uri = namespace.lower().strip()
    if uri == XML[1:-1].lower():
        return f"xml:{local}"
    prefix = names().prefixes.get(uri)
    if prefix is None:
        prefix = "" if namespace in own or "backend.userland.com/rss" in uri else "?"
    return f"{prefix}:{local}" if prefix else local


def _upwards(element: Any) -> Iterator[Any]:
    node = element
    for _ in range(MAX_ANCESTORS):
        if node is None:
            return
        yield node
        node = node.getparent()


def _unbase64(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
