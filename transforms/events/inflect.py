"""Lemma -> the forms it takes in text, by the rules and the irregular table of a language's inflection.toml.

In: a language with a folder in lexicon/. Out: forms with their tags, the ground of the trigger lexicon: a pattern is
written with lemmas, the text has forms. Nothing here knows a language; tags, endings and changes of the stem are data.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import tables

PAST = "past"
BASE = "base"
"""The tag of the lemma itself; `third past part ger` are those that the other rooms ask for. Further ones (`fut`,
`cond`, `subj`) are a language's own and mean what its status.toml says."""
STRESSED, WEAK = "^", "~"
"""Marks before an ending that is put to the changed stem: `^` under stress (niega), `~` elsewhere (pidió)."""


class Rule(NamedTuple):
    """How the lemmas with certain endings are inflected."""

    ends: re.Pattern[str]
    drop: int
    endings: Mapping[str, tuple[str, ...]]


class Change(NamedTuple):
    """What becomes of a letter of the stem in the verbs listed."""

    letter: str
    stressed: str
    weak: str

    def apply(self, stem: str, ending: str) -> str:
        """The stem before an ending with its mark."""
        new = {STRESSED: self.stressed, WEAK: self.weak}.get(ending[:1])
        at = stem.rfind(self.letter)
        return stem if new is None or at < 0 else stem[:at] + new + stem[at + len(self.letter) :]


@dataclass(frozen=True, slots=True)
class Inflection:
    """The inflection of one language."""

    verbs: Sequence[Rule]
    nouns: Sequence[Rule]
    adjectives: Sequence[Rule]
    changes: Mapping[str, Change]
    """Lemma -> how its stem changes."""
    irregular: Mapping[str, Mapping[str, tuple[str, ...]]]
    families: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Endings of lemmas -> forms of these endings: `tener` also serves `detener`."""
    only: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Endings of lemmas -> forms of some tags that the rules give wrongly: `escribir` has `escrito`."""
    irregular_nouns: Mapping[str, tuple[str, ...]]
    double: frozenset[str]
    double_too: frozenset[str]
    doubled: tuple[str, ...]
    """Tags before whose endings a last consonant is doubled."""

    def verb(self, lemma: str) -> dict[str, frozenset[str]]:
        """Forms of a verb, each with its tags: `put` is base, past and participle."""
        head, hyphen, last = lemma.rpartition("-")
        forms: dict[str, set[str]] = {}
        for tag, words in self._verb(last).items():
            for word in words:
                forms.setdefault(head + hyphen + word, set()).add(tag)
        return {form: frozenset(tags) for form, tags in forms.items()}

    def irregular_pasts(self) -> frozenset[str]:
        """The past forms of irregular verbs that are not their base as well: `struck`, but not `put`."""
        return frozenset(
            form for lemma, forms in self.irregular.items() for form in forms.get(PAST, ()) if form != lemma
        )

    def _verb(self, lemma: str) -> dict[str, tuple[str, ...]]:
        known = self.irregular.get(lemma)
        if known is not None:
            return {BASE: (lemma,), **known}
        for start in range(len(lemma) - 1 if self.families else 0):
            family = self.families.get(lemma[start:])
            if family is not None:
                return {tag: tuple(lemma[:start] + form for form in forms) for tag, forms in family.items()}
        rule = next((rule for rule in self.verbs if rule.ends.search(lemma)), None)
        if rule is None:
            raise ValueError(f"no rule of inflection.toml fits the verb {lemma!r}")
        out = {tag: self._forms(lemma, rule, tag) for tag in rule.endings}
        if lemma in self.double or lemma in self.double_too:
            twice = lemma + lemma[-1]
            for tag in self.doubled:
                doubled = (twice + rule.endings[tag][0],)
                out[tag] = doubled if lemma in self.double else out[tag] + doubled
        for start in range(len(lemma) - 1 if self.only else 0):
            for tag, forms in self.only.get(lemma[start:], {}).items():
                out[tag] = tuple(lemma[:start] + form for form in forms)
        return out

    def _forms(self, lemma: str, rule: Rule, tag: str) -> tuple[str, ...]:
        stem, change = lemma[: len(lemma) - rule.drop], self.changes.get(lemma)
        if change is None:
            return tuple(stem + ending.lstrip(STRESSED + WEAK) for ending in rule.endings[tag])
        return tuple(change.apply(stem, ending) + ending.lstrip(STRESSED + WEAK) for ending in rule.endings[tag])

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural of a noun."""
        known = self.irregular_nouns.get(lemma)
        return frozenset((lemma, *(known if known is not None else _ended(lemma, self.nouns))))

    def adjective(self, lemma: str) -> tuple[str, ...]:
        """All forms of an adjective, the lemma first; the lemma alone where the language does not inflect them."""
        return tuple(dict.fromkeys((lemma, *_ended(lemma, self.adjectives))))


def _ended(lemma: str, rules: Sequence[Rule]) -> tuple[str, ...]:
    rule = next((rule for rule in rules if rule.ends.search(lemma)), None)
    if rule is None:
        return ()
    stem = lemma[: len(lemma) - rule.drop]
    return tuple(stem + ending for endings in rule.endings.values() for ending in endings)


@functools.cache
def load(language: str) -> Inflection:
    """The inflection of a language, read once."""
    data = tables.read(language, "inflection")
    tags, double = data["tags"].split(), data.get("double", {})

    def rules(kind: str) -> tuple[Rule, ...]:
        return tuple(
            Rule(
                re.compile(f"(?:{rule['ends']})$"),
                rule["drop"],
                {tag: tuple(value.split("/")) for tag, value in rule.items() if tag not in ("ends", "drop")},
            )
            for rule in data.get(kind, ())
        )

    def parts(forms: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return dict(zip(names, (tuple(f.split("/")) for f in forms.split()), strict=True))

    return Inflection(
        verbs=rules("verb"),
        nouns=rules("noun"),
        adjectives=rules("adjective"),
        changes={
            verb: Change(change["letter"], change["stressed"], change["weak"])
            for change in data.get("change", ())
            for verb in change["verbs"].split()
        },
        irregular={lemma: parts(forms, tags[1:]) for lemma, forms in data["irregular"].items()},
        families={lemma: parts(forms, tags) for lemma, forms in data.get("families", {}).items()},
        only={
            lemma: {tag: tuple(forms.split("/")) for tag, forms in entry.items()}
            for lemma, entry in data.get("only", {}).items()
        },
        irregular_nouns={lemma: tuple(forms.split("/")) for lemma, forms in data["irregular_nouns"].items()},
        double=frozenset(double.get("verbs", "").split()),
        double_too=frozenset(double.get("british", "").split()),
        doubled=tuple(double.get("tags", "").split()),
    )
