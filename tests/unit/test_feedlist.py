"""The feeds of a configuration: checked all at once; the file keeps what it says when feeds are added."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import ConfigError, Duration, Feed, Feeds, duration, load
from pipeline.feedlist import Unwritable, append, configured, listed, policy, spelled, tables, text, to_outline
from tests.conftest import ROOT
from transforms.sources.feeds import write_opml

AGENT = "news/1.0 (+https://example.org/bot)"
HEAD = f"""# My feeds
output = "out"   # where it goes

[source]
kind = "feeds"
user_agent = "{AGENT}"
"""
OPML = b"""<opml version="2.0"><body><outline text="Sea">
<outline text="Quay" xmlUrl="https://quay.example/rss" htmlUrl="https://quay.example/" country="NOR" language="nb"
 minInterval="30m" fullText="true"/></outline>
<outline text="Tides" xmlUrl="https://tides.example/atom" verified="false"/></body></opml>"""
QUAY = Feed("https://quay.example/rss", "Quay", "NOR", "nb", Duration(1800), full_text=True)
TIDES = Feed("https://tides.example/atom", "Tides", verified=False)


def source(*feeds: Feed, **keys: object) -> Feeds:
    return Feeds("feeds", AGENT, tuple(feeds), **keys)  # type: ignore[arg-type]


def faults(given: Feeds, base: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        configured(given, base)
    return str(caught.value).splitlines()


def test_feeds_of_tables_and_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "more.opml").write_bytes(OPML)
    own = Feed("https://a.example/rss", country="USA")
    assert configured(source(own, feeds_file="more.opml"), tmp_path) == (own, QUAY, TIDES)
    assert configured(source(feeds_file=str(tmp_path / "more.opml")), Path("/nowhere")) == (QUAY, TIDES)


def test_every_fault_at_once(tmp_path: Path) -> None:
    (tmp_path / "more.opml").write_bytes(
        OPML.replace(b"NOR", b"Norway")
        .replace(b"30m", b"often")
        .replace(
            b"</body>", b'<outline xmlUrl="javascript:x"/><outline xmlUrl="https://b.example/rss?utm_source=x"/></body>'
        )
    )
    given = Feeds(
        "feeds",
        "me",
        (
            Feed("ftp://a.example/rss", country="no", language="English?", min_interval=Duration(7 * 86400)),
            Feed("https://b.example/rss"),
            Feed("https://B.example:443/rss#top"),
            Feed("https://me:secret@c.example/rss"),
        ),
        feeds_file="more.opml",
        min_interval=Duration(90000),
        ca_file=str(tmp_path / "none.pem"),
    )
    found = faults(given, tmp_path)
    begin = [
        "source.user_agent: add a contact",
        "source.min_interval: 25h is longer than source.max_interval, 6h",
        "source.ca_file: ",
        "source.feeds[1].url: neither http nor https",
        "source.feeds[1].country: expected three capitals",
        "source.feeds[1].language: expected a code (BCP 47)",
        "source.feeds[1].min_interval: 1w is longer than source.max_interval, 6h",
        "source.feeds[4].url: credentials",
        "source.feeds_file: more.opml: no address of a feed: 'javascript:x'",
        "source.feeds_file: more.opml: https://quay.example/rss: min_interval: expected a positive duration",
        "source.feeds_file: more.opml: https://quay.example/rss: country: expected three capitals",
        "source.feeds[3].url: the same feed as source.feeds[2]",
        "source.feeds_file: more.opml: https://b.example/rss?utm_source=x: the same feed as source.feeds[2]",
    ]
    assert [one[: len(start)] for one, start in zip(found, begin, strict=True)] == begin
    assert "secret" not in "\n".join(found)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (None, "cannot be read: No such file"),
        (b"", "no list of feeds (OPML): no bytes"),
        (b"<rss/>", "no list of feeds (OPML): no OPML"),
        (b"x" * (8 * 1024 * 1024 + 1), "no list of feeds (OPML): 8388609 bytes"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, body: bytes | None, why: str) -> None:
    if body is not None:
        (tmp_path / "more.opml").write_bytes(body)
    (fault,) = faults(source(feeds_file="more.opml"), tmp_path)
    assert fault.startswith(f"source.feeds_file: more.opml: {why}")


def test_many_faults_of_a_file_are_counted(tmp_path: Path) -> None:
    lines = "".join(f'<outline xmlUrl="https://a{i}.example/" country="x"/>' for i in range(70))
    (tmp_path / "more.opml").write_text(f"<opml><body>{lines}</body></opml>")
    found = faults(source(feeds_file="more.opml"), tmp_path)
    assert len(found) == 51
    assert found[-1].endswith("20 more faults")


def test_a_list_without_feeds(tmp_path: Path) -> None:
    assert listed(source(), tmp_path) == ()
    assert faults(source(), tmp_path) == ["source.feeds: no feed; add [[source.feeds]] tables or a feeds_file"]


def test_numbers_that_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"{HEAD}[source.politeness]\nthreads = 0\n[source.limits]\nfeed_bytes = 0\n")
    given = load(path).source
    assert isinstance(given, Feeds)
    assert faults(given, tmp_path) == [
        "source.limits.feed_bytes: must be at least 1",
        "source.politeness.threads: must be at least 1",
    ]


def test_the_policy_is_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        f'{HEAD}allow_hosts = ["127.0.0.1"]\n[source.limits]\ntotal = "3s"\nredirects = 2\npage_bytes = 5\n'
    )
    given = load(path).source
    assert isinstance(given, Feeds)
    found = policy(given)
    assert (found.limits.total_seconds, found.limits.redirects, found.allow_hosts) == (3, 2, ("127.0.0.1",))
    assert found.limits.decoded_bytes == given.limits.feed_bytes


def test_a_list_is_read_back_from_its_own_export(tmp_path: Path) -> None:
    (tmp_path / "more.opml").write_bytes(OPML)
    first = listed(source(Feed("https://a.example/rss"), feeds_file="more.opml"), tmp_path)
    (tmp_path / "more.opml").write_bytes(write_opml(to_outline(one) for one in first))
    second = listed(source(feeds_file="more.opml"), tmp_path)
    assert {one.feed for one in first} == {one.feed for one in second}
    assert {one.outline.folders for one in second if one.outline} == {(), ("Sea",)}
    assert {one.outline.link for one in second if one.outline} == {None, "https://quay.example/"}


# --- the file ---


@pytest.mark.parametrize(
    "before",
    [
        HEAD,
        HEAD.rstrip("\n"),
        HEAD + '[[source.feeds]]\nurl = "https://a.example/rss"   # mine\n\n[source.limits]\nentries = 5 # few',
        HEAD.replace("\n", "\r\n"),
        "output = 'o'\nsource.kind = 'feeds'\nsource.user_agent = 'a/1 (+https://b.example)'\n",
    ],
    ids=["plain", "no-newline", "tables-behind", "crlf", "dotted"],
)
def test_what_stands_in_the_file_stays(tmp_path: Path, before: str) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    was = load(path).source
    assert isinstance(was, Feeds)
    append(path, [QUAY, TIDES], ["Sea / North", None])
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert "# Sea / North" in after[len(before) :]
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in after
    now = load(path).source
    assert isinstance(now, Feeds)
    assert now.feeds == (*was.feeds, QUAY, TIDES)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["c.toml"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(HEAD)
    (tmp_path / "c.toml").symlink_to("real.toml")
    append(tmp_path / "c.toml", [QUAY])
    assert (tmp_path / "c.toml").is_symlink()
    assert "quay.example" in (tmp_path / "real.toml").read_text()


@pytest.mark.parametrize(
    "before",
    [
        HEAD + 'feeds = [{ url = "https://a.example/rss" }]\n',
        'output = "o"\nsource = { kind = "feeds", user_agent = "a/1 (+https://b.example)" }\n',
        HEAD + f'[[source.feeds]]\nurl = "{QUAY.url}?utm_medium=rss"\n',
        'output = "o"\n[source]\nkind = "seeds"\ninput = ["a"]\n',
        "output = ",
    ],
    ids=["array", "inline", "known", "seeds", "broken"],
)
def test_a_file_that_can_take_no_more_is_left_alone(tmp_path: Path, before: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(before)
    with pytest.raises(Unwritable):
        append(path, [QUAY])
    assert path.read_text() == before
    assert [one.name for one in tmp_path.iterdir()] == ["c.toml"]


def test_many_that_add_at_a_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(HEAD)
    code = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.config import Feed\nfrom pipeline.feedlist import append\n"
        "for i in range(15):\n    append(Path(sys.argv[1]), [Feed(f'https://a.example/{sys.argv[2]}/{i}')])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, path, str(n)], cwd=ROOT) for n in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    found = load(path).source
    assert isinstance(found, Feeds)
    assert len({feed.url for feed in found.feeds}) == 45


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.builds(Feed, TEXT, st.none() | TEXT, st.none() | TEXT, full_text=st.booleans(), verified=st.booleans()))
def test_any_text_is_read_back(feed: Feed) -> None:
    import tomllib

    (table,) = tomllib.loads(tables([feed]))["source"]["feeds"]
    assert Feed(**table) == feed
    assert tomllib.loads(f"x = {text(feed.url)}")["x"] == feed.url


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(900, "15m"), (5400, "90m"), (0.5, "500ms"), (604800, "1w"), (0.0005, "0.5ms"), (100, "100s")],
)
def test_durations_are_written_as_they_are_read(seconds: float, words: str) -> None:
    assert spelled(seconds) == words
    assert duration(words) == seconds


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 1e9), st.sampled_from(["ms", "s", "m", "h", "d", "w"]))
def test_any_duration_is_read_back(count: float, unit: str) -> None:
    seconds = duration(f"{count:.3f}{unit}")
    if seconds is not None and seconds < 9e8 / 1000:
        assert duration(spelled(seconds)) == pytest.approx(seconds, rel=1e-6)
