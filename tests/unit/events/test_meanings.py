"""Words that mean something else beside others make no act, or another one."""

import datetime as dt

import pytest

from tests.unit.events.told import types
from transforms.events.coder import code

TOLD = [
    ("The Indian rocket blasted off with a Russian crew.", []),
    ("Kenyan soldiers charged into a Somali town.", ["ASSAULT"]),
    ("The cell planned the January 2015 attacks on the French army.", ["ASSAULT"]),
    ("Al-Shabaab plans attacks on Kenya.", ["THREATEN"]),
    ("Hamas called for more suicide attacks against Israel.", ["THREATEN"]),
    ("The mayor of Suva announced two Tongan warships had sailed into the port.", ["MOBILIZE"]),
    ("The new president of Peru will take office on Sunday.", []),
    ("The junta took power in Niger on Tuesday.", ["COERCE"]),
    ("She insisted that the Colombian guerrillas would not disarm.", ["REJECT"]),
    ("Russia insisted that Ukraine withdraw from Kherson.", ["REQUEST"]),
    ("Thai marines returned fire.", ["ASSAULT"]),
]


@pytest.mark.parametrize(("sentence", "kinds"), TOLD)
def test_what_words_mean(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == kinds


def test_calls_for_an_end_threaten_nobody() -> None:
    codings = code("The bishops of Chad called for a halt to the killings.", language="en")
    assert "THREATEN" not in {c.event_type for c in codings}


def test_who_is_announced_to_have_come_has_come() -> None:
    (coding,) = code("The mayor of Suva announced two Tongan warships had sailed into the port.", language="en")
    assert [a.country for a in coding.sources] == ["TON"]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Officials in Lima said the Shining Path plotted to kill a Chilean judge.", []),
        ("Hamas said it planned to attack Israel.", ["THREATEN"]),
        ("A Chilean allegedly involved in planning bomb attacks on Peru sleeps badly.", []),
        ("Nepalese hikers were caught in a blizzard.", []),
        ("The king of Tonga was deposed in a coup.", ["COERCE"]),
    ],
)
def test_what_others_say_is_planned_is_no_threat(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en")] == kinds


def test_what_is_only_agreed_on_has_not_been_done() -> None:
    codings = code("Chad and Niger signed an agreement on the withdrawal of Chadian troops.", language="en")
    assert "RETREAT" not in {c.event_type for c in codings}


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("A Chadian patrol called in tank fire.", ["MOBILIZE"]),
        ("The king of Tonga called in to Apia on his way home.", []),
        ("Peru called on Chile to help.", ["REQUEST"]),
        ("The president of Peru vowed never to forget the miners.", []),
        ("In figures released on Monday, the Samoan prisons counted forty inmates.", []),
        ("Samoa released forty prisoners on Monday.", ["RETREAT"]),
        ("Chadian soldiers defending a network of trenches slept.", []),
        ("The Chadian president defended the minister.", ["SUPPORT"]),
        ("Peru opened direct flights to Samoa.", []),
        ("Samoan and Tongan ministers held their first joint press conference.", ["CONSULT"]),
        ("Samoa and Tonga held joint naval exercises.", ["COOPERATE"]),
        ("In Peru fear gave way to calm.", []),
        ("The Peruvian government gave way on wages.", ["CONCEDE"]),
        ("Chadian jets launched a series of strikes on Tripoli.", ["ASSAULT"]),
        ("The Chadian army is a modern fighting force.", []),
    ],
)
def test_words_that_mean_something_else_beside_others(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru has promised to lift the tariffs on Chile.", ["AGREE"]),
        ("Peru vowed to scrap the ban on Chilean grapes.", ["AGREE"]),
        ("Peru has promised tariffs on Chilean wine.", ["THREATEN"]),
        ("Peru promised not to impose tariffs on Chile.", ["REJECT"]),
        ("Peru is determined to sign a treaty with Chile.", ["AGREE"]),
        ("Peru is entitled to expel the Chilean envoy.", []),
    ],
)
def test_who_promises_to_lift_a_burden_threatens_nobody(text: str, expected: list[str]) -> None:
    assert types(text) == expected
