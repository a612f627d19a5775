"""Upon whom an act is whose sentence names only who acts. Every sample is invented."""

import pytest

from tests.unit.events.kenya import ABOUT, last


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (f"{ABOUT} Uganda rejected the request.", ["KEN"]),
        (f"{ABOUT} The opposition rejected the demands.", ["KEN"]),
        (f"{ABOUT} Uganda rejected Togo's request.", ["TGO"]),
        (f"{ABOUT} Kenya rejected the request.", []),
        ("Uganda and Kenya quarrel. Kenya is calm. Uganda is not. Uganda rejected the request.", ["KEN"]),
    ],
)
def test_the_target_is_the_state_told_about(text: str, targets: list[str]) -> None:
    assert [a.country for a in last(text).targets] == targets


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        ("Uganda helped Kenya. Kenya waited for Uganda. Ugandans shrugged. Uganda refused.", ["UGA"], ["KEN"]),
        (f"{ABOUT} The World Food Programme delivered food to the coast.", [None], ["KEN"]),
        (f"{ABOUT} The president asked for more funds.", ["KEN"], ["KEN"]),
        (f"{ABOUT} The government criticised the report.", ["KEN"], ["KEN"]),
        (f"{ABOUT} The government declared a state of emergency.", ["KEN"], []),
        (f"{ABOUT} Leaders of the fishermen's federation condemned the decree.", ["KEN"], ["KEN"]),
        (f"{ABOUT} Thousands of farmers marched against the fuel tax.", ["KEN"], ["KEN"]),
        (f"{ABOUT} Thousands of farmers marched for an hour.", ["KEN"], ["KEN"]),
        ("Ghana met Togo. Togo met Ghana. Togolese and Ghanaians met. Norway pledged help.", ["NOR"], []),
        ("Ghana, Togo, Benin and Mali met. Mali pledged help.", ["MLI"], []),
        ("Chile's embassy in Lima denied the accusation.", ["CHL"], ["PER"]),
    ],
)
def test_whom_an_act_is_upon(text: str, sources: list[str], targets: list[str]) -> None:
    assert [a.country for a in last(text).sources] == sources
    assert sorted(a.country or "" for a in last(text).targets) == targets


def test_what_is_assumed_is_told() -> None:
    assert "the state that the text is about" in last(f"{ABOUT} Uganda rejected the request.").why[-1]
