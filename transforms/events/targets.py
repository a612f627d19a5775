"""Names on the right of an act that are no target: where it was done, what was talked of, the court that was asked.

In: a clause, a match, and the party that would be its target. Out: yes or no.
"""

from transforms.events.costs import Found, Sides
from transforms.events.ontology import SPEECH
from transforms.events.parties import Party
from transforms.events.triggers import Match

_OUTWARD = SPEECH | {"MOBILIZE"}
"""Types that are not done to a town of one's own."""
_KEPT = frozenset(("COERCE", "PROTEST"))
"""Types that are done in a town, not to it."""
_SEATS = frozenset(("country", "capital", "place"))
"""Kinds of names that are where one goes."""
_MET = frozenset(("AGREE", "CONSULT"))
"""Types of what several do together somewhere."""
_SIGNED = frozenset(("AGREE", "SUPPORT"))
"""Types that are done in a town, not to its state."""


def is_abroad(clause: Sides, match: Match, end: int) -> bool:
    """Whether what a match tells is no deed upon a town of one's own: 'moved armour to', 'shut the border at'."""
    if match.pattern.group.event_type in _OUTWARD:
        return True
    return not clause.grammar.frontiers.isdisjoint(clause.words[match.head : end + 1])


def is_no_target(clause: Sides, match: Match, source: Found, target: Party) -> bool:
    """Whether a name on the right is where two parties met, or whom a promise is about, rather than its target."""
    group, g = match.pattern.group, clause.grammar
    apart = source is None or {a.country for a in source[0].actors}.isdisjoint(a.country for a in target.actors)
    meets = group.roles == "mutual" or (
        group.event_type == "CONSULT" and (apart or clause.words[match.head] in g.acts.meeting)
    )
    if meets and source is not None and target.preposition in g.locative:
        sectors = {a.sector for a in source[0].actors}
        foes = "REB" in sectors and len(sectors) > 1  # 'the government and the rebels met in Lome'
        several = len({a.country for a in source[0].actors if a.country}) > 1
        return foes or several or _is_venue(match, source[0], target, g.locative)
    if source is not None and _is_venue(match, source[0], target, g.locative):
        return True
    if group.event_type == "REJECT" and match.verbal:
        # 'denied that Peru ...', 'denies having ...': whom a denied deed would have befallen
        at = max(match.head + 1, match.end - 1)
        content = clause.words[at : target.first]
        return bool(content) and (content[0] in g.that or content[0] in g.have or not g.that.isdisjoint(content[:2]))
    return group.event_type == "AGREE" and not (g.that | g.asking).isdisjoint(clause.words[match.end : target.first])


def _is_venue(match: Match, source: Party, target: Party, locative: frozenset[str]) -> bool:
    """Whether a name is only where those of several states met: 'the bloc's leaders held a summit in Lome'."""
    group = match.pattern.group
    meets = group.event_type in _MET and group.mode != "visit" and target.preposition in locative
    if group.weak or match.pattern.objects or source.preposition:
        return False  # 'held talks in Lome': with nobody else there it is no event; 'the bloc's summit will be in Lome'
    several = all(a.sector == "IGO" or (a.sector == "CVL" and not a.country) for a in source.actors)
    return meets and several and all(m.kind in _SEATS for m in target.mentions)


def bound_for(clause: Sides, match: Match) -> Found:
    """Where somebody is going to whom words of coming tell of: 'is due in Lome on Monday'."""
    for party in clause.parties:
        within = match.pattern.kind == "p" and match.start < party.first < match.end  # but not 'agreed in Lome on'
        told = within or party.phrase - 1 == match.end - 1
        if told and party.preposition in clause.grammar.locative and all(m.kind in _SEATS for m in party.mentions):
            return party, 0.5
    return None


def is_matter(clause: Sides, match: Match, target: Party) -> bool:
    """Whether a name is only what is talked of: 'discussed its stance on Chile', 'no agreement on aid of'."""
    g, at = clause.grammar, match.end - 1
    about = g.topics | g.towards - g.locative - g.with_ - g.between - g.to - g.of - g.leaving
    if not match.verbal:
        return match.head < at < target.first and clause.words[at] in about - g.of
    return target.preposition in about - g.of and target.phrase - 1 > at


def is_forum(clause: Sides, match: Match, target: Party) -> bool:
    """Whether a court is only where somebody is taken: 'sued the ministry in federal court'."""
    at_court = target.preposition in clause.grammar.locative and all(a.sector == "JUD" for a in target.actors)
    return at_court and match.pattern.group.event_type in SPEECH


def is_scene(clause: Sides, target: Party, match: Match) -> bool:
    """Whether a name on the right is only where something was said or signed: 'signed a truce in Lome'."""
    kind = match.pattern.group.event_type
    if kind == "PROTEST" and clause.words[target.phrase - 1] in clause.grammar.throughout:
        return True  # 'marched across the bloc'
    if target.place and target.preposition in clause.grammar.beside and kind != "MOBILIZE":
        return True  # 'fired on a dinghy off Lome'
    where = clause.words[max(0, target.phrase - 3) : target.phrase - 1]
    aside = where[-1:] and where[-1] in clause.grammar.directions and where[0] not in clause.grammar.determiners
    if aside and target.preposition in clause.grammar.of and all(m.kind == "country" for m in target.mentions):
        return True  # 'sank a dinghy 40 miles east of Togo'
    bare = match.verbal and match.end == match.head + 1  # 'complained in Lome that', but 'voiced anger at Togo'
    told = bare and target.phrase - 1 == match.end and not target.possessive
    if kind in SPEECH and (told or not clause.grammar.acts.parleying.isdisjoint(where[-1:])):
        return target.preposition in clause.grammar.locative and all(m.kind in _SEATS for m in target.mentions)
    seat = target.place or (kind in _SIGNED and all(m.kind == "capital" for m in target.mentions))
    return seat and target.preposition in clause.grammar.locative and kind in SPEECH | _SIGNED | _KEPT
