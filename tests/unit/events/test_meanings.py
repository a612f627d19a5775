"""Words that mean something else beside others make no act, or another one."""

import datetime as dt

import pytest

from tests.unit.events.told import types
from transforms.events.coder import code

TOLD = [
    ("The Indian rocket blasted off with a Russian crew.", []),
    ("Kenyan soldiers charged into a Somali town.", ["ASSAULT"]),
    ("The cell planned the January 2015 attacks on the French army.", ["ASSAULT"]),
    ("Al-Shabaab plans attacks on Kenya.", ["THREATEN"]),
    ("Hamas called for more suicide attacks against Israel.", ["THREATEN"]),
    ("The mayor of Suva announced two Tongan warships had sailed into the port.", ["MOBILIZE"]),
    ("The new president of Peru will take office on Sunday.", []),
    ("The junta took power in Niger on Tuesday.", ["COERCE"]),
    ("She insisted that the Colombian guerrillas would not disarm.", ["REJECT"]),
    ("Russia insisted that Ukraine withdraw from Kherson.", ["REQUEST"]),
    ("Thai marines returned fire.", ["ASSAULT"]),
]


@pytest.mark.parametrize(("sentence", "kinds"), TOLD)
def test_what_words_mean(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == kinds


def test_calls_for_an_end_threaten_nobody() -> None:
    codings = code("The bishops of Chad called for a halt to the killings.", language="en")
    assert "THREATEN" not in {c.event_type for c in codings}


def test_who_is_announced_to_have_come_has_come() -> None:
    (coding,) = code("The mayor of Suva announced two Tongan warships had sailed into the port.", language="en")
    assert [a.country for a in coding.sources] == ["TON"]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Officials in Lima said the Shining Path plotted to kill a Chilean judge.", []),
        ("Hamas said it planned to attack Israel.", ["THREATEN"]),
        ("A Chilean allegedly involved in planning bomb attacks on Peru sleeps badly.", []),
        ("Nepalese hikers were caught in a blizzard.", []),
        ("The king of Tonga was deposed in a coup.", ["COERCE"]),
    ],
)
def test_what_others_say_is_planned_is_no_threat(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en")] == kinds


def test_what_is_only_agreed_on_has_not_been_done() -> None:
    codings = code("Chad and Niger signed an agreement on the withdrawal of Chadian troops.", language="en")
    assert "RETREAT" not in {c.event_type for c in codings}


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("A Chadian patrol called in tank fire.", ["MOBILIZE"]),
        ("The king of Tonga called in to Apia on his way home.", []),
        ("Peru called on Chile to help.", ["REQUEST"]),
        ("The president of Peru vowed never to forget the miners.", []),
        ("In figures released on Monday, the Samoan prisons counted forty inmates.", []),
        ("Samoa released forty prisoners on Monday.", ["RETREAT"]),
        ("Chadian soldiers defending a network of trenches slept.", []),
        ("The Chadian president defended the minister.", ["SUPPORT"]),
        ("Peru opened direct flights to Samoa.", []),
        ("Samoan and Tongan ministers held their first joint press conference.", ["CONSULT"]),
        ("Samoa and Tonga held joint naval exercises.", ["COOPERATE"]),
        ("In Peru fear gave way to calm.", []),
        ("The Peruvian government gave way on wages.", ["CONCEDE"]),
        ("Chadian jets launched a series of strikes on Tripoli.", ["ASSAULT"]),
        ("The Chadian army is a modern fighting force.", []),
    ],
)
def test_words_that_mean_something_else_beside_others(sentence: str, kinds: list[str]) -> None:
    assert [c.event_type for c in code(sentence, language="en", published_date=dt.date(2024, 6, 12))] == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru has promised to lift the tariffs on Chile.", ["AGREE"]),
        ("Peru vowed to scrap the ban on Chilean grapes.", ["AGREE"]),
        ("Peru has promised tariffs on Chilean wine.", ["THREATEN"]),
        ("Peru promised not to impose tariffs on Chile.", ["REJECT"]),
        ("Peru is determined to sign a treaty with Chile.", ["AGREE"]),
        ("Peru is entitled to expel the Chilean envoy.", []),
    ],
)
def test_who_promises_to_lift_a_burden_threatens_nobody(text: str, expected: list[str]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize(
    ("other", "act", "kind"),
    [
        ("Chile's premier met the deadline of Peru.", "Chile's premier met the envoy of Peru.", "CONSULT"),
        ("Chile is prepared to meet any threat from Peru.", "Chile is prepared to help Peru.", "AGREE"),
        ("Chile's navy sent two attack submarines to Peru.", "Chile's navy foiled no attack on Peru.", "ASSAULT"),
        ("Chile's row with Peru blew up on Sunday.", "Chile's army blew up a bridge in Peru.", "ASSAULT"),
        ("Chile retaliated against imports from Peru.", "Chile's army retaliated against Peru.", "ASSAULT"),
        ("Chile is responsible for running Peru's port.", "Chile is responsible for killing Peru's envoy.", "ACCUSE"),
        ("Chile's unions launched industrial action over Peru.", "Chile launched legal action over Peru.", "ACCUSE"),
        ("Chile has nine ports, compared to the six of Peru.", "Chile's premier compared Peru to a thief.", "ACCUSE"),
        ("Chile's premier said talks with Peru had failed to help.", "Chile said Peru had failed to help.", "ACCUSE"),
        ("Chile's premier flew home amid rising anger over Peru.", "Chile's anger over Peru was loud.", "ACCUSE"),
        ("Chile's king returned to the people's square.", "Chile returned the crown to the people of Peru.", "RETREAT"),
        ("Chile's army fought close to the border with Peru.", "Chile's army closed the border with Peru.", "COERCE"),
        ("Chile's unions held warning strikes.", "Chile's army warned of strikes on Peru.", "THREATEN"),
        (
            "Chile's talks with Peru, which are scheduled to end in May, went on.",
            "Chile's talks with Peru are scheduled for May.",
            "AGREE",
        ),
        (
            "Chile gave a third of the money to injured workers from Peru.",
            "Chile's army wounded nine men in Peru.",
            "ASSAULT",
        ),
        ("Chile's peso came under fire in Peru.", "Chile's police came under fire in Peru.", "ASSAULT"),
        ("Chile's exports to Peru were hit on Monday.", "Chile's ships were hit by Peru's army.", "ASSAULT"),
        ("Chile's central bank defended the peso in Lima.", "Chile's senate defended Peru's premier.", "SUPPORT"),
        ("Chile's premier declared war on bureaucracy in Lima.", "Chile's premier declared war on Peru.", "THREATEN"),
        ("The plan of Chile's envoy met with applause in Peru.", "Chile's envoy met with Peru's premier.", "CONSULT"),
        ("Chile freed two men trapped in a mine in Peru.", "Chile freed two men held over a raid in Peru.", "RETREAT"),
        ("Chile's police released pictures of suspects.", "Chile's police released the suspects.", "RETREAT"),
        ("Chile expects Peru's economy to recover.", "Chile expects Peru to pull out its troops.", "REQUEST"),
        ("Chile's rebels finance themselves by growing coca in Peru.", "Chile financed Peru's port.", "AID"),
        ("Chile's army stood by as Peru's boats burnt.", "Chile's army stood by for orders on Peru.", "MOBILIZE"),
        ("Chile is in a position to resist pressure from Peru.", "Chile resisted pressure from Peru.", "REJECT"),
        ("Chile said it would cut its tariffs on Peru's wine.", "Chile said it would cut its aid to Peru.", "THREATEN"),
        (
            "Chile's premier is worried about prices in Peru.",
            "Chile's premier is worried about raids by Peru.",
            "ACCUSE",
        ),
        ("Peru spoke of Chile's retreat from its earlier stance.", "Chile's retreat from Peru began.", "RETREAT"),
        (
            "Chile's port is in breach of laws that prohibit the hiring of Peruvians.",
            "Chile prohibits marches.",
            "COERCE",
        ),
        (
            "Chile is in an economic bloc that has long supported Peru.",
            "Chile supported economic projects in Peru.",
            "AID",
        ),
        ("Chile came within striking distance of Peru.", "Chile's jets were striking ports in Peru.", "ASSAULT"),
        (
            "Peru said the raid of Chile was an act of self-defence.",
            "Peru called the raid of Chile an act of war.",
            "ACCUSE",
        ),
        ("Peru said Chile would pay for the raid.", "Peru said it would pay for the dam of Chile.", "AGREE"),
        ("Chile imposed austerity measures after the flood in Peru.", "Chile imposed a visa ban on Peru.", "SANCTION"),
    ],
)
def test_the_same_words_in_another_sense(other: str, act: str, kind: str) -> None:
    day = dt.date(2024, 6, 12)
    assert kind not in {c.event_type for c in code(other, language="en", published_date=day)}
    assert kind in {c.event_type for c in code(act, language="en", published_date=day)}
