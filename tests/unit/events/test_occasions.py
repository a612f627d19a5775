"""Whose visit or talks a noun tells of, where the noun only says when something was done."""

import pytest

from transforms.events.coder import code

TOLD = (
    (
        "After two days of meetings with Peruvian Foreign Minister Elmer Schialer, Chile's foreign minister flew home.",
        "CHL",
        "PER",
    ),
    ("Following her trip to Nairobi, Ghana's foreign minister ate with her staff.", "GHA", "KEN"),
    ("Chile's president, at a dinner during a state visit to Peru, spoke of wine.", "CHL", "PER"),
    (
        '"We bought the ferries following discussions with Peruvian officials," Chile\'s transport minister said.',
        "CHL",
        "PER",
    ),
)


@pytest.mark.parametrize(("sentence", "visitor", "host"), TOLD)
def test_the_clause_tells_who_takes_part(sentence: str, visitor: str, host: str) -> None:
    """'After talks with Peru, Ann Example left': hers."""
    (found,) = (c for c in code(sentence, language="en") if c.event_type == "CONSULT")
    assert {a.country for a in (*found.sources, *found.targets)} == {visitor, host}


def test_who_meets_among_themselves_is_joined_by_nobody() -> None:
    """'At a meeting of African Union ministers': theirs."""
    text = "At a meeting of African Union ministers, Chile's envoy sat beside a Peruvian official."
    found = [c for c in code(text, language="en") if c.event_type == "CONSULT"]
    assert all(a.country != "PER" for c in found for a in (*c.sources, *c.targets))
