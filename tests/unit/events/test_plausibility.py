"""Whether those who act make an event political."""

import datetime as dt

import pytest

from tests.unit.events.told import code, types


def test_state_organs_act_though_the_text_names_two_states() -> None:
    """Whose police it is stays open; that they arrest is an event."""
    text = "Peru and Chile share the lake. Chile and Peru quarrel over it. Police detained nine fishermen on Monday."
    arrest = next(c for c in code(text) if c.event_type == "COERCE")
    assert arrest.event_date == dt.date(2024, 3, 11)


@pytest.mark.parametrize(
    "text",
    [
        "The penalties that he faces as he seeks nine more years in Peru are unclear.",
        "Peru's mayor did not answer calls on Wednesday.",
        "Every guest from Peru is welcome here.",
        "Allegations of waste in Peru were repeated.",
        "The investigation drags on in Peru.",
        "Concerns about the harvest of Peru grew.",
        "The price of closing Chile's port is unclear to Peru.",
    ],
)
def test_neither_borders_nor_bare_nouns_make_an_event(text: str) -> None:
    assert types(text) == []


def test_teams_that_meet_make_no_politics() -> None:
    text = (
        "Peru's striker scored the first goal. The second half brought a penalty kick. The referee showed a red card. "
        "Peru struck again. The fixture was lost. Chile's coach was pleased. Peru will meet Samoa in the final. "
        "The tournament ends in May."
    )
    assert types(text) == []
