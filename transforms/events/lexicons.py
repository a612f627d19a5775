"""What coding a language needs, loaded once per process: its lexicon, word lists, tables and learned weights."""

import functools
import gc
from dataclasses import dataclass

from transforms.events import (
    actors,
    contexts,
    ontology,
    review,
    status,
    thought,
    triggers,
    trust,
)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What coding a language needs, loaded once."""

    language: str
    lexicon: triggers.Lexicon
    rules: status.Rules
    thoughts: thought.Words
    contexts: contexts.Contexts
    gazetteer: actors.Gazetteer
    ontology: ontology.Ontology
    trust: trust.Trust
    review: review.Model | None
    continuing: frozenset[str]
    """Ids of the patterns that take up an affair told before."""


@functools.cache
def load(language: str) -> Rooms:
    """All that coding a language needs. The lexicons are some hundred thousand objects that live as long as the
    process: collecting garbage while they are made, or looking through them for garbage later, only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(language)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _load(language: str) -> Rooms:
    lexicon = triggers.load(language)
    return Rooms(
        language,
        lexicon,
        status.load(language),
        thought.load(language),
        contexts.load(language),
        actors.load(language),
        ontology.load(),
        trust.load(language),
        review.load(language),
        lexicon.continuing(),
    )
