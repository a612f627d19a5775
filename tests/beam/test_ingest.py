"""The wiring: a whole table of inputs through one graph; engines, reruns and workers that must not matter."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pipeline.run
import transforms.beam
from pipeline.cli import main
from tests.conftest import CONFIG, ROOT, Answer, content, rows, tree
from transforms.records import Article, Document, Refusal, Run
from transforms.sources.seeds import expand
from transforms.tallies import NONE

PARALLEL = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of seeds/, made once; who changes it takes a copy."""
    root = tmp_path_factory.mktemp("seeds") / "out"
    assert main(["run", CONFIG, "--input", str(ROOT / "seeds"), "--output", str(root)]) == 0
    return root


def test_rerunning_the_same_input_on_another_day_changes_no_byte(
    seeds: Path, tmp_path: Path, ingest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(seeds, tmp_path / "out")
    before = tree(root)
    undated = [row for row in rows(root, "articles") if row["published_at"] is None]
    assert undated
    assert {row["published_at_source"] for row in undated} == {"none"}
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    monkeypatch.setattr(pipeline.run, "now", lambda: later)
    answer = ingest(ROOT / "seeds", root)
    assert tree(root) == before
    assert " 0 Parquet files written" in answer.out


@pytest.mark.parametrize("flags", [PARALLEL, ("--runner=DirectRunner",)], ids=["workers", "runner"])
def test_worker_processes_and_named_runner_give_the_same_rows(
    flags: tuple[str, ...], seeds: Path, tmp_path: Path, ingest: Callable[..., Answer]
) -> None:
    ingest(ROOT / "seeds", tmp_path / "out", *flags)
    assert content(tmp_path / "out") == content(seeds)
    assert content(seeds)["events"]


def test_a_changed_article_replaces_its_row_and_its_mentions(tmp_path: Path, ingest: Callable[..., Answer]) -> None:
    source = tmp_path / "in"
    source.mkdir()
    head = "---\nurl: https://news.example.org/a\npublished_at: {}\n---\n"
    (source / "a.txt").write_text(head.format("2024-03-06") + "Norway expelled two Russian diplomats on Monday.\n")
    ingest(source, tmp_path / "out")
    (first,) = rows(tmp_path / "out", "articles")
    (mention,) = rows(tmp_path / "out", "mentions")
    (source / "a.txt").write_text(head.format("2024-03-08") + "Norway condemned Russia on Monday.\n")
    ingest(source, tmp_path / "out")
    (second,) = rows(tmp_path / "out", "articles")
    assert (second["article_id"], second["dt"]) == (first["article_id"], first["dt"])
    assert second["body"] != first["body"]
    (changed,) = rows(tmp_path / "out", "mentions")
    assert changed["event_type"] != mention["event_type"]
    (event,) = rows(tmp_path / "out", "events")
    assert event["event_id"] == changed["event_id"]


def test_a_fault_of_ours_in_one_document_is_one_reject(
    tmp_path: Path, ingest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = transforms.beam.clean_draft

    def poisoned(draft: Any, run: Run) -> Article | Refusal:
        if "poison" in draft.document.content:
            raise ZeroDivisionError("of the test")
        return real(draft, run)

    monkeypatch.setattr(transforms.beam, "clean_draft", poisoned)
    (tmp_path / "in").mkdir()
    for i in range(5):
        (tmp_path / "in" / f"{i}.txt").write_text(f"Norway and Chile met for round {i}{' of poison' * (i == 3)}.")
    ingest(tmp_path / "in", tmp_path / "out")
    (reject,) = rows(tmp_path / "out", "rejects")
    assert (reject["stage"], reject["reason_code"]) == ("clean", "internal_error")
    assert "ZeroDivisionError: of the test" in reject["detail"]
    assert len(rows(tmp_path / "out", "articles")) == 4


def test_payloads_are_not_put_into_the_graph(tmp_path: Path) -> None:
    """Only names of files are: Beam's Create would carry every page through the job's definition."""
    import apache_beam as beam

    from pipeline.ingest import build

    sizes = []
    for count in (1, 100_000):
        (tmp_path / "a.txt").write_bytes(os.urandom(count))
        graph = beam.Pipeline()
        build(graph, "seeds", [str(tmp_path / "a.txt")], str(tmp_path), Run("0" * 32, pipeline.run.now()))
        sizes.append(len(graph.to_runner_api().SerializeToString()))
    assert abs(sizes[1] - sizes[0]) < 1_000


def test_a_hundred_thousand_paths_make_a_small_graph() -> None:
    """A job's definition has a limit on every service, and each element costs memory in the launcher."""
    import apache_beam as beam

    from pipeline.ingest import build

    names = [f"/data/news/{i // 1000:04d}/{i:06d}.html" for i in range(100_000)] + [os.fsdecode(b"/data/\xff.txt")]
    packs = transforms.beam.pack_paths(names)
    assert len(packs) <= transforms.beam.MAX_PACKS
    assert [name for pack in packs for name in transforms.beam.unpack_paths(pack)] == names
    graph = beam.Pipeline()
    build(graph, "seeds", names, "out", Run("0" * 32, pipeline.run.now()))
    assert len(graph.to_runner_api().SerializeToString()) < 1_000_000
    assert transforms.beam.pack_paths([]) == []
    assert len(transforms.beam.pack_paths(names[:7])) == 7  # few files: each goes its own way


def test_beams_file_systems_read_like_the_local_ones(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text("Norway and Chile met.")
    files = transforms.beam.BeamFiles()
    assert sorted(files.glob(f"{tmp_path}/**/*")) == [f"{tmp_path}/a.txt", f"{tmp_path}/sub/b.txt"]
    assert files.exists(f"{tmp_path}/a.txt")
    assert not files.exists(f"{tmp_path}/none.txt")
    assert files.is_dir(f"{tmp_path}/sub")
    found = [
        item
        for path in expand([f"{tmp_path}/sub"], files)
        for item in transforms.beam.SOURCES["seeds"](path, files, pipeline.run.now())
    ]
    assert [type(item) for item in found] == [Document]


def test_relative_names_are_the_launchers_wherever_a_worker_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import apache_beam as beam
    from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

    from pipeline.ingest import build
    from transforms.lake.layout import open_dataset

    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    for folder in (here, elsewhere):
        folder.mkdir()
    (here / "a.txt").write_text("Norway and Chile met.")
    monkeypatch.chdir(here)
    open_dataset("out")
    graph = beam.Pipeline(runner=FnApiRunner())
    build(graph, "seeds", ["a.txt"], "out", Run("0" * 32, pipeline.run.now()))
    monkeypatch.chdir(elsewhere)
    graph.run().wait_until_finish()
    assert len(rows(here / "out", "articles")) == 1
    assert not list(elsewhere.iterdir())


def test_the_engine_gets_one_number_a_bundle_not_one_a_file() -> None:
    """It keeps every element until all are there: with one a file the launcher grew with the documents."""
    texts = sorted(str(path) for path in (ROOT / "seeds").rglob("*.txt"))
    read = transforms.beam._Read("seeds", Run("0" * 32, dt.datetime(2024, 6, 1, tzinfo=dt.UTC)), NONE, False)
    read.start_bundle()
    items = [item for path in texts for item in read.process(transforms.beam.pack_paths([path])[0])]
    assert len(items) >= len(texts) > 1
    assert all(isinstance(item, Document | Refusal) for item in items)
    (count,) = read.finish_bundle()
    assert (count.tag, count.value.value) == ("counts", len(items))
    read.start_bundle()
    assert [told.value.value for told in read.finish_bundle()] == [0]
