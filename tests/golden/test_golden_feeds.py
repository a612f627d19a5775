"""feeds/*: invented feeds of every dialect and with every fault, against what they must become.

`<name>.jsonl` beside each holds the answer: first what is said of the feed itself, or why it is none; then one line per
entry. What is absent in the answer (null, empty) must be absent in the feed. The answers were read line by line against
their feeds; ids and hashes are no matter of opinion and have tests of their own. After a change that is meant,

    python -m tests.golden.test_golden_feeds

writes them anew: read the difference before you keep it.
"""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from transforms.sources.feeds import FLAGS, Feed, FeedFailure, Hints, parse_feed

FEEDS = Path(__file__).parent / "feeds"
FILES = sorted(path for path in FEEDS.iterdir() if path.suffix in (".xml", ".json"))
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://www.harbourpost.example/rss.xml"
NOT_SHOWN = {"entries", "url", "fault", "entry_id", "content_sha256"}


def answer(path: Path) -> list[dict[str, Any]]:
    found = parse_feed(path.read_bytes(), NOW, URL)
    if isinstance(found, FeedFailure):
        return [{"reason_code": found.reason_code}]
    return [shown(found), *(shown(entry) for entry in found.entries)]


def shown(record: Any) -> dict[str, Any]:
    fields = (field.name for field in dataclasses.fields(record))
    values = {name: plain(getattr(record, name)) for name in fields if name not in NOT_SHOWN}
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def plain(value: Any) -> Any:
    if isinstance(value, Hints):
        return shown(value)
    if isinstance(value, dt.timedelta):
        return f"{value.total_seconds() / 60:g} min"
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def test_there_are_feeds_of_every_kind_and_fault() -> None:
    assert len(FILES) >= 60
    assert {path.with_suffix(".jsonl") for path in FILES} == set(FEEDS.glob("*.jsonl"))
    answers = [parse_feed(path.read_bytes(), NOW, URL) for path in FILES]
    feeds = [found for found in answers if isinstance(found, Feed)]
    assert {feed.kind for feed in feeds} == {"rss", "atom", "cdf", "json", "news_sitemap"}
    met = {flag for feed in feeds for flag in (*feed.flags, *(f for entry in feed.entries for f in entry.flags))}
    assert set(FLAGS) - met == {"entries_cut"}  # a feed of 5,000 entries is no golden file


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_feed_becomes_what_it_must(path: Path) -> None:
    expected = [json.loads(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    assert answer(path) == expected


def write() -> None:
    for path in FILES:
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in answer(path)]
        path.with_suffix(".jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write()
