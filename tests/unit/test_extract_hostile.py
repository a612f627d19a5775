"""Pages made to hang, to crash or to fill the memory: each has an answer within the bounds of page.py.

The bound is processor time, several times what the slowest takes alone: it fails on what grows without bound, not on a
busy machine.
"""

# ruff: noqa: E501 (a page stays on its line)

import datetime as dt
import time

import pytest

from transforms.extract import Extracted, NoArticle, extract
from transforms.extract.page import MAX_ATTRIBUTES, MAX_CHARACTERS, MAX_CHILDREN, MAX_ELEMENTS, MAX_INLINE_CHILDREN

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
SECONDS = 15.0
PROSE = "<p>The ministers met on Monday and agreed to meet again before the end of the spring.</p>"


def wrapped(inner: str) -> str:
    return f"<html><body><h1>Harbour talks end</h1><article>{PROSE * 3}{inner}</article></body></html>"


def groups(opening: str, item: str, closing: str, each: int) -> str:
    """As many groups of `each` items as a page may have elements."""
    size = (MAX_ELEMENTS - 100) // (each * item.count("</") + 1)
    return wrapped((opening + item * each + closing) * size)


REFUSED = {
    "10,000 levels": (wrapped("<div>" * 10_000 + "deep" + "</div>" * 10_000), "too_nested"),
    "a million levels": ("<b>" * 1_000_000 + "deep", "too_nested"),
    "a million elements": (wrapped("<p>a</p>" * 1_000_000), "too_large"),
    "children": (wrapped("<p>a</p>" * (MAX_CHILDREN + 1)), "too_large"),
    "inline children": (wrapped("<p>" + "<b>a</b>" * (MAX_INLINE_CHILDREN + 1) + "</p>"), "too_large"),
    "attributes": (wrapped(f"<p {' '.join(f'a{n}=x' for n in range(10 * MAX_ATTRIBUTES))}>x</p>"), "too_large"),
    "quoted attributes": (wrapped("<p " + ' a=">"' * (10 * MAX_ATTRIBUTES) + ">x</p>"), "too_large"),
    "characters": ("<p>" + "word " * (MAX_CHARACTERS // 4), "too_large"),
}
ANSWERED = {
    "a huge attribute": wrapped(f'<p class="{"a " * 2_000_000}">x</p>'),
    "a huge identifier": wrapped(f'<div id="{"date" * 1_000_000}">x</div>'),
    "a huge word": wrapped("<p>" + "a" * 3_000_000 + "</p>"),
    "a huge script": wrapped("<script>" + "x<y;" * 1_000_000 + "</script>"),
    "only angle brackets": "<" * 2_000_000,
    "only ampersands": "&" * 2_000_000,
    "open tags": "<a" * 1_000_000,
    "open comments": "<!--" * 1_000_000,
    "a huge title": wrapped("").replace("<body>", "<head><title>" + " | ".join(["ab"] * 200_000) + "</title></head><body>"),
    "a huge author": f'<html><head><meta name="author" content="{"by von " * 200_000}"></head><body>{PROSE * 5}</body></html>',
    "deep structured data": wrapped('<script type="application/ld+json">' + "[" * 300_000 + "</script>"),
    "wide structured data": wrapped('<script type="application/ld+json">[' + ",".join(['{"@type":"Article"}'] * 40_000) + "]</script>"),
    "many labelled elements": groups('<div class="date">', '<div class="date">1. 1. </div>', "</div>", 900),
    "deep labelled elements": wrapped(('<div class="date">' * 200 + "text" + "</div>" * 200) * 90),
    "spans": groups("<p>", "<span>ab cd ef</span> ", "</p>", MAX_INLINE_CHILDREN - 50),
    "links": groups("<p>", '<a href="/x">ab cd ef</a> ', "</p>", MAX_INLINE_CHILDREN - 50),
    "line breaks": groups("<p>", "ab cd ef<br></br>", "</p>", 900),
    "nested lists": wrapped(("<ul><li>text" * 100 + "</li></ul>" * 100) * 90),
    "nested tables": wrapped(("<table><tr><td>" * 60 + "text" + "</td></tr></table>" * 60) * 100),
    "quotes": groups("<div>", "<blockquote><p>text here</p></blockquote>", "</div>", 900),
    "paragraphs": groups("<div>", PROSE, "</div>", MAX_CHILDREN - 50),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    extract(wrapped(PROSE), None, NOW)  # importing the extractor is not what is measured


@pytest.mark.parametrize(("html", "reason"), REFUSED.values(), ids=REFUSED)
def test_beyond_the_bounds(html: str, reason: str) -> None:
    started = time.process_time()
    found = extract(html, None, NOW)
    assert isinstance(found, NoArticle)
    assert found.reason_code == reason
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("html", ANSWERED.values(), ids=ANSWERED)
def test_within_the_bounds(html: str) -> None:
    started = time.process_time()
    assert isinstance(extract(html, None, NOW), Extracted | NoArticle)
    assert time.process_time() - started < SECONDS


def test_a_recursion_in_the_extractor_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def recurse(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", recurse)
    found = extract(wrapped(PROSE), None, NOW)
    assert isinstance(found, NoArticle)
    assert found.reason_code == "too_nested"
