"""Mentions -> events: one row per event_id, by majority, the same whatever the order of the rows.

In: all mention rows of one event as dicts, each with `dt`, the date of its partition. Out: an `Event`. For a column the
most frequent value wins, of equally frequent ones the smallest string; null only where no row has a value.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Any

from transforms.records import Event

MAX_TITLE = 300
MAX_CONFIDENCE = 0.99
Row = Mapping[str, Any]


def resolve(event_id: str, rows: Sequence[Row]) -> Event:
    """The event that these mention rows report. ValueError where there are none."""
    if not rows:
        raise ValueError(f"{event_id}: an event needs at least one mention")
    best: dict[str, float] = {}
    for row in rows:
        best[row["article_id"]] = max(best.get(row["article_id"], 0.0), row["confidence"])
    reported = [_reported(row) for row in rows]
    title = min(rows, key=lambda r: (-r["confidence"], r["article_id"], r["char_start"], r["mention_id"]))
    return Event(
        event_id=event_id,
        event_type=_most(rows, "event_type"),
        event_mode=_most(rows, "event_mode"),
        quad_class=_most(rows, "quad_class"),
        status=_most(rows, "status"),
        event_date=_most(rows, "event_date"),
        event_date_precision=_most(rows, "event_date_precision"),
        source_country=_most(rows, "source_country"),
        target_country=_most(rows, "target_country"),
        source_countries=_union(row["source_countries"] for row in rows),
        target_countries=_union(row["target_countries"] for row in rows),
        actors=_pack({a for row in rows for a in (row["source_actor"], row["target_actor"]) if a}),
        dyad=_most(rows, "dyad"),
        location_country=_most(rows, "location_country"),
        contexts=_union(row["contexts"] for row in rows),
        title=shorten(title["evidence_text"]),
        mention_count=len(rows),
        article_count=len(best),
        source_domain_count=len({row["source_domain"] for row in rows if row["source_domain"]}),
        first_reported_at=min(reported),
        last_reported_at=max(reported),
        confidence=min(MAX_CONFIDENCE, round(1 - prod(1 - c for _, c in sorted(best.items())), 6)),
    )


def _reported(row: Row) -> dt.datetime:
    """When a row's article appeared; an undated one: midnight UTC of its partition."""
    published: dt.datetime | None = row["published_at"]
    if published is not None:
        return published
    day: dt.date = row["dt"]
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _most(rows: Iterable[Row], name: str) -> Any:
    counts = Counter(row[name] for row in rows if row[name] is not None)
    return min(counts, key=lambda value: (-counts[value], str(value))) if counts else None


def _union(packed: Iterable[str | None]) -> str | None:
    return _pack({value for text in packed if text for value in text.split(";") if value})


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
