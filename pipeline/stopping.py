"""SIGINT and SIGTERM as an exception that unwinds and cleans up, once.

Beam's engine turns whatever is raised inside a stage into an error of that stage: so the request is also remembered.
"""

import contextlib
import logging
import signal
import time
from collections.abc import Iterator
from types import FrameType


class Stopped(BaseException):
    """A signal asked for the end; its name is the argument."""


_requested: list[str] = []


def requested() -> str | None:
    """The name of the signal that came, if one did."""
    return _requested[0] if _requested else None


def _stop(number: int, frame: FrameType | None) -> None:
    if not _requested:  # a second signal must not break the cleaning up after the first
        _requested.append(signal.Signals(number).name)
        logging.disable(logging.CRITICAL)  # what engines log while they are torn down is no news
        raise Stopped(_requested[0])


@contextlib.contextmanager
def on_signals() -> Iterator[None]:
    """Within: SIGINT and SIGTERM raise Stopped in the main thread."""
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait(seconds: float) -> None:
    """Sleep; a signal ends it (Stopped)."""
    time.sleep(seconds)
