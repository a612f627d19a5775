"""Who fights with what: "helicopters fired on the village", "the station was bombed", "killed in air raids".

In: the codings of a document, in order, and the scene. Out: the same; an act of force that names its means alone is by
the side that the document has told to use these means ("Chilean warplanes"), and what nobody is said to do to one of
two who fight is done by the other one. Never is a side its own victim where the text does not say so. The means are
data: lexicon/<language>/force.toml; a language without the file assumes nothing.
"""

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transforms.events import confidence
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, ActorMention, Coding, Sentence
from transforms.events.setting import Scene
from transforms.events.tables import read

_FORCE = frozenset(("ASSAULT",))
"""Types that are done with means of force, whatever words tell of them."""
_MOVES = frozenset(("MOBILIZE", "COERCE"))
"""Types that are, where their subject is a means: 'tanks entered the town'."""
_AT_HOME = frozenset(("crowd-control", "primitive"))
"""Modes of what police and criminals do at home."""
_REBELS, _SOLDIERS = "REB", "MIL"
_STATES = frozenset(("demonym", "agent"))
_PEOPLE = frozenset(("CVL", "BUS", "MED", "NGO"))
"""Sectors of those who fight with no means of war."""
_ACTS = frozenset(("raids", "bombs", "suicide"))
"""Means that are acts as well."""
_OPENING = "suicide"
"""The means that is a person: he does what else is told of."""
_GAP = 3
"""Words between a means and its owner before it: 'Chilean army attack helicopters'."""
_VERBS = 3
"""Words between a subject and its verb: 'helicopters have also'."""
_BEHIND = 9
"""Words behind a verb in which the means stands: 'killed in a week of raids'."""
_CLEAR = 3
"""How much oftener one owner must be named than any other."""
_AND = re.compile(r"[\w\s-]{0,24}(?:,|\band\b|\bor\b|&)\s*(?:\w+\s)?$")


class _Words(NamedTuple):
    """The file of a language."""

    means: re.Pattern[str]
    under: Mapping[str, tuple[str, ...]]
    forces: frozenset[str]
    by_means: frozenset[str]
    peaceful: frozenset[str]
    mutual: frozenset[str]
    between: frozenset[str]
    inner: frozenset[str]
    where: frozenset[str]
    hurt: frozenset[str]
    killed: frozenset[str]
    using: frozenset[str]
    guarding: frozenset[str]
    befallen: frozenset[str]


@functools.cache
def _words(language: str) -> _Words | None:
    try:
        data = read(language, "force")
    except FileNotFoundError:
        return None
    means = "|".join(rf"(?P<{name}>{pattern})" for name, pattern in data["means"].items())
    under = {name: tuple(str(other).split()) for name, other in data["under"].items()}
    lists = {name: frozenset(text.split()) for name, text in data["words"].items()}
    return _Words(re.compile(rf"(?<![\w-])(?:{means})(?![\w-])", re.IGNORECASE), under, **lists)


class _Means(NamedTuple):
    """One place where a means is named."""

    kind: str
    start: int
    end: int
    owner: Actor | None
    """Whose it is said to be there."""


def fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings of force with the sides that their means and the other codings tell."""
    told = tuple(codings)
    words = _words(scene.language)
    if words is None or not any(c.event_type in _FORCE for c in told):
        return told
    told = _once([_befallen(c, scene, words) for c in told], scene, words)
    arms = _Arms(scene, words, told)
    armed = [_at_group(_armed(c, arms), arms) if c.event_type in _FORCE | _MOVES else c for c in told]
    enemies = Enemies(armed, scene, words)
    return tuple(_answered(c, scene, enemies) if c.event_type in _FORCE else c for c in armed)


def apart(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings of force of which no side is both who acts and upon whom, unless the text says so."""
    told = tuple(codings)
    words = _words(scene.language)
    if words is None or not any(c.event_type in _FORCE for c in told):
        return told
    enemies, arms = Enemies(told, scene, words), _Arms(scene, words, told)
    return tuple(_mutual(_opposed(c, arms, enemies), scene, words) if c.event_type in _FORCE else c for c in told)


