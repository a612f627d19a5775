"""Upon whom an act of speech or policy is, where its sentence names only who acts: "Ghana rejected the demand".

In: the codings of a document, in order, each with what its own sentence and its affair tell (setting.py, memory.py);
the scene. Out: the same; a missing target is the state that the text is about; a home party or court deals with its own
government. Types whose target may well be nobody are left alone. What is assumed is told in `why` and weighs on
confidence.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from transforms.events import confidence
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, Coding
from transforms.events.setting import Scene

DIRECTED = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "SUPPORT", "SANCTION", "AID"))
"""Types that are nearly always upon somebody."""
_BETWEEN = frozenset(("ACCUSE", "REJECT", "THREATEN", "AGREE", "SANCTION"))
"""Types that one of two states, in a text about the two, means for the other."""
_UPON = frozenset(("AID", "ASSAULT", "SUPPORT", "ACCUSE", "AGREE"))
"""Types that an outsider does to whom a text is about."""
_CHALLENGERS = frozenset(("OPP", "PTY", "CVL", "NGO", "LEG", "JUD"))
"""Sectors whose acts at home are upon the government."""
_AT_HOME = frozenset(("REQUEST", "CONCEDE", "COERCE", "SANCTION", "ACCUSE"))
"""Types that a government at home means for its own institutions and people."""
_ON_ALL = frozenset(("curfew", "martial-law"))
"""Modes of what befalls everybody and nobody."""
_POWERS = frozenset((GOVERNMENT, "MIL"))


def fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the target that the text around them tells."""
    return tuple([_directed(c, scene) if c.sources and not c.targets else c for c in codings])


def _directed(coding: Coding, scene: Scene) -> Coding:
    kind, states = coding.event_type, {a.country for a in coding.sources if a.country}
    home = scene.home_of(scene.index(coding.char_start))
    challenged = all(a.sector in _CHALLENGERS or scene.speaks_for_people(a) for a in coding.sources)
    if kind in DIRECTED and (host := scene.host(coding)):
        return _with(coding, host, scene, "where the embassy or envoy is")
    if kind in DIRECTED and home and home not in states:
        return _with(coding, home, scene, "the state that the text is about")
    at_home = kind in _AT_HOME and states == {home} and coding.event_mode not in _ON_ALL
    if home and ((kind in DIRECTED and challenged) or at_home):
        return _with(coding, home, scene, "the government at home")
    if kind == "PROTEST" and challenged and len(states) == 1 and scene.is_against(coding):
        return _with(coding, next(iter(states)), scene, "the government at home")
    if kind in _BETWEEN and not home and len(states) == 1 and all(a.sector in _POWERS for a in coding.sources):
        other = scene.other_side(next(iter(states)))
        if other:
            return _with(coding, other, scene, "the other of the two states that the text is about")
    if kind in _UPON and not home and (outsiders := scene.sides(states)):
        return _with_states(coding, outsiders, scene, "whom the text is about")
    return coding


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in actors)


def _with(coding: Coding, country: str, scene: Scene, reason: str) -> Coding:
    return _with_states(coding, (country,), scene, reason)


def _with_states(coding: Coding, countries: Sequence[str], scene: Scene, reason: str) -> Coding:
    targets = tuple(Actor(scene.names[c], c, GOVERNMENT) for c in countries)
    return dataclasses.replace(
        coding,
        targets=targets,
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, f"target {_names(targets)}: {reason}"),
    )
