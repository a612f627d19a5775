"""Entries per second of our reader of feeds against feedparser's, as it comes and without its sanitizer, same run.

    python tests/bench/bench_feeds.py

Processor time, best of several runs; two feeds of 200 entries that are made here: headlines with summaries, and whole
articles. Ratios count, the rates are the machine's.
"""

import datetime as dt
import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from transforms.sources.feeds import parse_feed

ENTRIES = 200
RUNS = 5
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
URL = "https://www.quay.example/rss.xml"
WORDS = (
    "the",
    "envoy",
    "said",
    "that",
    "talks",
    "between",
    "both",
    "coasts",
    "go",
    "on",
    "until",
    "a",
    "treaty",
    "is",
    "signed",
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay</title><link>https://www.quay.example/'
    "</link><description>News</description>"
)


def text(words: int) -> str:
    return f"{' '.join(random.choice(WORDS) for _ in range(words)).capitalize()}."


def item(number: int, *, whole: bool) -> str:
    paragraphs = "".join(f'<p>{text(40)} <a href="/x/{number}">{text(4)}</a></p>' for _ in range(6))
    content = f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded>" if whole else ""
    return (
        f"<item><title>{text(9)}</title><link>https://www.quay.example/{number}</link><guid>https://www.quay.example/"
        f"{number}</guid><pubDate>Tue, 04 Mar 2025 05:{number % 60:02d}:07 +0100</pubDate>"
        "<dc:creator>Ana Ruiz</dc:creator><category>World</category>"
        f"<description>{text(25)}</description>{content}</item>"
    )


def seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    import feedparser

    random.seed(7)
    for name, whole in (("headlines", False), ("whole articles", True)):
        body = f"{HEAD}{''.join(item(i, whole=whole) for i in range(ENTRIES))}</channel></rss>".encode()
        ours = seconds(lambda body=body: parse_feed(body, NOW, URL))
        plain = seconds(lambda body=body: feedparser.parse(io.BytesIO(body)))
        bare = seconds(
            lambda body=body: feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
        )
        print(
            f"{name}: {ENTRIES / ours:.0f} entries/s; feedparser {ENTRIES / plain:.0f} ({plain / ours:.1f} times "
            f"slower), without sanitizer and link resolution {ENTRIES / bare:.0f} ({bare / ours:.1f} times slower)"
        )


if __name__ == "__main__":
    main()
