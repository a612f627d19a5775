"""The main text of a page: which of its blocks are the article's, and a second opinion where that is unsure.

    Page --blocks--> --layout, features, scoring--> probabilities --> chosen blocks --furniture--> paragraphs
                                                        \\-- unsure: trafilatura on a copy; the chooser decides

In: a Page and its structured data. Out: Text. Measured on labelled news and web pages (docs/extraction.md).
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import NamedTuple

from transforms.extract import furniture, layout, scoring, second
from transforms.extract.blocks import HEADINGS, Block, Node, segment
from transforms.extract.features import Known, squeeze
from transforms.extract.jsonld import Structured
from transforms.extract.model import Removed
from transforms.extract.page import Page, fold, text_of

TAKEN = 0.5
"""A block of at least this probability is the article's."""
DOUBTED, ALIKE, MAX_LINKED = 0.15, 0.8, 0.3
"""A paragraph of less than TAKEN is taken too when so much of the prose in elements like its own beside it is, unless
it is linked to this share."""
UNSURE = (0.25, 0.75)
MAX_UNSURE = 0.3
"""Characters in unsure blocks, for each in taken ones, from which a second opinion is asked."""
ENOUGH = 4_500
"""Characters in taken blocks that need none: on pages of so much text the second was never the longer one."""
LOST = 0.8
"""The second opinion is taken when the first is shorter than this share of it."""
STRUCTURED = 2.0
"""The page's own articleBody is taken when it is so many times longer than what was found in the page."""
MIN_STRUCTURED = 400
"""Characters of an articleBody that counts."""
MAX_KNOWN, MAX_STRUCTURED, MAX_POSTS = 200_000, 600_000, 2_000
MIN_TITLE = 15
"""Letters of a part of the title that shows it."""
_LINE_TAG = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
MIN_PROSE = 40
"""Characters of a text that may be a sentence."""
MAX_ABOVE = 8
"""Blocks among which the headline is looked for."""
MAX_CELL = 200
"""Characters of a cell that is joined with its neighbours to a row."""


class Text(NamedTuple):
    """The main text."""

    paragraphs: list[str]
    source: str
    """`blocks`, `trafilatura` or `json-ld`."""
    removed: tuple[Removed, ...]
    """What the rules of furniture.toml took out of the chosen blocks."""


def read(page: Page, data: Structured, title: str | None = None) -> Text:
    """The article's paragraphs, white space folded, none empty. `title`: as the metadata gives it."""
    blocks = segment(page)
    structured = _structured(data)
    known = known_of(page, data, title)
    arranged = layout.arrange(blocks) if blocks else None
    shares = scoring.score(blocks, arranged, known) if arranged else []
    taken = _taken(blocks, shares)
    size = sum(len(block.text) for block in taken)
    if len(structured) >= MIN_STRUCTURED and len(structured) > STRUCTURED * size:
        return Text([line for part in structured.split("\n") if (line := fold(part))], "json-ld", ())
    if arranged is None:
        return Text([], "blocks", ())
    heading = next((block for block in blocks if block.node.tag in HEADINGS and _shows(block, known.title)), None)
    kept, removed = furniture.remove(_below(taken, known.title), arranged, heading, blocks)
    paragraphs = _lines(kept)
    if _is_unsure(blocks, shares):
        other = second.paragraphs(page)
        if _prose(paragraphs) < LOST * _prose(other):
            return Text(other, "trafilatura", ())
    return Text(paragraphs, "blocks", removed)


