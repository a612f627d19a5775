"""Word orders that English does not have: a subject behind its verb, an owner behind its noun.

In: a clause and a match. Out: a party with its cost, as roles.py weighs them; None in languages whose grammar.toml does
not build so (`object_markers`, `traits`).
"""

from transforms.events.costs import Found, Sides
from transforms.events.parties import Party
from transforms.events.triggers import Match

_OPENING = 1
"""Words before a gerund that opens a sentence: 'While praising Peru, the minister said'."""
_SPOKEN = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types that such a gerund tells; others, as 'after battling Peru', are told in figures of speech."""
_ACTING = frozenset(("person", "agent", "organisation", "group", "pronoun"))
"""Kinds of names that are bare behind a verb only as its subject, where the language marks objects."""


def subject_after(clause: Sides, match: Match, end: int) -> Found:
    """The subject behind its verb, in languages that mark whom a verb acts upon: 'condenó el Gobierno el ataque'.

    A bare name of a state may be the object all the same ('invadió Perú'), unless something else is.
    """
    if not clause.grammar.object_markers:
        return None
    for party in clause.parties:
        if party.first >= match.end and not party.preposition and not party.place:
            near = party.phrase - match.end <= 1 or 0 <= party.phrase - end <= 1
            marked = party.mentions[0].kind in _ACTING or match.object >= 0
            other = marked or object_beside(clause, match, party) is not None
            return (party, 0.4) if near and other else None
    return None


def object_beside(clause: Sides, match: Match, subject: Party) -> Found:
    """The object of a verb whose subject follows it."""
    found = clause.objects(match.head, match.end, prepositions=clause.grammar.towards)
    return found if found is not None and found[0] is not subject else None


def main_subject(clause: Sides, match: Match) -> Found:
    """Who acts in an infinitive that opens a sentence: 'tras reunirse con el rey, la ministra viajó'."""
    opening = "ger" in match.tags and match.start <= _OPENING and match.pattern.group.event_type in _SPOKEN
    if not clause.grammar.is_infinitive(match.tags) and not opening:
        return None
    comma = next((i for i in range(match.end, len(clause.words)) if clause.words[i] == ","), -1)
    after = (p for p in clause.parties if comma >= 0 and p.phrase == comma + 1 and not p.place)
    return next(((p, 0.5) for p in after), None)


def first_of_two(clause: Sides, match: Match, source: tuple[Party, float]) -> tuple[Party, float]:
    """Who does the first of two things does the second, 'Peru accused Chile and warned Bolivia', whoever is named
    between the two verbs: the subject of the verb before an "and" that a verb follows."""
    g, first = clause.grammar, match.start if match.object < 0 else min(match.start, match.object)
    at = first - 1 - len(clause.verb_group(match.head))
    while at > 0 and g.is_adverb(clause.words[at]):
        at -= 1
    word = clause.words[at] if at > 0 else ","
    if word == "," or not (word in g.conjunctions or word in g.contrast):
        return source
    before = [v for v in (*clause.verbs, *clause.said) if v < at]
    verb = max(before, default=-1)
    if verb < 0 or source[0].first < verb:
        return source
    return clause.subject(verb) or source


def not_upon_own(clause: Sides, match: Match, source: tuple[Party, float], target: Party) -> tuple[Party, float]:
    """Who acts against somebody, where the nearest subject, of a clause that only tells when or why, is of the same
    state: 'Peru appealed for calm after Chilean troops crossed the border and condemned the Chilean president'."""
    nearest, g = source[0], clause.grammar
    own = {a.country for a in nearest.actors}
    if (
        not clause.goes_on(match.start)
        or nearest.preposition not in g.subordinators
        or None in own
        or own != {a.country for a in target.actors}
    ):
        return source
    first = clause.subject(max((v for v in (*clause.verbs, *clause.said) if v < nearest.phrase), default=-1))
    return first if first is not None and (own | {None}).isdisjoint(a.country for a in first[0].actors) else source


def owner_after(clause: Sides, match: Match) -> Found:
    """Who acts, where it stands behind the noun: 'ataque ruso contra', 'la visita del presidente a'."""
    g = clause.grammar
    if match.pattern.group.genitive:
        owner = clause.objects(match.head, match.end, prepositions=g.of)
        if owner is not None and owner[0].phrase <= match.end + 2:
            return owner[0], 0.2
    if "adjectives_after" in g.traits:
        for party in clause.parties:
            beside = match.head < party.first <= match.end + 1 and not party.preposition
            if beside and party.mentions[0].kind == "demonym" and party.phrase == party.first:
                return party, 0.2
    return None
