"""Acts of violence that everybody knows by their day or place. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder, known
from transforms.events.model import Coding


def attack(text: str, day: dt.date = dt.date(2024, 3, 14)) -> Coding:
    return next(c for c in coder.code(text, language="en", published_date=day) if c.event_type == "ASSAULT")


@pytest.mark.parametrize(
    ("text", "day", "source", "target"),
    [
        ("Chad has changed its laws since the September 11 attacks.", "2001-09-11", None, "USA"),
        ("Chad has changed its laws since the attacks on New York and Washington.", "None", None, "USA"),
        ("Chad has been at peace with Niger since the Hamas attack of October 7.", "2023-10-07", "PSE", "ISR"),
        ("Niger's king recalled the attack on Pearl Harbor.", "None", "JPN", "USA"),  # no day is named
    ],
)
def test_sides_and_day_are_as_everybody_knows(text: str, day: str, source: str | None, target: str) -> None:
    coding = attack(text)
    assert str(coding.event_date) == day
    assert [a.country for a in coding.sources] == [source]
    assert [a.country for a in coding.targets] == [target]
    assert coding.status == "historical"


def test_what_is_told_before_its_day_is_another() -> None:
    coding = attack("Niger recalled the Hamas attack of October 7 on a bus in Israel.", dt.date(1998, 10, 9))
    assert str(coding.event_date) != "2023-10-07"


def test_what_no_pattern_finds_is_not_coded_for_its_name() -> None:
    text = "Chad's king wrote a song of the 9/11 atrocities. Chad accused Niger of lying."
    assert [c.event_type for c in coder.code(text, language="en")] == ["ACCUSE"]


def test_another_act_of_the_kind_is_not_known() -> None:
    text = "Chad accused Niger of lying. Its king feared another Lockerbie bombing."
    told = coder.code(text, language="en", published_date=dt.date(2024, 3, 14))
    assert all(str(c.event_date) != "1988-12-21" for c in told)


def test_the_table_is_one_expression() -> None:
    table = known._table("en")
    assert table is not None
    assert table.names.groups == len(table.rows)
    assert known._table("es") is None
