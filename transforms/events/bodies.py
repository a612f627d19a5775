"""Bodies of many states that a text calls again by their noun: "the Commission" after "the European Commission".

In: the sentences of a document and their mentions. Out: the mentions of a sentence with such nouns among them. A noun
that two bodies of the text end with names neither. "The General Assembly" of a text about one state that names no other
body of the world is that state's. The nouns are data: lexicon/<language>/coreference.toml, `bodies`, `local_names`.
"""

import dataclasses
from collections.abc import Mapping, Sequence

from transforms.events.backwords import Words
from transforms.events.model import Actor, ActorMention, Sentence
from transforms.events.setting import Scene

Called = Mapping[str, tuple[int, Actor]]
"""Noun -> the sentence in which the body that ends with it is first named, and which it is."""


def introduced(found: Sequence[Sequence[ActorMention]], words: Words) -> Called:
    """The bodies that a document names in full."""
    out: dict[str, tuple[int, Actor]] = {}
    shared: set[str] = set()
    for n, mentions in enumerate(found):
        for m in mentions:
            if m.kind != "organisation" or m.actors[0].sector != "IGO":
                continue
            noun = m.text.split()[-1]
            if noun == m.text or noun.lower() not in words.bodies:
                continue
            _, known = out.setdefault(noun, (n, m.actors[0]))
            if known != m.actors[0]:
                shared.add(noun)
    return {noun: first for noun, first in out.items() if noun not in shared}


def named_again(
    sentence: Sentence, mentions: Sequence[ActorMention], called: Called, n: int, words: Words
) -> tuple[ActorMention, ...]:
    """The mentions of sentence n with the bodies that it calls by their noun alone."""
    if called.keys().isdisjoint(sentence.words):
        return tuple(mentions)
    out = list(mentions)
    for i, word in enumerate(sentence.words):
        if word not in called or not i or sentence.lowers[i - 1] not in words.the or called[word][0] > n:
            continue
        after = sentence.words[i + 1] if i + 1 < len(sentence.words) else ""
        a, b = sentence.span(i, i + 1)
        if after.istitle() or after.lower() in words.of or any(a < m.end and m.start < b for m in out):
            continue
        out.append(ActorMention(a, b, word, "organisation", (called[word][1],)))
    return tuple(sorted(out, key=lambda m: m.start))


def claim(found: list[tuple[ActorMention, ...]], scene: Scene) -> None:
    """Makes the bodies that only share their name with one of the world those of the state that a text is about."""
    names = scene.lists.local_names
    if not scene.home or not any(m.text in names for mentions in found for m in mentions):
        return
    if any(a.sector == "IGO" and m.text not in names for mentions in found for m in mentions for a in m.actors):
        return
    for n, mentions in enumerate(found):
        found[n] = tuple(
            dataclasses.replace(m, actors=(Actor(m.text, scene.home, "LEG"),)) if m.text in names else m
            for m in mentions
        )
