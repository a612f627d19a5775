"""One poll: what is asked for, and what the state is after the answer."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.unit.polling.samples import DAY, HOUR, MINUTE, NOW, SPEC, URL, answer, entry, failure, feed, state
from transforms.polling import FeedState, PageTask, PollRecord, Seen, poll, schedule
from transforms.sources.feeds import Entry, Feed, FeedFailure, Hints, parse_feed
from transforms.web import Answer, Validators

NEW_URL = "https://press.example.org/feed"


def observe(
    before: FeedState | None, got: Answer, found: Feed | FeedFailure | None, seen: Any = None, now: dt.datetime = NOW
) -> tuple[PollRecord, list[PageTask]]:
    return poll.observed(SPEC, before, got, found, seen or {}, now, "run")


def done(*entries: Entry, outcome: Any = "article", **fields: Any) -> dict[str, Seen]:
    """What is known of entries that were dealt with a quarter of an hour ago."""
    return {one.entry_id: Seen(one.content_sha256, outcome, NOW - 15 * MINUTE, **fields) for one in entries}


# --- what is due, and what is asked ---


def test_what_is_due() -> None:
    assert poll.is_due(None, NOW)
    assert poll.is_due(state(next_poll=NOW), NOW)
    assert not poll.is_due(state(next_poll=NOW + dt.timedelta(microseconds=1)), NOW)
    assert not poll.is_due(state(next_poll=NOW - DAY, is_retired=True), NOW)


def test_validators_are_asked_with_as_they_came() -> None:
    kept = state(etag='W/"\xe9 a"', last_modified="yesterday")
    assert poll.request_for(SPEC, kept, NOW, 10).validators == Validators('W/"\xe9 a"', "yesterday")
    assert not poll.request_for(SPEC, None, NOW, 10).validators


@pytest.mark.parametrize(
    "fields",
    [
        {"last_full_at": NOW - DAY},
        {"last_full_at": None},
        {"polls": poll.FULL_POLLS - 1},
        {"polls": 5 * poll.FULL_POLLS - 1},
        {"conditional_from": NOW + MINUTE},
    ],
)
def test_now_and_then_a_body_is_asked_for_without_conditions(fields: dict[str, Any]) -> None:
    assert not poll.request_for(SPEC, state(etag='"a"', **fields), NOW, 10).validators


def test_a_server_that_was_distrusted_is_asked_conditionally_again_later() -> None:
    assert poll.request_for(SPEC, state(etag='"a"', conditional_from=NOW), NOW, 10).validators


# --- what a poll finds ---


def test_news_stand_in_the_record_with_the_body_they_came_in() -> None:
    found = feed(entry(1), entry(2), entry(3), title="The Example", flags=("ill_formed",))
    got = answer(body=b"<rss>3</rss>", etag='"b"', headers=(("content-type", "text/xml"),))
    record, tasks = observe(state(etag='"a"'), got, found, done(entry(1)))
    assert (record.outcome, record.new, record.body) == ("new", 2, b"<rss>3</rss>")
    assert [task.key.entry_id for task in tasks] == [entry(2).entry_id, entry(3).entry_id]
    assert record.entry_ids == tuple(one.entry_id for one in found.entries)
    assert record.flags == ("ill_formed",)
    assert record.content_type == "text/xml"
    assert (record.state.etag, record.state.window, record.state.last_changed_at) == ('"b"', 3, NOW)


def test_the_same_entries_again_are_no_news() -> None:
    record, tasks = observe(state(), answer(etag='"b"'), feed(entry(1)), done(entry(1)))
    assert (record.outcome, record.new, record.body, tasks) == ("same", 0, None, [])
    assert record.state.etag == '"b"'
    assert record.state.last_changed_at is None


def test_304_keeps_what_was_known() -> None:
    before = state(etag='"a"', title="The Example", hub_urls=("https://hub.example/",), ttl=7200.0, failures=2)
    record, tasks = observe(before, answer(304, etag='"a"'), None)
    assert (record.outcome, record.body, record.entry_ids, tasks) == ("not_modified", None, (), [])
    after = record.state
    assert (after.etag, after.title, after.hub_urls, after.window) == ('"a"', "The Example", before.hub_urls, 10)
    assert after.last_full_at == before.last_full_at
    assert (after.failures, after.last_success_at) == (0, NOW)
    assert after.next_poll >= NOW + 2 * HOUR  # what its last body asked for


def test_a_304_may_bring_a_new_validator() -> None:
    record, _ = observe(state(etag='"a"'), answer(304, etag='"b"'), None)
    assert record.state.etag == '"b"'


@pytest.mark.parametrize(
    ("got", "found", "code"),
    [
        (failure("not_found", status=404), None, "not_found"),
        (failure("deadline"), None, "deadline"),
        (answer(etag='"page"'), FeedFailure("html", "a page"), "html"),
        (answer(etag='"page"'), FeedFailure("empty", "nothing"), "empty"),
        (answer(etag='"page"'), FeedFailure("json", "other JSON"), "json"),
    ],
)
def test_a_failure_leaves_what_was_known_and_is_no_success_without_entries(
    got: Answer, found: FeedFailure | None, code: str
) -> None:
    before = state(etag='"a"', last_modified="then", title="The Example")
    record, tasks = observe(before, got, found)
    assert (record.outcome, record.body, tasks) == ("failed", None, [])
    after = record.state
    assert (after.reason_code, after.failures, after.failing_since) == (code, 1, NOW)
    assert (after.etag, after.last_modified, after.title, after.window) == ('"a"', "then", "The Example", 10)
    assert after.last_success_at == before.last_success_at
    assert after.next_poll > NOW


def test_failures_in_a_row_are_counted_from_the_first_and_forgotten_with_a_success() -> None:
    one, _ = observe(state(), failure("server_error", status=500), None)
    two, _ = observe(one.state, failure("server_error", status=500), None, now=NOW + HOUR)
    assert (two.state.failures, two.state.failing_since) == (2, NOW)
    back, _ = observe(two.state, answer(), feed(entry(1)), now=NOW + 2 * HOUR)
    assert (back.state.failures, back.state.failing_since, back.state.reason_code) == (0, None, None)
    assert back.state.next_poll - (NOW + 2 * HOUR) < HOUR  # as before, not as after failures


def test_a_dead_feed_is_tried_every_few_days_and_comes_back() -> None:
    moment, after = NOW, state()
    for _ in range(20):
        after = observe(after, failure("not_found", status=404), None, now=moment)[0].state
        moment = after.next_poll
    assert after.failures == 20
    assert 3 * DAY <= after.next_poll - after.polled_at <= 3.3 * DAY
    record, tasks = observe(after, answer(), feed(entry(1)), now=moment)
    assert len(tasks) == 1
    assert record.state.next_poll - moment < HOUR


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    record, _ = observe(state(), failure("unavailable", retry_after=40_000.0, status=503), None)
    assert record.state.next_poll >= NOW + dt.timedelta(seconds=40_000)


def test_a_feed_that_had_no_turn_has_not_failed() -> None:
    before = state(failures=1, etag='"a"')
    record, _ = observe(before, failure("postponed", retry_after=300.0), None)
    assert record.outcome == "failed"
    assert (record.state.failures, record.state.polls, record.state.etag) == (1, before.polls, '"a"')
    assert record.state.next_poll == NOW + 5 * MINUTE
    first, _ = observe(None, failure("postponed"), None)
    assert first.state.next_poll == NOW
    assert first.state.last_success_at is None


def test_what_the_feed_asks_for_is_kept_to() -> None:
    hints = Hints(ttl=2 * HOUR, skip_hours=(14,), skip_days=(5, 6))
    record, _ = observe(state(), answer(), feed(entry(1), hints=hints))
    assert record.state.next_poll == NOW + 3 * HOUR
    assert (record.state.ttl, record.state.skip_hours, record.state.skip_days) == (7200.0, (14,), (5, 6))
    later, _ = observe(state(), answer(max_age=5 * 3600.0), feed(entry(1)))
    assert later.state.next_poll >= NOW + 5 * HOUR


def test_hubs_are_recorded() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
    <link rel="hub" href="https://hub.example/a b"/><link rel="hub" href="https://other.example/"/><entry><id>1</id><title>Talks</title></entry></feed>"""
    parsed = parse_feed(body, NOW, URL)
    assert isinstance(parsed, Feed)
    record, _ = observe(None, answer(body=body), parsed)
    assert record.state.hub_urls == parsed.hub_urls
    assert len(" ".join(record.state.hub_urls).split()) == 2  # the log's form of them


