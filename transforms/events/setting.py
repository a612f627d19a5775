"""Where a document is set: whose police "the police" are, and which state arrests where nobody is said to.

In: the sentences of a document and the actors found in each. Out: the country of a sentence's places, the country
that the document is about where it is about one, and codings with the sides that follow from these: state organs and
citizens without a country are those of the place, else of the document's own country, else nobody's. What is assumed
is told in `why` and costs confidence. The word lists stand in lexicon/<language>/coreference.toml, table `setting`.
"""

import bisect
import dataclasses
import functools
import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from transforms.events import confidence, grammar, inside, joint, victims
from transforms.events.gazetteer import GOVERNMENT, lexicon, stateless
from transforms.events.model import Actor, ActorMention, Coding, Sentence, Token
from transforms.events.tables import read

Mentions = Sequence[ActorMention]

_START = operator.attrgetter("start")

_SHARE = 0.64
"""Of all countries named, what one must have to be the document's own."""
_LEAST = 2
"""Sentences that must name it."""
_LEADING = 0.35
_BY = 1.25
_DATELINE = 70
"""Characters in which a dateline ends."""
_DATELINE_WEIGHT = 2
_ONLY_FILED = 3
"""What the dateline's own sentence adds to that weight, where the country is named nowhere else."""
_AHEAD = 1.5
"""How much oftener than any other the country of the dateline must be named to be the document's own: summits and
relief agencies are reported on from where others live."""
_OPENING = 3
"""Sentences among which a dateline is looked for; what the first ones name counts twice."""
_FILLERS = 6
_HEADING = frozenset("-–—:")
_BRIEF = 2
"""Sentences of a text that is about a state as soon as it names no other one."""
_ITEMS = 3
"""Places at the head of a sentence that make a document a column of briefs."""
_LATELY = 2
"""Sentences back in which a scene is still the same."""
_MARGINAL = 3
_SEVERAL = 2
_BESIDE = 14
"""Characters behind a trigger in which the longest word for each other stands."""
_OTHERS = 3
"""Words behind a trigger among which stands whom it is upon."""
_LONG = 9
"""Words behind a trigger among which stands what is owed."""
_REACH = 6
"""Words behind a trigger among which stands what it is upon."""
_DASHES = frozenset(("-", "–", "—", "--"))
_PRIVATE = frozenset(("CVL", "MED", "BUS", "NGO"))
"""Sectors of persons who hold no office."""


