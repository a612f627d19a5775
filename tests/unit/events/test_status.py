"""Status from the words around a trigger, and what it does to the type."""

import pytest

from transforms.events import status, triggers
from transforms.events.status import Reading, Shifted
from transforms.events.text import tokenize

RULES, LEXICON = status.load("en"), triggers.load("en")


def read(text: str) -> Reading:
    tokens = tokenize(text)
    return RULES.read(tokens, max(LEXICON.match(tokens), key=lambda m: m.rank))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The king visited Ghana.", "past"),
        ("The king will visit Ghana.", "planned"),
        ("The king is visiting Ghana.", "ongoing"),
        ("The king has been visiting Ghana.", "ongoing"),
        ("The king did not visit Ghana.", "negated"),
        ("No minister has visited Ghana.", "negated"),
        ("The king plans to visit Ghana.", "planned"),
        ("The king might visit Ghana.", "hypothetical"),
        ("If the king visits Ghana, crowds gather.", "hypothetical"),
        ("The planned visit to Ghana is on everybody's lips.", "planned"),
        ("It will mark the fourth visit to Ghana.", "planned"),
        ("A possible visit to Ghana is on everybody's lips.", "hypothetical"),
        ("There was no agreement with Ghana.", "negated"),
        ("He is being held in custody.", "ongoing"),
        ("Peru seeks to restore its ties with Chad.", "ongoing"),
    ],
)
def test_status(text: str, expected: str) -> None:
    assert read(text).status == expected


@pytest.mark.parametrize(
    ("kind", "mode", "reading", "expected"),
    [
        ("CONSULT", "visit", Reading("planned"), Shifted("AGREE", None, "planned")),
        ("AID", None, Reading("planned"), Shifted("AGREE", None, "planned")),
        ("SANCTION", "expel", Reading("planned"), Shifted("THREATEN", "restrict", "past")),
        ("ASSAULT", "aerial", Reading("planned"), Shifted("THREATEN", "violence", "past")),
        ("RETREAT", "release", Reading("negated", refused=True), Shifted("REJECT", "yield", "past")),
        ("RETREAT", "release", Reading("negated"), Shifted("RETREAT", "release", "negated")),
        ("REQUEST", "change", Reading("planned"), Shifted("REQUEST", "change", "planned")),
        ("CONSULT", "visit", Reading("past"), Shifted("CONSULT", "visit", "past")),
    ],
)
def test_shift(kind: str, mode: str | None, reading: Reading, expected: Shifted) -> None:
    assert status.shift(kind, mode, reading) == expected
