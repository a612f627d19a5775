"""The coder on our hand-coded articles: F1 by level, precision, and how far its confidence can be trusted.

Five folders of tests/golden, alike in layout, all written and coded before the coder was run on them: `coded` and
`learned` are read in development, `held` and `fresh` are never read by those who change rules, so their figures say
what the rules are worth elsewhere (weights are fitted on `learned`); `unseen` is scored once for each release (by
hand: see its README). Of the last only the form is looked at here.
"""

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.quality.corpora import FLOORS
from tests.quality.scoring import LEVELS, Gold, Score, answers, from_row
from transforms.events.coder import code
from transforms.events.model import Coding
from transforms.events.text import split

GOLDEN = ROOT / "tests" / "golden"
FOLDERS = ("coded", "learned", "held", "fresh")
SENTENCES = 270
"""There are at least so many sentences in the articles of a folder."""

each_folder = pytest.mark.parametrize("folder", FOLDERS)
each_form = pytest.mark.parametrize("folder", [*FOLDERS, "unseen"])


def floors(folder: str) -> dict[str, float]:
    found: dict[str, float] = FLOORS[f"golden/{folder}/mentions.jsonl"]
    return found


def rows(folder: str) -> list[dict[str, Any]]:
    lines = (GOLDEN / folder / "mentions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def articles(folder: str) -> list[Path]:
    return sorted((GOLDEN / folder).glob("*.txt"))


@functools.cache
def coded(folder: str) -> list[tuple[list[Gold], tuple[Coding, ...]]]:
    """Gold and codings of each article."""
    golds, out = rows(folder), []
    for path in articles(folder):
        about = json.loads(path.with_name(path.name + ".meta.json").read_text("utf-8"))
        day = dt.datetime.fromisoformat(about["published_at"]).date()
        codings = code(path.read_text("utf-8"), language=about["language"], published_date=day)
        out.append(([from_row(row) for row in golds if row["file"] == path.name], codings))
    return out


@functools.cache
def score(folder: str) -> Score:
    total = Score()
    for golds, codings in coded(folder):
        total.add(golds, codings)
    return total


@each_folder
def test_figures_do_not_sink(folder: str) -> None:
    total = score(folder)
    measured = {name: round(figure, 3) for name, figure in total.figures().items()}
    sunk = {name: (measured[name], floor) for name, floor in floors(folder).items() if measured[name] < floor}
    assert not sunk, f"measured, floor: {sunk}; missed {total.missed}, extra {total.extra}"


@each_folder
@pytest.mark.parametrize("level", [*LEVELS, "precision"])
def test_the_floor_is_near_what_is_reached(folder: str, level: str) -> None:
    """A floor that has fallen far behind guards nothing: raise it."""
    assert score(folder).figures()[level] - floors(folder)[level] < 0.15


@each_form
def test_the_gold_stands_where_it_says(folder: str) -> None:
    texts = {path.name: path.read_text("utf-8") for path in articles(folder)}
    for row in rows(folder):
        text, start = texts[row["file"]], row["sent_start"]
        assert text[start : start + len(row["sentence"])] == row["sentence"], row["id"]
        assert text[row["trigger_start"] : row["trigger_end"]] == row["trigger"], row["id"]
    assert sum(len(split(text, "en")) for text in texts.values()) >= SENTENCES


@each_form
def test_each_mention_is_of_the_day_of_its_article(folder: str) -> None:
    """The gold's own column and the sidecar tell the same day; no id stands twice."""
    said = {
        path.name: json.loads(path.with_name(path.name + ".meta.json").read_text("utf-8")) for path in articles(folder)
    }
    for row in rows(folder):
        assert row["document_published_at"] == said[row["file"]]["published_at"], row["id"]
    assert len({row["id"] for row in rows(folder)}) == len(rows(folder))


@each_folder
def test_a_surer_row_is_right_more_often(folder: str) -> None:
    """Confidence is the chance that type and countries are right (docstring of fit_confidence.py)."""
    judged = []
    for golds, codings in coded(folder):
        right = set(answers(golds, codings, "countries").values())
        judged += [(coding.confidence, i in right) for i, coding in enumerate(codings)]
    sure = [right for chance, right in judged if chance >= 0.6]
    unsure = [right for chance, right in judged if chance < 0.4]
    assert len(sure) >= 15
    assert sum(sure) / len(sure) >= 0.6
    assert sum(unsure) / max(1, len(unsure)) <= 0.45


def test_the_chance_is_as_large_as_it_says_on_articles_that_nothing_was_learned_from() -> None:
    judged = [
        (coding.confidence, i in set(answers(golds, codings, "countries").values()))
        for golds, codings in coded("held")
        for i, coding in enumerate(codings)
    ]
    said, right = (sum(column) / len(judged) for column in zip(*judged, strict=True))
    assert abs(said - right) < 0.08
