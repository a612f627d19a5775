"""The relation between two given actors: exactly one Coding, whatever the sentence.

In: a text and two names as they stand in it (the gazetteer need not know them). Out: the event of the likeliest type.
Every trigger that fires votes for its type, by its rank, its side of both actors, its distance, its voice and what
governs it; so do the words around the two (pair_features.py), and pair_model.py weighs both. In a language without a
table of weights the best trigger decides; where no trigger and no word tells anything, a stated guess is the answer.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.events import contexts, ontology, pair_features, pair_model, shift, status, text, triggers
from transforms.events.model import Actor, Coding, Sentence, Token
from transforms.events.pair_features import Span, Vote, merged
from transforms.events.pair_model import Stated
from transforms.events.readings import Reading
from transforms.events.status import Rules
from transforms.events.triggers import Match
from transforms.records import Status

NO_TRIGGER = "pair.fallback"
WORDS = "pair.words"
"""The rule of an answer that words gave and no pattern."""
MAX_TOKENS = 1200
"""Words that are read for one pair; a relation is a matter of a sentence or a paragraph."""
FALLBACK = "CONSULT"
"""The type of two actors named together without a trigger: contact is the commonest relation."""
FALLBACK_CONFIDENCE = 0.15
BEHIND = 10.0
"""Score by which a match may be behind the best and still be heard."""
_ELSEWHERE = frozenset((";", "after", "following", "as", "while", "amid", "because", "when"))
"""Words after which the verb before no longer governs."""
SHOWN = 5
"""Matches that an explanation lists."""


class Candidate(NamedTuple):
    """A match and the event that it would make of the relation."""

    score: float
    match: Match
    type: str
    mode: str | None
    status: Status
    raw: str
    """Type of the match's group, before its status had its effect."""
    word: str
    """What decided the status."""


class Choice(NamedTuple):
    """The answer before it becomes a Coding."""

    type: str
    candidate: Candidate | None
    confidence: float
    why: tuple[str, ...] = ()


def code_pair(
    content: str,
    source: str,
    target: str,
    language: str,
    published_date: dt.date | None = None,
    *,
    explain: bool = False,
) -> Coding:
    """The relation of `source` to `target` in a text. Never fails: an unknown relation is a guess of low confidence.

    `explain` fills `why`: the matches with their scores, and the figures and weights that decided.
    """
    del published_date  # the day of an event between named actors is coded by `code`
    sentences = _span_sentences(content, source, target, language)
    tokens = tuple(t for s in sentences for t in s.tokens)[:MAX_TOKENS]
    start, end = (sentences[0].start, sentences[-1].end) if sentences else (0, len(content))
    src, tgt = locate(content, tokens, source), locate(content, tokens, target)
    weights = pair_model.load(language)
    if weights is None:
        choice = _by_precedence(tokens, src, tgt, language)
    else:
        choice = _by_weights(tokens, src, tgt, language, weights, explain)
    kinds, found = ontology.load(), choice.candidate
    kind, mode = choice.type, None
    state: Status = "past"
    trigger, rule = (start, end), NO_TRIGGER if choice.confidence <= FALLBACK_CONFIDENCE else WORDS
    if found is not None:
        match = found.match
        spots = [match.start, match.end - 1, *([match.object] if match.object >= 0 else [])]
        trigger, rule = (tokens[min(spots)].start, tokens[max(spots)].end), match.pattern.id
        if found.type == kind:
            mode, state = found.mode, found.status
    return Coding(
        event_type=kind,
        event_mode=mode,
        quad_class=kinds.quad(kind),
        status=state,
        char_start=start,
        char_end=end,
        trigger_start=trigger[0],
        trigger_end=trigger[1],
        rule_id=rule,
        confidence=choice.confidence,
        sources=(Actor(source),),
        targets=(Actor(target),),
        contexts=contexts.load(language).find([t.lower for t in tokens]),
        intensity=kinds.intensity(kind, mode),
        why=choice.why,
    )


