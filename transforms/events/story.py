"""What is told as background: sentences that go on with a story of years ago.

In: the codings of a document in order, its sentences. Out: the same; where everything that a sentence reports happened
years ago, what the next ones of its paragraph report is of that story too (status historical), as long as they stand in
the past throughout and name no time: "In 2013 the army shelled the port. Peru recalled its envoy." A sentence in the
present or the perfect, one that quotes, one that names a day and a new paragraph end the story.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from transforms.events import dates, grammar, setting, timing
from transforms.events.model import Coding, Sentence

_REACH = 2
"""Sentences that a story goes on for without a date."""


def mark(
    codings: Iterable[Coding], scene: setting.Scene, content: str, published: dt.date | None
) -> tuple[Coding, ...]:
    """Codings with the status historical where they go on with a story of years ago."""
    if published is None:
        return tuple(codings)
    by_sentence: dict[int, list[Coding]] = {}
    for coding in codings:
        by_sentence.setdefault(scene.index(coding.char_start), []).append(coding)
    out: list[Coding] = []
    left, last = 0, -1
    for i, told in by_sentence.items():
        if left and i == last + 1 and _goes_on(scene.sentences, i, scene, content, published):
            out += (_of_old(c) if c.status == "past" and c.event_date is None else c for c in told)
            left -= 1
        else:
            out += told
            old = all(c.status == "historical" for c in told) and any(_is_old(c, published) for c in told)
            left = _REACH if old else 0
        last = i
    return tuple(out)


def _goes_on(sentences: Sequence[Sentence], i: int, scene: setting.Scene, content: str, published: dt.date) -> bool:
    """Whether a sentence stands in the paragraph of the one before, names no time and is told in the past."""
    here, g = sentences[i], grammar.load(scene.language)
    if here.quotes or "\n" in content[sentences[i - 1].end : here.start]:
        return False
    if not (g.perfect | g.is_now | g.future).isdisjoint(here.words):
        return False
    return not dates.find(here, published, scene.language, limits=True)


def _is_old(coding: Coding, published: dt.date) -> bool:
    return coding.event_date is not None and published - coding.event_date >= timing.OLD_STORY


def _of_old(coding: Coding) -> Coding:
    return dataclasses.replace(
        coding, status="historical", why=(*coding.why, "status: historical, of the story before")
    )
