"""One walk over the page's tree: its text as blocks, each with the elements above it.

In: a Page. Out: Blocks in reading order, a paragraph, heading, list item, cell or run of text between elements each,
and the block-level elements (Node) above them. Nothing is judged here. What can never be text of an article (scripts,
menus, form controls) is not walked into.
"""

import re
from typing import Any

from transforms.extract.hints import MAX_NAME, bit, elements, is_hidden, marks_of, role_of
from transforms.extract.page import Page

MAX_BLOCKS = 6_000
"""Blocks of a page; what follows is left out. A live blog of a whole day has 2,000."""

SKIPPED, INLINE = elements("skipped"), elements("inline")
PROSE_CHARACTERS, PROSE_WORDS, PROSE_LINKED = 25, 13, 0.4
"""A block of so many characters and words, of which at most this share is linked, counts as prose."""
DENSE, CHARACTERS_A_WORD = 14, 2
"""A text with so many characters to each space writes its words without; then so many characters are a word."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_READ = frozenset(
    ("class", "id", "style", "hidden", "aria-hidden", "role", "itemprop", "data-testid", "data-component")
)
"""Attributes that name or hide a part; the rest is passed over."""
_BREAK, _LINK, _END = "\0", "\x01", "\x02"
"""Characters that no page has (page.parse takes control characters out) mark breaks and the bounds of links."""
_BLANK = "\0\x01\x02 \t\n\r\x0b\x0c\x85\xa0\u2009\u200b\u2028\u2029\u202f\u3000\ufeff"
"""What a run of nothing is made of."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FRAMES = {
    "nav": ("article", "h1"),
    "footer": ("article", "h1"),
    "header": ("p", "h1", "h2", "article"),
    "noscript": (),
}
"""Elements around the text, and what must not be in one that is left out."""
_OUTER = frozenset(("body", "div"))
_WHOLE = 0.8
"""An inline element with this share of a block's characters holds the block."""
_HIDDEN = bit("hidden")


class Node:
    """A block-level element above some block."""

    __slots__ = (
        "apart",
        "blocks",
        "chars",
        "heads",
        "linked",
        "marks",
        "mass",
        "parent",
        "signature",
        "stage",
        "tag",
        "titles",
    )

    def __init__(self, parent: "Node | None", tag: str, marks: int, signature: str, stage: int, apart: bool) -> None:
        self.parent, self.tag = parent, tag
        self.marks = marks
        """Of its own names (hints.marks_of)."""
        self.signature = signature
        """Tag and class list: what the page's template made alike."""
        self.stage = stage
        """Of a root (hints.role_of); 0: none."""
        self.apart = apart
        """Whether its names say that it is none of the article."""
        self.mass = 0.0
        """Characters of prose inside."""
        self.chars = self.linked = self.blocks = self.heads = self.titles = 0
        """Characters, those in links, blocks, linked headings and h1 inside."""


class Block:
    """A run of text."""

    __slots__ = ("anchors", "bold", "linked", "marks", "mass", "node", "text", "words")

    def __init__(self, node: Node, text: str, linked: int, anchors: int, marks: int, bold: bool) -> None:
        self.node = node
        self.text = text
        """White space folded; `<br>` is a line break."""
        self.linked, self.anchors = linked, anchors
        """Characters inside links, and links."""
        self.marks = marks
        """Of the inline element that holds all of it."""
        self.bold = bold
        self.words = text.count(" ") + text.count("\n") + 1
        """Words; of a script that writes none apart, as many as its characters stand for."""
        if self.words * DENSE < len(text) and not text.isascii():
            self.words = len(text) // CHARACTERS_A_WORD
        size = len(text)
        is_prose = size >= PROSE_CHARACTERS and self.words >= PROSE_WORDS and linked <= PROSE_LINKED * size
        self.mass = float(size - linked) if is_prose else 0.0
        """Characters of prose: none where it is short or mostly linked."""


def segment(page: Page) -> list[Block]:
    """The blocks of a page in reading order."""
    body = page.tree.find("body")
    walker = _Walker()
    top = Node(None, "body", 0, "body", 0, False)
    walker.walk(page.tree if body is None else body, top, 0, False)
    if walker.parts:
        walker.flush(top)
    return walker.blocks


