"""Date phrases of a sentence -> the date of one of its events.

In: the phrases that dates.py found, the clause, a match with its status. Out: `When`. A phrase belongs to the verb of
its own clause; one of another clause dates nothing here, because no date is better than a wrong one.
"""

import bisect
import datetime as dt
import functools
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events import nearness
from transforms.events.model import DateMention
from transforms.events.readings import Words
from transforms.events.roles import Clause
from transforms.events.shift import Shifted
from transforms.events.triggers import Match
from transforms.records import DatePrecision, DateSource

RECENT = dt.timedelta(days=92)
"""How far before publication an event may lie and be news; older ones are background (status historical)."""
PERIOD = {"day": 0, "week": 7, "month": 31, "year": 366, "none": 0}
"""Days of a period, by precision: an event is as old as the end of its period."""


class When(NamedTuple):
    """What is known of an event's date; `old` where it lies far before the report."""

    date: dt.date | None = None
    precision: DatePrecision = "none"
    source: DateSource = "none"
    words: str | None = None
    planned: dt.date | None = None
    old: bool = False
    begun: bool = False
    """Whether that is the day on which began what goes on."""


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
    limits, found = [d for d in found if d.limit], [d for d in found if not d.limit]
    tense = nearness.tense(clause, match)
    promise = match.pattern.group.operator and shifted.event_type == "AGREE" and not ahead
    best: DateMention | None = None
    cheapest = nearness.TOO_FAR
    announced = next((d for d in told if _is_told(clause, match, d)), None) if ahead else None
    for mention in found:
        if announced is not None and mention.char_start == announced.char_start:
            continue
        after = mention.char_start >= clause.tokens[match.end - 1].end
        if promise and after and mention.precision != "day" and _is_promised(clause, match, mention):
            continue  # 'offered to host talks in May': the month is that of the talks
        if tense and not ahead and _long_past(mention, published, tense):
            continue
        cost = nearness.cost(clause, match, mention)
        if cost < cheapest:
            best, cheapest = mention, cost
    if ahead:
        planned = best.date if best and (best.future or published is None or best.date >= published) else None
        if announced is not None:
            return When(announced.date, announced.precision, "text", announced.text, planned)
        if shifted.event_type == "AGREE":
            if published is None:
                return When(words=best.text if best else None, planned=planned)
            return When(published, "day", "metadata", best.text if best and planned else None, planned)
        return When(planned=planned)
    if best is None and published and shifted.event_type == "AGREE" and shifted.status == "ongoing":
        return When(published, "day", "metadata")  # an intention that lasts, as of the report
    lacks = shifted.status == "negated" and tense == "perfect" and not clause.grammar.since.isdisjoint(clause.words)
    if best is None and published and lacks:
        return When(published, "day", "metadata")  # 'has not met him since May': as of the report
    lasts = best is None and shifted.status != "negated" and _is_perfect(clause, match, tense)
    begun = _begun(limits, clause, match) if lasts else None
    if begun is not None:
        return When(begun.date, begun.precision, "text", begun.text, begun=True)
    if best is None or best.future:
        old = best is None and (
            _in_old_story(found, clause, match, published) or _ended(limits, clause, match, published)
        )
        return When(old=old)
    if shifted.status == "negated" and best.precision in ("month", "year"):
        return When()  # 'have not met this year' is about a period, not a day in it
    old = published is not None and tense != "perfect" and published - _latest(best, published) > RECENT
    return When(best.date, best.precision, "text", best.text, None, old)


def _is_perfect(clause: Clause, match: Match, tense: str) -> bool:
    """Whether a trigger is told in a perfect: 'has refused', 'had been shot', 'has been in prison'."""
    if tense:
        return tense == "perfect"
    g, words = clause.grammar, clause.words
    if match.verbal:
        return not g.have.isdisjoint(clause.verb_group(match.start))
    return match.pattern.kind == "p" and not g.have.isdisjoint(words[max(0, match.start - _PERFECT) : match.start + 1])


_PERFECT = 3
"""Words from 'has' to the phrase that it is part of: 'has long been in prison'."""


