"""The stages of a stream as PTransforms. No logic here: each one wires a step of `transforms.streaming`.

    WatchFeeds (ticks) | by shard of hosts | SendOut (keyed: what is open) -> Found
      | by page | FirstSight (keyed: pages seen, forgotten in time) | by host | ReadPages (keyed: when it was asked)
      | extract, clean, tag | StageParts | event-time windows, early, on time, late | PublishWindows

Text travels from the fetch to the staged part within one bundle; only entries and names of files are keyed.
"""

import dataclasses
import datetime as dt
import functools
import math
import time
from collections.abc import Iterable, Iterator
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder, FloatCoder, StrUtf8Coder
from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.metrics import Metrics
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.trigger import AccumulationMode, AfterProcessingTime, AfterWatermark
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import FixedWindows, GlobalWindow, GlobalWindows, TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from transforms.beam import Each, counters
from transforms.beam_feeds import robots
from transforms.events.resolve import Tally
from transforms.lake.store import open_store
from transforms.polling import pages
from transforms.polling.model import Outcome, PageTask
from transforms.polling.work import Counted, shard_of
from transforms.records import Refusal, Run, TaggedArticle
from transforms.streaming import moments, sight
from transforms.streaming.desk import Desk, Open
from transforms.streaming.model import STOP, Found, Part, StreamSettings, ended
from transforms.streaming.parts import PartWriter, publish_parts
from transforms.streaming.reading import fetch_pages
from transforms.telemetry import NAMESPACE
from transforms.web import Fetcher, Paces

LAST_TICK = 2**40
MAX_BATCH = 500
"""Pages of a bundle that are fetched together."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@functools.cache
def paces() -> Paces:
    """When this process asked which host: polls and pages know of each other, bundles of those before them."""
    return Paces()


# --- the source ---


class _Tracker(OffsetRestrictionTracker):
    """Ticks are one sequence: an engine may have the rest of them back, but not half to be made elsewhere."""

    def try_split(self, fraction_of_remainder: float) -> Any:
        return super().try_split(fraction_of_remainder) if fraction_of_remainder == 0 else None


class _Ticks(RestrictionProvider):
    """Ticks from now on, without end; a stream that is drained takes no more of them."""

    def initial_restriction(self, element: Any) -> OffsetRange:
        return OffsetRange(0, LAST_TICK)

    def create_tracker(self, restriction: OffsetRange) -> OffsetRestrictionTracker:
        return _Tracker(restriction)

    def restriction_size(self, element: Any, restriction: OffsetRange) -> int:
        return 1

    def truncate(self, element: Any, restriction: OffsetRange) -> None:
        return None


class _Watch(beam.DoFn):
    """(root, begin in seconds of the epoch, tick, slack) -> numbers of ticks, at their moments, until told to stop.

    The watermark follows the clock at a distance (moments.watermark); when the stream is told to stop it goes to the
    end of time, so that every window is published.
    """

    @beam.DoFn.unbounded_per_element()
    def process(
        self,
        element: tuple[str, float, float, float],
        tracker: Any = beam.DoFn.RestrictionParam(_Ticks()),
        estimator: Any = beam.DoFn.WatermarkEstimatorParam(ManualWatermarkEstimator.default_provider()),
    ) -> Iterator[Any]:
        root, begun, every, slack = element
        last = tracker.current_restriction().start - 1
        number, at = moments.next_tick(begun, every, last, time.time())
        if at > time.time():
            tracker.defer_remainder(Timestamp(at))
            return
        if open_store(root).exists(STOP):
            tracker.try_claim(LAST_TICK - 1)
            return
        if tracker.try_claim(number):
            estimator.set_watermark(Timestamp(moments.watermark(at, slack)))
            yield TimestampedValue(number, Timestamp(at))
            tracker.defer_remainder(Timestamp(moments.next_tick(begun, every, number, time.time())[1]))


@dataclasses.dataclass
class WatchFeeds(beam.PTransform):
    """Nothing -> (shard, number of the tick), again and again."""

    root: str
    settings: StreamSettings

    def expand(self, pbegin: beam.pvalue.PBegin) -> beam.PCollection:
        element = (self.root, time.time(), self.settings.tick, self.settings.slack)
        return pbegin | "Begin" >> beam.Create([element], reshuffle=False) | "Ticks" >> beam.ParDo(_Watch())


@dataclasses.dataclass
class PollDueFeeds(beam.PTransform):
    """Ticks -> Found entries at their event times. A shard's polls are in the log before their entries go on."""

    root: str
    settings: StreamSettings

    def expand(self, ticks: beam.PCollection) -> beam.PCollection:
        shards = [str(number) for number in range(self.settings.shards)]
        return (
            ticks
            | "Shards" >> beam.FlatMap(_for_each, shards).with_output_types(tuple[str, int])
            | "SendOut" >> beam.ParDo(_SendOut(self.root, self.settings))
        )


def _for_each(tick: int, shards: list[str]) -> Iterator[tuple[str, int]]:
    for shard in shards:
        yield shard, tick


