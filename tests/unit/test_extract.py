"""HTML -> the article of a page, on small invented pages."""

# ruff: noqa: E501 (a case of a table stays on its line)

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import Extracted, NoArticle, PageMetadata, extract
from transforms.extract.refuse import rules

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://news.example.org/world/harbour-talks"
PROSE = (
    "The ministers of Norway and Chile met in the harbour office on Monday and agreed to share two patrol boats.",
    "Their talks had been put off twice since the winter, when a dispute over fishing limits closed the northern port.",
    "A joint commission is to report before the end of the year, and both sides said that they expect no further delay.",
)


def page(head: str = "", before: str = "", body: str = "", html: str = 'lang="en"') -> str:
    """A small news page around three paragraphs of prose."""
    paragraphs = body or "".join(f"<p>{p}</p>" for p in PROSE)
    return (
        f"<!DOCTYPE html><html {html}><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<main><article>{before}{paragraphs}</article></main><footer>Copyright 2019 Example Media</footer></body></html>"
    )


def metadata(html: str, url: str | None = URL) -> PageMetadata:
    found = extract(html, url, NOW)
    assert isinstance(found, Extracted), found
    return found.metadata


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org"} | node)}</script>'


def test_the_body_is_the_paragraphs_alone() -> None:
    found = extract(page(before="<h1>Harbour talks end in Oslo</h1>"), URL, NOW)
    assert isinstance(found, Extracted)
    assert found.body == "\n".join(PROSE)
    assert found.metadata.title == "Harbour talks end in Oslo"


def test_cells_of_a_table_are_lines_and_bullets_are_gone() -> None:
    rows = "<table><tr><td>Boats</td><td>Two</td></tr></table><ul><li>First the northern port opens again.</li></ul>"
    found = extract(page(body="".join(f"<p>{p}</p>" for p in PROSE) + rows), URL, NOW)
    assert isinstance(found, Extracted)
    assert "Boats | Two" in found.body.split("\n")
    assert "First the northern port opens again." in found.body.split("\n")


# --- title


@pytest.mark.parametrize(
    ("head", "before", "title", "source"),
    [
        ("<title>Harbour talks end | Example News</title>", "<h1>Harbour talks end</h1>", "Harbour talks end", "h1"),
        (
            '<meta property="og:title" content="Harbour talks end"><meta property="og:site_name" content="Example News">',
            "<h1>Example News</h1>",
            "Harbour talks end",
            "meta og:title",
        ),
        (
            '<title>Harbour talks end - Example News</title><meta property="og:site_name" content="Example News">',
            "",
            "Harbour talks end",
            "title",
        ),
        (ld(**{"@type": "NewsArticle"}, headline="Sea &amp;amp; harbour"), "", "Sea & harbour", "json-ld headline"),
        (
            ld(**{"@type": "NewsArticle"}, headline="What we know about the harbour talks now"),
            "<h1>Harbour talks end in Oslo</h1>",
            "Harbour talks end in Oslo",
            "h1",
        ),
        ("<title>News.example.org</title>", "", None, None),
    ],
    ids=["h1 confirmed", "h1 is the site", "site name stripped", "entities", "search title", "only the site"],
)
def test_title(head: str, before: str, title: str | None, source: str | None) -> None:
    found = metadata(page(head, before))
    assert (found.title, found.sources.get("title")) == (title, source)


# --- byline and publisher


