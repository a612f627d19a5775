"""One sentence on the bench: its matches, which of them stand and why the others do not, and their codings.

In: a sentence, its mentions and what the document says of it. Out: a `Bench`, and of its matches `Coding` values with
the features of their confidence, each with the steps that led to it. A planned meeting is dated to the day of the
report (event_date_source `metadata`) because the announcement is the event; any other event without words for its date
has none.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from transforms.events import (
    agency,
    chooser,
    communes,
    confidence,
    dates,
    law,
    meanings,
    once,
    places,
    raids,
    readings,
    reprisals,
    selection,
    shift,
    subordination,
    tense,
    thought,
    timing,
    trust,
    unnamed,
    unreal,
)
from transforms.events.lexicons import Rooms
from transforms.events.model import Actor, ActorMention, Coding, DateMention, Sentence
from transforms.events.parties import Party
from transforms.events.roles import Clause, Roles
from transforms.events.text import is_title
from transforms.events.triggers import Match
from transforms.records import Status

MAX_PER_SENTENCE = 8


class Bench(NamedTuple):
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
    matched: dict[chooser.Key, tuple[Clause, Match]]
    """The clause and match of each event of the document, written here by `drafts_of`."""
    matches: Sequence[Match]
    """All matches, also those that do not stand."""

    def phrases(self, language: str, *, ahead: bool) -> tuple[DateMention, ...]:
        """The date phrases of the sentence, for a verb that looks ahead or back."""
        if ahead not in self.dates:
            self.dates[ahead] = dates.find(
                self.sentence, self.published, language, prefer_future=ahead, before=self.before, limits=True
            )
        return self.dates[ahead]


def read_sentence(
    rooms: Rooms,
    sentence: Sentence,
    mentions: Sequence[ActorMention],
    published: dt.date | None,
    quoted: Callable[[], Party | None],
    before: Sequence[Sentence],
    acting: law.Acting,
    matched: dict[chooser.Key, tuple[Clause, Match]],
) -> Bench | None:
    matches = rooms.lexicon.find(sentence) if sentence.lowers[-1] != "?" else []
    if not matches or rooms.contexts.off_topic(sentence.lowers):
        return None
    tokens = sentence.tokens
    if bodies := [m for m in mentions if m.kind == "organisation"]:
        matches = [m for m in matches if not selection.is_in_name(m, tokens, bodies)]
    if any(selection.is_name(m, tokens) for m in matches) and not is_title(tokens):
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
    return Bench(sentence, clause, published, before, chosen, stand, barred, known, {}, matched, matches)


def of_strangers(
    rooms: Rooms,
    i: int,
    bench: Bench,
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
    return drafts_of(rooms, i, bench, sorted(wanted, key=lambda c: c.match.head)[:MAX_PER_SENTENCE])


def drafts_of(rooms: Rooms, i: int, bench: Bench, wanted: Sequence[selection.Chosen]) -> list[confidence.Draft]:
    """The codings of some matches of sentence i, one for each event."""
    clause = bench.clause
    out: list[confidence.Draft] = []
    told: list[Match] = []
    about: tuple[str, ...] | None = None
    for one in wanted:
        match = one.match
        reason, planned = why_lost(rooms, bench, one)
        if reason:
            continue
        about = rooms.contexts.find(bench.sentence.lowers) if about is None else about
        coding, features = coding_of(rooms, bench, match, about, planned=planned)
        if not any(
            _same(coding, other.coding, goes_on="ger" in match.tags - earlier.tags)
            and not selection.are_apart(earlier, match, clause)
            for earlier, other in zip(told, out, strict=True)
        ):
            told.append(match)
            out.append(confidence.Draft(i, coding, features))
            bench.matched[coding.trigger_start, coding.rule_id] = clause, match
    return out


def why_lost(rooms: Rooms, bench: Bench, one: selection.Chosen) -> tuple[str, bool]:
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


def coding_of(
    rooms: Rooms, bench: Bench, match: Match, about: tuple[str, ...], *, planned: bool
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