class _SendOut(beam.DoFn):
    OPEN = ReadModifyWriteStateSpec("open", BytesCoder())

    def __init__(self, root: str, settings: StreamSettings) -> None:
        self.root, self.settings = root, settings

    def setup(self) -> None:
        self.desk: Desk | None = None

    def teardown(self) -> None:
        if self.desk is not None:
            self.desk.close()

    def process(self, tick: tuple[str, int], state: Any = beam.DoFn.StateParam(OPEN)) -> Iterator[Any]:
        if self.desk is None:
            self.desk = Desk(self.root, self.settings, Fetcher(self.settings.fetching.policy), paces())
        data = state.read()
        is_open, found = self.desk.tick(int(tick[0]), Open.read(data))
        after = is_open.bytes()
        if after != (data or b""):
            state.write(after) if after else state.clear()
        for item in found:
            if isinstance(item, Counted):
                Metrics.counter(NAMESPACE, item.name).inc(item.number)
            else:
                moment = moments.event_time(item.task.published_at, item.at, self.settings.lateness)
                yield TimestampedValue(item, Timestamp.from_utc_datetime(moment))


# --- pages ---


@dataclasses.dataclass
class DropKnownPages(beam.PTransform):
    """Found -> Found: each page goes on once, whichever feeds lead to it; a page is remembered for a time."""

    settings: StreamSettings

    def expand(self, found: beam.PCollection) -> beam.PCollection:
        return (
            found
            | "ByPage" >> beam.Map(_by_page).with_output_types(tuple[str, Found])
            | "FirstSight" >> beam.ParDo(_FirstSight(self.settings.remember))
        )


def _by_page(found: Found) -> tuple[str, Found]:
    return sight.page_of(found.task), found


class _FirstSight(beam.DoFn):
    SEEN = ReadModifyWriteStateSpec("seen", StrUtf8Coder())
    EXPIRY = TimerSpec("expiry", TimeDomain.WATERMARK)

    def __init__(self, remember: float) -> None:
        self.remember = remember

    def process(
        self,
        pair: tuple[str, Found],
        seen: Any = beam.DoFn.StateParam(SEEN),
        expiry: Any = beam.DoFn.TimerParam(EXPIRY),
    ) -> Iterator[Found]:
        before = seen.read()
        now, found = sight.first_sight(before, pair[1])
        if now is not None and now != before:
            seen.write(now)
            expiry.set(Timestamp.from_utc_datetime(pair[1].at) + Duration(self.remember))
        if found is not None:
            yield found

    @on_timer(EXPIRY)
    def forget(self, seen: Any = beam.DoFn.StateParam(SEEN)) -> None:
        seen.clear()


@dataclasses.dataclass
class ReadPages(beam.PTransform):
    """Found -> (task, Document | Refusal | Outcome). A host is asked from one place, at its pace."""

    settings: StreamSettings

    def expand(self, found: beam.PCollection) -> beam.PCollection:
        return (
            found
            | "ByHost" >> beam.Map(_by_host, self.settings.shards).with_output_types(tuple[str, Found])
            | "Fetch" >> beam.ParDo(_Fetch(self.settings))
        )


def _by_host(found: Found, shards: int) -> tuple[str, Found]:
    return str(shard_of(pages.host_of(found.task), shards)), found


class _Fetch(beam.DoFn):
    """Entries of a bundle are fetched together when it ends: hosts at the same time, each at its pace.

    The key's state says until when its hosts are to be left alone; a key's bundles come one after the other.
    """

    PAUSE = ReadModifyWriteStateSpec("pause", FloatCoder())

    def __init__(self, settings: StreamSettings) -> None:
        self.settings = settings

    def setup(self) -> None:
        self.fetcher = Fetcher(self.settings.fetching.policy)

    def start_bundle(self) -> None:
        self.waiting: list[tuple[Found, Timestamp]] = []
        self.until: dict[str, float] = {}
        """Key -> until when its hosts are to be left alone, as bundles before this one have left it."""

    def process(
        self,
        pair: tuple[str, Found],
        pause: Any = beam.DoFn.StateParam(PAUSE),
        timestamp: Any = beam.DoFn.TimestampParam,
    ) -> Iterator[Any]:
        found = pair[1]
        if found.outcome is None and pages.needs_fetch(found.task):
            until = pause.read() or 0.0
            self.until.setdefault(pair[0], until)
            pause.write(max(time.time(), until) + self._delay(pages.host_of(found.task)))
        self.waiting.append((found, timestamp))
        if len(self.waiting) >= MAX_BATCH:
            for one in self._fetch():
                yield TimestampedValue(one.value, one.timestamp)

    def _delay(self, host: str) -> float:
        polite, policy = self.settings.fetching.politeness, self.settings.fetching.policy
        allowed = polite.allowed_delay_seconds
        return polite.delay_seconds if allowed is None or not policy.allows(host) else allowed

    def finish_bundle(self) -> Iterator[WindowedValue]:
        yield from self._fetch()

    def _fetch(self) -> Iterator[WindowedValue]:
        waiting, self.waiting = self.waiting, []
        until = max(self.until.values(), default=0.0)
        wait = min(until - time.time(), self.settings.fetching.politeness.delay_seconds)
        if waiting and wait > 0:
            time.sleep(wait)
        given = [found for found, _ in waiting]
        fetching = self.settings.fetching
        for number, item in fetch_pages(given, fetching, self.fetcher, robots(fetching), paces()):
            found, timestamp = waiting[number]
            yield WindowedValue((found.task, item), timestamp, (GlobalWindow(),))


