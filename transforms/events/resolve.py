"""Mentions -> events: one row per event_id, by majority, the same whatever the order of the rows.

In: the mention rows of one event as dicts, one after the other, each with `dt`, the date of its partition; only counts
are kept, so that an event may have any number of mentions. Out: an `Event`. For a column the most frequent value wins,
of equally frequent ones the smallest string; null only where no row has a value.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from math import prod
from typing import Any

from transforms.records import Event

MAX_TITLE = 300
MAX_CONFIDENCE = 0.99
Row = Mapping[str, Any]
BY_MAJORITY = (
    "event_type",
    "event_mode",
    "quad_class",
    "status",
    "event_date",
    "event_date_precision",
    "source_country",
    "target_country",
    "dyad",
    "location_country",
)
UNITED = ("source_countries", "target_countries", "contexts")


class Tally:
    """What the mentions of one event say, counted."""

    def __init__(self, event_id: str) -> None:
        self.event_id = event_id
        self._mentions = 0
        self._counts: dict[str, Counter[Any]] = {name: Counter() for name in BY_MAJORITY}
        self._united: dict[str, set[str]] = {name: set() for name in UNITED}
        self._actors: set[str] = set()
        self._domains: set[str] = set()
        self._confidence: dict[str, float] = {}
        self._reported: tuple[dt.datetime, dt.datetime] | None = None
        self._title: tuple[tuple[Any, ...], str] | None = None

    def add(self, row: Row) -> None:
        """Count one mention."""
        self._mentions += 1
        for name, counts in self._counts.items():
            if row[name] is not None:
                counts[row[name]] += 1
        for name, values in self._united.items():
            values.update(value for value in (row[name] or "").split(";") if value)
        self._actors.update(name for name in (row["source_actor"], row["target_actor"]) if name)
        if row["source_domain"]:
            self._domains.add(row["source_domain"])
        article, confidence = row["article_id"], row["confidence"]
        self._confidence[article] = max(self._confidence.get(article, 0.0), confidence)
        at = _reported(row)
        first, last = self._reported or (at, at)
        self._reported = min(first, at), max(last, at)
        title = ((-confidence, article, row["char_start"], row["mention_id"]), row["evidence_text"])
        self._title = min(self._title, title) if self._title else title

    def event(self) -> Event:
        """The event that the counted mentions report. ValueError where there are none."""
        if self._reported is None or self._title is None:
            raise ValueError(f"{self.event_id}: an event needs at least one mention")
        columns: dict[str, Any] = {name: _most(counts) for name, counts in self._counts.items()}
        columns |= {name: _pack(values) for name, values in self._united.items()}
        return Event(
            event_id=self.event_id,
            **columns,
            actors=_pack(self._actors),
            title=shorten(self._title[1]),
            mention_count=self._mentions,
            article_count=len(self._confidence),
            source_domain_count=len(self._domains),
            first_reported_at=self._reported[0],
            last_reported_at=self._reported[1],
            confidence=min(
                MAX_CONFIDENCE, round(1 - prod(1 - value for _, value in sorted(self._confidence.items())), 6)
            ),
        )


def resolve(event_id: str, rows: Iterable[Row]) -> Event:
    """The event that these mention rows report. ValueError where there are none."""
    tally = Tally(event_id)
    for row in rows:
        tally.add(row)
    return tally.event()


def _reported(row: Row) -> dt.datetime:
    """When a row's article appeared; an undated one: midnight UTC of its partition."""
    published: dt.datetime | None = row["published_at"]
    if published is not None:
        return published
    day: dt.date = row["dt"]
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _most(counts: Counter[Any]) -> Any:
    return min(counts, key=lambda value: (-counts[value], str(value))) if counts else None


def _pack(values: set[str]) -> str | None:
    unique = sorted(value.replace(";", ",") for value in values)
    return f";{';'.join(unique)};" if unique else None


def shorten(evidence: str) -> str:
    """Evidence as a title: white space folded, at most MAX_TITLE characters, cut between words."""
    folded = " ".join(evidence.split())
    if len(folded) <= MAX_TITLE:
        return folded
    cut = folded.rfind(" ", 0, MAX_TITLE)
    return folded[: cut if cut > 0 else MAX_TITLE - 1] + "…"
