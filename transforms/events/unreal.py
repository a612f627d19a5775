"""Which matches tell of no act at all: what one is able to do, what a thing is for, what anybody does, whenever.

In: a match and its clause. Out: whether its words only say what can be, what is meant to be, or what nobody in
particular does. Such sentences use the words of politics and report nothing: 'a drone can be used to spy', 'readers
you can lobby', 'nothing was ruled out', 'whenever a pipe bursts the council orders'. Word lists: grammar.toml.
"""

from transforms.events.roles import Clause
from transforms.events.triggers import Match

_DEEDS = frozenset(("ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REJECT"))
"""Types that a sentence in the present that begins with 'when' tells of in general; meetings may lie ahead."""
_BEFORE = 14
"""Words before a verb in which 'whenever' opens its clause or the one beside it."""


def is_unreal(match: Match, clause: Clause) -> bool:
    """Whether the words around a match make it no report of an act."""
    if _is_habit(match, clause):
        return True
    if not match.verbal and match.pattern.kind != "p":
        return False
    g, words = clause.grammar, clause.words
    group = clause.verb_group(match.start)
    at = match.start - 1 - len(group)
    if not g.ability.isdisjoint(group) and g.negation.isdisjoint(group):
        return True  # 'officers can stop a car': nobody says that they did
    if at >= 0 and words[at] in g.anybody:
        return True
    to = next((i for i, word in enumerate(group) if word in g.to), -1)
    if to >= 0:
        before = match.start - 2 - to
        return before >= 0 and words[before] in g.designed  # 'is used to spy on', 'was unable to deny'
    return False


def _is_habit(match: Match, clause: Clause) -> bool:
    """Whether an act happens whenever another does: 'When crowds burn cars, they attack property'."""
    general = match.verbal and not match.passive and match.tags and "past" not in match.tags
    if general and clause.words[0] in clause.grammar.generally and match.pattern.group.event_type in _DEEDS:
        return clause.grammar.future.isdisjoint(clause.words)
    return not clause.grammar.whenever.isdisjoint(clause.words[max(0, match.start - _BEFORE) : match.start])
