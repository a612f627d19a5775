"""Days of polling with a clock of our own: model publishers, and the program's real decisions about when to ask whom.

In: publishers (when each publishes, how much its feed holds, how its server answers), how often a pass is made. Out: a
Day, with every request and with what was seen of each entry. Real are what to ask for and what an answer means (`poll`,
`schedule`), the reader of feeds, and the batch with its hosts (`fetch_all`); made up are the clock, the servers and the
threads: a request takes its time on the clock, not ours.
"""

import datetime as dt
import heapq
import itertools
import math
import queue
import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

from transforms.polling import poll
from transforms.polling.model import FeedSpec, FeedState, Seen
from transforms.sources.feeds import Feed, parse_feed
from transforms.web import Answer, Fetcher, Policy, Politeness, Request, Validators, fetch_all, politeness
from transforms.web.client import Chain, _status_problem, failed
from transforms.web.targets import parse_target

START = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
HOUR = 3600.0
BEFORE = 7 * 24 * HOUR
"""So long before the start publishers have been publishing."""
POLICY = Policy("demarche-test/1.0 (+https://example.org/contact)")


@dataclass(slots=True)
class Publisher:
    """A feed as its server has it."""

    url: str
    times: list[float]
    """Seconds from the start at which entries are published, in order."""
    window: int
    """Entries that the feed holds."""
    ttl: int | None = None
    """Minutes."""
    validators: str = "etag"
    """etag, date or nothing: what the server offers, and answers 304 to."""
    latency: float = 0.3
    fate: str = "well"
    """well | moves (at noon, for good) | dies (410 at noon) | fails (always) | wavers (503 now and then)."""
    chance: random.Random = field(default_factory=random.Random)
    asked: list[float] = field(default_factory=list)
    """When it was asked."""
    seen: dict[int, float] = field(default_factory=dict)
    """Number of an entry -> when a body first showed it."""

    def published(self, now: float) -> int:
        return bisect_right(self.times, now)

    def answer(self, chain: Chain, now: float) -> Answer | Chain:
        """What its server says."""
        request, url = chain.request, chain.target.url
        noon = now >= 12 * HOUR
        if self.fate == "moves" and noon and "/moved/" not in url:
            new = parse_target(url.replace("://", "://new.").replace("/feed/", "/moved/"))
            return replace(chain, target=new, redirects=(*chain.redirects, url), permanent_url=new.url)
        self.asked.append(now)
        status = {"dies": 410 if noon else 200, "fails": 500}.get(self.fate, 200)
        if self.fate == "wavers" and self.chance.random() < 0.05:
            status = 503
        problem = _status_problem(status, request)
        if problem:
            return replace(failed(chain, problem), status=status)
        count = self.published(now)
        mark = f"{count}" if self.validators == "etag" else format_datetime(self._moment(self._latest(count)))
        offered = {
            "etag": Validators(etag=f'"{mark}"'),
            "date": Validators(last_modified=mark),
        }.get(self.validators, Validators())
        if offered and request.validators == offered:
            return Answer(request, url, 304, validators=offered, permanent_url=chain.permanent_url)
        first = max(0, count - self.window)
        for number in range(first, count):
            self.seen.setdefault(number, now)
        return Answer(request, url, 200, None, (), self._body(first, count), offered, chain.permanent_url)

    def _latest(self, count: int) -> float:
        return self.times[count - 1] if count else -BEFORE

    def _moment(self, seconds: float) -> dt.datetime:
        return (START + dt.timedelta(seconds=seconds)).replace(microsecond=0)

    def _body(self, first: int, count: int) -> bytes:
        ttl = f"<ttl>{self.ttl}</ttl>" if self.ttl else ""
        items = "".join(
            f"<item><guid>{number}</guid><link>{self.url}/{number}</link><title>Talks {number} were held</title>"
            f"<pubDate>{format_datetime(self._moment(self.times[number]))}</pubDate></item>"
            for number in reversed(range(first, count))
        )
        return f'<rss version="2.0"><channel><title>Feed</title>{ttl}{items}</channel></rss>'.encode()

    def shortest_stay(self) -> float:
        """Seconds for which the entry of the day that leaves the feed soonest was in it."""
        pairs = zip(self.times, self.times[self.window :], strict=False)
        return min((gone - came for came, gone in pairs if gone >= 0), default=math.inf)


