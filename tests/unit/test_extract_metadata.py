"""What a page says about its article, on small invented pages, field by field. The dates have their own file."""

# ruff: noqa: E501 (a case of a table stays on its line)

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.news_page import H1, NOW, TITLE, URL, ld, metadata, page
from transforms.extract import dates, jsonld, names, survey
from transforms.extract import metadata as room
from transforms.extract.labels import BYLINE, DATE, OTHER, READERS, UPDATED, labels, marks_of
from transforms.extract.model import NoArticle
from transforms.extract.page import parse

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
    assert (
        metadata(page(f'{TITLE}<script type="application/ld+json">{script}</script>', H1)).title == "Harbour talks end"
    )


def test_structured_data_with_raw_line_breaks_and_a_wrapper_is_read() -> None:
    script = '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Harbour\ntalks end"};\n//]]>'
    assert metadata(page(f'<script type="application/ld+json">{script}</script>')).title == "Harbour talks end"


# --- bylines of content systems and newsrooms


@pytest.mark.parametrize(
    ("head", "before", "after", "byline", "source"),
    [
        ("", H1 + '<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/ada/" rel="author">Ada Example</a></span></span>',
         "", "Ada Example", "rel or itemprop author"),
        ("", H1 + '<span class="post-author vcard">Posted by <span class="fn" itemprop="author"><span itemprop="name">Ada Example</span></span></span>',
         "", "Ada Example", "rel or itemprop author"),
        ("", H1 + '<dd class="createdby">Written by Ada Example</dd>', "", "Ada Example", "byline element"),
        ("", '<h5 class="field--name-field-term-author">Ada Example</h5>' + H1, "", "Ada Example", "byline element"),
        ("", H1 + '<div class="articleAuthor">Von Ada Muster am Samstag, 3. März 2024 um 11:14 Uhr</div>', "", "Ada Muster", "byline element"),
        ("", H1 + '<div class="authorDateBlock">Datum: 3.3.2024 Autor: Ada Muster Quelle: Beispiel</div>', "", "Ada Muster", "byline element"),
        ("", H1 + '<ul class="authors"><li class="author-title">Artikel von:</li><li class="author">Ada Muster</li></ul>', "", "Ada Muster", "byline element"),
        ("", H1 + '<ul><li class="author">Ada Muster</li><li class="author">Bo Probe</li></ul>', "", "Ada Muster; Bo Probe", "byline element"),
        ("", H1 + '<p><a href="/autorin/ada-muster">Ada Muster</a></p>', "", "Ada Muster", "link to the author"),
        ("", H1 + "<p>3. März 2024 | Von Ada Muster und Bo Probe</p>", "", "Ada Muster; Bo Probe", "text near the headline"),
        ("", H1 + "<p>Par Ada Exemple, Oslo</p>", "", "Ada Exemple", "text near the headline"),
        ("", H1 + "<p>Texto: <b>Ada Ejemplo</b></p>", "", "Ada Ejemplo", "text near the headline"),
        ("", H1 + "<p><em>Text von Ada Muster Illustration von Bo Probe</em></p>", "", "Ada Muster", "text near the headline"),
        ("", H1 + "<p>Von: am/dpa</p>", "", "am; dpa", "text near the headline"),
        ("", H1, "<p>So it ended.<br>Autor: <a href='/law'>Rechtsanwältin</a> Ada Muster</p>", "Ada Muster", "labelled text"),
        ("", H1 + "<p>x</p>" * 70, "<p><strong>Text:</strong> Ada Muster</p><p><strong>Fotos:</strong> Bo Probe</p>", "Ada Muster", "labelled text"),
        ('<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ada Muster">', H1, "", "Ada Muster", "meta twitter:data"),
        ('<meta name="twitter:label1" content="Lesezeit"><meta name="twitter:data1" content="Drei Minuten">', H1, "", None, None),
        ('<meta name="dc.creator" content="Muster, Ada">', H1, "", "Ada Muster", "meta dc.creator"),
        ('<meta name="author" content="Ada Muster"><meta name="dcterms.publisher" content="Ada Muster">', H1, "", "Ada Muster", "meta author"),
        (ld(**{"@type": "Article"}, author={"name": "Ada"}), H1 + "<div><b>By</b><i>Ada Example</i></div>", "", "Ada Example", "json-ld author"),
        (ld(**{"@type": "Recipe"}, author={"name": "Ada Example"}), H1, "", "Ada Example", "json-ld author"),
        (ld(**{"@type": "BlogPosting"}, author={"name": "Ada Example"}, publisher={"@type": ["Person", "Organization"], "name": "Ada Example"}),
         H1, "", "Ada Example", "json-ld author"),
        ('<meta property="og:site_name" content="Example News">', H1 + '<p class="author">Example News</p>',
         '<div class="related"><p class="author">Bo Sample</p></div>', None, None),
        ("", H1 + '<p class="author">Die Redaktion</p>', "", None, None),
        ("", H1 + '<p class="author">Example Press GmbH</p>', "", None, None),
        ("", H1, '<form class="comment-form-author"><label>Name</label></form>', None, None),
        ("", H1, '<ol class="commentlist"><li class="vcard author">Cy Reader says</li></ol>', None, None),
        ("", H1 + "<p>x</p>" * 70, "".join(f'<h3>Other talks</h3><p class="list-autor">von {name}</p>' for name in ("Ada Muster", "Bo Probe", "Cy Test", "Di Fall")), None, None),
    ],
    ids=["WordPress", "Blogger", "Joomla", "Drupal above", "date behind", "labels", "label element", "two elements", "link", "German line", "French line",
         "Spanish label", "illustrator", "initials", "tail behind a link", "text and photos", "card", "card of reading time", "catalogue",
         "publisher of herself", "fuller name", "recipe", "blog of a person", "newsroom named", "staff", "company", "form", "reader", "list of articles"],
)  # fmt: skip
def test_bylines_of_many_makers(head: str, before: str, after: str, byline: str | None, source: str | None) -> None:
    found = metadata(page(TITLE + head, before, after))
    assert (found.byline, found.sources.get("byline")) == (byline, source)


