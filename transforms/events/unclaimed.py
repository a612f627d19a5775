"""Whose an organ of a state is that nothing near it claims: "MPs savaged the plan", "the army", "Ministers".

In: the mentions of a document after coreference.py has gone through it, and the scene (setting.py). Out: the same; an
organ, a party or an office holder that still has no country is of the state that the document is about, else of the
state that acts in its sentence or just before, else of the one that the document speaks of most. Those who are often
at another's ("observers"), and those called foreign, European or both, stay as they are.
"""

import dataclasses
from collections.abc import Callable, Sequence

from transforms.events import inside
from transforms.events.gazetteer import PUBLIC, Lexicon
from transforms.events.model import Actor, ActorMention, Mentions, Sentence
from transforms.events.setting import Scene

_HOME = frozenset(("LEG", "JUD", "OPP"))
"""Sectors whose people are never another state's, whatever they are called."""
_ACTING = frozenset(("country", "capital", "agent", "person", "pronoun"))
"""Kinds of mention that tell in whose affairs a sentence is."""
_PEOPLE = frozenset(("CVL", "NGO"))
_FEW = 3
"""Words before the subject of a sentence: 'Thousands of', 'On Monday'."""
_BACK = 2
"""Sentences before in which the state that acts may be named."""
_NEAR = 2
"""Words before a mention among which one may stand that makes it another's."""


Fit = Callable[[ActorMention, str | None], str | None]
"""The country that fits a mention for which another one is only a guess (identity.py)."""


def claim(
    sentences: Sequence[Sentence], found: Sequence[Mentions], scene: Scene, lex: Lexicon, fit: Fit
) -> tuple[Mentions, ...]:
    """The mentions of each sentence, with a country for the organs that had none."""
    claimed: dict[Actor, Actor] = {}
    out: list[Mentions] = []
    for n, mentions in enumerate(found):
        if all(map(_is_claimed, mentions)):
            out.append(mentions)
            continue
        row = list(mentions)
        for i, m in enumerate(mentions):
            actor = m.actors[0]
            if m.kind in ("pronoun", "group"):
                row[i] = _with(m, tuple(claimed.get(a, a) for a in m.actors))
            elif _is_unclaimed(n, m, sentences[n], scene) and (country := fit(m, _owner(n, m, found, scene))):
                known = dataclasses.replace(actor, country=country)
                if m.kind == "agent" and m.text.lower().split()[-1] in lex.lists["institutions"]:
                    known = dataclasses.replace(known, name=lex.countries[country])
                claimed[actor] = known
                row[i] = _with(m, (known,))
        out.append(tuple(row))
    return tuple(out)


def _is_claimed(m: ActorMention) -> bool:
    for actor in m.actors:  # noqa: SIM110  (asked for every mention: a generator costs twice as much)
        if not actor.country:
            return False
    return True


def _with(m: ActorMention, actors: tuple[Actor, ...]) -> ActorMention:
    return m if actors == m.actors else dataclasses.replace(m, actors=actors)


def _is_unclaimed(n: int, m: ActorMention, sentence: Sentence, scene: Scene) -> bool:
    """Whether a mention is an organ or office of some one state, and of no known one."""
    actor, words = m.actors[0], scene.lists
    if len(m.actors) > 1 or actor.country or not actor.role:
        return False
    if actor.sector in _PEOPLE and (m.kind != "agent" or not _is_subject(m, sentence, scene)):
        return False
    if actor.sector is None and m.kind == "agent" and not _is_former(actor) and not _is_theirs(m, sentence, scene):
        return False
    if actor.sector not in PUBLIC | _PEOPLE | {None}:
        return False
    if m.kind not in ("agent", "person") or scene.is_of_two(n, m):
        return False
    parts = m.text.lower().split()
    before = sentence.text[: m.start - sentence.start].lower().split()[-_NEAR:]
    if inside.is_foreign(parts, words) or not words.foreign.isdisjoint(before) or "-" in m.text:
        return False
    return m.kind == "person" or actor.sector in _HOME or words.strangers.isdisjoint(parts)


def _is_subject(m: ActorMention, sentence: Sentence, scene: Scene) -> bool:
    """Whether people that a text has no country for open their sentence: "Students gathered", "Their leaders urged"."""
    before = sentence.text[: m.start - sentence.start].split()
    return len(before) <= _FEW and m.text.lower().split()[-1] in scene.lists.local


def _is_theirs(m: ActorMention, sentence: Sentence, scene: Scene) -> bool:
    """Whether leaders or members are of those told about just before: "Their leaders urged"."""
    before = sentence.text[: m.start - sentence.start].lower().split()
    return before[-1:] == ["their"] and m.text.lower().split()[-1] in scene.lists.heads


def _is_former(actor: Actor) -> bool:
    """Whether an office is told with more than its noun, as those are that were left: "former interior minister"."""
    return actor.role is not None and len(actor.role.split()) > 1


def _owner(n: int, m: ActorMention, found: Sequence[Mentions], scene: Scene) -> str:
    """The state that an unclaimed organ is of; '' where none leads."""
    if stage := scene.stage_of(n):
        return stage
    for k in range(n, max(n - 1 - _BACK, -1), -1):
        acting = [x for x in found[k] if x.end <= m.start and x.kind in _ACTING and not scene.is_dateline(x)]
        named = dict.fromkeys(a.country for x in acting for a in x.actors if a.country)
        if len(named) == 1:
            return next(iter(named)) or ""
    return scene.lead
