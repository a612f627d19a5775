"""Compaction: what is known stays the same, what is old goes, and a death at any step costs nothing."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.crash.test_publish import Killed, killed_at
from tests.unit.polling.samples import DAY, HOUR, NOW, URL, task
from tests.unit.polling.test_log import OTHER, became, put_pass, put_polls, record, run
from transforms.lake.store import Store, open_store
from transforms.polling import log
from transforms.polling.compact import MAX_FILES, Keep, compact

LONG = Keep(bodies=2 * 86400.0, polls=30 * 86400.0, entries=60 * 86400.0)
HOURS = Keep(bodies=3 * 3600.0, polls=6 * 3600.0, entries=12 * 3600.0)
"""Runs begin an hour apart, the first of them at noon."""


def known(store: Store, *, use_snapshot: bool = True) -> dict[str, Any]:
    """All that the log says."""
    book = log.load(store, use_snapshot=use_snapshot)
    try:
        return {
            "feeds": book.feeds,
            "latest": {url: ids for url, ids in book.latest_ids.items() if ids},
            "totals": book.totals,
            "entries": list(book.entries()),
            "retries": list(book.retries(NOW + 1000 * DAY)),
            "unfinished": [(one.name, one.feed_url) for one in book.unfinished],
        }
    finally:
        book.close()


def work(store: Store, begin: int, end: int) -> None:
    """A pass an hour: a poll of each of two feeds, one new entry, one that waits."""
    for number in range(begin, end):
        at = NOW + number * HOUR
        polled = put_polls(store, run(number), record(new=1, at=at, etag=f'"{number}"'), record(OTHER, at=at))
        waits = became(1000, "retry", OTHER, next_try=at + DAY, attempts=1)
        put_pass(store, run(number), [became(number), became(number, "known", OTHER), waits], [polled])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "out"))


def test_a_small_log_is_left_alone(store: Store) -> None:
    work(store, 0, 3)
    before = store.files()
    assert not compact(store, run(4), LONG)
    assert store.files() == before


def test_a_log_of_many_files_is_put_together_and_says_the_same(store: Store) -> None:
    work(store, 0, MAX_FILES // 2 + 1)
    before = known(store)
    assert compact(store, run(40), LONG)
    assert known(store) == before
    assert len(store.files(log.FOLDER)) == 4  # polls, passes and a snapshot of two files
    assert not compact(store, run(41), LONG)


def test_again_and_again(store: Store) -> None:
    for step in range(4):
        work(store, step * 3, step * 3 + 3)
        before = known(store)
        assert compact(store, run(step * 3 + 3), LONG, force=True)
        assert known(store) == before
        assert known(store, use_snapshot=False) == before  # as far as the files reach back, and they do
        assert len(store.files(log.FOLDER)) == 4


def test_a_year_of_polling_stays_small(store: Store) -> None:
    """Kept for hours: what is left of a week is no more than what is left of a day."""
    sizes = []
    for step in range(5):
        work(store, step * 8, step * 8 + 8)
        compact(store, run(step * 8 + 8), HOURS, force=True)
        sizes.append(sum(store.size(name) for name in store.files(log.FOLDER)))
    assert max(sizes[1:]) < 1.2 * min(sizes[1:])


def test_what_is_old_goes(store: Store) -> None:
    work(store, 0, 24)
    assert compact(store, run(24), HOURS, force=True)
    (polls,) = store.files(log.POLL_FOLDER)
    table, _ = log.read(store, polls)
    at = [moment - NOW for moment in table["polled_at"].to_pylist()]
    assert min(at) == 18 * HOUR
    bodies = [
        one - NOW for one, body in zip(table["polled_at"].to_pylist(), table["body"].to_pylist(), strict=True) if body
    ]
    assert min(bodies) == 21 * HOUR
    (passes,) = store.files(log.PASS_FOLDER)
    handled = log.read(store, passes)[0]["handled_at"].to_pylist()
    assert min(handled) == NOW + 18 * HOUR


def test_what_is_still_needed_stays_however_old_it_is(store: Store) -> None:
    """Entries that their feed still shows, entries that wait, and the state of feeds."""
    work(store, 0, 24)
    assert compact(store, run(24 * 400), HOURS, force=True)
    after = known(store)
    assert set(after["feeds"]) == {URL, OTHER}
    assert after["feeds"][URL].etag == '"23"'
    assert {(row["feed_url"], row["entry_id"]) for row in after["entries"]} == {
        (URL, task(0).key.entry_id),  # its feed's last body has it
        (OTHER, task(1000).key.entry_id),  # it waits
    }
    assert (after["totals"][URL].articles, after["totals"][OTHER].known) == (24, 24)
    assert len(after["retries"]) == 1


def test_a_poll_that_was_not_worked_off_stays_as_it_is(store: Store) -> None:
    work(store, 0, 3)
    left = put_polls(store, run(3), record(new=1, at=NOW + 3 * HOUR, body=b"<rss>left</rss>"))
    before, data = known(store), store.read(left)
    assert before["unfinished"] == [(left, URL)]
    for later in (4, 24 * 400):
        assert compact(store, run(later), HOURS, force=True)
        assert known(store)["unfinished"] == before["unfinished"]
        assert store.read(left) == data
    put_pass(store, run(24 * 400 + 1), [became(0)], [left])
    assert known(store)["unfinished"] == []
    assert compact(store, run(24 * 400 + 2), HOURS, force=True)
    assert left not in store.files(log.POLL_FOLDER)


def test_pages_that_are_articles_stay_known(store: Store) -> None:
    work(store, 0, 5)
    keys = [task(number).link_key or "" for number in range(6)]
    before = log.articles_at(store, keys)
    assert len(before) == 5
    compact(store, run(5), LONG, force=True)
    assert log.articles_at(store, keys) == before
    compact(store, run(11), HOURS, force=True)  # their passes are gone from the log
    work(store, 11, 12)
    assert log.articles_at(store, keys) == before


def test_a_death_at_any_step_costs_nothing(tmp_path: Path) -> None:
    """The second compaction, which has a snapshot and merged files to replace."""
    origin = open_store(str(tmp_path / "origin"))
    work(origin, 0, 4)
    compact(origin, run(4), LONG, force=True)
    work(origin, 5, 8)
    put_polls(origin, run(8), record(new=1, at=NOW + 8 * HOUR))
    before = known(origin)
    shutil.copytree(origin.base, tmp_path / "counted")
    with killed_at(None) as steps:
        compact(open_store(str(tmp_path / "counted")), run(9), LONG, force=True)
    assert len(steps) > 15
    for step in range(len(steps)):
        root = tmp_path / str(step)
        shutil.copytree(origin.base, root)
        store = open_store(str(root))
        with pytest.raises(Killed), killed_at(step):
            compact(store, run(9), LONG, force=True)
        assert known(store) == before, steps[step]
        assert known(store, use_snapshot=False) == before, steps[step]
        compact(store, run(10), LONG, force=True)
        assert known(store) == before, steps[step]
        assert len(store.files(log.FOLDER)) == 5  # with the poll that was not worked off
        shutil.rmtree(root)
