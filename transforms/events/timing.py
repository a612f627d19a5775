"""Date phrases of a sentence -> the date of one of its events.

In: the phrases that dates.py found, the clause, a match with its status. Out: `When`. A phrase belongs to the verb of
its own clause; one of another clause dates nothing here, because no date is better than a wrong one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events.model import DateMention
from transforms.events.roles import Clause
from transforms.events.status import Shifted
from transforms.events.triggers import Match
from transforms.records import DatePrecision, DateSource

RECENT = dt.timedelta(days=92)
"""How far before publication an event may lie and be news; older ones are background (status historical)."""
PERIOD = {"day": 0, "week": 7, "month": 31, "year": 366, "none": 0}
"""Days of a period, by precision: an event is as old as the end of its period."""
TOO_FAR = 4.5
"""Cost from which on a phrase dates nothing."""


class When(NamedTuple):
    """What is known of an event's date; `old` where it lies far before the report."""

    date: dt.date | None = None
    precision: DatePrecision = "none"
    source: DateSource = "none"
    words: str | None = None
    planned: dt.date | None = None
    old: bool = False


def date(
    found: Sequence[DateMention],
    clause: Clause,
    match: Match,
    shifted: Shifted,
    published: dt.date | None,
    told: Sequence[DateMention] = (),
) -> When:
    """The date of an event: the nearest date phrase of its clause; a planned event's own date goes to planned_date.

    A plan, and an intention that lasts, is dated to the day that it is told on (`told`: the phrases of the sentence
    read as past), else to that of the report: the announcement is the event.
    """
    ahead = shifted.ahead
    tense = _present(clause, match)
    promise = match.pattern.group.operator and shifted.event_type == "AGREE" and not ahead
    best: DateMention | None = None
    cheapest = TOO_FAR
    announced = next((d for d in told if _is_told(clause, match, d)), None) if ahead else None
    for mention in found:
        if announced is not None and mention.char_start == announced.char_start:
            continue
        after = mention.char_start >= clause.tokens[match.end - 1].end
        if promise and after and mention.precision != "day" and _is_promised(clause, match, mention):
            continue  # 'offered to host talks in May': the month is that of the talks
        if tense and not ahead and _long_past(mention, published, tense):
            continue
        cost = _date_cost(clause, match, mention)
        if cost < cheapest:
            best, cheapest = mention, cost
    if ahead:
        planned = best.date if best and (best.future or published is None or best.date >= published) else None
        if announced is not None:
            return When(announced.date, "day", "text", announced.text, planned)
        if shifted.event_type == "AGREE":
            if published is None:
                return When(words=best.text if best else None, planned=planned)
            return When(published, "day", "metadata", best.text if best and planned else None, planned)
        return When(planned=planned)
    if best is None and published and shifted.event_type == "AGREE" and shifted.status == "ongoing":
        return When(published, "day", "metadata")  # an intention that lasts, as of the report
    if best is None or best.future:
        return When(old=best is None and _in_old_story(found, clause, match, published))
    if shifted.status == "negated" and best.precision in ("month", "year"):
        return When()  # 'have not met this year' is about a period, not a day in it
    old = published is not None and published - _latest(best, published) > RECENT
    return When(best.date, best.precision, "text", best.text, None, old)


def _at(clause: Clause, mention: DateMention) -> int:
    """The token that a date phrase begins with."""
    tokens = clause.tokens
    return next((i for i, t in enumerate(tokens) if t.end > mention.char_start), len(tokens) - 1)


def _is_promised(clause: Clause, match: Match, mention: DateMention) -> bool:
    """Whether a date phrase stands with what is promised: 'offered to host talks in May', not 'pledged aid in May'."""
    g, words = clause.grammar, clause.words[match.start + 1 : _at(clause, mention)]
    return any(w in g.to or w in g.that or w in g.subject_pronouns for w in words)


def _is_told(clause: Clause, match: Match, mention: DateMention) -> bool:
    """Whether a day is that of an announcement beside a plan: 'said on Monday that it would sue', 'will sue, it
    announced on Monday'."""
    if mention.precision != "day" or mention.future:
        return False
    at, g = _at(clause, mention), clause.grammar
    first = max(0, at - _TOLD_IN) if at < match.start else max(match.end, at - _ANNOUNCED)
    return any(clause.words[i] in g.speech | g.announcing for i in range(first, at))


_ANNOUNCED = 3
"""Words between a verb of saying and its day."""


