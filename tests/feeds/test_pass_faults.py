"""Four passes in which nearly everything goes wrong: broken feeds, walls, busy hosts, pages that come late or never.

The passes are made once; each test looks at one of the stories in them. What is sound arrives all the same.
"""

import datetime as dt
import gzip
import itertools
from collections.abc import Iterator
from email.utils import format_datetime

import brotli
import pytest

from tests.feeds.newsroom import (
    DAY,
    HTML,
    RSS,
    Story,
    after,
    check,
    configure,
    item,
    opened,
    page,
    rss,
    say,
    title,
)
from tests.web.server import Exchange, Handler, Server, answer, raw

PASSES, ATTEMPTS = 4, 3
FEED_BYTES = 256 * 1024
SLOW = 1.0
"""Seconds of one host's Crawl-delay."""


def wall(heading: str, *texts: str) -> Handler:
    """A page that stands where an article should."""
    body = "".join(f"<p>{text}</p>" for text in texts)
    return say(
        f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1>{body}</body></html>".encode(), HTML
    )


BROKEN: dict[str, tuple[Handler, str]] = {
    "/html": (wall("Welcome", "News of the harbour."), "html"),
    "/empty": (say(b""), "empty"),
    "/json": (say(b'{"status": "ok"}', "application/json"), "json"),
    "/no-feed": (say(b"<note><to>You</to></note>"), "not_a_feed"),
    "/file-name": (say(b"/etc/passwd"), "not_a_feed"),
    "/image": (say(b"\x89PNG\r\n\x1a\n\x00\x00"), "binary"),
    "/bomb": (say(gzip.compress(bytes(50 * 1024 * 1024)), Content_Encoding="gzip"), "too_large"),
    "/loop": (answer(302, Location="/loop"), "redirect_loop"),
    "/to-a-file": (answer(301, Location="file:///etc/passwd"), "bad_url"),
    "/inside": (answer(301, Location="http://10.0.0.1/"), "private_address"),
    "/missing": (answer(404), "not_found"),
    "/no-http": (raw(b"hello\r\n\r\n"), "bad_response"),
}
"""Feeds that are none, and why."""
WALLS: dict[str, tuple[Handler, str]] = {
    "/w/consent": (
        wall(
            "Before you continue", "We value your privacy. We use cookies to run the site.", "Accept all or reject all."
        ),
        "consent_wall",
    ),
    "/w/paywall": (
        wall("Ministers near a fishing accord", "The two ministers came closer.", "Subscribe now to continue reading."),
        "paywall_stub",
    ),
    "/w/soft-404": (wall("Page not found", "The address has changed. Our search knows the new one."), "error_page"),
    "/w/home": (answer(302, Location="/"), "redirected_home"),
    "/w/missing": (answer(404), "not_found"),
    "/w/forbidden": (answer(403), "forbidden"),
    "/w/report.pdf": (say(b"%PDF-1.7", "application/pdf"), "unsupported_media"),
    "/private/1": (say(page(1), HTML), "robots_denied"),
    "/w/never": (answer(500), "server_error"),
}
"""Pages that are no articles, and why."""
ACCENTS = "Señor Núñez of the ministry said in the evening that the talks would go on for another week."
FORMS: dict[str, Handler] = {
    "/c/gzip": say(gzip.compress(page(50)), HTML, Content_Encoding="gzip"),
    "/c/brotli": say(brotli.compress(page(51)), HTML, Content_Encoding="br"),
    "/c/latin": say(page(52, more=ACCENTS).decode().encode("latin-1"), "text/html; charset=iso-8859-1"),
    "/c/meta": say(page(53, ACCENTS, '<meta charset="cp1252">').decode().encode("cp1252"), "text/html"),
}
DATES = {
    60: None,
    61: "Tue, 05 Mar 2024 09:00:00",
    62: format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(days=700)),
    63: "mardi 5 mars 2024",
    64: "32/13/2024 25:61",
    65: format_datetime(DAY),
}


