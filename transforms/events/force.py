"""Who fights with what: "helicopters fired on the village", "the station was bombed", "killed in air raids".

In: the codings of a document, in order, and the scene. Out: the same; an act of force that names its means alone is by
the side that the document has told to use these means ("Chilean warplanes", arms.py), and what nobody is said to do to
one of two who fight is done by the other one (enemies.py). The words are data: lexicon/<language>/force.toml; a
language without the file assumes nothing.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from transforms.events import arms, enemies
from transforms.events.arms import (
    FORCE,
    GAP,
    MOVES,
    REBELS,
    SOLDIERS,
    Arms,
    Words,
    between,
    countries,
    is_object,
    is_subject,
    trigger,
)
from transforms.events.enemies import Enemies, changed
from transforms.events.model import Actor, Coding
from transforms.events.setting import Scene

_CROWDS = frozenset(("PROTEST",))
"""Types of those who clash with the police."""
_NEAR = 10
"""Words behind a trigger in which a group stands whose land is hit."""
_PEOPLE = frozenset(("CVL", "BUS", "MED", "NGO"))
"""Sectors of those who fight with no means of war."""


def fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings of force with the sides that their means and the other codings tell."""
    told, words = tuple(codings), arms.words(scene.language)
    if words is None or not any(c.event_type in FORCE for c in told):
        return told
    told = _after([_befallen(c, scene, words) for c in told], scene)
    means = Arms(scene, words, told)
    armed = [_at_group(_armed(c, means), means) if c.event_type in FORCE | MOVES else c for c in told]
    known = Enemies(armed, scene, words)
    return tuple(enemies.answered(c, scene, known) if c.event_type in FORCE else c for c in armed)


def apart(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings of force of which no side is both who acts and upon whom, unless the text says so."""
    told, words = tuple(codings), arms.words(scene.language)
    if words is None or not any(c.event_type in FORCE | MOVES | _CROWDS for c in told):
        return told
    known = Enemies(told, scene, words)
    if any(c.event_type in FORCE and c.sources and countries(c.sources) == countries(c.targets) for c in told):
        means = Arms(scene, words, told)
        told = tuple(enemies.opposed(c, means, known) if c.event_type in FORCE else c for c in told)
    told = tuple(enemies.yielded(c, scene, known) for c in told)
    return tuple(enemies.mutual(c, scene, words) if c.event_type in FORCE | MOVES | _CROWDS else c for c in told)


def _befallen(coding: Coding, scene: Scene, words: Words) -> Coding:
    """A coding of those who are hit with them for its target: 'nine people died in the raids'."""
    told = trigger(coding, scene)
    if ".p." not in coding.rule_id or coding.event_type not in FORCE or told[0] not in words.befallen:
        return coding
    if not coding.sources or not scene.grammar.by.isdisjoint(told) or "passive" in coding.why[1]:
        return coding  # 'were hurt in Peruvian raids': that is told already
    if told[0] not in words.dying and scene.grammar.acts.amid.isdisjoint(told[1:2]):
        return coding  # 'gunmen killed nine people in a raid'
    n = scene.index(coding.char_start)
    inside = {a for m in scene.resolved[n] if coding.trigger_start < m.end <= coding.trigger_end for a in m.actors}
    doers = tuple(a for a in coding.targets if a in inside and a.sector in (SOLDIERS, REBELS))
    return dataclasses.replace(coding, sources=doers, targets=coding.sources, why=(*coding.why, "sides: who is hit"))


def _after(codings: Sequence[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the sides of the act of force before them in their sentence, where they name nobody who acts."""
    out: list[Coding] = []
    last: Coding | None = None
    for c in codings:
        if c.event_type in FORCE:
            if last and last.char_start == c.char_start and not c.sources and not _named_so(c, scene):
                c = _as_before(c, last)
            last = c
        out.append(c)
    return tuple(out)


def _named_so(coding: Coding, scene: Scene) -> bool:
    """Whether the text itself says of which state those are who are hit."""
    names = {a.name for a in coding.targets}
    found = scene.found[scene.index(coding.char_start)]
    return not coding.targets or any(a.country and a.name in names for m in found for a in m.actors)


def _as_before(coding: Coding, act: Coding) -> Coding:
    """'Peru shelled the port of Arica, and two fishermen were killed': by whom, and of which state, the first tells."""
    theirs = countries(act.targets)
    if not act.sources or len(theirs) != 1 or set(coding.targets) & set(act.sources):
        return coding
    targets = tuple(dataclasses.replace(a, country=min(theirs)) for a in coding.targets)
    return dataclasses.replace(coding, sources=act.sources, targets=targets, why=(*coding.why, "sides: as just before"))


def _armed(coding: Coding, means: Arms) -> Coding:
    """A coding with the owner of its means for its source."""
    one = means.used(coding)
    owner = means.whose(coding, one) if one is not None else None
    if one is None or owner is None:
        return coding
    if countries(coding.sources) == {owner.country} and not all(a.sector in _PEOPLE for a in coding.sources):
        return coding
    if is_subject(coding.sources, coding, means.scene):
        return coding  # 'Peru launched air strikes'
    if one.owner is None and ".n." not in coding.rule_id and _lands(coding, means.scene) == {owner.country}:
        return coding  # 'In Ilo a missile hit a bus', and it is not told that others than Peru have missiles
    struck = [a for a in coding.targets if a.country == owner.country]
    if struck and one.owner is None and is_object(struck, coding, means.scene):
        return coding  # no side is hit by its own
    targets = tuple(a for a in coding.targets if a.country != owner.country)
    if not targets:  # whom the sentence named for the one who acts is the one who is hit
        targets = tuple(Actor("", country) for country in sorted(countries(coding.sources) - {owner.country}))
    return changed(coding, (owner,), targets, f"source {owner.name}: whose {one.kind} is told of")


def _lands(coding: Coding, scene: Scene) -> set[str]:
    """The states whose land, towns or people a sentence names."""
    return {code for m in scene.resolved[scene.index(coding.char_start)] for code in countries(m.actors)}


def _at_group(coding: Coding, means: Arms) -> Coding:
    """A coding upon the armed group of no state that its sentence names, where a state fights it in another's land:
    'bombed the hills of northern Peru, where the Islamic State holds out'."""
    ours, theirs = countries(coding.sources), countries(coding.targets)
    if coding.event_type not in FORCE or not ours or ours & theirs or len(theirs) > 1:
        return coding
    scene, n = means.scene, means.scene.index(coding.char_start)
    told = scene.sentences[n]
    behind = (
        m
        for m in scene.resolved[n]
        if m.start >= coding.trigger_start and len(between(told, coding.trigger_end, m.start)) <= _NEAR
    )
    groups = [a for m in behind for a in m.actors if scene.is_armed_group(a)]
    if not groups or not all(_is_place(a, coding, means) for a in coding.targets):
        return coding
    return changed(coding, coding.sources, tuple(dict.fromkeys(groups))[:1], f"target {groups[0].name}: who is there")


def _is_place(actor: Actor, coding: Coding, means: Arms) -> bool:
    """Whether a target is only the land where something is done: not named in its sentence, or as a place."""
    if actor.role or actor.sector in (REBELS, SOLDIERS):
        return False
    scene, n = means.scene, means.scene.index(coding.char_start)
    sentence = scene.sentences[n]
    for m in scene.resolved[n]:
        if m.start >= coding.trigger_start and any(a.country == actor.country for a in m.actors) and m.kind != "place":
            before = between(sentence, sentence.start, m.start)[-GAP:]
            return not means.words.where.isdisjoint(before)
    return True
