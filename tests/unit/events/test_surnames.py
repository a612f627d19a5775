"""Persons who are named again by their surname. Every sample is invented."""

import pytest

from tests.unit.events.references import last, resolved


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("US envoy John Kerry left. Kerry was tired.", "Kerry", [("John Kerry", "USA")]),
        ("Norwegian envoy Ann Example left. Example was tired.", "Example", [("Ann Example", "NOR")]),
        ("South Korean envoy Kim Ji-song left. Kim was tired.", "Kim", [("Kim Ji-song", "KOR")]),
    ],
)
def test_a_surname_is_of_who_was_named_in_full(text, words, expected):
    assert last(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norwegian envoy Ann Example met Peruvian envoy Bo Example. Example left.", "Example"),
    ],
)
def test_a_surname_of_two_is_nobodys(text, words):
    assert last(text, words) is None


def test_a_headline_names_by_surname_who_is_named_in_full_below():
    first, *_ = resolved("Example to visit Lima\nNorwegian envoy Ann Example will visit Lima.")
    assert next(a.name for m in first for a in m.actors) == "Ann Example"
