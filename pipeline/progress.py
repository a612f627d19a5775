"""Progress of a local run on stderr, with rate and remaining time: a bar on a terminal, plain lines otherwise."""

import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self, TextIO

from pipeline import console
from transforms.tallies import Tallies

BAR_WIDTH = 30
PLAIN_SECONDS = 5.0
BAR_SECONDS = 0.2
PACE_SECONDS = 30.0
"""Rate and remaining time are those of the last so many seconds."""


class Progress:
    """Context manager that reports how much is done of each kind of thing, in order, until it is left."""

    def __init__(self, tallies: Tallies, kinds: Sequence[str], stream: TextIO | None = None) -> None:
        self.tallies, self.kinds = tallies, kinds
        self.stream = stream or sys.stderr
        self.bar = self.stream.isatty() and not console.is_json()
        self.started = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._drawn = ""
        self._seen: deque[tuple[float, int, str]] = deque()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=2)
        if self.bar and self._drawn:
            self.stream.write("\r" + " " * len(self._drawn) + "\r")
            self.stream.flush()

    def _watch(self) -> None:
        while not self._stop.wait(BAR_SECONDS if self.bar else PLAIN_SECONDS):
            self._report()

    def _report(self) -> None:
        try:
            counts = [(kind, self.tallies.done(kind), self.tallies.expected(kind)) for kind in self.kinds]
        except OSError:  # the folder goes with the publish
            return
        kind, done, total = next((one for one in counts if one[1] < one[2]), counts[-1])
        if not total:  # nothing is known yet, or no more
            return
        now = time.monotonic()
        what, done = "publishing" if done >= total else "reading", min(done, total)
        rate, left = self._pace(kind, done, total, now)
        text = f"{what}: {done} of {total} {kind}, {now - self.started:.0f} s"
        if rate and what == "reading":
            text += f", {rate:.{1 if rate < 10 else 0}f} a second, about {_duration(left)} left"
        if console.is_json():
            fields: dict[str, Any] = {
                "kind": kind,
                "done": done,
                "total": total,
                "per_second": rate,
                "seconds_left": left,
            }
            console.say(text, "progress", stream=self.stream, **fields)
            return
        if self.bar:
            filled = BAR_WIDTH * done // total
            text = f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {text}"
            self.stream.write("\r" + text.ljust(len(self._drawn)))
        else:
            self.stream.write(text + "\n")
        self._drawn = text
        self.stream.flush()

    def _pace(self, kind: str, done: int, total: int, now: float) -> tuple[float, float]:
        """(things a second, seconds left) over the last while; zeros where that cannot be said yet."""
        if self._seen and self._seen[0][2] != kind:
            self._seen.clear()
        self._seen.append((now, done, kind))
        while len(self._seen) > 2 and now - self._seen[0][0] > PACE_SECONDS:
            self._seen.popleft()
        seconds, more = now - self._seen[0][0], done - self._seen[0][1]
        if seconds <= 0 or more <= 0:
            return 0.0, 0.0
        rate = more / seconds
        return round(rate, 2), round((total - done) / rate, 1)


def _duration(seconds: float) -> str:
    """As people say it: 40 s, 12 min, 3.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
