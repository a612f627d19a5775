"""Many requests at once, each host at its own pace.

In: requests, a Fetcher, a Politeness, for pages also Robots. Out: one Answer for each request, in the order in which
they come. A host never has more than its share of requests under way, redirects to it included, and between them there
is a pause; hosts do not wait for each other. Waiting is done in queues, never in a worker: a host that says 429 or 503
is left alone for as long as it asks, and what cannot be done before the batch ends is answered `postponed`, at once.
"""

import heapq
import itertools
import queue
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from transforms.web.client import Chain, Fetcher, failed
from transforms.web.model import Answer, Problem, Request
from transforms.web.paces import Paces
from transforms.web.robots import Robots

_HOST_FAILURES = frozenset(
    {"dns", "connect", "connect_timeout", "tls", "tls_certificate", "read_timeout", "deadline", "connection_lost"}
    | {"unavailable"}
)
"""Problems that tell more of the host than of the page."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How hard a batch may work. Raises ValueError with every fault at once."""

    per_host: int = 1
    """Requests to one host at a time; one until the first has been answered."""
    delay_seconds: float = 1.0
    """Pause of a host after each request. A longer Crawl-delay of its robots.txt counts instead."""
    allowed_delay_seconds: float | None = None
    """The same for hosts that the policy exempts (allow_hosts); None: as for all others."""
    threads: int = 16
    """Each holds at most one body: sixteen stay under 250 MB whatever hosts send, thirty-two do not under 400."""
    batch_seconds: float = 900.0
    """After which nothing new is begun and what is under way is broken off."""
    host_failures: int = 3
    """Failures to reach a host, in a row, after which the rest of its requests is postponed."""
    rate_limited_seconds: float = 60.0
    """Pause of a host after a 429 that names none."""
    patience_seconds: float = 10.0
    """A host that asks for a longer pause is left to a later batch, so that none stands still for one host."""

    def __post_init__(self) -> None:
        least = {"per_host": 1, "threads": 1, "host_failures": 1}
        faults = [
            f"{name}: must be at least {least.get(name, 0)}, not {getattr(self, name)}"
            for name in self.__slots__
            if getattr(self, name) is not None and not getattr(self, name) >= least.get(name, 0)
        ]
        if faults:
            raise ValueError("; ".join(faults))


@dataclass(slots=True)
class _Lane:
    """The queue of one host."""

    host: str
    waiting: deque[Chain] = field(default_factory=deque)
    active: int = 0
    next_at: float = 0.0
    delay: float = 0.0
    failures: int = 0
    proven: bool = False
    """Whether a request has come back."""
    pause: float | None = None
    """What the host asked for when it last said that it is too busy."""
    given_up: bool = False
    listed: bool = False
    """Whether it stands in the list of those that may go on."""


def fetch_all(
    requests: Iterable[Request],
    fetcher: Fetcher,
    politeness: Politeness,
    robots: Robots | None = None,
    paces: Paces | None = None,
) -> Generator[Answer, None, None]:
    """The answers to all requests, as they come. Take them promptly: what is next is begun between two of them.

    `robots` keeps what it learns for further batches, and `paces` when each host was asked, also for those that go on
    at the same time; without them, each batch learns anew and is alone.

    Closing the iterator early begins nothing new and waits for what is under way (bounded by the fetcher's limits).
    """
    robots = robots or Robots(fetcher.policy, clock=fetcher.clock)
    return _Batch(fetcher, politeness, robots, paces or Paces()).run(requests)


