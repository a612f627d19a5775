"""Furniture inside the text: an ordered table of rules (furniture.toml) with evidence from the page.

In: the blocks chosen as the article's. Out: those that stay, and what was removed by which rule. The rules of the room
`clean` go by words and work on plain text too; these need the page.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from transforms.extract.blocks import HEADINGS, Block, Node
from transforms.extract.features import box_of, squeeze
from transforms.extract.hints import bit
from transforms.extract.layout import ROOT_MASS, Layout
from transforms.extract.model import Removed

MAX_SHARE = 1 / 3
"""Of the text that a rule may take; what it goes by is how a page sets its text, when it would take more."""
LARGE = frozenset(("next-article",))
"""Rules that may take more: there may be many next articles."""
LINKED = 0.95
MIN_HEADLINE_WORDS = 4
MAX_TRAILING = 120
"""Characters of a line that only announces."""
MIN_QUOTED_WORDS = 6
MAX_CLOCK = 40
MAX_SIGNUP, MAX_SIGNUP_SHARE = 900, 0.25
"""Characters of a box that asks to sign up, and of its prose against the core's."""
MAX_LABEL_WORDS = 8
MAX_ENTRY_WORDS = 15

_CLOCK = re.compile(
    r"\W*(\d{1,2})([:.h])(\d{2})(?::\d{2})?\s*([ap]\.?m\.?|Uhr|hrs?|[A-Z]{2,5})?(?:\s*\([A-Z]{2,5}\))?\W*"
)
"""A time of day, with a zone: `14:40 EAT`, `2.15 p.m.`"""
_QUOTING = frozenset(("blockquote", "aside"))
_QUOTE, _SIGNUP, _ADVERT = bit("quote"), bit("signup"), bit("advert")
_TEASER = bit("teaser") | bit("related") | bit("signup")


class Around(NamedTuple):
    """What evidence is looked for in."""

    layout: Layout
    last: bool
    """Whether nothing of the text is below."""
    text: Callable[[], str]
    """All chosen blocks, squeezed, a line each."""
    headings: Callable[[], frozenset[str]]
    """Those that are headings."""
    titled: Mapping[Node, Node]
    """The elements above the heading that shows the title, by their parents."""
    headed: frozenset[Node]
    """The elements that hold a heading of the title's kind."""


Evidence = Callable[[Block, Around], bool]


def remove(
    chosen: Sequence[Block], layout: Layout, title: Block | None = None, blocks: Sequence[Block] = ()
) -> tuple[list[Block], tuple[Removed, ...]]:
    """(blocks that stay, what was removed, in the order of the page).

    chosen: the article's blocks; title: the heading that shows the title; blocks: all of the page.
    """
    text = functools.cache(lambda: "\n".join(squeeze(block.text) for block in chosen))
    headings = functools.cache(lambda: frozenset(squeeze(block.text) for block in chosen if block.node.tag in HEADINGS))
    titled, headed = _next_to(title, blocks)
    skipped: set[str] = set()
    total = sum(len(block.text) for block in chosen)
    while True:
        kept: list[Block] = []
        removed: list[Removed] = []
        for block in reversed(chosen):
            around = Around(layout, not kept, text, headings, titled, headed)
            rule = next((rule for rule, holds in rules() if rule not in skipped and holds(block, around)), None)
            if rule is None:
                kept.append(block)
            else:
                removed.append(Removed(rule, block.text))
        sizes: dict[str, int] = {}
        for rule_id, taken in removed:
            sizes[rule_id] = sizes.get(rule_id, 0) + len(taken)
        flooding = {rule_id for rule_id, size in sizes.items() if size > MAX_SHARE * total and rule_id not in LARGE}
        if not flooding:
            return (kept[::-1], tuple(removed[::-1])) if kept else (list(chosen), ())
        skipped |= flooding


