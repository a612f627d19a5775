"""The engines as context managers: Prism, Flink (embedded in its job server, or a cluster), pools of workers.

What they run was fetched by `make engines` (fetch.py) into the folder that DEMARCHE_ENGINES names. Each engine gives
the flags with which `demarche run`, or any pipeline, is sent to it.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.engines import JVM_FLAGS
from tests.conftest import ROOT
from tests.engines.processes import Child, answers, eventually, free_port, running

LOOPBACK = ("--environment_type=LOOPBACK",)
"""User code runs in the launcher: nothing to set up, but the job dies with the launcher."""
DRIVER = "org.apache.beam.runners.flink.FlinkJobServerDriver"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What `make engines` has put where."""

    folder: Path

    @property
    def prism(self) -> Path:
        return self.folder / "prism"

    @property
    def job_server(self) -> Path:
        return self.folder / "flink" / "job-server.jar"

    @property
    def cluster(self) -> Path:
        """The folder of a Flink cluster's jars."""
        return self.folder / "flink" / "cluster"

    def missing(self, *names: str) -> str | None:
        """Why an engine cannot be run here: the reason that fetch.py noted, or that nothing was fetched."""
        if os.fspath(self.folder) in ("", "."):
            return "DEMARCHE_ENGINES names no folder: run `make engines`"
        try:
            noted: dict[str, str] = json.loads((self.folder / "missing.json").read_text())
        except FileNotFoundError:
            return f"{self.folder} holds no engines: run `make engines`"
        return "; ".join(noted[name] for name in names if name in noted) or None


def fetched() -> Fetched:
    """What the environment names."""
    return Fetched(
        Path(os.environ.get("DEMARCHE_ENGINES", "")).absolute() if os.environ.get("DEMARCHE_ENGINES") else Path()
    )


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that takes jobs."""

    name: str
    flags: tuple[str, ...]
    """Of `demarche run`; without the environment of the workers."""
    children: tuple[Child, ...] = field(default=())

    def with_workers(self, *environment: str) -> tuple[str, ...]:
        """The flags, with where user code runs."""
        return (*self.flags, *environment)


@contextlib.contextmanager
def prism(have: Fetched, folder: Path) -> Iterator[Engine]:
    """A Prism server, which takes any number of jobs."""
    port = free_port()
    with running("prism", [have.prism, "--job_port", str(port), "--serve_http=false"], folder) as child:
        eventually("Prism listens", lambda: answers(port), child)
        yield Engine("prism", ("--runner=PortableRunner", f"--job_endpoint=localhost:{port}"), (child,))


@contextlib.contextmanager
def job_server(have: Fetched, folder: Path, master: str = "[local]", name: str = "flink") -> Iterator[Engine]:
    """Beam's job server before a Flink: an embedded one, or the cluster at `master` (host:port)."""
    port = free_port()
    command = [
        *(java(), "-Xmx1g", *JVM_FLAGS, "-jar", have.job_server),
        *("--flink-master", master, "--job-host", "localhost", "--job-port", str(port)),
        *("--artifact-port", "0", "--expansion-port", "0", "--artifacts-dir", str(folder / "artifacts")),
    ]
    with running("job-server", command, folder) as child:
        eventually("the job server listens", lambda: answers(port), child)
        yield Engine(name, ("--runner=PortableRunner", f"--job_endpoint=localhost:{port}"), (child,))


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of SDK workers outside of launcher and engine: one process a worker, started when the engine asks."""

    child: Child
    port: int

    @property
    def flags(self) -> tuple[str, ...]:
        return ("--environment_type=EXTERNAL", f"--environment_config=localhost:{self.port}")

    def workers(self) -> list[int]:
        """The ids of its worker processes that live."""
        import psutil

        with contextlib.suppress(psutil.NoSuchProcess):
            every = psutil.Process(self.child.pid).children(recursive=True)
            return [one.pid for one in every if one.status() != psutil.STATUS_ZOMBIE]
        return []


@contextlib.contextmanager
def worker_pool(folder: Path) -> Iterator[Pool]:
    """A pool whose workers import this checkout."""
    port = free_port()
    command = [sys.executable, "-m", "apache_beam.runners.worker.worker_pool_main", f"--service_port={port}"]
    # Beam's pool starts its workers by the bare name `python`: ours must be the first of that name
    with contextlib.ExitStack() as stack:
        names = folder / "bin"
        names.mkdir(parents=True, exist_ok=True)
        env = {"PATH": f"{interpreter(names)}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        child = stack.enter_context(running("pool", command, folder, env))
        eventually("the pool listens", lambda: answers(port), child)
        yield Pool(child, port)


def interpreter(folder: Path) -> Path:
    """A folder in which `python` is the interpreter that runs the tests."""
    own = Path(sys.executable).parent
    if (own / "python").exists():
        return own
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    script.chmod(0o755)
    return folder


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else shutil.which("java") or "java"


def demarche(*args: str | Path) -> Sequence[str]:
    """`demarche ARGS` as a command."""
    return [sys.executable, "-m", "pipeline", *map(str, args)]
