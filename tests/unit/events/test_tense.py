"""What the tense of a fact says: what a verb in the present tells goes on."""

import pytest

from tests.unit.events.told import reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru rejects the plan of Chad.", "ongoing"),
        ("Peru rejects the plan of Chad", "past"),
        ("Peru rejects the plan of Chad, its minister says.", "past"),
        ("The envoy is accused of spying.", "ongoing"),
        ("The envoy was accused of spying.", "past"),
        ("The envoy has been accused of spying.", "past"),
        ("The envoy faces charges of spying.", "ongoing"),
        ("The envoy faced charges of spying.", "past"),
        ("When the king visits Ghana, flags fly.", "planned"),
        ("The king will leave as soon as he visits Ghana.", "planned"),
        ("Visiting Ghana would cost Chad dearly.", "hypothetical"),
        ("Ghana, which shelters nine Chadian families, says so.", "ongoing"),
        ("The general is under sanctions in Peru.", "ongoing"),
        ("Peru has been the target of a disinformation campaign.", "ongoing"),
        ("Peru and Chad, which bankroll the mission, said so.", "ongoing"),
        ("Nurses in Chad remain on strike.", "ongoing"),
        ("Chadian troops are massing near the town.", "ongoing"),
    ],
)
def test_status_by_tense(text: str, expected: str) -> None:
    assert reading(text).status == expected
