"""Text -> the events it reports: triggers, roles, status, dates, places, one Coding per event and sentence.

In: a text as given (offsets are into it), its language and the publisher's day. Out: `Coding` values in order of the
text, each with the steps that led to it. A planned meeting is dated to the day of the report (event_date_source
`metadata`) because the announcement is the event; any other event without words for its date has none.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events import actors, contexts, coreference, dates, memory, ontology, places, status, text, triggers
from transforms.events.model import Actor, ActorMention, Coding, DateMention, Sentence, Token
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match
from transforms.records import DatePrecision, DateSource, Status

RECENT = dt.timedelta(days=92)
"""How far before publication an event may lie and be news; older ones are background (status historical)."""
PERIOD = {"day": 0, "week": 7, "month": 31, "year": 366, "none": 0}
"""Days of a period, by precision: an event is as old as the end of its period."""
MAX_TOKENS = 400
"""Longer sentences are lists or broken text and report no event that can be told apart."""
MAX_PER_SENTENCE = 8
MIN_CONFIDENCE = 0.36
"""Less is noise: chosen where precision still gained on labelled articles without losing F1."""
NOUN_YIELDS = 2.0
"""Rank by which a noun pattern stands behind verbs that overlap it."""


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
    if any(_is_name(m, tokens) for m in matches) and not triggers.is_title(tokens):
        matches = [m for m in matches if not _is_name(m, tokens)]
    chosen = choose(matches, tokens, rooms.lexicon)
    verbs = {m.head for m in matches if m.verbal and m.tags & {"past", "third", "base"}}
    clause = Clause(tokens, mentions, rooms.lexicon.grammar, verbs)
    out: list[Coding] = []
    work: _Work | None = None
    for match, planned in chosen[:MAX_PER_SENTENCE]:
        roles = clause.roles(match)
        if not plausible(match, roles) or _is_purpose(match, clause, chosen):
            continue
        work = work or _Work(sentence, clause, rooms.contexts.find(tokens), published, {})
        coding = _coding(rooms, work, match, roles, planned=planned)
        if coding.confidence >= MIN_CONFIDENCE and not any(_same(coding, other) for other in out):
            out.append(coding)
    return out


def _is_name(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a noun is part of a name: 'the Humanitarian Aid Act'. Capitals of a headline are told apart by callers."""
    return match.pattern.kind == "n" and match.head > 0 and tokens[match.head].text[0].isupper()


def _is_purpose(match: Match, clause: Clause, chosen: Sequence["Chosen"]) -> bool:
    """Whether an infinitive only says what another event of its clause is for: 'blocked the road to demand pay'.

    Talks are an exception: 'travelled to Lima to meet' tells of a meeting.
    """
    if not match.verbal or match.start == 0 or match.pattern.group.event_type == "CONSULT":
        return False
    if clause.words[match.start - 1] not in clause.grammar.to:
        return False
    for other, _ in chosen:
        end = max(other.end, other.object + 1)
        if other.head < match.head and end < match.start and not other.pattern.group.operator:
            if other.verbal and clause.between(end, match.start) < _BORDER:
                return True
    return False


_BORDER = 0.6
"""Cost of the least border between two clauses."""


class Chosen(NamedTuple):
    """A match that stands, and whether a plan governs it ('is to visit Rome for talks')."""

    match: Match
    planned: bool


def choose(matches: Sequence[Match], tokens: Sequence[Token], lexicon: triggers.Lexicon) -> list[Chosen]:
    """The matches that stand: no two overlap, none is the complement of an operator ("urged X to withdraw")."""
    taken: set[int] = set()
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (-_precedence(m), m.start, m.pattern.id)):
        span = set(range(match.start, match.end)) | ({match.object} if match.object >= 0 else set())
        if span & taken or (match.pattern.kind == "n" and _is_object(match, tokens, kept)):
            continue
        taken |= span
        kept.append(match)
    kept.sort(key=lambda m: m.head)
    out: list[Chosen] = []
    closed, planning = -1, False
    for match in kept:
        governed = match.start < closed
        if governed and not (planning and match.pattern.group.event_type == "CONSULT"):
            continue
        if match.pattern.group.operator:
            closed = max(closed, complement_end(match, tokens, lexicon))
            planning = match.pattern.group.status == "planned"
        out.append(Chosen(match, governed))
    return out


def _is_object(noun: Match, tokens: Sequence[Token], verbs: Sequence[Match]) -> bool:
    """Whether a noun is the object that its verb already tells of: 'held a joint | naval exercise', 'mediated talks'."""
    for verb in verbs:
        end = max(verb.end, verb.object + 1)
        if verb.verbal and 0 <= noun.start - end <= 1 and verb.pattern.group.event_type in _TELLING:
            if end == noun.start or tokens[end].lower not in _OPEN:
                return True
    return False


_GERUND = frozenset(("ger",))
_TELLING = frozenset(("CONSULT", "COOPERATE", "MOBILIZE", "AGREE", "SANCTION", "AID", "PROTEST"))
"""Types whose verbs tell what becomes of their object; 'praised the talks' leaves the talks an event of their own."""
_OPEN = frozenset(("to", "for", "with", "in", "on", "over", "after", "and", ","))


def _precedence(match: Match) -> float:
    """The rank of a match; a noun yields to the verb whose object it is ("dropped the investigation into")."""
    return match.rank - (NOUN_YIELDS if match.pattern.kind == "n" else 0.0)


