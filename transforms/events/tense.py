"""What the tense of a fact says: what a verb in the present tells goes on, unless the text is told in the present.

In: the word lists of readings.py, tokens, a match. Out: past, ongoing, or what lies ahead of it.
"""

import itertools
from collections.abc import Sequence

from transforms.events.model import Token
from transforms.events.readings import CLAUSE, PRESENT, Reading, Words, inside
from transforms.events.triggers import Match

PREDICATE = 8
"""Words between a noun or gerund and the verb whose subject it is."""
_STOPS = frozenset((".", "!", '"', "”", "’", "'", ")"))
"""Last tokens of a full sentence; headlines and captions have none."""
_STATES = frozenset(("COERCE", "ASSAULT", "PROTEST", "MOBILIZE"))
"""Types whose phrases with 'is' and 'are' tell of a state: 'is in custody', 'are on strike'."""


def read(lists: Words, tokens: Sequence[Token], match: Match) -> Reading:
    """A fact by its tense: what a verb in the present tells goes on, unless the text is told in the present."""
    if match.pattern.kind == "n":
        lasts = tokens[match.head].lower in lists.lasting or not lists.lasting.isdisjoint(inside(tokens, match))
        return Reading("ongoing", PRESENT) if lasts and _in_present(lists, tokens, match) else Reading("past")
    if match.pattern.group.roles == "speaker":
        return Reading("past")  # what counts is that somebody said it
    if match.pattern.kind == "p":
        stays = tokens[match.start].lower in lists.present and match.pattern.group.event_type in _STATES
        stays = stays or (
            tokens[match.start].lower in lists.present and not lists.going_on.isdisjoint(inside(tokens, match))
        )
        stays = stays or _goes_on(lists, tokens, match)
        if match.start and tokens[match.start - 1].lower in lists.ongoing:
            stays = stays or match.pattern.group.event_type in _STATES  # 'remain on strike'
        accused = match.start > 0 and tokens[match.start - 1].lower in lists.present_be
        accused = accused and match.pattern.group.event_type in _STATES | {"ACCUSE"}
        return Reading("ongoing", PRESENT) if stays or accused else Reading("past")
    group = lists.grammar.verb_group(tokens, match.start)
    if "ger" in match.tags and not group and _conditional_ahead(lists, tokens, match):
        return Reading("hypothetical", "would")
    if not _is_present(lists, tokens, match, group):
        return Reading("past")
    for i in range(match.start - len(group) - 1, max(match.start - CLAUSE, -1), -1):
        word = tokens[i].lower
        if word in lists.temporal or (word in lists.as_word and tokens[i - 1].lower in lists.as_soon):
            return Reading("planned", word)
        if word == "," or word in lists.grammar.hard_breaks:
            break
    return Reading("ongoing", PRESENT)


def _goes_on(lists: Words, tokens: Sequence[Token], match: Match) -> bool:
    """Whether a phrase has a progressive within itself: 'troops are massing'."""
    words = [t.lower for t in tokens[match.start : match.end]]
    return any(a in lists.present_be and b.endswith(lists.grammar.gerund_endings) for a, b in itertools.pairwise(words))


def _is_present(lists: Words, tokens: Sequence[Token], match: Match, group: Sequence[str]) -> bool:
    """Whether a verb is in the present tense of a text that is not a headline and not told in the present."""
    relative = match.start > len(group) and tokens[match.start - len(group) - 1].lower in lists.grammar.relative
    carrying = [w for w in group if not lists.grammar.is_adverb(w)]
    if match.passive or "part" in match.tags:
        now = bool(carrying) and carrying[0] in lists.present_be
    else:
        now = not carrying and "third" in match.tags and tokens[match.start].lower not in lists.future
    now = now or (relative and not carrying and "base" in match.tags)  # 'the states, which bankroll it'
    # 'the mayor, who feeds the camp, says': the relative clause is in the present all the same
    return now and (is_told_of(lists, tokens) or (relative and tokens[-1].text in _STOPS))


def is_told_of(lists: Words, tokens: Sequence[Token]) -> bool:
    """Whether a text is no headline and not told in the present."""
    return tokens[-1].text in _STOPS and lists.narrated.isdisjoint([t.lower for t in tokens])


def _in_present(lists: Words, tokens: Sequence[Token], match: Match) -> bool:
    """Whether a noun depends on a verb in the present: 'faces charges', 'the inquiry is'."""
    if not is_told_of(lists, tokens):
        return False
    start = match.start
    for i in range(start - 1, max(start - PREDICATE, -1), -1):
        word = tokens[i].lower
        if word == "," or word in lists.grammar.hard_breaks or word in lists.grammar.relative:
            break
        perfect = word in lists.grammar.perfect
        if i < start - 4 and not perfect:
            continue
        if perfect and tokens[i + 1].lower in lists.been:
            return True  # 'has been the target of a smear campaign'
        if word in lists.present and not (perfect and tokens[i + 1].lower.endswith(lists.grammar.finite_endings)):
            return True  # 'faces charges', but 'has opened an inquiry'
    for i in range(match.end, min(match.end + PREDICATE, len(tokens) - 1)):
        word = tokens[i].lower
        if word in lists.present:
            return word not in lists.grammar.perfect or tokens[i + 1].lower not in lists.ended
        if word == "," or word in lists.grammar.hard_breaks or word in lists.grammar.relative:
            break
    return False


def _conditional_ahead(lists: Words, tokens: Sequence[Token], match: Match) -> bool:
    """Whether a gerund is the subject of what would be: 'Sending troops would anger'."""
    if match.start and tokens[match.start - 1].text[0].isalnum():
        return False
    for t in tokens[match.end : match.end + CLAUSE]:
        if t.lower in lists.conditional:
            return True
        if t.lower == "," or t.lower in lists.grammar.hard_breaks or t.lower in lists.grammar.finite:
            break
    return False
