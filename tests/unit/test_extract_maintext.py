"""Which blocks are the text, when another opinion is asked, and who is believed."""

import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import jsonld, maintext, scoring, second
from transforms.extract.maintext import Text
from transforms.extract.page import Page, parse

SENTENCES = (
    "The ministers of Norvik and Salmaya met in the harbour office on Monday and agreed to share two patrol boats.",
    "Their talks had been put off twice since the winter, when a dispute over fishing closed the northern port.",
    "A commission of both sides is to report before the end of the year, and nobody expects any more delay.",
    "The mayor of Port Almen said that he had lit the stove himself and that the envoys had been glad of it.",
)


def paged(html: str) -> Page:
    page = parse(html, None)
    assert isinstance(page, Page)
    return page


def text(html: str) -> Text:
    page = paged(html)
    return maintext.read(page, jsonld.read(page.tree))


def article(inner: str, head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><header><a href='/'>Paper</a></header><main><article><h1>Boats for two</h1>"
        f"{inner}</article></main><footer><p>Copyright 2026 Paper Ltd</p></footer></body></html>"
    )


def structured(body: str) -> str:
    return (
        "<script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "headline": "Boats for two", "articleBody": body})
        + "</script>"
    )


PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def test_the_text_of_a_plain_article() -> None:
    found = text(article(PROSE))
    assert found.source == "blocks"
    assert found.removed == ()
    assert [line for line in found.paragraphs if line != "Boats for two"] == list(SENTENCES)


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html><body><script>x()</script></body></html>"])
def test_no_blocks_no_text(html: str) -> None:
    assert text(html) == Text([], "blocks", ())


def test_lines_and_rows() -> None:
    cells = "<tr><td>Port</td><td>Ships</td></tr><tr><td>Almen</td><td>Two</td></tr>"
    found = text(article(f"{PROSE}<p>One line of a verse,<br>and another of it.</p><table>{cells}</table>{PROSE}"))
    assert "and another of it." in found.paragraphs
    assert "Port | Ships" in found.paragraphs
    assert "Almen | Two" in found.paragraphs


def test_what_the_rules_took_is_told() -> None:
    found = text(article(f"{PROSE}<p><a href='/x'>HARBOUR TALKS STALL AS ENVOYS LEAVE</a></p><p>{SENTENCES[0]}</p>"))
    taken = [removed.text for removed in found.removed]
    assert "HARBOUR TALKS STALL AS ENVOYS LEAVE" not in found.paragraphs
    assert set(taken) <= {"HARBOUR TALKS STALL AS ENVOYS LEAVE"}


