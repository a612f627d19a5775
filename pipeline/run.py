"""`demarche run`: configuration and flags -> one run of the graph -> a summary and an exit status."""

import contextlib
import dataclasses
import datetime as dt
import logging
import secrets
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pipeline import config as configuration
from pipeline import console
from pipeline.parallel import Crew, is_decided, workers_for
from pipeline.progress import Progress
from pipeline.report import Report, config_summary
from pipeline.stopping import Stopped, requested
from transforms.records import Run
from transforms.tallies import Tallies
from transforms.telemetry import NAMESPACE, Slow

T = TypeVar("T")
LOG = logging.getLogger("demarche")
INLINE_PATHS = 1_000
"""So many names of files may stand in the graph itself; more are staged."""


@dataclasses.dataclass(slots=True)
class Launch:
    """What all runs of one launch share."""

    crew: Crew
    report: Report
    options: Any = None
    """Beam's; None until the flags are read: that imports Beam."""


def run(
    config_path: str,
    *,
    inputs: Sequence[str] | None,
    output: str | None,
    settings: Sequence[str],
    flags: Sequence[str],
    watch: str | None = None,
    metrics_file: str | None = None,
    log_format: console.Format = "text",
) -> int:
    """The main job. Returns the exit status; every fault of configuration and flags is said at once."""
    console.use(log_format)
    with Crew() as crew:
        return _run(config_path, inputs, output, settings, flags, watch, Launch(crew, Report(metrics_file)))


def _run(
    config_path: str,
    inputs: Sequence[str] | None,
    output: str | None,
    settings: Sequence[str],
    flags: Sequence[str],
    watch: str | None,
    launch: Launch,
) -> int:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(console.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler])
    crew, report = launch.crew, launch.report
    faults: list[str] = []
    config = options = found = None
    try:
        config = configuration.load(config_path, settings=settings, input=inputs, output=output)
    except configuration.ConfigError as error:
        faults.append(str(error))
    if config and isinstance(config.source, configuration.Seeds) and not any("://" in p for p in config.source.input):
        found = list_inputs(config.source)
        if not is_decided(flags):
            crew.engage(workers_for(found.paths))  # they load while this process does
    from pipeline.options import FlagError, is_streaming, parse, runner_name, worker_processes  # now Beam may warn
    from pipeline.submit import leaves, unreachable

    try:
        options = parse(flags, config.beam if config else ())
    except FlagError as error:
        faults.append(str(error))
    every = configuration.duration(watch) if watch else None
    if watch and every is None:
        faults.append(f"--watch {watch}: expected a positive duration such as 90s, 15m or 6h")
    if watch and config and not isinstance(config.source, configuration.Feeds):
        faults.append("--watch: only a source of kind feeds can be watched")
    if report.metrics_file and not Path(report.metrics_file).absolute().parent.is_dir():
        faults.append(f"--metrics-file {report.metrics_file}: no such folder")
    if options and is_streaming(options):
        if watch:
            faults.append("--streaming, --watch: a stream watches by itself; leave --watch out")
        if config and not isinstance(config.source, configuration.Feeds):
            faults.append("--streaming: only a source of kind feeds can be streamed")
    if config and options:
        faults += unreachable([config.output, *getattr(config.source, "input", ())], options)
        if watch and leaves(options):
            faults.append("--watch: this run does not wait for its job; schedule it (docs/dataflow.md)")
    if config is None or options is None or faults:
        return fail("\n".join(faults), 2)
    if asked := worker_processes(options, flags):
        crew.engage(asked)
    launch.options = options
    report.config = config_summary(config_path, config)
    report.runner = {"name": runner_name(options), "workers": crew.nursery.workers if crew.nursery else 0}
    if isinstance(config.source, configuration.Feeds):
        if is_streaming(options):
            from pipeline.streams import run_stream

            return run_stream(config, config.source, launch)
        from pipeline.passes import run_passes

        return run_passes(config, config.source, every, launch)
    return _ingest(config.output, config.source.kind, found or list_inputs(config.source), launch)


class Inputs(NamedTuple):
    """What the configured patterns stand for."""

    paths: list[str]
    """Sorted, each once."""
    missing: list[str]
    """What is said of each pattern that stands for nothing."""


