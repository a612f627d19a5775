"""Majority rules that do not depend on the order of the rows."""

import datetime as dt
import random
from typing import Any

import pytest

from transforms.events import resolve


def row(n: int, **changes: Any) -> dict[str, Any]:
    return {
        "mention_id": f"{n:032x}",
        "article_id": f"{n:032x}",
        "published_at": dt.datetime(2024, 3, n + 1, tzinfo=dt.UTC),
        "event_type": "CONSULT",
        "event_mode": "visit",
        "quad_class": 1,
        "status": "past",
        "event_date": dt.date(2024, 3, 1),
        "event_date_precision": "day",
        "source_country": "GHA",
        "target_country": "PER",
        "source_countries": ";GHA;",
        "target_countries": ";PER;",
        "source_actor": "Ghana",
        "target_actor": "Peru",
        "dyad": "GHA-PER",
        "location_country": None,
        "contexts": ";diplomatic;",
        "source_domain": f"site{n}.example",
        "evidence_text": f"Sentence {n}.",
        "char_start": 0,
        "confidence": 0.5,
        "dt": dt.date(2024, 3, n + 1),
    } | changes


def test_majority_ties_and_counts() -> None:
    rows = [row(0, event_mode=None), row(1, event_mode="phone"), row(2), row(3, event_mode="phone"), row(4)]
    event = resolve.resolve("e", rows)
    assert event.event_mode == "phone"  # two against two: the smaller string
    assert (event.mention_count, event.article_count, event.source_domain_count) == (5, 5, 5)
    assert event.actors == ";Ghana;Peru;"
    assert event.first_reported_at == dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    assert event.last_reported_at == dt.datetime(2024, 3, 5, tzinfo=dt.UTC)


def test_order_of_rows_does_not_matter() -> None:
    rows = [row(n, confidence=n / 10, contexts=f";c{n};", status="past" if n % 2 else "planned") for n in range(8)]
    expected = resolve.resolve("e", rows)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert resolve.resolve("e", rows) == expected


def test_confidence_counts_each_article_once() -> None:
    same = [row(0, confidence=0.5), row(1, confidence=0.3, article_id=f"{0:032x}")]
    assert resolve.resolve("e", same).confidence == 0.5
    assert resolve.resolve("e", [row(0), row(1)]).confidence == 0.75
    assert resolve.resolve("e", [row(n, confidence=0.9) for n in range(9)]).confidence == resolve.MAX_CONFIDENCE


def test_undated_report_counts_from_midnight_of_its_partition() -> None:
    rows = [row(5), row(0, published_at=None, dt=dt.date(2024, 2, 9))]
    assert resolve.resolve("e", rows).first_reported_at == dt.datetime(2024, 2, 9, tzinfo=dt.UTC)


def test_title_is_the_most_confident_sentence_cut_between_words() -> None:
    long = "word " * 100
    event = resolve.resolve("e", [row(0), row(1, confidence=0.9, evidence_text=long)])
    assert event.title.startswith("word word")
    assert len(event.title) <= resolve.MAX_TITLE
    assert event.title.endswith("word…")


def test_no_rows() -> None:
    with pytest.raises(ValueError, match="at least one"):
        resolve.resolve("e", [])
