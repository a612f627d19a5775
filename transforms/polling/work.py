"""The work of one pass, step by step; each step may run on any worker that reaches the dataset, and be repeated.

    launcher  stage_jobs      the feeds that are due, by host, as files of jobs in staging
    worker    poll_jobs       a file of jobs: polled, recorded in the log, their new entries staged as tasks
    one       plan_pages      all tasks: each page once, by host, as files of tasks in staging
    worker    fetch_tasks     a file of tasks -> Documents, Refusals, and Outcomes of those that wait
    one       settle          what became of every task, staged as a file of the log: it stands when the rows do

Only names travel between the steps. Files lie under `_staging/<run>/feeds/`.
"""

import datetime as dt
import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake import layout
from transforms.lake.store import DatasetError, Store, open_store
from transforms.polling import log, pages, poll
from transforms.polling.model import FeedSpec, Outcome, PageTask, PollJob, PollRecord, Seen
from transforms.polling.tables import ENTRIES, dump, entry_row, undump
from transforms.records import Document, Refusal, Run
from transforms.sources.feeds import Feed, FeedFailure, FeedLimits, parse_feed
from transforms.web import Answer, Fetcher, Policy, Politeness, Problem, Request, Robots, fetch_all

T = TypeVar("T")
MAX_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How a pass fetches; fixed at launch."""

    policy: Policy
    politeness: Politeness
    feed_limits: FeedLimits
    page_bytes: int
    page_attempts: int
    obey_robots: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """Something to count, by name: what workers tell the launcher."""

    name: str
    number: int = 1


def counted(record: PollRecord) -> Counted:
    """What a poll counts as."""
    return Counted(
        f"poll.failed.{record.state.reason_code}" if record.outcome == "failed" else f"poll.{record.outcome}"
    )


# --- names and files ---


def _name(run: Run, kind: str, number: str) -> str:
    return layout.staging(run.run_id, "feeds", f"{kind}-{number}.jsonl")


def _write(store: Store, name: str, lines: Iterable[str]) -> str:
    with store.create(name) as sink:
        for line in lines:
            sink.write(line.encode("utf-8", "surrogatepass") + b"\n")
    return name


def _lines(store: Store, name: str) -> Iterator[bytes]:
    with store.open(name) as source:
        rest = b""
        while block := bytes(source.read(1024 * 1024)):
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
            if len(rest) > MAX_LINE:
                raise ValueError(f"{name}: a line of more than {MAX_LINE} bytes")
        if rest:
            yield rest


def shard_of(host: str, shards: int) -> int:
    """The shard of a host: always the same, so that no host is asked from two places."""
    digest = hashlib.sha256(host.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % shards


def _spread(store: Store, run: Run, kind: str, items: Iterable[T], host: Callable[[T], str], shards: int) -> list[str]:
    """Items as they come, each in the file of its host's shard; the names of the files."""
    sinks: dict[str, Any] = {}
    with ExitStack() as stack:
        for item in items:
            name = _name(run, kind, f"{shard_of(host(item), shards):05d}")
            if name not in sinks:
                sinks[name] = stack.enter_context(store.create(name))
            sinks[name].write(dump(item).encode("utf-8", "surrogatepass") + b"\n")
    return sorted(sinks)


# --- launcher ---


def stage_jobs(root: str, run: Run, jobs: Iterable[PollJob], retries: Iterable[PageTask], shards: int) -> list[str]:
    """Write the jobs, by host, and the tasks that are to be tried again; the names of the files of jobs.

    There is at least one file: with nothing in it, where only tasks are due, or nothing. What follows waits for it.
    """
    store = open_store(root)
    _write(store, _name(run, "tasks", "retries"), map(dump, retries))
    return _spread(store, run, "jobs", jobs, _host, shards) or [_write(store, _name(run, "jobs", "none"), [])]


def _host(job: PollJob) -> str:
    moved = job.state.moved_url if job.state and job.state.is_moved else None
    return host_of(moved or job.spec.url)


