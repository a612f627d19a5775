"""Whose unnamed organs and citizens are, and who acts where nobody is said to. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import actors, coder, setting
from transforms.events.text import split

DAY = dt.date(2024, 3, 14)


def scene(text: str) -> setting.Scene:
    sentences = split(text)
    return setting.Scene(sentences, [actors.load("en").find(s, DAY) for s in sentences], "en")


def sides(text: str, event_type: str) -> tuple[list[str | None], list[str | None]]:
    """Source and target countries of the last coding of a type."""
    found = [c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == event_type]
    assert found, text
    return [a.country for a in found[-1].sources], [a.country for a in found[-1].targets]


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
    ("text", "country"),
    [
        ("LIMA, Peru (AP) - Police spoke.", "PER"),
        ("NAIROBI (Reuters) - Lawmakers spoke.", "KEN"),
        ("ACCRA, March 12 — Drivers spoke.", "GHA"),
        ("NATO spoke - and left.", None),
        ("Lima - a city - is old.", None),
    ],
)
def test_dateline(text: str, country: str | None) -> None:
    found = scene(text).dateline
    assert (found[1] if found else None) == country


def test_a_dateline_ends_before_the_report() -> None:
    text = "LIMA, Peru (AP) - Police in Peru spoke."
    here = scene(text)
    first, *_, last = here.found[0]
    assert here.is_dateline(first)
    assert not here.is_dateline(last)


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
    ("text", "event_type", "sources", "targets"),
    [
        ("Police arrested four reporters in Lima on Friday.", "COERCE", ["PER"], ["PER"]),
        ("Four reporters were arrested in Lima on Friday.", "COERCE", ["PER"], ["PER"]),
        ("A Chilean driver was arrested in Madrid.", "COERCE", ["ESP"], ["CHL"]),
        ("A court in Oslo sentenced the smuggler to two years in prison.", "SANCTION", ["NOR"], ["NOR"]),
        ("LIMA, Peru (AP) — Police arrested four reporters on Friday.", "COERCE", ["PER"], ["PER"]),
        ("The arrest of a Norwegian reporter in Minsk angered Oslo.", "COERCE", ["BLR"], ["NOR"]),
        (
            "Nepal votes in May. Nepalese unions are angry. Opposition leaders accused the prime minister of fraud.",
            "ACCUSE",
            ["NPL"],
            ["NPL"],
        ),
        ("Two Peruvian diplomats were expelled from Chile.", "SANCTION", ["CHL"], ["PER"]),
        ("Gunmen kidnapped two Ghanaian tourists at sea.", "ASSAULT", [None], ["GHA"]),
    ],
)
def test_who_acts_without_a_country(
    text: str, event_type: str, sources: list[str | None], targets: list[str | None]
) -> None:
    assert sides(text, event_type) == (sources, targets)


def test_what_is_assumed_is_told_and_costs() -> None:
    (placed,) = coder.code("Four reporters were arrested in Lima.", language="en", published_date=DAY)
    (named,) = coder.code("Peru arrested four Peruvian reporters.", language="en", published_date=DAY)
    assert placed.confidence < named.confidence
    assert "where it happens" in placed.why[-1]


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
    ("text", "home"),
    [
        ("ACCRA, Ghana — Ministers met. Ghana is calm. Togo is calm.", "GHA"),
        ("GENEVA, Switzerland — The World Health Organization met. Doctors waited.", ""),
        ("DHAKA, Bangladesh — Doctors met. They waited.", "BGD"),
        ("OSLO, Norway — Mali and Niger met. Mali spoke. Niger spoke. Mali left. Niger left.", ""),
    ],
)
def test_a_dateline_is_home_only_where_nobody_is_named_as_often(text: str, home: str) -> None:
    assert scene(text).home == home


def test_each_item_of_a_column_has_a_home_of_its_own() -> None:
    column = scene("LIMA: Police left. They rested. ACCRA: Teachers left. OSLO: Nurses left.")
    homes = {sentence.words[0]: column.home_of(n) for n, sentence in enumerate(column.sentences)}
    assert (homes["LIMA"], homes["They"], homes["ACCRA"], homes["OSLO"]) == ("PER", "PER", "GHA", "NOR")


def test_two_colons_make_no_column() -> None:
    assert scene("LIMA: Police left. ACCRA: Teachers left.").home_of(1) == ""


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
    ("text", "event_type", "sources", "targets"),
    [
        # the scene of the sentence before
        ("About 300 farmers marched in Lima. Police arrested 14 of the demonstrators.", "COERCE", ["PER"], ["PER"]),
        # whom a state frees, asks or charges is its own
        ("Ghana's president pardoned 300 prisoners.", "CONCEDE", ["GHA"], ["GHA"]),
        ("Ghanaian prosecutors charged the former minister with fraud.", "ACCUSE", ["GHA"], ["GHA"]),
        ("Ghana urged lawmakers to return.", "REQUEST", ["GHA"], ["GHA"]),
        ("A Kenyan lawyer accused police of torture.", "ACCUSE", ["KEN"], ["KEN"]),
        # a new judge is not the one told about before
        ("A Ghanaian judge left. A judge in Lome sentenced two men to ten years.", "SANCTION", ["TGO"], ["TGO"]),
    ],
)
def test_whose_organs_and_people(text: str, event_type: str, sources: list[str], targets: list[str]) -> None:
    assert sides(text, event_type) == (sources, targets)
