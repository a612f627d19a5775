"""Who acts, and upon whom: a learned choice among the states at hand, where neither the sentence nor a rule says so, or
where another one is likelier by far than what they say.

In: the codings of a document, in order, the scene, and for each coding its clause and match. Out: the same; a missing
side is the likeliest of the states that the sentence names, that the document is about and that acted last, or nobody.
Two linear models, one for sources and one for targets, score each of them by where it stands, what it is to the
document and whether a rule has told it (answers.py); their weights stand in chooser.toml, one for each feature, made by
tests/quality/fit_chooser.py. What a rule has told stands unless another answer is likelier by a margin of its own. What
is chosen is told in `why`; where a side was open, it weighs on confidence.
"""

import dataclasses
import functools
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from transforms.events import addressed, agency, arms, confidence, nominals, unnamed, victims, wording
from transforms.events.answers import NOBODY, SIDES, Answers, Option, Side, States, Surroundings, countries_of, is_open
from transforms.events.model import Actor, Coding
from transforms.events.roles import Clause
from transforms.events.setting import ON_ALL, Scene
from transforms.events.stateless import is_stateless
from transforms.events.triggers import Match

Key = tuple[int, str]
"""Where a coding's trigger begins, and its rule."""
_UPON_NOBODY = frozenset(("resign",))
"""Modes of what is done to nobody."""
_NEVER_HOME = frozenset(("expel", "weapons", "visit"))
"""Modes of what no state does to itself: the missiles that it tests are not aimed at its own people."""
_FORCE = "ASSAULT"
_HIDDEN = frozenset(("explosives", "suicide-attack"))
"""Modes of what goes off while nobody is seen to do it."""
_POLICING = frozenset(("crowd-control",))
"""Modes of what the police of a state do."""
_AT_WAR = frozenset((_FORCE,))
"""Types that befall somebody at home as often: 'Peruvian soldiers were killed'."""
_TOGETHER = frozenset(("COOPERATE",))
"""Types of what no state does alone."""
_MET = frozenset(("CONSULT",))
"""Types of what nobody at all does alone."""


class Model(NamedTuple):
    """The table: what each feature of an answer adds to the logarithm of its odds."""

    source: Mapping[str, float]
    target: Mapping[str, float]
    margin: float
    """By how much an answer must be likelier than nobody where a side is open, in these logarithms."""
    margin_told: float
    """By how much another one must be likelier than what a rule has told."""


@functools.cache
def load() -> Model:
    """The model, read once."""
    data = tomllib.loads(resources.files("transforms.events").joinpath("chooser.toml").read_text(encoding="utf-8"))
    return Model(data["source"], data["target"], data["margin"], data["margin_told"])


def fill(codings: Iterable[Coding], scene: Scene, known: Mapping[Key, tuple[Clause, Match]]) -> tuple[Coding, ...]:
    """Codings with the sides that are likeliest; `known`: their clauses and matches."""
    out: list[Coding] = []
    around: Surroundings | None = None
    for coding in codings:
        found = known.get((coding.trigger_start, coding.rule_id))
        if found is not None:
            around = around or Surroundings(scene)
            coding = _chosen(coding, *found, around, out)
        out.append(coding)
    return tuple(out)


def is_asked(coding: Coding, side: Side, clause: Clause, match: Match, scene: Scene) -> bool:
    """Whether a side is open, and may be a state's: not who is said to be of several, "Western nations", nor who did
    what somebody else is busy with, 'met over a raid', nor who it was that nobody saw: 'an officer was shot'."""
    actors = coding.sources if side == "source" else coding.targets
    if not is_open(actors) or any(scene.is_armed_group(a) or is_stateless(a, scene.lexicon) for a in actors):
        return False
    if any(not scene.lists.foreign.isdisjoint(a.name.lower().split()) or scene.is_worldwide(a.name) for a in actors):
        return False
    if side == "target":
        if coding.event_mode in _UPON_NOBODY or wording.is_upon_others(coding, scene):
            return False  # "resigned", "appealed to donors"
        return not (coding.event_type == "REJECT" and wording.denies_a_deed(coding, scene))
    is_topic = match.pattern.kind == "n" and nominals.is_topic(clause, match)
    return not is_topic and not _is_unseen(coding, match, clause, scene)


def _is_unseen(coding: Coding, match: Match, clause: Clause, scene: Scene) -> bool:
    """Whether nobody is said to have done what is told of its victims, its place or its means alone: 'an officer was
    shot', 'the attack on a market', 'a car bomb went off'. Of two who fight it is the other one, and fighting that goes
    on is that of those who live there."""
    if coding.event_type != _FORCE or (scene.pair and not (match.passive and arms.is_murder(coding, scene))):
        return False
    if match.passive:
        return True
    words = arms.words(scene.language)
    if coding.sources or words is None or coding.event_mode in _POLICING:
        return False
    if match.pattern.kind == "n":
        return words.mutual.isdisjoint(arms.trigger(coding, scene))
    return coding.event_mode in _HIDDEN or agency.subject_noun(match, clause) in words.hidden