class Carry(Each):
    """A stage that takes (task, item) and gives (task, what becomes of the item). Outcomes pass."""

    def start_bundle(self) -> None:
        self.run = Run(self.run.run_id, _now())

    def process(self, pair: tuple[PageTask, Any]) -> Iterator[Any]:
        task, item = pair
        if isinstance(item, Outcome):
            yield pair
            return
        for answer in super().process(item):
            yield task, answer


# --- windows ---


@dataclasses.dataclass
class StageParts(beam.PTransform):
    """(task, tagged article | Refusal | Outcome) -> Parts, by window; what a bundle gives is staged when it ends."""

    root: str
    settings: StreamSettings

    def expand(self, items: beam.PCollection) -> beam.PCollection:
        return items | "Stage" >> beam.ParDo(_Stage(self.root, self.settings))


class _Stage(beam.DoFn):
    def __init__(self, root: str, settings: StreamSettings) -> None:
        self.root, self.settings = root, settings

    def start_bundle(self) -> None:
        self.writers: dict[float, tuple[PartWriter, Timestamp]] = {}

    def process(
        self, pair: tuple[PageTask, TaggedArticle | Refusal | Outcome], timestamp: Any = beam.DoFn.TimestampParam
    ) -> Iterator[Any]:
        now = _now()  # an old entry may have waited long for its page: its window must still take it
        moment = moments.event_time(timestamp.to_utc_datetime(has_tz=True), now, self.settings.lateness)
        start = moments.window_start(moment, self.settings.window)
        if start not in self.writers:
            writer = PartWriter(self.root, Run(self.settings.stream_id, now))
            self.writers[start] = writer, Timestamp.from_utc_datetime(moment)
        writer, first = self.writers[start]
        for part in writer.add(*pair):
            yield TimestampedValue(part, first)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for writer, first in self.writers.values():
            for part in writer.flush():
                yield WindowedValue(part, first, (GlobalWindow(),))


@dataclasses.dataclass
class PublishWindows(beam.PTransform):
    """Parts -> Summaries. A window is published while it is open, when it is over, and for what comes late."""

    root: str
    settings: StreamSettings

    def expand(self, parts: beam.PCollection) -> beam.PCollection:
        again = AfterProcessingTime(max(1, math.ceil(self.settings.publish)))  # Beam takes whole seconds only
        return (
            parts
            | "Window"
            >> beam.WindowInto(
                FixedWindows(self.settings.window),
                trigger=AfterWatermark(early=again, late=again),
                accumulation_mode=AccumulationMode.DISCARDING,
                allowed_lateness=Duration(self.settings.lateness),
            )
            | "Key" >> beam.WithKeys(0).with_output_types(tuple[int, Part])
            | "Group" >> beam.GroupByKey()
            | "Publish" >> beam.ParDo(_Publish(self.root, self.settings))
        )


class _Publish(beam.DoFn):
    def __init__(self, root: str, settings: StreamSettings) -> None:
        self.root, self.settings = root, settings

    def process(self, pane: tuple[int, Iterable[Part]]) -> Iterator[Any]:
        given = self.settings
        summary = publish_parts(self.root, given.stream_id, pane[1], _now(), given.keep, Tally)
        if summary is not None:
            for name, value in counters(summary):
                Metrics.counter(NAMESPACE, name).inc(value)
            yield summary


@dataclasses.dataclass
class NoteTheEnd(beam.PTransform):
    """Summaries -> nothing; when no more of them can come, a file says so.

    Engines that keep the job of an ended source (Flink does where it takes checkpoints) can be told to let it go then.
    """

    root: str
    settings: StreamSettings

    def expand(self, summaries: beam.PCollection) -> beam.PCollection:
        # one element that waits for the end of time, whose watermark is that of the summaries
        waiting = summaries.pipeline | "One" >> beam.Create([self.settings.stream_id], reshuffle=False)
        none = (
            summaries
            | "None" >> beam.FlatMap(_nothing).with_output_types(str)
            | "Global" >> beam.WindowInto(GlobalWindows())
        )
        return (
            (waiting, none)
            | "Both" >> beam.Flatten()
            | "End"
            >> beam.WindowInto(GlobalWindows(), trigger=AfterWatermark(), accumulation_mode=AccumulationMode.DISCARDING)
            | "Key" >> beam.WithKeys(0).with_output_types(tuple[int, str])
            | "Wait" >> beam.GroupByKey()
            | "Note" >> beam.Map(_note_the_end, self.root, self.settings.stream_id)
        )


def _nothing(summary: Any) -> Iterator[Any]:
    yield from ()


def _note_the_end(waited: Any, root: str, stream_id: str) -> None:
    open_store(root).write_atomic(ended(stream_id), f"{_now().isoformat()}\n".encode())
