"""When each host may be asked again: one book for all batches of a process that share it.

A batch that is alone keeps its own. Where batches come one after the other, or beside each other (a stream's polls and
its pages), the book keeps what one batch alone can not: the pause after the last request of the batch before, a
Crawl-delay longer than the usual pause, and that a host is being asked by somebody else just now.
"""

import threading
from dataclasses import dataclass

MAX_HOSTS = 10_000
"""In the book, before those that nobody waits for are forgotten."""
BUSY_SECONDS = 0.05
"""After which a host that another batch asks is looked at again."""


@dataclass(slots=True)
class _Pace:
    active: int = 0
    next_at: float = 0.0


class Paces:
    """Requests under way and pauses by host. Times are seconds of the caller's monotonic clock; any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, _Pace] = {}

    def take(self, host: str, at_once: int, now: float, delay: float) -> float | None:
        """Begin a request: None where it may be made, and `give` must follow; else the moment at which to ask again.
        `at_once` is how many requests this host may have under way."""
        with self._lock:
            if len(self._hosts) >= MAX_HOSTS and host not in self._hosts:
                self._hosts = {name: pace for name, pace in self._hosts.items() if pace.active or pace.next_at > now}
            pace = self._hosts.setdefault(host, _Pace())
            if pace.next_at > now:
                return pace.next_at
            if pace.active >= at_once:
                return now + BUSY_SECONDS
            pace.active += 1
            pace.next_at = now + delay
            return None

    def give(self, host: str, until: float) -> None:
        """A request is over; the host is left alone until then."""
        with self._lock:
            pace = self._hosts[host]
            pace.active -= 1
            pace.next_at = max(pace.next_at, until)

    def leave_alone(self, host: str, until: float) -> None:
        """The host is left alone until then: so its answer asks."""
        with self._lock:
            pace = self._hosts.setdefault(host, _Pace())
            pace.next_at = max(pace.next_at, until)
