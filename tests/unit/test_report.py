"""What a run tells of itself: one report, as JSON, as Prometheus text, as a record; and its log lines."""

import datetime as dt
import json
import logging
from pathlib import Path

import pytest

from pipeline import console
from pipeline.config import Config, Feed, Feeds, Seeds
from pipeline.prometheus import exposition
from pipeline.report import ERROR_CHARS, SHOWN, Report, config_summary, replace
from transforms.records import Run

RUN = Run("0" * 32, dt.datetime(2024, 3, 5, tzinfo=dt.UTC))
METRICS = {
    "inputs": 5,
    "articles": 3,
    "duplicates": 1,
    "events": 2,
    "files_written": 4,
    "reject.bad_json": 1,
    "mention.AGREE": 2,
    "read.items": 5,
    "read.bytes": 12345,
    "read.reject.bad_json": 1,
    "extract.milliseconds": {"count": 4, "sum": 1500, "min": 1, "max": 900},
    "stage.flush_milliseconds": 250,
    "tag.mention.AGREE": 3,
    "poll.failed.timeout": 2,
}
ODD = 'in/a "quoted"\\name\nwith all.txt'


def told() -> dict[str, object]:
    report = Report()
    report.begin(RUN)
    report.runner = {"name": "DirectRunner", "workers": 2}
    report.collect(METRICS, [{"input_id": ODD, "stage": "extract", "seconds": 0.9}])
    report.end("done")
    return report.told()


def test_the_report_is_json_and_separates_what_was_published_from_what_stages_did() -> None:
    found = json.loads(json.dumps(told()))
    assert (found["inputs"], found["rejects"], found["rejects_by_reason"]) == (5, 1, {"bad_json": 1})
    assert (found["files_unchanged"], found["state"], found["exit_status"], found["error"]) == (0, "done", 0, None)
    assert set(found["stages"]) == {"read", "extract", "stage", "tag", "poll"}
    assert found["program"]["apache_beam"]


def test_prometheus_reads_its_text() -> None:
    parser = pytest.importorskip("prometheus_client.parser", reason="prometheus_client is in the extra `dev`")
    families = {family.name: family for family in parser.text_string_to_metric_families(exposition(told()))}
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families.values()
        for sample in family.samples
    }
    assert samples["demarche_inputs_total", ()] == 5
    assert samples["demarche_run_success", ()] == 1
    assert samples["demarche_rejects_total", (("reason", "bad_json"),)] == 1
    assert samples["demarche_stage_rejects_total", (("reason", "bad_json"), ("stage", "read"))] == 1
    assert samples["demarche_stage_mentions_total", (("event_type", "AGREE"), ("stage", "tag"))] == 3
    assert samples["demarche_stage_failures_total", (("reason", "timeout"), ("stage", "poll"))] == 2
    assert samples["demarche_stage_bytes_total", (("stage", "read"),)] == 12345
    assert samples["demarche_stage_seconds_sum", (("stage", "extract"),)] == 1.5
    assert samples["demarche_stage_seconds_count", (("stage", "extract"),)] == 4
    assert samples["demarche_stage_flush_seconds_total", (("stage", "stage"),)] == 0.25
    assert samples["demarche_slow_input_seconds", (("input_id", ODD), ("stage", "extract"))] == 0.9
    assert families["demarche_stage_seconds"].type == "summary"
    assert all(family.documentation for family in families.values())


def test_counters_end_in_total_and_nothing_is_said_twice() -> None:
    lines = exposition(told()).splitlines()
    types = [line.split()[2:] for line in lines if line.startswith("# TYPE ")]
    assert len(types) == len({name for name, _ in types})
    assert all(name.endswith("_total") == (kind == "counter") for name, kind in types)
    values = [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]
    assert len(values) == len(set(values))


def test_a_run_that_failed_before_it_counted_anything_has_a_report() -> None:
    report = Report()
    report.end("failed", "the dataset is locked")
    found = report.told()
    assert (found["run_id"], found["state"], found["exit_status"]) == (None, "failed", 1)
    assert "demarche_run_success 0" in exposition(found)


def test_the_record_of_a_run_does_not_grow_with_its_input() -> None:
    """Not with its patterns, not with its feeds, not with what an engine says of its failure."""
    sizes = []
    for number in (SHOWN + 1, 100_000):
        report = Report()
        patterns = tuple(f"{i:06d}.txt" for i in range(number))
        report.config = config_summary("c.toml", Config("out", Seeds("seeds", patterns)))
        report.end("failed", "no such file: " + " ".join(patterns))
        sizes.append(len(json.dumps(report.record())))
    assert sizes[1] < sizes[0] + 2 * ERROR_CHARS


@pytest.mark.parametrize("name", ["m.json", "m.prom"])
def test_the_file_is_replaced_as_a_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("old")
    before = path.open()
    report = Report(str(path))
    report.end("failed", "x")
    report.write()
    assert before.read() == "old"  # whoever has it open reads on
    before.close()
    text = path.read_text()
    assert json.loads(text)["error"] == "x" if name == "m.json" else "demarche_run_info" in text
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Report(str(tmp_path)).write()  # a folder
    assert "--metrics-file" in capsys.readouterr().err
    with pytest.raises(OSError):
        replace(tmp_path / "none" / "m.json", "")


def test_of_a_configuration_lists_are_cut() -> None:
    seeds = config_summary("c.toml", Config("out", Seeds("seeds", tuple(f"{i}.txt" for i in range(99)))))
    assert (len(seeds["source"]["input"]), seeds["source"]["input_more"]) == (SHOWN, 99 - SHOWN)
    short = config_summary("c.toml", Config("out", Seeds("seeds", ("a.txt", "b.txt"))))
    assert short["source"]["input"] == ["a.txt", "b.txt"]
    assert "input_more" not in short["source"]
    feeds = config_summary("c.toml", Config("out", Feeds("feeds", "x/1 (+y)", (Feed("https://example.org/f"),))))
    assert feeds["source"]["feeds"] == 1
    json.dumps([seeds, feeds])


def test_log_lines_are_json_objects_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    console.note("for programs only", "run_started")
    console.say("for all", "error", "error")
    assert capsys.readouterr().err == "for all\n"
    monkeypatch.setattr(console, "_format", ["json"])
    console.note("a", "run_started", run_id="1")
    record = logging.LogRecord("lib", logging.ERROR, "", 1, "b %s", ("c",), None)
    lines = [*capsys.readouterr().err.splitlines(), console.Formatter().format(record)]
    first, second = map(json.loads, lines)
    assert (first["event"], first["message"], first["run_id"]) == ("run_started", "a", "1")
    assert (second["event"], second["level"], second["logger"], second["message"]) == ("log", "error", "lib", "b c")
    assert dt.datetime.fromisoformat(first["time"]).tzinfo is dt.UTC
