"""Progress of a local run on stderr: a bar on a terminal, plain lines otherwise.

Workers may be other processes: each appends one byte a file to its own tally file, and the sum of the sizes is the
count. No locks, no channel, and what is left after a crash lies in the staging folder, which the next run removes.
"""

import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

BAR_WIDTH = 30
PLAIN_SECONDS = 5.0
BAR_SECONDS = 0.2


class Progress:
    """Context manager that reports how many of `total` files have been read, until it is left."""

    def __init__(self, folder: Path, total: int, stream: TextIO | None = None) -> None:
        self.folder, self.total = folder, total
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
            self._report(tally(self.folder))

    def _report(self, done: int) -> None:
        seconds = time.monotonic() - self.started
        what = "publishing" if done >= self.total else "reading"
        text = f"{what}: {min(done, self.total)} of {self.total} files, {seconds:.0f} s"
        if self.bar:
            filled = BAR_WIDTH * min(done, self.total) // max(1, self.total)
            text = f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {text}"
            self.stream.write("\r" + text.ljust(len(self._drawn)))
        else:
            self.stream.write(text + "\n")
        self._drawn = text
        self.stream.flush()


def tally(folder: Path) -> int:
    """Files read so far, by all workers."""
    try:
        return sum(file.stat().st_size for file in folder.iterdir())
    except OSError:  # the folder comes with the first file and goes with the publish
        return 0
