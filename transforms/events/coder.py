"""Text -> the events it reports: triggers, roles, status, dates, places, one Coding per event and sentence.

In: a text as given (offsets are into it), its language and the publisher's day. Out: `Coding` values in order of the
text, each with the steps that led to it. A planned meeting is dated to the day of the report (event_date_source
`metadata`) because the announcement is the event; any other event without words for its date has none.
"""

import datetime as dt
import functools
import gc
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events import (
    actors,
    contexts,
    coreference,
    dates,
    memory,
    ontology,
    places,
    selection,
    status,
    text,
    timing,
    triggers,
)
from transforms.events.model import Actor, ActorMention, Coding, DateMention, Sentence, Token
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match
from transforms.records import Status

MAX_TOKENS = 400
"""Longer sentences are lists or broken text and report no event that can be told apart."""
MAX_PER_SENTENCE = 8
MIN_CONFIDENCE = 0.36
"""Less is noise: chosen where precision still gained on labelled articles without losing F1."""


class _Rooms(NamedTuple):
    """What coding a language needs, loaded once."""

    language: str
    lexicon: triggers.Lexicon
    rules: status.Rules
    contexts: contexts.Contexts
    gazetteer: actors.Gazetteer
    ontology: ontology.Ontology
    continuing: frozenset[str]
    """Ids of the patterns that take up an affair told before."""


