"""Streams on real engines: rows appear while the job runs; stopped, killed or restored, nothing is lost or doubled."""

import datetime as dt
import signal
import time
from collections.abc import Callable
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.engines.cluster import Cluster
from tests.engines.engines import LOOPBACK, Engine, Fetched, Pool
from tests.engines.growing import Growing, growing, told
from tests.engines.processes import eventually
from tests.feeds.newsroom import check
from transforms.streaming import moments

pytestmark = pytest.mark.engine
ENGINES = ["on_prism", "on_flink"]
UNPUBLISHED = ("--set", "source.stream.publish=1h", "--set", "source.stream.window=3650d")
"""What comes waits in a window that nothing ends: neither time while it is open nor, for years, its end."""


@pytest.fixture
def flags(request: pytest.FixtureRequest) -> Callable[[str], tuple[str, ...]]:
    """Of an engine whose workers live in the launcher."""

    def of(name: str) -> tuple[str, ...]:
        engine: Engine = request.getfixturevalue(name)
        return engine.with_workers(*LOOPBACK)

    return of


def is_whole(feed: Growing) -> None:
    """All that the feed ever had is there once, as one pass would have it, and every promise holds."""
    assert feed.published() == list(range(feed.number))
    check(feed.root)
    assert told(feed.root) == told(feed.in_one_pass())


@pytest.mark.parametrize("name", ENGINES)
def test_rows_appear_while_it_runs_and_a_stop_publishes_what_has_come(
    name: str, flags: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    with growing(tmp_path) as feed:
        with feed.streaming("first", flags(name)) as child:
            feed.until_published(3, child)
            for _ in range(3):
                feed.add()
                feed.until_published(feed.number, child)
            feed.add(5)
            child.process.send_signal(signal.SIGINT)  # whether these are seen yet is open; what was seen is published
            assert child.wait() == 0, child.words()
        assert set(feed.asked()) == {f"/page/{n}" for n in feed.published()}
        with feed.streaming("second", flags(name)) as child:
            feed.until_published(feed.number, child)
            feed.tell_to_stop()
            assert child.wait() == 0, child.words()
        assert set(feed.asked().values()) == {1}  # the second one knew what the first had done
        is_whole(feed)


@pytest.mark.parametrize("name", ENGINES)
def test_killed_with_all_it_knew_it_starts_again_from_the_log(
    name: str, flags: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    """Polls are in the log, articles wait for their window to be published: the launcher dies with its workers."""
    with growing(tmp_path) as feed:
        with feed.streaming("killed", [*flags(name), *UNPUBLISHED]) as child:
            eventually("articles wait for their window", lambda: len(feed.asked()) == 3 and feed.parts(), child)
            child.kill()
        assert feed.published() == []
        feed.add(2)
        with feed.streaming("again", flags(name)) as child:
            feed.until_published(5, child)
            feed.tell_to_stop()
            assert child.wait() == 0, child.words()
        is_whole(feed)


@pytest.mark.parametrize("name", ENGINES)
def test_an_entry_whose_window_is_over_is_published_too(
    name: str, flags: Callable[[str], tuple[str, ...]], tmp_path: Path
) -> None:
    """It is as old as the first one, and comes when their window is over: a late pane, which rewrites its partition."""
    date, length = dt.datetime.now(dt.UTC), 20.0
    with growing(tmp_path, 1, stream__window=f'"{length:g}s"', stream__slack='"1s"') as feed:
        feed.dates = {0: format_datetime(date), 1: format_datetime(date)}
        with feed.streaming("late", flags(name)) as child:
            feed.until_published(1, child)
            end = moments.window_start(date, length) + length
            eventually("the clock has passed the window's end", lambda: time.time() > end + 1, child)
            polls = feed.server.paths().count("/feed")
            eventually("and a tick, the watermark", lambda: feed.server.paths().count("/feed") > polls + 1, child)
            feed.add()
            feed.until_published(2, child)
            feed.tell_to_stop()
            assert child.wait() == 0, child.words()
        is_whole(feed)


def test_prism_as_a_user_starts_it(engines: Fetched, tmp_path: Path) -> None:
    if reason := engines.missing("prism"):
        pytest.skip(reason)
    with growing(tmp_path) as feed:
        with feed.streaming("user", ["--runner=PrismRunner"]) as child:
            feed.until_published(3, child)
            child.process.send_signal(signal.SIGTERM)
            assert child.wait() == 0, child.words()
        is_whole(feed)


def test_a_checkpoint_within_the_first_bundle_does_not_end_the_stream(on_flink: Engine, tmp_path: Path) -> None:
    """pipeline/engines.py `missing_flags`: here every bundle is one that a checkpoint finds open."""
    where = (*on_flink.with_workers(*LOOPBACK), "--checkpointing_interval=500", "--max_bundle_time_mills=3600000")
    with growing(tmp_path) as feed:
        with feed.streaming("first", where) as child:
            feed.until_published(3, child)
            feed.add(2)
            feed.until_published(5, child)
            feed.tell_to_stop()
            assert child.wait() == 0, child.words()
        is_whole(feed)


def test_a_cluster_goes_on_from_its_savepoint(flink_cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    """What waits in open windows is in the savepoint alone: it is published by the job that goes on from there."""
    where = ("--runner=FlinkRunner", f"--flink_master={flink_cluster.master}", "--checkpointing_interval=1000")
    with growing(tmp_path) as feed:
        with feed.streaming("before", [*where, *pool.flags, *UNPUBLISHED]) as child:
            job = flink_cluster.job()
            eventually("articles wait for their window", lambda: len(feed.asked()) == 3 and feed.parts(), child)
            savepoint = flink_cluster.stop_with_savepoint(job, drain=False)
            child.wait()
        assert feed.published() == []
        feed.add(2)
        with feed.streaming("after", [*where, *pool.flags, *UNPUBLISHED, f"--savepoint_path={savepoint}"]) as child:
            job = flink_cluster.job()
            eventually("the new ones are fetched", lambda: len(feed.asked()) == 5, child)
            feed.tell_to_stop()
            eventually("all are published", lambda: len(feed.published()) == 5 and not feed.parts(), child)
            flink_cluster.cancel(job)  # it would end when `publish` is over (docs/streaming.md): in an hour
            child.wait()
        feed.in_one_pass("feeds")  # repairs whatever cancelling has cut off, be it the record of a last poll
        assert set(feed.asked().values()) == {1}
        is_whole(feed)


def test_a_lost_task_manager_costs_nothing(flink_cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    where = ("--runner=FlinkRunner", f"--flink_master={flink_cluster.master}", "--checkpointing_interval=1000")
    with growing(tmp_path) as feed:
        with feed.streaming("survivor", [*where, *pool.flags]) as child:
            job = flink_cluster.job()
            feed.until_published(3, child)
            eventually("a checkpoint is complete", lambda: flink_cluster.checkpoints(job), child)
            feed.add(4)
            flink_cluster.task_managers[-1].kill()
            flink_cluster.add()
            feed.until_published(7, child)
            eventually("the restart is counted", lambda: flink_cluster.restarts(job), child)
            feed.add(2)
            feed.until_published(9, child)
            feed.tell_to_stop()
            assert child.wait() == 0, child.words()
        flink_cluster.wait(job, "FINISHED", "CANCELED")  # its slot is free
        is_whole(feed)
