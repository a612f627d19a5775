"""Text -> the events it reports: triggers, roles, status, dates, places, one Coding per event and sentence.

In: a text as given (offsets are into it), its language and the publisher's day. Out: `Coding` values in order of the
text, each with the steps that led to it. A planned meeting is dated to the day of the report (event_date_source
`metadata`) because the announcement is the event; any other event without words for its date has none.
"""

import datetime as dt
import functools
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import (
    actors,
    agency,
    belongings,
    chooser,
    communes,
    confidence,
    contexts,
    coreference,
    counterparts,
    dates,
    force,
    implied,
    inside,
    known,
    law,
    meanings,
    memory,
    once,
    ontology,
    places,
    plausibility,
    quotes,
    raids,
    readings,
    reprisals,
    retold,
    review,
    selection,
    setting,
    shift,
    status,
    story,
    strangers,
    subjects,
    subordination,
    tense,
    text,
    thought,
    timing,
    triggers,
    trust,
    unnamed,
    unreal,
)
from transforms.events.model import UNKNOWN, Actor, ActorMention, Coding, DateMention, Sentence
from transforms.events.parties import Party
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match
from transforms.records import Status

MAX_PER_SENTENCE = 8
SPARSE = 2
"""Sentences per event from which on it is asked whether a document is about sport or culture."""


@dataclass(frozen=True, slots=True)
class _Rooms:
    """What coding a language needs, loaded once."""

    language: str
    lexicon: triggers.Lexicon
    rules: status.Rules
    thoughts: thought.Words
    contexts: contexts.Contexts
    gazetteer: actors.Gazetteer
    ontology: ontology.Ontology
    trust: trust.Trust
    review: review.Model | None
    continuing: frozenset[str]
    """Ids of the patterns that take up an affair told before."""


