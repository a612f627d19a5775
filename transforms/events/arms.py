"""The means of force that a document names, and whose they are: "Chilean warplanes", later "the jets".

In: the codings of a document and its scene. Out: with what an act of force was done, and the side that is told to use
it; and where actors stand beside the words of an act. For force.py and enemies.py. The words are data:
lexicon/<language>/force.toml; a language without the file has no means.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, ActorMention, Coding, Sentence
from transforms.events.setting import Scene
from transforms.events.tables import optional

FORCE = frozenset(("ASSAULT",))
"""Types that are done with means of force, whatever words tell of them."""
MOVES = frozenset(("MOBILIZE", "COERCE"))
"""Types that are, where their subject is a means: 'tanks entered the town'."""
REBELS, SOLDIERS = "REB", "MIL"
GAP = 3
"""Words between a means and its owner before it: 'Chilean army attack helicopters'; between a verb and its object."""
_STATES = frozenset(("demonym", "agent"))
_VERBS = 3
"""Words between a subject and its verb: 'helicopters have also'."""
_BEHIND = 9
"""Words behind a verb in which the means stands: 'killed in a week of raids'."""
_MURDER = frozenset(("unconventional", "abduct"))
"""Modes of what is no act of war."""
_CLEAR = 3
"""How much oftener one owner must be named than any other."""


class Words(NamedTuple):
    """The file of a language."""

    means: re.Pattern[str]
    under: Mapping[str, tuple[str, ...]]
    acts: frozenset[str]
    persons: frozenset[str]
    forces: frozenset[str]
    by_means: frozenset[str]
    peaceful: frozenset[str]
    mutual: frozenset[str]
    between: frozenset[str]
    inner: frozenset[str]
    where: frozenset[str]
    using: frozenset[str]
    guarding: frozenset[str]
    befallen: frozenset[str]
    dying: frozenset[str]
    hidden: frozenset[str]


@functools.cache
def words(language: str) -> Words | None:
    """The words of a language; None where it has none."""
    if (data := optional(language, "force")) is None:
        return None
    means = "|".join(rf"(?P<{name}>{pattern})" for name, pattern in data["means"].items())
    under = {name: tuple(str(other).split()) for name, other in data["under"].items()}
    lists = {name: frozenset(text.split()) for name, text in data["words"].items()}
    return Words(re.compile(rf"(?<![\w-])(?:{means})(?![\w-])", re.IGNORECASE), under, **lists)


class Means(NamedTuple):
    """One place where a means is named."""

    kind: str
    start: int
    end: int
    owner: Actor | None
    """Whose it is said to be there."""


class Arms:
    """The means that a document names, and whose they are."""

    def __init__(self, scene: Scene, words: Words, codings: Sequence[Coding]) -> None:
        self.scene, self.words = scene, words
        violent = {scene.index(c.char_start) for c in codings if c.event_type in FORCE | MOVES}
        self._here: dict[int, tuple[Means, ...]] = {}
        self.owners: dict[str, Counter[str]] = {}
        self.actors: dict[tuple[str, str], Actor] = {}
        for n in range(len(scene.sentences)):
            for one in self.at(n):
                if one.owner is None or (one.kind in words.peaceful and n not in violent):
                    continue
                if one.owner.country:
                    self.owners.setdefault(one.kind, Counter())[one.owner.country] += 1
                    self.actors.setdefault((one.kind, one.owner.country), one.owner)
        for c in codings:
            means = self.used(c) if c.event_type in FORCE else None
            if means is not None and means.owner is None and is_subject(c.sources, c, scene):
                self.owners.setdefault(means.kind, Counter()).update(countries(c.sources))
        self.owners["forces"] = self._forces(codings)
        self.owners["rebels"] = self._rebels()

    def at(self, n: int) -> tuple[Means, ...]:
        """The means that sentence n names."""
        if n not in self._here:
            self._here[n] = tuple(self._find(n))
        return self._here[n]

    def _find(self, n: int) -> Iterable[Means]:
        sentence, last = self.scene.sentences[n], None
        for hit in self.words.means.finditer(sentence.text):
            start, end = sentence.start + hit.start(), sentence.start + hit.end()
            owner = self._owner(n, start, end)
            if owner is None and last is not None and last.owner is not None:
                near = sentence.text[last.end - sentence.start : hit.start()].replace(",", " , ").lower().split()
                joined = len(near) <= GAP and not self.scene.grammar.conjunctions.isdisjoint(near)
                owner = last.owner if joined else None  # 'Chilean jets and attack helicopters'
            last = Means(str(hit.lastgroup), start, end, owner)
            yield last

    def _owner(self, n: int, start: int, end: int) -> Actor | None:
        """Whose a means is by the words before it: "Chilean", "Chile's", "US"; by those around it: "Chilean jets"."""
        sentence, g = self.scene.sentences[n], self.scene.grammar
        for m in reversed(self.scene.resolved[n]):
            if m.start > start or not m.actors[0].country or len(m.actors) > 1:
                continue
            if m.end > start:
                return self._as_owner(m) if m.kind == "agent" else None
            near = sentence.text[m.end - sentence.start : start - sentence.start].lower()
            gap = near.replace("-", " ").split()
            if near[:1] == "-" and gap[:1] and gap[0] not in self.scene.lexicon.lists["led"]:
                return None  # 'Chilean-made helicopters' are whoever's
            owned = gap[:1] and gap[0] in g.possessive
            if len(gap) > GAP or not (owned or self._describes(m)):
                return None
            inside = gap[1:] if owned else gap
            if any(not w.isalnum() or w in g.prepositions or w in g.linking or w in g.finite for w in inside):
                return None
            return self._as_owner(m)
        return None

    def _describes(self, m: ActorMention) -> bool:
        """Whether a name without a mark of possession may be the owner of what follows: "Chilean", "US", "UN"."""
        return m.kind in _STATES or (m.kind in ("country", "organisation") and m.text.replace(".", "").isupper())

    def _as_owner(self, m: ActorMention) -> Actor:
        """The actor that a means stands for."""
        actor = m.actors[0]
        if actor.sector == REBELS:
            return actor
        return Actor(self.scene.names[actor.country or ""], actor.country, SOLDIERS)

    def _forces(self, codings: Iterable[Coding]) -> Counter[str]:
        """Whose soldiers a document names, where they are not those who are hit."""
        hit = {(c.char_start, a.name) for c in codings if c.event_type in FORCE for a in c.targets}
        named: Counter[str] = Counter()
        for sentence, found in zip(self.scene.sentences, self.scene.found, strict=True):  # as the text calls them
            for m in found:
                actor = m.actors[0]
                if m.kind == "agent" and actor.sector == SOLDIERS and actor.country:
                    fights = not self.words.forces.isdisjoint(m.text.lower().split())
                    named[actor.country] += fights and (sentence.start, actor.name) not in hit
        return +named

    def _rebels(self) -> Counter[str]:
        """Of which lands the armed groups are that a document names: who blows himself up is of them."""
        return Counter(
            a.country
            for found in self.scene.resolved
            for m in found
            for a in m.actors
            if a.sector == REBELS and a.country
        )

    def owner(self, kind: str) -> Actor | None:
        """Whose a means is in a document, where it is one side's."""
        for name in self.words.under[kind]:
            country = clear(self.owners.get(name, Counter()))
            if country:
                known = self.actors.get((name, country))
                return known or Actor(self.scene.names[country], country, REBELS if name == "rebels" else SOLDIERS)
            if self.owners.get(name):
                return None  # both sides have it
        return None

    def used(self, coding: Coding) -> Means | None:
        """The means that an act is told to be done with: in its trigger, its subject, or behind 'in' and 'by'."""
        n = self.scene.index(coding.char_start)
        sentence, g = self.scene.sentences[n], self.scene.grammar
        first, last = coding.trigger_start, coding.trigger_end
        best: Means | None = None
        for one in self.at(n):
            if coding.event_type in FORCE and one.start < last and one.end > first:
                if self._is_used(one, coding, sentence):
                    return one
                continue
            if one.end <= first:
                gap = between(sentence, one.end, first)
                clean = all(w.isalpha() and w not in g.prepositions for w in gap) and g.passive_aux.isdisjoint(gap)
                following = between(sentence, last, sentence.end)[:1]
                if len(gap) <= _VERBS and clean and g.by.isdisjoint(following):
                    best = one
                elif one.kind in self.words.persons and best is None and is_active(coding, self.scene):
                    opens = len(between(sentence, sentence.start, one.start)) <= GAP
                    best = one if opens else None  # 'A suicide bomber ran up to a gate and set off his charge'
            elif coding.event_type in FORCE and best is None:
                gap = between(sentence, last, one.start)
                # 'killed in a week of raids', but 'struck in retaliation for a raid'
                governed = [w for w in gap if w in g.prepositions and w not in g.of][-1:]
                if len(gap) <= _BEHIND and "," not in gap and not self.words.by_means.isdisjoint(governed):
                    best = one
        return best

    def _is_used(self, one: Means, coding: Coding, sentence: Sentence) -> bool:
        """Whether a means inside a trigger is one, not what is hit: 'destroyed two tanks', 'hit a missile depot'."""
        before = between(sentence, coding.trigger_start, one.start)
        return one.kind in self.words.acts or not before or not self.words.using.isdisjoint(before)

    def whose(self, coding: Coding, one: Means) -> Actor | None:
        """The owner of a means that an act is done with: said there, of the only one of its sentence, or before."""
        if one.owner is not None:
            return one.owner
        n = self.scene.index(coding.char_start)
        here = {m.owner for m in self.at(n) if m.owner is not None and m.kind in self.words.under[one.kind]}
        return here.pop() if len(here) == 1 else self.owner(one.kind)


