"""Date phrases. The examples of the rules are run too; every sample is invented."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.events.dated import FRIDAY, dates
from transforms.events.dates import find
from transforms.events.tables import read
from transforms.events.text import split


@pytest.mark.parametrize("rule", read("en", "dates")["rule"], ids=lambda r: r["id"])
def test_rule_example(rule):
    text, anchor, phrase, date, precision = rule["example"]
    assert (phrase, date, precision) in dates(text, dt.date.fromisoformat(anchor))


def test_looking_ahead_is_marked():
    (s,) = split("They meet next week and in the coming months, and met yesterday.")
    assert [(m.precision, m.future) for m in find(s, FRIDAY)] == [("week", True), ("none", True), ("day", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Emissions must halve by 2050.",
        "They have not met since February.",
        "It lasted from 2014 to 2016.",
        "The deadline is before Friday.",
        "It ends by the end of June.",
        "The talks lasted until Sept. 3.",
        "Feb. 30 is no day.",
        "The bill may march on under the Sun.",
        "Prime Minister May said so.",
        "More than two years ago they met.",
        "The pact passed on Good Friday.",
        "Fewer than May 20,000 votes.",
        "Several weeks ago they met.",
        "It cost 2019,5 in 12-2019-3 units.",
        "",
    ],
)
def test_no_date(text):
    assert dates(text) == []


WORDS = """
Sept. 9 29 Feb. May March 2021 2024 , - – on in since by last next week weekend ago two a the coming months
2021-13-45 Friday 's to from
"""
PIECES = st.sampled_from(WORDS.split())


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=15).map(" ".join)),
    st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1))),
    st.booleans(),
)
def test_any_text(text, anchor, ahead):
    for s in split(text):
        for m in find(s, anchor, prefer_future=ahead):
            assert text[m.char_start : m.char_end] == m.text
            assert s.start <= m.char_start < m.char_end <= s.end
            if not ahead and anchor and m.precision == "day" and not m.future:
                assert m.date <= anchor


def test_days_after_an_event_date_the_clause_behind_them():
    (sentence,) = split("They met on Thursday, two days after rain fell.")
    day, after = find(sentence, FRIDAY)
    assert (str(day.date), str(after.date)) == ("2021-09-23", "2021-09-21")
    assert sentence.text[after.char_start :].startswith("rain")


def test_days_after_a_named_day_are_a_day_themselves():
    (sentence,) = split("A day after Monday's storm they met.")
    after, monday = find(sentence, FRIDAY)
    assert (after.text, str(after.date), str(monday.date)) == ("A day after", "2021-09-21", "2021-09-20")


def test_limits_are_told_on_request():
    (sentence,) = split("It lasted until 2009, and since 2010 they wait.")
    assert find(sentence, FRIDAY) == ()
    assert [(d.text, d.limit) for d in find(sentence, FRIDAY, limits=True)] == [("2009", True), ("2010", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The 2015 deal holds.", ["2015"]),
        ("Lima's 2018 raid and its 2019 threats were condemned.", ["2018", "2019"]),
        ("It lost a 2,015 vote lead and the 2015-built port.", []),
        ("He ran 2015 metres.", []),
    ],
)
def test_a_year_before_a_noun_is_its_year(text, found):
    assert [phrase for phrase, _, _ in dates(text)] == found
