"""Five passes over feeds of four hosts that behave as feeds do: validators, moves, pauses, changed and shared articles.

The passes are made once; each test looks at one of the stories in them.
"""

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime

import pytest

from tests.conftest import rows
from tests.feeds.newsroom import (
    HTML,
    USER_AGENT,
    Pass,
    Story,
    after,
    check,
    configure,
    item,
    opened,
    page,
    paragraphs,
    rss,
    say,
    title,
)
from tests.web.server import Exchange, Server, answer

PASSES = 5
ETAG, MODIFIED = 'W/"\xe9 1"', "Tuesday, no zone"
"""No well-formed values; they must come back as they are."""
HUB = '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://news.example/feed"/>'


class Papers:
    """What the four hosts serve."""

    def __init__(self) -> None:
        self.quay, self.agency, self.busy, self.limited = (Server(address=f"127.0.0.{n}") for n in range(1, 5))
        self.servers = [self.quay, self.agency, self.busy, self.limited]
        a, b = self.quay, self.agency
        for number in (1, 2, 3, 4, 5, 10, 11, 30, 31, 32, *range(40, 40 + PASSES)):
            a.routes[f"/p/{number}"] = say(page(number), HTML)
        a.routes["*"] = self._whatever_the_query
        canonical = f'<link rel="canonical" href="{a.url("/p/32")}">'
        changed = f"{title(20)}: an update"
        first, then = item(a.url("/p/20"), 20, guid="20"), item(a.url("/p/20"), 20, guid="20", title=changed)
        shared = (30, "/p/30?utm_source=a"), (31, "/p/31"), (32, "/p/32"), (32, "/amp/32")
        a.routes |= {
            "/validators": after(
                say(rss(item(a.url("/p/1"), 1)), ETag=ETAG, Last_Modified=MODIFIED),
                self._not_modified,
                say(rss(item(a.url("/p/1"), 1), item(a.url("/p/2"), 2, None)), ETag='"2"'),
                say(page(9), HTML, ETag='"page"'),
                say(rss(), ETag='"3"'),
            ),
            "/same": say(rss(item(a.url("/p/3"), 3))),
            "/growing": self._growing,
            "/moved": answer(301, Location="/moved-to"),
            "/moved-to": say(rss(item(a.url("/p/4"), 4))),
            "/gone": answer(410),
            "/ladder": self._ladder,
            "/changing": after(*[say(rss(first))] * 2, say(rss(then))),
            "/p/20": after(say(page(20), HTML), say(page(20, more="The talks were broken off at night."), HTML)),
            "/shared": say(rss(*(item(a.url(path), number) for number, path in shared))),
            "/amp/32": say(page(32, head=canonical), HTML),
            "/ttl": say(rss(item(a.url("/p/5"), 5), channel="<ttl>60</ttl>")),
            "/age": say(rss(item(a.url("/p/5"), 5)), Cache_Control="public, max-age=3600"),
            "/hours": self._hours,
            "/hub": say(rss(item(a.url("/p/5"), 5), channel=HUB)),
        }
        b.routes |= {
            "/shared": say(rss(item(a.url("/p/30?utm_source=b"), 30), item(b.url("/copy/31"), 31))),
            "/later": after(say(rss()), say(rss(item(f"{a.url('/p/30')}#top", 30)))),
            "/copy/31": say(page(31), HTML),
        }
        self.busy.routes["*"] = answer(503, Retry_After="5000")
        self.limited.routes["*"] = self._limited

    def urls(self) -> list[str]:
        places = [self.quay, *self.servers]
        paths = [
            ["/validators", "/same", "/growing", "/moved", "/gone", "/ladder"],
            ["/changing", "/shared", "/ttl", "/age", "/hours", "/hub"],
            ["/shared", "/later"],
            ["/one", "/two"],
            ["/one", "/two"],
        ]
        return [server.url(path) for server, paths in zip(places, paths, strict=True) for path in paths]

    def _whatever_the_query(self, exchange: Exchange) -> None:
        self.quay.routes.get(exchange.path.partition("?")[0], answer(404))(exchange)

    def _asked(self, path: str) -> int:
        return self.quay.paths().count(path)

    def _not_modified(self, exchange: Exchange) -> None:
        exchange.answer(304, ETag=ETAG)

    def _growing(self, exchange: Exchange) -> None:
        shown = range(40, 40 + self._asked("/growing"))
        exchange.answer(200, rss(*(item(self.quay.url(f"/p/{n}"), n) for n in shown)))

    def _ladder(self, exchange: Exchange) -> None:
        """The same three entries each time, in another order, under other tracking parameters."""
        turn = self._asked("/ladder")
        items = [
            item(self.quay.url(f"/p/10?utm_campaign=c{turn}"), 10, guid="ladder-10"),
            item(self.quay.url(f"/p/11?fbclid={turn}"), 11),
            item(None, 12, None, **{"content:encoded": paragraphs(12)}),
        ]
        exchange.answer(200, rss(*items[turn % 3 :], *items[: turn % 3]))

    def _hours(self, exchange: Exchange) -> None:
        hour = dt.datetime.now(dt.UTC).hour
        skipped = "".join(f"<hour>{(hour + ahead) % 24}</hour>" for ahead in range(3))
        exchange.answer(200, rss(item(self.quay.url("/p/5"), 5), channel=f"<skipHours>{skipped}</skipHours>"))

    def _limited(self, exchange: Exchange) -> None:
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        exchange.answer(429, Retry_After=format_datetime(later, usegmt=True))


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with opened(Papers) as made:
        yield made


