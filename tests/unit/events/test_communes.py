"""The county, the city and the state, where they act as governments and where they are places."""

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
        ("The county threatened to sue the owner.", "THREATEN"),
        ("The state sued the owner last month.", "ACCUSE"),
        ("The city banned lorries.", "COERCE"),
        ("Lucas County sued the owner.", "ACCUSE"),
    ],
)
def test_they_act_as_governments(sentence: str, kind: str) -> None:
    (coding,) = behind(TOWN, sentence)
    assert coding.event_type == kind
    assert [(a.country, a.sector) for a in coding.sources] == [("USA", "GOV")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Environmentalists urged the county to reopen it.",
        "Activists sued the city.",
        "Activists sued the state.",
    ],
)
def test_they_are_acted_upon(sentence: str) -> None:
    (coding,) = behind(TOWN, sentence)
    assert [(a.country, a.sector) for a in coding.targets] == [("USA", "GOV")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The best pie in the county won a prize.",
        "The city manager's cousin likes the county fair.",
        "He left the city last spring.",
    ],
)
def test_elsewhere_they_are_places(sentence: str) -> None:
    assert not behind(TOWN, sentence)


def test_what_is_named_after_them_is_another() -> None:
    (coding,) = behind(TOWN, "Activists sued the city council.")
    assert [a.name for a in coding.targets] == ["city council"]


def test_bodies_act_where_they_are_named_in_full() -> None:
    named = "The Lucas County Planning Commission met in May. "
    (coding,) = behind(TOWN + named, "The commission sued the owner.")
    assert [(a.country, a.sector) for a in coding.sources] == [("USA", "GOV")]
    assert not behind(TOWN, "The commission sued the owner.")


def test_conservatives_are_those_of_the_state_that_a_text_is_about() -> None:
    (coding,) = behind(TOWN, "Conservatives criticized the ruling.")
    assert [a.country for a in coding.sources] == ["USA"]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The House impeached the judge.", 1),
        ("The judge was impeached by the House.", 1),
        ("The house rejected the paint.", 0),
    ],
)
def test_a_chamber_of_parliament_has_a_capital(sentence: str, count: int) -> None:
    codings = behind(TOWN, sentence)
    assert [a.sector for c in codings for a in c.sources] == ["LEG"] * count


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Ohio banned the book.", ["COERCE"]),
        ("Toledo is small. Baltimore, too, outlawed scooters.", ["COERCE"]),
        ("Florida sued the owner.", ["ACCUSE"]),
        ("Baltimore released the striker.", []),
        ("Baltimore met Denver on Sunday.", []),
    ],
)
def test_towns_rule_and_play(sentence: str, types: list[str]) -> None:
    assert [c.event_type for c in behind(TOWN, sentence)] == types


def test_a_curfew_is_upon_the_own_people() -> None:
    (coding,) = behind(TOWN, "The governor imposed a curfew.")
    assert [a.country for a in coding.targets] == ["USA"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [("The baker urged the county to mend the road.", "baker"), ("They urged the county to mend the road.", "")],
)
def test_whoever_addresses_them_is_of_the_same_state(sentence: str, name: str) -> None:
    (coding,) = behind(TOWN, sentence)
    assert [(a.name, a.country) for a in coding.sources] == [(name, "USA")]
