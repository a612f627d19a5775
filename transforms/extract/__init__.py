"""HTML -> the article of a page: main text and metadata from one parse, or why there is none.

    page.py       HTML -> one bounded tree               jsonld.py     schema.org data of the page

    maintext.py   the paragraphs, and who is believed    blocks.py     the tree as blocks of text
    hints.py      what names of elements say             layout.py     where the article stands
    features.py   what is seen of a block                scoring.py    what that is worth (weights.toml)
    furniture.py  what stands in the text besides        second.py     trafilatura, asked when unsure
    header.py     what stands above the text

    metadata.py   title, publisher, tags, ...            bylines.py    who wrote it
    published.py  when it appeared and changed           survey.py     where names and dates stand
    names.py      how names and titles are read          dates.py      how dates are read
    labels.py     words that announce them               context.py    what these readers share

    refuse.py     pages that are no article              liveblog.py   pages that grow post by post

Every step reads the same tree and leaves it as it was. trafilatura is imported in second.py only, when it is asked.
"""

import datetime as dt
from dataclasses import replace

from transforms.extract import header, jsonld, liveblog, maintext, metadata, names, refuse
from transforms.extract.model import Extracted, NoArticle, PageMetadata
from transforms.extract.page import parse
from transforms.textstats import word_count

MAX_JUDGED = 6_000
"""Characters of a text whose words are counted here: pages are refused for having few."""

__all__ = ["Extracted", "NoArticle", "PageMetadata", "extract", "trafilatura_version"]


def extract(html: str, url: str | None, now: dt.datetime) -> Extracted | NoArticle:
    """The article of a page. `url`: where it was fetched from, if known; `now` (aware) bounds dates. Never raises."""
    page = parse(html, url)
    if isinstance(page, NoArticle):
        return page
    data = jsonld.read(page.tree)
    found = metadata.read(page, data, now)
    if not found.is_liveblog and liveblog.is_liveblog(page, data):
        found = replace(found, is_liveblog=True)
    main = maintext.read(page, data, found.title)
    text = _without_title(main.paragraphs, found.title)
    if text and header.is_standfirst(page, text[0]):
        text = text[1:]
    text = header.without_meta(text, found.byline)
    body = "\n".join(text)
    words = word_count(body[:MAX_JUDGED])
    refusal = refuse.judge(page, data, found, text, words)
    if refusal is not None:
        return refusal
    return Extracted(body, found, main.source, main.removed)


def _without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """Without the headline that stands above the text."""
    folded = names.key(title or "")
    start = 0
    while folded and start < min(2, len(paragraphs)) and names.key(paragraphs[start]) == folded:
        start += 1
    return paragraphs[start:]


def trafilatura_version() -> str:
    """The version of the extractor, from its package metadata: importing it takes half a second."""
    from importlib.metadata import version

    return version("trafilatura")
