"""Points 24 and 25: which entry it is, and whether it changed."""

import itertools

from tests.unit.sources.feeds.samples import URL, entry, feed, item, rss
from transforms.ids import content_id

GUID = '<guid isPermaLink="false">{}</guid>'


def test_the_guid_comes_first() -> None:
    one = entry(f"<title>A</title><link>https://www.quay.example/1</link>{GUID.format('7')}")
    other = entry(f"<title>B</title><link>https://www.quay.example/2</link>{GUID.format('7')}")
    assert one.entry_id == other.entry_id == content_id("guid", "quay.example", "7")


def test_guids_count_within_the_host_of_their_feed() -> None:
    inner = f"<title>A</title>{GUID.format('1')}"
    hosts = (URL, "https://other.example/rss", "https://feeds.quay.example/rss")
    assert len({entry(inner, url).entry_id for url in hosts}) == 3
    same = (URL, "http://quay.example/atom", "https://www.quay.example/world/rss.xml?page=2")
    assert len({entry(inner, url).entry_id for url in same}) == 1


def test_without_the_address_the_feed_s_own_links_tell_the_host() -> None:
    assert entry(f"<title>A</title>{GUID.format('1')}", None).entry_id == content_id("guid", "quay.example", "1")


def test_then_comes_the_canonical_link() -> None:
    written = (
        "https://www.quay.example/a?utm_source=rss",
        "https://WWW.quay.example/a#top",
        "https://www.quay.example:443/a",
    )
    found = [entry(f"<title>{i}</title><link>{link}</link>") for i, link in enumerate(written)]
    assert len({one.entry_id for one in found}) == 1
    assert all("no_guid" in one.flags for one in found)
    elsewhere = entry("<title>x</title><link>https://www.quay.example/a</link>", "https://other.example/rss")
    assert elsewhere.entry_id == found[0].entry_id  # one article, whichever feed announces it


def test_then_come_title_and_content() -> None:
    one, other = (entry(f"<title>Only a title</title><description>{text}</description>") for text in ("a", "b"))
    again = entry("<title>Only a title</title><description>a</description>")
    assert one.entry_id == again.entry_id != other.entry_id


def test_a_guid_that_different_entries_share_is_none() -> None:
    found = feed(rss(item(1, GUID.format("0")) + item(2, GUID.format("0")) + item(3, GUID.format("3"))))
    assert len({one.entry_id for one in found.entries}) == 3
    assert ["repeated_guid" in one.flags for one in found.entries] == [True, True, False]
    assert found.entries[0].entry_id == feed(rss(item(1))).entries[0].entry_id  # that of its link


def test_an_entry_that_stands_twice_is_read_once() -> None:
    found = feed(rss(item(1, GUID.format("1")) + item(2) + item(1, GUID.format("1"))))
    assert [one.title for one in found.entries] == ["Story 1", "Story 2"]
    assert found.flags == ("repeated_entries",)


def test_the_same_guid_with_other_content_is_an_update() -> None:
    texts = ("The talks begin.", "The talks have begun.")
    one, other = (entry(f"<title>Talks</title>{GUID.format('7')}<description>{text}</description>") for text in texts)
    assert one.entry_id == other.entry_id
    assert one.content_sha256 != other.content_sha256


def test_each_part_of_what_is_read_counts_for_an_update() -> None:
    parts = [
        "<title>A</title>",
        "<description>B</description>",
        "<content:encoded>&lt;p&gt;C&lt;/p&gt;</content:encoded>",
    ]
    hashes = {
        entry(GUID.format("7") + "".join(some)).content_sha256
        for n in (1, 2, 3)
        for some in itertools.combinations(parts, n)
    }
    assert len(hashes) == 7


def test_what_nobody_reads_is_no_update() -> None:
    base = f"<title>A</title>{GUID.format('7')}<content:encoded>&lt;p&gt;Text.&lt;/p&gt;</content:encoded>"
    pixel = base.replace("Text.", "Text.&lt;img src='https://count.example/?r=839'&gt;")
    spaced = base.replace("Text.", "\n  Text.&lt;!-- 12 ms --&gt;")
    dated = base + "<pubDate>Tue, 04 Mar 2025 09:30:00 GMT</pubDate>"
    assert len({entry(inner).content_sha256 for inner in (base, pixel, spaced, dated)}) == 1


def test_identities_stay_what_they_are() -> None:
    """State on disk knows them: another value here would fetch every article of the world again."""
    assert entry(f"<title>A</title>{GUID.format('1')}").entry_id == "a6779e2b6a9b8424991bde34b5a98eb8"
    assert (
        entry("<title>A</title><link>https://www.quay.example/a</link>").entry_id == "7b75ffa6e25fb016a3a9b24c79a93f58"
    )
    assert entry("<title>A</title>").entry_id == "459fcf211c88c272ca4153a9dc81a9b4"