def _by_weights(
    tokens: Sequence[Token], src: Span, tgt: Span, language: str, weights: pair_model.Weights, explain: bool
) -> Choice:
    """The likeliest type by triggers and words."""
    stated, leaning = candidates(tokens, src, tgt, language)
    figures, votes = evidence(tokens, src, tgt, language, stated, leaning)
    chances = weights.judge(figures, votes)
    at = pair_model.decide(chances, weights.quads)
    kind, chance = weights.classes[at], round(math.exp(chances[at]), 2)
    if not stated and not leaning and figures.keys().isdisjoint(weights.words):
        return Choice(FALLBACK, None, FALLBACK_CONFIDENCE, ("no word tells anything: a guess",))
    found = _best(c for c in stated if merged(c.type) == kind)
    found = found or _best(c for c in leaning if merged(c.type) == kind)
    why: list[str] = []
    if explain:
        why = [*_reasons(stated, leaning, found), _slots(tokens, src, tgt, found)]
        ranked = sorted(range(len(chances)), key=lambda k: -chances[k])[:3]
        why.append("chances: " + ", ".join(f"{weights.classes[k]} {math.exp(chances[k]):.2f}" for k in ranked))
        for k in ranked[:2]:
            why.append(f"for {weights.classes[k]}: " + "; ".join(weights.reasons(figures, votes, k)))
    if found is not None:
        return Choice(found.type, found, max(chance, FALLBACK_CONFIDENCE), tuple(why))
    one = next((t for t, group in pair_features.MERGED.items() if group == kind), kind)
    return Choice(one, _best(stated) or _best(leaning), max(chance, FALLBACK_CONFIDENCE), tuple(why))


def _by_precedence(tokens: Sequence[Token], src: Span, tgt: Span, language: str) -> Choice:
    """The type of the best trigger; of a trigger without its object words where no other fires."""
    lexicon, rules = triggers.load(language), status.load(language)
    matches = lexicon.match(tokens)
    relaxed = not matches
    found = _best(_judged(tokens, matches or lexicon.match(tokens, relaxed=True), src, tgt, rules, {}))
    if found is None:
        return Choice(FALLBACK, None, FALLBACK_CONFIDENCE, ("no trigger: a guess",))
    why = _reasons([found], [], found)
    if relaxed:
        return Choice(found.type, found, FALLBACK_CONFIDENCE, (*why, "its object words waived"))
    return Choice(found.type, found, confidence(found.score), tuple(why))


def candidates(tokens: Sequence[Token], src: Span, tgt: Span, language: str) -> tuple[list[Candidate], list[Candidate]]:
    """What the triggers state and what the leanings suggest."""
    rules = status.load(language)
    readings: dict[tuple[object, ...], Reading] = {}
    stated = _judged(tokens, triggers.load(language).match(tokens), src, tgt, rules, readings)
    leaning = _judged(tokens, pair_features.load(language).leanings.match(tokens), src, tgt, rules, readings)
    return stated, leaning


def evidence(
    tokens: Sequence[Token],
    src: Span,
    tgt: Span,
    language: str,
    stated: Sequence[Candidate],
    leaning: Sequence[Candidate],
) -> tuple[dict[str, float], list[Stated]]:
    """What the weights are asked about: figures of the words, and the best trigger of each class."""
    votes = [Vote(merged(c.type), merged(c.raw), c.score) for c in leaning]
    figures = pair_features.figures(pair_features.load(language), tokens, src, tgt, votes)
    best: dict[str, Candidate] = {}
    for candidate in stated:
        kind = merged(candidate.type)
        if kind not in best or candidate.score > best[kind].score:
            best[kind] = candidate
    return figures, [
        Stated(kind, c.score, c.match.pattern.kind, c.match.pattern.group.weak, c.status == "past")
        for kind, c in best.items()
    ]


def _judged(
    tokens: Sequence[Token],
    matches: Sequence[Match],
    src: Span,
    tgt: Span,
    rules: Rules,
    readings: dict[tuple[object, ...], Reading],
) -> list[Candidate]:
    """Matches with their score and their status; patterns that match at one place share its reading.

    Those far behind the best are left out: their vote would be next to nothing.
    """
    operators = [m for m in matches if m.pattern.group.operator]
    border, last = [-1], -1
    for i, token in enumerate(tokens):
        last = i if token.lower in _ELSEWHERE else last
        border.append(last)
    scores = [_score(match, src, tgt, operators, border) for match in matches]
    least = max(scores, default=0.0) - BEHIND
    out = []
    for match, score in zip(matches, scores, strict=True):
        if score < least:
            continue
        group = match.pattern.group
        place = (match.start, match.head, match.end, match.pattern.kind, group.status, match.passive, match.tags)
        reading = readings.get(place)
        if reading is None:
            reading = readings[place] = rules.read(tokens, match)
        kind, mode, state, _ = shift.shift(group.event_type, group.mode, reading)
        if group.relation and kind == group.event_type:
            kind, mode = group.relation, None
        out.append(Candidate(score, match, kind, mode, state, group.event_type, reading.word))
    return out


