"""Who an event's unnamed side is, where an earlier sentence of the document has said so.

In: the codings of a document, in order. Out: the same, with a missing source or target taken from an earlier coding
of the same affair: "denied the allegations" is an answer to whoever alleged them, "the investigation was dropped"
names nobody but continues a known one, "condemned the bombing" is about whoever bombed. Only what the document itself
says is used; the step is told in `why` and weighs on confidence.
"""

import dataclasses
import functools
import re
from collections.abc import Container, Iterable, Mapping, Sequence

from transforms.events import confidence, grammar
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, Coding
from transforms.events.tables import read

WINDOW = 12
"""Earlier codings that are looked at."""

AFFAIRS = (
    frozenset(("ACCUSE", "CONCEDE", "SANCTION", "COERCE", "RETREAT")),
    frozenset(("AGREE", "CONSULT")),
)
"""Types that continue one another in the same direction, besides equal ones."""
ANSWERS = {"REJECT": frozenset(("ACCUSE",))}
"""A type -> the types it answers, with the roles turned round."""
REPLIES = {"REJECT": frozenset(("REQUEST", "ACCUSE"))}
"""A type that without a target is the answer to one told just before."""
_REPLY = 2
"""Codings that may stand between a question and its answer."""
MEETING = frozenset(("AGREE", "CONSULT"))
"""Types that may be told as a meeting with one side named."""
JUDGING = frozenset(("ACCUSE", "SUPPORT", "REJECT"))
"""Types that may be about a deed told before."""
_JOURNEY = "visit"
"""The mode of which each is to somebody else: who was in Lima and 'began a tour' or left for 'a trip to the coast' is
not in Lima again. 'The visit was short' is the same."""
_SAID = frozenset(("ACCUSE", "REQUEST", "AGREE"))
"""Types of what is said to somebody who may reject it."""
_LATELY = 6
"""Codings back in which those have met whose talks go on."""
_PAIR = 2
"""Sides of talks of which one is named again."""
_STEM = 6
"""Letters by which two forms of a noun are known as one."""
_SUBJECT = 2
"""Words of such a subject before a passive: 'the raid was condemned by'."""
_NEAR = 4
"""Words after a trigger in which such a noun stands."""
_WORDS = re.compile(r"\w+")


def fill(
    codings: Iterable[Coding], continuing: Container[str], content: str = "", language: str = "en"
) -> tuple[Coding, ...]:
    """Codings with the sides filled in that earlier ones tell; `continuing` are the rules that take up an affair.

    Of several affairs the one told with the same noun goes on ("the charges"), else the last: `content` is the text.
    """
    out: list[Coding] = []
    deeds, g = _deeds(language), grammar.load(language)
    joining = g.with_ | g.between
    for coding in codings:
        if coding.sources and not coding.targets and coding.event_type in JUDGING:
            told = content[coding.trigger_end : coding.char_end]
            if "passive" in coding.why[1]:
                told = " ".join(content[coding.char_start : coding.trigger_start].split()[-_SUBJECT:])
            coding = _judged(coding, out[-WINDOW:], told, deeds)
        if coding.sources and not coding.targets and coding.event_type in REPLIES:
            coding = _pointed(coding, out[-WINDOW:], content[coding.trigger_start : coding.char_end], deeds)
        if coding.sources and not coding.targets and coding.event_type in REPLIES:
            coding = _answered(coding, out[-_REPLY:])
        words = content[coding.trigger_start : coding.trigger_end].lower().split()
        meets = coding.event_type in MEETING and any(deeds.get(w) == _ENCOUNTER for w in words)
        if meets and not coding.sources and not coding.targets:
            near = (*words[-1:], *_WORDS.findall(content[coding.trigger_end : coding.char_end].lower())[:1])
            coding = _resumed(coding, out[-_LATELY:]) if joining.isdisjoint(near) else coding
        journey = coding.event_mode == _JOURNEY and (".n." not in coding.rule_id or not g.to.isdisjoint(words[-1:]))
        whole = (
            (coding.sources and coding.targets)
            or (journey and coding.sources)
            or not (meets or coding.rule_id in continuing)
        )
        out.append(coding if whole else _filled(coding, out[-WINDOW:], content))
    return tuple(out)


@functools.cache
def _deeds(language: str) -> dict[str, frozenset[str]]:
    """Nouns that stand for a deed told before -> its types, from lexicon/<language>/coreference.toml."""
    table = read(language, "coreference").get("deeds", {})
    return {noun: frozenset(types.split("-")) for types, nouns in table.items() for noun in nouns.split()}


_ENCOUNTER = frozenset(("encounter",))
"""What the table calls the nouns of meetings, which need two."""
_POINTING = frozenset(("pointing",))
"""What the table calls the words that may stand before such a noun."""


