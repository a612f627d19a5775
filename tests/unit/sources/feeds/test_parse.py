"""Bytes -> a feed or a reason why not: whatever the bytes are, within bounds, and without touching anything else."""

import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.unit.sources.feeds.samples import NOW, URL, failure, feed, item, rss
from transforms.sources.feeds import DEFAULT, Feed, FeedFailure, FeedLimits, parse_feed

OPENED = """
import datetime, json, sys
from transforms.sources.feeds import parse_feed
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
bodies = [bytes.fromhex(line) for line in sys.stdin.read().split()]
for body in bodies:  # once before, so that every module is loaded
    parse_feed(body, NOW)
seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event in (
    "open", "os.listdir", "os.scandir", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen",
    "os.system") else None)
answers = [repr(parse_feed(body, NOW)) for body in bodies]
print(json.dumps([seen, answers]))
"""


def test_a_body_that_names_a_file_or_an_address_opens_nothing(tmp_path: Path) -> None:
    """Paths and addresses as bodies, and documents that ask for files: external entities, XInclude, style sheets."""
    secret = tmp_path / "secret.xml"
    secret.write_bytes(rss(item(1, "<description>the password is quay</description>")))
    calls: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/feed"
        threading.Thread(target=lambda: calls.append(accepted(server)), daemon=True).start()
        story = "<rss><channel><item><title>a &x;</title></item></channel></rss>"
        asking = [f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{where}">]>{story}' for where in (secret.as_uri(), address)]
        asking += [
            f'<!DOCTYPE rss SYSTEM "{address}">{story}',
            f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{address}"> %p;]>{story}',
            f'<?xml-stylesheet type="text/xsl" href="{address}"?>{story}',
            '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item><title>a</title>'
            f'<description><xi:include href="{secret.as_uri()}" parse="text"/></description></item></channel></rss>',
            f'<html><head><link rel="alternate" type="application/rss+xml" href="{address}"></head></html>',
        ]
        bodies = [str(secret), secret.as_uri(), address, *asking]
        done = subprocess.run(
            [sys.executable, "-c", OPENED],
            input="\n".join(body.encode().hex() for body in bodies),
            capture_output=True, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    seen, answers = json.loads(done.stdout)
    assert seen == []
    assert calls == []
    assert not [answer for answer in answers if "password" in answer]
    assert all("not_a_feed" in answer for answer in answers[:3])


def accepted(server: socket.socket) -> Any:
    """The address of whoever connects; waits for ever, and in vain."""
    try:
        return server.accept()[1]
    except OSError:
        return threading.Event().wait()  # the server was closed: nobody came


@pytest.mark.parametrize("body", ["/etc/hostname", URL, bytearray(b"<rss/>"), None])
def test_only_bytes_are_taken(body: Any) -> None:
    with pytest.raises(TypeError):
        parse_feed(body, NOW)


def test_now_has_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_feed(rss(item(1)), NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>", "html"),
        (b"<!-- cached --><html><body>Wait</body></html>", "html"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><head/></html>', "html"),
        (b'{"error": "quota"}', "json"),
        (b"[1, 2]", "json"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "bad_json"),
        (b"<error>gone</error>", "not_a_feed"),
        (b"Bad gateway", "not_a_feed"),
        (b'<rss version="2.0"><channel><title>cut', "broken"),
        (b"\x1f\x8b\x08\x00aaaa", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b'<opml version="2.0"><body/></opml>', "opml"),
    ],
)
def test_what_is_no_feed_is_a_failure_with_its_reason(body: bytes, reason: str) -> None:
    """Point 22: never a success without entries."""
    found = failure(body)
    assert found.reason_code == reason
    assert found.detail
    refusal = found.refusal("feeds/1", "0" * 64)
    assert (refusal.stage, refusal.reason_code, refusal.detail) == ("read", reason, found.detail)


def test_a_page_that_announces_feeds_names_them() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/world.xml"></head></html>'
    assert "https://www.quay.example/world.xml" in failure(page).detail


def test_a_broken_feed_without_entries_is_one_if_it_is_whole() -> None:
    body = rss("<description>Tides & ships</description>")
    assert feed(body).flags == ("ill_formed", "no_entries")
    assert failure(body[:-14]).reason_code == "broken"


def test_a_feed_may_be_called_a_page_by_its_document_type() -> None:
    doctype = (
        b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )
    assert feed(doctype + rss(item(1))).entries
    assert failure(b"<!doctype html><title>Sign in</title><p>x</p>").reason_code == "html"


def test_a_sound_feed_without_entries_is_one() -> None:
    found = feed(rss(""))
    assert found.entries == ()
    assert found.flags == ("no_entries",)


# --- bounds ---


def test_more_bytes_than_allowed() -> None:
    body = rss(item(1))
    assert failure(body, limits=FeedLimits(max_bytes=len(body) - 1)).reason_code == "too_large"
    assert feed(body, limits=FeedLimits(max_bytes=len(body))).entries


def test_more_markup_than_allowed() -> None:
    assert failure(rss(item(1)), limits=FeedLimits(max_markup=5)).reason_code == "too_large"


def test_more_entries_than_allowed_are_cut() -> None:
    found = feed(rss("".join(map(item, range(20)))), limits=FeedLimits(max_entries=7))
    assert [entry.title for entry in found.entries] == [f"Story {i}" for i in range(7)]
    assert "entries_cut" in found.flags


@pytest.mark.parametrize("kind", ["xml", "json", "sitemap"])
def test_no_more_time_than_allowed(kind: str) -> None:
    bodies = {
        "xml": rss(item(1)),
        "json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}).encode(),
        "sitemap": b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>',
    }
    assert failure(bodies[kind], limits=FeedLimits(max_seconds=-1)).reason_code == "too_slow"


def test_titles_and_summaries_are_cut() -> None:
    found = feed(rss(item(1, f"<description>{'x' * 5000}</description>")), limits=FeedLimits(max_text=100))
    assert found.entries[0].summary == "x" * 100


HOSTILE = {
    "nested": b"<a>" * 100_000,
    "comments": b"<!-- -->" * 20_000 + rss(item(1)),
    "comments of a page": b"<!-- -->" * 1_200 + b"<p>",
    "white space": rss(f"<item><title>x</title><description><b>{' ' * 1_000_000}</b></description></item>"),
    "white space before": b" " * 1_000_000 + b"<x>",
    "page": b"<html><link rel=alternate>" + b"<a><p><table>" * 30_000,
    "page of links": b"<html>" + b"<link rel=alternate type=application/rss+xml href=/x>" * 10_000,
    "nested in a description": rss("<item><title>x</title><description>" + "<a>" * 60_000),
    "nested and escaped": rss("<item><title>x</title><description>" + "&lt;a&gt;" * 60_000),
    "nested in CDATA": rss("<item><title><![CDATA[" + "<a>" * 90_000 + "]]></title></item>"),
    "unclosed script": rss("<item><title>" + "&lt;script&gt;" * 50_000),
    "unclosed comments": rss("<!--" * 90_000),
    "unclosed instructions": rss("<?x " * 90_000),
    "unclosed CDATA": rss("<item><title>" + "<![CDATA[" * 90_000),
    "unclosed items": rss("<item><description>" * 40_000),
    "unclosed items round a text": rss("<item><description>" * 120 + "x" * 500_000),
    "wrongly closed": rss("<item></b>" * 40_000),
    "ampersands": rss("<item><title>" + "&" * 500_000),
    "less-than signs": rss("<item><title>" + "< " * 90_000),
    "quotes": rss('<item a="' + "<" * 90_000),
    "escaped again and again": rss("<item><title>" + "&amp;amp;amp;amp;" * 50_000),
    "attributes": rss("<item " + " ".join(f'a{i}="1"' for i in range(50_000)) + "/>"),
    "attributes of links": rss("<item><link " + " ".join(f'a{i}="1"' for i in range(50_000)) + "/></item>"),
    "namespaces": rss("<item>" + "".join(f'<x xmlns:p{i}="u{i}"/>' for i in range(20_000)) + "</item>"),
    "names": rss("<item>" + "".join(f"<x{i}/>" for i in range(50_000)) + "</item>"),
    "laughs": b'<!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(20))
    + b"]><rss><channel><item><title>&u;</title></item></channel></rss>",
    "quadratic laughs": b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 200 + b'">]><rss><item><title>' + b"&a;" * 300_000,
    "document type": b"<!DOCTYPE rss [" + b"<!ENTITY " * 100_000,
    "brackets of JSON": b'{"items": ' + b"[" * 200_000,
    "objects of JSON": b'{"title": "x", "items": [' + b'{"id": 1}, ' * 100_000 + b"{}]}",
    "empty objects of JSON": b'{"title": "x", "items": [' + b"{}," * 400_000 + b"{}]}",
    "dates": rss("<item><pubDate>" + "1 " * 100_000 + "</pubDate><title>x</title></item>"),
    "authors": rss("<item><title>x</title><author>" + "a@" * 100_000 + "</author></item>"),
    "addresses": rss("<item><title>x</title><link>" + "//" * 100_000 + "</link></item>"),
    "bases": rss('<a xml:base="x/">' * 200 + item(1)),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_are_answered_in_time(body: bytes) -> None:
    """The promise is the limit itself; most take hundredths of a second."""
    start = time.thread_time()
    found = parse_feed(body, NOW, URL)
    assert time.thread_time() - start < DEFAULT.max_seconds
    assert isinstance(found, Feed | FeedFailure)
    if isinstance(found, Feed):
        assert sum(len(entry.content_html or "") + len(entry.summary or "") for entry in found.entries) < 9 * len(body)


@pytest.mark.parametrize("depth", [100, 250, 300, 5000])
def test_nesting(depth: int) -> None:
    body = rss(item(1) + f"<item><title>Deep</title><description>{'<b>' * depth}x{'</b>' * depth}</description></item>")
    assert feed(body).entries[0].title == "Story 1"


# --- any bytes ---

PIECES = st.sampled_from(
    [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<entry>", b"<feed>", b"&amp;",
     b"&", b"<", b">", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"]>", b"&#0;", b"&#xD800;", b"\x00",
     b"\xff", b'<a b="', b'"', b"{", b"[", b'"items":', b"https://a.example/", b"2025-03-04", b"<pubDate>", b"<guid>",
     b"<?xml version='1.0'?>", b"xmlns:dc='", b"<dc:creator>", b"\xef\xbb\xbf", b"<urlset>", b"<url>", b"<news:news>"]
)  # fmt: skip


def promises(found: Feed | FeedFailure) -> None:
    """What holds for every answer."""
    assert isinstance(found, Feed | FeedFailure)
    if isinstance(found, FeedFailure):
        assert found.detail
        return
    ids = [entry.entry_id for entry in found.entries]
    assert len(set(ids)) == len(ids)
    for entry in found.entries:
        assert len(entry.entry_id) == 32
        assert entry.link is None or entry.link.startswith(("http://", "https://"))
        assert (entry.link is None) == ("no_link" in entry.flags)
        assert entry.published_at is None or entry.published_at.utcoffset() is not None
        assert list(entry.flags) == sorted(set(entry.flags))
        assert "\x00" not in (entry.title or "")
        json.dumps([entry.title, entry.summary, entry.content_html, entry.byline]).encode()
    assert found.entries or "no_entries" in found.flags


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(body: bytes) -> None:
    promises(parse_feed(body, NOW, URL))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES | st.binary(max_size=8), max_size=60).map(b"".join),
    st.sampled_from([b"", b"<rss><channel>", b"<feed>"]),
)
def test_any_pieces_are_answered(body: bytes, head: bytes) -> None:
    promises(parse_feed(head + body, NOW, URL))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_damage_is_answered(data: st.DataObject) -> None:
    body = rss(item(1, "<pubDate>Tue, 04 Mar 2025 09:30:00 GMT</pubDate>") + item(2) + item(3))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    promises(parse_feed(body[:start] + data.draw(st.binary(max_size=10)) + body[end:], NOW, URL))


def test_the_same_bytes_give_the_same_answer() -> None:
    body = rss("".join(map(item, range(5))))
    assert parse_feed(body, NOW, URL) == parse_feed(body, NOW, URL)
