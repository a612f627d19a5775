"""What it costs each party of a sentence to be the subject or the object of a trigger.

In: a sentence's tokens, its actor mentions, the positions of its verbs. Out: the cheapest party on a side, with its
cost. There is no parse; every candidate pays for what makes it implausible (a preposition, a clause border, being
another verb's object, distance), and the cheapest one wins if it is cheap enough. Costs are in units of "about as bad
as a clause border". Base of the clause that roles.py asks.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from transforms.events import parties
from transforms.events.grammar import QUOTES, Grammar
from transforms.events.model import ActorMention, Sentence, Token
from transforms.events.parties import Party

if TYPE_CHECKING:
    from transforms.events.roles import Roles
    from transforms.events.triggers import Match

Found = tuple[Party, float] | None
"""A party and what it costs to be what was asked for; None where no one may be."""
MAX_SUBJECT_COST = 2.6
MAX_OBJECT_COST = 1.9
DESCRIBING = frozenset(("demonym", "country", "organisation", "capital", "place"))
"""Kinds of names that may stand before a noun as its owner: 'Swedish sanctions'."""
_QUOTED, _HIS_OWN = 1.2, 1.0
_JOINED, _MANNER = 1.2, 2.0
_PAIR = 2
_ASIDE_BY = 1.5
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")
_PERSONS = frozenset(("demonym", "agent", "person", "group", "pronoun"))
_PLACES = frozenset(("place", "capital", "country"))
_STOP = "."
_ADDED = 6
"""Words from the comma before an added noun to the subject of its clause."""
_OPENED = 2
"""Words of the least such noun, its article included."""
_BRACKETS = 6
"""Words of an aside in brackets that parts nobody from his verb."""
_WHEN = 3
"""Words between a subject and its verb that only tell when."""
_ASIDE = 6
"""Words between the comma that opens an apposition and a name in it."""


def _quoted(words: Sequence[str]) -> list[bool]:
    """For each word whether it stands between quotation marks."""
    if QUOTES.isdisjoint(words):
        return [False] * len(words)
    inside, out = False, list[bool]()
    for word in words:
        if word in QUOTES:
            inside = word in _OPENING or (word not in _CLOSING and not inside)
        out.append(inside)
    return out


def _level_asides(words: Sequence[str], crossed: list[float]) -> None:
    """Set what it costs to cross a short aside in brackets to 0, and a comma behind it: 'the union (AUT), said'."""
    opened = -1
    for i, word in enumerate(words):
        if word == "(":
            opened = i
        elif word == ")" and opened >= 0 and i - opened <= _BRACKETS:
            after = i + 1 + (words[i + 1 : i + 2] == [","])
            crossed[opened:after] = [0.0] * (after - opened)
            opened = -1


class Sides:
    """A sentence prepared for questions about the two sides of its verbs."""

    def __init__(
        self,
        sentence: Sentence,
        mentions: Sequence[ActorMention],
        grammar: Grammar,
        verbs: Iterable[int],
        quoted: Party | None = None,
    ) -> None:
        """`verbs`: positions of finite trigger verbs. What follows one is its object, not the next one's subject.
        `quoted`: who says the sentence, where a neighbouring one tells (quotes.py)."""
        self.quoted = quoted
        self.sentence, self.mentions, self.grammar = sentence, mentions, grammar
        self.words, self.starts = list(sentence.lowers), sentence.starts
        self.verbs = sorted(verbs)
        self.said = [*itertools.compress(itertools.count(), map(grammar.speech.__contains__, self.words))]
        crossed = [*map(grammar.borders.get, self.words, itertools.repeat(0.0))]
        if self.words.count(_STOP) > 1:
            for i in range(1, len(crossed)):
                if self.words[i] == _STOP and len(self.words[i - 1]) == 1:
                    crossed[i] = 0.0  # 'Ann B. Example'
        if "(" in self.words:
            _level_asides(self.words, crossed)
        self.borders = [*itertools.accumulate(crossed, initial=0.0)]
        self.quote = _quoted(self.words)
        self.parties = parties.group(sentence, mentions, grammar, self.verbs) if mentions else []
        self.nouns: dict[int, str] = {}
        """The nouns that agency.py found for the subjects of verbs, by where these begin."""
        self.answers: dict[Match, Roles] = {}
        """What roles.py found for each match."""
        self._groups: dict[int, tuple[str, ...]] = {}
        self.unknown: list[int] = []
        if not grammar.nominative.isdisjoint(self.words):
            named = {p.first for p in self.parties}
            self.unknown = [i for i, word in enumerate(self.words) if word in grammar.nominative and i not in named]
        """Where "he" or "she" is nobody that was found."""
        self._manners = grammar.by | grammar.eves | grammar.sequel

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its words with their places, as long as the sentence keeps them."""
        return self.sentence.tokens

    def verb_group(self, head: int) -> tuple[str, ...]:
        """What stands before a verb at `head` and belongs to it (grammar.py): asked for every match again and again."""
        known = self._groups.get(head)
        if known is None:
            known = self._groups[head] = self.grammar.verb_group(self.tokens, head)
        return known

    def between(self, first: int, last: int) -> float:
        """The clause borders among tokens first..last-1."""
        return self.borders[max(first, last)] - self.borders[first]

    # -- the two sides of a verb ---------------------------------------------------------------------------------------

    def subject(self, head: int, limit: float = MAX_SUBJECT_COST, *, without: Party | None = None) -> Found:
        """The likeliest subject of a verb at `head`, `without` left out."""
        best: Found = None
        for party in self.parties:
            if party.last > head:
                break
            if party is without or self.words[party.first] in self.grammar.accusative:
                continue
            cost = self.subject_cost(party, head)
            if cost <= limit and (best is None or cost <= best[1]):
                best = (party, cost)
        return best

    def subject_cost(self, party: Party, head: int) -> float:
        """What makes it implausible that a party before a verb at `head` is its subject."""
        g, words = self.grammar, self.words
        cost = self.between(party.last, head) + 0.03 * (head - party.last)
        after = self._past_place(party)
        after += after < len(words) and words[after] == ","
        if after + 1 < head and words[after] in g.prepositions and words[after + 1] in g.relative:
            after += 1  # 'X, of which Y is a part, did B'
        if self._is_whose_clause(party, after, head):
            return 0.1  # 'arms for rebels, who fight B'
        if after < head and (
            (words[after] in g.relative_subjects and not any(p.phrase <= after + 1 == p.first for p in self.parties))
            or (words[after] in g.relative and "," in words[after:head])
        ):
            # 'X, who did A, did B': the relative clause is X's own.
            cost -= 1.0
        goes_on = self._goes_on(party, head)
        clause = not goes_on or self.verb_within(party.last, head)  # 'asked for help after a raid and accused': not its
        if party.preposition in g.subordinators and clause and self._is_aside(party.last, head):
            pass  # 'after the navy seized ...': the word opens the clause whose subject this is
        elif party.preposition in g.with_ and party.last == head and head not in self.verbs:
            pass  # 'with Chad refusing to let them pass'
        elif party.preposition:
            cost += 0.6 if party.preposition in g.of else 1.5
            cost += goes_on
        elif party.phrase and (party.phrase - 1 in self.verbs or self._follows_verb(party)):
            cost += 0.0 if self._opens_told(party) else 1.1
        if self.unknown and any(party.last <= i < head for i in self.unknown):
            cost += _HIS_OWN  # 'officials believe he fled and ...': who "he" is was not found
        if self._in_relative(party, head) or self._in_apposition(party, head):
            cost += 1.2
        if party.last == head - 1 and words[party.last] in self._manners and words[head].endswith(g.gerund_endings):
            cost += _MANNER  # 'Peru won the seat of Chile by bribing delegates': who bribed is Peru
        if party.place or (party.preposition in g.locative and self._is_venue(party)):
            cost += 1.0
        if party.preposition in g.by and party.phrase > _OPENED and words[party.phrase - 3] == "," == words[party.last]:
            cost += _ASIDE_BY  # 'Peru, backed by Chile, refused'
        if self.quote[party.first] and not self.quote[head]:
            cost += _QUOTED  # '“... to a rebel” and summoned': who is named in a quotation does nothing outside
        if party.possessive and head - party.last > 5:
            cost += 0.5
        return cost

    def _is_whose_clause(self, party: Party, at: int, head: int) -> bool:
        """Whether a verb is the first of a relative clause that opens at a token behind the name of persons."""
        g, words = self.grammar, self.words
        if not at < head or words[at] not in g.relative_subjects or party.preposition in g.of or party.possessive:
            return False
        group = self.verb_group(head)
        kind = party.mentions[-1].kind
        state = kind == "country" and party.preposition in g.with_ and words[at - 1] == ","
        return (kind in _PERSONS or state) and at + 1 == head - len(group)

    def _is_venue(self, party: Party) -> bool:
        """Whether a seat of government is only where somebody named before it is: 'talks of Peru and Chile in Lima'."""
        return self.parties[0] is not party and all(m.kind == "capital" for m in party.mentions)

    def _is_aside(self, first: int, last: int) -> bool:
        """Whether between two places of a sentence there is no comma, or one aside that begins with the first:
        'after Peru, backed by Chile, refused', 'after Peru, backed'."""
        told = self.words[first:last]
        commas = told.count(",")
        return not commas or (commas <= _PAIR and told[0] == "," and (commas == _PAIR or len(told) == 1))

    def _goes_on(self, party: Party, head: int) -> float:
        """What it costs a name in what one verb tells to be the subject of the next one: 'he sided with Peru and has
        ...': who has is he."""
        joined = self.goes_on(head, party.last) and "," not in self.words[party.last : head]
        return _JOINED if joined and self.verb_within(0, party.phrase) else 0.0

    def goes_on(self, head: int, first: int = 1) -> bool:
        """Whether a word such as 'and' stands directly before a verb at `head`, at token `first` or behind it."""
        at = head - 1 - len(self.verb_group(head))
        return at >= first and self.words[at] in self.grammar.conjunctions

    def _past_place(self, party: Party) -> int:
        """The token after a name and the place that belongs to it: 'Peru's embassy in Lome, which ...'."""
        if party.last + 1 < len(self.words) and self.words[party.last] in self.grammar.locative:
            for other in self.parties:
                if other.phrase == party.last + 1 and other.mentions[0].kind in _PLACES:
                    return other.last
        return party.last

    def _follows_verb(self, party: Party) -> bool:
        """Whether a name is the object of a verb that no pattern knows: 'the fleet guarding Peru', 'Ann called Bo'."""
        at = party.phrase - 1
        if not self.words[at].endswith(self.grammar.verbal_endings) or self.tokens[at].text[0].isupper():
            return False
        return any(at - p.last <= 1 or self._only_when(p.last, at) for p in self.parties if p.last <= at)

    def _only_when(self, first: int, last: int) -> bool:
        """Whether between a subject and its verb stands only when it was: 'Bo on Tuesday called', 'Bo last week'."""
        g, told = self.grammar, self.words[first:last]
        if len(told) > _WHEN or not g.days.isdisjoint(told[:-1]):
            return False
        return all(w in g.days or g.is_adverb(w) or w in g.prepositions for w in told) and bool(told[-1:])

    def _opens_told(self, party: Party) -> bool:
        """Whether a name behind a verb of telling is the subject of what is told: 'announced Chad has', 'said Chad'."""
        g, before = self.grammar, self.words[party.phrase - 1]
        telling = before in g.announcing or before in g.speech
        return telling and party.last < len(self.words) and self.words[party.last] in g.have | g.future | g.be

    def _in_relative(self, party: Party, head: int) -> bool:
        """Whether a name stands inside a relative clause that is closed before `head`: 'X, which borders Y, did'."""
        if "," not in self.words[party.last : head]:
            return False
        for i in range(party.first - 1, -1, -1):
            if self.words[i] in self.grammar.relative:
                if i == party.phrase - 1 and self.words[party.last] == "," and not self.verb_within(party.last, head):
                    return False  # 'where Chad, an ally of Niger, did': its subject
                at = i - 1 if i and self.words[i - 1] not in self.grammar.prepositions else i - 2
                return at >= 0 and self.words[at] == ","
            if self.words[i] == "," or self.words[i] in self.grammar.hard_breaks:
                return False
        return False

    def _in_apposition(self, party: Party, head: int) -> bool:
        """Whether a name only tells what the one before it is: 'Chad, Niger's oldest ally, did'."""
        role = party.possessive or (party.mentions[0].kind == "agent" and len(party.mentions) == 1)
        of = party.preposition in self.grammar.of
        if not (role or of) or "," not in self.words[party.last : head]:
            return False
        at = party.phrase - 1
        if of:
            # 'Chad, an old ally of Niger, did'
            at = next((i for i in range(at, max(at - _ASIDE, 0), -1) if self.words[i] == ","), 0)
            if self.words[at + 1] not in self.grammar.determiners or self.verb_within(at, party.first):
                return False
        return at > 0 and self.words[at] == "," and any(p.last == at and not p.preposition for p in self.parties)

    def verb_within(self, first: int, last: int) -> bool:
        """Whether a verb stands among tokens first..last-1."""
        g = self.grammar
        words = self.words[first:last]
        return any(first <= v < last for v in self.verbs) or any(
            w in g.finite or (w.endswith(g.verbal_endings) and w not in g.determiners) for w in words
        )

    def objects(
        self,
        head: int,
        end: int,
        *,
        prepositions: frozenset[str] | None = None,
        limit: float = MAX_OBJECT_COST,
        without: Party | None = None,
    ) -> Found:
        """The likeliest object of a trigger at head..end: the cheapest party to the right, `without` left out."""
        best: Found = None
        for party in self.parties:
            if party.first <= head or party is without or self.words[party.first] in self.grammar.nominative:
                continue
            if prepositions is not None and party.preposition not in prepositions:
                continue
            cost = self.object_cost(party, head, end, governed=prepositions is not None)
            if cost <= limit and (best is None or cost < best[1]):
                best = (party, cost)
        return best

    def object_cost(self, party: Party, head: int, end: int, *, governed: bool = False) -> float:
        """What makes it implausible that a party behind a trigger at head..end is its object; `governed`: its
        preposition is one that was asked for."""
        g = self.grammar
        cost = self.between(head + 1, party.phrase) + 0.05 * max(0, party.phrase - end)
        cost += sum(self._crossing(v, end) for v in self.verbs if end <= v < party.first)
        cost += sum(end <= i < party.first for i in self.said)
        if party.preposition and party.phrase > end and not governed:
            if party.preposition in g.locative and not (party.preposition in g.towards and self._is_somebody(party)):
                cost += 0.9
                if party.preposition not in g.towards and party.mentions[0].kind == "demonym":
                    cost += 1.0  # 'near the Chadian border'
            elif party.preposition in g.by or party.preposition in g.circumstance:
                cost += 2.0
            elif party.preposition in g.towards:
                cost += 0.15
            else:
                cost += 2.0 if party.mentions[0].kind == "demonym" else 1.2  # 'under Chadian pressure'
        if party.place:
            cost += 0.5
        if self.quote[head] and not self.quote[party.first]:
            cost += _QUOTED  # '"... the end of it," Peru's envoy went on': who stands behind a quotation says it
        if ";" in self.words[end : party.first]:
            cost += 2.0
        if self._begins_clause(party):
            cost += 1.5
            if self.words[party.phrase - 1] == "," and not g.speech.isdisjoint(self.words[party.last : party.last + 1]):
                cost += 0.5  # ', a Kenyan official said'
        if end < party.first:
            cost += self._told_beside(party, end) + self._adds(party, end)
        if party.phrase > 1 and self.words[party.phrase - 2] in g.according:
            cost += 2.0
        if not any(a.country or a.sector == "IGO" for a in party.actors):
            cost += 0.5  # 'sent a delegation to Peru'
        return cost

    def _is_somebody(self, party: Party) -> bool:
        """Whether a name is of persons or their things rather than of where they are: 'fired at a Peruvian boat'."""
        return party.mentions[0].kind in _PERSONS

    def _told_beside(self, party: Party, end: int) -> float:
        """What it costs an object to stand in what another word tells, 'shut the gate, charging that Peru', or in
        what only dates the act, 'relented after a call from Peru'."""
        g, words, cost = self.grammar, self.words, 0.0
        for i in range(end, party.first):
            word, before = words[i], words[i - 1]
            if word in g.that:
                cost += before.endswith(g.verbal_endings) or before in g.speech
            elif (
                word.endswith(g.gerund_endings)
                and before not in g.of
                and (before in g.matters or before in g.purposes or before in g.by)
            ):
                cost += 2.0  # 'fined a driver for helping Peruvians'
            elif before == ",":
                cost += 1.3 * (word.endswith(g.verbal_endings) and word not in g.subordinators)
            elif before in g.conjunctions and i - 1 > end and i not in self.verbs:
                cost += 2.0 * self._is_another_verb(i)  # 'shut the gate and turned to Peru'
            elif word in g.purposes and word in g.subordinators:
                cost += 0.8
        return cost

    def _is_another_verb(self, at: int) -> bool:
        """Whether a word behind an "and" is a verb that no pattern knows, with an object or phrase of its own."""
        g, words = self.grammar, self.words
        if not words[at].endswith(g.finite_endings) or at + 1 >= len(words) or g.is_describing(words[at]):
            return False
        return words[at + 1] in g.determiners or words[at + 1] in g.prepositions

    def _adds(self, party: Party, end: int) -> float:
        """What it costs an object to be the subject of what is added behind a comma: 'hailed it, an idea Peru had'."""
        words, g = self.words, self.grammar
        comma = next(
            (i for i in range(party.phrase - 2, max(party.phrase - _ADDED, end) - 1, -1) if words[i] == ","), 0
        )
        if comma < end or not comma or party.preposition or words[comma + 1] not in g.determiners:
            return 0.0
        noun = words[party.phrase - 1]
        return 1.5 if party.phrase - comma > _OPENED and noun.isalpha() and noun not in g.linking else 0.0

    def _crossing(self, verb: int, end: int) -> float:
        """What it costs an object to stand behind another verb: more where that is a deed of its own ('denied it and
        accused Peru'), unless the two share what follows ('condemned and fined Peru')."""
        g, words, at = self.grammar, self.words, verb - 1
        while at > end and g.is_adverb(words[at]):
            at -= 1
        joined = at > end and words[at] in g.conjunctions
        return 2.0 if joined or self._has_own_subject(verb, end) else 0.8

    def _has_own_subject(self, verb: int, end: int) -> bool:
        """Whether a verb opens a clause of its own behind a trigger: 'denied it, and its envoy blamed Peru'."""
        g, words = self.grammar, self.words
        opened = (
            i + 2 for i in range(end, verb - 2) if words[i] == "," and words[i + 1] in g.conjunctions | g.contrast
        )
        return next(opened, verb) < verb - len(self.verb_group(verb))

    def _begins_clause(self, party: Party) -> bool:
        """Whether a party is the subject of a clause of its own: '..., and Chile offered'."""
        g, words = self.grammar, self.words
        at = party.phrase - 1
        if at < 0:
            return False
        if not (words[at] in g.conjunctions or words[at] in g.subordinators):
            return words[at] == ";" and party.last in self.verbs  # '; Fiji signed it'
        if words[at] == "," and party.last + 1 < len(words) and words[party.last + 1] in g.speech:
            return True  # ', the Kenyan hosts say'
        i = party.last
        while i < len(words) and g.is_adverb(words[i]):
            i += 1
        if i >= len(words):
            return False
        return i in self.verbs or words[i] in g.finite
