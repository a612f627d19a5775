"""Four passes over a day and a bit, the clock put forward between them: servers that lie, pause, die and come back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.run
from tests.feeds.newsroom import HTML, Pass, Story, after, check, configure, item, opened, page, rss, say
from tests.web.server import Exchange, Server, answer
from transforms.polling import poll
from transforms.web.model import SystemClock

HOURS = (0, 1, 3, 30)
"""Of the passes, after the first."""


class Papers:
    """A server that calls its feed unchanged whatever is in it, one that asks for a pause, one that is away."""

    def __init__(self) -> None:
        self.quay, self.busy = (Server(address=f"127.0.0.{n}") for n in range(1, 3))
        self.servers = [self.quay, self.busy]
        one, two = (item(self.quay.url(f"/p/{n}"), n) for n in (1, 2))
        self.quay.routes |= {f"/p/{n}": say(page(n), HTML) for n in (1, 2, 3, 4, 5)}
        self.quay.routes |= {
            "/liar": self._liar,
            "/honest": say(rss(one, two)),
            "/dead": after(*[answer(404)] * 2, say(rss(item(self.quay.url("/p/3"), 3)))),
        }
        self.busy.routes["/feed"] = after(answer(503, Retry_After="7200"), say(rss(item(self.quay.url("/p/5"), 5))))

    def _liar(self, exchange: Exchange) -> None:
        if exchange.header("if-none-match"):
            return exchange.answer(304, ETag='"always"')
        shown = [1] if self.quay.paths().count("/liar") == 1 else [1, 4]
        return exchange.answer(200, rss(*(item(self.quay.url(f"/p/{n}"), n) for n in shown)), ETag='"always"')


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with opened(Papers) as made:
        yield made


@pytest.fixture(scope="module")
def story(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder: Path = tmp_path_factory.mktemp("days")
    urls = [papers.quay.url(path) for path in ("/liar", "/honest", "/dead")] + [papers.busy.url("/feed")]
    told = Story(folder / "feeds", papers.servers, configure(folder, urls, min_interval='"15m"'))
    begun, now = dt.datetime.now(dt.UTC), dt.datetime.now
    for hours in HOURS:

        def later(ahead: dt.timedelta = dt.timedelta(hours=hours)) -> dt.datetime:
            return now(dt.UTC) + ahead

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline.run, "now", later)
            patch.setattr(SystemClock, "now", lambda _, later=later: later())
            assert told.next().answer.status == 0, told.passes[-1].answer.err
    assert now(dt.UTC) - begun < dt.timedelta(minutes=50), "slower than the clock was put forward"
    return told


def asked(one: Pass, url: str) -> list[bytes | None]:
    return [exchange.header("if-none-match") for exchange in one.asked(url)]


def test_a_false_304_is_found_out_within_a_day(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/liar")
    assert [asked(one, url) for one in story.passes] == [[None], [b'"always"'], [b'"always"'], [None]]
    assert [one.polls[url].outcome for one in story.passes] == ["new", "not_modified", "not_modified", "new"]
    last = story.passes[-1]
    assert last.article(papers.quay.url("/p/4"))
    state = last.states[url]
    assert state.conditional_from == state.polled_at + poll.UNCONDITIONAL_FOR
    assert state.body_sha256 != story.passes[0].states[url].body_sha256


def test_a_host_is_asked_again_when_its_pause_is_over(story: Story, papers: Papers) -> None:
    url = papers.busy.url("/feed")
    assert [len(one.asked(url)) for one in story.passes] == [1, 0, 1, 1]
    assert story.passes[2].outcomes(url) == ["article"]
    assert story.passes[2].states[url].failures == 0


def test_a_feed_that_comes_back_is_read_as_before(story: Story, papers: Papers) -> None:
    """A 404 waits at least an hour, a second one twice as long."""
    url = papers.quay.url("/dead")
    asked_at = [len(one.asked(url)) for one in story.passes]
    assert sum(asked_at) == 3
    assert asked_at[3] == 1
    before, then = story.passes[2].states[url], story.passes[3].states[url]
    assert (before.failures, before.reason_code) == (2, "not_found")
    assert before.next_poll - before.polled_at >= dt.timedelta(hours=2)
    assert (then.failures, then.reason_code) == (0, None)
    assert then.next_poll - then.polled_at < dt.timedelta(hours=1)
    assert story.passes[3].outcomes(url) == ["article"]


def test_what_is_not_due_is_not_asked_and_feeds_drift_apart(story: Story, papers: Papers) -> None:
    states = [one.states[papers.quay.url(path)] for one in story.passes[:1] for path in ("/liar", "/honest")]
    waits = [(state.next_poll - state.polled_at).total_seconds() for state in states]
    assert all(900 <= wait <= 990 for wait in waits)
    assert waits[0] != waits[1]
    check(story.root)
