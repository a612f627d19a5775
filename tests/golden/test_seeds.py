"""The main job on seeds/ against answers written by hand: every column of every article, every reject."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Answer, rows

GOLDEN = ROOT / "tests" / "golden"
ANSWERS = [
    (path.name, number, answer)
    for path in sorted((GOLDEN / "seeds").glob("*.json"))
    for number, answer in enumerate(json.loads(path.read_text("utf-8")))
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("golden") / "out"


@pytest.fixture
def dataset(cache: Path, ingest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Path:
    """seeds/ run once, from the checkout's root, as `make run` does."""
    monkeypatch.chdir(ROOT)
    if not cache.exists():
        ingest("seeds", cache)
    return cache


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "number", "answer"), ANSWERS, ids=[f"{n}-{i}" for n, i, _ in ANSWERS])
def test_a_seed_becomes_its_golden_answer(name: str, number: int, answer: dict[str, Any], dataset: Path) -> None:
    articles = rows(dataset, "articles")
    if "reject" in answer:
        prefix = answer["input_id"].removesuffix("*")
        found = {(r["stage"], r["reason_code"]) for r in rows(dataset, "rejects") if r["input_id"].startswith(prefix)}
        assert (answer["reject"]["stage"], answer["reject"]["reason_code"]) in found
        return
    expected = dict(answer["article"])
    body, primary = expected.pop("body"), expected.pop("duplicate_of", None)
    (row,) = [
        r
        for r in articles
        if (r["url"] == expected["url"] if expected.get("url") else folded(r["body"])[:60] == folded(body)[:60])
    ]
    shown = {k: v.isoformat().replace("+00:00", "Z") if hasattr(v, "isoformat") else v for k, v in row.items()}
    assert {k: shown[k] for k in expected} == expected
    got = row["body"].split("\n")
    optional = set(answer.get("optional_paragraphs", ()))
    if answer.get("paragraphs") == "any":
        assert folded(row["body"]) == folded(body)
    else:
        assert [p for p in got if p not in optional] == [p for p in body.split("\n") if p not in optional]
    urls = {r["article_id"]: r["url"] for r in articles}
    assert urls.get(row["duplicate_of"]) == primary


def test_nothing_else_comes_out(dataset: Path) -> None:
    found = len(rows(dataset, "articles")) + len(rows(dataset, "rejects"))
    assert found == len(ANSWERS)


def test_every_mention_leads_back_to_its_sentence(dataset: Path) -> None:
    bodies = {r["article_id"]: r["body"] for r in rows(dataset, "articles")}
    mentions = rows(dataset, "mentions")
    assert mentions
    for m in mentions:
        body = bodies[m["article_id"]]
        assert body[m["char_start"] : m["char_end"]] == m["evidence_text"]
        assert body[m["trigger_start"] : m["trigger_end"]] == m["trigger_text"]
        assert m["char_start"] <= m["trigger_start"] < m["trigger_end"] <= m["char_end"]


def test_seeds_are_read_the_same_by_extract(demarche: Callable[..., Answer], dataset: Path) -> None:
    """`demarche extract` and `demarche run` are one program: same bodies, same ids."""
    answer = demarche("extract", ROOT / "seeds")
    ours = {line["article_id"]: line["body"] for line in map(json.loads, answer.out.splitlines()) if "body" in line}
    assert ours == {r["article_id"]: r["body"] for r in rows(dataset, "articles")}
