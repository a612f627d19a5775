"""The lexicon of actors in the form that actors.py reads: names and role nouns by their first token.

In: lexicon/world/*.toml and lexicon/<language>/*.toml (each file says what its cells mean). Out: one immutable Lexicon.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.events import grammar, inflect
from transforms.events.model import Actor
from transforms.events.tables import LexiconError, read, rows, unaccented, variants, words
from transforms.events.text import tokenize

GOVERNMENT = "GOV"
SECTORS = frozenset(("GOV", "MIL", "LEG", "JUD", "PTY", "OPP", "REB", "CVL", "IGO", "NGO", "MED", "BUS"))
POWERS = frozenset((GOVERNMENT, "MIL", "LEG", "JUD"))
"""Sectors of the powers of a state."""
PUBLIC = POWERS | {"OPP", "PTY"}
"""Sectors of those who take part in the affairs of a state: its powers and its parties."""


class Tenure(NamedTuple):
    """A role and the days it was held, both ends included."""

    role: str | None
    sector: str
    start: dt.date
    end: dt.date


_STATES = frozenset(("country", "demonym"))
_UNKNOWN = dt.timedelta(days=10 * 365)
"""Before their first office, how long people may be in the news by their surname: as members of a parliament."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for. `kind` is that of ActorMention; `skip`: looks like an actor's name and is none."""

    kind: str
    actor: Actor
    roles: str = ""
    """Tenures as the lexicon writes them: thousands are read, few are asked for."""
    generic: bool = False
    """A common institution: a country before it decides whose ("the Nigerian Senate")."""
    full: bool = True
    """False for a bare surname."""
    woman: bool = False

    def may_be_meant(self, on: dt.date | None) -> bool:
        """Whether a name alone may be this person's on a day: nobody is known by a bare surname long before his first
        office."""
        return self.full or not self.roles or on is None or on + _UNKNOWN >= tenures(self.roles)[0].start

    def at(self, on: dt.date | None) -> Actor:
        """The actor on a day: the office held then, none after the last one known. Without a day: the last office."""
        if not self.roles:
            return self.actor
        held_ever = tenures(self.roles)
        if self.kind in _STATES:
            still = on is not None and on <= held_ever[0].end
            return Actor(self.actor.name, held_ever[0].role if still else None, self.actor.sector)
        if on is None:
            held = held_ever[-1]
        else:
            current = [t for t in held_ever if t.start <= on <= t.end]
            if not current:
                return Actor(self.actor.name, self.actor.country)
            held = current[-1]
        # Heads of international organisations act for no country, whatever country they are from.
        country = None if held.sector == "IGO" else self.actor.country
        return Actor(self.actor.name, country, held.sector, held.role)


@dataclass(frozen=True, slots=True)
class Head:
    """A role noun."""

    sector: str | None
    neutral: bool
    flags: str
    country: str | None


@dataclass(slots=True)
class Lexicon:
    """Everything about actors that is data. Built once, then only read."""

    names: dict[str, Entry] = field(default_factory=dict)
    """Phrase, tokens joined by blanks -> entry."""
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """First token -> numbers of tokens of the phrases that begin with it, longest first."""
    seconds: dict[str, frozenset[str]] = field(default_factory=dict)
    """First token of phrases that all have several -> their second tokens: hardly one "the" opens a name."""
    upper: dict[str, str] = field(default_factory=dict)
    """Phrase in capitals -> phrase, for headlines."""
    upper_lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    head_lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    head_seconds: dict[str, frozenset[str]] = field(default_factory=dict)
    """As `seconds`, of role nouns: hardly one "first" is that of "first lady"."""
    modifiers: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, Actor] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    """ISO code -> canonical name."""
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    plural_endings: tuple[str, ...] = ()
    finite_endings: tuple[str, ...] = ()
    verbal_endings: tuple[str, ...] = ()
    """As in grammar.py."""
    pasts: frozenset[str] = frozenset()
    """Past forms that the endings do not show: "struck", "found"."""
    adjectives_after: bool = False
    """Whether adjectives stand behind their nouns (grammar.py): "el canciller chileno"."""


