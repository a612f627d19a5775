"""The stages as PTransforms. No logic here: each one wires a function from the room that owns it.

    paths | ReadFromSeeds | ExtractArticles | CleanArticles | TagMentions | StageToParquet  (fused: no text is shuffled)
          | DeduplicateArticles | PublishPartitions(ResolveEvents)                          (names and keys only)

A Refusal that one stage returns rides along to the sink, where it becomes a row of `rejects`. Every stage counts what
it does (transforms/telemetry.py says by which names); one that is given a list `slow` puts there the PCollection of the
inputs that took it longest, a few small elements a bundle.
"""

import dataclasses
import os
import time
import zlib
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
from transforms.beam_metrics import Meter, clocked
from transforms.events.mentions import prepare, tag_article
from transforms.events.resolve import Tally
from transforms.lake import publish
from transforms.lake.fragments import Fragment, FragmentWriter
from transforms.lake.inputs import Chunk, read_names
from transforms.lake.publish import Merged, PartitionTask, Summary
from transforms.records import Document, Refusal, Run, Stage, TaggedArticle
from transforms.sources import SOURCES
from transforms.sources.seeds import LocalFiles
from transforms.tallies import NONE, Tallies
from transforms.telemetry import NAMESPACE, Slow

T = TypeVar("T")
SlowLists = list[beam.PCollection] | None


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
    """Paths -> (Documents and Refusals, number of inputs per bundle). Paths are spread over the workers, not contents.

    Many paths come as Chunks of a list that was staged (`transforms.lake.inputs`) in the dataset at `root`.
    """

    kind: str
    paths: Sequence[str] | Sequence[Chunk]
    root: str
    run: Run
    tallies: Tallies = NONE
    """In which each worker counts the files it has read."""
    slow: SlowLists = None

    def expand(self, pbegin: beam.pvalue.PBegin) -> Any:  # two PCollections: Beam's hints know one
        read = (
            pbegin
            | "Paths" >> beam.Create(_parts(self.paths))
            | "Names" >> beam.FlatMap(_packs, self.root, self.run).with_output_types(bytes)
            | "Spread" >> beam.Reshuffle()
            | "Read"
            >> beam.ParDo(_Read(self.kind, self.run, self.tallies, self.slow is not None)).with_outputs(
                "counts", "slow", main="documents"
            )
        )
        if self.slow is not None:
            self.slow.append(read.slow)
        return read.documents, read.counts


MAX_PACKS = 2000
"""Enough to spread over any number of workers, few enough for one message: a job's definition has a limit."""
STAGED_PACK = 10
"""Paths of a pack, of those that were staged."""


def _parts(paths: Sequence[str] | Sequence[Chunk]) -> list[Any]:
    """Packs of paths, or chunks of a staged list of them."""
    names = [path for path in paths if isinstance(path, str)]
    return pack_paths(names) if names else list(paths)


def _packs(part: bytes | Chunk, root: str, run: Run) -> list[bytes]:
    if isinstance(part, bytes):
        return [part]
    names = [os.fsdecode(name) for name in read_names(root, run, part)]
    return [pack for at in range(0, len(names), STAGED_PACK) for pack in pack_paths(names[at : at + STAGED_PACK], 1)]