@pytest.fixture(scope="module")
def story(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("passes")
    told = Story(folder / "feeds", papers.servers, configure(folder, papers.urls()))
    for _ in range(PASSES):
        assert told.next().answer.status == 0, told.passes[-1].answer.err
    return told


def outcomes(story: Story, url: str) -> list[str | None]:
    """What each pass found at a feed; None: it was not polled."""
    return [one.polls[url].outcome if url in one.polls else None for one in story.passes]


def sent(one: Pass, url: str, name: str) -> list[bytes | None]:
    return [exchange.header(name) for exchange in one.asked(url)]


def test_validators_come_back_byte_for_byte_and_advance_with_a_good_answer_only(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/validators")
    assert outcomes(story, url) == ["new", "not_modified", "new", "failed", "same"]
    asked = [(sent(one, url, "if-none-match"), sent(one, url, "if-modified-since")) for one in story.passes]
    first = ([ETAG.encode("latin-1")], [MODIFIED.encode()])
    assert asked == [([None], [None]), first, first, *[([b'"2"'], [None])] * 2]
    assert story.passes[-1].states[url].etag == '"3"'


def test_not_modified_reads_nothing_and_forgets_nothing(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/validators")
    one, two = story.passes[:2]
    assert (two.polls[url].body, two.polls[url].entry_ids, two.polls[url].new) == (None, (), 0)
    assert two.entries[url] == one.entries[url]
    assert two.states[url].window == 1
    assert not two.asked(papers.quay.url("/p/1"))


def test_news_are_in_the_log_with_the_body_they_came_in(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/validators")
    three = story.passes[2].polls[url]
    assert (three.new, three.state.etag) == (1, '"2"')
    assert three.body == rss(item(papers.quay.url("/p/1"), 1), item(papers.quay.url("/p/2"), 2, None))
    assert story.passes[2].article(papers.quay.url("/p/2"))


def test_a_body_without_news_asks_for_no_page_again(story: Story, papers: Papers) -> None:
    assert outcomes(story, papers.quay.url("/same")) == ["new", *["same"] * (PASSES - 1)]
    assert sum(len(one.asked(papers.quay.url("/p/3"))) for one in story.passes) == 1


def test_feeds_are_polled_as_often_as_they_change(story: Story, papers: Papers) -> None:
    same, growing = (
        [one.states[papers.quay.url(path)].interval for one in story.passes] for path in ("/same", "/growing")
    )
    assert outcomes(story, papers.quay.url("/growing")) == ["new"] * PASSES
    assert growing == [0.001] * PASSES  # its lower bound
    assert same == sorted(set(same))  # longer and longer


def test_a_feed_that_has_moved_for_good_is_asked_there_after_three_polls(story: Story, papers: Papers) -> None:
    old, new = papers.quay.url("/moved"), papers.quay.url("/moved-to")
    assert [len(one.asked(old)) for one in story.passes] == [1, 1, 1, 0, 0]
    assert [len(one.asked(new)) for one in story.passes] == [1] * PASSES
    assert [(one.states[old].moved_times, one.states[old].is_moved) for one in story.passes[:3]] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert outcomes(story, old) == ["new", *["same"] * (PASSES - 1)]
    assert new not in story.passes[-1].states  # its name stays the configured one


def test_a_feed_that_is_gone_is_retired(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/gone")
    assert outcomes(story, url) == ["failed", *[None] * (PASSES - 1)]
    assert story.passes[-1].states[url].is_retired
    assert len(story.passes[0].asked(url)) == 1
    assert not any(one.asked(url) for one in story.passes[1:])


def test_entries_are_known_by_guid_then_link_then_words(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/ladder")
    assert outcomes(story, url) == ["new", *["same"] * (PASSES - 1)]
    assert story.passes[-1].outcomes(url) == ["article"] * 3
    bodies = [row["body"] for row in story.passes[-1].articles if row["feed_url"] == url]
    assert [sum(f"talks number {n} " in body for body in bodies) for n in (10, 11, 12)] == [1, 1, 1]


def test_a_changed_entry_updates_its_article_once(story: Story, papers: Papers) -> None:
    url, link = papers.quay.url("/changing"), papers.quay.url("/p/20")
    assert outcomes(story, url) == ["new", "same", "new", "same", "same"]
    assert [len(one.asked(link)) for one in story.passes] == [1, 0, 1, 0, 0]
    before, then = story.passes[1].article(link), story.passes[-1].article(link)
    assert before
    assert then
    assert "broken off" not in before["body"]
    assert "broken off" in then["body"]
    assert (before["article_id"], before["dt"]) == (then["article_id"], then["dt"])
    assert [row["versions"] for row in story.passes[-1].entries[url]] == [2]


def test_an_article_of_several_feeds_and_hosts_is_one_and_linked_from_all(story: Story, papers: Papers) -> None:
    """By its address, whatever the tracking parameters, or by the address that the page says is its own."""
    quay, agency, later = papers.quay.url("/shared"), papers.agency.url("/shared"), papers.agency.url("/later")
    last = story.passes[-1]
    for number, feeds in ((30, [quay, agency, later]), (32, [quay])):
        (row,) = [row for row in last.articles if f"number {number} " in row["body"]]
        for feed in feeds:
            assert row["article_id"] in {entry["article_id"] for entry in last.entries[feed]}
    assert last.outcomes(quay) == ["article"] * 4
    assert last.outcomes(later) == ["known"]
    assert len([path for path in papers.quay.paths() if path.startswith("/p/30")]) == 1


def test_a_copy_on_another_host_points_to_the_one_that_is_coded(story: Story, papers: Papers) -> None:
    copies = [row for row in story.passes[-1].articles if "number 31 " in row["body"]]
    assert {row["url"] for row in copies} == {papers.quay.url("/p/31"), papers.agency.url("/copy/31")}
    (first,) = [row["article_id"] for row in copies if row["duplicate_of"] is None]
    assert [row["duplicate_of"] for row in copies if row["article_id"] != first] == [first]
    assert {row["story_id"] for row in copies} == {first}
    coded = [row["article_id"] for row in rows(story.root, "mentions") if "trawler 31 " in row["evidence_text"]]
    assert set(coded) == {first}


def test_what_publishers_ask_for_is_kept_to(story: Story, papers: Papers) -> None:
    for path in ("/ttl", "/age", "/hours"):
        url = papers.quay.url(path)
        assert outcomes(story, url) == ["new", *[None] * (PASSES - 1)], path
        state = story.passes[0].states[url]
        if path == "/hours":
            assert state.next_poll.hour not in state.skip_hours
            assert state.polled_at.hour in state.skip_hours
        else:
            assert state.next_poll - state.polled_at >= dt.timedelta(seconds=3600)


@pytest.mark.parametrize(
    ("host", "code", "seconds"), [("busy", "unavailable", 5000), ("limited", "rate_limited", 7100)]
)
def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(
    story: Story, papers: Papers, host: str, code: str, seconds: int
) -> None:
    """One of its feeds was asked, the other one was not any more; no worker waited."""
    server: Server = getattr(papers, host)
    states = [story.passes[0].states[server.url(path)] for path in ("/one", "/two")]
    assert len(server.requests) == 1
    assert {state.reason_code for state in states} == {code, "postponed"}
    assert {state.failures for state in states} == {0, 1}
    for state in states:
        assert state.next_poll - state.polled_at >= dt.timedelta(seconds=seconds - 200)
        assert state.next_poll - state.polled_at <= dt.timedelta(days=1)


def test_hubs_are_recorded(story: Story, papers: Papers) -> None:
    assert story.passes[-1].states[papers.quay.url("/hub")].hub_urls == ("https://hub.example/",)


def test_every_request_says_who_asks_and_how_to_reach_us(story: Story, papers: Papers) -> None:
    requests = [one for server in papers.servers for one in server.requests]
    assert len(requests) > 50
    assert {one.header("user-agent") for one in requests} == {USER_AGENT.encode()}


def test_nothing_stands_twice_and_every_promise_is_kept(story: Story) -> None:
    keys = [row["article_id"] for row in story.passes[-1].articles]
    assert len(keys) == len(set(keys)) >= 15
    check(story.root)
