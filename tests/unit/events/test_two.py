"""Two states, two sides, two verbs: who is meant where a text tells of two. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 6, 7)
RIVALS = (
    "Uganda and Kenya quarrel over a lake. Kenya sent a note. Uganda sent one back. Kenyans and Ugandans fish there."
)
KOREAS = "South Korea and North Korea talk no more. The South closed its bridge. Seoul waits."


def last(text: str) -> Coding:
    """The coding that ends last."""
    return max(coder.code(text, language="en", published_date=DAY), key=lambda c: (c.char_start, c.trigger_start))


def sides(coding: Coding) -> tuple[list[str], list[str]]:
    return sorted(a.country or "" for a in coding.sources), sorted(a.country or "" for a in coding.targets)


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        (f"{RIVALS} Norway urged both governments to reopen talks.", ["NOR"], ["KEN", "UGA"]),
        (f"{RIVALS} Each side accused the other of poaching.", ["KEN", "UGA"], ["KEN", "UGA"]),
        (f"{RIVALS} The two sides blamed each other.", ["KEN", "UGA"], ["KEN", "UGA"]),
        (f"{RIVALS} Kenya denied that its boats had crossed.", ["KEN"], []),
        (f"{KOREAS} The North fired on the South's coast.", ["PRK"], ["KOR"]),
        (
            "Peru is calm. Peru votes. Peruvians wait. Chile's minister, Bo Example, telephoned his counterpart.",
            ["CHL"],
            ["PER"],
        ),
        ("Talks failed after Greece, backed by Malta, rejected a proposal by Norway.", ["GRC"], ["NOR"]),
        ("Norway punished firms that it says helped Russians, and warned Turkey of a ban.", ["NOR"], ["TUR"]),
        ("Peru accused Chile of spying but praised Bolivia.", ["PER"], ["BOL"]),
    ],
)
def test_who_acts_upon_whom(text: str, sources: list[str], targets: list[str]) -> None:
    assert sides(last(text)) == (sources, targets)


def test_bare_people_are_of_whom_the_text_speaks() -> None:
    text = (
        "Kenya's teachers want more pay. Kenya offered three percent. Kenyan unions refused it. Uganda pays more, and "
        "so does Rwanda. A minister said so in Doha. Teachers have struck in forty towns."
    )
    assert sides(last(text))[0] == ["KEN"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Rep. Ann Example of Georgia urged the president to resign.", "USA"),
        ("The Labour Court judge Bo Example ordered the union of Kenya to end its strike.", "KEN"),
        ("New Democrat MP Bo Example accused the government of delay.", "CAN"),
    ],
)
def test_whose_an_officer_is(text: str, country: str) -> None:
    assert [a.country for a in last(text).sources] == [country]


def test_a_surname_behind_another_given_name_is_nobody_known() -> None:
    codings = coder.code("Shopkeeper Muhammad Bashir accused Pakistan of neglect.", language="en", published_date=DAY)
    assert all(a.country != "SDN" for c in codings for a in c.sources)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Peru has detained forty Chileans since May 3.", "2024-05-03"),
        ("On Monday Peru rejected the motion of Chile, and ordered Bolivia to leave.", "2024-06-03"),
        ("Peru on Monday expelled two Chileans and summoned the Bolivian ambassador.", "2024-06-03"),
    ],
)
def test_what_dates_the_last_of_what_is_told(sentence: str, day: str) -> None:
    assert str(last(sentence).event_date) == day


def test_common_words_of_an_office_holder_are_meant() -> None:
    text = (
        f"{RIVALS} Kenya rejected the note. Uganda denounced Kenya. Kenya's minister Ann Example called the plan "
        '"a farce in three acts".'
    )
    assert last(text).event_type == "ACCUSE"
