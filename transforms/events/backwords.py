"""The words that name somebody again, from lexicon/<language>/coreference.toml, as coreference.py and ownership.py ask.

In: a language. Out: one immutable `Words`, read once. A language may leave out the lists it has no use for.
"""

import functools
from typing import Any, NamedTuple

from transforms.events.tables import read


class Words(NamedTuple):
    """Each name is a list of coreference.toml."""

    pair_starts: frozenset[str]
    pair_nouns: frozenset[str]
    pair_persons: frozenset[str]
    country_starts: frozenset[str]
    country_nouns: frozenset[str]
    group_starts: frozenset[str]
    group_adjectives: frozenset[str]
    groups: dict[str, frozenset[str]]
    male: frozenset[str]
    female: frozenset[str]
    possessive: frozenset[str]
    family_first: frozenset[str]
    suffixes: frozenset[str]
    bare: frozenset[str]
    between: frozenset[str]
    deeds: frozenset[str]
    offices: frozenset[str]
    others: frozenset[str]
    clauses: frozenset[str]
    subject_after: frozenset[str]
    governing: frozenset[str]
    it: frozenset[str]
    the: frozenset[str]
    the_or_a: frozenset[str]
    counterparts: frozenset[str]
    neighbours: frozenset[str]
    endings: frozenset[str]
    head_first: frozenset[str]
    """Not empty where a noun phrase begins with its noun: 'ministra de Exteriores'."""
    envoys: frozenset[str]
    undergone: frozenset[str]
    his: frozenset[str]
    women: frozenset[str]
    ladies: frozenset[str]
    """Titles that only women have."""
    gentlemen: frozenset[str]
    men: frozenset[str]
    women_family: frozenset[str]
    they: frozenset[str]
    them: frozenset[str]
    their: frozenset[str]
    and_: frozenset[str]
    owning: frozenset[str]
    """Ends of a word that owns the next one: 'the bloc's'."""
    being: frozenset[str]
    """Verbs that tell who somebody is: 'the new ruler is General Bo'."""
    sides: frozenset[str]
    """Plural nouns that with "the" mean the two sides of a text about two."""


@functools.cache
def words(language: str) -> Words:
    """The words of a language. FileNotFoundError where it has none."""
    data = read(language, "coreference")
    plain: dict[str, object] = {**data, **data["persons"], **data["it"], **data.get("forms", {})}
    given: dict[str, Any] = {
        "pair_starts": frozenset(data["pair_starts"].split("|")),
        "groups": {noun: frozenset(sectors.split()) for noun, sectors in data["groups"].items()},
    }
    listed: dict[str, Any] = {
        name: frozenset(str(plain.get(name, "")).split()) for name in Words._fields if name not in given
    }
    return Words(**given, **listed)
