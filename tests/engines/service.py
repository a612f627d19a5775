"""What Dataflow does, without it: flags that its launcher adds, the graph that was staged, and a run of that graph."""

from typing import Any

from tests.engines.emulator import BUCKET
from transforms.lake.store import open_store

IMAGE = "europe-west1-docker.pkg.dev/demarche-test/demarche/demarche:1.0.0"
SERVICE = (
    "--runner=DataflowRunner",
    "--project=demarche-test",
    "--region=europe-west1",
    f"--temp_location=gs://{BUCKET}/tmp",
    f"--staging_location=gs://{BUCKET}/staging",
    f"--template_location=gs://{BUCKET}/template/job_object",
)


def staged_graph() -> Any:
    """The graph that was staged last."""
    from apache_beam.portability.api import beam_runner_api_pb2

    staging = open_store(f"gs://{BUCKET}/staging")
    name = max(name for name in staging.files() if name.endswith("/pipeline.pb"))
    return beam_runner_api_pb2.Pipeline.FromString(staging.read(name))


def run_graph(graph: Any, urn: str, payload: bytes = b"") -> None:
    """Run it to its end, with workers of an environment in place of the service's."""
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

    for environment in graph.components.environments.values():
        environment.urn, environment.payload = urn, payload
        del environment.dependencies[:]
    FnApiRunner().run_via_runner_api(graph, PipelineOptions([])).wait_until_finish()
