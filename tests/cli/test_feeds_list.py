"""`demarche feeds add | discover | import | export`, against a server on loopback; and the list that ships."""

import dataclasses
import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import parser
from pipeline.config import Config, Duration, Feed, Feeds, FetchPoliteness, load
from pipeline.feedfind import CUSTOMARY, ask, feeds_of
from pipeline.feedlist import configured
from tests.conftest import ROOT, Answer
from tests.web.server import Exchange, Network, Server, answer, raw
from transforms.sources.feeds import FeedList, read_opml
from transforms.web import Fetcher, Policy

FEED = b"""<rss version="2.0"><channel><title>The Quay &amp; Harbour</title><language>en-gb</language>
<link>https://quay.example/</link><item><title>One</title><link>https://quay.example/1</link></item>
<item><title>Two</title><link>https://quay.example/2</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Tides</title><id>t</id>
<entry><id>1</id><title>High</title><link href="https://tides.example/1"/></entry></feed>"""
PAGE = b"""<!doctype html><html><head><title>Quay</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/all.rss">
<link rel="alternate" type="application/atom+xml" title="Lost" href="/lost.atom"></head><body>Hello</body></html>"""
BARE = b"<!doctype html><html><head><title>Quay</title></head><body>Hello</body></html>"
Run = Callable[..., Answer]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with one feed, and comments to keep."""
    path = tmp_path / "feeds.toml"
    path.write_text(
        '# mine\noutput = "out"\n[source]\nkind = "feeds"\nallow_hosts = ["127.0.0.1"]  # ours\n'
        'user_agent = "news/1.0 (+https://example.org/bot)"\n'
        '[source.limits]\ntotal = "2s"\nconnect = "1s"\nread = "1s"\nfeed_bytes = 100000\n\n'
        '[[source.feeds]]\nurl = "https://known.example/rss?utm_source=x"\n'
    )
    return path


def feeds(config: Path) -> tuple[Feed, ...]:
    source = load(config).source
    assert isinstance(source, Feeds)
    return source.feeds


# --- add ---


def test_a_feed_is_looked_at_and_added(server: Server, config: Path, demarche: Run) -> None:
    server.routes["/rss"] = answer(200, FEED)
    before = config.read_text()
    given = demarche(
        *("feeds", "add", config, server.url("/rss"), "--country", "NOR", "--language", "nb", "--min-interval", "1h"),
        "--full-text",
    )
    assert (given.status, given.err) == (0, "")
    assert given.out == f"added {server.url('/rss')}: The Quay & Harbour, 2 entries (rss20)\n"
    assert config.read_text().startswith(before)
    assert feeds(config)[1] == Feed(
        server.url("/rss"), "The Quay & Harbour", "NOR", "nb", Duration(3600), full_text=True
    )
    assert server.requests[0].header("user-agent") == b"news/1.0 (+https://example.org/bot)"


def test_without_a_look_it_is_not_verified(config: Path, demarche: Run) -> None:
    given = demarche("feeds", "add", config, "https://new.example/rss", "--title", 'A "new" \\ one', "--no-fetch")
    assert given.status == 0, given.err
    assert feeds(config)[1] == Feed("https://new.example/rss", 'A "new" \\ one', verified=False)


def test_where_it_has_moved_for_good_is_added(server: Server, config: Path, demarche: Run) -> None:
    server.routes |= {
        "/old": answer(301, location="/new"),
        "/new": answer(200, ATOM),
        "/now": answer(302, location="/new"),
    }
    given = demarche("feeds", "add", config, server.url("/old"))
    assert f"; {server.url('/old')} has moved there for good" in given.out
    assert [feed.url for feed in feeds(config)][1:] == [server.url("/new")]
    assert "stands there already, as source.feeds[2]" in demarche("feeds", "add", config, server.url("/old")).err
    assert demarche("feeds", "add", config, server.url("/now")).status == 0
    assert feeds(config)[2].url == server.url("/now")


def test_what_stands_there_already_is_refused(config: Path, demarche: Run) -> None:
    before = config.read_bytes()
    given = demarche("feeds", "add", config, "https://known.example:443/rss#top", "--no-fetch")
    assert given.status == 1
    assert "stands there already, as source.feeds[1]" in given.err
    assert config.read_bytes() == before


def test_a_page_is_refused_with_what_it_announces(server: Server, config: Path, demarche: Run) -> None:
    server.routes |= {"/": answer(200, PAGE), "/bare": answer(200, BARE)}
    before = config.read_bytes()
    given = demarche("feeds", "add", config, server.url("/"))
    assert (given.status, given.out) == (1, "")
    assert f"  {server.url('/all.rss')}  All news\n  {server.url('/lost.atom')}  Lost" in given.err
    assert "announces no feed" in demarche("feeds", "add", config, server.url("/bare")).err
    assert config.read_bytes() == before


@pytest.mark.parametrize(
    ("handler", "why"),
    [
        (answer(404), "not_found: "),
        (answer(200, b""), "empty: "),
        (answer(200, b'{"a": 1}'), "json: "),
        (answer(200, b"<rss>" + b" " * 200_000), "too_large: "),
        (raw(b"nonsense"), "bad_response: "),
        (lambda exchange: exchange.drip(b"HTTP/1.1 200 OK\r\n" + b"X" * 1000, 0.1), "deadline: "),
    ],
    ids=["404", "empty", "json", "large", "nonsense", "drip"],
)
def test_what_is_no_feed_is_not_added(
    server: Server, config: Path, demarche: Run, handler: Callable[[Exchange], None], why: str
) -> None:
    server.routes["/x"] = handler
    before, began = config.read_bytes(), time.monotonic()
    given = demarche("feeds", "add", config, server.url("/x"))
    assert given.status == 1
    assert why in given.err
    assert config.read_bytes() == before
    assert time.monotonic() - began < 6


def test_only_allowed_hosts_are_fetched(server: Server, config: Path, demarche: Run) -> None:
    config.write_text(config.read_text().replace('["127.0.0.1"]', "[]"))
    server.routes["/rss"] = answer(200, FEED)
    for command in ("add", "discover"):
        given = demarche("feeds", command, config, server.url("/rss"))
        assert given.status == 1
        assert "bad_port" in given.err
    assert "private_address" in demarche("feeds", "add", config, "http://127.0.0.1/rss").err
    assert server.connections == 0


def test_every_unusable_argument_at_once(config: Path, demarche: Run) -> None:
    given = demarche(
        *("feeds", "add", config, "ftp://a.example/x", "--country", "Norway", "--language", "in English"),
        *("--min-interval", "often", "--title", "a\x1bb"),
    )
    assert given.status == 2
    starts = ["URL: neither", "--country: exp", "--language: exp", "--min-interval: exp", "--title: exp"]
    assert [line[20:][: len(s)] for line, s in zip(given.err.splitlines(), starts, strict=True)] == starts


@pytest.mark.parametrize(
    "command", [("add", "https://a.example/"), ("discover", "https://a.example/"), ("import", "x"), ("export",)]
)
def test_an_unusable_configuration(tmp_path: Path, demarche: Run, command: tuple[str, ...]) -> None:
    path = tmp_path / "c.toml"
    name, *rest = command
    for text, faults in (
        (None, ["cannot be read"]),
        ('[source]\nkind = "feeds"\nspeed = 1\n', ["output: missing", "source.user_agent: missing", "source.speed: "]),
        ('output = "o"\n[source]\nkind = "seeds"\ninput = ["a"]\n', ["source.kind: feeds is needed here"]),
        (
            'output = "o"\n[source]\nkind = "feeds"\nuser_agent = "me"\n[[source.feeds]]\nurl = "x"\ncountry = "y"\n',
            ["source.user_agent: add a contact", "source.feeds[1].url: ", "source.feeds[1].country: "],
        ),
    ):
        if text is not None:
            path.write_text(text)
        given = demarche("feeds", name, path, *rest)
        assert given.status == 2, text
        assert all(fault in given.err for fault in faults), given.err
        assert all(line.startswith(f"demarche feeds {name}: {path}: ") for line in given.err.splitlines())
        assert given.out == ""


# --- discover ---


def test_announced_feeds_come_before_customary_ones(server: Server, config: Path, demarche: Run) -> None:
    server.routes |= {"/": answer(200, PAGE), "/all.rss": answer(200, FEED), "/feed": answer(200, ATOM)}
    given = demarche("feeds", "discover", config, server.url("/"))
    assert given.status == 0
    assert [json.loads(line) for line in given.out.splitlines()] == [
        {
            "url": server.url("/all.rss"),
            "title": "The Quay & Harbour",
            "kind": "rss",
            "entries": 2,
            "language": "en-gb",
        },
        {"url": server.url("/feed"), "title": "Tides", "kind": "atom", "entries": 1, "language": None},
    ]
    assert f"{server.url('/lost.atom')}: announced, but not_found" in given.err
    assert server.paths() == ["/", "/all.rss", "/lost.atom", "/feed", "/rss", "/rss.xml", "/atom.xml"]


def test_the_customary_places(server: Server, config: Path, demarche: Run) -> None:
    server.routes |= {
        "/news/": answer(200, BARE),
        "/feed": answer(301, location="/feed/"),
        "/feed/": answer(200, FEED),
        "/rss": answer(302, location="/feed/"),
        "/rss.xml": answer(200, FEED),
        "/atom.xml": answer(200, BARE),
    }
    given = demarche("feeds", "discover", config, server.url("/news/"))
    assert (given.status, given.err) == (0, "")
    assert [json.loads(line)["url"] for line in given.out.splitlines()] == [server.url("/feed/")]


def test_discovery_is_polite(server: Server, config: Path, demarche: Run) -> None:
    config.write_text(config.read_text() + '\n[source.politeness]\ndelay_allowed = "100ms"\n')
    server.routes["/"] = answer(200, BARE)
    given = demarche("feeds", "discover", config, server.url("/"))
    assert given.status == 1
    assert "no feed found" in given.err
    times = [exchange.at for exchange in server.requests]
    assert len(times) == 7
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.09


def test_a_page_with_many_feeds(server: Server, config: Path, demarche: Run) -> None:
    links = "".join(f'<link rel=alternate type="application/rss+xml" title="F{i}" href="/{i}">' for i in range(9))
    server.routes |= {"/": answer(200, f"<html><head>{links}</head></html>".encode())}
    server.routes |= {f"/{i}": answer(200, FEED.replace(b"Two", f"No. {i}".encode())) for i in range(9)}
    given = demarche("feeds", "discover", config, server.url("/"))
    lines = [json.loads(line) for line in given.out.splitlines()]
    assert [line["entries"] for line in lines] == [2] * 6 + [None] * 3
    assert lines[8] == {"url": server.url("/8"), "title": "F8", "kind": None, "entries": None, "language": None}
    assert len(server.requests) == 7


def test_a_public_page_names_no_private_address(server: Server) -> None:
    """allow_hosts is for addresses that the user names: a page elsewhere must not make us ask for them."""
    inside = f'<link rel=alternate type="application/rss+xml" href="{server.url("/inside")}">'
    server.routes |= {"/": answer(200, f"<html><head>{inside}</head></html>".encode()), "/inside": answer(200, FEED)}
    net = Network({"news.example": [["93.184.216.34"]]}, {80: server})
    source = Feeds("feeds", "n/1 (+https://a.example)", politeness=FetchPoliteness(delay=Duration(0.0)))
    fetcher = Fetcher(Policy(source.user_agent, ("127.0.0.1",)), resolver=net.resolver, dial=net.dial)
    first = ask("http://news.example/", source, fetcher)
    assert first.announced[0].url == server.url("/inside")
    assert list(feeds_of(first, source, fetcher)) == []
    assert server.paths() == ["/", *CUSTOMARY]


def test_a_feed_is_its_own_discovery(server: Server, config: Path, demarche: Run) -> None:
    server.routes["/rss"] = answer(200, FEED)
    given = demarche("feeds", "discover", config, server.url("/rss"))
    assert [json.loads(line)["url"] for line in given.out.splitlines()] == [server.url("/rss")]
    assert len(server.requests) == 1


# --- OPML ---

OPML = b"""<opml version="2.0"><body><outline text="Sea"><outline text="North">
<outline text="Quay" xmlUrl="https://quay.example/rss" country="NOR" language="nb" minInterval="30m" fullText="true"/>
<outline text="Pier" xmlUrl="https://pier.example/rss"/></outline></outline>
<outline text="Again" xmlUrl="https://known.example/rss"/>
<outline text="Odd" xmlUrl="https://odd.example/rss" country="Norway" minInterval="2w" language="English"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Secret" xmlUrl="https://me:pass@secret.example/rss"/></body></opml>"""


