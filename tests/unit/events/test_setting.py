"""Where a document is set, and whom it is about. Every sample is invented."""

import pytest

from tests.unit.events.kenya import ABOUT, last
from tests.unit.events.references import scene


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police clashed with drivers in Lima.", "PER"),
        ("Drivers marched through the northern town of Tamale, Ghana.", "GHA"),
        ("Police in Oslo spoke.", "NOR"),
        ("Peru's police spoke in Chile's capital.", None),
        ("They marched in Lima and in Quito.", None),
        ("Lima objected.", None),
    ],
)
def test_the_country_of_a_sentence(text: str, country: str | None) -> None:
    assert scene(text).here(0) == country


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Nepal votes in May. The Nepalese premier is tired. India waits.", "NPL"),
        ("Peru and Chile quarrel. Peru is angry. Chile is calm.", ""),
        ("Nepal votes.", "NPL"),
        ("Nepal and India vote.", ""),
        ("Nepal votes. The weather is fine. Nobody minds.", ""),
    ],
)
def test_the_country_of_a_document(text: str, home: str) -> None:
    assert scene(text).home == home


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile quarrel. Peru is angry. Chile is calm. A migrant spoke to foreign workers.",
        "Nepal votes in May. Nepal is calm. Allies and foreign reporters wait.",
    ],
)
def test_strangers_are_nobodys(text: str) -> None:
    here = scene(text)
    n = len(here.sentences) - 1
    assert [here.country_of(n, m) for m in here.found[n] if m.kind == "agent"] == [None] * len(here.found[n])


@pytest.mark.parametrize(
    ("text", "pair", "lead"),
    [
        ("Peru met Chile. Chile met Peru. Bolivia waited.", ("PER", "CHL"), ""),
        ("Peru met Chile. Bolivia met Peru. Chile met Bolivia.", (), ""),
        ("Peru met Chile. Peru met Bolivia. Peru met Ecuador.", (), "PER"),
    ],
)
def test_whom_a_text_is_about(text: str, pair: tuple[str, ...], lead: str) -> None:
    seen = scene(text)
    assert set(seen.pair) == set(pair)
    assert pair or seen.lead == lead


@pytest.mark.parametrize(
    ("told", "states"),
    [
        ("Human rights groups accused police of torture.", [None]),
        ("Aid agencies urged the government to open the road.", [None]),
        ("Human rights monitors accused police of torture.", [None]),
        ("Kenyan rights groups accused police of torture.", ["KEN"]),
        ("Voting-rights groups sued the government.", ["KEN"]),
        ("Lawyers urged the government to open the road.", ["KEN"]),
    ],
)
def test_who_is_at_work_in_many_states_is_of_none(told: str, states: list[str | None]) -> None:
    assert [a.country for a in last(f"{ABOUT} {told}").sources] == states


def test_whose_men_a_newsroom_speaks_of_are_not_its_own() -> None:
    told = (
        "Libyan rebels fled on Friday. Al Jazeera's Bo Example, reporting from Tripoli, said their fighters attacked."
    )
    assert [a.country for a in last(told).sources] == ["LBY"]
