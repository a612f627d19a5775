"""Feedparser as second reader: it finds what ours cannot, with the same identities, and its time stays bounded."""

import builtins
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.golden.test_golden_feeds import NOW, URL
from transforms.sources.feeds import DEFAULT, Feed, FeedFailure, FeedLimits, parse_feed, second
from transforms.sources.feeds.second import MAX_BYTES, MAX_MARKUP, second_look

GOLDEN = ROOT / "tests/golden/feeds"
RSS, ATOM, RDF = (GOLDEN / f"{name}.xml" for name in ("rss20-full", "atom10", "rss10-rdf"))


def without_declaration(path: Path) -> bytes:
    return re.sub(rb"<\?xml[^>]*\?>", b"", path.read_bytes())


def wrapped(path: Path) -> bytes:
    return b'<response code="0">' + without_declaration(path) + b"</response>"


BROKEN = {
    "foreign root, rss": (RSS, wrapped(RSS)),
    "foreign root, atom": (ATOM, wrapped(ATOM)),
    "root of another name": (ATOM, re.sub(rb"<(/?)feed\b", rb"<\1document", ATOM.read_bytes())),
    "document type without an end": (ATOM, b"<!DOCTYPE feed [ <!ENTITY " + without_declaration(ATOM)),
    "root tag without an end": (RDF, re.sub(rb"(<rdf:RDF\b[^>]*)>", rb"\1 ", RDF.read_bytes())),
    "in capitals": (ATOM, re.sub(rb"</?[a-zA-Z:]+", lambda m: m[0].upper(), ATOM.read_bytes())),
}


