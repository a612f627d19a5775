"""How much of clean text the cleaner touches: true paragraphs of news pages, and single sentences from agencies."""

import datetime as dt
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from transforms.clean import clean_text

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RIGHTLY = ("dateline", "agency", "gap-", "note-", "date-", "end-mark", "hashtags")
"""Rules whose removals from these texts were read one by one: an editor would make them too."""

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout (../shared/corpora)"
)


def rows(name):
    with gzip.open(CORPORA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_true_paragraphs_stay():
    """Paragraphs that the labels bracket are optional there: credits, standfirsts, contacts."""
    total = changed = 0
    for row in rows("news_pages.jsonl.gz"):
        truth = [(p[1:-1], True) if p[:1] == "[" and p[-1:] == "]" else (p, False) for p in row["truth"]["body"]]
        cleaned = clean_text("\n".join(p for p, _ in truth), now=NOW)
        left = Counter(cleaned.body.split("\n"))
        rightly = "\n".join(r.text for r in cleaned.removed if r.rule_id.startswith(RIGHTLY))
        for paragraph, optional in truth:
            folded = " ".join(paragraph.replace("\ufeff", "").split())
            left[folded] -= 1
            total += not optional
            mended = any(removed and removed in folded for removed in rightly.split("\n"))
            changed += left[folded] < 0 and not optional and not mended
        assert clean_text(cleaned.body, now=NOW).body == cleaned.body
    assert changed <= 0.002 * total, f"{changed} of {total}"


def test_sentences_lose_nothing_but_datelines():
    for row in rows("relations.jsonl.gz"):
        sentence = " ".join(row["text"].split())
        cleaned = clean_text(sentence, now=NOW)
        lost = [r.rule_id for r in cleaned.removed]
        assert cleaned.body == sentence or all(rule.startswith(("dateline", "agency", "gap-")) for rule in lost), row[
            "id"
        ]
