"""Who takes part in a visit or in talks that a noun tells, where the noun only says when or where something was said:
"After talks with Peru, Ann Example left", "Bo, on a visit to Lima, said", '"... since our talks with Peru", said Bo'.

In: a clause and a match of a noun. Out: the party whose visit or talks these are, with its cost; None where the
sentence does not tell.
"""

from typing import TYPE_CHECKING

from transforms.events.parties import Party
from transforms.events.triggers import Match

if TYPE_CHECKING:
    from transforms.events.roles import Clause

_COST = 0.6
_ASIDE = 16
"""Words from the comma that opens an aside to the noun in it."""
_OPENING = 3
"""Words of a sentence among which stands what opens such a phrase: 'Shortly after'."""
_ACTING = frozenset(("GOV", "MIL", "LEG", "JUD", "IGO", "PTY", "OPP", "REB"))


def met(clause: "Clause", match: Match) -> tuple[Party, Party] | None:
    """Who is told something where a noun tells of their meeting: 'Ann Example told Bo Peru in talks in Lima'. The
    subject, and whom the verb or a 'to' names."""
    g, words = clause.grammar, clause.words
    if not match.pattern.group.weak or match.pattern.group.event_type != "CONSULT" or match.pattern.words > 1:
        return None
    at = match.start - 1
    while at > 0 and (words[at] in g.determiners or g.is_describing(words[at]) or words[at] in g.owners):
        at -= 1
    if at < 1 or not (words[at] in g.acts.amid or words[at] in g.locative):
        return None
    told = next((p for p in reversed(clause.parties) if p.last <= at), None)
    if told is None or told.place or at - told.last > _ASIDE // 2 or told.possessive:
        return None
    to = told.preposition != "" and told.preposition in g.to
    verb = told.phrase - 1
    if not (to or (verb > 0 and (words[verb] in g.speech or verb in clause.verbs))):
        return None
    teller = clause.subject(verb)
    if teller is None or teller[0].place:
        return None
    ours, theirs = ({a.country for a in p.actors if a.country} for p in (teller[0], told))
    return (teller[0], told) if ours and theirs and ours.isdisjoint(theirs) else None


def attendant(clause: "Clause", match: Match, target: Party | None, *, topic: bool) -> tuple[Party, float] | None:
    """Whose visit or talks a noun tells of. `topic`: they only say when or about what something was done."""
    kind, joint = match.pattern.group.event_type, clause.words[match.end - 1] in clause.grammar.with_
    meets = match.pattern.kind == "n" and (kind == "CONSULT" or (kind == "AGREE" and joint))
    if not meets or clause.words[match.end - 1] in clause.grammar.of:
        return None  # 'a meeting of ministers' is theirs
    found = _fronted(clause, match) or _aside(clause, match)
    found = found or (_main(clause, match) if target and topic else None) or _speaker(clause, match, target)
    if found is None or found is target or (target and {*found.actors} & {*target.actors}):
        return None
    return found, _COST


def _fronted(clause: "Clause", match: Match) -> Party | None:
    """The subject of the clause that a phrase of time opens: 'After talks with Peru, Ann Example left'."""
    g, words = clause.grammar, clause.words
    first = next((i for i in range(min(_OPENING, match.start)) if words[i] in g.prepositions | g.subordinators), -1)
    if first < 0 and match.start and words[0].endswith(g.gerund_endings):
        first = 0  # 'Following her trip to Lima'
    if not match.start and match.end > _OPENING and match.pattern.group.event_type == "AGREE":
        first = 0  # the words of the match itself: 'Ahead of her meeting with'
    return None if first < 0 or clause.verb_within(first + 1, match.start) else _behind_comma(clause, match.end)


def _main(clause: "Clause", match: Match) -> Party | None:
    """The subject of what was done at that time: 'Peru called off the sale after talks with Chile'."""
    found = clause.subject(match.start)
    return found[0] if found and any(a.country or a.sector == "IGO" for a in found[0].actors) else None


def _behind_comma(clause: "Clause", at: int) -> Party | None:
    """The subject of the clause that begins behind a comma at token `at` or later."""
    after = (p for p in clause.parties if p.first >= at and clause.words[p.phrase - 1] == ",")
    return next((p for p in after if _is_subject(clause, p)), None)


def _aside(clause: "Clause", match: Match) -> Party | None:
    """Whom a phrase between commas is about: 'Ann Example, on a visit to Lima, said'."""
    g, words = clause.grammar, clause.words
    comma = next((i for i in range(match.start - 1, max(match.start - _ASIDE, 0), -1) if words[i] == ","), 0)
    if not comma or not (words[comma + 1] in g.prepositions or words[comma + 1].endswith(g.gerund_endings)):
        return None
    end = next((i for i in range(match.end, len(words) - 1) if words[i] == ","), 0)
    if not end or not _goes_on(clause, end + 1):
        return None
    before = (p for p in clause.parties if p.last == comma and not p.preposition and not p.place)
    return next(before, None)


def _speaker(clause: "Clause", match: Match, target: Party | None) -> Party | None:
    """Who is quoted for what tells of talks with another state."""
    speaker = clause.speaker(match) if target else None
    if speaker is None or target is None or not any(a.country and a.sector in _ACTING for a in speaker.actors):
        return None
    return speaker if {a.country for a in speaker.actors}.isdisjoint(a.country for a in target.actors) else None


def _is_subject(clause: "Clause", party: Party) -> bool:
    """Whether a party is the subject of what follows, and stands in no list."""
    return not (party.preposition or party.place) and _goes_on(clause, party.last)


def _goes_on(clause: "Clause", at: int) -> bool:
    """Whether a verb may stand at a token: no comma, no joining word, no name."""
    g, last = clause.grammar, len(clause.tokens) - 1
    while at < last and clause.tokens[at].text[0].isupper():
        at += 1  # 'the Chilean | Group urged'
    token = clause.tokens[min(at, last)]
    word = token.lower
    joined = word in g.conjunctions or word in g.prepositions or word in g.determiners or word in g.relative
    return token.text[0].islower() and not joined
