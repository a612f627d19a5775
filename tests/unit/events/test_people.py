"""People whom a person's name introduces, and heads of bodies of many states. Every sample is invented."""

import pytest

from tests.unit.events.references import found


def acting(text):
    return [(m.text, m.actors[0].country, m.actors[0].sector) for m in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peruvian President Ann Example's spokesman left.", ("PER", "GOV")),
        ("Peruvian President Ann Example's estranged half-brother left.", ("PER", "CVL")),
        ("UN Secretary-General Ban Ki-moon's spokesman left.", (None, "IGO")),
    ],
)
def test_a_titled_persons_people_are_of_his_state(text, expected):
    assert [m[1:] for m in acting(text)] == [expected]


def test_a_monk_is_nobodys_brother():
    assert acting("Peru freed Brother Jan Example.") == [("Peru", "PER", "GOV")]


def test_who_heads_a_body_of_many_states_acts_for_no_state_whatever_his_passport():
    assert [m[1:] for m in acting("European Parliament President Angela Merkel left.")] == [(None, "IGO")]
    assert [m[1] for m in acting("Peru and German Chancellor Angela Merkel left.")] == ["PER", "DEU"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Inspector General of Police Ann Example left Peru.", "GOV"),
        ("Peruvian Chief of Army Staff Ann Example left.", "MIL"),
        ("Peru's Director of Public Prosecutions Ann Example left.", "JUD"),
    ],
)
def test_offices_whose_name_goes_on_behind_of(text, sector):
    assert next((m[0].endswith("Ann Example"), m[2]) for m in acting(text)) == (True, sector)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Minister for Health Ann Example left Peru.",
            [("Minister for Health Ann Example", None, "GOV"), ("Peru", "PER", "GOV")],
        ),
        (
            "A government-backed militia left Peru.",
            [("government-backed militia", None, "REB"), ("Peru", "PER", "GOV")],
        ),
        ("It passed in the face of Peruvian opposition.", []),
        ("Peruvian opposition to the bill grew.", [("Peruvian", "PER", None)]),
        ("Opposition to the bill grew.", []),
        ("They asked the opposition to vote.", [("opposition", None, "OPP")]),
        ("The Peruvian opposition left.", [("Peruvian opposition", "PER", "OPP")]),
        ("The Peruvian public inquiry ended.", [("Peruvian", "PER", None)]),
        ("The Peruvian public voted.", [("Peruvian public", "PER", "CVL")]),
        ("A war monitor counted the dead.", [("war monitor", None, "NGO")]),
    ],
)
def test_whom_a_noun_phrase_is(text, expected):
    assert acting(text) == expected


def test_an_envoy_by_his_name_behind_the_state_that_he_is_sent_to():
    assert acting("Peru's envoy to Chile, Wo Example, left.")[-1] == ("Wo Example", "PER", "GOV")


def test_a_given_name_before_a_leaders_surname_is_another_persons():
    assert acting("Mostafa Merkel left.") == []
