"""Acts of violence that everybody knows by their day or place: "the September 11 attacks", "the Lockerbie bombing".

In: the codings of a document, in order, its scene and the publisher's day. Out: the same; who acted and upon whom
is as the table says, never somebody of whom the document happens to speak, and so is the year of a day that is named.
What no pattern has found is not coded for its name alone. An act that the document is too
early for is another one. The table is data: lexicon/<language>/known.toml; a language without the file knows of none.
"""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from transforms.events import timing
from transforms.events.model import Actor, Coding, Sentence
from transforms.events.setting import Scene
from transforms.events.tables import optional

_REAL = frozenset(("past", "historical", "ongoing"))
"""Statuses of what has happened: 'a new Lockerbie bombing must never happen' tells of none."""


class _Known(NamedTuple):
    """A row of the table."""

    day: dt.date
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]


class _Table(NamedTuple):
    """The file of a language."""

    names: re.Pattern[str]
    """One expression for all that is known, a group for each row."""
    rows: tuple[_Known, ...]
    unlike: frozenset[str]
    """Words before a name that make it another act's."""
    nouns: frozenset[str]
    """What such acts are called: one of these stands in every name."""


@functools.cache
def _table(language: str) -> _Table | None:
    """The table of a language; None where it has none."""
    if (data := optional(language, "known")) is None:
        return None
    lines = data["rows"].strip().splitlines()
    listed = [[cell.strip() for cell in re.split(r"\s\|(?=\s)", f"{line} ")] for line in lines]
    names = "|".join(f"({cells[0]})" for cells in listed)
    rows = tuple(_read(cells[1:]) for cells in listed)
    return _Table(
        re.compile(rf"\b(?:{names})\b"), rows, frozenset(data["unlike"].split()), frozenset(data["nouns"].split())
    )


def _read(cells: list[str]) -> _Known:
    day, sources, targets = cells
    return _Known(dt.date.fromisoformat(day), _actors(sources), _actors(targets))


def _actors(cell: str) -> tuple[Actor, ...]:
    out: list[Actor] = []
    for one in filter(None, cell.split(";")):
        name, country, sector = one.strip().split(",")
        out.append(Actor(name, country or None, sector or "GOV"))
    return tuple(out)


def fill(codings: Iterable[Coding], scene: Scene, published: dt.date | None) -> tuple[Coding, ...]:
    """Codings with the sides and the day of what is known."""
    told, table = list(codings), _table(scene.language)
    if table is None or not told:
        return tuple(told)
    for sentence in scene.sentences:
        if table.nouns.isdisjoint(sentence.lowers):
            continue
        for hit in table.names.finditer(sentence.text):
            row = table.rows[(hit.lastindex or 1) - 1]
            if published is not None and published < row.day:
                continue
            last = sentence.text[: hit.start()].lower().split()[-1:]
            if not table.unlike.isdisjoint(last):
                continue  # 'a second Lockerbie bombing'
            _take(told, _Found(sentence, hit, row), published)
    return tuple(sorted(told, key=lambda c: (c.char_start, c.trigger_start)))


class _Found(NamedTuple):
    """One place where something known is named."""

    sentence: Sentence
    hit: re.Match[str]
    row: _Known


def _take(told: list[Coding], one: _Found, published: dt.date | None) -> None:
    """Puts what is known in place of what was coded of its words."""
    start, end = one.sentence.start + one.hit.start(), one.sentence.start + one.hit.end()
    near = [i for i, c in enumerate(told) if c.trigger_start < end and start < c.trigger_end]
    own = next((i for i in near if told[i].event_type == "ASSAULT"), None)
    if own is None or told[own].status not in _REAL:
        return
    known = told[own]
    old = published is not None and published - one.row.day > timing.RECENT
    known = dataclasses.replace(
        known,
        sources=one.row.sources,
        targets=one.row.targets,
        status="historical" if old else "past",
        why=(*known.why, f"sides: what is called {one.hit.group()!r} is known (known.toml)"),
    )
    if any(c.isdigit() for c in one.hit.group()):  # the words name the day; which year it was is known
        known = dataclasses.replace(
            known,
            event_date=one.row.day,
            event_date_precision="day",
            event_date_source="text",
            event_date_text=one.hit.group(),
        )
    # 'boasted of planning the September 11 attacks' threatens nobody any more
    gone = {i for i in near if told[i].event_type == "THREATEN"} | {own}
    told[:] = [*(c for i, c in enumerate(told) if i not in gone), known]
