"""Who fights whom in a document that tells of two sides, and who must be meant where only one of them is named.

In: codings of force, the means of the document and its scene. Out: the same; what nobody is said to do to one of two
who fight is done by the other one, and none of them is its own victim where the text does not say so. Where the
opposition of a state takes part, that state fights itself as well, and nothing is assumed. For force.py.
"""

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable

from transforms.events import confidence
from transforms.events.arms import (
    FORCE,
    REBELS,
    SOLDIERS,
    Arms,
    Words,
    between,
    clear,
    countries,
    is_active,
    is_murder,
    is_object,
    is_subject,
    trigger,
)
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, Coding
from transforms.events.setting import Scene

_PLACES = frozenset(("place", "demonym"))
"""Kinds of names that tell who is where, and not who fights."""
_AT_HOME = frozenset(("crowd-control", "primitive"))
"""Modes of what police and criminals do at home."""


_YIELDING = frozenset(("RETREAT", "CONCEDE", "THREATEN"))
"""Types of what is said or done about the fighting,"""
_OF_FIGHTING = frozenset(("ceasefire", "violence"))
"""and their modes; a ceasefire that is only promised has none, but the patterns of one."""


_DIRECTED = 4
"""Words from such a noun to whom it is against."""
_AGAIN = 3
"""Attacks of one upon another that make them the sides of those of which the text names neither."""
_BATTLES = 3
"""Words behind a verb of fighting among which stands with whom: 'fought gun battles with'."""


class Enemies:
    """Who fights whom, by the codings of a document that tells of two sides."""

    def __init__(self, codings: Iterable[Coding], scene: Scene, words: Words) -> None:
        self._words, self._pair = words, frozenset(scene.foremost())
        self._known: dict[str, Counter[str]] = {}
        self._attacks = Counter[tuple[str, str]]()
        """How often who attacks whom."""
        self._groups: dict[str, Counter[Actor]] = {}
        """How often which state attacks which armed group of no state."""
        self._divided: set[str] = set()
        """States whose opposition takes part: they fight themselves as well."""
        for c in codings:
            if c.event_type not in FORCE or c.event_mode in _AT_HOME:
                continue
            for m in scene.resolved[scene.index(c.char_start)]:
                if not words.inner.isdisjoint(m.text.lower().split()):
                    self._divided |= countries(m.actors)
            ours, theirs = countries(c.sources), countries(c.targets)
            groups = [a for a in c.targets if scene.is_armed_group(a)]
            for one in ours:
                self._groups.setdefault(one, Counter()).update(groups)
            self._attacks.update((one, other) for one in ours for other in theirs if one != other)
            for one in ours:
                for other in theirs:
                    if one == other and not is_subject(c.sources, c, scene, by_noun=True):
                        continue  # assumed
                    self._known.setdefault(one, Counter())[other] += 1
                    self._known.setdefault(other, Counter())[one] += one != other

    def of(self, country: str) -> str:
        """The one that fights a country, which hardly fights itself; '' where none is told, or several are."""
        known = self._known.get(country, Counter[str]())
        enemy = "" if country in self._divided or self.group(country) else clear(known)
        return enemy if enemy != country and {enemy, country} == self._pair else ""

    def group(self, country: str) -> Actor | None:
        """The armed group of no state that a country fights as often as any state, in whosever land."""
        group, times = (*self._groups.get(country, Counter[Actor]()).most_common(1), (None, 0))[0]
        others = self._known.get(country, Counter[str]())
        return group if times and times >= max(others.values(), default=0) else None

    def only(self) -> tuple[str, str] | None:
        """Who attacks whom, where a document tells it again and again and of nobody else who does."""
        sides = self._attacks.most_common(1)[0] if len(self._attacks) == 1 else None
        return sides[0] if sides and sides[1] >= _AGAIN and not self._divided & {*sides[0]} else None

    def is_mutual(self, coding: Coding, scene: Scene) -> bool:
        """Whether two do to each other what a trigger tells: 'the fighting went on'."""
        return not self._words.mutual.isdisjoint(trigger(coding, scene))

    def guards(self, coding: Coding, scene: Scene) -> bool:
        """Whether a side only does away with what is sent against it: 'shot down forty drones'."""
        return not self._words.guarding.isdisjoint(trigger(coding, scene))


