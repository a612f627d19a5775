"""Pages made to hang, to crash or to fill the memory: each has an answer within the bounds of page.py.

The bound is processor time, more than ten times what the slowest takes alone on a common machine: it fails on what
grows without bound, and not on a machine that is slow.
"""

# ruff: noqa: E501 (a page stays on its line)

import datetime as dt
import time

import pytest

from transforms.articles import to_article
from transforms.extract import Extracted, NoArticle, extract, second
from transforms.extract.page import (
    CROWDED_CHILDREN,
    CROWDED_ELEMENTS,
    CROWDED_INLINE_CHILDREN,
    MAX_ATTRIBUTES,
    MAX_CHARACTERS,
    MAX_ELEMENTS,
    MAX_TEXT_CHARACTERS,
    Page,
    parse,
)
from transforms.records import Article, Document, Run

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://news.example.org/world/harbour-talks"
SECONDS = 30.0
PROSE = "<p>The ministers met on Monday and agreed to meet again before the end of the spring.</p>"


def wrapped(inner: str) -> str:
    return f"<html><body><h1>Harbour talks end</h1><article>{PROSE * 3}{inner}</article></body></html>"


def many(item: str, elements: int = 1) -> str:
    """As many items as a page may have elements."""
    return item * ((MAX_ELEMENTS - 100) // elements)


def data(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


REFUSED = {
    "10,000 levels": (wrapped("<div>" * 10_000 + "deep" + "</div>" * 10_000), "too_nested"),
    "a million levels": ("<b>" * 1_000_000 + "deep", "too_nested"),
    "a million elements": (wrapped("<p>a</p>" * 1_000_000), "too_large"),
    "unclosed links": (wrapped("<p><a href=/x>ab cd ef gh " * 40_000), "too_nested"),
    "attributes": (wrapped(f"<p {' '.join(f'a{n}=x' for n in range(10 * MAX_ATTRIBUTES))}>x</p>"), "too_large"),
    "quoted attributes": (wrapped("<p " + ' a=">"' * (10 * MAX_ATTRIBUTES) + ">x</p>"), "too_large"),
    "quotes": (wrapped("<p " + '""' * 1_000_000 + ">x</p>"), "too_large"),
    "characters": ("<p>" + "word " * (MAX_CHARACTERS // 4), "too_large"),
    "a text node": (wrapped("<p>" + "word, and more words. " * 330_000 + "</p>"), "too_large"),
    "entities that are none": (wrapped("<p>" + "&zzz; " * 1_200_000 + "</p>"), "too_large"),
    "lines": (wrapped("<pre>" + "ab.\n" * 1_500_000 + "</pre>"), "too_large"),
}
ANSWERED = {
    "a huge attribute": wrapped(f'<p class="{"a " * 2_000_000}">x</p>'),
    "a huge identifier": wrapped(f'<div id="{"date" * 1_000_000}">x</div>'),
    "a huge word": wrapped("<p>" + "a" * 590_000 + "</p>"),
    "a huge script": wrapped("<script>" + "x<y;" * 1_000_000 + "</script>"),
    "only angle brackets": "<" * 590_000,
    "only ampersands": "&" * 590_000,
    "open tags": "<a" * 1_000_000,
    "open comments": "<!--" * 1_000_000,
    "a huge title": wrapped("").replace("<body>", "<head><title>" + " | ".join(["ab"] * 100_000) + "</title></head><body>"),
    "a huge author": f'<html><head><meta name="author" content="{"by von " * 200_000}"></head><body>{PROSE * 5}</body></html>',
    "deep structured data": wrapped('<script type="application/ld+json">' + "[" * 300_000 + "</script>"),
    "wide structured data": wrapped('<script type="application/ld+json">[' + ",".join(['{"@type":"Article"}'] * 40_000) + "]</script>"),
    "deep JSON objects": wrapped(data('{"author":' * 90_000 + "1" + "}" * 90_000)),
    "JSON of 7 MB": wrapped(data('{"@type":"NewsArticle","articleBody":"' + "word " * 1_400_000 + '"}')),
    "forty JSON scripts": wrapped(data('{"@type":"NewsArticle","headline":"' + "word " * 38_000 + '"}') * 40),
    "thousands of JSON scripts": wrapped(data('{"@type":"NewsArticle","headline":"a b c"}') * 20_000),
    "blank JSON": wrapped(data(" " * 900_000 + "x")),
    "slashes in JSON": wrapped(data("//" * 400_000 + "x")),
    "nodes that name themselves": wrapped(data('[{"@type":"NewsArticle","@id":"#a","author":{"@id":"#a"},"publisher":{"@id":"#a"}}]')),
    "attributes of a megabyte": wrapped(f'<p class="{"a " * 500_000}">x</p>' * 7),
    "dates of a megabyte": wrapped(f'<time datetime="{"1 " * 400_000}">x</time>' * 7),
    "long attributes": wrapped(f'<p class="{"a-date " * 1_400}">x</p>' * 700),
    "meta tags": wrapped("").replace("<body>", "<head>" + many('<meta name="author" content="by Ada Example">') + "</head><body>"),
    "labelled elements": wrapped(many('<div class="date">1. 1. </div>')),
    "deep labelled elements": wrapped(('<div class="date">' * 200 + "text" + "</div>" * 200) * 480),
    "bylines": wrapped(many('<a rel="author" href="/author/ada">Ada B</a>')),
    "headings": wrapped(many("<h1>Talks</h1>")),
    "times": wrapped('<div class="live-blog">' + "<div><time>10:00</time><p>The ministers have left the harbour office and say that boats will come.</p></div>" * 7_000 + "</div>"),
    "deep times": wrapped(("<div>" * 200 + "<time>10:00</time>" + "</div>" * 200) * 480),
    "spans of a paragraph": wrapped("<p>" + many("<span>a b. </span>") + "</p>"),
    "20,000 links of a paragraph": wrapped("<p>" + '<a href="/x">ab cd ef gh harbour talks</a> ' * 20_000 + "</p>"),
    "headlines": wrapped("".join(f'<li><a href="/{n}">Harbour talks end in Oslo again</a></li>' for n in range(16_000))),
    "line breaks": wrapped("<p>" + many("ab c.<br>") + "</p>"),
    "nested lists": wrapped(("<ul><li>text" * 100 + "</li></ul>" * 100) * 490),
    "nested tables": wrapped(("<table><tr><td>" * 60 + "text" + "</td></tr></table>" * 60) * 540),
    "a long table": wrapped("<table>" + many("<tr>" + "<td>cell</td>" * 9 + "</tr>", 10) + "</table>"),
    "a wide table": wrapped("<table><tr>" + many("<td>cell</td>") + "</tr></table>"),
    "quotes": wrapped(many("<blockquote><p>text here</p></blockquote>", 2)),
    "asides": wrapped(f"<aside>{PROSE}</aside>" * 6_000),
    "paragraphs": wrapped(PROSE * 6_000),
    "short paragraphs": wrapped(many("<p>a</p>")),
    "empty elements": wrapped(many("<div></div>")),
    "known entities": wrapped("<p>" + "&eacute;" * 100_000 + "&amp;" * 100_000 + "&#233;" * 100_000 + "</p>"),
    "newlines": wrapped("<pre>" + "\n" * 590_000 + "x</pre>"),
    "spaces": wrapped("<p>" + "\u00a0 " * 290_000 + "x</p>"),
    "question marks": wrapped("<p>Who said so" + "?" * 400_000 + "x</p>"),
    "sentences of one letter": wrapped("<p>" + "A. " * 150_000 + "</p>"),
    "Chinese sentences of one letter": wrapped("<p>" + "会。" * 200_000 + "</p>"),
    "combining marks": wrapped("<p>a" + "\u0301\u0316" * 250_000 + "</p>"),
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
    found = to_article(Document("page", "page", html, "0" * 64, "html", url=URL), Run("0" * 32, NOW))
    assert time.process_time() - started < SECONDS
    assert isinstance(found, Article) or found.reason_code not in {"too_large", "too_nested"}, found


def test_a_text_at_the_bound_is_read() -> None:
    text = "<p>" + "word, and more words. " * (MAX_TEXT_CHARACTERS // 23) + "</p>"
    assert isinstance(extract(wrapped(text), URL, NOW), Extracted)


@pytest.mark.parametrize(
    ("body", "is_crowded"),
    [
        (PROSE, False),
        ("<div>" + "<p>a</p>" * (CROWDED_CHILDREN + 1) + "</div>", True),
        ("<p>" + "<b>a</b>" * (CROWDED_INLINE_CHILDREN + 1) + "</p>", True),
        ("<p>" + "<b>a</b>" * (CROWDED_INLINE_CHILDREN - 1) + "</p>", False),
        (("<div>" + "<p>a</p>" * 999 + "</div>") * (CROWDED_ELEMENTS // 1000 + 1), True),
    ],
    ids=["page", "children", "inline children", "fewer", "elements"],
)
def test_the_second_opinion_is_spared_a_crowded_page(
    body: str, is_crowded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    asked: list[object] = []
    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: asked.append(1))
    found = parse(wrapped(body), URL)
    assert isinstance(found, Page)
    assert found.is_crowded is is_crowded
    assert second.paragraphs(found) == []
    assert len(asked) == (not is_crowded)


@pytest.mark.parametrize("error", [RecursionError, ValueError, AttributeError])
def test_a_second_opinion_that_fails_is_none(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    found = parse(wrapped(PROSE), URL)
    assert isinstance(found, Page)
    assert second.paragraphs(found) == []
