"""Processes of the engines' tests: started with a log of their own, waited for by what they do, gone at the end.

Nothing here sleeps for a fixed time: `eventually` polls until something holds, or fails with the logs' last lines.
"""

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 300.0
"""Seconds until a wait is given up: far more than anything here takes on a slow machine."""
POLL = 0.05
PR_SET_PDEATHSIG = 1
_PORTS = 20_000, 32_000
"""From .. below: Linux gives those from 32,768 on to whoever asks for any."""


class Gone(AssertionError):
    """A process that should be at work has ended."""


class Child:
    """A process in a session of its own, with its output in a file."""

    def __init__(self, name: str, command: Sequence[str | Path], folder: Path, env: Mapping[str, str] | None) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **(env or {})},
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def words(self) -> str:
        """What it has written so far."""
        return self.log.read_text(errors="replace")

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.words().splitlines()[-lines:])

    def alive(self) -> bool:
        """True; Gone where it has ended."""
        if self.process.poll() is not None:
            raise Gone(f"{self.name} ended with {self.process.returncode}:\n{self.tail()}")
        return True

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit status, once it has ended by itself."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} is still at work after {seconds:.0f} s:\n{self.tail()}") from None

    def kill(self) -> None:
        """SIGKILL to it and to all that it started; no chance to clean up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 10) -> None:
        """SIGTERM, and SIGKILL to what is left of its session."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.kill()


LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    assert LIBC
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextlib.contextmanager
def running(
    name: str, command: Sequence[str | Path], folder: Path, env: Mapping[str, str] | None = None
) -> Iterator[Child]:
    """A process for the time of a block; its log is `<folder>/<name>.log`."""
    folder.mkdir(parents=True, exist_ok=True)
    child = Child(name, command, folder, env)
    try:
        yield child
    finally:
        child.stop()


def eventually(
    what: str, holds: Callable[[], T | None], *children: Child, seconds: float = PATIENCE, may_end: bool = False
) -> T:
    """Poll until `holds` gives something true, and return that. AssertionError with the logs of `children` where it
    does not; at once where one of them has ended (unless it `may_end`)."""
    deadline = time.monotonic() + seconds
    while True:
        if found := holds():
            return found
        if not may_end:
            for child in children:
                child.alive()
        if time.monotonic() > deadline:
            logs = "\n".join(f"--- {child.name}\n{child.tail()}" for child in children)
            raise AssertionError(f"not within {seconds:.0f} s: {what}\n{logs}")
        time.sleep(POLL)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, below those that the system gives to whoever asks for any: Flink's
    own servers ask, and took one between its choice here and its use. OSError if none of a thousand is free."""
    for _ in range(1000):
        port = random.randrange(*_PORTS)
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise OSError(f"no free port in {_PORTS}")


def answers(port: int) -> bool:
    """Does somebody listen there?"""
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def pause(child: Child) -> None:
    """Keep a process from working, for a moment of the test's choice."""
    os.kill(child.pid, signal.SIGSTOP)
