"""A pass over feeds: parts `feeds` of bench.py. All servers are on loopback, in a process of their own.

wall      200 feeds and 1,000 pages of 200 hosts, each answer after 50 ms: polling, planning and fetching of a pass
          against asking one address after the other, and against a bare ThreadPoolExecutor with http.client, as
          many threads and as polite (one request to a host at a time), in turn, same run
growth    processor time of an unchanged feed (304), all it takes: state, jobs, poll, log; and peak memory, with
          100, 1,000 and 10,000 feeds of which each had 20 entries before
hostile   every misbehaviour of our tests among 50 good feeds, a whole run of the program: articles, time, memory

python tests/bench/feeds_pass.py [wall] [growth] [hostile]
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import http.client
import itertools
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

FEEDS, PAGES_EACH, LATENCY, THREADS, TURNS = 200, 5, 0.05, 16, 3
SIZES = (100, 1_000, 10_000)
KNOWN = 20
"""Entries of a feed in the measurement of growth."""
PROSE = b"<p>Norway and Chile held talks on fisheries in Oslo on Monday, officials of both countries said.</p>" * 20
USER_AGENT = "demarche-bench/1.0 (+https://example.org/contact)"
PUBLIC = "93.184.216.34"


# --- the server ---


def page_of(path: str) -> bytes:
    """`/feed/<n>` a feed of PAGES_EACH entries, all else a page."""
    if not path.startswith("/feed/"):
        return b"<html><head><title>Talks</title></head><body><article>" + PROSE + b"</article></body></html>"
    number = int(path.rpartition("/")[2])
    items = "".join(
        f"<item><guid>{number}-{k}</guid><title>Talks {k}</title><link>http://h{number}.example/page/{number}/{k}</link>"
        "<pubDate>Tue, 04 Mar 2025 05:00:07 GMT</pubDate></item>"
        for k in range(PAGES_EACH)
    )
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()


async def serve(latency: float) -> None:
    """Answers after `latency` seconds; whoever sends If-None-Match gets a 304. Prints its port."""

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            if latency:
                await asyncio.sleep(latency)
            if b"\r\nIf-None-Match:" in head:
                writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nConnection: close\r\n\r\n')
            else:
                body = page_of(head.split(b" ", 2)[1].decode())
                kind = b"application/rss+xml" if body.startswith(b"<rss") else b"text/html; charset=utf-8"
                start = b'HTTP/1.1 200 OK\r\nETag: "x"\r\nConnection: close\r\nContent-Type: %s\r\n' % kind
                writer.write(start + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextlib.contextmanager
def served(latency: float) -> Iterator[int]:
    """The port of a server in a process of its own."""
    process = subprocess.Popen([sys.executable, __file__, "serve", str(latency)], stdout=subprocess.PIPE)
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


# --- ours ---


def our_settings() -> Any:
    from transforms.polling.work import Settings
    from transforms.sources.feeds import FeedLimits
    from transforms.web import Policy, Politeness

    politeness = Politeness(per_host=1, delay_seconds=0.0, threads=THREADS)
    return Settings(Policy(USER_AGENT), politeness, FeedLimits(), 8 << 20, 6, obey_robots=False)


def our_fetcher(port: int) -> Any:
    """Every name has a public address, and that is the server's."""
    from transforms.web import Fetcher
    from transforms.web.deadline import system_dial

    return Fetcher(
        our_settings().policy,
        resolver=lambda _host, _port: (PUBLIC,),
        dial=lambda _address, _port, seconds: system_dial("127.0.0.1", port, seconds),
    )


def new_run() -> Any:
    from transforms.records import Run

    return Run(secrets.token_hex(16), dt.datetime.now(dt.UTC))


def specs_of(count: int) -> dict[str, Any]:
    from transforms.polling.model import FeedSpec

    urls = (f"http://h{number}.example/feed/{number}" for number in range(count))
    return {url: FeedSpec(url, 900.0, 21600.0) for url in urls}


