"""What date phrases mean. Every sample is invented."""

import datetime as dt

import pytest

from tests.unit.events.dated import FRIDAY, dates
from transforms.events.dates import find
from transforms.events.text import split


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


@pytest.mark.parametrize(
    "anchor", [dt.date(2024, 2, 29), dt.date(2021, 1, 1), dt.date(2021, 12, 31), dt.date(2024, 3, 31)]
)
def test_turns_of_the_calendar(anchor):
    found = dates("Last month, last week, last year, two months ago, on Feb. 29, next month.", anchor)
    assert len(found) == 6
    for _, date, _ in found[:5]:
        assert dt.date.fromisoformat(date) <= anchor


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


def test_a_planned_span_of_days_begins_with_its_first():
    assert dates("They will meet on Oct. 6-8.", prefer_future=True) == [("Oct. 6-8", "2021-10-06", "day")]


def test_a_season_ends_before_its_year():
    (spring,) = find(split("They met last spring.")[0], FRIDAY)
    assert str(spring.last) == "2021-05-31"
