"""The desk that sends out for news: which feeds are due, what their polls found, what is still to come in.

One Desk a worker. It folds the dataset's log, follows it, and at each tick polls what is due of one shard. What it
passes on is noted by the engine (`Open`): polls whose entries are on their way. A poll that is in the log, but neither
noted nor worked off, was lost between a worker's death and the engine's last memory: its entries go on again. Of one
entry one version is on its way at a time: a further one is held back until the log says what became of the first.
"""

import dataclasses
import datetime as dt
import json
import threading
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from transforms.lake.store import ATTEMPTS, Store, open_store
from transforms.polling import log, poll
from transforms.polling.model import FeedSpec, Outcome, PageTask, PollJob, PollRecord, unlisted
from transforms.polling.tables import ENTRIES
from transforms.polling.work import Counted, counted, host_of, observed, read_again, shard_of
from transforms.records import Run
from transforms.streaming import lists
from transforms.streaming.model import Found, StreamSettings
from transforms.web import Fetcher, Paces, Request, fetch_all

QUIET_RECORDS = 200
"""Polls without news are written down when there are so many, or"""
QUIET_SECONDS = 60.0
"""so long after the first of them. Where they are lost, a feed is polled once more."""
DONE_POLLS = 16
"""Polls that have been worked off are noted when there are so many, or after QUIET_SECONDS."""


class OpenEntry(NamedTuple):
    """An entry of a poll."""

    feed_url: str
    entry_id: str
    content_sha256: str
    sent: str
    """Stamp of the moment when it went on; "" where it is held back, until what is on its way of it has come in."""


@dataclass(slots=True)
class Open:
    """What a shard has passed on and nothing has come of yet; kept by the engine."""

    polls: dict[str, list[OpenEntry]] = field(default_factory=dict)
    """Name of a poll's file -> its entries of which nothing has come yet."""
    retries: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """input_id -> (feed_url, entry_id, stamp of the moment since when it had waited), of those tried again."""
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """feed_url -> (polled_at, next_poll) of polls that the log does not tell of yet."""

    @classmethod
    def read(cls, data: bytes | None) -> "Open":
        """What `bytes` gave."""
        if not data:
            return cls()
        found = json.loads(zlib.decompress(data))
        return cls(
            {name: [OpenEntry(*entry) for entry in some] for name, some in found["polls"].items()},
            {name: (a, b, c) for name, (a, b, c) in found["retries"].items()},
            {url: (a, b) for url, (a, b) in found["asked"].items()},
        )

    def bytes(self) -> bytes:
        """As the engine keeps it; nothing for nothing."""
        if not (self.polls or self.retries or self.asked):
            return b""
        whole = {"polls": self.polls, "retries": self.retries, "asked": self.asked}
        return zlib.compress(json.dumps(whole).encode(), 1)

    def on_its_way(self) -> dict[tuple[str, str], set[str]]:
        """(feed_url, entry_id) -> contents of it that went on; "" stands for another try."""
        found: dict[tuple[str, str], set[str]] = {}
        for entry in (entry for some in self.polls.values() for entry in some if entry.sent):
            found.setdefault((entry.feed_url, entry.entry_id), set()).add(entry.content_sha256)
        for feed_url, entry_id, _ in self.retries.values():
            found.setdefault((feed_url, entry_id), set()).add("")
        return found


