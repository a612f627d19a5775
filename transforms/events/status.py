"""Whether and when an event happens, by the words around its trigger: past, ongoing, planned, hypothetical, negated.

In: the tokens of a sentence, a match, lexicon/<language>/status.toml. Out: a `Reading`; `shift` then says what the
status does to the type: a cooperative act that lies ahead is AGREE, one of material conflict a threat, a refused one
REJECT. Historical background needs the date and is decided in coder.py. Rules: the coding conventions.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import grammar, tables
from transforms.events.model import Token
from transforms.events.triggers import Match
from transforms.records import Status

SINCE = 4
"""Words after 'has been on strike' in which 'since' makes it last."""
CLAUSE = 12
"""Words before a trigger that are searched for 'if', 'possibility' and the like."""


class Reading(NamedTuple):
    """The status of one match, with the word that decided it."""

    status: Status
    word: str = ""
    refused: bool = False
    """'will not', 'would not': the future is denied."""


class Shifted(NamedTuple):
    """Type, mode and status after the status has had its effect."""

    event_type: str
    mode: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Rules:
    """The word lists of status.toml."""

    negation: frozenset[str]
    future: frozenset[str]
    conditional: frozenset[str]
    progressive: frozenset[str]
    plans: frozenset[str]
    hypothetical_to: frozenset[str]
    hypothetical: frozenset[str]
    noun_negated: frozenset[str]
    noun_planned: frozenset[str]
    noun_hypothetical: frozenset[str]
    noun_ongoing: frozenset[str]
    noun_former: frozenset[str]
    denied_after: frozenset[str]
    planned_after: frozenset[str]
    ongoing_after: frozenset[str]
    ongoing: frozenset[str]
    historical: frozenset[str]
    denied: frozenset[str]
    grammar: grammar.Grammar

    def read(self, tokens: Sequence[Token], match: Match) -> Reading:
        """The status of a match."""
        stated = match.pattern.group.status
        reading = self._noun(tokens, match) if match.pattern.kind == "n" else self._verb(tokens, match)
        if stated is not None and reading.status != "negated":
            return Reading(stated, match.pattern.text)
        if reading.status != "past":
            return reading
        first = match.start
        for i in range(first - 1, max(first - CLAUSE, -1), -1):
            word = tokens[i].lower
            if word in self.grammar.hard_breaks or word in (",", "said", "says"):
                break
            if word in self.hypothetical and not (word in self.conditional and not match.tags & {"base"}):
                return Reading("hypothetical", word)
        return reading

    def _verb(self, tokens: Sequence[Token], match: Match) -> Reading:
        group = self.grammar.verb_group(tokens, match.start)
        negated = next((w for w in group if w in self.negation), None)
        future = next((w for w in group if w in self.future), None)
        conditional = next((w for w in group if w in self.conditional), None)
        if negated is not None:
            return Reading("negated", negated, refused=future is not None or conditional is not None)
        if (nobody := self._nobody(tokens, match.start - len(group))) is not None:
            return Reading("negated", nobody)
        if future is not None:
            return Reading("planned", future)
        before = match.start - len(group) - 1
        previous = tokens[before].lower if before >= 0 else ""
        if not self.grammar.to.isdisjoint(group):
            anchor = next((w for w in (previous, *group) if w in self.plans or w in self.hypothetical_to), None)
            if anchor is not None:
                return Reading("planned" if anchor in self.plans else "hypothetical", anchor)
            if conditional is None:
                return Reading("past")
        if conditional is not None:
            return Reading("planned" if conditional == "would" else "hypothetical", conditional)
        progressive = any(w in self.progressive for w in group)
        if "ger" in match.tags and (progressive or previous in self.ongoing):
            return Reading("ongoing", "-ing")
        if "being" in (tokens[match.start].lower, *group):
            return Reading("ongoing", "being")
        if "ger" in match.tags and (previous in self.denied or previous == "without"):
            return Reading("negated", previous)
        if any(w in self.ongoing for w in group):
            return Reading("ongoing", next(w for w in group if w in self.ongoing))
        lasting = "been" in (tokens[match.start].lower, *group) and match.tags.isdisjoint({"past", "part"})
        if lasting and any(t.lower == "since" for t in tokens[match.end : match.end + SINCE]):
            return Reading("ongoing", "since")
        return Reading("past")

    def _nobody(self, tokens: Sequence[Token], at: int) -> str | None:
        """The 'no' of a subject before position `at`: 'No officials have visited'."""
        for i in range(at - 1, max(at - 6, -1), -1):
            word = tokens[i].lower
            if word in self.noun_negated:
                return word
            if word in self.grammar.prepositions or word in self.grammar.hard_breaks or word == ",":
                return None
        return None

    def _noun(self, tokens: Sequence[Token], match: Match) -> Reading:
        for i in range(match.start - 1, max(match.start - 4, -1), -1):
            word = tokens[i].lower
            if word in self.noun_negated:
                return Reading("negated", word)
            if word in self.noun_planned:
                return Reading("planned", word)
            if word in self.noun_hypothetical:
                return Reading("hypothetical", word)
            if word in self.noun_ongoing:
                return Reading("ongoing", word)
            if word in self.grammar.prepositions or word in self.grammar.hard_breaks:
                break
        around = (
            *range(match.start - 1, max(match.start - 6, -1), -1),
            *range(match.end, min(match.end + 6, len(tokens))),
        )
        if (after := self._predicate(tokens, match)) is not None:
            return after
        for i in around:
            word = tokens[i].lower
            if word in self.future:
                return Reading("planned", word)
            if word in self.grammar.hard_breaks or word == "," or word in self.grammar.speech:
                if i > match.start:
                    break
                continue
        return Reading("past")

    def _predicate(self, tokens: Sequence[Token], match: Match) -> Reading | None:
        """What the verb says whose subject the noun is: 'a visit by the queen is planned'."""
        g = self.grammar
        for i in range(match.end, min(match.end + CLAUSE, len(tokens) - 1)):
            word = tokens[i].lower
            if word in g.hard_breaks or word == "," or word in g.relative or word in g.speech:
                return None
            if word in g.be or word in g.have:
                following = next((t.lower for t in tokens[i + 1 : i + 4] if not g.is_adverb(t.lower)), "")
                for said, status in self._said:
                    if following in said:
                        return Reading(status, following)
                return None
            if word in self.denied_after and not g.is_noun(tokens, i):
                return Reading("negated", word)
        return None

    @property
    def _said(self) -> tuple[tuple[frozenset[str], Status], ...]:
        return (self.planned_after, "planned"), (self.ongoing_after, "ongoing"), (self.denied_after, "negated")


THREATS = {"SANCTION": "restrict", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence", "PROTEST": None}
"""Material conflict that lies ahead -> the mode of the threat."""
REFUSALS = {"AGREE": "change", "CONSULT": "meet", "SUPPORT": "change", "COOPERATE": "assist", "AID": "assist"}
"""Cooperation that is refused for the future -> the mode of the rejection."""


def shift(event_type: str, mode: str | None, reading: Reading) -> Shifted:
    """What a status makes of a type: Shifted(type, mode, status)."""
    if reading.status == "planned" and event_type != "AGREE":
        if event_type in ("CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"):
            return Shifted("AGREE", None, "planned")
        if event_type in THREATS:
            return Shifted("THREATEN", THREATS[event_type], "past")
    if reading.refused:
        if event_type in REFUSALS:
            return Shifted("REJECT", REFUSALS[event_type], "past")
        if event_type in ("CONCEDE", "RETREAT"):
            return Shifted("REJECT", "yield", "past")
    return Shifted(event_type, mode, reading.status)


@functools.cache
def load(language: str) -> Rules:
    """The status rules of a language, read once."""
    lists = {name: frozenset(words.split()) for name, words in tables.read(language, "status").items()}
    return Rules(**lists, grammar=grammar.load(language))
