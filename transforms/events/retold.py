"""The date of an event that is told again: what one sentence dates, another sentence of the document need not.

In: the codings of a document, in order. Out: the same; an undated past event gets the day of another coding that tells
of the same sides in the same words, or of an act of speech by the same speaker, where the document has one such day
only. The words that give the day, and the step, are told.
"""

import dataclasses
from collections.abc import Hashable, Iterable

from transforms.events.model import Actor, Coding

SPEECH = frozenset(("ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types that are acts of speech: one occasion has several."""


def date(codings: Iterable[Coding]) -> tuple[Coding, ...]:
    """Codings with the dates filled in that others of the same event have."""
    out = list(codings)
    # By their sources, and of those that tell the same only the first: long texts repeat themselves.
    dated: dict[frozenset[str], dict[Hashable, Coding]] = {}
    for c in out:
        if c.status == "past" and c.event_date_precision == "day" and c.event_date_source == "text":
            told = (c.event_type in SPEECH, c.rule_id, frozenset(_keys(c.targets)), c.event_date)
            dated.setdefault(_names(c), {}).setdefault(told, c)
    if not dated:
        return tuple(out)
    return tuple(
        _dated(c, dated.get(_names(c), {}).values()) if c.event_date_source != "text" and c.status == "past" else c
        for c in out
    )


def _dated(coding: Coding, dated: Iterable[Coding]) -> Coding:
    same = (other for other in dated if _same(coding, other))
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


def _same(one: Coding, other: Coding) -> bool:
    """Whether two codings report one event: told in the same words, of the same sides."""
    if not one.sources or _names(one) != _names(other):
        return False
    if one.event_type in SPEECH and other.event_type in SPEECH:
        return True  # what somebody says on one day
    if one.rule_id != other.rule_id:
        return False
    return not _keys(one.targets).isdisjoint(_keys(other.targets))


def _names(coding: Coding) -> frozenset[str]:
    """Who acts, to be compared; a government speaks with the voice of all its officials."""
    if coding.event_type in SPEECH:
        return frozenset(a.country if a.country and a.sector == "GOV" else a.name for a in coding.sources)
    return frozenset(a.name for a in coding.sources)


def _keys(actors: Iterable[Actor]) -> set[str]:
    return {a.country or a.name for a in actors}
