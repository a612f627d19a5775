"""The last word on what stands: a learned second look at every match of a document that reports events.

In: the codings that stand, and beside them what a rule threw away (governed by an operator, told of a purpose, of
nobody known, overlapped by what fell itself). Out: the codings that stand now. Each rule is right more often than not,
none always; here it is one voice among others. A linear model asks for the chance that a match tells of an event of its
type, knowing what confidence.py knows and what was done to it, what governs it, what stands beside it and what the rest
of the document reports. What is surer goes first, what overlaps it falls. The weights stand in
lexicon/<language>/review.toml, one line for each feature, made by tests/quality/fit_review.py from hand-coded articles;
a language may do without. No word is known here: words around a trigger are features by their name, and the table says
which of them mean anything.
"""

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from transforms.events import confidence, tables, trust
from transforms.events.model import Coding
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match

STANDS = "stands"
"""Of what no rule threw away; any other reason is the name of the rule."""
SHORT = 5
"""Sentences below which a text tells too little of itself: there the rules have the last word."""
LONG = 2_000
"""Sentences beyond which a text is no article; all that is known of them at once would take too much memory."""
SPARSE = 0.6
"""Events in a hundred words below which a text has nothing to regain: what looks like one is a figure of speech."""
_TOLD = 12
"""Features of the largest weight that an explanation names."""
_BOUND = 3
"""Events of a sentence, tokens of a trigger beyond which more says nothing more."""
_FAR, _DENSE, _SHORT = 12, 5.0, 5
"""The same of words between, and of events in a hundred words; letters up to which a word between is looked at."""
_TRIGGER, _NEAR, _LETTERS = 4, 6, 3
"""Words of a trigger, and to either side of it, that are looked at; of the latter those of more letters."""


class Candidate(NamedTuple):
    """A match that stands, or may."""

    sentence: int
    coding: Coding
    reason: str
    tokens: frozenset[int]
    found: dict[str, float]
    """Its features."""


class Model(NamedTuple):
    """The table of a language."""

    start: float
    by_name: Mapping[str, float]
    first_start: float
    first: Mapping[str, float]
    """The same for a first look, by what is seen at once."""
    keep: float
    """The chance below which what stood falls."""
    keep_political: float
    """The same in a document about politics (unnamed.py), where most of what looks like an event is one."""
    regain: float
    """The chance from which on what was thrown away stands."""
    cut: float
    """The logarithm of the odds at the first look below which nobody looks closer."""
    sure: tuple[float, ...]
    """How a row's confidence follows from its own and from the chance here, all in logarithms of the odds: a start, and
    what each of the two is worth."""

    def odds(self, found: Mapping[str, float]) -> float:
        weights = self.by_name
        return self.start + sum([weights[name] * value for name, value in found.items() if name in weights])

    def is_worth_a_look(self, seen: Mapping[str, float]) -> bool:
        """Whether a match that was thrown away may stand at all."""
        weights = self.first
        return self.first_start + sum([weights[name] * v for name, v in seen.items() if name in weights]) >= self.cut


@functools.cache
def load(language: str) -> Model | None:
    """The table of a language, read once; None where it has none. LexiconError for a line that is none."""
    data = tables.optional(language, "review")
    if data is None:
        return None
    weights, first = dict[str, float](), dict[str, float]()
    for name, weight, at_once in tables.rows(language, "review", "feature", 3):
        try:
            if weight:
                weights[name] = float(weight)
            if at_once:
                first[name] = float(at_once)
        except ValueError:
            line = f"{name} | {weight} | {at_once}"
            raise tables.LexiconError(f"lexicon/{language}/review.toml: no number: {line}") from None
    sure = tuple(float(data["confidence"][name]) for name in ("start", "own", "chance"))
    return Model(
        data["start"],
        weights,
        data["start_first"],
        first,
        data["keep"],
        data["keep_political"],
        data["regain"],
        data["cut"],
        sure,
    )


def tokens(match: Match) -> frozenset[int]:
    """The words of a trigger, its object among them."""
    own = range(match.start, match.end)
    return frozenset(own) if match.object < 0 else frozenset((*own, match.object))


def outline(
    match: Match,
    reason: str,
    clause: Clause,
    chosen: Sequence[Match],
    beside: Sequence[Coding],
    elsewhere: Iterable[str],
    dense: float,
) -> dict[str, float]:
    """What is seen of a match at once. `chosen`: the matches of its sentence that were not overlapped; `beside`: what
    else stands in it; `elsewhere`: the types that stand in the document without it; `dense`: events in a hundred
    words."""
    kind, words = match.pattern.group.event_type, clause.words
    mine = tokens(match)
    out = {
        f"reason {reason}": 1.0,
        f"reason {reason}, {kind}": 1.0,
        f"type {kind}": 1.0,
        f"kind {match.pattern.kind}": 1.0,
        f"before {words[match.start - 1] if match.start else ''}": 1.0,
        f"behind {words[match.end] if match.end < len(words) else ''}": 1.0,
        "words": float(min(len(mine), _SHORT)),
        "events beside": float(min(len(beside), _BOUND)),
        "dense": min(dense, _DENSE),
        f"dense, reason {reason}": min(dense, _DENSE),
    }
    for tag in match.tags:
        out[f"tag {tag}"] = 1.0
    for key in trust.keys(match, words):
        if key.table != "pattern":
            out[f"{key.table} {key.name}"] = 1.0
    if not beside:
        out["nothing beside"] = 1.0
    if any(c.event_type == kind for c in beside):
        out["its type beside"] = 1.0
    if kind in elsewhere:
        out["its type elsewhere"] = 1.0
    for other in chosen:
        if other is not match and not mine.isdisjoint(tokens(other)):
            out[f"overlaps {other.pattern.group.event_type}"] = 1.0
            out["overlaps its type"] = float(other.pattern.group.event_type == kind)
    return out | _governor(match, clause, chosen)


