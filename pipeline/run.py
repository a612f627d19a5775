"""`demarche run`: configuration and flags -> one run of the graph -> a summary and an exit status."""

import contextlib
import datetime as dt
import logging
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import config as configuration
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
    from pipeline.options import FlagError, parse

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
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    return _ingest(config, options, config_path)


def _ingest(config: configuration.Config, options: Any, config_path: str) -> int:
    from transforms.beam import files_for
    from transforms.lake.store import DatasetError, ForeignFolder, open_dataset
    from transforms.sources.seeds import NoInput, expand

    started = time.monotonic()
    try:
        paths = [path for pattern in config.source.input for path in expand([pattern], files_for(pattern))]
    except NoInput as error:
        return _fail(str(error), 1)
    try:
        open_dataset(config.output, create=True)
        summary = _locked(config, options, sorted(set(paths)))
    except ForeignFolder as error:
        return _fail(str(error), 2)
    except DatasetError as error:
        return _fail(str(error), 1)
    if isinstance(summary, str):
        return _fail(f"the run failed, nothing was published: {summary}", 1)
    print_summary(summary, config.output, time.monotonic() - started)
    return 0


def _fail(message: str, status: int) -> int:
    for line in message.splitlines():
        print(f"demarche run: {line}", file=sys.stderr)
    return status
