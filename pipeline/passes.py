"""`demarche run` of live feeds: one pass over those that are due, or with --watch one after the other until stopped.

A pass: the state (a fold of the poll log) says what is due -> jobs by host -> the graph (poll, fetch, extract, clean,
tag, stage, publish) -> the pass's file of the log takes its place with the rows -> a log that has grown is compacted.
"""

import dataclasses
import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from pipeline import config as configuration
from pipeline import console
from pipeline import run as runs
from pipeline.feedlist import configured, policy
from pipeline.stopping import Stopped, wait
from pipeline.submit import leaves, owes_a_graph, submit
from transforms.lake.layout import open_dataset
from transforms.lake.store import open_store
from transforms.polling import log
from transforms.polling.compact import Keep, compact
from transforms.polling.model import FeedSpec, PollJob, unlisted
from transforms.polling.poll import is_due
from transforms.polling.work import Settings, stage_jobs
from transforms.records import Run
from transforms.sources.feeds import FeedLimits
from transforms.web import Politeness

SHORTEST_WAIT = 1.0
"""Seconds between the beginnings of two passes, at least."""


def run_passes(
    config: configuration.Config, source: configuration.Feeds, every: float | None, launch: runs.Launch
) -> int:
    """One pass, or one every so many seconds until stopped. Returns the exit status."""
    try:
        feeds = configured(source, Path.cwd())
        settings = settings_of(source)
    except (configuration.ConfigError, ValueError) as error:
        return runs.fail(str(error), 2)
    specs = specs_of(source, feeds)
    if every is None:
        return _one(config, source, specs, settings, launch)
    try:
        while True:
            begun = time.monotonic()
            status = _one(config, source, specs, settings, launch)
            if status == 2:
                return status
            wait(max(every - (time.monotonic() - begun), SHORTEST_WAIT))
    except Stopped as stop:
        console.say(f"demarche run: stopped by {stop}; what was polled stands", "stopped", signal=str(stop))
        return 0


def _one(
    config: configuration.Config,
    source: configuration.Feeds,
    specs: Mapping[str, FeedSpec],
    settings: Settings,
    launch: runs.Launch,
) -> int:
    started = time.monotonic()
    polled = 0
    until: dt.datetime | None = None

    def work(this_run: Run) -> Counter[str] | str | None:
        nonlocal polled, until
        options, keep = launch.options, Keep(source.keep_bodies, source.keep_polls, source.keep_entries)
        shards = _shards(launch)
        if leaves(options):  # nobody is here to do it when the job has ended
            compact(open_dataset(config.output), this_run, keep)
        with closing(log.load(open_dataset(config.output))) as book:
            jobs, until = _due(book, specs, this_run.started_at)
            polled = sum(job.unfinished is None for job in jobs)
            if not jobs and (until is None or until > this_run.started_at) and not owes_a_graph(options):
                return None
            knowing = (dataclasses.replace(job, seen=book.seen(job.spec.url)) for job in jobs)  # one at a time
            names = stage_jobs(config.output, this_run, knowing, book.retries(this_run.started_at), shards)
        from pipeline.ingest import build_feeds

        if leaves(options):
            return submit(lambda p: build_feeds(p, names, config.output, this_run, settings, shards), options)
        with runs.progress(config.output, this_run, ["feeds", "pages"]) as tallies:
            tallies.expect("feeds", polled)
            counts = runs.execute(
                lambda p: build_feeds(p, names, config.output, this_run, settings, shards, tallies), launch
            )
        compact(open_store(config.output), this_run, keep)
        return counts

    counts = runs.publish(config.output, work, launch)
    if isinstance(counts, int):
        return counts
    if isinstance(counts, str):
        print(f"{polled} of {len(specs)} feeds are due\n{counts}")
        return 0
    if counts is None:
        print(f"no feed of {len(specs)} is due{_until(until)}")
        return 0
    print(_polls(counts, polled, len(specs)))
    print(runs.summary(counts, f"{polled} feeds", config.output, time.monotonic() - started))
    return 0


def _due(book: log.Book, specs: Mapping[str, FeedSpec], now: dt.datetime) -> tuple[list[PollJob], dt.datetime | None]:
    """(jobs, as yet without what is known of entries; when the next feed or page is due) at this moment."""
    jobs = [PollJob(spec, book.feeds.get(url)) for url, spec in specs.items() if is_due(book.feeds.get(url), now)]
    for left in book.unfinished:
        spec = specs.get(left.feed_url) or unlisted(left.feed_url)
        jobs.append(PollJob(spec, unfinished=left.name))
    coming = [state.next_poll for url, state in book.feeds.items() if url in specs and not state.is_retired]
    again = book.next_retry()
    return jobs, min([*coming, *([again] if again else [])], default=None)


def _shards(launch: runs.Launch) -> int:
    """Over how many workers hosts are spread."""
    from apache_beam.options.pipeline_options import WorkerOptions

    workers, crew = launch.options.view_as(WorkerOptions), launch.crew
    return max(crew.nursery.workers if crew.nursery else 1, workers.max_num_workers or workers.num_workers or 1)


def settings_of(source: configuration.Feeds) -> Settings:
    """How a pass fetches. ValueError with every fault at once."""
    polite, limits = source.politeness, source.limits
    return Settings(
        policy(source),
        Politeness(
            per_host=polite.per_host,
            delay_seconds=polite.delay,
            allowed_delay_seconds=polite.delay_allowed,
            threads=polite.threads,
            batch_seconds=polite.pass_deadline,
        ),
        FeedLimits(max_bytes=limits.feed_bytes, max_entries=limits.entries),
        limits.page_bytes,
        limits.page_attempts,
        polite.robots,
    )


def specs_of(source: configuration.Feeds, feeds: Sequence[configuration.Feed]) -> dict[str, FeedSpec]:
    """feed_url -> the feed as it is polled."""
    return {
        feed.url: FeedSpec(
            url=feed.url,
            min_interval=feed.min_interval or source.min_interval,
            max_interval=max(source.max_interval, feed.min_interval or source.min_interval),
            full_text=feed.full_text,
            language=feed.language,
            country=feed.country,
            title=feed.title,
        )
        for feed in feeds
    }


def _polls(counts: Mapping[str, int], polled: int, feeds: int) -> str:
    failed = {n.removeprefix("poll.failed."): c for n, c in sorted(counts.items()) if n.startswith("poll.failed.")}
    why = f" ({', '.join(f'{count} {code}' for code, count in failed.items())})" if failed else ""
    found = ", ".join(
        f"{counts[f'poll.{name}']} {what}"
        for name, what in (("new", "with news"), ("same", "without"), ("not_modified", "not modified"))
        if counts.get(f"poll.{name}")
    )
    waiting = counts.get("entry.retry", 0)
    return (
        f"{polled} of {feeds} feeds polled: {found or 'none answered'}, {sum(failed.values())} failed{why}\n"
        f"  {counts.get('entry.known', 0)} entries lead to articles that are known, {waiting} wait for another try"
    )


def _until(moment: dt.datetime | None) -> str:
    return f"; the next one is at {moment.isoformat(timespec='seconds')}" if moment else ""