def host_of(url: str) -> str:
    """The host that a feed's address names; "" where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


# --- polling ---


def poll_jobs(
    root: str, run: Run, name: str, settings: Settings, fetcher: Fetcher
) -> Generator[str | Counted, None, None]:
    """Poll the feeds of a file of jobs; yields what to count, and last the name of the file of their tasks.

    Tasks are staged only when the records they come from are in the log.
    """
    store = open_store(root)
    writer, waiting = log.PollWriter(store, run), list[str]()
    asked: dict[Request, list[bytes]] = {}
    tasks_name = _name(run, "tasks", secrets.token_hex(8))
    with store.create(tasks_name) as sink:

        def put(lines: Sequence[str]) -> None:
            for line in lines:
                sink.write(line.encode("utf-8", "surrogatepass") + b"\n")

        now = fetcher.clock.now()
        for line in _lines(store, name):
            job = undump(PollJob, line)
            if job.unfinished:
                again = read_again(store, job.unfinished, job.spec, job.seen, settings.feed_limits)
                put(list(map(dump, again)))
            else:
                request = poll.request_for(job.spec, job.state, now, settings.feed_limits.max_bytes)
                asked.setdefault(request, []).append(zlib.compress(line, 1))  # a tenth of what it says in memory
        for record, tasks in _polled(asked, run, settings, fetcher):
            yield counted(record)
            waiting.extend(map(dump, tasks))
            if writer.add(record):
                put(waiting)
                waiting.clear()
        writer.flush()
        put(waiting)
    yield tasks_name


def _polled(
    asked: Mapping[Request, Sequence[bytes]], run: Run, settings: Settings, fetcher: Fetcher
) -> Iterator[tuple[PollRecord, list[PageTask]]]:
    with closing(fetch_all(asked, fetcher, settings.politeness)) as answers:
        for answer in answers:
            for line in asked[answer.request]:
                job = undump(PollJob, zlib.decompress(line))
                yield observed(job, answer, run, settings, fetcher.clock.now())


def observed(
    job: PollJob, answer: Answer, run: Run, settings: Settings, now: dt.datetime
) -> tuple[PollRecord, list[PageTask]]:
    """A fault of ours in one feed is that feed's failure, never the pass's end."""
    try:
        found = _parsed(answer, now, settings.feed_limits)
        return poll.observed(job.spec, job.state, answer, found, job.seen, now, run.run_id)
    except Exception as error:  # noqa: BLE001 - the record names the fault
        problem = Problem("internal", f"{type(error).__name__}: {error}"[:300])
        failed = Answer(answer.request, answer.url, answer.status, problem)
        return poll.observed(job.spec, job.state, failed, None, job.seen, now, run.run_id)


def _parsed(answer: Answer, now: dt.datetime, limits: FeedLimits) -> Feed | FeedFailure | None:
    if not answer.ok:
        return None
    return parse_feed(answer.body, now, answer.url, answer.header("content-type"), limits)


_BODY = ("feed_url", "polled_at", "final_url", "content_type", "body")


def read_again(
    store: Store, name: str, spec: FeedSpec, seen: Mapping[str, Seen], limits: FeedLimits
) -> Iterator[PageTask]:
    """The tasks of a feed's poll that is in a file of the log, but was not worked off."""
    table, _ = log.read(store, name, _BODY)
    for row in table.filter(pc.equal(table["feed_url"], spec.url)).to_pylist():
        if row["body"]:
            moment = row["polled_at"]
            found = parse_feed(row["body"], moment, row["final_url"], row["content_type"], limits)
            if isinstance(found, Feed):
                yield from poll.new_entries(spec, found.entries, seen, moment)


# --- planning ---


def plan_pages(root: str, run: Run, names: Iterable[str], shards: int) -> tuple[list[str], int]:
    """All tasks of the pass, each page once: (names of files of tasks, by host of the page; how many they hold)."""
    store, now = open_store(root), run.started_at
    tasks: list[PageTask] = []
    for name in [_name(run, "tasks", "retries"), *sorted(names)]:
        tasks.extend(undump(PageTask, line) for line in _lines(store, name))
    known = log.articles_at(store, (task.link_key for task in tasks if task.link_key and task.versions == 1))
    plan = pages.plan(tasks, known, now)
    settled = ({"task": dump(task), "outcome": dump(outcome)} for task, outcome in plan.settled)
    _write(store, _name(run, "settled", "all"), map(json.dumps, settled))
    also = ({"first": dump(key), "task": dump(task)} for key, some in plan.also.items() for task in some)
    _write(store, _name(run, "also", "all"), map(json.dumps, also))
    return _spread(store, run, "pages", plan.tasks, pages.host_of, shards), len(plan.tasks)


