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

DIRECTED = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "SUPPORT", "SANCTION"))
"""Types that are nearly always upon somebody."""
_CHALLENGERS = frozenset(("OPP", "PTY", "CVL", "NGO", "LEG", "JUD"))
"""Sectors whose acts at home are upon the government."""


def fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the target that the text around them tells."""
    return tuple(
        [_directed(c, scene) if c.sources and not c.targets and c.event_type in DIRECTED else c for c in codings]
    )


def _directed(coding: Coding, scene: Scene) -> Coding:
    states = {a.country for a in coding.sources if a.country}
    home = scene.home
    if home and home not in states:
        return _with(coding, (Actor(scene.names[home], home, GOVERNMENT),), "the state that the text is about")
    if home and all(a.sector in _CHALLENGERS for a in coding.sources):
        return _with(coding, (Actor(scene.names[home], home, GOVERNMENT),), "the government at home")
    return coding


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name for a in actors)


def _with(coding: Coding, targets: tuple[Actor, ...], reason: str) -> Coding:
    return dataclasses.replace(
        coding,
        targets=targets,
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, f"target {_names(targets)}: {reason}"),
    )
