"""Politics within one state, told by those who live there: premiers of its parts, parties, shadow ministers, unions."""

import datetime as dt

import pytest

from transforms.events.coder import code
from transforms.events.model import Coding

DAY = dt.date(2022, 3, 16)


def coded(text: str) -> list[Coding]:
    return list(code(text, language="en", published_date=DAY))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Victorian Premier, Ann Sample, met the nurses' union on Monday.", "AUS"),
        ("The Tasmanian Government accused the ferry's owners of neglect.", "AUS"),
        ("The Albertan premier criticised the carbon levy.", "CAN"),
    ],
)
def test_the_premier_of_a_part_acts_for_his_state(text: str, country: str) -> None:
    (coding,) = coded(text)
    assert {a.country for a in coding.sources} == {country}


@pytest.mark.parametrize(
    "text",
    [
        "The Victorian terrace was sold after the owners met the bank.",
        "The Tasmanian devil attacked the camera.",
        "Labor shortages hit the bakeries.",
    ],
)
def test_what_only_sounds_like_a_part_of_a_state_acts_for_none(text: str) -> None:
    assert coded(text) == []


def test_a_party_whose_name_many_have_is_of_the_state_told_about() -> None:
    text = "Australia votes on Saturday. Labor accused the Australian premier of waste. The Greens rejected it."
    accused, rejected = coded(text)
    assert [(a.country, a.sector) for a in accused.sources] == [("AUS", "PTY")]
    assert [(a.country, a.sector) for a in rejected.sources] == [("AUS", "PTY")]


def test_a_shadow_minister_is_in_opposition() -> None:
    (coding,) = coded("In London the shadow treasurer, Ann Sample, accused the British government of waste.")
    assert [(a.name, a.sector) for a in coding.sources] == [("Ann Sample", "OPP")]


def test_a_text_that_keeps_speaking_of_the_government_is_about_a_state_it_need_not_name() -> None:
    text = (
        "The Federal Government has ruled out a rescue of the smelter. The shadow treasurer accused the Government of"
        " leaving workers behind. The Premier met union leaders on Tuesday. Its owners wept."
    )
    ruled_out, accused, met = coded(text)
    assert [c.event_type for c in (ruled_out, accused, met)] == ["REJECT", "ACCUSE", "CONSULT"]
    assert {a.country for c in (ruled_out, accused, met) for a in (*c.sources, *c.targets)} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested a man after a shop was robbed. The court jailed him. Officers had threatened the owner.",
        "The coach rejected criticism. The manager met the board. The club accused the league of bias. The fans left.",
        "The Government rejected the claim. The baker sold bread. The cat met a dog. The rain fell. The sun rose.",
    ],
)
def test_police_clubs_and_one_mention_of_a_government_make_no_politics(text: str) -> None:
    assert coded(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Friday the National Union of Bakers accused the Kenyan government of waste.", "National Union of Bakers"),
        ("On Friday the Public Sector Union accused the Kenyan government of waste.", "Public Sector Union"),
        (
            "On Friday the Canning and Smelting Union accused the Kenyan government of waste.",
            "Canning and Smelting Union",
        ),
    ],
)
def test_a_union_that_no_list_knows_is_one(text: str, name: str) -> None:
    (coding,) = coded(text)
    assert [(a.name, a.sector) for a in coding.sources] == [(name, "NGO")]


def test_a_rugby_union_is_none() -> None:
    (coding,) = coded("On Friday the Tongan Rugby Union accused the Kenyan government of waste.")
    assert "NGO" not in [a.sector for a in coding.sources]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Chadema accused the electoral commission of fraud.", "TZA"),
        ("The DMK rejected the budget.", "IND"),
        ("The Trades Union Congress condemned the budget.", "GBR"),
        ("The AFL-CIO endorsed the bill.", "USA"),
        ("The NSW Government rejected the report.", "AUS"),
        ("Australia's voters wait. The Liberal Party rejected the Australian budget.", "AUS"),
        ("The Liberal Party rejected the budget.", "CAN"),
    ],
)
def test_parties_and_unions_are_of_their_country(text: str, country: str) -> None:
    assert {a.country for c in coded(text) for a in c.sources} == {country}
