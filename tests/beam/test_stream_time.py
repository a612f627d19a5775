"""Event time in the stream: windows, lateness, expiry, the watermark's hold, the source, and a restart.

Time is set by TestStream, which the in-process engine of bundles runs (BundleBasedDirectRunner).
"""

import dataclasses
import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.direct.direct_runner import BundleBasedDirectRunner
from apache_beam.runners.sdf_utils import RestrictionTrackerView, ThreadsafeRestrictionTracker
from apache_beam.testing.test_stream import TestStream as Times
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import MIN_TIMESTAMP, Timestamp
from apache_beam.utils.windowed_value import PaneInfoTiming

import transforms.beam_stream as stages
from pipeline.ingest import stream_from
from tests.conftest import content, rows
from tests.feeds.newsroom import HTML, check, configure, item, page, rss, run, say
from tests.unit.lake.samples import run as a_run
from tests.unit.lake.samples import tagged
from tests.unit.streaming.samples import STREAM, settings, stage_feeds, task
from tests.web.server import Server
from transforms.lake.layout import open_dataset
from transforms.lake.store import open_store
from transforms.polling import log
from transforms.polling.model import Outcome
from transforms.records import PROVENANCE, Run
from transforms.streaming.model import STOP, Found, Part
from transforms.streaming.parts import PartWriter

DAY = 86400.0
BEGIN = 1709596800.0
"""The window of 2024-03-05 begins."""


def at(seconds: float) -> Timestamp:
    return Timestamp(BEGIN + seconds)


def moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(BEGIN + seconds, dt.UTC)


def engine() -> beam.Pipeline:
    return beam.Pipeline(runner=BundleBasedDirectRunner(), options=PipelineOptions(["--streaming"]))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    open_dataset(str(tmp_path / "out"))
    return tmp_path / "out"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


# --- windows ---


def part(root: Path, number: int) -> Part:
    """Of one article, published at noon of the window's day."""
    writer = PartWriter(str(root), Run(STREAM, dt.datetime.now(dt.UTC)))
    writer.add(task(number), tagged(number, by=a_run(), published=moment(DAY / 2)))
    (made,) = writer.flush()
    return made


def inputs(root: Path) -> list[int]:
    """Of each run of the dataset."""
    return sorted(json.loads(path.read_text())["inputs"] for path in (root / "_meta/runs").glob("*.json"))


def test_early_and_on_time_panes_are_published_once_each(root: Path) -> None:
    given, noon = settings(publish=60.0), at(DAY / 2)
    times = (
        Times()
        .advance_watermark_to(at(0))
        .add_elements([TimestampedValue(part(root, 1), noon), TimestampedValue(part(root, 2), noon)])
        .advance_processing_time(120)  # early
        .add_elements([TimestampedValue(part(root, 3), noon)])
        .advance_watermark_to(at(DAY + 1))  # on time
        .advance_watermark_to_infinity()
    )
    with engine() as pipeline:
        summaries = pipeline | times | stages.PublishWindows(str(root), given)
        _ = summaries | beam.Map(_note, str(root.parent / "panes"))
    assert (root.parent / "panes").read_text().split() == ["EARLY:2", "ON_TIME:1"]
    assert inputs(root) == [1, 2]
    assert len(rows(root, "articles")) == 3
    check(root)


def test_what_comes_late_rewrites_its_partition(root: Path) -> None:
    """A window that is over, in a stream begun anew: this engine stalls where late data meets a window that it has
    fired itself, having called the pane early."""
    noon = at(DAY / 2)
    for number, over in ((1, 0), (2, DAY + 1)):
        element = TimestampedValue(part(root, number), noon)
        times = Times().advance_watermark_to(at(over)).add_elements([element]).advance_watermark_to_infinity()
        with engine() as pipeline:
            _ = pipeline | times | stages.PublishWindows(str(root), settings())
    assert inputs(root) == [1, 1]
    assert [row["dt"] for row in rows(root, "articles")] == ["2024-03-05"] * 2
    assert len(list((root / "articles").rglob("*.parquet"))) == 1
    check(root)


