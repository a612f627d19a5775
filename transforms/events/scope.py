"""What an operator governs: in "urged Peru to withdraw and met Chile" its complement ends before "and".

In: a match that is an operator, the tokens of its sentence, the lexicon. Out: where its complement ends.
"""

import operator
from collections.abc import Sequence

from transforms.events.grammar import Grammar
from transforms.events.model import Token
from transforms.events.triggers import Lexicon, Match

_TEXT = operator.attrgetter("text")
_CLOSING = frozenset("”»")
_MARKS = frozenset('"“«') | _CLOSING
"""Quotation marks that are never apostrophes."""


def complement_end(match: Match, tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """One past the last token of what an operator governs: up to the next clause that stands on its own."""
    g, tags = lexicon.grammar, lexicon.tags
    form_of = tags.get(tokens[match.start].lower, frozenset())
    group = g.verb_group(tokens, match.start)
    plural = match.pattern.kind != "n" and "base" in form_of and not group
    perfect = not g.have.isdisjoint(group)
    reduced = match.passive and not group and match.end < len(tokens) and tokens[match.end].lower in g.by
    gerund = match.start == 0 and "ger" in match.tags
    first = tokens[tokens[0].text in _MARKS and len(tokens) > 1].lower
    opening = (first in g.prepositions or first in g.subordinators) and "," not in map(_TEXT, tokens[: match.start])
    aside = _is_aside(match, tokens, g)
    marked, quoted = not _MARKS.isdisjoint(map(_TEXT, tokens)), False
    within = marked and sum(t.text in _MARKS for t in tokens[: match.end]) % 2 == 1
    heading = match.pattern.kind == "n" and not _has_main_verb(tokens, match.start, lexicon)
    for i in range(match.end, len(tokens)):
        word = tokens[i].lower
        if heading and (word in g.that or word in g.relative or word in g.to or word == ","):
            heading = False
        if heading and _is_main_verb(tokens, i, lexicon):
            return i  # 'the planned tariffs on Peru drew criticism'
        if marked and word in _MARKS:
            # 'accused Peru of “planning raids – and talking of war”': what is quoted is no report
            within, quoted = False, not (within or quoted or word in _CLOSING)
        if quoted:
            continue
        if word in g.hard_breaks or (word in g.subordinators and word not in g.conditions):
            return i
        if word == "," and i + 1 < len(tokens) and tokens[i + 1].lower in g.subject_pronouns:
            return i
        if reduced and i > match.end + 1 and _is_told(tokens, i, lexicon):
            return i  # 'troops backed by Chad attacked'
        if word == "," and not g.summing.isdisjoint(_lowers(tokens, i + 1, _SUMMING)) and _sums_up(tokens, i, g):
            return i  # 'accused Peru of lying, a charge Lima denied'
        if word == "," and _is_absolute(tokens, i, g):
            return i  # 'urged talks, nine ministers having resigned'
        if word == "," and aside and _goes_on(tokens, i + 1, lexicon):
            return i  # 'Bo, who urged talks with Peru, met'
        if word in g.relative and word not in g.that and tokens[i - 1].lower == ",":
            return i  # 'accused Peru, whose envoy it had received'
        if gerund and word == "," and i + 1 < len(tokens) and tokens[i + 1].text[0].isupper():
            return i  # 'Speaking in Lima, Bo accused'
        if word == "," and opening and i + 1 < len(tokens) and _opens_subject(tokens[i + 1], g):
            return i  # 'In what Peru called a crime, Chad bombed', 'After calls for him to go, the king left'
        if i == match.end and word in g.by and i + 1 < len(tokens) and tokens[i + 1].lower.endswith(g.gerund_endings):
            return i  # 'hit back by expelling'
        if word in g.conjunctions and i + 1 < len(tokens) and _joins(match, tokens, i, lexicon, plural, perfect):
            return i
    return len(tokens)


def _joins(match: Match, tokens: Sequence[Token], at: int, lexicon: Lexicon, plural: bool, perfect: bool) -> bool:
    """Whether the conjunction at `at` joins a clause of its own to that of an operator. `plural`: the operator is a
    bare form of the present; `perfect`: it has an auxiliary of the perfect."""
    g, word, j = lexicon.grammar, tokens[at].lower, at + 1
    named = tokens[j].text[0].isupper() or tokens[j].lower in g.determiners
    joined = word != "," and "," in (tokens[at - 1].lower, tokens[at - 1].text in _MARKS and tokens[at - 2].lower)
    timed = word != "," and tokens[j].lower in g.prepositions and not g.days.isdisjoint(_lowers(tokens, j, _TIME))
    if timed and _has_verb(tokens, j, lexicon):
        return True  # 'has urged talks with Peru and on Monday received'
    if joined and (named or tokens[j].lower in g.subject_pronouns or _has_verb(tokens, j, lexicon)):
        return True
    while j < len(tokens) - 1 and (
        tokens[j].lower in g.have or tokens[j].lower in g.be or g.is_adverb(tokens[j].lower)
    ):
        j += 1
    form = lexicon.tags.get(tokens[j].lower, frozenset())
    if tokens[j].lower in lexicon.ambiguous and g.is_noun(tokens, j):
        return False
    if form & {"past", "third"} and "base" not in form:
        return True
    if perfect and "part" in form:
        return True  # 'has condemned the raid and given Peru a week'
    # 'they deny the attack and accuse Peru'
    return plural and "base" in form and g.to.isdisjoint(t.lower for t in tokens[match.start : at])


def _is_told(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word is a verb in the past, and no participle in the passive."""
    g, word = lexicon.grammar, tokens[at].lower
    form = lexicon.tags.get(word, frozenset())
    if "past" not in form or "base" in form or at + 1 >= len(tokens) or word in lexicon.ambiguous:
        return False
    return not g.is_adjective(tokens, at) and not g.is_passive(tokens, at)


def _has_main_verb(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether a finite verb stands before a token."""
    g = lexicon.grammar
    return any(tokens[i].lower in g.finite or tokens[i].lower in g.speech for i in range(end)) or any(
        _is_main_verb(tokens, i, lexicon) for i in range(1, end)
    )


def _is_main_verb(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a past form tells something: 'drew criticism', 'angered Peru', but not 'imposed by Peru'."""
    g, form = lexicon.grammar, lexicon.tags.get(tokens[i].lower, frozenset())
    if tokens[i].lower in g.have | g.be | g.future:
        return True  # 'the support for the rebels has angered Peru'
    if "past" not in form or "base" in form:
        return False
    after = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    described = after in g.prepositions or after in g.acts.lately or not after[0].isalnum()
    return "part" not in form or not (described or tokens[i - 1].lower in g.be | g.have or g.is_adjective(tokens, i))


def _lowers(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [t.lower for t in tokens[at : at + count]]


def _is_absolute(tokens: Sequence[Token], comma: int, g: Grammar) -> bool:
    """Whether a participle with a subject of its own follows a comma: ', nine ministers having resigned'."""
    for i in range(comma + 2, min(comma + _ABSOLUTE, len(tokens))):
        word = tokens[i].lower
        if word in g.absolute:
            return tokens[i - 1].text[0].isalpha()
        if not (word[0].isalnum()) or word in g.prepositions or word in g.conjunctions or word in g.finite:
            return False
    return False


_ABSOLUTE = 6
"""Words behind a comma among which such a participle stands."""


def _sums_up(tokens: Sequence[Token], comma: int, g: Grammar) -> bool:
    """Whether a noun behind a comma sums up what was told and opens a clause about it: ', a charge (that) Lima'."""
    at = comma + 1 + (tokens[comma + 1].lower in g.determiners)
    if at + 1 >= len(tokens) or tokens[at].lower not in g.summing:
        return False
    after = tokens[at + 1]
    return after.text[0].isupper() or after.lower in g.relative | g.that | g.subject_pronouns | g.determiners


_SUMMING = 2
"""Words behind a comma among which a noun that sums up stands."""


def _is_aside(match: Match, tokens: Sequence[Token], g: Grammar) -> bool:
    """Whether a verb stands in a relative clause between commas, 'Bo, who urged', 'Bo, a farmer who once urged', or a
    noun behind a preposition: 'Bo, despite calls to resign, stayed'."""
    related = False
    for i in range(match.start - 1, max(match.start - _OPENING, -1), -1):
        word = tokens[i].lower
        if word == ",":
            return related or (match.pattern.kind == "n" and i > 0 and tokens[i + 1].lower in g.prepositions)
        if word in g.hard_breaks:
            return False
        related = related or word in g.relative_subjects - g.that
    return False


def _goes_on(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the main clause goes on here after what was put between commas: ', has met', ', in May met'."""
    g = lexicon.grammar
    while at < len(tokens) - 1 and g.is_adverb(tokens[at].lower):
        at += 1
    if at >= len(tokens):
        return False
    word = tokens[at].lower
    form = lexicon.tags.get(word, frozenset())
    finite = word in g.finite or (form & {"past", "third"} and "base" not in form and not g.is_noun(tokens, at))
    return bool(finite) or (word in g.prepositions and _has_verb(tokens, at, lexicon))


def _opens_subject(token: Token, g: Grammar) -> bool:
    """Whether a noun phrase begins here: a name, or an article."""
    return token.text[0].isupper() or token.lower in g.determiners


def _has_verb(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a finite verb follows in the clause that begins at `at`: ', and on Monday the miners threatened'."""
    g = lexicon.grammar
    for i in range(at + 2, min(at + _OPENING, len(tokens))):
        word = tokens[i].lower
        if word == "," or word in g.hard_breaks or word in g.relative:
            return False
        form = lexicon.tags.get(word, frozenset())
        if word in g.finite or (form & {"past", "third"} and "base" not in form and not g.is_noun(tokens, i)):
            return True
    return False


_TIME = 3
"""Words of a phrase of time: 'on the Monday'."""


_OPENING = 12
"""Words in which the verb of a clause that begins with its time or place is looked for."""
