"""From an entry to its document: each page once, and what an answer is worth."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.polling.samples import DAY, HOUR, MINUTE, NOW, codes, task
from transforms.polling import EntryKey, Outcome, PageTask, pages
from transforms.records import Document, Refusal
from transforms.web import PROBLEMS, Answer, Problem, Request

OTHER = "https://other.example.org/feed"
PAGE = b"<html><body><p>Norway and Chile held talks in Oslo on Monday.</p></body></html>"
HTML = (("content-type", "text/html; charset=utf-8"),)


def got(one: PageTask, body: bytes = PAGE, status: int = 200, url: str | None = None, **more: Any) -> Answer:
    link = one.link or ""
    return Answer(Request(link), url or link, status, body=body, headers=more.pop("headers", HTML), **more)


def bad(one: PageTask, code: str, retry_after: float | None = None) -> Answer:
    return Answer(Request(one.link or ""), one.link or "", problem=Problem(code, "said so"), retry_after=retry_after)


def judged(answer: Answer, one: PageTask, max_attempts: int = 6) -> Document | Refusal | Outcome:
    return pages.from_answer(one, answer, NOW, max_attempts)


def again(code: str, one: PageTask, **more: Any) -> Outcome:
    outcome = judged(bad(one, code, **more), one)
    assert isinstance(outcome, Outcome)
    assert outcome.outcome == "retry"
    return outcome


# --- the plan of a pass ---


def test_a_page_that_several_feeds_link_to_is_one_task() -> None:
    one, two, other = task(1), task(1, feed_url=OTHER, link="https://news.example.org/talks/1?utm=x"), task(2)
    plan = pages.plan([two, other, one], {}, NOW)
    assert len(plan.tasks) == 2
    ((chosen, more),) = plan.also.items()
    assert {chosen, more[0].key} == {one.key, two.key}
    assert not plan.settled


def test_which_one_is_fetched_does_not_depend_on_the_order() -> None:
    many = [task(1, feed_url=f"https://{name}.example/feed") for name in "dabc"] + [task(n) for n in (3, 2)]
    assert pages.plan(many, {}, NOW) == pages.plan(many[::-1], {}, NOW)


def test_a_new_entry_whose_page_is_an_article_is_linked_with_it() -> None:
    plan = pages.plan([task(1), task(2)], {task(1).link_key or "": "a" * 32}, NOW)
    ((one, outcome),) = plan.settled
    assert (one, outcome.outcome, outcome.article_id) == (task(1), "known", "a" * 32)
    assert plan.tasks == (task(2),)


def test_a_changed_entry_is_fetched_again_though_its_page_is_known() -> None:
    plan = pages.plan([task(1, versions=2)], {task(1).link_key or "": "a" * 32}, NOW)
    assert plan.tasks == (task(1, versions=2),)


def test_the_last_version_of_an_entry_counts() -> None:
    """A poll that was not worked off comes before the one that follows it."""
    older, newer = task(1, content_sha256="old"), task(1, content_sha256="new")
    assert pages.plan([older, newer], {}, NOW).tasks == (newer,)


def test_an_entry_that_keeps_changing_waits_without_losing_count() -> None:
    waiting = task(1, versions=3, attempts=2, not_before=NOW + HOUR)
    ((one, outcome),) = pages.plan([waiting], {}, NOW).settled
    assert one == waiting
    assert outcome == Outcome(waiting.key.input_id, "retry", next_try=NOW + HOUR, attempts=2)
    assert pages.plan([waiting], {}, NOW + HOUR).tasks == (waiting,)


def test_entries_without_a_link_share_no_page() -> None:
    alone = [task(n, link=None, link_key=None, content_html="<p>Words.</p>") for n in (1, 2)]
    plan = pages.plan(alone, {}, NOW)
    assert len(plan.tasks) == 2
    assert not plan.also


def test_tasks_of_a_host_go_together() -> None:
    assert pages.host_of(task(1)) == pages.host_of(task(2, link="https://WWW.news.example.org/b")) == "news.example.org"
    assert pages.host_of(task(1, link="https://[bad")) == ""


# --- what an answer is worth ---


def test_a_page_becomes_a_document_with_what_the_feed_says_of_it() -> None:
    one = task(
        1,
        title="Talks",
        byline="A. Writer",
        published_at=NOW - HOUR,
        published_date=dt.date(2024, 3, 5),
        is_date_weak=True,
        language="en",
    )
    document = judged(got(one, url="https://news.example.org/moved/1"), one)
    assert isinstance(document, Document)
    assert document.content == PAGE.decode()
    assert (document.title, document.byline, document.language) == ("Talks", "A. Writer", "en")
    assert (document.published_at, document.published_at_source, document.is_date_weak) == (NOW - HOUR, "feed", True)
    assert (document.url, document.source_domain) == ("https://news.example.org/moved/1", "example.org")
    assert (document.feed_url, document.fetched_at) == (one.key.feed_url, NOW)
    assert document.input_id == f"{one.key.feed_url}#{one.key.entry_id}"


def test_without_a_date_of_the_feed_there_is_none() -> None:
    document = judged(got(task(1)), task(1))
    assert isinstance(document, Document)
    assert (document.published_at, document.published_date, document.published_at_source) == (None, None, "none")


@pytest.mark.parametrize(
    ("headers", "body", "content"),
    [
        ((("content-type", "text/html; charset=windows-1251"),), "<p>Переговоры</p>".encode("cp1251"), "Переговоры"),
        ((("content-type", "text/html"),), '<meta charset="koi8-r"><p>Переговоры</p>'.encode("koi8-r"), "Переговоры"),
        ((), "<p>Gespräche</p>".encode(), "Gespräche"),
    ],
)
def test_charsets(headers: Any, body: bytes, content: str) -> None:
    document = judged(got(task(1), body, headers=headers), task(1))
    assert isinstance(document, Document)
    assert content in document.content


@pytest.mark.parametrize("code", sorted(code for code, kind in PROBLEMS.items() if kind == "transient"))
def test_a_transient_failure_is_tried_again_later(code: str) -> None:
    outcome = again(code, task(1))
    assert outcome.reason_code == code
    if code == "postponed":  # it was not asked
        assert (outcome.attempts, outcome.next_try) == (0, NOW)
    else:
        assert (outcome.attempts, outcome.next_try) == (1, NOW + 10 * MINUTE)


@pytest.mark.parametrize("code", sorted(code for code, kind in PROBLEMS.items() if kind != "transient"))
def test_a_lasting_failure_is_a_reject_at_once(code: str) -> None:
    refusal = judged(bad(task(1), code), task(1))
    assert isinstance(refusal, Refusal)
    assert (refusal.stage, refusal.reason_code, refusal.input_id) == ("read", code, task(1).key.input_id)
    assert refusal.url == task(1).link


def test_each_attempt_waits_longer_up_to_a_day() -> None:
    pauses = [(again("server_error", task(1, attempts=n)).next_try or NOW) - NOW for n in range(5)]
    assert pauses == [10 * MINUTE * 3**n for n in range(5)]
    late = judged(bad(task(1), "server_error"), task(1, attempts=20), max_attempts=100)
    assert isinstance(late, Outcome)
    assert late.next_try == NOW + DAY


def test_no_page_is_asked_sooner_than_its_host_wants() -> None:
    assert again("unavailable", task(1), retry_after=7200.0).next_try == NOW + 2 * HOUR
    assert again("unavailable", task(1), retry_after=1.0).next_try == NOW + 10 * MINUTE
    assert again("postponed", task(1), retry_after=60.0).next_try == NOW + MINUTE


def test_the_last_attempt_is_a_reject_that_says_so() -> None:
    one = task(1, attempts=5)
    refusal = judged(bad(one, "server_error"), one, max_attempts=6)
    assert isinstance(refusal, Refusal)
    assert refusal.reason_code == "server_error"
    assert "6 attempts" in (refusal.detail or "")


@settings(deadline=None, max_examples=100)
@given(st.lists(codes, min_size=1, max_size=40), st.integers(1, 8), st.floats(0.001, 600.0))
def test_any_sequence_of_failures_ends(sequence: list[str], most: int, pause: float) -> None:
    one, attempts = task(1, retry_pause=pause), 0
    for code in sequence:
        outcome = pages.from_answer(one, bad(one, code), NOW, most)
        attempts += code != "postponed"
        assert attempts <= most
        if isinstance(outcome, Refusal):
            assert PROBLEMS[code] != "transient" or attempts == most
            return
        assert isinstance(outcome, Outcome)
        assert outcome.attempts == attempts
        assert outcome.next_try
        assert outcome.next_try >= NOW
        one = task(1, retry_pause=pause, attempts=outcome.attempts)
    assert attempts < most


@pytest.mark.parametrize(
    ("asked", "answered", "home"),
    [
        ("https://news.example.org/talks/1", "https://news.example.org/", True),
        ("https://news.example.org/talks/1", "https://www.news.example.org", True),
        ("https://news.example.org/talks/1", "https://news.example.org/?from=1", False),
        ("https://news.example.org/talks/1", "https://news.example.org/talks/one", False),
        ("https://news.example.org/?p=1", "https://news.example.org/", False),
        ("https://news.example.org/", "https://news.example.org/", False),
    ],
)
def test_a_page_that_leads_to_the_front_page_is_gone(asked: str, answered: str, home: bool) -> None:
    one = task(1, link=asked)
    result = judged(got(one, url=answered), one)
    assert isinstance(result, Refusal) == home
    if isinstance(result, Refusal):
        assert result.reason_code == "redirected_home"


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ((("content-type", "application/pdf"),), b"%PDF-1.7", "unsupported_media"),
        ((("content-type", "image/png"),), b"\x89PNG\r\n", "unsupported_media"),
        (HTML, b"", "empty"),
        (HTML, b" \n\t ", "empty"),
    ],
)
def test_what_is_no_page_is_a_reject(headers: Any, body: bytes, code: str) -> None:
    refusal = judged(got(task(1), body, headers=headers), task(1))
    assert isinstance(refusal, Refusal)
    assert refusal.reason_code == code


def test_an_entry_with_its_text_needs_no_page() -> None:
    full = task(1, content_html="<p>All of it.</p>", published_at=NOW)
    assert not pages.needs_fetch(full)
    document = pages.from_feed(full, NOW)
    assert isinstance(document, Document)
    assert (document.content, document.url, document.published_at) == ("<p>All of it.</p>", full.link, NOW)


def test_an_entry_with_neither_page_nor_text_is_a_reject() -> None:
    bare = task(1, link=None, link_key=None)
    assert not pages.needs_fetch(bare)
    refusal = pages.from_feed(bare, NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.reason_code == "no_link"


def test_pages_are_asked_for_within_limits_and_rules() -> None:
    request = pages.request_for(task(1), 1000, obey_robots=True)
    assert (request.url, request.max_bytes, request.obey_robots) == (task(1).link, 1000, True)
    assert not request.validators
    assert EntryKey("a", "b").input_id == "a#b"
