"""What the words of a trigger tell of its sides. Every sample is invented."""

import pytest

from tests.unit.events.told import code

KENYA = "Kenya votes in May. Kenya is calm. "


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Peru and Chile blamed one another.", ["PER", "CHL"]),
        (KENYA + "Kenyan police put down the unrest.", ["KEN"]),
        # what is denied was said by nobody named
        (KENYA + "Kenya's police denied the report.", ["KEN"]),
        (KENYA + "Kenya's police denied that officers had fired.", []),
        # upon others than those at home
        (KENYA + "Opposition leaders condemned a newspaper.", ["KEN"]),
        (KENYA + "Opposition leaders condemned foreign donors.", []),
        # what a state shares with others
        (KENYA + "Kenya withdrew from the climate treaty.", []),
    ],
)
def test_whom_the_words_of_an_act_are_upon(text: str, targets: list[str]) -> None:
    assert [a.country for a in code(text)[-1].targets] == targets
