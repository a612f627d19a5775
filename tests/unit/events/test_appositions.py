"""Names and noun phrases that stand together for one actor. Every sample is invented."""

import pytest

from tests.unit.events.references import found


@pytest.mark.parametrize(
    ("text", "mention", "name", "country", "sector"),
    [
        ("Lars Example, the Norwegian envoy, left.", "Lars Example, the Norwegian envoy", "Lars Example", "NOR", "GOV"),
        ("Peru's envoy, Ann Example, left.", "Peru's envoy, Ann Example", "Ann Example", "PER", "GOV"),
        ("Senate President, Bukola Saraki, spoke.", "Bukola Saraki", "Bukola Saraki", "NGA", None),
        ("Kenya's minister for trade, Ann Example, left.", None, "Ann Example", "KEN", "GOV"),
        ("The European Council's president, Ann Example, left.", None, "Ann Example", None, "IGO"),
        ("Togo's police chief, Bo Sample, left.", None, "Bo Sample", "TGO", "GOV"),
    ],
)
def test_a_title_and_the_name_beside_it_are_one(text, mention, name, country, sector):
    m = found(text)[0]
    (actor,) = m.actors
    assert (actor.country, actor.sector) == (country, sector)
    assert mention is None or m.text == mention
    assert name is None or actor.name == name


def test_a_noun_shared_by_two_adjectives():
    first, second = found("The Greek and Turkish interior ministries objected.")
    assert [(m.kind, m.actors[0].country, m.actors[0].sector) for m in (first, second)] == [
        ("agent", "GRC", "GOV"),
        ("agent", "TUR", "GOV"),
    ]


def test_who_is_called_a_national_behind_a_comma_is_one():
    (m,) = found("Wuti Example, a Bolivian, was held.")
    assert (m.kind, m.actors[0].name, m.actors[0].country) == ("person", "Wuti Example", "BOL")


def test_a_thing_of_a_nation_is_nobody():
    assert [m.kind for m in found("The Sea Eagle, a Bolivian tanker, sank.")] == ["demonym"]