def _kinds(words: Sequence[str], deeds: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The types of the deed that the first pointing word among some points back to: 'the bombing'."""
    at = next((n for n, w in enumerate(words) if deeds.get(w.lower()) == _POINTING), len(words))
    told = [deeds[w.lower()] for w in words[at + 1 :] if w.lower() in deeds]
    return next((kinds & _SAID for kinds in told if kinds != _POINTING), frozenset())


def _pointed(coding: Coding, earlier: Sequence[Coding], told: str, deeds: Mapping[str, frozenset[str]]) -> Coding:
    """'Bo rejected that criticism': an answer to whoever criticised, or to whom the same has answered before."""
    kinds = _kinds(_WORDS.findall(told)[:_NEAR], deeds)
    for other in reversed(earlier) if kinds else ():
        side = other.sources if other.event_type in kinds else other.targets
        again = other.event_type == coding.event_type and _keys(other.sources) == _keys(coding.sources)
        upon = other.event_type in kinds and (not other.targets or _meet(coding.sources, other.targets))
        if (again or upon) and any(a.sector != "MED" and a not in coding.sources for a in side):
            return _with(coding, targets=tuple(a for a in side if a not in coding.sources), said_by=other)
    return coding


def _judged(coding: Coding, earlier: Sequence[Coding], rest: str, deeds: Mapping[str, frozenset[str]]) -> Coding:
    """'Ghana condemned the bombing': whoever bombed, where an earlier sentence tells."""
    words = _WORDS.findall(rest)[:_NEAR]
    if not words or deeds.get(words[0].lower()) != _POINTING:
        return coding
    kinds = next((deeds[w.lower()] for w in words[1:] if w.lower() in deeds), None)
    if kinds is None:
        return coding
    other = next((c for c in reversed(earlier) if c.event_type in kinds and set(c.sources) - set(coding.sources)), None)
    if other is None:
        return coding
    return _with(coding, targets=tuple(a for a in other.sources if a not in coding.sources), said_by=other)


def _answered(coding: Coding, earlier: Sequence[Coding]) -> Coding:
    """'Ghana asked Togo to mediate. Togo refused.': an answer goes to who has just asked."""
    for other in reversed(earlier):
        if other.event_type in REPLIES.get(coding.event_type, ()) and other.sources and other.targets:
            if any(a.sector != "MED" for a in other.sources) and _meet(coding.sources, other.targets):
                return _with(coding, targets=_others(other.sources, coding.sources), said_by=other)
            break
    return coding


def _filled(coding: Coding, earlier: Sequence[Coding], content: str) -> Coding:
    topics = _topics(content[coding.trigger_start : coding.trigger_end])
    last: Coding | None = None
    for other in reversed(earlier):
        known = _known(coding, other)
        if known is None:
            continue
        if not topics or not topics.isdisjoint(_topics(content[other.char_start : other.char_end])):
            return known
        last = last or known
    return last or coding


def _resumed(coding: Coding, earlier: Sequence[Coding]) -> Coding:
    """'Another round of talks is due on Monday': between those who have met or will meet by what was told just
    before."""
    for other in reversed(earlier):
        sides = tuple(dict.fromkeys((*other.sources, *other.targets)))
        if other.event_type in MEETING and len({a.country or a.name for a in sides}) > 1:
            return _with(coding, sources=sides, said_by=other)
    return coding


def _topics(words: str) -> frozenset[str]:
    """The beginnings of the longer words, which tell inflected forms of one noun."""
    return frozenset(w[:_STEM].lower() for w in words.split() if len(w) >= _STEM and w.islower())


def _known(coding: Coding, other: Coding) -> Coding | None:
    """A coding with the side that an earlier one of its affair tells; None where that one is of another."""
    sources, targets = other.sources, other.targets
    if not targets and {coding.event_type, other.event_type} <= MEETING and len(_keys(sources)) == _PAIR:
        known = coding.sources or coding.targets
        found = _others(sources, known) if _meet(known, sources) else ()
        if found and coding.sources:
            return _with(coding, targets=found, said_by=other)
        return _with(coding, sources=found, said_by=other) if found else None
    if not sources or not targets:
        return None
    if other.event_type in ANSWERS.get(coding.event_type, ()):
        if all(a.sector == "MED" for a in sources):
            return None  # who is quoted everywhere is answered by nobody
        sources, targets = targets, sources
    elif not _continues(coding.event_type, other.event_type):
        return None
    if coding.sources and _meet(coding.sources, sources):
        found = _others(targets, coding.sources)
        return _with(coding, targets=found, said_by=other) if found else None
    if coding.targets and _meet(coding.targets, targets) and _is_state(coding.targets) == _is_state(targets):
        found = _others(sources, coding.targets)
        return _with(coding, sources=found, said_by=other) if found else None
    return None


def _continues(one: str, other: str) -> bool:
    return one == other or any(one in affair and other in affair for affair in AFFAIRS)


def _keys(actors: Iterable[Actor]) -> set[str]:
    return {a.country or a.name for a in actors}


def _meet(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    return _keys(one) <= _keys(other)


def _is_state(actors: Sequence[Actor]) -> bool:
    """Whether a government is among actors, whose affair is none of its citizens'."""
    return any(a.sector == GOVERNMENT for a in actors)


def _others(actors: Sequence[Actor], known: Sequence[Actor]) -> tuple[Actor, ...]:
    states = {a.country for a in known if a.country}
    return tuple(a for a in actors if a not in known and a.country not in states)


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
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, f"{side} {who}: named at {said_by.char_start} for the same affair ({said_by.rule_id})"),
    )