def _begun(limits: Sequence[DateMention], clause: Clause, match: Match) -> DateMention | None:
    """The day since which something goes on or has happened: 'has refused food since Tuesday', 'jailed since 2019'."""
    near = (d for d in limits if not d.future and _is_since(clause, d))
    return next((d for d in near if nearness.cost(clause, match, d) < nearness.TOO_FAR), None)


def _is_since(clause: Clause, mention: DateMention) -> bool:
    at = nearness.position(clause, mention)
    return not clause.grammar.since.isdisjoint(clause.words[max(0, at - 2) : at + 1])


def _is_promised(clause: Clause, match: Match, mention: DateMention) -> bool:
    """Whether a date phrase stands with what is promised: 'offered to host talks in May', not 'pledged aid in May'."""
    g, words = clause.grammar, clause.words[match.start + 1 : nearness.position(clause, mention)]
    return any(w in g.to or w in g.that or w in g.subject_pronouns for w in words)


def _is_told(clause: Clause, match: Match, mention: DateMention) -> bool:
    """Whether a day is that of an announcement beside a plan: 'said on Monday that it would sue', 'will sue, it
    announced on Monday', of a month only without a clause between: 'told the daily in May that'."""
    if mention.future or mention.limit:
        return False
    at, g, words = nearness.position(clause, mention), clause.grammar, clause.words
    announces = match.verbal and match.pattern.group.event_type != "CONSULT"  # 'meets him on Friday to talk'
    if announces and match.head < at <= match.head + _ANNOUNCED and g.to.isdisjoint(words[match.head : at]):
        return not g.to.isdisjoint(words[at : at + nearness.TOLD_IN])  # 'agreed on Monday to meet'
    first = max(0, at - nearness.TOLD_IN) if at < match.start else max(match.end, at - _ANNOUNCED)
    said = next((i for i in range(at - 1, first - 1, -1) if words[i] in g.speech or words[i] in g.announcing), -1)
    if said < 0 or mention.precision == "day":
        return said >= 0
    return not any(w in g.that or w in g.subject_pronouns or w in g.modals or w in g.owners for w in words[said:at])


_ANNOUNCED = 5
"""Words between a verb of saying and its day."""


def is_background(clause: Clause, match: Match, lists: Words) -> bool:
    """Whether words such as 'decades' put an event into the past of the story."""
    words, old, seconds = clause.words, lists.historical, _seconds(lists.historical)
    if old.isdisjoint(words) and seconds.isdisjoint(words):
        line = " ".join(words)
        if max(map(line.find, _CENTURIES)) < 0:
            return False
    for i, word in enumerate(words):
        if word not in old:
            decade = word[:2] in _CENTURIES and word.endswith(lists.decades)
            if not (decade or (word in seconds and i and f"{words[i - 1]}_{word}" in old)):
                continue
        if word in lists.remembering and match.head < i:
            continue  # 'accused it on the anniversary of the war'
        at = i + 2 if words[i + 1 : i + 2] and words[i + 1] in clause.grammar.sequel else i  # 'decades after it fell'
        at = next((n + 1 for n in range(i, min(i + _BEHIND, match.head)) if words[n] in clause.grammar.since), at)
        if clause.between(min(at, match.head), max(at, match.head)) < _BESIDE:
            return True
    return False


@functools.cache
def _seconds(phrases: frozenset[str]) -> frozenset[str]:
    """The last words of those phrases that have two."""
    return frozenset(phrase.partition("_")[2] for phrase in phrases if "_" in phrase)


_CENTURIES = ("19", "20")
"""First figures of a decade: '1990s'."""
_BEHIND = 4
"""Words from 'decades' to the 'since' before what happened then: 'two decades have passed since it fell'."""
_BESIDE = 0.5
"""Clause borders between such words and their event."""


def turned(
    back: Sequence[DateMention], ahead: Sequence[DateMention], clause: Clause, match: Match
) -> Sequence[DateMention]:
    """The date phrases of a refusal for the future: what stands behind it lies ahead, 'will not attend the summit on
    Friday', unless it tells when that was said. `back`, `ahead`: the phrases, read both ways."""
    first, coming = clause.tokens[match.start].start, {d.char_start: d for d in ahead}
    return [coming.get(d.char_start, d) if d.char_start > first and not _is_told(clause, match, d) else d for d in back]


