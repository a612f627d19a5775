"""Runs that outlive their launcher: handed to a service that runs them by itself (Dataflow), and left there.

The launcher takes the dataset's lease in the run's name, submits, says where the job is, and goes home. The job renews
the lease, and its commit gives it back; see transforms/lake/lease.py.
"""

from collections.abc import Callable, Iterable
from typing import Any

from apache_beam import Pipeline
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions, StandardOptions, TestOptions

SERVICES = frozenset({"dataflowrunner"})
"""Runners whose jobs need no launcher."""


def leaves(options: PipelineOptions) -> bool:
    """Whether the job goes on when this process has ended."""
    name = options.view_as(StandardOptions).runner or ""
    return name.rpartition(".")[2].lower() in SERVICES


def is_dry(options: PipelineOptions) -> bool:
    """Whether the job is only translated: nothing will run."""
    return leaves(options) and bool(options.view_as(TestOptions).dry_run)


def owes_a_graph(options: PipelineOptions) -> bool:
    """Whether a service waits for this launcher's graph, and reports a failure where none comes (a Flex Template)."""
    return leaves(options) and bool(options.view_as(GoogleCloudOptions).template_location)


def unreachable(paths: Iterable[str], options: PipelineOptions) -> list[str]:
    """What the service's workers could not reach: one fault for each path of this machine."""
    if not leaves(options):
        return []
    return [f"{path}: lies on this machine; Dataflow's workers need gs://" for path in paths if "://" not in path]


def submit(build: Callable[[Pipeline], Any], options: PipelineOptions) -> str:
    """Build a graph and hand it over. Returns what to tell the user: where the job is. Never waits for it."""
    pipeline = Pipeline(options=options)
    build(pipeline)
    result = pipeline.run()
    cloud = options.view_as(GoogleCloudOptions)
    if is_dry(options):
        return f"dry run: job {result.job.proto.name} was translated, nothing was submitted"
    if not result.has_job:  # a Flex Template: the service starts the job when this launcher has ended
        return f"job graph written to {cloud.template_location}; Dataflow starts the job"
    job = result.job_id()
    return (
        f"job {job} submitted to Dataflow in {cloud.region}; the dataset is its own until it has ended\n"
        f"next: gcloud dataflow jobs describe {job} --project={cloud.project} --region={cloud.region}"
    )