def test_a_feed_that_has_moved_on_by_all_it_holds_is_flagged() -> None:
    record, _ = observe(state(window=2), answer(), feed(entry(1), entry(2)))
    assert "overrun" in record.flags
    first, _ = observe(None, answer(), feed(entry(1), entry(2)))
    assert "overrun" not in first.flags


# --- false 304s ---


def test_the_same_validators_for_another_body_are_not_believed_for_a_week() -> None:
    before = state(status=304, etag='"a"')
    record, _ = observe(before, answer(etag='"a"'), feed(entry(1)))
    assert record.state.conditional_from == NOW + 7 * DAY
    assert not poll.request_for(SPEC, record.state, NOW + DAY / 2, 10).validators


def test_neither_are_news_from_before_the_304() -> None:
    before = state(status=304, etag='"a"')
    late = entry(1, published_at=before.polled_at - HOUR)
    assert observe(before, answer(etag='"b"'), feed(late))[0].state.conditional_from
    in_time = entry(1, published_at=before.polled_at - MINUTE)
    assert observe(before, answer(etag='"b"'), feed(in_time))[0].state.conditional_from is None


def test_a_server_that_tells_the_truth_stays_trusted() -> None:
    assert observe(state(status=304, etag='"a"'), answer(etag='"a"'), feed())[0].state.conditional_from is None
    assert observe(state(status=200, etag='"a"'), answer(etag='"a"'), feed(entry(1)))[0].state.conditional_from is None


# --- moves ---