def publishers(count: int, seed: int) -> list[Publisher]:
    """Invented ones: from a few entries a week to twenty an hour, nights, bursts, hosts with one feed or with many."""
    chance, found = random.Random(seed), []
    for number in range(count):
        host = f"paper{int(count * 0.4 * chance.random() ** 2.5)}.example"
        rate = min(max(math.exp(chance.gauss(math.log(0.6), 1.3)), 0.02), 20.0)
        fate = chance.choices(("well", "moves", "dies", "fails", "wavers"), (87, 3, 2, 3, 5))[0]
        found.append(
            Publisher(
                f"https://{host}/feed/{number}",
                _times(chance, rate),
                chance.choice((10, 15, 20, 20, 25, 30, 40, 50)),
                chance.choices((None, 5, 15, 30, 60), (80, 5, 5, 5, 5))[0],
                chance.choices(("etag", "date", ""), (60, 15, 25))[0],
                chance.uniform(0.05, 2.0),
                fate,
                random.Random(chance.random()),
            )
        )
    return found


def _times(chance: random.Random, rate: float) -> list[float]:
    """Moments of publication, by thinning: a mean rate an hour, less by night, more in bursts."""
    zone, depth = chance.uniform(0, 24), chance.uniform(0.3, 0.95)
    bursts = [
        (chance.uniform(-BEFORE, 24 * HOUR), chance.uniform(0.5, 3) * HOUR, chance.uniform(3, 10))
        for _ in range(chance.choice((0, 2, 4, 8)))
    ]
    now, times, most = -BEFORE, [], rate * (1 + depth) * 10
    while (now := now + chance.expovariate(most / HOUR)) < 24 * HOUR:
        burst = max((factor for begin, long, factor in bursts if begin <= now < begin + long), default=1.0)
        present = rate * (1 + depth * math.sin(2 * math.pi * (now / HOUR + zone) / 24)) * burst
        if chance.random() < present / most:
            times.append(now)
    return times


# --- time ---


class Clock:
    """Seconds from the start."""

    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.seconds)


class Servers(Fetcher):
    """The publishers as a fetcher; notes who was asked from when to when."""

    def __init__(self, every: Sequence[Publisher], clock: Clock) -> None:
        super().__init__(POLICY, clock=clock)
        self._by_path = {publisher.url.rpartition("/")[2]: publisher for publisher in every}
        self.took = 0.0
        self.hosts: dict[str, list[tuple[float, float]]] = {}

    def hop(self, chain: Chain, within: float = float("inf")) -> Chain | Answer:
        publisher = self._by_path[chain.target.url.rpartition("/")[2]]
        now, self.took = self.clock.monotonic(), publisher.latency
        self.hosts.setdefault(chain.target.host, []).append((now, now + self.took))
        step = publisher.answer(chain, now)
        return step if isinstance(step, Chain) else replace(step, elapsed=self.took)


class _Done:
    """The queue of answers: each comes when its time has come, and the clock with it."""

    def __init__(self, servers: Servers, clock: Clock) -> None:
        self._servers, self._clock = servers, clock
        self._coming: list[tuple[float, int, Any]] = []
        self._numbers = itertools.count()

    def put(self, item: Any) -> None:
        heapq.heappush(self._coming, (self._clock.seconds + self._servers.took, next(self._numbers), item))

    def get(self, timeout: float | None = None) -> Any:
        until = math.inf if timeout is None else self._clock.seconds + max(timeout, 1e-6)
        if not self._coming or self._coming[0][0] > until:
            assert timeout is not None, "nothing is under way, and it is waited for"
            self._clock.seconds = until
            raise queue.Empty
        moment, _, item = heapq.heappop(self._coming)
        self._clock.seconds = max(self._clock.seconds, moment)
        return item


class _Pool:
    """Threads that are none: the request is made at once, its answer comes later."""

    def __init__(self, threads: int, thread_name_prefix: str = "") -> None:
        self.threads = threads

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, work: Callable[..., None], *args: Any, **options: Any) -> None:
        work(*args, **options)


@contextmanager
def on_the_clock(servers: Servers, clock: Clock) -> Iterator[None]:
    """Within: fetch_all waits and works on this clock."""
    before = politeness.ThreadPoolExecutor, politeness.queue
    politeness.ThreadPoolExecutor = _Pool  # type: ignore[assignment,misc]
    politeness.queue = SimpleNamespace(SimpleQueue=lambda: _Done(servers, clock), Empty=queue.Empty)  # type: ignore
    try:
        yield
    finally:
        politeness.ThreadPoolExecutor, politeness.queue = before  # type: ignore[misc]


# --- a day ---