class Papers:
    """A paper with all kinds of feeds and pages, one whose pages are busy, one that wants to be asked slowly."""

    def __init__(self) -> None:
        self.quay, self.busy, self.slow = (Server(address=f"127.0.0.{n}") for n in range(1, 4))
        self.servers = [self.quay, self.busy, self.slow]
        quay, slow = self.quay, self.slow
        quay.routes |= {path: handler for path, (handler, _) in (BROKEN | WALLS).items()} | FORMS
        quay.routes |= {
            "/": wall("Quay Times", *[f"{title(n)} today." for n in range(20)]),
            "/robots.txt": say(b"User-agent: *\nDisallow: /private/\n", "text/plain"),
            "/good": say(rss(*(item(quay.url(f"/p/{n}"), n) for n in (40, 41)))),
            "/bozo": say(rss(*(item(quay.url(f"/p/{n}"), n) for n in (42, 43, 44)))[:-90] + b"\x00&nope;<"),
            "/walls": say(rss(*(item(quay.url(path), n) for n, path in enumerate(WALLS, 70)))),
            "/forms": say(
                gzip.compress(rss(*(item(quay.url(path), n) for n, path in enumerate((*FORMS, "/c/cookie"), 50)))),
                RSS,
                Content_Encoding="gzip",
            ),
            "/late": say(rss(item(quay.url("/w/late"), 45))),
            "/dates": say(rss(*(item(quay.url(f"/p/{n}"), n, date) for n, date in DATES.items()))),
            "/elsewhere": say(rss(*(item(self.busy.url(f"/b/{n}"), n) for n in (46, 47, 48)))),
            "/w/late": after(answer(503), answer(500), say(page(45), HTML)),
            "/c/cookie": self._cookie_wall,
        }
        for number in (40, 41, 42, 43, 44, *DATES):
            quay.routes[f"/p/{number}"] = say(page(number), HTML)
        self.busy.routes["*"] = answer(503, Retry_After="3600")
        self.busy.routes["/robots.txt"] = answer(404)
        slow.routes["/feed"] = say(rss(*(item(slow.url(f"/s/{n}"), n) for n in (80, 81, 82))))
        slow.routes["/robots.txt"] = say(f"User-agent: *\nCrawl-delay: {SLOW}\n".encode(), "text/plain")
        slow.routes |= {f"/s/{number}": say(page(number), HTML) for number in (80, 81, 82)}

    def _cookie_wall(self, exchange: Exchange) -> None:
        if exchange.header("cookie") == b"seen=1":
            return exchange.answer(200, page(54), Content_Type=HTML)
        return exchange.answer(302, Location="/c/cookie", Set_Cookie="seen=1; Path=/")


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with opened(Papers) as made:
        yield made


