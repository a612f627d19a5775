"""Point 35: JSON Feed, news sitemaps, encodings; what golden files say too little about."""

import json
from typing import Any

import pytest

from tests.unit.sources.feeds.samples import failure, feed, item, rss
from transforms.sources.feeds import FeedLimits

V11 = "https://jsonfeed.org/version/1.1"


def json_feed(*items: Any, **top: Any) -> bytes:
    return json.dumps({"version": V11, "title": "Isle", "items": list(items)} | top).encode()


def test_items_of_json() -> None:
    found = feed(
        json_feed({"id": 7, "url": "/7", "title": "Seven", "content_text": "a <b\n\nc", "tags": ["x", 1, " y "]})
    )
    (one,) = found.entries
    assert (one.guid, one.link, one.title) == ("7", "https://www.quay.example/7", "Seven")
    assert one.content_html == "<p>a &lt;b</p>\n<p>c</p>"
    assert one.categories == ("x", "y")


@pytest.mark.parametrize("bad", [None, 7, "text", [], {}, {"id": True}, {"id": None, "title": ["x"], "url": {}}])
def test_bad_items_cost_no_other(bad: Any) -> None:
    found = feed(json_feed(bad, {"id": "1", "title": "Good"}))
    assert [one.title for one in found.entries] == ["Good"]
    assert "empty_entries" in found.flags


def test_json_limits_and_escapes() -> None:
    body = json_feed(*({"id": str(i), "title": "a\ud800\x00b"} for i in range(9)))
    found = feed(body, limits=FeedLimits(max_entries=3))
    assert len(found.entries) == 3
    assert "entries_cut" in found.flags
    assert found.entries[0].title == "a?b"


def test_a_json_feed_without_version_needs_the_title_of_one() -> None:
    assert feed(json_feed({"id": "1"}, version=None)).version == "json"
    assert failure(b'{"items": [{"id": "1"}]}').reason_code == "json"
    assert failure(json.dumps({"version": V11, "items": {}}).encode()).reason_code == "json"


def test_news_sitemaps() -> None:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    news = (
        "<n:news><n:publication><n:name>Bay</n:name><n:language>{}</n:language></n:publication>"
        "<n:title>{}</n:title></n:news>"
    )
    urls = [f"<url><loc>https://bay.example/{i}</loc>{news.format('en', f'Story {i}')}</url>" for i in range(3)]
    found = feed(f"<urlset {spaces}>{''.join(urls)}<url><loc>https://bay.example/x</loc></url></urlset>".encode())
    assert found.kind == "news_sitemap"
    assert [(one.title, one.link, one.language) for one in found.entries] == [
        (f"Story {i}", f"https://bay.example/{i}", "en") for i in range(3)
    ]
    assert (found.title, found.language) == ("Bay", "en")
    mixed = feed(f"<urlset {spaces}>{urls[0]}{urls[1].replace('>en<', '>fr<')}</urlset>".encode())
    assert mixed.language is None
    assert (
        failure(f"<urlset {spaces}><url><loc>https://bay.example/x</loc></url></urlset>".encode()).reason_code
        == "sitemap"
    )


RUSSIAN = "Министры обеих стран подписали договор о рыболовстве"


@pytest.mark.parametrize(
    ("codec", "label"), [("utf-8", "utf-8"), ("cp1251", "windows-1251"), ("koi8-r", "koi8-r"), ("utf-16", "utf-16")]
)
@pytest.mark.parametrize("where", ["declaration", "header"])
def test_encodings(codec: str, label: str, where: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if where == "declaration" else ""
    text = declaration + rss(item(1, f"<description>{RUSSIAN}. {RUSSIAN}.</description>")).decode()
    header = f"application/rss+xml; charset={label}" if where == "header" else None
    found = feed(text.encode(codec), content_type=header)
    assert found.entries[0].summary == f"{RUSSIAN}. {RUSSIAN}."
    assert found.flags == ()


def test_a_short_feed_is_not_dropped_for_one_bad_byte() -> None:
    body = rss(item(1, "<description>Gen\u00e8ve and \u4e2d</description>") + item(2)).replace(b"and", b"\xff")
    found = feed(body)
    assert [one.title for one in found.entries] == ["Story 1", "Story 2"]
    assert found.flags == ("ill_formed",)
    assert failure(bytes(range(128, 256)) * 20 + b"<rss>").reason_code in ("encoding", "not_a_feed", "broken", "binary")


def test_a_byte_that_does_not_fit_is_flagged() -> None:
    body = rss("".join(item(i, f"<description>{RUSSIAN}</description>") for i in range(20)))
    found = feed(body.replace("Министры".encode(), b"\xff\xfe", 1))
    assert len(found.entries) == 20
    assert "ill_formed" in found.flags


@pytest.mark.parametrize(
    ("root", "version"),
    [
        ('<rss version="2.0">', "rss20"), ('<rss version="2.01">', "rss20"), ('<rss version="0.91">', "rss091"),
        ('<rss version="0.92">', "rss092"), ("<rss>", "rss"), ('<rss version="x">', "rss"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "atom10"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#">', "atom03"), ("<feed>", "atom"),
    ],
)  # fmt: skip
def test_versions(root: str, version: str) -> None:
    assert (
        feed(f"{root}<item><title>x</title></item></{root[1:4]}{'d' if root[1] == 'f' else ''}>".encode()).version
        == version
    )
