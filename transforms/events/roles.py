"""Who acts on whom: from the positions of actors around a trigger, its voice and the words between.

In: a sentence's tokens, its actor mentions, a match. Out: sources and targets, with the reason. There is no parse;
every candidate pays for what makes it implausible (a preposition, a clause border, being another verb's object,
distance), and the cheapest one wins if it is cheap enough. Costs are in units of "about as bad as a clause border".
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.events import order, owned, parties
from transforms.events.grammar import Grammar
from transforms.events.model import Actor, ActorMention, Token
from transforms.events.parties import Party
from transforms.events.triggers import Match

MAX_SUBJECT_COST = 2.6
MAX_OBJECT_COST = 1.9
LIGHT_VERB_COST = 1.9
_OUSTING = frozenset(("expel", "deport"))
"""Modes whose passive names the state that acts by what is left: 'was expelled from Chile'."""
_JUDGING = frozenset(("ACCUSE", "REJECT", "SUPPORT"))
"""Types that may be about another's deed."""
_SAID = _JUDGING | {"REQUEST", "THREATEN", "AGREE"}
"""Types that are told somebody; no town is."""
_OWN = frozenset(("CONCEDE", "RETREAT"))
"""Types of what one does with one's own things."""
_ADJECTIVES = frozenset(("demonym", "country", "organisation", "capital", "place"))


class Roles(NamedTuple):
    """The answer for one match."""

    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    why: tuple[str, ...]
    cost: float
    """How implausible the chosen actors are together; 0 is best."""
    places_only: bool
    """Whether all that is named is cities or regions."""


