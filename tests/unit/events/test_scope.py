"""Where the complement of an operator ends, and what stands behind it is told for itself."""

import pytest

from tests.unit.events.told import types


def test_a_plan_closes_at_a_clause_that_begins_with_its_time() -> None:
    text = "Peru demanded a new vote in Lima, and on Monday the Chilean envoys threatened Peru with sanctions."
    assert types(text) == ["REQUEST", "THREATEN"]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru expects Chile to expel the envoy.", ["REQUEST"]),
        ("Peru is expected to reject the Chilean demand.", ["REJECT"]),
        ("Peru is expected to urge Chile to open its ports.", ["REQUEST"]),
        ("Peru had to suspend payments on its debt to Chile.", ["SANCTION"]),
        ("The Peruvian premier had to cancel a trip to Chile.", ["REJECT"]),
        ("Chile had to suspend the levy, the Peruvian minister said.", ["REQUEST"]),
    ],
)
def test_what_is_foreseen_or_had_to_be_done_is_no_demand(text: str, expected: list[str]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's minister said he intended to ask Chile to open its ports.", ["REQUEST"]),
        ("Peru said the Chilean government intended to ban the union.", ["THREATEN"]),
        ("Peru's minister praised a law intended to ban the union.", ["SUPPORT"]),
    ],
)
def test_who_intends_to_act_will_act_but_a_law_is_only_meant_to(text: str, expected: list[str]) -> None:
    assert types(text) == expected


def test_a_demand_told_between_commas_governs_what_stands_between_them() -> None:
    assert "REJECT" in types("Peru, despite pressure from Chile, will not cut its tariffs.")
