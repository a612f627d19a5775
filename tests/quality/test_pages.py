"""Extraction's figures on the labelled pages must not sink below their floors (floors.json)."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.quality.corpora import FLOORS, corpus, scorer
from transforms.articles import answer
from transforms.records import Document, Refusal, Run

RUN = Run("0" * 32, dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("name", ["news_pages.jsonl.gz", "web_pages.jsonl.gz"])
def test_pages(name: str, tmp_path: Any) -> None:
    score, path = scorer(), corpus(name)
    answers = tmp_path / "answers.jsonl"
    with answers.open("w", encoding="utf-8") as file:
        for row in score.load(path):
            document = Document(row["id"], row["id"], row["html"], "0" * 64, "html", url=row["url"])
            found = answer(document, RUN)
            file.write(json.dumps({"id": row["id"], **({} if isinstance(found, Refusal) else found)}) + "\n")
    result, worst = score.pages(SimpleNamespace(corpus=path, predictions=str(answers)))
    measured = {
        f"{group}.{figure}": value
        for group, both in result.items()
        if isinstance(both, dict)
        for figure, value in both.items()
    }
    sunk = {
        figure: (measured[figure], floor)
        for figure, floor in FLOORS[name]["floors"].items()
        if measured[figure] < floor
    }
    assert not sunk, (sunk, worst[:10])
