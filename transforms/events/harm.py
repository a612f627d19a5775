"""Which deeds are told twice: as a noun and as what it did, as that in which it was done, of dead and of wounded.

In: a match, its clause, the matches that stand and those that are coded. Out: whether it only goes on with an attack
that another one of its sentence tells: 'killed eight and wounded ten', 'the raids left nine dead'. Word list:
grammar.toml.
"""

from collections.abc import Sequence

from transforms.events.roles import Clause
from transforms.events.selection import Chosen
from transforms.events.triggers import Match

_BETWEEN = 6
"""Words from the dead to the wounded."""


_DEEDS = frozenset(("ASSAULT", "COERCE"))
_WITHIN = 14
"""Words from a deed to that in which it was done."""
_PHRASE = 10
"""Words from an attack to the verb whose subject it is."""


def is_same(match: Match, clause: Clause, chosen: Sequence[Chosen], told: Sequence[Match]) -> bool:
    """Whether a match tells of the wounded beside the dead of an attack, or of what an attack did that is named.
    `told`: the matches before it that are coded."""
    if any(_is_frame(match, clause, one) for one in told):
        return True
    if match.pattern.group.event_type != "ASSAULT":
        return False
    dead = (c.match for c in chosen if c.match.head < match.head and c.match.pattern.group.event_type == "ASSAULT")
    attacks = (m for m in told if m.pattern.kind == "n" and m.pattern.group.event_type == "ASSAULT")
    return any(_is_beside(match, clause, one) for one in dead) or any(_is_done_by(match, clause, m) for m in attacks)


def _is_frame(match: Match, clause: Clause, deed: Match) -> bool:
    """Whether a noun only tells in what a deed was done: 'was deposed in a coup', 'arrested nine in a crackdown'."""
    kind, end = match.pattern.group.event_type, max(deed.end, deed.object + 1)
    if match.pattern.kind != "n" or not deed.verbal or kind not in _DEEDS or deed.pattern.group.event_type != kind:
        return False
    g, words, at = clause.grammar, clause.words, match.start - 1
    while at >= end and words[at] not in g.framing and words[at][0].isalpha() and words[at] not in g.linking:
        at -= 1
    between = words[end : at + 1]
    if not between or words[at] not in g.framing or len(between) > _WITHIN:
        return False
    return g.hard_breaks.isdisjoint(between) and g.relative.isdisjoint(between) and "," not in between


def _is_beside(match: Match, clause: Clause, dead: Match) -> bool:
    """Whether the wounded are told of beside the dead: 'killed eight and wounded ten'."""
    g, words = clause.grammar, clause.words
    between = words[max(dead.end, dead.object + 1) : match.start]
    if words[match.head] not in g.hurting or len(between) > _BETWEEN or g.conjunctions.isdisjoint(between):
        return False
    return g.hard_breaks.isdisjoint(between) and g.subordinators.isdisjoint(between)


def _is_done_by(match: Match, clause: Clause, attack: Match) -> bool:
    """Whether a noun of attack is the subject: 'the raids left nine dead', 'a raid by rebels which killed nine'."""
    g, words = clause.grammar, clause.words
    if not match.verbal or match.passive or "ger" in match.tags or attack.end > match.start:
        return False
    if any(p.first <= attack.head < p.last for p in clause.parties):
        return False  # 'suicide bombers': who, not what
    between = words[attack.end : match.start - len(clause.verb_group(match.start))]
    if len(between) > _PHRASE or any(w in g.conjunctions or w in g.hard_breaks or w in g.speech for w in between[:-1]):
        return False
    inner = between[:-1] if between and between[-1] in g.relative_subjects else between
    verbs = any(attack.end <= v < match.start for v in clause.verbs if v != match.head)
    return (
        not verbs and g.relative.isdisjoint(inner) and g.finite.isdisjoint(inner) and g.subordinators.isdisjoint(inner)
    )
