"""Sentence -> the days, weeks, months and years it names, resolved against the publisher's day.

The rules are data: lexicon/<language>/dates.toml. A phrase without a year is the nearest one not after the publisher's
day, or, where the caller knows that the verb looks ahead, not before it. Nothing is guessed: limits ("by Friday",
"since 2014"), impossible dates, and, without a publisher's day, all relative phrases give no date.
"""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from transforms.events.model import DateMention, Sentence
from transforms.events.tables import read
from transforms.records import DatePrecision

_YEARS = (1900, 2100)
_YEAR_CUE = re.compile(r"(?:19|20)\d\d(?!\d)")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


class _Rule(NamedTuple):
    id: str
    resolve: "_Resolver"
    shift: Mapping[str, int]


class _Lexicon(NamedTuple):
    pattern: re.Pattern[str]
    rules: dict[str, _Rule]
    values: dict[str, dict[str, Any]]
    cues: frozenset[str]
    limits: frozenset[str]
    soft_limits: frozenset[str]
    ranges: frozenset[str]
    range_ends: frozenset[str]
    names: re.Pattern[str]


class _Context(NamedTuple):
    """What a resolver gets: the parts of the phrase and the day to count from."""

    parts: dict[str, str]
    values: dict[str, dict[str, Any]]
    anchor: dt.date | None
    ahead: bool
    shift: Mapping[str, int]

    def value(self, name: str) -> Any:
        """A part of the phrase as the lexicon values it; None where the phrase has no such part."""
        text = self.parts.get(name)
        if text is None:
            return None
        table = self.values[name]
        return table.get(text, table.get(text.capitalize(), table.get(text.lower())))

    @property
    def lead(self) -> str:
        return self.parts.get("lead", "").lower()


class _Resolved(NamedTuple):
    date: dt.date
    precision: DatePrecision
    future: bool = False


_Resolver = Callable[[_Context], _Resolved | None]


def find(
    sentence: Sentence, anchor: dt.date | None, language: str = "en", *, prefer_future: bool = False
) -> tuple[DateMention, ...]:
    """The date phrases of a sentence, in order.

    `anchor` is the publisher's own day; `prefer_future` says that the verb looks ahead ("will meet on Friday").
    """
    lex = _lexicon(language)
    if lex.cues.isdisjoint([t.lower for t in sentence.tokens]) and not _YEAR_CUE.search(sentence.text):
        return ()
    text, out = sentence.text, []
    named = [m.span() for m in lex.names.finditer(text)]
    for m in lex.pattern.finditer(text):
        rule = lex.rules[_rule_of(m)]
        parts = {k.partition("_")[2]: v for k, v in m.groupdict().items() if v is not None and "_" in k}
        start, end = _trimmed(m, parts, rule.id)
        if any(a < end and start < b for a, b in named) or _is_limit(text, start, end, lex):
            continue
        resolved = rule.resolve(_Context(parts, lex.values, anchor, prefer_future, rule.shift))
        if resolved and _YEARS[0] <= resolved.date.year <= _YEARS[1]:
            at = sentence.start + start
            out.append(DateMention(at, at + end - start, text[start:end], *resolved))
    return tuple(out)


def _rule_of(m: re.Match[str]) -> str:
    return next(k for k, v in m.groupdict().items() if v is not None and "_" not in k)


def _trimmed(m: re.Match[str], parts: dict[str, str], rule: str) -> tuple[int, int]:
    """The phrase without the preposition that only showed it to be a date: `May` of `in May`."""
    start, end = m.span()
    if rule in ("month-alone", "year"):
        lead = parts["lead"].lower()
        if lead not in ("last", "next", "this", "early", "late", "mid"):
            start += len(lead) + 1
    return start, end


def _is_limit(text: str, start: int, end: int, lex: _Lexicon) -> bool:
    """Whether the words before the phrase make it the start or the end of something: "by Friday", "since 2014"."""
    before = text[max(0, start - 24) : start].lower().replace("-", " ").split()
    while before and before[-1] in ("the", "last", "early", "late", "mid", "end", "of", "middle", "beginning", "start"):
        before.pop()
    word = before[-1] if before else ""
    after = text[end : end + 12].split()
    if word in lex.limits or (word == "to" and (len(before) < 2 or before[-2] == "prior" or before[-2].isdigit())):
        return True
    if word in lex.ranges:
        return bool(after) and after[0] in lex.range_ends
    return word in lex.soft_limits and text[end : end + 2] not in ("'s", "’s")


