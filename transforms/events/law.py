"""What only a state's law does to people: "two men were charged", "the clerk was sentenced to five years".

In: a match with its roles and clause, and the state that the document is about. Out: whether the match tells of such an
act without saying who does it, and roles with that state. Elsewhere an act of nobody known is no event; in a text about
one state it is that state's courts and police that charge, try and jail. The words are data:
lexicon/<language>/coreference.toml, `lawful`.
"""

import dataclasses
from typing import NamedTuple

from transforms.events import communes, confidence, unnamed
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.grammar import Grammar
from transforms.events.model import UNKNOWN, Actor, Coding
from transforms.events.plausibility import plausible
from transforms.events.roles import Clause, Roles
from transforms.events.setting import Scene
from transforms.events.triggers import Match

_TYPES = frozenset(("ACCUSE", "COERCE", "SANCTION"))
_UNDERGONE = frozenset(("passive", "reverse"))
"""Roles of patterns whose subject is acted upon: "faces charges"."""
_COURTS, _PEOPLE = "JUD", "CVL"
BY_LAW = "by law"
"""Why a state stands in roles that the text does not tell."""
_SEVERAL = 2
_REACH = 6
"""Words behind the verb among which stands who else did it: "fined 500 euros by the league"."""


class Law:
    """Whose law holds where in a document."""

    def __init__(self, scene: Scene, *, grammar: Grammar) -> None:
        self.scene, self.words, self.by = scene, scene.lists.lawful, grammar.by
        self.sentences = frozenset(n for n, s in enumerate(scene.sentences) if not self.words.isdisjoint(s.lowers))
        """The sentences that have a word of the law."""
        told = {word for n in self.sentences for word in self.words.intersection(scene.sentences[n].lowers)}
        self.several = len(told) >= _SEVERAL
        """Whether the document has several of them: then "charged" alone tells of no price and no battery."""

    def ruler(self, n: int) -> Actor | None:
        """The state whose law holds in sentence n: the document's own, unless the sentence plays in another one."""
        code = self.scene.home_of(n) if n in self.sentences else ""
        return Actor(self.scene.names[code], code) if code and self.scene.here(n) in (None, code) else None

    def is_upon_somebody(self, match: Match, roles: Roles, clause: Clause) -> bool:
        """Whether somebody is charged, held or sentenced, by nobody who is named."""
        group = match.pattern.group
        if group.event_type not in _TYPES or match.pattern.kind == "n" or any(a.role != UNKNOWN for a in roles.sources):
            return False
        if not (match.passive or group.roles in _UNDERGONE):
            return False
        if (group.weak or group.roles == "reverse") and not self.several:
            return False  # 'the guests face charges'
        if not self.by.isdisjoint(clause.words[match.head : match.end + _REACH]):
            return False
        last = max(match.end, match.object + 1) if group.roles in _UNDERGONE else match.end
        return not self.words.isdisjoint(clause.words[match.start : last])


def with_state(match: Match, roles: Roles, clause: Clause, state: Actor) -> Roles:
    """The roles of such an act: its state acts, upon whom the text names before the verb."""
    sector = GOVERNMENT if match.pattern.group.event_type == "COERCE" else _COURTS
    source = Actor(state.name, state.country, sector)
    targets = roles.targets
    name = "" if targets else unnamed.phrase_before(match, clause)
    if name and name not in clause.grammar.passive_aux:  # "he got fined"
        targets = (Actor(name, state.country, _PEOPLE),)
    return dataclasses.replace(roles, sources=(source,), targets=targets, why=(*roles.why, BY_LAW))


def assumed(coding: Coding, roles: Roles) -> Coding:
    """A coding whose state is only assumed: that is told, and costs confidence."""
    if BY_LAW not in roles.why:
        return coding
    told = f"{roles.sources[0].name}: where it happens, nobody else is named"
    return dataclasses.replace(coding, confidence=confidence.shifted(coding, "placed"), why=(*coding.why, told))


class Acting(NamedTuple):
    """Whose acts a sentence may tell of."""

    abroad: bool
    """Whether nothing tells which country the document is about."""
    law: Law
    ruler: Actor | None
    """The state whose law it is, where the sentence has a word of it."""
    nobody: bool
    """Whether the sentence names nobody."""
    state: Actor | None
    """The state in whose affairs the sentence is."""
    nouns: communes.Nouns
    """The nouns of parts of it and of bodies that act as governments."""

    def roles(self, match: Match, clause: Clause) -> Roles:
        """Who acts upon whom."""
        return communes.sided(match, clause.roles(match), clause, self.nouns, self.state)

    def is_by_law(self, match: Match, roles: Roles, clause: Clause) -> bool:
        """Whether the state of the document does what a match tells of nobody."""
        return bool(self.ruler and self.law.is_upon_somebody(match, roles, clause))

    def can_be(self, match: Match, roles: Roles, clause: Clause) -> bool:
        """Whether a match may be an event by those who act."""
        if self.is_by_law(match, roles, clause):
            return True
        if self.nobody and communes.WHY not in roles.why:
            return False
        return plausible(match, roles, abroad=self.abroad, grammar=clause.grammar)