def _note(summary: Any, file: str, pane: Any = beam.DoFn.PaneInfoParam) -> None:
    with Path(file).open("a") as sink:
        sink.write(f"{PaneInfoTiming.to_string(pane.timing)}:{summary.inputs}\n")


def test_windows_are_published_each_for_itself(root: Path) -> None:
    times = (
        Times()
        .advance_watermark_to(at(0))
        .add_elements([TimestampedValue(part(root, 1), at(10)), TimestampedValue(part(root, 2), at(DAY + 10))])
        .advance_watermark_to(at(DAY + 1))
        .add_elements([TimestampedValue(part(root, 3), at(DAY + 20))])
        .advance_watermark_to_infinity()
    )
    with engine() as pipeline:
        _ = pipeline | times | stages.PublishWindows(str(root), settings())
    assert inputs(root) == [1, 2]
    check(root)


def test_however_old_an_entry_is_its_part_is_never_dropped(root: Path) -> None:
    """Staged with the time of an entry of 1999, at a watermark of today: its window still takes it."""
    now = int(time.time())
    given = settings(lateness=7200.0, window=3600.0)
    pair = task(1), tagged(1, by=a_run())
    times = (
        Times()
        .advance_watermark_to(Timestamp(now - 900))
        .add_elements([TimestampedValue(pair, Timestamp(915148800))])
        .advance_watermark_to_infinity()
    )
    with engine() as pipeline:
        parts = pipeline | times | stages.StageParts(str(root), given)
        _ = parts | stages.PublishWindows(str(root), given)
    assert len(rows(root, "articles")) == 1
    assert open_store(str(root)).files("_state/stream/parts") == []


