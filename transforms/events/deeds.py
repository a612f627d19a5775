"""Attacks that somebody is blamed for and that are news themselves: "blamed Peru for the May bombing that killed nine";
or that somebody says he had no part in: "denied any role in Friday's raid".

In: a match in the complement of an operator, the operator's match, the sentence. Out: whether it tells of an attack
with particulars of its own, a day, who did it, whom it befell: that happened, whatever is said of it. Without any, as
in "condemned the attack", it takes up what was told before.
"""

from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import Token
from transforms.events.triggers import Match

_DONE = frozenset(("ASSAULT", "PROTEST"))
"""Types of what has happened, whatever is said of it."""
_WISHED = frozenset(("REQUEST", "THREATEN", "AGREE"))
"""Types of what is said of what is to be done."""
_SAID = frozenset(("ACCUSE", "THREATEN"))
"""Types of what is said of an attack that has happened."""
_JUDGED = frozenset(("ACCUSE", "SUPPORT"))
"""Types of what is said of it by those who have no doubt of it."""
_OWNED = 6
"""Words of such a noun's phrase before it."""
_UNDONE = frozenset(("REJECT", "SANCTION", "THREATEN"))
"""Types of what is said by who keeps something from happening."""
_ANSWERED = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REQUEST", "THREATEN"))
"""Types of what is said that another may turn down."""
_NEAR = 3
"""Words from the verb of a refusal to the noun of what is refused."""
_FAR = 10
"""Words from what is said to the attack, or to when it was."""


def stands(match: Match, tokens: Sequence[Token], operator: Match, last: Match | None, g: Grammar) -> bool:
    """Whether a governed match tells such an attack, or what the attack `last` before it did."""
    return (
        is_answered(match, tokens, operator, g)
        or _is_owned_visit(match, tokens, operator, g)
        or _is_known(match, tokens, operator, g)
        or (last is not None and _is_effect(match, tokens, last, g))
    )


def _is_owned_visit(match: Match, tokens: Sequence[Token], operator: Match, g: Grammar) -> bool:
    """Whether a noun is a visit that somebody makes, whatever is said beside it: 'told his party to have the plan ready
    for his visit to Lima'; a visit that somebody turns down is not made."""
    group = match.pattern.group
    if match.pattern.kind != "n" or group.mode != "visit" or operator.pattern.group.event_type in _UNDONE:
        return False
    at = match.start - 1
    while at > max(operator.start, match.start - _OWNED) and not _bounds(tokens[at].lower, g):
        at -= 1
    after = tokens[match.head + 1].lower if match.head + 1 < len(tokens) else ""
    return tokens[at].lower in g.owners | g.possessive and after in g.to


def _bounds(word: str, g: Grammar) -> bool:
    """Whether a word can be no adjective of the noun behind it."""
    return word in g.owners | g.possessive | g.prepositions | g.conjunctions


def is_answered(noun: Match, tokens: Sequence[Token], operator: Match, g: Grammar) -> bool:
    """Whether a noun is what somebody named has said and another turns down: 'rejected a call by Peru'.

    Both have happened, what was said and the refusal."""
    if noun.pattern.kind != "n" or noun.pattern.group.event_type not in _ANSWERED:
        return False
    if operator.pattern.group.event_type != "REJECT" or not operator.verbal or operator.passive:
        return False
    at = noun.head + 1
    if at + 1 >= len(tokens) or not operator.head < noun.start <= operator.end + _NEAR:
        return False
    named = tokens[at + 1].text[0].isupper() or tokens[at + 1].lower in g.determiners
    return named and tokens[at].lower in g.by | g.leaving


def _is_known(match: Match, tokens: Sequence[Token], operator: Match, g: Grammar) -> bool:
    """Whether a noun in what an operator governs is an attack with particulars."""
    said = operator.pattern.group.event_type
    told = match.pattern.kind == "n" or tokens[match.head].lower in g.acts.deeds
    kind = match.pattern.group.event_type
    told = told or (kind == "PROTEST" and match.pattern.kind == "p")
    if not told or kind not in _DONE:
        return False
    words = [t.lower for t in tokens]
    if _is_of_late(match, tokens, words, operator, g):
        return True
    if kind != "ASSAULT" and not (said == "ACCUSE" and operator.verbal):
        return False
    if said in _JUDGED and _is_somebodys(match, tokens, words, operator, g):
        return True
    disowned = said == "REJECT" and not g.acts.disowned.isdisjoint(words[operator.head : match.start])
    if said not in _SAID and not disowned:
        return False
    end = max(operator.end, operator.object + 1)
    between = words[end : match.start]
    bound = g.finite - g.acts.lately  # 'the May bombing'
    if len(between) > _FAR or any(w in bound or w in g.relative or w in g.to or w in g.hard_breaks for w in between):
        return False
    at = match.start
    while at > end and words[at - 1] not in g.prepositions and words[at - 1] not in g.conjunctions:
        at -= 1
    phrase = words[at : match.head]
    if at > end and not disowned and words[at - 1] not in g.matters and words[at - 1] not in g.of:
        return False
    if any(w in g.months or w in g.days or w in g.acts.lately or w[0].isdigit() for w in phrase):
        return True
    after = words[match.head + 1] if match.head + 1 < len(words) else ""
    return after in g.acts.which or after in g.by


def _is_of_late(match: Match, tokens: Sequence[Token], words: Sequence[str], operator: Match, g: Grammar) -> bool:
    """Whether a noun behind a preposition says when it was, whatever is said about it: 'denied that he had left over
    recent protests', 'blames it for two attacks last week'."""
    if match.pattern.kind != "n" or operator.pattern.group.event_type in _WISHED:
        return False
    at = match.start
    while at > operator.end and words[at - 1] not in g.prepositions and words[at - 1] not in g.conjunctions:
        at -= 1
    phrase = words[at : match.head]
    if at <= operator.start or words[at - 1] not in g.prepositions or words[at - 1] in g.against:
        return False
    return any(w in g.acts.lately for w in phrase)


def _is_somebodys(match: Match, tokens: Sequence[Token], words: Sequence[str], operator: Match, g: Grammar) -> bool:
    """Whether the noun right behind a verb of judging is an attack of somebody named upon somebody: 'condemned a
    Chadian attack on a village'."""
    end = max(operator.end, operator.object + 1)
    phrase, after = tokens[end : match.head], words[match.head + 1 : match.head + 2]
    if not operator.verbal or match.pattern.kind != "n" or not 0 < len(phrase) <= _OWNED or not after:
        return False
    parted = any(t.lower in g.prepositions or t.lower in g.conjunctions or t.lower in g.that for t in phrase)
    named = any(t.text[0].isupper() for t in phrase)
    return named and not parted and after[0] in g.acts.assailing - g.by - g.of - g.leaving


def _is_effect(match: Match, tokens: Sequence[Token], deed: Match, g: Grammar) -> bool:
    """Whether a verb tells what such an attack did: 'the bombing that | killed nine'."""
    between = [t.lower for t in tokens[deed.head + 1 : match.start]]
    told = match.verbal and match.pattern.group.event_type == "ASSAULT" and tokens[match.head].lower in g.acts.harms
    return (
        told
        and len(between) > 0
        and between[0] in g.acts.which
        and all(w in g.acts.which or w in g.auxiliary for w in between)
    )