@pytest.mark.parametrize(
    ("given", "byline"),
    [
        ("By Ada Example and Bo Sample", "Ada Example; Bo Sample"),
        ("Ada Example, Harbour Correspondent", "Ada Example"),
        ("Ada Example and Bo Sample For The Daily Sample", "Ada Example; Bo Sample"),
        ("Marine Le Muster", "Marine Le Muster"),
        ("Ada de Gaulle-Muster", "Ada de Gaulle-Muster"),
        ("Dr. Ada van der Muster", "Dr. Ada van der Muster"),
        ("Chefredakteurin Ada Muster", "Ada Muster"),
        ("ada77", "ada77"),
        ("Ada Muster | 3 Kommentare", "Ada Muster"),
        ("3. März 2024", None),
        ("Author", None),
        ("Stand", None),
        ("https://example.org/ada", None),
        ("", None),
    ],
)
def test_authors(given: str, byline: str | None) -> None:
    assert names.authors([dates.cut(given)], ["Example News"]) == byline


@pytest.mark.parametrize(
    ("given", "byline"),
    [("von Ada Muster", "Ada Muster"), ("von Ada von Muster", "Ada von Muster"), ("by the harbour", None), ("Von Null auf Hundert", None), ("by Ada", None)],
)  # fmt: skip
def test_unmarked_text_must_be_written_like_a_name(given: str, byline: str | None) -> None:
    assert names.authors([given], [], strict=True) == byline


# --- labels and places


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("td-post-author-name", BYLINE),
        ("articleAutor", BYLINE),
        ("author-bio", 0),
        ("authority", 0),
        ("comment-author", BYLINE | READERS),
        ("entry-date", DATE),
        ("related-posts", OTHER),
        ("", 0),
    ],
)
def test_marks_of_class_names(name: str, marks: int) -> None:
    assert marks_of(name) & (BYLINE | READERS | OTHER | DATE) & (marks | BYLINE | READERS) == marks