class Clause:
    """A sentence prepared for questions about roles."""

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[ActorMention],
        grammar: Grammar,
        verbs: Iterable[int],
        quoted: Party | None = None,
    ) -> None:
        """`verbs`: positions of finite trigger verbs. What follows one is its object, not the next one's subject.
        `quoted`: who says the sentence, where a neighbouring one tells (quotes.py)."""
        self.quoted = quoted
        self.tokens, self.mentions, self.grammar = tokens, mentions, grammar
        self.words = [t.lower for t in tokens]
        self.verbs = sorted(verbs)
        self.said = [i for i, word in enumerate(self.words) if word in grammar.speech]
        cost, total, self.borders = grammar.borders, 0.0, [0.0]
        for word in self.words:
            total += cost.get(word, 0.0)
            self.borders.append(total)
        self.parties = parties.group(tokens, self.words, mentions, grammar, self.verbs)

    def between(self, first: int, last: int) -> float:
        """The clause borders among tokens first..last-1."""
        return self.borders[max(first, last)] - self.borders[first]

    # -- the two sides of a verb ---------------------------------------------------------------------------------------

    def subject(self, head: int, limit: float = MAX_SUBJECT_COST) -> tuple[Party, float] | None:
        """The likeliest subject of a verb at `head`."""
        best: tuple[Party, float] | None = None
        for party in self.parties:
            if party.last > head:
                break
            cost = self._subject_cost(party, head)
            if cost <= limit and (best is None or cost <= best[1]):
                best = (party, cost)
        return best

    def _subject_cost(self, party: Party, head: int) -> float:
        g, words = self.grammar, self.words
        cost = self.between(party.last, head) + 0.03 * (head - party.last)
        after = party.last + (1 if party.last < len(words) and words[party.last] == "," else 0)
        if after + 1 < head and words[after] in g.prepositions and words[after + 1] in g.relative:
            after += 1  # 'X, of which Y is a part, did B'
        if after < head and (
            words[after] in g.relative_subjects or (words[after] in g.relative and "," in words[after:head])
        ):
            # 'X, who did A, did B': the relative clause is X's own.
            cost -= 1.0
        if party.preposition in g.subordinators and "," not in words[party.last : head]:
            pass  # 'after the navy seized ...': the word opens the clause whose subject this is
        elif party.preposition:
            cost += 0.6 if party.preposition in g.of else 1.5
        elif party.phrase and (party.phrase - 1 in self.verbs or self._follows_verb(party)):
            cost += 1.1
        if self._in_relative(party, head) or self._in_apposition(party, head):
            cost += 1.2
        if party.place:
            cost += 1.0
        if party.possessive and head - party.last > 5:
            cost += 0.5
        return cost

    def _follows_verb(self, party: Party) -> bool:
        """Whether a name is the object of a verb that no pattern knows: 'the fleet guarding Peru', 'Ann called Bo'."""
        at = party.phrase - 1
        if not self.words[at].endswith(self.grammar.verbal_endings) or self.tokens[at].text[0].isupper():
            return False
        return any(0 <= at - p.last <= 1 for p in self.parties if p.last <= at)

    def _in_relative(self, party: Party, head: int) -> bool:
        """Whether a name stands inside a relative clause that is closed before `head`: 'X, which borders Y, did'."""
        if "," not in self.words[party.last : head]:
            return False
        for i in range(party.first - 1, -1, -1):
            if self.words[i] in self.grammar.relative:
                at = i - 1 if i and self.words[i - 1] not in self.grammar.prepositions else i - 2
                return at >= 0 and self.words[at] == ","
            if self.words[i] == "," or self.words[i] in self.grammar.hard_breaks:
                return False
        return False

    def _in_apposition(self, party: Party, head: int) -> bool:
        """Whether a name only tells what the one before it is: 'Chad, Niger's oldest ally, did'."""
        if not party.possessive or "," not in self.words[party.last : head]:
            return False
        at = party.phrase - 1
        return at > 0 and self.words[at] == "," and any(p.last == at for p in self.parties)

    def objects(
        self,
        head: int,
        end: int,
        *,
        prepositions: frozenset[str] | None = None,
        limit: float = MAX_OBJECT_COST,
        without: Party | None = None,
    ) -> tuple[Party, float] | None:
        """The likeliest object of a trigger at head..end: the cheapest party to the right, `without` left out."""
        best: tuple[Party, float] | None = None
        for party in self.parties:
            if party.first <= head or party is without:
                continue
            if prepositions is not None and party.preposition not in prepositions:
                continue
            cost = self._object_cost(party, head, end, governed=prepositions is not None)
            if cost <= limit and (best is None or cost < best[1]):
                best = (party, cost)
        return best

    def _object_cost(self, party: Party, head: int, end: int, *, governed: bool) -> float:
        g = self.grammar
        cost = self.between(head + 1, party.phrase) + 0.05 * max(0, party.phrase - end)
        cost += sum(self._crossing(v, end) for v in self.verbs if end <= v < party.first)
        cost += sum(end <= i < party.first for i in self.said)
        if party.preposition and party.phrase > end and not governed:
            if party.preposition in g.locative:
                cost += 0.9
            elif party.preposition in g.by:
                cost += 2.0
            elif party.preposition in g.towards:
                cost += 0.15
            else:
                cost += 1.2
        if party.place:
            cost += 0.5
        if self._begins_clause(party):
            cost += 1.5
        if end < party.first:
            cost += self._told_beside(party, end)
        if party.phrase > 1 and self.words[party.phrase - 2] in g.according:
            cost += 2.0
        if not any(a.country or a.sector == "IGO" for a in party.actors):
            cost += 0.5  # 'sent a delegation to Peru'
        return cost

    def _told_beside(self, party: Party, end: int) -> float:
        """What it costs an object to stand in what another word tells, 'shut the gate, charging that Peru', or in
        what only dates the act, 'relented after a call from Peru'."""
        g, words, cost = self.grammar, self.words, 0.0
        for i in range(end + 1, party.first):
            word, before = words[i], words[i - 1]
            if word in g.that:
                cost += before.endswith(g.verbal_endings) or before in g.speech
            elif before == ",":
                cost += word.endswith(g.verbal_endings) and word not in g.subordinators
            elif word in g.purposes and word in g.subordinators:
                cost += 0.6
        return cost

    def _crossing(self, verb: int, end: int) -> float:
        """What it costs an object to stand behind another verb: more where that is a deed of its own ('denied it and
        accused Peru'), unless the two share what follows ('condemned and fined Peru')."""
        at = verb - 1
        while at > end and self.grammar.is_adverb(self.words[at]):
            at -= 1
        return 2.0 if at > end and self.words[at] in self.grammar.conjunctions else 0.8

    def _begins_clause(self, party: Party) -> bool:
        """Whether a party is the subject of a clause of its own: '..., and Chile offered'."""
        g, words = self.grammar, self.words
        at = party.phrase - 1
        if at < 0 or not (words[at] in g.conjunctions or words[at] in g.subordinators):
            return False
        if words[at] == "," and party.last + 1 < len(words) and words[party.last + 1] in g.speech:
            return True  # ', the Kenyan hosts say'
        i = party.last
        while i < len(words) and g.is_adverb(words[i]):
            i += 1
        if i >= len(words):
            return False
        return i in self.verbs or words[i] in g.finite

    # -- the answer ----------------------------------------------------------------------------------------------------

    def roles(self, match: Match) -> Roles:
        """Sources and targets of a match."""
        end = max(match.end, match.object + 1)
        if match.pattern.kind == "n":
            source, target, why = self._nominal(match)
        elif match.passive:
            source, target, why = self._passive(match, end)
        elif self._speaks_of_itself(match):
            speaker = self.speaker(match)
            source = (speaker, 0.3) if speaker else self.subject(match.start)
            target = self.objects(match.head, match.end)
            if target and speaker and target[0] is speaker:
                target = None
            why = ["we"]
        else:
            source = self._inside(match) or self.subject(match.start)
            target = self._deed_of(match) or self.objects(match.head, match.end)
            why = ["active"]
            if source is None:
                source = order.main_subject(self, match)
            if source is None and (after := order.subject_after(self, match, end)) is not None:
                source, target, why = after, order.object_beside(self, match, after[0]), ["subject after the verb"]
        kind = match.pattern.group.roles
        if target and match.pattern.group.event_type == "REQUEST" and target[0].preposition not in self.grammar.leaving:
            # 'seeks Bo Example's extradition from Peru': who is asked stands after what is asked for
            asked = self.objects(match.head, match.end, prepositions=self.grammar.leaving, limit=0.9)
            target = asked if asked and asked[0].first >= target[0].last and target[0].possessive else target
        if (
            target
            and source
            and kind in ("direct", "mutual")
            and owned.is_own(self.words, self.grammar, source[0], target[0], match)
        ):
            target = self.objects(match.head, match.end, without=target[0])
            if target and owned.is_own(self.words, self.grammar, source[0], target[0], match):
                target = None
        if kind == "speaker":
            speaker = self.speaker(match)
            target, source = source, (speaker, 0.2) if speaker else None
            why = ["speaker"]
        if target and target[0].place and target[0].preposition in self.grammar.locative:
            target = None if match.pattern.group.event_type in _SAID else target
        if target and self._not_acted_on(match, source, target[0]):
            target = None
        if kind in ("reverse", "host"):
            source, target = target, source
            why.append(kind)
        sources = source[0].actors if source else ()
        targets = target[0].actors if target else ()
        targets = tuple(a for a in targets if a not in sources)
        if kind == "mutual" and sources and not targets and target is None:
            joined = self.objects(match.head, match.end, prepositions=self.grammar.with_ | self.grammar.between)
            targets = joined[0].actors if joined and (source is None or joined[0] is not source[0]) else ()
        cost = (source[1] if source else 1.0) + (target[1] if target else 0.7)
        chosen = [side[0] for side in (source, target) if side]
        return Roles(sources, targets, tuple(why), cost, bool(chosen) and all(p.place for p in chosen))

    def speaker(self, match: Match) -> Party | None:
        """Who is quoted for what a match says: 'X said', 'said X', 'according to X'; never a part of the match."""
        g = self.grammar
        for i, word in enumerate(self.words):
            if match.start <= i < match.end:
                continue
            if word in g.speech:
                if (party := self.said_by(i)) is not None:
                    return party
            elif word in g.according:
                after = next((p for p in self.parties if 0 < p.phrase - i <= 3), None)
                if after is not None:
                    return after
        return self.quoted

    def said_by(self, at: int) -> Party | None:
        """The subject of the verb of saying at token `at`: 'X said', 'said X'."""
        left = self.subject(at, 1.2)
        if left is not None and not any(left[0].last <= v < at for v in self.verbs):
            return left[0]
        after = next((p for p in self.parties if 0 < p.phrase - at <= 2 and not p.preposition), None)
        return after if after is not None and self.words[at] in self.grammar.inverted else None

    def _deed_of(self, match: Match) -> tuple[Party, float] | None:
        """Whose deed is judged: 'rejected a plan by Peru', but not 'the plan rejected by Peru'."""
        if match.pattern.group.event_type not in _JUDGING:
            return None
        by = self.objects(match.head, match.end, prepositions=self.grammar.by, limit=0.7)
        if by is None or by[0].phrase - 2 < match.end or self.verbs_between(match.end, by[0].phrase):
            return None
        noun = self.words[by[0].phrase - 2]
        named = any(match.head < p.first < by[0].first for p in self.parties)
        return None if named or noun.endswith(self.grammar.verbal_endings) else by

    def verbs_between(self, first: int, last: int) -> bool:
        """Whether a finite trigger verb stands among tokens first..last-1."""
        return any(first <= v < last for v in self.verbs)

    def _inside(self, match: Match) -> tuple[Party, float] | None:
        """The party that a pattern itself begins with: 'Israeli jets bombed'."""
        if match.start == match.head:
            return None
        return next(((p, 0.0) for p in self.parties if p.first <= match.start < p.last <= match.head), None)

    def _speaks_of_itself(self, match: Match) -> bool:
        """Whether the subject is the speaker of a quotation: 'we will close our ports'."""
        group = self.grammar.verb_group(self.tokens, match.start)
        at = match.start - len(group) - 1
        spoken = self.grammar.first_person
        return (at >= 0 and self.words[at] in spoken) or not spoken.isdisjoint(group)

    def _not_acted_on(self, match: Match, source: tuple[Party, float] | None, target: Party) -> bool:
        """Whether a name on the right is where two parties met, or whom a promise is about, rather than its target."""
        group, g = match.pattern.group, self.grammar
        if group.roles == "mutual" and source is not None and target.preposition in g.locative:
            return len({a.country for a in source[0].actors if a.country}) > 1
        if group.event_type == "REJECT" and match.verbal:
            # 'denied that Peru ...', 'denies having ...': whom a denied deed would have befallen
            at = max(match.head + 1, match.end - 1)
            content = self.words[at : target.first]
            return bool(content) and (content[0] in g.that or content[0] in g.have or not g.that.isdisjoint(content[:2]))
        return group.event_type == "AGREE" and not g.that.isdisjoint(self.words[match.end : target.first])

    def _of_object(self, match: Match) -> tuple[Party, float] | None:
        """Whose the object before a passive verb is: 'the charges against Peru's envoy were dropped'."""
        if not 0 <= match.object < match.start:
            return None
        between = (p for p in self.parties if match.object < p.first and p.last <= match.start)
        return next(((p, 0.3) for p in between if p.preposition in self.grammar.towards and not p.place), None)

    def _passive(
        self, match: Match, end: int
    ) -> tuple[tuple[Party, float] | None, tuple[Party, float] | None, list[str]]:
        target = self._of_object(match)
        if target is None and "adjectives_after" in self.grammar.traits:
            target = next(((p, 0.1) for p in self.parties if p.first <= match.object < min(p.last, match.start)), None)
        if target is None:
            target = self.subject(match.start if match.object < 0 else min(match.start, match.object + 1))
        source = self.objects(match.head, match.end, prepositions=self.grammar.by)
        if source is None and match.pattern.group.mode in _OUSTING:
            source = self.objects(match.head, match.end, prepositions=self.grammar.leaving)
        if (
            target is not None
            and source is None
            and match.pattern.group.event_type in _OWN
            and self._owns(target[0], match)
        ):
            # 'The Swedish investigation was dropped': one gives up what is one's own
            return target, self.objects(match.head, end, prepositions=self.grammar.towards, limit=0.8), ["owner"]
        if target is None:
            target = self.objects(match.head, end, prepositions=self.grammar.towards)
        return source, target, ["passive"]

    def _owns(self, party: Party, match: Match) -> bool:
        """Whether a name stands directly before the noun of a passive pattern: 'Swedish sanctions', 'Peru's offer'."""
        first = min(match.start, match.object) if match.object >= 0 else match.start
        gap = self.words[party.last : first]
        owner = party.possessive or party.mentions[-1].kind in _ADJECTIVES
        return (
            owner and len(gap) <= 3 and first < match.head and self.grammar.linking.isdisjoint(gap[party.possessive :])
        )

    def _nominal(self, match: Match) -> tuple[tuple[Party, float] | None, tuple[Party, float] | None, list[str]]:
        g, why = self.grammar, ["nominal"]
        source = order.owner_after(self, match)
        if source is not None:
            beyond = self.objects(match.head, max(match.end, source[0].last), prepositions=g.towards - g.of)
            return source, beyond if beyond and beyond[0] is not source[0] else None, ["nominal: owner after"]
        for party in () if "adjectives_after" in g.traits else self.parties:
            gap = match.start - party.last
            if gap < 0:
                break
            near = self.words[party.last : match.start]
            if party.possessive and gap <= 4 and not any(w in g.prepositions or w == "," for w in near):
                source, why = (party, 0.1), ["nominal: possessive"]
            elif (
                gap <= 2
                and party.mentions[-1].kind in _ADJECTIVES
                and all(len(w) > 2 and w not in g.prepositions for w in near)
            ):
                source, why = (party, 0.2), ["nominal: adjective"]
        if self.words[match.end - 1] in g.by:
            agent = self.objects(match.head, match.end)
            beyond = self.objects(match.head, agent[0].last, prepositions=g.towards) if agent else None
            if agent is not None and beyond is not None and beyond[0] is agent[0]:
                beyond = None
            return agent, beyond, ["nominal: by"]
        agent = self.objects(match.head, match.end, prepositions=g.by, limit=3.5)
        if source is None and agent is not None:
            source, why = (agent[0], 0.2), ["nominal: by"]
        if self.words[match.end - 1] in g.between or (
            match.end < len(self.words) and self.words[match.end] in g.between
        ):
            return self.objects(match.head, match.end), None, ["nominal: between"]
        target = self.objects(match.head, match.end, prepositions=None if match.end - 1 > match.head else g.towards)
        if target is not None and target[0].preposition in g.by:
            target = None
        joint = self.words[match.end - 1]
        if target is not None and joint in g.with_ and target[0].phrase - match.end > 1:
            # 'a summit with an appeal to the bank': what stands with the noun is not who
            target = target if target[0].preposition in ("", *g.locative) else None
        if target is None and source is not None and (found := self._befallen(source[0])) is not None:
            target, why = found, [*why, "target of"]
        if source is None and not self._is_topic(match):
            source = self.subject(match.start, LIGHT_VERB_COST)
            why.append("subject of the clause")
        if source is not None and target is not None and source[0] is target[0]:
            target = None
        return source, target, why

    def _befallen(self, source: Party) -> tuple[Party, float] | None:
        """Whom 'has been the target of a Russian campaign' is said of."""
        at = source.phrase - 1
        while at > 0 and self.words[at] in self.grammar.determiners:
            at -= 1
        if at < 1 or self.words[at] not in self.grammar.of or self.words[at - 1] not in self.grammar.befallen:
            return None
        return self.subject(at - 1)

    def _is_topic(self, match: Match) -> bool:
        """Whether the noun is only what the clause is about, or when: 'talks over a cyberattack', 'after the raid'."""
        if match.pattern.group.status is not None:
            return False  # 'talks about further talks': what is planned is told of nobody else
        i = match.start - 1
        while i >= 0 and (self.words[i] in self.grammar.determiners or self.grammar.is_describing(self.words[i])):
            i -= 1
        return i >= 0 and self.words[i] in self.grammar.purposes
