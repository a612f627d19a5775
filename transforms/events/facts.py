"""What others are blamed for has happened: 'blamed Peru for the bombing', 'condemned the killings'.

In: a noun of violence in the complement of an accusation, and the roles of both. Out: whether it stands as an event of
its own, and its sides: whoever speaks of it has not done it; who is blamed for it has.
"""

import dataclasses
from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import Token
from transforms.events.roles import Roles
from transforms.events.triggers import Match

_NEAR = 4
"""Words before the noun among which its article stands."""


def is_fact(match: Match, operator: Match, tokens: Sequence[Token], g: Grammar) -> bool:
    """Whether a match in an operator's complement has happened, whoever is told to have done it."""
    violent = match.pattern.kind == "n" and match.pattern.group.event_type == "ASSAULT"
    if not violent or operator.pattern.group.event_type != "ACCUSE":
        return False
    # 'called the law an assault': a name for something else
    return all(t.lower not in g.indefinite for t in tokens[max(operator.head, match.start - _NEAR) : match.start])


def told_by(roles: Roles, operator: Roles) -> Roles:
    """The roles of what somebody is blamed for, `operator` being those of the blame."""
    if not roles.sources or set(roles.sources).isdisjoint(operator.sources):
        return roles
    blamed = () if set(operator.targets) & {*roles.targets, *operator.sources} else operator.targets
    return dataclasses.replace(roles, sources=blamed, why=(*roles.why, "blamed for it"))
