"""A feed pass, interrupted step by step: polls, tasks, plan, settling, commit, compaction; and again at a seeded step
of the pass after it. One step in four here, every single one in `make kills` (DEMARCHE_KILLS).

A step is one operation on the store (a file made, synced, moved, deleted). An interruption ends the pass at once:
nothing of ours cleans up on the way out, as after a kill. The pass is the program's own, its steps done one after the
other in this process; only what an article says is made up.
"""

import datetime as dt
import os
import random
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.passes import _due
from tests.crash.test_publish import Killed, content, killed_at
from tests.feeds.test_feed_kills import verify_log
from tests.unit.lake.samples import resolver, tagged
from tests.web.server import Exchange, Server
from transforms.ids import content_id
from transforms.lake import publish
from transforms.lake.check import check
from transforms.lake.fragments import FragmentWriter
from transforms.lake.layout import lock, open_dataset
from transforms.lake.store import open_store
from transforms.polling import log, work
from transforms.polling.compact import Keep, compact
from transforms.polling.model import FeedSpec, Outcome
from transforms.records import Document, Refusal, Run, TaggedArticle
from transforms.sources.feeds import FeedLimits
from transforms.web import Fetcher, Policy, Politeness, Robots

SEED = 31
STRIDE = 1 if "DEMARCHE_KILLS" in os.environ else 4
DAY = 86400.0
KEEP = Keep(DAY, 30 * DAY, 60 * DAY)
SETTINGS = work.Settings(
    Policy("demarche-test/1.0 (+https://example.org/contact)", allow_hosts=("127.0.0.1",)),
    Politeness(delay_seconds=0.0),
    FeedLimits(),
    page_bytes=100_000,
    page_attempts=6,
)


class Site:
    """Two feeds of three entries. At step 1 each has a new entry, a changed one, and has dropped one; one page fails
    when it is first asked for."""

    def __init__(self) -> None:
        self.step = 0
        self.busy = True
        self.server = Server({"*": self._answer})

    def specs(self) -> dict[str, FeedSpec]:
        urls = [self.server.url(f"/feed/{feed}") for feed in "ab"]
        return {url: FeedSpec(url, 0.001, 0.001) for url in urls}

    def _answer(self, exchange: Exchange) -> None:
        kind, *rest = exchange.path.strip("/").split("/")
        if kind == "feed":
            items = "".join(self._item(rest[0], entry) for entry in range(self.step, self.step + 3))
            exchange.answer(200, f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode())
        elif kind != "page":
            exchange.answer(404)
        elif self.busy and rest == ["a", "1"]:
            exchange.answer(503)
        else:
            body = f"Envoy {'/'.join(rest)} met minister {rest[1]}.{self._change(int(rest[1]))}"
            exchange.answer(200, body.encode(), Content_Type="text/plain; charset=utf-8")

    def _change(self, entry: int) -> str:
        return " They will meet again." if entry == 2 and self.step else ""

    def _item(self, feed: str, entry: int) -> str:
        link = self.server.url(f"/page/{feed}/{entry}")
        return (
            f"<item><guid>{feed}{entry}</guid><link>{link}</link><title>Envoy {entry}{self._change(entry)}</title>"
            f"<pubDate>Sat, 02 Mar 2024 0{entry}:00:00 GMT</pubDate></item>"
        )


def make_article(item: Document | Refusal, run: Run) -> TaggedArticle | Refusal:
    """What becomes of a document: an article of its text."""
    if isinstance(item, Refusal):
        return item
    change = {"url": item.url, "canonical_url": item.url, "article_id": content_id(item.url), "title": item.title}
    made = tagged(1, body=item.content, published=item.published_at, by=run, mentions=1, **change)
    return replace(made, input_id=item.input_id, raw_sha256=item.raw_sha256)


def one_pass(root: Path, specs: dict[str, FeedSpec]) -> None:
    """What `demarche run` does, step by step."""
    where, run = str(root), Run(secrets.token_hex(16), dt.datetime.now(dt.UTC))
    fetcher, inputs = Fetcher(SETTINGS.policy), 0
    open_dataset(where)
    with lock(where):
        publish.recover(where)
        with closing(log.load(open_store(where))) as book:
            jobs, _ = _due(book, specs, run.started_at)
            knowing = [replace(job, seen=book.seen(job.spec.url)) for job in jobs]
            names = work.stage_jobs(where, run, knowing, book.retries(run.started_at), 2)
        tasks = [list(work.poll_jobs(where, run, name, SETTINGS, fetcher))[-1] for name in names]
        writer, fragments, outcomes = FragmentWriter(where, run), list[Any](), list[Outcome]()
        files, _ = work.plan_pages(where, run, [str(name) for name in tasks], 2)
        for name in files:
            for item in work.fetch_tasks(where, run, name, SETTINGS, fetcher, Robots(SETTINGS.policy)):
                if isinstance(item, Outcome):
                    outcomes.append(item)
                    continue
                inputs += 1
                article = make_article(item, run)
                fragments.extend(writer.add(article))
                outcomes.append(
                    Outcome(item.input_id, "reject", reason_code=article.reason_code)
                    if isinstance(article, Refusal)
                    else Outcome(item.input_id, "article", article_id=article.article.article_id)
                )
        fragments.extend(writer.flush())
        work.settle(where, run, outcomes)
        merged = [publish.merge(where, run, task) for task in publish.plan(where, run, fragments, inputs)]
        publish.commit(where, run, publish.resolve_events(where, run, merged, resolver), inputs)
        compact(open_store(where), run, KEEP, force=True)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(log, "FLUSH_RECORDS", 1)
    made = Site()
    yield made
    made.server.close()


def settled(root: Path) -> bool:
    book = log.load(open_store(str(root)))
    try:
        return not book.unfinished and not book.waiting()
    finally:
        book.close()


def test_a_pass_interrupted_at_any_step_is_made_good(site: Site, tmp_path: Path) -> None:
    before, calm, specs = tmp_path / "before", tmp_path / "calm", site.specs()
    one_pass(before, specs)
    assert not settled(before)  # one page waits
    time.sleep(0.01)
    site.step, site.busy = 1, False
    shutil.copytree(before, calm)
    with killed_at(None) as done:
        one_pass(calm, specs)
    assert settled(calm)
    expected, chance = content(calm), random.Random(SEED)
    assert [len(expected[table]) for table in ("articles", "rejects")] == [8, 0]
    assert {step.split()[0] for step in done} == {"create", "sync", "replace", "delete", "delete_folder"}
    for step in range(chance.randrange(STRIDE), len(done), STRIDE):
        root = tmp_path / str(step)
        shutil.copytree(before, root)
        for moment in (step, chance.randrange(len(done))):
            try:
                with killed_at(moment):
                    one_pass(root, specs)
            except Killed:
                content(root)  # readers meet whole files
            time.sleep(0.003)  # the feeds are due again
        one_pass(root, specs)
        said = f"interrupted at step {step} of {len(done)}, {done[step]}"
        assert settled(root), said
        assert content(root) == expected, said
        verify_log(root)
        if step % 8 < STRIDE:
            assert check(str(root)) == [], said
        shutil.rmtree(root)
