"""Who acts on whom. Every sample is invented."""

import pytest

from tests.unit.events.told import sides


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        # plain
        ("Ghana accused Togo of spying.", "ACCUSE", ["GHA"], ["TGO"]),
        # coordination
        ("Ghana and Togo condemned Benin.", "ACCUSE", ["GHA", "TGO"], ["BEN"]),
        ("Ghana condemned Benin and praised Togo.", "SUPPORT", ["GHA"], ["TGO"]),
        ("Ghana denied involvement and accused Togo of spying.", "REJECT", ["GHA"], []),
        # possessives
        ("Chad's army attacked rebels in Sudan.", "ASSAULT", ["TCD"], ["SDN"]),
        # clauses inside
        ("Chad, which bombed Sudan last week, urged Egypt to mediate.", "ASSAULT", ["TCD"], ["SDN"]),
        ("Ghana, whose president visited Togo, condemned Benin.", "ACCUSE", ["GHA"], ["BEN"]),
        ("A Ghanaian fleet guarding Peru declared a truce with Chile.", "CONCEDE", ["GHA"], ["CHL"]),
        ("Ghana urged Togo to release Benin's envoy.", "REQUEST", ["GHA"], ["TGO"]),
        # who is asked, and whose deed is judged
        ("Ghana is seeking the reporter's extradition from Peru.", "REQUEST", ["GHA"], ["PER"]),
        ("Lawmakers in Accra rejected a plan by Togo to build a dam.", "REJECT", ["GHA"], ["TGO"]),
        # one's own troops and one's own state are no target
        ("Ghana withdrew its troops from Togo.", "RETREAT", ["GHA"], ["TGO"]),
        ("NATO's chief praised NATO troops in Poland.", "SUPPORT", [None], ["POL"]),
        # what another word tells, and what only dates the act
        ("Ghana closed the border, charging that Togo armed rebels.", "COERCE", ["GHA"], []),
        ("NATO reported that Ghana had freed two Togolese pilots.", "RETREAT", ["GHA"], ["TGO"]),
        ("Ghana told the Security Council that Togo had attacked Benin.", "ASSAULT", ["TGO"], ["BEN"]),
        # appositions, and names that only describe a place or a means
        ("Ghana, a close ally of France, condemned Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana, the Houthis' main supplier, condemned Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana, backed by France and Benin, accused Togo of fraud.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana dropped its demand under French pressure.", "CONCEDE", ["GHA"], []),
        # adversaries before addressees
        ("Ghana lodged a complaint with the United Nations against Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana welcomed the release of two journalists by Togo.", "SUPPORT", ["GHA"], ["TGO"]),
        ("Ghana recalled its ambassador from Togo.", "SANCTION", ["GHA"], ["TGO"]),
        # pronouns
        ("Kenyan soldiers crossed the river. They bombed Ugandan barracks.", "ASSAULT", ["KEN"], ["UGA"]),
        ("Togo's rebels hold two Kenyans. Ghana said they had killed them.", "ASSAULT", ["TGO"], ["KEN"]),
        ("Ghana's spokesman praised what he calls Togo's patience.", "SUPPORT", ["GHA"], ["TGO"]),
    ],
)
def test_sides(text: str, event_type: str, sources: list[str | None], targets: list[str | None]) -> None:
    assert sides(text, event_type) == (sources, targets)


def test_who_is_told_is_no_target() -> None:
    assert sides("The minister told reporters in Geneva that Ghana would expel Togo's envoy.", "THREATEN") == (
        ["GHA"],
        ["TGO"],
    )