class _Walker:
    """Collects the text of inline elements until a block-level one begins or ends. Depth is bounded by page.parse."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.inline: dict[int, int] = {}
        self.bold = 0
        self.linked = False

    def walk(self, element: Any, node: Node, marks: int, strong: bool) -> None:
        """Everything in an element; `marks` and `strong` are of the inline elements around."""
        parts = self.parts
        plain = not marks and not strong
        text = element.text
        if text and (parts or not text.isspace()):
            if plain:
                parts.append(text)
            else:
                self.add(text, marks, strong)
        for child in element:
            tag = child.tag
            if tag in INLINE:
                self.enter_inline(child, tag, node, marks, strong)
            elif tag == "br":
                parts.append(_BREAK)
            elif tag not in SKIPPED and isinstance(tag, str):
                self.enter_block(child, tag, node)
            elif tag == "button" and node.tag in HEADINGS:
                self.enter_inline(child, tag, node, marks, strong)
            text = child.tail
            if text and (parts or not text.isspace()):
                if plain:
                    parts.append(text)
                else:
                    self.add(text, marks, strong)

    def enter_inline(self, child: Any, tag: str, node: Node, marks: int, strong: bool) -> None:
        own, link = 0, False
        for key, value in child.items():
            if key == "class":
                value = value[:MAX_NAME]
                if is_hidden(value):
                    return
                own = marks_of(value)
            elif key == "href":
                link = tag == "a" and not self.linked
            elif (
                (key == "style" and _UNSEEN.search(value))
                or key == "hidden"
                or (key == "aria-hidden" and value == "true")
            ):
                return
        if link:
            self.linked = True
            self.parts.append(_LINK)
        self.walk(child, node, marks | own, strong or tag == "b" or tag == "strong")
        if link:
            self.linked = False
            self.parts.append(_END)

    def enter_block(self, child: Any, tag: str, node: Node) -> None:
        if self.parts:
            self.flush(node)
        if len(self.blocks) >= MAX_BLOCKS or (tag in _FRAMES and _is_menu(child, tag)):
            return
        leaf = ""
        if not len(child) and not self.linked and tag != "pre":
            leaf = " ".join((child.text or "").split())
            if not leaf or not (leaf.isascii() or leaf.strip(_BLANK)):
                return
        marks, class_, ident, role, itemprop = 0, "", "", "", ""
        for key, value in child.items():
            if key not in _READ:
                continue
            if key == "class":
                class_ = value
            elif key == "id":
                ident = value
            elif key == "style":
                if _UNSEEN.search(value):
                    marks |= _HIDDEN
                continue
            elif key == "hidden" or key == "aria-hidden":
                if key == "hidden" or value == "true":
                    marks |= _HIDDEN
                continue
            elif key == "role":
                role = value
            elif key == "itemprop":
                itemprop = value
            marks |= marks_of(value[:MAX_NAME])
        stage, apart = role_of(tag, class_[:MAX_NAME], ident[:MAX_NAME], role[:MAX_NAME], itemprop[:MAX_NAME])
        inner = Node(node, tag, marks, f"{tag}.{class_}", stage, apart)
        if leaf:  # a run of text and nothing else, as most paragraphs are
            self.blocks.append(Block(inner, leaf, 0, 0, 0, False))
            return
        self.walk(child, inner, 0, False)
        if tag == "pre":
            self.parts[:] = [part.replace("\n", _BREAK) for part in self.parts]
        if self.parts:
            self.flush(inner)

    def add(self, text: str, marks: int, strong: bool) -> None:
        self.parts.append(text)
        if marks or strong:
            size = len(text)
            if strong:
                self.bold += size
            if marks:
                self.inline[marks] = self.inline.get(marks, 0) + size

    def flush(self, node: Node) -> None:
        """The text since the last block-level boundary becomes blocks of the node, one between two double breaks."""
        parts = self.parts
        text = "".join(parts)
        if not (self.inline or self.bold or self.linked or _LINK in text or _BREAK in text):  # most of them
            parts.clear()
            folded = " ".join(text.split())
            if folded and (folded.isascii() or folded.strip(_BLANK)) and len(self.blocks) < MAX_BLOCKS:
                self.blocks.append(Block(node, folded, 0, 0, 0, False))
            return
        text = text.replace(_END + _LINK, f"{_END} {_LINK}")
        parts.clear()
        if self.linked:
            parts.append(_LINK)
        if bare := text.strip(_BLANK):
            marks = 0
            if len(self.inline) == 1:
                for bits, covered in self.inline.items():
                    marks = bits if covered > _WHOLE * len(bare) else 0
            elif self.inline:
                marks = self.covering(_WHOLE * len(bare))
            self.cut(node, text, marks, self.bold > _WHOLE * len(bare))
        if self.inline:
            self.inline.clear()
        self.bold = 0

    def covering(self, enough: float) -> int:
        """The marks that cover so many characters, each counted over all spans that have it."""
        sums: dict[int, int] = {}
        for bits, covered in self.inline.items():
            while bits:
                lowest = bits & -bits
                sums[lowest] = sums.get(lowest, 0) + covered
                bits ^= lowest
        return sum(lowest for lowest, covered in sums.items() if covered > enough)

    def cut(self, node: Node, text: str, marks: int, bold: bool) -> None:
        if _BREAK not in text:
            self.block(node, [text], marks, bold, inside=False)
            return
        lines: list[str] = []
        inside = started = False
        for line in text.split(_BREAK):
            if line.strip(_BLANK):
                if not lines:
                    started = inside
                lines.append(line)
            elif lines:
                self.block(node, lines, marks, bold, started)
                lines = []
            last = max(line.rfind(_LINK), line.rfind(_END))
            if last >= 0:
                inside = line[last] == _LINK
        if lines:
            self.block(node, lines, marks, bold, started)

    def block(self, node: Node, lines: list[str], marks: int, bold: bool, inside: bool) -> None:
        raw = _BREAK.join(lines)
        linked = anchors = 0
        if inside or _LINK in raw:
            for at, piece in enumerate(raw.split(_LINK)):
                if at or inside:
                    size = len(" ".join(piece.split(_END, 1)[0].replace(_BREAK, " ").split()))
                    linked += size
                    anchors += size > 0
        raw = raw.replace(_LINK, "").replace(_END, "")
        text = "\n".join(folded for line in raw.split(_BREAK) if (folded := " ".join(line.split())))
        if text and len(self.blocks) < MAX_BLOCKS:
            self.blocks.append(Block(node, text, linked, anchors, marks, bold))


def _is_menu(element: Any, tag: str) -> bool:
    """Menus and the page's own head and foot, unless a template wrapped the text in them; what scripts replace."""
    if tag == "noscript":
        return element.find(".//p") is None
    if tag != "nav" and element.getparent().tag not in _OUTER:
        return False
    return all(element.find(f".//{inner}") is None for inner in _FRAMES[tag])
