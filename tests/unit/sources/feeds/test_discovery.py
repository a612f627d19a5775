"""Point 35: the feeds that a page announces."""

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.sources.feeds import discover

PAGE = """<!DOCTYPE html><html><head><title>Quay</title>
<link rel="stylesheet" href="/style.css">
<LINK REL="ALTERNATE" TYPE="application/rss+xml" TITLE="Quay News &amp; tides" HREF="/rss.xml">
<link rel="alternate" type="application/atom+xml; charset=utf-8" href="https://feeds.example/atom">
<link rel="alternate" type="application/feed+json" href="feed.json">
<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="twice">
<link rel="feed" href="/hidden">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
<link rel="alternate" type="text/xml" href="/world/rss/">
<link rel="alternate" hreflang="de" href="/de">
<link rel="alternate stylesheet" type="application/rss+xml" href="/no.xml">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<!-- <link rel="alternate" type="application/rss+xml" href="/commented.xml"> -->
</head><body><p>News</p></body></html>"""


def test_announced_feeds() -> None:
    found = discover(PAGE, "https://www.quay.example/news/")
    assert [(feed.url, feed.title) for feed in found] == [
        ("https://www.quay.example/rss.xml", "Quay News & tides"),
        ("https://feeds.example/atom", None),
        ("https://www.quay.example/news/feed.json", None),
        ("https://www.quay.example/hidden", None),
        ("https://www.quay.example/world/rss/", None),
    ]


def test_the_page_s_base_counts() -> None:
    page = '<base href="https://base.example/a/"><link rel="alternate" type="application/rss+xml" href="b.xml">'
    assert [feed.url for feed in discover(page, "https://www.quay.example/")] == ["https://base.example/a/b.xml"]


def test_without_an_address_only_absolute_links_are_found() -> None:
    assert [feed.url for feed in discover(PAGE, None)] == ["https://feeds.example/atom"]


def test_pages_that_announce_nothing() -> None:
    for page in ("", "<p>x</p>", "<link", "<link>", "x" * 10, "<html>" * 5000 + "<link rel=feed href=/x>"):
        assert discover(page, None) == ()


@settings(max_examples=60, deadline=None)
@given(st.text("<>link rel=alternate\"'/!-&;\x00", max_size=80))
def test_any_page_is_answered(page: str) -> None:
    assert discover("<link " + page, "https://a.example/") is not None