class _Batch:
    def __init__(self, fetcher: Fetcher, politeness: Politeness, robots: Robots, paces: Paces) -> None:
        self._fetcher, self._politeness, self._robots, self._paces = fetcher, politeness, robots, paces
        self._now = fetcher.clock.monotonic
        self._end = self._now() + politeness.batch_seconds
        self._lanes: dict[str, _Lane] = {}
        self._ready: list[tuple[float, int, _Lane]] = []
        self._numbers = itertools.count()
        self._done: queue.SimpleQueue[tuple[_Lane, Chain, Chain | Answer]] = queue.SimpleQueue()
        self._active = 0

    def run(self, requests: Iterable[Request]) -> Generator[Answer, None, None]:
        for request in requests:
            step = self._fetcher.start(request)
            if isinstance(step, Answer):
                yield step
            else:
                self._lane(step).waiting.append(step)
        for lane in self._lanes.values():
            yield from self._list(lane)
        with ThreadPoolExecutor(self._politeness.threads, thread_name_prefix="fetch") as pool:
            while self._ready or self._active:
                yield from self._begin(pool)
                yield from self._finish()

    def _lane(self, chain: Chain) -> _Lane:
        host, delay = chain.target.host, self._politeness.delay_seconds
        if self._politeness.allowed_delay_seconds is not None and self._fetcher.policy.allows(host):
            delay = self._politeness.allowed_delay_seconds
        return self._lanes.setdefault(host, _Lane(host, delay=delay))

    def _list(self, lane: _Lane) -> Iterator[Answer]:
        """Note that a lane may go on at its time; what can not be before the end is answered now."""
        now = self._now()
        asked_too_long = lane.pause is not None and lane.next_at - now > self._politeness.patience_seconds
        if lane.given_up or asked_too_long or lane.next_at >= self._end or now >= self._end:
            yield from self._postpone(lane)
        elif lane.waiting and not lane.listed and lane.active < (self._politeness.per_host if lane.proven else 1):
            lane.listed = True
            heapq.heappush(self._ready, (lane.next_at, next(self._numbers), lane))

    def _postpone(self, lane: _Lane) -> Iterator[Answer]:
        after, why = None, "the batch ended before its turn"
        if lane.given_up:
            why = f"its host failed {lane.failures} times in a row"
        elif lane.pause is not None:
            after, why = max(lane.next_at - self._now(), 0.0), "its host asked for a pause"
        while lane.waiting:
            yield failed(lane.waiting.popleft(), Problem("postponed", why), after)

    def _begin(self, pool: ThreadPoolExecutor) -> Iterator[Answer]:
        """Begin what is due and has a thread."""
        while self._ready and self._active < self._politeness.threads and self._ready[0][0] <= self._now():
            lane = heapq.heappop(self._ready)[2]
            lane.listed = False
            if lane.next_at <= self._now() < self._end:
                yield from self._begin_one(lane, pool)
            yield from self._list(lane)

    def _begin_one(self, lane: _Lane, pool: ThreadPoolExecutor) -> Iterator[Answer]:
        """The first request of a lane that may be made; those that robots.txt forbids are answered at no cost."""
        while lane.waiting:
            chain = lane.waiting.popleft()
            ask_robots = False
            if chain.request.obey_robots:
                verdict = self._robots.verdict(chain.target)
                if verdict is not None and verdict.problem is not None:
                    yield failed(chain, verdict.problem, verdict.retry_after)
                    continue
                if verdict is not None and verdict.crawl_delay is not None:
                    lane.delay = max(lane.delay, verdict.crawl_delay)
                ask_robots = verdict is None
            now = self._now()
            later = self._paces.take(lane.host, self._politeness.per_host, now, lane.delay)
            if later is not None:
                lane.waiting.appendleft(chain)
                lane.next_at = later
                if later - now > self._politeness.patience_seconds:
                    lane.pause = later - now
                return
            lane.active += 1
            self._active += 1
            lane.next_at = now + lane.delay
            try:
                pool.submit(self._work, lane, chain, ask_robots=ask_robots)
            except RuntimeError:  # no thread can be had: this batch fails, and the host must not stay taken
                self._paces.give(lane.host, now)
                raise
            return

    def _work(self, lane: _Lane, chain: Chain, *, ask_robots: bool) -> None:
        """In a thread: one hop, or the robots.txt that must be known before it."""
        within = self._end - self._now()
        step: Chain | Answer
        try:
            if ask_robots:
                self._robots.learn(chain.target, self._fetcher.fetch(self._robots.request(chain.target), within))
                step = chain
            else:
                step = self._fetcher.hop(chain, within)
        except Exception as error:  # noqa: BLE001 - a fault of ours may cost this answer, never the batch
            step = failed(chain, Problem("internal", f"{type(error).__name__}: {error}"[:300]))
        self._paces.give(lane.host, self._now() + lane.delay)  # here, because nobody may be left to take the answer
        self._done.put((lane, chain, step))

    def _finish(self) -> Iterator[Answer]:
        """Wait for an answer, or until the next lane may go on."""
        wait = None
        if self._ready and self._active < self._politeness.threads:
            wait = max(self._ready[0][0] - self._now(), 0.0)
        elif not self._active:
            return  # the last ones were answered without a request
        try:
            lane, chain, step = self._done.get(timeout=wait)
        except queue.Empty:
            return
        lane.active -= 1
        self._active -= 1
        lane.proven = True
        self._learn_pace(lane, chain, step)
        if isinstance(step, Answer):
            yield step
        else:
            new = self._lane(step)
            new.waiting.appendleft(step)
            if new is not lane:
                yield from self._list(new)
        yield from self._list(lane)

    def _learn_pace(self, lane: _Lane, chain: Chain, step: Chain | Answer) -> None:
        """When the host may be asked again."""
        if chain.request.obey_robots:
            rules = self._robots.rules(chain.target)
            if rules is not None and rules.crawl_delay is not None:
                lane.delay = max(lane.delay, rules.crawl_delay)
        pause = lane.delay
        code = step.problem.code if isinstance(step, Answer) and step.problem else ""
        after = step.retry_after if isinstance(step, Answer) else None
        if code == "rate_limited" or (code == "unavailable" and after is not None):
            lane.pause = self._politeness.rate_limited_seconds if after is None else after
            pause = max(pause, lane.pause)
        elif code in _HOST_FAILURES:
            lane.failures += 1
            lane.given_up = lane.failures >= self._politeness.host_failures
        else:
            lane.failures, lane.pause = 0, None
        lane.next_at = max(lane.next_at, self._now() + pause)
        self._paces.leave_alone(lane.host, lane.next_at)