_LISTS = (
    "backed led skipped former governments institutions stops not_names particles given_names ambiguous_names things "
    "named_after instruments staffs articles place_prepositions "
    "for_prepositions posted eras locating gone_to place_fillers modifying doings namesakes namesake_offices "
    "bodies_of body_of body_and stances facing to "
    "of the the_or_a after_noun against joints inner_joints wares spoken streets party_names "
    "union_names no_unions no_persons honorifics sole sole_alone lesser private fields field_offices"
)


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Reads a language's lexicon. Raises LexiconError on a faulty line, FileNotFoundError where there is none."""
    known = grammar.load(language)
    lex = Lexicon(
        lists={name: words(language, "roles", name) for name in _LISTS.split()}
        | {"plurals": known.plurals, "given_names": _given_names(language)},
        plural_endings=known.plural_endings,
        finite_endings=known.finite_endings,
        verbal_endings=known.verbal_endings,
        pasts=inflect.load(language).irregular_pasts(),
        adjectives_after="adjectives_after" in known.traits,
    )
    for entries in (
        _countries(language, lex),
        _places(language),
        _organisations(language),
        _leaders(language),
        _skips(language),
    ):
        for phrase, entry in entries:
            lex.names.setdefault(_key(phrase), entry)
    lex.lengths = _by_first(lex.names)
    lex.seconds = _seconds(lex.names, {first for first, lengths in lex.lengths.items() if lengths[-1] > 1})
    lex.upper = {k.upper(): k for k in reversed(lex.names)}
    lex.upper_lengths = _by_first(lex.upper)
    _roles(language, lex)
    return lex


@functools.cache
def stateless(language: str) -> frozenset[str]:
    """The names of the armed groups that are of no state, and of those who lead them."""
    known = lexicon(language).names.values()
    armed = (e.actor for e in known if e.actor.sector == "REB" or "REB:" in e.roles)
    return frozenset(actor.name for actor in armed if actor.country is None)


def _given_names(language: str) -> frozenset[str]:
    """Given names, those included by which it is told who "he" and "she" are (coreference.toml); of those that tell
    neither, many are surnames too: "Kim"."""
    persons = read(language, "coreference").get("persons", {})
    told = frozenset(name for kind in ("men", "women") for name in str(persons.get(kind, "")).split())
    return words(language, "roles", "given_names") | told


def _key(phrase: str) -> str:
    plain = phrase.replace("’", "'")
    return plain if plain.replace(" ", "").isalpha() else " ".join(t.text for t in tokenize(plain))


