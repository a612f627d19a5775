"""`demarche run --streaming`: the feeds of a configuration as one graph without end, on an engine that can.

The launcher stages the list of feeds, starts the graph, and waits; told to stop (SIGINT, SIGTERM, or the file
`_state/stream/stop` in the dataset) it lets the stream end by itself: what has come is published first.
"""

import datetime as dt
import functools
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline import config as configuration
from pipeline import run as runs
from pipeline.feedlist import configured
from pipeline.passes import settings_of, specs_of
from pipeline.stopping import Stopped, on_signals
from transforms.lake.layout import lock, open_dataset
from transforms.lake.publish import recover
from transforms.lake.store import DatasetError, open_store
from transforms.polling.compact import Keep
from transforms.polling.model import FeedSpec
from transforms.records import Run
from transforms.streaming import lists
from transforms.streaming.model import STOP, StreamSettings, ended
from transforms.streaming.parts import forget

POLL_SECONDS = 1.0
"""Between two looks at how the engine is doing."""
STOP_SECONDS = 600.0
"""So long a stream that was told to stop may take to publish what it has; then it is cancelled."""
GRACE_SECONDS = 5.0
"""So long a job that has nothing left to do may take to end by itself."""
ENGINES = "PrismRunner, FlinkRunner or DataflowRunner"
_OVER = frozenset({"DONE", "FAILED", "CANCELLED", "UPDATED", "DRAINED"})
_WELL = frozenset({"DONE", "DRAINED", "UPDATED", "CANCELLED"})


def run_stream(config: configuration.Config, source: configuration.Feeds, options: Any) -> int:
    """Run until stopped. Returns the exit status."""
    from pipeline.ingest import build_stream
    from pipeline.options import is_local
    from pipeline.submit import leaves, submit

    if is_local(options):
        return runs.fail(
            f"--streaming: the in-process engine runs no stream; add --runner={ENGINES}, or use --watch", 2
        )
    try:
        specs = specs_of(source, configured(source, Path.cwd()))
        settings = stream_settings(source, specs.values())
    except (configuration.ConfigError, ValueError) as error:
        return runs.fail(str(error), 2)
    run = Run(settings.stream_id, runs.now())
    try:
        store = open_dataset(config.output)
        with lock(config.output):
            if repaired := recover(config.output):
                print(f"demarche run: {config.output}: {repaired}", file=sys.stderr)
            store.delete(STOP)
            forget(config.output, run.started_at)
            lists.stage(store, specs.values())
    except DatasetError as error:
        return runs.fail(str(error), 2)
    try:
        if leaves(options):
            print(submit(lambda p: build_stream(p, config.output, run, settings), options))
            return 0
        return _run(config.output, run, settings, options, len(specs))
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an engine raises: one line for the user, the rest for the log
        runs.LOG.debug("the stream failed", exc_info=True)
        return runs.fail(f"the stream failed: {runs.cause(error)}", 1)


def stream_settings(source: configuration.Feeds, specs: Iterable[FeedSpec]) -> StreamSettings:
    """How a stream of these feeds runs, with an id of its own. ValueError with every fault at once."""
    given, stream_id = source.stream, secrets.token_hex(16)
    if not 1 <= given.shards <= 4096:
        raise ValueError(f"source.stream.shards: must be between 1 and 4096, not {given.shards}")
    return StreamSettings(
        stream_id=stream_id,
        feeds=lists.name_of(specs),
        fetching=settings_of(source),
        keep=Keep(source.keep_bodies, source.keep_polls, source.keep_entries),
        shards=given.shards,
        tick=given.tick,
        publish=given.publish,
        window=given.window,
        lateness=given.lateness,
        slack=given.slack,
        remember=given.remember,
    )


def _run(root: str, run: Run, settings: StreamSettings, options: Any, feeds: int) -> int:
    import apache_beam as beam

    from pipeline.ingest import build_stream

    pipeline = beam.Pipeline(options=options)
    build_stream(pipeline, root, run, settings)
    result = pipeline.run()
    print(
        f"demarche run: streaming {feeds} feeds to {root}/, published every {settings.publish:g} s; "
        f"stop with Ctrl-C, or by a file {root}/{STOP}",
        file=sys.stderr,
    )
    done = functools.partial(open_store(root).exists, ended(settings.stream_id))
    try:
        with on_signals():  # again: Beam has put a handler of its own in place, which kills the engine
            state = _wait(result, done)
    except Stopped as stop:
        print(f"demarche run: stopping by {stop}: what has come is published first", file=sys.stderr)
        open_store(root).write_atomic(STOP, f"{dt.datetime.now(dt.UTC).isoformat()}\n".encode())
        state = _wait(result, done, STOP_SECONDS)
    if state not in _OVER:
        result.cancel()
        if not done():
            return runs.fail(f"the stream did not end within {STOP_SECONDS:g} s; it was cancelled", 1)
    elif state not in _WELL:
        return runs.fail(f"the stream ended: {state.lower()}", 1)
    open_store(root).delete(ended(settings.stream_id))
    print(f"demarche run: the stream has ended; next: {runs.program()} check {root}", file=sys.stderr)
    return 0


def _wait(result: Any, done: Callable[[], bool], seconds: float = float("inf")) -> str:
    """The state of the job when it is over, or has been `done` for a while, or after so many seconds."""
    end = time.monotonic() + seconds
    state = str(result.state)
    while state not in _OVER and time.monotonic() < end:
        if done():  # an engine that keeps the jobs of ended sources: let it go, once it had time to go by itself
            end = min(end, time.monotonic() + GRACE_SECONDS)
        time.sleep(POLL_SECONDS)
        state = str(result.state)
    return state
