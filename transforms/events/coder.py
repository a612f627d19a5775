"""Text -> the events it reports: triggers, roles, status, dates, places, one Coding per event and sentence.

In: a text as given (offsets are into it), its language and the publisher's day. Out: `Coding` values in order of the
text, each with the steps that led to it. Here the document is read, sentence by sentence (bench.py), judged as a whole,
and its events are completed by what the text around them tells.
"""

import datetime as dt
import functools
import gc
from collections.abc import Callable, Iterable

from transforms.events import (
    belongings,
    candidates,
    chooser,
    communes,
    confidence,
    coreference,
    counterparts,
    dates,
    force,
    implied,
    inside,
    known,
    law,
    lexicons,
    memory,
    plausibility,
    quotes,
    retold,
    review,
    sectors,
    setting,
    story,
    strangers,
    subjects,
    text,
    unnamed,
)
from transforms.events.answers import is_open
from transforms.events.bench import MAX_PER_SENTENCE, Bench, drafts_of, of_strangers, read_sentence
from transforms.events.lexicons import Rooms
from transforms.events.model import UNKNOWN, Coding
from transforms.events.parties import Party
from transforms.events.roles import Clause
from transforms.events.triggers import Match

SPARSE = 2
"""Sentences per event from which on it is asked whether a document is about sport or culture."""


def load(language: str) -> None:
    """Load what coding a language needs, once per process. FileNotFoundError for a language without a lexicon."""
    lexicons.load(language)


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
    rooms = lexicons.load(language)
    # What a text makes is gone with it, and none of it hangs on itself: looking for garbage meanwhile finds nothing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _code(rooms, content, published_date, explain)
    finally:
        if collecting:
            gc.enable()


def _code(rooms: Rooms, content: str, published_date: dt.date | None, explain: bool) -> tuple[Coding, ...]:
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
    benches: dict[int, Bench] = {}
    long = len(sentences) > review.LONG
    reviewed = len(sentences) >= review.SHORT and not long
    matched: dict[chooser.Key, tuple[Clause, Match]] = {}

    def speaker(i: int) -> Callable[[], Party | None]:
        """Answers who is quoted in sentence i."""
        return functools.partial(quotes.speaker, sentences, found, i, rooms.lexicon.grammar, speaking)

    def read(i: int, *, nobody: bool = False) -> Bench | None:
        """Sentence i on the bench; None where nothing in it tells of an event."""
        if long:
            sentences[max(0, i - dates.BACK)].forget()
        before = sentences[max(0, i - dates.BACK) : i]
        named = found[i]
        if named and len(sentences) > 1 and scene.opens_with_dateline(sentences[i]):
            named = tuple(m for m in named if not scene.is_dateline(m)) or named  # 'LIMA, Peru -': where it was filed
        acting = law.Acting(abroad, rule, rule.ruler(i), nobody, scene.state(i), local_nouns)
        bench = read_sentence(rooms, sentences[i], named, published_date, speaker(i), before, acting, matched)
        if bench is not None and reviewed:
            benches[i] = bench
        return bench

    drafts: list[confidence.Draft] = []
    left: list[tuple[int, Bench | None]] = []
    for i, sentence in enumerate(sentences):
        if len(sentence.words) > text.MAX_TOKENS:
            continue
        nobody = not found[i] or (found[i][0].actors[0].role == UNKNOWN and strangers.only(found[i]))
        nobody = nobody and not (sentence.quotes and speaker(i)())
        local = nobody and not local_nouns.all.isdisjoint(sentence.lowers)
        if nobody and i not in rule.sentences and not (local and scene.state(i)):
            left.append((i, None))  # nobody is named
        elif (bench := read(i, nobody=nobody)) is not None:
            drafts.extend(new := drafts_of(rooms, i, bench, bench.plausible[:MAX_PER_SENTENCE]))
            if long:
                _forget(matched, [draft.coding for draft in new])
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
                more += of_strangers(rooms, i, now, scene.state(i), about, everything=bench is None)
        for draft in more if about.deeds else ():
            draft.found.update({unnamed.FEATURE: 1.0, unnamed.OFFICIAL: official})
        told_more = confidence.standing(more, len(sentences), politics, drafts, political=about.deeds, explain=explain)
        out = unnamed.joined(out, told_more)
        if about.deeds:
            out = subjects.left(out, sentences, worded, rooms.contexts)
        drafts += more
    left.clear()
    if not reviewed:
        drafts.clear()  # the features of a long text's events take much memory
    if out and rooms.review is not None and reviewed and not unpolitical:
        so_far = candidates.Told(benches, out, drafts, scene.state)
        found_again = candidates.candidates(rooms, rooms.review, so_far)
        again = review.settle(found_again, rooms.review, political=about.politics, explain=explain)
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
    if matched and about.politics:
        done = chooser.fill(done, scene, matched)
    done = known.fill(force.apart(done, scene), scene, published_date)
    done = retold.date(story.mark(done, scene, content, published_date), is_quoted)
    return sectors.fill(done, scene, matched)


def _forget(matched: dict[chooser.Key, tuple[Clause, Match]], codings: Iterable[Coding]) -> None:
    """Leaves out what the choice of sides needs of codings that have both: all of a long text takes much memory."""
    for one in codings:
        if not is_open(one.sources) and not is_open(one.targets):
            del matched[one.trigger_start, one.rule_id]
