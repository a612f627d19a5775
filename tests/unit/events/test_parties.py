"""Mentions -> parties: what stands together as one noun phrase, and which names act for nobody."""

import pytest

from transforms.events import actors, grammar, parties, text


def found(sentence: str) -> list[list[str | None]]:
    (one,) = text.split(sentence, "en")
    mentions = actors.load("en").find(one)
    return [[a.country for a in p.actors] for p in parties.group(one, mentions, grammar.load("en"))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ghana, Peru and Chile met.", [["GHA", "PER", "CHL"]]),
        ("Ghana sent rice to Peru, and Chile sent maize.", [["GHA"], ["PER"], ["CHL"]]),
        ("The foreign ministers of Ghana and Peru met.", [["GHA", "PER"]]),
        ("The foreign minister of Ghana resigned.", [["GHA"]]),
        ("They met at the Ghana-Togo border.", []),
        ("Ghana is at fault, a minister of Peru told Reuters.", [["GHA"], ["PER"]]),
        ("Ghana suspended military training for Peru.", [["GHA"], ["PER"]]),
        ("Ghana is seeking Julian Assange.", [["GHA"], ["AUS"]]),
        ("Ghana met Peru's Alan García and the Chilean leader, Gabriel Boric.", [["GHA"], ["PER", "CHL"]]),
        ("Ghana met the Chilean leader, Gabriel Boric.", [["GHA"], ["CHL"]]),
    ],
)
def test_group(sentence: str, expected: list[list[str | None]]) -> None:
    assert found(sentence) == expected
