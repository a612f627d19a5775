"""Frequent words in another sense, and what is only claimed: each row has a sentence whose words only look like an act,
and its double that tells of it. All sentences are invented."""

import pytest

from tests.unit.events.told import check


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's premier spoke on the sidelines of a summit in Chile.",
            "Peru's premier sidelined the Chilean envoy.",
            "REJECT",
        ),
        ("A storm sank a ship of the Chilean armed forces off Peru.", "Chile armed Peruvian rebels.", "AID"),
        (
            "Nerve agent was found in a shed in Chile, Peru's police said.",
            "Peruvian agents killed a Chilean with a nerve agent.",
            "ASSAULT",
        ),
        ("Peru increased food security in Chile.", "Peru increased security at Chile's embassy.", "MOBILIZE"),
        (
            "The treaty between Peru and Chile requires that ships fly flags.",
            "Peru required that Chile pay its debts.",
            "REQUEST",
        ),
        ("Peru's premier would not come amiss in Chile.", "Peru's premier would not go to Chile.", "REJECT"),
        (
            "The killing of a Chilean was captured on film in Peru.",
            "Two Chileans were captured in Peru on Monday.",
            "COERCE",
        ),
        (
            "Peru released information on Chile.",
            "Peru released the Chilean.",
            "RETREAT",
        ),
        ("Peru's army guards ancient ruins in Chile.", "Peru's army ruined a village in Chile.", "ASSAULT"),
        (
            "Peru's army reached Lima from surrounding villages on Monday.",
            "Peru's army surrounded Chilean villages on Monday.",
            "MOBILIZE",
        ),
        ("Peru was not part of a plot, Chile said.", "Peru was part of a plot, Chile said.", "ACCUSE"),
    ],
)
def test_frequent_words_in_another_sense(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's king received a tip from Chile's king.",
            "Peru's king received Chile's king.",
            "CONSULT",
        ),
        (
            "Peru cut tariffs in order to help Chile.",
            "A court's order to release Chile's envoy stunned Peru.",
            "REQUEST",
        ),
        ("Chinese demand for coal from Peru fell.", "China's demand for talks irked Peru.", "REQUEST"),
        ("Chile's campaign for president reached Peru.", "Chile's campaign for a ban irked Peru.", "REQUEST"),
        ("Peru's senator is in a battle for votes with Chile.", "Peru's army is in a battle with Chile.", "ASSAULT"),
        ("A Peruvian missile fell into the sea off Chile.", "A Peruvian missile fell on a town in Chile.", "ASSAULT"),
        ("A storm in Peru shut the border with Chile.", "Peru shut the border with Chile.", "COERCE"),
        (
            "Peru's army told of the events surrounding the base of Chile's troops.",
            "Peru's army is surrounding the base of Chile's troops.",
            "MOBILIZE",
        ),
        ("Peru will increase food security with Chile's help.", "Peru increased security near Chile.", "MOBILIZE"),
        ("Peru's premier stood by his remarks on Chile.", "Peru's premier stood by Chile.", "SUPPORT"),
        ("In a poll 55 percent of Peruvians backed Chile.", "Peruvian senators backed Chile.", "SUPPORT"),
        ("In a poll 55 percent of Peruvians rejected Chile's plan.", "Peru rejected Chile's plan.", "REJECT"),
        ("Chile's envoy complained of back pain in Peru.", "Chile's envoy complained of delays in Peru.", "ACCUSE"),
        ("The Chilean armed forces met Peru's premier.", "Chile armed rebels in Peru.", "AID"),
        ("Peru's premier said on the sidelines that Chile won.", "Peru's premier refused to meet Chile.", "REJECT"),
    ],
)
def test_other_senses_by_what_stands_beside_the_words(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's claim that Chile's spies wiretapped its embassy was false.",
            "Chile wiretapped Peru's embassy.",
            "COERCE",
        ),
        ("Peru's senator tweeted that Chile had bombed a port.", "Chile bombed a port in Peru.", "ASSAULT"),
        ("Peru's minister released information on Chile.", "Peru's minister released nine Chileans.", "RETREAT"),
        ("The war forced Chile to leave Peru.", "Peru's army forced Chile to leave.", "COERCE"),
        ("Peru's minister would be in range of Chile's missiles.", "Peru's minister will be in Chile.", "AGREE"),
    ],
)
def test_what_is_only_claimed_and_who_cannot_force(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("Peru's minister told the truth to the envoy of Chile.", "Peru's minister told Chile to leave.", "REQUEST"),
        ("Peru's rulers require up to 90 Chileans.", "Peru's rulers require Chile to pay.", "REQUEST"),
        ("Chile's minister met Peruvians that we deal with.", "Chile's minister met over a deal with Peru.", "AGREE"),
        ("The bank provided Peru with the names of Chileans.", "Chile provided Peru with vaccines.", "AID"),
        ("Peru excluded Chile from the story.", "Peru excluded Chile from the treaty.", "SANCTION"),
    ],
)
def test_infinitives_nouns_and_objects_that_are_none(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_an_object_behind_a_comma_is_of_another_clause() -> None:
    check(
        "In Peru the state's monopoly was dismantled, while a market in Chile grew.",
        "Peru's army dismantled a market in Chile.",
        "COERCE",
    )
