"""Upon whom an act is whose sentence names only who acts. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)
ABOUT = "Kenya votes in May. Kenya is calm. Kenyans are proud of Kenya."


def last(text: str) -> Coding:
    return coder.code(text, language="en", published_date=DAY)[-1]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (f"{ABOUT} Uganda rejected the request.", ["KEN"]),
        (f"{ABOUT} The opposition rejected the demands.", ["KEN"]),
        (f"{ABOUT} Uganda rejected Togo's request.", ["TGO"]),
        (f"{ABOUT} Kenya rejected the request.", []),
        ("Uganda and Kenya quarrel. Kenya is calm. Uganda is not. Uganda rejected the request.", []),
    ],
)
def test_the_target_is_the_state_told_about(text: str, targets: list[str]) -> None:
    assert [a.country for a in last(text).targets] == targets


def test_what_is_assumed_is_told() -> None:
    assert "the state that the text is about" in last(f"{ABOUT} Uganda rejected the request.").why[-1]