@pytest.mark.parametrize(
    ("head", "before", "byline"),
    [
        (ld(**{"@type": "NewsArticle"}, author=[{"name": "Ada Example"}, {"name": "Bo Sample"}]), "", "Ada Example; Bo Sample"),
        (ld(**{"@type": "NewsArticle"}, author="By Ada Example and Bo Sample"), "", "Ada Example; Bo Sample"),
        (
            ld(**{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ada Example"}]}),
            "",
            "Ada Example",
        ),
        (ld(**{"@type": "NewsArticle"}, author={"name": "Example News"}, publisher={"name": "Example News"}), "", None),
        ('<meta name="author" content="https://example.org/people/ada">', "", None),
        ('<meta name="author" content="staff">', "", None),
        ('<meta name="author" content="ada@example.org">', "", None),
        ("", '<p class="byline">By Ada Example, Harbour Correspondent</p>', "Ada Example"),
        ("", '<a rel="author" href="/ada">Ada Example</a>', "Ada Example"),
        ("", '<div class="comment"><span class="author">Reader</span></div>', None),
    ],
    ids=["list", "string", "reference", "publisher", "url", "staff", "mail", "class", "rel", "comment"],
)  # fmt: skip
def test_byline(head: str, before: str, byline: str | None) -> None:
    assert metadata(page(head, before)).byline == byline


def test_publisher_comes_from_the_article_then_from_the_site() -> None:
    site = '<meta property="og:site_name" content="Example News">'
    assert metadata(page(site)).publisher == "Example News"
    article = ld(**{"@type": "NewsArticle"}, publisher={"@type": "Organization", "name": "Example Media"})
    assert metadata(page(site + article)).publisher == "Example Media"
    assert metadata(page()).publisher is None


# --- dates


@pytest.mark.parametrize(
    ("head", "before", "url", "at", "day"),
    [
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-03-03T23:30:00-05:00"), "", URL, "2024-03-04T04:30:00", "2024-03-03"),
        ('<meta property="article:published_time" content="2024-03-03T10:00:00Z">', "", URL, "2024-03-03T10:00:00", "2024-03-03"),
        ('<meta name="date" content="2024-03-03">', "", URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<time datetime="2024-03-03T10:00+01:00">Sunday</time>', URL, "2024-03-03T09:00:00", "2024-03-03"),
        ("", '<span itemprop="datePublished">3 March 2024</span>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">3. März 2024, 14:05 Uhr</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">Sunday, March 3rd, 2024</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", '<p class="date">2024年3月3日</p>', URL, "2024-03-03T00:00:00", "2024-03-03"),
        ("", "", "https://news.example.org/2024/03/03/harbour", "2024-03-03T00:00:00", "2024-03-03"),
        ("", "<h1>Harbour talks end</h1><div>03.03.2024</div>", URL, "2024-03-03T00:00:00", "2024-03-03"),
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-05-20"), "", "https://news.example.org/2024/03/03/harbour",
         "2024-03-03T00:00:00", "2024-03-03"),
    ],
    ids=["json-ld", "meta", "day only", "time", "itemprop", "German", "English", "Chinese", "url", "headline", "first day"],
)  # fmt: skip
def test_published(head: str, before: str, url: str, at: str, day: str) -> None:
    found = metadata(page(head, before), url)
    assert found.published_at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert found.published_date == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("", ""),  # the footer's copyright year is no date
        (ld(**{"@type": "NewsArticle"}, datePublished="2099-01-01"), ""),
        (ld(**{"@type": "NewsArticle"}, datePublished="2024-02-30"), ""),
        ('<meta name="date" content="yesterday">', ""),
        ("", '<p class="date">3/4/2024</p>'),  # day or month first: the page does not say
        ("", '<div class="comments"><time datetime="2024-03-03">a reader</time></div>'),
        ("", '<aside class="related"><p class="date">3 March 2024</p></aside>'),
        ("", '<p class="date">March 2024</p>'),
    ],
    ids=["copyright", "future", "no such day", "words", "ambiguous", "comment", "related", "month"],
)
def test_no_date_is_invented(head: str, before: str) -> None:
    found = metadata(page(head, before))
    assert found.published_at is None
    assert found.published_date is None


def test_an_ambiguous_date_is_read_where_the_language_decides() -> None:
    date = '<p class="date">3/4/2024</p>'
    assert metadata(page(before=date, html='lang="fr"')).published_date == dt.date(2024, 4, 3)
    assert metadata(page(before=date, html='lang="en-US"')).published_date == dt.date(2024, 3, 4)


def test_updated_only_after_publication() -> None:
    def both(updated: str) -> PageMetadata:
        return metadata(page(ld(**{"@type": "Article"}, datePublished="2024-03-03T10:00:00Z", dateModified=updated)))

    assert both("2024-03-04T10:00:00Z").updated_at == dt.datetime(2024, 3, 4, 10, tzinfo=dt.UTC)
    assert both("2024-03-03T10:00:00Z").updated_at is None
    assert both("2024-03-01T10:00:00Z").updated_at is None


# --- address, language, tags, rights, live blogs


@pytest.mark.parametrize(
    ("href", "url", "canonical"),
    [
        ("https://www.example.org/world/harbour", URL, "https://www.example.org/world/harbour"),
        ("/world/harbour", URL, "https://news.example.org/world/harbour"),
        ("https://other.example/world/harbour", URL, None),
        ("https://news.example.org/", URL, None),
        ("javascript:void(0)", URL, None),
        ("http://[broken", URL, None),
        ("https://www.example.org/world/harbour", None, "https://www.example.org/world/harbour"),
    ],
    ids=["same site", "relative", "other site", "home page", "script", "broken", "no url"],
)
def test_canonical_url(href: str, url: str | None, canonical: str | None) -> None:
    assert metadata(page(f'<link rel="canonical" href="{href}">'), url).canonical_url == canonical


def test_language_tags_rights_and_where_they_were_read() -> None:
    head = '<meta name="keywords" content="fish, ports; fish"><meta name="copyright" content="© 2024 Example Media">'
    found = metadata(page(head, html='lang="en_GB"'))
    assert found.language == "en-GB"
    assert found.tags == ("fish", "ports")
    assert found.rights == "© 2024 Example Media"
    assert found.sources == {"language": "html lang", "tags": "meta keywords", "rights": "meta copyright"}


def test_liveblog() -> None:
    assert metadata(page(ld(**{"@type": "LiveBlogPosting"}, headline="Harbour talks, live"))).is_liveblog
    assert not metadata(page(ld(**{"@type": "NewsArticle"}))).is_liveblog


@pytest.mark.parametrize(
    "script",
    ["{", "null", "[]", "42", '"a"', '{"@type": 7}', '{"@type": ["NewsArticle", null], "author": [null, 3, {"name": {}}]}',
     '{"@graph": {"@graph": [1, null]}}', "[" * 50_000, '{"@type": "NewsArticle", "headline": ["a"], "datePublished": {}}',
     '<!-- {"@type": "NewsArticle"} -->', '{"@type": "NewsArticle", "publisher": [], "keywords": {"a": 1}}'],
)  # fmt: skip
def test_broken_structured_data_costs_no_page(script: str) -> None:
    found = extract(page(f'<script type="application/ld+json">{script}</script>'), URL, NOW)
    assert isinstance(found, Extracted)
    assert found.body == "\n".join(PROSE)


def test_structured_data_with_raw_line_breaks_and_a_wrapper_is_read() -> None:
    script = '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Harbour\ntalks end"};\n//]]>'
    assert metadata(page(f'<script type="application/ld+json">{script}</script>')).title == "Harbour talks end"


# --- what is no article


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "not_html"),
        ("   \n ", "not_html"),
        ("<html><head><title>x</title></head><body></body></html>", "no_article"),
        ("<html><body><div id='app'></div><script>start()</script></body></html>", "no_article"),
        ("<html><body><p>Menu Home World Sport</p></body></html>", "no_article"),
    ],
    ids=["empty", "blank", "shell", "application", "menu"],
)
def test_pages_without_an_article(html: str, reason: str) -> None:
    found = extract(html, URL, NOW)
    assert isinstance(found, NoArticle)
    assert found.reason_code == reason
    assert found.detail


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["id"])
def test_each_refusal_rule_by_its_example(rule: dict[str, str]) -> None:
    def answer(title: str, text: str) -> Extracted | NoArticle:
        return extract(f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>", URL, NOW)

    found = answer(rule["title"], rule["text"])
    assert isinstance(found, NoArticle), found
    assert found.reason_code == rule["reason_code"]
    assert rule["reason"]
    assert isinstance(answer(rule["keeps_title"], PROSE[0]), Extracted)
    assert isinstance(answer(rule["keeps_title"], " ".join((*PROSE, rule["text"], *PROSE, *PROSE))), Extracted)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PROSE, "<", ">", "<p>", "</p>", "<div class=date>", "<h1>", "<table><tr><td>", "<!--", "-->",
                                 "<script type='application/ld+json'>{", "</script>", "&#0;", "&amp", "\x00", "\ud800", "𝔸"])
                | st.text(max_size=20), max_size=30))  # fmt: skip
def test_any_markup_has_an_answer(pieces: list[str]) -> None:
    found = extract("<html><body>" + "".join(pieces), URL, NOW)
    assert isinstance(found, Extracted | NoArticle)


def test_trafilatura_stays_unloaded_until_a_page_comes() -> None:
    import subprocess
    import sys

    code = "import sys, transforms.extract\nassert 'trafilatura' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2])
