"""The whole graph, on one screen."""

from collections.abc import Sequence

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
from transforms.records import Run


def build(
    pipeline: beam.Pipeline, kind: str, paths: Sequence[str], root: str, run: Run, progress: str | None = None
) -> beam.PCollection:
    """Paths of seed files -> the dataset at `root`. What comes out is the commit's Summary, one element."""
    documents, counts = pipeline | "ReadFromSeeds" >> ReadFromSeeds(kind, paths, run, progress)
    fragments = (
        documents
        | "ExtractArticles" >> ExtractArticles(run)
        | "CleanArticles" >> CleanArticles(run)
        | "TagMentions" >> TagMentions(run)
        | "StageToParquet" >> StageToParquet(root, run)
    )
    tasks = (fragments, counts) | "DeduplicateArticles" >> DeduplicateArticles(root, run)
    return tasks | "PublishPartitions" >> PublishPartitions(root, run)
