"""`demarche run --streaming`: the feeds of a configuration as one graph without end, on an engine that can.

The launcher stages the list of feeds, starts the graph, and waits; told to stop (SIGINT, SIGTERM, or the file
`_state/stream/stop` in the dataset) it lets the stream end by itself: what has come is published first.
"""

import datetime as dt
import functools
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline import config as configuration
from pipeline import console
from pipeline import run as runs
from pipeline.clusters import let_go
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
"""So long, and `publish` (Flink waits for the timers of open windows), a stream that was told to stop may take to
publish what it has; then it is cancelled."""
GRACE_SECONDS = 5.0
"""So long a job that has nothing left to do may take to end by itself."""
ENGINES = "PrismRunner, FlinkRunner or DataflowRunner"
_OVER = frozenset({"DONE", "FAILED", "CANCELLED", "UPDATED", "DRAINED"})
_WELL = frozenset({"DONE", "DRAINED", "UPDATED", "CANCELLED"})


def run_stream(config: configuration.Config, source: configuration.Feeds, launch: runs.Launch) -> int:
    """Run until stopped. Returns the exit status; the report tells of the stream as of a run."""
    from pipeline.options import is_local

    if is_local(launch.options):
        return runs.fail(
            f"--streaming: the in-process engine runs no stream; add --runner={ENGINES}, or use --watch", 2
        )
    try:
        specs = specs_of(source, configured(source, Path.cwd()))
        settings = stream_settings(source, specs.values())
    except (configuration.ConfigError, ValueError) as error:
        return runs.fail(str(error), 2)
    run = Run(settings.stream_id, runs.now())
    launch.report.begin(run)
    try:
        status, fault = _launched(config.output, run, settings, list(specs.values()), launch)
        launch.report.end("failed" if status else "done", fault)
        return runs.fail(fault, status) if fault else status
    except Stopped as stop:
        launch.report.end("stopped", f"stopped by {stop}")
        raise
    finally:
        launch.report.write()


def _launched(
    root: str, run: Run, settings: StreamSettings, specs: Sequence[FeedSpec], launch: runs.Launch
) -> tuple[int, str | None]:
    """(exit status, what went wrong)."""
    from pipeline.ingest import build_stream
    from pipeline.submit import leaves, submit

    try:
        store = open_dataset(root)
        with lock(root):
            if repaired := recover(root):
                console.say(f"demarche run: {root}: {repaired}", "repaired", "warning", root=root)
            store.delete(STOP)
            forget(root, run.started_at)
            lists.stage(store, specs)
    except DatasetError as error:
        return 2, str(error)
    try:
        if leaves(launch.options):
            print(submit(lambda p: build_stream(p, root, run, settings), launch.options))
            return 0, None
        return _run(root, run, settings, launch, len(specs))
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an engine raises: one line for the user, the rest for the log
        runs.LOG.debug("the stream failed", exc_info=True)
        return 1, f"the stream failed: {runs.cause(error)}"


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


def _run(root: str, run: Run, settings: StreamSettings, launch: runs.Launch, feeds: int) -> tuple[int, str | None]:
    import apache_beam as beam

    from pipeline.ingest import build_stream

    pipeline = beam.Pipeline(options=launch.options)
    build_stream(pipeline, root, run, settings)
    result = pipeline.run()
    console.say(
        f"demarche run: streaming {feeds} feeds to {root}/, published every {settings.publish:g} s; "
        f"stop with Ctrl-C, or by a file {root}/{STOP}",
        "run_started",
        run_id=run.run_id,
        root=root,
        runner=launch.report.runner,
    )
    patience = STOP_SECONDS + settings.publish
    done = functools.partial(open_store(root).exists, ended(settings.stream_id))
    try:
        with on_signals():  # again: Beam has put a handler of its own in place, which kills the engine
            state = _wait(result, done)
    except Stopped as stop:
        told = f"demarche run: stopping by {stop}: what has come is published first"
        console.say(told, "stopped", signal=str(stop))
        open_store(root).write_atomic(STOP, f"{dt.datetime.now(dt.UTC).isoformat()}\n".encode())
        state = _wait(result, done, patience)
    try:
        runs.collect(result, launch.report)
    except Exception:  # noqa: BLE001 - an engine may know nothing any more of a job that is over: the stream is none the worse
        runs.LOG.debug("the engine tells nothing of the stream", exc_info=True)
    if state not in _OVER:
        result.cancel()
        if left := let_go(launch.options.get_all_options()):
            console.say(f"demarche run: {left}", "job_left", "warning")
        if not done():
            return 1, f"the stream did not end within {patience:g} s; it was cancelled"
    elif state not in _WELL:
        return 1, f"the stream ended: {state.lower()}"
    open_store(root).delete(ended(settings.stream_id))
    console.say(f"demarche run: the stream has ended; next: {runs.program()} check {root}", "stream_ended", root=root)
    return 0, None


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
