"""Whom a sentence means where no object says it: "complained that Peru had", "operations in the Chad-Niger war".

In: a clause, a match, the sides found so far. Out: the target; the subject of what is charged is the one accused, and
of a war's two names the other one is fought; whose deed is threatened threatens.
"""

from typing import TYPE_CHECKING

from transforms.events.costs import DESCRIBING, Found, Sides
from transforms.events.parties import Party
from transforms.events.triggers import Match

if TYPE_CHECKING:
    from transforms.events.roles import Clause

_REACH = 20
"""Words behind a trigger among which such a clause opens."""
_HITTING, _TAKING = frozenset(("ASSAULT",)), frozenset(("seize",))
"""Types and modes of what nobody does to his own things."""
_ADJECTIVES = frozenset(("demonym", "country"))
"""Kinds of names that before a noun say whose it is."""
_UPON_ANTECEDENT = frozenset(("ACCUSE", "THREATEN", "ASSAULT", "SANCTION", "REQUEST"))
"""Types that befall whoever a relative clause is about: 'Togo, which Chad accuses'."""


def accused(clause: Sides, match: Match, target: Found) -> Found:
    """The target of an accusation, where the clause that it opens tells; nobody who is only part of the charge,
    'accused the press of helping Peru'."""
    g, words = clause.grammar, clause.words
    told = range(match.end, target[0].phrase if target is not None else 0)
    if any(words[i].endswith(g.gerund_endings) and words[i - 1] in g.of for i in told):
        target = None
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


def threatened(clause: Sides, match: Match, source: Found) -> Found:
    """Whom a threat is meant for: who is to do or to stop something, 'will retaliate unless Peru opens its ports'."""
    g, words = clause.grammar, clause.words
    if source is None or g.conditions.isdisjoint(words[match.end - 1 :]):
        return None
    for i in range(match.end - 1, min(match.end + _REACH, len(words) - 1)):
        if words[i] in g.hard_breaks:
            return None
        if words[i] in g.conditions:
            subject = next((p for p in clause.parties if p.phrase == i + 1), None)
            if subject is None or subject.place or _are_one(subject, source[0]):
                return None
            return subject, 0.5
    return None


def border_of(clause: Sides, match: Match, source: Found) -> Found:
    """Whose border troops are moved to: 'massed tanks near the Chadian border'."""
    g, words = clause.grammar, clause.words
    if source is None or g.frontiers.isdisjoint(words[match.end :]):
        return None
    for party in clause.parties:
        borders = party.last < len(words) and words[party.last] in g.frontiers and party.first >= match.end
        if borders and party.preposition and not clause.between(match.end, party.phrase):
            return None if _are_one(party, source[0]) else (party, 0.6)
    return None


def of_speaker(clause: "Clause", match: Match, source: Found) -> Found:
    """Whose things are hit or seized, where who tells it calls them his own: 'Togo said Chad had shelled its posts'."""
    group, beside = match.pattern.group, _things(clause, match)
    hit = group.event_type in _HITTING or group.mode in _TAKING
    if source is None or not hit or clause.grammar.owners.isdisjoint(beside):
        return None
    teller = clause.speaker(match)
    if (
        teller is None
        or teller.mentions[-1].kind == "demonym"
        or teller is source[0]
        or _are_one(teller, source[0])
        or teller.last > match.start
    ):
        return None
    return (teller, 0.6) if any(a.country for a in source[0].actors) else None


def _things(clause: Sides, match: Match) -> list[str]:
    """The words that tell whose things a verb is upon: 'two of its', 'one of their', 'its'."""
    g, at = clause.grammar, match.end
    while at < len(clause.words) and (clause.words[at] in g.determiners or clause.words[at] in g.of):
        at += 1
    return clause.words[match.head + 1 : at]


def complained_of(clause: Sides, match: Match, source: Found, target: tuple[Party, float]) -> tuple[Party, float]:
    """Whose deed is complained of to somebody else: 'complained to the bloc about Chadian duties'."""
    g = clause.grammar
    if match.pattern.group.event_type != "ACCUSE" or source is None or target[0].preposition not in g.to:
        return target
    about = clause.objects(match.head, match.end, prepositions=g.matters, limit=1.2)
    if about is None or about[0].first < target[0].last or _are_one(about[0], source[0]):
        return target
    return about if any(a.country for a in about[0].actors) else target


def befalls_subject(clause: Sides, match: Match) -> bool:
    """Whether words tell of who is hit in whose deed: 'nine people died in Chadian raids'."""
    acts = clause.grammar.acts
    if match.pattern.group.event_type != "ASSAULT" or clause.words[match.start] not in acts.harms:
        return False
    told = clause.words[match.start + 1 : match.end]
    return not acts.amid.isdisjoint(told) and owner_of_deed(clause, match) is not None


