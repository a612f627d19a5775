"""The county, the city, the state: places that sue, ban and demand as their governments do.

In: a match with its roles and clause, and the state that the sentence is told of. Out: the roles with such a body where
it stands right before the verb or is what the verb acts upon: "the county sued", "urged the city to". Anywhere else
these nouns are places. The nouns are data: lexicon/<language>/coreference.toml, `communes`.
"""

import dataclasses
import itertools
from collections.abc import Sequence, Set
from typing import NamedTuple

from transforms.events import unnamed
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import UNKNOWN, Actor, Sentence
from transforms.events.ontology import SPEECH
from transforms.events.roles import Clause, Roles
from transforms.events.setting import Lists
from transforms.events.triggers import Match

_RULING = SPEECH | {"AGREE", "COERCE", "CONCEDE", "SANCTION"}
"""Types of what a government does from its offices."""
_ORDERING = frozenset(("ACCUSE", "COERCE", "REQUEST", "SANCTION"))
"""Those that a town named without its council does as a government: 'Baltimore outlawed scooters'; teams do others."""
WHY = "commune"
"""Why it stands in roles."""
_HYPHENS = frozenset(("-", "–"))
_REACH = 14
"""Words before a verb in which its subject is looked for."""


class Nouns(NamedTuple):
    """The nouns of those that may act in a text."""

    parts: Set[str]
    """Parts of a state."""
    all: Set[str]
    """These and the bodies that the text names in full, and chambers."""
    chambers: Set[str]
    """Chambers of parliament whose names are common nouns but for the capital: "the House"."""


def sided(match: Match, roles: Roles, clause: Clause, nouns: Nouns, state: Actor | None) -> Roles:
    """The roles with a county, a city or a province for a side."""
    kind = match.pattern.group.event_type
    if not match.verbal or match.pattern.group.roles != "direct" or kind not in _RULING:
        return roles
    if roles.places_only and kind in _ORDERING and _is_place(match, clause):
        return dataclasses.replace(roles, places_only=False, why=(*roles.why, WHY))
    if nouns.all.isdisjoint(clause.words):
        return roles
    country = state.country if state else None
    if match.passive:
        by = _named(clause, match.end, match.end + 2, nouns) if _is_open(roles.sources) else ""
        source = by if by and not clause.grammar.by.isdisjoint(clause.words[match.end - 1 : match.end + 1]) else ""
        upon = ""
    else:
        source = _subject(match, clause, nouns)
        if not _is_open(roles.sources) and any(m.text.lower().endswith(source.lower()) for m in clause.mentions):
            source = ""  # it is known whose it is
        upon = _named(clause, match.head + 1, match.end + 2, nouns)
        upon = upon if kind in SPEECH and _is_open(roles.targets) else ""
    if source:
        roles = dataclasses.replace(roles, sources=(_body(source, country, nouns),), why=(*roles.why, WHY))
    if upon and upon != source:
        # whoever addresses it addresses a government, and needs no name himself (plausibility.py)
        body = dataclasses.replace(_body(upon, country, nouns), role=None)
        roles = dataclasses.replace(roles, targets=(body,), why=(*roles.why, WHY))
        if (
            not roles.sources
            and state
            and (name := unnamed.subject(match, clause) or _someone(match, clause)) is not None
        ):
            roles = dataclasses.replace(roles, sources=(Actor(name, country),))
    return dataclasses.replace(roles, places_only=False) if source or upon else roles


def of_text(sentences: Sequence[Sentence], lists: Lists) -> Nouns:
    """The nouns of those of which a text tells: parts of a state, and bodies that it names in full."""
    titled = {word.title() for word in lists.bodies}
    found = {
        word.lower()
        for sentence in sentences
        if not titled.isdisjoint(sentence.words)
        for before, word in itertools.pairwise(sentence.words)
        if word in titled and before[0].isupper() and before.isalpha() and not before.isupper()
    }
    return Nouns(lists.communes, lists.communes | found | {word.lower() for word in lists.chambers}, lists.chambers)


def _body(name: str, country: str | None, nouns: Nouns) -> Actor:
    return Actor(name, country, "LEG" if name in nouns.chambers else GOVERNMENT, name)


def _is_open(side: tuple[Actor, ...]) -> bool:
    return all(a.role == UNKNOWN for a in side)


def _subject(match: Match, clause: Clause, nouns: Nouns) -> str:
    """The noun or the name of the body that stands right before an active verb; '' for any other subject."""
    named = unnamed.subject(match, clause)
    name = named.lower()
    if name.rpartition(" ")[2] in nouns.parts and named.istitle() and " " in named:
        return named  # "Lucas County"
    if name not in nouns.all or (name not in nouns.parts and named != name and named not in nouns.chambers):
        return ""
    if named == name and name.title() in nouns.chambers:
        return ""  # 'the house'
    words, the = clause.words, clause.grammar.determiners
    behind = (i for i in range(max(1, match.start - _REACH), match.start) if words[i] == name)
    return named if any(words[i - 1] in the for i in behind) else ""


def _someone(match: Match, clause: Clause) -> str | None:
    """No name for "they" and "she" as the subject of a verb; None for any other one."""
    at, g = match.start - 1 - len(clause.verb_group(match.start)), clause.grammar
    return "" if at >= 0 and clause.words[at] in g.subject_pronouns - g.first_person - g.relative else None


def _is_place(match: Match, clause: Clause) -> bool:
    """Whether the name of a place is the subject of an active verb."""
    named = unnamed.subject(match, clause)
    return bool(named) and any(
        p.place and p.last <= match.start and any(m.text == named for m in p.mentions) for p in clause.parties
    )


def _named(clause: Clause, first: int, last: int, nouns: Nouns) -> str:
    """The noun of the body that an object among some words is: "the city", no "the city council"."""
    g, words = clause.grammar, clause.words
    for i in range(max(1, first), min(last, len(words) - 1) + 1):
        if words[i] not in nouns.all or words[i - 1] not in g.determiners:
            continue
        if words[i].title() in nouns.chambers and clause.tokens[i].text not in nouns.chambers:
            continue
        after = words[i + 1] if i + 1 < len(words) else "."
        if after in _HYPHENS:
            continue  # 'in his state-of-the-nation address'
        if not after[0].isalpha() or after in g.prepositions | g.to | g.conjunctions | g.subordinators:
            return clause.tokens[i].text
    return ""