@functools.cache
def _rooms(language: str) -> _Rooms:
    """All that coding a language needs. The lexicons are some hundred thousand objects that live as long as the
    process: collecting garbage while they are made only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(language)
    finally:
        if collecting:
            gc.enable()


def _load(language: str) -> _Rooms:
    lexicon = triggers.load(language)
    return _Rooms(
        language,
        lexicon,
        status.load(language),
        contexts.load(language),
        actors.load(language),
        ontology.load(),
        frozenset(p.id for p in lexicon.patterns if p.group.continues),
    )


def load(language: str) -> None:
    """Load what coding a language needs, once per process. FileNotFoundError for a language without a lexicon."""
    _rooms(language)


def code(
    content: str, *, language: str, published_date: dt.date | None = None, title: str | None = None
) -> tuple[Coding, ...]:
    """The events that a text reports. FileNotFoundError for a language without a lexicon."""
    del title  # offsets are into the body alone; a headline that is to be coded stands in the text
    rooms = _rooms(language)
    sentences = text.split(content, language)
    named = [rooms.gazetteer.find(s, published_date) for s in sentences]
    found = coreference.resolve(sentences, named)
    out: list[Coding] = []
    for sentence, mentions in zip(sentences, found, strict=True):
        if len(sentence.tokens) <= MAX_TOKENS:
            out.extend(_code_sentence(rooms, sentence, mentions, published_date))
    return memory.fill(out, rooms.continuing)


class _Work(NamedTuple):
    """One sentence on the bench."""

    sentence: Sentence
    clause: Clause
    about: tuple[str, ...]
    published: dt.date | None
    dates: dict[bool, tuple[DateMention, ...]]
    """Date phrases, found once for all events of the sentence; the key says whether the verb looks ahead."""


def _code_sentence(
    rooms: _Rooms, sentence: Sentence, mentions: Sequence[ActorMention], published: dt.date | None
) -> list[Coding]:
    tokens = sentence.tokens
    if not mentions:
        return []
    matches = rooms.lexicon.match(tokens)
    if not matches or tokens[-1].lower == "?" or rooms.contexts.off_topic(tokens):
        return []
    if any(selection.is_name(m, tokens) for m in matches) and not triggers.is_title(tokens):
        matches = [m for m in matches if not selection.is_name(m, tokens)]
    chosen = selection.choose(matches, tokens, rooms.lexicon)
    verbs = {m.head for m in matches if m.verbal and m.tags & {"past", "third", "base"}}
    clause = Clause(tokens, mentions, rooms.lexicon.grammar, verbs)
    out: list[Coding] = []
    work: _Work | None = None
    for match, planned in chosen[:MAX_PER_SENTENCE]:
        roles = clause.roles(match)
        if not selection.plausible(match, roles) or selection.is_purpose(match, clause, chosen):
            continue
        work = work or _Work(sentence, clause, rooms.contexts.find(tokens), published, {})
        coding = _coding(rooms, work, match, roles, planned=planned)
        if coding.confidence >= MIN_CONFIDENCE and not any(_same(coding, other) for other in out):
            out.append(coding)
    return out


def _same(one: Coding, other: Coding) -> bool:
    """Whether two codings of one sentence are one event told with two words."""
    return (
        one.event_type == other.event_type
        and one.status == other.status
        and set(one.sources) == set(other.sources)
        and (set(one.targets) <= set(other.targets))
        and one.event_mode in (None, other.event_mode)
    )


def _coding(rooms: _Rooms, work: _Work, match: Match, roles: Roles, *, planned: bool) -> Coding:
    sentence, clause, group = work.sentence, work.clause, match.pattern.group
    tokens = sentence.tokens
    reading = status.Reading("planned", "plan") if planned else rooms.rules.read(tokens, match)
    shifted = status.shift(group.event_type, group.mode, reading)
    ahead = shifted.status == "planned"
    if ahead not in work.dates:
        work.dates[ahead] = dates.find(sentence, work.published, rooms.language, prefer_future=ahead)
    when = timing.date(work.dates[ahead], clause, match, shifted, work.published)
    state: Status = shifted.status
    if state == "past" and (when.old or _is_background(rooms, tokens, clause, match)):
        state = "historical"
    mode, kind = shifted.mode, shifted.event_type
    first = match.start if match.object < 0 else min(match.start, match.object)
    last = max(match.end - 1, match.object)
    trigger = (tokens[first].start, tokens[last].end)
    place = places.find(sentence, clause.mentions, trigger, visit=group.mode == "visit", language=rooms.language)
    return Coding(
        event_type=kind,
        event_mode=mode,
        quad_class=rooms.ontology.quad(kind),
        status=state,
        char_start=sentence.start,
        char_end=sentence.end,
        trigger_start=trigger[0],
        trigger_end=trigger[1],
        rule_id=match.pattern.id,
        confidence=confidence(match, roles, state),
        sources=roles.sources,
        targets=roles.targets,
        event_date=when.date,
        event_date_precision=when.precision,
        event_date_source=when.source,
        event_date_text=when.words,
        planned_date=when.planned,
        location_name=place.name if place else None,
        location_country=place.country if place else None,
        contexts=work.about,
        reported_by=_reporter(clause, match),
        intensity=rooms.ontology.intensity(kind, mode),
        why=(
            f"pattern {match.pattern.id}: {match.pattern.text} ({group.event_type}, rank {match.rank:g})",
            f"roles: {', '.join(roles.why)}; {_names(roles.sources)} -> {_names(roles.targets)}; cost {roles.cost:.2f}",
            f"status: {state}" + (f" by {reading.word!r}" if reading.word else ""),
            *((f"type: {group.event_type} becomes {kind}",) if kind != group.event_type else ()),
            f"date: {when.date} from {when.words!r}" if when.words else f"date: {when.date} ({when.source})",
        ),
    )


def _names(parties: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in parties) or "nobody"


def confidence(match: Match, roles: Roles, state: Status) -> float:
    """An estimate that the row is right, 0 to 1: .6 for a pattern of one word, more for what it asks for, less for
    implausible or missing actors, nouns, weak patterns and anything but plain facts."""
    value = 0.5 + 0.04 * min(match.rank, 7.0) - 0.07 * roles.cost
    value -= 0.12 * (not roles.sources) + 0.08 * (not roles.targets)
    value -= 0.08 * match.pattern.group.weak + 0.06 * (match.pattern.kind == "n")
    value -= 0.1 * (state == "hypothetical")
    return round(min(0.95, max(0.05, value)), 3)


def _is_background(rooms: _Rooms, tokens: Sequence[Token], clause: Clause, match: Match) -> bool:
    """Whether words such as 'decades' put the event into the past of the story."""
    if rooms.rules.historical.isdisjoint(clause.words):
        return False
    return any(
        t.lower in rooms.rules.historical and clause.between(min(i, match.head), max(i, match.head)) < 0.5
        for i, t in enumerate(tokens)
    )


def _reporter(clause: Clause, match: Match) -> str | None:
    """The names of who is quoted."""
    party = clause.speaker(match)
    return "; ".join(a.name for a in party.actors) if party else None
