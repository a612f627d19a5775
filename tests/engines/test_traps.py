"""What Beam does that we step around, each as it is today: a test that fails here says that Beam has changed, and that
the code named in it may be simpler, or must change too. No engine beyond the in-process one is needed.
"""

import ast
import inspect
import logging
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam import coders
from apache_beam.io import fileio
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.metrics.metric import MetricResult
from apache_beam.options.pipeline_options import (
    DirectOptions,
    FlinkRunnerOptions,
    PipelineOptions,
    PortableOptions,
    PrismRunnerOptions,
    SetupOptions,
)
from apache_beam.runners.direct import direct_runner
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.runners.runner import create_runner
from apache_beam.runners.worker import worker_pool_main
from apache_beam.transforms.periodicsequence import PeriodicImpulse

import pipeline.run
from pipeline import options
from pipeline.ingest import build
from tests.conftest import ROOT
from tests.engines import fetch
from transforms.records import Refusal, Run

SOURCES = [path for folder in ("pipeline", "transforms") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_direct_runner_is_a_switch_and_ours_is_not() -> None:
    """pipeline/options.py `runner`: which engine runs must not depend on the network."""
    assert isinstance(create_runner("DirectRunner"), direct_runner.SwitchingDirectRunner)
    assert type(options.runner(options.parse([]))) is FnApiRunner
    assert type(options.runner(options.parse(["--runner=DirectRunner"]))) is FnApiRunner


def test_beam_takes_flags_that_it_does_not_know() -> None:
    """pipeline/options.py `parse` refuses them."""
    assert PipelineOptions(["--no_such_flag=1"]).get_all_options(drop_default=True) == {}
    with pytest.raises(options.FlagError, match="no_such_flag"):
        options.parse(["--no_such_flag=1"])


def test_the_defaults_that_our_flags_are_compared_with() -> None:
    """pipeline/engines.py `missing_flags`, pipeline/options.py `runner`."""
    none = PipelineOptions([])
    assert none.view_as(PrismRunnerOptions).prism_log_level == "info"
    assert none.view_as(PortableOptions).environment_type is None  # which means a container
    assert none.view_as(FlinkRunnerOptions).flink_master == "[auto]"
    assert none.view_as(DirectOptions).direct_running_mode == "in_memory"
    assert none.view_as(SetupOptions).pickle_library == "default"


def test_the_flink_that_we_test_on_is_one_that_beam_publishes_for() -> None:
    """tests/engines/fetch.py FLINK."""
    assert fetch.FLINK in FlinkRunnerOptions.PUBLISHED_FLINK_VERSIONS


@pytest.mark.parametrize(("committed", "attempted", "result"), [(0, None, None), (None, 3, 3), (2, 3, 2)])
def test_a_counter_that_stays_zero_may_be_none(
    committed: int | None, attempted: int | None, result: int | None
) -> None:
    """pipeline/run.py `execute`: Prism gives committed counters only."""
    assert MetricResult(None, committed, attempted).result == result


def test_write_to_files_loses_what_goes_into_folders_that_are_not_there(tmp_path: Path) -> None:
    """transforms/lake writes by itself: partitions are folders."""
    with beam.Pipeline(runner=FnApiRunner()) as graph:
        _ = (
            graph
            | beam.Create(["2024-03-05", "2024-03-06"])
            | fileio.WriteToFiles(
                path=str(tmp_path),
                destination=lambda day: f"dt={day}",
                sink=lambda _: fileio.TextSink(),
                file_naming=lambda *_: "dt=2024-03-05/part-00000.txt",
            )
        )
    assert not list(tmp_path.rglob("*.txt"))


def test_none_of_our_files_uses_beams_file_sinks() -> None:
    """FACTS of the test above, and WriteToParquet: no partitions, reruns with other shards duplicate rows."""
    for path in SOURCES:
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert not names & {"WriteToFiles", "WriteToParquet", "WriteToText"}, path


def test_future_annotations_take_beams_type_hints_away() -> None:
    """No file of ours that holds a DoFn begins with that import."""
    source = (
        "import apache_beam as b\nclass Do(b.DoFn):\n    def process(self, item: int) -> list[str]:\n        pass\n"
    )
    plain: dict[str, Any] = {"__name__": __name__}
    exec(source, plain)
    assert str(plain["Do"]().get_type_hints().simple_output_type("Do")) == "<class 'str'>"
    future: dict[str, Any] = {"__name__": __name__}
    exec("from __future__ import annotations\n" + source, future)
    assert str(future["Do"]().get_type_hints().simple_output_type("Do")) != "<class 'str'>"
    for path in SOURCES:
        text = path.read_text()
        assert "import apache_beam" not in text or "from __future__ import annotations" not in text, path


def test_a_frozen_dataclass_keeps_its_class_without_a_schema() -> None:
    """transforms/records.py: records are dataclasses that Beam takes for plain values, never for rows with a schema,
    whose class another process would make up anew."""
    refusal = Refusal("a", "read", "empty", "0" * 64, None)
    coder = coders.registry.get_coder(Refusal)
    assert type(coder) is coders.FastPrimitivesCoder
    assert coder.decode(coder.encode(refusal)) == refusal


def test_a_lambda_without_a_name_is_called_by_its_line() -> None:
    """Names of steps are identities to a stream that is updated: every step of ours is named."""
    assert re.fullmatch(r"Map\(<lambda at test_traps\.py:\d+>\)", beam.Map(lambda item: item).label)


def test_every_step_of_our_graph_has_a_name_of_its_own(tmp_path: Path) -> None:
    graph = beam.Pipeline()
    build(graph, "seeds", ["a.txt"], str(tmp_path), Run("0" * 32, pipeline.run.now()))
    names = [step.unique_name for step in graph.to_runner_api().components.transforms.values()]
    assert len(names) > 20
    lambdas = {name.rpartition("<lambda at ")[2].partition(":")[0] for name in names if "<lambda" in name}
    assert lambdas == {"core.py", "util.py"}  # Beam's own, in Create and WithKeys; none of them has state


def test_beams_double_star_wants_a_folder_between(tmp_path: Path) -> None:
    """transforms/beam.py `BeamFiles.glob` writes **/* as **."""
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text("a")

    def found(pattern: str) -> list[str]:
        (matched,) = FileSystems.match([f"{tmp_path}/{pattern}"])
        return sorted(Path(one.path).name for one in matched.metadata_list)

    assert found("**/*") == ["b.txt"]
    assert found("**") == ["a.txt", "b.txt"]


def test_beam_unpacks_by_a_files_name(tmp_path: Path) -> None:
    """transforms/beam.py `BeamFiles.open` asks for the bytes as they are: our readers decide by the first of them."""
    (tmp_path / "a.gz").write_bytes(b"no gzip at all")
    with FileSystems.open(str(tmp_path / "a.gz"), compression_type=CompressionTypes.UNCOMPRESSED) as file:
        assert file.read() == b"no gzip at all"
    with pytest.raises(zlib.error, match="header"), FileSystems.open(str(tmp_path / "a.gz")) as file:
        file.read()


def test_periodic_impulse_begins_when_it_is_imported() -> None:
    """A stream gives it its own beginning."""
    default = inspect.signature(PeriodicImpulse.__init__).parameters["start_timestamp"].default
    assert default is not inspect.Parameter.empty
    assert default < beam.utils.timestamp.Timestamp.now()


def test_a_pool_starts_its_workers_by_the_bare_name_of_python() -> None:
    """tests/engines/engines.py `worker_pool`, docs/engines.md: PATH must begin with the right interpreter."""
    assert "'python',\n            '-c'," in inspect.getsource(worker_pool_main.BeamFnExternalWorkerPoolServicer)


def test_one_bad_element_ends_the_job(caplog: pytest.LogCaptureFixture) -> None:
    """transforms/beam.py `Each` turns faults of ours into refusals: Beam alone would end the whole job."""
    caplog.set_level(logging.CRITICAL)

    def poisoned(item: int) -> Iterator[int]:
        yield 1 // item

    graph = beam.Pipeline(runner=FnApiRunner())
    _ = graph | beam.Create([1, 0, 1]) | beam.FlatMap(poisoned)
    with pytest.raises(Exception, match="division or modulo by zero"):
        graph.run()
