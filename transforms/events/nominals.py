"""Who acts on whom where a noun tells of an act: 'Chadian air strikes on', 'talks between', 'opposition from'.

In: a clause and a match that is a noun. Out: source and target with their costs, and why; whether the noun is only what
the clause is about.
"""

from typing import TYPE_CHECKING

from transforms.events import complements, occasions, order, owned
from transforms.events.costs import DESCRIBING, Found, Sides
from transforms.events.parties import Party
from transforms.events.triggers import Match

if TYPE_CHECKING:
    from transforms.events.roles import Clause

LIGHT_VERB_COST = 1.9
_TOLD = 7
"""Words before a noun among which stands that it is only told: 'reports of a raid'."""
_VOICED = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "PROTEST", "THREATEN"))
"""Types whose noun comes from somebody: 'criticism from', 'protests from'."""

_VISITORS = frozenset(("person", "agent"))
"""Kinds of names of those who visit: 'a visit of the minister', but 'a tour of Peru' and 'of a Peruvian frigate'."""


def sides(clause: "Clause", match: Match) -> tuple[Found, Found, list[str]]:
    """Source and target of a noun, and why."""
    g, why = clause.grammar, ["nominal"]
    if (both := occasions.met(clause, match)) is not None:
        return (both[0], 0.3), (both[1], 0.3), ["nominal: told in it"]
    if (guest := _guest(clause, match)) and (host := clause.objects(match.head, match.end, prepositions=g.to)):
        return guest, host, ["nominal: who is to go"]
    if (visitor := _visitor(clause, match)) is not None:
        return visitor, clause.objects(match.head, visitor[0].last, prepositions=g.to), ["nominal: visit of"]
    source = order.owner_after(clause, match)
    if source is not None:
        beyond = clause.objects(match.head, max(match.end, source[0].last), prepositions=g.towards - g.of)
        return source, beyond if beyond and beyond[0] is not source[0] else None, ["nominal: owner after"]
    for party in () if "adjectives_after" in g.traits else clause.parties:
        gap = match.start - party.last
        if source is None and owned.describes(clause.words, g, party, match):
            source, why = (party, 0.2), ["nominal: describes it"]  # 'the rebel attack'
        if gap < 0:
            if party.first <= match.head < party.last and all(a.sector == "MIL" for a in party.actors):
                source, why = (party, 0.1), ["nominal: named with it"]  # 'Chadian air strikes'
            break
        near = clause.words[party.last : match.start]
        if party.possessive and gap <= 4 and not any(w in g.prepositions or w == "," for w in near):
            source, why = (party, 0.1), ["nominal: possessive"]
        elif (
            gap <= 2
            and party.mentions[-1].kind in DESCRIBING
            and all(len(w) > 2 and w not in g.prepositions for w in near)
        ):
            source, why = (party, 0.2), ["nominal: adjective"]
    if clause.words[match.end - 1] in g.by:
        agent = clause.objects(match.head, match.end)
        beyond = clause.objects(match.head, agent[0].last, prepositions=g.towards) if agent else None
        if agent is not None and beyond is not None and beyond[0] is agent[0]:
            beyond = None
        return agent, beyond or _answerer(clause, match), ["nominal: by"]
    if (
        match.pattern.group.event_type in _VOICED | {"ASSAULT"}
        and source is None
        and not (g.leaving | g.by).isdisjoint(clause.words[match.end - 1 : match.end + 1])
    ):
        # 'opposition from Peru': whose it is
        giver = clause.objects(match.head, match.end, prepositions=g.leaving)
        if giver is not None and giver[0].phrase - match.end <= 1:
            beyond = clause.objects(match.head, giver[0].last, prepositions=g.towards)
            return giver, beyond or _answerer(clause, match), ["nominal: from"]
    if match.pattern.group.event_type in _VOICED and source is None and not g.acts.coming.isdisjoint(clause.words):
        giver = clause.objects(match.head, match.end, prepositions=g.leaving, limit=3.5)
        if giver and not g.acts.coming.isdisjoint(clause.words[match.end : giver[0].phrase]):
            return giver, None, ["nominal: come from"]  # 'calls for a vote came from the opposition'
    agent = clause.objects(match.head, match.end, prepositions=g.by, limit=3.5)
    if (
        agent is not None
        and agent[0].phrase - 2 > match.end
        and clause.words[agent[0].phrase - 2].endswith(g.finite_endings)
    ):
        agent = None  # 'her refusal to vote as directed by Peru': who directs does not refuse
    if source is None and agent is not None:
        source, why = (agent[0], 0.2), ["nominal: by"]
    told = clause.words[match.start + 1 : match.end + 1]
    if (at := next((n for n, word in enumerate(told) if word in g.between), -1)) >= 0:
        return clause.objects(match.start + at, match.start + 1 + at), None, ["nominal: between"]
    target = clause.objects(match.head, match.end, prepositions=None if match.end - 1 > match.head else g.towards)
    meets = match.pattern.group.event_type == "CONSULT"
    if target is not None and (target[0].preposition in g.by or (meets and target[0].preposition in g.matters)):
        target = None  # 'used the visit to renew calls for a vote': whom the calls are for is not visited
    joint = clause.words[match.end - 1]
    if target is not None and joint in g.with_ and target[0].phrase - match.end > 1:
        # 'a summit with an appeal to the bank': what stands with the noun is not who
        target = target if target[0].preposition in ("", *g.locative) else None
    if target is None and source is not None and (found := _befallen(clause, source[0])) is not None:
        target, why = found, [*why, "target of"]
    if source is None and not is_topic(clause, match) and not _is_sequel(clause, match):
        source = clause.subject(match.start, LIGHT_VERB_COST)
        why.append("subject of the clause")
    if source is not None and target is not None and source[0] is target[0]:
        target = None
    if target is not None and complements.is_menace(clause, match, target[0]):
        source, target = target, source  # 'faces threats of Chilean sanctions'
    if source is None:
        source = occasions.attendant(clause, match, target[0] if target else None, topic=is_topic(clause, match))
    return source, target, why