@functools.cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "dates")
    values = data["values"]
    names = {name: _alternatives(name, table) for name, table in values.items()} | {"year": _YEAR, "day": _DAY}
    rules, patterns = {}, []
    for n, rule in enumerate(data["rule"]):
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda m: names[m[1]], rule["pattern"])
        pattern = re.sub(r"\(\?P<(\w+)>", rf"(?P<r{n}_\1>", pattern)
        rules[f"r{n}"] = _Rule(rule["id"], _RESOLVERS[rule["kind"]], rule.get("shift", {}))
        patterns.append(rf"(?P<r{n}>{pattern})")
    words, cues = data["words"], set[str]()
    for table in ("month", "weekday"):
        cues |= {w.lower() for w in values[table]}
    listed = {name: frozenset(words[name].split()) for name in ("limits", "soft_limits", "ranges", "range_ends")}
    return _Lexicon(
        pattern=re.compile(r"(?<![\w-])(?i:" + "|".join(patterns) + r")(?!\w)"),
        rules=rules,
        values=values,
        cues=frozenset(cues | set(words["cues"].split())),
        names=re.compile(words["names"]),
        **listed,
    )


def _alternatives(name: str, table: dict[str, Any]) -> str:
    """A value's spellings; months and weekdays by case (`May`, `MAY`, never `may`), numbers also in digits."""
    spellings = sorted(table, key=len, reverse=True)
    if spellings[0][0].isupper():
        spellings += [s.upper() for s in spellings]
        return f"(?P<{name}>(?-i:{'|'.join(spellings)}))"
    return f"(?P<{name}>{'|'.join(spellings)}{'|[0-9]{1,2}' if name == 'count' else ''})"


# -- resolvers --------------------------------------------------------------------------------------------------------


def _date(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _day(c: _Context) -> _Resolved | None:
    month = int(c.parts["mm"]) if "mm" in c.parts else c.value("month")
    day = int(c.parts.get("dd") or c.parts["day"])
    if "year" in c.parts:
        found = _date(int(c.parts["year"]), month, day)
    elif c.anchor:
        years = range(c.anchor.year, c.anchor.year + 5) if c.ahead else range(c.anchor.year, c.anchor.year - 5, -1)
        days = (d for y in years if (d := _date(y, month, day)))
        found = next((d for d in days if (d >= c.anchor if c.ahead else d <= c.anchor)), None)
    else:
        return None
    return _Resolved(found, "day", bool(c.anchor and found > c.anchor)) if found else None


def _month(c: _Context) -> _Resolved | None:
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
                return _Resolved(found, "month", True)
            found = dt.date(this.year - 1, month, 1)
    return _Resolved(found, "month", bool(c.anchor and found > c.anchor))


def _year(c: _Context) -> _Resolved | None:
    found = dt.date(int(c.parts["year"]), 1, 1)
    return _Resolved(found, "year", bool(c.anchor and found > c.anchor))


def _weekday(c: _Context) -> _Resolved | None:
    if c.anchor is None:
        return None
    back = (c.anchor.weekday() - c.value("weekday")) % 7
    if c.lead in ("next", "coming", "this coming") or (c.ahead and c.lead not in ("last", "past", "this past")):
        days = (7 - back) % 7 or (7 if c.lead else 0)
        return _Resolved(c.anchor + dt.timedelta(days), "day", days > 0)
    return _Resolved(c.anchor - dt.timedelta(back or (7 if c.lead == "last" else 0)), "day")


def _shift(c: _Context) -> _Resolved | None:
    days = c.shift[c.parts["word"].lower()]
    return _Resolved(c.anchor + dt.timedelta(days), "day", days > 0) if c.anchor else None


def _weekend(c: _Context) -> _Resolved | None:
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
    return _Resolved(saturday, "day", saturday > c.anchor)


def _period(c: _Context) -> _Resolved | None:
    if c.anchor is None:
        return None
    steps = {"last": -1, "the past": -1, "this past": -1, "the previous": -1, "next": 1, "the coming": 1}.get(c.lead, 0)
    later = steps > 0 or (steps == 0 and (c.parts.get("side") or "").lower() == "later")
    return _stepped(c.anchor, c.parts["unit"].lower(), steps, later)


def _stepped(anchor: dt.date, unit: str, steps: int, future: bool = False) -> _Resolved | None:
    """The week, month or year that lies `steps` from the anchor's, by its first day."""
    if unit == "day":
        return _Resolved(anchor + dt.timedelta(steps), "day", future)
    if unit == "week":
        return _Resolved(anchor + dt.timedelta(7 * steps - anchor.weekday()), "week", future)
    if unit == "month":
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + steps, 12)
        return _Resolved(dt.date(year, month + 1, 1), "month", future)
    return _Resolved(dt.date(anchor.year + steps, 1, 1), "year", future)


def _ago(c: _Context) -> _Resolved | None:
    if c.anchor is None or "about" in c.parts:
        return None
    count = c.value("count")
    steps = int(c.parts["count"]) if count is None else int(count)
    return _stepped(c.anchor, c.value("unit"), -steps)


def _recent(c: _Context) -> _Resolved | None:
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


def _coming(c: _Context) -> _Resolved | None:
    """It looks ahead, and no more is known: the day is the publisher's, without precision."""
    return _Resolved(c.anchor, "none", True) if c.anchor else None


_RESOLVERS: dict[str, _Resolver] = {
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
}
