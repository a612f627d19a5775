"""Local bodies and officials, and groups with a cause, act at home without their state being named."""

import pytest

from tests.unit.events.told import behind

TOWN = (
    "The bridge over the creek in Ohio has been closed for two years. It stands near Toledo, and nobody has mended it. "
    "Ohio is one of the states with the most such bridges. "
)
"""A place in one state, and no politics."""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Local officials urged the owner to reopen it.", "REQUEST"),
        ("The school board banned the book.", "COERCE"),
        ("The feds raided the office in January.", "COERCE"),
        ("The Toledo Police Department arrested a man.", "COERCE"),
        ("Environmentalists urged the owner to reopen it.", "REQUEST"),
        ("A civil rights organization accused the owner of bias.", "ACCUSE"),
        ("Advocates called for an inquiry into the closure.", "REQUEST"),
    ],
)
def test_they_are_of_the_state_that_a_text_is_about(sentence: str, kind: str) -> None:
    (coding,) = behind(TOWN, sentence)
    assert coding.event_type == kind
    assert [a.country for a in coding.sources] == ["USA"]


def test_protests_by_nobody_named_are_of_the_people_at_home() -> None:
    (coding,) = behind(TOWN, "The protests began when Governor Ann Weller raised the tolls.")
    assert coding.event_type == "PROTEST"
    assert [(a.country, a.sector) for a in coding.sources] == [("USA", "CVL")]


def test_inspectors_of_the_state_are_its_own() -> None:
    (coding,) = behind(TOWN, "Federal inspectors cited the mill for dumping waste.")
    assert [a.country for a in coding.sources] == ["USA"]
