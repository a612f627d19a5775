"""The words that name somebody again, from lexicon/<language>/coreference.toml, as coreference.py and ownership.py ask.

In: a language. Out: one immutable `Words`, read once. A language may leave out the lists it has no use for.
"""

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any

from transforms.events.tables import read


@dataclass(frozen=True, slots=True)
class Words:
    """Each name is a list of coreference.toml."""

    pair_starts: frozenset[str]
    pair_phrases: frozenset[str]
    """Phrases of two words that name the two as well: "all sides"."""
    pair_words: frozenset[str]
    """Last words of these, before a noun: 'both', 'two'."""
    pair_nouns: frozenset[str]
    party_nouns: frozenset[str]
    """Of these, those that mean the two whom the text is about before any two named last: 'each side'."""
    pair_persons: frozenset[str]
    country_starts: frozenset[str]
    country_nouns: frozenset[str]
    group_starts: frozenset[str]
    group_adjectives: frozenset[str]
    groups: dict[str, frozenset[str]]
    settled: dict[str, tuple[str, ...]]
    """'settlers' -> the state whose people they are, and the one in whose land they live."""
    halves: dict[str, tuple[str, ...]]
    """'North' -> the state that is called so by its half, and the other one."""
    male: frozenset[str]
    female: frozenset[str]
    possessive: frozenset[str]
    family_first: frozenset[str]
    suffixes: frozenset[str]
    bare: frozenset[str]
    between: frozenset[str]
    deeds: frozenset[str]
    acting: frozenset[str]
    """Auxiliaries: 'it' before one is a subject."""
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
    shared_names: frozenset[str]
    """Names of parties that those of other states have, too, than the one whose is usually meant."""
    whose: frozenset[str]
    elsewhere: frozenset[str]
    """Words with which a noun is another's than the state told about: 'European officials'."""
    inner: frozenset[str]
    """Bodies with which only those of the same state deal: 'told the cabinet'."""
    across: frozenset[str]
    """Ends of what stands between who acts and another state: 'held talks with'."""
    telling_of: frozenset[str]
    """Words behind which somebody is told about who may be his own: 'said Peru', 'head of'."""
    undergone: frozenset[str]
    arms: frozenset[str]
    """Nouns of what soldiers fight with or do, who are no soldiers themselves."""
    his: frozenset[str]
    women: frozenset[str]
    ladies: frozenset[str]
    """Titles that only women have."""
    gentlemen: frozenset[str]
    men: frozenset[str]
    women_family: frozenset[str]
    unisex: frozenset[str]
    given: frozenset[str]
    """All given names: of women, of men and of both."""
    they: frozenset[str]
    them: frozenset[str]
    their: frozenset[str]
    and_: frozenset[str]
    owning: frozenset[str]
    """Ends of a word that owns the next one: 'the bloc's'."""
    bodies: frozenset[str]
    """Nouns by which alone a body of many states may be called again."""
    of: frozenset[str]
    being: frozenset[str]
    """Verbs that tell who somebody is: 'the new ruler is General Bo'."""
    sides: frozenset[str]
    """Plural nouns that with "the" mean the two sides of a text about two."""
    starts: frozenset[str]
    """First words of all phrases that name a state, a pair or a body again."""
    followers: frozenset[str]
    """Second words of these."""
    openers: frozenset[str]
    """All first words of what is looked back from: these and the pronouns."""
    alone: frozenset[str]
    """Those of them that need no second word."""
    telling: frozenset[str]
    """Words of which a sentence has one, or nothing in it is looked back from: those, and the rarer of two, of "the"
    and "leaders" the second, of "both" and "the" the first."""


@functools.cache
def words(language: str) -> Words:
    """The words of a language. FileNotFoundError where it has none."""
    data = read(language, "coreference")
    plain: dict[str, object] = {**data, **data["persons"], **data["it"], **data.get("forms", {})}
    given: dict[str, Any] = {
        "pair_starts": frozenset(data["pair_starts"].split("|")),
        "shared_names": frozenset(filter(None, data.get("shared_names", "").split("|"))),
        "across": frozenset(filter(None, data["it"].get("across", "").split("|"))),
        "pair_phrases": frozenset(filter(None, data.get("pair_phrases", "").split("|"))),
        "halves": {noun: tuple(both.split()) for noun, both in data.get("halves", {}).items()},
        "settled": {noun: tuple(both.split()) for noun, both in data.get("settled", {}).items()},
        "groups": {noun: frozenset(sectors.split()) for noun, sectors in data["groups"].items()},
    }
    listed: dict[str, Any] = {
        name: frozenset(str(plain.get(name, "")).split()) for name in Words.__slots__ if name not in given
    }
    return _with_derived(Words(**given, **listed))


def _with_derived(words: Words) -> Words:
    """The words with the lists that are made of others."""
    starts = {w.split()[0] for w in words.pair_starts | words.pair_phrases} | words.country_starts | words.group_starts
    pronouns = words.it | words.his | words.male | words.female | words.they | words.them
    pairs = [w.split()[:2] for w in words.pair_starts if " " in w]
    seconds = {second for _, second in pairs}
    followers = words.pair_nouns | words.pair_persons | words.country_nouns | seconds | words.groups.keys()
    followers = followers | words.group_adjectives | words.sides
    alone, firsts = pronouns - starts, {first for first, second in pairs if second in starts}
    return dataclasses.replace(
        words,
        pair_words=frozenset(w.split()[-1] for w in words.pair_starts) - words.the_or_a,
        starts=frozenset(starts),
        followers=frozenset(followers),
        openers=pronouns | starts,
        alone=alone,
        given=words.women | words.men | words.unisex,
        telling=frozenset(alone | firsts | (followers - (seconds & starts))),
    )
