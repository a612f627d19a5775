"""Whom a text names, and what its names and phrases refer to once its document has been gone through."""

import datetime as dt

from transforms.events import actors, coreference
from transforms.events.setting import Scene
from transforms.events.text import split

DAY = dt.date(2023, 7, 1)


def found(text, on=DAY):
    """The actors that the gazetteer finds."""
    return [m for s in split(text) for m in actors.load("en").find(s, on)]


def resolved(text):
    """The actors of each sentence, back-references among them."""
    sentences = split(text)
    return coreference.resolve(sentences, [actors.load("en").find(s, DAY) for s in sentences])


def last(text, words):
    """Names and countries of the mention with these words in the last sentence; None where there is none."""
    for m in resolved(text)[-1]:
        if m.text == words:
            return [(a.name, a.country) for a in m.actors]
    return None


def scene(text):
    """Where a text is set."""
    sentences = split(text)
    return Scene(sentences, [actors.load("en").find(s, DAY) for s in sentences], "en")