def lies_ahead(found: Sequence[DateMention], clause: Clause, match: Match) -> bool:
    """Whether a coming day belongs to a trigger: 'is flying to Rome on Friday'."""
    after = clause.tokens[match.head].end
    return any(d.future and d.char_start >= after and _date_cost(clause, match, d) < TOO_FAR for d in found)


FRESH = {"perfect": dt.timedelta(days=8), "present": dt.timedelta(days=3)}
"""How old a stated day can be that goes with a tense: nobody 'has resigned in 2012', nor 'denies' it of that year."""


def _present(clause: Clause, match: Match) -> str:
    """The tense of a trigger verb, where it rules out a date that is long past: 'perfect', 'present' or ''."""
    if not match.verbal:
        return ""
    g = clause.grammar
    group = [w for w in g.verb_group(clause.tokens, match.start) if not g.is_adverb(w)]
    if any(w in g.perfect for w in group):
        return "perfect"
    if not group and "third" in match.tags:
        return "present"
    return "present" if group and group[-1] in g.is_now else ""


def _latest(mention: DateMention, published: dt.date) -> dt.date:
    """When an event of a period happened at the latest; of a year its middle, or most of 'last year' would be news."""
    if mention.precision == "year":
        end = min(dt.date(mention.date.year, 12, 31), published)
        return mention.date + (end - mention.date) / 2 if end > mention.date else mention.date
    return mention.date + dt.timedelta(days=PERIOD[mention.precision])


def _long_past(mention: DateMention, published: dt.date | None, tense: str) -> bool:
    if published is None or mention.future:
        return False
    end = mention.date + dt.timedelta(days=PERIOD[mention.precision])
    return published - end > FRESH[tense]


def _in_old_story(found: Sequence[DateMention], clause: Clause, match: Match, published: dt.date | None) -> bool:
    """Whether an undated event is told together with years that are long past: 'was tried, but set free in 2009'."""
    if published is None or not found or not match.tags & {"past", "part"} or _present(clause, match):
        return False
    g, words = clause.grammar, clause.words
    joined = False
    for mention in found:
        if mention.precision != "year" or published - mention.date < OLD_STORY:
            return False
        at = next((i for i, t in enumerate(clause.tokens) if t.end > mention.char_start), 0)
        low, high = min(at, match.head), max(at, match.head)
        joined = joined or any(
            words[i] in g.same_time or (words[i] in g.conjunctions | _BUT and words[i - 1] == ",")
            for i in range(low + 1, high)
        )
    return joined


OLD_STORY = dt.timedelta(days=400)
"""From this age on a year in the sentence makes a told past background."""
_BUT = frozenset(("but",))
_ELSEWHERE = 9.0
"""Cost of a phrase that belongs to another verb."""


def _in_other_clause(clause: Clause, head: int, at: int) -> bool:
    """Whether a date phrase at token `at` belongs to another verb: 'recalled its envoy on Monday after ... seized'."""
    words, g = clause.words, clause.grammar
    low, high = min(at, head), max(at, head)
    borders = [
        i
        for i in range(low + 1, high)
        if (words[i] in g.subordinators and words[i] not in g.same_time)
        or (head < at and words[i] in g.that and words[i + 1] not in g.prepositions)
        or (words[i] in g.conjunctions and words[i] != "," and words[i - 1] == ",")
    ]
    if not borders:
        return False
    # The clause of the date reaches from the nearest border on the trigger's side to the next one beyond it.
    first, last = (borders[-1], len(words)) if head < at else (0, borders[0])
    bare = g.prepositions.isdisjoint(words[first + 1 : at - 1])
    if head < at and words[first] in g.subordinators and at - first > _CLAUSE and bare:
        return True  # 'before the rains cut the roads in August': room for a verb of its own
    if head < at and words[first] in g.that and words[first - 1] not in g.speech | g.determiners:
        return True  # 'ends its aid, a decision that took force on Monday'
    return any(first <= v < last for v in clause.verbs) or any(
        words[i] in g.finite or words[i].endswith(g.finite_endings) for i in range(first, last)
    )


_CLAUSE = 4
"""Words between a subordinator and a date that make a clause; fewer are a phrase: 'before dawn on Monday'."""


def _goes_on(clause: Clause, head: int, at: int) -> bool:
    """Whether another verb is joined on between a trigger and a date: 'praised the talks and offered more in May'."""
    words, g = clause.words, clause.grammar
    for v in clause.verbs:
        if head < v < at:
            joint = next((i for i in range(v - 1, max(v - 4, head), -1) if words[i] in g.conjunctions), -1)
            if joint > 0 and words[joint] != ",":
                return True
    return False