@functools.cache
def rules() -> tuple[tuple[str, Evidence], ...]:
    """(id, evidence) in order. KeyError for evidence that there is not."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["rule"]
    return tuple((rule["id"], _EVIDENCE[rule["evidence"]]) for rule in read)


def _linked_capitals(block: Block, around: Around) -> bool:
    text = block.text
    return block.linked >= LINKED * len(text) and block.words >= MIN_HEADLINE_WORDS and text.isupper()


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
    node = block.node
    quoting = node.tag in _QUOTING or (node.parent is not None and node.parent.tag in _QUOTING)
    if not quoting and not (block.marks | _marks_near(block, around)) & _QUOTE:
        return False
    return block.words >= MIN_QUOTED_WORDS and around.text().count(squeeze(block.text)) > 1


def _contents_entry(block: Block, around: Around) -> bool:
    if block.node.tag != "li" or block.words > MAX_ENTRY_WORDS:
        return False
    return squeeze(block.text) in around.headings()


def _clock(block: Block, around: Around) -> bool:
    if len(block.text) > MAX_CLOCK or block.node.tag in ("td", "th"):
        return False
    match = _CLOCK.fullmatch(block.text)
    return match is not None and int(match[1]) < 24 and int(match[3]) < 60 and (match[2] != "." or bool(match[4]))


def _signup_box(block: Block, around: Around) -> bool:
    layout = around.layout
    node: Node | None = block.node
    while node is not None and node not in layout.above_core and node not in layout.above_root:
        if (node.marks & _SIGNUP or node.tag == "form") and node.chars <= MAX_SIGNUP:
            return node.mass <= MAX_SIGNUP_SHARE * layout.core.mass
        node = node.parent
    return False


def _advert_label(block: Block, around: Around) -> bool:
    return (
        block.words <= MAX_LABEL_WORDS
        and block.text[-1] not in ".!?"
        and bool((block.marks | _marks_near(block, around)) & _ADVERT)
    )


def _marks_near(block: Block, around: Around) -> int:
    """Of its element and the one above, below core and root: names of what holds the text say nothing of a part."""
    out = 0
    for near in (block.node, block.node.parent):
        if near is None or near in around.layout.above_core or near in around.layout.above_root:
            break
        out |= near.marks
    return out


def _next_article(block: Block, around: Around) -> bool:
    """Whether it stands beside the titled article, in an element of the same make that has a headline of its own."""
    node = block.node
    while node.parent is not None:
        own = around.titled.get(node.parent)
        if own is not None:
            return own is not node and own.signature == node.signature and node in around.headed and _is_article(own)
        node = node.parent
    return False


def _is_article(node: Node) -> bool:
    return node.mass >= ROOT_MASS and (node.stage > 0 or node.tag == "article")


def _next_to(title: Block | None, blocks: Sequence[Block]) -> tuple[dict[Node, Node], frozenset[Node]]:
    """For next_article: the elements above the title by their parents, and those above headings of its kind."""
    if title is None:
        return {}, frozenset()
    name = title.node.signature.partition(".")[2]
    headings = [
        block.node
        for block in blocks
        if block.node.tag in HEADINGS
        and (block.node.tag == "h1" or (name and block.node.signature.partition(".")[2] == name))
    ]
    if len(headings) < 2:
        return {}, frozenset()
    titled = {node.parent: node for node in _upwards(title.node) if node.parent is not None}
    return titled, frozenset(node for heading in headings for node in _upwards(heading))


def _upwards(node: Node | None) -> list[Node]:
    out = []
    while node is not None:
        out.append(node)
        node = node.parent
    return out


_EVIDENCE: dict[str, Evidence] = {
    "linked_capitals": _linked_capitals,
    "teaser_box": _teaser_box,
    "trailing_heading": _trailing_heading,
    "quoted_again": _quoted_again,
    "clock": _clock,
    "contents_entry": _contents_entry,
    "signup_box": _signup_box,
    "advert_label": _advert_label,
    "next_article": _next_article,
}
