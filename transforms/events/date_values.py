"""What a date phrase means: the day, week, month or year that it names, by the publisher's day or the story's.

In: the parts of a phrase, what they are worth (lexicon/<language>/dates.toml), the day to count from. Out: the first
day of the period, with its precision; None where the phrase gives no date. One resolver for each kind of rule.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from transforms.records import DatePrecision

_YEAR_BACK = 320
"""Days from which on a past day is told with its year; without, it is the one to come."""


class Context(NamedTuple):
    """What a resolver gets: the parts of the phrase and the day to count from."""

    parts: dict[str, str]
    values: dict[str, dict[str, Any]]
    anchor: dt.date | None
    ahead: bool
    shift: Mapping[str, int]
    story: "Resolved | None"
    """The date that the text named last: 'a day later' is counted from it."""

    def value(self, name: str) -> Any:
        """A part of the phrase as the lexicon values it; None where the phrase has no such part."""
        text = self.parts.get(name)
        if text is None:
            return None
        table = self.values[name]
        return table.get(text, table.get(text.capitalize(), table.get(text.lower())))

    @property
    def lead(self) -> str:
        """What leads the phrase ('last', 'next'), under the name that the resolvers know it by."""
        return self.named("lead")

    def named(self, name: str) -> str:
        """A part of the phrase in lower case, as `values` translates it."""
        text = self.parts.get(name, "").lower()
        return str(self.values.get(name, {}).get(text, text))


class Resolved(NamedTuple):
    """What a phrase means: the fields of a DateMention that tell when."""

    date: dt.date
    precision: DatePrecision
    future: bool = False
    limit: bool = False
    last: dt.date | None = None


Resolver = Callable[[Context], Resolved | None]
"""What makes a date of a phrase, or None."""


def _date(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _day(c: Context) -> Resolved | None:
    month = int(c.parts["mm"]) if "mm" in c.parts else c.value("month")
    day = int(c.parts.get("dd") or c.parts["day"])
    if "last" in c.parts and not c.ahead and int(c.parts["last"]) > day:
        day = int(c.parts["last"])  # what happens on several days is dated to the last
    if "year" in c.parts:
        found = _date(int(c.parts["year"]), month, day)
    elif c.anchor:
        years = range(c.anchor.year, c.anchor.year + 5) if c.ahead else range(c.anchor.year, c.anchor.year - 5, -1)
        days = (d for y in years if (d := _date(y, month, day)))
        found = next((d for d in days if (d >= c.anchor if c.ahead else d <= c.anchor)), None)
        if found and (c.anchor - found).days > _YEAR_BACK:
            found = _date(found.year + 1, month, day) or found  # 'June 3' in a report of May is the one to come
    else:
        return None
    return Resolved(found, "day", bool(c.anchor and found > c.anchor)) if found else None


def _month(c: Context) -> Resolved | None:
    month = c.value("month")
    if "year" in c.parts:
        found = dt.date(int(c.parts["year"]), month, 1)
    elif c.anchor is None:
        return None
    else:
        this, ahead = c.anchor.replace(day=1), c.ahead or c.lead == "next"
        found = dt.date(this.year, month, 1)
        if ahead and (found < this or (c.lead == "next" and found == this)):
            found = dt.date(this.year + 1, month, 1)
        elif not ahead and (found > this or (c.lead == "last" and found == this)):
            if c.lead == "this":
                return Resolved(found, "month", True)
            found = dt.date(this.year - 1, month, 1)
    return Resolved(found, "month", bool(c.anchor and found > c.anchor))


def _year(c: Context) -> Resolved | None:
    found = dt.date(int(c.parts["year"]), 1, 1)
    return Resolved(found, "year", bool(c.anchor and found > c.anchor))


def _weekday(c: Context) -> Resolved | None:
    if c.anchor is None:
        return None
    back = (c.anchor.weekday() - c.value("weekday")) % 7
    if c.lead in ("next", "coming", "this coming") or (c.ahead and c.lead not in ("last", "past", "this past")):
        days = (7 - back) % 7 or (7 if c.lead else 0)
        return Resolved(c.anchor + dt.timedelta(days), "day", days > 0)
    if "before" in c.parts:  # 'Thursday last week'
        back = c.anchor.weekday() - c.value("weekday") + 7
    return Resolved(c.anchor - dt.timedelta(back or (7 if c.lead == "last" else 0)), "day")


def _shift(c: Context) -> Resolved | None:
    days = c.shift[c.parts["word"].lower()]
    return Resolved(c.anchor + dt.timedelta(days), "day", days > 0) if c.anchor else None


def _weekend(c: Context) -> Resolved | None:
    """The Saturday: the one past unless the words or the verb look ahead."""
    if c.anchor is None:
        return None
    saturday = c.anchor + dt.timedelta(5 - c.anchor.weekday())
    if c.lead == "next":
        saturday += dt.timedelta(7)
    elif c.lead not in ("this", "this coming", "the coming") and not c.ahead and saturday > c.anchor:
        saturday -= dt.timedelta(7)
    elif c.lead == "last" and saturday <= c.anchor:
        saturday -= dt.timedelta(7 if c.anchor.weekday() > 4 else 0)
    return Resolved(saturday, "day", saturday > c.anchor)


def _period(c: Context) -> Resolved | None:
    if c.anchor is None:
        return None
    steps = {"last": -1, "the past": -1, "this past": -1, "the previous": -1, "next": 1, "the coming": 1}.get(c.lead, 0)
    later = steps > 0 or (steps == 0 and c.named("side") == "later")
    return _stepped(c.anchor, c.named("unit"), steps, later)


def _stepped(anchor: dt.date, unit: str, steps: int, future: bool = False) -> Resolved | None:
    """The week, month or year that lies `steps` from the anchor's, by its first day."""
    if unit == "day":
        return Resolved(anchor + dt.timedelta(steps), "day", future)
    if unit == "week":
        return Resolved(anchor + dt.timedelta(7 * steps - anchor.weekday()), "week", future)
    if unit == "month":
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + steps, 12)
        return Resolved(dt.date(year, month + 1, 1), "month", future)
    return Resolved(dt.date(anchor.year + steps, 1, 1), "year", future)


