"""What a run tells of itself to operators: collected while it is launched, written when it ends, however it ends.

One report, three readers: the run's record in the dataset (`_meta/runs/`, transforms/lake/runs.py), the file that
`--metrics-file` names (JSON, or Prometheus text where it ends in .prom), and a line of the structured log.
"""

import dataclasses
import datetime as dt
import importlib.metadata
import json
import os
import platform
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pipeline import __version__, console
from pipeline import config as configuration
from transforms.records import Run
from transforms.telemetry import nested

State = Literal["done", "failed", "stopped"]
LIBRARIES = ("apache-beam", "pyarrow", "trafilatura")
SHOWN = 20
"""Values of a list that are told; of a longer one it is told how many more there are."""
ERROR_CHARS = 2_000
"""Of what went wrong."""
_COUNTS = ("inputs", "articles", "duplicates", "events", "files_written", "files_unchanged")
_COMMIT = (*_COUNTS, "reject", "mention")
"""What the commit has counted; everything else in the metrics belongs to a stage."""


class Report:
    """Of the runs of one launch, one after the other."""

    def __init__(self, metrics_file: str | None = None) -> None:
        self.metrics_file = metrics_file
        self.config: Mapping[str, Any] = {}
        self.runner: Mapping[str, Any] = {"name": "", "workers": 0}
        self.begin(None)

    def begin(self, run: Run | None) -> None:
        """Another run begins."""
        self.run, self._started = run, time.time()
        self._ended: float | None = None
        self._state: State = "failed"
        self._error: str | None = None
        self._metrics: dict[str, Any] = {}
        self._slowest: list[dict[str, Any]] = []

    def collect(self, metrics: Mapping[str, Any], slowest: list[dict[str, Any]]) -> None:
        """The metrics of a graph that has run, by their names: counters as numbers, distributions as dicts."""
        self._metrics.update(metrics)
        self._slowest = slowest

    def end(self, state: State, error: str | None = None) -> None:
        """How it ended, now."""
        self._state, self._error, self._ended = state, error and error[:ERROR_CHARS], time.time()

    def record(self) -> dict[str, Any]:
        """What the run's record in the dataset gets beside what the commit has written."""
        told = self.told()
        keys = ("ended_at", "seconds", "state", "exit_status", "error", "program", "runner", "config", "stages")
        return {key: told[key] for key in keys}

    def told(self) -> dict[str, Any]:
        """All of it, JSON-ready."""
        tree = nested(self._metrics)
        counts: dict[str, Any] = {name: tree.get(name, 0) for name in _COUNTS}
        rejects, mentions = tree.get("reject", {}), tree.get("mention", {})
        ended = self._ended or time.time()
        return {
            "run_id": self.run.run_id if self.run else None,
            "started_at": _utc(self._started),
            "ended_at": _utc(ended),
            "started_epoch": round(self._started, 3),
            "ended_epoch": round(ended, 3),
            "seconds": round(ended - self._started, 3),
            "state": self._state,
            "exit_status": 0 if self._state == "done" else 1,
            "error": self._error,
            "program": _program(),
            "runner": dict(self.runner),
            "config": dict(self.config),
            **counts,
            "rejects": sum(rejects.values()),
            "rejects_by_reason": rejects,
            "mentions_by_type": mentions,
            "stages": {stage: counted for stage, counted in tree.items() if stage not in _COMMIT},
            "slowest": self._slowest,
        }

    def write(self) -> None:
        """The metrics file and the line of the log. A file that cannot be written is said, and changes nothing else."""
        told = self.told()
        console.note(f"run {told['state']}", "run_ended", **told)
        if self.metrics_file is None:
            return
        if self.metrics_file.endswith(".prom"):
            from pipeline.prometheus import exposition

            data = exposition(told)
        else:
            data = json.dumps(told, indent=1) + "\n"
        try:
            replace(Path(self.metrics_file), data)
        except OSError as error:
            console.say(f"demarche run: --metrics-file {self.metrics_file}: {error.strerror}", "metrics_file", "error")


def replace(path: Path, data: str) -> None:
    """Write a file so that its readers meet the old or the new one, never half of one. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with temporary.open("x", encoding="utf-8") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def config_summary(path: str, config: configuration.Config) -> dict[str, Any]:
    """What of a configuration tells runs apart; lists are cut."""
    source = dataclasses.asdict(config.source)
    feeds = source.pop("feeds", None)
    if feeds is not None:
        source["feeds"] = len(feeds)
    short = {key: list(value)[:SHOWN] if isinstance(value, tuple) else value for key, value in source.items()}
    more = {f"{key}_more": len(v) - SHOWN for key, v in source.items() if isinstance(v, tuple) and len(v) > SHOWN}
    return {"file": path, "output": config.output, "source": short | more}


def _program() -> dict[str, str]:
    versions = {name.replace("-", "_"): importlib.metadata.version(name) for name in LIBRARIES}
    return {"demarche": __version__, "python": platform.python_version(), **versions}


def _utc(epoch: float) -> str:
    return dt.datetime.fromtimestamp(epoch, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