def _befallen(coding: Coding, scene: Scene, words: _Words) -> Coding:
    """A coding of those who are hit with them for its target: 'nine people died in the raids'."""
    told = _trigger(coding, scene)
    if ".p." not in coding.rule_id or coding.event_type not in _FORCE or told[0] not in words.befallen:
        return coding
    if not coding.sources or not scene.grammar.by.isdisjoint(told):
        return coding
    n = scene.index(coding.char_start)
    inside = {a for m in scene.resolved[n] if coding.trigger_start < m.end <= coding.trigger_end for a in m.actors}
    doers = tuple(a for a in coding.targets if a in inside and a.sector in (_SOLDIERS, _REBELS))
    return dataclasses.replace(coding, sources=doers, targets=coding.sources, why=(*coding.why, "sides: who is hit"))


def _once(codings: Sequence[Coding], scene: Scene, words: _Words) -> tuple[Coding, ...]:
    """Codings without those that only tell what came of another act of force in their sentence, which is upon whom
    these say: 'a blast that killed nine Peruvians'."""
    out: list[Coding] = []
    for c in codings:
        others = [i for i, o in enumerate(out) if o.char_start == c.char_start and o.event_type in _FORCE]
        if c.event_type not in _FORCE or not others:
            out.append(c)
            continue
        sentence, g = scene.sentences[scene.index(c.char_start)], scene.grammar
        verb = _between(sentence, c.trigger_start, c.trigger_end)
        before = _between(sentence, out[others[-1]].trigger_end, c.trigger_start)
        if not words.hurt.isdisjoint(verb):
            continue
        follows = before[-1] in g.relative_subjects if before else ".n." in out[others[-1]].rule_id
        if verb[0] in words.killed and follows and c.targets:
            out[others[-1]] = _upon(out[others[-1]], c)
            continue
        if not c.sources and not _named_so(c, scene):
            c = _as_before(c, out[others[-1]])
        out.append(c)
    return tuple(out)


def _named_so(coding: Coding, scene: Scene) -> bool:
    """Whether the text itself says of which state those are who are hit."""
    names = {a.name for a in coding.targets}
    found = scene.found[scene.index(coding.char_start)]
    return not coding.targets or any(a.country and a.name in names for m in found for a in m.actors)


def _as_before(coding: Coding, act: Coding) -> Coding:
    """'Peru shelled the port of Arica, and two fishermen were killed': by whom, and of which state, the first tells."""
    theirs = _countries(act.targets)
    if not act.sources or len(theirs) != 1 or set(coding.targets) & set(act.sources):
        return coding
    targets = tuple(dataclasses.replace(a, country=min(theirs)) for a in coding.targets)
    return dataclasses.replace(coding, sources=act.sources, targets=targets, why=(*coding.why, "sides: as just before"))


def _upon(act: Coding, effect: Coding) -> Coding:
    """An act of force with the sides that what came of it tells."""
    sources = act.sources if _countries(act.sources) else effect.sources
    told = f"target {effect.targets[0].name}: what came of it ({effect.rule_id})"
    return dataclasses.replace(act, sources=sources, targets=effect.targets, why=(*act.why, told))


