"""Documentation is tested against the code: generated pages are current, every command of README works."""

import argparse
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```\n(?:\n```\n(.*?)^```\n)?", README, re.M | re.S)
"""(commands, what they print) of each shell block."""
TARGETS = {"make run", "make test", "make lint", "make bench", "make"}
"""They make their own environment or run this suite: .ci/run calls them, so this test must not."""
TARGETS_HERE = {"make run": "demarche run configs/seeds.toml"}
SECONDS = re.compile(r"\d+\.\d s")
"""The machine's own: not compared."""


def test_generated_pages_are_current() -> None:
    for name, text in runpy.run_path(str(ROOT / "docs" / "generate.py"))["generated"]().items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, f"run `make docs` ({name})"


def commands(block: str) -> list[str]:
    joined = block.replace("\\\n", "")
    return [line.partition("  #")[0].strip() for line in joined.splitlines() if line.strip() and line[0] != "#"]


def test_the_first_screen_has_both_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen


def test_every_target_named_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {c.split()[1] for block, _ in BLOCKS for c in commands(block) if c.startswith("make ")}
    assert named <= targets


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands need, in a folder of their own, with `demarche` on the path."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("configs", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    scripts = folder / "bin"
    scripts.mkdir()
    for name, module in (("demarche", "-m pipeline"), ("python", "")):
        (scripts / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (scripts / name).chmod(0o755)
    return folder


def test_every_command_runs_and_prints_what_readme_says(checkout: Path) -> None:
    """In order, as a reader would type them; a printed result must be there line by line, figures and all."""
    env = os.environ | {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    ran = 0
    for block, printed in BLOCKS:
        script = block.replace(".venv/bin/", "")
        for target in TARGETS & set(commands(block)):
            script = re.sub(rf"^{target}\b.*$", TARGETS_HERE.get(target, "true"), script, flags=re.M)
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", script],
            cwd=checkout,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        ran += 1
        got = SECONDS.sub("0.0 s", done.stdout)
        for line in printed.replace(".venv/bin/", "").splitlines():
            assert SECONDS.sub("0.0 s", line) in got, f"{script}: no line {line!r} in\n{done.stdout}"
    assert ran >= 6


NETWORKED = re.findall(r"^```\n((?:\.venv/bin/demarche .*\n)+)^```", README, re.M)
"""Blocks of commands that need the network: not run here, but tests/feeds and test_feeds*.py run each on loopback."""


def test_commands_that_need_the_network_are_ones_that_there_are() -> None:
    from pipeline.cli import parser
    from pipeline.config import Feeds, load
    from pipeline.feedlist import configured
    from pipeline.options import parse

    lines = [command for block in NETWORKED for command in commands(block)]
    assert len(lines) >= 4
    for line in lines:
        words = line.split()[1:]
        args, rest = parser().parse_known_args(words)
        parse(rest)  # flags of Beam and of engines: refused where nobody knows them
        source = load(ROOT / args.config).source
        assert isinstance(source, Feeds)
        assert configured(source, ROOT)


def test_every_option_of_every_command_is_documented() -> None:
    from pipeline.cli import parser

    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
    named = set(re.findall(r"--[a-z][a-z-]*", pages))
    options = set(long_options(parser()))
    assert {"--watch", "--metrics-file", "--full-text", "--url"} <= options
    assert options - {"--help", "--version"} <= named


def long_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Of a parser and of its commands."""
    for action in parser._actions:
        yield from (name for name in action.option_strings if name.startswith("--"))
        for below in action.choices.values() if isinstance(action, argparse._SubParsersAction) else ():
            yield from long_options(below)