def list_inputs(source: configuration.Seeds) -> Inputs:
    """Look up every pattern."""
    from transforms.sources.seeds import LocalFiles, NoInput, expand

    missing: list[str] = []
    found: set[str] = set()
    for pattern in source.input:
        files: Any = LocalFiles()
        if "://" in pattern:
            from transforms.beam import files_for

            files = files_for(pattern)
        try:
            found.update(expand([pattern], files))
        except NoInput as error:
            missing.append(str(error))
        except (OSError, ValueError) as error:  # Beam's: a bucket that is not there, a scheme that nobody opens
            missing.append(f"{pattern}: cannot be listed: {error}")
    return Inputs(sorted(found), missing)


def _ingest(root: str, kind: str, found: Inputs, launch: Launch) -> int:
    from pipeline.ingest import build
    from pipeline.options import is_local
    from pipeline.submit import leaves, submit
    from transforms.lake.inputs import stage_names

    started = time.monotonic()
    if found.missing:
        return fail("\n".join(found.missing), 1)
    paths, options = found.paths, launch.options

    def work(this_run: Run) -> Counter[str] | str:
        many = len(paths) > INLINE_PATHS and not is_local(options)  # in this process a graph may be as large as it is
        names = stage_names(root, this_run, paths) if many else paths
        if leaves(options):
            return submit(lambda p: build(p, kind, names, root, this_run), options)
        with progress(root, this_run, ["files"]) as tallies:
            tallies.expect("files", len(paths))
            return execute(lambda p: build(p, kind, names, root, this_run, tallies), launch)

    counts = publish(root, work, launch)
    if isinstance(counts, int):
        return counts
    if isinstance(counts, str):
        print(counts)
        return 0
    print(summary(counts, f"{len(paths)} files", root, time.monotonic() - started))
    return 0


def publish(root: str, work: Callable[[Run], T], launch: Launch) -> T | int:
    """Do a run's work under the dataset's lock, repaired before and cleared after. Its answer, or the exit status.

    However it ends, the report is written: to the run's record, where it leaves one, and to the metrics file. Where the
    options name a service whose job goes on alone, the lock is handed over to that job.
    """
    launch.report.begin(None)
    try:
        return _publish(root, work, launch)
    finally:
        launch.report.write()


def _publish(root: str, work: Callable[[Run], T], launch: Launch) -> T | int:
    from pipeline.submit import is_dry, leaves
    from transforms.lake.layout import give_back, hand_over, lock, open_dataset
    from transforms.lake.publish import recover
    from transforms.lake.runs import complete
    from transforms.lake.store import DatasetError

    report, options = launch.report, launch.options
    this_run, is_rehearsal = Run(secrets.token_hex(16), now()), is_dry(options)
    held = hand_over if leaves(options) and not is_rehearsal else lock

    try:
        store = open_dataset(root)
    except DatasetError as error:
        report.end("failed", str(error))
        return fail(str(error), 2)
    try:
        with held(root, this_run.run_id):
            if repaired := recover(root):
                console.say(f"demarche run: {root}: {repaired}", "repaired", "warning", root=root)
            report.begin(this_run)
            console.note("run started", "run_started", run_id=this_run.run_id, root=root, runner=report.runner)
            try:
                answer = work(this_run)
                report.end("done")
            except BaseException as error:
                recover(root)  # clear away what was staged; finish what was being committed
                signal = requested()
                report.end("stopped" if signal else "failed", f"stopped by {signal}" if signal else cause(error))
                with contextlib.suppress(Exception):  # what went wrong first is what is told
                    complete(store, this_run, report.record(), failed=True)
                raise
            if is_rehearsal or answer is None:  # no job will come
                recover(root)
                give_back(root, this_run.run_id)
            if not leaves(options):
                complete(store, this_run, report.record(), failed=False)
            return answer
    except DatasetError as error:
        report.end("failed", str(error))
        return fail(str(error), 1)
    except Exception as error:  # whatever a runner raises: one line for the user, the rest for the log
        if signal := requested():
            raise Stopped(signal) from None
        LOG.debug("the run failed", exc_info=True)
        report.end("failed", cause(error))
        return fail(f"the run failed: {cause(error)}", 1)