class _Arms:
    """The means that a document names, and whose they are."""

    def __init__(self, scene: Scene, words: _Words, codings: Iterable[Coding]) -> None:
        self.scene, self.words = scene, words
        violent = {scene.index(c.char_start) for c in codings if c.event_type in _FORCE | _MOVES}
        self._here: dict[int, tuple[_Means, ...]] = {}
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
            one = self.used(c) if c.event_type in _FORCE else None
            if one is not None and one.owner is None and _is_subject(c.sources, c, scene):
                self.owners.setdefault(one.kind, Counter()).update(_countries(c.sources))
        self.owners["forces"] = self._forces()
        self.owners["rebels"] = self._rebels()

    def at(self, n: int) -> tuple[_Means, ...]:
        """The means that sentence n names."""
        if n not in self._here:
            self._here[n] = tuple(self._find(n))
        return self._here[n]

    def _find(self, n: int) -> Iterable[_Means]:
        sentence, last = self.scene.sentences[n], None
        for hit in self.words.means.finditer(sentence.text):
            start, end = sentence.start + hit.start(), sentence.start + hit.end()
            owner = self._owner(n, start, end)
            if owner is None and last is not None and last.owner is not None:
                between = sentence.text[last.end - sentence.start : hit.start()]
                owner = last.owner if _AND.fullmatch(between) else None  # 'Chilean jets and attack helicopters'
            last = _Means(str(hit.lastgroup), start, end, owner)
            yield last

    def _owner(self, n: int, start: int, end: int) -> Actor | None:
        """Whose a means is by the words before it: "Chilean", "Chile's", "US"; by those around it: "Chilean jets"."""
        sentence, g = self.scene.sentences[n], self.scene.grammar
        for m in reversed(self.scene.resolved[n]):
            if m.start > start or not m.actors[0].country or len(m.actors) > 1:
                continue
            if m.end > start:
                return self._as_owner(m) if m.kind == "agent" else None
            gap = sentence.text[m.end - sentence.start : start - sentence.start].lower().replace("-", " ").split()
            owned = gap[:1] and gap[0] in g.possessive
            if len(gap) > _GAP or not (owned or self._describes(m)):
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
        if actor.sector == _REBELS:
            return actor
        return Actor(self.scene.names[actor.country or ""], actor.country, _SOLDIERS)

    def _forces(self) -> Counter[str]:
        """Whose soldiers a document names."""
        named: Counter[str] = Counter()
        for found in self.scene.found:  # as the text calls them itself
            for m in found:
                actor = m.actors[0]
                if m.kind == "agent" and actor.sector == _SOLDIERS and actor.country:
                    named[actor.country] += not self.words.forces.isdisjoint(m.text.lower().split())
        return named

    def _rebels(self) -> Counter[str]:
        """Of which lands the armed groups are that a document names: who blows himself up is of them."""
        return Counter(
            a.country
            for found in self.scene.resolved
            for m in found
            for a in m.actors
            if a.sector == _REBELS and a.country
        )

    def owner(self, kind: str) -> Actor | None:
        """Whose a means is in a document, where it is one side's."""
        for name in self.words.under[kind]:
            country = _clear(self.owners.get(name, Counter()))
            if country:
                known = self.actors.get((name, country))
                return known or Actor(
                    self.scene.names[country], country, _REBELS if name == "rebels" else _SOLDIERS
                )
            if self.owners.get(name):
                return None  # both sides have it
        return None

    def used(self, coding: Coding) -> _Means | None:
        """The means that an act is told to be done with: in its trigger, its subject, or behind 'in' and 'by'."""
        n = self.scene.index(coding.char_start)
        sentence, g = self.scene.sentences[n], self.scene.grammar
        first, last = coding.trigger_start, coding.trigger_end
        best: _Means | None = None
        for one in self.at(n):
            if coding.event_type in _FORCE and one.start < last and one.end > first:
                if self._is_used(one, coding, sentence):
                    return one
                continue
            if one.end <= first:
                gap = _between(sentence, one.end, first)
                clean = all(w.isalpha() and w not in g.prepositions for w in gap) and g.passive_aux.isdisjoint(gap)
                following = _between(sentence, last, sentence.end)[:1]
                if len(gap) <= _VERBS and clean and g.by.isdisjoint(following):
                    best = one
                elif one.kind == _OPENING and best is None and _is_active(coding, self.scene):
                    opens = len(_between(sentence, sentence.start, one.start)) <= _GAP
                    best = one if opens else None  # 'A suicide bomber ran up to a gate and set off his charge'
            elif coding.event_type in _FORCE and best is None:
                gap = _between(sentence, last, one.start)
                if len(gap) <= _BEHIND and "," not in gap and not self.words.by_means.isdisjoint(gap):
                    best = one
        return best

    def _is_used(self, one: _Means, coding: Coding, sentence: Sentence) -> bool:
        """Whether a means inside a trigger is one, and not what is hit, 'destroyed two tanks', 'hit a missile depot'."""
        before = _between(sentence, coding.trigger_start, one.start)
        return one.kind in _ACTS or not before or not self.words.using.isdisjoint(before)

    def whose(self, coding: Coding, one: _Means) -> Actor | None:
        """The owner of a means that an act is done with: said there, of the only one of its sentence, or before."""
        if one.owner is not None:
            return one.owner
        n = self.scene.index(coding.char_start)
        here = {m.owner for m in self.at(n) if m.owner is not None and m.kind in self.words.under[one.kind]}
        return here.pop() if len(here) == 1 else self.owner(one.kind)


