"""Lists of feeds: one for all launches with the same feeds, there as long as a stream needs it, killed anywhere."""

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from tests.crash.test_publish import Killed, killed_at, steps_of
from tests.unit.streaming.samples import HandClock, settings
from transforms.lake.layout import lock, open_dataset
from transforms.lake.publish import recover
from transforms.lake.store import Store, open_store
from transforms.polling.model import FeedSpec
from transforms.polling.work import shard_of
from transforms.streaming import lists, parts
from transforms.streaming.desk import QUIET_SECONDS, Desk, Open
from transforms.streaming.model import FOLDER, KEPT_SECONDS, STOP, ended
from transforms.web import Fetcher

NOW = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def specs(*numbers: int) -> list[FeedSpec]:
    return [FeedSpec(f"https://{number}.example/rss", 60.0, 60.0) for number in numbers]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_dataset(str(tmp_path / "out"))


def aged(store: Store, name: str, age: dt.timedelta) -> str:
    """The file as it would be after a time."""
    at = (NOW - age).timestamp()
    os.utime(store.path(name), (at, at))
    return name


def staged(store: Store, *numbers: int, age: dt.timedelta) -> str:
    lists.stage(store, specs(*numbers))
    return aged(store, lists.name_of(specs(*numbers)), age)


def marked(store: Store, name: str, age: dt.timedelta) -> str:
    store.write_atomic(name, b"\n")
    return aged(store, name, age)


def test_launches_with_the_same_feeds_share_a_list(store: Store) -> None:
    for numbers in ((1, 2), (1, 2), (1, 2, 3)):
        lists.stage(store, specs(*numbers))
    assert store.files(FOLDER) == sorted([lists.name_of(specs(1, 2)), lists.name_of(specs(1, 2, 3))])
    assert lists.read(store, lists.name_of(specs(1, 2))) == specs(1, 2)


def test_what_nobody_has_needed_for_so_long_goes_and_nothing_else(store: Store) -> None:
    over, just = dt.timedelta(seconds=KEPT_SECONDS + 1), dt.timedelta(seconds=KEPT_SECONDS - 1)
    gone = [staged(store, 1, age=over), marked(store, ended("a"), over), marked(store, f"{lists.LISTS}a.jsonl", over)]
    kept = [staged(store, 2, age=just), marked(store, ended("b"), just), marked(store, STOP, over)]
    assert parts.forget(store.root, NOW) == len(gone)
    assert store.files(FOLDER) == sorted(kept)


def test_a_list_that_is_needed_is_renewed_once_a_day(store: Store) -> None:
    name = staged(store, 1, age=DAY / 2)
    lists.renew(store, name, NOW)
    assert store.changed(FOLDER)[name] == NOW - DAY / 2
    lists.renew(store, name, NOW + DAY / 2)
    assert store.changed(FOLDER)[name] > NOW + DAY
    assert lists.read(store, name) == specs(1)
    lists.renew(store, f"{lists.LISTS}gone.jsonl", NOW)
    assert store.files(FOLDER) == [name]


def test_a_desk_renews_the_list_that_it_works_from(store: Store) -> None:
    clock, given = HandClock(), settings(feeds=lists.name_of(specs(1)))
    lists.stage(store, specs(1))
    desk = Desk(store.root, given, Fetcher(given.fetching.policy, clock=clock))
    mine = shard_of("1.example", given.shards)
    renewed = []
    for seconds in (0.0, 1.0, QUIET_SECONDS):
        clock.seconds += seconds
        at = clock.now() - dt.timedelta(seconds=lists.RENEW_SECONDS)
        os.utime(store.path(given.feeds), (at.timestamp(), at.timestamp()))
        desk.tick((mine + 1) % given.shards, Open())
        renewed.append(store.changed(FOLDER)[given.feeds] > at)
    assert renewed == [True, False, True]  # when it begins, and when it writes down what waits
    desk.close()


def test_a_death_at_any_step_costs_no_list(store: Store, tmp_path: Path) -> None:
    """A stream renews its list while another launch forgets old ones and writes its own."""
    long_ago = dt.timedelta(seconds=KEPT_SECONDS + 60)
    running, old = staged(store, 1, age=2 * DAY), staged(store, 2, age=long_ago)
    marked(store, ended("a"), long_ago)

    def work(root: Path) -> None:
        here = open_store(str(root))
        lists.renew(here, running, NOW)
        with lock(str(root)):
            recover(str(root))
            parts.forget(str(root), NOW)
            lists.stage(here, specs(3))

    shutil.copytree(store.root, tmp_path / "counted")
    count = steps_of(lambda: work(tmp_path / "counted"))
    for step in range(count):
        root = tmp_path / str(step)
        shutil.copytree(store.root, root)
        with pytest.raises(Killed), killed_at(step):
            work(root)
        here = open_store(str(root))
        assert lists.read(here, running) == specs(1)
        new = lists.name_of(specs(3))
        assert not here.exists(new) or lists.read(here, new) == specs(3)
        work(root)
        assert here.files(FOLDER) == sorted([running, new])
        assert not here.exists(old)
        shutil.rmtree(root)
    assert count > 6