def answered(coding: Coding, scene: Scene, enemies: Enemies) -> Coding:
    """A coding with the enemy of the only side that it has: 'two Chileans were killed', 'jets hit the town'."""
    ours, theirs = countries(coding.sources), countries(coding.targets)
    if (coding.sources and coding.targets) or coding.event_mode in _AT_HOME or enemies.guards(coding, scene):
        return coding
    if not coding.sources and is_murder(coding, scene):
        return coding
    if not coding.sources and not coding.targets and (only := enemies.only()):
        first, second = (_state(country, scene) for country in only)
        if enemies.is_mutual(coding, scene):
            return changed(coding, (first, second), (), f"sources {first.name} and {second.name}: who fight")
        return changed(coding, (first,), (second,), f"sides {first.name} and {second.name}: who alone attacks whom")
    known = theirs if coding.targets else ours
    if not coding.targets and len(ours) == 1 and (group := enemies.group(min(ours))) and group not in coding.sources:
        return changed(coding, coding.sources, (group,), f"target {group.name}: whom this side fights")
    enemy = enemies.of(next(iter(known))) if len(known) == 1 else ""
    if not enemy:
        return coding
    other = (_fighters(enemy, scene) if coding.targets else _state(enemy, scene),)
    if enemies.is_mutual(coding, scene):
        both = tuple(_state(one, scene) for one in (*sorted(known), enemy))
        return changed(coding, both, (), f"sources {scene.names[enemy]} and another: who fight")
    if coding.targets:
        return changed(coding, other, coding.targets, f"source {other[0].name}: who fights the other side")
    if _is_town(coding, scene):  # 'In Ilo a missile hit a bus'
        there = tuple(Actor("", code) for code in sorted(ours))
        return changed(coding, other, there, f"source {other[0].name}: who fights those who are hit there")
    return changed(coding, coding.sources, other, f"target {other[0].name}: whom this side fights")


def opposed(coding: Coding, arms: Arms, enemies: Enemies) -> Coding:
    """A coding of which one of two equal sides is the enemy, where the text says of only one of them that it is."""
    scene = arms.scene
    ours, theirs = countries(coding.sources), countries(coding.targets)
    enemy = enemies.of(next(iter(ours))) if len(ours) == 1 and ours == theirs else ""
    if not enemy or coding.event_mode in _AT_HOME or enemies.guards(coding, scene):
        return coding
    one = arms.used(coding)
    owner = arms.whose(coding, one) if one is not None else None
    acts = (owner is not None and owner.country in ours) or is_subject(coding.sources, coding, scene, by_noun=True)
    befallen = is_object(coding.targets, coding, scene)
    if acts and befallen:
        return _upon_soldiers(coding, enemy, arms)
    rebels = not befallen and is_active(coding, scene) and all(a.sector == REBELS for a in coding.sources)
    other = (_state(enemy, scene),)
    if enemies.is_mutual(coding, scene):
        both = tuple(_state(one, scene) for one in (*sorted(ours), enemy))
        return changed(coding, both, (), f"sources {scene.names[enemy]} and another: who fight")
    if acts or rebels:
        return changed(coding, coding.sources, other, f"target {other[0].name}: whom this side fights")
    return changed(coding, other, coding.targets, f"source {other[0].name}: who fights the other side")


def yielded(coding: Coding, scene: Scene, enemies: Enemies) -> Coding:
    """A coding of fighting that a side ends or threatens with, upon the one it fights: 'the rebels halted attacks'."""
    ours, theirs = countries(coding.sources), countries(coding.targets)
    fighting = coding.event_mode in _OF_FIGHTING or not _OF_FIGHTING.isdisjoint(coding.rule_id.split("."))
    if not fighting or coding.event_type not in _YIELDING or len(ours) != 1 or not theirs <= ours:
        return coding
    enemy = enemies.of(min(ours))
    if not enemy or (theirs and is_object(coding.targets, coding, scene)):
        return coding
    return changed(
        coding, coding.sources, (_state(enemy, scene),), f"target {scene.names[enemy]}: whom this side fights"
    )


def _upon_soldiers(coding: Coding, enemy: str, arms: Arms) -> Coding:
    """'Gunmen killed two soldiers': those of the only side that the text says has soldiers."""
    rebels = all(a.sector == REBELS for a in coding.sources)
    soldiers = all(a.sector == SOLDIERS and not a.name[:1].isupper() for a in coding.targets)
    if not (rebels and soldiers and clear(arms.owners["forces"]) == enemy):
        return coding
    targets = tuple(dataclasses.replace(a, country=enemy) for a in coding.targets)
    return changed(coding, coding.sources, targets, f"targets of {enemy}: whose soldiers are told of")