# --- the chooser


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Answers of the second opinion, in the order in which it gives them; it fails when asked once more."""
    answers: list[list[str]] = []
    monkeypatch.setattr(second, "paragraphs", lambda page: answers.pop(0))
    return answers


def judged(monkeypatch: pytest.MonkeyPatch, *shares: float) -> None:
    """Blocks judged so, the last for all others."""
    monkeypatch.setattr(
        scoring, "score", lambda blocks, *_: [shares[min(at, len(shares) - 1)] for at in range(len(blocks))]
    )


def test_the_sure_ask_nobody(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, 0.99)
    assert text(f"<html><body>{PROSE}</body></html>") == Text(list(SENTENCES), "blocks", ())


def test_the_unsure_believe_who_saw_more(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, 0.99, 0.3)
    asked.append(list(SENTENCES))
    assert text(f"<html><body>{PROSE}</body></html>") == Text(list(SENTENCES), "trafilatura", ())
    assert asked == []


def test_the_unsure_believe_themselves_when_the_other_saw_no_more(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(monkeypatch, 0.99, 0.3)
    asked.append([SENTENCES[0] + " x"])
    assert text(f"<html><body>{PROSE}</body></html>") == Text([SENTENCES[0]], "blocks", ())
    assert asked == []


@pytest.mark.parametrize("shares", [(0.99, 0.05), (0.99, 0.76), (0.76,)])
def test_blocks_that_are_surely_out_or_in_make_nobody_unsure(
    shares: tuple[float, ...], asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(monkeypatch, *shares)
    assert text(f"<html><body>{PROSE}</body></html>").source == "blocks"


LOADING = (
    "<html><head>{}</head><body><div id='app'><h1>Boats for two</h1><p>Loading the article.</p></div></body></html>"
)


def test_a_page_that_only_its_structured_data_fills(asked: list[list[str]]) -> None:
    asked.append(["Loading the article."])
    found = text(LOADING.format(structured("\n\n".join(SENTENCES))))
    assert found == Text(list(SENTENCES), "json-ld", ())


@pytest.mark.parametrize(
    "body",
    [" ".join(SENTENCES), " ".join(SENTENCES)[:200], SENTENCES[0] * 2, ""],
    ids=["the same", "the beginning", "short", "empty"],
)
def test_structured_data_is_not_taken_where_the_page_has_the_text(body: str) -> None:
    found = text(article(PROSE, structured(body)))
    assert found.source == "blocks"
    assert found.paragraphs[-len(SENTENCES) :] == list(SENTENCES)


def test_markup_in_structured_data_is_read_as_markup(asked: list[list[str]]) -> None:
    asked.append(["Loading the article."])
    found = text(LOADING.format(structured(f"{PROSE}<p>Bread &amp; boats,<br>for <b>all</b> of them.</p>")))
    assert found.source == "json-ld"
    assert found.paragraphs == [*SENTENCES, "Bread & boats,", "for all of them."]


def test_the_second_opinion_may_read_structured_data_too_but_as_one_paragraph(asked: list[list[str]]) -> None:
    asked.append([" ".join(SENTENCES)])
    found = text(LOADING.format(structured("\n\n".join(SENTENCES))))
    assert found == Text(list(SENTENCES), "json-ld", ())


@pytest.mark.parametrize("body", [None, 3, ["x" * 900], {"x": "y" * 900}])
def test_an_article_body_that_is_no_text(body: object) -> None:
    page = paged(article(PROSE))
    data = jsonld.Structured({"articleBody": body}, {}, {}, frozenset())
    assert maintext.read(page, data).source == "blocks"


# --- any tree


TAGS = st.sampled_from(
    ("div", "p", "span", "a", "b", "article", "section", "ul", "li", "td", "table", "aside", "h2", "br", "form", "main")
)
NAMES = st.sampled_from(["", "teaser", "article-body", "related", "comment", "caption", "css-1a", "sidebar", "hidden"])
LEAVES = st.sampled_from(
    [*SENTENCES, "Home", "Read more", "14:40", "12.5", "船只明天启航。", "مرحبا", "", " ", "A:", "x" * 300]
)


def tree(leaf: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def element(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda tag, name, inner: f"<{tag} class='{name}' href='/x'>{' '.join(inner)}</{tag}>",
            TAGS,
            NAMES,
            st.lists(parts, max_size=5),
        )

    return st.recursive(leaf, element, max_leaves=30)


PAGES = st.lists(tree(LEAVES), max_size=6).map(lambda parts: f"<html><body>{' '.join(parts)}</body></html>")


@settings(max_examples=120, deadline=None)
@given(PAGES)
def test_the_text_is_the_page_s_own_in_its_order(html: str) -> None:
    page = paged(html)
    found = maintext.read(page, jsonld.NOTHING)
    assert all(line == " ".join(line.split()) and line for line in found.paragraphs)
    words = " ".join(page.tree.itertext()).split()
    if found.source == "blocks":
        # elements are no word boundary for the text, but they are here: characters are compared
        rest = iter("".join(words))
        shown = "".join("".join(line.replace(" | ", " ").split()) for line in found.paragraphs)
        assert all(character in rest for character in shown)
    assert maintext.read(paged(html), jsonld.NOTHING) == found


@settings(max_examples=60, deadline=None)
@given(PAGES, st.integers(0, 5))
def test_scripts_and_styles_change_nothing(html: str, at: int) -> None:
    noise = "<script>var x = '<p>The ministers met.</p>';</script><style>p { color: red }</style><!-- no -->"
    start = html.index("<body>") + 6
    places = [start, len(html) - len("</body></html>")]
    place = places[at % 2]
    with_noise = html[:place] + noise + html[place:]
    assert maintext.read(paged(with_noise), jsonld.NOTHING) == maintext.read(paged(html), jsonld.NOTHING)


def test_the_tree_is_left_as_it_was() -> None:
    from lxml import etree

    page = paged(article(PROSE + "<div class='newsletter'><p>Sign up</p></div>", structured("\n".join(SENTENCES))))
    before = etree.tostring(page.tree)
    maintext.read(page, jsonld.read(page.tree))
    second.paragraphs(page)
    assert etree.tostring(page.tree) == before


# --- time


def seconds(page: Page) -> float:
    start = time.process_time()
    maintext.read(page, jsonld.NOTHING)
    return time.process_time() - start


@pytest.mark.parametrize("kind", ["paragraphs", "divs", "items", "breaks", "boxes"])
def test_time_grows_with_the_page_and_no_faster(kind: str) -> None:
    """Ten times the paragraphs in less than forty times the time: work that is quadratic would take a hundred times.

    The best of some tries, for a machine that is busy.
    """
    dice = random.Random(7)
    words = " ".join(SENTENCES).split()

    def prose(count: int) -> str:
        lines = (" ".join(dice.choices(words, k=25)) + "." for _ in range(count))
        form = {
            "paragraphs": "<p>{}</p>",
            "divs": "<div class=text>{}</div>",
            "items": "<li class=item>{}</li>",
            "breaks": "{}<br><br>",
            "boxes": "<div class=box><h3><a href=/x>Head</a></h3><p>{}</p></div>",
        }[kind]
        # parts: no element may have more than some thousand children
        parts = [form.format(line) for line in lines]
        return article("".join(f"<section>{''.join(parts[at : at + 100])}</section>" for at in range(0, count, 100)))

    small, large = paged(prose(200)), paged(prose(2_000))
    seconds(small)  # weights are read, caches are filled
    least, most = seconds(small), seconds(large)
    for _ in range(4):
        if most >= 40 * least:
            least, most = min(least, seconds(small)), min(most, seconds(large))
    assert most < 40 * least
