"""Where a document is set: whose police "the police" are, and which state a text is about.

In: the sentences of a document and the actors found in each. Out: the country of a sentence's places, and the country
that the document is about where it is about one: state organs and citizens without a country are those of the place,
else of the document's own country, else nobody's (ownership.py, implied.py). The word lists stand in
lexicon/<language>/coreference.toml, table `setting`.
"""

import bisect
import datetime as dt
import functools
import operator
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from transforms.events import datelines, grammar, inside, joint
from transforms.events.datelines import OPENING
from transforms.events.gazetteer import lexicon, stateless
from transforms.events.model import Actor, ActorMention, Coding, Mentions, Sentence
from transforms.events.tables import read

_START = operator.attrgetter("start")

_SHARE = 0.64
"""Of all countries named, what one must have to be the document's own."""
_LEAST = 2
"""Sentences that must name it."""
_LEADING = 0.35
_BY = 1.25
_DATELINE_WEIGHT = 2
_ONLY_FILED = 3
"""What the dateline's own sentence adds to that weight, where the country is named nowhere else."""
_AHEAD = 1.5
"""How much oftener than any other the country of the dateline must be named to be the document's own: summits and
relief agencies are reported on from where others live."""
_FILLERS = 6
_BRIEF = 2
"""Sentences of a text that is about a state as soon as it names no other one."""
_LATELY = 2
"""Sentences back in which a scene is still the same."""
_MARGINAL = 3
_ADJECTIVE = 2
"""Words of the adjective of a state: "South Korean"."""
PRIVATE = frozenset(("CVL", "MED", "BUS", "NGO"))
"""Sectors of persons who hold no office."""
_UNIONS = frozenset(("NGO",))
"""Sectors of bodies that are called by the state whose affairs they deal with."""
_ACTING = frozenset(("agent", "organisation", "person"))
"""Kinds of names that are no mere places."""
POLITICIANS = frozenset(("GOV", "LEG", "OPP", "PTY"))
ORGANS = frozenset(("GOV", "LEG", "JUD"))
ON_ALL = frozenset(("curfew", "martial-law"))
"""Modes of what a state does to everybody in it and nobody."""


@dataclass(frozen=True, slots=True)
class Lists:
    locating: frozenset[str]
    fillers: frozenset[str]
    local: frozenset[str]
    strangers: frozenset[str]
    foreign: frozenset[str]
    worldwide: frozenset[str]
    groups: frozenset[str]
    own_foreign: frozenset[str]
    outside: frozenset[str]
    acts: frozenset[str]
    abroad: frozenset[str]
    upon: frozenset[str]
    befalls: frozenset[str]
    persons: frozenset[str]
    between: frozenset[str]
    days: frozenset[str]
    heads: frozenset[str]
    posted: frozenset[str]
    auxiliaries: frozenset[str]
    favours: frozenset[str]
    possessive: frozenset[str]
    charging: frozenset[str]
    unnamed: frozenset[str]
    owed: frozenset[str]
    unrest: frozenset[str]
    content: frozenset[str]
    denials: frozenset[str]
    pointing: frozenset[str]
    shared: frozenset[str]
    held_by: frozenset[str]
    two_states: frozenset[str]
    and_: frozenset[str]
    of_two: frozenset[str]
    reciprocal: frozenset[str]
    local_names: frozenset[str]
    by: frozenset[str]
    who: frozenset[str]
    passive: frozenset[str]
    ruling: frozenset[str]
    own: frozenset[str]
    inner: frozenset[str]
    lawful: frozenset[str]
    communes: frozenset[str]
    bodies: frozenset[str]
    chambers: frozenset[str]


