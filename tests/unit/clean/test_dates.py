import datetime as dt

import pytest

from transforms.clean.dates import match_stamp, read_stamp

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2023-07-12 03:58", "2023-07-12T03:58"),
        ("2023-07-12", "2023-07-12T00:00"),
        ("Wed, 12 Jul 2023", "2023-07-12T00:00"),
        ("July 12, 2023 10:15 GMT", "2023-07-12T10:15"),
        ("3:14 PM EDT, Mon March 4, 2024", "2024-03-04T19:14"),
        ("March 3, 2024 at 5:01 pm EST", "2024-03-03T22:01"),
        ("Jan 5, 2024, 11:20 AM ET", "2024-01-05T16:20"),
        ("July 5, 2024, 11:20 AM ET", "2024-07-05T15:20"),
        ("2024年3月4日 10:20", "2024-03-04T10:20"),
        ("3 mars 2024 à 12h05", "2024-03-03T12:05"),
        ("3. März 2024, 9:15 Uhr", "2024-03-03T09:15"),
        ("3 de marzo de 2024", "2024-03-03T00:00"),
        ("4 марта 2024, 12:30", "2024-03-04T12:30"),
        ("25.12.2023", "2023-12-25T00:00"),
        ("12/25/2023", "2023-12-25T00:00"),
        ("2024-03-04 10:20 +0530", "2024-03-04T04:50"),
        ("12:00 am, 4 March 2024", "2024-03-04T00:00"),
        ("5 Mar 2024 11:20 IST", "2024-03-05T11:20"),  # India, Israel or Ireland: no zone
    ],
)
def test_reads(text, at):
    stamp = read_stamp(text, NOW)
    assert stamp is not None
    assert stamp.at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2023-02-30 10:00", "31 June 2023", "2099-01-01", "1 January 1700", "03/04/2023"])
def test_a_date_that_names_no_day(text):
    assert read_stamp(text, NOW) == (None, None)


@pytest.mark.parametrize(
    "text", ["", "Monday", "2023", "In 2023-07 talks began", "12 envoys in July 2023", "1/2", "May 5"]
)
def test_no_date(text):
    assert read_stamp(text, NOW) is None


def test_the_day_is_the_one_written():
    stamp = read_stamp("11:30 PM EST, 4 March 2024", NOW)
    assert stamp is not None
    assert stamp.day == dt.date(2024, 3, 4)
    assert stamp.at == dt.datetime(2024, 3, 5, 4, 30, tzinfo=dt.UTC)


def test_an_impossible_time_leaves_the_day():
    assert read_stamp("2023-07-12 25:61", NOW) == (dt.datetime(2023, 7, 12, tzinfo=dt.UTC), dt.date(2023, 7, 12))


def test_a_date_before_other_words():
    stamp, end = match_stamp("2023-07-12 03:58 Envoys met", NOW)
    assert stamp.day == dt.date(2023, 7, 12)
    assert "2023-07-12 03:58 Envoys met"[end:].strip() == "Envoys met"