_CONDITIONS = frozenset(("if", "unless", "until"))
"""Words whose clause belongs to the complement: 'warned that it would cut supplies if the mines displaced firms'."""


def complement_end(match: Match, tokens: Sequence[Token], lexicon: triggers.Lexicon) -> int:
    """One past the last token of what an operator governs: up to the next clause that stands on its own."""
    g, tags = lexicon.grammar, lexicon.tags
    for i in range(match.end, len(tokens)):
        word = tokens[i].lower
        if word in g.hard_breaks or (word in g.subordinators and word not in _CONDITIONS):
            return i
        if word == "," and i + 1 < len(tokens) and tokens[i + 1].lower in g.subject_pronouns:
            return i
        if word in g.conjunctions and i + 1 < len(tokens):
            j = i + 1
            while j < len(tokens) - 1 and (g.is_adverb(tokens[j].lower) or tokens[j].lower in g.have | g.be):
                j += 1
            form = tags.get(tokens[j].lower, frozenset())
            noun = tokens[j].lower in lexicon.ambiguous and g.is_noun(tokens, j)
            if form & {"past", "third"} and "base" not in form and not noun:
                return i
    return len(tokens)


_UNPOLITICAL = frozenset(("BUS", "MED"))
_STATELESS = frozenset(("IGO", "REB"))
"""Sectors whose actors act for no country and yet are no strangers."""
_NAMELESS = frozenset(("PROTEST",))
"""Types that crowds without a country do: 'farmers protested'. 'A watchdog criticised' is about anybody."""


def plausible(match: Match, roles: Roles) -> bool:
    """Whether a match with these actors is a political event.

    Somebody must act for a country or be of a known political kind: companies, newsrooms and people of whom nothing is
    known make no event among themselves. A name of a city alone is a place, no actor.
    """
    group, everybody = match.pattern.group, (*roles.sources, *roles.targets)
    if group.weak and not (roles.sources and roles.targets or (group.roles == "mutual" and len(roles.sources) > 1)):
        return False
    if match.pattern.kind == "n" and group.roles == "mutual" and group.event_type == "CONSULT":
        if not roles.targets and len({a.country or a.name for a in roles.sources}) < 2:
            return False  # 'opened the summit with an appeal': nobody met
    acting = [a for a in everybody if a.sector not in _UNPOLITICAL]
    if group.event_type not in _NAMELESS:
        acting = [a for a in acting if a.country or a.sector in _STATELESS]
    return any(a.country or a.sector for a in acting) and not roles.places_only


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
    when = _date(rooms, work, match, shifted)
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


class _When(NamedTuple):
    date: dt.date | None = None
    precision: DatePrecision = "none"
    source: DateSource = "none"
    words: str | None = None
    planned: dt.date | None = None
    old: bool = False


def _date(rooms: _Rooms, work: _Work, match: Match, shifted: status.Shifted) -> _When:
    """The date of an event: the nearest date phrase of its clause; a planned event's own date goes to planned_date."""
    ahead, published = shifted.status == "planned", work.published
    if ahead not in work.dates:
        work.dates[ahead] = dates.find(work.sentence, work.published, rooms.language, prefer_future=ahead)
    found = work.dates[ahead]
    best: DateMention | None = None
    cheapest = 4.5
    for mention in found:
        if match.pattern.group.operator and shifted.event_type == "AGREE" and not ahead:
            if mention.precision != "day" and mention.char_start >= work.sentence.tokens[match.end - 1].end:
                continue  # 'offered to host talks in May': the month is that of the talks
        cost = _date_cost(work.clause, match, mention)
        if cost < cheapest:
            best, cheapest = mention, cost
    if ahead:
        planned = best.date if best and (best.future or published is None or best.date >= published) else None
        if shifted.event_type == "AGREE":
            if published is None:
                return _When(words=best.text if best else None, planned=planned)
            return _When(published, "day", "metadata", best.text if best and planned else None, planned)
        return _When(planned=planned)
    if shifted.status == "ongoing" and shifted.event_type == "AGREE" and best is None:
        return _When(published, "day", "metadata") if published else _When()  # an intention, as of the report
    if best is None or best.future:
        return _When()
    end = best.date + dt.timedelta(days=PERIOD[best.precision])
    old = published is not None and published - end > RECENT
    return _When(best.date, best.precision, "text", best.text, None, old)


_ELSEWHERE = 9.0
_SAME_TIME = frozenset(("when", "where", "while", "as"))
"""Words whose clause happens when its main clause does: 'ended in April, when he was seized'."""


def _in_other_clause(clause: Clause, head: int, at: int) -> bool:
    """Whether a date phrase at token `at` belongs to another verb: 'recalled its envoy on Monday after ... seized'."""
    words, g = clause.words, clause.grammar
    low, high = min(at, head), max(at, head)
    borders = [
        i
        for i in range(low + 1, high)
        if (words[i] in g.subordinators and words[i] not in _SAME_TIME)
        or (words[i] in g.conjunctions and words[i] != "," and words[i - 1] == ",")
    ]
    if not borders:
        return False
    # The clause of the date reaches from the nearest border on the trigger's side to the next one beyond it.
    first, last = (borders[-1], len(words)) if head < at else (0, borders[0])
    return any(first <= v < last for v in clause.verbs) or any(
        words[i] in g.speech or words[i] in g.have | g.be | g.modals or words[i].endswith("ed")
        for i in range(first, last)
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
