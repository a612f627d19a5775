"""Whose an organ is that nothing near it claims. Every sample is invented."""

import pytest

from transforms.events import actors, coreference, text


def owners(content: str) -> list[str | None]:
    """The country of each mention of the last sentence."""
    sentences = text.split(content, "en")
    found = coreference.resolve(sentences, [actors.load("en").find(s) for s in sentences])
    return [a.country for m in found[-1] for a in m.actors]


@pytest.mark.parametrize(
    ("content", "countries"),
    [
        ("Britain has a new plan for housing. Furious MPs left.", ["GBR"]),  # the state just told about
        (
            "Peru votes. Peru is calm. Peruvians wait. Chile looks on. Ministers resigned.",
            ["PER"],
        ),  # and the text's own
        ("India's farmers want a law. Their leaders went home.", ["IND"]),
        ("Peru votes. Peru is calm. Peruvians wait. Lecturers stayed at home.", ["PER"]),
        ("Peru votes. Peru is calm. Peruvians wait. European leaders watched.", [None]),  # called another's
        ("Peru votes. Peru is calm. Peruvians wait. Refugees waited.", [None]),  # often another's
    ],
)
def test_whose_an_organ_is(content: str, countries: list[str | None]) -> None:
    assert owners(content) == countries
