"""Whose an agent is that stands without a country. Every sample is invented."""

import pytest

from tests.unit.events.references import last, resolved


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Norwegian envoy Ann Example left. The envoy was tired.", "envoy", [("Ann Example", "NOR")]),
        ("Peruvian prosecutors met. Prosecutors closed the case.", "Prosecutors", [("Prosecutors", "PER")]),
        ("Peru objected. The government will vote.", "government", [("Peru", "PER")]),
        ("Peru talks to Chile. Peru's envoy met his counterpart.", "counterpart", [("counterpart", "CHL")]),
        ("Peru stopped, and its customs officers left.", "customs officers", [("customs officers", "PER")]),
        ("Peru agreed: its prime minister, Bo Example, left.", "prime minister, Bo Example", [("Bo Example", "PER")]),
        (
            "Lima was pleased. A foreign ministry spokesman left.",
            "foreign ministry spokesman",
            [("foreign ministry spokesman", "PER")],
        ),
        ("Texas sued. Georgia's governor left.", "Georgia's governor", [("Georgia's governor", "USA")]),
    ],
)
def test_an_agent_is_of_the_country_that_the_text_tells(text, words, expected):
    assert last(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Kenya hosts talks. Kenya is calm. Uganda urged the government to act.", "government", [("Kenya", "KEN")]),
        (
            "Norwegian envoy Ann Example met Ghana's president. She told the officials to wait.",
            "officials",
            [("officials", "GHA")],
        ),
        (
            "Norwegian envoy Ann Example left for Ghana. She met President Bo Sample.",
            "President Bo Sample",
            [("Bo Sample", "GHA")],
        ),
        ("Peru objected, and President Bo Sample left.", "President Bo Sample", [("Bo Sample", "PER")]),
        ("Kenya votes. Kenya is calm. The Supreme Court met.", "Supreme Court", [("Supreme Court", "KEN")]),
        ("The mayor of Kumasi left.", "mayor of Kumasi", [("mayor of Kumasi", "GHA")]),
        ("President Ann Example of Malawi left.", "President Ann Example", [("Ann Example", "MWI")]),
        ("Rep. Ann Example, D-Ohio, left.", "Rep. Ann Example", [("Ann Example", "USA")]),
        ("French troops left. Togo sent 500 troops.", "troops", [("troops", None)]),
        ("Peru's self-proclaimed interim president left.", None, [("PER",)]),
        ("Lebanese Christian leaders left.", None, [("LBN",)]),
        ("Peru's prime minister, Prince Bo Sample, left.", None, [("PER",)]),
    ],
)
def test_whose_an_agent_is(text, words, expected):
    if words is None:
        assert [(a.country,) for m in resolved(text)[-1] for a in m.actors] == expected
    else:
        assert last(text, words) == expected


def test_a_government_of_two_countries_is_nobodys():
    assert last("Peru and Chile met. The government objected.", "government") == [("government", None)]


def test_an_institution_of_the_state_that_a_text_names_far_oftener():
    text = "Kenya votes. Kenya is calm. Kenya waits. Kenya paid. An American envoy left Kenya. The Supreme Court met."
    assert last(text, "Supreme Court") == [("Supreme Court", "KEN")]
    text = "Kenya votes. American envoys left. American banks paid Kenya. Kenya waits. The Supreme Court met."
    assert last(text, "Supreme Court") == [("Supreme Court", "USA")]


def test_a_party_whose_name_several_states_have():
    text = "Finland votes. Finland is calm. Conservatives left, and Labour leaders stayed in the Finnish parliament."
    assert [code for _, code in last(text, "Conservatives")] == ["FIN"]
    assert last(text, "Labour leaders") == [("Labour Party", "FIN")]
    text = "Britain votes. Finland is calm. British envoys left. Conservatives left."
    assert [code for _, code in last(text, "Conservatives")] == ["GBR"]


def test_who_is_met_somewhere_is_of_that_place():
    text = "Norway votes. Norway is calm. In Lima, Norwegian envoy Ann Example met President Bo Sample."
    assert last(text, "President Bo Sample") == [("Bo Sample", "PER")]


@pytest.mark.parametrize(
    ("said", "words", "country"),
    [
        ("Uganda, whose troops left Kenya, waits.", "troops", "UGA"),
        ("Chile met Peru, whose foreign minister, Ann Example, left.", "foreign minister, Ann Example", "PER"),
        ("Uganda's farmers, whose crops the troops took, wait.", "troops", "KEN"),
    ],
)
def test_whose_takes_up_the_name_before_it(said, words, country):
    assert [code for _, code in last(f"Kenyan troops met. Kenya is calm. {said}", words)] == [country]


def test_two_offices_of_two_states():
    text = "Peru and Chile fell out. Peru and Chile talk. The two foreign ministers met."
    assert last(text, "foreign ministers") == [("Peru", "PER"), ("Chile", "CHL")]


def test_a_foreign_ministry_is_nothing_foreign():
    text = "Peru votes. Peru is calm. Officials of the foreign ministry left. Foreign officials stayed."
    told = {m.text: m.actors[0].country for found in resolved(text) for m in found}
    assert told["Officials of the foreign ministry"] == "PER"
    assert told["Foreign officials"] is None


def test_those_of_elsewhere_are_not_of_the_state_told_about():
    text = "Peru votes. Peru's officials met. European officials and African courts waited. Police and judges slept."
    told = {m.text: m.actors[0].country for found in resolved(text) for m in found}
    assert (told["European officials"], told["African courts"], told["judges"]) == (None, None, "PER")


def test_whom_a_newsroom_tells_of_is_of_the_newsrooms_state_no_more_than_of_any():
    assert last("Bolivian rebels lost the town. The BBC reported that their fighters had fled.", "fighters") == [
        ("fighters", "BOL")
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Peru is calm. The country's top diplomat left.", "top diplomat", "PER"),
        ("North Korea is calm. North Korea met nobody. The North's leader in Lima left.", "leader in Lima", "PRK"),
        ("Peru is calm. Peru voted. Ten police forces left.", "police forces", "PER"),
    ],
)
def test_whose_somebody_is_by_what_stands_before(text, words, expected):
    ((_, country),) = last(text, words)
    assert country == expected
