"""The relation of a given pair: exactly one answer, direction, voice, fallback."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import pair


@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        ("The Marquis of Zell accused the Guild of theft.", "The Marquis of Zell", "the Guild", "ACCUSE"),
        ("Zeland lifted its embargo on Ostia.", "Zeland", "Ostia", "CONCEDE"),
        ("The sailors were released by Zeland on Monday.", "Zeland", "The sailors", "RETREAT"),
        ("Zeland has agreed to lift its embargo on Ostia.", "Zeland", "Ostia", "AGREE"),
        ("Zeland said it will not lift its embargo on Ostia.", "Zeland", "Ostia", "REJECT"),
        ("Zeland will send troops to help Ostia.", "Zeland", "Ostia", "AGREE"),
        (
            "After weeks of clashes the premier of Zeland met the king of Ostia.",
            "the premier of Zeland",
            "the king of Ostia",
            "CONSULT",
        ),
        ("Zeland condemned the attack on Ostia.", "Zeland", "Ostia", "ACCUSE"),
        ("Zeland demanded that Ostia withdraw its troops.", "Zeland", "Ostia", "REQUEST"),
        ("Zeland called Ostia's king on Friday to discuss the flood.", "Zeland", "Ostia's king", "CONSULT"),
    ],
)
def test_relation(text: str, source: str, target: str, kind: str) -> None:
    coding = pair.code_pair(text, source, target, "en", None)
    assert coding.event_type == kind
    assert (coding.sources[0].name, coding.targets[0].name) == (source, target)
    assert text[coding.trigger_start : coding.trigger_end]


def test_no_trigger_is_a_guess_that_says_so() -> None:
    coding = pair.code_pair("Zeland and Ostia.", "Zeland", "Ostia", "en", None)
    assert coding.rule_id == pair.NO_TRIGGER
    assert coding.confidence == pair.FALLBACK_CONFIDENCE
    assert coding.trigger_end <= len("Zeland and Ostia.")


def test_relaxed_patterns_are_low_confidence() -> None:
    coding = pair.code_pair("Zeland lifted its zarf on Ostia.", "Zeland", "Ostia", "en", None)
    assert coding.event_type == "CONCEDE"
    assert coding.confidence == pair.FALLBACK_CONFIDENCE


def test_a_name_that_the_text_does_not_have() -> None:
    assert pair.code_pair("Zeland lifted its embargo.", "Zeland", "nobody here", "en", None).event_type == "CONCEDE"
    assert pair.code_pair("", "a", "b", "en", None).char_end == 0


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_one_coding_within_it(text: str, source: str, target: str) -> None:
    coding = pair.code_pair(text, source, target, "en", None)
    assert 0 <= coding.char_start <= coding.trigger_start <= coding.trigger_end <= coding.char_end <= len(text)
    assert 0 <= coding.confidence <= 1
