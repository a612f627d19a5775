"""A stream without an engine: feeds on loopback, a clock that is set by hand, and what an engine would do between."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.feeds.newsroom import USER_AGENT, item, rss, say
from tests.web.server import Server
from transforms.events.resolve import Tally
from transforms.lake.layout import open_dataset
from transforms.lake.publish import Summary
from transforms.lake.store import open_store
from transforms.polling import log
from transforms.polling.compact import Keep
from transforms.polling.model import EntryKey, FeedSpec, Outcome, PageTask
from transforms.polling.tables import dump
from transforms.polling.work import Counted, Settings, shard_of
from transforms.records import Run
from transforms.sources.feeds import FeedLimits
from transforms.streaming.desk import Desk, Open
from transforms.streaming.model import FOLDER, Found, Part, StreamSettings
from transforms.streaming.parts import PartWriter, publish_parts
from transforms.web import Fetcher, Policy, Politeness

NOON = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)
KEEP = Keep(2 * 86400.0, 30 * 86400.0, 60 * 86400.0)
STREAM = "5" * 32
INTERVAL = 60.0
"""Between two polls of a feed; with its jitter they are over after LATER."""
LATER = 70.0


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> dt.datetime:
        return NOON + dt.timedelta(seconds=self.seconds)


def settings(**given: Any) -> StreamSettings:
    """Of a stream that may ask hosts of the loopback network."""
    hosts = frozenset(f"127.0.0.{number}" for number in range(1, 10))
    fetching = Settings(
        Policy(user_agent=USER_AGENT, allow_hosts=hosts),
        Politeness(allowed_delay_seconds=0.0),
        FeedLimits(),
        page_bytes=1 << 20,
        page_attempts=6,
    )
    return StreamSettings(
        **{"stream_id": STREAM, "feeds": f"{FOLDER}/feeds.jsonl", "fetching": fetching} | given, keep=KEEP
    )


def stage_feeds(root: Path, given: StreamSettings, urls: Sequence[str], interval: float = INTERVAL) -> None:
    """What the launcher leaves for the desks."""
    lines = "".join(dump(FeedSpec(url, interval, interval)) + "\n" for url in urls)
    open_dataset(str(root)).write_atomic(given.feeds, lines.encode())


def task(number: int, feed: str = "https://a.example/rss", page: int | None = None, **fields: Any) -> PageTask:
    """Entry `number` of a feed that leads to a page."""
    link = f"https://pages.example/{number if page is None else page}"
    values = {"key": EntryKey(feed, f"e{number}"), "content_sha256": "c1", "link": link, "link_key": link} | fields
    return PageTask(**values)


class Room:
    """A dataset, a feed at a server of its own, and one worker after the other that deals with it."""

    def __init__(self, root: Path, **given: Any) -> None:
        self.root, self.clock, self.settings = root, HandClock(), settings(**given)
        self.servers: list[Server] = [Server()]
        self.feed = self.servers[0].url("/rss")
        stage_feeds(root, self.settings, [self.feed])
        self.is_open = Open()
        self.desk = self.hire()

    def hire(self) -> Desk:
        """A new worker, who knows nothing but the log."""
        self.desk = Desk(str(self.root), self.settings, Fetcher(self.settings.fetching.policy, clock=self.clock))
        return self.desk

    def show(self, *numbers: int, changed: Sequence[int] = ()) -> None:
        """Let the feed hold these entries; `changed` are in other words."""
        texts = {number: f"Version {changed.count(number)} of it." for number in numbers}
        url = self.servers[0].url
        items = [item(url(f"/p/{n}"), n, guid=f"g{n}", description=texts[n]) for n in numbers]
        self.servers[0].routes["/rss"] = say(rss(*items))

    def tick(self, later: float = 0.0) -> list[Found]:
        """A look at what is due, `later` seconds after the last; what went on."""
        self.clock.seconds += later
        shard = shard_of("127.0.0.1", self.settings.shards)
        after, found = self.desk.tick(shard, Open.read(self.is_open.bytes()))
        self.is_open = Open.read(after.bytes())
        return [one for one in found if not isinstance(one, Counted)]

    def stage(self, found: Sequence[Found], outcome: str = "article", **more: Any) -> list[Part]:
        """What became of entries, staged; of those that are known or wait, that."""
        self.clock.seconds += 0.001
        writer = PartWriter(str(self.root), Run(STREAM, self.clock.now()))
        for one in found:
            input_id = one.task.key.input_id
            article_id = number_of(one) * 2 if outcome == "article" else None
            writer.add(one.task, one.outcome or Outcome(input_id, outcome, article_id, **more))  # type: ignore[arg-type]
        return writer.flush()

    def publish(self, parts: Sequence[Part]) -> Summary | None:
        self.clock.seconds += 0.001
        return publish_parts(str(self.root), STREAM, parts, self.clock.now(), KEEP, Tally)

    def settle(self, found: Sequence[Found], outcome: str = "article", **more: Any) -> None:
        """What became of entries is in the dataset."""
        self.publish(self.stage(found, outcome, **more))

    def book(self) -> dict[str, dict[str, Any]]:
        """Title of each entry in the log -> its row."""
        book = log.load(open_store(str(self.root)))
        try:
            return {row["entry_id"]: row for row in book.entries()}
        finally:
            book.close()

    def unfinished(self) -> list[str]:
        """Polls of which something is left to do, as the log says."""
        book = log.load(open_store(str(self.root)))
        try:
            return sorted({one.name for one in book.unfinished})
        finally:
            book.close()

    def polls(self) -> list[str]:
        return open_store(str(self.root)).files(log.POLL_FOLDER)


def number_of(found: Found) -> str:
    """Which entry of `Room.show` it is."""
    return (found.task.link or "").rpartition("/")[2]


def numbers(found: Sequence[Found]) -> list[int]:
    return sorted(int(number_of(one)) for one in found)


def again(found: Found, **fields: Any) -> Found:
    """The same with another task."""
    return dataclasses.replace(found, task=dataclasses.replace(found.task, **fields))