def ours(port: int, folder: str) -> int:
    """Jobs -> polls, log, tasks -> plan -> pages as Documents; how many."""
    from transforms.lake.layout import open_dataset
    from transforms.polling import work
    from transforms.polling.model import PollJob
    from transforms.records import Document
    from transforms.web import Robots

    open_dataset(folder)
    run, settings, fetcher = new_run(), our_settings(), our_fetcher(port)
    names = work.stage_jobs(folder, run, map(PollJob, specs_of(FEEDS).values()), [], 1)
    tasks = [list(work.poll_jobs(folder, run, name, settings, fetcher))[-1] for name in names]
    files, _ = work.plan_pages(folder, run, [str(name) for name in tasks], 1)
    robots = Robots(settings.policy)
    items = (item for name in files for item in work.fetch_tasks(folder, run, name, settings, fetcher, robots))
    return sum(isinstance(item, Document) for item in items)


# --- peers ---


def get(port: int, url: str) -> bytes:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/{path}", headers={"Host": host, "User-Agent": USER_AGENT, "Connection": "close"})
        return connection.getresponse().read()
    finally:
        connection.close()


def links(body: bytes, url: str) -> list[str]:
    from transforms.sources.feeds import Feed, parse_feed

    feed = parse_feed(body, dt.datetime.now(dt.UTC), url)
    assert isinstance(feed, Feed)
    return [entry.link for entry in feed.entries if entry.link]


def one_by_one(port: int, _folder: str) -> int:
    pages = [link for url in specs_of(FEEDS) for link in links(get(port, url), url)]
    return sum(b"</article>" in get(port, url) for url in pages)


def bare_pool(port: int, _folder: str) -> int:
    """Polite in the simplest way: the addresses of a host are one task."""

    def some(urls: Sequence[str]) -> int:
        return sum(b"</article>" in get(port, url) for url in urls)

    with ThreadPoolExecutor(THREADS) as pool:
        by_host = list(pool.map(lambda url: links(get(port, url), url), specs_of(FEEDS)))
        return sum(pool.map(some, by_host))


def wall() -> None:
    seconds: dict[str, list[float]] = {}
    with served(LATENCY) as port, tempfile.TemporaryDirectory() as folder:
        ours(port, f"{folder}/warm")  # whatever is imported when it is first needed
        for turn in range(TURNS):
            for way in (ours, bare_pool, *([one_by_one] if not turn else [])):
                began = time.perf_counter()
                found = way(port, f"{folder}/{turn}")
                seconds.setdefault(way.__name__, []).append(time.perf_counter() - began)
                assert found == FEEDS * PAGES_EACH, found
    mine, pool, (slow,) = seconds["ours"], seconds["bare_pool"], seconds["one_by_one"]
    print(f"{FEEDS} feeds, {FEEDS * PAGES_EACH} pages, {LATENCY * 1000:.0f} ms each, {THREADS} threads, {TURNS} turns")
    print(f"{'poll, plan and fetch':34s} {', '.join(f'{s:.1f}' for s in mine)} s")
    print(f"{'bare ThreadPoolExecutor':34s} {', '.join(f'{s:.1f}' for s in pool)} s")
    print(f"{'one after the other':34s} {slow:.1f} s")
    print(f"{'one after the other, ratio':34s} {slow / _median(mine):.1f} times as long as ours")
    ratios = [a / b for a, b in zip(mine, pool, strict=True)]
    print(f"{'ours to the bare pool, ratio':34s} median {_median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


# --- growth ---


def prepare(folder: str, count: int) -> None:
    """A log as it is after some passes: every feed was polled, its entries are articles, the log is compacted."""
    import pyarrow as pa

    from transforms.lake.layout import open_dataset
    from transforms.polling import log
    from transforms.polling.compact import Keep, compact
    from transforms.polling.model import EntryKey, FeedState, Outcome, PageTask, PollRecord
    from transforms.polling.tables import ENTRIES, entry_row

    run, store = new_run(), open_dataset(folder)
    now = run.started_at - dt.timedelta(hours=2)
    writer, rows = log.PollWriter(store, run), list[dict[str, Any]]()
    passes = [pa.Table.from_pylist([], schema=ENTRIES)]
    for number, url in enumerate(specs_of(count)):
        ids = tuple(f"{number:016x}{k:016x}" for k in range(KNOWN))
        state = FeedState(
            url, now, now, 900.0, polls=3, last_success_at=now, last_full_at=now, etag='"x"', window=KNOWN
        )
        writer.add(PollRecord(state, run.run_id, "new", url, url, new=KNOWN, entry_ids=ids, body=b"<rss/>"))
        for k, entry_id in enumerate(ids):
            link = f"http://h{number}.example/page/{number}/{k}"
            task = PageTask(EntryKey(url, entry_id), entry_id * 2, link, link, title=f"Talks {k}")
            rows.append(entry_row(task, Outcome(task.key.input_id, "article", article_id=entry_id), now))
        if len(rows) > 10_000:
            passes.append(pa.Table.from_pylist(rows, schema=ENTRIES))
            rows = []
    writer.flush()
    passes.append(pa.Table.from_pylist(rows, schema=ENTRIES))
    done = store.files(log.POLL_FOLDER)
    log.write(store, log.pass_name(run), pa.concat_tables(passes), worked_off=done)
    compact(store, run, Keep(2 * 86400.0, 30 * 86400.0, 60 * 86400.0), force=True)


def unchanged(folder: str, count: int, port: int) -> None:
    """One pass's polling of feeds that all answer 304; prints processor seconds by step, and peak memory in MiB."""
    from pipeline.passes import _due
    from transforms.lake.store import open_store
    from transforms.polling import log, work

    run, settings, fetcher = new_run(), our_settings(), our_fetcher(port)
    marks = [("", time.process_time())]
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with contextlib.closing(log.load(open_store(folder))) as book:
        marks.append(("state", time.process_time()))
        jobs, _ = _due(book, specs_of(count), run.started_at)
        knowing = (dataclasses.replace(job, seen=book.seen(job.spec.url)) for job in jobs)
        names = work.stage_jobs(folder, run, knowing, book.retries(run.started_at), 1)
        del jobs
    marks.append(("jobs", time.process_time()))
    counted = [item for name in names for item in work.poll_jobs(folder, run, name, settings, fetcher)]
    marks.append(("polls", time.process_time()))
    found = sum(getattr(item, "name", "") == "poll.not_modified" for item in counted)
    assert found == count, found
    steps = {name: after - before for (_, before), (name, after) in itertools.pairwise(marks)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"steps": steps, "base": base, "peak": peak}))


