"""Lemma -> the forms it takes in text, by the rules and the irregular table of a language's inflection.toml.

In: a language with a folder in lexicon/. Out: forms with their tags, the ground of the trigger lexicon: a pattern is
written with lemmas, the text has forms. Nothing here knows a language; the rules are data.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transforms.events import tables

TAGS = ("base", "third", "past", "part", "ger")
"""Tags of verb forms: infinitive or plural present, third person, past, past participle, gerund."""


@dataclass(frozen=True, slots=True)
class Inflection:
    """The inflection of one language."""

    verb_rules: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]
    noun_rules: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]
    irregular: Mapping[str, Mapping[str, tuple[str, ...]]]
    nouns: Mapping[str, tuple[str, ...]]
    double: frozenset[str]
    double_too: frozenset[str]

    def verb(self, lemma: str) -> dict[str, frozenset[str]]:
        """Forms of a verb, each with its tags: `put` is base, past and participle."""
        head, hyphen, last = lemma.rpartition("-")
        forms: dict[str, set[str]] = {}
        for tag, words in self._verb(last).items():
            for word in words:
                forms.setdefault(head + hyphen + word, set()).add(tag)
        return {form: frozenset(tags) for form, tags in forms.items()}

    def _verb(self, lemma: str) -> dict[str, tuple[str, ...]]:
        known = self.irregular.get(lemma)
        if known is not None:
            return {"base": (lemma,), **known}
        rule = next(rule for ends, rule in self.verb_rules if ends.search(lemma))
        stem = lemma[: len(lemma) - rule["drop"]]
        out: dict[str, tuple[str, ...]] = {tag: (stem + rule[tag],) for tag in TAGS}
        if lemma in self.double or lemma in self.double_too:
            twice = lemma + lemma[-1]
            for tag in ("past", "part", "ger"):
                doubled = (twice + rule[tag],)
                out[tag] = doubled if lemma in self.double else out[tag] + doubled
        return out

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural of a noun."""
        known = self.nouns.get(lemma)
        if known is not None:
            return frozenset((lemma, *known))
        rule = next(rule for ends, rule in self.noun_rules if ends.search(lemma))
        return frozenset((lemma, lemma[: len(lemma) - rule["drop"]] + rule["plural"]))


@functools.cache
def load(language: str) -> Inflection:
    """The inflection of a language, read once."""
    data = tables.read(language, "inflection")

    def rules(kind: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
        return tuple((re.compile(f"(?:{r['ends']})$"), r) for r in data[kind])

    def parts(forms: str) -> dict[str, tuple[str, ...]]:
        return dict(zip(TAGS[1:], (tuple(f.split("/")) for f in forms.split()), strict=True))

    return Inflection(
        verb_rules=rules("verb"),
        noun_rules=rules("noun"),
        irregular={lemma: parts(forms) for lemma, forms in data["irregular"].items()},
        nouns={lemma: tuple(forms.split("/")) for lemma, forms in data["irregular_nouns"].items()},
        double=frozenset(data["double"]["verbs"].split()),
        double_too=frozenset(data["double"]["british"].split()),
    )
