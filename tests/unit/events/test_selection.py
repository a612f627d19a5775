"""Which matches of a sentence stand, and which give way."""

from tests.unit.events.told import types


def test_what_its_actors_rule_out_hides_nothing() -> None:
    """'warns that' alone needs both sides; the alternative reads the harm."""
    found = types("Peru praised Chile but warned that any attack would have a price.")
    assert found == ["SUPPORT", "THREATEN"]


def test_one_object_of_two_verbs() -> None:
    assert types("Peru lifted the sanctions that it had imposed on Chile in May.") == ["CONCEDE", "SANCTION"]
    assert types("Peru lifted the sanctions it had imposed on Chile in May.") == ["CONCEDE", "SANCTION"]


def test_a_quotation_mark_inside_a_phrase() -> None:
    assert "AGREE" in types("Peru is “ready” to mediate between Chile and Samoa.")


def test_two_verbs_of_one_subject_are_two_acts() -> None:
    assert types("Peru expelled the Chilean envoy and closed the consulate.") == ["SANCTION", "SANCTION"]


def test_what_one_is_expected_to_do_is_no_request() -> None:
    assert types("Peru is expected to propose a joint inquiry to Chile on Friday.") == ["REQUEST"]
    assert types("Peru's cabinet was expected to pledge troops for Samoa on Friday.") == ["AGREE"]
