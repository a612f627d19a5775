"""Whether and when an event happens, by the words around its trigger: past, ongoing, planned, hypothetical, negated.

In: the tokens of a sentence, a match, lexicon/<language>/status.toml. Out: a `Reading`; `shift` then says what the
status does to the type: a cooperative act that lies ahead is AGREE, one of material conflict a threat, a refused one
REJECT. Historical background needs the date and is decided in coder.py. Rules: the coding conventions.
"""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.events import predicates, readings, spans, tense
from transforms.events.model import Token
from transforms.events.readings import CLAUSE, PROGRESSIVE, Reading, Words, inside
from transforms.events.triggers import Match

MAIN = 10
"""Words before an infinitive among which the verb that it hangs on is looked for."""
JOINED = 20
"""Words between a modal and a verb that is joined to its own."""


@dataclass(frozen=True, slots=True)
class Rules(Words):
    """The word lists of status.toml, and the answers that they give."""

    def read(self, tokens: Sequence[Token], match: Match) -> Reading:
        """The status of a match."""
        stated = match.pattern.group.status
        reading = self._noun(tokens, match) if match.pattern.kind == "n" else self._verb(tokens, match)
        if stated is not None and reading.status != "negated":
            return Reading(stated, match.pattern.text)
        if match.pattern.group.roles == "speaker" and reading.word in self.conditional and not reading.refused:
            return Reading("past", reading.word)  # 'could be a threat': that it is said is the event
        if reading.status != "past" or reading.word in self.conditional:
            return reading
        if match.pattern.group.event_type == "AGREE" and (ahead := self._to_meet(tokens, match)) is not None:
            return Reading("planned", ahead)
        first = match.start
        for i in range(first - 1, max(first - CLAUSE, -1), -1):
            word = tokens[i].lower
            if word in self.grammar.hard_breaks or word == "," or word in self.grammar.inverted:
                break
            if (
                word in self.hypothetical
                and not tokens[i + 1].text[0].isdigit()
                and (word not in self.conditional or match.tags & {"base"} or self._is_outcome(tokens, i, first))
            ):
                return Reading("hypothetical", word)
        return tense.read(self, tokens, match)

    def is_of_future(self, tokens: Sequence[Token], match: Match) -> bool:
        """Whether a refusal has a future within its words: 'will not attend', 'would not be allowed'."""
        if match.pattern.group.event_type != "REJECT":
            return False
        return any(
            t.lower in self.future or t.lower in self.planned_conditional for t in tokens[match.start : match.end]
        )

    def _to_meet(self, tokens: Sequence[Token], match: Match) -> str | None:
        """The word that makes a promise one of meeting, which lies ahead: 'vowed to go on meeting', 'said she would
        go'."""
        if match.pattern.kind == "n":
            return None
        inside = (t.lower for t in tokens[match.start + 1 : match.end])
        if (would := next((w for w in inside if w in self.planned_conditional or w in self.future), None)) is not None:
            return would
        last = max(match.end, match.head + 1) + _COMPLEMENT
        to = next(
            (i for i in range(match.head + 1, min(last, len(tokens))) if tokens[i].lower in self.grammar.to), None
        )
        if to is None:
            return None
        after = (t.lower for t in tokens[to + 1 : to + 1 + _COMPLEMENT])
        return next((w for w in after if w in self.meetings), None)

    def _is_outcome(self, tokens: Sequence[Token], modal: int, first: int) -> bool:
        """Whether a modal's verb only says what may come of it: 'could lead to a strike', 'may face sanctions'."""
        return any(t.lower in self.outcomes for t in tokens[modal + 1 : min(first, modal + 4)])

    def _verb(self, tokens: Sequence[Token], match: Match) -> Reading:
        group = self.grammar.verb_group(tokens, match.start)
        negated = next(filter(self.negation.__contains__, group), None)
        future = next(filter(self.future.__contains__, group), None)
        conditional = next(filter(self.conditional.__contains__, group), None)
        ahead = not match.tags.isdisjoint(self.planned_forms)
        if negated is not None and not self._is_counterfactual(tokens, match.start - len(group), group):
            return Reading("negated", negated, refused=future is not None or conditional is not None or ahead)
        if (nobody := self._nobody(tokens, match.start - len(group))) is not None:
            return Reading("negated", nobody)
        if not group and "base" in match.tags and (joined := self._joined(tokens, match.start)):
            return joined
        if future is not None or ahead:
            if match.pattern.group.event_type == "REJECT" and tokens[match.start].lower in self.negation:
                return Reading("past", future or "")  # 'will | not extradite': refused now
            return Reading("planned", future or tokens[match.head].lower)
        before = match.start - len(group) - 1
        previous = tokens[before].lower if before >= 0 else ""
        if (inner := self._inside(tokens, match)) is not None:
            return inner
        if len(group) > 1 and group[0] in self.grammar.to and group[1] in self.is_to and previous not in self.aims:
            return Reading("planned", group[1])  # 'is to visit'
        if not self.grammar.to.isdisjoint(group) or self.grammar.is_infinitive(match.tags):
            if previous in self.ongoing:
                return Reading("ongoing", previous)
            anchor = next((w for w in (previous, *group) if w in self.plans or w in self.hypothetical_to), None)
            if anchor in self.failing:
                return Reading("negated", anchor or "")
            if anchor is not None:
                return Reading("planned" if anchor in self.plans else "hypothetical", anchor)
            if conditional is None:
                return self._main(tokens, match.start - len(group))
        if conditional is not None and not self.grammar.have.isdisjoint(group):
            return Reading("hypothetical", conditional)  # 'would have expelled': it did not
        if conditional in self.planned_conditional and self._of_old(tokens):
            return Reading("past", conditional or "")  # 'in those years the fleet would seize every boat'
        if conditional is not None:
            return Reading("planned" if conditional in self.planned_conditional else "hypothetical", conditional)
        if match.tags & self.hypothetical_forms and match.tags <= self.hypothetical_forms:
            return Reading("hypothetical", tokens[match.head].lower)
        if (supposed := self._had_it(tokens, match.start - len(group))) is not None:
            return Reading("hypothetical", supposed)
        progressive = any(w in self.progressive for w in group)
        if "ger" in match.tags and (progressive or previous in self.ongoing):
            if not self.present_be.isdisjoint(group):
                return Reading("ongoing", PROGRESSIVE)
            lasting = previous in self.ongoing or (
                not self.been.isdisjoint(group) and self.inverted_had.isdisjoint(group)
            )
            return Reading("ongoing", "been -ing") if lasting else Reading("past", "was -ing")
        if not self.being.isdisjoint((tokens[match.start].lower, *group)) and not self._is_deed_before(previous, group):
            return Reading("ongoing", "being")
        if "ger" in match.tags and before > 0 and tokens[before - 1].lower in self.verges:
            return Reading("planned", tokens[before - 1].lower)
        if "ger" in match.tags and (previous in self.denied or previous in self.without):
            return Reading("negated", previous)
        if any(w in self.ongoing for w in group):
            return Reading("ongoing", next(w for w in group if w in self.ongoing))
        if (objected := self._no_object(tokens, match)) is not None:
            return Reading("negated", objected)
        lasting = self._is_been(tokens, match, group) and match.tags.isdisjoint({"past", "part"})
        perfect = any(w in self.grammar.perfect for w in group)
        reach = CLAUSE if perfect else spans.SINCE if lasting else 0
        following = tokens[match.end : match.end + reach]
        if perfect and (habit := next((w for w in group if w in self.habit), None)) is not None:
            return Reading("ongoing", habit)  # 'has always denied'
        since = spans.since(self, following) and not spans.is_counted(self, tokens, match)
        if (since and match.pattern.group.event_type not in _MOMENTS) or (
            perfect and spans.is_measured(self, following)
        ):
            return Reading("ongoing", "since")
        return Reading("past")

    def _is_deed_before(self, previous: str, group: Sequence[str]) -> bool:
        """Whether 'being' is no auxiliary of what goes on: 'fled before being shot'."""
        g = self.grammar
        told = previous in g.prepositions or previous in g.subordinators
        return told and all(w in self.being or w not in g.be for w in group)

    def _of_old(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence is told of former times, where 'would' tells a habit."""
        return any(f"{a.lower}_{b.lower}" in self.historical for a, b in itertools.pairwise(tokens))

    def _main(self, tokens: Sequence[Token], at: int) -> Reading:
        """What the clause before an infinitive says: 'will use the trip to renew', 'is to land and then to fly on' lie
        ahead, 'will not fly to Rome to meet' is refused."""
        g = self.grammar
        for i in range(at - 1, max(at - MAIN, -1), -1):
            word = tokens[i].lower
            if word in g.hard_breaks or word in g.relative or word in g.that or word in g.subordinators:
                break
            if word in self.future:
                denied = next((t.lower for t in tokens[i : i + 3] if t.lower in self.negation), None)
                return Reading("negated", denied, refused=True) if denied else Reading("planned", word)
            if word in g.to and i and (tokens[i - 1].lower in self.is_to or tokens[i - 1].lower in self.plans):
                return Reading("planned", tokens[i - 1].lower)
        return Reading("past")

    def _joined(self, tokens: Sequence[Token], at: int) -> Reading | None:
        """What the 'will' or 'would' of an earlier verb says of one that is joined to it: 'will recall its envoy, close
        the mission and ban trucks'."""
        g = self.grammar
        if at < 2 or tokens[at - 1].lower not in g.conjunctions or tokens[at].lower in self.future:
            return None
        for i in range(at - 2, max(at - JOINED, -1), -1):
            word = tokens[i].lower
            if word in self.future or word in self.planned_conditional:
                denied = next((t.lower for t in tokens[i : i + 3] if t.lower in self.negation), None)
                return Reading("negated", denied, refused=True) if denied else Reading("planned", word)
            if word in self.conditional and tokens[i].text.islower():
                return Reading("hypothetical", word)
            if word in g.to and (tokens[i + 1].text[0].isupper() or tokens[i + 1].lower in g.determiners):
                continue  # 'will fly to Lima and hold talks'
            if (
                (word in g.finite and word not in self.conditional)
                or word in g.relative
                or word in g.subordinators
                or word in g.hard_breaks
                or word in g.to
                or word in g.speech
            ):
                return None
        return None

    def _inside(self, tokens: Sequence[Token], match: Match) -> Reading | None:
        """What a phrase of several words says within itself: 'a truce has not taken effect', 'will take effect'."""
        if match.pattern.kind != "p" or match.pattern.group.roles == "speaker":
            return None
        literal = match.pattern.text
        for t in tokens[match.start + 1 : match.end - 1]:
            word = t.lower
            if word in literal:
                continue
            if word in self.negation:
                return Reading("negated", word)
            if word in self.future:
                return Reading("planned", word)
            if word in self.conditional:
                return Reading("hypothetical", word)
        return None

    def _is_been(self, tokens: Sequence[Token], match: Match, group: Sequence[str]) -> bool:
        return not self.been.isdisjoint((tokens[match.start].lower, *group))

    def _no_object(self, tokens: Sequence[Token], match: Match) -> str | None:
        """The 'no' before an object: 'reached no agreement'."""
        if match.pattern.group.event_type in _MUTUAL and (no := self.none & inside(tokens, match)):
            return min(no)
        if match.object < match.end - 1 or match.passive:
            return None
        between = (t.lower for t in tokens[match.head + 1 : match.object])
        return next((w for w in between if w in self.none), None)

    def _is_counterfactual(self, tokens: Sequence[Token], at: int, group: Sequence[str]) -> bool:
        """Whether what did not happen is only supposed: 'had the mayor not cut the fund'."""
        if not self.grammar.have.isdisjoint(group):
            return False
        return any(t.lower in self.inverted_had for t in tokens[max(0, at - 4) : at])

    def _had_it(self, tokens: Sequence[Token], at: int) -> str | None:
        """The 'had' that opens a clause before position `at`: 'Had the mayor cut the fund'."""
        for i in range(at - 1, max(at - spans.SUBJECT, -1), -1):
            word = tokens[i].lower
            if word in self.inverted_had and (i == 0 or tokens[i - 1].lower in {",", *self.grammar.conjunctions}):
                return None if self._is_aside_before(tokens, i) else word
            if word == "," or word in self.grammar.hard_breaks or word in self.grammar.finite:
                return None
        return None

    def _is_aside_before(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the comma before `at` ends what was put behind a subject: 'Bo, who sells fish, had her stall cut',
        'the chairman, Bo Lund, had delivered'."""
        if at < 2 or tokens[at - 1].lower != ",":
            return False
        first = next((i for i in range(at - 2, max(at - CLAUSE, -1), -1) if tokens[i].lower == ","), 0)
        aside = tokens[first + 1 : at - 1]
        return first > 0 and (aside[-1].text[0].isupper() or any(t.lower in self.grammar.relative for t in aside))

    def _nobody(self, tokens: Sequence[Token], at: int) -> str | None:
        """The 'no' of a subject before position `at`: 'No officials have visited'."""
        for i in range(at - 1, max(at - spans.SUBJECT, -1), -1):
            word = tokens[i].lower
            denied = word in self.noun_negated and word not in self.without
            if i + 1 < at and f"{word}_{tokens[i + 1].lower}" in self.not_one:
                return word  # 'not a single sailor was freed'
            if denied and not (i + 1 < at and (tokens[i + 1].lower in self.no_limit or tokens[i + 1].text.isdigit())):
                return word
            if word in self.grammar.hard_breaks or word == "," or word in self.grammar.subordinators:
                return None
            if word in self.grammar.prepositions:  # 'nobody in Lima has', but no more than that
                return next((w for w in (t.lower for t in tokens[max(i - 2, 0) : i]) if w in self.nobody), None)
        return None

    def _noun(self, tokens: Sequence[Token], match: Match) -> Reading:
        opened = False  # 'spread further following | the raid': what stands before its determiner is no adjective of it
        for i in range(match.start - 1, max(match.start - 4, -1), -1):
            word = tokens[i].lower
            if word in self.noun_negated:
                return Reading("negated", word)
            if word in self.noun_planned and not (opened and not word.endswith(self.grammar.finite_endings)):
                return Reading("planned", word)
            opened = opened or word in self.grammar.determiners
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
        if (after := predicates.read(self, tokens, match)) is not None:
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


_MUTUAL = frozenset(("AGREE", "CONSULT"))
"""Types that a 'no' within the phrase itself denies."""
_COMPLEMENT = 3
"""Words from a promise to 'to', and from 'to' to what is promised."""
_MOMENTS = frozenset(("ACCUSE", "ASSAULT", "CONCEDE", "REJECT", "RETREAT", "SANCTION", "SUPPORT"))
"""Types of acts that are over when they are done: 'has turned away boats since May'."""


@functools.cache
def load(language: str) -> Rules:
    """The status rules of a language, read once."""
    return Rules(**readings.lists(language))