def _best(found: Iterable[Candidate]) -> Candidate | None:
    """The highest score; of equal ones the first in the text."""
    return max(found, key=lambda c: (c.score, -c.match.head), default=None)


def _reasons(stated: Sequence[Candidate], leaning: Sequence[Candidate], found: Candidate | None) -> list[str]:
    """The matches for people to read: the chosen one, then the best others."""
    out = []
    if found is not None:
        pattern = found.match.pattern
        out += [
            f"pattern {pattern.id}: {pattern.text}",
            f"status: {found.status} {found.word}".rstrip(),
        ]
    for name, listed in (("trigger", stated), ("leaning", leaning)):
        best = sorted(listed, key=lambda c: (-c.score, c.match.head))[:SHOWN]
        out += [f"{name} {c.match.pattern.id} -> {c.type}, score {c.score:.2f}" for c in best]
    return out


def _slots(tokens: Sequence[Token], src: Span, tgt: Span, found: Candidate | None) -> str:
    """Where the two stand, and the voice of the trigger between them."""
    said = []
    for name, span in (("source", src), ("target", tgt)):
        words = " ".join(t.text for t in tokens[span.first : span.last]) if span.first >= 0 else ""
        side = "" if found is None or not words else " before" if span.last <= found.match.head else " after"
        said.append(f"{name}{side}: {words or 'not in the text'}")
    voice = "no trigger" if found is None else "passive" if found.match.passive else "active"
    return f"slots: {'; '.join(said)} ({voice})"


def confidence(score: float) -> float:
    """Score -> 0..1, for languages without weights: a line between 0 (.3) and 12 (.9)."""
    return round(min(0.9, max(0.2, 0.3 + 0.05 * score)), 2)


def _span_sentences(content: str, source: str, target: str, language: str) -> Sequence[Sentence]:
    """The sentences from the one that names the first to the one that names the second; all, where neither is named."""
    sentences = text.split(content, language)
    places = [p for p in (content.find(source), content.find(target)) if p >= 0]
    if not places:
        return sentences
    chosen = [s for s in sentences if s.end > min(places) and s.start <= max(places)]
    return chosen or sentences


_BLANK = re.compile(r"\s+")


def locate(content: str, tokens: Sequence[Token], name: str) -> Span:
    """Where a name stands among the tokens: as given, else by its last capitalised word."""
    wanted = name.strip()
    at = content.find(wanted) if wanted else -1
    if at < 0:
        words = [w for w in _BLANK.split(wanted) if w[:1].isupper()]
        hit = next((i for w in reversed(words) for i, t in enumerate(tokens) if t.text == w), -1)
        return Span(hit, hit + 1) if hit >= 0 else Span(-1, -1)
    inside = [i for i, t in enumerate(tokens) if t.start < at + len(wanted) and t.end > at]
    return Span(inside[0], inside[-1] + 1) if inside else Span(-1, -1)


def _score(match: Match, src: Span, tgt: Span, operators: Sequence[Match], border: Sequence[int]) -> float:
    """How well a match stands for the relation: its rank, its side of both actors, its distance, what governs it.

    `border`: for each token the last word before it after which no earlier verb governs.
    """
    score, head = match.rank, match.head
    active = not match.passive and match.pattern.group.roles != "reverse"
    first, second = (src, tgt) if active else (tgt, src)
    if first.first >= 0:
        score += 2.0 if first.last <= head else 0.0
        gap = head - first.last if first.last <= head else first.first - head
        score -= 0.12 * max(0, gap - 2)
    if second.first >= 0:
        score += 1.0 if second.first > head else 0.0
        gap = second.first - head if second.first > head else head - second.last
        score -= 0.06 * max(0, gap - 4)
    if tgt.first <= head < tgt.last:
        score -= 3.5
    if src.first <= head < src.last:
        score -= 3.0
    for other in operators:
        if other.start < match.start and other.end <= match.start:
            if src.first >= 0 and other.head < src.first and not other.passive:
                continue
            if border[match.start] < other.end:
                score -= 3.0
                break
    if 0 <= src.last <= tgt.first and tgt.last <= head and match.pattern.group.roles != "mutual":
        score -= 2.0
    if not match.verbal and match.pattern.kind == "n":
        score -= 1.0
    if match.pattern.group.weak:
        score -= 1.5
    return score