def _by_first(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        lengths.setdefault(first, set()).add(rest.count(" ") + 2 if rest else 1)
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _seconds(phrases: Iterable[str], firsts: Set[str]) -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {first: set() for first in firsts}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        if first in out:
            out[first].add(rest.partition(" ")[0])
    return {first: frozenset(found) for first, found in out.items()}


def _countries(language: str, lex: Lexicon) -> Iterator[tuple[str, Entry]]:
    table = list(rows(language, "countries", "rows", 5))
    lex.countries.update((row[0], row[1]) for row in rows("world", "countries", "rows", 2))
    for code, names, adjectives, people, seats in table:
        if code not in lex.countries:
            raise LexiconError(f"lexicon/{language}/countries.toml: {code} is not in lexicon/world/countries.toml")
        canonical = lex.countries[code]
        acting = Actor(canonical, code, GOVERNMENT)
        for phrase in variants(names):
            yield phrase, Entry("country", acting)
        for phrase in _inflected(language, adjectives):
            yield phrase, Entry("demonym", Actor(canonical, code))
        for phrase in variants(people):
            yield phrase, Entry("people", Actor(phrase, code, "CVL"))
        for phrase in variants(seats):
            yield phrase, Entry("capital", acting)
    for names, adjectives, people, heir in rows(language, "countries", "former", 4):
        canonical = names.split(";")[0].strip()
        for phrase in variants(names):
            yield phrase, Entry("country", Actor(canonical, None, GOVERNMENT), heir)
        for phrase in _inflected(language, adjectives) + variants(people):
            yield phrase, Entry("demonym", Actor(canonical), heir)
    for adjectives, people in rows(language, "countries", "peoples", 2):
        for phrase in _inflected(language, adjectives):
            yield phrase, Entry("region", Actor(phrase))
        for phrase in variants(people):
            yield phrase, Entry("people", Actor(phrase, None, "CVL"))
    for prefix, code in rows(language, "countries", "prefixes", 2):
        lex.prefixes[prefix] = Actor(lex.countries[code], code)


def _inflected(language: str, adjectives: str) -> list[str]:
    """Adjectives of nations in all forms that the language gives them; written small, they may open a sentence."""
    inflection, names = inflect.load(language), variants(adjectives)
    if not inflection.adjectives:
        return names
    forms = dict.fromkeys(form for name in names for form in inflection.adjective(name))
    return [*forms, *(form.capitalize() for form in forms if form.islower())]


def _places(language: str) -> Iterator[tuple[str, Entry]]:
    for code, names, adjectives in rows(language, "places", "regions", 3):
        for phrase in variants(names):
            yield phrase, Entry("place", Actor(phrase, code))
        for phrase in _inflected(language, adjectives):
            yield phrase, Entry("demonym", Actor(phrase, code))
    for code, names in rows(language, "places", "cities", 2):
        for phrase in variants(names):
            yield phrase, Entry("place", Actor(phrase, code))


def _organisations(language: str) -> Iterator[tuple[str, Entry]]:
    for file in ("organisations", "groups"):
        for names, sector, country, flags in rows(language, file, "rows", 4):
            canonical = names.split(";")[0].strip()
            code, _, since = country.partition(" ")
            if sector.split(" ")[0] not in SECTORS:
                raise LexiconError(f"lexicon/{language}/{file}.toml: no such sector in {names!r}: {sector!r}")
            roles = since.replace(",", ";")
            actor = Actor(canonical, code or None, sector)
            for name in names.split(";") if "l" in flags else (names,):
                if "l" in flags:
                    actor = Actor(name.strip().removeprefix("The "), code or None, sector)
                for phrase in variants(name):
                    yield phrase, Entry("organisation", actor, roles, generic="g" in flags)


def _leaders(language: str) -> Iterator[tuple[str, Entry]]:
    """People by all their names, those that only this language writes so included (roles.toml, `spellings`)."""
    bare: dict[str, Entry] = {}
    written = {row[0]: row[1] for row in rows(language, "roles", "spellings", 2)}
    for name, country, roles, others, flags in rows("world", "leaders", "rows", 5):
        actor = Actor(name, country or None)
        entry = Entry("person", actor, roles, woman=flags == "f")
        for phrase in variants(f"{name};{others};{written.get(name, '')}"):
            if " " in phrase:
                yield phrase, entry
            else:
                bare.setdefault(phrase, Entry("person", actor, roles, full=False, woman=flags == "f"))
    yield from bare.items()


@functools.cache
def tenures(roles: str) -> tuple[Tenure, ...]:
    return tuple(_tenure(part) for part in roles.split(";") if part.strip())


def _tenure(text: str) -> Tenure:
    """`SECTOR: role 2013-02..2017-01`; GOV without a sector; role and either end may be missing."""
    sector = GOVERNMENT
    role, _, years = text.strip().rpartition(" ")
    if ".." not in years:
        role, years = text.strip(), ".."
    head, _, tail = role.partition(":")
    if head in SECTORS:
        sector, role = head, tail.strip()
    start, _, end = years.partition("..")
    return Tenure(role or None, sector, _day(start, first=True), _day(end, first=False))


def _day(text: str, *, first: bool) -> dt.date:
    if not text:
        return dt.date.min if first else dt.date.max
    year, month, day = ([int(p) for p in text.split("-")] + [0, 0])[:3]
    if first:
        return dt.date(year, month or 1, day or 1)
    if day:
        return dt.date(year, month, day)
    return dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1) - dt.timedelta(days=1)


def _skips(language: str) -> Iterator[tuple[str, Entry]]:
    for line in read(language, "places")["skip"].splitlines():
        for phrase in variants(line):
            yield phrase, Entry("skip", Actor(phrase))


def _roles(language: str, lex: Lexicon) -> None:
    for nouns, sector, flags, country in rows(language, "roles", "heads", 4):
        neutral = sector.startswith("~")
        for noun in nouns.split(";"):
            key = _key(noun.strip().lower())
            known = lex.heads.get(key)
            flags_now = "".join(sorted({*flags, *(known.flags if known else "")}))
            lex.heads[key] = Head(sector.lstrip("~") or None, neutral, flags_now, country or None)
    lex.head_lengths = _by_first(lex.heads)
    parties = {name.lower() for name in lex.lists["party_names"]}
    longer = {first for first, lengths in lex.head_lengths.items() if lengths[-1] > 1} - parties
    lex.head_seconds = _seconds(lex.heads, longer)
    for sector, listed in rows(language, "roles", "modifiers", 2):
        for word in listed.split():
            for part in word.split("-"):
                lex.modifiers.setdefault(part, "" if sector == "-" else sector)
            if sector != "-":
                lex.modifiers[word] = sector


__all__ = ["Entry", "Head", "Lexicon", "LexiconError", "Tenure", "lexicon", "unaccented"]
