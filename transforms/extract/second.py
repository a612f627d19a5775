"""The second opinion: trafilatura on a copy of the tree that is already parsed.

In: a Page. Out: its paragraphs, none where it fails. Options, measured on labelled news and web pages: comments off
(readers' words are no article); its own second opinions off (`fast`) and recall preferred from the start, as they cost
half of the time and change little where the question is whether the first opinion lost text; tables on, since many
older sites set their whole text in one, but their cells become lines of text.
"""

import logging
import re
from collections.abc import Iterator

from lxml import etree

from transforms.extract.page import Page, fold

_CELLS = re.compile(r"\s*\|\s*")
_BULLETS = re.compile(r"^(?:- )+")
_RULE = re.compile(r"^[\s|:-]*$")
_LOGGERS = ("trafilatura", "htmldate", "courlan")


def paragraphs(page: Page) -> list[str]:
    """The article's paragraphs, white space folded, none empty; none for a crowded page (it would take minutes)."""
    if page.is_crowded:
        return []
    from trafilatura import bare_extraction

    _quiet()
    try:
        document = bare_extraction(
            page.copy(), url=page.url, fast=True, favor_recall=True, include_comments=False, include_tables=True
        )
    except (
        etree.LxmlError,
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
        KeyError,
        IndexError,
    ):
        # lxml and trafilatura raise these on trees that no browser would build; there is a first opinion to go by
        return []
    return list(_lines(document.text or "")) if document is not None else []


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        folded = _BULLETS.sub("", fold(line))
        if folded.startswith("|") or folded.endswith("|"):
            if _RULE.match(folded):
                continue
            folded = fold(_CELLS.sub(" | ", folded.strip("| ")))
        if folded:
            yield folded


def _quiet() -> None:
    """Its log lines name no input and repeat what the Refusal says."""
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