class Desk:
    """The feeds as one worker sees them. Calls may come on any thread; one goes at a time."""

    def __init__(self, root: str, settings: StreamSettings, fetcher: Fetcher, paces: Paces | None = None) -> None:
        self._settings, self._fetcher, self._paces = settings, fetcher, paces or Paces()
        self._store: Store = open_store(root)
        self._lock = threading.Lock()
        self._shards: dict[int, list[FeedSpec]] = {}
        for spec in lists.read(self._store, settings.feeds):
            self._shards.setdefault(self._shard(spec.url), []).append(spec)
        self._specs = {spec.url: spec for specs in self._shards.values() for spec in specs}
        self._book: log.Book | None = None
        self._left: dict[str, set[str]] = {}
        """Name of a poll's file -> feeds of it whose entries have not all come in."""
        self._quiet: list[PollRecord] = []
        self._done: list[str] = []
        self._partly: dict[str, set[str]] = {}
        """Name of a poll's file of which other desks have feeds too -> feeds of it that are worked off here."""
        self._noted_at = self._fetcher.clock.monotonic()

    def close(self) -> None:
        """Write down what waits, and let go."""
        with self._lock:
            if self._book is not None:
                self._note(force=True)
                self._book.close()
                self._book = None

    def tick(self, shard: int, was_open: Open) -> tuple[Open, list[Found | Counted]]:
        """Poll what is due of a shard. What is open after it, and what was found, and what to count."""
        with self._lock:
            book = self._follow()
            now = self._fetcher.clock.now()
            is_open = self._settle(book, was_open, now)
            found: list[Found | Counted] = []
            found.extend(self._lost(book, shard, is_open, now))
            found.extend(self._again(book, shard, is_open, now))
            found.extend(self._poll(book, shard, is_open, now))
            self._note()
            for state in (record.state for record in self._quiet):
                if self._shard(state.feed_url) == shard:
                    is_open.asked[state.feed_url] = state.polled_at.isoformat(), state.next_poll.isoformat()
            return is_open, found

    def _shard(self, feed_url: str) -> int:
        return shard_of(host_of(feed_url), self._settings.shards)

    # --- the log ---

    def _follow(self) -> log.Book:
        """The book, with all that the log has got meanwhile."""
        if self._book is not None and not log.refresh(self._store, self._book):
            self._book.close()
            self._book = None
        is_whole = self._book is None
        if self._book is None:
            self._note(force=True)  # what is worked off, and not yet said to be, would look unfinished
            self._book = _load(self._store)
        left: dict[str, set[str]] = {}
        for one in self._book.unfinished:
            left.setdefault(one.name, set()).add(one.feed_url)
        self._book.unfinished.clear()
        before = {name: feeds for name, feeds in self._left.items() if not is_whole or name in left}
        self._left = left | before  # of a poll that was known before, some feeds may be worked off
        for name in self._book.worked_off:
            self._left.pop(name, None)
        self._book.worked_off.clear()
        for name, feeds in self._book.partly.items():  # by other desks
            if name in self._left:
                self._left[name] -= feeds
        self._book.partly.clear()
        self._left = {name: feeds for name, feeds in self._left.items() if feeds}
        return self._book

    def _note(self, *, force: bool = False) -> None:
        """Write down what can wait a little: polls without news, and which polls are worked off."""
        now = self._fetcher.clock.monotonic()
        late = force or now - self._noted_at >= QUIET_SECONDS
        run = Run(self._settings.stream_id, self._fetcher.clock.now())
        if self._quiet and (late or len(self._quiet) >= QUIET_RECORDS):
            writer = log.PollWriter(self._store, run)
            for record in self._quiet:
                writer.add(record)
            writer.flush()
            self._quiet = []
        partly = self._partly_done()
        if (self._done or partly) and (late or len(self._done) + len(partly) >= DONE_POLLS):
            table, given = pa.Table.from_pylist([], schema=ENTRIES), {n: sorted(urls) for n, urls in partly.items()}
            log.write(self._store, log.note_name(run), table, worked_off=sorted(self._done), partly=given)
            self._done = []
            for name in partly:
                del self._partly[name]
        if late:
            lists.renew(self._store, self._settings.feeds, run.started_at)
            self._noted_at = now

    def _partly_done(self) -> dict[str, set[str]]:
        """Of files whose other feeds may be at other desks: what is worked off here, when a shard's feeds all are."""

        def shards(urls: Iterable[str]) -> set[int]:
            return set(map(self._shard, urls))

        return {
            name: urls for name, urls in self._partly.items() if not shards(urls) & shards(self._left.get(name, ()))
        }

    # --- what is on its way ---

    def _settle(self, book: log.Book, was_open: Open, now: dt.datetime) -> Open:
        """What of it is still open; polls of which all has come in are worked off."""
        is_open = Open(
            retries={key: one for key, one in was_open.retries.items() if _waits_since(book, *one[:2]) == one[2]},
            asked={url: one for url, one in was_open.asked.items() if self._is_news(book, url, *one, now)},
        )
        groups: dict[tuple[str, str], list[OpenEntry]] = {}
        for name, entries in was_open.polls.items():
            for entry in entries:
                if not _is_settled(book, entry):
                    is_open.polls.setdefault(name, []).append(entry)
                groups.setdefault((name, entry.feed_url), [])
        busy = is_open.on_its_way()
        for name, entries in is_open.polls.items():
            for entry in entries:
                groups[name, entry.feed_url].append(entry)
        for (name, feed_url), left in groups.items():
            if not left:
                self._work_off(name, feed_url)
            elif not any(entry.sent or entry[:2] in busy for entry in left):  # those held back may go: read it again
                others = [entry for entry in is_open.polls[name] if entry.feed_url != feed_url]
                is_open.polls[name] = others
        is_open.polls = {name: entries for name, entries in is_open.polls.items() if entries}
        return is_open

    def _is_news(self, book: log.Book, feed_url: str, polled_at: str, next_poll: str, now: dt.datetime) -> bool:
        """Whether a poll that was noted as not yet in the log is still to be reckoned with."""
        state = book.feeds.get(feed_url)
        is_told = state is not None and state.polled_at >= dt.datetime.fromisoformat(polled_at)
        return not is_told and dt.datetime.fromisoformat(next_poll) > now

    def _work_off(self, name: str, feed_url: str) -> None:
        feeds = self._left.get(name)
        if feeds is not None:
            feeds.discard(feed_url)
            if feeds:
                self._partly.setdefault(name, set()).add(feed_url)
            else:
                del self._left[name]
                self._partly.pop(name, None)
                self._done.append(name)

    def _lost(self, book: log.Book, shard: int, is_open: Open, now: dt.datetime) -> Iterator[Found]:
        """Entries of polls that are in the log, not worked off, and not noted as passed on."""
        for name in sorted(self._left):
            noted = {entry.feed_url for entry in is_open.polls.get(name, ())}
            mine = {url for url in self._left[name] if self._shard(url) == shard} - noted
            for feed_url in sorted(mine):
                spec = self._specs.get(feed_url) or unlisted(feed_url)
                limits = self._settings.fetching.feed_limits
                tasks, busy = (
                    list(read_again(self._store, name, spec, book.seen(feed_url), limits)),
                    is_open.on_its_way(),
                )
                if any(_is_fresh(task, busy) for task in tasks):
                    yield from self._pass_on(book, is_open, name, tasks, now)
                else:
                    self._work_off(name, feed_url)

    def _again(self, book: log.Book, shard: int, is_open: Open, now: dt.datetime) -> Iterator[Found]:
        """Entries whose next try has come."""
        busy = is_open.on_its_way()
        for task, since in book.waiting_since(now):
            key = task.key.feed_url, task.key.entry_id
            if self._shard(task.key.feed_url) == shard and key not in busy:
                is_open.retries[task.key.input_id] = *key, log.stamp(since)
                yield Found(task, now, turn=log.stamp(since))

    def _pass_on(
        self, book: log.Book, is_open: Open, name: str, tasks: Sequence[PageTask], now: dt.datetime
    ) -> Iterator[Found]:
        """The entries of a poll that is in the log, noted as open: those that may go on now, and those that wait."""
        busy, noted = is_open.on_its_way(), is_open.polls.setdefault(name, [])
        for task in tasks:
            key = task.key.feed_url, task.key.entry_id
            if key not in busy:
                noted.append(OpenEntry(*key, task.content_sha256, log.stamp(now)))
                yield Found(task, now, self._outcome(book, task, now))
            elif _is_fresh(task, busy):
                noted.append(OpenEntry(*key, task.content_sha256, ""))

    def _outcome(self, book: log.Book, task: PageTask, now: dt.datetime) -> Outcome | None:
        """Of an entry about which nothing is to be done now."""
        if task.not_before and task.not_before > now:
            return Outcome(task.key.input_id, "retry", next_try=task.not_before, attempts=task.attempts)
        if task.versions == 1 and task.link_key is not None:
            article_id = book.article_at(task.link_key)
            if article_id is not None:
                return Outcome(task.key.input_id, "known", article_id=article_id)
        return None

    # --- polling ---

    def _poll(self, book: log.Book, shard: int, is_open: Open, now: dt.datetime) -> Iterator[Found | Counted]:
        due = [
            spec
            for spec in self._shards.get(shard, ())
            if poll.is_due(book.feeds.get(spec.url), now) and spec.url not in is_open.asked
        ]
        asked: dict[Request, list[FeedSpec]] = {}
        for spec in due:
            request = poll.request_for(
                spec, book.feeds.get(spec.url), now, self._settings.fetching.feed_limits.max_bytes
            )
            asked.setdefault(request, []).append(spec)
        run, news = Run(self._settings.stream_id, now), list[tuple[PollRecord, list[PageTask]]]()
        busy = is_open.on_its_way()
        with closing(fetch_all(asked, self._fetcher, self._settings.fetching.politeness, paces=self._paces)) as answers:
            for answer in answers:
                for spec in asked[answer.request]:
                    job = PollJob(spec, book.feeds.get(spec.url), book.seen(spec.url))
                    record, tasks = observed(job, answer, run, self._settings.fetching, self._fetcher.clock.now())
                    yield counted(record)
                    book.feeds[spec.url] = record.state
                    if any(_is_fresh(task, busy) for task in tasks):
                        news.append((record, tasks))
                    else:
                        self._quiet.append(dataclasses.replace(record, new=0, body=None))
        yield from self._tell(book, is_open, run, news)

    def _tell(
        self, book: log.Book, is_open: Open, run: Run, news: Sequence[tuple[PollRecord, list[PageTask]]]
    ) -> Iterator[Found]:
        """The entries of polls with news; these are in the log before any of them goes on."""
        writer, waiting = log.PollWriter(self._store, run), list[PageTask]()
        for at, (record, tasks) in enumerate(news):
            waiting.extend(tasks)
            if writer.add(record) or at == len(news) - 1:
                writer.flush()
                name = writer.names[-1]
                book.known.add(name)
                self._left[name] = {task.key.feed_url for task in waiting}
                yield from self._pass_on(book, is_open, name, waiting, run.started_at)
                waiting.clear()


def _load(store: Store) -> log.Book:
    """The fold of the log; whoever publishes may compact it meanwhile."""
    for _ in range(ATTEMPTS - 1):
        with suppress(FileNotFoundError):
            return log.load(store)
    return log.load(store)


def _is_fresh(task: PageTask, busy: Mapping[tuple[str, str], Container[str]]) -> bool:
    """Whether this content of an entry is not on its way already."""
    return task.content_sha256 not in busy.get((task.key.feed_url, task.key.entry_id), ())


def _is_settled(book: log.Book, entry: OpenEntry) -> bool:
    """Whether something has become of an entry since it went on."""
    known = book.seen_one(entry.feed_url, entry.entry_id)
    if known is None:
        return False
    is_later = bool(entry.sent) and log.stamp(known.handled_at) > entry.sent
    return known.content_sha256 == entry.content_sha256 or is_later


def _waits_since(book: log.Book, feed_url: str, entry_id: str) -> str | None:
    """Stamp of the moment since when an entry waits for another try; None where it does not."""
    known = book.seen_one(feed_url, entry_id)
    return log.stamp(known.handled_at) if known is not None and known.outcome == "retry" else None
