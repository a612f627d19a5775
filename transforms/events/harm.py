"""Which harm is told twice: who is wounded beside the dead suffers the same attack.

In: a match, its clause and the matches that stand. Out: whether it only goes on with an attack that another one of its
sentence tells: 'killed eight and wounded ten', 'left nine dead and many injured'. Word list: grammar.toml.
"""

from collections.abc import Sequence

from transforms.events.roles import Clause
from transforms.events.selection import Chosen
from transforms.events.triggers import Match

_BETWEEN = 6
"""Words from the dead to the wounded."""


def is_same(match: Match, clause: Clause, chosen: Sequence[Chosen]) -> bool:
    """Whether a match tells of the wounded beside the dead of the same attack."""
    g, words = clause.grammar, clause.words
    if match.pattern.group.event_type != "ASSAULT" or words[match.head] not in g.hurting:
        return False
    for other, _ in chosen:
        if other.head >= match.head or other.pattern.group.event_type != "ASSAULT":
            continue
        between = words[max(other.end, other.object + 1) : match.start]
        if len(between) <= _BETWEEN and not g.conjunctions.isdisjoint(between):
            return g.hard_breaks.isdisjoint(between) and g.subordinators.isdisjoint(between)
    return False
