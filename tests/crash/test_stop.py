"""SIGINT and SIGTERM stop a run cleanly: status 1, one line, nothing staged left, no worker left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import CONFIG, ROOT

PARALLEL = ["--direct_num_workers=2", "--direct_running_mode=multi_processing"]


@pytest.mark.parametrize(("sent", "flags"), [(signal.SIGTERM, []), (signal.SIGINT, []), (signal.SIGTERM, PARALLEL)])
def test_a_signal_stops_a_run_cleanly(sent: signal.Signals, flags: list[str], tmp_path: Path) -> None:
    source, root = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for i in range(1500):  # some seconds of work
        (source / f"{i}.txt").write_text(f"Norway and Chile held talks number {i} in Oslo on Monday.\n" * 3)
    command = [sys.executable, "-m", "pipeline", "run", CONFIG, "--input", str(source), "--output", str(root), *flags]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline and not any((root / "_staging").glob("*/progress/files-*")):
            time.sleep(0.05)
        workers = psutil.Process(run.pid).children(recursive=True)
        assert bool(workers) == bool(flags)
        run.send_signal(sent)
        _, said = run.communicate(timeout=600)
    finally:
        run.kill()
    assert run.returncode == 1, said
    assert f"stopped by {sent.name}" in said
    assert "Traceback" not in said
    assert not list(root.glob("_staging/*"))
    assert not list(root.glob("articles/*"))
    _, alive = psutil.wait_procs(workers, timeout=600)
    assert not alive, alive
