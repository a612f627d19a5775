"""`demarche run --streaming`: what it refuses, each in one line; and docs/streaming.md against the code."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.metrics.execution import MetricKey
from apache_beam.metrics.metric import MetricResult
from apache_beam.metrics.metricbase import MetricName

from pipeline import console
from pipeline.config import Config, ConfigError, Feeds, Stream, load
from pipeline.streams import stream_settings
from tests.conftest import CONFIG, ROOT, Answer
from transforms.polling.model import FeedSpec
from transforms.telemetry import NAMESPACE

Run = Callable[..., Answer]
PAGE = (ROOT / "docs" / "streaming.md").read_text("utf-8")


def config(folder: Path, more: str = "") -> Path:
    path = folder / "feeds.toml"
    path.write_text(
        f'output = "{folder}/out"\n[source]\nkind = "feeds"\nuser_agent = "news/1.0 (+https://example.org/bot)"\n'
        f'{more}\n[[source.feeds]]\nurl = "https://known.example/rss"\n'
    )
    return path


def refused(given: Answer, *words: str) -> None:
    assert given.status == 2
    (line,) = given.err.splitlines()
    assert all(word in line for word in words), line
    assert given.out == ""


def test_seeds_are_no_stream(tmp_path: Path, demarche: Run) -> None:
    given = demarche("run", CONFIG, "--output", tmp_path / "out", "--streaming", "--runner=PrismRunner")
    refused(given, "--streaming", "only a source of kind feeds")


def test_a_stream_is_not_watched(tmp_path: Path, demarche: Run) -> None:
    given = demarche("run", config(tmp_path), "--watch", "5m", "--streaming", "--runner=PrismRunner")
    refused(given, "--streaming", "--watch")


@pytest.mark.parametrize("flags", [(), ("--runner=DirectRunner",), ("--runner=FnApiRunner",)])
def test_the_in_process_engine_runs_no_stream(tmp_path: Path, demarche: Run, flags: tuple[str, ...]) -> None:
    given = demarche("run", config(tmp_path), "--streaming", *flags)
    refused(given, "--streaming", "PrismRunner", "FlinkRunner", "DataflowRunner", "--watch")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("shards", [0, -1, 4097])
def test_so_many_shards_are_refused(tmp_path: Path, demarche: Run, shards: int) -> None:
    given = demarche(
        "run", config(tmp_path, f"[source.stream]\nshards = {shards}"), "--streaming", "--runner=PrismRunner"
    )
    refused(given, "source.stream.shards", str(shards))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "line", ['tick = "0s"', 'publish = "often"', 'window = "-1d"', "shards = true", 'slick = "15m"']
)
def test_bad_options_are_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError, match=rf"source\.stream\.{line.split()[0]}"):
        load(config(tmp_path, f"[source.stream]\n{line}"))


def test_options_reach_the_stream(tmp_path: Path) -> None:
    more = (
        '[source.stream]\ntick = "5s"\npublish = "30s"\nwindow = "1h"\nlateness = "2d"\nslack = "1m"\nremember = "6h"'
    )
    found = load(config(tmp_path, f"{more}\nshards = 3"))
    assert isinstance(found, Config)
    assert isinstance(found.source, Feeds)
    specs = [FeedSpec("https://a.example/rss", 60.0, 60.0)]
    one, two = (stream_settings(found.source, some) for some in (specs, specs))
    assert (one.tick, one.publish, one.window, one.lateness, one.slack) == (5, 30, 3600, 172800, 60)
    assert (one.remember, one.shards) == (21600, 3)
    assert re.fullmatch("[0-9a-f]{32}", one.stream_id)
    assert one.stream_id != two.stream_id
    assert one.feeds == two.feeds != stream_settings(found.source, []).feeds


def test_the_page_tells_every_option_and_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([\w.]+) \|", PAGE, re.M))
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    found = {
        name: int(value) if value.isdigit() else float(value[:-1]) * seconds[value[-1]] for name, value in told.items()
    }
    assert found == dataclasses.asdict(Stream())


def test_tests_that_the_page_names_exist() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)
    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8"), (file, test)


# --- what it tells of itself ---


class Ended:
    """What an engine gives for a stream that is over."""

    def __init__(self, state: str) -> None:
        self.state = state

    def metrics(self) -> "Ended":
        return self

    def query(self, _: object) -> dict[str, list[MetricResult]]:
        key = MetricKey("Publish", MetricName(NAMESPACE, "articles"))
        return {"counters": [MetricResult(key, 7, 7)], "distributions": []}

    def cancel(self) -> None:
        raise AssertionError("it is over")


class Forgotten(Ended):
    """The engine knows nothing of it any more."""

    def metrics(self) -> "Ended":
        raise ConnectionError


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (Ended("DONE"), (0, "done", None, 7)),
        (Forgotten("DRAINED"), (0, "done", None, 0)),
        (Ended("FAILED"), (1, "failed", "the stream ended: failed", 7)),
        (ConnectionError("no engine here"), (1, "failed", "the stream failed: ConnectionError: no engine here", 0)),
    ],
)
def test_a_stream_has_a_report_and_its_lines_are_json_when_asked(
    ended: Ended | Exception,
    expected: tuple[int, str, str | None, int],
    tmp_path: Path,
    demarche: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(_: object) -> Ended:
        if isinstance(ended, Exception):
            raise ended
        return ended

    monkeypatch.setattr(beam.Pipeline, "run", run)
    monkeypatch.setattr(console, "_format", ["text"])
    metrics = tmp_path / "m.json"
    flags = ("--streaming", "--runner=PrismRunner", "--metrics-file", metrics, "--log-format=json")
    given = demarche("run", config(tmp_path), *flags)
    told = json.loads(metrics.read_text())
    assert (given.status, told["state"], told["error"], told["articles"]) == expected
    assert told["runner"]["name"] == "PrismRunner"
    events = [json.loads(line)["event"] for line in given.err.splitlines()]
    ends = {"done": ["stream_ended", "run_ended"], "failed": ["error", "run_ended"]}[told["state"]]
    assert events == ["run_started"] * isinstance(ended, Ended) + ends


def test_a_dataset_that_cannot_be_had_is_told_in_the_report_too(tmp_path: Path, demarche: Run) -> None:
    (tmp_path / "out").write_text("a file")
    metrics = tmp_path / "m.prom"
    given = demarche("run", config(tmp_path), "--streaming", "--runner=PrismRunner", "--metrics-file", metrics)
    refused(given, "is a file")
    assert "demarche_run_success 0" in metrics.read_text()
