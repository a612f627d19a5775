"""Beam flags and the `[beam]` table -> PipelineOptions.

Unknown ones are refused (Beam alone only warns), and DirectRunner means in-process. `DirectRunner` in Beam is a switch
that first tries to download and start Prism: which engine runs would depend on the network. Here
`--runner=DirectRunner`, and no runner at all, mean the in-process engine.
"""

import argparse
import difflib
import logging
from collections.abc import Iterator, Sequence
from typing import NoReturn

from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.runners.runner import PipelineRunner

from pipeline import engines
from pipeline.nursery import Nursery
from pipeline.parallel import available, is_decided

BeamTable = Sequence[tuple[str, bool | int | float | str | tuple[str, ...]]]
"""`[beam]` of a configuration."""
LOCAL_RUNNERS = frozenset({"directrunner", "fnapirunner", "inprocess"})


class FlagError(ValueError):
    """Flags that cannot be used; one fault a line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise FlagError(message)


def parse(flags: Sequence[str], table: BeamTable = ()) -> PipelineOptions:
    """Beam's options from the configuration's `[beam]` and, over it, the command line.

    Raises FlagError naming every flag and every key that neither Beam nor an engine knows.
    """
    parser = _parser()
    names = [option for action in parser._actions for option in action.option_strings]
    faults: list[str] = []
    words = [*_from_table(table, names, faults), *flags]
    known, unknown = parser.parse_known_args(words)
    faults += [_unknown(word, names) for word in unknown]
    faults += engines.faults(known)
    if faults:
        raise FlagError("\n".join(faults))
    return PipelineOptions([*words, *engines.missing_flags(known)])


def known_flags(flags: Sequence[str]) -> tuple[list[str], list[str]]:
    """(flags that this Beam knows, those that it does not): a service's launcher adds its own."""
    _, unknown = _parser().parse_known_args(list(flags))
    return [flag for flag in flags if flag not in unknown], unknown


def _parser() -> _Parser:
    parser = _Parser(prog="demarche run", add_help=False, allow_abbrev=False)
    for cls in {str(cls): cls for cls in PipelineOptions.__subclasses__()}.values():
        cls._add_argparse_args(parser)
    engines.add_options(parser)
    return parser


def _from_table(table: BeamTable, names: Sequence[str], faults: list[str]) -> Iterator[str]:
    """`key = value` as the flags that they stand for; a list stands for its flag several times."""
    for key, value in table:
        if f"--{key}" not in names:
            near = difflib.get_close_matches(f"--{key}", names, n=1)
            hint = f"; did you mean beam.{near[0].removeprefix('--')}?" if near else ""
            faults.append(f"beam.{key}: no such option of Beam{hint}")
        elif value is True:
            yield f"--{key}"
        elif value is False:
            yield from [f"--no_{key}"] if f"--no_{key}" in names else []  # the others are off unless they are given
        else:
            yield from (f"--{key}={one}" for one in (value if isinstance(value, tuple) else (value,)))


def is_local(options: PipelineOptions) -> bool:
    """Do the options mean the in-process engine?"""
    name = options.view_as(StandardOptions).runner or "DirectRunner"
    return name.rpartition(".")[2].lower() in LOCAL_RUNNERS


def runner_name(options: PipelineOptions) -> str:
    """The engine, for people."""
    return "DirectRunner" if is_local(options) else str(options.view_as(StandardOptions).runner)


def worker_processes(options: PipelineOptions, flags: Sequence[str]) -> int | None:
    """Worker processes that the flags ask for: 1 means none of our own, None that the flags leave it to us."""
    if not is_local(options) or not is_decided(flags):
        return None if is_local(options) else 1
    direct = options.view_as(DirectOptions)
    given = {flag.partition("=")[0] for flag in flags}
    if "--direct_running_mode" in given and direct.direct_running_mode != "multi_processing":
        return 1
    if "--direct_num_workers" in given:
        return direct.direct_num_workers or available()  # 0 is Beam's word for all cores
    return available() if "--direct_running_mode" in given else None


def runner(options: PipelineOptions, nursery: Nursery | None = None) -> PipelineRunner | None:
    """The pinned in-process engine where the options mean it, with a nursery's workers; None: the runner they name."""
    if not is_local(options):
        return None
    for library in ("apache_beam", "grpc"):  # a fault ends the run, whose error says it: once
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    direct = options.view_as(DirectOptions)
    if nursery is None:
        return FnApiRunner()
    from pipeline.bundles import GuidedRunner
    from pipeline.workers import environment

    direct.direct_running_mode = None  # the engine would replace the environment by its own
    direct.direct_num_workers = nursery.workers
    return GuidedRunner(default_environment=environment(nursery))


def is_streaming(options: PipelineOptions) -> bool:
    """Whether a stream is asked for."""
    return bool(options.view_as(StandardOptions).streaming)


def _unknown(word: str, names: Sequence[str]) -> str:
    if not word.startswith("-"):
        return f"{word}: unexpected argument"
    near = difflib.get_close_matches(word.partition("=")[0], names, n=1)
    return f"{word}: no such flag" + (f"; did you mean {near[0]}?" if near else "")
