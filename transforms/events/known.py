"""Acts of violence that everybody knows by their day or place: "the September 11 attacks", "the Lockerbie bombing".

In: the codings of a document, in order, its scene and the publisher's day. Out: the same; who acted, upon whom and
when is as the table says, and never somebody of whom the document happens to speak. An act that the document is too
early for is another one. The table is data: lexicon/<language>/known.toml; a language without the file knows of none.
"""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from transforms.events import timing
from transforms.events.model import Actor, Coding
from transforms.events.setting import Scene
from transforms.events.tables import read

_REAL = frozenset(("past", "historical", "ongoing"))
"""Statuses of what has happened: 'a new Lockerbie bombing must never happen' tells of none."""


class _Known(NamedTuple):
    """A row of the table."""

    day: dt.date
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]


@functools.cache
def _table(language: str) -> tuple[re.Pattern[str], tuple[_Known, ...]] | None:
    """One expression for all that is known, a group for each row; and the rows. None where there are none."""
    try:
        lines = read(language, "known")["rows"].strip().splitlines()
    except FileNotFoundError:
        return None
    listed = [[cell.strip() for cell in re.split(r"\s\|(?=\s)", f"{line} ")] for line in lines]
    names = "|".join(f"({cells[0]})" for cells in listed)
    return re.compile(rf"\b(?:{names})\b"), tuple(_read(cells[1:]) for cells in listed)


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
    told, table = tuple(codings), _table(scene.language)
    if table is None:
        return told
    return tuple(_known(c, scene, published, *table) if c.event_type == "ASSAULT" else c for c in told)


def _known(
    coding: Coding, scene: Scene, published: dt.date | None, names: re.Pattern[str], known: tuple[_Known, ...]
) -> Coding:
    sentence = scene.sentences[scene.index(coding.char_start)]
    for hit in names.finditer(sentence.text):
        start, end = sentence.start + hit.start(), sentence.start + hit.end()
        row = known[(hit.lastindex or 1) - 1]
        if start >= coding.trigger_end or end <= coding.trigger_start or coding.status not in _REAL:
            continue
        if published is not None and published < row.day:
            continue
        old = published is not None and published - row.day > timing.RECENT
        return dataclasses.replace(
            coding,
            sources=row.sources,
            targets=row.targets,
            event_date=row.day,
            event_date_precision="day",
            event_date_source="text",
            event_date_text=hit.group(),
            status="historical" if old else "past",
            why=(*coding.why, f"{row.day}, sides: what is called {hit.group()!r} is known (known.toml)"),
        )
    return coding
