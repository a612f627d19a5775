"""Whom pronouns stand for. Every sample is invented."""

import pytest

from tests.unit.events.references import last, resolved


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Norwegian envoy Lars Example left Lima. He was tired.", "He", [("Lars Example", "NOR")]),
        ("German Chancellor Angela Merkel met Olaf Scholz. She agreed.", "She", [("Angela Merkel", "DEU")]),
        ("Kenyan soldiers left. They sang.", "They", [("Kenyan soldiers", "KEN")]),
        ("Peruvian farmers said that they sang.", "they", [("Peruvian farmers", "PER")]),
        ("Unions struck in Peru. Peru's minister asked them to return.", "them", [("Unions", "PER")]),
        ("Norwegian envoy Eva Example met Chilean envoy Olav Sample. He sang.", "He", [("Olav Sample", "CHL")]),
        ("Norwegian envoy Lars Example met Chilean envoy Rosa Sample. She sang.", "She", [("Rosa Sample", "CHL")]),
        ("Norwegian envoy Eva Example left. Peru accused her of lying.", "her", [("Eva Example", "NOR")]),
        ("A former Peruvian interior minister was tried. He sang.", "He", [("Peruvian interior minister", "PER")]),
        (
            "Norwegian envoy Lars Example left. Chilean envoy Olav Sample stayed. He met Sample in Lima.",
            "He",
            [("Lars Example", "NOR")],
        ),
        ("Peru met Chile. As Peru prepares for talks with Chile, it has moved troops.", "it", [("Peru", "PER")]),
    ],
)
def test_a_pronoun_stands_for_one_reading(text, words, expected):
    assert last(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained. He left.", "He"),
        ("It rained. They left.", "They"),
        ("Norwegian envoy Eva Example left. He sang.", "He"),
        ("German Chancellor Angela Merkel left. He stayed.", "He"),
    ],
)
def test_a_pronoun_without_one_reading_stands_for_nobody(text, words):
    assert last(text, words) is None


def test_him_is_another_than_she():
    *_, found = resolved("Norwegian envoy Ann Example left. She met Ghanaian envoy Bo Sample and thanked him.")
    assert [a.name for m in found for a in m.actors] == ["Ann Example", "Bo Sample", "Bo Sample"]
