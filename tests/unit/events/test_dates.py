"""Date phrases. The examples of the rules are run too; every sample is invented."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events.dates import find
from transforms.events.tables import read
from transforms.events.text import split

FRIDAY = dt.date(2021, 9, 24)


def dates(text, anchor=FRIDAY, **options):
    return [(m.text, str(m.date), m.precision) for s in split(text) for m in find(s, anchor, **options)]


@pytest.mark.parametrize("rule", read("en", "dates")["rule"], ids=lambda r: r["id"])
def test_rule_example(rule):
    text, anchor, phrase, date, precision = rule["example"]
    assert (phrase, date, precision) in dates(text, dt.date.fromisoformat(anchor))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Friday.", ("Friday", "2021-09-24", "day")),
        ("They met on Saturday.", ("Saturday", "2021-09-18", "day")),
        ("They met overnight.", ("overnight", "2021-09-24", "day")),
        ("They met from Monday to Wednesday.", ("from Monday to Wednesday", "2021-09-22", "day")),
        ("They met from Sept. 6 to 8.", ("Sept. 6 to 8", "2021-09-08", "day")),
        ("They met last Friday.", ("last Friday", "2021-09-17", "day")),
        ("They meet next Monday.", ("next Monday", "2021-09-27", "day")),
        ("On Tuesday morning he left.", ("Tuesday morning", "2021-09-21", "day")),
        ("Nov. 28 was the day.", ("Nov. 28", "2020-11-28", "day")),
        ("Oct. 25 is the day.", ("Oct. 25", "2021-10-25", "day")),
        ("On Monday, Sept. 20, 2021, it began.", ("Monday, Sept. 20, 2021", "2021-09-20", "day")),
        ("The 3rd of March 2020 is remembered.", ("The 3rd of March 2020", "2020-03-03", "day")),
        ("Talks of Sept. 6-8 failed.", ("Sept. 6-8", "2021-09-08", "day")),
        ("It was signed in October.", ("October", "2020-10-01", "month")),
        ("It was signed in September.", ("September", "2021-09-01", "month")),
        ("A letter from June 2019 was found.", ("June 2019", "2019-06-01", "month")),
        ("IN LATE AUGUST, it began.", ("LATE AUGUST", "2021-08-01", "month")),
        ("Earlier this month they met.", ("Earlier this month", "2021-09-01", "month")),
        ("Last month they met.", ("Last month", "2021-08-01", "month")),
        ("Last year they met.", ("Last year", "2020-01-01", "year")),
        ("They met this week.", ("this week", "2021-09-20", "week")),
        ("Three days ago they met.", ("Three days ago", "2021-09-21", "day")),
        ("A year ago they met.", ("A year ago", "2020-01-01", "year")),
        ("They met 2 months ago.", ("2 months ago", "2021-07-01", "month")),
        ("They met in 2019.", ("2019", "2019-01-01", "year")),
        ("They met last spring.", ("last spring", "2021-01-01", "year")),
        ("They met last autumn.", ("last autumn", "2020-01-01", "year")),
        ("They met this summer.", ("this summer", "2021-01-01", "year")),
        ("They met in the autumn.", ("in the autumn", "2021-01-01", "year")),
        ("They met earlier in the year.", ("earlier in the year", "2021-01-01", "year")),
        ("They called a strike for Monday.", ("Monday", "2021-09-27", "day")),
        ("They blamed him for Monday's raid.", ("Monday", "2021-09-20", "day")),
        ("After Monday's talks they left.", ("Monday", "2021-09-20", "day")),
    ],
)
def test_past(text, expected):
    assert dates(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Monday.", ("Monday", "2021-09-27", "day")),
        ("They will meet on Friday.", ("Friday", "2021-09-24", "day")),
        ("They will meet on Oct. 3.", ("Oct. 3", "2021-10-03", "day")),
        ("They will meet on Jan. 3.", ("Jan. 3", "2022-01-03", "day")),
        ("They will meet in February.", ("February", "2022-02-01", "month")),
        ("They will meet this weekend.", ("this weekend", "2021-09-25", "day")),
        ("They will meet next month.", ("next month", "2021-10-01", "month")),
    ],
)
def test_ahead(text, expected):
    assert dates(text, prefer_future=True) == [expected]


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
        "The 2015 deal holds.",
        "Fewer than May 20,000 votes.",
        "Several weeks ago they met.",
        "It cost 2019,5 in 12-2019-3 units.",
        "",
    ],
)
def test_no_date(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    "text", ["They met on Friday.", "They met on Sept. 9.", "They met in May.", "They met last week."]
)
def test_without_a_publishers_day_nothing_relative(text):
    assert dates(text, None) == []


def test_without_a_publishers_day_full_dates_stand():
    assert dates("It was signed on 2021-09-22 and on 3 May 2020.", None) == [
        ("2021-09-22", "2021-09-22", "day"),
        ("3 May 2020", "2020-05-03", "day"),
    ]


@pytest.mark.parametrize(
    "anchor", [dt.date(2024, 2, 29), dt.date(2021, 1, 1), dt.date(2021, 12, 31), dt.date(2024, 3, 31)]
)
def test_turns_of_the_calendar(anchor):
    found = dates("Last month, last week, last year, two months ago, on Feb. 29, next month.", anchor)
    assert len(found) == 6
    for _, date, _ in found[:5]:
        assert dt.date.fromisoformat(date) <= anchor


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained on Monday, and they met a day later.", "2021-09-21"),
        ("It rained on Wednesday. They had met the previous day.", "2021-09-21"),
        ("It rained on Wednesday. They had met two days earlier.", "2021-09-20"),
        ("It rained on Sept. 6. They met the day after.", "2021-09-07"),
        ("It rained on Sept. 6. They met the same day.", "2021-09-06"),
        ("It rained in May 2012. They met that September.", "2012-09-01"),
        ("It rained in 2012. They met the next year.", "2013-01-01"),
        ("It rained in May. They met at the time.", "2021-05-01"),
    ],
)
def test_days_are_counted_from_the_day_named_before(text, expected):
    sentences = split(text)
    last = sentences[-1]
    found = find(last, FRIDAY, before=sentences[:-1])
    assert str(found[-1].date) == expected


def test_a_day_later_than_nothing_is_no_date():
    assert dates("They met a day later.") == []


def test_days_after_an_event_date_the_clause_behind_them():
    (sentence,) = split("They met on Thursday, two days after rain fell.")
    day, after = find(sentence, FRIDAY)
    assert (str(day.date), str(after.date)) == ("2021-09-23", "2021-09-21")
    assert sentence.text[after.char_start :].startswith("rain")


def test_a_planned_span_of_days_begins_with_its_first():
    assert dates("They will meet on Oct. 6-8.", prefer_future=True) == [("Oct. 6-8", "2021-10-06", "day")]


def test_days_after_a_named_day_are_a_day_themselves():
    (sentence,) = split("A day after Monday's storm they met.")
    after, monday = find(sentence, FRIDAY)
    assert (after.text, str(after.date), str(monday.date)) == ("A day after", "2021-09-21", "2021-09-20")


def test_limits_are_told_on_request():
    (sentence,) = split("It lasted until 2009, and since 2010 they wait.")
    assert find(sentence, FRIDAY) == ()
    assert [(d.text, d.limit) for d in find(sentence, FRIDAY, limits=True)] == [("2009", True), ("2010", True)]


def test_a_season_ends_before_its_year():
    (spring,) = find(split("They met last spring.")[0], FRIDAY)
    assert str(spring.last) == "2021-05-31"
