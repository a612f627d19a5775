"""A move of troops that lies ahead: a plan, a promise where it is to help, a threat where it is against somebody."""

import datetime as dt

import pytest

from transforms.events.coder import code

MOVES = [
    ("France will send 500 troops to Mali next week.", "MOBILIZE", "planned"),
    ("Nigeria will deploy 30,000 policemen for the election in Kano.", "MOBILIZE", "planned"),
    ("Kenyan police officers will be deployed to Haiti on Friday.", "MOBILIZE", "planned"),
    ("Fiji will send 300 troops to Vanuatu to keep the peace.", "AGREE", "planned"),
    ("Russia will deploy missiles near the Polish border.", "THREATEN", "past"),
    ("Sudan will send its army into the rebel hills.", "THREATEN", "past"),
]


@pytest.mark.parametrize(("sentence", "kind", "status"), MOVES)
def test_what_a_move_ahead_is(sentence: str, kind: str, status: str) -> None:
    (coding,) = code(sentence, language="en", published_date=dt.date(2024, 6, 12))
    assert (coding.event_type, coding.status) == (kind, status)
