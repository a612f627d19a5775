"""Beam flags -> PipelineOptions. Unknown flags are refused (Beam alone only warns), DirectRunner means in-process.

`DirectRunner` in Beam is a switch that first tries to download and start Prism: which engine runs would depend on the
network. Here `--runner=DirectRunner`, and no runner at all, mean the in-process engine.
"""

import argparse
import difflib
import shlex
import sys
from collections.abc import Sequence
from typing import NoReturn

from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.runners.runner import PipelineRunner
from apache_beam.transforms.environments import SubprocessSDKEnvironment

from pipeline import engines

LOCAL_RUNNERS = frozenset({"directrunner", "fnapirunner", "inprocess"})


class FlagError(ValueError):
    """Flags that cannot be used; one fault a line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise FlagError(message)


def parse(flags: Sequence[str]) -> PipelineOptions:
    """Beam's options from the command line. Raises FlagError naming every flag that Beam does not know."""
    parser = _Parser(prog="demarche run", add_help=False, allow_abbrev=False)
    for cls in {str(cls): cls for cls in PipelineOptions.__subclasses__()}.values():
        cls._add_argparse_args(parser)
    engines.add_options(parser)
    known, unknown = parser.parse_known_args(list(flags))
    names = [option for action in parser._actions for option in action.option_strings]
    faults = [_unknown(word, names) for word in unknown]
    faults += engines.faults(known)
    if faults:
        raise FlagError("\n".join(faults))
    return PipelineOptions([*flags, *engines.missing_flags(known)])


def runner(options: PipelineOptions) -> PipelineRunner | None:
    """The pinned in-process engine where the options mean it; None: the runner that they name.

    With --direct_running_mode=multi_processing its workers are processes of our own main (see worker.py).
    """
    name = options.view_as(StandardOptions).runner or "DirectRunner"
    if name.rpartition(".")[2].lower() not in LOCAL_RUNNERS:
        return None
    direct = options.view_as(DirectOptions)
    if direct.direct_running_mode != "multi_processing":
        return FnApiRunner()
    direct.direct_running_mode = None  # the engine would replace the environment by its own
    command = f"{shlex.quote(sys.executable)} -m pipeline.worker"
    return FnApiRunner(default_environment=SubprocessSDKEnvironment.from_command_string(command))


def _unknown(word: str, names: Sequence[str]) -> str:
    if not word.startswith("-"):
        return f"{word}: unexpected argument"
    near = difflib.get_close_matches(word.partition("=")[0], names, n=1)
    return f"{word}: no such flag" + (f"; did you mean {near[0]}?" if near else "")
