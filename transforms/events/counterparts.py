"""Upon whom an act of speech or policy is, where its sentence names only who acts: "Ghana rejected the demand".

In: the codings of a document, in order, each with what its own sentence and its affair tell (implied.py, memory.py);
the scene. Out: the same; a missing target is the state that the text is about; one who acts at home acts upon somebody
at home, named only where the text does it (addressed.py). Types whose target may well be nobody are left alone. What is
assumed is told in `why` and weighs on confidence.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from transforms.events import addressed, confidence, victims, wording
from transforms.events.gazetteer import GOVERNMENT
from transforms.events.model import Actor, Coding
from transforms.events.roles import AMONG_THEMSELVES
from transforms.events.setting import ON_ALL, Scene

DIRECTED = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "SUPPORT", "SANCTION", "AID"))
"""Types that are nearly always upon somebody."""
_AT_OTHERS = DIRECTED | {"AGREE", "ASSAULT", "COERCE"}
"""Types that somebody from elsewhere does to the state that a text is about."""
_BETWEEN = frozenset(("REJECT", "THREATEN", "AGREE", "SANCTION", "ASSAULT"))
"""Types that one of two states, in a text about the two, means for the other."""
_HOSTILE = frozenset(("COERCE", "SANCTION", "MOBILIZE"))
"""Types of which one, told of the same state right after another, is upon the same."""
_ANSWERS = frozenset(("ACCUSE", "REJECT", "THREATEN", "SANCTION"))
"""Types with which a state answers another one."""
_CALLED_OFF = frozenset(("yield",))
"""Modes of asking that something told before be undone: 'demanded their release'."""
_ANSWERED = _HOSTILE | _ANSWERS | {"ASSAULT", "REQUEST"}
"""Types that a state answers with these."""
_LATELY = 3
"""Codings back in which that one has acted."""
_UPON = frozenset(("AID", "ASSAULT", "SUPPORT", "ACCUSE", "AGREE", "REQUEST"))
"""Types that an outsider does to whom a text is about."""
_CHALLENGERS = frozenset(("OPP", "PTY", "CVL", "NGO", "LEG", "JUD"))
"""Sectors whose acts at home are upon the government."""
_CHALLENGES = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN"))
"""Types that such sectors of any state mean for its government."""
_IN_COURT = frozenset(("CONCEDE", "COERCE"))
"""Types that courts and prosecutors do to people of their own."""
_AT_HOME = frozenset(("REQUEST", "CONCEDE", "COERCE", "SANCTION", "ACCUSE"))
"""Types that a government at home means for its own institutions and people."""
_UPON_OWN = frozenset(("ASSAULT", "REJECT", "PROTEST"))
"""Types that somebody of the state that a text is about does upon others of that state, where no one else is named."""
_KEEPING = frozenset(("COERCE", "MOBILIZE", "RETREAT"))
"""Types with which the powers of a state keep order in it, where their sentence names no other one."""
_YIELDING = frozenset(("release", "disarm"))
"""Modes of RETREAT that are done to somebody."""
_SPOKEN = frozenset(("REQUEST", "ACCUSE"))
"""Types with which a government turns to others as often: one sentence alone does not tell that it is at home."""
_OUTWARD = frozenset(("misinformation", "cyber", "weapons"))
"""Modes of what is as often done abroad."""
_ABROAD = frozenset(("expel",))
"""Modes of what is never done at home: 'recalled its ambassador'."""
_SUMMED = 8
"""Words up to a denial among which stands what is denied: ', a charge it has always'."""
_PUT_DOWN = frozenset(("COERCE", "ASSAULT"))
"""Types that are done to those who fill the streets at home."""
_POWERS = frozenset((GOVERNMENT, "MIL"))


def fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the target that the text around them tells; without those that are no aid to anybody."""
    told, out = list(codings), list[Coding]()
    for n, c in enumerate(told):
        if c.targets and wording.is_mutual(c, scene):
            c = _to(dataclasses.replace(c, targets=()), c.sources, "each other")
        c = _turned_round(c, out[-1:], scene)
        c = _by_people(c, scene) if c.sources else _goes_on(_acted(c, scene), out[-1:], scene)
        c = c if c.sources or c.targets else _of_home(c, scene)
        done = _directed(c, scene, told[:n], out) if c.sources and not c.targets else c
        if not (c.event_type == "AID" and _is_own_spending(done)):
            out.append(done)
    return tuple(out)


