"""Point 35: lists of feeds in OPML, nested; what is written is read back equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.sources.feeds import FeedFailure, FeedList, Outline, read_opml, write_opml

NESTED = b"""<?xml version="1.0"?>
<opml version="1.1"><head><title>World &amp; sea</title></head><body>
<outline text="Loose" type="rss" xmlUrl="https://loose.example/rss"/>
<outline text="News">
  <outline title="Quay News" text="quay" type="rss" xmlUrl="https://quay.example/rss" htmlUrl="https://quay.example/"
    language="en-GB"/>
  <outline text="Ministries">
    <outline text="Tides" xmlUrl="feed://tides.example/atom" country="NOR" minInterval="30m" fullText="true"/>
  </outline>
</outline>
<OUTLINE TEXT="Shouted" XMLURL="https://loud.example/rss"/>
<outline text="Again" xmlUrl="https://quay.example/rss"/>
<outline text="Unsafe" xmlUrl="javascript:alert(1)"/>
<outline text="Empty folder"/>
</body></opml>"""


def test_nested_lists() -> None:
    found = read_opml(NESTED)
    assert isinstance(found, FeedList)
    assert found.title == "World & sea"
    assert found.dropped == 2
    assert found.outlines == (
        Outline("https://loose.example/rss", "Loose"),
        Outline("https://quay.example/rss", "Quay News", "https://quay.example/", ("News",), "en-GB"),
        Outline("http://tides.example/atom", "Tides", None, ("News", "Ministries"), None, "NOR", "30m", True),
        Outline("https://loud.example/rss", "Shouted"),
    )


def test_what_is_written_is_read_back() -> None:
    found = read_opml(NESTED)
    assert isinstance(found, FeedList)
    written = write_opml(found.outlines, "World & sea")
    assert read_opml(written) == FeedList(found.outlines, found.title)
    assert written.count(b'text="News"') == 1


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).map(
    lambda text: " ".join(text.split()) or "x"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=4)), max_size=8))
def test_any_names_are_read_back(named: list[tuple[str, list[str]]]) -> None:
    outlines = tuple(
        Outline(f"https://a.example/{i}", title, None, tuple(folders)) for i, (title, folders) in enumerate(named)
    )
    found = read_opml(write_opml(outlines))
    assert isinstance(found, FeedList)
    assert sorted(found.outlines, key=lambda o: o.url) == sorted(outlines, key=lambda o: o.url)


def test_broken_lists_keep_their_feeds() -> None:
    found = read_opml(NESTED.replace(b"World &amp; sea", b"World & sea").replace(b"</body></opml>", b""))
    assert isinstance(found, FeedList)
    assert len(found.outlines) == 4


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"no markup", b"\x89PNG\r\n\x1a\n", b"<opml" * 90_000])
def test_what_is_no_list(body: bytes) -> None:
    assert isinstance(read_opml(body), FeedFailure | FeedList)
    assert isinstance(read_opml(body[:100]), FeedFailure)


def test_deep_lists_are_answered() -> None:
    body = b"<opml><body>" + b'<outline text="x">' * 5000 + b'<outline xmlUrl="https://a.example/"/>'
    assert isinstance(read_opml(body), FeedFailure | FeedList)
