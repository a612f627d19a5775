"""Inputs of the engines' runs, the program run on them as its users run it, and what to compare of its datasets."""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import CONFIG, ROOT, Answer
from tests.engines.engines import demarche, fetched
from tests.engines.processes import PATIENCE
from tests.feeds.newsroom import DAY, page, paragraphs, title

LINES, PAGES = 150, 150


def write_documents(folder: Path, lines: int = LINES, pages: int = PAGES) -> None:
    """Articles in two files of JSON lines and in pages of their own; some are copies, some are none."""
    folder.mkdir(parents=True)
    for name, first in (("morning", 0), ("evening", lines // 2)):
        documents = [
            {
                "id": f"{name}-{number}",
                "url": f"https://news.example.org/{name}/{number}",
                "title": title(number),
                "text": re.sub(r"<[^>]+>", "\n", paragraphs(number)),
                "published_at": DAY.isoformat(),
            }
            for number in range(first, first + lines // 2)
        ]
        documents.append(documents[0])  # the same id again: a reject
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in documents))
    for number in range(lines, lines + pages):
        (folder / f"{number}.html").write_bytes(page(number if number % 10 else lines + 1))  # every tenth is a copy
    (folder / "nothing.html").write_bytes(b"")


def run(folder: Path, output: str, *flags: str, source: Sequence[str] = ("documents",)) -> Answer:
    """`demarche run` as a process of its own in `folder`, on input and output with relative names."""
    command = demarche("run", CONFIG, "--input", *source, "--output", output, *flags)
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=2 * PATIENCE, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """So that the checkout is found from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "DEMARCHE_ENGINES": str(fetched().folder)}


def told(answer: Answer) -> str:
    """What a run said it did, without what differs from run to run."""
    return re.sub(r"in [\d.]+ s|under \S+|check \S+", "", answer.out)
