"""What the second look (review.py) is given: every match of the sentences that were read, with its features.

In: the benches of a document, what stands, and the drafts that it stands of. Out: candidates: all that stands, and what
a rule threw away, if the first look finds it worth a closer one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from transforms.events import review, unnamed
from transforms.events.bench import Bench, coding_of, why_lost
from transforms.events.confidence import Draft
from transforms.events.lexicons import Rooms
from transforms.events.model import Actor, Coding
from transforms.events.triggers import Match


class Told(NamedTuple):
    """What of a document stands after the first look."""

    benches: Mapping[int, Bench]
    """The sentences that were read, by their number."""
    standing: Sequence[Coding]
    drafts: Sequence[Draft]
    state: Callable[[int], Actor | None]
    """In whose affairs a sentence is."""


def candidates(rooms: Rooms, model: review.Model, told: Told) -> Iterator[review.Candidate]:
    """What stands in a document, and every other match of the sentences that were read, if it is worth a look."""
    features = {(d.coding.trigger_start, d.coding.rule_id): d.found for d in told.drafts}
    dense = 100 * len(told.standing) / max(1, sum([len(b.clause.words) for b in told.benches.values()]))
    by_sentence: dict[int, list[Coding]] = {}
    for one in told.standing:
        by_sentence.setdefault(one.char_start, []).append(one)
    types = Counter(c.event_type for c in told.standing)
    for i, bench in told.benches.items():
        here = by_sentence.get(bench.sentence.start, [])
        own = {(c.trigger_start, c.trigger_end, c.rule_id): c for c in here}
        elsewhere = {kind for kind in types if types[kind] > sum([c.event_type == kind for c in here])}
        chosen = [c.match for c in bench.chosen]
        lost = list[tuple[Match, frozenset[int]]]()
        for match in bench.matches if here or dense >= review.SPARSE else ():
            words = review.tokens(match)
            first, last = bench.clause.tokens[min(words)], bench.clause.tokens[max(words)]
            coding = own.pop((first.start, last.end, match.pattern.id), None)
            if coding is None:
                lost.append((match, words))
                continue
            beside = [c for c in here if c is not coding]
            seen = review.outline(match, review.STANDS, bench.clause, chosen, beside, elsewhere, dense)
            roles = bench.known.get(id(match)) or bench.clause.roles(match)
            review.closer(seen, coding, match, bench.clause, roles, review.STANDS, beside)
            found = features[coding.trigger_start, coding.rule_id]
            yield review.Candidate(i, coding, review.STANDS, words, found | seen)
        if dense < review.SPARSE:
            continue
        taken = _taken(bench, here)
        for match, words in lost:
            if taken.isdisjoint(words):
                reason, planned = _fate(rooms, bench, match, words)
                if reason == "implausible" and match.pattern.group.event_type == "CONSULT":
                    continue  # nobody meets alone
                seen = review.outline(match, reason, bench.clause, chosen, here, elsewhere, dense)
                if model.is_worth_a_look(seen):
                    yield _regained(rooms, i, bench, match, told, seen, reason, here, planned=planned)


def _taken(bench: Bench, here: Sequence[Coding]) -> frozenset[int]:
    """The words of the triggers that stand in a sentence."""
    tokens = bench.clause.tokens
    return frozenset(n for n, t in enumerate(tokens) for c in here if c.trigger_start <= t.start < c.trigger_end)


def _fate(rooms: Rooms, bench: Bench, match: Match, words: frozenset[int]) -> tuple[str, bool]:
    """Why a match does not stand, and whether what it tells is planned."""
    if any(one.match is match for one in bench.barred):
        return "implausible", False
    one = next((one for one in bench.chosen if one.match is match), None)
    if one is None:
        overlaps = any(not words.isdisjoint(review.tokens(other.match)) for other in bench.chosen)
        return "overlapped" if overlaps else "governed", False
    reason, planned = why_lost(rooms, bench, one)
    return reason or "unlikely", planned


def _regained(
    rooms: Rooms,
    i: int,
    bench: Bench,
    match: Match,
    told: Told,
    seen: dict[str, float],
    reason: str,
    beside: Sequence[Coding],
    *,
    planned: bool,
) -> review.Candidate:
    """A match that may stand after all, with its coding as if it did."""
    roles = bench.known.get(id(match)) or bench.clause.roles(match)
    if unnamed.is_possible(match, roles, bench.clause):
        roles = unnamed.with_subject(match, roles, bench.clause, told.state(i))
    about = rooms.contexts.find(bench.sentence.lowers)
    known = {**bench.known, id(match): roles}
    coding, found = coding_of(rooms, bench._replace(known=known), match, about, planned=planned)
    bench.matched[coding.trigger_start, coding.rule_id] = bench.clause, match
    review.closer(seen, coding, match, bench.clause, roles, reason, beside)
    return review.Candidate(i, coding, reason, review.tokens(match), found | seen)
