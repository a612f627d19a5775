"""The main text of a page: which of its blocks are the article's, and a second opinion where that is unsure.

    Page --blocks--> --layout, features, scoring--> probabilities --> chosen blocks --furniture--> paragraphs
                                                        \\-- unsure: trafilatura on the same tree; the chooser decides

In: a Page and its structured data. Out: Text. Measured on labelled news and web pages (docs/extraction.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.extract import furniture, layout, scoring, second
from transforms.extract.blocks import HEADINGS, Block, segment
from transforms.extract.features import Known, squeeze
from transforms.extract.jsonld import Structured
from transforms.extract.model import Removed
from transforms.extract.page import Page, fold, text_of

TAKEN = 0.5
"""A block of at least this probability is the article's."""
UNSURE = (0.25, 0.75)
MAX_UNSURE = 0.3
"""Characters in unsure blocks, for each in taken ones, from which a second opinion is asked."""
LOST = 0.8
"""The second opinion is taken when the first is shorter than this share of it."""
STRUCTURED = 2.0
"""The page's own articleBody is taken when it is so many times longer than what was found in the page."""
MIN_STRUCTURED = 400
"""Characters of an articleBody that counts."""
MAX_KNOWN = 200_000
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


def read(page: Page, data: Structured) -> Text:
    """The article's paragraphs, white space folded, none empty."""
    blocks = segment(page)
    structured = _structured(data)
    known = known_of(page, data)
    arranged = layout.arrange(blocks) if blocks else None
    shares = scoring.score(blocks, arranged, known) if arranged else []
    taken = [block for block, share in zip(blocks, shares, strict=True) if share >= TAKEN]
    size = sum(len(block.text) for block in taken)
    if len(structured) >= MIN_STRUCTURED and len(structured) > STRUCTURED * size:
        return Text([line for part in structured.split("\n") if (line := fold(part))], "json-ld", ())
    if arranged is None:
        return Text([], "blocks", ())
    title = next((block for block in blocks if block.node.tag in HEADINGS and squeeze(block.text) == known.title), None)
    kept, removed = furniture.remove(_below(taken, known.title), arranged, title)
    paragraphs = _lines(kept)
    if _is_unsure(blocks, shares):
        other = second.paragraphs(page)
        if _prose(paragraphs) < LOST * _prose(other):
            return Text(other, "trafilatura", ())
    return Text(paragraphs, "blocks", removed)


def _below(blocks: list[Block], title: str) -> list[Block]:
    """Without the headline and what stands above it, when that is no prose: the section, the date, the author."""
    for at, block in enumerate(blocks[:MAX_ABOVE]):
        if layout.mass_of(block):
            break
        if title and squeeze(block.text) == title:
            return blocks[at + 1 :]
    return blocks


def _prose(paragraphs: Sequence[str]) -> int:
    """Characters of paragraphs that are long enough for sentences; rows of tables are none."""
    return sum(len(paragraph) for paragraph in paragraphs if len(paragraph) >= MIN_PROSE and " | " not in paragraph)


def known_of(page: Page, data: Structured) -> Known:
    """What the metadata says of the text."""
    heading = page.tree.find(".//h1")
    title = text_of(heading) if heading is not None else ""
    if not title:
        title = next((page.meta[key][0] for key in ("og:title", "twitter:title") if key in page.meta), "")
    description = next((page.meta[key][0] for key in ("og:description", "description") if key in page.meta), "")
    return Known(squeeze(title[:500]), squeeze(description[:1000]), squeeze(_structured(data)[:MAX_KNOWN]))


def _structured(data: Structured) -> str:
    """The articleBody of the page's structured data."""
    body = data.article.get("articleBody")
    return body if isinstance(body, str) else ""


def _is_unsure(blocks: Sequence[Block], shares: Sequence[float]) -> bool:
    taken = unsure = 0
    for block, share in zip(blocks, shares, strict=True):
        size = len(block.text)
        if share >= TAKEN:
            taken += size
        if UNSURE[0] < share < UNSURE[1] and size >= MIN_PROSE and block.linked < size / 2:
            unsure += size
    return unsure >= MAX_UNSURE * taken


def _lines(blocks: Sequence[Block]) -> list[str]:
    """Blocks as paragraphs: lines of a block stand alone, short cells of a row together."""
    out: list[str] = []
    row: object = None
    for block in blocks:
        node = block.node
        cell = node.tag in ("td", "th") and len(block.text) <= MAX_CELL and "\n" not in block.text
        if cell and row is node.parent and node.parent is not None and out:
            out[-1] += f" | {block.text}"
        else:
            out.extend(block.text.split("\n"))
        row = node.parent if cell else None
    return out