@functools.cache
def _rooms(language: str) -> _Rooms:
    """All that coding a language needs. The lexicons are some hundred thousand objects that live as long as the
    process: collecting garbage while they are made, or looking through them for garbage later, only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(language)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _load(language: str) -> _Rooms:
    lexicon = triggers.load(language)
    return _Rooms(
        language,
        lexicon,
        status.load(language),
        thought.load(language),
        contexts.load(language),
        actors.load(language),
        ontology.load(),
        trust.load(language),
        review.load(language),
        lexicon.continuing(),
    )


def load(language: str) -> None:
    """Load what coding a language needs, once per process. FileNotFoundError for a language without a lexicon."""
    _rooms(language)


def code(
    content: str,
    *,
    language: str,
    published_date: dt.date | None = None,
    title: str | None = None,
    explain: bool = False,
) -> tuple[Coding, ...]:
    """The events that a text reports. `explain`: the weights of their confidence are told as well, which costs time.
    FileNotFoundError for a language without a lexicon."""
    del title  # offsets are into the body alone; a headline that is to be coded stands in the text
    rooms = _rooms(language)
    # What a text makes is gone with it, and none of it hangs on itself: looking for garbage meanwhile finds nothing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _code(rooms, content, published_date, explain)
    finally:
        if collecting:
            gc.enable()


def _code(rooms: _Rooms, content: str, published_date: dt.date | None, explain: bool) -> tuple[Coding, ...]:
    language = rooms.language
    sentences = text.split(content, language)
    named = [rooms.gazetteer.find(s, published_date) for s in sentences]
    scene = setting.Scene(sentences, named, language)
    scene.day = published_date
    found = scene.resolved = coreference.resolve(sentences, named, language, scene)
    abroad = not any(a.country and a.sector != "MED" for mentions in named for m in mentions for a in m.actors)
    abroad = abroad and not inside.is_of_rulers(found, scene.lists)

    rule = law.Law(scene, grammar=rooms.lexicon.grammar)
    local_nouns = communes.of_text(sentences, scene.lists)

    speaking: dict[int, Party | None] = {}
    benches: dict[int, _Bench] = {}
    left_open: dict[chooser.Key, tuple[Clause, Match]] = {}

    def speaker(i: int) -> Callable[[], Party | None]:
        """Answers who is quoted in sentence i."""
        return functools.partial(quotes.speaker, sentences, found, i, rooms.lexicon.grammar, speaking)

    def read(i: int, *, nobody: bool = False) -> _Bench | None:
        """Sentence i on the bench; None where nothing in it tells of an event."""
        before = sentences[max(0, i - dates.BACK) : i]
        named = found[i]
        if named and len(sentences) > 1 and scene.opens_with_dateline(sentences[i]):
            named = tuple(m for m in named if not scene.is_dateline(m)) or named  # 'LIMA, Peru -': where it was filed
        acting = law.Acting(abroad, rule, rule.ruler(i), nobody, scene.state(i), local_nouns)
        bench = _read(rooms, sentences[i], named, published_date, speaker(i), before, acting, left_open)
        if bench is not None:
            benches[i] = bench
        return bench

    drafts: list[confidence.Draft] = []
    left: list[tuple[int, _Bench | None]] = []
    for i, sentence in enumerate(sentences):
        if len(sentence.words) > text.MAX_TOKENS:
            continue
        nobody = not found[i] or (found[i][0].actors[0].role == UNKNOWN and strangers.only(found[i]))
        nobody = nobody and not (sentence.quotes and speaker(i)())
        local = nobody and not local_nouns.all.isdisjoint(sentence.lowers)
        if nobody and i not in rule.sentences and not (local and scene.state(i)):
            left.append((i, None))  # nobody is named
        elif (bench := read(i, nobody=nobody)) is not None:
            drafts.extend(_drafts(rooms, i, bench, bench.plausible[:MAX_PER_SENTENCE]))
            if bench.barred:
                left.append((i, bench if bench.plausible or not nobody else None))
    worded = [rooms.contexts.is_political(s.lowers) for s in sentences] if drafts else []
    politics = sum(worded)
    out = confidence.standing(drafts, len(sentences), politics, explain=explain)
    out = subjects.left(out, sentences, worded, rooms.contexts)
    about, unpolitical = unnamed.NOTHING, False
    if out and len(out) * SPARSE < len(sentences) and rooms.contexts.unpolitical(sentences):
        out = [c for c in out if plausibility.is_between_states(c)]
        unpolitical = True
    elif "told_subjects" in rooms.lexicon.grammar.traits:
        about = unnamed.about(out, len(sentences), politics)
    if about.politics:
        out = confidence.standing(drafts, len(sentences), politics, political=True, explain=explain)
    if about.strangers:
        more, official = list[confidence.Draft](), unnamed.official_share(out, len(sentences))
        for i, bench in left:
            if (now := bench or (read(i) if about.deeds else None)) is not None:
                more += _unnamed(rooms, i, now, scene.state(i), about, everything=bench is None)
        for draft in more if about.deeds else ():
            draft.found.update({unnamed.FEATURE: 1.0, unnamed.OFFICIAL: official})
        told_more = confidence.standing(more, len(sentences), politics, drafts, political=about.deeds, explain=explain)
        out = unnamed.joined(out, told_more)
        if about.deeds:
            out = subjects.left(out, sentences, worded, rooms.contexts)
        drafts += more
    if out and rooms.review is not None and len(sentences) >= review.SHORT and not unpolitical:
        again = review.settle(_candidates(rooms, rooms.review, benches, out, drafts), rooms.review)
        out = subjects.left(again, sentences, worded, rooms.contexts)
    told = memory.fill(implied.placed(belongings.fill(out, scene), scene), rooms.continuing, content, language)
    sided = [
        c for c in implied.at_home(told, scene) if c.sources or c.targets or (about.deeds and unnamed.is_agentless(c))
    ]

    def is_quoted(coding: Coding) -> bool:
        """Whether words are quoted in a coding's sentence, and no other day is named there."""
        sentence = sentences[scene.index(coding.char_start)]
        return bool(sentence.quotes) and not dates.find(sentence, published_date, language)

    done = force.fill(counterparts.fill(sided, scene), scene)
    if left_open and about.politics:
        done = chooser.fill(done, scene, left_open)
    done = known.fill(force.apart(done, scene), scene, published_date)
    return retold.date(story.mark(done, scene, content, published_date), is_quoted)


class _Bench(NamedTuple):
    """One sentence on the bench: its matches, and what they share."""

    sentence: Sentence
    clause: Clause
    published: dt.date | None
    before: Sequence[Sentence]
    chosen: Sequence[selection.Chosen]
    """The matches that stand."""
    plausible: Sequence[selection.Chosen]
    """Those of them that people do of whom the tables know."""
    barred: Sequence[selection.Chosen]
    """Those that would stand, were it not that nobody known does them."""
    known: Mapping[int, Roles]
    """The roles of each match. By its identity, as the bench keeps it alive: comparing patterns costs too much."""
    dates: dict[bool, tuple[DateMention, ...]]
    """Date phrases, found once for all events of the sentence; the key says whether the verb looks ahead."""
    left_open: dict[chooser.Key, tuple[Clause, Match]]
    """The events of the document of which a side was not found, written here by `_drafts`."""
    matches: Sequence[Match]
    """All matches, also those that do not stand."""

    def phrases(self, language: str, *, ahead: bool) -> tuple[DateMention, ...]:
        """The date phrases of the sentence, for a verb that looks ahead or back."""
        if ahead not in self.dates:
            self.dates[ahead] = dates.find(
                self.sentence, self.published, language, prefer_future=ahead, before=self.before, limits=True
            )
        return self.dates[ahead]