def _is_sequel(clause: Sides, match: Match) -> bool:
    """Whether what the subject did only came before or after: 'Peru's raid followed the bombing of a barracks'."""
    if match.pattern.group.event_type != "ASSAULT":
        return False
    at = match.start - 1
    while at > 0 and (clause.words[at] in clause.grammar.determiners or clause.grammar.is_describing(clause.words[at])):
        at -= 1
    return clause.words[at] in clause.grammar.acts.sequels


def _guest(clause: Sides, match: Match) -> Found:
    """Whose visit is prepared: 'in preparation for Bo Example's visit to Peru'."""
    group, last = match.pattern.group, match.end - 1
    if group.event_type != "AGREE" or group.status != "planned":
        return None
    owners = (p for p in clause.parties if match.start < p.first and p.possessive and p.last in (last - 1, last))
    return next(((p, 0.1) for p in owners), None)


def _visitor(clause: Sides, match: Match) -> Found:
    """Whose visit is told of, where it stands behind the noun: 'the visit of Bo Example to Peru'."""
    of = clause.words[match.head + 1] if match.head + 1 < len(clause.words) else ""
    if match.pattern.group.mode != "visit" or of not in clause.grammar.of:
        return None
    near = (p for p in clause.parties if p.phrase == match.head + 2 and p.mentions[0].kind in _VISITORS)
    return next(((p, 0.1) for p in near if all(a.sector != "MIL" for a in p.actors)), None)


def _answerer(clause: Sides, match: Match) -> Found:
    """To whom something was said that he answers: 'Peru, responding to a warning by Chile'."""
    return clause.subject(match.start) if match.pattern.group.weak else None


def _befallen(clause: Sides, source: Party) -> Found:
    """Whom 'has been the target of a Russian campaign' is said of."""
    at = source.phrase - 1
    while at > 0 and clause.words[at] in clause.grammar.determiners:
        at -= 1
    if at < 1 or clause.words[at] not in clause.grammar.of or clause.words[at - 1] not in clause.grammar.befallen:
        return None
    return clause.subject(at - 1)


def is_topic(clause: Sides, match: Match) -> bool:
    """Whether the noun is only what the clause is about, or when: 'talks over a cyberattack', 'after the raid'."""
    if match.pattern.group.status is not None:
        return False  # 'talks about further talks': what is planned is told of nobody else
    i = match.start - 1
    while i >= 0 and (clause.words[i] in clause.grammar.determiners or clause.grammar.is_describing(clause.words[i])):
        i -= 1
    if i >= 0 and clause.words[i] in clause.grammar.purposes:
        return True
    near = clause.words[max(0, match.start - _TOLD) : match.start]
    if clause.grammar.reports.isdisjoint(near):
        return False
    at = next((n for n, word in enumerate(near) if word in clause.grammar.reports), -1)
    return at >= 0 and not clause.grammar.of.isdisjoint(near[at + 1 : at + 2])  # 'police went to reports of a raid'
