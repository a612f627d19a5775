"""What the status of an act does to its type."""

import pytest

from transforms.events import shift
from transforms.events.readings import Reading
from transforms.events.shift import Shifted


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
        ("RETREAT", "withdraw", Reading("planned"), Shifted("CONCEDE", None, "planned")),
        ("RETREAT", "resign", Reading("planned"), Shifted("AGREE", None, "planned")),
    ],
)
def test_shift(kind: str, mode: str | None, reading: Reading, expected: Shifted) -> None:
    assert shift.shift(kind, mode, reading)[:3] == expected[:3]


def test_a_threat_in_so_many_words_lies_ahead() -> None:
    """Its date is not that of the sanctions."""
    assert shift.shift("SANCTION", None, Reading("planned")).ahead
    assert not shift.shift("SANCTION", None, Reading("past")).ahead
