"""Sentence -> the days, weeks, months and years it names, resolved against the publisher's day.

The rules are data: lexicon/<language>/dates.toml; what a phrase means, date_values.py tells. A phrase without a year
is the nearest one not after the publisher's day, or, where the caller knows that the verb looks ahead, not before it.
Nothing is guessed: limits ("by Friday", "since 2014"), impossible dates, and, without a publisher's day, all relative
phrases give no date.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.events import grammar
from transforms.events.date_values import RESOLVERS, Context, Resolved, Resolver, relative
from transforms.events.model import DateMention, Sentence
from transforms.events.openers import Opened, matches, openers, remembered
from transforms.events.tables import read

_YEARS = (1900, 2100)
_YEAR_CUE = re.compile(r"(?:19|20)\d\d(?!\d)")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


class _Rule:
    """A kind of date phrase."""

    def __init__(self, rule: Mapping[str, Any], expression: str) -> None:
        self.id: str = rule["id"]
        self.resolve: Resolver = RESOLVERS[rule["kind"]]
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


_WORDS = ("limits", "soft_limits", "ranges", "range_ends", "fillers", "ends", "prior", "opens", "ending", "aims")


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
        story = _story(out, before, anchor, language, parts, lex) if rule.resolve is relative else None
        ahead = prefer_future or (_before(text, start) in lex.aims and not text.startswith(lex.possessive, end))
        resolved = rule.resolve(Context(parts, lex.values, anchor, ahead, rule.shift, story))
        if resolved and _YEARS[0] <= resolved.date.year <= _YEARS[1]:
            at = sentence.start + start
            out.append(DateMention(at, at + end - start, text[start:end], *resolved._replace(limit=bool(limit))))
    if later:
        out += _after(later, out, sentence, Context({}, lex.values, anchor, prefer_future, {}, None))
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
) -> Resolved | None:
    """The date named last before a phrase: in its own sentence, else in one of those before. Days and weeks are counted
    from a day; for years and months, and 'at the time', less will do ('three years later')."""
    unit = lex.values["unit"].get(parts.get("unit", "").lower(), "day")
    exact = unit in ("day", "week") and parts.keys().isdisjoint({"month", "then"})
    for mentions in (found, *(find(s, anchor, language) for s in before[: -BACK - 1 : -1])):
        days = [Resolved(d.date, d.precision) for d in mentions if (d.precision == "day" or not exact) and not d.future]
        if days:
            return days[-1]
    return None


def _after(
    later: Sequence[tuple[int, int, dict[str, str]]], found: Sequence[DateMention], sentence: Sentence, context: Context
) -> list[DateMention]:
    """The dates of phrases such as 'two days after', counted from the day that is named beside them."""
    days, first, text = [d for d in found if d.precision == "day"], sentence.start, sentence.text
    out: list[DateMention] = []
    for start, end, parts in later:
        at = first + start
        day = next((d for d in days if d.char_start == first + end + 1), None)
        way, span = "later", (at, at + end - start)  # 'a day after Monday's raid' is a day itself
        one = days[0] if len(days) == 1 else None
        if day is None and one and (one.char_start < at or "," in text[end : one.char_start - first]):
            way, day, span = "earlier", one, (first + end + 1, first + end + 2)
        story = Resolved(day.date, day.precision) if day else None
        if resolved := relative(context._replace(parts={**parts, "way": way}, story=story)):
            out.append(DateMention(span[0], span[1], text[start:end], *resolved))
    return out


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
