"""Point 27: links are resolved against what is nearest, entities undone; nothing but http and https gets through."""

import pytest

from tests.unit.sources.feeds.samples import NOW, URL, entry, feed, rss
from transforms.sources.feeds import Feed, parse_feed
from transforms.sources.feeds.links import absolute, host, nearer

BASE = "https://www.quay.example/news/feed.xml"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("  https://a.example/1\n", "https://a.example/1"),
        ("https://a.exam\nple/1", "https://a.example/1"),
        ("HTTPS://a.example/1", "HTTPS://a.example/1"),
        ("/1", "https://www.quay.example/1"),
        ("1", "https://www.quay.example/news/1"),
        ("../1", "https://www.quay.example/1"),
        ("//b.example/1", "https://b.example/1"),
        ("?p=1", "https://www.quay.example/news/feed.xml?p=1"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&amp;amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?copy=1&reg=2", "https://a.example/?copy=1&reg=2"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("feed:https://a.example/1", "https://a.example/1"),
        ("feed://a.example/1", "http://a.example/1"),
        ("https://bücher.example/é", "https://bücher.example/é"),
    ],
)
def test_links_that_lead_somewhere(written: str, url: str) -> None:
    assert absolute(written, (BASE,)).url == url


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd", "ftp://a.example/", "mailto:a@a.example", "vbscript:x", "https:///nohost", "http://",
        "https://a.example:99999/", "https://[::1", "javascript&#58;alert(1)", "about:blank", "tag:a.example,2025:1",
        "https://a.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_links_that_are_dropped(written: str) -> None:
    found = absolute(written, (BASE,))
    assert found.url is None
    assert found.flags == ("unsafe_link",)


def test_a_relative_link_without_a_base_is_none() -> None:
    assert absolute("/1") == (None, ("relative_link",))
    assert absolute("/1", (None, "ftp://a.example/", "https://b.example/")).url == "https://b.example/1"
    assert absolute("") == absolute(None) == (None, ())


def test_bases() -> None:
    assert nearer("https://a.example/x/", "y/") == "https://a.example/x/y/"
    assert nearer("https://a.example/", "javascript:x") == "https://a.example/"
    assert nearer("https://a.example/", "") == "https://a.example/"
    assert nearer(None, "https://b.example/") == "https://b.example/"
    assert host("https://www.A.example:443/") == "a.example"
    assert host("no address") is None


def test_rss_links_are_relative_to_the_site_and_atom_links_to_the_document() -> None:
    address = "https://feeds.example/a/rss.xml"
    assert entry("<title>x</title><link>world/1</link>", address).link == "https://www.quay.example/world/1"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://www.quay.example/"/>'
        b'<entry><id>1</id><link href="world/1"/></entry></feed>'
    )
    assert feed(atom, address).entries[0].link == "https://feeds.example/a/world/1"


def test_xml_base_wins() -> None:
    body = rss('<item xml:base="2025/"><title>x</title><link>1</link></item>').replace(
        b"<channel>", b'<channel xml:base="https://base.example/news/">'
    )
    (found,) = feed(body).entries
    assert found.link == "https://base.example/news/2025/1"
    assert found.base_url == "https://base.example/news/2025/"
    assert "relative_link" in found.flags


def test_without_any_address_relative_links_are_none() -> None:
    found = parse_feed(b"<rss><channel><item><title>x</title><link>/1</link></item></channel></rss>", NOW)
    assert isinstance(found, Feed)
    assert found.entries[0].link is None
    assert {"relative_link", "no_link"} <= set(found.entries[0].flags)


def test_the_article_is_the_page_and_no_other_link() -> None:
    links = (
        '<atom:link rel="replies" href="https://www.quay.example/1/comments"/>'
        '<atom:link rel="enclosure" href="https://www.quay.example/1.mp3"/>'
        '<atom:link rel="alternate" type="application/json" href="https://www.quay.example/1.json"/>'
        '<atom:link rel="alternate" type="text/html" href="https://www.quay.example/1"/>'
    )
    assert entry(f"<title>x</title>{links}").link == "https://www.quay.example/1"


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("<guid>https://www.quay.example/1</guid>", "https://www.quay.example/1"),
        ('<guid isPermaLink="true">/1</guid>', "https://www.quay.example/1"),
        ('<guid isPermaLink="false">https://www.quay.example/1</guid>', None),
        ("<guid>1</guid>", None),
        ("<guid>javascript:x</guid>", None),
    ],
)
def test_a_guid_may_be_the_link(guid: str, link: str | None) -> None:
    assert entry(f"<title>x</title>{guid}", URL).link == link