def _read(
    rooms: _Rooms,
    sentence: Sentence,
    mentions: Sequence[ActorMention],
    published: dt.date | None,
    quoted: Callable[[], Party | None],
    before: Sequence[Sentence],
    acting: law.Acting,
    left_open: dict[chooser.Key, tuple[Clause, Match]],
) -> _Bench | None:
    matches = rooms.lexicon.find(sentence) if sentence.lowers[-1] != "?" else []
    if not matches or rooms.contexts.off_topic(sentence.lowers):
        return None
    tokens = sentence.tokens
    if bodies := [m for m in mentions if m.kind == "organisation"]:
        matches = [m for m in matches if not selection.is_in_name(m, tokens, bodies)]
    if any(selection.is_name(m, tokens) for m in matches) and not triggers.is_title(tokens):
        matches = [m for m in matches if not selection.is_name(m, tokens)]
    if not matches:
        return None
    verbs = {m.head for m in matches if m.verbal and m.tags & {"past", "third", "base"}}
    clause = Clause(sentence, mentions, rooms.lexicon.grammar, verbs, quoted() if sentence.quotes else None)
    matches = raids.settle(
        [
            m
            for m in matches
            if not (meanings.is_mistaken(m, tokens, clause.words, clause.grammar) or unreal.is_own_wish(m, clause))
        ],
        clause,
    )
    chosen = selection.choose(matches, tokens, rooms.lexicon)
    known = {id(c.match): acting.roles(c.match, clause) for c in chosen}
    barred = [c for c in chosen if not acting.can_be(c.match, known[id(c.match)], clause)]
    if barred and len(matches) > len(chosen):
        # What its actors make implausible hides nothing: 'Speaking of Peru, Bo accused it'. A gerund hangs on the rest.
        others = [m for m in matches if id(m) in known or "ger" not in m.tags]
        chosen = selection.choose(others, tokens, rooms.lexicon, {id(c.match) for c in barred})
        known |= {id(c.match): acting.roles(c.match, clause) for c in chosen if id(c.match) not in known}
    chosen = once.told(chosen, clause, known, lambda m: rooms.rules.read(tokens, m).status == "negated")
    reprisals.settle(chosen, clause, known)
    stand = [c for c in chosen if acting.can_be(c.match, known[id(c.match)], clause)]
    for one in stand if acting.ruler else ():
        if acting.ruler and acting.is_by_law(one.match, known[id(one.match)], clause):
            known[id(one.match)] = law.with_state(one.match, known[id(one.match)], clause, acting.ruler)
    return _Bench(sentence, clause, published, before, chosen, stand, barred, known, {}, left_open, matches)


def _unnamed(
    rooms: _Rooms,
    i: int,
    bench: _Bench,
    state: Actor | None,
    about: unnamed.About,
    *,
    everything: bool,
) -> list[confidence.Draft]:
    """What sentence i of a document `about` such things tells of people whom no table knows. `state`: in whose
    affairs. `everything`: also what it tells of others, as it has not been coded."""
    known, wanted = dict(bench.known), list[selection.Chosen]()
    taken = [] if everything else list(bench.plausible)
    for one in (*bench.plausible, *bench.barred) if everything else bench.barred:
        match, roles = one.match, bench.known[id(one.match)]
        free = all(match.end <= c.match.start or c.match.end <= match.start for c in taken)
        if free and about.asks(match, roles) and unnamed.is_possible(match, roles, bench.clause):
            taken.append(one)
            wanted.append(one)
            known[id(match)] = unnamed.with_subject(match, roles, bench.clause, state)
    bench = bench._replace(known=known)
    return _drafts(rooms, i, bench, sorted(wanted, key=lambda c: c.match.head)[:MAX_PER_SENTENCE])