def _between(sentence: Sentence, first: int, last: int) -> list[str]:
    """The words between two offsets, in lower case."""
    return [w for w, at in zip(sentence.lowers, sentence.starts, strict=True) if first <= at < last]


def _clear(named: Counter[str]) -> str:
    """The country that is named alone, or much oftener than any other."""
    (one, first), (_, second) = (*named.most_common(2), *[("", 0)] * 2)[:2]
    return one if first and first >= _CLEAR * second else ""


def _countries(actors: Iterable[Actor]) -> set[str]:
    return {a.country for a in actors if a.country}


def _armed(coding: Coding, arms: _Arms) -> Coding:
    """A coding with the owner of its means for its source."""
    one = arms.used(coding)
    owner = arms.whose(coding, one) if one is not None else None
    if one is None or owner is None:
        return coding
    if _countries(coding.sources) == {owner.country} and not all(a.sector in _PEOPLE for a in coding.sources):
        return coding
    if _is_subject(coding.sources, coding, arms.scene):
        return coding  # 'Peru launched air strikes'
    struck = [a for a in coding.targets if a.country == owner.country]
    if struck and one.owner is None and _is_object(struck, coding, arms.scene):
        return coding  # no side is hit by its own
    targets = tuple(a for a in coding.targets if a.country != owner.country)
    if not targets:  # whom the sentence named for the one who acts is the one who is hit
        targets = tuple(Actor("", country) for country in sorted(_countries(coding.sources) - {owner.country}))
    return _with(coding, (owner,), targets, f"source {owner.name}: whose {one.kind} is told of")


def _at_group(coding: Coding, arms: _Arms) -> Coding:
    """A coding upon the armed group of no state that its sentence names, where a state fights it in another's land:
    'bombed the hills of northern Peru, where the Islamic State holds out'."""
    ours, theirs = _countries(coding.sources), _countries(coding.targets)
    if coding.event_type == "COERCE" or not ours or ours & theirs or len(theirs) > 1:
        return coding
    scene, n = arms.scene, arms.scene.index(coding.char_start)
    groups = [a for m in scene.resolved[n] for a in m.actors if m.start >= coding.trigger_start and scene.is_stateless(a)]
    if not groups or not all(_is_place(a, coding, arms) for a in coding.targets):
        return coding
    return _with(coding, coding.sources, tuple(dict.fromkeys(groups))[:1], f"target {groups[0].name}: who is there")


def _is_place(actor: Actor, coding: Coding, arms: _Arms) -> bool:
    """Whether a target is only the land where something is done: not named in its sentence, or as a place."""
    if actor.role or actor.sector in (_REBELS, _SOLDIERS):
        return False
    scene, n = arms.scene, arms.scene.index(coding.char_start)
    sentence = scene.sentences[n]
    for m in scene.resolved[n]:
        if m.start >= coding.trigger_start and any(a.country == actor.country for a in m.actors) and m.kind != "place":
            before = _between(sentence, sentence.start, m.start)[-_GAP:]
            return not arms.words.where.isdisjoint(before)
    return True