def is_timetable(clause: Clause, match: Match) -> bool:
    """Whether the present of a meeting may tell when it will be: 'The king flies to Rome on Friday'."""
    if match.pattern.group.event_type != "CONSULT" or not match.verbal or match.passive or not match.tags:
        return False
    return match.tags <= _NOW and clause.grammar.auxiliary.isdisjoint(clause.verb_group(match.start))


_NOW = frozenset(("third", "base"))


def lies_ahead(found: Sequence[DateMention], clause: Clause, match: Match) -> bool:
    """Whether a coming day belongs to a trigger: 'is flying to Rome on Friday', but 'is looking into Sunday's raid'."""
    if match.pattern.group.event_type in nearness.SPOKEN:
        return False
    after = clause.tokens[match.head].end
    return any(
        d.future and not d.limit and d.char_start >= after and nearness.cost(clause, match, d) < nearness.TOO_FAR
        for d in found
    )


def is_set_for(found: Sequence[DateMention], clause: Clause, match: Match) -> bool:
    """Whether a noun of a meeting has a date of its own that lies ahead: 'his visit to Rome next week', 'next week's
    summit'. `found`: phrases read as of the past, so that those of the future leave no doubt."""
    if match.pattern.group.event_type != "CONSULT" or match.pattern.kind != "n":
        return False
    g, starts = clause.grammar, clause.starts
    for date in found:
        if not date.future or date.limit:
            continue
        at, end = bisect.bisect_left(starts, date.char_start), bisect.bisect_left(starts, date.char_end)
        first, last = (match.head + 1, at) if at > match.head else (end, match.start)
        between = clause.words[first:last]
        parted = any(w == "," or w in g.finite or w in g.hard_breaks or w in g.relative for w in between)
        owned = at > match.head or not g.possessive.isdisjoint(between[:1])
        if owned and not parted and len(between) <= _SET and not clause.verbs_between(first, last):
            return True
    return False


_SET = 8
"""Words between a meeting and its day."""
FRESH = {"perfect": dt.timedelta(days=8), "present": dt.timedelta(days=3)}
"""How old a stated day can be that goes with a tense: nobody 'has resigned in 2012', nor 'denies' it of that year."""


def _ended(limits: Sequence[DateMention], clause: Clause, match: Match, published: dt.date | None) -> bool:
    """Whether an undated past event lasted until long ago: 'held the port until 2009', 'ruled from 2003 to 2009'."""
    if published is None or not match.tags & {"past", "part"} or nearness.tense(clause, match):
        return False
    near = (
        d
        for d in limits
        if not d.future and not _is_since(clause, d) and nearness.cost(clause, match, d) < nearness.TOO_FAR
    )
    return any(published - _latest(d, published) > RECENT for d in near)


def _latest(mention: DateMention, published: dt.date) -> dt.date:
    """When an event of a period happened at the latest; of a year its middle, or most of 'last year' would be news."""
    if mention.last is not None:
        return min(mention.last, published)
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
    """Whether an undated event is told together with years that are long past: 'was tried, but set free in 2009', 'left
    in 2009 after it had lost the port', 'a war in 2009, which ended in a truce'."""
    if published is None or not found or nearness.tense(clause, match):
        return False
    if match.verbal and not match.tags & {"past", "part"}:
        return False
    g, words = clause.grammar, clause.words
    joined = False
    for mention in found:
        if mention.precision != "year" or published - _latest(mention, published) < RECENT:
            return False
        old = published - mention.date >= OLD_STORY
        at = next((i for i, t in enumerate(clause.tokens) if t.end > mention.char_start), 0)
        low, high = min(at, match.head), max(at, match.head)
        adverbial = at > 0 and words[at - 1] not in g.of | g.leaving | g.determiners
        joined = joined or any(
            (old and match.verbal and words[i] in g.same_time and g.that.isdisjoint(words[low:i]))
            or (old and match.verbal and words[i] in g.conjunctions | g.contrast and words[i - 1] == ",")
            or (old and at < match.head and words[i] in g.relative_subjects and "," in words[i - 2 : i])
            or (at < match.head and adverbial and words[i] in g.sequel)
            for i in range(low + 1, high)
        )
    return joined


OLD_STORY = dt.timedelta(days=400)
"""From this age on a year in the sentence makes a told past background."""