def _governor(match: Match, clause: Clause, chosen: Sequence[Match]) -> dict[str, float]:
    """What is seen of the operator before a match: 'urged Peru to | withdraw'."""
    before = [m for m in chosen if m.pattern.group.operator and m.head < match.head]
    if not before:
        return {"no operator": 1.0}
    operator = before[-1]
    kind = operator.pattern.group.event_type
    out = {
        f"operator {kind}": 1.0,
        f"operator {operator.pattern.id.rpartition('.')[0]}": 1.0,
        f"operator {kind}, tag {'/'.join(sorted(match.tags))}": 1.0,
        "operator far": min(match.start - operator.end, _FAR) / _FAR,
        "operator of its type": float(kind == match.pattern.group.event_type),
        "operator adjacent": float(match.start - operator.end <= 1),
    }
    for word in itertools.islice(clause.words, operator.end, max(operator.end, match.start)):
        if len(word) < _SHORT:
            out[f"between {word}"] = 1.0
    return out


def closer(
    seen: dict[str, float],
    coding: Coding,
    match: Match,
    clause: Clause,
    roles: Roles,
    reason: str,
    beside: Sequence[Coding],
) -> None:
    """Adds to the features of a match what its words and its coding tell. `roles`: those that its sentence gives it."""
    seen.update(dict.fromkeys(_words(match, clause.words), 1.0))
    seen[f"status {coding.status}"] = 1.0
    seen[f"reason {reason}, status {coding.status}"] = 1.0
    for side, actors in (("source", roles.sources), ("target", roles.targets)):
        if actors:
            seen[f"{side} told"] = 1.0
            seen[f"{side} sector {actors[0].sector}"] = 1.0
        if any(a.country for a in actors):
            seen[f"{side} a state's"] = 1.0
            seen[f"reason {reason}, {side} a state's"] = 1.0
    mine = set(roles.sources), set(roles.targets)
    if any((set(c.sources), set(c.targets)) == mine for c in beside):
        seen["its sides beside"] = 1.0


def _words(match: Match, words: Sequence[str]) -> Iterator[str]:
    """The pattern of a match, its trigger and object, and the words around them."""
    first, last, kind = match.start, match.end, match.pattern.group.event_type
    yield f"pattern {match.pattern.id}"
    yield f"trigger {' '.join(words[first:last][:_TRIGGER])}"
    if match.object >= 0:
        yield f"object {words[match.object]}"
        last = max(last, match.object + 1)
    before, behind = words[first - 1] if first else "", words[last] if last < len(words) else ""
    yield f"{kind}, before {before}"
    yield f"{kind}, behind {behind}"
    yield f"two before {words[first - 2] if first > 1 else ''}"
    yield f"two behind {words[last + 1] if last + 1 < len(words) else ''}"
    for word in words[max(0, first - _NEAR) : first]:
        if len(word) > _LETTERS:
            yield f"left {word}"
    for word in words[last : last + _NEAR]:
        if len(word) > _LETTERS:
            yield f"right {word}"


def settle(candidates: Iterable[Candidate], model: Model, *, political: bool, explain: bool = False) -> list[Coding]:
    """The codings that stand, in order of the text, with their confidence as it is now. `political`: whether the
    document is about politics. `explain`: `why` tells the weights."""
    keep = model.keep_political if political else model.keep
    regain = max(model.regain, keep)
    odds = [(model.odds(one.found), one) for one in candidates]
    taken: dict[int, set[int]] = {}
    regained: dict[int, set[int]] = {}
    out = []
    for value, one in sorted(odds, key=lambda pair: -pair[0]):
        words, new = taken.setdefault(one.sentence, set()), regained.setdefault(one.sentence, set())
        stands = one.reason == STANDS  # what stood beside it may share its object: 'was shelved, but reopened'
        if confidence.chance(value) < (keep if stands else regain):
            continue
        if not one.tokens.isdisjoint(new if stands else words) or (not stands and _is_with_press(one.coding)):
            continue
        words |= one.tokens
        if not stands:
            new |= one.tokens
        out.append(_told(one, value, model, explain=explain))
    return sorted(out, key=lambda c: (c.char_start, c.trigger_start))


def _is_with_press(coding: Coding) -> bool:
    """Whether somebody only speaks to newsrooms: 'in a call with reporters'."""
    return coding.event_type == "CONSULT" and bool(coding.targets) and all(a.sector == "MED" for a in coding.targets)


def _told(one: Candidate, odds: float, model: Model, *, explain: bool) -> Coding:
    """The coding of a candidate that stands."""
    start, own, chance = model.sure
    before = one.coding.confidence
    sure = confidence.chance(start + own * confidence.odds(before) + chance * odds)
    what = "stands" if one.reason == STANDS else f"stands although {one.reason}"
    why = (
        f"second look: {what}, {confidence.chance(odds):.2f} (review.toml); confidence {before:.2f} becomes {sure:.2f}"
    )
    if explain:
        worth = {name: model.by_name[name] * value for name, value in one.found.items() if name in model.by_name}
        most = sorted(worth, key=lambda name: -abs(worth[name]))[:_TOLD]
        rest = sum(worth[name] for name in worth.keys() - set(most))
        told = ", ".join(f"{name} {worth[name]:+.2f}" for name in most)
        why += f": start {model.start:+.2f}, {told}, {len(worth) - len(most)} others {rest:+.2f}"
    first = [f"confidence: {confidence.told(one.found)}"] if explain and one.reason != STANDS else []
    return dataclasses.replace(one.coding, confidence=sure, why=(*one.coding.why, *first, why))
