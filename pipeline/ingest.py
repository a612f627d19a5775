"""The whole graph, on one screen: two ways in, one way on."""

from collections.abc import Sequence
from typing import Any

import apache_beam as beam

from transforms.beam import (
    CleanArticles,
    DeduplicateArticles,
    ExtractArticles,
    PublishPartitions,
    ReadFromSeeds,
    StageToParquet,
    TagMentions,
)
from transforms.beam_feeds import FetchPages, NoteOutcomes, PollFeeds, SettleEntries
from transforms.polling.work import Settings
from transforms.records import Run
from transforms.tallies import NONE, Tallies


def build(
    pipeline: beam.Pipeline, kind: str, paths: Sequence[str], root: str, run: Run, tallies: Tallies = NONE
) -> beam.PCollection:
    """Paths of seed files -> the dataset at `root`. What comes out is the commit's Summary, one element."""
    documents, counts = pipeline | "ReadFromSeeds" >> ReadFromSeeds(kind, paths, run, tallies)
    return _publish(_tag(documents, run), [counts], root, run)


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
    tasks = pipeline | "PollFeeds" >> PollFeeds(root, run, settings, tuple(jobs), tallies)
    documents, counts, waiting = tasks | "FetchPages" >> FetchPages(root, run, settings, shards, tallies)
    noted = _tag(documents, run) | "NoteOutcomes" >> beam.ParDo(NoteOutcomes()).with_outputs("outcomes", main="items")
    settled = (noted.outcomes, waiting) | "SettleEntries" >> SettleEntries(root, run)
    return _publish(noted.items, [counts, settled], root, run)


def _tag(documents: beam.PCollection, run: Run) -> beam.PCollection:
    return (
        documents
        | "ExtractArticles" >> ExtractArticles(run)
        | "CleanArticles" >> CleanArticles(run)
        | "TagMentions" >> TagMentions(run)
    )


def _publish(items: beam.PCollection, counts: Sequence[Any], root: str, run: Run) -> beam.PCollection:
    fragments = items | "StageToParquet" >> StageToParquet(root, run)
    tasks = (fragments, *counts) | "DeduplicateArticles" >> DeduplicateArticles(root, run)
    return tasks | "PublishPartitions" >> PublishPartitions(root, run)
