"""What the verb says whose subject a noun is: 'a visit by the queen is planned', 'the summit did not take place'.

In: the word lists of readings.py, tokens, the match of a noun. Out: the status that the verb gives it, with its word.
"""

from collections.abc import Sequence

from transforms.events.model import Token
from transforms.events.readings import Reading, Words
from transforms.events.triggers import Match
from transforms.records import Status

_CLAUSE = 12
"""Words behind a noun among which its verb is looked for."""
_MATERIAL = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"))
"""Types of acts that do something to somebody, once they are done."""


def read(lists: Words, tokens: Sequence[Token], match: Match) -> Reading | None:
    """The status of a noun by its verb, None where that says nothing about it."""
    g = lists.grammar
    said: tuple[tuple[frozenset[str], Status], ...] = (
        (lists.planned_after, "planned"),
        (lists.ongoing_after, "ongoing"),
        (lists.denied_after, "negated"),
    )
    for i in range(match.end, min(match.end + _CLAUSE, len(tokens) - 1)):
        word = tokens[i].lower
        if word in g.hard_breaks or word == "," or word in g.relative or word in g.speech:
            return None
        after = [t.lower for t in tokens[i + 1 : i + 4]]
        if word in lists.future and match.start and tokens[match.start - 1].lower in g.acts.definite:
            done = next((w for w in after if not g.is_adverb(w)), "")
            if done in g.have and match.pattern.group.event_type in _MATERIAL:
                return Reading("past", word)  # 'the arrest will have consequences'
        if word in lists.negation or (after and after[0] in lists.negation and word in g.be | g.have | g.do):
            done = next((w for w in after if w not in lists.negation and w not in g.be and not g.is_adverb(w)), "")
            return Reading("negated", word) if done in lists.occurring else None
        if word in g.be or word in g.have:
            following = next((w for w in after if not g.is_adverb(w)), "")
            for words, status in said:
                if following in words and not (status == "planned" and _is_effect(lists, tokens, match, i)):
                    return Reading(status, following)
            return None
        if word in lists.denied_after and not g.is_noun(tokens, i):
            return Reading("negated", word)
    return None


def _is_effect(lists: Words, tokens: Sequence[Token], match: Match, at: int) -> bool:
    """Whether what is expected is only what an act leads to: 'the ban is expected to hurt trade'."""
    after = [t.lower for t in tokens[at + 1 : at + 5]]
    to = next((i for i, word in enumerate(after) if word in lists.grammar.to), -1)
    other = 0 <= to < len(after) - 1 and after[to + 1] not in lists.occurring
    return other and match.pattern.group.event_type in _MATERIAL