def between(sentence: Sentence, first: int, last: int) -> list[str]:
    """The words between two offsets, in lower case."""
    return [w for w, at in zip(sentence.lowers, sentence.starts, strict=True) if first <= at < last]


def trigger(coding: Coding, scene: Scene) -> list[str]:
    """The words of a trigger, in lower case."""
    return between(scene.sentences[scene.index(coding.char_start)], coding.trigger_start, coding.trigger_end)


def clear(named: Counter[str]) -> str:
    """The country that is named alone, or much oftener than any other."""
    (one, first), (_, second) = (*named.most_common(2), *[("", 0)] * 2)[:2]
    return one if first and first >= _CLEAR * second else ""


def countries(actors: Iterable[Actor]) -> set[str]:
    """The states that actors act for."""
    return {a.country for a in actors if a.country}


def is_subject(actors: Sequence[Actor], coding: Coding, scene: Scene, *, by_noun: bool = False) -> bool:
    """Whether one of some actors stands directly before a verb, or behind 'by'; `by_noun`: or one whom no table knows,
    by the noun that he is called by."""
    n = scene.index(coding.char_start)
    sentence, g = scene.sentences[n], scene.grammar
    before = between(sentence, sentence.start, coding.trigger_start)
    while len(before) > 1 and _is_verbal(before[-1], scene):
        before.pop()
    nouns = [a.name.lower().split()[-1:] for a in actors if a.name] if by_noun and is_active(coding, scene) else []
    if before[-1:] in nouns:
        return True
    names = {a.name for a in actors}
    for m in scene.resolved[n]:
        if names.isdisjoint(a.name for a in m.actors):
            continue
        if m.end <= coding.trigger_start:
            gap = between(sentence, m.end, coding.trigger_start)
            if len(gap) <= _VERBS and all(_is_verbal(w, scene) for w in gap) and is_active(coding, scene):
                return True
        else:
            gap = between(sentence, coding.trigger_start, m.start)
            if len(gap) <= _BEHIND and not g.by.isdisjoint(gap[-GAP:]):
                return True
    return False


