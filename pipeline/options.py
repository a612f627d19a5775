"""Beam flags -> PipelineOptions. Unknown flags are refused (Beam alone only warns), DirectRunner means in-process.

`DirectRunner` in Beam is a switch that first tries to download and start Prism: which engine runs would depend on the
network. Here `--runner=DirectRunner`, and no runner at all, mean the in-process engine.
"""

import argparse
import difflib
from collections.abc import Sequence
from typing import NoReturn

from apache_beam.options.pipeline_options import PipelineOptions

IN_PROCESS = "apache_beam.runners.portability.fn_api_runner.fn_runner.FnApiRunner"
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
    known, unknown = parser.parse_known_args(list(flags))
    names = [option for action in parser._actions for option in action.option_strings]
    faults = [_unknown(word, names) for word in unknown]
    if getattr(known, "streaming", False):
        faults.append("--streaming: this version runs bounded batches only")
    if faults:
        raise FlagError("\n".join(faults))
    runner = known.runner or "DirectRunner"
    if runner.lower() in LOCAL_RUNNERS:
        return PipelineOptions([*_without_runner(flags), f"--runner={IN_PROCESS}"])
    return PipelineOptions(list(flags))


def _without_runner(flags: Sequence[str]) -> list[str]:
    kept, skip = [], False
    for flag in flags:
        if skip:
            skip = False
        elif flag == "--runner":
            skip = True
        elif not flag.startswith("--runner="):
            kept.append(flag)
    return kept


def _unknown(word: str, names: Sequence[str]) -> str:
    if not word.startswith("-"):
        return f"{word}: unexpected argument"
    near = difflib.get_close_matches(word.partition("=")[0], names, n=1)
    return f"{word}: no such flag" + (f"; did you mean {near[0]}?" if near else "")
