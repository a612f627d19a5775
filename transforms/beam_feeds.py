"""The stages of a feed pass as PTransforms. No logic here: each one wires a step of `transforms.polling.work`.

    files of jobs | PollFeeds | FetchPages -> Documents and Refusals, counts, Outcomes of what waits
    (what became of the documents, what waits) | SettleEntries -> the pass's file of the log

Only names travel until a page is fetched. A host is in one shard, and a shard with one worker: no host is asked from
two places. Within a shard, threads ask many hosts at once.
"""

import dataclasses
import functools
from collections.abc import Iterable, Iterator
from typing import Any

import apache_beam as beam
from apache_beam.metrics import Metrics

from transforms.beam import Gather, note_read
from transforms.beam_metrics import Meter, clocked
from transforms.lake.publish import hold
from transforms.polling import work
from transforms.polling.model import Outcome
from transforms.polling.tables import outcome_of
from transforms.polling.work import Counted, Settings
from transforms.records import Refusal, Run, TaggedArticle
from transforms.tallies import NONE, Tallies
from transforms.telemetry import NAMESPACE
from transforms.web import Fetcher, Robots


@functools.lru_cache(maxsize=4)
def robots(settings: Settings) -> Robots:
    """What this process has learned of sites' rules; it outlives a pass."""
    return Robots(settings.policy)


@dataclasses.dataclass
class PollFeeds(beam.PTransform):
    """Names of files of jobs -> names of files of tasks. Polls are in the log when their tasks go on."""

    root: str
    run: Run
    settings: Settings
    jobs: tuple[str, ...]
    tallies: Tallies = NONE

    def expand(self, pbegin: beam.pvalue.PBegin) -> beam.PCollection:
        return (
            pbegin
            | "Jobs" >> beam.Create(self.jobs)
            | "Spread" >> beam.Reshuffle()
            | "Poll" >> beam.ParDo(_Poll(self.root, self.run, self.settings, self.tallies))
        )


class _Poll(beam.DoFn):
    def __init__(self, root: str, run: Run, settings: Settings, tallies: Tallies) -> None:
        self.root, self.run, self.settings, self.tallies = root, run, settings, tallies

    def setup(self) -> None:
        self.fetcher = Fetcher(self.settings.policy)

    def process(self, name: str) -> Iterator[str]:
        hold(self.root, self.run.run_id)
        with clocked("poll"):
            yield from self._poll(name)

    def _poll(self, name: str) -> Iterator[str]:
        for item in work.poll_jobs(self.root, self.run, name, self.settings, self.fetcher):
            if isinstance(item, Counted):
                Metrics.counter(NAMESPACE, item.name).inc(item.number)
                self.tallies.add("feeds")
            else:
                yield item


@dataclasses.dataclass
class FetchPages(beam.PTransform):
    """Names of files of tasks -> (Documents and Refusals, number of inputs, Outcomes of tasks that wait)."""

    root: str
    run: Run
    settings: Settings
    shards: int
    tallies: Tallies = NONE

    def expand(self, names: beam.PCollection) -> Any:  # three PCollections: Beam's hints know one
        fetched = (
            names
            | "Gather" >> Gather()
            | "Plan" >> beam.FlatMap(_plan_pages, self.root, self.run, self.shards, self.tallies)
            | "Spread" >> beam.Reshuffle()
            | "Fetch"
            >> beam.ParDo(_Fetch(self.root, self.run, self.settings, self.tallies)).with_outputs(
                "counts", "waiting", main="documents"
            )
        )
        return fetched.documents, fetched.counts, fetched.waiting


def _plan_pages(names: Iterable[str], root: str, run: Run, shards: int, tallies: Tallies) -> list[str]:
    hold(root, run.run_id)
    files, number = work.plan_pages(root, run, names, shards)
    tallies.expect("pages", number)
    return files


class _Fetch(beam.DoFn):
    def __init__(self, root: str, run: Run, settings: Settings, tallies: Tallies) -> None:
        self.root, self.run, self.settings, self.tallies = root, run, settings, tallies

    def setup(self) -> None:
        self.fetcher = Fetcher(self.settings.policy)

    def process(self, name: str) -> Iterator[Any]:
        count, meter = 0, Meter("fetch")
        for item in work.fetch_tasks(self.root, self.run, name, self.settings, self.fetcher, robots(self.settings)):
            self.tallies.add("pages")
            if isinstance(item, Outcome):
                yield beam.pvalue.TaggedOutput("waiting", item)
            else:
                count += 1
                meter.count("items")
                note_read(meter, item)
                yield item
        yield beam.pvalue.TaggedOutput("counts", count)


class NoteOutcomes(beam.DoFn):
    """Tagged articles and Refusals pass; beside them goes what each makes of its entry."""

    def process(self, item: TaggedArticle | Refusal) -> Iterator[Any]:
        yield item
        yield beam.pvalue.TaggedOutput("outcomes", outcome_of(item))


@dataclasses.dataclass
class SettleEntries(beam.PTransform):
    """All Outcomes -> 0, when the pass's file of the log is staged: whoever publishes waits for that."""

    root: str
    run: Run

    def expand(self, outcomes: Any) -> beam.PCollection:
        first = outcomes[0].pipeline | "Always" >> beam.Create([None])  # so that a pass without pages settles too
        return (
            (*outcomes, first)
            | "Together" >> beam.Flatten()
            | "Gather" >> Gather()
            | "Settle" >> beam.Map(_settle, self.root, self.run)
        )


def _settle(outcomes: Iterable[Outcome | None], root: str, run: Run) -> int:
    hold(root, run.run_id)
    with clocked("settle"):
        settled = work.settle(root, run, [one for one in outcomes if one is not None])
    for outcome, number in settled.items():
        Metrics.counter(NAMESPACE, f"entry.{outcome}").inc(number)
    return 0