def _chosen(coding: Coding, clause: Clause, match: Match, around: Surroundings, earlier: Sequence[Coding]) -> Coding:
    """A coding with its likeliest sides, each as if the other was still as it is."""
    changed, asked = coding, None
    for side in SIDES:
        mine = coding.sources if side == "source" else coding.targets
        if is_open(mine) and not is_asked(coding, side, clause, match, around.scene):
            continue
        before = countries_of(mine)
        asked = asked or Answers(coding, clause, match, around, earlier)
        answers, weights = asked.options(side), getattr(load(), side)
        scores = {states: score(option.found, weights) for states, option in answers.items()}
        barred = _barred(changed, side, match, around.scene)
        best = max((s for s in scores if s == before or s.isdisjoint(barred)), key=lambda states: scores[states])
        margin = load().margin if is_open(mine) else load().margin_told
        if scores[best] - scores[before] <= margin or (not best and _needs(changed, side)):
            continue
        chance = math.exp(scores[best]) / sum(map(math.exp, scores.values()))
        if is_open(mine):
            who = f"{side} {', '.join(sorted(best))}: the likeliest"
            actors = _actors(answers[best], best, side, changed, clause, match, around)
            changed = dataclasses.replace(changed, confidence=confidence.shifted(changed, "chosen"))
        else:
            instead = ", ".join(sorted(before)) or ", ".join(a.name for a in mine)
            who = f"{side} {', '.join(sorted(best)) or 'nobody'} instead of {instead}: the likeliest"
            actors = _others(answers[best], best, side, changed, around.scene)
        told = f"{who} of {len(scores)}, {chance:.2f} (chooser.toml)"
        changed = dataclasses.replace(
            changed,
            sources=actors if side == "source" else changed.sources,
            targets=actors if side == "target" else changed.targets,
            why=(*changed.why, told),
        )
    return changed


def _barred(coding: Coding, side: Side, match: Match, scene: Scene) -> States:
    """The states that cannot be on a side, for what stands on the two."""
    if side == "target":
        own = countries_of(coding.sources)  # 'Peru and Chile fell out over a port'
        alone = len(own) > 1 or coding.event_mode in _NEVER_HOME or coding.event_type in _MET
        return _backers(coding.targets, scene) | (own if alone else NOBODY)
    behind = _backers(coding.sources, scene)
    if match.passive and coding.event_type not in _AT_WAR and coding.event_mode not in ON_ALL:
        called = all(map(scene.is_called_by_state, coding.targets))
        behind |= countries_of(coding.targets) if called else NOBODY  # 'Peru was barred from the games'
    return behind


def _backers(actors: Sequence[Actor], scene: Scene) -> States:
    """The states that only stand behind actors: "Chilean-backed rebels" are not Chile's."""
    lex, behind = scene.lexicon, set[str]()
    for actor in actors:
        name, _, rest = actor.name.partition("-")
        if rest.partition(" ")[0].lower() in lex.lists["backed"] and name in lex.names:
            behind.add(lex.names[name].actor.country or "")
    return frozenset(behind)


def _needs(coding: Coding, side: Side) -> bool:
    """Whether there is no event without a state on a side: one of two sides must stay, and nobody meets alone."""
    others = coding.targets if side == "source" else coding.sources
    return not others or coding.event_type in _MET


def _others(option: Option, states: States, side: Side, coding: Coding, scene: Scene) -> tuple[Actor, ...]:
    """Who acts instead of whom a rule has named: whom the sentence names, else the states as such."""
    others = coding.targets if side == "source" else coding.sources
    if not states:
        return tuple(a for a in option.actors if a.sector == "IGO" and a not in others)
    if option.actors and not set(option.actors) & set(others):
        return option.actors
    named = not any(a.country in states for a in others)
    return tuple(Actor(scene.names[code] if named else "", code) for code in sorted(states))


def _actors(
    option: Option, states: States, side: Side, coding: Coding, clause: Clause, match: Match, around: Surroundings
) -> tuple[Actor, ...]:
    """Who acts for the states that were chosen: who stands on that side already, whom the sentence names, who stands
    beside the verb by his own noun, else the states; somebody without a name where they are also the other side."""
    mine, others = coding.sources, coding.targets
    if side == "target":
        mine, others = others, mine
    if mine:
        return tuple(dataclasses.replace(a, country=code) for a in mine for code in sorted(states))
    if option.actors and not set(option.actors) & set(others):
        return option.actors
    if side == "source":
        name = unnamed.subject(match, clause)  # "the newsletter accused"
    else:  # "rebuked the exporters", "sued the Example Trust"
        name = victims.person(coding, around.scene) or addressed.called(coding, around.scene)
    if name and not any(name.lower() in a.name.lower() for a in others):
        return tuple(Actor(name, code) for code in sorted(states))
    named = not any(a.country in states for a in others)
    return tuple(Actor(around.scene.names[code] if named else "", code) for code in sorted(states))


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logarithm of how likely an answer is, up to what all answers of a question share."""
    return sum([weights[name] * value for name, value in found.items() if name in weights])