def owner_of_deed(clause: Sides, match: Match) -> Found:
    """Whose the deed is in which somebody is killed: 'were killed in a Chadian strike on a village'."""
    last = max(match.end - 1, match.object)
    for party in clause.parties:
        beside = party.last <= last and clause.grammar.prepositions.isdisjoint(clause.words[party.last : last])
        owns = beside and (party.possessive or party.mentions[-1].kind in _ADJECTIVES)
        if match.head < party.first and (
            owns or (party.last <= last + 1 and (_is_deed(clause, party) or _describes_next(clause, party)))
        ):
            return party, 0.3
    if clause.words[match.head] not in clause.grammar.acts.harms:
        return None
    foe = clause.objects(match.head, match.end, prepositions=clause.grammar.with_, limit=0.6)
    fought = foe is not None and not clause.grammar.acts.amid.isdisjoint(clause.words[match.head : foe[0].phrase - 1])
    return foe if fought else None  # 'was killed in a shootout with police'


def _describes_next(clause: Sides, party: Party) -> bool:
    """Whether those who act stand before the noun of their deed: 'killed in police operations', 'in a rebel ambush'."""
    g, words = clause.grammar, clause.words
    done = party.last < len(words) and words[party.last] in g.acts.deeds | g.acts.sweeps
    return done and party.mentions[-1].kind == "agent" and not words[party.last - 1].endswith(g.plural_endings)


def _is_deed(clause: Sides, party: Party) -> bool:
    """Whether a name is told by what its owner did: 'Chadian air strikes'."""
    role = party.actors[0].role or ""
    return bool(role) and role.split()[-1].lower() in clause.grammar.acts.deeds


def comes_from(clause: Sides, match: Match, party: Party) -> bool:
    """Whether what hits comes from there: 'rockets fired from Chad hit a school'."""
    return match.pattern.group.event_type == "ASSAULT" and party.preposition in clause.grammar.leaving


def written_to(clause: Sides, match: Match, source: Found) -> Found:
    """Who is asked in what is sent him: 'in a letter to Chad, Togo demanded'."""
    g, words = clause.grammar, clause.words
    if source is None or match.pattern.group.event_type != "REQUEST" or words[0] not in g.prepositions:
        return None
    comma = words.index(",") if "," in words else 0
    asked = next((p for p in clause.parties if p.preposition in g.to and p.last <= comma < source[0].first), None)
    return None if asked is None or _are_one(asked, source[0]) else (asked, 0.6)


def _are_one(one: Party, other: Party) -> bool:
    """Whether two parties act for the same states or bodies."""
    return not {a.country or a.name for a in one.actors}.isdisjoint(a.country or a.name for a in other.actors)


def antecedent(clause: Sides, match: Match, source: Found, target: Found) -> Found:
    """Whom a relative clause is about that has a subject of its own: 'Togo, which Chad accuses of arming rebels'."""
    g, words = clause.grammar, clause.words
    if source is None or match.pattern.group.event_type not in _UPON_ANTECEDENT:
        return target
    beside = target is not None and target[0].phrase - bool(target[0].preposition) <= match.head + 1
    if target is not None and beside and target[0].preposition not in g.of | g.matters:
        return target  # 'which Chad told Niger to do', 'the raid, which Chad blamed on Niger'
    subject, opened = source[0], source[0].phrase - 1
    if not 1 <= opened < match.start or words[opened] not in (g.relative_subjects | g.relative) - g.that:
        return target
    if subject.last != match.start - len(clause.verb_group(match.start)):
        return target
    about = next((p for p in clause.parties if p.last in (opened, opened - 1) and not p.possessive), None)
    if about is None or (about.last != opened and words[about.last] != ",") or _are_one(about, subject):
        return target
    return about, 0.3


def enemy(clause: Sides, match: Match, source: Found) -> Found:
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


def is_menace(clause: Sides, match: Match, party: Party) -> bool:
    """Whether a name tells who would do what a threat is of: 'threats of Chilean sanctions'."""
    g, words = clause.grammar, clause.words
    threat = match.pattern.group.event_type == "THREATEN" and words[match.end - 1] in g.of
    after = words[party.last] if party.last < len(words) else ","
    describes = party.mentions[-1].kind in DESCRIBING and not party.possessive and party.phrase <= match.end + 1
    return threat and describes and after.isalpha() and after not in g.linking


def obliged(clause: Sides, match: Match, source: Found, target: Found) -> tuple[Found, Found]:
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