def growth() -> None:
    with served(0.0) as port:
        for count in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                _child("prepare", folder, count)
                found = json.loads(_child("unchanged", folder, count, port))
            steps, each = found["steps"], 1000 * sum(found["steps"].values()) / count
            where = ", ".join(f"{name} {1000 * seconds / count:.2f}" for name, seconds in steps.items())
            print(
                f"{count:6d} unchanged feeds: {each:.2f} ms of processor time each ({where}), peak {found['peak']:.0f} "
                f"MiB, {found['base']:.0f} of it before",
                flush=True,
            )


def _child(*args: object) -> str:
    command = [sys.executable, __file__, *map(str, args)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


# --- hostile ---


def hostile() -> None:
    from tests.conftest import rows
    from tests.feeds.hostile import HostileWeb, run

    web = HostileWeb(50)
    try:
        with tempfile.TemporaryDirectory() as folder:
            keys = {"limits__total": '"6s"', "limits__read": '"3s"', "politeness__pass_deadline": '"120s"'}
            ran = run(web.configure(Path(folder), **keys))
            found = {row["url"] for row in rows(Path(folder) / "out", "articles")} if not ran.status else set()
    finally:
        web.server.close()
    print(f"{len(web.names)} misbehaving hosts (as feeds and as pages) among 50 good feeds: status {ran.status}")
    print(f"{'good articles':34s} {len(found & web.articles)} of {len(web.articles)}")
    print(f"{'whole run':34s} {ran.seconds:.0f} s, peak {ran.peak:.0f} MiB (at most 400)")


PARTS = {"wall": wall, "growth": growth, "hostile": hostile}


def main(args: Sequence[str]) -> None:
    match args:
        case ["serve", latency]:
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(serve(float(latency)))
        case ["prepare", folder, count]:
            prepare(folder, int(count))
        case ["unchanged", folder, count, port]:
            unchanged(folder, int(count), int(port))
        case _:
            for name in args or PARTS:
                PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