@pytest.mark.parametrize(("path", "body"), BROKEN.values(), ids=BROKEN)
def test_what_ours_refuses_is_read_with_the_same_identities(
    path: Path, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, found = parse_feed(path.read_bytes(), NOW, URL), parse_feed(body, NOW, URL)
    assert isinstance(sound, Feed)
    assert isinstance(found, Feed), found
    assert [entry.entry_id for entry in found.entries] == [entry.entry_id for entry in sound.entries]
    assert [entry.title for entry in found.entries][:2] == [entry.title for entry in sound.entries][:2]
    for record in (found, *found.entries):
        assert {"ill_formed", "second_reader"} <= set(record.flags)
    assert found.fault
    monkeypatch.setattr("transforms.sources.feeds.parse.second_look", lambda *_: None)
    first = parse_feed(body, NOW, URL)
    assert isinstance(first, FeedFailure) or not first.entries  # it was the second reader that read them


@pytest.mark.parametrize(
    "name", ["rss20-full", "rss092", "atom10", "atom03", "rss10-rdf", "creators", "guids", "titles"]
)
def test_both_readers_agree_on_sound_feeds(name: str) -> None:
    """A feed that is broken for a day keeps the identities of its entries."""
    body = (GOLDEN / f"{name}.xml").read_bytes()
    ours, theirs = parse_feed(body, NOW, URL), second_look(body.decode(), URL, NOW, DEFAULT, "none")
    assert isinstance(ours, Feed)
    assert theirs is not None
    same = sum(a.entry_id == b.entry_id for a, b in zip(ours.entries, theirs.entries, strict=True))
    titles = sum(a.title == b.title for a, b in zip(ours.entries, theirs.entries, strict=True))
    dates = sum(a.published_at == b.published_at for a, b in zip(ours.entries, theirs.entries, strict=True))
    few = len(ours.entries) - max(1, len(ours.entries) // 5)
    assert min(same, titles) >= few
    assert dates >= few or name == "rss10-rdf"  # dc:date is a date of update for feedparser


def test_sound_feeds_never_need_it() -> None:
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "for name in sys.argv[1:]:\n"
        "    main(['feeds', 'parse', name])\n    print('feedparser' in sys.modules, file=sys.stderr)\n"
    )
    names = [str(GOLDEN / f"{name}.xml") for name in ("rss20-full", "empty-channel", "page", "text", "foreign-root")]
    done = subprocess.run([sys.executable, "-c", code, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if line in ("True", "False")]
    assert said == ["False", "False", "False", "False", "True"], done.stderr


def test_what_has_no_headlines_and_addresses_is_no_feed() -> None:
    for body in (
        b"<orders><item><name>Rope</name><price>4</price></item></orders>",
        b"<orders><item><title>Rope</title></item></orders>",
        b"<orders><!-- <rss><item><title>x</title><link>https://a.example/</link></item></rss> --></orders>",
        b"<orders><item><link>https://a.example/</link></item></orders>",
    ):
        found = parse_feed(body, NOW, URL)
        assert isinstance(found, FeedFailure)
        assert found.reason_code == "not_a_feed"


def test_pages_stay_pages() -> None:
    found = parse_feed(b"<!doctype html><html><body>" + without_declaration(RSS) + b"</body></html>", NOW, URL)
    assert isinstance(found, FeedFailure)
    assert found.reason_code == "html"


@pytest.mark.parametrize(
    "body",
    [b"/etc/hostname", b"file:///etc/hostname", b"http://127.0.0.1:9/rss", b"tests/golden/feeds/rss20-full.xml"],
)
def test_a_body_that_is_a_path_or_an_address_opens_nothing(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser  # noqa: F401 - what is imported lazily opens files of its own

    def opened(*args: object, **_: object) -> None:
        raise AssertionError(f"opened {args}")

    monkeypatch.setattr(builtins, "open", opened)
    monkeypatch.setattr(socket, "create_connection", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)
    for one in (body, b"<x>" + body + b"</x>", b"<item>" + body + b"</item>", b"<x><item/>" + body):
        assert isinstance(parse_feed(one, NOW, URL), FeedFailure)
        assert second_look(one.decode(), URL, NOW, DEFAULT, "x") is None


def test_only_bytes_in_memory_are_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    import feedparser

    seen = []
    true_parse = feedparser.parse
    monkeypatch.setattr(feedparser, "parse", lambda *a, **k: seen.append((a, k)) or true_parse(*a, **k))
    assert isinstance(parse_feed(wrapped(RSS), NOW, URL), Feed)
    (((given,), options),) = seen
    assert isinstance(given, io.BytesIO)
    assert options == {"sanitize_html": False, "resolve_relative_uris": False}


ITEM = "<item><title>t</title><link>https://a.example/1</link></item>"
HOSTILE = {
    "nested links": "<x><item><description>" + "<a>" * 19_000,
    "nested items": "<x>" + "<item>" * 19_000,
    "nested content": "<x><entry>" + "<content type='xhtml'><div>" * 9_500,
    "ampersands": "<x><item><title>" + "&" * 500_000,
    "a long word": "<x><item><author>" + "a" * 500_000,
    "long words": "<x><item><author>" + ("a" * 290 + "@") * 1_700,
    "blank lines": "<x>" + "\n" * 500_000 + "<item>",
    "comments without an end": "<x><item>" + "<!-- a " * 19_000,
    "sections without an end": "<x><item>" + "<![CDATA[" * 19_000,
    "declarations": "<x><item>" + "<!a '" * 19_000,
    "quotes without an end": "<x><item>" + '<a b="' * 19_000,
    "attributes": "<x><item " + "a " * 250_000 + ">",
    "entities": "<!DOCTYPE x [<!ENTITY a 'b'>" + "<!ENTITY a '&a;&a;&a;'>" * 15_000 + "]><item>&a;",
    "dates": "<x><item>" + "<pubDate>Mon, 01 Jan 2001 10:10:10 GMT</pubDate>" * 9_500,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bodies_take_seconds_at_most(body: str) -> None:
    began = time.thread_time()
    parse_feed((body[: MAX_BYTES - 100] + ITEM).encode(), NOW, URL)
    assert time.thread_time() - began < DEFAULT.max_seconds


def test_what_is_too_much_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert second_look(f"<x>{ITEM}</x>", URL, NOW, DEFAULT, "x") is not None
    for body in (
        f"<x>{ITEM}{'é' * (MAX_BYTES // 2)}</x>",
        f"<x>{ITEM}{'<b/>' * MAX_MARKUP}</x>",
        f"<x>{ITEM}{'a' * 10_000}</x>",
        "<x><title>no entry</title></x>",
    ):
        monkeypatch.setitem(sys.modules, "feedparser", None)  # importing it would fail
        assert second_look(body, URL, NOW, DEFAULT, "x") is None


def test_its_own_errors_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser

    def broken(*_: object, **__: object) -> None:
        raise KeyError("anything")

    monkeypatch.setattr(feedparser, "parse", broken)
    found = parse_feed(wrapped(RSS), NOW, URL)
    assert isinstance(found, FeedFailure)
    assert found.reason_code == "not_a_feed"


def test_entries_are_cut() -> None:
    items = "".join(f"<item><title>{i}</title><link>/{i}</link></item>" for i in range(20))
    found = second_look(f"<x>{items}</x>", URL, NOW, FeedLimits(max_entries=5), "x")
    assert found is not None
    assert len(found.entries) == 5
    assert "entries_cut" in found.flags


PIECES = st.sampled_from(
    [
        *(
            ITEM,
            "<item>",
            "</item>",
            "<entry>",
            "<title>a</title>",
            "<link href='javascript:x'/>",
            "<rss>",
            "</rss>",
            "<",
        ),
        *("<link>//b.example/2</link>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&#0;", "<pubDate>tomorrow</pubDate>"),
        *("<guid>1</guid>", "<content:encoded>", "<summary type='html'>&lt;p&gt;x", "<author><name>N", "<media:group>"),
        *("\x00", "\ud800", "é"),
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_body_is_answered(pieces: list[str]) -> None:
    found = second_look("<x>" + "".join(pieces), URL, NOW, DEFAULT, "x")
    if found is None:
        return
    assert second.MARKS[1] in found.flags
    for entry in found.entries:
        assert len(entry.entry_id) == 32
        assert entry.link is None or entry.link.startswith(("http://", "https://"))
        assert entry.title is None or "<item" not in entry.title
