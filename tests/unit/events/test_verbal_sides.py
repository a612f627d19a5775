"""Who acts upon whom where a verb tells it, across clauses. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder

DAY = dt.date(2024, 3, 14)


def sides(text: str) -> str:
    """'SOURCES > TARGETS', as codes, of the coding whose trigger has the word between asterisks."""
    plain, at = text.replace("*", ""), text.index("*")
    found = [c for c in coder.code(plain, language="en", published_date=DAY) if c.trigger_start <= at < c.trigger_end]
    assert found, text
    both = (" ".join(sorted({a.country or "-" for a in side})) for side in (found[-1].sources, found[-1].targets))
    return " > ".join(both).strip()


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL > PER", "Chilean troops *destroyed* a radar post in retaliation for a Peruvian missile attack on a ship."),
        ("PER >", "Nine were *killed* in a week of Peruvian air strikes."),
    ],
)
def test_means_that_an_act_answers_are_not_its_own(told: str, text: str) -> None:
    assert sides(text) == told