def is_active(coding: Coding, scene: Scene) -> bool:
    """Whether a trigger is a verb that tells what its subject does."""
    sentence, g = scene.sentences[scene.index(coding.char_start)], scene.grammar
    told = between(sentence, sentence.start, coding.trigger_end)
    inside = len(between(sentence, coding.trigger_start, coding.trigger_end))
    if told[-inside].endswith(g.gerund_endings):
        return True  # 'is shelling'
    return ".n." not in coding.rule_id and g.passive_aux.isdisjoint(told[-inside - _VERBS :])


def _is_verbal(word: str, scene: Scene) -> bool:
    g = scene.grammar
    return word in g.have or word in g.finite or g.is_adverb(word) or word in g.relative_subjects or word == ","


def is_object(actors: Sequence[Actor], coding: Coding, scene: Scene) -> bool:
    """Whether one of some actors stands in or right behind a trigger, or before a passive one."""
    n = scene.index(coding.char_start)
    sentence, passive = scene.sentences[n], not is_active(coding, scene) and ".n." not in coding.rule_id
    names = {a.name for a in actors}
    for m in scene.resolved[n]:
        if names.isdisjoint(a.name for a in m.actors):
            continue
        if m.end <= coding.trigger_start:
            if passive and len(between(sentence, m.end, coding.trigger_start)) <= GAP:
                return True
            continue
        gap = between(sentence, coding.trigger_end, m.start)
        if m.start < coding.trigger_end or (len(gap) <= GAP and "," not in gap):
            return True
    return False


def is_murder(coding: Coding, scene: Scene) -> bool:
    """Whether all who are hit are told of by an office, not that of a policeman, or hit as no war does it: 'the envoy
    was shot', 'was poisoned'."""
    if ".n." in coding.rule_id or not coding.targets:
        return False
    offices = [(a.role or "").lower().split()[-1:] for a in coding.targets if a.sector == GOVERNMENT]
    held = len(offices) == len(coding.targets) and all(one and one[0] not in scene.lists.local for one in offices)
    return held or coding.event_mode in _MURDER
