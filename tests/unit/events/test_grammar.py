"""Noun or verb, active or passive: answered from neighbouring words and a language's lists."""

import pytest

from transforms.events import grammar
from transforms.events.text import tokenize


def at(language: str, text: str, word: str) -> tuple[grammar.Grammar, tuple, int]:
    tokens = tokenize(text)
    return grammar.load(language), tokens, next(i for i, t in enumerate(tokens) if t.text == word)


@pytest.mark.parametrize(
    ("language", "text", "word", "noun"),
    [
        ("en", "Leaders visit Rome today", "visit", False),
        ("en", "The visit was short", "visit", True),
        ("en", "He pleaded guilty to perjury charges in Lima", "charges", True),
        ("en", "The minister dismissed calls for a vote", "calls", True),
        ("en", "Peru and Chile meet again", "meet", False),
        ("es", "La visita duró dos días", "visita", True),
        ("es", "El presidente visita el sur", "visita", False),
        ("es", "Perú condena el golpe", "condena", False),
        ("es", "Tras la condena de Perú", "condena", True),
        ("es", "La ministra de Exteriores denuncia el cierre", "denuncia", False),
        ("es", "Pidió que ataque", "ataque", False),
        ("es", "Un ataque en Lima", "ataque", True),
    ],
)
def test_noun_or_verb(language: str, text: str, word: str, noun: bool) -> None:
    g, tokens, i = at(language, text, word)
    assert g.is_noun(tokens, i) is noun


@pytest.mark.parametrize(
    ("language", "text", "word", "passive"),
    [
        ("en", "He was freed", "freed", True),
        ("en", "They have freed him", "freed", False),
        ("en", "Sailors freed by the navy", "freed", True),
        ("en", "The king travelled by night train to Lima", "travelled", False),
        ("en", "He was told by telephone", "told", True),
        ("es", "El general fue detenido", "detenido", True),
        ("es", "El general detenido por la policía", "detenido", True),
        ("es", "La policía ha detenido al general", "detenido", False),
    ],
)
def test_passive(language: str, text: str, word: str, passive: bool) -> None:
    g, tokens, i = at(language, text, word)
    assert g.is_passive(tokens, i) is passive


@pytest.mark.parametrize(
    ("language", "text", "word", "loose"),
    [
        ("es", "El general detenido habló", "detenido", True),
        ("es", "El general fue detenido", "detenido", False),
        ("es", "El general no ha sido ayer detenido", "detenido", False),
        ("es", "El general detenido por la policía", "detenido", False),
        ("en", "The general detained in May spoke", "detained", False),
    ],
)
def test_a_participle_that_only_describes(language: str, text: str, word: str, loose: bool) -> None:
    g, tokens, i = at(language, text, word)
    assert g.is_loose_participle(tokens, i) is loose


def test_clitics_stand_inside_the_verb_group() -> None:
    g, tokens, i = at("es", "Rusia no se ha reunido", "reunido")
    assert g.verb_group(tokens, i) == ("ha", "se", "no")


def test_an_infinitive_needs_no_mark_in_some_languages() -> None:
    base = frozenset(("base",))
    assert grammar.load("es").is_infinitive(base)
    assert not grammar.load("en").is_infinitive(base)
    assert not grammar.load("es").is_infinitive(base | {"part"})


@pytest.mark.parametrize(("word", "adverb"), [("quickly", True), ("supply", False), ("italy", False), ("also", True)])
def test_words_that_only_end_like_adverbs(word: str, adverb: bool) -> None:
    assert grammar.load("en").is_adverb(word) is adverb


def test_a_participle_before_a_determiner_describes_nothing() -> None:
    g, tokens, i = at("en", "The two lifted the ban", "lifted")
    assert not g.is_adjective(tokens, i)
    g, tokens, i = at("en", "The two detained sailors", "detained")
    assert g.is_adjective(tokens, i)
