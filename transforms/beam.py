"""The stages as PTransforms. No logic here: each one wires a function from the room that owns it.

    paths | ReadFromSeeds | ExtractArticles | CleanArticles | TagMentions | StageToParquet  (fused: no text is shuffled)
          | DeduplicateArticles | PublishPartitions(ResolveEvents)                          (names and keys only)

A Refusal that one stage returns rides along to the sink, where it becomes a row of `rejects`.
"""

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.metrics import Metrics
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from transforms.articles import Draft, clean_draft, extract_draft
from transforms.events.mentions import prepare, tag_article
from transforms.events.resolve import Tally
from transforms.lake import publish
from transforms.lake.fragments import Fragment, FragmentWriter
from transforms.lake.publish import Merged, PartitionTask, Summary
from transforms.records import Refusal, Run, Stage, TaggedArticle
from transforms.sources import SOURCES
from transforms.sources.seeds import LocalFiles
from transforms.tallies import NONE, Tallies

T = TypeVar("T")
NAMESPACE = "demarche"
"""Of the metrics that the run's summary is read from."""


class BeamFiles:
    """sources.FileSystem over Beam's FileSystems: gs://, s3://, hdfs:// and whatever else is installed."""

    def glob(self, pattern: str) -> list[str]:
        # Beam's ** crosses folders by itself; its **/ wants at least one folder in between, ours does not
        (found,) = FileSystems.match([pattern.replace("**/*", "**")])
        return [metadata.path for metadata in found.metadata_list]

    def is_dir(self, path: str) -> bool:
        (found,) = FileSystems.match([f"{path.rstrip('/')}/**"], limits=[1])
        return bool(found.metadata_list)

    def exists(self, path: str) -> bool:
        return bool(FileSystems.exists(path))

    def open(self, path: str) -> BinaryIO:
        opened: BinaryIO = FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED)
        return opened


def files_for(path: str, base: str = "") -> Any:
    """The file system that opens this path; `base`: the folder that local names are relative to."""
    return BeamFiles() if "://" in path else LocalFiles(base)


@dataclasses.dataclass
class ReadFromSeeds(beam.PTransform):
    """Paths -> (Documents and Refusals, number of inputs per file). Paths are spread over the workers, not contents."""

    kind: str
    paths: Sequence[str]
    run: Run
    tallies: Tallies = NONE
    """In which each worker counts the files it has read."""

    def expand(self, pbegin: beam.pvalue.PBegin) -> Any:  # two PCollections: Beam's hints know one
        read = (
            pbegin
            | "Paths" >> beam.Create([os.fsencode(path) for path in self.paths])  # names need not be UTF-8
            | "Spread" >> beam.Reshuffle()
            | "Read" >> beam.ParDo(_Read(self.kind, self.run, self.tallies)).with_outputs("counts", main="documents")
        )
        return read.documents, read.counts


class _Read(beam.DoFn):
    def __init__(self, kind: str, run: Run, tallies: Tallies) -> None:
        self.kind, self.run, self.tallies = kind, run, tallies
        self.base = str(Path.cwd())  # the launcher's: a worker may be anywhere

    def process(self, name: bytes) -> Iterator[Any]:
        path, count = os.fsdecode(name), 0
        for item in SOURCES[self.kind](path, files_for(path, self.base), self.run.started_at):
            count += 1
            yield item
        yield beam.pvalue.TaggedOutput("counts", count)
        self.tallies.add("files")


class Each(beam.DoFn):
    """`function` for what is no Refusal. A fault of ours in one input is that input's Refusal, never the job's end.

    `prepare` loads what the stage needs before the first input; what fails there does end the job.
    """

    def __init__(
        self, stage: Stage, function: Callable[..., Any], run: Run, prepare: Callable[[], None] | None = None
    ) -> None:
        self.stage, self.function, self.run, self.prepare = stage, function, run, prepare

    def setup(self) -> None:
        if self.prepare:
            self.prepare()

    def process(self, item: Any) -> Iterator[Any]:
        if isinstance(item, Refusal):
            yield item
            return
        try:
            answer = self.function(item, self.run)
        except Exception as error:  # noqa: BLE001 the dead letter names the fault; all other inputs go on
            detail = f"{type(error).__name__}: {error}"[:500]
            answer = Refusal(item.input_id, self.stage, "internal_error", item.raw_sha256, detail)
        yield answer


@dataclasses.dataclass
class ExtractArticles(beam.PTransform):
    """Documents -> drafts: main text and metadata of HTML; plain text passes through."""

    run: Run
    each: type[Each] = Each
    """How the stage's function is applied to what comes."""

    def expand(self, documents: beam.PCollection) -> beam.PCollection:
        return documents | "Extract" >> beam.ParDo(self.each("extract", extract_draft, self.run))


@dataclasses.dataclass
class CleanArticles(beam.PTransform):
    """Drafts -> Articles without furniture, with their ids."""

    run: Run
    each: type[Each] = Each

    def expand(self, drafts: beam.PCollection) -> beam.PCollection:
        return drafts | "Clean" >> beam.ParDo(self.each("clean", _clean, self.run))


