"""Whether it is told how long an act goes on: 'has besieged the port since May', 'for nine months'.

In: the word lists of readings.py, tokens. Out: plain answers. Where single acts are counted, nothing goes on: 'two
judges have resigned since May'.
"""

from collections.abc import Sequence

from transforms.events.model import Token
from transforms.events.readings import Words
from transforms.events.triggers import Match

SINCE = 4
"""Words after 'has been on strike' in which 'since' makes it last; and among which things are counted."""
SUBJECT = 9
"""Words of a subject that may begin with 'no', or with a number."""
_YEAR = 4
"""Figures of a year."""


def since(lists: Words, tokens: Sequence[Token]) -> bool:
    """Whether 'since' follows in the same clause, as a date and no reason."""
    for i, t in enumerate(tokens):
        if t.lower in lists.since:
            return lists.times.isdisjoint(t.lower for t in tokens[:i])
        if t.lower == "," or t.lower in lists.grammar.hard_breaks or t.lower in lists.grammar.relative:
            return False
    return False


def is_measured(lists: Words, tokens: Sequence[Token]) -> bool:
    """Whether it is said for how long: 'for more than nine months'."""
    words = [t.lower for t in tokens]
    for i, word in enumerate(words):
        if word in lists.lasts and not lists.units.isdisjoint(words[i + 1 : i + 5]):
            return True
        if word == "," or word in lists.grammar.hard_breaks or word in lists.grammar.relative:
            break
    return False


def is_counted(lists: Words, tokens: Sequence[Token], match: Match) -> bool:
    """Whether single acts are counted: 'nine judges have resigned since May', but 'nine men have been held'."""
    if any(t.lower in lists.holding for t in tokens[match.start : match.end]):
        return False
    before = tokens[max(match.start - SUBJECT, 0) : match.start]
    for t in (*reversed(before), *tokens[match.start : match.end + SINCE]):
        if t.lower in lists.counts or (t.text[0].isdigit() and len(t.text) != _YEAR):
            return True
        if t.lower in lists.since or t.lower == "," or t.lower in lists.grammar.hard_breaks:
            return False
    return False
