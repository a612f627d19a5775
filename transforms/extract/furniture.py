"""Furniture inside the text: an ordered table of rules (furniture.toml) with evidence from the page.

In: the blocks chosen as the article's. Out: those that stay, and what was removed by which rule. The rules of the room
`clean` go by words and work on plain text too; these need the page.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from transforms.extract.blocks import HEADINGS, Block, Node
from transforms.extract.features import box_of, squeeze
from transforms.extract.hints import bit
from transforms.extract.layout import Layout
from transforms.extract.model import Removed

LINKED = 0.95
MIN_HEADLINE_WORDS = 4
MAX_TRAILING = 120
"""Characters of a line that only announces."""
_QUOTING = frozenset(("blockquote", "aside", "figure", "figcaption", "p", "div"))
_QUOTE = bit("quote") | bit("media") | bit("sidebar")
_TEASER = bit("teaser") | bit("related") | bit("signup")
_SIGNUP = bit("signup")
_ADVERT = bit("advert")
MAX_SIGNUP, MAX_SIGNUP_SHARE = 900, 0.25
"""Characters of a box that asks to sign up, and of its prose against the core's."""
MAX_LABEL_WORDS = 8

MIN_QUOTED_WORDS = 6
MAX_CLOCK = 40
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|Uhr|hrs?|[A-Z]{2,5})?(?:\s*\([A-Z]{2,5}\))?\W*")
"""A time of day, with a zone: `14:40 EAT`, `2.15 p.m.`"""


class Around(NamedTuple):
    """What evidence is looked for in."""

    layout: Layout
    last: bool
    """Whether nothing of the text is below."""
    texts: Callable[[], Sequence[str]]
    """All chosen blocks, squeezed."""
    titled: Node | None
    """The element of the heading that shows the page's title, where the page has more than one h1."""


Evidence = Callable[[Block, Around], bool]


def remove(blocks: Sequence[Block], layout: Layout, title: Block | None) -> tuple[list[Block], tuple[Removed, ...]]:
    """(blocks that stay, what was removed, in the order of the page). `title`: the heading that shows the title."""
    kept: list[Block] = []
    removed: list[Removed] = []
    texts = functools.cache(lambda: [squeeze(block.text) for block in blocks])
    titled = title.node if title is not None and title.node.tag == "h1" else None
    for block in reversed(blocks):
        around = Around(layout, not kept, texts, titled)
        rule = next((rule for rule, holds in rules() if holds(block, around)), None)
        if rule is None:
            kept.append(block)
        else:
            removed.append(Removed(rule, block.text))
    if not kept:
        return list(blocks), ()
    return kept[::-1], tuple(removed[::-1])


@functools.cache
def rules() -> tuple[tuple[str, Evidence], ...]:
    """(id, evidence) in order. KeyError for evidence that there is not."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["rule"]
    return tuple((rule["id"], _EVIDENCE[rule["evidence"]]) for rule in read)


def _linked_capitals(block: Block, around: Around) -> bool:
    text = block.text
    return block.linked >= LINKED * len(text) and text.count(" ") >= MIN_HEADLINE_WORDS - 1 and text.isupper()


def _teaser_box(block: Block, around: Around) -> bool:
    box = box_of(block.node, around.layout)
    if box is None or not box.heads:
        return False
    marks, node = box.marks, block.node
    while node is not box and node.parent is not None:
        marks |= node.marks
        node = node.parent
    return bool(marks & _TEASER)


def _trailing_heading(block: Block, around: Around) -> bool:
    text = block.text
    return around.last and len(text) <= MAX_TRAILING and (block.node.tag in HEADINGS or text.endswith(":"))


def _quoted_again(block: Block, around: Around) -> bool:
    if block.node.tag == "p" and not (block.marks | _marks_near(block)) & _QUOTE:
        return False
    if block.words < MIN_QUOTED_WORDS or block.node.tag not in _QUOTING:
        return False
    own = squeeze(block.text)
    return any(len(text) > len(own) and own in text for text in around.texts())


def _signup_box(block: Block, around: Around) -> bool:
    layout = around.layout
    node: Node | None = block.node
    while node is not None and node not in layout.above_core and node not in layout.above_root:
        if (node.marks & _SIGNUP or node.tag == "form") and node.chars <= MAX_SIGNUP:
            return node.mass <= MAX_SIGNUP_SHARE * layout.core.mass
        node = node.parent
    return False


def _advert_label(block: Block, around: Around) -> bool:
    return block.words <= MAX_LABEL_WORDS and bool((block.marks | _marks_near(block)) & _ADVERT)


def _next_article(block: Block, around: Around) -> bool:
    """Whether it stands beside the titled element, in one that the template made alike and that has its own h1."""
    titled = around.titled
    if titled is None:
        return False
    beside = {}
    while titled is not None:
        beside[titled.parent] = titled
        titled = titled.parent
    node: Node | None = block.node
    while node is not None:
        own = beside.get(node.parent)
        if own is not None:
            return own is not node and own.signature == node.signature and node.titles > 0
        node = node.parent
    return False


def _clock(block: Block, around: Around) -> bool:
    return len(block.text) <= MAX_CLOCK and _CLOCK.fullmatch(block.text) is not None


def _marks_near(block: Block) -> int:
    parent = block.node.parent
    return block.node.marks | (parent.marks if parent is not None else 0)


_EVIDENCE: dict[str, Evidence] = {
    "linked_capitals": _linked_capitals,
    "teaser_box": _teaser_box,
    "trailing_heading": _trailing_heading,
    "quoted_again": _quoted_again,
    "clock": _clock,
    "signup_box": _signup_box,
    "advert_label": _advert_label,
    "next_article": _next_article,
}
