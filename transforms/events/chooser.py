"""Who acts, and upon whom, where neither the sentence nor a rule says so: a learned choice among the states at hand.

In: the codings of a document, in order, the scene, and for those of which a side may be open their clause and match.
Out: the same; a missing side is the likeliest of the states that the sentence names, that the document is about and
that acted last, or nobody. Two linear models, one for sources and one for targets, score each of them by where it
stands and what it is to the document; their weights stand in chooser.toml, one for each feature, made by
tests/quality/fit_chooser.py from articles that no rule was made with. They are asked only where the rules have left a
side open: where one of them speaks, it is right more often. What is chosen is told in `why` and weighs on confidence.
"""

import dataclasses
import functools
import itertools
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Literal, NamedTuple

from transforms.events import addressed, agency, arms, confidence, nominals, unnamed, victims, wording
from transforms.events.grammar import Grammar
from transforms.events.model import Actor, Coding
from transforms.events.parties import Party
from transforms.events.roles import Clause
from transforms.events.setting import ON_ALL, Scene
from transforms.events.stateless import is_stateless
from transforms.events.triggers import Match

States = frozenset[str]
"""The countries of one side."""
NOBODY: States = frozenset()
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
_COST, _BORDERS, _WORDS = 4.0, 3.0, 20
"""Beyond these, more says nothing more."""
_BACK = 3
"""Codings before, whose sides are at hand."""
_LOW = ("cost", "borders", "verbs", "words")
"""How the features end of which the least counts, where a state is named twice."""
_PREPOSITIONS = ("of", "by", "with_", "against", "leaving", "locative", "towards", "between", "topics", "purposes")
"""Classes of prepositions, in the order in which they are asked for."""


class Option(NamedTuple):
    """One answer: the actors of it, and what speaks for and against it."""

    actors: tuple[Actor, ...]
    """Who acts for its states; empty for these as such."""
    found: dict[str, float]


Side = Literal["source", "target"]
SIDES: tuple[Side, ...] = ("source", "target")


class Model(NamedTuple):
    """The table: what each feature of an answer adds to the logarithm of its odds."""

    source: Mapping[str, float]
    target: Mapping[str, float]
    margin: float
    """By how much an answer must be likelier than nobody, in these logarithms."""


@functools.cache
def load() -> Model:
    """The model, read once."""
    data = tomllib.loads(resources.files("transforms.events").joinpath("chooser.toml").read_text(encoding="utf-8"))
    return Model(data["source"], data["target"], data["margin"])


class Surroundings:
    """What the choice needs to know of a document: how often it names each state, and which first."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        named = [
            [a.country for m in mentions for a in m.actors if a.country and a.sector != "MED"]
            for mentions in scene.found
        ]
        self.first = frozenset(named[0])
        self.named = Counter(itertools.chain.from_iterable(named))
        self.total = self.named.total() or 1
        self.most = [code for code, _ in self.named.most_common(2)]
        self.leader: States = frozenset(self.most[:1])

        self.kind = "one" if scene.home else "two" if scene.pair else "mostly one" if scene.lead else "no"
        """What the document is about: one state, two, mostly one, or none in particular."""


def fill(codings: Iterable[Coding], scene: Scene, left_open: Mapping[Key, tuple[Clause, Match]]) -> tuple[Coding, ...]:
    """Codings with the sides that are likeliest, where they have none; `left_open`: those of which one is asked for."""
    out: list[Coding] = []
    around: Surroundings | None = None
    for coding in codings:
        asked = is_open(coding.sources) or is_open(coding.targets)
        known = left_open.get((coding.trigger_start, coding.rule_id)) if asked else None
        if known is not None:
            around = around or Surroundings(scene)
            coding = _chosen(coding, *known, around, out)
        out.append(coding)
    return tuple(out)


def is_open(actors: Sequence[Actor]) -> bool:
    """Whether it is not known for which state or body of states the actors of a side act, if there are any."""
    return not any(a.country or a.sector == "IGO" for a in actors)


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
    """A coding with its open sides filled, each as if the other was still open where it is."""
    changed = coding
    for side in SIDES:
        if not is_asked(coding, side, clause, match, around.scene):
            continue
        answers, weights = options(coding, side, clause, match, around, earlier), getattr(load(), side)
        several = len(_countries(changed.sources)) > 1  # 'Peru and Chile fell out over a port'
        if side == "target" and (several or changed.event_mode in _NEVER_HOME or changed.event_type in _TOGETHER):
            own = _countries(changed.sources)
            answers = {states: option for states, option in answers.items() if states.isdisjoint(own)}
        if side == "source" and match.passive and coding.event_type not in _AT_WAR:
            called = coding.event_mode not in ON_ALL and all(map(around.scene.is_called_by_state, changed.targets))
            own = _countries(changed.targets) if called else NOBODY  # 'Peru was barred from the games'
            answers = {states: option for states, option in answers.items() if states.isdisjoint(own)}
        if behind := _backers(changed.sources if side == "source" else changed.targets, around.scene):
            answers = {states: option for states, option in answers.items() if states.isdisjoint(behind)}
        scores = {states: score(option.found, weights) for states, option in answers.items()}
        best = max(scores, key=lambda states: scores[states])
        if scores[best] - scores[NOBODY] <= load().margin:
            continue
        chance = math.exp(scores[best]) / sum(map(math.exp, scores.values()))
        told = f"{side} {', '.join(sorted(best))}: the likeliest of {len(scores)}, {chance:.2f} (chooser.toml)"
        actors = _actors(answers[best], best, side, changed, clause, match, around)
        changed = dataclasses.replace(
            changed,
            sources=actors if side == "source" else changed.sources,
            targets=actors if side == "target" else changed.targets,
            confidence=confidence.shifted(changed, "chosen"),
            why=(*changed.why, told),
        )
    return changed


def _backers(actors: Sequence[Actor], scene: Scene) -> set[str | None]:
    """The states that only stand behind actors: "Chilean-backed rebels" are not Chile's."""
    lex, behind = scene.lexicon, set[str | None]()
    for actor in actors:
        name, _, rest = actor.name.partition("-")
        if rest.partition(" ")[0].lower() in lex.lists["backed"] and name in lex.names:
            behind.add(lex.names[name].actor.country)
    return behind


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


