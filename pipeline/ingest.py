"""The graphs, on one screen: two ways in for batches, one for the stream; one way on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apache_beam as beam

from transforms.beam import (
    CleanArticles,
    DeduplicateArticles,
    Each,
    ExtractArticles,
    PublishPartitions,
    ReadFromSeeds,
    SlowLists,
    StageToParquet,
    TagMentions,
)
from transforms.beam_feeds import FetchPages, NoteOutcomes, PollFeeds, SettleEntries
from transforms.beam_stream import (
    Carry,
    DropKnownPages,
    NoteTheEnd,
    PollDueFeeds,
    PublishWindows,
    ReadPages,
    StageParts,
    WatchFeeds,
)
from transforms.lake.inputs import Chunk
from transforms.polling.work import Settings
from transforms.records import Run
from transforms.streaming import StreamSettings
from transforms.tallies import NONE, Tallies


def build(
    pipeline: beam.Pipeline,
    kind: str,
    paths: Sequence[str] | Sequence[Chunk],
    root: str,
    run: Run,
    tallies: Tallies = NONE,
) -> beam.PCollection:
    """Paths of seed files -> the dataset at `root`. What comes out is the commit's Summary, one element.

    Very many paths are staged first, and come as chunks of that list (`transforms.lake.inputs`).
    """
    root = placed(root)
    slow: list[beam.PCollection] = []
    documents, counts = pipeline | "ReadFromSeeds" >> ReadFromSeeds(kind, paths, root, run, tallies, slow)
    return _publish(_tag(documents, run, slow), [counts, *slow], root, run)


def build_feeds(
    pipeline: beam.Pipeline,
    jobs: Sequence[str],
    root: str,
    run: Run,
    settings: Settings,
    shards: int,
    tallies: Tallies = NONE,
) -> beam.PCollection:
    """Staged jobs of a feed pass -> the dataset at `root`, and the pass's file of the poll log with it."""
    root = placed(root)
    tasks = pipeline | "PollFeeds" >> PollFeeds(root, run, settings, tuple(jobs), tallies)
    documents, counts, waiting = tasks | "FetchPages" >> FetchPages(root, run, settings, shards, tallies)
    slow: list[beam.PCollection] = []
    tagged = _tag(documents, run, slow)
    noted = tagged | "NoteOutcomes" >> beam.ParDo(NoteOutcomes()).with_outputs("outcomes", main="items")
    settled = (noted.outcomes, waiting) | "SettleEntries" >> SettleEntries(root, run)
    return _publish(noted["items"], [counts, settled, *slow], root, run)


def placed(root: str) -> str:
    """A dataset's root as workers find it: they may be at work in another folder than the launcher."""
    return root if "://" in root else str(Path(root).absolute())


def build_stream(pipeline: beam.Pipeline, root: str, run: Run, settings: StreamSettings) -> beam.PCollection:
    """Feeds without end -> the dataset at `root`. What comes out is a Summary each time that a window is published."""
    root = placed(root)
    ticks = pipeline | "WatchFeeds" >> WatchFeeds(root, settings)
    summaries = stream_from(ticks, root, run, settings)
    summaries | "NoteTheEnd" >> NoteTheEnd(root, settings)
    return summaries


def stream_from(ticks: beam.PCollection, root: str, run: Run, settings: StreamSettings) -> beam.PCollection:
    """The same, of given ticks."""
    pages = (
        ticks
        | "PollDueFeeds" >> PollDueFeeds(root, settings)
        | "DropKnownPages" >> DropKnownPages(settings)
        | "ReadPages" >> ReadPages(settings)
    )
    parts = _tag(pages, run, None, Carry) | "StageParts" >> StageParts(root, settings)
    return parts | "PublishWindows" >> PublishWindows(root, settings)


def _tag(documents: beam.PCollection, run: Run, slow: SlowLists, each: type[Each] = Each) -> beam.PCollection:
    return (
        documents
        | "ExtractArticles" >> ExtractArticles(run, slow, each)
        | "CleanArticles" >> CleanArticles(run, slow, each)
        | "TagMentions" >> TagMentions(run, slow, each)
    )


def _publish(items: beam.PCollection, counts: Sequence[Any], root: str, run: Run) -> beam.PCollection:
    fragments = items | "StageToParquet" >> StageToParquet(root, run)
    tasks = (fragments, *counts) | "DeduplicateArticles" >> DeduplicateArticles(root, run)
    return tasks | "PublishPartitions" >> PublishPartitions(root, run)
