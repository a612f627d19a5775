"""Whether the subject of a verb is somebody who can act: laws, tents and people of whom nothing is known cannot.

In: a match, its clause, lists of nouns. Out: the noun that is the subject where it is no known actor, and whether that
makes the act somebody else's than those who are named.
"""

from collections.abc import Collection

from transforms.events.ontology import SPEECH
from transforms.events.roles import Clause
from transforms.events.triggers import Match

_MEANS = 6
"""Words from a verb of using to the end of what is used."""
_PHRASES, _ASIDE = 4, 14
"""Phrases that may hang on a subject ('a plan of the ministry for schools in Quito'); words of one between commas."""
_FILED = frozenset(("ACCUSE", "REQUEST"))
"""Types of what is said in court papers."""
_ANYBODYS = SPEECH | {"CONCEDE"}
"""Types of which a relative clause says whom or what it is about: 'towns that allow dogs'."""


def subject_noun(match: Match, clause: Clause, *, named: bool = False) -> str:
    """The noun that is the subject of an active verb where it is no known actor's name, '' where none is seen.
    `named`: the last word of a name is answered as well: 'the Clean Streets Act'.

    'the law that bans strikes', 'a tent on the roof of the embassy refuses': law, tent.
    """
    if not match.verbal or match.passive or match.pattern.group.roles not in ("direct", "mutual"):
        return ""
    if named:
        return _subject_noun(match, clause, named=True)
    known = clause.nouns.get(match.start)
    if known is None:
        known = clause.nouns[match.start] = _subject_noun(match, clause, named=False)
    return known


def _subject_noun(match: Match, clause: Clause, *, named: bool) -> str:
    g, words = clause.grammar, clause.words
    verbs = clause.verb_group(match.start)
    at = match.start - 1 - len(verbs)
    if at > 0 and not g.to.isdisjoint(verbs):
        if is_means(clause, at):
            return ""  # 'used the law to ban'
        at -= words[at] in g.realising  # 'the bill aims to repeal'
    if words[at] in g.conjunctions and words[at] != "," and any(v < at for v in clause.verbs):
        return ""  # 'downed tools and marched': the subject is the first verb's
    related = at > 0 and (words[at] in g.relative or words[at] in g.that)
    at -= related
    at -= related and words[at] == ","  # 'Bo, who has opened an inquiry'
    for _ in range(_PHRASES):
        if at > 0 and words[at] == ",":  # 'the Act, drafted in May, bans'
            comma = next((i for i in range(at - 1, max(at - _ASIDE, 0), -1) if words[i] == ","), 0)
            at = comma - 1 if comma else at
        if at < 0 or not words[at].isalpha():
            return ""
        if named and clause.tokens[at].text[0].isupper():
            return words[at]  # 'the Funds in Elections Act': the preposition is part of the name
        party = next((p for p in clause.parties if p.first <= at < p.last), None)
        first = party.phrase if party else at
        while (
            not party
            and first > 0
            and words[first - 1].isalpha()
            and words[first - 1] not in g.linking
            and words[first - 1] not in g.verb_left
        ):
            if words[first - 1].endswith(g.verbal_endings):
                break  # 'Bo drafted legislation'
            first -= 1
        if first > 1 and words[first - 1] in g.prepositions and words[first - 2].isalpha():
            at = first - 2
            continue
        return "" if party else words[at]
    return ""


def is_others(
    match: Match, clause: Clause, things: Collection[str], laws: frozenset[str], papers: Collection[str] = ()
) -> bool:
    """Whether a verb's subject is a thing ('the tent refuses to leak') or, in a relative clause, people of whom nothing
    is known ('fines for people who refuse to pay'): whoever else is named says no such thing. `laws`: of these things
    those that have names, 'the Clean Streets Act'; `papers`: nouns of what accuses and asks, and does nothing else."""
    if not laws.isdisjoint(clause.words) and subject_noun(match, clause, named=True) in laws:
        return True
    noun = subject_noun(match, clause)
    if noun in things or _antecedent(match, clause) in things:
        return True
    if not noun:
        return False
    if noun in papers:
        return match.pattern.group.event_type not in _FILED
    if match.pattern.group.event_type not in _ANYBODYS:
        return False
    at = match.start - 1 - len(clause.verb_group(match.start))
    return clause.words[at] in clause.grammar.relative and clause.words[at - 1] != ","  # 'Bo Lund, who refused'


def _antecedent(match: Match, clause: Clause) -> str:
    """The noun right before a relative pronoun that is the subject: 'a town in breach of laws that | forbid it'."""
    at = match.start - 1 - len(clause.verb_group(match.start))
    if match.passive or not match.verbal or at < 2 or clause.words[at] not in clause.grammar.relative_subjects:
        return ""
    return clause.words[at - 1 - (clause.words[at - 1] == ",")]  # 'the amendment, which bars'


def is_means(clause: Clause, at: int) -> bool:
    """Whether the words before an infinitive tell what it was done with: 'used the new law to shut down a paper'."""
    g, words = clause.grammar, clause.words
    for i in range(at - 1, max(at - _MEANS, -1), -1):
        if words[i] in g.means:
            return not i or words[i - 1] not in g.be | g.modals | g.to
        if not words[i][0].isalpha() or words[i] in g.linking:
            return False
    return False
