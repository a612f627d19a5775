"""Which matches stand: of those that overlap one, of an operator's complement none, of names none.

In: the matches of a sentence, its tokens, the lexicon. Out: the matches that may report an event of their own. Whether
their actors can be is asked in plausibility.py, whether they belong to another event in subordination.py.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from transforms.events import deeds, scope
from transforms.events.grammar import Grammar
from transforms.events.model import ActorMention, Token
from transforms.events.ontology import SPEECH
from transforms.events.roles import Clause
from transforms.events.triggers import Lexicon, Match

_LETTERS = re.compile(r"(?:[A-Z]\.){2,}")
"""An abbreviation that may be taken for the end of a sentence."""
BORDER = 0.6
"""Cost of the least border between two clauses."""
NOUN_YIELDS = 2.0
"""Rank by which a noun pattern stands behind verbs that overlap it."""


def is_name(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a noun is part of a name: 'the Humanitarian Aid Act'. Callers tell headlines apart.

    After letters with full stops a capital may be one of the copy's own making: 'a U.S. Attack on'."""
    at = match.head
    if match.pattern.kind != "n" or at == 0 or not tokens[at].text[0].isupper():
        return False
    capital = at + 1 >= len(tokens) or not tokens[at + 1].text[0].islower()
    return capital or not _LETTERS.fullmatch(tokens[at - 1].text)


def is_in_name(match: Match, tokens: Sequence[Token], mentions: Sequence[ActorMention]) -> bool:
    """Whether the word that carries an event is a part of an organisation's name: 'Amnesty International'."""
    head = tokens[match.head]
    return head.text[0].isupper() and any(
        m.kind == "organisation" and m.start <= head.start < m.end and m.end - m.start > head.end - head.start
        for m in mentions
    )


def are_apart(earlier: Match, later: Match, clause: Clause) -> bool:
    """Whether two verbs of one subject are two acts: 'expelled the envoy, recalled its own and shut the border'."""
    g, words = clause.grammar, clause.words
    if not (earlier.verbal and later.verbal) or earlier.passive != later.passive:
        return False
    if "ger" in earlier.tags or "ger" in later.tags or words[earlier.head] == words[later.head]:
        return False
    at = later.start - 1 - len(clause.verb_group(later.start))
    end = max(earlier.end, earlier.object + 1)
    return end <= at and (words[at] in g.conjunctions or clause.between(end, later.start) >= BORDER)


class Chosen(NamedTuple):
    """A match that stands, and whether a plan governs it ('is to visit Rome for talks')."""

    match: Match
    planned: bool
    known: bool = False
    """Whether it stands in what is said of it: 'blamed Peru for the May bombing'."""


def choose(
    matches: Sequence[Match], tokens: Sequence[Token], lexicon: Lexicon, barred: Collection[int] = ()
) -> list[Chosen]:
    """The matches that stand: no two overlap, none is the complement of an operator ("urged X to withdraw").

    Those whose `id` is in `barred`, because their actors cannot be, give way to what overlaps them; what they govern
    stays governed, unless their group yields.
    """
    if len(matches) == 1:
        return [] if id(matches[0]) in barred else [Chosen(matches[0], False)]  # nothing overlaps or governs it
    matches = _whole_nouns(matches)
    taken: set[int] = set()
    subjects: set[int] = set()
    """Objects of passive verbs, which stand before them: two may share one, 'the case was shelved, but reopened'."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (-_precedence(m), m.start, m.pattern.id)):
        if id(match) in barred:
            if match.pattern.group.operator and not match.pattern.group.yields:
                kept.append(match)
            continue
        # What stands before a verb that is not passive is the object of another verb too: 'the ban that it imposed'.
        own = match.object >= 0 and (match.object > match.start or match.passive)
        span = set(range(match.start, match.end))
        if own:
            span.add(match.object)
        before = match.passive and 0 <= match.object < match.start
        shared = {match.object} if before and match.object in subjects else set()
        shared |= {v.object for v in kept if v.object in span and deeds.is_answered(match, tokens, v, lexicon.grammar)}
        overlaps = not span.isdisjoint(taken) and bool((span & taken) - shared)
        if overlaps or (match.pattern.kind == "n" and _is_object(match, tokens, kept, lexicon.grammar)):
            continue
        taken |= span
        if before:
            subjects.add(match.object)
        kept.append(match)
    kept.sort(key=lambda m: m.head)
    out: list[Chosen] = []
    closed, planning, clauses = -1, False, list[Match]()
    for match in kept:
        governed = match.start < closed and not (clauses and _is_apart(match, tokens, clauses[-1], lexicon))
        last = out[-1].match if out and out[-1].known else None
        known = governed and bool(clauses) and deeds.stands(match, tokens, clauses[-1], last, lexicon.grammar)
        if governed and not known and not (planning and match.pattern.group.event_type == "CONSULT"):
            continue
        if match.pattern.group.operator and match is not kept[-1]:
            closed = max(closed, scope.complement_end(match, tokens, lexicon))
            clauses.append(match)
            planning = match.pattern.group.status == "planned"
        if id(match) not in barred:
            out.append(Chosen(match, governed and not known, known))
    return out


def _is_apart(match: Match, tokens: Sequence[Token], operator: Match, lexicon: Lexicon) -> bool:
    """Whether what looks governed is told of the operator's own subject: 'backed the cuts, rejecting a report'.

    Only of what is said, and where no other gerund stands between: 'of lying, blaming others' goes on with a list."""
    at = match.start
    if "ger" not in match.tags or match.pattern.group.event_type not in SPEECH or tokens[at - 1].lower != ",":
        return False
    between = (t.lower for t in tokens[operator.end : at - 1])
    return not any("ger" in lexicon.tags.get(w, ()) for w in between)


def _is_object(noun: Match, tokens: Sequence[Token], verbs: Sequence[Match], g: Grammar) -> bool:
    """Whether a noun is the object that its verb already tells of: 'held a joint | naval exercise'."""
    for verb in verbs:
        end = max(verb.end, verb.object + 1)
        near = verb.verbal and 0 <= noun.start - end <= 1 and verb.pattern.group.event_type in _TELLING
        if near and (end == noun.start or tokens[end].lower not in g.opening):
            return True
    return False


_TELLING = frozenset(("CONSULT", "COOPERATE", "MOBILIZE", "AGREE", "SANCTION", "AID", "PROTEST"))
"""Types whose verbs tell what becomes of their object; 'praised the talks' leaves the talks an event of their own."""


def _precedence(match: Match) -> float:
    """The rank of a match; a noun yields to the verb whose object it is ("dropped the investigation into")."""
    return match.rank - (NOUN_YIELDS if match.pattern.kind == "n" else 0.0)


def _whole_nouns(matches: Sequence[Match]) -> Sequence[Match]:
    """Matches without the single words that are part of a noun of several: 'air raids' tells of no one who raids."""
    nouns = [m for m in matches if m.pattern.kind == "n" and m.end - m.start > 1]
    if not nouns:
        return matches
    first, last = {m.start for m in nouns}, {m.end for m in nouns}
    return [
        m
        for m in matches
        if not (m.verbal and m.end - m.start == 1)
        or not ((m.tags == _PRESENT and m.end in last) or (m.tags == _GERUND and m.start in first))
    ]


_PRESENT, _GERUND = frozenset(("third",)), frozenset(("ger",))
