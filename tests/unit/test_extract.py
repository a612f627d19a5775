"""HTML -> the article of a page, on small invented pages."""

# ruff: noqa: E501 (a case of a table stays on its line)

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.news_page import NOW, SENTENCES, URL
from transforms.extract import Extracted, NoArticle, extract


def page(head: str = "", before: str = "", body: str = "", html: str = 'lang="en"') -> str:
    """A small news page around three paragraphs of prose."""
    paragraphs = body or "".join(f"<p>{p}</p>" for p in SENTENCES)
    return (
        f"<!DOCTYPE html><html {html}><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<main><article>{before}{paragraphs}</article></main><footer>Copyright 2019 Example Media</footer></body></html>"
    )


def test_the_body_is_the_paragraphs_alone() -> None:
    found = extract(page(before="<h1>Harbour talks end in Oslo</h1>"), URL, NOW)
    assert isinstance(found, Extracted)
    assert found.body == "\n".join(SENTENCES)
    assert found.metadata.title == "Harbour talks end in Oslo"


def test_cells_of_a_table_are_lines_and_bullets_are_gone() -> None:
    rows = "<table><tr><td>Boats</td><td>Two</td></tr></table>"
    items = "<ul><li>First the northern port opens again.</li><li>Then the boats are counted once more.</li></ul>"
    paragraphs = [f"<p>{p}</p>" for p in SENTENCES]
    found = extract(page(body="".join([paragraphs[0], rows, paragraphs[1], items, paragraphs[2]])), URL, NOW)
    assert isinstance(found, Extracted)
    assert "Boats | Two" in found.body.split("\n")
    assert "First the northern port opens again." in found.body.split("\n")


# --- what is no article


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "not_html"),
        ("   \n ", "not_html"),
        ("<html><head><title>x</title></head><body></body></html>", "no_article"),
        ("<html><body><div id='app'></div><script>start()</script></body></html>", "empty_shell"),
        ("<html><body><p>Menu Home World Sport</p></body></html>", "no_article"),
    ],
    ids=["empty", "blank", "shell", "application", "menu"],
)
def test_pages_without_an_article(html: str, reason: str) -> None:
    found = extract(html, URL, NOW)
    assert isinstance(found, NoArticle)
    assert found.reason_code == reason
    assert found.detail


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCES, "<", ">", "<p>", "</p>", "<div class=date>", "<h1>", "<table><tr><td>", "<!--", "-->",
                                 "<script type='application/ld+json'>{", "</script>", "&#0;", "&amp", "\x00", "\ud800", "𝔸"])
                | st.text(max_size=20), max_size=30))  # fmt: skip
def test_any_markup_has_an_answer(pieces: list[str]) -> None:
    found = extract("<html><body>" + "".join(pieces), URL, NOW)
    assert isinstance(found, Extracted | NoArticle)


def test_trafilatura_is_loaded_only_where_its_opinion_is_asked() -> None:
    import subprocess
    import sys

    code = """
import sys
from tests.unit.news_page import NOW, URL
from tests.unit.test_extract import page
from transforms.extract import Extracted, extract
assert isinstance(extract(page(before="<h1>Harbour talks end in Oslo</h1>"), URL, NOW), Extracted)
assert "trafilatura" not in sys.modules
extract("<html><body><p>Menu Home World Sport</p></body></html>", URL, NOW)
assert "trafilatura" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2])


def test_where_the_text_was_read_and_what_was_taken_from_it_is_told() -> None:
    headline = "HARBOUR TALKS STALL AS ENVOYS LEAVE"
    inside = f"<p>{SENTENCES[0]}</p><p><a href='/x'>{headline}</a></p><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>"
    found = extract(page(body=inside), URL, NOW)
    assert isinstance(found, Extracted)
    assert found.text_source == "blocks"
    assert {removed.text for removed in found.removed} <= {headline}
    assert found.body == "\n".join(SENTENCES)
