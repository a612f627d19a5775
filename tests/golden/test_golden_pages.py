"""pages/*.html against what an editor would call the article: nothing missing, nothing besides, in order.

The pages are invented, each in the manner of a content system or an age of the web. `<name>.txt` holds the article,
one paragraph a line; a line that begins with `? ` may stand in the text or not (headings of a live blog's posts,
standfirsts that the page marks in one way only, credits that are known by their words). metadata.json gives title,
byline and time of publication, to the minute or the day; a byline or a time may be missing, but never another.
"""

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

import pytest

from transforms.articles import to_article
from transforms.extract import Extracted, extract
from transforms.records import Article, Document, Run

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
METADATA = json.loads((PAGES / "metadata.json").read_text(encoding="utf-8"))
LIVE = frozenset(("liveblog-articles", "liveblog-divs", "liveblog-list"))
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
OPTIONAL = "? "

OPEN = {
    "chinese": "a caption in a paragraph of its own after the picture, with no mark that is known",
    "german": "a list of links in a box that is called infokasten",
    "interview": "a box about the person stands in the text",
    "table-layout": "headline and date are cells of the text's table, and the page has no headings",
}
"""Pages whose text is not read as it should be, and why."""
OPEN_METADATA = {
    "br-only": "the only h1 is the name of the blog",
    "opinion-div": "the title element begins with the name of the column",
    "table-layout": "the title element begins with the name of the paper",
}


def cases(known: dict[str, str]) -> list[Any]:
    """The names of the pages; those with a known fault must fail, until it is mended."""
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=known[name], strict=True)) if name in known else name
        for name in NAMES
    ]


def url(name: str) -> str:
    return f"https://www.example.org/2026/05/{name}.html"


def html(name: str) -> str:
    return (PAGES / f"{name}.html").read_text(encoding="utf-8")


@functools.cache
def article(name: str) -> Article:
    """What the whole program makes of a page."""
    found = to_article(Document(name, name, html(name), "0" * 64, "html", url(name)), Run("a" * 32, NOW))
    assert isinstance(found, Article), found
    return found


def expected(name: str) -> tuple[list[str], set[str]]:
    """(paragraphs that must be the text, paragraphs that may stand in it)."""
    lines = (PAGES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    optional = {line.removeprefix(OPTIONAL) for line in lines if line.startswith(OPTIONAL)}
    return [line for line in lines if not line.startswith(OPTIONAL)], optional


def test_every_page_has_its_answer() -> None:
    assert len(NAMES) >= 25
    assert sorted(path.stem for path in PAGES.glob("*.txt")) == sorted(METADATA) == NAMES
    assert {*OPEN, *OPEN_METADATA, *LIVE} <= set(NAMES)


@pytest.mark.parametrize("name", cases(OPEN))
def test_the_text_is_the_article(name: str) -> None:
    paragraphs, optional = expected(name)
    assert [line for line in article(name).body.split("\n") if line not in optional] == paragraphs


@pytest.mark.parametrize("name", NAMES)
def test_the_extractor_loses_nothing(name: str) -> None:
    """Before the room `clean`, and without exceptions: whatever stands besides, every paragraph is there, in order."""
    found = extract(html(name), url(name), NOW)
    assert isinstance(found, Extracted), found
    body = found.body.split("\n")
    paragraphs = expected(name)[0]
    assert [line for line in body if line in set(paragraphs)] == paragraphs


@pytest.mark.parametrize("name", cases(OPEN_METADATA))
def test_the_metadata_is_the_page_s(name: str) -> None:
    title, byline, published = METADATA[name]
    found = article(name)
    assert found.title == title
    assert found.byline in (byline, None)
    if found.published_at is not None:
        shown = found.published_at.strftime("%Y-%m-%dT%H:%MZ")
        assert shown[: len(published)] == published
    assert found.is_liveblog == (name in LIVE)
