"""Whether the subject of a verb can act: laws, tents and unknown people in relative clauses do not."""

import pytest

from tests.unit.events.told import types
from transforms.events import coder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tent on the roof of the ministry refuses to leak, Peru's minister said.", []),
        ("The Peruvian bill, drafted in May, bans whistles.", []),
        ("The novel by a Peruvian deputy accuses Chile of nothing.", []),
        ("The law that bans kites in Peru is old.", []),
        ("The minister of Peru bans kites in Lima.", ["COERCE"]),
        ("Fines for people who refuse to pay will rise, Peru's minister Ann Sale said.", []),
        ("Peru's minister, who refused to pay Chile, left.", ["REJECT"]),
    ],
)
def test_what_cannot_act_does_nothing(text: str, expected: list[str]) -> None:
    found = types(text)
    assert not found if not expected else set(expected) <= set(found)


@pytest.mark.parametrize("word", ["jailed", "arrested", "welcomed", "bulldozing"])
def test_a_line_of_one_word_has_nobody_before_it(word: str) -> None:
    lines = "Peru jailed two Chileans. Chile accused Peru. Peru met Chile. Chile warned Peru.\n"
    assert len(coder.code(f"{lines}{word}\n{lines}", language="en")) >= len(coder.code(lines * 2, language="en"))