def _taken(blocks: Sequence[Block], shares: Sequence[float]) -> list[Block]:
    """The blocks that are the article's: those of enough probability, and a paragraph of less among its like.

    A lone paragraph that is left out among thirty that are taken is the worst of faults, and the rarest of truths.
    """
    sums: dict[tuple[Node | None, str], list[float]] = {}
    for block, share in zip(blocks, shares, strict=True):
        mass = block.mass
        if mass:
            group = sums.setdefault((block.node.parent, block.node.signature), [0.0, 0.0])
            group[0] += mass
            group[1] += mass * (share >= TAKEN)
    out = []
    for block, share in zip(blocks, shares, strict=True):
        if share >= TAKEN:
            out.append(block)
        elif share >= DOUBTED and (mass := block.mass) and block.linked < MAX_LINKED * len(block.text):
            total, taken = sums[block.node.parent, block.node.signature]
            if taken >= ALIKE * (total - mass) > 0:
                out.append(block)
    return out


def _below(blocks: list[Block], title: str) -> list[Block]:
    """Without the headline and what stands above it, when that is no prose: the section, the date, the author."""
    for at, block in enumerate(blocks[:MAX_ABOVE]):
        if block.mass:
            break
        if _shows(block, title) and (block.node.tag in HEADINGS or squeeze(block.text) == title):
            return blocks[at + 1 :]
    return blocks


def _prose(paragraphs: Sequence[str]) -> int:
    """Characters of paragraphs that are long enough for sentences; rows of tables are none."""
    return sum(len(paragraph) for paragraph in paragraphs if len(paragraph) >= MIN_PROSE and " | " not in paragraph)


def known_of(page: Page, data: Structured, title: str | None) -> Known:
    """What the metadata says of the text."""
    if not title:
        heading = page.tree.find(".//h1")
        title = text_of(heading) if heading is not None else ""
    description = next((page.meta[key][0] for key in ("og:description", "description") if key in page.meta), "")
    return Known(squeeze(title[:500]), squeeze(description[:1000]), squeeze(_structured(data)[:MAX_KNOWN]))


def _structured(data: Structured) -> str:
    """The article's text in structured data, markup taken out: its articleBody, or the posts of a live blog."""
    body = data.article.get("articleBody")
    if not isinstance(body, str):
        updates = data.article.get("liveBlogUpdate")
        posts = updates if isinstance(updates, list) else [updates]
        texts = [post.get("articleBody") for post in posts[:MAX_POSTS] if isinstance(post, Mapping)]
        body = "\n".join(text for text in texts if isinstance(text, str))
    body = body[:MAX_STRUCTURED]
    if "<" in body:
        body = _TAG.sub("", _LINE_TAG.sub("\n", body))
    return unescape(body) if "&" in body else body


def _shows(block: Block, title: str) -> bool:
    """Whether a heading shows the title, or the part of it that has no kicker."""
    if not title or len(block.text) > 2 * len(title) + 40:
        return False
    shown = squeeze(block.text)
    return shown == title or (len(shown) >= MIN_TITLE and (title.endswith(shown) or title.startswith(shown)))


def _is_unsure(blocks: Sequence[Block], shares: Sequence[float]) -> bool:
    taken = unsure = 0
    for block, share in zip(blocks, shares, strict=True):
        size = len(block.text)
        if share >= TAKEN:
            taken += size
        if UNSURE[0] < share < UNSURE[1] and size >= MIN_PROSE and block.linked < size / 2:
            unsure += size
    return taken < ENOUGH and unsure >= MAX_UNSURE * taken


def _lines(blocks: Sequence[Block]) -> list[str]:
    """Blocks as paragraphs: lines of a block stand alone, short cells of a row together."""
    out: list[str] = []
    row: Node | None = None
    for block in blocks:
        own = _row(block) if len(block.text) <= MAX_CELL and "\n" not in block.text else None
        if own is not None and own is row:
            out[-1] += f" | {block.text}"
        else:
            out.extend(block.text.split("\n"))
        row = own
    return out


def _row(block: Block) -> Node | None:
    """The table row of a cell's text."""
    cell = block.node
    if cell.tag not in ("td", "th") and cell.parent is not None:
        cell = cell.parent
    return cell.parent if cell.tag in ("td", "th") and cell.blocks == 1 else None
