"""Which state a guess whose an office holder is must fit. Every sample is invented."""

import datetime as dt

import pytest

from tests.unit.events.references import resolved
from transforms.events import actors, likeness, offices
from transforms.events.coreference import resolve
from transforms.events.setting import Scene
from transforms.events.tables import read
from transforms.events.text import split

TALKS = "The United States and Japan quarrel about salmon. The United States told Japan to sell less. "


def of(text, words):
    """The countries of the mentions with these words."""
    return [m.actors[0].country for found in resolved(text) for m in found if m.text == words]


def test_a_state_that_has_no_such_office_is_not_meant():
    assert of(f"{TALKS}A finance ministry spokesman was calm.", "finance ministry spokesman") == ["JPN"]
    assert of(f"{TALKS}The United States warned Deputy Minister Bo Example.", "Deputy Minister Bo Example") == ["JPN"]


def test_the_name_tells_of_which_of_two_states_somebody_is():
    text = f"{TALKS}Washington was told by Chief Secretary Noriyuki Hatakeyama."
    assert of(text, "Chief Secretary Noriyuki Hatakeyama") == ["JPN"]
    assert of(f"{TALKS}Tokyo heard from Chief Secretary Bradley Whitcombe.", "Chief Secretary Bradley Whitcombe") == [
        "USA"
    ]


def test_who_is_told_to_hold_an_office_leaves_it_to_nobody_else_of_his_state():
    text = (
        "Peru and Chile fell out. Peruvian Trade Minister Luis Rojas left. Peru and Chile met. "
        "Peru also heard from Trade Minister Ana Vega."
    )
    assert of(text, "Trade Minister Ana Vega") == ["CHL"]


def test_the_tables_tell_who_held_an_office_that_day():
    text = "Fiji and the United States signed. The United States was pleased with Fiji. President Bo Example spoke."
    sentences, day = split(text), dt.date(2011, 3, 1)
    found = [actors.load("en").find(s, day) for s in sentences]
    scene = Scene(sentences, found, "en")
    scene.day = day
    (m,) = resolve(sentences, found, "en", scene)[-1]
    assert m.actors[0].country == "FJI"
    assert offices.is_held_by_another("USA", "president", "Bo Example", day)
    assert not offices.is_held_by_another("USA", "president", "Barak Obamma", day)


@pytest.mark.parametrize(
    ("office", "sole"),
    [("finance minister", True), ("president", True), ("vice president", False), ("envoy", False), ("", False)],
)
def test_offices_of_one(office, sole):
    assert offices.is_sole(office, "en") is sole


def test_kinds_of_names():
    assert likeness.likeness("Noriyuki Hatakeyama", "JPN") > likeness.CLEAR + likeness.likeness(
        "Noriyuki Hatakeyama", "CHL"
    )
    assert likeness.is_kin("CHL", "PER")
    assert not likeness.is_kin("CHL", "JPN")
    codes = [line.split(" | ")[0] for line in read("world", "countries")["rows"].splitlines() if line]
    kin = read("world", "countries")["kin"].split()
    assert set(kin) <= set(codes)
    assert len(kin) == len(set(kin))


def test_what_one_mention_tells_of_a_person_holds_for_all():
    text = "Norwegian envoy Eduard Shevardnadze left. Peru was told. Shevardnadze had warned Peru."
    sentences = split(text)
    found = [actors.load("en").find(s, dt.date(1987, 3, 1)) for s in sentences]
    assert next(m.actors[0].country for m in resolve(sentences, found, "en")[-1]) == "NOR"


def test_an_office_that_others_have_too():
    assert of("Manila protested to China. The foreign secretary, Bo Example, was angry.", "foreign secretary") in (
        [],
        ["PHL"],
    )
    assert of("Canada is calm. Canada votes. His press secretary left.", "press secretary") == ["CAN"]
    assert of("Washington is calm. His press secretary left.", "press secretary") == ["USA"]


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("Trade Minister Bo Example urged Chile to wait.", "PER"),
        ("Trade Minister Bo Example will make a visit to Chile.", "PER"),
        ("Trade Minister Bo Example said Chile would wait.", "CHL"),
        ("Trade Minister Bo Example defended Chile's plans.", "CHL"),
    ],
)
def test_who_opens_a_sentence_is_not_of_the_state_he_acts_upon(said, country):
    text = f"{said} Peru and Chile are at odds. Chile wants Peru to pay."
    assert of(text, "Trade Minister Bo Example") == [country]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("The trade minister was calm.", "Bo Example"),
        ("The trade minister of the province was calm.", None),
        ("In Oslo the trade minister was calm.", None),
        ("The envoy and a trade minister left.", None),
    ],
)
def test_the_one_whom_the_text_called_by_an_office(said, name):
    text = f"Peruvian Trade Minister Bo Example left. It rained. Chile waits. Chile voted. Peru is calm. {said}"
    people = [m.actors[0].name for m in resolved(text)[-1] if m.kind == "person"]
    assert people == ([name] if name else [])


def test_a_secretary_whom_the_united_states_lack_is_of_the_state_named_last():
    text = "The United States is calm. The United States voted. Chile paid. Chile left. Peru paid. Peru left. "
    assert of(f"{text}She met Finance Secretary Ana Vega.", "Finance Secretary Ana Vega") == ["PER"]


def test_an_office_that_somebody_of_its_usual_state_is_told_to_hold():
    text = (
        "Peru's bonds rose. Peru paid. Treasury Secretary Luis Rojas left for Lima. "
        "Peru's envoys met U.S. Treasury Secretary Ann Example."
    )
    assert of(text, "Treasury Secretary Luis Rojas") == ["PER"]


def test_a_cabinet_is_that_of_who_speaks_to_it():
    text = (
        "Norwegian premier Ann Example told the cabinet to wait. Peru and Chile met. Peru paid Chile. Peru left Chile."
    )
    assert of(text, "cabinet") == ["NOR"]


def test_a_person_of_whom_only_the_name_is_known():
    text = f"TOKYO - {TALKS}Tokyo waits. Daniel Whitcombe, a baker, left with Haruto Yamamoto."
    assert of(text, "Daniel Whitcombe") == ["USA"]


def test_what_is_found_later_holds_from_the_first_on():
    text = (
        "Talks began. Trade Minister Ann Example spoke of Peru and Chile and Togo. Peru and Chile fell out. "
        "Peru was angry. Peru's trade minister, Ann Example, left Peru."
    )
    assert {m.actors[0].country for found in resolved(text) for m in found if m.kind == "person"} == {"PER"}
