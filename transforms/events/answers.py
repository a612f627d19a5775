"""Who may be on a side of an event, and what speaks for each: the answers that chooser.py chooses from.

In: a coding with its clause and match, what the document is about, and the codings before it. Out: the states that the
sentence names, that the document is about and that acted last, and nobody, each with features: where it stands, what it
is to the document, what it says of such an event, and whether the rules have told it.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from transforms.events.grammar import Grammar
from transforms.events.model import Actor, Coding
from transforms.events.parties import Party
from transforms.events.roles import Clause
from transforms.events.setting import Scene
from transforms.events.triggers import Match

States = frozenset[str]
"""The countries of one side."""
NOBODY: States = frozenset()
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


def is_open(actors: Sequence[Actor]) -> bool:
    """Whether it is not known for which state or body of states the actors of a side act, if there are any."""
    return not any(a.country or a.sector == "IGO" for a in actors)


class Answers:
    """The answers to who is on either side of a coding."""

    def __init__(
        self, coding: Coding, clause: Clause, match: Match, around: Surroundings, earlier: Sequence[Coding]
    ) -> None:
        """`earlier`: the codings before it in its document."""
        self.coding, self.match, self.around = coding, match, around
        self.named = [countries_of(p.actors) for p in clause.parties]
        self._found: dict[States, Option] = {}
        """What is found whichever side is asked for."""
        for found in _candidates(coding, self.named, clause, match, around, earlier):
            _add(self._found, *found)

    def options(self, side: Side) -> dict[States, Option]:
        """All answers for a side, with their features."""
        coding, match, around = self.coding, self.match, self.around
        mine, others = coding.sources, coding.targets
        if side == "target":
            mine, others = others, mine
        theirs, told, scene = countries_of(others), countries_of(mine), around.scene
        out = {states: Option(actors, found.copy()) for states, (actors, found) in self._found.items()}
        if len(theirs) == 1 and (rival := scene.other_side(next(iter(theirs)))):
            _add(out, frozenset((rival,)), (), {"other of two": 1.0})
        _add(out, theirs, (), {})
        if told not in out:
            out[told] = Option(tuple(mine), {})
        home = scene.home_of(scene.index(coding.char_start))
        for states, option in out.items():
            option.found.update(_as_answer(states, theirs, self.named, home, coding.event_type, match, around))
        _as_told(out, told, coding, (mine, others), match, around.kind)
        return out


def _add(out: dict[States, Option], states: States, actors: tuple[Actor, ...], found: dict[str, float]) -> None:
    """Adds how an answer was found. Of what is found twice counts what speaks most for it."""
    option = out.get(states)
    if option is None:
        out[states] = Option(actors, found)
        return
    known = option.found
    for name, value in found.items():
        before = known.get(name)
        if before is None or (value < before if name.endswith(_LOW) else value > before):
            known[name] = value
    if not option.actors:
        out[states] = Option(actors, known)


def countries_of(actors: Iterable[Actor]) -> States:
    """The states that actors act for."""
    return frozenset(a.country for a in actors if a.country)


_Candidate = tuple[States, tuple[Actor, ...], dict[str, float]]
"""Countries; who acts for them, empty for the states as such; features."""


def _candidates(
    coding: Coding,
    named: Sequence[States],
    clause: Clause,
    match: Match,
    around: Surroundings,
    earlier: Sequence[Coding],
) -> Iterator[_Candidate]:
    """Who may be on either side, each with how it was found: nobody, whom the sentence names, whom the text is about.
    `named`: the states of the parties of the clause."""
    yield NOBODY, (), {"nobody": 1.0}
    best: dict[str, tuple[float, States]] = {}
    for party, states in zip(clause.parties, named, strict=True):
        found, where, cost = _placed(party, clause, match)
        yield states, () if party.place else party.actors, found
        if where not in best or cost <= best[where][0]:
            best[where] = cost, states
    for where, (_, states) in best.items():
        yield states, (), {f"{_voice(match)}, nearest {where}": 1.0}
    for name, speaker in (("speaks", clause.speaker(match)), ("quoted", clause.quoted)):
        if speaker is not None:
            yield countries_of(speaker.actors), speaker.actors, {name: 1.0}
    scene, n = around.scene, around.scene.index(coding.char_start)
    for back, other in enumerate(reversed(earlier[-_BACK:])):
        near = "this sentence" if other.char_start == coding.char_start else "just before" if back == 0 else "before"
        alike = " in such an act" if other.event_type == coding.event_type else ""
        for side, actors in (("acted", other.sources), ("acted upon", other.targets)):
            if actors:
                yield countries_of(actors), actors, {f"{side} {near}{alike}": 1.0}
    codes = {"home": scene.home_of(n), "stage": scene.stage_of(n), "leads": scene.lead, "here": scene.here(n)}
    for name, code in codes.items():
        if code:
            yield frozenset((code,)), (), {name: 1.0}
    for code in scene.pair:
        yield frozenset((code,)), (), {"one of two": 1.0}
    for code in around.most:
        yield frozenset((code,)), (), {}


def _states(codes: Iterable[str], scene: Scene) -> tuple[Actor, ...]:
    """States as such: whoever acted for them."""
    return tuple(Actor(scene.names[code], code) for code in sorted(codes))


def _voice(match: Match) -> str:
    """Of a trigger: noun, passive or active."""
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
    states: States, others: States, named: Sequence[States], home: str, kind: str, match: Match, around: Surroundings
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


def _as_told(
    out: Mapping[States, Option],
    told: States,
    coding: Coding,
    sides: tuple[Sequence[Actor], Sequence[Actor]],
    match: Match,
    about: str,
) -> None:
    """Adds what it says of an answer that the rules have told it, or another one. `sides`: who stands there, and who on
    the other side; `about`: what the document is about."""
    mine, others = sides
    theirs, kind, mode, group = countries_of(others), coding.event_type, coding.event_mode, match.pattern.group
    how = "as open" if is_open(mine) else "as told"
    sector = f"sector {others[0].sector}" if others else "nobody there"
    for states, option in out.items():
        found = option.found
        if states == told:
            found[how] = 1.0
            found[f"{how}, confidence"] = coding.confidence
            for what in (
                kind,
                _voice(match),
                f"text about {about}",
                f"{len(told)} states",
                f"mode {mode}",
                group.roles,
                f"group {match.pattern.id.rpartition('.')[0]}",
                f"sector {mine[0].sector if mine else 'none'}",
                "other side told" if theirs else "other side open",
                f"{'other side too' if theirs == told else 'not other side'}, {kind}",
            ):
                found[f"{how}, {what}"] = 1.0
        elif told and states > told:
            found["more than told"] = 1.0
        elif states and states < told:
            found["less than told"] = 1.0
        if not states:
            found[f"nobody, mode {mode}"] = 1.0
            found[f"nobody, group {match.pattern.id.rpartition('.')[0]}"] = 1.0
            found[f"nobody, other side {sector}, {kind}"] = 1.0
        elif states == theirs:
            found[f"other side, mode {mode}"] = 1.0
            found[f"other side, {_voice(match)}, {kind}"] = 1.0
            found[f"other side, {sector}, {kind}"] = 1.0
