"""Whom an act befalls, as the text calls them: "arrested four young men", "jailed Bo Example".

In: a coding without a target and the scene. Out: the word for the persons beside its trigger; None where there is none.
The words are data: lexicon/<language>/coreference.toml, table `setting`.
"""

import bisect
from collections.abc import Sequence

from transforms.events.model import Coding, Token
from transforms.events.setting import Lists, Scene

_UNCOUNTED = frozenset(("ASSAULT", "ACCUSE"))
"""Types whose words may have an object that is no person: 'began an inquiry'."""
_REACH = 5
"""Words between a trigger and the persons it befalls."""


def named(coding: Coding, scene: Scene) -> str | None:
    """The persons after a trigger ('arrested four young men', 'jailed Bo Example') or, passive, before it."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    tokens, words = sentence.tokens, scene.lists
    last = max(bisect.bisect_left(sentence.starts, coding.trigger_end) - 1, 0)
    if tokens[last].lower in words.persons:
        return tokens[last].text
    first = bisect.bisect_left(sentence.starts, coding.trigger_start)
    for at in (last + 1, first + 1):  # 'jailed the man'; inside 'sentenced the man to two years'
        if victim := _named_behind(tokens[at : at + _REACH], words, coding):
            return victim
    for token in reversed(tokens[max(0, first - _REACH) : first]):
        if token.lower in words.persons:
            return token.text
        if token.lower not in words.between and not scene.grammar.is_adverb(token.lower):
            break  # but 'nine people were later arrested'
    return None


def person(coding: Coding, scene: Scene) -> str | None:
    """The noun for persons that an act is upon, directly behind its trigger or, passive, before it: "praised the
    voters", "a candidate who was not endorsed"."""
    sentence = scene.sentences[scene.index(coding.char_start)]
    tokens, words = sentence.tokens, scene.lists
    behind = bisect.bisect_left(sentence.starts, coding.trigger_end)
    for token in tokens[behind : behind + _REACH]:
        if token.lower in words.persons:
            return token.text
        if token.lower not in words.between:
            break
    first = bisect.bisect_left(sentence.starts, coding.trigger_start)
    if first and tokens[first - 1].lower in words.passive:
        for token in reversed(tokens[max(0, first - _REACH) : first]):
            if token.lower in words.persons:
                return token.text
            if token.lower not in words.auxiliaries | words.passive | words.who:
                break
    return None


def _named_behind(tokens: Sequence[Token], words: Lists, coding: Coding) -> str | None:
    """The persons that some words begin with, determiners and counts before them."""
    counted = False
    for token in tokens:
        if token.lower in words.persons or (
            token.text.istitle() and token.text.isalpha() and token.text not in words.days
        ):
            return token.text
        if token.lower in words.between or token.text[0].isdigit():
            counted = token.lower not in words.auxiliaries  # 'said the arrest had been unlawful' names nobody
        elif counted and token.text.isalpha() and coding.event_type not in _UNCOUNTED:
            return token.text  # 'sentenced the smuggler'
        else:
            break
    return None
