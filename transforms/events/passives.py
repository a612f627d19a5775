"""Who acts on whom where a verb is passive: 'sailors freed by Peru', 'the Swedish ban imposed on Peru'.

In: a clause and a match whose verb is passive. Out: source and target with their costs, and why.
"""

from transforms.events import complements
from transforms.events.costs import DESCRIBING, Found, Sides
from transforms.events.parties import Party
from transforms.events.triggers import Match

_BESIDE = 4
"""Words between a noun and the participle that describes it."""
_OUSTING = frozenset(("expel", "deport"))
"""Modes whose passive names the state that acts by what is left: 'was expelled from Chile'."""
_OWN = frozenset(("ACCUSE", "CONCEDE", "RETREAT"))
"""Types of what one does with one's own things."""


def sides(clause: Sides, match: Match, end: int) -> tuple[Found, Found, list[str]]:
    """Source and target of a passive verb, and why; `end`: behind its object."""
    target = _of_object(clause, match)
    if target is None and 0 <= match.object < match.start and (doer := _beside(clause, match)) is not None:
        return doer, None, ["subject of a relative clause"]
    if target is None and "adjectives_after" in clause.grammar.traits:
        target = next(((p, 0.1) for p in clause.parties if p.first <= match.object < min(p.last, match.start)), None)
    if target is None and match.object < 0 and clause.grammar.is_undergone(clause.words, match.start):
        # 'freed Peruvians detained in', but not 'Peru freed dozens detained in'
        target = next(((p, 0.1) for p in clause.parties if p.last == match.start), None)
    elif target is None:
        target = clause.subject(match.start if match.object < 0 else min(match.start, match.object + 1))
        if target is not None and match.start - target[0].last > _BESIDE and _is_reduced(clause, match):
            target = None
        if target is not None and _tells(clause, target[0], match):
            target = None
    source = clause.objects(match.head, match.end, prepositions=clause.grammar.by)
    if source is None and match.pattern.group.event_type == "ASSAULT":
        source = complements.owner_of_deed(clause, match)
    leaves = match.pattern.group.mode in _OUSTING or match.pattern.group.event_type == "ASSAULT"
    if source is None and leaves:  # 'was expelled from Chile', 'rockets fired from Chile'
        source = clause.objects(match.head, match.end, prepositions=clause.grammar.leaving)
    if (
        target is not None
        and source is None
        and match.pattern.group.event_type in _OWN
        and _owns(clause, target[0], match)
    ):
        # 'The Swedish investigation was dropped': one gives up what is one's own
        return target, clause.objects(match.head, end, prepositions=clause.grammar.towards, limit=0.8), ["owner"]
    if target is not None and source is None and _owns(clause, target[0], match):
        # 'the Swedish ban imposed on Peru': whose the ban is has imposed it
        hit = clause.objects(match.head, end, prepositions=clause.grammar.towards - clause.grammar.of, limit=0.8)
        if hit is not None:
            return target, hit, ["passive: owner"]
    if target is None:
        target = clause.objects(match.head, end, prepositions=clause.grammar.towards)
        if target and source and target[0].preposition in clause.grammar.of and source[0].last < target[0].first:
            target = None  # 'was signed by the heads of the navies of Peru'
    return source, target, ["passive"]


def _of_object(clause: Sides, match: Match) -> Found:
    """Whose the object before a passive verb is: 'the charges against Peru's envoy were dropped'."""
    if not 0 <= match.object < match.start:
        return None
    between = (p for p in clause.parties if match.object < p.first and p.last <= match.start)
    return next(((p, 0.3) for p in between if p.preposition in clause.grammar.towards and not p.place), None)


def _beside(clause: Sides, match: Match) -> Found:
    """Who stands directly before a verb whose object stands before both: 'a case that the judge reopened'."""
    if clause.grammar.passive_aux & set(clause.words[match.object : match.start]):
        return None
    near = (p for p in clause.parties if match.object < p.first and p.last == match.start)
    return next(((p, 0.2) for p in near if not p.preposition and not p.possessive), None)


def _is_reduced(clause: Sides, match: Match) -> bool:
    """Whether a participle describes the noun before it, 'men freed by Peru', with no auxiliary: what stands far
    from it is not what it is said of."""
    before = clause.words[max(0, match.start - 6) : match.start]
    g = clause.grammar
    if not g.passive_aux.isdisjoint(clause.words[match.start : match.end]):
        return False  # 'the decision was condemned by' tells it by its own words
    return g.passive_aux.isdisjoint(before) and g.have.isdisjoint(before) and g.conjunctions.isdisjoint(before)


def _tells(clause: Sides, party: Party, match: Match) -> bool:
    """Whether a name before a passive verb only tells whom it befell: 'the mayor said Bo Example was freed', 'whom
    police say was shot'; but not 'the mayor said she had been freed'."""
    g, words = clause.grammar, clause.words
    first = match.start if match.object < 0 else min(match.start, match.object)
    at, verb = party.last, first - len(clause.verb_group(first))
    while at < verb and g.is_adverb(words[at]):
        at += 1
    if at >= verb or words[at] not in g.speech or not words[verb - 1].isalpha():
        return False
    told = words[at + 1 : verb]
    return told[:1] != [","] and words[verb - 1] not in g.conjunctions and g.subject_pronouns.isdisjoint(told)


def _owns(clause: Sides, party: Party, match: Match) -> bool:
    """Whether a name stands directly before the noun of a passive pattern: 'Swedish sanctions', 'Peru's offer'."""
    first = min(match.start, match.object) if match.object >= 0 else match.start
    gap = clause.words[party.last : first]
    owner = party.possessive or party.mentions[-1].kind in DESCRIBING
    return owner and len(gap) <= 3 and first < match.head and clause.grammar.linking.isdisjoint(gap[party.possessive :])