def _drafts(rooms: _Rooms, i: int, bench: _Bench, wanted: Sequence[selection.Chosen]) -> list[confidence.Draft]:
    """The codings of some matches of sentence i, one for each event."""
    clause = bench.clause
    out: list[confidence.Draft] = []
    told: list[Match] = []
    about: tuple[str, ...] | None = None
    for one in wanted:
        match = one.match
        reason, planned = _lost(rooms, bench, one)
        if reason:
            continue
        about = rooms.contexts.find(bench.sentence.lowers) if about is None else about
        coding, features = _coding(rooms, bench, match, about, planned=planned)
        if not any(
            _same(coding, other.coding, goes_on="ger" in match.tags - earlier.tags)
            and not selection.are_apart(earlier, match, clause)
            for earlier, other in zip(told, out, strict=True)
        ):
            told.append(match)
            out.append(confidence.Draft(i, coding, features))
            if chooser.is_open(coding.sources) or chooser.is_open(coding.targets):
                bench.left_open[coding.trigger_start, coding.rule_id] = clause, match
    return out


def _lost(rooms: _Rooms, bench: _Bench, one: selection.Chosen) -> tuple[str, bool]:
    """Which rule throws a match away, '' for none, and whether what it tells is planned."""
    match, clause, planned = one.match, bench.clause, one.planned
    if subordination.is_purpose(match, clause, bench.chosen, planned=planned):
        return "purpose", planned
    if match.pattern.group.event_type == "ASSAULT" and rooms.contexts.accident(bench.sentence.lowers):
        return "accident", planned
    if unreal.is_unreal(match, clause):
        return "unreal", planned
    if (thinking := thought.word(match, clause, rooms.thoughts)) != "":
        if match.pattern.group.event_type != "CONSULT" or thinking not in rooms.thoughts.awaits:
            return "thought", planned
        planned = True  # 'expects talks with Peru'
    if subordination.is_part(match, clause, bench.chosen, rooms.rules.verges):
        return "part", planned
    lists = (rooms.contexts.things, rooms.contexts.laws, rooms.contexts.papers)
    of_others = communes.WHY not in bench.known[id(match)].why and agency.is_others(match, clause, *lists)
    return "others" if of_others else "", planned


def _candidates(
    rooms: _Rooms,
    model: review.Model,
    benches: Mapping[int, _Bench],
    standing: Sequence[Coding],
    drafts: Sequence[confidence.Draft],
) -> Iterator[review.Candidate]:
    """What stands in a document, and every other match of the sentences that were read, if it is worth a look."""
    features = {(d.coding.trigger_start, d.coding.rule_id): d.found for d in drafts}
    dense = 100 * len(standing) / max(1, sum([len(b.clause.words) for b in benches.values()]))
    by_sentence: dict[int, list[Coding]] = {}
    for coding in standing:
        by_sentence.setdefault(coding.char_start, []).append(coding)
    types = Counter(c.event_type for c in standing)
    for i, bench in benches.items():
        here = by_sentence.get(bench.sentence.start, [])
        if dense < review.SPARSE and not here:
            continue
        elsewhere = {kind for kind in types if types[kind] > sum([c.event_type == kind for c in here])}
        chosen, known, about = [c.match for c in bench.chosen], dict(bench.known), None
        fate, barred = {id(c.match): c for c in bench.chosen}, {id(c.match) for c in bench.barred}
        lost_to = frozenset[int]().union(*[review.tokens(m) for m in chosen]) if chosen else frozenset[int]()
        own: dict[tuple[int, str], Coding] = {(c.trigger_start, c.rule_id): c for c in here}
        taken = {
            n for n, t in enumerate(bench.clause.tokens) for c in here if c.trigger_start <= t.start < c.trigger_end
        }
        for match in bench.matches:
            words = review.tokens(match)
            stands = own.get((bench.clause.tokens[min(words)].start, match.pattern.id))
            reason, planned, beside = review.STANDS, False, here
            if stands is not None:
                beside = [c for c in here if c is not stands]
            elif dense < review.SPARSE or not taken.isdisjoint(words):
                continue
            elif id(match) in barred:
                reason = "implausible"
            elif (one := fate.get(id(match))) is None:
                reason = "governed" if lost_to.isdisjoint(words) else "overlapped"
            else:
                reason, planned = _lost(rooms, bench, one)
                reason = reason or "unlikely"
            seen = review.outline(match, reason, bench.clause, chosen, beside, elsewhere, dense)
            if stands is not None:
                coding, found = stands, features[stands.trigger_start, stands.rule_id]
                roles = known.get(id(match)) or bench.clause.roles(match)
            elif not model.is_worth_a_look(seen):
                continue
            else:
                roles = known.setdefault(id(match), known.get(id(match)) or bench.clause.roles(match))
                about = rooms.contexts.find(bench.sentence.lowers) if about is None else about
                coding, found = _coding(rooms, bench._replace(known=known), match, about, planned=planned)
                if chooser.is_open(coding.sources) or chooser.is_open(coding.targets):
                    bench.left_open[coding.trigger_start, coding.rule_id] = bench.clause, match
            review.closer(seen, coding, roles, reason, beside)
            yield review.Candidate(i, coding, reason, words, found | seen)


