"""Any sequence of answers: what holds of a feed's state and of what reaches the log, whatever a server does."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.polling.samples import NOW, URL, answer, codes, entry, failure, feed
from transforms.polling import FeedSpec, FeedState, PollRecord, Seen, poll, schedule
from transforms.sources.feeds import FeedFailure, Hints
from transforms.web import Answer, Validators

etags = st.none() | st.sampled_from(['"a"', '"b"', 'W/"c"'])
extras = st.fixed_dictionaries(
    {},
    optional={
        "max_age": st.floats(0, 10**7),
        "permanent_url": st.sampled_from([URL, "https://a.example/feed", "https://b.example/feed"]),
    },
)
hints = st.builds(
    Hints,
    ttl=st.none() | st.timedeltas(dt.timedelta(0), dt.timedelta(days=400)),
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=6).map(tuple),
)
entries = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["", "changed", "again"])), max_size=6).map(
    lambda found: [entry(number, text) for number, text in dict(found).items()]
)
steps = st.one_of(
    st.tuples(st.just("body"), etags, extras, entries, hints),
    st.tuples(st.just("body"), etags, extras, entries, hints),
    st.tuples(st.just("304"), etags, extras),
    st.tuples(st.just("failure"), codes, st.none() | st.floats(0, 86400)),
    st.tuples(st.just("no feed"), etags, extras),
)
specs = st.tuples(st.floats(0.001, 10**6), st.floats(0.001, 10**6)).map(lambda ends: FeedSpec(URL, *sorted(ends)))
LATE = dt.timedelta(seconds=1e-5)
LONGEST_SKIP = dt.timedelta(days=8)


def play(step: Any) -> tuple[Answer, Any]:
    kind, *rest = step
    if kind == "body":
        return answer(etag=rest[0], **rest[1]), feed(*rest[2], hints=rest[3])
    if kind == "304":
        return answer(304, etag=rest[0], **rest[1]), None
    if kind == "no feed":
        return answer(etag=rest[0], **rest[1]), FeedFailure("html", "a page")
    return failure(rest[0], retry_after=rest[1]), None


@settings(deadline=None, max_examples=100)
@given(specs, st.lists(st.tuples(steps, st.floats(0, 10**6)), min_size=1, max_size=20))
def test_whatever_a_server_does(spec: FeedSpec, played: list[Any]) -> None:
    state: FeedState | None = None
    seen: dict[str, Seen] = {}
    now, tried = NOW, Validators()
    for step, wait in played:
        if state and state.is_retired:
            assert not poll.is_due(state, now)
            return
        request = poll.request_for(spec, state, now, 1000)
        assert not request.validators or request.validators == tried
        got, found = play(step)
        record, tasks = poll.observed(spec, state, got, found, seen, now, "run")
        check(spec, state, record, now)
        succeeded = record.outcome != "failed"
        tried = got.validators if succeeded else tried
        assert Validators(record.state.etag, record.state.last_modified) == tried
        assert record.new == len(tasks) == len({task.key for task in tasks})
        assert (record.body is not None) == (record.outcome == "new") == bool(tasks)
        for task in tasks:  # as a pass settles them
            waits = task.not_before is not None and task.not_before > now
            seen[task.key.entry_id] = Seen(
                task.content_sha256, "retry" if waits else "article", now, task.versions, next_try=task.not_before
            )
        state = record.state
        now = max(now, state.next_poll) + dt.timedelta(seconds=wait)


def check(spec: FeedSpec, before: FeedState | None, record: PollRecord, now: dt.datetime) -> None:
    """What holds of every record."""
    after = record.state
    assert after.polled_at == now
    assert min(spec.min_interval, spec.max_interval) <= after.interval <= spec.max_interval
    wait = after.next_poll - now
    if record.outcome != "failed":
        assert wait >= dt.timedelta(seconds=spec.min_interval) - LATE
        longest = max(spec.max_interval, schedule.MAX_ASKED) * (1 + schedule.JITTER)
        assert wait <= dt.timedelta(seconds=longest) + LONGEST_SKIP
        assert (after.failures, after.failing_since, after.reason_code) == (0, None, None)
    else:
        assert wait >= dt.timedelta(0)
        assert wait <= dt.timedelta(seconds=max(schedule.DEAD, spec.min_interval, 86400.0) * (1 + schedule.JITTER))
        assert after.reason_code
        if after.reason_code != "postponed":
            assert wait >= dt.timedelta(seconds=min(spec.min_interval, schedule.DEAD)) - LATE
            assert after.failures == (before.failures if before else 0) + 1
            assert after.failing_since
    assert not after.is_moved or after.moved_url
    assert after.is_retired <= (after.reason_code == "gone")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(5, 240), min_size=40, max_size=120))
def test_an_entry_that_changes_at_every_poll_is_read_again_at_least_once_a_day(minutes: list[int]) -> None:
    """A live blog: however often it changes, its turn comes."""
    spec, now = FeedSpec(URL, 60.0, 3600.0), NOW
    seen: dict[str, Seen] = {}
    read = [now]
    for number, pause in enumerate(minutes):
        now += dt.timedelta(minutes=pause)
        for task in poll.new_entries(spec, [entry(1, f"{number}")], seen, now):
            waits = task.not_before is not None and task.not_before > now
            outcome: Any = "retry" if waits else "article"
            seen[task.key.entry_id] = Seen(
                task.content_sha256, outcome, now, task.versions, next_try=task.not_before if waits else None
            )
            if not waits:
                read.append(now)
    gaps = [later - sooner for sooner, later in zip(read, [*read[1:], now], strict=True)]
    assert max(gaps) <= poll.MAX_VERSION_PAUSE + dt.timedelta(minutes=max(minutes))