def _ago(c: Context) -> Resolved | None:
    if c.anchor is None or "about" in c.parts:
        return None
    count = c.value("count")
    steps = int(c.parts["count"]) if count is None else int(count)
    return _stepped(c.anchor, c.value("unit"), -steps)


def _recent(c: Context) -> Resolved | None:
    """ "In recent weeks" is this month, where most of those weeks lie in it; "in recent days" likewise this week."""
    if c.anchor is None:
        return None
    unit = c.value("unit")
    if unit == "week" and c.anchor.day > 14:
        return _stepped(c.anchor, "month", 0)
    if unit == "day" and c.anchor.weekday() > 1:
        return _stepped(c.anchor, "week", 0)
    if unit == "month" and c.anchor.month > 4:
        return _stepped(c.anchor, "year", 0)
    return None


def _coming(c: Context) -> Resolved | None:
    """It looks ahead, and no more is known: the day is the publisher's, without precision."""
    return Resolved(c.anchor, "none", True) if c.anchor else None


_WAYS = {"later": 1, "next": 1, "following": 1, "after": 1, "same": 0}


def relative(c: Context) -> Resolved | None:
    """'A day later', 'the previous day', 'two weeks earlier': counted from the date that the text named before; 'at the
    time', 'that September': within it."""
    if c.story is None or "about" in c.parts:
        return None
    told = c.story.date
    if "then" in c.parts:
        return c.story
    if "month" in c.parts:
        moved: Resolved | None = Resolved(dt.date(told.year, c.value("month"), 1), "month")
    else:
        count, unit = c.value("count") if "count" in c.parts else 1, c.value("unit") if "unit" in c.parts else "day"
        steps = int(c.parts["count"]) if count is None else int(count)
        way = c.parts.get("way") or c.parts["side"]
        sign = _WAYS.get(way.lower(), -1)
        moved = _stepped(told, unit, sign * steps)
    return moved._replace(future=bool(c.anchor and moved.date > c.anchor)) if moved else None


def _season(c: Context) -> Resolved | None:
    """'Last spring', 'this summer' as a year, which is the shortest period that holds it; the months are northern."""
    if c.anchor is None:
        return None
    begin, ahead = dt.date(c.anchor.year, c.value("season"), 1), c.lead == "next" or (c.lead == "this" and c.ahead)
    if ahead and begin <= c.anchor and c.lead == "next":
        begin = begin.replace(year=begin.year + 1)
    elif not ahead and (begin > c.anchor or (c.lead == "last" and c.anchor < _seasons_end(begin))):
        begin = begin.replace(year=begin.year - 1)
    return Resolved(dt.date(begin.year, 1, 1), "year", begin > c.anchor, last=_seasons_end(begin))


def _seasons_end(begin: dt.date) -> dt.date:
    return begin + dt.timedelta(days=91)


RESOLVERS: dict[str, Resolver] = {
    "day": _day,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "shift": _shift,
    "weekend": _weekend,
    "period": _period,
    "ago": _ago,
    "recent": _recent,
    "coming": _coming,
    "relative": relative,
    "season": _season,
}
"""Kind of rule -> its resolver."""