def test_an_import_adds_what_is_new(tmp_path: Path, config: Path, demarche: Run) -> None:
    (tmp_path / "more.opml").write_bytes(OPML)
    before = config.read_text()
    given = demarche("feeds", "import", config, tmp_path / "more.opml")
    assert (given.status, given.out) == (0, "3 added, 1 known, 2 dropped\n")
    assert feeds(config)[1:] == (
        Feed("https://quay.example/rss", "Quay", "NOR", "nb", Duration(1800), full_text=True, verified=False),
        Feed("https://pier.example/rss", "Pier", verified=False),
        Feed("https://odd.example/rss", "Odd", verified=False),
    )
    added = config.read_text().removeprefix(before)
    assert added.count("# Sea / North\n[[source.feeds]]") == 1
    for key in ("country", "min_interval"):
        assert f"https://odd.example/rss: {key} left out: " in given.err
    assert "dropped: credentials" in given.err
    assert "'javascript:alert(1)': dropped" in given.err
    after = config.read_bytes()
    assert demarche("feeds", "import", config, tmp_path / "more.opml").out == "0 added, 4 known, 2 dropped\n"
    assert config.read_bytes() == after


@pytest.mark.parametrize("body", [None, b"", b"<html></html>", FEED], ids=["none", "empty", "page", "feed"])
def test_what_is_no_list_is_not_imported(tmp_path: Path, config: Path, demarche: Run, body: bytes | None) -> None:
    if body is not None:
        (tmp_path / "x.opml").write_bytes(body)
    before = config.read_bytes()
    given = demarche("feeds", "import", config, tmp_path / "x.opml")
    assert (given.status, given.out) == (1, "")
    assert str(tmp_path / "x.opml") in given.err
    assert config.read_bytes() == before


