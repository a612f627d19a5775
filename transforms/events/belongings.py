"""Whose the thing is that an act is upon: "seized a Chilean-flagged trawler", "lifted duties on Peruvian wine".

In: the codings of a document as their own sentences tell them, and the scene. Out: the same; a missing target is the
state whose adjective stands with the thing behind the trigger. Such adjectives name no actor anywhere else, "a French
restaurant opened", so actors.py leaves them out. The words that may join them to a thing are data:
lexicon/<language>/coreference.toml, `setting.held_by`.
"""

import bisect
import dataclasses
from collections.abc import Iterable

from transforms.events import confidence
from transforms.events.model import Actor, Coding, Sentence
from transforms.events.setting import Scene

UPON = frozenset(("COERCE", "CONCEDE", "SANCTION", "RETREAT", "ASSAULT", "THREATEN", "REJECT", "REQUEST", "ACCUSE"))
"""Types that are done to whose a thing is."""
_REACH = 6
"""Words behind a trigger among which its object stands."""
_LONGEST = 2
"""Words of such an adjective."""


def fill(codings: Iterable[Coding], scene: Scene) -> list[Coding]:
    """Codings with the target that an adjective of their object tells."""
    return [_upon(c, scene) if c.sources and not c.targets and c.event_type in UPON else c for c in codings]


def _upon(coding: Coding, scene: Scene) -> Coding:
    n = scene.index(coding.char_start)
    sentence = scene.sentences[n]
    words, starts = sentence.words, sentence.starts
    first, behind = (bisect.bisect_left(starts, at) for at in (coding.trigger_start, coding.trigger_end))
    ours = {a.country for a in coding.sources}
    for i in range(first, min(behind + _REACH, len(words))):
        if i >= behind and not (words[i][0].isalpha() or words[i] == "-"):
            break  # what stands behind a comma is another's
        owner = _owner(sentence, i, scene)
        if owner is not None and owner.country not in ours:
            if any(m.start <= starts[i] < m.end for m in scene.found[n]):
                continue  # an actor, who was weighed with the others
            told = f"target {owner.name}: whose {words[i]} thing it is upon"
            return dataclasses.replace(
                coding, targets=(owner,), confidence=confidence.shifted(coding, "remembered"), why=(*coding.why, told)
            )
    return coding


def _owner(sentence: Sentence, i: int, scene: Scene) -> Actor | None:
    """The state whose adjective stands at word i before a thing; None where there is none."""
    words = sentence.words
    if not words[i][0].isupper():
        return None
    for size in range(_LONGEST, 0, -1):
        entry = scene.lexicon.names.get(" ".join(words[i : i + size]))
        if entry is None or entry.kind != "demonym" or entry.actor.country is None or i + size >= len(words):
            continue
        after = i + size
        if words[after] == "-" and after + 1 < len(words):
            return entry.actor if sentence.lowers[after + 1] in scene.lists.held_by else None
        return entry.actor if words[after].islower() else None
    return None
