"""Point 21: broken feeds keep their good entries, flagged; no text is lost on the way."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.unit.sources.feeds.samples import feed, item, rss
from transforms.sources.feeds.repair import repaired

FAULTS = {
    "ampersand": "<description>Fish & ships</description>",
    "entity": "<description>Caf&eacute;</description>",
    "unknown entity": "<description>&harbour;</description>",
    "control": "<description>a\x07b</description>",
    "null": "<description>a&#0;b</description>",
    "less than": "<description>3 < 4</description>",
    "unclosed inside": "<description><b>bold</description>",
    "wrong order": "<description><b><i>x</b></i></description>",
    "stray end": "</b></description>",
    "attribute without quotes": "<enclosure url=x.mp3 length=1>",
    "attribute twice": '<enclosure url="a" url="b"/>',
    "attribute without value": "<enclosure url/>",
    "quote never closed": '<enclosure url="a/>',
    "prefix never declared": "<slash:comments>3</slash:comments>",
    "comment never closed": "<!-- here",
    "CDATA never closed": "<description><![CDATA[x",
    "bad comment": "<!-- a -- b -->",
    "instruction": "<?php echo 1 ?>",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_fault_costs_no_other_entry(fault: str) -> None:
    """Entities and escaped markup after the fault are there as well: a recovering parser alone drops them."""
    after = "<description>&lt;p&gt;Fish &amp;amp; ships&lt;/p&gt;</description>"
    body = rss(
        item(1) + f"<item><title>Story 2</title><link>https://www.quay.example/2</link>{fault}</item>" + item(3, after)
    )
    found = feed(body)
    titles = [entry.title for entry in found.entries]
    assert titles[:2] == ["Story 1", "Story 2"]
    assert found.entries[1].link == "https://www.quay.example/2"
    if "never closed" not in str([key for key, value in FAULTS.items() if value == fault]):
        assert titles == ["Story 1", "Story 2", "Story 3"]
        assert found.entries[2].content_html == "<p>Fish &amp; ships</p>"
        assert found.entries[2].summary == "Fish & ships"
    if fault not in (FAULTS["instruction"],):
        assert "ill_formed" in found.flags
        assert found.fault
        assert all("ill_formed" in entry.flags for entry in found.entries)


@pytest.mark.parametrize("cut", range(120, 420, 10))
def test_a_feed_cut_anywhere_keeps_what_was_whole(cut: int) -> None:
    body = rss(item(1) + item(2) + item(3))
    start = body.index(b"<item>")
    found = feed(body[: start + cut])
    whole = body[: start + cut].count(b"</item>")
    assert [entry.title for entry in found.entries][:whole] == [f"Story {i}" for i in range(1, whole + 1)]


def test_sound_feeds_are_not_flagged() -> None:
    found = feed(b'<?xml version="1.0"?>\n<!-- made today -->' + rss(item(1, "<x><![CDATA[a < b & c]]></x>")))
    assert found.flags == ()
    assert found.fault is None


def test_junk_round_a_feed() -> None:
    assert "ill_formed" in feed(b"Warning: line 3\n" + rss(item(1))).entries[0].flags
    assert "ill_formed" in feed(rss(item(1)) + b"<p>42 queries</p>").entries[0].flags


@pytest.mark.parametrize(
    "root",
    [
        '<rss version="2.0 xmlns:dc="http://purl.org/dc/elements/1.1/">',
        '<rss version=2.0" xmlns:dc=>',
        '<rss version="2.0" xmlns:dc:="x" 7="8">',
        "<rss version>",
        '<rss xmlns:dc="http:</b>//purl.org/dc/elements/1.1/">',
        "<<<rss>",
    ],
)
def test_a_damaged_root_costs_nothing(root: str) -> None:
    found = feed(
        f"{root}<channel><title>Quay</title>{item(1, '<dc:creator>Ana</dc:creator>')}</channel></rss>".encode()
    )
    assert [(entry.title, entry.byline) for entry in found.entries] == [("Story 1", "Ana")]


def test_entries_never_nest() -> None:
    found = feed(rss("<item><title>A</title><item><title>B</title><item><title>C</title>"))
    assert [entry.title for entry in found.entries] == ["A", "B", "C"]


SHREDS = [
    "<a>", "</a>", "<b c='1'>", "</b>", "<d/>", "<item>", "</item>", "<", ">", "&", "&amp;", "&eacute;", "&#0;", "text",
    "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", '"', "'", "<e f=g>", "<h i='>", "<j k='1' k='2'/>", "\x00", "\ufffe",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SHREDS), max_size=40).map("".join))
@example("<h i='>")
def test_whatever_is_repaired_is_well_formed(inner: str) -> None:
    source = repaired(f"<root>{inner}", {})
    etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