def options(
    coding: Coding, side: Side, clause: Clause, match: Match, around: Surroundings, earlier: Sequence[Coding]
) -> dict[States, Option]:
    """All answers to who is on a side of a coding, with their features; what stands on it is not looked at."""
    others = coding.targets if side == "source" else coding.sources
    out: dict[States, Option] = {}
    for states, actors, found in _candidates(coding, others, clause, match, around, earlier):
        option = out.get(states)
        if option is None:
            out[states] = Option(actors, found)
            continue
        known = option.found
        for name, value in found.items():
            before = known.get(name)
            if before is None or (value < before if name.endswith(_LOW) else value > before):
                known[name] = value
        if not option.actors:
            out[states] = Option(actors, known)
    named = {_countries(p.actors) for p in clause.parties}
    home = around.scene.home_of(around.scene.index(coding.char_start))
    for states, option in out.items():
        option.found.update(_as_answer(states, _countries(others), named, home, coding.event_type, match, around))
    return out


def _countries(actors: Iterable[Actor]) -> States:
    return frozenset(a.country for a in actors if a.country)


_Candidate = tuple[States, tuple[Actor, ...], dict[str, float]]
"""Countries; who acts for them, empty for the states as such; features."""


def _candidates(
    coding: Coding,
    others: Sequence[Actor],
    clause: Clause,
    match: Match,
    around: Surroundings,
    earlier: Sequence[Coding],
) -> Iterator[_Candidate]:
    """Who may be on a side, each with how it was found: nobody, whom the sentence names, whom the text is about.
    `others`: who is on the other side."""
    yield NOBODY, (), {"nobody": 1.0}
    best: dict[str, tuple[float, States]] = {}
    for party in clause.parties:
        states, (found, where, cost) = _countries(party.actors), _placed(party, clause, match)
        yield states, () if party.place else party.actors, found
        if where not in best or cost <= best[where][0]:
            best[where] = cost, states
    for where, (_, states) in best.items():
        yield states, (), {f"{_voice(match)}, nearest {where}": 1.0}
    for name, speaker in (("speaks", clause.speaker(match)), ("quoted", clause.quoted)):
        if speaker is not None:
            yield _countries(speaker.actors), speaker.actors, {name: 1.0}
    scene, n = around.scene, around.scene.index(coding.char_start)
    for back, other in enumerate(reversed(earlier[-_BACK:])):
        near = "this sentence" if other.char_start == coding.char_start else "just before" if back == 0 else "before"
        alike = " in such an act" if other.event_type == coding.event_type else ""
        for side, actors in (("acted", other.sources), ("acted upon", other.targets)):
            if actors:
                yield _countries(actors), actors, {f"{side} {near}{alike}": 1.0}
    codes = {"home": scene.home_of(n), "stage": scene.stage_of(n), "leads": scene.lead, "here": scene.here(n)}
    for name, code in codes.items():
        if code:
            yield frozenset((code,)), (), {name: 1.0}
    for code in scene.pair:
        yield frozenset((code,)), (), {"one of two": 1.0}
    theirs = _countries(others)
    if len(theirs) == 1 and (rival := scene.other_side(next(iter(theirs)))):
        yield frozenset((rival,)), (), {"other of two": 1.0}
    for code in around.most:
        yield frozenset((code,)), (), {}
    yield theirs, (), {}


