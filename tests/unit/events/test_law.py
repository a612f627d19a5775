"""What only a state's law does, in texts that do not say who charged, held or sentenced somebody."""

import pytest

from tests.unit.events.told import behind

TOWN = (
    "The bridge over the creek in Ohio has been closed for two years. It stands near Toledo, and nobody has mended it. "
    "Ohio is one of the states with the most such bridges. "
)
"""A place in one state, and no politics."""
NOWHERE = "The bridge has been closed for two years. It stands near the mill. Nobody has mended it. "
"""The same without a state."""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Two men were charged with fraud on Tuesday.", "ACCUSE"),
        ("The former clerk was indicted on Tuesday on charges of bribery.", "ACCUSE"),
        ("The contractor was arraigned in a court on Monday.", "ACCUSE"),
        ("The contractor was convicted of fraud.", "SANCTION"),
        ("The contractor was sentenced to five years in prison.", "SANCTION"),
        ("Garner was arrested on Friday.", "COERCE"),
        ("The mill was cited for violating the safety rules.", "ACCUSE"),
        ("The mill was found in violation of the water act.", "ACCUSE"),
    ],
)
def test_the_state_that_a_text_is_about_charges_and_jails(sentence: str, kind: str) -> None:
    (coding,) = behind(TOWN, sentence)
    assert coding.event_type == kind
    assert [a.country for a in coding.sources] == ["USA"]
    assert {a.country for a in coding.targets} <= {"USA"}


def test_the_accused_is_named_as_the_text_does() -> None:
    (coding,) = behind(TOWN, "The former clerk was charged with theft.")
    assert [(a.name, a.sector) for a in coding.targets] == [("former clerk", "CVL")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker was fined 500 dollars by the league.",
        "The guests were charged a fee of 20 dollars.",
        "The phone was charged overnight.",
        "The mill was cited for its design.",
        "The guests face extra charges.",
    ],
)
def test_others_than_the_state_fine_and_charge(sentence: str) -> None:
    assert not behind(TOWN, sentence)


def test_without_a_state_nobody_is_tried() -> None:
    assert not behind(NOWHERE, "The contractor was arraigned on Monday.")


def test_charges_that_are_faced_are_of_the_law_where_the_text_speaks_of_it() -> None:
    arrested = "The owner of the mill was arrested in May. "
    (coding,) = behind(TOWN + arrested, "He faces charges of fraud.")
    assert coding.event_type == "ACCUSE"
    assert [a.country for a in coding.sources] == ["USA"]
