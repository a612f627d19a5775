"""Recall of the coder on our own hand-coded mentions of the sample articles (tests/golden/mentions.jsonl).

One coder wrote articles and answers, so the figures flatter; they guard against a loss, whatever else is at hand.
"""

import datetime as dt
import functools
import json
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.quality.corpora import FLOORS
from tests.quality.scoring import Gold, agrees
from transforms.events.coder import code
from transforms.events.model import Coding

GOLDEN = ROOT / "tests" / "golden"
RECALL: dict[str, float] = FLOORS["golden/mentions.jsonl"]["recall"]


def documents() -> list[dict[str, Any]]:
    """The hand-made articles."""
    answers = [a for path in (GOLDEN / "seeds").glob("*.json") for a in json.loads(path.read_text("utf-8"))]
    return [a["article"] for a in answers if "article" in a]


def gold_of(row: dict[str, Any], body: str) -> Gold:
    start = body.index(row["sentence"])
    named = {
        side: None if row[side] is None else frozenset(row[side]) for side in ("source_countries", "target_countries")
    }
    return Gold(
        start,
        start + len(row["sentence"]),
        frozenset((row["event_type"],)),
        named["source_countries"],
        named["target_countries"],
        (row["event_date"] or "",),
        frozenset((row["status"], *row.get("alt_status", ()))),
    )


@functools.cache
def recall() -> dict[str, float]:
    """The share of the gold mentions that the coder finds, by level."""
    known = documents()
    rows = [json.loads(line) for line in (GOLDEN / "mentions.jsonl").read_text("utf-8").splitlines()]
    found = dict.fromkeys(RECALL, 0)
    coded: dict[str, tuple[Coding, ...]] = {}
    for row in rows:
        article = next(article for article in known if row["sentence"] in article["body"])
        body, day = article["body"], article.get("published_date")
        if body not in coded:
            coded[body] = code(body, language="en", published_date=dt.date.fromisoformat(day) if day else None)
        gold = gold_of(row, body)
        for level in RECALL:
            found[level] += any(agrees(gold, coding, level) for coding in coded[body])
    return {level: count / len(rows) for level, count in found.items()}


def test_recall_on_our_own_articles() -> None:
    measured = {level: round(share, 3) for level, share in recall().items()}
    sunk = {level: (measured[level], floor) for level, floor in RECALL.items() if measured[level] < floor}
    assert not sunk, f"measured, floor: {sunk}"


@pytest.mark.parametrize("level", RECALL)
def test_the_floor_is_near_what_is_reached(level: str) -> None:
    """A floor that has fallen far behind guards nothing: raise it."""
    assert recall()[level] - RECALL[level] < 0.1
