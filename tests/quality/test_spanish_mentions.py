"""The coder on our own Spanish articles (tests/golden/spanish): F1 by level and precision.

The articles were written and coded by hand before the coder was run on them.
"""

import datetime as dt
import functools
import json

import pytest

from tests.conftest import ROOT
from tests.quality.corpora import FLOORS
from tests.quality.scoring import Score, from_row
from transforms.events.coder import code

GOLDEN = ROOT / "tests" / "golden"
FOLDER = GOLDEN / "spanish"
FIGURES: dict[str, float] = FLOORS["golden/spanish/mentions.jsonl"]


def body(name: str) -> str:
    """The text of an article; of a seed, its golden body."""
    if not name.startswith("seeds/"):
        return (FOLDER / name).read_text("utf-8")
    (answer,) = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return str(answer["article"]["body"])


@functools.cache
def score() -> Score:
    rows = [json.loads(line) for line in (FOLDER / "mentions.jsonl").read_text("utf-8").splitlines()]
    total = Score()
    for name, day in json.loads((FOLDER / "articles.json").read_text("utf-8")).items():
        codings = code(body(name), language="es", published_date=dt.date.fromisoformat(day))
        total.add([from_row(row) for row in rows if row["file"] == name], codings)
    return total


def test_figures_do_not_sink() -> None:
    measured = {name: round(figure, 3) for name, figure in score().figures().items()}
    sunk = {name: (measured[name], floor) for name, floor in FIGURES.items() if measured[name] < floor}
    assert not sunk, f"measured, floor: {sunk}; missed {score().missed}, extra {score().extra}"


@pytest.mark.parametrize("level", FIGURES)
def test_the_floor_is_near_what_is_reached(level: str) -> None:
    """A floor that has fallen far behind guards nothing: raise it."""
    assert score().figures()[level] - FIGURES[level] < 0.15


def test_the_gold_stands_where_it_says() -> None:
    for line in (FOLDER / "mentions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = body(row["file"])
        assert text[row["sent_start"] :].startswith(row["sentence"])
