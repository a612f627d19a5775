"""Recall of the coder on our own hand-coded mentions of the sample articles (tests/golden/mentions.jsonl).

One coder wrote articles and answers, so the figures flatter; they guard against a loss, whatever else is at hand.
"""

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from tests.conftest import ROOT
from transforms.events.coder import code
from transforms.events.model import Coding

GOLDEN = ROOT / "tests" / "golden"
FLOORS = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text("utf-8"))["golden/mentions.jsonl"]
UNDIRECTED = ("AGREE", "CONSULT", "COOPERATE")
LEVELS = ("event_type", "countries", "date", "status")


def documents() -> list[dict[str, Any]]:
    """The hand-made articles."""
    answers = [a for path in (GOLDEN / "seeds").glob("*.json") for a in json.loads(path.read_text("utf-8"))]
    return [a["article"] for a in answers if "article" in a]


def countries(actors: Any) -> set[str]:
    return {actor.country for actor in actors if actor.country}


def agrees(gold: dict[str, Any], coding: Coding, level: str) -> bool:
    """Whether a coding says of an event what the gold mention says."""
    if level == "countries":
        wanted = [
            set(gold[side]) if gold[side] is not None else None for side in ("source_countries", "target_countries")
        ]
        got = [countries(coding.sources), countries(coding.targets)]
        if gold["event_type"] in UNDIRECTED and None not in wanted:
            return got[0] | got[1] == set().union(*filter(None, wanted))
        return all(want is None or want == have for want, have in zip(wanted, got, strict=True))
    if level == "date":
        # The gold gives days that the words state; the day of the report, which stands for an announcement, is none.
        stated = coding.event_date if coding.event_date_source == "text" else None
        return bool(gold["event_date"] == (stated.isoformat() if stated else None))
    if level == "status":
        return coding.status in (gold["status"], *gold.get("alt_status", []))
    return True


def recall() -> tuple[Counter[str], int]:
    """Gold mentions found, by level, and how many there are."""
    known = documents()
    gold = [json.loads(line) for line in (GOLDEN / "mentions.jsonl").read_text("utf-8").splitlines()]
    found: Counter[str] = Counter()
    coded: dict[str, Any] = {}
    for mention in gold:
        article = next(article for article in known if mention["sentence"] in article["body"])
        body, day = article["body"], article.get("published_date")
        key = article["body"]
        if key not in coded:
            coded[key] = code(body, language="en", published_date=dt.date.fromisoformat(day) if day else None)
        start = body.index(mention["sentence"])
        end = start + len(mention["sentence"])
        same = [
            c for c in coded[key] if c.char_start < end and c.char_end > start and c.event_type == mention["event_type"]
        ]
        for level in LEVELS:
            found[level] += any(agrees(mention, c, level) for c in same)
    return found, len(gold)


def test_recall_on_our_own_articles() -> None:
    found, total = recall()
    measured = {level: round(found[level] / total, 3) for level in LEVELS}
    sunk = {level: (measured[level], floor) for level, floor in FLOORS["recall"].items() if measured[level] < floor}
    assert not sunk, f"measured, floor: {sunk}"


@pytest.mark.parametrize("level", LEVELS)
def test_the_floor_is_near_what_is_reached(level: str) -> None:
    """A floor that has fallen far behind guards nothing: raise it."""
    found, total = recall()
    assert found[level] / total - FLOORS["recall"][level] < 0.1