def _describes_object(clause: Clause, match: Match, at: int) -> bool:
    """Whether a participle after a trigger's object takes the date at `at`: 'the pact signed in 2009'."""
    g, words = clause.grammar, clause.words
    for i in range(max(match.end, match.object) + 1, at - 1):
        word, before = words[i], words[i - 1]
        if (word in g.reduced or (len(word) > 4 and word.endswith(g.finite_endings))) and not (
            before in g.be or before in g.have or before in g.conjunctions or before in g.to or before in g.determiners
        ):
            return clause.tokens[i - 1].text[0].isalpha() and g.to.isdisjoint(words[i + 1 : i + 2])
    return False


_SEPARATE = frozenset((";",))
"""Marks that a date phrase does not reach across."""
SPOKEN = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types of acts of speech: 'said on Monday that it had flown in food and urged both sides to stop' is one occasion."""


def _is_said_and(clause: Clause, match: Match, at: int) -> bool:
    """Whether an act of speech is joined to a verb of saying with the date: 'said on Monday that ... and urged'."""
    g, words, first = clause.grammar, clause.words, match.start
    if at > first or match.pattern.group.event_type not in SPOKEN or words[first - 1] not in g.conjunctions - {","}:
        return False
    return any(words[i] in g.speech for i in range(max(at - _TOLD_IN, 0), at))


_TOLD_IN = 6
"""Words from a verb of saying to its date: 'told reporters in Lima on Monday'."""


def _parted(clause: Clause, head: int, at: int) -> bool:
    """Whether one of two tokens stands in a relative clause between commas and the other does not: 'the miners, who had
    met the mayor on Sunday, called'."""
    words, g = clause.words, clause.grammar
    for i, word in enumerate(words):
        if word in g.relative and i > 1 and "," in words[i - 2 : i]:
            end = next((j for j in range(i + 1, len(words)) if words[j] == ","), 0)
            if end and (i <= head < end) != (i <= at < end):
                return True
    return False


def _describes_noun(clause: Clause, match: Match, at: int) -> bool:
    """Whether a year at `at` describes a noun that is not the trigger: 'broke the 2017 treaty', but 'the 2017 treaty'
    of a trigger 'treaty'."""
    words, g = clause.words, clause.grammar
    year = next((i for i in range(at, min(at + 2, len(words))) if words[i].isdigit()), 0)
    beside = words[year + 1] if year + 1 < len(words) else ""
    if not year or words[year - 1] not in g.determiners or not beside.isalpha() or beside in g.linking:
        return False
    return not (match.pattern.kind == "n" and 0 < match.head - year <= _COMPOUND)


_COMPOUND = 4
"""Words from a year to the end of the noun that it describes."""


def _date_cost(clause: Clause, match: Match, mention: DateMention) -> float:
    """How far a date phrase is from a trigger, in clause borders and words."""
    tokens, g = clause.tokens, clause.grammar
    at = _at(clause, mention)
    low, high = (at, match.head) if at < match.head else (match.head, at)
    cost = clause.between(low, high) + 0.06 * (high - low)
    if _is_said_and(clause, match, at):
        return 1.0
    if _in_other_clause(clause, match.head, at) or _parted(clause, match.head, at):
        return _ELSEWHERE
    if not _SEPARATE.isdisjoint(clause.words[low:high]):
        return _ELSEWHERE
    if mention.precision == "year" and _describes_noun(clause, match, at):
        return _ELSEWHERE
    after = at + len(mention.text.split())
    if after < len(tokens) and tokens[after].lower in g.possessive and not 0 < match.head - after <= _COMPOUND:
        cost += 1.5 if mention.precision == "day" else _ELSEWHERE  # 'during this week's visit the queen promised'
    if match.verbal and mention.precision != "day" and _describes_object(clause, match, at):
        cost += 3.0
    if at < match.head and any(w in g.conjunctions and w != "," for w in clause.words[at : match.head]):
        cost += 0.3  # 'left on Monday and returned a day later'
    if mention.precision != "day" and _goes_on(clause, match.head, at):
        return _ELSEWHERE
    before = {tokens[i].lower for i in range(max(0, at - 2), at)}
    if before & g.speech and tokens[match.head].lower not in g.speech and high - low > 3:
        cost += 0.0 if match.pattern.group.event_type in SPOKEN and at < match.head else 2.0
    return cost
