"""Who acts on whom. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder

DAY = dt.date(2024, 3, 14)


def sides(text: str, event_type: str) -> tuple[list[str | None], list[str | None]]:
    """Source and target countries of the last coding of a type."""
    found = [c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == event_type]
    assert found, text
    return [a.country for a in found[-1].sources], [a.country for a in found[-1].targets]


@pytest.mark.parametrize(
    ("text", "event_type", "sources", "targets"),
    [
        # plain, passive, with an agent
        ("Ghana accused Togo of spying.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana was accused by Togo of spying.", "ACCUSE", ["TGO"], ["GHA"]),
        ("The Peruvian envoy was expelled by Chile.", "SANCTION", ["CHL"], ["PER"]),
        # coordination
        ("Ghana and Togo condemned Benin.", "ACCUSE", ["GHA", "TGO"], ["BEN"]),
        ("Ghana condemned Benin and praised Togo.", "SUPPORT", ["GHA"], ["TGO"]),
        ("Ghana denied involvement and accused Togo of spying.", "REJECT", ["GHA"], []),
        # possessives and nominal events
        ("Chad's army attacked rebels in Sudan.", "ASSAULT", ["TCD"], ["SDN"]),
        ("Talks between Ghana and Togo ended.", "CONSULT", ["GHA", "TGO"], []),
        ("An attack by Chad on Sudan angered Egypt.", "ASSAULT", ["TCD"], ["SDN"]),
        ("Peru has been the target of a Chilean disinformation campaign.", "COERCE", ["CHL"], ["PER"]),
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
        ("Ghana is sending troops to Togo.", "MOBILIZE", ["GHA"], ["TGO"]),
        ("NATO's chief praised NATO troops in Poland.", "SUPPORT", [None], ["POL"]),
        # one gives up what is one's own
        ("The Ghanaian investigation was dropped.", "CONCEDE", ["GHA"], ["GHA"]),
        # what another word tells, and what only dates the act
        ("Ghana closed the border, charging that Togo armed rebels.", "COERCE", ["GHA"], []),
        ("Ghana relented after a call from Togo's president.", "CONCEDE", ["GHA"], []),
        ("Ghana denied that Togo had bombed Benin.", "REJECT", ["GHA"], []),
        ("Ghana denies having shelled Togolese farmers.", "REJECT", ["GHA"], []),
        ("NATO reported that Ghana had freed two Togolese pilots.", "RETREAT", ["GHA"], ["TGO"]),
        ("Ghana told the Security Council that Togo had attacked Benin.", "ASSAULT", ["TGO"], ["BEN"]),
        # appositions, and names that only describe a place or a means
        ("Ghana, a close ally of France, condemned Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana, the Houthis' main supplier, condemned Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana, backed by France and Benin, accused Togo of fraud.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana captured a village near the Togolese border.", "ASSAULT", ["GHA"], []),
        ("Ghana dropped its demand under French pressure.", "CONCEDE", ["GHA"], []),
        # adversaries before addressees, courts are no targets
        ("Ghana lodged a complaint with the United Nations against Togo.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Ghana sued in a court in Lome.", "ACCUSE", ["GHA"], []),
        ("Ghana welcomed the release of two journalists by Togo.", "SUPPORT", ["GHA"], ["TGO"]),
        ("Ghana recalled its ambassador from Togo.", "SANCTION", ["GHA"], ["TGO"]),
        # pronouns
        ("Kenyan soldiers crossed the river. They bombed Ugandan barracks.", "ASSAULT", ["KEN"], ["UGA"]),
        ("Togo's rebels hold two Kenyans. Ghana said they had killed them.", "ASSAULT", ["TGO"], ["KEN"]),
        ("Ghana's spokesman praised what he calls Togo's patience.", "SUPPORT", ["GHA"], ["TGO"]),
        # a town is told nothing
        ("Ghana's president criticized the plan in Kumasi.", "ACCUSE", ["GHA"], []),
    ],
)
def test_sides(text: str, event_type: str, sources: list[str | None], targets: list[str | None]) -> None:
    assert sides(text, event_type) == (sources, targets)


def test_who_is_told_is_no_target() -> None:
    assert sides("The minister told reporters in Geneva that Ghana would expel Togo's envoy.", "THREATEN") == (
        ["GHA"],
        ["TGO"],
    )
