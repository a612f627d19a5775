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
    assert [(m[0].endswith("Ann Example"), m[2]) for m in acting(text)][0] == (True, sector)