def _is_subject(actors: Sequence[Actor], coding: Coding, scene: Scene, *, by_noun: bool = False) -> bool:
    """Whether one of some actors stands directly before a verb, or behind 'by'; `by_noun`: or one whom no table knows,
    by the noun that he is called by."""
    n = scene.index(coding.char_start)
    sentence, g = scene.sentences[n], scene.grammar
    before = _between(sentence, sentence.start, coding.trigger_start)
    while len(before) > 1 and _is_verbal(before[-1], scene):
        before.pop()
    nouns = [a.name.lower().split()[-1:] for a in actors if a.name] if by_noun and _is_active(coding, scene) else []
    if before[-1:] in nouns:
        return True
    names = {a.name for a in actors}
    for m in scene.resolved[n]:
        if names.isdisjoint(a.name for a in m.actors):
            continue
        if m.end <= coding.trigger_start:
            gap = _between(sentence, m.end, coding.trigger_start)
            if len(gap) <= _VERBS and all(_is_verbal(w, scene) for w in gap) and _is_active(coding, scene):
                return True
        else:
            gap = _between(sentence, coding.trigger_start, m.start)
            if len(gap) <= _BEHIND and not g.by.isdisjoint(gap[-_GAP:]):
                return True
    return False


def _is_active(coding: Coding, scene: Scene) -> bool:
    """Whether a trigger is a verb that tells what its subject does."""
    sentence, g = scene.sentences[scene.index(coding.char_start)], scene.grammar
    told = _between(sentence, sentence.start, coding.trigger_end)
    inside = len(_between(sentence, coding.trigger_start, coding.trigger_end))
    if told[-inside].endswith(g.gerund_endings):
        return True  # 'is shelling'
    return ".n." not in coding.rule_id and g.passive_aux.isdisjoint(told[-inside - _VERBS :])


def _is_verbal(word: str, scene: Scene) -> bool:
    g = scene.grammar
    return word in g.have or word in g.finite or g.is_adverb(word) or word in g.relative_subjects or word == ","