def _clean(draft: Draft, run: Run) -> TaggedArticle | Refusal:
    article = clean_draft(draft, run)
    if isinstance(article, Refusal):
        return article
    return TaggedArticle(article, input_id=draft.input_id, raw_sha256=draft.raw_sha256)


@dataclasses.dataclass
class TagMentions(beam.PTransform):
    """Articles -> the same with the mentions of the events they report."""

    run: Run
    each: type[Each] = Each

    def expand(self, articles: beam.PCollection) -> beam.PCollection:
        return articles | "Tag" >> beam.ParDo(self.each("tag", _tag, self.run, prepare))


def _tag(item: TaggedArticle, run: Run) -> TaggedArticle:
    return dataclasses.replace(item, mentions=tag_article(item.article, run).mentions)


@dataclasses.dataclass
class StageToParquet(beam.PTransform):
    """Tagged articles and Refusals -> Parquet fragments outside the table roots; only their names go on."""

    root: str
    run: Run

    def expand(self, items: beam.PCollection) -> beam.PCollection:
        return items | "Stage" >> beam.ParDo(_Stage(self.root, self.run))


class _Stage(beam.DoFn):
    def __init__(self, root: str, run: Run) -> None:
        self.root, self.run = root, run

    def start_bundle(self) -> None:
        self.writer = FragmentWriter(self.root, self.run)

    def process(self, item: TaggedArticle | Refusal) -> Iterable[Fragment]:
        return self.writer.add(item)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for fragment in self.writer.flush():
            yield WindowedValue(fragment, GlobalWindow().max_timestamp(), (GlobalWindow(),))


@dataclasses.dataclass
class DeduplicateArticles(beam.PTransform):
    """(fragments, number of inputs per file) -> (tasks, inputs): who stands, where, and what duplicates what."""

    root: str
    run: Run

    def expand(self, pcolls: Any) -> Any:
        return (
            pcolls
            | "Together" >> beam.Flatten()
            | "Gather" >> Gather()
            | "Plan" >> beam.FlatMap(_plan, self.root, self.run)
        )


def _plan(parts: Iterable[Fragment | int], root: str, run: Run) -> Iterator[tuple[PartitionTask | None, int]]:
    """Every task with the number of inputs; the last has none, so that even an empty run is committed."""
    known = list(parts)
    inputs = sum(part for part in known if isinstance(part, int))
    tasks = publish.plan(root, run, [part for part in known if isinstance(part, Fragment)], inputs)
    yield from ((task, inputs) for task in [*tasks, None])


@dataclasses.dataclass
class PublishPartitions(beam.PTransform):
    """Tasks -> the run's Summary: each partition merged by some worker, events resolved, all committed at once."""

    root: str
    run: Run

    def expand(self, tasks: beam.PCollection) -> beam.PCollection:
        return (
            tasks
            | "Spread" >> beam.Reshuffle()
            | "Merge" >> beam.Map(_merge, self.root, self.run)
            | "Gather" >> Gather()
            | "ResolveEvents" >> ResolveEvents(self.root, self.run)
            | "Commit" >> beam.Map(_commit, self.root, self.run)
        )


def _merge(task: tuple[PartitionTask | None, int], root: str, run: Run) -> tuple[Merged | None, int]:
    partition, inputs = task
    return (publish.merge(root, run, partition) if partition else None), inputs


@dataclasses.dataclass
class ResolveEvents(beam.PTransform):
    """All merged partitions -> the same with the partitions of the events that their mentions touch."""

    root: str
    run: Run

    def expand(self, merged: beam.PCollection) -> beam.PCollection:
        return merged | "Resolve" >> beam.Map(_resolve, self.root, self.run)


def _resolve(merged: Iterable[tuple[Merged | None, int]], root: str, run: Run) -> tuple[list[Merged], int]:
    known = list(merged)
    return publish.resolve_events(root, run, [one for one, _ in known if one], Tally), known[0][1]


def _commit(merged: tuple[list[Merged], int], root: str, run: Run) -> Summary:
    """Commit, and count what was done as metrics: the launcher of any runner reads its summary from them."""
    summary = publish.commit(root, run, *merged)
    for name, value in counters(summary):
        Metrics.counter(NAMESPACE, name).inc(value)
    return summary


def counters(summary: Summary) -> Iterator[tuple[str, int]]:
    """A Summary as metric names and values; `reject.<reason>` and `mention.<type>` for what is counted by kind."""
    for name in ("inputs", "articles", "duplicates", "events", "files_written", "files_unchanged"):
        yield name, getattr(summary, name)
    yield from ((f"reject.{reason}", count) for reason, count in summary.rejects)
    yield from ((f"mention.{kind}", count) for kind, count in summary.mentions)


class Gather(beam.PTransform):
    """Everything in one list. Only for names and counts: never for text."""

    def expand(self, pcoll: beam.PCollection) -> beam.PCollection:
        return pcoll | "Key" >> beam.WithKeys(0) | "Group" >> beam.GroupByKey() | "List" >> beam.Values()