def _states(codes: Iterable[str], scene: Scene) -> tuple[Actor, ...]:
    """States as such: whoever acted for them."""
    return tuple(Actor(scene.names[code], code) for code in sorted(codes))


def _voice(match: Match) -> str:
    return "noun" if match.pattern.kind == "n" else "passive" if match.passive else "active"


def _placed(party: Party, clause: Clause, match: Match) -> tuple[dict[str, float], str, float]:
    """The features of where a party stands to a trigger; on which side; and what it costs there (costs.py)."""
    end, voice = max(match.end, match.object + 1), _voice(match)
    if party.last <= match.start:
        where, cost, words = "before", clause.subject_cost(party, match.start), match.start - party.last
        borders = clause.between(party.last, match.start)
        verbs = sum(party.last <= v < match.start for v in clause.verbs)
    elif party.first > match.head:
        where, cost, words = "after", clause.object_cost(party, match.head, end), max(0, party.phrase - end)
        borders = clause.between(end, party.phrase) if party.phrase > end else 0.0
        verbs = sum(end <= v < party.phrase for v in clause.verbs)
    else:
        where, cost, words, borders, verbs = "inside", 0.0, 0, 0.0, 0
    governed = _preposition(party.preposition, clause.grammar)
    sector = party.actors[0].sector or "none"
    found = {
        f"{voice}, {where}": 1.0,
        f"{voice}, {where}, cost": min(cost, _COST),
        f"{voice}, {where}, {governed}": 1.0,
        f"{where}, {governed}": 1.0,
        f"{where}, borders": min(borders, _BORDERS),
        f"{where}, verbs": float(min(verbs, _BORDERS)),
        f"{where}, words": min(words, _WORDS) / 10,
        f"{where}, {party.mentions[-1].kind}": 1.0,
        f"{where}, sector {sector}": 1.0,
    }
    if words == 0:
        found[f"{voice}, {where}, adjacent"] = 1.0
    if party.possessive:
        found[f"{voice}, {where}, possessive"] = 1.0
    if party.place:
        found[f"{where}, only a place"] = 1.0
    if len(party.actors) > 1:
        found[f"{where}, several"] = 1.0
    if clause.quote[party.first] != clause.quote[match.head]:
        found[f"{where}, across a quotation mark"] = 1.0
    return found, where, cost


def _preposition(word: str, g: Grammar) -> str:
    """What governs a phrase: a class of prepositions, 'other', or 'bare'."""
    if not word:
        return "bare"
    return next((name.rstrip("_") for name in _PREPOSITIONS if word in getattr(g, name)), "other")


def _as_answer(
    states: States, others: States, named: set[States], home: str, kind: str, match: Match, around: Surroundings
) -> dict[str, float]:
    """What an answer says of an event of a kind, wherever it was found; `others`: the states on the other side; `home`:
    the one that the text is about there."""
    about = around.kind
    if not states:
        return {
            f"nobody, {kind}": 1.0,
            f"nobody, {_voice(match)}": 1.0,
            f"nobody, {kind}, {_voice(match)}": 1.0,
            f"nobody, {kind}, text about {about}": 1.0,
            f"nobody, {match.pattern.group.roles}": 1.0,
            f"nobody, other side {'told' if others else 'open'}": 1.0,
            f"nobody, text about {about}": 1.0,
        }
    out = {"share": sum([around.named[c] for c in states]) / around.total / len(states)}
    if states == others:
        out |= {"other side": 1.0, f"other side, {kind}": 1.0, f"other side, text about {about}": 1.0}
        if states == {home}:
            out |= {"home is the other side": 1.0, f"home is the other side, {kind}": 1.0}
    elif states & others:
        out["partly the other side"] = 1.0
    if states not in named:
        others_named = "others are" if any(named) else "nobody is"
        out |= {"not named": 1.0, f"not named, {kind}": 1.0, f"not named, {others_named}": 1.0}
    if states == {home}:
        out[f"home, {kind}"] = 1.0
    if around.scene.pair and states.issubset(around.scene.pair):
        out[f"one of two, {kind}"] = 1.0
    if states == around.leader:
        out |= {"named most": 1.0, f"named most, text about {about}": 1.0}
    if states <= around.first:
        out["named first"] = 1.0
    if len(states) > 1:
        out |= {"several": 1.0, f"several, {match.pattern.group.roles}": 1.0}
    return out