def test_a_part_goes_to_the_window_of_its_entries(root: Path) -> None:
    given, now = settings(), int(time.time())
    today = now - now % DAY
    pairs = [
        TimestampedValue((task(n), tagged(n, by=a_run())), Timestamp(today - days * DAY + 5))
        for n, days in ((1, 0), (2, 1), (3, 1))
    ]
    with engine() as pipeline:
        parts = pipeline | Times().add_elements(pairs).advance_watermark_to_infinity()
        parts = parts | stages.StageParts(str(root), given)
        starts = parts | beam.Map(
            lambda part, moment=beam.DoFn.TimestampParam: (float(moment) // DAY * DAY, part.inputs)
        )
        assert_that(starts, equal_to([(today, 1), (today - DAY, 2)]))


def test_a_window_stays_open_while_its_entries_are_on_their_way(root: Path, server: Server) -> None:
    """The watermark passes the window's end in the same moment in which its entry is found: the row is on time, not
    late, since what was found holds the watermark until it is staged."""
    server.routes["/p/1"] = say(page(1), HTML)
    link = server.url("/p/1")
    found = Found(dataclasses.replace(task(1), link=link, link_key=link), moment(DAY - 60))
    times = (
        Times()
        .advance_watermark_to(at(0))
        .add_elements([TimestampedValue(found, at(DAY - 60))])
        .advance_watermark_to(at(DAY + 1))
        .advance_processing_time(600)
        .advance_watermark_to_infinity()
    )
    given = settings()
    with engine() as pipeline:
        read = pipeline | times | stages.DropKnownPages(given) | stages.ReadPages(given)
        windows = (
            read | beam.WindowInto(beam.window.FixedWindows(DAY)) | beam.Map(lambda pair: (0, pair[0].key.entry_id))
        )
        panes = windows | beam.GroupByKey() | beam.Map(_timing)
        assert_that(panes, equal_to([("e1", "ON_TIME")]))


def test_polls_and_pages_leave_a_host_alone_that_this_process_is_to_leave_alone(root: Path) -> None:
    host = "127.0.0.7"
    with closing(Server(address=host)) as quiet:
        stages.paces().leave_alone(host, time.monotonic() + 3600)
        given = settings(feeds="_state/streaming/quiet.jsonl")
        stage_feeds(root, given, [quiet.url("/rss")])
        found = Found(dataclasses.replace(task(1), link=quiet.url("/p/1")), moment(60))
        with engine() as pipeline:
            pages = pipeline | "Page" >> beam.Create([found]) | stages.ReadPages(given)
            assert_that(pages | beam.Map(_waiting), equal_to([("retry", "postponed")]))
            ticks = pipeline | "Tick" >> beam.Create([1])
            polled = ticks | stages.PollDueFeeds(str(root), given)
            assert_that(polled, equal_to([]), label="polled")
        assert quiet.requests == []


def _waiting(pair: tuple[Any, Outcome]) -> tuple[str, str | None]:
    return pair[1].outcome, pair[1].reason_code


def _timing(group: tuple[int, Any], pane: Any = beam.DoFn.PaneInfoParam) -> tuple[str, str]:
    (entry_id,) = group[1]
    return entry_id, PaneInfoTiming.to_string(pane.timing)


# --- first sight ---


def found_at(second: float, feed: str = "https://a.example/rss", **fields: Any) -> TimestampedValue:
    return TimestampedValue(Found(task(1, feed, page=7, **fields), moment(second)), at(second))


def test_a_page_is_forgotten_in_time_and_not_before() -> None:
    other = "https://b.example/rss"
    given = settings(remember=3600.0)
    times = (
        Times()
        .advance_watermark_to(at(0))
        .add_elements([found_at(0)])
        .advance_watermark_to(at(3599))
        .add_elements([found_at(3599), found_at(3599, other)])
        .advance_watermark_to(at(3599 + 3600))  # an hour after the last that was new
        .add_elements([found_at(7199), found_at(7199, other)])
        .advance_watermark_to_infinity()
    )
    with engine() as pipeline:
        gone_on = pipeline | times | stages.DropKnownPages(given)
        said = gone_on | beam.Map(
            lambda one: (
                one.task.key.feed_url[8],
                one.at.timestamp() - BEGIN,
                one.outcome.outcome if one.outcome else "",
            )
        )
        assert_that(said, equal_to([("a", 0.0, ""), ("b", 3599.0, "known"), ("a", 7199.0, ""), ("b", 7199.0, "known")]))


# --- the source ---


class Ticking:
    """The source's DoFn, called as an engine calls it: with what it has left over, when it wants it."""

    def __init__(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, *, every: float = 10.0, slack: float = 900.0
    ) -> None:
        self.now, self.element = 1000.0, (str(root), 1000.0, every, slack)
        self.provider = stages._Ticks()
        self.left = self.provider.initial_restriction(self.element)
        self.estimator = ManualWatermarkEstimator(None)
        monkeypatch.setattr(stages.time, "time", lambda: self.now)

    def call(self, later: float = 0.0) -> tuple[list[tuple[int, float]], float | None]:
        """(numbers and moments of ticks, when it wants to go on; None: never)."""
        self.now += later
        tracker = ThreadsafeRestrictionTracker(self.provider.create_tracker(self.left))
        said = stages._Watch().process(self.element, RestrictionTrackerView(tracker), self.estimator)
        ticks = [(one.value, float(one.timestamp)) for one in said or ()]
        tracker.check_done()
        status = tracker.deferred_status()
        if status is None:
            return ticks, None
        self.left, wait = status
        return ticks, self.now + float(wait)


def test_ticks_come_in_time_and_the_watermark_follows(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticking = Ticking(root, monkeypatch)
    assert ticking.estimator.current_watermark() in (None, MIN_TIMESTAMP)
    assert ticking.call() == ([(0, 1000.0)], 1010.0)
    assert ticking.estimator.current_watermark() == Timestamp(1000 - 900)
    assert ticking.call(4) == ([], pytest.approx(1010.0, abs=1e-3))  # too early
    assert ticking.estimator.current_watermark() == Timestamp(1000 - 900)
    assert ticking.call(6) == ([(1, 1010.0)], 1020.0)
    assert ticking.call(47) == ([(5, 1050.0)], 1060.0)  # missed ones are left out
    assert ticking.estimator.current_watermark() == Timestamp(1050 - 900)
    assert ticking.call(-40)[0] == []  # a clock that was set back waits


def test_the_stop_file_ends_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticking = Ticking(root, monkeypatch)
    ticking.call()
    open_store(str(root)).write_atomic(STOP, b"now")
    assert ticking.call(4)[1] is not None
    assert ticking.call(6) == ([], None)


def test_ticks_are_one_sequence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine may take the rest back, not give half of it to another worker; a drain takes no more of them."""
    ticking = Ticking(root, monkeypatch)
    tracker = ticking.provider.create_tracker(ticking.left)
    assert tracker.try_claim(0)
    assert tracker.try_split(0.5) is None
    done, rest = tracker.try_split(0)
    assert (done.stop, rest.start) == (1, 1)
    assert ticking.provider.truncate(ticking.element, rest) is None


# --- the whole graph ---


def stream(root: Path, given: Any, ticks: int) -> None:
    """The graph on ticks that are given, to its end."""
    times = Times()
    for number in range(ticks):
        times = times.add_elements([TimestampedValue(number, Timestamp(time.time()))]).advance_processing_time(120)
    with engine() as pipeline:
        _ = stream_from(pipeline | times.advance_watermark_to_infinity(), str(root), Run(STREAM, moment(0)), given)


def test_a_stream_that_is_begun_again_gives_the_rows_of_one_pass(server: Server, tmp_path: Path) -> None:
    """Two streams without each other's memory, the second on a feed that has grown and holds a changed entry; then a
    pass over what the feed holds at last."""
    more = "The two governments said that they would publish the minutes of the talks within a week."
    server.routes |= {f"/p/{number}": say(page(number), HTML) for number in range(6)}
    url, root = server.url, tmp_path / "feeds"
    open_dataset(str(root))
    given = settings(shards=2)
    stage_feeds(root, given, [url("/a"), url("/b")], interval=0.001)
    server.routes["/a"] = say(rss(*(item(url(f"/p/{n}"), n) for n in (0, 1))))
    server.routes["/b"] = say(rss(*(item(url(f"/p/{n}"), n) for n in (1, 2, 9))))  # one of them is no page
    stream(root, given, 2)
    assert len(rows(root, "articles")) == 3
    first = [path for path in server.paths() if path.startswith("/p/")]
    assert sorted(first) == ["/p/0", "/p/1", "/p/2", "/p/9"]

    server.routes["/p/0"] = say(page(0, more), HTML)
    changed = item(url("/p/0"), 0, description=more)
    server.routes["/a"] = say(rss(changed, *(item(url(f"/p/{n}"), n) for n in (1, 3))))
    server.routes["/b"] = say(rss(*(item(url(f"/p/{n}"), n) for n in (1, 2, 9, 3, 4))))
    stream(root, dataclasses.replace(given, stream_id="6" * 32), 2)
    asked = [path for path in server.paths() if path.startswith("/p/")][len(first) :]
    assert sorted(asked) == ["/p/0", "/p/3", "/p/4"]
    check(root)

    pass_root = tmp_path / "pass"
    assert run(configure(tmp_path, [url("/a"), url("/b")], "pass")).status == 0
    ours, theirs = content(root), content(pass_root)
    assert set(ours) == set(theirs)
    assert len(rows(root, "articles")) == 5
    assert more in "".join(row["body"] for row in rows(root, "articles"))
    for table, standing in theirs.items():
        if table not in ("articles", "rejects"):
            assert ours[table] == standing, table
    for table in ("articles", "rejects"):
        assert plain(root, table) == plain(pass_root, table), table
    book = log.load(open_store(str(root)))
    assert {row["outcome"] for row in book.entries()} == {"article", "known", "reject"}
    assert book.unfinished == []
    book.close()


def plain(root: Path, table: str) -> list[dict[str, Any]]:
    """Rows without provenance; of a page that two feeds lead to, whichever came first may be named."""
    left = [
        {k: v for k, v in row.items() if k not in (*PROVENANCE, "feed_url", "fetched_at")} for row in rows(root, table)
    ]
    return sorted(left, key=str)
