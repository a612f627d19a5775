"""Sentence -> the days, weeks, months and years it names, resolved against the publisher's day.

The rules are data: lexicon/<language>/dates.toml. A phrase without a year is the nearest one not after the publisher's
day, or, where the caller knows that the verb looks ahead, not before it. Nothing is guessed: limits ("by Friday",
"since 2014"), impossible dates, and, without a publisher's day, all relative phrases give no date.
"""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.events import grammar
from transforms.events.model import DateMention, Sentence
from transforms.events.openers import Opened, matches, openers, remembered
from transforms.events.tables import read
from transforms.records import DatePrecision

_YEARS = (1900, 2100)
_YEAR_CUE = re.compile(r"(?:19|20)\d\d(?!\d)")
_YEAR_BACK = 320
"""Days from which on a past day is told with its year; without, it is the one to come."""
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


class _Rule:
    """A kind of date phrase."""

    def __init__(self, rule: Mapping[str, Any], expression: str) -> None:
        self.id: str = rule["id"]
        self.resolve: _Resolver = _RESOLVERS[rule["kind"]]
        self.shift: Mapping[str, int] = rule.get("shift", {})
        self.given: Mapping[str, str] = rule.get("given", {})
        self.expression = expression

    @functools.cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Looks for a phrase at an offset; compiled when a text has the first word of one."""
        return re.compile(rf"(?i:{self.expression})(?!\w)").match


@dataclass(frozen=True, slots=True)
class _Lexicon:
    rules: Opened[_Rule]
    """First word of a phrase -> the rules that it may follow, in their order."""
    values: dict[str, dict[str, Any]]
    cues: frozenset[str]
    limits: frozenset[str]
    soft_limits: frozenset[str]
    ranges: frozenset[str]
    range_ends: frozenset[str]
    fillers: frozenset[str]
    """Words between a limit and its date: 'by the end of May'."""
    ends: frozenset[str]
    """Limits only where nothing but a number stands before them: '2014 to 2016'."""
    prior: frozenset[str]
    ending: frozenset[str]
    """Limits that say until when."""
    aims: frozenset[str]
    """Words before a day that lies ahead: 'called a strike for Monday'."""
    opens: frozenset[str]
    """Words after a limit and a comma that tell what happened then: 'since 2014, when'."""
    names: re.Pattern[str]
    possessive: tuple[str, ...]


class _Context(NamedTuple):
    """What a resolver gets: the parts of the phrase and the day to count from."""

    parts: dict[str, str]
    values: dict[str, dict[str, Any]]
    anchor: dt.date | None
    ahead: bool
    shift: Mapping[str, int]
    story: "_Resolved | None"
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


class _Resolved(NamedTuple):
    date: dt.date
    precision: DatePrecision
    future: bool = False
    limit: bool = False
    last: dt.date | None = None


_WORDS = ("limits", "soft_limits", "ranges", "range_ends", "fillers", "ends", "prior", "opens", "ending", "aims")

_Resolver = Callable[[_Context], _Resolved | None]


def find(
    sentence: Sentence,
    anchor: dt.date | None,
    language: str = "en",
    *,
    prefer_future: bool = False,
    before: Sequence[Sentence] = (),
    limits: bool = False,
) -> tuple[DateMention, ...]:
    """The date phrases of a sentence, in order.

    `anchor` is the publisher's own day; `prefer_future` says that the verb looks ahead ("will meet on Friday");
    `before` are the sentences before it, for the day that "a day later" is counted from. The span of "two days after"
    is the word behind it, where the clause begins that it dates. `limits` asks for limits that say until when, too.
    """
    lex = _lexicon(language)
    if lex.cues.isdisjoint(sentence.lowers) and not _YEAR_CUE.search(sentence.text):
        return ()
    text = sentence.text
    out: list[DateMention] = []
    later: list[tuple[int, int, dict[str, str]]] = []
    for rule, start, end, parts, limit in _phrases(text, language):
        if limit and not (limits and limit in lex.ending):
            continue
        if rule.id == "after":
            later.append((start, end, parts))
            continue
        story = _story(out, before, anchor, language, parts, lex) if rule.resolve is _relative else None
        ahead = prefer_future or (_before(text, start) in lex.aims and not text.startswith(lex.possessive, end))
        resolved = rule.resolve(_Context(parts, lex.values, anchor, ahead, rule.shift, story))
        if resolved and _YEARS[0] <= resolved.date.year <= _YEARS[1]:
            at = sentence.start + start
            out.append(DateMention(at, at + end - start, text[start:end], *resolved._replace(limit=bool(limit))))
    days, first = [d for d in out if d.precision == "day"], sentence.start
    for start, end, parts in later:
        at, words = first + start, text[start:end]
        day = next((d for d in days if d.char_start == first + end + 1), None)
        way, span = "later", (at, at + end - start)  # 'a day after Monday's raid' is a day itself
        one = days[0] if len(days) == 1 else None
        if day is None and one and (one.char_start < at or "," in text[end : one.char_start - first]):
            way, day, span = "earlier", one, (first + end + 1, first + end + 2)
        story = _Resolved(day.date, day.precision) if day else None
        if resolved := _relative(_Context({**parts, "way": way}, lex.values, anchor, prefer_future, {}, story)):
            out.append(DateMention(span[0], span[1], words, *resolved))
    return tuple(sorted(out, key=lambda d: d.char_start))


BACK = 4
"""Sentences before, in which the day is looked for that 'a day later' is counted from."""


def _story(
    found: Sequence[DateMention],
    before: Sequence[Sentence],
    anchor: dt.date | None,
    language: str,
    parts: Mapping[str, str],
    lex: _Lexicon,
) -> _Resolved | None:
    """The date named last before a phrase: in its own sentence, else in one of those before. Days and weeks are counted
    from a day; for years and months, and 'at the time', less will do ('three years later')."""
    unit = lex.values["unit"].get(parts.get("unit", "").lower(), "day")
    exact = unit in ("day", "week") and parts.keys().isdisjoint({"month", "then"})
    for mentions in (found, *(find(s, anchor, language) for s in before[: -BACK - 1 : -1])):
        days = [
            _Resolved(d.date, d.precision) for d in mentions if (d.precision == "day" or not exact) and not d.future
        ]
        if days:
            return days[-1]
    return None


class _Phrase(NamedTuple):
    """A date phrase as it stands in a text."""

    rule: _Rule
    start: int
    end: int
    parts: dict[str, str]
    limit: str
    """The word that makes it a limit, or ''."""


@functools.lru_cache(maxsize=32)
def _phrases(text: str, language: str) -> tuple[_Phrase, ...]:
    """The date phrases of a text, in order. A sentence is asked more than once: ahead, back, and by those after it."""
    lex = _lexicon(language)
    found = list(matches(text, lex.rules))
    named, out = [m.span() for m in lex.names.finditer(text)] if found else [], []
    for rule, m in found:
        parts = {**rule.given, **{part: value for part, value in m.groupdict().items() if value is not None}}
        start, end = _trimmed(m, parts, rule.id)
        if not any(a < end and start < b for a, b in named):
            out.append(_Phrase(rule, start, end, parts, _limit(text, start, end, lex)))
    return tuple(out)


def _trimmed(m: re.Match[str], parts: dict[str, str], rule: str) -> tuple[int, int]:
    """The phrase without the preposition that only showed it to be a date: `May` of `in May`."""
    start, end = m.span()
    if rule in ("month-alone", "year"):
        lead = parts["lead"].lower()
        if lead not in ("last", "next", "this", "early", "late", "mid"):
            start += len(lead) + 1
    return start, end


def _before(text: str, start: int) -> str:
    """The word before a phrase."""
    return next(iter(text[max(0, start - 24) : start].lower().split()[-1:]), "")


def _limit(text: str, start: int, end: int, lex: _Lexicon) -> str:
    """The word before the phrase that makes it the start or the end of something: "by Friday", "since 2014"; or ''."""
    before = text[max(0, start - 24) : start].lower().replace("-", " ").split()
    while before and before[-1] in lex.fillers:
        before.pop()
    word = before[-1] if before else ""
    after = text[end : end + 12].split()
    if text[end : end + 1] == "," and after[1:2] and after[1] in lex.opens:
        return ""  # 'since 2019, when the army seized power'
    if word in lex.limits or (
        word in lex.ends and (len(before) < 2 or before[-2] in lex.prior or before[-2].isdigit())
    ):
        return word
    if word in lex.ranges:
        return word if after and after[0] in lex.range_ends else ""
    return word if word in lex.soft_limits and not text.startswith(lex.possessive, end) else ""


@functools.cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "dates")
    values = data["values"]
    names = {name: _alternatives(name, table) for name, table in values.items()} | {"year": _YEAR, "day": _DAY}
    rules: dict[str, list[_Rule]] = {}
    for entry in data["rule"]:
        rule = _Rule(entry, re.sub(r"(?<!\?P)<(\w+)>", lambda m: names[m[1]], entry["pattern"]))
        for word in openers(rule.expression):
            rules.setdefault(word, []).append(rule)
    words, cues = data["words"], set[str]()
    for table in ("month", "weekday"):
        cues |= {w.lower() for w in values[table]}
    listed = {name: frozenset(words.get(name, "").split()) for name in _WORDS}
    return _Lexicon(
        rules=remembered(rules),
        values=values,
        cues=frozenset(cues | set(words["cues"].split())),
        names=re.compile(words["names"]),
        possessive=tuple(grammar.load(language).possessive) or ("\0",),
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
    if "before" in c.parts:  # 'Thursday last week'
        back = c.anchor.weekday() - c.value("weekday") + 7
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
    later = steps > 0 or (steps == 0 and c.named("side") == "later")
    return _stepped(c.anchor, c.named("unit"), steps, later)


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


_WAYS = {"later": 1, "next": 1, "following": 1, "after": 1, "same": 0}


def _relative(c: _Context) -> _Resolved | None:
    """'A day later', 'the previous day', 'two weeks earlier': counted from the date that the text named before; 'at the
    time', 'that September': within it."""
    if c.story is None or "about" in c.parts:
        return None
    told = c.story.date
    if "then" in c.parts:
        return c.story
    if "month" in c.parts:
        moved: _Resolved | None = _Resolved(dt.date(told.year, c.value("month"), 1), "month")
    else:
        count, unit = c.value("count") if "count" in c.parts else 1, c.value("unit") if "unit" in c.parts else "day"
        steps = int(c.parts["count"]) if count is None else int(count)
        way = c.parts.get("way") or c.parts["side"]
        sign = _WAYS.get(way.lower(), -1)
        moved = _stepped(told, unit, sign * steps)
    return moved._replace(future=bool(c.anchor and moved.date > c.anchor)) if moved else None


def _season(c: _Context) -> _Resolved | None:
    """'Last spring', 'this summer' as a year, which is the shortest period that holds it; the months are northern."""
    if c.anchor is None:
        return None
    begin, ahead = dt.date(c.anchor.year, c.value("season"), 1), c.lead == "next" or (c.lead == "this" and c.ahead)
    if ahead and begin <= c.anchor and c.lead == "next":
        begin = begin.replace(year=begin.year + 1)
    elif not ahead and (begin > c.anchor or (c.lead == "last" and c.anchor < _seasons_end(begin))):
        begin = begin.replace(year=begin.year - 1)
    return _Resolved(dt.date(begin.year, 1, 1), "year", begin > c.anchor, last=_seasons_end(begin))


def _seasons_end(begin: dt.date) -> dt.date:
    return begin + dt.timedelta(days=91)


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
    "relative": _relative,
    "season": _season,
}