def test_published_takes_updated_back() -> None:
    assert not marks_of("entry-date published updated") & UPDATED
    assert marks_of("updated") & UPDATED


def test_every_label_is_lower_case_and_listed_once() -> None:
    for group, words in ((g, w) for table in ("attribute", "date") for g, w in labels()[table].items()):
        assert len(set(words)) == len(words), group
        assert all(word == word.lower() for word in words), group


def test_a_link_to_a_person_is_known_by_its_folder() -> None:
    tree = parse(
        page(
            "",
            '<a href="/author/ada/">A</a><a href="autoren/ada.html">B</a><a href="/author/">C</a><a href="/world/author">D</a>',
        ),
        URL,
    )
    assert not isinstance(tree, NoArticle)
    assert [c.element.text for c in survey.Survey(tree.tree).links] == ["A", "B"]


# --- bounds


@pytest.mark.parametrize(
    "inner",
    [
        '<div class="author">' * 200 + "x" + "</div>" * 200,
        ('<div class="author">' * 90 + "Von " + "</div>" * 90) * 200,
        '<span class="date">1. 1.</span><br>' * 9_000,
        "".join(f'<p id="author-{n}x{n}">von Ada {n}</p>' for n in range(15_000)),
        "<p>" + "Autor: " * 30 + "</p>" + "<p>Autor:</p>" * 15_000,
        "".join(f"<p>{n % 28 + 1}.3.2024</p>" for n in range(15_000)),
        '<a rel="author" href="/author/ada">Ada</a>' * 15_000,
        "<script>" + '"published_at":"' * 100_000 + "</script>",
    ],
    ids=["deep bylines", "deep and many", "dates", "bylines", "labels", "days", "links", "state"],
)
def test_hostile_pages_cost_little(inner: str) -> None:
    """Processor time, many times what each takes alone."""
    found = parse(f"<html><head>{TITLE}</head><body>{H1}<div><div>{inner}</div></div></body></html>", URL)
    if isinstance(found, NoArticle):  # groups too crowded for the page's own bounds are cut into sections
        pieces = inner.replace("</p>", "</p>\0").replace("</a>", "</a>\0").replace("<br>", "<br>\0").split("\0")
        sections = "".join(f"<div>{''.join(pieces[n : n + 100])}</div>" for n in range(0, len(pieces), 100))
        found = parse(f"<html><head>{TITLE}</head><body>{H1}{sections}</body></html>", URL)
    assert not isinstance(found, NoArticle), found
    started = time.process_time()
    room.read(found, jsonld.read(found.tree), NOW)
    assert time.process_time() - started < 20


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([H1, "<p>", "</p>", '<div class="author">', '<span class="date">', "</div>", "</span>", "Von ", "Autor: ", "Ada Muster",
                                 "3. März 2024", "99.99.9999", "|", "<time>", '<time datetime="2024-13-99">', "<br>", '<a rel="author" href="/author/a">',
                                 "</a>", '<meta name="author" content="', '">', '<b itemprop="datePublished">'])
                | st.text(max_size=15), max_size=40))  # fmt: skip
def test_any_markup_is_read_and_nothing_is_invented(pieces: list[str]) -> None:
    html = f"<html><head>{TITLE}</head><body>{''.join(pieces)}</body></html>"
    found = parse(html, None)
    if isinstance(found, NoArticle):
        return
    read = room.read(found, jsonld.read(found.tree), NOW)
    filled = {
        name for name in ("title", "byline", "publisher", "published_at", "updated_at", "rights") if getattr(read, name)
    }
    assert filled <= set(read.sources)
    if read.published_date:
        assert str(read.published_date.year) in html or f"{read.published_date.year % 100:02}" in html
        assert read.published_date <= NOW.date() + dt.timedelta(days=2)
    given_texts = ["".join(found.tree.itertext()), *found.tree.xpath("//@*")]
    shown = names.key(" ".join(f"{text} {names.plain(text)}" for text in given_texts))
    for name in (read.byline or "").split("; "):
        assert all(word in shown for word in names.key(name).split())
