"""Progress of a local run on stderr: a bar on a terminal, plain lines otherwise."""

import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TextIO

from transforms.tallies import Tallies

BAR_WIDTH = 30
PLAIN_SECONDS = 5.0
BAR_SECONDS = 0.2


class Progress:
    """Context manager that reports how much is done of each kind of thing, in order, until it is left."""

    def __init__(self, tallies: Tallies, kinds: Sequence[str], stream: TextIO | None = None) -> None:
        self.tallies, self.kinds = tallies, kinds
        self.stream = stream or sys.stderr
        self.bar = self.stream.isatty()
        self.started = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._drawn = ""

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
        seconds = time.monotonic() - self.started
        what = "publishing" if done >= total else "reading"
        text = f"{what}: {min(done, total)} of {total} {kind}, {seconds:.0f} s"
        if self.bar:
            filled = BAR_WIDTH * min(done, total) // max(1, total)
            text = f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {text}"
            self.stream.write("\r" + text.ljust(len(self._drawn)))
        else:
            self.stream.write(text + "\n")
        self._drawn = text
        self.stream.flush()
