"""Sides of an event that an earlier sentence named."""

import datetime as dt

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)


def coded(text: str) -> list[Coding]:
    return list(coder.code(text, language="en", published_date=DAY))


def names(coding: Coding) -> tuple[list[str | None], list[str | None]]:
    return [a.country for a in coding.sources], [a.country for a in coding.targets]


def test_a_denial_answers_the_accuser() -> None:
    _, denial = coded("Ghana accused Peru of spying. Peru denied the allegations.")
    assert (denial.event_type, names(denial)) == ("REJECT", (["PER"], ["GHA"]))
    assert "same affair" in denial.why[-1]


def test_a_dropped_case_continues_the_investigation() -> None:
    _, dropped = coded(
        "Ghana opened an investigation into the Peruvian embassy. The investigation was dropped by Ghana."
    )
    assert (dropped.event_type, names(dropped)) == ("CONCEDE", (["GHA"], ["PER"]))


def test_nothing_is_taken_from_another_affair() -> None:
    _, denial = coded("Ghana accused Chile of spying. Peru denied the allegations.")
    assert names(denial) == (["PER"], [])
    _, praise = coded("Ghana praised Chile. Ghana also accepted an invitation.")
    assert praise.targets == ()


def test_a_deed_is_judged_by_its_doer() -> None:
    *_, judged = coded("Chile bombed the port of Ilo. Ghana condemned the bombing.")
    assert names(judged) == (["GHA"], ["CHL"])


def test_talks_that_nobody_is_named_for_go_on() -> None:
    """'Another round of talks is due on Monday': of those who have just met."""
    text = "Chile's foreign minister met Peruvian officials on Tuesday. Chile praised Peru. "
    _, _, ahead = coded(text + "Another round of talks is due tomorrow.")
    assert {*names(ahead)[0], *names(ahead)[1]} == {"CHL", "PER"}


def test_of_two_who_have_met_the_other_one_is_met_again() -> None:
    """'A summit is planned in Santiago next week': of the two that have just met."""
    _, ahead = coded("Chile and Peru held talks in Lima on Monday. A summit is planned in Santiago next week.")
    assert {*names(ahead)[0], *names(ahead)[1]} == {"CHL", "PER"}


def test_a_refusal_answers_who_asked() -> None:
    *_, refused = coded("Ghana asked Togo to extradite the driver. Togo refused.")
    assert (refused.event_type, names(refused)) == ("REJECT", (["TGO"], ["GHA"]))


def test_of_two_affairs_the_one_of_the_same_noun_goes_on() -> None:
    *_, denial = coded(
        "Ghana opened an investigation into Julian Assange. Peru accused Julian Assange of theft. "
        "Julian Assange faced an investigation."
    )
    assert names(denial)[0] == ["GHA"]


def test_nobody_is_his_own_other_side() -> None:
    *_, trip = coded("Ghana's president visited Ghana's north. Ghana's president planned a trip.")
    assert trip.targets == ()


def test_a_second_journey_is_not_to_where_the_first_went() -> None:
    *_, second = coded("Ghana's president visited Peru in May. The Ghanaian president began his first Asian visit.")
    assert (second.event_mode, names(second)) == ("visit", (["GHA"], []))
    *_, same = coded("Ghana and Peru agreed to meet. The Ghanaian delegation's visit on Friday was short.")
    assert names(same) == (["GHA"], ["PER"])
