"""Who an event's unnamed side is, where an earlier sentence of the document has said so.

In: the codings of a document, in order. Out: the same, with a missing source or target taken from an earlier coding
of the same affair: "denied the allegations" is an answer to whoever alleged them, "the investigation was dropped"
names nobody but continues a known one. Only what the document itself says is used, the step is told in `why`, and
confidence falls.
"""

import dataclasses
from collections.abc import Container, Iterable, Sequence

from transforms.events.model import Actor, Coding

WINDOW = 12
"""Earlier codings that are looked at."""
PRICE = 0.04
"""Confidence that a remembered actor costs."""

AFFAIRS = (
    frozenset(("ACCUSE", "CONCEDE", "SANCTION", "COERCE")),
    frozenset(("AGREE", "CONSULT")),
)
"""Types that continue one another in the same direction, besides equal ones."""
ANSWERS = {"REJECT": frozenset(("ACCUSE",))}
"""A type -> the types it answers, with the roles turned round."""


def fill(codings: Iterable[Coding], continuing: Container[str]) -> tuple[Coding, ...]:
    """Codings with the sides filled in that earlier ones tell; `continuing` are the rules that take up an affair."""
    out: list[Coding] = []
    for coding in codings:
        whole = (coding.sources and coding.targets) or coding.rule_id not in continuing
        out.append(coding if whole else _filled(coding, out[-WINDOW:]))
    return tuple(out)


def _filled(coding: Coding, earlier: Sequence[Coding]) -> Coding:
    for other in reversed(earlier):
        if not other.sources or not other.targets:
            continue
        sources, targets = other.sources, other.targets
        if other.event_type in ANSWERS.get(coding.event_type, ()):
            sources, targets = targets, sources
        elif not _continues(coding.event_type, other.event_type):
            continue
        if coding.sources and _meet(coding.sources, sources):
            return _with(coding, targets=_others(targets, coding.sources), said_by=other)
        if coding.targets and _meet(coding.targets, targets):
            return _with(coding, sources=_others(sources, coding.targets), said_by=other)
    return coding


def _continues(one: str, other: str) -> bool:
    return one == other or any(one in affair and other in affair for affair in AFFAIRS)


def _keys(actors: Iterable[Actor]) -> set[str]:
    return {a.country or a.name for a in actors}


def _meet(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    return not _keys(one).isdisjoint(_keys(other))


def _others(actors: Sequence[Actor], known: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(a for a in actors if a not in known)


def _with(
    coding: Coding, *, said_by: Coding, sources: tuple[Actor, ...] = (), targets: tuple[Actor, ...] = ()
) -> Coding:
    if not sources and not targets:
        return coding
    who = ", ".join(a.name for a in (*sources, *targets))
    side = "source" if sources else "target"
    return dataclasses.replace(
        coding,
        sources=sources or coding.sources,
        targets=targets or coding.targets,
        confidence=round(max(0.05, coding.confidence - PRICE), 3),
        why=(*coding.why, f"{side} {who}: named at {said_by.char_start} for the same affair ({said_by.rule_id})"),
    )
