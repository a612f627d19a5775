"""Families of ways in which newsrooms tell an act, each with sentences that only sound like it."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2022, 3, 16)


def types(text: str) -> set[str]:
    return {c.event_type for c in code(text, language="en", published_date=DAY)}


TOLD = [
    ("The Tunisian smuggler passed into the custody of Maltese troops.", "COERCE"),
    ("A Danish nurse was held aboard an Eritrean warship.", "COERCE"),
    ("The Nepali driver was captured near the Somali border in March.", "COERCE"),
    ("Ugandan forces swept the valley for the rebels.", "MOBILIZE"),
    ("Hundreds of Iraqi soldiers combed the marshes for militants.", "MOBILIZE"),
    ("Ethiopian troops stormed across the Eritrean border at dawn.", "MOBILIZE"),
    ("Turkish jets swooped low over the Kurdish village.", "ASSAULT"),
    ("Rebels dislodged Sudanese troops from the airport.", "ASSAULT"),
    ("Nurses in Kenya began rolling work bans on Monday.", "PROTEST"),
    ("Italian rail workers are to follow suit next week.", "PROTEST"),
    ("A walkout at two Kenyan airlines began on Monday.", "PROTEST"),
    ("Maltese sailors buried the dead of the Libyan ambush of a convoy.", "ASSAULT"),
]
UNTOLD = [
    ("The village was captured by a Swiss painter in 1902.", "COERCE"),
    ("The US record currently held by the Kenyan runner fell.", "COERCE"),
    ("Police in Spain searched the hills for a missing British hiker.", "MOBILIZE"),
    ("The army reached the final of the military football cup in Nepal.", "MOBILIZE"),
    ("A Danish bank is to follow suit next week and cut its rates.", "PROTEST"),
    ("The war with inflation is not won, the Bank of England governor said.", "ASSAULT"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_the_family_is_heard(text: str, kind: str) -> None:
    assert kind in types(text)


@pytest.mark.parametrize(("text", "kind"), UNTOLD)
def test_what_only_sounds_like_it_is_not(text: str, kind: str) -> None:
    assert kind not in types(text)