def pack_paths(paths: Sequence[str], most: int = MAX_PACKS) -> list[bytes]:
    """Paths in at most so many packs: an element costs the engine far more than its bytes."""
    size = max(1, -(-len(paths) // most))
    return [
        zlib.compress(b"\0".join(os.fsencode(path) for path in paths[start : start + size]))  # they need not be UTF-8
        for start in range(0, len(paths), size)
    ]


def unpack_paths(pack: bytes) -> list[str]:
    """The paths of a pack."""
    return [os.fsdecode(name) for name in zlib.decompress(pack).split(b"\0")]


class _Read(beam.DoFn):
    def __init__(self, kind: str, run: Run, tallies: Tallies, names_slow: bool) -> None:
        self.kind, self.run, self.tallies, self.names_slow = kind, run, tallies, names_slow
        self.base = str(Path.cwd())  # the launcher's: a worker may be anywhere
        self.meter = Meter("read")

    def start_bundle(self) -> None:
        self.inputs = 0

    def process(self, pack: bytes) -> Iterator[Any]:
        for path in unpack_paths(pack):
            yield from self._read(path)

    def _read(self, path: str) -> Iterator[Any]:
        begun = time.perf_counter_ns()  # what follows within `yield` is the other stages' time
        for item in SOURCES[self.kind](path, files_for(path, self.base), self.run.started_at):
            self.inputs += 1
            self.meter.took(time.perf_counter_ns() - begun, item.input_id)
            note_read(self.meter, item)
            yield item
            begun = time.perf_counter_ns()
        self.meter.count("files")
        self.tallies.add("files")

    def finish_bundle(self) -> Iterator[Any]:
        # one number a bundle: the engine keeps each of them, with some 200 bytes around it, until all are there
        yield beam.pvalue.TaggedOutput("counts", _at_the_end(self.inputs))
        if self.names_slow:
            yield from self.meter.slow("slow")


def _at_the_end(value: T) -> WindowedValue:
    """What finish_bundle yields: Beam asks it for a time and a window."""
    return WindowedValue(value, GlobalWindow().max_timestamp(), (GlobalWindow(),))


def note_read(meter: Meter, item: Document | Refusal) -> None:
    """Count the bytes of what was read, or why it was refused."""
    if isinstance(item, Refusal):
        meter.count(f"reject.{item.reason_code}")
    else:
        meter.count("bytes", size(item.content))


def size(text: str) -> int:
    """Bytes as UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


class Each(beam.DoFn):
    """`function` for what is no Refusal. A fault of ours in one input is that input's Refusal, never the job's end.

    `prepare` loads what the stage needs before the first input; what fails there does end the job.
    """

    def __init__(
        self,
        stage: Stage,
        function: Callable[..., Any],
        run: Run,
        names_slow: bool = False,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self.stage, self.function, self.run, self.names_slow, self.prepare = stage, function, run, names_slow, prepare
        self.meter = Meter(stage)

    def setup(self) -> None:
        if self.prepare:
            self.prepare()

    def process(self, item: Any) -> Iterator[Any]:
        if isinstance(item, Refusal):
            yield item
            return
        begun = time.perf_counter_ns()
        try:
            answer = self.function(item, self.run)
        except Exception as error:  # noqa: BLE001 the dead letter names the fault; all other inputs go on
            detail = f"{type(error).__name__}: {error}"[:500]
            answer = Refusal(item.input_id, self.stage, "internal_error", item.raw_sha256, detail)
        self.meter.took(time.perf_counter_ns() - begun, item.input_id)
        if isinstance(answer, Refusal):
            self.meter.count(f"reject.{answer.reason_code}")
        elif isinstance(answer, TaggedArticle):
            for mention in answer.mentions:
                self.meter.count(f"mention.{mention.event_type}")
        yield answer

    def finish_bundle(self) -> Iterator[Any]:
        if self.names_slow:
            yield from self.meter.slow("slow")


def _each(pcoll: beam.PCollection, name: str, fn: Each, slow: SlowLists) -> beam.PCollection:
    """The main output of a stage; its slowest inputs go to the list."""
    if slow is None:
        return pcoll | name >> beam.ParDo(fn)
    outputs = pcoll | name >> beam.ParDo(fn).with_outputs("slow", main="items")
    slow.append(outputs.slow)
    return outputs["items"]


@dataclasses.dataclass
class ExtractArticles(beam.PTransform):
    """Documents -> drafts: main text and metadata of HTML; plain text passes through."""

    run: Run
    slow: SlowLists = None
    each: type[Each] = Each
    """How the stage's function is applied to what comes."""

    def expand(self, documents: beam.PCollection) -> beam.PCollection:
        stage = self.each("extract", extract_draft, self.run, self.slow is not None)
        return _each(documents, "Extract", stage, self.slow)


@dataclasses.dataclass
class CleanArticles(beam.PTransform):
    """Drafts -> Articles without furniture, with their ids."""

    run: Run
    slow: SlowLists = None
    each: type[Each] = Each

    def expand(self, drafts: beam.PCollection) -> beam.PCollection:
        return _each(drafts, "Clean", self.each("clean", _clean, self.run, self.slow is not None), self.slow)


def _clean(draft: Draft, run: Run) -> TaggedArticle | Refusal:
    article = clean_draft(draft, run)
    if isinstance(article, Refusal):
        return article
    return TaggedArticle(article, input_id=draft.input_id, raw_sha256=draft.raw_sha256)


@dataclasses.dataclass
class TagMentions(beam.PTransform):
    """Articles -> the same with the mentions of the events they report."""

    run: Run
    slow: SlowLists = None
    each: type[Each] = Each

    def expand(self, articles: beam.PCollection) -> beam.PCollection:
        return _each(articles, "Tag", self.each("tag", _tag, self.run, self.slow is not None, prepare), self.slow)


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
        self.root, self.run, self.meter = root, run, Meter("stage")

    def start_bundle(self) -> None:
        publish.hold(self.root, self.run.run_id)
        self.writer = FragmentWriter(self.root, self.run)

    def process(self, item: TaggedArticle | Refusal) -> Iterable[Fragment]:
        begun = time.perf_counter_ns()
        fragments = self.writer.add(item)
        self.meter.took(time.perf_counter_ns() - begun)
        if not isinstance(item, Refusal):
            self.meter.count("bytes", size(item.article.body))
        return fragments

    def finish_bundle(self) -> Iterator[WindowedValue]:
        begun = time.perf_counter_ns()
        fragments = self.writer.flush()
        self.meter.count("flush_milliseconds", (time.perf_counter_ns() - begun) // 1_000_000)
        for fragment in fragments:
            yield _at_the_end(fragment)


@dataclasses.dataclass
class DeduplicateArticles(beam.PTransform):
    """(fragments, number of inputs per bundle, slow inputs) -> (tasks, inputs): who stands, where, and what repeats."""

    root: str
    run: Run

    def expand(self, pcolls: Any) -> Any:
        return (
            pcolls
            | "Together" >> beam.Flatten()
            | "Gather" >> Gather()
            | "Plan" >> beam.FlatMap(_plan, self.root, self.run)
        )


def _plan(parts: Iterable[Fragment | int | Slow], root: str, run: Run) -> Iterator[tuple[PartitionTask | None, int]]:
    """Every task with the number of inputs; the last has none, so that even an empty run is committed."""
    publish.hold(root, run.run_id)
    known = list(parts)
    inputs = sum(part for part in known if isinstance(part, int))
    slow = [part for part in known if isinstance(part, Slow)]
    with clocked("plan"):
        tasks = publish.plan(root, run, [part for part in known if isinstance(part, Fragment)], inputs, slow)
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
    publish.hold(root, run.run_id)
    partition, inputs = task
    if not partition:
        return None, inputs
    with clocked("merge") as meter:
        merged = publish.merge(root, run, partition)
    meter.count("bytes", sum(file.bytes for file in merged.files))
    return merged, inputs


@dataclasses.dataclass
class ResolveEvents(beam.PTransform):
    """All merged partitions -> the same with the partitions of the events that their mentions touch."""

    root: str
    run: Run

    def expand(self, merged: beam.PCollection) -> beam.PCollection:
        return merged | "Resolve" >> beam.Map(_resolve, self.root, self.run)


def _resolve(merged: Iterable[tuple[Merged | None, int]], root: str, run: Run) -> tuple[list[Merged], int]:
    publish.hold(root, run.run_id)
    known = list(merged)
    with clocked("resolve"):
        return publish.resolve_events(root, run, [one for one, _ in known if one], Tally), known[0][1]


def _commit(merged: tuple[list[Merged], int], root: str, run: Run) -> Summary:
    """Commit, and count what was done as metrics: the launcher of any runner reads its summary from them."""
    if not publish.is_committed(root, run):
        publish.hold(root, run.run_id)
    with clocked("commit"):
        summary = publish.commit(root, run, *merged)
    publish.give_back(root, run.run_id)
    for one in summary.slowest:
        Metrics.string_set(NAMESPACE, "slowest").add(f"{one.milliseconds} {one.stage} {one.input_id}")
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
