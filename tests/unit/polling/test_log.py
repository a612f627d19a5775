"""The log of polls and passes, and the state that is folded from it. No network, no Beam: records in, records out."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.polling.samples import DAY, HOUR, MINUTE, NOW, URL, state, task
from transforms.lake.store import Store, open_store
from transforms.polling import FeedState, Outcome, PageTask, PollRecord, log
from transforms.polling.model import EntryOutcome
from transforms.polling.tables import ENTRIES, POLLS, entry_row, poll_of
from transforms.records import Run

OTHER = "https://other.example.org/feed"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def run(number: int = 0) -> Run:
    """Runs begin an hour apart."""
    return Run(f"{number:032x}"[::-1], NOW + number * HOUR)


def record(url: str = URL, new: int = 0, at: dt.datetime = NOW, body: bytes | None = None, **fields: Any) -> PollRecord:
    after = state(feed_url=url, polled_at=at, next_poll=at + MINUTE, **fields)
    ids = tuple(f"{n:032x}" for n in range(new))
    return PollRecord(
        after, "run", "new" if new else "same", url, url, new, ids, body=body or (b"<rss/>" if new else None)
    )


def put_polls(store: Store, by: Run, *records: PollRecord) -> str:
    """A file of polls; its name."""
    writer = log.PollWriter(store, by)
    before = set(store.files(log.POLL_FOLDER))
    for one in records:
        writer.add(one)
    writer.flush()
    (name,) = set(store.files(log.POLL_FOLDER)) - before
    return name


def put_pass(store: Store, by: Run, found: Sequence[tuple[PageTask, Outcome]], worked_off: Sequence[str] = ()) -> str:
    """What a pass says of its entries, as if its run had been committed."""
    rows = [entry_row(one, outcome, by.started_at) for one, outcome in found]
    table = pa.Table.from_pylist(rows, schema=ENTRIES)
    log.write(store, log.pass_name(by), table, worked_off=list(worked_off))
    return log.pass_name(by)


def became(number: int, outcome: EntryOutcome = "article", url: str = URL, **fields: Any) -> tuple[PageTask, Outcome]:
    one = task(number, url)
    article = f"{number:032x}" if outcome in ("article", "known") else None
    return one, Outcome(one.key.input_id, outcome, article_id=article, **fields)


def feeds(store: Store) -> dict[str, FeedState]:
    book = log.load(store)
    book.close()
    return book.feeds


# --- writing ---


def test_a_record_is_in_the_log_when_the_writer_says_so(store: Store) -> None:
    writer = log.PollWriter(store, run())
    assert not writer.add(record())
    assert not store.files(log.POLL_FOLDER)
    writer.flush()
    (name,) = store.files(log.POLL_FOLDER)
    assert name.startswith(f"{log.POLL_FOLDER}/{log.stamp(NOW)}-{run().run_id[:8]}-")
    writer.flush()
    assert store.files(log.POLL_FOLDER) == [name]


def test_many_records_and_long_bodies_are_written_as_they_come(store: Store) -> None:
    writer = log.PollWriter(store, run())
    written = [writer.add(record(f"{URL}?{n}")) for n in range(log.FLUSH_RECORDS)]
    assert written == [False] * (log.FLUSH_RECORDS - 1) + [True]
    assert writer.add(record(new=1, body=b"x" * log.FLUSH_BYTES))
    assert len(store.files(log.POLL_FOLDER)) == 2


def test_names_sort_by_time() -> None:
    moments = [NOW + n * dt.timedelta(microseconds=7919 * n) for n in range(50)]
    assert [log.stamp(moment) for moment in moments] == sorted(log.stamp(moment) for moment in moments)


# --- the fold ---


def test_nothing_is_known_of_an_empty_dataset(store: Store) -> None:
    book = log.load(store)
    assert (book.feeds, book.unfinished, book.files, book.totals) == ({}, [], [], {})
    assert (list(book.retries(NOW)), book.next_retry(), book.waiting(), book.seen(URL)) == ([], None, {}, {})
    book.close()


@settings(deadline=None, max_examples=12)
@given(order=st.permutations(range(6)), data=st.data())
def test_the_last_poll_of_a_feed_counts_in_whatever_order_it_was_written(
    order: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_store(str(tmp_path_factory.mktemp("log")))
    for number in order:
        url = data.draw(st.sampled_from([URL, OTHER])) if number != 5 else URL
        put_polls(store, run(data.draw(st.integers(0, 3))), record(url, at=NOW + number * MINUTE, etag=f'"{number}"'))
    assert feeds(store)[URL].etag == '"5"'


def test_what_became_of_entries(store: Store) -> None:
    put_pass(store, run(0), [became(1), became(2, "reject", reason_code="not_found"), became(1, "known", OTHER)])
    again = became(3, "retry", next_try=NOW + 2 * HOUR, attempts=1, reason_code="deadline")
    put_pass(store, run(1), [again, became(4, "retry", next_try=NOW + 3 * HOUR, attempts=2)])
    book = log.load(store)
    seen = book.seen(URL)
    assert {key: one.outcome for key, one in seen.items()} == {
        task(1).key.entry_id: "article",
        task(2).key.entry_id: "reject",
        task(3).key.entry_id: "retry",
        task(4).key.entry_id: "retry",
    }
    assert seen[task(1).key.entry_id].article_id == f"{1:032x}"
    assert list(book.seen(OTHER)) == [task(1).key.entry_id]
    assert (book.waiting(), book.next_retry()) == ({URL: 2}, NOW + 2 * HOUR)
    assert [one.key for one in book.retries(NOW + 2 * HOUR)] == [task(3).key]
    assert [one.attempts for one in book.retries(NOW + 3 * HOUR)] == [1, 2]
    assert list(book.retries(NOW + HOUR)) == []
    totals = book.totals
    assert (totals[URL].articles, totals[URL].rejects, totals[URL].known) == (1, 1, 0)
    assert (totals[OTHER].articles, totals[OTHER].known) == (0, 1)
    book.close()


def test_a_later_pass_wins(store: Store) -> None:
    put_pass(store, run(1), [became(1)])
    put_pass(store, run(0), [became(1, "retry", next_try=NOW, attempts=1)])
    book = log.load(store)
    assert book.seen(URL)[task(1).key.entry_id].outcome == "article"
    assert list(book.retries(NOW + DAY)) == []
    book.close()


def test_a_poll_that_no_pass_has_worked_off_is_found_with_its_body(store: Store) -> None:
    """The run was killed between the two; the validators of the poll stand, and so do the bytes they came with."""
    done = put_polls(store, run(0), record(new=1, body=b"<rss>0</rss>"))
    put_pass(store, run(0), [became(0)], [done])
    left = put_polls(
        store, run(1), record(new=2, at=NOW + HOUR, body=b"<rss>1</rss>", etag='"b"'), record(OTHER, at=NOW + HOUR)
    )
    book = log.load(store)
    assert [(one.name, one.feed_url) for one in book.unfinished] == [(left, URL)]
    found = poll_of(log.read(store, left)[0].to_pylist()[0])
    assert (found.body, found.new, found.state.feed_url) == (b"<rss>1</rss>", 2, URL)
    assert book.feeds[URL].etag == '"b"'
    book.close()
    put_pass(store, run(2), [became(1), became(2)], [left])
    assert log.load(store).unfinished == []


def test_the_fold_reads_no_body(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are most of the log's bytes; whoever works a poll off reads its own."""
    put_polls(store, run(0), record(new=1, body=b"<rss>0</rss>"), record(OTHER, new=1, body=b"<rss>1</rss>"))
    read, asked = log.read, list[str]()

    def noted(store: Store, name: str, columns: Sequence[str] | None = None) -> Any:
        asked.extend(columns or POLLS.names)
        return read(store, name, columns)

    monkeypatch.setattr(log, "read", noted)
    book = log.load(store)
    assert {one.feed_url for one in book.unfinished} == {URL, OTHER}
    book.close()
    assert set(asked) == set(POLLS.names) - {"body"}


