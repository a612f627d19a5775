"""Flags of Prism and Flink: those that Beam's Python does not know, and those that it leaves to the user to find.

With these, `--runner=PrismRunner` and `--runner=FlinkRunner --flink_master=HOST:PORT` are all that must be said.
Engines are looked for in the folder that DEMARCHE_ENGINES names, else in the checkout's build/engines, which
`make engines` fills; where none is found Beam downloads its own. Nothing of Beam is imported here. The manual is
docs/engines.md.
"""

import argparse
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

PRISM, FLINK, PORTABLE = "prismrunner", "flinkrunner", "portablerunner"
OPENED = (
    *(
        "java.lang",
        "java.lang.invoke",
        "java.lang.reflect",
        "java.io",
        "java.net",
        "java.nio",
        "java.text",
        "java.time",
    ),
    *("java.util", "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "sun.nio.ch"),
)
JVM_FLAGS = tuple(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED)
"""Flink copies closures by reflection, which Java 17 forbids unless it is told otherwise."""
SWITCHES = (
    "allow_non_restored_state",
    "externalized_checkpoints_enabled",
    "finish_bundle_before_checkpointing",
    "object_reuse",
    "retain_externalized_checkpoints_on_cancellation",
    "unaligned_checkpoint_enabled",
    "use_data_stream_for_batch",
)
VALUES = (
    "checkpoint_timeout_millis",
    "checkpointing_interval",
    "checkpointing_mode",
    "execution_mode_for_batch",
    "execution_retry_delay",
    "flink_conf_dir",
    "max_bundle_size",
    "max_bundle_time_mills",
    "min_pause_between_checkpoints",
    "num_concurrent_checkpoints",
    "number_of_execution_retries",
    "savepoint_path",
    "shutdown_sources_after_idle_ms",
    "state_backend",
    "state_backend_storage_path",
)
"""Options of Flink's job server. It tells them to whoever asks, which is after a command line must be understood."""
WHOLE = "finish_bundle_before_checkpointing"
"""Without it Flink's runner ends an open bundle after the checkpoint's barrier has gone by, keeps back what that bundle
gave until more input comes, and lets the end of time pass it. A source that Beam starts with one element, as each of
our streams, has no more input: where the first checkpoint found its bundle open the stream was over before it began."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def add_options(parser: argparse.ArgumentParser) -> None:
    """Make a parser know the options that only the job server knows."""
    for name in SWITCHES:
        parser.add_argument(f"--{name}", action="store_true")
    for name in VALUES:
        parser.add_argument(f"--{name}")


def faults(known: argparse.Namespace) -> list[str]:
    """What cannot be: Flink's options for another engine; workers that nobody has said where to find."""
    runner = engine_name(known.runner)
    found = []
    if runner not in (FLINK, PORTABLE):
        found = [f"--{name}: an option of Flink; give --runner=FlinkRunner with it" for name in _given(known)]
    if runner == FLINK and not known.environment_type and not _is_here(known.flink_master):
        found.append(
            "--environment_type: missing: where do the task managers of a cluster find workers? "
            "EXTERNAL with --environment_config=HOST:PORT of a worker pool (docs/engines.md), or DOCKER with an image"
        )
    return found


def missing_flags(known: argparse.Namespace) -> Iterator[str]:
    """The flags that an engine needs and the user has not given."""
    runner = engine_name(known.runner)
    if runner == PRISM:
        if not known.prism_location and (binary := _found("prism") or shutil.which("prism")):
            yield f"--prism_location={binary}"
        if known.prism_log_level == "info":  # Beam's default: a page about each stage, on the user's terminal
            yield "--prism_log_level=error"
    elif runner == FLINK:
        if not known.flink_job_server_jar and (jar := _found("flink", "job-server.jar")):
            yield f"--flink_job_server_jar={jar}"
        if not known.job_server_jvm_properties:
            yield from (f"--job_server_jvm_properties={flag}" for flag in JVM_FLAGS)
        if not known.job_name:
            yield f"--job_name=demarche-{secrets.token_hex(8)}"  # by which pipeline/clusters.py finds it
    if runner == FLINK or (runner == PORTABLE and _given(known)):  # a cluster may take checkpoints unasked
        yield f"--{WHOLE}"
    if runner in (PRISM, FLINK, PORTABLE) and not known.environment_type and not known.sdk_container_image:
        yield "--environment_type=LOOPBACK"  # Beam's default is a container that does not hold this program


def _given(known: argparse.Namespace) -> list[str]:
    """The options of Flink's job server that the user gives."""
    return [name for name in (*SWITCHES, *VALUES) if getattr(known, name)]


def engine_name(runner: str | None) -> str:
    """A runner's name without its module, in small letters."""
    return (runner or "").rpartition(".")[2].lower()


def _is_here(master: str) -> bool:
    """Is a Flink on this machine, so that its workers may live in the launcher?"""
    return master.startswith("[") or urlsplit(master if "://" in master else f"http://{master}").hostname in HERE


def _found(*names: str) -> str | None:
    folder = os.environ.get("DEMARCHE_ENGINES") or Path(__file__).resolve().parent.parent / "build" / "engines"
    path = Path(folder, *names)
    return str(path) if path.is_file() else None