def test_an_export_can_be_the_feeds_file(tmp_path: Path, config: Path, demarche: Run) -> None:
    (tmp_path / "more.opml").write_bytes(OPML[: OPML.index(b'<outline text="Again"')] + b"</body></opml>")
    config.write_text(
        config.read_text().replace("[source.limits]", f'feeds_file = "{tmp_path}/more.opml"\n[source.limits]')
    )
    source = load(config).source
    assert isinstance(source, Feeds)
    given = demarche("feeds", "export", config)
    assert given.status == 0
    found = read_opml(given.out.encode())
    assert isinstance(found, FeedList)
    assert [(one.url, one.folders) for one in found.outlines] == [
        ("https://known.example/rss?utm_source=x", ()),
        ("https://quay.example/rss", ("Sea", "North")),
        ("https://pier.example/rss", ("Sea", "North")),
    ]
    assert demarche("feeds", "export", config, "-o", tmp_path / "out.opml").out == ""
    assert (tmp_path / "out.opml").read_text() == given.out
    alone = dataclasses.replace(source, feeds=(), feeds_file="out.opml")
    assert [(f.url, f.country, f.min_interval) for f in configured(alone, tmp_path)] == [
        (f.url, f.country, f.min_interval) for f in configured(source, tmp_path)
    ]
    assert demarche("feeds", "export", config, "-o", tmp_path / "no" / "where").status == 1


