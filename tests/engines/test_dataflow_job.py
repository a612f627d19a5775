"""A job as Dataflow gets and runs it: launched from the installed wheel, left by its launcher, run by workers that have
only the wheel. What Dataflow would do with the graph that the launcher wrote, the in-process engine does here.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CONFIG, ROOT, Answer
from tests.engines.emulator import BUCKET, emulated
from tests.engines.installed import build_wheel, clean_environment, clean_python, output, worker_pool
from tests.engines.service import IMAGE, SERVICE, run_graph, staged_graph
from transforms.lake import lease
from transforms.lake.store import open_store

LAUNCHED = (*SERVICE, f"--sdk_container_image={IMAGE}", "--job_name=demarche-1", "--a_flag_of_a_later_launcher=1")
"""What Dataflow's own launcher adds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tests of this file work."""

    bucket: str
    python: Path
    """Has the wheel and nothing else of the project."""
    folder: Path
    """Empty; where launcher and workers run."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("dataflow")
    with pytest.MonkeyPatch.context() as patch, emulated(patch):
        wheel = build_wheel(folder / "wheels")
        python = clean_python(wheel, folder / "clean")
        (folder / "work").mkdir()
        store = open_store(f"gs://{BUCKET}/in")
        for path in (ROOT / "seeds").iterdir():
            with store.create(path.name) as sink:
                sink.write(path.read_bytes())
        yield Place(f"gs://{BUCKET}", python, folder / "work")


def launch(place: Place, root: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The launcher of the Flex Template, as the image has it: the installed module's file, alone in a folder."""
    script = place.folder / "template" / "launch.py"
    script.parent.mkdir(exist_ok=True)
    script.write_bytes((ROOT / "pipeline" / "template.py").read_bytes())
    command = [str(place.python), str(script), f"--output={root}", *LAUNCHED, *more]
    return subprocess.run(
        command, cwd=place.folder, env=clean_environment(), capture_output=True, text=True, check=False, timeout=300
    )


def submitted(place: Place) -> tuple[dict[str, Any], Any]:
    """(the job as its JSON says, the graph that goes with it) as the launcher has staged them."""
    return json.loads(open_store(f"{place.bucket}/template").read("job_object")), staged_graph()


def run_elsewhere(place: Place, graph: Any, log: Path) -> None:
    """What Dataflow does with a job: workers of the clean Python run the graph."""
    from apache_beam.portability import common_urns
    from apache_beam.portability.api import beam_runner_api_pb2, endpoints_pb2

    with worker_pool(place.python, log) as address:
        endpoint = endpoints_pb2.ApiServiceDescriptor(url=address)
        payload = beam_runner_api_pb2.ExternalPayload(endpoint=endpoint).SerializeToString()
        run_graph(graph, common_urns.environments.EXTERNAL.urn, payload)


def held(root: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(open_store(root).read(lease.NAME))
    return found


def test_a_job_is_launched_left_alone_and_publishes(
    place: Place, tmp_path: Path, demarche: Callable[..., Answer]
) -> None:
    root = f"{place.bucket}/lake"
    config = tmp_path / "seeds.toml"
    config.write_text('output = "gs://nowhere/lake"\n[source]\nkind = "seeds"\ninput = ["gs://nowhere/x"]\n')
    open_store(f"{place.bucket}/configs").write_atomic("seeds.toml", config.read_bytes())
    done = launch(place, root, f"--config={place.bucket}/configs/seeds.toml", f"--input={place.bucket}/in/**/*")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"job graph written to {place.bucket}/template/job_object; Dataflow starts the job\n"
    assert "--a_flag_of_a_later_launcher=1: left out" in done.stderr

    job, graph = submitted(place)
    assert (job["name"], job["type"]) == ("demarche-1", "JOB_TYPE_BATCH")
    assert [image["containerImage"] for image in job["environment"]["workerPools"][0]["sdkHarnessContainerImages"]] == [
        IMAGE
    ]
    assert held(root)["left"] is True

    # until it has ended, the dataset is its own
    busy = demarche("run", CONFIG, "--input", f"{place.bucket}/in/*.jsonl", "--output", root)
    assert (busy.status, "another run is writing to it" in busy.err) == (1, True)

    run_elsewhere(place, graph, tmp_path)
    assert not [name for name in open_store(root).files() if name.startswith(("_staging/", "_state/"))]
    checked = demarche("check", root)
    assert (checked.status, checked.err) == (0, ""), checked.out
    again = demarche("run", CONFIG, "--input", f"{place.bucket}/in/**/*", "--output", root)
    assert " 0 Parquet files written" in again.out


def test_a_job_that_lost_its_lease_publishes_nothing(place: Place, tmp_path: Path) -> None:
    root = f"{place.bucket}/lost"
    assert launch(place, root, f"--config={CONFIG}", f"--input={place.bucket}/in/*.jsonl").returncode == 0
    _, graph = submitted(place)
    lease.give_back(open_store(root), held(root)["token"], settle=0)
    before = open_store(root).files()
    with pytest.raises(RuntimeError, match="does not hold the dataset's lease"):
        run_elsewhere(place, graph, tmp_path)
    assert open_store(root).files() == before


def test_a_launch_that_fails_gives_the_dataset_back(place: Place) -> None:
    root = f"{place.bucket}/failed"
    done = launch(place, root, f"--config={CONFIG}", f"--input={place.bucket}/in/*.jsonl", "--job_name=Not A Name")
    assert done.returncode == 1
    assert "Invalid job_name" in done.stderr
    assert not open_store(root).exists(lease.NAME)


def test_the_clean_python_has_the_wheel_and_nothing_of_the_checkout(place: Place) -> None:
    code = (
        "import json, pipeline, transforms.beam, sys; print(json.dumps([pipeline.__file__, transforms.beam.__file__]))"
    )
    for file in json.loads(output(place.python, code, folder=place.folder)):
        assert file.startswith(str(place.python.parent.parent))
    lexicons = (
        "import sys, pathlib, transforms.events as e; print(len(list(pathlib.Path(e.__file__).parent.rglob('*.toml'))))"
    )
    here = len(list((ROOT / "transforms" / "events").rglob("*.toml")))
    assert int(output(place.python, lexicons, folder=place.folder)) == here


def test_what_the_launcher_has_in_memory_loads_on_a_worker(place: Place) -> None:
    """Beam stages the launcher's main module, pickled; a worker reads that before anything else."""
    root = f"{place.bucket}/session"
    assert launch(place, root, f"--config={CONFIG}", f"--input={place.bucket}/in/*.jsonl").returncode == 0
    staging = open_store(f"{place.bucket}/staging")
    name = max(name for name in staging.files() if name.endswith("/pickled_main_session"))
    copy = place.folder / "session"
    copy.write_bytes(staging.read(name))
    code = "import sys; from apache_beam.internal import pickler; pickler.load_session(sys.argv[1]); print('loaded')"
    assert output(place.python, code, str(copy), folder=place.folder) == "loaded\n"
