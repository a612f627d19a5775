"""Back-references within a document. Every sample is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.events.references import last, resolved
from transforms.events.text import split


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hezbollah fired. The militant group denied it.", "The militant group", [("Hezbollah", "LBN")]),
        ("Peru and Chile met. The two countries agreed.", "The two countries", [("Peru", "PER"), ("Chile", "CHL")]),
        ("Peru and Chile met. Both sides agreed.", "Both sides", [("Peru", "PER"), ("Chile", "CHL")]),
        (
            "French President Emmanuel Macron met German Chancellor Olaf Scholz. The two leaders agreed.",
            "The two leaders",
            [("Emmanuel Macron", "FRA"), ("Olaf Scholz", "DEU")],
        ),
        ("NATO met. The alliance agreed.", "The alliance", [("NATO", None)]),
        ("Hamas fired. The group denied it.", "The group", [("Hamas", "PSE")]),
        ("Peru objected. The country will vote.", "The country", [("Peru", "PER")]),
        ("Peru met Chile. Chile met Peru. The leaders agreed.", "leaders", [("Peru", "PER"), ("Chile", "CHL")]),
        ("Hamas met UNICEF. The group left.", "The group", [("Hamas", "PSE")]),
        (
            "The Progress Party of Peru held a meeting yesterday. The party left.",
            "The party",
            [("Progress Party", "PER")],
        ),
    ],
)
def test_one_reading(text, words, expected):
    assert last(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru, Chile and Brazil met. The two countries agreed.", "The two countries"),
        ("It rained. The country will vote.", "The country"),
        ("The two tables were long.", "The two tables"),
    ],
)
def test_no_reading(text, words):
    assert last(text, words) is None


WORDS = """
Peru Chile Kerry. John Kerry met Wang Yi The two leaders countries He She both sides his counterpart
the group minister envoy NATO . Example Ann Norwegian
"""
PIECES = st.sampled_from(WORDS.split())


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_spans_stay_exact_and_apart(text):
    for s, mentions in zip(split(text), resolved(text), strict=True):
        at = s.start
        for m in mentions:
            assert at <= m.start < m.end <= s.end
            assert text[m.start : m.end] == m.text
            at = m.end


def test_the_republic_of_somewhere_is_not_the_country_told_about():
    text = "Peru is calm. The council of the Republic of Chad met. The republic waits."
    assert [m.text for found in resolved(text) for m in found if m.text.lower() == "the republic"] == ["The republic"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile waits. The Peruvian president said the country would vote.", "PER"),
        ("Peru's ambassador to Chile, Ann Example, said the country would vote.", "PER"),
        ("Peruvian troops met Chilean rebels who left the country.", "CHL"),
        ("Peru is calm. After Chile banned its wine, the country fell silent.", "PER"),
    ],
)
def test_the_country_is_that_of_who_speaks_where_no_other_is_named(text, expected):
    assert [code for _, code in last(text, "the country")] == [expected]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Peruvian defence ministry met Chile. The ministry agreed.", "The ministry", "PER"),
        ("The US Senate met. The committee agreed.", "The committee", "USA"),
    ],
)
def test_a_ministry_or_committee_is_the_one_told_about(text, words, expected):
    ((_, country),) = last(text, words)
    assert country == expected


def test_a_committee_with_a_name_of_its_own_is_another_one():
    assert last("The US Senate met. The Committee on Trade in Lima agreed.", "The Committee") is None
