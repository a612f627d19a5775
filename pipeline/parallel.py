"""How many worker processes a run gets where its flags do not say.

Worker processes cost processor time before they read their first document, so small inputs stay in the process that the
user started. How much work an input is, is estimated from the sizes of its files.

On 2 cores with Beam 2.77 (`bench.py crossover`) workers cost about 5 processor seconds more, which load while the
launcher imports Beam. Texts that are 2.6 s of work took as long with two workers as in one process (10.4 and 13.5 s
against 10.2 and 11.8), 5.1 s of work three quarters of the time (23.9 and 13.2 s against 30.8 and 17.2). The bound is
put between: some 24 MB (130 pages) of HTML or 1.3 MB of plain text.
"""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.nursery import Nursery
from transforms.sources.seeds import GZIP, Format, format_of

SECONDS_PER_MB: dict[Format, float] = {"html": 0.17, "text": 3.0, "jsonl": 1.0, "warc": 0.17}
"""Processor time a megabyte (10**6 bytes) takes, by format. Of markup most is skipped; of text all is read."""
PACKED = 5
"""Times that a .gz file is as long when it is unpacked."""
CROSSOVER_SECONDS = 4.0
"""Work that takes longer than this, in one process, goes to several."""

_DECIDING = frozenset({"--runner", "--direct_running_mode", "--direct_num_workers", "--streaming"})


def is_decided(flags: Sequence[str]) -> bool:
    """Do the user's flags say how to run?"""
    return any(flag.partition("=")[0] in _DECIDING for flag in flags)


def workers_for(paths: Sequence[str]) -> int:
    """Worker processes worth having for these local files: one a core this process may use, or 1, which means none."""
    cores = min(available(), len(paths))  # a file is read by one worker
    return cores if cores > 1 and work_seconds(paths) > CROSSOVER_SECONDS else 1


def available() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_seconds(paths: Iterable[str]) -> float:
    """Roughly the processor time that files take; no more files are looked at than are needed to be sure."""
    total = 0.0
    for path in paths:
        form = format_of(path)
        if form is None:
            continue
        with contextlib.suppress(OSError):  # gone since it was listed: reading it says so
            packed = PACKED if path.lower().endswith(GZIP) else 1
            total += packed * Path(path).stat().st_size / 1e6 * SECONDS_PER_MB[form]
        if total > CROSSOVER_SECONDS:
            break
    return total


class Crew:
    """The worker processes of a run, if it gets any; a context manager that leaves none behind."""

    def __init__(self) -> None:
        self.nursery: Nursery | None = None

    def engage(self, workers: int) -> None:
        """Have so many. One means none: the work is done in this process."""
        if self.nursery and self.nursery.workers != workers:
            self.dismiss()
        if workers > 1 and not self.nursery:
            self.nursery = Nursery(workers)

    def dismiss(self) -> None:
        """Have none; returns when none is left."""
        if self.nursery:
            self.nursery.close()
        self.nursery = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()
