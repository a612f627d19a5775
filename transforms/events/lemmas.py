"""Forms -> lemmas: the inflection of inflect.py read backwards, with plain rules for words that no lexicon lists.

In: lower-case forms. Out: lemmas, for counting words that belong together ('urged', 'urging' -> 'urge'). A lemma
that is wrong but the same for all forms of a word does no harm here.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.events import grammar, inflect

LEAST = 3
"""Letters that a stem keeps."""
_ENDINGS = (
    ("ies", ("y", "ie")),
    ("ied", ("y", "ie")),
    ("es", ("e", "")),
    ("s", ("",)),
    ("ed", ("e", "")),
    ("ing", ("e", "")),
)
_VOWEL = re.compile("[aeiouy]")
_SILENT_E = re.compile("[cvuz]$|[^n]g$|..[^aeiou][aiou][rtl]$|..[rn]s$|..[aeiou]s$")
"""Stems that most often have lost an e: 'urg', 'decid', 'operat'."""


@dataclass(frozen=True, slots=True)
class Lemmas:
    """The lemmas of one language, as far as its lexicon knows them."""

    forms: Mapping[str, str]
    known: frozenset[str]

    def of(self, word: str) -> str:
        """The lemma of a form; the form itself where no rule applies."""
        known = self.forms.get(word)
        return known if known is not None else _by_rule(word, self.known)


@functools.lru_cache(maxsize=20_000)
def _by_rule(word: str, known: frozenset[str]) -> str:
    if len(word) <= LEAST:
        return word
    for ending, additions in _ENDINGS:
        stem = word[: -len(ending)]
        if not word.endswith(ending) or len(stem) < LEAST:
            continue
        for addition in additions:
            if stem + addition in known:
                return stem + addition
        if ending == "s" and stem[-1] in "su":
            continue
        if ending == "es":
            return stem if stem.endswith(("s", "x", "z", "ch", "sh")) else stem + "e"
        if ending not in ("ed", "ing"):
            return stem + additions[0]
        if _VOWEL.search(stem) is None:
            continue
        if stem[-1] == stem[-2] and stem[-1] not in "lsz":
            return stem[:-1]
        return stem + "e" if _SILENT_E.search(stem) else stem
    return word


def load(language: str, verbs: Iterable[str], nouns: Iterable[str], words: Iterable[str]) -> Lemmas:
    """Lemmas from a language's irregular forms and from the verbs, nouns and other words that a lexicon lists."""
    inflection, closed = inflect.load(language), grammar.load(language)
    forms: dict[str, str] = dict.fromkeys(closed.be, "be") | dict.fromkeys(closed.have, "have")
    for words_of_class in (
        closed.prepositions,
        closed.determiners,
        closed.adverbs,
        closed.relative,
        closed.subordinators,
    ):
        for word in words_of_class:
            forms.setdefault(word, word)
    for lemma, tagged in inflection.irregular.items():
        for variants in tagged.values():
            for form in variants:
                forms.setdefault(form, lemma)
    for lemma, plurals in inflection.irregular_nouns.items():
        for form in plurals:
            forms.setdefault(form, lemma)
    for lemma in verbs:
        for form in inflection.verb(lemma):
            forms.setdefault(form, lemma)
    for lemma in nouns:
        for form in inflection.noun(lemma):
            forms.setdefault(form, lemma)
    return Lemmas(forms, frozenset(words))