# --- the list that ships ---

SHIPPED = ROOT / "configs" / "feeds.toml"


def test_the_shipped_list() -> None:
    source = load(SHIPPED).source
    assert isinstance(source, Feeds)
    found = configured(source, ROOT)
    assert len(found) >= 45
    assert all(feed.title and feed.language and not feed.verified for feed in found)
    assert len({feed.country for feed in found}) >= 30
    assert {feed.language for feed in found} >= {"en", "es", "fr", "de", "pt-BR"}
    assert sum(feed.url.startswith("https://") for feed in found) >= len(found) - 3
    assert load(SHIPPED).output == "feeds-out"


def test_what_is_commented_out_is_what_stands(tmp_path: Path) -> None:
    """Every documented default is the program's own, and every key is documented."""
    text = SHIPPED.read_text("utf-8").partition("\n# ---")[0]
    live = re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.M)
    live = re.sub(r"^(?:feeds_file|ca_file) = .*\n", "", live, flags=re.M)
    (tmp_path / "c.toml").write_text(live, "utf-8")
    (tmp_path / "d.toml").write_text(text, "utf-8")
    assert load(tmp_path / "c.toml") == load(tmp_path / "d.toml")
    plain = load(tmp_path / "d.toml")
    assert isinstance(plain, Config)
    assert isinstance(plain.source, Feeds)
    assert plain.source == Feeds("feeds", plain.source.user_agent)
    for record in (plain.source, plain.source.politeness, plain.source.limits, plain.source.stream):
        for field in dataclasses.fields(record):
            if field.name not in ("feeds", "politeness", "limits", "stream"):
                assert re.search(rf"^(?:# )?{field.name} = ", text, re.M), field.name


def test_documented_commands_exist() -> None:
    text = (ROOT / "docs" / "feed_list.md").read_text("utf-8")
    commands = re.findall(r"^demarche (feeds .*?)(?:  +#.*)?$", text, re.M)
    told = {parser().parse_args(command.split()).action for command in commands}
    assert told == {"list", "add", "discover", "import", "export", "parse"}
