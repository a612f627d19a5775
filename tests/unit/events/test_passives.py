"""Who acts on whom where a verb is passive. Every sample is invented."""

import pytest

from tests.unit.events.told import sides


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        ("Ghana was accused by Togo of spying.", "ACCUSE", ["TGO"], ["GHA"]),
        ("The Peruvian envoy was expelled by Chile.", "SANCTION", ["CHL"], ["PER"]),
        ("The Ghanaian investigation was dropped.", "CONCEDE", ["GHA"], ["GHA"]),
        ("The Togolese navy said two trawlers had been seized by Ghana.", "COERCE", ["GHA"], []),
        ("Togo said it was invaded by Ghana.", "ASSAULT", ["GHA"], ["TGO"]),
        ("Ghana's president met Chadian traders detained in Accra.", "COERCE", ["GHA"], ["TCD"]),
        ("Togo said nine Ghanaian soldiers killed on Monday were deserters.", "ASSAULT", [], ["GHA"]),
        ("Ghanaian troops killed at least nine Togolese farmers.", "ASSAULT", ["GHA"], ["TGO"]),
        ("Nine Chadian soldiers were killed in a rebel ambush.", "ASSAULT", [None], ["TCD"]),
        ("A Ghanaian fisherman was killed in a shootout with Togolese police.", "ASSAULT", ["TGO"], ["GHA"]),
        ("Chadian soldiers were killed in a militant stronghold.", "ASSAULT", [], ["TCD"]),
    ],
)
def test_sides_of_a_passive_verb(
    text: str, event_type: str, sources: list[str | None], targets: list[str | None]
) -> None:
    assert sides(text, event_type) == (sources, targets)
