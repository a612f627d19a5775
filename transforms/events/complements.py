"""Whom a sentence means where no object says it: "complained that Peru had", "operations in the Chad-Niger war".

In: a clause, a match, the sides found so far. Out: the target; the subject of what is charged is the one accused, and
of a war's two names the other one is fought.
"""

from typing import TYPE_CHECKING

from transforms.events.parties import Party
from transforms.events.triggers import Match

if TYPE_CHECKING:
    from transforms.events.roles import Clause

Found = tuple[Party, float] | None

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


def obliged(clause: "Clause", match: Match, source: Found, target: Found) -> tuple[Found, Found]:
    """The sides of a phrase that says what its subject has to do: nobody but the subject has to, and whom it is done to
    is not asked: 'Peru says those who doubt Chile must listen', 'the tax must go', 'they must help Chile'."""
    g, words, at = clause.grammar, clause.words, match.start
    if match.pattern.group.event_type != "REQUEST" or g.modals.isdisjoint(words[match.start : match.end]):
        return source, target
    while at > 0 and (words[at - 1] in g.auxiliary | g.adverbs | g.ordinals or g.is_adverb(words[at - 1])):
        at -= 1
    aside = words[at - 1] == "," and source is not None and words[source[0].last] == ","  # 'Chile, he said, must'
    if (
        source is not None
        and source[0].last != at
        and not aside
        and (words[at - 1][:1].isalpha() or words[at - 1] == ",")
    ):
        return None, None
    return source, target if source is not None else None
