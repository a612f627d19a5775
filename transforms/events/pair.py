"""The relation between two given actors: exactly one Coding, whatever the sentence.

In: a text and two names as they stand in it (the gazetteer need not know them). Out: the event of the best trigger,
judged by where it stands between and around the two, with its voice; where no trigger fires, a stated guess with low
confidence.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.events import contexts, ontology, status, text, triggers
from transforms.events.model import Actor, Coding, Sentence, Token
from transforms.events.triggers import Match

NO_TRIGGER = "pair.fallback"
MAX_TOKENS = 1200
"""Words that are read for one pair; a relation is a matter of a sentence or a paragraph."""
FALLBACK = "CONSULT"
"""The type of two actors named together without a trigger: contact is the commonest relation."""
FALLBACK_CONFIDENCE = 0.15


class Span(NamedTuple):
    """Token indices of a named actor; (-1, -1) where the text does not have it."""

    first: int
    last: int


def code_pair(content: str, source: str, target: str, language: str, published_date: dt.date | None = None) -> Coding:
    """The relation of `source` to `target` in a text. Never fails: an unknown relation is a guess of low confidence."""
    del published_date  # the day of an event between named actors is coded by `code`
    lexicon, rules = triggers.load(language), status.load(language)
    sentences = _span_sentences(content, source, target, language)
    tokens = tuple(t for s in sentences for t in s.tokens)[:MAX_TOKENS]
    start, end = (sentences[0].start, sentences[-1].end) if sentences else (0, len(content))
    src, tgt = locate(content, tokens, source), locate(content, tokens, target)
    scored = []
    matches = lexicon.match(tokens)
    relaxed = not matches
    if relaxed:
        matches = lexicon.match(tokens, relaxed=True)
    for match in matches:
        reading = rules.read(tokens, match)
        scored.append((_score(tokens, match, src, tgt, matches), -match.head, match, reading))
    about = contexts.load(language).find(tokens)
    if scored:
        score, _, match, reading = max(scored, key=lambda s: s[:2])
        group = match.pattern.group
        kind, mode, state = status.shift(group.event_type, group.mode, reading)
        if group.relation and kind == group.event_type:
            kind, mode = group.relation, None
        found = [match.start, match.end - 1, *([match.object] if match.object >= 0 else [])]
        trigger = tokens[min(found)].start, tokens[max(found)].end
        rule, sure = match.pattern.id, FALLBACK_CONFIDENCE if relaxed else confidence(score)
        why: tuple[str, ...] = (
            f"pattern {rule}: {match.pattern.text}" + (" (its object words waived)" if relaxed else ""),
            f"score {score:.2f}, best of {len(scored)}",
            f"status: {state} {reading.word}".rstrip(),
        )
    else:
        kind, mode, state, trigger, rule, sure = FALLBACK, None, "past", (start, end), NO_TRIGGER, FALLBACK_CONFIDENCE
        why = ("no trigger: a guess",)
    kinds = ontology.load()
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
        confidence=sure,
        sources=(Actor(source),),
        targets=(Actor(target),),
        contexts=about,
        intensity=kinds.intensity(kind, mode),
        why=why,
    )


def confidence(score: float) -> float:
    """Score -> 0..1: a line between 0 (.3) and 12 (.9), to be calibrated on labelled pairs."""
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


def _score(tokens: Sequence[Token], match: Match, src: Span, tgt: Span, matches: Sequence[Match]) -> float:
    """How well a match stands for the relation: its rank, its side of both actors, its distance, what governs it."""
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
    for other in matches:
        if other.pattern.group.operator and other.start < match.start and other.end <= match.start:
            if src.first >= 0 and other.head < src.first and not other.passive:
                continue
            between = {t.lower for t in tokens[other.end : match.start]}
            if not between & {";", "after", "following", "as", "while", "amid", "because", "when"}:
                score -= 3.0
                break
    if 0 <= src.last <= tgt.first and tgt.last <= head and match.pattern.group.roles != "mutual":
        score -= 2.0
    if not match.verbal and match.pattern.kind == "n":
        score -= 1.0
    if match.pattern.group.weak:
        score -= 1.5
    return score
