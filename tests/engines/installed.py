"""A Python that has the project's wheel and nothing of the checkout, as a worker's image has."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

import grpc

from tests.engines.emulator import ROOT


def build_wheel(folder: Path) -> Path:
    """The wheel, as the image's first stage builds it: from what is copied there, and nothing that lies about here."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("pipeline", "transforms"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    _call([*command, "--disable-pip-version-check", "--wheel-dir", str(folder), "."], source)
    (wheel,) = folder.glob("demarche-*.whl")
    return wheel


def clean_python(wheel: Path, folder: Path) -> Path:
    """The interpreter of a new environment: the wheel is installed, what it needs is taken from this environment.

    A .pth line adds a folder, but what the .pth files in that folder say does not count: an editable install of the
    checkout is not seen.
    """
    _call([sys.executable, "-m", "venv", "--without-pip", str(folder)], folder.parent)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    _call(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
            str(wheel),
        ],
        folder,
    )
    (site / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def output(python: Path, code: str, *arguments: str, folder: Path) -> str:
    """What some code prints in that Python, run from a folder of its own."""
    return _call([str(python), "-c", code, *arguments], folder)


@contextlib.contextmanager
def worker_pool(python: Path, folder: Path) -> Iterator[str]:
    """Beam's own worker pool in that Python; its address. Each worker is a process that starts with an empty memory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = clean_environment() | {"PATH": f"{python.parent}:{os.environ['PATH']}"}  # the pool calls `python`
    command = [str(python), "-m", "apache_beam.runners.worker.worker_pool_main", f"--service_port={port}"]
    with (folder / "pool.log").open("w") as log:
        pool = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                grpc.channel_ready_future(channel).result(timeout=120)
            yield f"127.0.0.1:{port}"
        finally:
            pool.terminate()
            pool.wait(timeout=60)


def clean_environment() -> dict[str, str]:
    """The environment without what leads to the checkout."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _call(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{json.dumps(command)}: {done.stderr[-3000:]}"
    return done.stdout
