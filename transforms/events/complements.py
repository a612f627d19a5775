"""Whom a sentence means where no object says it: "complained that Peru had", "operations in the Chad-Niger war".

In: a clause, a match, the sides found so far. Out: the target; the subject of what is charged is the one accused, and
of a war's two names the other one is fought; whose deed is threatened threatens.
"""

from typing import TYPE_CHECKING

from transforms.events.parties import Party
from transforms.events.triggers import Match

if TYPE_CHECKING:
    from transforms.events.roles import Clause

Found = tuple[Party, float] | None

_ADJECTIVES = frozenset(("demonym", "country", "organisation"))
"""Kinds of names that describe the noun behind them."""
_REACH = 20
"""Words behind a trigger among which such a clause opens."""


def accused(clause: "Clause", match: Match, target: Found) -> Found:
    """The target of an accusation, where the clause that it opens tells."""
    g, words = clause.grammar, clause.words
    if g.that.isdisjoint(words):
        return target
    first = max(match.head + 1, match.end - 1)
    for i in range(first, min(match.end + _REACH, len(words) - 1)):
        if words[i] in g.hard_breaks:
            break
        if words[i] not in g.that:
            continue
        opened = i <= match.end or (words[i - 1].endswith(g.verbal_endings) and words[i - 2] == ",")
        if not opened:
            continue
        subject = next((p for p in clause.parties if i in (p.phrase, p.phrase - 1)), None)
        if subject is not None and not subject.possessive and not subject.place:
            return target if target is not None and target[0] is subject else (subject, 0.4)
        break
    return target


def enemy(clause: "Clause", match: Match, source: Found) -> Found:
    """The other side of a war that is called by both: 'Chad carried out raids in the Chad-Niger war'."""
    g = clause.grammar
    if source is None or g.wars.isdisjoint(clause.words[match.end :]):
        return None
    ours = {a.country or a.name for a in source[0].actors}
    for one, other in zip(clause.mentions, clause.mentions[1:], strict=False):
        if other.start - one.end != 1:
            continue
        at = next((i for i, t in enumerate(clause.tokens) if t.start >= other.end), 0)
        if not at or clause.words[at] not in g.wars:
            continue
        for mine, theirs in ((one, other), (other, one)):
            if ours & {a.country or a.name for a in mine.actors}:
                return Party(at - 1, at, at - 1, "", possessive=False, place=False, mentions=(theirs,)), 0.6
    return None


def is_menace(clause: "Clause", match: Match, party: Party) -> bool:
    """Whether a name tells who would do what a threat is of: 'threats of Chilean sanctions'."""
    g, words = clause.grammar, clause.words
    threat = match.pattern.group.event_type == "THREATEN" and words[match.end - 1] in g.of
    after = words[party.last] if party.last < len(words) else ","
    describes = party.mentions[-1].kind in _ADJECTIVES and not party.possessive and party.phrase <= match.end + 1
    return threat and describes and after.isalpha() and after not in g.linking
