"""The coder's figures on the labelled corpora must not sink below their floors (floors.json, key per figure).

The corpora stand beside the checkout (../shared) and are no part of the project. A floor belongs to the bytes of its
corpus: where they differ, the test skips rather than compare unlike things.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality.corpora import FLOORS, SHARED, corpus, scorer
from transforms.events import mentions, pair
from transforms.records import Document, Run

RUN = Run("0" * 32, dt.datetime(2025, 1, 1, tzinfo=dt.UTC))


def test_relations(tmp_path: Path) -> None:
    score, path = scorer(), corpus("relations.jsonl.gz")
    lines = []
    for row in score.load(path):
        coding = pair.code_pair(row["text"], row["source"], row["target"], "en", None)
        lines.append({"id": row["id"], "event_type": coding.event_type, "quad_class": coding.quad_class})
    result, worst = score.relations(arguments(tmp_path, lines, corpus=path))
    for figure, floor in FLOORS["relations.jsonl.gz"]["macro_f1"].items():
        assert result[figure]["macro_f1"] >= floor, worst[:20]


@pytest.mark.parametrize(("name", "folder"), [("seed_mentions.jsonl", "seeds"), ("news_mentions.jsonl", "news_docs")])
def test_mentions(tmp_path: Path, name: str, folder: str) -> None:
    score, path = scorer(), corpus(name)
    published = {g["file"]: g["document_published_at"] for g in score.load(path)}
    lines: list[dict[str, Any]] = []
    for file, moment in published.items():
        content = (SHARED / "corpora" / folder / file).read_text(encoding="utf-8")
        document = Document(
            file, file, content, "0" * 64, language="en", published_at=dt.datetime.fromisoformat(moment)
        )
        lines += mentions.tag_document(document, RUN)
    result, worst = score.mentions(arguments(tmp_path, lines, corpus=path, documents=SHARED / "corpora" / folder))
    for figure, floor in FLOORS[name]["f1"].items():
        assert result[figure]["f1"] >= floor, worst[:20]
    assert result["event_type"]["precision"] >= FLOORS[name]["precision"]


def arguments(folder: Path, lines: list[dict[str, Any]], **more: Any) -> Any:
    """The scorer's arguments for an answer that is already there."""
    saved = folder / "answers.jsonl"
    saved.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return type("Arguments", (), {"predictions": saved, "cmd": None, **more})
