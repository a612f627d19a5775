"""Records as rows of Parquet and as lines of JSON: whatever they hold comes back."""

import dataclasses
import datetime as dt
import json
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.polling.samples import HOUR, NOW, SPEC, moments, state, task
from transforms.polling import EntryKey, FeedSpec, FeedState, Outcome, PageTask, PollRecord, Seen
from transforms.polling.log import to_bytes
from transforms.polling.model import EntryOutcome, PollJob, PollOutcome
from transforms.polling.tables import (
    ENTRIES,
    POLLS,
    dump,
    entry_row,
    poll_of,
    poll_row,
    seen_of,
    state_of,
    undump,
)
from transforms.sources.feeds import FLAGS

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
wild = st.text(max_size=20)  # lone surrogates too, as JSON feeds may have them
words = st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1, max_size=10)
floats = st.floats(allow_nan=False, allow_infinity=False)
hexes = st.text("0123456789abcdef", min_size=32, max_size=32)
whole = st.integers(0, 2**40)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


states = st.builds(
    FeedState,
    feed_url=words,
    polled_at=moments,
    next_poll=moments,
    interval=floats,
    polls=whole,
    failures=whole,
    failing_since=maybe(moments),
    last_success_at=maybe(moments),
    etag=maybe(text),
    last_modified=maybe(text),
    conditional_from=maybe(moments),
    moved_url=maybe(words),
    is_moved=st.booleans(),
    is_retired=st.booleans(),
    per_hour=floats,
    ttl=maybe(floats),
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    skip_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    title=maybe(text),
    hub_urls=st.lists(words, max_size=3).map(tuple),
    status=maybe(whole),
    detail=maybe(text),
)
records = st.builds(
    PollRecord,
    state=states,
    run_id=hexes,
    outcome=st.sampled_from(get_args(PollOutcome)),
    asked_url=words,
    final_url=words,
    new=whole,
    entry_ids=st.lists(hexes, max_size=4).map(tuple),
    flags=st.lists(st.sampled_from(FLAGS), max_size=4).map(tuple),
    content_type=maybe(text),
    body=maybe(st.binary(max_size=50)),
    elapsed=floats,
    wire_bytes=whole,
)
tasks = st.builds(
    PageTask,
    key=st.builds(EntryKey, words, hexes),
    content_sha256=hexes,
    link=maybe(wild),
    link_key=maybe(wild),
    title=maybe(wild),
    byline=maybe(wild),
    published_at=maybe(moments),
    published_date=maybe(st.dates()),
    is_date_weak=st.booleans(),
    updated_at=maybe(moments),
    content_html=maybe(wild),
    versions=whole,
    attempts=whole,
    retry_pause=floats,
    not_before=maybe(moments),
)
outcomes = st.builds(
    Outcome,
    input_id=words,
    outcome=st.sampled_from(get_args(EntryOutcome)),
    article_id=maybe(hexes),
    reason_code=maybe(words),
    next_try=maybe(moments),
    attempts=whole,
)


def through_parquet(rows: list[dict[str, Any]], schema: pa.Schema) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(to_bytes(pa.Table.from_pylist(rows, schema=schema)))).to_pylist()


@settings(deadline=None, max_examples=30)
@given(st.lists(records, max_size=4))
def test_polls_come_back_from_the_log(found: list[PollRecord]) -> None:
    rows = through_parquet([poll_row(record) for record in found], POLLS)
    assert [poll_of(row) for row in rows] == found
    assert [state_of(row) for row in rows] == [record.state for record in found]


@settings(deadline=None, max_examples=60)
@given(tasks, outcomes, moments)
def test_what_became_of_an_entry_comes_back_from_the_log(one: PageTask, outcome: Outcome, now: dt.datetime) -> None:
    one = dataclasses.replace(one, link_key="https://news.example.org/a")
    (row,) = through_parquet([entry_row(one, outcome, now)], ENTRIES)
    seen = seen_of(row)
    assert (row["feed_url"], row["entry_id"]) == (one.key.feed_url, one.key.entry_id)
    assert (seen.content_sha256, seen.versions, seen.handled_at) == (one.content_sha256, one.versions, now)
    assert (seen.outcome, seen.next_try, seen.attempts) == (outcome.outcome, outcome.next_try, outcome.attempts)
    assert (seen.article_id, seen.reason_code) == (outcome.article_id, outcome.reason_code)
    assert (row["task"] is not None) == (outcome.outcome == "retry")


@settings(deadline=None, max_examples=100)
@given(tasks, outcomes)
def test_a_retry_holds_all_that_it_needs(one: PageTask, outcome: Outcome) -> None:
    row = entry_row(one, dataclasses.replace(outcome, outcome="retry"), NOW)
    assert undump(PageTask, row["task"]) == dataclasses.replace(one, attempts=outcome.attempts, not_before=None)


@settings(deadline=None, max_examples=100)
@given(tasks)
def test_a_task_is_one_line_of_a_file_and_comes_back(one: PageTask) -> None:
    line = dump(one).encode("utf-8", "surrogatepass")
    assert b"\n" not in line
    assert undump(PageTask, line) == one


def test_a_job_comes_back_with_all_that_it_knows() -> None:
    seen = {
        "a" * 32: Seen("c" * 64, "retry", NOW, attempts=2, next_try=NOW + HOUR),
        "b" * 32: Seen("d", "article", NOW),
    }
    for job in (
        PollJob(SPEC),
        PollJob(SPEC, state(hub_urls=("https://hub.example/",), skip_hours=(1, 2)), seen, "name"),
    ):
        assert undump(PollJob, dump(job)) == job


def test_a_line_of_another_version_is_an_error_not_a_guess() -> None:
    line = json.loads(dump(SPEC))
    del line["full_text"]
    with pytest.raises(KeyError):
        undump(FeedSpec, json.dumps(line))


def test_what_no_line_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="bytes in a record"):
        dump(PollRecord(state(), "run", "new", "a", "b", body=b"x"))


def test_the_columns_are_the_records_fields() -> None:
    names = [f.name for f in dataclasses.fields(FeedState)] + [f.name for f in dataclasses.fields(PollRecord)][1:]
    assert POLLS.names == names
    assert ENTRIES.names == ["feed_url", "entry_id", *(f.name for f in dataclasses.fields(Seen)), "task"]
    assert task(1).key.input_id == f"{task(1).key.feed_url}#{1:032x}"
