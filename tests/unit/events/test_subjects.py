"""Sport and accidents: texts, and parts of texts, in which the words of politics mean something else."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2025, 11, 14)
NETBALL = "The bowler took four wickets on the first morning. "
STORM = "The landslide came down at dawn. Firefighters dug through the mud until noon. "
TRADE = "Ministers spoke of the budget for an hour. Parliament votes on the bill in May. "


def types(text: str) -> list[str]:
    return [c.event_type for c in code(text, language="en", published_date=DAY)]


@pytest.mark.parametrize(
    ("sport", "politics"),
    [
        (
            NETBALL + "Peru's captain has defended the fast bowler, who was fined for a gesture in the second Test.",
            TRADE + "Peru's president has defended the finance minister, who was fined for a gesture.",
        ),
        (
            NETBALL * 2 + "Chile celebrated its victory over Peru.",
            TRADE + "Chile celebrated the victory of Peru's opposition.",
        ),
    ],
)
def test_a_short_text_about_sport(sport: str, politics: str) -> None:
    assert types(sport) == []
    assert types(politics) != []


def test_a_part_of_a_text_about_sport() -> None:
    politics = TRADE * 3 + "Peru's parliament condemned Chile's army. Peruvian troops shot a minister in Chile. "
    sport = "The captain defended the match. The tennis final was lost. The goalkeeper wept. "
    sport += "The coach hit out at Peru's team. "
    assert types(politics + TRADE * 3 + sport) == types(politics)


def test_a_boycott_of_games_is_politics() -> None:
    text = "Peru's parliament urged a boycott of the tennis championship in Chile. The trade minister backed the call."
    assert "REQUEST" in types(text)


@pytest.mark.parametrize(
    ("accident", "meant"),
    [
        (
            STORM + "Peru's police have closed the highway to Chile.",
            TRADE + "Peru's police have closed the highway to Chile.",
        ),
        (
            STORM + "Peru is investigating the death of nine Chilean climbers.",
            TRADE + "Peru is investigating the murder of nine Chilean climbers.",
        ),
        (
            "A thunderstorm killed nine Chilean climbers in Peru, police said.",
            "Gunmen killed nine Chilean climbers in Peru, police said.",
        ),
        (
            "Nine Chilean climbers were killed in Peru when a fire broke out at a lodge.",
            "Nine Chilean climbers were killed in Peru when gunmen fired at a lodge.",
        ),
        (
            "Nine Chilean climbers were killed in Peru in the canyon disaster.",
            "Nine Chilean climbers were killed in Peru in the bomb attack.",
        ),
    ],
)
def test_accidents_are_nobodys_acts(accident: str, meant: str) -> None:
    assert types(accident) == []
    assert types(meant) != []


@pytest.mark.parametrize(
    ("noise", "real"),
    [
        (
            "Peru's captain Ann Lund has hit out at critics of her side.",
            "Peru's minister Ann Lund has hit out at critics of her side.",
        ),
        (
            "A wildfire near Lima has forced hundreds of Peruvians from their homes.",
            "Soldiers near Lima have forced hundreds of Peruvians from their homes.",
        ),
        ("A Peruvian diver was attacked by a shark.", "A Peruvian diver was attacked by rebels."),
    ],
)
def test_single_sentences(noise: str, real: str) -> None:
    assert types(noise) == []
    assert types(real) != []


def test_nobody_strikes_by_accident() -> None:
    text = (
        "The earthquake in Peru damaged a dam. The flood that followed closed two roads. A general strike called by "
        "Peruvian workers against cuts made after the earthquake began on Monday."
    )
    assert types(text) == ["PROTEST"]
