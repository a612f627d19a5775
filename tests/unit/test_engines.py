"""Flags of the engines: what is added, what is refused."""

from pathlib import Path

import pytest

from pipeline import engines
from pipeline.options import FlagError, parse


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `make engines` leaves it."""
    (tmp_path / "flink").mkdir()
    (tmp_path / "prism").touch()
    (tmp_path / "flink" / "job-server.jar").touch()
    monkeypatch.setenv("DEMARCHE_ENGINES", str(tmp_path))
    return tmp_path


def given(*flags: str) -> dict[str, object]:
    """The options that are not as Beam leaves them."""
    options = parse(flags)
    found: dict[str, object] = options.get_all_options(drop_default=True, retain_unknown_options=True)
    return found


def test_prism_is_found_and_its_workers_live_in_the_launcher(fetched: Path) -> None:
    found = given("--runner=PrismRunner")
    assert found["prism_location"] == str(fetched / "prism")
    assert found["environment_type"] == "LOOPBACK"
    assert found["prism_log_level"] == "error"


def test_flinks_job_server_is_found_and_may_use_reflection(fetched: Path) -> None:
    found = given("--runner=FlinkRunner", "--flink_master=localhost:8081")
    assert found["flink_job_server_jar"] == str(fetched / "flink" / "job-server.jar")
    assert tuple(found["job_server_jvm_properties"]) == engines.JVM_FLAGS  # type: ignore[arg-type]
    assert found["environment_type"] == "LOOPBACK"


def test_what_a_user_gives_stays(fetched: Path) -> None:
    flags = {
        "prism_location": "/elsewhere/prism",
        "environment_type": "EXTERNAL",
        "environment_config": "localhost:50000",
        "prism_log_level": "debug",
    }
    assert (
        given("--runner=PrismRunner", *(f"--{name}={value}" for name, value in flags.items())).items() >= flags.items()
    )


def test_without_fetched_engines_beam_downloads_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_ENGINES", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "prism_location" not in given("--runner=PrismRunner")
    assert "flink_job_server_jar" not in given("--runner=FlinkRunner")


def test_flinks_own_options_are_passed_on_to_its_job_server() -> None:
    flags = ("--runner=FlinkRunner", "--checkpointing_interval=500", "--savepoint_path=/s/1", "--object_reuse")
    found = given(*flags)
    assert (found["checkpointing_interval"], found["savepoint_path"]) == ("500", "/s/1")
    assert found["object_reuse"]


@pytest.mark.parametrize(
    ("flags", "is_set"),
    [
        (["--runner=FlinkRunner"], True),  # a cluster takes checkpoints of its own accord, and savepoints
        (["--runner=FlinkRunner", "--checkpointing_interval=500"], True),
        (["--runner=FlinkRunner", "--finish_bundle_before_checkpointing"], True),
        (["--runner=PortableRunner", "--checkpointing_interval=500"], True),
        (["--runner=PortableRunner"], False),  # it may be any engine's job server
        (["--runner=PrismRunner"], False),
    ],
)
def test_flink_ends_its_bundles_before_a_checkpoint(flags: list[str], is_set: bool) -> None:
    assert given(*flags).get(engines.WHOLE, False) is is_set


def test_a_job_on_flink_has_a_name_of_its_own() -> None:
    """pipeline/clusters.py cancels by it."""
    assert given("--runner=FlinkRunner", "--job_name=mine")["job_name"] == "mine"
    assert given("--runner=FlinkRunner")["job_name"] != given("--runner=FlinkRunner")["job_name"]


@pytest.mark.parametrize("runner", ["DirectRunner", "PrismRunner", "DataflowRunner"])
def test_flinks_own_options_are_refused_for_another_engine(runner: str) -> None:
    with pytest.raises(FlagError, match="--savepoint_path: an option of Flink; give --runner=FlinkRunner"):
        parse([f"--runner={runner}", "--savepoint_path=/s/1"])


@pytest.mark.parametrize(
    ("master", "is_refused"),
    [
        ("[local]", False),
        ("[auto]", False),
        ("localhost:1", False),
        ("http://127.0.0.1:1", False),
        ("flink:8081", True),
    ],
)
def test_a_cluster_elsewhere_must_be_told_where_its_workers_are(master: str, is_refused: bool) -> None:
    flags = ["--runner=FlinkRunner", f"--flink_master={master}"]
    if is_refused:
        with pytest.raises(FlagError, match="--environment_type: missing"):
            parse(flags)
    else:
        parse(flags)
    parse([*flags, "--environment_type=EXTERNAL", "--environment_config=pool:50000"])


def test_direct_runner_gets_nothing(fetched: Path) -> None:
    assert given("--runner=DirectRunner") == {"runner": "DirectRunner"}