def _mutual(coding: Coding, scene: Scene, words: _Words) -> Coding:
    """A coding of what two states do to each other, with both for its sources: 'Peru fought a battle with Chile'."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    told = _between(sentence, coding.trigger_start, coding.trigger_end)
    after = _between(sentence, coding.trigger_end, coding.char_end)[:1]
    ours, theirs = _countries(coding.sources), _countries(coding.targets)
    if words.mutual.isdisjoint(told) or (len(ours) < 2 and words.between.isdisjoint((*told, *after))):
        return coding
    if len(ours) > 1:
        return dataclasses.replace(coding, targets=()) if coding.targets else coding
    if not ours or not theirs or ours == theirs:
        return coding
    return dataclasses.replace(coding, sources=(*coding.sources, *coding.targets), targets=())


class Enemies:
    """Who fights whom, by the codings of a document that tells of two sides."""

    def __init__(self, codings: Iterable[Coding], scene: Scene, words: _Words) -> None:
        self._words, self._pair = words, frozenset(scene.foremost())
        self._known: dict[str, Counter[str]] = {}
        self._divided: set[str] = set()
        """States whose opposition takes part: they fight themselves as well."""
        for c in codings:
            if c.event_type not in _FORCE or c.event_mode in _AT_HOME:
                continue
            for m in scene.resolved[scene.index(c.char_start)]:
                if not words.inner.isdisjoint(m.text.lower().split()):
                    self._divided |= _countries(m.actors)
            ours, theirs = _countries(c.sources), _countries(c.targets)
            for one in ours:
                for other in theirs:
                    if one == other and not _is_subject(c.sources, c, scene, by_noun=True):
                        continue  # assumed
                    self._known.setdefault(one, Counter())[other] += 1
                    self._known.setdefault(other, Counter())[one] += one != other

    def of(self, country: str) -> str:
        """The one that fights a country, which hardly fights itself; '' where none is told, or several are."""
        enemy = "" if country in self._divided else _clear(self._known.get(country, Counter()))
        return enemy if enemy != country and {enemy, country} == self._pair else ""

    def is_mutual(self, coding: Coding, scene: Scene) -> bool:
        """Whether two do to each other what a trigger tells: 'the fighting went on'."""
        return not self._words.mutual.isdisjoint(_trigger(coding, scene))

    def guards(self, coding: Coding, scene: Scene) -> bool:
        """Whether a side only does away with what is sent against it: 'shot down forty drones'."""
        return not self._words.guarding.isdisjoint(_trigger(coding, scene))


def _trigger(coding: Coding, scene: Scene) -> list[str]:
    """The words of a trigger, in lower case."""
    return _between(scene.sentences[scene.index(coding.char_start)], coding.trigger_start, coding.trigger_end)


def _answered(coding: Coding, scene: Scene, enemies: Enemies) -> Coding:
    """A coding with the enemy of the only side that it has: 'two Chileans were killed', 'jets hit the town'."""
    ours, theirs = _countries(coding.sources), _countries(coding.targets)
    if (coding.sources and coding.targets) or coding.event_mode in _AT_HOME or enemies.guards(coding, scene):
        return coding
    known = theirs if coding.targets else ours
    enemy = enemies.of(next(iter(known))) if len(known) == 1 else ""
    if not enemy:
        return coding
    other = (_state(enemy, scene),)
    if enemies.is_mutual(coding, scene):
        both = tuple(_state(one, scene) for one in (*sorted(known), enemy))
        return _with(coding, both, (), f"sources {scene.names[enemy]} and another: who fight")
    if coding.targets:
        return _with(coding, other, coding.targets, f"source {other[0].name}: who fights the other side")
    return _with(coding, coding.sources, other, f"target {other[0].name}: whom this side fights")


def _state(country: str, scene: Scene) -> Actor:
    return Actor(scene.names[country], country, GOVERNMENT)


def _opposed(coding: Coding, arms: _Arms, enemies: Enemies) -> Coding:
    """A coding of which one of two equal sides is the enemy, where the text says of only one of them that it is."""
    scene = arms.scene
    ours, theirs = _countries(coding.sources), _countries(coding.targets)
    enemy = enemies.of(next(iter(ours))) if len(ours) == 1 and ours == theirs else ""
    if not enemy or coding.event_mode in _AT_HOME or enemies.guards(coding, scene):
        return coding
    one = arms.used(coding)
    owner = arms.whose(coding, one) if one is not None else None
    acts = (owner is not None and owner.country in ours) or _is_subject(coding.sources, coding, scene, by_noun=True)
    befallen = _is_object(coding.targets, coding, scene)
    if acts and befallen:
        soldiers = all(a.sector == _SOLDIERS and not a.name[:1].isupper() for a in coding.targets)
        if soldiers and _clear(arms.owners["forces"]) == enemy and all(a.sector == _REBELS for a in coding.sources):
            theirs_now = tuple(dataclasses.replace(a, country=enemy) for a in coding.targets)
            return _with(coding, coding.sources, theirs_now, f"targets of {scene.names[enemy]}: whose soldiers are told of")
        return coding
    rebels = not befallen and _is_active(coding, scene) and all(a.sector == _REBELS for a in coding.sources)
    other = (_state(enemy, scene),)
    if enemies.is_mutual(coding, scene):
        both = tuple(_state(one, scene) for one in (*sorted(ours), enemy))
        return _with(coding, both, (), f"sources {scene.names[enemy]} and another: who fight")
    if acts or rebels:
        return _with(coding, coding.sources, other, f"target {other[0].name}: whom this side fights")
    return _with(coding, other, coding.targets, f"source {other[0].name}: who fights the other side")


def _is_object(actors: Sequence[Actor], coding: Coding, scene: Scene) -> bool:
    """Whether one of some actors stands in or right behind a trigger, or before a passive one."""
    n = scene.index(coding.char_start)
    sentence, passive = scene.sentences[n], not _is_active(coding, scene) and ".n." not in coding.rule_id
    names = {a.name for a in actors}
    for m in scene.resolved[n]:
        if names.isdisjoint(a.name for a in m.actors):
            continue
        if m.end <= coding.trigger_start:
            if passive and len(_between(sentence, m.end, coding.trigger_start)) <= _GAP:
                return True
            continue
        gap = _between(sentence, coding.trigger_end, m.start)
        if m.start < coding.trigger_end or (len(gap) <= _GAP and "," not in gap):
            return True
    return False


def _with(coding: Coding, sources: tuple[Actor, ...], targets: tuple[Actor, ...], told: str) -> Coding:
    return dataclasses.replace(
        coding,
        sources=sources,
        targets=targets,
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, told),
    )
