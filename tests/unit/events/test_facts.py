"""What others are blamed for has happened (facts.py)."""

import pytest

from transforms.events.coder import code


def sides(text: str) -> list[tuple[str, list[str | None], list[str | None]]]:
    codings = code(text, language="en")
    return [(c.event_type, [a.country for a in c.sources], [a.country for a in c.targets]) for c in codings]


def test_who_is_blamed_has_done_it() -> None:
    accused, bombed = sides("Peru blamed Chile for the bombing of a school.")
    assert accused == ("ACCUSE", ["PER"], ["CHL"])
    assert bombed[:2] == ("ASSAULT", ["CHL"])


def test_who_condemns_it_has_not() -> None:
    assert sides("Kenya condemned the killings of four monks in Uganda.")[1] == ("ASSAULT", [], ["UGA"])


@pytest.mark.parametrize(
    "text",
    [
        "Samoa called the law an assault on the poor.",
        "Critics in Kenya called the budget a massacre.",
        "Peru urged Chile to stop the bombing of schools.",
        "Chad accused Sudan of the murder of nine traders.",
    ],
)
def test_names_demands_and_charges_report_no_violence(text: str) -> None:
    assert "ASSAULT" not in {kind for kind, _, _ in sides(text)}