@pytest.fixture(scope="module")
def story(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("faults")
    sound = ["/good", "/bozo", "/walls", "/forms", "/late", "/dates", "/elsewhere"]
    feeds = [papers.quay.url(path) for path in (*BROKEN, *sound)] + [papers.slow.url("/feed")]
    limits = {"limits__page_attempts": f"{ATTEMPTS}", "limits__feed_bytes": f"{FEED_BYTES}"}
    told = Story(folder / "feeds", papers.servers, configure(folder, feeds, **limits))
    for _ in range(PASSES):
        assert told.next().answer.status == 0, told.passes[-1].answer.err
    return told


def bodies(story: Story) -> str:
    return "\n".join(row["body"] for row in story.passes[-1].articles)


def test_a_bad_feed_costs_no_good_one(story: Story, papers: Papers) -> None:
    first = story.passes[0]
    assert first.outcomes(papers.quay.url("/good")) == ["article"] * 2
    assert f"{len(BROKEN)} failed" in first.answer.out
    check(story.root)


@pytest.mark.parametrize("path", BROKEN)
def test_what_is_no_feed_is_a_failure_with_its_reason(story: Story, papers: Papers, path: str) -> None:
    url = papers.quay.url(path)
    one = story.passes[0].polls[url]
    assert (one.outcome, one.state.reason_code) == ("failed", BROKEN[path][1])
    assert one.state.failures == 1
    assert one.state.last_success_at is None
    assert url not in story.passes[-1].entries


def test_a_broken_feed_keeps_its_good_entries_and_is_flagged(story: Story, papers: Papers) -> None:
    url = papers.quay.url("/bozo")
    one = story.passes[0]
    assert one.polls[url].outcome == "new"
    assert "ill_formed" in one.polls[url].flags
    assert {row["link_key"] for row in one.entries[url]} >= {papers.quay.url("/p/42"), papers.quay.url("/p/43")}
    assert "talks number 42 " in bodies(story)
    assert "talks number 43 " in bodies(story)


@pytest.mark.parametrize("path", WALLS)
def test_a_page_that_is_no_article_is_a_reject_with_its_reason(story: Story, papers: Papers, path: str) -> None:
    url = papers.quay.url(path)
    assert story.passes[-1].reject(url) == WALLS[path][1]
    assert story.passes[-1].article(url) is None
    attempts = ATTEMPTS if path == "/w/never" else 0 if path == "/private/1" else 1
    assert papers.quay.paths().count(path) == attempts


def test_rejects_stand_in_the_log_and_are_not_tried_again(story: Story, papers: Papers) -> None:
    entries = story.passes[-1].entries[papers.quay.url("/walls")]
    assert sorted(row["reason_code"] for row in entries) == sorted(reason for _, reason in WALLS.values())
    assert {row["outcome"] for row in entries} == {"reject"}


def test_a_page_that_comes_late_is_tried_again_in_later_passes(story: Story, papers: Papers) -> None:
    url, link = papers.quay.url("/late"), papers.quay.url("/w/late")
    assert [one.outcomes(url) for one in story.passes] == [["retry"], ["retry"], ["article"], ["article"]]
    assert [len(one.asked(link)) for one in story.passes] == [1, 1, 1, 0]
    attempts = [(row["attempts"], row["reason_code"]) for one in story.passes for row in one.entries[url]]
    assert attempts[:2] == [(1, "unavailable"), (2, "server_error")]
    assert story.passes[2].article(link)
    assert story.passes[2].reject(link) is None


def test_a_page_that_never_comes_is_a_reject_after_so_many_attempts(story: Story, papers: Papers) -> None:
    link = papers.quay.url("/w/never")
    assert [len(one.asked(link)) for one in story.passes] == [1, 1, 1, 0]
    assert [one.reject(link) for one in story.passes] == [None, None, "server_error", "server_error"]
    (row,) = [row for row in story.passes[-1].rejects if row["url"] == link]
    assert f"{ATTEMPTS} attempts" in row["detail"]


def test_pages_of_a_busy_host_wait_for_as_long_as_it_asks(story: Story, papers: Papers) -> None:
    """One was asked for and failed; the others had no turn, which is no attempt. No worker waited."""
    url = papers.quay.url("/elsewhere")
    assert len([path for path in papers.busy.paths() if path != "/robots.txt"]) == 1
    rows = story.passes[0].entries[url]
    assert sorted((row["outcome"], row["reason_code"], row["attempts"]) for row in rows) == [
        ("retry", "postponed", 0),
        ("retry", "postponed", 0),
        ("retry", "unavailable", 1),
    ]
    assert all(row["next_try"] - row["handled_at"] >= dt.timedelta(seconds=3500) for row in rows)
    assert story.passes[-1].entries[url] == rows


def test_robots_txt_is_asked_once_and_obeyed(story: Story, papers: Papers) -> None:
    paths = papers.quay.paths()
    assert "/private/1" not in paths
    assert story.passes[0].asked(papers.quay.url("/robots.txt"))
    asked = [len(one.asked(papers.quay.url("/robots.txt"))) for one in story.passes]
    assert asked[0] == 1
    assert max(asked) == 1


def test_crawl_delay_is_kept_for_pages(story: Story, papers: Papers) -> None:
    moments = [one.at for one in papers.slow.requests if one.path.startswith("/s/")]
    assert len(moments) == 3
    assert all(later - sooner >= SLOW - 0.05 for sooner, later in itertools.pairwise(moments))


def test_compression_charsets_and_cookies(story: Story, papers: Papers) -> None:
    assert story.passes[0].outcomes(papers.quay.url("/forms")) == ["article"] * 5
    assert all(f"talks number {number} " in bodies(story) for number in range(50, 55))
    assert bodies(story).count(ACCENTS) == 2


def test_dates_are_never_invented(story: Story, papers: Papers) -> None:
    found = {n: story.passes[-1].article(papers.quay.url(f"/p/{n}")) for n in DATES}
    dated = {n: (row["published_at"], row["published_at_source"]) for n, row in found.items() if row}
    assert dated == {n: (DAY, "feed") if n in (61, 65) else (None, "none") for n in DATES}
    assert all(row and row["published_date"] is None for n, row in found.items() if n not in (61, 65))


def test_a_good_page_behind_bad_ones_is_not_fetched_twice(story: Story, papers: Papers) -> None:
    paths = papers.quay.paths()
    assert {paths.count(f"/p/{number}") for number in (40, 41, 42, 43, *DATES)} == {1}
