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
    found: Sequence[DateMention], clause: Clause, match: Match, shifted: Shifted, published: dt.date | None
) -> When:
    """The date of an event: the nearest date phrase of its clause; a planned event's own date goes to planned_date.

    A plan, and an intention that lasts, is dated to the day of the report: the announcement is the event.
    """
    ahead = shifted.status == "planned"
    promise = match.pattern.group.operator and shifted.event_type == "AGREE" and not ahead
    best: DateMention | None = None
    cheapest = TOO_FAR
    for mention in found:
        after = mention.char_start >= clause.tokens[match.end - 1].end
        if promise and after and mention.precision != "day":
            continue  # 'offered to host talks in May': the month is that of the talks
        cost = _date_cost(clause, match, mention)
        if cost < cheapest:
            best, cheapest = mention, cost
    if ahead:
        planned = best.date if best and (best.future or published is None or best.date >= published) else None
        if shifted.event_type == "AGREE":
            if published is None:
                return When(words=best.text if best else None, planned=planned)
            return When(published, "day", "metadata", best.text if best and planned else None, planned)
        return When(planned=planned)
    if shifted.status == "ongoing" and shifted.event_type == "AGREE" and best is None:
        return When(published, "day", "metadata") if published else When()  # an intention, as of the report
    if best is None or best.future:
        return When()
    if shifted.status == "negated" and best.precision in ("month", "year"):
        return When()  # 'have not met this year' is about a period, not a day in it
    end = best.date + dt.timedelta(days=PERIOD[best.precision])
    old = published is not None and published - end > RECENT
    return When(best.date, best.precision, "text", best.text, None, old)


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
        or (words[i] in g.conjunctions and words[i] != "," and words[i - 1] == ",")
    ]
    if not borders:
        return False
    # The clause of the date reaches from the nearest border on the trigger's side to the next one beyond it.
    first, last = (borders[-1], len(words)) if head < at else (0, borders[0])
    return any(first <= v < last for v in clause.verbs) or any(
        words[i] in g.finite or words[i].endswith("ed") for i in range(first, last)
    )


def _date_cost(clause: Clause, match: Match, mention: DateMention) -> float:
    """How far a date phrase is from a trigger, in clause borders and words."""
    tokens, g = clause.tokens, clause.grammar
    at = next((i for i, t in enumerate(tokens) if t.end > mention.char_start), len(tokens) - 1)
    low, high = (at, match.head) if at < match.head else (match.head, at)
    cost = clause.between(low, high) + 0.06 * (high - low)
    if _in_other_clause(clause, match.head, at):
        return _ELSEWHERE
    before = {tokens[i].lower for i in range(max(0, at - 2), at)}
    if before & g.speech and tokens[match.head].lower not in g.speech and high - low > 3:
        cost += 2.0
    return cost
