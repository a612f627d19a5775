"""Given dates: what is read, to which instant and day, and what is refused."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.times import AHEAD, BadTime, day_in_text, parse_given

NOW = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "at", "day"),
    [
        ("2023-07-12", "2023-07-12T00:00:00", "2023-07-12"),
        ("20230712", "2023-07-12T00:00:00", "2023-07-12"),
        ("2023-07-12T03:58:00Z", "2023-07-12T03:58:00", "2023-07-12"),
        ("2023-07-12t03:58:00z", "2023-07-12T03:58:00", "2023-07-12"),
        ("  2023-07-12 03:58 ", "2023-07-12T03:58:00", "2023-07-12"),
        ("2023-07-12 03:58:07 UTC", "2023-07-12T03:58:07", "2023-07-12"),
        ("20230712T035807Z", "2023-07-12T03:58:07", "2023-07-12"),
        ("2023-07-12T03:58:00.123456789+02:00", "2023-07-12T01:58:00.123456", "2023-07-12"),
        ("2023-07-12T03:58:00,5Z", "2023-07-12T03:58:00.500000", "2023-07-12"),
        ("2023-07-12T01:30:00+0800", "2023-07-11T17:30:00", "2023-07-12"),
        ("2023-07-12T23:30:00-05", "2023-07-13T04:30:00", "2023-07-12"),
        ("2023-07-12T23:30:00\u221205:00", "2023-07-13T04:30:00", "2023-07-12"),
        ("Wed, 12 Jul 2023 23:58:00 -0400", "2023-07-13T03:58:00", "2023-07-12"),
        ("12 Jul 2023 03:58 GMT", "2023-07-12T03:58:00", "2023-07-12"),
        ("Wed, 12 Jul 2023 03:58:00 EST", "2023-07-12T08:58:00", "2023-07-12"),
        ("Wed, 12 Jul 2023 03:58:00 +0000 (UTC)", "2023-07-12T03:58:00", "2023-07-12"),
        ("1851-09-18", "1851-09-18T00:00:00", "1851-09-18"),
        (dt.date(2023, 7, 12), "2023-07-12T00:00:00", "2023-07-12"),
        (dt.datetime(2023, 7, 12, 1), "2023-07-12T01:00:00", "2023-07-12"),
        (dt.datetime(2023, 7, 12, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))), "2023-07-11T17:00:00", "2023-07-12"),
        ("2024-03-03T11:59:59Z", "2024-03-03T11:59:59", "2024-03-03"),
    ],
)
def test_reads(written: object, at: str, day: str) -> None:
    found = parse_given(written, NOW)
    assert found.at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert found.at.utcoffset() == dt.timedelta(0)
    assert found.day.isoformat() == day


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2023-02-30", "no such date"),
        ("2023-13-01", "no such date"),
        ("2023-07-12T24:00:00Z", "no such date"),
        ("2023-07-12T03:58:60Z", "no such date"),
        ("Wed, 30 Feb 2023 03:58:00 GMT", "no such date"),
        ("Wed, 12 Foo 2023 03:58:00 GMT", "no such date"),
        ("2099-01-01", "in the future"),
        ("2024-03-03T12:00:01Z", "in the future"),
        ("9999-12-31T23:59:59-12:00", "in the future"),
        ("0001-01-01", "before the year 1800"),
        ("1799-12-31", "before the year 1800"),
        ("2023-07-12T00:00:00+15:00", "no such time zone"),
        ("2023-07-12T00:00:00+05:75", "no such date"),
        ("1689134280", "bare number"),
        ("1689134280.5", "bare number"),
        ("2023", "bare number"),
        (1689134280, "as text"),
        (20230712, "as text"),
        (1.5, "as text"),
        (True, "as text"),
        (None, "as text"),
        (["2023-07-12"], "as text"),
        ("", "empty"),
        ("   ", "empty"),
        ("2023-07", "neither"),
        ("2023-7-12", "neither"),
        ("12/07/2023", "neither"),
        ("yesterday", "neither"),
        ("2023-07-12T", "neither"),
        ("2023-07-12 or so", "neither"),
        ("Wed, 12 Jul 2023 03:58:00 XYZ", "neither"),
        ("٢٠٢٣-٠٧-١٢", "neither"),
    ],
)
def test_refuses(written: object, why: str) -> None:
    with pytest.raises(BadTime, match=why):
        parse_given(written, NOW)


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_given("2023-07-12", dt.datetime(2024, 1, 1))


@given(st.one_of(st.text(alphabet="0123456789-:TZ+. ,aeiJulMonGMT", max_size=40), st.text(max_size=40), st.integers()))
@settings(deadline=None, max_examples=300)
def test_wild_values_are_read_or_refused(value: object) -> None:
    try:
        found = parse_given(value, NOW)
    except BadTime:
        return
    assert found.at <= NOW + AHEAD
    assert abs(found.at.date() - found.day) <= dt.timedelta(days=1)


@given(st.datetimes(dt.datetime(1801, 1, 1), dt.datetime(2024, 1, 1)), st.integers(-14 * 60, 14 * 60))
@settings(deadline=None, max_examples=100)
def test_isoformat_comes_back(at: dt.datetime, minutes: int) -> None:
    aware = at.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    assert parse_given(aware.isoformat(), NOW) == (aware, aware.date(), aware.utcoffset())


def test_day_in_text() -> None:
    assert day_in_text(2023, 7, 12, NOW) == dt.date(2023, 7, 12)
    assert day_in_text(2024, 3, 3, NOW) == dt.date(2024, 3, 3)
    assert day_in_text(2024, 3, 4, NOW) is None
    assert day_in_text(2023, 2, 30, NOW) is None
    assert day_in_text(1799, 1, 1, NOW) is None
    assert day_in_text(10**12, 1, 1, NOW) is None
