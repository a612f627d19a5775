"""Fetches the engines that `make engines` runs: Prism (Go) and Flink (Java), of pinned versions, into one folder.

    python -m tests.engines.fetch build/engines

    prism                       built from Beam's Go module, of the version of Beam's Python SDK that is installed
    flink/job-server.jar        Beam's job server for Flink: that of the same version where the registry carries it;
                                else a jar that names its parts, of the nearest versions that are to be had
    flink/cluster/              the jars of a standalone Flink cluster
    fake-gcs-server             an emulator of an object store (Go)
    sources.json, missing.json  what lies here, from where; what could not be had, and why

What is here already stays. Exit status 0 also where something is missing: it is said, and the tests that need it skip.
"""

import concurrent.futures
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.engines import emulator

HERE = Path(__file__).resolve().parent
BEAM = importlib.metadata.version("apache-beam")
FLINK, FLINK_RELEASE = "1.19", "1.19.0"
PARTS_RUNNER, PARTS_SERVICE = "2.70.0", "2.65.0"
"""The newest beam-runners-flink and beam-runners-java-job-service that a registry without the job server was seen to
carry. The language between SDK and runner is older than all of them."""
DRIVER = "org.apache.beam.runners.flink.FlinkJobServerDriver"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.8"
SECONDS = 1500


class Failed(Exception):
    """A command did not do what it should; its last words."""


@dataclass(slots=True)
class Report:
    """What was had and what was not."""

    folder: Path
    sources: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def have(self, name: str, source: str) -> None:
        self.sources[name] = source
        print(f"   {name}: {source}", flush=True)

    def lack(self, name: str, reason: str) -> None:
        self.missing[name] = reason
        print(f"!! {reason}", flush=True)


def call(command: Sequence[str], folder: Path, **environment: str) -> None:
    """Run a command in a folder. Failed with its last lines."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{command[0]}: not done within {SECONDS} s") from None
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line for line in lines if "ERROR" in line] or lines
        raise Failed(f"{command[0]}: {errors[0][:300] if errors else f'status {done.returncode}'}")


def known(folder: Path) -> dict[str, str]:
    """What an earlier call has put here."""
    try:
        sources: dict[str, str] = json.loads((folder / "sources.json").read_text())
    except (OSError, ValueError):
        return {}
    return sources


def fetch_prism(report: Report, before: dict[str, str]) -> None:
    source = f"github.com/apache/beam/sdks/v2/go/cmd/prism@v{BEAM}"
    if before.get("prism") == source and (report.folder / "prism").exists():
        return report.have("prism", source)
    if not shutil.which("go"):
        return report.lack("prism", "no Go on this machine: Prism is NOT tested")
    try:
        call(["go", "install", source], report.folder, GOBIN=str(report.folder), GOFLAGS="-mod=mod")
    except Failed as error:
        return report.lack("prism", f"Prism could not be built, and is NOT tested: {error}")
    return report.have("prism", source)


def maven(*words: str) -> None:
    call(["mvn", "--batch-mode", "--quiet", *words], HERE)


def fetch_flink(report: Report, before: dict[str, str]) -> None:
    for tool, name in (("java", "Java"), ("mvn", "Maven")):
        if not shutil.which(tool):
            return report.lack("flink", f"no {name} on this machine: Flink is NOT tested")
    folder = report.folder / "flink"
    folder.mkdir(exist_ok=True)
    try:
        cluster = f"org.apache.flink:flink-clients,flink-runtime-web:{FLINK_RELEASE}"
        if before.get("cluster") != cluster or not any((folder / "cluster").glob("*.jar")):
            _parts(folder / "cluster", "cluster.xml", f"-Dflink={FLINK_RELEASE}")
        report.have("cluster", cluster)
        report.have("job server", _job_server(folder, before.get("job server")))
    except Failed as error:
        report.lack("flink", f"Flink could not be fetched, and is NOT tested: {error}")


def fetch_store(report: Report, before: dict[str, str]) -> None:
    """The emulator of an object store."""
    if reason := emulator.fetch(report.folder):
        report.lack("store", reason)
    else:
        report.have("store", emulator.MODULE)


def _job_server(folder: Path, before: str | None) -> str:
    own = f"org.apache.beam:beam-runners-flink-{FLINK}-job-server:{BEAM}"
    parts = f"beam-runners-flink-{FLINK}:{PARTS_RUNNER} and its harness, beam-runners-java-job-service:{PARTS_SERVICE}"
    jar = folder / "job-server.jar"
    if before == own and jar.exists():
        return own
    whole = folder / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    try:
        maven(f"{PLUGIN}:copy", f"-Dartifact={own}", f"-DoutputDirectory={whole}")
        (fetched,) = whole.glob("*.jar")
        fetched.replace(jar)
        shutil.rmtree(whole)
        return own
    except (Failed, ValueError):
        print(
            f"!! {own} cannot be had from this registry.\n"
            f"!! Beam's SDK here is {BEAM}; the job server is put together from {parts}.\n"
            "!! A fault seen here may be one that the newer job server no longer has.",
            flush=True,
        )
    if before != parts or not jar.exists():
        _parts(
            folder / "parts",
            "job-server.xml",
            f"-Dflink={FLINK}",
            f"-Drunner={PARTS_RUNNER}",
            f"-Dservice={PARTS_SERVICE}",
        )
        names = sorted(path.relative_to(folder).as_posix() for path in (folder / "parts").glob("*.jar"))
        write_pathing_jar(jar, names)
    return parts


def _parts(target: Path, pom: str, *properties: str) -> None:
    """The jars of a project's dependencies, in a folder that holds all of them or does not exist."""
    fresh = target.with_name(f"{target.name}.new")
    for folder in (fresh, target):
        shutil.rmtree(folder, ignore_errors=True)
    pom = str(HERE / "flink" / pom)
    maven("--file", pom, f"{PLUGIN}:copy-dependencies", f"-DoutputDirectory={fresh}", *properties)
    fresh.rename(target)


def write_pathing_jar(path: Path, names: Sequence[str]) -> None:
    """A jar that holds nothing but the names of others, relative to itself, so that `java -jar` runs them all."""
    text = "Manifest-Version: 1.0\r\n"
    for line in (f"Main-Class: {DRIVER}", f"Class-Path: {' '.join(names)}"):
        first, rest = (
            line[:70],
            line[70:],
        )  # a line of a manifest has at most 72 bytes; the next ones begin with a space
        text += first + "\r\n" + "".join(f" {rest[at : at + 69]}\r\n" for at in range(0, len(rest), 69))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", text)


def main(folder: Path) -> None:
    """Fetch everything, all at once."""
    started = time.monotonic()
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    report, before = Report(folder), known(folder)
    print(f"engines of Beam {BEAM}, into {folder}", flush=True)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        for done in [threads.submit(one, report, before) for one in (fetch_prism, fetch_flink, fetch_store)]:
            done.result()
    (folder / "sources.json").write_text(json.dumps(report.sources, indent=1) + "\n")
    (folder / "missing.json").write_text(json.dumps(report.missing, indent=1) + "\n")
    print(f"   {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