def mutual(coding: Coding, scene: Scene, words: Words) -> Coding:
    """A coding of what two states do to each other, with both for its sources: 'Peru fought a battle with Chile'."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    told = between(sentence, coding.trigger_start, coding.trigger_end)
    after = between(sentence, coding.trigger_end, coding.char_end)[:1]
    ours, theirs = countries(coding.sources), countries(coding.targets)
    if len(ours) > 1 and theirs < ours:
        return dataclasses.replace(coding, targets=())  # 'Peru and Chile massed troops, the Chilean premier said'
    if ours and ours == theirs and not words.mutual.isdisjoint(told):
        near = between(sentence, coding.trigger_start, coding.char_end)[: len(told) + _BATTLES]
        joined = any(one in words.mutual and two in words.between for one, two in itertools.pairwise(near))
        return _at_home(coding, joined=joined)
    if (
        coding.event_type not in FORCE
        or words.mutual.isdisjoint(told)
        or (
            len(ours) < 2
            and words.between.isdisjoint((*told, *after))
            and _names_a_state(coding, scene)
            and not _is_of_both(coding, scene)
        )
    ):
        return coding
    if len(ours) > 1:
        return dataclasses.replace(coding, targets=()) if coding.targets else coding
    if not ours or not theirs or ours == theirs:
        return coding
    told_so = (*coding.why, "sources: both do it to each other")
    return dataclasses.replace(coding, sources=(*coding.sources, *coding.targets), targets=(), why=told_so)


def _at_home(coding: Coding, *, joined: bool) -> Coding:
    """Two who fight each other in their own state: both act, and nobody is told whom else it is upon. `joined`: a word
    stands between them, 'clashed with', 'clashes between'."""
    told_so = (*coding.why, "sources: both do it to each other")
    if all(not a.name for a in coding.targets):  # 'the clashes': upon somebody at home, no rule knew whom
        several = len(coding.sources) > 1 or ".v." not in coding.rule_id
        return dataclasses.replace(coding, targets=(), why=told_so) if several else coding
    if not joined or coding.event_type != "ASSAULT" or any(not a.name for a in (*coding.sources, *coding.targets)):
        return coding
    both = tuple(dict.fromkeys((*coding.sources, *coding.targets)))
    return dataclasses.replace(coding, sources=both, targets=(), why=told_so)


def _names_a_state(coding: Coding, scene: Scene) -> bool:
    """Whether the sentence of a coding names one: 'the fighting was the worst in years' is of both sides."""
    return any(a.country for m in scene.resolved[scene.index(coding.char_start)] for a in m.actors)


def _is_of_both(coding: Coding, scene: Scene) -> bool:
    """Whether a noun tells of what nobody does to anybody else: 'Peru said the fighting went on', 'Chile reported
    battles', but not 'Peru's war on Chile'."""
    g, n = scene.grammar, scene.index(coding.char_start)
    near = between(scene.sentences[n], coding.trigger_start, coding.char_end)[:_DIRECTED]
    if ".v." in coding.rule_id or not (g.against | g.by).isdisjoint(near):
        return False
    named = {a.country for m in scene.resolved[n] for a in m.actors}
    return g.acts.assailing.isdisjoint(near) or named.isdisjoint(countries(coding.targets))


def _is_town(coding: Coding, scene: Scene) -> bool:
    """Whether a town is all that is known of who acts: it is where something is done."""
    found = scene.resolved[scene.index(coding.char_start)]
    towns = {a for m in found if m.kind == "place" for a in m.actors}
    return towns.issuperset(coding.sources)


def _state(country: str, scene: Scene) -> Actor:
    return Actor(scene.names[country], country, GOVERNMENT)


def _fighters(country: str, scene: Scene) -> Actor:
    """Who fights for those of a state: the armed group that the text names oftener than its government, else that."""
    named = Counter(
        a
        for mentions in scene.resolved
        for m in mentions
        for a in m.actors
        if a.country == country and m.kind not in _PLACES and a.sector in (GOVERNMENT, REBELS, SOLDIERS)
    )
    most = next((a for a, _ in named.most_common(1)), None)
    return most if most is not None and most.sector == REBELS and most.name else _state(country, scene)


def changed(coding: Coding, sources: tuple[Actor, ...], targets: tuple[Actor, ...], told: str) -> Coding:
    """A coding with other sides, which weighs on its confidence."""
    return dataclasses.replace(
        coding,
        sources=sources,
        targets=targets,
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, told),
    )
