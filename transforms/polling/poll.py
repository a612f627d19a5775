"""One poll of a feed: what to ask for, and what the answer means.

In: the feed as configured, its state before, what is known of its entries; then the answer of the fetcher and what the
parser made of its body. Out: the PollRecord, and the tasks of its new and changed entries.
"""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping

from transforms.polling import schedule
from transforms.polling.model import EntryKey, FeedSpec, FeedState, PageTask, PollOutcome, PollRecord, Seen
from transforms.sources.feeds import Entry, Feed, FeedFailure
from transforms.urls import canonical_url
from transforms.web import Answer, Request, Validators

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.6, */*;q=0.3"
)
FULL_EVERY = dt.timedelta(days=1)
FULL_POLLS = 32
"""So many polls, or so long, after which a body is asked for without conditions: some servers answer 304 for ever."""
UNCONDITIONAL_FOR = dt.timedelta(days=7)
"""How long a server that did so is asked without conditions."""
LATE = dt.timedelta(minutes=15)
"""An entry dated so long before a 304 should have been in the feed then."""
MOVES_BELIEVED = 3
"""Polls in a row that name the same new address, before it is asked directly."""
FAILURES_THERE = 3
"""Failures at a new address, before the old one is tried again."""
WEAK_DATES = frozenset({"naive_date", "date_only", "unknown_zone"})
FREE_VERSIONS = 2
"""Contents of an entry that are taken as they come; further ones wait, each longer."""
VERSION_PAUSE = dt.timedelta(minutes=15)
MAX_VERSION_PAUSE = dt.timedelta(days=1)
MAX_RETRY_PAUSE = 600.0
_ENOUGH_TEXT = 400
"""Characters of a summary that can stand for an article where there is no page to fetch."""


def is_due(state: FeedState | None, now: dt.datetime) -> bool:
    """Whether a feed is to be polled now."""
    return state is None or (not state.is_retired and state.next_poll <= now)


def request_for(spec: FeedSpec, state: FeedState | None, now: dt.datetime, max_bytes: int) -> Request:
    """The GET of this poll: conditional, except now and then."""
    if state is None:
        return Request(spec.url, accept=ACCEPT, max_bytes=max_bytes)
    validators = Validators(state.etag, state.last_modified)
    stale = state.last_full_at is None or now - state.last_full_at >= FULL_EVERY
    distrusted = state.conditional_from is not None and now < state.conditional_from
    if stale or distrusted or state.polls % FULL_POLLS == FULL_POLLS - 1:
        validators = Validators()
    return Request(_address(spec, state), validators, accept=ACCEPT, max_bytes=max_bytes)


def _address(spec: FeedSpec, state: FeedState) -> str:
    return state.moved_url if state.is_moved and state.moved_url else spec.url


def observed(
    spec: FeedSpec,
    before: FeedState | None,
    answer: Answer,
    found: Feed | FeedFailure | None,
    seen: Mapping[str, Seen],
    now: dt.datetime,
    run_id: str,
) -> tuple[PollRecord, list[PageTask]]:
    """The record of a poll and the tasks of what is new. `found`: of the answer's body; None where there is none.

    `seen`: entry_id -> what is known of this feed's entries.
    """
    state = before or FeedState(spec.url, now, now, schedule.first_interval(spec))
    state = dataclasses.replace(state, polled_at=now, polls=state.polls + 1, status=answer.status)
    if answer.problem is not None or isinstance(found, FeedFailure):
        return _failed(spec, state, answer, found, run_id), []
    state = dataclasses.replace(
        state,
        failures=0,
        failing_since=None,
        reason_code=None,
        detail=None,
        last_success_at=now,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
    )
    state = _moved(spec, state, answer)
    if found is None:  # 304
        state = _scheduled(spec, state, answer, has_news=False)
        return _record(spec, state, answer, "not_modified", run_id), []
    tasks = list(new_entries(spec, found.entries, seen, now))
    state = _with_body(spec, state, before, answer, found, tasks)
    ids = tuple(entry.entry_id for entry in found.entries)
    overrun = before is not None and before.window > 0 and len(tasks) == len(ids) > 1
    flags = (*found.flags, *answer.flags, *(("overrun",) if overrun else ()))
    record = _record(spec, state, answer, "new" if tasks else "same", run_id)
    body = answer.body if tasks else None
    return dataclasses.replace(record, new=len(tasks), entry_ids=ids, flags=flags, body=body), tasks


def _record(spec: FeedSpec, state: FeedState, answer: Answer, outcome: PollOutcome, run_id: str) -> PollRecord:
    return PollRecord(
        state=state,
        run_id=run_id,
        outcome=outcome,
        asked_url=answer.request.url,
        final_url=answer.url,
        flags=answer.flags,
        content_type=answer.header("content-type"),
        elapsed=round(answer.elapsed, 3),
        wire_bytes=answer.wire_bytes,
    )


def _failed(
    spec: FeedSpec, state: FeedState, answer: Answer, found: Feed | FeedFailure | None, run_id: str
) -> PollRecord:
    """What a failure leaves: validators and all that was known stay as they were."""
    now, problem = state.polled_at, answer.problem
    code = problem.code if problem else found.reason_code if isinstance(found, FeedFailure) else "internal"
    detail = problem.detail if problem else found.detail if isinstance(found, FeedFailure) else None
    if code == "postponed":  # it was not asked: nothing is known about the feed, only when its host wants to be asked
        wait = dt.timedelta(seconds=answer.retry_after or 0.0)
        state = dataclasses.replace(state, next_poll=now + wait, polls=state.polls - 1, reason_code=code, detail=detail)
        return _record(spec, state, answer, "failed", run_id)
    failures = state.failures + 1
    back = state.is_moved and failures >= FAILURES_THERE
    state = dataclasses.replace(
        state,
        failures=failures,
        failing_since=state.failing_since or now,
        reason_code=code,
        detail=detail,
        is_retired=code == "gone" and not state.is_moved,
        is_moved=state.is_moved and not back,
        moved_times=0 if back else state.moved_times,
        next_poll=schedule.next_after_failure(
            spec,
            now,
            failures,
            is_permanent=problem is None or not problem.retryable,
            retry_after=answer.retry_after,
        ),
    )
    return _record(spec, state, answer, "failed", run_id)


def _moved(spec: FeedSpec, state: FeedState, answer: Answer) -> FeedState:
    """A permanent redirect is a proposal until it has been seen several times; then it is followed directly."""
    new = answer.permanent_url
    if new is None or new == spec.url:
        return state if state.is_moved else dataclasses.replace(state, moved_url=None, moved_times=0)
    times = state.moved_times + 1 if new == state.moved_url else 1
    return dataclasses.replace(
        state, moved_url=new, moved_times=times, is_moved=state.is_moved or times >= MOVES_BELIEVED
    )


def _with_body(
    spec: FeedSpec, state: FeedState, before: FeedState | None, answer: Answer, feed: Feed, tasks: list[PageTask]
) -> FeedState:
    now, new = state.polled_at, len(tasks)
    hours = (now - before.polled_at).total_seconds() / 3600.0 if before and before.window else _span_hours(feed, now)
    false_304 = before is not None and _was_lied_to(before, answer, feed, seen_new={t.key.entry_id for t in tasks})
    state = dataclasses.replace(
        state,
        last_full_at=now,
        last_changed_at=now if new else state.last_changed_at,
        body_sha256=hashlib.sha256(answer.body).hexdigest(),
        conditional_from=now + UNCONDITIONAL_FOR if false_304 else state.conditional_from,
        window=len(feed.entries),
        per_hour=schedule.rate_after(state.per_hour, new, hours),
        ttl=feed.hints.ttl.total_seconds() if feed.hints.ttl else None,
        skip_hours=feed.hints.skip_hours,
        skip_days=feed.hints.skip_days,
        title=feed.title or state.title,
        site=feed.link or state.site,
        hub_urls=feed.hub_urls,
    )
    return _scheduled(spec, state, answer, has_news=bool(new))


def _scheduled(spec: FeedSpec, state: FeedState, answer: Answer, *, has_news: bool) -> FeedState:
    interval = schedule.interval_after(
        spec, state.interval, has_news=has_news, window=state.window, per_hour=state.per_hour
    )
    asked = schedule.Asked(state.ttl, answer.max_age, state.skip_hours, state.skip_days)
    return dataclasses.replace(
        state, interval=interval, next_poll=schedule.next_poll(spec.url, state.polled_at, interval, asked)
    )


def _span_hours(feed: Feed, now: dt.datetime) -> float:
    """Over how many hours the entries of a feed came, by their dates; 0 where they do not say."""
    dates = [entry.published_at for entry in feed.entries if entry.published_at and entry.published_at <= now]
    return (now - min(dates)).total_seconds() / 3600.0 if len(dates) > 1 else 0.0


def _was_lied_to(before: FeedState, answer: Answer, feed: Feed, *, seen_new: set[str]) -> bool:
    """Whether the last 304 was false: the same validators now stand for another body, or news are older than it."""
    if before.status != 304 or not seen_new:
        return False
    same = Validators(before.etag, before.last_modified)
    if same and same == answer.validators:
        return True
    return any(
        entry.published_at is not None and entry.published_at < before.polled_at - LATE
        for entry in feed.entries
        if entry.entry_id in seen_new
    )


def new_entries(
    spec: FeedSpec, entries: Iterable[Entry], seen: Mapping[str, Seen], now: dt.datetime
) -> Iterator[PageTask]:
    """The tasks of those entries that are not known, or whose words have changed."""
    for entry in entries:
        known = seen.get(entry.entry_id)
        if known is None:
            yield task_of(spec, entry)
        elif known.content_sha256 != entry.content_sha256:
            waits = known.outcome == "retry"  # its turn stays what it is: a change must not put it off
            versions = known.versions if waits else known.versions + 1
            yield dataclasses.replace(
                task_of(spec, entry),
                versions=versions,
                attempts=known.attempts,
                not_before=known.next_try if waits else _version_pause(versions, known.handled_at),
            )


def _version_pause(versions: int, handled_at: dt.datetime) -> dt.datetime | None:
    if versions <= FREE_VERSIONS:
        return None
    doublings = min(versions - FREE_VERSIONS - 1, 10)
    return handled_at + min(VERSION_PAUSE * (1 << doublings), MAX_VERSION_PAUSE)


def task_of(spec: FeedSpec, entry: Entry) -> PageTask:
    """What is to be done for an entry."""
    weak = bool(WEAK_DATES.intersection(entry.flags))
    content = entry.content_html if spec.full_text or not entry.link else None
    if content is None and not entry.link and len(entry.summary or "") >= _ENOUGH_TEXT:
        content = entry.summary
    return PageTask(
        key=EntryKey(spec.url, entry.entry_id),
        content_sha256=entry.content_sha256,
        link=entry.link,
        link_key=canonical_url(entry.link),
        title=entry.title,
        byline=entry.byline,
        published_at=entry.published_at,
        published_date=entry.published_date,
        is_date_weak=weak,
        updated_at=entry.updated_at,
        language=entry.language or spec.language,
        content_html=content,
        base_url=entry.base_url,
        retry_pause=min(spec.min_interval, MAX_RETRY_PAUSE),
    )
