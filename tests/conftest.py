"""What the suites share: the program run in this process, and tables read back."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, settings

from pipeline.cli import main
from transforms.records import PROVENANCE, TABLES

ROOT = Path(__file__).resolve().parent.parent
CONFIG = str(ROOT / "configs" / "seeds.toml")

settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # no test fails because the machine is slow or busy


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names of tests do not hold bytes: compressed ones differ from second to second, and two processes that share the
    suite must find the same tests."""
    return argname if isinstance(val, bytes) else None


class Answer(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


@pytest.fixture
def demarche(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`demarche ARGS` in this process."""

    def run(*args: str | Path) -> Answer:
        capfd.readouterr()
        try:
            status = main([str(arg) for arg in args])
        except SystemExit as end:
            status = int(end.code or 0)
        return Answer(status, *capfd.readouterr())

    return run


@pytest.fixture
def ingest(demarche: Callable[..., Answer]) -> Callable[..., Answer]:
    """`demarche run` of some input into some output, which must succeed."""

    def run(source: str | Path, output: Path, *flags: str) -> Answer:
        answer = demarche("run", CONFIG, "--input", source, "--output", output, *flags)
        assert answer.status == 0, answer.err
        return answer

    return run


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, each with its dt, in path order."""
    found = []
    for path in sorted((root / table).rglob("*.parquet")):
        for row in pq.ParquetFile(path).read().to_pylist():
            found.append(row | {"dt": path.parent.name.removeprefix("dt=")})
    return found


def content(root: Path) -> dict[str, list[str]]:
    """All rows without provenance, as a value to compare. Days count, but the day of a run, which stands for that of an
    undated article, has one name, so that two runs may have midnight between them."""
    today = dt.datetime.now(dt.UTC).date()
    days = [(today - dt.timedelta(days=back)).isoformat() for back in (0, 1)]
    named = {day + time: f"day of the run{time}" for day in days for time in ("", " 00:00:00+00:00")}
    return {
        name: sorted(
            json.dumps({k: named.get(str(v), str(v)) for k, v in row.items() if k not in PROVENANCE}, sort_keys=True)
            for row in rows(root, name)
        )
        for name in TABLES
        if (root / name).exists()
    }


def tree(root: Path) -> dict[str, str]:
    """Every file under a folder with the hash of its bytes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
