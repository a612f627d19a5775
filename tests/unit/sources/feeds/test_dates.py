"""Point 28: dates are read, or flagged; never invented."""

import datetime as dt
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.unit.sources.feeds.samples import NOW, entry
from transforms.sources.feeds import FLAGS
from transforms.sources.feeds.dates import read_date

ZONES = tomllib.loads((ROOT / "transforms/sources/feeds/zones.toml").read_text("utf-8"))["zone"]


def shown(text: str) -> str | None:
    found = read_date(text, NOW).given
    return found.at.isoformat().replace("+00:00", "Z") if found else None


@pytest.mark.parametrize("rule", ZONES, ids=lambda rule: rule["id"])
def test_zones(rule: dict[str, object]) -> None:
    example = rule["example"]
    assert isinstance(example, dict)
    assert shown(example["text"]) == example["gives"]
    assert read_date(example["text"], NOW).flags == ()
    assert any(name in example["text"].split() for name in rule["names"])  # type: ignore[attr-defined]


def test_no_zone_has_two_offsets() -> None:
    names = [name for rule in ZONES for name in rule["names"]]
    assert len(set(names)) == len(names)
    assert "IST" not in names


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 04 Mar 2025 09:30:00 GMT",
        "Tue, 04 Mar 2025 09:30 UT",
        "4 Mar 2025 09:30:00 +0000",
        "Tue 4 March 2025 9:30:00 Z",
        "Tues, 04-Mar-25 09:30:00 GMT",
        "Tuesday, March 4, 2025 9:30 AM GMT",
        "Tue, 04 Mar 2025 11:30:00 GMT+2",
        "Tue, 04 Mar 2025 11:30:00 UTC+02:00",
        "Tue, 04 Mar 2025 04:30:00 EST",
        "2025-03-04T09:30:00Z",
        "2025-03-04T09:30Z",
        "2025-03-04 09:30:00 UTC",
        "2025-3-4 9:30:00 +0000",
        "2025-03-04T10:30:00+0100",
        "2025-03-04T10:30:00+01",
        "20250304T093000Z",
        " \n Tue, 04 Mar 2025\n 09:30:00 GMT ",
    ],
)
def test_forms_that_feeds_use(text: str) -> None:
    assert shown(text) == "2025-03-04T09:30:00Z"
    assert read_date(text, NOW).flags == ()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("mardi 4 mars 2025", "foreign_date"),
        ("mar., 04 mars 2025 09:30:00 +0100", "foreign_date"),
        ("Di, 04 Mär 2025 09:30:00 +0100", "foreign_date"),
        ("4 de marzo de 2025", "foreign_date"),
        ("04 Okt 2024 09:30:00 GMT", "foreign_date"),
        ("вт, 04 мар 2025 09:30:00 +0300", "foreign_date"),
        ("2025年3月4日", "foreign_date"),
        ("٤ مارس ٢٠٢٥", "foreign_date"),
        ("soon", "bad_date"),
        ("2025", "bad_date"),
        ("2025-03", "bad_date"),
        ("04/03/2025", "bad_date"),
        ("03/04/25 10:00", "bad_date"),
        ("1741080600", "bad_date"),
        ("Tue, 31 Feb 2025 09:30:00 GMT", "bad_date"),
        ("Tue, 04 Mar 2025 24:30:00 GMT", "bad_date"),
        ("Tue, 04 Mar 2025 09:61:00 GMT", "bad_date"),
        ("0000-00-00 00:00:00", "bad_date"),
        ("0001-01-01T00:00:00Z", "bad_date"),
        ("Tue, 04 Mar 2025 09:30:00 +2500", "bad_date"),
        ("x" * 200, "bad_date"),
        ("2026-06-04T12:00:00Z", "future_date"),
        ("9999-12-31T23:59:59Z", "bad_date"),
        ("Tue, 04 Mar 2036 09:30:00 GMT", "future_date"),
    ],
)
def test_what_cannot_be_known_is_flagged_and_left_out(text: str, flag: str) -> None:
    found = read_date(text, NOW)
    assert found.given is None
    assert found.flags == (flag,)


@pytest.mark.parametrize(
    ("text", "gives", "flag"),
    [
        ("2025-03-04T09:30:00", "2025-03-04T09:30:00Z", "naive_date"),
        ("Tue, 04 Mar 2025 09:30:00", "2025-03-04T09:30:00Z", "naive_date"),
        ("2025-03-04", "2025-03-04T00:00:00Z", "date_only"),
        ("4 March 2025", "2025-03-04T00:00:00Z", "date_only"),
        ("Tue, 04 Mar 2025 09:30:00 IST", "2025-03-04T09:30:00Z", "unknown_zone"),
        ("Tue, 04 Mar 2025 09:30:00 A", "2025-03-04T09:30:00Z", "unknown_zone"),
    ],
)
def test_what_is_doubtful_is_read_and_flagged(text: str, gives: str, flag: str) -> None:
    assert shown(text) == gives
    assert read_date(text, NOW).flags == (flag,)


def test_the_day_is_that_of_the_publisher() -> None:
    found = read_date("Tue, 04 Mar 2025 00:30:00 +0900", NOW).given
    assert found is not None
    assert (found.at.isoformat(), found.day) == ("2025-03-03T15:30:00+00:00", dt.date(2025, 3, 4))


def test_no_date_is_made_of_another() -> None:
    """An update is no publication, and neither is the date of the feed or of today."""
    found = entry("<title>x</title><atom:updated>2025-03-04T09:30:00Z</atom:updated>")
    assert found.published_at is None
    assert found.updated_at is not None
    assert "no_date" in found.flags


def test_a_readable_date_beside_a_broken_one_counts() -> None:
    found = entry("<title>x</title><pubDate>soon</pubDate><dc:date>2025-03-04T09:30:00Z</dc:date>")
    assert found.published_at == dt.datetime(2025, 3, 4, 9, 30, tzinfo=dt.UTC)
    assert found.published_text == "soon"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{2,4} \d{1,2}:\d\d(:\d\d)? \S{0,6}")
)
def test_any_text_gives_a_past_date_or_flags(text: str) -> None:
    found = read_date(text, NOW)
    assert set(found.flags) <= set(FLAGS)
    if found.given:
        assert found.given.at <= NOW + dt.timedelta(days=2)
    elif text.strip():
        assert found.flags