def moved(before: FeedState | None, to: str | None) -> FeedState:
    return observe(before, answer(permanent_url=to), feed(entry(1)), done(entry(1)))[0].state


def test_a_permanent_redirect_is_proposed_and_then_followed() -> None:
    one = moved(None, NEW_URL)
    two = moved(one, NEW_URL)
    assert [poll.request_for(SPEC, after, NOW, 10).url for after in (one, two)] == [URL, URL]
    assert (two.moved_url, two.moved_times, two.is_moved) == (NEW_URL, 2, False)
    three = moved(two, NEW_URL)
    assert poll.request_for(SPEC, three, NOW, 10).url == NEW_URL
    at_home = moved(three, None)  # asked there, it redirects no more
    assert poll.request_for(SPEC, at_home, NOW, 10).url == NEW_URL
    assert at_home.feed_url == URL


def test_a_proposal_is_dropped_where_it_is_not_repeated() -> None:
    assert moved(moved(moved(None, NEW_URL), NEW_URL), None).moved_url is None
    other = moved(moved(moved(None, NEW_URL), NEW_URL), "https://third.example/feed")
    assert (other.moved_times, other.is_moved) == (1, False)


def test_a_redirect_to_what_is_no_feed_proposes_nothing() -> None:
    record, _ = observe(None, answer(permanent_url=NEW_URL), FeedFailure("html", "a page"))
    assert record.state.moved_url is None


def test_a_new_address_that_fails_is_left_for_the_old_one() -> None:
    after = state(moved_url=NEW_URL, moved_times=3, is_moved=True)
    asked = []
    for _ in range(poll.FAILURES_THERE):
        asked.append(poll.request_for(SPEC, after, NOW, 10).url)
        after = observe(after, failure("gone", status=410), None)[0].state
    assert asked == [NEW_URL] * poll.FAILURES_THERE
    assert poll.request_for(SPEC, after, NOW, 10).url == URL
    assert not after.is_retired


def test_410_retires_a_feed() -> None:
    record, _ = observe(state(), failure("gone", status=410), None)
    assert record.state.is_retired
    assert not poll.is_due(record.state, NOW + 1000 * DAY)


# --- entries ---


def new(known: dict[str, Seen], *entries: Entry, now: dt.datetime = NOW) -> list[PageTask]:
    return list(poll.new_entries(SPEC, entries, known, now))


def test_what_is_known_makes_no_task() -> None:
    for outcome in ("article", "reject", "known", "retry"):
        assert not new(done(entry(1), outcome=outcome), entry(1))


def test_changed_words_make_a_further_version() -> None:
    (task,) = new(done(entry(1)), entry(1, "They went on."))
    assert (task.versions, task.not_before) == (2, None)
    assert task.content_sha256 == entry(1, "They went on.").content_sha256


def test_an_entry_that_keeps_changing_waits_ever_longer() -> None:
    pauses = []
    for versions in range(poll.FREE_VERSIONS, 20):
        (task,) = new(done(entry(1), versions=versions), entry(1, "They went on."))
        assert task.not_before
        pauses.append(task.not_before - (NOW - 15 * MINUTE))
    assert pauses[:3] == [15 * MINUTE, 30 * MINUTE, 60 * MINUTE]
    assert pauses[-1] == poll.MAX_VERSION_PAUSE


def test_a_change_while_it_waits_does_not_put_it_off() -> None:
    waiting = done(entry(1), outcome="retry", versions=4, attempts=2, next_try=NOW + MINUTE)
    (task,) = new(waiting, entry(1, "They went on."))
    assert (task.versions, task.attempts, task.not_before) == (4, 2, NOW + MINUTE)


@pytest.mark.parametrize(
    ("entry_fields", "full_text", "content", "link"),
    [
        ({}, False, None, True),
        ({"content_html": "<p>All of it.</p>"}, False, None, True),
        ({"content_html": "<p>All of it.</p>"}, True, "<p>All of it.</p>", True),
        ({"content_html": "<p>All of it.</p>", "link": None}, False, "<p>All of it.</p>", False),
        ({"summary": "words " * 100, "link": None}, False, "words " * 100, False),
        ({"summary": "A short one.", "link": None}, False, None, False),
    ],
)
def test_where_an_article_is(entry_fields: dict[str, Any], full_text: bool, content: str | None, link: bool) -> None:
    task = poll.task_of(dataclasses.replace(SPEC, full_text=full_text), entry(1, **entry_fields))
    assert task.content_html == content
    assert (task.link is not None) == link


@pytest.mark.parametrize(("flag", "weak"), [("naive_date", True), ("date_only", True), ("no_guid", False)])
def test_weak_dates_are_told(flag: Any, weak: bool) -> None:
    assert poll.task_of(SPEC, entry(1, flags=(flag,), published_at=NOW)).is_date_weak == weak


def test_jitter_is_part_of_the_record_and_not_of_the_moment_it_is_read() -> None:
    one, _ = observe(state(), answer(), feed(entry(1)))
    two, _ = observe(state(), answer(), feed(entry(1)))
    assert one == two
    assert one.state.next_poll - NOW <= dt.timedelta(seconds=900 * (1 + schedule.JITTER))