# --- fetching ---


def fetch_tasks(
    root: str, run: Run, name: str, settings: Settings, fetcher: Fetcher, robots: Robots
) -> Generator[Document | Refusal | Outcome, None, None]:
    """Every task of a file as a Document, a Refusal, or the Outcome of one that waits."""
    tasks = [undump(PageTask, line) for line in _lines(open_store(root), name)]
    asked: dict[Request, list[PageTask]] = {}
    for task in tasks:
        if pages.needs_fetch(task):
            request = pages.request_for(task, settings.page_bytes, obey_robots=settings.obey_robots)
            asked.setdefault(request, []).append(task)
        else:
            yield safely(task, pages.from_feed, run.started_at)
    with closing(fetch_all(asked, fetcher, settings.politeness, robots)) as answers:
        for answer in answers:
            for task in asked[answer.request]:
                yield safely(task, pages.from_answer, answer, fetcher.clock.now(), settings.page_attempts)


def safely(task: PageTask, make: Callable[..., Any], *args: Any) -> Document | Refusal | Outcome:
    """A fault of ours in one page is that page's refusal."""
    try:
        return make(task, *args)  # type: ignore[no-any-return]
    except Exception as error:  # noqa: BLE001 - the dead letter names the fault
        detail = f"{type(error).__name__}: {error}"[:500]
        return pages.refuse(task, "internal_error", detail, b"")


# --- settling ---


def settle(root: str, run: Run, outcomes: Iterable[Outcome]) -> Mapping[str, int]:
    """Stage what became of every task of the pass as a file of the log. Returns how many of each outcome.

    It takes its place together with the rows of the run, or not at all. DatasetError where a task has no outcome.
    """
    store, now = open_store(root), run.started_at
    became = {outcome.input_id: outcome for outcome in outcomes}
    rows: list[dict[str, Any]] = []
    for line in _lines(store, _name(run, "settled", "all")):
        pair = json.loads(line)
        task = undump(PageTask, pair["task"])
        rows.append(entry_row(task, undump(Outcome, pair["outcome"]), now))
    first: dict[str, Outcome] = {}
    for task in _staged(store, run, "pages", PageTask):
        outcome = became.get(task.key.input_id)
        if outcome is None:
            raise DatasetError(f"nothing is known of what became of {task.key.input_id}; nothing was published")
        first[dump(task.key)] = outcome
        rows.append(entry_row(task, outcome, now))
    for line in _lines(store, _name(run, "also", "all")):
        pair = json.loads(line)
        task, shared = undump(PageTask, pair["task"]), first[pair["first"]]
        as_known = Outcome(task.key.input_id, "known", article_id=shared.article_id)
        rows.append(entry_row(task, as_known if shared.outcome == "article" else shared, now))
    left = {job.unfinished for job in _staged(store, run, "jobs", PollJob) if job.unfinished}
    if rows or left:
        own = {name for name in store.files(log.POLL_FOLDER) if f"-{run.run_id[:8]}-" in name}
        data = log.to_bytes(pa.Table.from_pylist(rows, schema=ENTRIES), worked_off=sorted(own | left))
        with store.create(layout.staged(run.run_id, log.pass_name(run))) as sink:
            sink.write(data)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["outcome"]] = counts.get(row["outcome"], 0) + 1
    return counts


def _staged(store: Store, run: Run, kind: str, record: type[T]) -> Iterator[T]:
    """The records of all staged files of a kind."""
    for name in store.files(layout.staging(run.run_id, "feeds")):
        if name.rpartition("/")[2].startswith(f"{kind}-"):
            yield from (undump(record, line) for line in _lines(store, name))
