"""What an engine costs: the same job in-process, on Prism and on Flink, in seconds of processor time.

    DEMARCHE_ENGINES=build/engines python -m tests.bench.engines [documents]

Each run is `demarche run` as a user starts it; what is summed is the whole tree of its processes, JVM and workers too.
The job is run on one document and on many: what an engine costs at all, and what it costs a document.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import CONFIG, content
from tests.engines.datasets import environment, write_documents
from tests.engines.engines import demarche, fetched

TICK = 0.1
ENGINES = {
    "direct": ("--runner=DirectRunner", "--direct_num_workers=1"),
    "prism": ("--runner=PrismRunner",),
    "flink": ("--runner=FlinkRunner", "--flink_master=[local]"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run, in seconds."""

    processor: float
    wall: float


def measured(folder: Path, output: str, flags: tuple[str, ...]) -> Cost:
    """Run the job; the processor time of each process of its tree is read until it has ended."""
    seen: dict[tuple[int, float], float] = {}
    started = time.monotonic()
    command = demarche("run", CONFIG, "--input", "documents", "--output", output, *flags)
    log = folder / f"{output}.log"
    with log.open("wb") as words:
        job = psutil.Popen(command, cwd=folder, env=environment(), stdout=words, stderr=words)
        while job.poll() is None:
            for one in [psutil.Process(job.pid), *_children(job.pid)]:
                try:
                    times = one.cpu_times()
                    seen[one.pid, one.create_time()] = times.user + times.system
                except psutil.NoSuchProcess:
                    continue
            time.sleep(TICK)
    if job.returncode:
        raise SystemExit(f"{output}: {log.read_text()}")
    return Cost(sum(seen.values()), time.monotonic() - started)


def _children(pid: int) -> list[psutil.Process]:
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def main(documents: int) -> None:
    """Print a table."""
    have = fetched()
    print(f"{os.cpu_count()} cores; documents: 1 and {documents}; seconds of processor time (wall)")
    with tempfile.TemporaryDirectory() as name:
        costs: dict[str, list[Cost]] = {}
        for size in (1, documents):
            folder = Path(name, str(size))
            write_documents(folder / "documents", max(size // 2, 2), size // 2)
            for engine, flags in ENGINES.items():
                if engine != "direct" and (reason := have.missing(engine)):
                    print(f"{engine}: not measured: {reason}")
                    continue
                costs.setdefault(engine, []).append(measured(folder, engine, flags))
                if content(folder / engine) != content(folder / "direct"):
                    raise SystemExit(f"{engine}: other rows than in-process")
        base = costs["direct"]
        for engine, (one, many) in costs.items():
            each = (many.processor - one.processor) / documents * 1000
            of_direct = (base[1].processor - base[0].processor) / documents * 1000
            print(
                f"{engine:8} one {one.processor:6.1f} ({one.wall:5.1f})   many {many.processor:6.1f} ({many.wall:5.1f})"
                f"   {many.processor / base[1].processor:4.2f} of direct   {each:5.1f} ms a document, "
                f"{each / of_direct:4.2f} of direct"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
