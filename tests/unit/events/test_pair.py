"""The relation of a given pair: exactly one answer, direction, voice, words without triggers, fallback, explanation."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import ontology, pair, pair_features, pair_model, tables, text


@pytest.mark.parametrize(
    ("content", "source", "target", "kind"),
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
def test_relation(content: str, source: str, target: str, kind: str) -> None:
    coding = pair.code_pair(content, source, target, "en", None)
    assert coding.event_type == kind
    assert (coding.sources[0].name, coding.targets[0].name) == (source, target)
    assert content[coding.trigger_start : coding.trigger_end]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Zeland mowed down the guards of Ostia.", "ASSAULT"),
        ("Zeland gave shelter to the shipwrecked of Ostia.", "AID"),
        ("Zeland speaks highly of Ostia.", "SUPPORT"),
        ("Zeland tore into Ostia over the bridge.", "ACCUSE"),
    ],
)
def test_words_that_no_trigger_lists_still_speak(content: str, kind: str) -> None:
    assert pair.code_pair(content, "Zeland", "Ostia", "en").event_type == kind


def test_no_trigger_is_a_guess_that_says_so() -> None:
    coding = pair.code_pair("Zeland 's 's Ostia", "zz", "yy", "en", None)
    assert coding.confidence < 0.5
    assert coding.trigger_end <= len("Zeland 's 's Ostia")


def test_a_language_without_weights_goes_by_precedence() -> None:
    assert pair_model.load("es") is None
    coding = pair.code_pair("Zelandia condenó el ataque contra Ostia.", "Zelandia", "Ostia", "es")
    assert coding.event_type == "ACCUSE"
    assert pair.code_pair("Zelandia y Ostia.", "Zelandia", "Ostia", "es").rule_id == pair.NO_TRIGGER


def test_a_name_that_the_text_does_not_have() -> None:
    assert pair.code_pair("Zeland lifted its embargo.", "Zeland", "nobody here", "en", None).event_type == "CONCEDE"
    assert pair.code_pair("", "a", "b", "en", None).char_end == 0


def test_explanation_names_pattern_slots_candidates_and_weights() -> None:
    coding = pair.code_pair("Zeland accused Ostia of theft.", "Zeland", "Ostia", "en", explain=True)
    why = "\n".join(coding.why)
    for part in (
        f"pattern {coding.rule_id}: accuse",
        "slots: ",
        "status: past",
        "score ",
        "chances: ACCUSE 0.",
        "vote +",
    ):
        assert part in why
    assert pair.code_pair("Zeland accused Ostia of theft.", "Zeland", "Ostia", "en").why == ()


def test_names_are_masked() -> None:
    content = "Envoys of Quorland told Zeland that Ostia would pay."
    (sentence,) = text.split(content)
    know = pair_features.load("en")
    spans = [pair.locate(content, sentence.tokens, name) for name in ("Zeland", "Ostia")]
    figures = pair_features.figures(know, sentence.tokens, spans[0], spans[1], [])
    assert "two:SRC that" in figures
    assert "word:tell" in figures
    assert not any("land" in name or "ostia" in name.lower() for name in figures)


def test_packed_weights_add_and_multiply_as_single_ones() -> None:
    a, b = [5, -7, 0, 900], [-6, 7, 1, -2]
    total = pair_model.pack(a) * 3 + pair_model.pack(b) * 64
    assert pair_model.unpack(total, 4) == [3 * x + 64 * y for x, y in zip(a, b, strict=True)]


def test_quad_class_is_decided_before_the_type() -> None:
    chances = pair_model.normal([1.0, 1.0, 1.2])
    assert pair_model.decide(chances, (1, 1, 4)) == 0
    assert pair_model.decide(chances, (1, 2, 4)) == 2


def test_the_table_is_small_and_knows_only_classes_of_the_ontology() -> None:
    weights = pair_model.load("en")
    assert weights is not None
    assert len(weights.words) < 4000
    names = set(ontology.load().types) - set(pair_features.MERGED) | set(pair_features.MERGED.values())
    assert set(weights.classes) == names
    assert "bias" in weights.words


@pytest.mark.parametrize("group", tables.read("en", "leanings")["group"], ids=lambda g: g["id"])
def test_example_of_leanings(group: dict[str, str]) -> None:
    """The example is coded as its group says, between two actors that stand in it."""
    content = group["example"]
    source = next(name for name in ("Samoa", "Samoan", "Fishers") if name in content)
    target = next(name for name in ("Tonga", "the premier", "the harbour", "the fishers") if name in content)
    assert pair.code_pair(content, source, target, "en").event_type == group["type"]


@pytest.mark.parametrize("unit", ["accused ", "accused of ; ", "Zeland warned that Ostia after ", "talks with "])
def test_long_lists_of_triggers_take_no_time(unit: str) -> None:
    started = time.process_time()
    pair.code_pair(unit * 3000, "Zeland", "Ostia", "en", explain=True)
    assert time.process_time() - started < 30


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_one_coding_within_it(content: str, source: str, target: str) -> None:
    coding = pair.code_pair(content, source, target, "en", None)
    assert 0 <= coding.char_start <= coding.trigger_start <= coding.trigger_end <= coding.char_end <= len(content)
    assert 0 <= coding.confidence <= 1
