"""Who acts on whom where a noun tells of an act. Every sample is invented."""

import pytest

from tests.unit.events.told import sides


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        ("Talks between Ghana and Togo ended.", "CONSULT", ["GHA", "TGO"], []),
        ("An attack by Chad on Sudan angered Egypt.", "ASSAULT", ["TCD"], ["SDN"]),
        ("Peru has been the target of a Chilean disinformation campaign.", "COERCE", ["CHL"], ["PER"]),
        ("Ghana relented after a call from Togo's president.", "CONCEDE", ["GHA"], []),
    ],
)
def test_sides_of_a_noun(text: str, event_type: str, sources: list[str | None], targets: list[str | None]) -> None:
    assert sides(text, event_type) == (sources, targets)
