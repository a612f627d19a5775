"""`demarche run`: configuration and flags -> one run of the graph -> a summary and an exit status."""

import contextlib
import datetime as dt
import logging
import secrets
import shlex
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import config as configuration
from pipeline.progress import Progress
from pipeline.stopping import Stopped, requested
from transforms.records import Run

LOG = logging.getLogger("demarche")


def run(
    config_path: str,
    *,
    inputs: Sequence[str] | None,
    output: str | None,
    settings: Sequence[str],
    flags: Sequence[str],
) -> int:
    """The main job. Returns the exit status; every fault of configuration and flags is said at once."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    from pipeline.options import FlagError, parse  # after the level is set: Beam warns while it is imported

    faults: list[str] = []
    config = options = None
    try:
        config = configuration.load(config_path, settings=settings, input=inputs, output=output)
    except configuration.ConfigError as error:
        faults.append(str(error))
    try:
        options = parse(flags)
    except FlagError as error:
        faults.append(str(error))
    if config is None or options is None:
        return _fail("\n".join(faults), 2)
    return _ingest(config, options)


def _ingest(config: configuration.Config, options: Any) -> int:
    from transforms.beam import files_for
    from transforms.lake.layout import lock, open_dataset
    from transforms.lake.publish import recover
    from transforms.lake.store import DatasetError
    from transforms.sources.seeds import NoInput, expand

    started = time.monotonic()
    missing: list[str] = []
    paths: set[str] = set()
    for pattern in config.source.input:
        try:
            paths.update(expand([pattern], files_for(pattern)))
        except NoInput as error:
            missing.append(str(error))
    if missing:
        return _fail("\n".join(missing), 1)
    try:
        open_dataset(config.output)
    except DatasetError as error:
        return _fail(str(error), 2)
    try:
        with lock(config.output):
            if repaired := recover(config.output):
                print(f"demarche run: {config.output}: {repaired}", file=sys.stderr)
            try:
                counts = _execute(config, options, sorted(paths))
            except BaseException:
                recover(config.output)  # clear away what was staged; finish what was being committed
                raise
    except DatasetError as error:
        return _fail(str(error), 1)
    except Exception as error:  # whatever a runner raises: one line for the user, the rest for the log
        if signal := requested():
            raise Stopped(signal) from None
        LOG.debug("the run failed", exc_info=True)
        return _fail(f"the run failed: {_cause(error)}", 1)
    print(summary(counts, len(paths), config.output, time.monotonic() - started))
    return 0


def _execute(config: configuration.Config, options: Any, paths: Sequence[str]) -> Counter[str]:
    """Run the graph to its end; returns the commit's counters."""
    import apache_beam as beam

    from pipeline.ingest import build
    from pipeline.options import runner
    from transforms.beam import NAMESPACE

    this_run = Run(secrets.token_hex(16), now())
    tallies = None if "://" in config.output else Path(config.output, "_staging", this_run.run_id, "progress")
    pipeline = beam.Pipeline(runner=runner(options), options=options)
    build(pipeline, config.source.kind, paths, config.output, this_run, str(tallies) if tallies else None)
    with Progress(tallies, len(paths)) if tallies else contextlib.nullcontext():
        result = pipeline.run()
        result.wait_until_finish()
    found = result.metrics().query(beam.metrics.MetricsFilter().with_namespace(NAMESPACE))["counters"]
    return Counter({counter.key.metric.name: counter.result for counter in found})


def now() -> dt.datetime:
    """The clock of runs; tests put another day here."""
    return dt.datetime.now(dt.UTC)


def summary(counts: Mapping[str, int], files: int, root: str, seconds: float) -> str:
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
            f"{inputs} documents read from {files} files in {seconds:.1f} s",
            f"  = {articles} articles + {duplicates} duplicates + {sum(rejects.values())} rejects{why}",
            f"  {sum(mentions.values())} mentions of {counts.get('events', 0)} events{kinds}",
            f"  {written} Parquet files written, {same} unchanged, under {root}/",
            f"next: {program()} check {shlex.quote(root)}",
        ]
    )


def program() -> str:
    """How the user called us, so that what we suggest can be pasted."""
    return sys.argv[0] if Path(sys.argv[0]).name == "demarche" else "demarche"


def _cause(error: BaseException) -> str:
    """The fault itself, without the traceback that Beam puts into its message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _fail(message: str, status: int) -> int:
    for line in message.splitlines():
        print(f"demarche run: {line}", file=sys.stderr)
    return status
