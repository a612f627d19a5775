"""Invented articles, mentions and events for the tests of the lake. Nothing in them happened."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from transforms.ids import content_id, text_sha256
from transforms.lake import publish
from transforms.lake.fragments import Fragment, FragmentWriter
from transforms.records import Article, Event, Mention, Refusal, Run, TaggedArticle

ROOT = Path(__file__).resolve().parents[3]
EPOCH = dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC)
COUNTRIES = ("BRA", "CHN", "FRA", "IND", "KEN", "USA")


def run(number: int = 1, day: int = 0) -> Run:
    return Run(content_id("run", number), dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=day))


def tagged(
    number: int,
    *,
    body: str | None = None,
    published: dt.datetime | None = EPOCH,
    by: Run | None = None,
    mentions: int = 2,
    **change: Any,
) -> TaggedArticle:
    """Article `number` with some mentions; `body` must have one sentence a line."""
    by = by or run()
    if body is None:
        body = "\n".join(f"Envoy {number} met minister {line} in Exampleville." for line in range(max(mentions, 1)))
    url = f"https://news{number % 7}.example/{number}"
    article_id = content_id(url)
    article = Article(
        article_id=article_id,
        url=url,
        canonical_url=url,
        source_domain=f"news{number % 7}.example",
        publisher=None,
        feed_url=None,
        title=f"Sample {number}",
        byline=None,
        body=body,
        language="en",
        published_at=published,
        published_at_source="metadata" if published else "none",
        published_date=published.date() if published else None,
        fetched_at=by.started_at,
        updated_at=None,
        word_count=len(body.split()),
        content_sha256=text_sha256(body),
        story_id=article_id,
        duplicate_of=None,
        tags=None,
        rights=None,
        is_liveblog=False,
        is_updated=False,
        quality=0.9,
        extractor="plain",
        extractor_version="1",
        run_id=by.run_id,
        processed_at=by.started_at,
    )
    article = replace(article, **change)
    lines = [line for line in body.split("\n") if line][:mentions]
    return TaggedArticle(
        article, tuple(mention(article, line, at) for at, line in enumerate(lines)), f"in#L{number}", "0" * 64
    )


def mention(article: Article, line: str, at: int) -> Mention:
    start = article.body.index(line)
    first = article.body.index(" ", start) + 1
    seed = int(hashlib.sha256(line.encode()).hexdigest()[:8], 16)
    pair = sorted((COUNTRIES[seed % 6], COUNTRIES[(seed // 6) % 6]))
    one, two = pair
    event_id = content_id("event", one, two, article.published_date and article.published_date.isoformat())
    return Mention(
        mention_id=content_id(article.article_id, line, at),
        event_id=event_id,
        article_id=article.article_id,
        published_at=article.published_at,
        event_type="CONSULT" if seed % 2 else "AID",
        event_mode=None,
        quad_class=1,
        status="past",
        event_date=article.published_date,
        event_date_precision="day" if article.published_date else "none",
        event_date_source="text" if article.published_date else "none",
        event_date_text=None,
        planned_date=None,
        source_actor=None,
        source_country=one if seed % 5 else None,
        source_sector=None,
        source_role=None,
        source_countries=f";{one};",
        target_actor=None,
        target_country=two,
        target_sector=None,
        target_role=None,
        target_countries=f";{two};",
        dyad=f"{one}-{two}" if one != two else None,
        location_name=None,
        location_country=None,
        contexts=None,
        reported_by=None,
        trigger_text=article.body[first : first + 3],
        trigger_start=first,
        trigger_end=first + 3,
        evidence_text=line,
        char_start=start,
        char_end=start + len(line),
        intensity=1.0,
        confidence=0.8,
        rule_id="sample",
        tagger_version="1",
        source_domain=article.source_domain,
        language=article.language,
        run_id=article.run_id,
        processed_at=article.processed_at,
    )


def refusal(number: int, reason: str = "empty") -> Refusal:
    return Refusal(f"in#L{number}", "extract", reason, f"{number:064x}", "nothing to read")


class Resolved:
    """A resolver over `function`, which gets all rows at once, in order."""

    def __init__(self, event_id: str, function: Callable[[str, Sequence[Mapping[str, Any]]], Event]) -> None:
        self.event_id, self.function = event_id, function
        self.rows: list[Mapping[str, Any]] = []

    def add(self, row: Mapping[str, Any]) -> None:
        self.rows.append(row)

    def event(self) -> Event:
        return self.function(self.event_id, sorted(self.rows, key=lambda row: row["mention_id"]))


def resolver(event_id: str) -> Resolved:
    return Resolved(event_id, resolve)


def resolve(event_id: str, rows: Sequence[Mapping[str, Any]]) -> Event:
    """A plain answer: the first row speaks for all."""
    first = rows[0]
    times = sorted(row["published_at"] or dt.datetime.combine(row["dt"], dt.time(), dt.UTC) for row in rows)
    return Event(
        event_id=event_id,
        event_type=first["event_type"],
        event_mode=None,
        quad_class=first["quad_class"],
        status=first["status"],
        event_date=first["event_date"],
        event_date_precision=first["event_date_precision"],
        source_country=first["source_country"],
        target_country=first["target_country"],
        source_countries=None,
        target_countries=None,
        actors=None,
        dyad=first["dyad"],
        location_country=None,
        contexts=None,
        title=first["evidence_text"],
        mention_count=len(rows),
        article_count=len({row["article_id"] for row in rows}),
        source_domain_count=len({row["source_domain"] for row in rows if row["source_domain"]}),
        first_reported_at=times[0],
        last_reported_at=times[-1],
        confidence=0.5,
    )


def stage(root: Path, by: Run, items: Iterable[TaggedArticle | Refusal], flush_every: int = 2000) -> list[Fragment]:
    writer = FragmentWriter(str(root), by, max_rows=flush_every)
    fragments = [fragment for item in items for fragment in writer.add(item)]
    return [*fragments, *writer.flush()]


def publish_all(
    root: Path,
    by: Run,
    items: Sequence[TaggedArticle | Refusal],
    flush_every: int = 2000,
    resolved_by: Callable[[str], Resolved] | None = None,
) -> publish.Summary:
    """One whole run."""
    publish.open_dataset(str(root))
    with publish.lock(str(root)):
        publish.recover(str(root))
        fragments = stage(root, by, items, flush_every)
        tasks = publish.plan(str(root), by, fragments, len(items))
        merged = [publish.merge(str(root), by, t) for t in tasks]
        merged = publish.resolve_events(str(root), by, merged, resolved_by or resolver)
        return publish.commit(str(root), by, merged, len(items))


def tree(root: Path) -> dict[str, str]:
    """Every file and folder under a root, with the hash of its bytes."""
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder"
        for p in sorted(root.rglob("*"))
    }


def corpus(by: Run | None = None, count: int = 60) -> list[TaggedArticle | Refusal]:
    """Articles over several days, some undated, some copies, some repeated, and rejects."""
    by = by or run()
    items: list[TaggedArticle | Refusal] = []
    for n in range(count):
        published = None if n % 11 == 0 else EPOCH + dt.timedelta(days=n % 5, minutes=7 * n)
        items.append(tagged(n, published=published, by=by, mentions=n % 4))
        if n % 9 == 4:  # the same words under another address
            items.append(tagged(1000 + n, body=items[-1].article.body, published=published, by=by))
        if n % 13 == 5:  # the same address twice, one changed later
            items.append(
                tagged(n, body=f"Changed {n} once.", published=EPOCH, by=by, updated_at=EPOCH + dt.timedelta(days=9))
            )
        if n % 10 == 3:
            items.append(refusal(n, "empty" if n % 20 == 3 else "binary"))
    return items
