"""Pages that are no article, where that is certain; in doubt the page is an article of low quality.

In: what the other steps found. Out: NoArticle, or None. The words that consent and error pages use stand in
refuse.toml, each rule with its reason and an example.
"""

import functools
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transforms.extract.jsonld import Structured
from transforms.extract.model import NoArticle, PageMetadata
from transforms.extract.page import Page

MIN_WORDS = 25
"""A text shorter than this is an article only when it has a sentence."""
MIN_SENTENCE_WORDS = 5
SHORT_WORDS = 120
"""The rules of refuse.toml judge shorter texts only: a long one that quotes such words is an article about them."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।።][\"'”“’»)\]」』]*$")


@functools.cache
def rules() -> tuple[dict[str, Any], ...]:
    """The rules of refuse.toml, patterns compiled."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["rule"]
    return tuple(rule | {"compiled": re.compile(rule["pattern"], re.IGNORECASE)} for rule in read)


def judge(page: Page, data: Structured, found: PageMetadata, paragraphs: Sequence[str], words: int) -> NoArticle | None:
    """Why this page gives no article; None when it does."""
    title = found.title or ""
    if not paragraphs:
        return _named(title, "") or NoArticle("no_article", "no text found in the page")
    if words < SHORT_WORDS:
        refusal = _named(title, " ".join(paragraphs)[:2000])
        if refusal is not None:
            return refusal
    if words < MIN_WORDS and not any(_is_sentence(p) for p in paragraphs):
        return NoArticle("no_article", f"{words} words and no sentence: {paragraphs[0][:120]}")
    return None


def _named(title: str, text: str) -> NoArticle | None:
    for rule in rules():
        match = rule["compiled"].search(title if rule["where"] == "title" else text)
        if match:
            return NoArticle(rule["reason_code"], f"{rule['id']}: {match.group()[:120]}")
    return None


def _is_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends like a sentence and is long enough for one."""
    from transforms.textstats import word_count

    return _SENTENCE_END.search(paragraph) is not None and word_count(paragraph) >= MIN_SENTENCE_WORDS