@dataclass(frozen=True, slots=True)
class Lists:
    locating: frozenset[str]
    fillers: frozenset[str]
    local: frozenset[str]
    strangers: frozenset[str]
    foreign: frozenset[str]
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
        self._starts = [*map(_START, sentences)]
        self.lexicon, self.grammar, self.language = lexicon(language), grammar.load(language), language
        self.names = self.lexicon.countries
        self.dateline, self.home, self.brief = self._dateline(), "", False
        """`brief`: only that the text is too short to name a state that it is not about tells its home."""
        self._here: dict[int, str | None] = {}
        self._sections = self._items()
        weights: Counter[str] = Counter()
        for n, mentions in enumerate(found):
            if not mentions:
                continue
            named = [a for m in mentions if not (self.is_common(m) or _is_private(m)) for a in m.actors]
            for code in dict.fromkeys([a.country for a in named if a.country and a.sector != "MED"]):
                weights[code] += 2 if n < _OPENING and len(found) > _OPENING else 1
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
        return any(a.country == code and a.sector in _ORGANS | _POLITICIANS | _UNIONS for m in named for a in m.actors)

    def _dateline(self) -> tuple[int, str] | None:
        """Where the report was filed, 'LIMA, Peru (AP) -': the offset where the dateline ends and the country."""
        headed = [(self.sentences[n].start, code) for n, code in self._headed()]
        for sentence, mentions in zip(self.sentences[:_OPENING], self.found, strict=False):
            words = sentence.words
            if not mentions or not words or not (words[0].isupper() and len(words[0]) > 2):
                continue
            tokens = sentence.tokens
            end = next((b.start for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False) if _parts(a, b, c)), 0)
            if len(headed) == 1 and headed[0][0] == mentions[0].start:
                end = end or mentions[0].end  # 'LIMA: The president', where no other place heads an item
            if not 0 < end - sentence.start <= _DATELINE:
                continue
            codes = {a.country for m in mentions if m.end <= end for a in m.actors if a.country and a.sector != "MED"}
            if len(codes) == 1 and tokens[0].start == mentions[0].start:
                return end, codes.pop() or ""
        return None

    def _items(self) -> tuple[tuple[int, str], ...]:
        """The items of a column of briefs, each headed by its place ('LIMA: Police'): first sentence and country."""
        headed = tuple(self._headed())
        return headed if len(headed) >= _ITEMS else ()

    def _headed(self) -> Iterator[tuple[int, str]]:
        """The sentences that open with a place in capitals and a mark, and its country."""
        for n, (sentence, mentions) in enumerate(zip(self.sentences, self.found, strict=True)):
            if not mentions or mentions[0].start != sentence.start or not mentions[0].text.isupper():
                continue
            after = sentence.text[mentions[0].end - sentence.start :].lstrip()[:1]
            if (
                after in _HEADING
                and mentions[0].kind in ("capital", "place")
                and (code := mentions[0].actors[0].country)
            ):
                yield n, code

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

    def speaks_for_people(self, actor: Actor) -> bool:
        """Whether an actor of no known kind leads people of his own: "leaders of the federation"."""
        role = actor.role or "-"
        return actor.sector is None and role.split()[-1].lower() in self.lists.heads

    def is_of_two(self, n: int, m: ActorMention) -> bool:
        """Whether a mention of sentence n is said to be of two states."""
        return joint.is_of_two(self.sentences[n], m, self._of_two, self.lists.two_states)

    def denies_a_deed(self, coding: Coding) -> bool:
        """Whether a denial tells what is denied, which nobody named need have said: "denied that officers fired"."""
        sentence = self.sentences[self.index(coding.char_start)]
        first = bisect.bisect_left(sentence.starts, coding.trigger_start)
        last = bisect.bisect_left(sentence.starts, coding.trigger_end)
        told = sentence.lowers[first : last + 1]
        if told[0] not in self.lists.denials:
            return False
        return not self.lists.content.isdisjoint(told) or self._opens_clause(sentence, last)

    def _opens_clause(self, sentence: Sentence, at: int) -> bool:
        """Whether what stands from a word on is a clause without a 'that': 'denied he was', 'denied the ship had'."""
        g = self.grammar
        for word in sentence.lowers[at : at + _REACH]:
            if word in g.finite:
                return True
            if word in g.borders or word in g.conjunctions or word in g.that:
                return False
        return False

    def is_upon_unrest(self, coding: Coding) -> bool:
        """Whether the words of a trigger tell of people in the streets: 'put down the unrest'."""
        sentence = self.sentences[self.index(coding.char_start)]
        first = bisect.bisect_left(sentence.starts, coding.trigger_start)
        last = bisect.bisect_left(sentence.starts, coding.trigger_end)
        return not self.lists.unrest.isdisjoint(sentence.lowers[first:last])

    def is_mutual(self, coding: Coding) -> bool:
        """Whether several do to each other what a trigger tells: 'blamed one another'."""
        if len({a.country for a in coding.sources if a.country}) < _SEVERAL:
            return False
        sentence = self.sentences[self.index(coding.char_start)]
        told = sentence.text[coding.trigger_start - sentence.start : coding.trigger_end - sentence.start + _BESIDE]
        return any(f" {phrase}" in told.lower() for phrase in self.lists.reciprocal)

    def is_upon_others(self, coding: Coding) -> bool:
        """Whether the words behind a trigger tell whom or what it is upon, and it is no actor that we know."""
        sentence = self.sentences[self.index(coding.char_start)]
        first = bisect.bisect_right(sentence.starts, coding.trigger_start)
        last = bisect.bisect_left(sentence.starts, coding.trigger_end)
        inside, behind = sentence.lowers[first:last], sentence.lowers[last : last + _OTHERS]
        if coding.event_type == "REQUEST" and not self.lists.by.isdisjoint(behind[:1]):
            return True  # 'the Clean Streets Act, proposed by Bo Example'
        if coding.event_type == "SANCTION" and not self.lists.owed.isdisjoint(
            inside + sentence.lowers[last : last + _LONG]
        ):
            return True  # 'suspended payments on part of its debt'
        near = inside + behind
        at = next((i for i, word in enumerate(near) if word in self.lists.unnamed), -1)
        return at >= 0 and self.lists.pointing.isdisjoint(near[:at])

    def is_shared(self, coding: Coding) -> bool:
        """Whether an act is upon what a state shares with others, "left the climate treaty", or upon a body of many."""
        n = self.index(coding.char_start)
        near = [t for t in self.sentences[n].tokens if t.start >= coding.trigger_start]
        inside = sum(t.start < coding.trigger_end for t in near)
        near = near[: inside + _REACH]
        if not self.lists.shared.isdisjoint(t.lower for t in near):
            return True
        behind = (m for m in self.found[n] if coding.trigger_end <= m.start < near[-1].end)
        return any(self.is_between_states(a) for m in behind for a in m.actors)

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
        return any(a.sector == "IGO" for found in self.found[:_OPENING] for m in found for a in m.actors)

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
        if not words.foreign.isdisjoint(parts) or "-" in m.text:
            return None
        noun = parts[-1]
        if noun in words.strangers:
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


