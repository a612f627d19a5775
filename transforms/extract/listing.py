"""Teasers: the headlines with a line or two below them by which a page leads to others.

In: a parsed page. Out: `Teaser`s, and the share of a text that they make up. A headline here is a link of some words
that stands alone in its block, in whatever element; its teaser is the largest element around it in which no other
headline's link stands. That is the grid of cards and the plain list alike, in any language and without a class name.
"""

import bisect
import itertools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from transforms.extract.page import Page, text_of

MAX_LINKS = 800
MAX_LEVELS = 7
"""How far a card's root is from its link at most."""
MIN_HEADLINE_CHARACTERS, MAX_HEADLINE_CHARACTERS = 18, 600
"""Shorter links are sections and buttons; a link around a whole card is as long as the card."""
MIN_HEADLINE_WORDS = 3
MAX_TEASERS = 400
MAX_PARAGRAPHS = 400
"""Of the main text that are looked up."""

_INLINE = frozenset({"span", "strong", "b", "em", "i", "font", "u", "small", "mark"})
_PAGE = frozenset({"body", "html", "main"})
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_DENSITY = 3
"""Letters of an alphabet to a character of a script that writes syllables or words."""
_MARKS = re.compile(r"[\s|]+")


class Teaser(NamedTuple):
    """One card or list item."""

    href: str
    text: str
    """All words of it, without white space: for looking up what an extractor made of it."""


def teasers(page: Page, max_characters: int) -> list[Teaser]:
    """The page's teasers of at most so many characters, in document order, one for each address but its own."""
    own = _path(page.url or "")
    headlines = [
        (link, href)
        for link in _links(page)
        if (href := link.get("href")) and (len(own) < 2 or _path(href) != own) and _is_headline(link)
    ]
    owners: dict[Any, str | None] = {}  # element -> the one address below it; None for several
    for link, href in headlines:
        for node in _around(link):
            owners[node] = href if owners.get(node, href) == href else None
    found: dict[str, Teaser] = {}
    for link, href in headlines:
        if href not in found:
            around = itertools.takewhile(lambda node, href=href: owners[node] == href, _around(link))  # type: ignore[misc]
            card = [link, *around][-1]
            text = text_of(card, max_characters + 200)
            if len(text) <= max_characters:
                found[href] = Teaser(href, squeezed(text))
                if len(found) == MAX_TEASERS:
                    break
    return list(found.values())


def share(page: Page, paragraphs: Sequence[str], cards: Sequence[Teaser]) -> tuple[float, int]:
    """Which part of a text (by characters) is teasers and bare links, and how many of them have a part in it."""
    starts = [0, *itertools.accumulate(len(card.text) + 1 for card in cards)]
    all_text = "\n".join(card.text for card in cards)
    links = {squeezed(text_of(link, MAX_HEADLINE_CHARACTERS)) for link in _links(page)}
    inside = total = 0
    used: set[int | str] = set()
    for paragraph in itertools.islice(paragraphs, MAX_PARAGRAPHS):
        text = squeezed(paragraph)
        total += len(text)
        at = all_text.find(text) if text else -1
        if at >= 0 or text in links:
            inside += len(text)
            used.add(bisect.bisect_right(starts, at) if at >= 0 else text)
    return (inside / total if total else 0.0), len(used)


def _path(address: str) -> str:
    """The path of an address, absolute or not, without slashes around it."""
    return address.partition("?")[0].partition("#")[0].rpartition("://")[2].partition("/")[2].strip("/").lower()


def _links(page: Page) -> list[Any]:
    body = page.tree.find("body")
    return list(itertools.islice(body.iter("a"), MAX_LINKS)) if body is not None else []


def squeezed(text: str) -> str:
    """Without white space and the bars between cells: spaces differ between one extractor and another."""
    return _MARKS.sub("", text)


def _around(link: Any) -> list[Any]:
    """The elements around a link that may be its card, innermost first."""
    found: list[Any] = []
    node = link.getparent()
    while node is not None and node.tag not in _PAGE and len(found) < MAX_LEVELS:
        found.append(node)
        node = node.getparent()
    return found


def _is_headline(link: Any) -> bool:
    """Whether a link has the length of a headline and stands alone in its block."""
    text = text_of(link, MAX_HEADLINE_CHARACTERS + 1)
    if not MIN_HEADLINE_CHARACTERS // _DENSITY <= len(text) <= MAX_HEADLINE_CHARACTERS:
        return False
    dense = len(_DENSE.findall(text))
    if len(text) + _DENSITY * dense < MIN_HEADLINE_CHARACTERS or (
        len(text.split()) < MIN_HEADLINE_WORDS and dense < MIN_HEADLINE_WORDS
    ):
        return False
    node, parent = link, link.getparent()
    while parent is not None:
        if _says(parent.text) or any(_says(child.tail) for child in parent):
            return False
        if parent.tag not in _INLINE:
            break
        node, parent = parent, parent.getparent()
    return node is not None


def _says(text: str | None) -> bool:
    """Whether there are letters or digits in what stands between elements."""
    return text is not None and any(map(str.isalnum, text))
