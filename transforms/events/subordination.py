"""What only belongs to another event of its clause: what that was for, what it ended in, what somebody is charged with.

In: a match, its clause, the matches that stand beside it. Out: yes or no.
"""

from collections.abc import Collection, Sequence

from transforms.events.agency import is_means
from transforms.events.ontology import SPEECH
from transforms.events.roles import Clause
from transforms.events.selection import BORDER, Chosen
from transforms.events.triggers import Match

_NEXT = 3
"""Words from police to what they do."""
_JOINED = 12
"""Words between the 'to' of an infinitive and one that is joined to it."""
_JUDGED = frozenset(("ACCUSE", "COERCE", "SANCTION"))
_CHARGES = frozenset(("ACCUSE", "AID", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SUPPORT"))
"""Types of what somebody is accused of, arrested or tried for."""
_DEEDS = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
"""Types of deeds, which an infinitive does not report as done."""
_OCCASIONS = frozenset(("CONSULT", "PROTEST"))
"""Types of what people come together in."""


def is_purpose(match: Match, clause: Clause, chosen: Sequence[Chosen], *, planned: bool = False) -> bool:
    """Whether an infinitive only says what another event of its clause is for: 'blocked the road to demand pay'; or
    what somebody is to do who has not done it: 'trained the rebels to fight'. `planned`: that is told as a plan.

    Talks are an exception: 'travelled to Lima to meet' tells of a meeting.
    """
    if not match.verbal or match.start == 0 or match.pattern.group.event_type == "CONSULT":
        return False
    to = _infinitive(match, clause)
    if to < 0:
        return False
    if match.pattern.group.event_type in _DEEDS and "base" in match.tags and to > 0:
        at = to - 1
        if clause.words[at] not in clause.grammar.realising and clause.tokens[at].text[0].isalpha():
            return not planned and not is_means(clause, at)
    for other, *_ in chosen:
        end = max(other.end, other.object + 1)
        earlier = other.verbal and other.head < match.head and end < match.start
        said = match.pattern.group.event_type in SPEECH and match.pattern.group.event_type != "AGREE"
        if earlier and said and other.pattern.group.event_type in _OCCASIONS and not _blocks(other):
            continue  # 'gathered to demand', 'telephoned to express'; but 'blocked the road to demand'
        if earlier and not other.pattern.group.operator and clause.between(end, match.start) < BORDER:
            return True
    return False


def _infinitive(match: Match, clause: Clause) -> int:
    """Where the 'to' of an infinitive stands, also of one that is joined to another; -1 where it is none."""
    g, words, at = clause.grammar, clause.words, match.start - 1
    if words[at] in g.to:
        return at
    if "base" not in match.tags or words[at] not in g.conjunctions:
        return -1
    for i in range(at - 1, max(at - _JOINED, 0), -1):
        if words[i] in g.to:
            verb = clause.tokens[i + 1].text
            if verb[0].islower() and words[i + 1] not in g.determiners:
                return i
        elif words[i] in g.finite or words[i] in g.relative or words[i] in g.subordinators or words[i] in g.hard_breaks:
            break
    return -1


def _blocks(match: Match) -> bool:
    """Whether a protest is one that shuts something: what it is for is known, not what was said."""
    return match.pattern.group.mode == "obstruct"


def is_part(match: Match, clause: Clause, chosen: Sequence[Chosen], verges: Collection[str]) -> bool:
    """Whether a gerund only tells the result of an attack ('shelled the port, killing two'), the charge of a trial
    ('jailed for insulting the king') or what something is about; or police are only named who do something worse.

    `verges`: words that make it a plan ('brink of')."""
    if match.pattern.group.event_type == "MOBILIZE" and not match.verbal:
        return any(0 <= c.match.start - match.end < _NEXT and _is_force(c.match) for c in chosen)
    if not match.verbal or "ger" not in match.tags or match.start == 0:
        return False
    kind, before = match.pattern.group.event_type, clause.words[match.start - 1]
    if before in clause.grammar.topics and clause.words[match.start - 2] not in verges:
        return True  # 'the price of closing the port': nobody says that it was closed
    acts = clause.grammar.acts
    if before in acts.settling and clause.words[match.start - 2] in acts.accords:
        return True  # 'talks on reopening the port'
    for other, *_ in chosen:
        end = max(other.end, other.object + 1)
        if other.head >= match.head or end > match.start:
            continue
        told = other.pattern.group.event_type
        if before == "," and kind == told == "ASSAULT":
            return True
        if before in clause.grammar.towards and told in _JUDGED and clause.between(end, match.start) < BORDER:
            return kind in _CHARGES
    return False


def _is_force(match: Match) -> bool:
    """Whether a match is what police who are sent out do: 'riot police | cleared the square'."""
    return match.verbal and not match.passive and match.pattern.group.event_type in ("ASSAULT", "COERCE")