def _parts(before: Token, mark: Token, after: Token) -> bool:
    """Whether a mark is a dash and no hyphen: 'LIMA -', 'LIMA—The', but not 'U.S. chief leaves on a 10-day trip'."""
    return mark.text in _DASHES and (mark.text != "-" or before.end < mark.start or mark.end < after.start)


def _is_private(mention: ActorMention) -> bool:
    """Whether a mention is of a person without an office, whose country is only where he is from."""
    return mention.kind == "person" and mention.actors[0].sector in _PRIVATE


def _leading(weights: Counter[str]) -> str:
    """The country that is named most by far; '' where none is."""
    (one, first), (_, second) = (*weights.most_common(2), *[("", 0)] * 2)[:2]
    return one if first >= _LEAST and first >= _LEADING * weights.total() and first >= _BY * second else ""


def placed(codings: Iterable[Coding], scene: Scene) -> list[Coding]:
    """Codings with the sides that the places of their own sentence tell."""
    return [_completed(c, scene, c.location_country or scene.here(scene.index(c.char_start))) for c in codings]


def at_home(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the sides that the document's own country tells, where nothing nearer does."""
    return tuple(_completed(c, scene, scene.home_of(scene.index(c.char_start)) or None, owner=True) for c in codings)


def _completed(coding: Coding, scene: Scene, country: str | None, *, owner: bool = False) -> Coding:
    """A coding with the state that acts without being named, and with the persons it befalls."""
    if coding.sources and coding.targets:
        return _own_people(coding, scene) if owner else coding
    lists, changed = scene.lists, coding
    act = f"{coding.event_type}/{coding.event_mode or ''}"
    done = act in lists.acts or _is_charge(coding, scene)
    if not coding.sources and (done or (owner and country and coding.targets and act in lists.abroad)):
        if owner and country is None:
            ours = {scene.lead, *scene.pair}
            own = act == _TRIED and len({a.country for a in coding.targets}) == 1
            country = next(
                (a.country for a in coding.targets if own or a.sector in _POLITICIANS or a.country in ours), None
            )
        elif owner and act in lists.abroad and not done:
            country = country if all(a.country != country for a in coding.targets) else None
        if country:
            state = Actor(scene.names[country], country, GOVERNMENT)
            changed = dataclasses.replace(changed, sources=(state,))
    if not coding.sources and coding.event_type in _CROWDS and country and (crowd := victims.named(coding, scene)):
        people = crowd if crowd.lower() in lists.persons else ""  # 'a series of mass protests'
        changed = dataclasses.replace(changed, sources=(Actor(people, country, "CVL"),))
    if not coding.targets and act in lists.befalls and (befallen := victims.named(coding, scene)):
        place = country or next((a.country for a in changed.sources if a.sector in _ORGANS), None)
        if place:
            theirs = None if befallen.lower() in lists.strangers else place
            changed = dataclasses.replace(changed, targets=(Actor(befallen, theirs, "CVL"),))
    states = {a.country for a in changed.sources if a.country}
    if not changed.targets and len(states) == 1 and country and country not in states:
        soil = coding.event_type in _ON_SOIL if not owner else act in lists.upon
        if soil:
            changed = dataclasses.replace(changed, targets=(Actor(scene.names[country], country, GOVERNMENT),))
    if changed is coding:
        return coding
    told = f"{scene.names[country] if country else 'own country'}: where it happens, nobody else is named"
    return dataclasses.replace(changed, confidence=confidence.shifted(coding, "placed"), why=(*coding.why, told))


def _is_charge(coding: Coding, scene: Scene) -> bool:
    """Whether an accusation is one that only a state brings: "he was charged"."""
    if coding.event_type != "ACCUSE":
        return False
    sentence = scene.sentences[scene.index(coding.char_start)].text
    trigger = sentence[coding.trigger_start - coding.char_start : coding.trigger_end - coding.char_start]
    return not scene.lists.charging.isdisjoint(trigger.lower().split())


def _own_people(coding: Coding, scene: Scene) -> Coding:
    """'India arrested two former ministers': whom a state arrests, tries or frees is its own, if nothing is said."""
    act = f"{coding.event_type}/{coding.event_mode or ''}"
    states = {a.country for a in coding.sources}
    if len(states) != 1 or any(scene.is_between_states(a) or scene.is_armed_group(a) for a in coding.targets):
        return coding
    state, lists = next(iter(states)), scene.lists
    nouns = {noun for a in coding.targets for noun in a.name.lower().split()[-1:]}
    if scene.pair and state in scene.pair and {a.sector for a in coding.sources} == {"MIL"}:
        return coding  # 'Peruvian troops captured two men' in a war with Chile
    organs = bool(nouns) and nouns <= lists.local and all(a.sector in _POWERS for a in coding.targets)
    if not organs and any(a.sector not in _POWERS for a in coding.sources):
        return coding
    police = act == "COERCE/arrest" and all(a.sector == GOVERNMENT for a in coding.sources)
    armed = police and all(a.sector == "REB" and not a.country for a in coding.targets)
    if state is None or any(a.country or (a.sector in _STATELESS and not armed) for a in coding.targets):
        return coding
    if nouns & lists.strangers and not armed:  # 'Peruvian police arrested nine militants': at home
        return coding
    if (
        not organs
        and act not in lists.befalls
        and act not in lists.favours
        and not all(a.sector in _HOME for a in coding.targets)
    ):
        return coding
    targets = tuple(dataclasses.replace(a, country=state) for a in coding.targets)
    told = f"targets are of {scene.names[state]}: its own, where nothing else is said"
    return dataclasses.replace(
        coding, targets=targets, confidence=confidence.shifted(coding, "placed"), why=(*coding.why, told)
    )


_TRIED = "SANCTION/convict"
"""What is done to people by courts of their own, where no other state is named."""
_POWERS = frozenset(("GOV", "JUD", "MIL", "LEG"))
_HOME = frozenset(("LEG", "JUD", "OPP", "PTY"))
"""Sectors with which a state deals at home."""
_STATELESS = frozenset(("REB", "IGO", "BUS", "MIL"))
_ON_SOIL = frozenset(("ASSAULT",))
"""Types that, done by a state in another, are done to that one."""
_CROWDS = frozenset(("PROTEST",))
_UNIONS = frozenset(("NGO",))
"""Sectors of bodies that are called by the state whose affairs they deal with."""
_ACTING = frozenset(("agent", "organisation", "person"))
"""Kinds of names that are no mere places."""
_POLITICIANS = frozenset(("GOV", "LEG", "OPP", "PTY"))
_ORGANS = frozenset(("GOV", "LEG", "JUD"))
