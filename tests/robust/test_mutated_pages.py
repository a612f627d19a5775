"""Thousands of broken pages: each becomes an article or a refusal, within seconds and within memory.

Some hundred in every run; all of them with `make robust` (DEMARCHE_ROBUST_PAGES=20000, on as many processes as
DEMARCHE_ROBUST_WORKERS says), which also prints the slowest and the hungriest.
"""

import collections
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGES = int(os.environ.get("DEMARCHE_ROBUST_PAGES", "200"))
WORKERS = int(os.environ.get("DEMARCHE_ROBUST_WORKERS", "1"))
MAX_SECONDS = 10.0
"""Processor time of one page, decoding included."""
MAX_GROWTH_MB = 400
"""By which one page may raise the peak of the process."""


def test_every_page_has_an_answer(tmp_path: Path, capsys: Any) -> None:
    done = list(_run(tmp_path))
    answers = collections.Counter(line.get("answer", "fault") for line in done)
    slow = sorted(done, key=lambda line: -line["seconds"])
    hungry = sorted(done, key=lambda line: -line["growth"])
    if PAGES > 1000:
        with capsys.disabled():
            print(f"\n{len(done)} pages, {sum(line['seconds'] for line in done):.0f} s: {dict(answers.most_common())}")
            for line in (*slow[:10], *hungry[:5]):
                print(
                    f"{line['seconds']:6.2f} s {line['growth']:5.0f} MB",
                    {k: line.get(k) for k in ("n", "base", "how", "bytes", "answer")},
                )
    assert len(done) == PAGES
    faults = [line for line in done if line["fault"]]
    assert not faults, "\n".join(f"page {line['n']} {line['how']}: {line['fault']}" for line in faults[:5])
    assert slow[0]["seconds"] <= MAX_SECONDS, slow[0]
    assert hungry[0]["growth"] <= MAX_GROWTH_MB, hungry[0]
    assert answers["article"] > PAGES / 4, answers
    assert sum(answers.values()) - answers["article"] > PAGES / 50, answers


def _run(folder: Path) -> Iterator[dict[str, Any]]:
    """What the workers say of each page, with the `growth` of the peak that it caused (MB)."""
    workers = []
    for first in range(WORKERS):
        out, err = folder / f"{first}.out", folder / f"{first}.err"
        command = [sys.executable, "-m", "tests.robust.worker", str(first), str(PAGES), str(WORKERS)]
        with out.open("w") as stdout, err.open("w") as stderr:
            workers.append((subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stderr), out, err))
    for worker, out, err in workers:
        status = worker.wait()
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        assert status == 0, f"page {lines[-1]['n'] if lines else '?'}: {err.read_text()[-3000:]}"
        for before, after in zip(lines[::2], lines[1::2], strict=True):
            yield after | {"growth": after["peak"] - before["peak"]}
