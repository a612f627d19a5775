"""Back-references within a document. Every sample is invented."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import actors, coreference
from transforms.events.text import split

DAY = dt.date(2023, 7, 1)


def resolved(text):
    sentences = split(text)
    return coreference.resolve(sentences, [actors.load("en").find(s, DAY) for s in sentences])


def last(text, words):
    """Names and countries of the mention with these words in the last sentence; None where there is none."""
    for m in resolved(text)[-1]:
        if m.text == words:
            return [(a.name, a.country) for a in m.actors]
    return None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("US envoy John Kerry left. Kerry was tired.", "Kerry", [("John Kerry", "USA")]),
        ("Norwegian envoy Ann Example left. Example was tired.", "Example", [("Ann Example", "NOR")]),
        ("South Korean envoy Kim Ji-song left. Kim was tired.", "Kim", [("Kim Ji-song", "KOR")]),
        ("Peru and Chile met. The two countries agreed.", "The two countries", [("Peru", "PER"), ("Chile", "CHL")]),
        ("Peru and Chile met. Both sides agreed.", "Both sides", [("Peru", "PER"), ("Chile", "CHL")]),
        (
            "French President Emmanuel Macron met German Chancellor Olaf Scholz. The two leaders agreed.",
            "The two leaders",
            [("Emmanuel Macron", "FRA"), ("Olaf Scholz", "DEU")],
        ),
        ("Norwegian envoy Lars Example left Lima. He was tired.", "He", [("Lars Example", "NOR")]),
        ("German Chancellor Angela Merkel met Olaf Scholz. She agreed.", "She", [("Angela Merkel", "DEU")]),
        ("NATO met. The alliance agreed.", "The alliance", [("NATO", None)]),
        ("Hamas fired. The group denied it.", "The group", [("Hamas", "PSE")]),
        ("Peru objected. The country will vote.", "The country", [("Peru", "PER")]),
        ("Norwegian envoy Ann Example left. The envoy was tired.", "envoy", [("Ann Example", "NOR")]),
        ("Peruvian prosecutors met. Prosecutors closed the case.", "Prosecutors", [("Prosecutors", "PER")]),
        ("Peru objected. The government will vote.", "government", [("Peru", "PER")]),
        ("Peru talks to Chile. Peru's envoy met his counterpart.", "counterpart", [("counterpart", "CHL")]),
        # several
        ("Kenyan soldiers left. They sang.", "They", [("Kenyan soldiers", "KEN")]),
        ("Peruvian farmers said that they sang.", "they", [("Peruvian farmers", "PER")]),
        ("Unions struck in Peru. Peru's minister asked them to return.", "them", [("Unions", "PER")]),
        ("Peru met Chile. Chile met Peru. The leaders agreed.", "leaders", [("Peru", "PER"), ("Chile", "CHL")]),
        # he and she by their given names; an object "her"; an officer without a name
        ("Norwegian envoy Eva Example met Chilean envoy Olav Sample. He sang.", "He", [("Olav Sample", "CHL")]),
        ("Norwegian envoy Lars Example met Chilean envoy Rosa Sample. She sang.", "She", [("Rosa Sample", "CHL")]),
        ("Norwegian envoy Eva Example left. Peru accused her of lying.", "her", [("Eva Example", "NOR")]),
        ("A former Peruvian interior minister was tried. He sang.", "He", [("Peruvian interior minister", "PER")]),
        # bodies
        ("Hamas met UNICEF. The group left.", "The group", [("Hamas", "PSE")]),
        (
            "The Progress Party of Peru held a meeting yesterday. The party left.",
            "The party",
            [("Progress Party", "PER")],
        ),
        # owners
        ("Peru stopped, and its customs officers left.", "customs officers", [("customs officers", "PER")]),
        ("Peru agreed: its prime minister, Bo Example, left.", "prime minister, Bo Example", [("Bo Example", "PER")]),
        (
            "Lima was pleased. A foreign ministry spokesman left.",
            "foreign ministry spokesman",
            [("foreign ministry spokesman", "PER")],
        ),
        ("Texas sued. Georgia's governor left.", "Georgia's governor", [("Georgia's governor", "USA")]),
    ],
)
def test_one_reading(text, words, expected):
    assert last(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru, Chile and Brazil met. The two countries agreed.", "The two countries"),
        ("It rained. He left.", "He"),
        ("It rained. They left.", "They"),
        ("Norwegian envoy Eva Example left. He sang.", "He"),
        ("German Chancellor Angela Merkel left. He stayed.", "He"),
        ("It rained. The country will vote.", "The country"),
        ("Norwegian envoy Ann Example met Peruvian envoy Bo Example. Example left.", "Example"),
        ("The two tables were long.", "The two tables"),
    ],
)
def test_no_reading(text, words):
    assert last(text, words) is None


def test_a_government_of_two_countries_is_nobodys():
    assert last("Peru and Chile met. The government objected.", "government") == [("government", None)]


def test_a_headline_names_by_surname_who_is_named_in_full_below():
    first, *_ = resolved("Example to visit Lima\nNorwegian envoy Ann Example will visit Lima.")
    assert next(a.name for m in first for a in m.actors) == "Ann Example"


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


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hezbollah fired. The militant group denied it.", "The militant group", [("Hezbollah", "LBN")]),
        ("Peru met Chile. As Peru prepares for talks with Chile, it has moved troops.", "it", [("Peru", "PER")]),
        ("Kenya hosts talks. Kenya is calm. Uganda urged the government to act.", "government", [("Kenya", "KEN")]),
        (
            "Norwegian envoy Ann Example met Ghana's president. She told the officials to wait.",
            "officials",
            [("officials", "GHA")],
        ),
        (
            "Norwegian envoy Ann Example left for Ghana. She met President Bo Sample.",
            "President Bo Sample",
            [("Bo Sample", "GHA")],
        ),
        ("Peru objected, and President Bo Sample left.", "President Bo Sample", [("Bo Sample", "PER")]),
        ("Kenya votes. Kenya is calm. The Supreme Court met.", "Supreme Court", [("Supreme Court", "KEN")]),
        ("The mayor of Kumasi left.", "mayor of Kumasi", [("mayor of Kumasi", "GHA")]),
        ("President Ann Example of Malawi left.", "President Ann Example", [("Ann Example", "MWI")]),
        ("Rep. Ann Example, D-Ohio, left.", "Rep. Ann Example", [("Ann Example", "USA")]),
        ("French troops left. Togo sent 500 troops.", "troops", [("troops", None)]),
        ("Peru's self-proclaimed interim president left.", None, [("PER",)]),
        ("Lebanese Christian leaders left.", None, [("LBN",)]),
        ("Peru's prime minister, Prince Bo Sample, left.", None, [("PER",)]),
    ],
)
def test_whose_an_agent_is(text, words, expected):
    if words is None:
        assert [(a.country,) for m in resolved(text)[-1] for a in m.actors] == expected
    else:
        assert last(text, words) == expected


def test_him_is_another_than_she():
    *_, found = resolved("Norwegian envoy Ann Example left. She met Ghanaian envoy Bo Sample and thanked him.")
    assert [a.name for m in found for a in m.actors] == ["Ann Example", "Bo Sample", "Bo Sample"]
