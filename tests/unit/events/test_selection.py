"""Which matches of a sentence stand: what gives way, whose subject cannot act, what only belongs to another."""

import datetime as dt

import pytest

from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)


def code(text: str) -> tuple[Coding, ...]:
    return coder.code(text, language="en", published_date=DAY)


def types(text: str) -> list[str]:
    return [c.event_type for c in code(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tent on the roof of the ministry refuses to leak, Peru's minister said.", []),
        ("The Peruvian bill, drafted in May, bans whistles.", []),
        ("The novel by a Peruvian deputy accuses Chile of nothing.", []),
        ("The law that bans kites in Peru is old.", []),
        ("The minister of Peru bans kites in Lima.", ["COERCE"]),
        ("Fines for people who refuse to pay will rise, Peru's minister Ann Sale said.", []),
        ("Peru's minister, who refused to pay Chile, left.", ["REJECT"]),
    ],
)
def test_what_cannot_act_does_nothing(text: str, expected: list[str]) -> None:
    found = types(text)
    assert not found if not expected else set(expected) <= set(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peruvian jets bombed the Chilean port, killing nine sailors.", 1),
        ("A flood in Peru killed nine Chilean villagers.", 0),
        ("Peruvian soldiers killed nine Chilean villagers in the floods' second week with machine guns.", 1),
    ],
)
def test_one_attack_and_no_accident(text: str, expected: int) -> None:
    assert types(text).count("ASSAULT") == expected


def test_a_charge_is_part_of_the_trial() -> None:
    assert types("Peru's police arrested a Chilean envoy for insulting the mayor of Lima.") == ["COERCE"]


def test_what_its_actors_rule_out_hides_nothing() -> None:
    """'warns that' alone needs both sides; the alternative reads the harm."""
    found = types("Peru praised Chile but warned that any attack would have a price.")
    assert found == ["SUPPORT", "THREATEN"]


def test_a_plan_closes_at_a_clause_that_begins_with_its_time() -> None:
    text = "Peru demanded a new vote in Lima, and on Monday the Chilean envoys threatened Peru with sanctions."
    assert types(text) == ["REQUEST", "THREATEN"]


def test_one_object_of_two_verbs() -> None:
    assert types("Peru lifted the sanctions that it had imposed on Chile in May.") == ["CONCEDE", "SANCTION"]
    assert types("Peru lifted the sanctions it had imposed on Chile in May.") == ["CONCEDE", "SANCTION"]


def test_a_quotation_mark_inside_a_phrase() -> None:
    assert "AGREE" in types("Peru is “ready” to mediate between Chile and Samoa.")


def test_state_organs_act_though_the_text_names_two_states() -> None:
    """Whose police it is stays open; that they arrest is an event."""
    text = "Peru and Chile share the lake. Chile and Peru quarrel over it. Police detained nine fishermen on Monday."
    arrest = next(c for c in code(text) if c.event_type == "COERCE")
    assert arrest.event_date == dt.date(2024, 3, 11)


@pytest.mark.parametrize(
    "text",
    [
        "The penalties that he faces as he seeks nine more years in Peru are unclear.",
        "Peru's mayor did not answer calls on Wednesday.",
        "Every guest from Peru is welcome here.",
        "Allegations of waste in Peru were repeated.",
        "The investigation drags on in Peru.",
        "Concerns about the harvest of Peru grew.",
        "The price of closing Chile's port is unclear to Peru.",
    ],
)
def test_neither_borders_nor_bare_nouns_make_an_event(text: str) -> None:
    assert types(text) == []


def test_teams_that_meet_make_no_politics() -> None:
    text = (
        "Peru's striker scored the first goal. The second half brought a penalty kick. The referee showed a red card. "
        "Peru struck again. The fixture was lost. Chile's coach was pleased. Peru will meet Samoa in the final. "
        "The tournament ends in May."
    )
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru trained Chilean guards to fight against Samoa's rebels.", 0),
        ("Peru's soldiers began to shell the Chilean port.", 1),
    ],
)
def test_an_infinitive_is_no_deed(text: str, expected: int) -> None:
    assert types(text).count("ASSAULT") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's minister backed the Chilean plan, rejecting a report that he had wavered.", ["AGREE", "REJECT"]),
        ("Peru's minister accused Chile of lying, blaming others and stealing fish.", ["ACCUSE"]),
        (
            'Peru\'s minister urged his party to drop what he called "a gift to Chile," and the speaker in Lima '
            "rejected it.",
            ["REQUEST", "REJECT"],
        ),
        (
            "Peru's president has urged Chile to open its ports and on Monday received the Bolivian foreign minister.",
            ["REQUEST", "CONSULT"],
        ),
        (
            "Peru accused Chile of taking its cue from Bolivia, whose president had received a Russian envoy.",
            ["ACCUSE", "CONSULT"],
        ),
        (
            "Peru, which urged Chile to open its ports, in May expelled the Chilean ambassador.",
            ["REQUEST", "SANCTION"],
        ),
        ("Chile's senators endorsed the treaty and criticised the ruling of Peru's court.", ["SUPPORT", "ACCUSE"]),
        ("The army staff in Lima admitted on Monday that its men had pulled the cart to Chile.", []),
    ],
)
def test_what_a_clause_ends_is_told_for_itself(text: str, expected: list[str]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's foreign minister telephoned his Chilean colleague to thank Chile for the boats.",
            ["CONSULT", "SUPPORT"],
        ),
        ("Peruvian miners gathered outside the Chilean embassy to demand compensation.", ["PROTEST", "REQUEST"]),
        ("Peruvian miners blocked the road to demand higher pay.", ["PROTEST"]),
    ],
)
def test_what_people_came_together_to_say_was_said(text: str, expected: list[str]) -> None:
    assert types(text) == expected


def test_two_verbs_of_one_subject_are_two_acts() -> None:
    assert types("Peru expelled the Chilean envoy and closed the consulate.") == ["SANCTION", "SANCTION"]


def test_police_who_are_sent_out_are_part_of_what_they_do() -> None:
    assert types("Peruvian riot police cleared the Chilean camp with tear gas.") == ["ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru accused Chile of arming rebels, a charge Chile has repeatedly denied.",
        "Peru accused Chile of lying, a claim the Chilean president denied.",
        "Peru accused Chile of spying, an allegation its president has denied.",
        "Peru accused Chile of hiding the envoy, something Chile denied.",
    ],
)
def test_a_noun_that_sums_up_begins_a_clause_of_its_own(text: str) -> None:
    assert types(text)[::2] == ["ACCUSE"]
    assert "REJECT" in types(text)


def test_a_participle_with_a_subject_of_its_own_is_told_for_itself() -> None:
    assert "RETREAT" in types("Peru urged Chile to hold talks, nine Chilean ministers having resigned.")