@functools.cache
def _lists(language: str) -> Lists:
    """The word lists of a language; empty ones, which assume nothing, where it has none."""
    data, roles = read(language, "coreference").get("setting", {}), lexicon(language).lists
    listed = {name: frozenset(str(data.get(name, "")).split()) for name in (*Lists.__slots__, "through")}
    for name in ("two_states", "of_two", "reciprocal", "local_names"):
        listed[name] = frozenset(filter(None, str(data.get(name, "")).split("|")))
    listed["and_"] = frozenset(str(read(language, "coreference").get("forms", {}).get("and_", "")).split())
    located = {
        "locating": roles["locating"] | listed.pop("through"),
        "fillers": roles["place_fillers"],
        "days": roles["not_names"],
        "possessive": grammar.load(language).possessive,
    }
    return Lists(**(listed | located))


class Scene:
    """The places of one document. Cheap to make: a sentence's places are looked at when they are asked for."""

    def __init__(self, sentences: Sequence[Sentence], found: Sequence[Mentions], language: str) -> None:
        self.sentences, self.found, self.lists = sentences, found, _lists(language)
        self.resolved = found
        """The same as `found`, once coreference.py has gone through them."""
        self.day: dt.date | None = None
        """The publisher's day, where the caller knows it."""
        self._starts = [*map(_START, sentences)]
        self.lexicon, self.grammar, self.language = lexicon(language), grammar.load(language), language
        self.names = self.lexicon.countries
        self.dateline, self.home, self.brief = datelines.find(sentences, found), "", False
        """`brief`: only that the text is too short to name a state that it is not about tells its home."""
        self._here: dict[int, str | None] = {}
        self._sections = datelines.items(sentences, found)
        weights: Counter[str] = Counter()
        for n, mentions in enumerate(found):
            if not mentions:
                continue
            named = [a for m in mentions if not (self.is_common(m) or _is_private(m)) for a in m.actors]
            for code in dict.fromkeys([a.country for a in named if a.country and a.sector != "MED"]):
                weights[code] += 2 if n < OPENING and len(found) > OPENING else 1
        self._weights = weights
        self._seat, self._of_two = "", tuple(self.lists.of_two)
        self.pair = joint.leading(weights) or joint.introduced(sentences, found, weights, self.lists.and_)
        self.lead = _leading(weights)
        if len(found) > 1 and (lede := self.here(0)):
            weights[lede] += 1
        if self.dateline:
            weights[self.dateline[1]] += _DATELINE_WEIGHT
            code, weight = weights.most_common(1)[0]
            self._seat = code if code == self.dateline[1] and not self._is_only_seat(code, weight) else ""
        if weights:
            code, plain = weights.most_common(1)[0]
            if self.lead == code and not self.pair and not self._is_only_seat(code, plain):
                weights[code] += inside.sentences(sentences, found, self.lists, self.lists.two_states)
            (code, weight), (_, next_weight) = (*weights.most_common(2), ("", 0))[:2]
            leads = weight >= _LEAST and weight >= _SHARE * weights.total()
            filed = self.dateline is not None and code == self.dateline[1] and weight >= _AHEAD * next_weight
            self.brief = len(sentences) <= _BRIEF and len(weights) == 1 and not leads and not filed
            alone = len(weights) == 1 and self._is_of_organ(code)  # "the Lagos governor", once, of "the Government"
            alone = alone and inside.sentences(sentences, found, self.lists, self.lists.two_states) >= _LEAST
            if (leads or filed or self.brief or alone) and not self._is_only_seat(code, plain):
                self.home = code

    def _is_of_organ(self, code: str) -> bool:
        """Whether an office, a body or a person of a state is named, and not only a place in it."""
        named = (m for mentions in self.found for m in mentions if m.kind in _ACTING and not _is_private(m))
        return any(a.country == code and a.sector in ORGANS | POLITICIANS | _UNIONS for m in named for a in m.actors)

    def home_of(self, n: int) -> str:
        """The country that the document, or the item of a column that sentence n belongs to, is about; '' if none."""
        if not self._sections:
            return self.home
        item = next((code for first, code in reversed(self._sections) if first <= n), "")
        return item or self.home

    def stage_of(self, n: int) -> str:
        """The country whose organs are meant in sentence n where nothing nearer tells: what the document is about, else
        what it speaks of most by far, of two states the one where it was filed; '' where none is one."""
        filed = self.dateline[1] if self.dateline and self.dateline[1] in self.pair else ""
        return self.home_of(n) or ("" if self._sections else filed if self.pair else self.lead or self._seat)

    def state(self, n: int) -> Actor | None:
        """The state of `stage_of`."""
        code = self.stage_of(n)
        return Actor(self.names[code], code) if code else None

    def other_side(self, country: str) -> str | None:
        """The other of the two states that a document is about; None where it is about more, or not about this one."""
        return next((c for c in self.pair if c != country), None) if country in self.pair else None

    def foremost(self) -> tuple[str, ...]:
        """The two states that a document speaks of most, whatever else it names; () where it is about one or many."""
        return self.pair or joint.foremost(self._weights)

    def sides(self, states: Set[str]) -> tuple[str, ...]:
        """Upon whom an outsider acts: the state that leads by far, in a text that is not about two."""
        return (self.lead,) if self.lead and not self.pair and self.lead not in states else ()

    def host(self, coding: Coding) -> str | None:
        """The state that an embassy or envoy is sent to: "China's embassy in Lima"."""
        if not any(
            self.lists.posted & {*(a.role or "").lower().split(), *a.name.lower().split()} for a in coding.sources
        ):
            return None
        states = {a.country for a in coding.sources}
        found = self.found[self.index(coding.char_start)]
        named = {a.country for m in found for a in m.actors if a.country and a.sector != "MED"} - states
        return named.pop() if len(named) == 1 else None

    def is_called_by_state(self, actor: Actor) -> bool:
        """Whether an actor is a state as such, or called by the adjective of his own: "two Chilean students", who are
        hardly told of so in Chile."""
        if actor.country is None or actor.name == self.names[actor.country]:
            return actor.country is not None
        words = actor.name.split()
        first = (self.lexicon.names.get(" ".join(words[:size])) for size in range(1, min(len(words), _ADJECTIVE + 1)))
        return any(e is not None and e.kind == "demonym" and e.actor.country == actor.country for e in first)

    def is_worldwide(self, name: str) -> bool:
        """Whether a name is a common noun for bodies at work in many states: "rights groups", "aid workers"."""
        *before, noun = name.lower().split() or [""]
        return bool(before) and noun in self.lists.groups and self.lists.worldwide.issuperset(before)

    def speaks_for_people(self, actor: Actor) -> bool:
        """Whether an actor of no known kind leads people of his own: "leaders of the federation"."""
        role = actor.role or "-"
        return actor.sector is None and role.split()[-1].lower() in self.lists.heads

    def is_of_two(self, n: int, m: ActorMention) -> bool:
        """Whether a mention of sentence n is said to be of two states."""
        return joint.is_of_two(self.sentences[n], m, self._of_two, self.lists.two_states)

    def names_only(self, n: int, country: str) -> bool:
        """Whether sentence n names no state but one."""
        return {a.country for m in self.found[n] for a in m.actors if a.sector != "MED"} <= {country, None}

    def lately(self, n: int) -> str | None:
        """The country where the sentences just before n play."""
        for k in range(n - 1, max(n - 1 - _LATELY, -1), -1):
            if place := self.here(k):
                return place
        return None

    def _lately_of(self, n: int) -> str | None:
        """Where the scene is of late; what the document speaks of most where that is hardly named."""
        place, main = (
            self.lately(n),
            (self.dateline[1] if self.dateline and self.dateline[1] in self.pair else "") or self.lead,
        )
        if place and main and self._weights[place] * _MARGINAL < self._weights[main]:
            return main
        return place

    def _is_only_seat(self, code: str, weight: int) -> bool:
        """Whether a country is only where an international body, with which the document opens, is reported on from."""
        if self.dateline is None or code != self.dateline[1] or weight > _DATELINE_WEIGHT + _ONLY_FILED:
            return False
        return any(a.sector == "IGO" for found in self.found[:OPENING] for m in found for a in m.actors)

    def is_common(self, mention: ActorMention) -> bool:
        """Whether a name is that of an institution which many states have and no state is named with it."""
        if mention.kind != "organisation":
            return False
        entry = self.lexicon.names.get(mention.text)
        return entry is not None and entry.generic and mention.actors[0] is entry.actor

    def is_between_states(self, actor: Actor) -> bool:
        """Whether an actor is a body of many states, as an international court is."""
        if actor.country or (entry := self.lexicon.names.get(actor.name)) is None:
            return actor.sector == "IGO"
        return entry.kind == "organisation" and entry.actor.country is None and not entry.generic

    def is_armed_group(self, actor: Actor) -> bool:
        """Whether an actor is an armed group of no state, or leads one: the Islamic State, whatever land it is in."""
        return actor.country is None and actor.name in stateless(self.language)

    def is_dateline(self, mention: ActorMention) -> bool:
        """Whether a name only says where a report was filed."""
        return self.dateline is not None and mention.end <= self.dateline[0]

    def opens_with_dateline(self, sentence: Sentence) -> bool:
        """Whether a sentence is the one that begins with the dateline."""
        return self.dateline is not None and sentence.start < self.dateline[0] < sentence.start + len(sentence.text)

    def here(self, n: int) -> str | None:
        """The country of the places in sentence n ('in Lima', 'across northern Peru'), where it is one country."""
        if n not in self._here:
            codes = {m.actors[0].country for m in self.found[n] if self._is_place(n, m)} - {None}
            self._here[n] = codes.pop() if len(codes) == 1 else None
        return self._here[n]

    def _is_place(self, n: int, m: ActorMention) -> bool:
        if len(m.actors) != 1:
            return False
        words = self.lists
        if m.kind == "agent":
            inside = m.text.lower().split()
            return len(inside) > 2 and not words.locating.isdisjoint(inside[1:-1])
        if m.kind not in ("place", "capital", "country"):
            return False
        sentence = self.sentences[n]
        text = sentence.text
        if text.startswith(tuple(words.possessive), m.end - sentence.start):
            return False
        before = text[: m.start - sentence.start].replace(",", " , ").split()[-_FILLERS:]
        if len(before) > 1 and before[-1] == "," and before[-2][0].isupper():
            before = before[:-2]  # 'in Tamale, Ghana'
        while before and before[-1].lower() in words.fillers and before[-1].lower() not in words.locating:
            before.pop()
        return bool(before) and before[-1].lower() in words.locating

    def country_of(self, n: int, m: ActorMention) -> str | None:
        """Whose an agent without a country is; None where more than one state may be meant, or none."""
        actor, words = m.actors[0], self.lists
        parts = m.text.lower().split()
        if inside.is_foreign(parts, words) or "-" in m.text:
            return None
        noun = parts[-1]
        if noun in words.strangers and words.inner.isdisjoint(parts):
            return None
        before = self.sentences[n].text[: m.start - self.sentences[n].start].lower().split()[-1:]
        if before and before[0] in words.foreign:
            return None
        if noun in words.local:
            return self.here(n) or self.home_of(n) or self._lately_of(n)
        return self.home_of(n) or None if actor.sector != "REB" else None

    def index(self, start: int) -> int:
        """The number of the sentence that begins at an offset."""
        return bisect.bisect_left(self._starts, start)


def _is_private(mention: ActorMention) -> bool:
    """Whether a mention is of a person without an office, whose country is only where he is from."""
    return mention.kind == "person" and mention.actors[0].sector in PRIVATE


def _leading(weights: Counter[str]) -> str:
    """The country that is named most by far; '' where none is."""
    (one, first), (_, second) = (*weights.most_common(2), *[("", 0)] * 2)[:2]
    return one if first >= _LEAST and first >= _LEADING * weights.total() and first >= _BY * second else ""
