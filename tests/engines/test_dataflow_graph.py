"""What Dataflow gets, by dry run: each graph translates, is small however much is to be read, and carries no lexicon.

Nothing is sent and nobody is asked: the runner stops before the first request.
"""

import base64
import bz2
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import pipeline.ingest as ingest
from pipeline.config import Feeds, load
from pipeline.passes import settings_of
from tests.conftest import ROOT
from transforms.events.mentions import prepare
from transforms.events.tables import rows
from transforms.lake.inputs import MAX_CHUNKS, Chunk
from transforms.records import Run

pytest.importorskip("apache_beam.runners.dataflow.internal.apiclient", reason="the gcp extra is not installed")

RUN = Run("0123456789abcdef" * 2, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
LAKE = "gs://demarche-test/lake"
IMAGE = "europe-west1-docker.pkg.dev/demarche-test/demarche/demarche:1.0.0"
FLAGS = (
    "--runner=DataflowRunner",
    "--no_auth",
    "--dry_run=True",
    "--project=demarche-test",
    "--region=europe-west1",
    "--job_name=demarche",
    "--temp_location=gs://demarche-test/tmp",
    "--staging_location=gs://demarche-test/staging",
    f"--sdk_container_image={IMAGE}",
)
MOST = 1_000_000
"""Bytes of a graph. Dataflow refuses a request of more than 10 MB."""
CHUNKS = [Chunk(number * 100_000, 100_000) for number in range(MAX_CHUNKS)]
"""As many as there ever are."""
PATHS = [f"gs://demarche-test/news/2026/03/{number:06d}.html" for number in range(1_000)]
"""As many as stand in the graph itself."""


def seeds(paths: Sequence[Any]) -> Callable[[Any], Any]:
    return lambda pipeline: ingest.build(pipeline, "seeds", paths, LAKE, RUN)


def feeds(pipeline: Any) -> Any:
    source = load(ROOT / "configs" / "feeds.toml").source
    assert isinstance(source, Feeds)
    names = [f"_staging/{RUN.run_id}/feeds/jobs-{number:05d}.jsonl" for number in range(256)]
    return ingest.build_feeds(pipeline, names, LAKE, RUN, settings_of(source), 256)


def stream(pipeline: Any) -> Any:
    from pipeline import streams

    source = load(ROOT / "configs" / "feeds.toml").source
    return ingest.build_stream(pipeline, LAKE, RUN, streams.stream_settings(source, []))


GRAPHS = {"one path": seeds(PATHS[:1]), "many paths": seeds(PATHS), "chunks": seeds(CHUNKS), "feeds": feeds}
STREAMS = {"stream": stream} if hasattr(ingest, "build_stream") else {}


def translate(build: Callable[[Any], Any], *more: str) -> Any:
    """The job that would be submitted."""
    import apache_beam as beam

    from pipeline.options import parse

    pipeline = beam.Pipeline(options=parse([*FLAGS, *more]))
    build(pipeline)
    return pipeline.run().job


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a translation asked the network")

    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("name", [*GRAPHS, *STREAMS])
def test_every_graph_translates_and_stays_small(name: str) -> None:
    job = translate((GRAPHS | STREAMS)[name], *(["--streaming"] if name in STREAMS else []))
    graph = job.proto_pipeline
    data = graph.SerializeToString()
    assert len(data) < MOST
    kinds = {transform.spec.urn for transform in graph.components.transforms.values()}
    assert "beam:transform:pardo:v1" in kinds
    unbounded = [p for p in graph.components.pcollections.values() if p.is_bounded == 1]
    assert bool(unbounded) == (name in STREAMS)
    assert job.proto.type_.name == ("JOB_TYPE_STREAMING" if name in STREAMS else "JOB_TYPE_BATCH")
    (environment,) = graph.components.environments.values()
    assert environment.urn == "beam:env:docker:v1"
    assert IMAGE.encode() in environment.payload


def carried(graph: Any) -> dict[str, bytes]:
    """Step -> what its DoFn carries to the workers, unpacked but not loaded."""
    from apache_beam.portability.api import beam_runner_api_pb2

    found = {}
    for transform in graph.components.transforms.values():
        if transform.spec.urn == "beam:transform:pardo:v1":
            payload = beam_runner_api_pb2.ParDoPayload.FromString(transform.spec.payload)
            found[transform.unique_name] = bz2.decompress(base64.b64decode(payload.do_fn.payload))
    return found


@pytest.mark.parametrize("name", [*GRAPHS, *STREAMS])
def test_no_graph_carries_a_lexicon(name: str) -> None:
    """Also where the launcher has loaded them: steps go by reference, and workers read what lies in the image."""
    prepare()
    names = [name.encode() for _, name in rows("world", "countries", "rows", 2) if len(name) > 6]
    assert len(names) > 100
    steps = carried(translate((GRAPHS | STREAMS)[name], *(["--streaming"] if name in STREAMS else [])).proto_pipeline)
    assert any("TagMentions" in step for step in steps)
    for step, data in steps.items():
        assert len(data) < 20_000 or "/Paths/" in step, step  # the names of files themselves
        assert not [name for name in names if name in data], step


def test_a_graph_does_not_grow_with_what_is_read() -> None:
    few, most = (len(translate(seeds(CHUNKS[:n])).proto_pipeline.SerializeToString()) for n in (1, MAX_CHUNKS))
    assert most - few < 50_000


def test_hints_and_options_reach_the_job() -> None:
    job = translate(feeds, "--resource_hints=min_ram=4GB", "--machine_type=n2-standard-4", "--max_num_workers=8")
    (environment,) = job.proto_pipeline.components.environments.values()
    assert dict(environment.resource_hints) == {"beam:resources:min_ram_bytes:v1": b"4000000000"}
    assert job.options.get_all_options()["max_num_workers"] == 8


# --- what we rely on in Beam, and would notice here when it changes ---


def test_beam_takes_the_last_of_a_flag_given_twice() -> None:
    """`[beam]` of a configuration comes first, the command line after it."""
    job = translate(seeds(PATHS[:1]), "--region=us-central1")
    assert job.options.get_all_options()["region"] == "us-central1"


def test_beam_stops_before_the_first_request_of_a_dry_run() -> None:
    """`_nobody_is_asked` holds for the whole of this file; a result without a job is what `submit` says so of."""
    import apache_beam as beam

    from pipeline.options import parse
    from pipeline.submit import submit

    options = parse(FLAGS)
    assert submit(seeds(PATHS[:1]), options) == "dry run: job demarche was translated, nothing was submitted"
    assert not hasattr(beam.Pipeline(options=options).run(), "has_job")


def test_a_result_of_dataflow_says_whether_there_is_a_job() -> None:
    """Without one (a template) its other methods fail, or wait for ever."""
    from apache_beam.runners.dataflow.dataflow_runner import DataflowPipelineResult

    class Job:
        id = "2026-03-01_00_00_00-1"

    assert not DataflowPipelineResult(None, None).has_job
    assert DataflowPipelineResult(Job(), None).has_job
    assert DataflowPipelineResult(Job(), None).job_id() == Job.id


def test_beam_opens_stored_bytes_as_they_are() -> None:
    """Its client for buckets asks for raw bytes: a `.gz` arrives as it lies there."""
    import inspect

    from apache_beam.io.gcp.gcsio import BeamBlobReader

    assert inspect.signature(BeamBlobReader.__init__).parameters["raw_download"].default is True
