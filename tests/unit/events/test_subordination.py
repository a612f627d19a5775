"""What only belongs to another event of its clause: purposes, results, charges, police who are sent out."""

import pytest

from tests.unit.events.told import types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peruvian jets bombed the Chilean port, killing nine sailors.", 1),
        ("A flood in Peru killed nine Chilean villagers.", 0),
        ("Peruvian soldiers killed nine Chilean villagers in the floods' second week with machine guns.", 1),
    ],
)
def test_one_attack_and_no_accident(text: str, expected: int) -> None:
    assert types(text).count("ASSAULT") == expected


def test_a_charge_is_part_of_the_trial() -> None:
    assert types("Peru's police arrested a Chilean envoy for insulting the mayor of Lima.") == ["COERCE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru trained Chilean guards to fight against Samoa's rebels.", 0),
        ("Peru trained Chilean guards to hold the bridge and attack Samoa's rebels.", 0),
        ("Peru's soldiers began to shell the Chilean port.", 1),
    ],
)
def test_an_infinitive_is_no_deed(text: str, expected: int) -> None:
    assert types(text).count("ASSAULT") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's foreign minister telephoned his Chilean colleague to thank Chile for the boats.",
            ["CONSULT", "SUPPORT"],
        ),
        ("Peruvian miners gathered outside the Chilean embassy to demand compensation.", ["PROTEST", "REQUEST"]),
        ("Peruvian miners blocked the road to demand higher pay.", ["PROTEST"]),
    ],
)
def test_what_people_came_together_to_say_was_said(text: str, expected: list[str]) -> None:
    assert types(text) == expected


def test_police_who_are_sent_out_are_part_of_what_they_do() -> None:
    assert types("Peruvian riot police cleared the Chilean camp with tear gas.") == ["ASSAULT"]
