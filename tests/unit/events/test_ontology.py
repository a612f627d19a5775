"""The ontology is complete, and its own examples are coded as it says."""

import pytest

from transforms.events import ontology, selection, shift, status, triggers
from transforms.events.text import tokenize

TYPES = ontology.load().types


def test_sixteen_types_in_four_quads() -> None:
    assert len(TYPES) == 16
    assert {t.quad for t in TYPES.values()} == {1, 2, 3, 4}
    assert all(t.cameo and t.definition for t in TYPES.values())


def test_intensity_has_the_sign_of_its_quad() -> None:
    for kind in TYPES.values():
        for value in (kind.intensity, *kind.modes.values()):
            assert -10 <= value <= 10
            if kind.quad in (1, 2):
                assert value > 0, kind.name
            if kind.quad == 4:
                assert value < 0, kind.name


def test_intensity_of_mode_and_unknown_names() -> None:
    loaded = ontology.load()
    assert loaded.intensity("CONSULT", "phone") == 1.5
    assert loaded.intensity("CONSULT", None) == 2.5
    with pytest.raises(KeyError):
        loaded.intensity("CONSULT", "drone")


def coded(text: str) -> str:
    """The type of the first trigger that stands, after its status has had its effect."""
    tokens, lexicon, rules = tokenize(text), triggers.load("en"), status.load("en")
    found = selection.choose(lexicon.match(tokens), tokens, lexicon)
    if not found:
        return ""
    best = found[0].match
    return shift.shift(best.pattern.group.event_type, best.pattern.group.mode, rules.read(tokens, best)).event_type


@pytest.mark.parametrize(("kind", "text"), [(t.name, e) for t in TYPES.values() for e in t.positive])
def test_positive_examples(kind: str, text: str) -> None:
    assert coded(text) == kind


@pytest.mark.parametrize(("kind", "text"), [(t.name, e) for t in TYPES.values() for e in t.negative])
def test_negative_examples(kind: str, text: str) -> None:
    assert coded(text) != kind