def _goes_on(coding: Coding, before: Sequence[Coding], scene: Scene) -> Coding:
    """'The dockers rejected the offer and blocked the port': who does the first thing does the second."""
    first = next((c for c in before if c.char_start == coding.char_start and c.sources), None)
    if coding.sources or first is None or first.trigger_end >= coding.trigger_start or _is_noun(first, coding):
        return coding
    g, tokens = scene.grammar, scene.sentences[scene.index(coding.char_start)].tokens
    at = next(i for i, t in enumerate(tokens) if t.start >= coding.trigger_start) - 1
    while at > 0 and (tokens[at].lower in g.have or g.is_adverb(tokens[at].lower)):
        at -= 1
    gerund = tokens[at + 1].lower.endswith(g.gerund_endings)  # 'closed the road, and shelling went on'
    if tokens[at].lower not in g.conjunctions or tokens[at].text == "," or first.trigger_end > tokens[at].start:
        return coding
    if gerund:
        return coding
    told = f"source {_names(first.sources)}: who does {first.rule_id} goes on"
    return dataclasses.replace(
        coding,
        sources=tuple(a for a in first.sources if a not in coding.targets),
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, told),
    )


def _turned_round(coding: Coding, before: Sequence[Coding], scene: Scene) -> Coding:
    """'Peru accused Chile of theft, a charge it denies': who denies is who is accused."""
    charge = next((c for c in before if c.char_start == coding.char_start and c.event_type == "ACCUSE"), None)
    if charge is None or coding.event_type != "REJECT" or not charge.targets or charge.sources != coding.sources:
        return coding
    sentence, g = scene.sentences[scene.index(coding.char_start)], scene.grammar
    told = [w for w, at in zip(sentence.lowers, sentence.starts, strict=True) if at < coding.trigger_end][-_SUMMED:]
    at = next((i for i, word in enumerate(told) if word in g.summing and i and told[i - 1] in g.determiners), -1)
    if at < 1 or told[at - 2] != "," or g.subject_pronouns.isdisjoint(told[at + 1 : at + 2]):
        return coding
    return _to(dataclasses.replace(coding, sources=charge.targets), charge.sources, "who has made the charge")


def _is_noun(*codings: Coding) -> bool:
    """Whether a noun tells of one of these, or a verb in the passive whose subject it befalls."""
    return any(c.rule_id.split(".")[-2] == "n" or "passive" in " ".join(c.why) for c in codings)


def _is_own_spending(coding: Coding) -> bool:
    """Whether a state gives to nobody but itself: 'lawmakers voted to spend a million on buses'."""
    ours = {a.country for a in coding.sources}
    return bool(coding.targets) and all(not a.name and a.country in ours for a in coding.targets)


def _by_people(coding: Coding, scene: Scene) -> Coding:
    """'Protests in Ghana': where a state is all that is named, its people protest, and not its government."""
    if coding.event_type != "PROTEST" or not any(_is_state(a, scene) for a in coding.sources):
        return coding
    noun = addressed.crowd(coding, scene)
    people = (Actor(noun, a.country, "CVL") if _is_state(a, scene) else a for a in coding.sources)
    return dataclasses.replace(coding, sources=tuple(people))


def _of_home(coding: Coding, scene: Scene) -> Coding:
    """'The protests went on': of people of the state that the text speaks of most."""
    home = scene.stage_of(scene.index(coding.char_start)) if coding.event_type == "PROTEST" else ""
    if not home:
        return coding
    people = (Actor(addressed.crowd(coding, scene), home, "CVL"),)
    told = (*coding.why, f"source: people of {scene.names[home]}, which the text speaks of")
    return dataclasses.replace(coding, sources=people, confidence=confidence.shifted(coding, "remembered"), why=told)


def _is_state(actor: Actor, scene: Scene) -> bool:
    """Whether an actor is a state and nobody in it."""
    return actor.country is not None and not actor.role and actor.name == scene.names.get(actor.country)