def _same(one: Coding, other: Coding, *, goes_on: bool) -> bool:
    """Whether two codings of one sentence are one event told with two words. `goes_on`: the one is a gerund, which goes
    on with the story of the other whatever its words: 'filed a complaint, alleging'."""
    return (
        one.event_type == other.event_type
        and one.status == other.status
        and set(one.sources) == set(other.sources)
        and (set(one.targets) <= set(other.targets))
        and (goes_on or one.event_mode in (None, other.event_mode))
    )


def _coding(
    rooms: _Rooms, bench: _Bench, match: Match, about: tuple[str, ...], *, planned: bool
) -> tuple[Coding, dict[str, float]]:
    """A coding, and the features of its confidence. `about`: the contexts of the sentence."""
    sentence, clause, roles, group = bench.sentence, bench.clause, bench.known[id(match)], match.pattern.group
    tokens = sentence.tokens
    reading = readings.Reading("planned", "plan") if planned else rooms.rules.read(tokens, match)
    soon = reading.word == readings.PROGRESSIVE or (
        reading.status in ("past", "ongoing")
        and timing.is_timetable(clause, match)
        and tense.is_told_of(rooms.rules, tokens)
    )
    if soon and timing.lies_ahead(bench.phrases(rooms.language, ahead=True), clause, match):
        reading = readings.Reading("planned", reading.word)
    if reading.status in ("past", "ongoing") and timing.is_set_for(
        bench.phrases(rooms.language, ahead=False), clause, match
    ):
        reading = readings.Reading("planned", "date ahead")
    move = shift.moving(match, sentence.lowers, rooms.lexicon.grammar) if group.event_type == "MOBILIZE" else ""
    shifted = shift.shift(group.event_type, group.mode, reading, move or "THREATEN")
    ahead = shifted.ahead
    phrases: Sequence[DateMention] = bench.phrases(rooms.language, ahead=ahead)
    if phrases and not ahead and (reading.refused or rooms.rules.is_of_future(tokens, match)):
        phrases = timing.turned(phrases, bench.phrases(rooms.language, ahead=True), clause, match)
    when = timing.date(
        phrases,
        clause,
        match,
        shifted,
        bench.published,
        bench.phrases(rooms.language, ahead=False) if ahead else (),
    )
    state: Status = shifted.status
    if state == "ongoing" and reading.word == readings.PRESENT and when.precision == "day":
        state = "past"  # told in the present of a day that is named
    if state == "ongoing" and group.status == "ongoing" and when.old:
        state = "historical"
    if state == "ongoing" and shifted.event_type != "AGREE" and when.precision != "day" and not when.begun:
        when = timing.When(planned=when.planned)  # it goes on: what is named is a period, not its date
    if state == "past" and (when.old or (when.precision != "day" and timing.is_background(clause, match, rooms.rules))):
        state = "historical"
    if state == "historical" and when.source == "metadata":
        when = timing.When(planned=when.planned)  # what is told as background was not promised today
    mode, kind = shifted.mode, shifted.event_type
    first = match.start if match.object < 0 else min(match.start, match.object)
    last = max(match.end - 1, match.object)
    trigger = (tokens[first].start, tokens[last].end)
    place = places.find(sentence, clause.mentions, trigger, visit=group.mode == "visit", language=rooms.language)
    found = confidence.features(match, roles, clause, state, about, bench.matches)
    found[trust.FEATURE] = rooms.trust.of(match, clause.words)
    if when.source == "text":
        found["dated"] = 1.0
    coding = Coding(
        event_type=kind,
        event_mode=mode,
        quad_class=rooms.ontology.quad(kind),
        status=state,
        char_start=sentence.start,
        char_end=sentence.end,
        trigger_start=trigger[0],
        trigger_end=trigger[1],
        rule_id=match.pattern.id,
        confidence=confidence.estimate(found),
        sources=roles.sources,
        targets=roles.targets,
        event_date=when.date,
        event_date_precision=when.precision,
        event_date_source=when.source,
        event_date_text=when.words,
        planned_date=when.planned,
        location_name=place.name if place else None,
        location_country=place.country if place else None,
        contexts=about,
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
    return law.assumed(coding, roles), found


def _names(parties: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in parties) or "nobody"


def _reporter(clause: Clause, match: Match) -> str | None:
    """The names of who is quoted."""
    party = clause.speaker(match)
    return "; ".join(a.name for a in party.actors) if party else None
