"""Who acts, and whom it befalls, where no sentence says so. Every sample is invented."""

import pytest

from tests.unit.events.told import code, sides


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        ("Police arrested four reporters in Lima on Friday.", "COERCE", ["PER"], ["PER"]),
        ("Four reporters were arrested in Lima on Friday.", "COERCE", ["PER"], ["PER"]),
        ("A Chilean driver was arrested in Madrid.", "COERCE", ["ESP"], ["CHL"]),
        ("Guards handcuffed a Chilean former minister.", "COERCE", ["CHL"], ["CHL"]),
        ("A court in Oslo sentenced the smuggler to two years in prison.", "SANCTION", ["NOR"], ["NOR"]),
        ("LIMA, Peru (AP) — Police arrested four reporters on Friday.", "COERCE", ["PER"], ["PER"]),
        ("The arrest of a Norwegian reporter in Minsk angered Oslo.", "COERCE", ["BLR"], ["NOR"]),
        (
            "Nepal votes in May. Nepalese unions are angry. Opposition leaders accused the prime minister of fraud.",
            "ACCUSE",
            ["NPL"],
            ["NPL"],
        ),
        ("Two Peruvian diplomats were expelled from Chile.", "SANCTION", ["CHL"], ["PER"]),
        ("Gunmen kidnapped two Ghanaian tourists at sea.", "ASSAULT", [None], ["GHA"]),
    ],
)
def test_who_acts_without_a_country(
    text: str, event_type: str, sources: list[str | None], targets: list[str | None]
) -> None:
    assert sides(text, event_type) == (sources, targets)


def test_what_is_assumed_is_told_and_costs() -> None:
    (placed,) = code("Four reporters were arrested in Lima.")
    (named,) = code("Peru arrested four Peruvian reporters.")
    assert placed.confidence < named.confidence
    assert "where it happens" in placed.why[-1]


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        # the scene of the sentence before
        ("About 300 farmers marched in Lima. Police arrested 14 of the demonstrators.", "COERCE", ["PER"], ["PER"]),
        # whom a state frees, asks or charges is its own
        ("Ghana's president pardoned 300 prisoners.", "CONCEDE", ["GHA"], ["GHA"]),
        ("Ghanaian prosecutors charged the former minister with fraud.", "ACCUSE", ["GHA"], ["GHA"]),
        ("Ghana urged lawmakers to return.", "REQUEST", ["GHA"], ["GHA"]),
        ("A Kenyan lawyer accused police of torture.", "ACCUSE", ["KEN"], ["KEN"]),
        # a new judge is not the one told about before
        ("A Ghanaian judge left. A judge in Lome sentenced two men to ten years.", "SANCTION", ["TGO"], ["TGO"]),
    ],
)
def test_whose_organs_and_people(text: str, event_type: str, sources: list[str], targets: list[str]) -> None:
    assert sides(text, event_type) == (sources, targets)


@pytest.mark.parametrize(
    ("told", "event_type", "expected"),
    [
        ("Two Chilean students were arrested on Friday.", "COERCE", (["PER"], ["CHL"])),
        ("Two students were arrested in Lima on Friday.", "COERCE", (["PER"], ["PER"])),
    ],
)
def test_who_is_called_by_his_state_is_held_by_another(
    told: str, event_type: str, expected: tuple[list[str], list[str]]
) -> None:
    between = "Peru and Chile are at odds. Peru accused Chile of spying. Chile summoned the Peruvian envoy. "
    assert sides(between + told, event_type) == expected


def test_no_state_imposes_sanctions_upon_itself() -> None:
    assert sides("Peru votes in May. Peru is calm. Sanctions were imposed on Peru.", "SANCTION") == ([], ["PER"])


def test_an_adverb_may_stand_before_what_befalls_somebody() -> None:
    told = "Peru accused Chile of spying. Nine people were also arrested in Lima."
    assert sides(told, "COERCE") == (["PER"], ["PER"])
