"""Names behind an act: its target, or only where it was done or what it was about. Every sample is invented."""

import pytest

from tests.unit.events.told import sides


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        ("Ghana is sending troops to Togo.", "MOBILIZE", ["GHA"], ["TGO"]),
        ("Ghana denied that Togo had bombed Benin.", "REJECT", ["GHA"], []),
        ("Ghana denies having shelled Togolese farmers.", "REJECT", ["GHA"], []),
        ("Ghana captured a village near the Togolese border.", "ASSAULT", ["GHA"], []),
        ("Ghana sued in a court in Lome.", "ACCUSE", ["GHA"], []),
        ("Ghana's president criticized the plan in Kumasi.", "ACCUSE", ["GHA"], []),
    ],
)
def test_sides_of_names_behind_an_act(
    text: str, event_type: str, sources: list[str | None], targets: list[str | None]
) -> None:
    assert sides(text, event_type) == (sources, targets)