def test_a_poll_without_news_leaves_nothing_to_do(store: Store) -> None:
    put_polls(store, run(0), record(), record(OTHER))
    assert log.load(store).unfinished == []


def test_the_entries_of_the_last_body_stay_known_over_polls_without_one(store: Store) -> None:
    put_polls(store, run(0), record(new=2))
    put_polls(store, run(1), record(at=NOW + HOUR))
    book = log.load(store)
    assert book.latest_ids[URL] == (f"{0:032x}", f"{1:032x}")
    book.close()


def test_pages_that_are_articles(store: Store) -> None:
    put_pass(store, run(0), [became(1), became(2, "reject"), became(3, "retry", next_try=NOW)])
    keys = [task(n).link_key or "" for n in range(5)]
    assert log.articles_at(store, keys) == {keys[1]: f"{1:032x}"}
    assert log.articles_at(store, []) == {}


def test_notes_come_back_and_rows_have_no_others(store: Store) -> None:
    log.write(store, f"{log.PASS_FOLDER}/a.parquet", ENTRIES.empty_table(), worked_off=["x"], totals={"u": [1, 2, 3]})
    table, notes = log.read(store, f"{log.PASS_FOLDER}/a.parquet")
    assert notes == {"worked_off": ["x"], "totals": {"u": [1, 2, 3]}}
    assert table.num_rows == 0


def test_moments_are_kept_to_the_microsecond(store: Store) -> None:
    odd = NOW + dt.timedelta(microseconds=123_457)
    put_pass(store, run(0), [became(1, "retry", next_try=odd, attempts=1)])
    book = log.load(store)
    assert book.next_retry() == odd
    assert [row["next_try"] for row in book.entries()] == [odd]
    assert len(list(book.retries(odd))) == 1
    assert list(book.retries(odd - dt.timedelta(microseconds=1))) == []
    book.close()
