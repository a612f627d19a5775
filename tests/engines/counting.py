"""A stream that counts: a beat every so often, numbered by keyed state, each number a line of a file.

    python -m tests.engines.counting FILE [Beam flags]

For the test of savepoints: a state that is kept goes on counting, one that is lost begins again at 1.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.periodicsequence import PeriodicImpulse
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.utils.timestamp import Timestamp

SECONDS = 0.2
COUNT = ReadModifyWriteStateSpec("count", VarIntCoder())


class Count(beam.DoFn):
    """(key, beat) -> the number of beats so far."""

    def process(self, beat: tuple[str, Any], count: Any = beam.DoFn.StateParam(COUNT)) -> Iterator[int]:  # noqa: B008 Beam's own way
        number = (count.read() or 0) + 1
        count.write(number)
        yield number


class Append(beam.DoFn):
    """Numbers -> lines of a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def process(self, number: int) -> None:
        with Path(self.path).open("a") as file:
            file.write(f"{number}\n")


def main(path: str, flags: list[str]) -> None:
    """Run until stopped from outside."""
    graph = beam.Pipeline(options=PipelineOptions(["--streaming", *flags]))
    _ = (
        graph
        | "Beat" >> PeriodicImpulse(start_timestamp=Timestamp.now(), fire_interval=SECONDS)
        | "Key" >> beam.Map(lambda _: ("beats", 0)).with_output_types(tuple[str, int])
        | "Count" >> beam.ParDo(Count())
        | "Append" >> beam.ParDo(Append(path))
    )
    graph.run().wait_until_finish()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
