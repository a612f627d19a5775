"""A broken XML document -> one that a parser reads without losing text. Only for documents that are not well-formed.

In: the text of a document from its root element on. Out: the same, with what is broken made plain: characters that XML
has not are gone, ampersands and less-than signs that are text are escaped, references are characters, and every element
is closed where its parent ends. An entry that begins inside of another ends that one: entries never nest.

Linear in the document. What is left for a recovering parser are namespaces: prefixes that nobody declared.
"""

import re
from collections.abc import Mapping
from html.entities import html5

from transforms.sources.feeds.model import Unreadable

MAX_DEPTH = 200
"""Elements inside of each other; deeper ones are text of the last."""
MAX_REFERENCES = 1_000_000
"""In one document; each becomes up to five characters."""
MAX_EXPANDED = 1024 * 1024
"""Characters that declared entities may stand for in one document, all their uses together."""
ROOTS = frozenset(
    ("rss", "rdf:rdf", "rdf", "feed", "channel", "urlset", "sitemapindex", "opml", "html", "head", "body")
)
"""Elements that a document may consist of. Other ones may be feeds as well, where prefixes are unusual."""
ENTRIES = frozenset(("item", "entry", "url"))
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_XML_ENTITIES = {"amp": "&#38;", "lt": "&#60;", "gt": "&#62;", "quot": "&#34;", "apos": "&#39;"}
"""As numbers: after a first fault libxml2 drops what is named."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][\w.-]{0,60});)?")
_NAME = r"[A-Za-z_][\w.-]{0,100}+(?::[A-Za-z_][\w.-]{0,100}+)?"
_TAG = re.compile(rf"<(/?)({_NAME})((?:\s(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+'){{0,1000}})?/?)>")
_DAMAGED_TAG = re.compile(
    r"<(/?)(rss|rdf:RDF|feed|channel|item|entry|urlset|url|title|link|description|guid|id)\b([^<>]*)>"
)
"""Elements that carry a feed: theirs are tags whatever has become of their attributes."""
_ATTRIBUTE = re.compile(rf"\s({_NAME})(?=[\s=/]|$)\s*+(?:=\s*+(\"[^<\"]*+\"|'[^<']*+'|[^\s\"'<>]++))?")
_SOUND = re.compile(rf"(?:\s++{_NAME}\s*+=\s*+(?:\"[^<\"]*+\"|'[^<']*+')){{0,500}}\s*+/?")
_SECTIONS = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))


def repaired(source: str, entities: Mapping[str, str]) -> str:
    """The document, balanced and with its references replaced. Raises Unreadable where entities grow too much."""
    balanced = _balanced(_ILLEGAL.sub("", source))
    first = _TAG.search(balanced)
    if first and first[2].lower() not in ROOTS and _ENTRY.search(balanced):
        balanced = f"<channel>{balanced}</channel>"  # the root itself is beyond repair
    return with_characters(balanced, entities)


def _balanced(source: str) -> str:
    pieces: list[str] = []
    opened: list[str] = []
    endless: set[str] = set()
    at = 0
    while (start := source.find("<", at)) >= 0:
        if opened:  # text outside of every element is no content
            pieces.append(_text(source[at:start]))
        section = _section(source, start, endless)
        if section is not None:
            if opened and source.startswith("<![CDATA[", start):
                pieces.append(source[start:section])
            at = section
        elif match := _TAG.match(source, start) or _DAMAGED_TAG.match(source, start):
            at = match.end()
            pieces.append(_close(match[2], opened) if match[1] else _open(match, opened))
        else:
            pieces += ["&lt;"] if opened else []
            at = start + 1
    pieces += [_text(source[at:])] if opened else []
    pieces += [f"</{name}>" for name in reversed(opened)]
    return "".join(pieces)


def _text(text: str) -> str:
    return text.replace("]]>", "]]&#62;")


def _section(source: str, start: int, endless: set[str]) -> int | None:
    """Where a CDATA section, comment or instruction that begins here ends; None where none begins. `endless` keeps the
    kinds for which no end is left, so that it is looked for once."""
    for opening, closing in _SECTIONS:
        if source.startswith(opening, start):
            end = -1 if opening in endless else source.find(closing, start + len(opening))
            if end < 0:
                endless.add(opening)
                return None
            return end + len(closing)
    return None


def _open(match: re.Match[str], opened: list[str]) -> str:
    name, before = match[2], ""
    tag = match[0] if _is_sound(match[3]) else f"<{name}{_attributes(match[3])}>"
    if tag.endswith("/>"):
        return tag
    if name.rpartition(":")[2].lower() in ENTRIES and name in opened:
        before = _close(name, opened)
    if len(opened) >= MAX_DEPTH:
        return before
    opened.append(name)
    return before + tag


def _is_sound(attributes: str) -> bool:
    """Whether all have quotes and a name of their own."""
    if not _SOUND.fullmatch(attributes):
        return False
    written = _ATTRIBUTE.findall(attributes) if attributes.count("=") > 1 else []
    return len({name for name, _ in written}) == len(written)


def _attributes(written: str) -> str:
    """Attributes with quotes, each name once."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match[2] or ""
        found.setdefault(match[1], value if value[:1] in ("'", '"') else f'"{value}"')
    return "".join(f" {name}={value}" for name, value in found.items()) + ("/" if written.endswith("/") else "")


def _close(name: str, opened: list[str]) -> str:
    """The end tags down to this element's; nothing where it is not open."""
    if name not in opened:
        return ""
    closed = []
    while True:
        closed.append(f"</{opened[-1]}>")
        if opened.pop() == name:
            return "".join(closed)


def with_characters(source: str, entities: Mapping[str, str]) -> str:
    """With the characters for all references but XML's own; outside of CDATA, where an ampersand is an ampersand."""
    found = source.count("&")
    if not found:
        return source
    if found > MAX_REFERENCES:
        raise Unreadable("too_large", f"more than {MAX_REFERENCES} signs '&' in a document that has to be repaired")
    expanded = 0

    def character(match: re.Match[str]) -> str:
        nonlocal expanded
        name = match[1]
        if name is None:
            return "&#38;"
        if name in _XML_ENTITIES:
            return _XML_ENTITIES[name]
        if name[0] == "#":
            return match[0] if _is_xml_character(name) else ""
        if name not in entities:
            known = html5.get(f"{name};")
            return _escaped(known) if known else f"&#38;{name};"
        expanded += len(entities[name])
        if expanded > MAX_EXPANDED:
            raise Unreadable("too_large", f"entities that stand for more than {MAX_EXPANDED} characters")
        return _escaped(entities[name])

    pieces: list[str] = []
    at = 0
    while at < len(source):
        start = source.find("<![CDATA[", at)
        end = source.find("]]>", start) if start >= 0 else -1
        if start < 0 or end < 0:
            start = end = len(source)
        pieces.append(_AMPERSAND.sub(character, source[at:start]))
        pieces.append(source[start:end])
        at = end
    return "".join(pieces)


def _is_xml_character(reference: str) -> bool:
    code = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
    return code in (9, 10, 13) or any(
        low <= code <= high for low, high in ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&#38;").replace("<", "&#60;")
