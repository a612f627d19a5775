"""What the names and phrases of a text refer to, once its document has been gone through."""

import datetime as dt

from transforms.events import actors, coreference
from transforms.events.text import split

DAY = dt.date(2023, 7, 1)


def resolved(text):
    sentences = split(text)
    return coreference.resolve(sentences, [actors.load("en").find(s, DAY) for s in sentences])


def last(text, words):
    """Names and countries of the mention with these words in the last sentence; None where there is none."""
    for m in resolved(text)[-1]:
        if m.text == words:
            return [(a.name, a.country) for a in m.actors]
    return None
