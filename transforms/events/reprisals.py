"""A blow that answers another: "shelled the port in retaliation for a raid on its navy". Two deeds, of the same two,
the other way round.

In: the matches of a sentence that stand, its clause, their roles. Out: the roles of the deed that is answered: who hit
back was hit, and who is hit back has done it, unless its own words tell. Words: `avenging` in acts.toml.
"""

import dataclasses
from collections.abc import MutableMapping, Sequence

from transforms.events.roles import Clause, Roles
from transforms.events.selection import Chosen

_NEAR = 8
"""Words from a noun of retaliation to the deed that is answered."""
_FORCE = "ASSAULT"


def settle(chosen: Sequence[Chosen], clause: Clause, known: MutableMapping[int, Roles]) -> None:
    """Gives the deeds that others answer their sides."""
    g, words = clause.grammar, clause.words
    if g.acts.avenging.isdisjoint(words):
        return
    for at in (i for i, word in enumerate(words) if word in g.acts.avenging):
        blow = next((c.match for c in reversed(chosen) if _is_force(c) and c.match.head < at), None)
        cause = next((c.match for c in chosen if _is_force(c) and 0 < c.match.head - at <= _NEAR), None)
        if blow is None or cause is None or cause.pattern.kind != "n":
            continue
        theirs, roles = known[id(blow)], known[id(cause)]
        owned = roles.sources and "subject of the clause" not in roles.why
        sources = roles.sources if owned else theirs.targets
        targets = tuple(a for a in roles.targets if a not in sources) or theirs.sources
        if sources and not {a.country for a in sources} & {a.country for a in targets}:
            why = (*roles.why, "answered")
            known[id(cause)] = dataclasses.replace(roles, sources=sources, targets=targets, why=why)


def _is_force(one: Chosen) -> bool:
    return one.match.pattern.group.event_type == _FORCE
