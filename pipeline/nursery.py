"""Worker processes of the in-process engine, forked from one that has loaded everything: the launcher's side.

    launcher --socket--> nursery (pipeline.worker: imports and lexicons, once) --fork--> worker, worker, ...

A request is a JSON line: {"start": name, "environment": {...}} or {"kill": name}; the nursery says {"worker": name,
"ended": how} when one has ended. One that ends badly ends all: its bundle is lost, and with it the run.

The socket is also the lifeline: when the launcher closes it, or dies, the nursery kills its workers and goes; a worker
whose nursery is gone goes too. No Beam here: the nursery starts while the launcher imports Beam.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

GRACE_SECONDS = 5.0
"""How long a nursery may take to kill its workers and go, before it is killed itself."""
GONE = "the process that starts the workers has died"

Ended = Callable[[str], None]
"""Is told why the run has failed when a worker has ended; "" where it has not."""


class Nursery:
    """Starts worker processes; a context manager that leaves none behind."""

    def __init__(self, workers: int) -> None:
        """`workers`: how many the run is to have. The process starts at once and loads while the caller goes on."""
        self.workers = workers
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", "pipeline.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C on a terminal reaches the launcher alone, which says what follows
                env=os.environ | {"PYTHONPATH": path},
            )
        self._socket = ours
        self._lock = threading.Lock()
        self._started = False
        self._told: dict[str, Ended] = {}
        self.cause = ""
        """Why the run has failed, if it has: a death, or a fault that `fail` was told; "" again with the next run."""
        self._listener = threading.Thread(target=self._listen, name="nursery", daemon=True)
        self._listener.start()

    def start(self, worker: str, environment: Mapping[str, str], ended: Ended) -> None:
        """Fork a worker with these environment variables; `ended` is called once, from another thread."""
        with self._lock:
            self._started = True
            if not self._told:
                self.cause = ""  # of an earlier run
            self._told[worker] = ended
        self._ask({"start": worker, "environment": dict(environment)})

    def kill(self, worker: str) -> None:
        """End a worker whose work is no longer wanted. One that has ended already is no error."""
        self._ask({"kill": worker})

    def fail(self, cause: str) -> None:
        """The run has failed: end every worker, so that nobody waits for the others to finish in vain."""
        with self._lock:
            self.cause = self.cause or cause
            others = list(self._told)
        for other in others:
            self.kill(other)

    def _ask(self, request: Mapping[str, object]) -> None:
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
        except OSError:  # it has gone: the listener tells everybody
            self._tell_all(GONE)

    def _listen(self) -> None:
        with contextlib.suppress(OSError), self._socket.makefile("r", encoding="utf-8") as lines:
            for message in map(json.loads, lines):
                with self._lock:
                    ended = self._told.pop(message["worker"], None)
                how = message["ended"]
                if how:
                    self.fail(f"a worker process ended before its work was done: {how}")
                if ended:
                    ended(self.cause)
        if self._told:
            self._tell_all(self.cause or GONE)

    def _tell_all(self, how: str) -> None:
        with self._lock:
            self.cause = self.cause or how
            told, self._told = list(self._told.values()), {}
        for ended in told:
            ended(how)

    def close(self) -> None:
        """Kill what still runs; returns when nothing of it is left."""
        if not self._started:  # it may still be loading, for nobody
            self._process.kill()
        with contextlib.suppress(OSError):  # the nursery has gone already
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:  # stuck in an import: its workers notice that it is gone
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