@dataclass(slots=True)
class Day:
    """What came of it."""

    publishers: list[Publisher]
    specs: dict[str, FeedSpec]
    states: dict[str, FeedState]
    outcomes: dict[str, int]
    """Polls by outcome."""
    hosts: dict[str, list[tuple[float, float]]]
    """host -> (begin, end) of each request to it, redirects included."""
    passes: int
    longest_pass: float
    delay: float

    def requests(self) -> float:
        """Requests a feed."""
        return sum(len(publisher.asked) for publisher in self.publishers) / len(self.publishers)

    def missed(self, those: Iterable[Publisher]) -> int:
        """Entries that came and went without having been seen."""
        return sum(
            number not in publisher.seen
            for publisher in those
            for number, moment in enumerate(publisher.times[: -publisher.window])
            if moment >= 0
        )

    def came(self, those: Iterable[Publisher]) -> int:
        return sum(moment >= 0 for publisher in those for moment in publisher.times)

    def delays(self, those: Iterable[Publisher]) -> list[float]:
        """Seconds from publication to the poll that saw it, in order."""
        return sorted(
            seen - publisher.times[number]
            for publisher in those
            for number, seen in publisher.seen.items()
            if publisher.times[number] >= 0
        )

    def well(self) -> list[Publisher]:
        """Those that answer all day."""
        return [one for one in self.publishers if one.fate in ("well", "moves", "wavers")]

    def kept_up_with(self, every: float) -> list[Publisher]:
        """Those that answer, whose every entry stays for longer than the shortest time between two polls can be."""
        return [
            one
            for one in self.well()
            if one.shortest_stay() > max(self.specs[one.url].min_interval, (one.ttl or 0) * 60) * 1.1 + every
        ]

    def too_close(self) -> int:
        """Requests that began before the pause of their host was over."""
        pairs = ((a, b) for times in self.hosts.values() for a, b in itertools.pairwise(sorted(times)))
        return sum(begin < end + self.delay - 1e-6 for (_, end), (begin, _) in pairs)


def fixed_schedule(every: Sequence[Publisher], interval: float, chance: random.Random) -> tuple[int, list[float]]:
    """(entries missed, delays) of those who ask each feed at fixed times, whatever it does."""
    missed, delays = 0, []
    for publisher in every:
        phase, seen = chance.uniform(0, interval), set[int]()
        for number in range(int(24 * HOUR / interval)):
            now = phase + number * interval
            count = publisher.published(now)
            for entry in range(max(0, count - publisher.window), count):
                if entry not in seen and publisher.times[entry] >= 0:
                    delays.append(now - publisher.times[entry])
                seen.add(entry)
        missed += sum(
            entry not in seen for entry, moment in enumerate(publisher.times[: -publisher.window]) if moment >= 0
        )
    return missed, sorted(delays)


def simulate(
    every: Sequence[Publisher],
    *,
    watch: float = 300.0,
    hours: float = 24.0,
    min_interval: float = 900.0,
    max_interval: float = 6 * HOUR,
    polite: Politeness | None = None,
) -> Day:
    """Passes every `watch` seconds over those feeds that are due."""
    polite, clock = polite or Politeness(), Clock()
    servers = Servers(every, clock)
    specs = {one.url: FeedSpec(one.url, min_interval, max_interval) for one in every}
    states: dict[str, FeedState] = {}
    seen: dict[str, dict[str, Seen]] = {url: {} for url in specs}
    day = Day([*every], specs, states, {}, servers.hosts, 0, 0.0, polite.delay_seconds)
    with on_the_clock(servers, clock):
        while clock.seconds < hours * HOUR:
            begun, now = clock.seconds, clock.now()
            asked: dict[Request, list[FeedSpec]] = {}
            for url, spec in specs.items():
                if poll.is_due(states.get(url), now):
                    asked.setdefault(poll.request_for(spec, states.get(url), now, 1 << 20), []).append(spec)
            for answer in fetch_all(asked, servers, polite):
                for spec in asked[answer.request]:
                    _observe(spec, answer, clock.now(), states, seen[spec.url], day)
            day.passes += 1
            day.longest_pass = max(day.longest_pass, clock.seconds - begun)
            clock.seconds = max(clock.seconds, begun + watch)
    return day


def _observe(
    spec: FeedSpec, answer: Answer, now: dt.datetime, states: dict[str, FeedState], seen: dict[str, Seen], day: Day
) -> None:
    found = parse_feed(answer.body, now, answer.url) if answer.ok else None
    record, tasks = poll.observed(spec, states.get(spec.url), answer, found, seen, now, "simulated")
    states[spec.url] = record.state
    day.outcomes[record.outcome] = day.outcomes.get(record.outcome, 0) + 1
    if isinstance(found, Feed):
        for entry_id in seen.keys() - {*record.entry_ids}:
            del seen[entry_id]
    for task in tasks:
        seen[task.key.entry_id] = Seen(task.content_sha256, "article", now, task.versions)
