"""A blow that answers another: two deeds of the same two."""

import pytest

from tests.unit.events.told import code

ANSWERED = (
    "Chile shelled a Peruvian fort in response to an attack on its navy last week.",
    "Chilean warships shelled a Peruvian fort on Monday in retaliation for Sunday's Peruvian attack on a trawler.",
    "Chilean jets bombed a Peruvian mill in reprisal for a raid on a barracks.",
)


@pytest.mark.parametrize("text", ANSWERED)
def test_both_deeds_are_told(text: str) -> None:
    """Who is hit back has hit first."""
    blow, cause = code(text)
    assert [[a.country for a in side] for side in (blow.sources, blow.targets)] == [["CHL"], ["PER"]]
    assert ([a.country for a in cause.sources], [a.country for a in cause.targets]) == (["PER"], ["CHL"])


def test_a_raid_that_kills_is_told_once() -> None:
    """'killed in a raid' answers nothing."""
    assert len(code("Chilean troops killed nine Peruvian soldiers in a raid on a barracks.")) == 1
