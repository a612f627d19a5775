"""The metrics of a stage as Beam counters and distributions, by the names of transforms/telemetry.py.

Beam's metrics work on every runner; the slowest inputs travel as a few small elements a bundle.
"""

import contextlib
import time
from collections.abc import Iterator

from apache_beam.metrics import Metrics
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from transforms.telemetry import NAMESPACE, Slowest


class Meter:
    """What one stage counts; a part of its DoFn."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self._items = Metrics.counter(NAMESPACE, f"{stage}.items")
        self._milliseconds = Metrics.distribution(NAMESPACE, f"{stage}.milliseconds")
        self._rest = 0.0
        self._slowest = Slowest()

    def took(self, nanoseconds: int, input_id: str = "") -> None:
        """One item more, and how long it took. `input_id`: by which it may be named among the slowest."""
        exact = nanoseconds / 1e6 + self._rest  # what is less than a millisecond counts with the next item
        whole = int(exact)
        self._rest = exact - whole
        self._items.inc()
        self._milliseconds.update(whole)
        if input_id:
            self._slowest.add(whole, input_id, self.stage)

    def count(self, name: str, number: int = 1) -> None:
        """So many more of something of this stage."""
        Metrics.counter(NAMESPACE, f"{self.stage}.{name}").inc(number)

    def slow(self, tag: str) -> Iterator[TaggedOutput]:
        """For finish_bundle: the slowest since the last time."""
        for one in self._slowest.take():
            yield TaggedOutput(tag, WindowedValue(one, GlobalWindow().max_timestamp(), (GlobalWindow(),)))


@contextlib.contextmanager
def clocked(stage: str) -> Iterator[Meter]:
    """Within: one item of a stage."""
    meter, start = Meter(stage), time.perf_counter_ns()
    yield meter
    meter.took(time.perf_counter_ns() - start)
