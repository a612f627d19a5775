"""Contexts of sentences."""

import pytest

from transforms.events import contexts
from transforms.events.text import split, whole

RULES = contexts.load("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoys discussed emissions.", {"diplomatic", "environment"}),
        ("Soldiers guard the refugees.", {"military", "asylum"}),
        ("He faces a charge of money laundering.", {"legal", "corruption"}),
        ("Ships crossed the South China Sea.", {"territory"}),
        ("Aid workers fear a cholera outbreak.", {"human_security", "health"}),
    ],
)
def test_contexts(text: str, expected: set[str]) -> None:
    assert expected <= set(RULES.find(whole(text).lowers))


def test_none_and_order() -> None:
    assert RULES.find(whole("Nothing of note.").lowers) == ()
    found = RULES.find(whole("Climate talks between the two armies.").lowers)
    assert list(found) == sorted(found, key=RULES.order.__getitem__)


def test_sport_and_culture_are_off_topic() -> None:
    assert RULES.off_topic(whole("The striker met his coach before the tournament.").lowers)
    assert RULES.off_topic(whole("The singer visited Rome to promote her album and film.").lowers)
    assert not RULES.off_topic(whole("The minister visited Rome for the tournament.").lowers)


def test_a_document_about_sport_is_told_by_its_words() -> None:
    sport = "The coach praised the striker. It rained. He met the goalkeeper. All went home. The minister watched."
    assert RULES.unpolitical(split(sport))
    assert not RULES.unpolitical(split(sport.replace("striker", "envoy").replace("goalkeeper", "premier")[:60]))
    assert not RULES.unpolitical(split("The minister met the coach. " + "They spoke of trade. " * 9))
