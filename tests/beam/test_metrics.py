"""What a whole run counts, on one worker and on two: the same, and reconciled; the record and the file that say so."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import CONFIG, Answer, rows

STAGES = {"read", "extract", "clean", "tag", "stage", "plan", "merge", "resolve", "commit"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(6):
        (folder / f"{i}.txt").write_text(f"Norway and Chile held talks number {i % 5} in Oslo on Monday.\n" * 3)
    (folder / "bad.jsonl").write_text('{"id": 1\n')
    (folder / "page.html").write_text("<html><body><p>404 Not Found</p></body></html>")
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_every_stage_counts_and_the_counts_reconcile(
    workers: int, source: Path, tmp_path: Path, ingest: Callable[..., Answer]
) -> None:
    root, metrics = tmp_path / "out", tmp_path / "m.json"
    ingest(source, root, f"--direct_num_workers={workers}", "--metrics-file", str(metrics))
    told = json.loads(metrics.read_text())
    assert told["state"] == "done"
    assert told["inputs"] == 8 == told["articles"] + told["duplicates"] + told["rejects"]
    stages = told["stages"]
    assert set(stages) == STAGES
    assert stages["read"]["items"] == 8
    assert stages["read"]["files"] == 8
    assert stages["read"]["bytes"] == sum(len((source / f"{i}.txt").read_text()) for i in range(6)) + 46
    assert stages["read"]["reject"] == {"bad_json": 1}
    assert stages["extract"]["items"] == 7
    refused = sum(sum(stage.get("reject", {}).values()) for stage in stages.values())
    assert refused == told["rejects"] == len(rows(root, "rejects"))
    assert stages["tag"]["mention"]["CONSULT"] >= told["mentions_by_type"]["CONSULT"]
    assert stages["stage"]["items"] == 8
    for stage in STAGES:
        assert stages[stage]["milliseconds"]["count"] == stages[stage]["items"]
    assert {one["input_id"] for one in told["slowest"]} <= {str(path) for path in source.iterdir()} | {
        f"{source}/bad.jsonl#L1"
    }
    assert 0 < len(told["slowest"]) <= 10
    assert told["runner"] == {"name": "DirectRunner", "workers": workers if workers > 1 else 0}

    (path,) = (root / "_meta" / "runs").glob("*.json")
    record = json.loads(path.read_text())
    assert record["run_id"] == told["run_id"] == path.stem
    assert record["stages"] == stages
    assert record["slowest"] == told["slowest"]
    assert record["config"]["file"] == CONFIG
    assert record["state"] == "done"
    assert record["program"]["demarche"]


def test_a_rerun_leaves_no_record_but_writes_the_metrics_file(
    source: Path, tmp_path: Path, ingest: Callable[..., Answer]
) -> None:
    """An identical rerun changes no byte of the dataset; what it did is told outside."""
    ingest(source, tmp_path / "out")
    ingest(source, tmp_path / "out", "--metrics-file", str(tmp_path / "m.prom"))
    assert len(list((tmp_path / "out" / "_meta" / "runs").rglob("*.json"))) == 1
    assert "demarche_inputs_total 8" in (tmp_path / "m.prom").read_text()


def test_a_failed_run_is_told_in_file_record_and_log(
    source: Path,
    tmp_path: Path,
    ingest: Callable[..., Answer],
    demarche: Callable[..., Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import transforms.lake.fragments

    root, metrics = tmp_path / "out", tmp_path / "m.json"
    ingest(source, root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transforms.lake.fragments, "write_staged", full)
    flags = ("--direct_num_workers=1", "--metrics-file", metrics, "--log-format=json")
    answer = demarche("run", CONFIG, "--input", source, "--output", root, *flags)
    assert answer.status == 1
    said = [json.loads(line) for line in answer.err.splitlines()]
    assert [line["event"] for line in said if line["event"] != "progress"] == ["run_started", "error", "run_ended"]
    told = json.loads(metrics.read_text())
    assert (told["state"], told["exit_status"]) == ("failed", 1)
    assert "No space left on device" in told["error"]
    (path,) = (root / "_meta" / "runs" / "rowless").iterdir()
    assert json.loads(path.read_text())["error"] == told["error"]
    assert demarche("check", root).status == 0


def test_a_metrics_file_without_a_folder_is_refused_at_once(
    source: Path, tmp_path: Path, demarche: Callable[..., Answer]
) -> None:
    answer = demarche(
        "run", CONFIG, "--input", source, "--output", tmp_path / "out", "--metrics-file", tmp_path / "none" / "m.json"
    )
    assert answer.status == 2
    assert "no such folder" in answer.err
    assert not os.path.lexists(tmp_path / "out")