def _acted(coding: Coding, scene: Scene) -> Coding:
    """A coding with the body of the state at home that an adjective names: "faces parliamentary pressure"."""
    states = {a.country for a in coding.targets if a.country}
    home = scene.stage_of(scene.index(coding.char_start)) or (states.pop() if len(states) == 1 else "")
    body = addressed.whose(coding, scene, home) if home and coding.event_type in DIRECTED else None
    if body is None or body in coding.targets:
        return coding
    told = f"source {body.name}: whose an adjective says it is"
    return dataclasses.replace(
        coding, sources=(body,), confidence=confidence.shifted(coding, "remembered"), why=(*coding.why, told)
    )


def _answered(coding: Coding, known: Sequence[Coding], scene: Scene) -> tuple[Actor, ...]:
    """'Togo shut the bridge. Ghana lodged a protest.': upon the state that has just acted upon this one; () if none."""
    at, own = scene.index(coding.char_start), {a.country for a in coding.sources}
    answers = coding.event_type in _ANSWERS or coding.event_mode in _CALLED_OFF
    if not answers or len(own) != 1 or any(a.sector not in _POWERS for a in coding.sources):
        return ()
    for other in reversed(known[-_LATELY:]):
        theirs = {a.country for a in other.sources if a.country and a.sector in _POWERS}
        back = at - scene.index(other.char_start)
        near = 0 <= back <= 1 or (other.event_type == "ASSAULT" and coding.event_type == "THREATEN" and back <= _LATELY)
        upon = {a.country for a in other.targets} == own and other.event_type in _ANSWERED
        if near and upon and theirs and not theirs & own:
            return tuple(a for a in other.sources if a.country)
    return ()


def _shared(coding: Coding, earlier: Sequence[Coding]) -> Coding:
    """'Ghana summoned the envoy of Togo and asked for proof': the second verb is upon whom the first is."""
    kind = coding.event_type
    kinds = DIRECTED if kind in DIRECTED else frozenset[str]()
    if kind in _HOSTILE and (".n." not in coding.rule_id or coding.event_mode == "convict"):
        kinds |= _HOSTILE
    for other in reversed(earlier):
        if not kinds or other.char_start != coding.char_start:
            break
        if other.targets and other.sources == coding.sources and other.event_type in kinds:
            found = tuple(a for a in other.targets if a not in coding.sources)
            return _to(coding, found, f"whom {other.rule_id} is upon")
    return coding


