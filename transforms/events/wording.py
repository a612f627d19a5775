"""What the words of a trigger, and those beside it, tell of its sides: 'blamed one another', 'put down the unrest'.

In: a coding and the scene of its document. Out: yes or no. The words are data: lexicon/<language>/coreference.toml,
table `setting`.
"""

import bisect

from transforms.events.model import Coding, Sentence
from transforms.events.setting import Scene

_SEVERAL = 2
_BESIDE = 14
"""Characters behind a trigger in which the longest word for each other stands."""
_OTHERS = 3
"""Words behind a trigger among which stands whom it is upon."""
_LONG = 9
"""Words behind a trigger among which stands what is owed."""
_REACH = 6
"""Words behind a trigger among which stands what it is upon."""


def _trigger(coding: Coding, scene: Scene) -> tuple[Sentence, int, int]:
    """The sentence of a coding, and the first token of its trigger and the one behind it."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    first = bisect.bisect_left(sentence.starts, coding.trigger_start)
    return sentence, first, bisect.bisect_left(sentence.starts, coding.trigger_end)


def denies_a_deed(coding: Coding, scene: Scene) -> bool:
    """Whether a denial tells what is denied, which nobody named need have said: "denied that officers fired"."""
    sentence, first, last = _trigger(coding, scene)
    told = sentence.lowers[first : last + 1]
    if told[0] not in scene.lists.denials:
        return False
    return not scene.lists.content.isdisjoint(told) or _opens_clause(sentence, last, scene)


def _opens_clause(sentence: Sentence, at: int, scene: Scene) -> bool:
    """Whether what stands from a word on is a clause without a 'that': 'denied he was', 'denied the ship had'."""
    g = scene.grammar
    for word in sentence.lowers[at : at + _REACH]:
        if word in g.finite:
            return True
        if word in g.borders or word in g.conjunctions or word in g.that:
            return False
    return False


def is_upon_unrest(coding: Coding, scene: Scene) -> bool:
    """Whether the words of a trigger tell of people in the streets: 'put down the unrest'."""
    sentence, first, last = _trigger(coding, scene)
    return not scene.lists.unrest.isdisjoint(sentence.lowers[first:last])


def is_mutual(coding: Coding, scene: Scene) -> bool:
    """Whether several do to each other what a trigger tells: 'blamed one another'."""
    if len({a.country for a in coding.sources if a.country}) < _SEVERAL:
        return False
    sentence = scene.sentences[scene.index(coding.char_start)]
    told = sentence.text[coding.trigger_start - sentence.start : coding.trigger_end - sentence.start + _BESIDE]
    return any(f" {phrase}" in told.lower() for phrase in scene.lists.reciprocal)


def is_upon_others(coding: Coding, scene: Scene) -> bool:
    """Whether the words behind a trigger tell whom or what it is upon, and it is no actor that we know."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    first = bisect.bisect_right(sentence.starts, coding.trigger_start)
    last = bisect.bisect_left(sentence.starts, coding.trigger_end)
    inside, behind = sentence.lowers[first:last], sentence.lowers[last : last + _OTHERS]
    if coding.event_type == "REQUEST" and not scene.lists.by.isdisjoint(behind[:1]):
        return True  # 'the Clean Streets Act, proposed by Bo Example'
    owed = sentence.lowers[first : last + _LONG]
    if coding.event_type == "SANCTION" and not scene.lists.owed.isdisjoint(owed):
        return True  # 'stopped paying on some of its bonds'
    near = inside + behind
    at = next((i for i, word in enumerate(near) if word in scene.lists.unnamed), -1)
    return at >= 0 and scene.lists.pointing.isdisjoint(near[:at])


def is_shared(coding: Coding, scene: Scene) -> bool:
    """Whether an act is upon what a state shares with others, "left the climate treaty", or upon a body of many."""
    n = scene.index(coding.char_start)
    near = [t for t in scene.sentences[n].tokens if t.start >= coding.trigger_start]
    inside = sum(t.start < coding.trigger_end for t in near)
    near = near[: inside + _REACH]
    if not scene.lists.shared.isdisjoint(t.lower for t in near):
        return True
    behind = (m for m in scene.found[n] if coding.trigger_end <= m.start < near[-1].end)
    return any(scene.is_between_states(a) for m in behind for a in m.actors)
