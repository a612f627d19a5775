"""The date of an event that is told again: what one sentence dates, another sentence of the document need not.

In: the codings of a document, in order. Out: the same; an undated past event gets the day of another coding that tells
of the same sides in the same words. What is quoted of a speaker gets the day of his other words, or of the talks that
his government is in, where the document has one such day only. The words that give the day, and the step, are told.
"""

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Mapping

from transforms.events.model import Actor, Coding
from transforms.events.ontology import SPEECH

TALKS = frozenset(("CONSULT",))
"""Types of occasions at which the sides speak: one has several acts of speech."""


def date(codings: Iterable[Coding], is_quoted: Callable[[Coding], bool] = bool) -> tuple[Coding, ...]:
    """Codings with the dates filled in that others of the same event have; `is_quoted` says whether words of a speaker
    stand in a coding's sentence."""
    out = list(codings)
    # By their sources, and of those that tell the same only the first: long texts repeat themselves.
    dated: dict[Hashable, dict[Hashable, Coding]] = {}
    for c in out:
        if c.status == "past" and c.event_date_precision == "day" and c.event_date_source == "text":
            told = (c.event_type in SPEECH, c.rule_id, frozenset(_keys(c.targets)), c.event_date)
            for key in (_names(c), *(_voices(c) if _is_abroad(c) else ())):
                dated.setdefault(key, {}).setdefault(told, c)
    if not dated:
        return tuple(out)
    return tuple(
        _dated(c, _others(c, dated), is_quoted) if c.event_date_source != "text" and c.status == "past" else c
        for c in out
    )


def _others(coding: Coding, dated: Mapping[Hashable, Mapping[Hashable, Coding]]) -> list[Coding]:
    """The dated codings of the same sources, and the talks at which they spoke."""
    keys = (_names(coding), *(_voices(coding) if coding.event_type in SPEECH else ()))
    return [other for key in dict.fromkeys(keys) for other in dated.get(key, {}).values()]


def _dated(coding: Coding, dated: Iterable[Coding], is_quoted: Callable[[Coding], bool]) -> Coding:
    same = (other for other in dated if _same(coding, other, is_quoted))
    other = next(same, None)
    if other is None or any(third.event_date != other.event_date for third in same):
        return coding
    return dataclasses.replace(
        coding,
        event_date=other.event_date,
        event_date_precision=other.event_date_precision,
        event_date_source="text",
        event_date_text=other.event_date_text,
        why=(*coding.why, f"date {other.event_date}: of the same event at {other.char_start} ({other.rule_id})"),
    )


def _same(one: Coding, other: Coding, is_quoted: Callable[[Coding], bool]) -> bool:
    """Whether two codings report one event: told in the same words, of the same sides; or said on one occasion."""
    if not one.sources:
        return False
    if one.event_type in SPEECH and other.event_type in SPEECH:
        return _names(one) == _names(other) and is_quoted(one) and any(map(_is_named, one.sources))
    if one.event_type in SPEECH and other.event_type in TALKS:
        return is_quoted(one) and other.char_start < one.char_start
    if one.rule_id != other.rule_id or _names(one) != _names(other):
        return False
    return not _keys(one.targets).isdisjoint(_keys(other.targets))


def _is_abroad(coding: Coding) -> bool:
    """Whether states talk with each other: at home a government speaks on many days."""
    return coding.event_type in TALKS and len({a.country for a in (*coding.sources, *coding.targets)} - {None}) > 1


def _is_named(actor: Actor) -> bool:
    """Whether an actor is somebody in particular: 'Peru', no 'prosecutor'."""
    return (actor.country is not None and actor.sector == "GOV") or not actor.name[:1].islower()


def _voices(coding: Coding) -> set[tuple[str, str]]:
    """The governments that act in a coding or are acted upon, each of which speaks for itself."""
    acting = coding.sources if coding.event_type in SPEECH else (*coding.sources, *coding.targets)
    return {("voice", a.country) for a in acting if a.country and a.sector == "GOV"}


def _names(coding: Coding) -> frozenset[str]:
    """Who acts, to be compared; a government speaks with the voice of all its officials."""
    if coding.event_type in SPEECH:
        return frozenset(a.country if a.country and a.sector == "GOV" else a.name for a in coding.sources)
    return frozenset(a.name for a in coding.sources)


def _keys(actors: Iterable[Actor]) -> set[str]:
    return {a.country or a.name for a in actors}
