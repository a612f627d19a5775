"""`bench.py scale`: what 1,000 documents cost, and how much memory the whole process tree takes, as inputs grow.

The documents are made up: plain texts of some 4,500 characters on 28 days, so that extraction, which costs the same for
each page, does not hide what might grow (planning, merging, resolving). Cost is processor time of the launcher and all
its workers; memory is the largest sum of proportional set sizes (shared pages counted once), sampled twice a second.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
DAYS = 28
PROSE = (
    "Norway and Chile held talks on fisheries in Oslo on Monday, the {n}th round since the spring, in a hall by the "
    "water that had been closed for repairs, with a view over the quay and the old customs house.",
    "The harbour lay under a thin rain, and the trawlers of company {n} stayed at the quay, their nets dry and their "
    "crews at cards, while the price of cod went up by a crown although the market had been calm for months.",
    "Her office said the {n} pages of the draft would be read by lawyers on both sides, and that nobody should expect "
    "a decision before the end of the season, when the boats are back and the figures of the year are known.",
    "There is little hope among the crews that the {n} quotas will be shared fairly, for a clerk in a small room of "
    "the ministry keeps the maps that both delegations use, and the maps are older than most of the men.",
)


def write_documents(folder: Path, count: int, dated: bool = True) -> None:
    """Made-up texts, no two alike; a thousand a folder."""
    for i in range(count):
        place = folder / f"{i // 1000:04d}"
        if i % 1000 == 0:
            place.mkdir(parents=True)
        head = f"---\npublished_at: 2024-01-{i % DAYS + 1:02d}\n---\n" if dated else ""
        said = [PROSE[(i + j) % len(PROSE)].format(n=i + 7 * j) for j in range(20)]
        text = "\n\n".join(" ".join(said[j : j + 4]) for j in range(0, len(said), 4))
        (place / f"{i:06d}.txt").write_text(head + text + "\n")


def measured(command: Sequence[str]) -> tuple[float, float, float]:
    """(wall seconds, processor seconds, peak MiB) of a command and all that it starts."""
    before, begun = _spent(), time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    top, peak = psutil.Process(process.pid), 0.0
    try:
        while process.poll() is None:
            peak = max(peak, sum(_resident(one) for one in (top, *_below(top))))
            time.sleep(0.5)
    finally:
        process.terminate()  # where the benchmark itself is stopped
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}")
    return time.perf_counter() - begun, _spent() - before, peak / 2**20


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = process.children(recursive=True)
    except psutil.Error:
        return []
    return found


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0


def run(sizes: Sequence[int], workers: int = 2) -> None:
    """Print a line a size, and from size to size what each further document cost (start-up falls out of that) and how
    much memory grew."""
    demarche = [sys.executable, "-m", "pipeline", "run", "configs/seeds.toml", f"--direct_num_workers={workers}"]
    costs, peaks = {}, {}
    for count in (10, *sizes):
        with tempfile.TemporaryDirectory() as name:
            write_documents(Path(name, "in"), count)
            wall, spent, peak = measured([*demarche, "--input", f"{name}/in", "--output", f"{name}/out"])
        if count == 10:
            print(f"start-up (10 documents): {wall:.1f} s, {spent:.1f} processor s, peak {peak:.0f} MiB", flush=True)
            continue
        costs[count], peaks[count] = spent, peak
        print(
            f"{count:7d} documents: {wall:.1f} s, {spent:.1f} processor s, {spent / count * 1000:.2f} a 1,000, "
            f"peak {peak:.0f} MiB",
            flush=True,
        )
    for before, last in pairwise(sorted(costs)):
        further = (costs[last] - costs[before]) / (last - before) * 1000
        print(f"from {before} to {last} documents: {further:.2f} processor s for each further 1,000")
        print(f"peak memory, {last} against {before}: ratio {peaks[last] / peaks[before]:.2f}")