@contextlib.contextmanager
def progress(root: str, this_run: Run, kinds: Sequence[str]) -> Iterator[Tallies]:
    """Within: what workers tally is shown, where the dataset lies on this machine."""
    tallies = Tallies(None if "://" in root else str(Path(root, "_staging", this_run.run_id, "progress").absolute()))
    with Progress(tallies, kinds) if tallies.folder else contextlib.nullcontext():
        yield tallies


def execute(build: Callable[[Any], Any], launch: Launch) -> Counter[str]:
    """Build a graph and run it to its end; returns its counters, and tells the report all metrics."""
    import apache_beam as beam

    from pipeline.options import runner

    crew, options = launch.crew, launch.options
    pipeline = beam.Pipeline(runner=runner(options, crew.nursery), options=options)
    build(pipeline)
    try:
        result = pipeline.run()
        result.wait_until_finish()
    except Exception as error:
        if crew.nursery and crew.nursery.cause:  # what came first; the engine may say what followed from it
            raise RuntimeError(crew.nursery.cause) from error
        raise
    return collect(result, launch.report)


def collect(result: Any, report: Report) -> Counter[str]:
    """The counters of a graph that has run; the report is told all its metrics."""
    import apache_beam as beam

    found = result.metrics().query(beam.metrics.MetricsFilter().with_namespace(NAMESPACE))
    counters = Counter[str]()
    for one in found["counters"]:  # one for each step that counts under a name; what stays 0 is None on some engines
        counters[one.key.metric.name] += one.committed or one.attempted or 0
    times = {
        one.key.metric.name: {name: getattr(one.result, name) for name in ("count", "sum", "min", "max")}
        for one in found["distributions"]
        if one.result is not None
    }
    named = sorted(text for one in found.get("string_sets", ()) for text in one.result or ())
    report.collect({**counters, **times}, list(_slow(named)))
    return counters


def _slow(named: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The slowest inputs, slowest first: `milliseconds stage input_id` as the commit names them."""
    parts = (text.split(" ", 2) for text in named)
    for one in sorted((Slow(int(spent), input_id, stage) for spent, stage, input_id in parts), reverse=True):
        yield {"input_id": one.input_id, "stage": one.stage, "seconds": one.milliseconds / 1000}


def now() -> dt.datetime:
    """The clock of runs; tests put another day here."""
    return dt.datetime.now(dt.UTC)


def summary(counts: Mapping[str, int], origin: str, root: str, seconds: float) -> str:
    """What a run did, for people. Raises AssertionError where the counts do not reconcile."""
    rejects = {name.removeprefix("reject."): n for name, n in sorted(counts.items()) if name.startswith("reject.")}
    mentions = {name.removeprefix("mention."): n for name, n in sorted(counts.items()) if name.startswith("mention.")}
    inputs, articles, duplicates = (counts.get(name, 0) for name in ("inputs", "articles", "duplicates"))
    assert inputs == articles + duplicates + sum(rejects.values()), counts
    why = f"  ({', '.join(f'{n} {reason}' for reason, n in rejects.items())})" if rejects else ""
    kinds = f"  ({', '.join(f'{n} {kind}' for kind, n in mentions.items())})" if mentions else ""
    written, same = counts.get("files_written", 0), counts.get("files_unchanged", 0)
    return "\n".join(
        [
            f"{inputs} documents read from {origin} in {seconds:.1f} s",
            f"  = {articles} articles + {duplicates} duplicates + {sum(rejects.values())} rejects{why}",
            f"  {sum(mentions.values())} mentions of {counts.get('events', 0)} events{kinds}",
            f"  {written} Parquet files written, {same} unchanged, under {root}/",
            f"next: {program()} check {shlex.quote(root)}",
        ]
    )


def program() -> str:
    """How the user called us, so that what we suggest can be pasted."""
    return sys.argv[0] if Path(sys.argv[0]).name == "demarche" else "demarche"


def cause(error: BaseException) -> str:
    """The fault itself, without the traceback that Beam puts into its message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    return lines[-1] if type(error) is RuntimeError else f"{type(error).__name__}: {lines[-1]}"


def fail(message: str, status: int) -> int:
    for line in message.splitlines():
        console.say(f"demarche run: {line}", "error", "error", exit_status=status)
    return status