def _directed(coding: Coding, scene: Scene, earlier: Sequence[Coding], known: Sequence[Coding]) -> Coding:
    if wording.is_mutual(coding, scene):
        return _to(coding, coding.sources, "each other")
    sectors = {a.sector for a in coding.sources}
    together = coding.event_type == "AGREE" and "REB" in sectors and len(sectors) > 1  # a state and its rebels
    if together or wording.is_upon_others(coding, scene) or AMONG_THEMSELVES in coding.why[1]:
        return coding
    ours = {a.country for a in coding.sources if a.sector in _POWERS}
    if coding.event_type in _PUT_DOWN and len(ours) == 1 and wording.is_upon_unrest(coding, scene):
        return _at_home(coding, ours.pop() or "", scene) if None not in ours else coding
    denied = coding.event_type == "REJECT" and wording.denies_a_deed(coding, scene)
    if not denied and (shared := _shared(coding, earlier)).targets:
        return shared
    if not denied and (actors := _answered(coding, known, scene)):
        return _to(coding, actors, "who has just acted upon this one")
    kind, states = coding.event_type, {a.country for a in coding.sources if a.country}
    home = scene.home_of(scene.index(coding.char_start))
    challenged = all(
        a.sector in _CHALLENGERS or scene.speaks_for_people(a) or (not denied and _is_stranger(a))
        for a in coding.sources
    )
    if kind in DIRECTED and (host := scene.host(coding)):
        return _with(coding, host, scene, "where the embassy or envoy is")
    if kind == "ASSAULT" and any(
        states & {a.country for a in c.sources} and any(map(scene.is_armed_group, c.targets)) for c in earlier
    ):
        return coding  # who hunts al-Qaida in Peru does not fight Peru: force.py
    outside = kind in (_AT_OTHERS if states or kind == "ASSAULT" else DIRECTED)
    if outside and home and home not in states and not denied and coding.event_mode not in ON_ALL:
        return _with(coding, home, scene, "the state that the text is about")
    governed = scene.brief and kind in _SPOKEN and all(a.sector in _POWERS for a in coding.sources)
    at_home = (
        kind in _AT_HOME
        and not governed
        and states == {home}
        and coding.event_mode not in ON_ALL
        and not wording.is_shared(coding, scene)
    )
    own = next(iter(states), None) if len(states) == 1 else None
    index = scene.index(coding.char_start)
    keeps = coding.event_mode in _YIELDING if kind == "RETREAT" else coding.event_mode not in _OUTWARD
    if kind in _KEEPING and keeps and own and own == scene.stage_of(index) and scene.names_only(index, own):
        at_home = at_home or (coding.event_mode not in ON_ALL and all(a.sector in _POWERS for a in coding.sources))
        home = own
    treaty = kind == "SUPPORT" and wording.is_shared(coding, scene)
    if coding.event_mode in _ABROAD:
        at_home = challenged = False
    if home and ((kind in DIRECTED and challenged and not treaty) or at_home):
        return _at_home(coding, home, scene)
    if own and kind in _IN_COURT and all(a.sector == "JUD" for a in coding.sources):
        return _at_home(coding, own, scene)
    if own and challenged and (kind in _CHALLENGES or kind == "PROTEST"):
        return _at_home(coding, own, scene)
    rebels = kind == "ASSAULT" and own and all(a.sector == "REB" for a in coding.sources)
    stage = own if rebels else scene.stage_of(scene.index(coding.char_start))
    if (
        rebels
        and (enemy := scene.other_side(str(own)))
        and (".n." in coding.rule_id or not scene.names_only(index, str(own)))
    ):
        return _with(coding, enemy, scene, "the other of the two states that the text is about")
    # 'Ghana rejected the request' is hardly a home affair
    named = kind == "REJECT" and (scene.brief or not coding.sources[0].role or denied)
    rival = kind == "REJECT" and own and scene.other_side(own) and all(a.sector in _POWERS for a in coding.sources)
    if own and own == stage and kind in _UPON_OWN and len(coding.sources) == 1 and not named and not rival:
        return _at_home(coding, own, scene)
    if (
        kind in _BETWEEN
        and (not home or rival)
        and len(states) == 1
        and all(a.sector in _POWERS for a in coding.sources)
        and not denied
    ):
        other = scene.other_side(next(iter(states)))
        if other:
            return _with(coding, other, scene, "the other of the two states that the text is about")
    if coding.event_mode == "visit" and kind == "CONSULT" and len(states) == 1 and stage and stage not in states:
        return _with(coding, stage, scene, "the state that is visited")
    if kind in _UPON and not home and not treaty and states and (outsiders := scene.sides(states)):
        return _with_states(coding, outsiders, scene, "whom the text is about")
    return coding


def _at_home(coding: Coding, home: str, scene: Scene) -> Coding:
    """A coding upon whom the text names beside it, else upon somebody at home: of whom no name or office is told."""
    name = victims.person(coding, scene) or addressed.called(coding, scene)
    if name and not any(name.lower() in a.name.lower() for a in coding.sources):
        return _to(coding, (Actor(name, home),), "who stands beside the verb, at home")
    return _to(coding, (addressed.somebody(home),), "somebody at home")


def _is_stranger(actor: Actor) -> bool:
    """Whether nothing but his state is known of an actor: "the exporters"."""
    return actor.sector is None and not actor.role and actor.country is not None


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(a.name or f"of {a.country}" for a in actors)


def _with(coding: Coding, country: str, scene: Scene, reason: str) -> Coding:
    return _with_states(coding, (country,), scene, reason)


def _with_states(coding: Coding, countries: Sequence[str], scene: Scene, reason: str) -> Coding:
    return _to(coding, tuple(Actor(scene.names[c], c, GOVERNMENT) for c in countries), reason)


def _to(coding: Coding, targets: tuple[Actor, ...], reason: str) -> Coding:
    return dataclasses.replace(
        coding,
        targets=targets,
        confidence=confidence.shifted(coding, "remembered"),
        why=(*coding.why, f"target {_names(targets)}: {reason}"),
    )
