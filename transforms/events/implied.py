"""Sides that no sentence names and the setting tells: state organs act, and citizens suffer, where a document plays.

In: codings and the scene of their document (setting.py). Out: the same, with the state that acts without being named,
with the persons it befalls, and with whose these are. What is assumed is told in `why` and costs confidence.
"""

import dataclasses
from collections.abc import Iterable

from transforms.events import confidence, victims
from transforms.events.gazetteer import GOVERNMENT, POWERS
from transforms.events.model import Actor, Coding
from transforms.events.setting import ON_ALL, ORGANS, POLITICIANS, Scene

_TRIED = "SANCTION/convict"
"""What is done to people by courts of their own, where no other state is named."""
_HOME = frozenset(("LEG", "JUD", "OPP", "PTY"))
"""Sectors with which a state deals at home."""
_STATELESS = frozenset(("REB", "IGO", "BUS", "MIL"))
_ON_SOIL = frozenset(("ASSAULT",))
"""Types that, done by a state in another, are done to that one."""
_CROWDS = frozenset(("PROTEST",))
_OFFICES = ORGANS | POLITICIANS | {None}
"""Sectors of those who hold an office, or have held one."""
_TO_FOREIGNERS = frozenset(("COERCE", "SANCTION", "RETREAT"))
"""Types that, done to a state or to somebody who is called by his, are done by another."""


def placed(codings: Iterable[Coding], scene: Scene) -> list[Coding]:
    """Codings with the sides that the places of their own sentence tell."""
    return [_completed(c, scene, c.location_country or scene.here(scene.index(c.char_start))) for c in codings]


def at_home(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
    """Codings with the sides that the document's own country tells, where nothing nearer does."""
    return tuple(_completed(c, scene, scene.home_of(scene.index(c.char_start)) or None, owner=True) for c in codings)


def _completed(coding: Coding, scene: Scene, country: str | None, *, owner: bool = False) -> Coding:
    """A coding with the state that acts without being named, and with the persons it befalls."""
    if coding.sources and coding.targets:
        return _own_people(coding, scene) if owner else coding
    lists, changed = scene.lists, coding
    act = f"{coding.event_type}/{coding.event_mode or ''}"
    done = act in lists.acts or _is_charge(coding, scene)
    if not coding.sources and (done or (owner and country and coding.targets and act in lists.abroad)):
        if owner and country is None:
            ours = {scene.lead, *scene.pair}
            own = act == _TRIED and len({a.country for a in coding.targets}) == 1
            country = next(
                (a.country for a in coding.targets if own or a.sector in POLITICIANS or a.country in ours), None
            )
        elif owner and act in lists.abroad and not done:
            country = country if all(a.country != country for a in coding.targets) else None
        if country and _is_foreigner(coding, scene, country):
            # whose sanctions are meant is no matter of the two: many states join them
            country = None if coding.event_type == "SANCTION" else scene.other_side(country)
        if country:
            state = Actor(scene.names[country], country, GOVERNMENT)
            changed = dataclasses.replace(changed, sources=(state,))
    if not coding.sources and coding.event_type in _CROWDS and country and (crowd := victims.named(coding, scene)):
        people = crowd if crowd.lower() in lists.persons else ""  # 'a series of mass protests'
        changed = dataclasses.replace(changed, sources=(Actor(people, country, "CVL"),))
    upon = bool(coding.targets) and coding.rule_id.split(".")[-2] == "v"  # 'the president was pelted'
    settled = owner and not upon and all(a.country == country for a in coding.targets)
    if country and settled and not changed.sources and coding.event_type in _CROWDS:
        changed = dataclasses.replace(changed, sources=(Actor("", country, "CVL"),))  # 'the protests went on'
    if not coding.targets and act in lists.befalls and (befallen := victims.named(coding, scene)):
        place = country or next((a.country for a in changed.sources if a.sector in ORGANS), None)
        if place:
            theirs = None if befallen.lower() in lists.strangers else place
            changed = dataclasses.replace(changed, targets=(Actor(befallen, theirs, "CVL"),))
    states = {a.country for a in changed.sources if a.country}
    if not changed.targets and len(states) == 1 and country and country not in states:
        soil = coding.event_type in _ON_SOIL if not owner else act in lists.upon
        if soil:
            changed = dataclasses.replace(changed, targets=(Actor(scene.names[country], country),))
    if owner and not changed.targets and states == {country} and act in lists.own:
        changed = dataclasses.replace(changed, targets=(Actor("", country),))
    if changed is coding:
        return coding
    told = f"{scene.names[country] if country else 'own country'}: where it happens, nobody else is named"
    return dataclasses.replace(changed, confidence=confidence.shifted(coding, "placed"), why=(*coding.why, told))


def _is_foreigner(coding: Coding, scene: Scene, country: str) -> bool:
    """Whether an act is hardly a state's own: sanctions upon it, the arrest of who is called by his state: 'a Chilean
    student was held'."""
    own = coding.event_type not in _TO_FOREIGNERS or coding.event_mode in ON_ALL
    if own or any(a.country != country for a in coding.targets):
        return False
    held = coding.event_mode == "arrest" and all(a.role and a.sector in _OFFICES for a in coding.targets)
    tried = held or coding.event_mode == "convict"  # 'a Chilean senator was arrested': at home as often
    return bool(coding.targets) and all(
        a.name == scene.names[country] if tried else scene.is_called_by_state(a) for a in coding.targets
    )


def _is_charge(coding: Coding, scene: Scene) -> bool:
    """Whether an accusation is one that only a state brings: "he was charged"."""
    if coding.event_type != "ACCUSE":
        return False
    sentence = scene.sentences[scene.index(coding.char_start)].text
    trigger = sentence[coding.trigger_start - coding.char_start : coding.trigger_end - coding.char_start]
    return not scene.lists.charging.isdisjoint(trigger.lower().split())


def _own_people(coding: Coding, scene: Scene) -> Coding:
    """'India arrested two former ministers': whom a state arrests, tries or frees is its own, if nothing is said."""
    act = f"{coding.event_type}/{coding.event_mode or ''}"
    states = {a.country for a in coding.sources}
    if len(states) != 1 or any(scene.is_between_states(a) or scene.is_armed_group(a) for a in coding.targets):
        return coding
    state, lists = next(iter(states)), scene.lists
    nouns = {noun for a in coding.targets for noun in a.name.lower().split()[-1:]}
    if scene.pair and state in scene.pair and {a.sector for a in coding.sources} == {"MIL"}:
        return coding  # 'Peruvian troops captured two men' in a war with Chile
    organs = bool(nouns) and nouns <= lists.local and all(a.sector in POWERS for a in coding.targets)
    if not organs and any(a.sector not in POWERS for a in coding.sources):
        return coding
    police = act == "COERCE/arrest" and all(a.sector == GOVERNMENT for a in coding.sources)
    armed = police and all(a.sector == "REB" and not a.country for a in coding.targets)
    if state is None or any(a.country or (a.sector in _STATELESS and not armed) for a in coding.targets):
        return coding
    if nouns & lists.strangers and not armed:  # 'Peruvian police arrested nine militants': at home
        return coding
    if (
        not organs
        and act not in lists.befalls
        and act not in lists.favours
        and not all(a.sector in _HOME for a in coding.targets)
    ):
        return coding
    targets = tuple(dataclasses.replace(a, country=state) for a in coding.targets)
    told = f"targets are of {scene.names[state]}: its own, where nothing else is said"
    return dataclasses.replace(
        coding, targets=targets, confidence=confidence.shifted(coding, "placed"), why=(*coding.why, told)
    )
