"""The nursery of worker processes, and the main of a worker: what pipeline/nursery.py starts.

The nursery loads once what every worker needs (Beam, the extractor, the lexicons: some seconds) and forks a worker for
each request: that takes milliseconds, and the lexicons' memory is shared. It has one thread and opens no channel, so
that forking it is safe. Beam's start-up log is left out: that is 30 lines a worker on the user's terminal.
"""

import contextlib
import datetime as dt
import gc
import json
import logging
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

PAGE = "<html><body><article><h1>Talks in Oslo</h1>{}</article></body></html>".format(
    "<p>Norway and Chile held talks on fisheries in Oslo on Monday, and the ministers agreed to meet again in the "
    "autumn, their offices said in a note.</p>" * 5
)
"""Goes once through all stages, so that each has loaded its tables and models when the first worker is forked."""
ORPHAN_SECONDS = 0.5
"""How often a worker looks whether its nursery is still there."""


def main() -> None:
    """Serve the launcher at the other end of the socket until it closes it."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the launcher says what follows
    wakes, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    _load()
    workers: dict[int, str] = {}
    waiting = b""
    with contextlib.suppress(ConnectionError):
        while True:
            ready, _, _ = select.select([channel.fileno(), wakes], [], [])
            if wakes in ready:
                os.read(wakes, 4096)
                _report(workers, channel)
            if channel.fileno() in ready:
                data = channel.recv(65536)
                if not data:
                    break
                *requests, waiting = (waiting + data).split(b"\n")
                for request in map(json.loads, requests):
                    _answer(request, workers, channel)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    for pid in workers:
        os.waitpid(pid, 0)


def _load() -> None:
    logging.disable(logging.WARNING)
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL + 1)  # a fault comes with the answer to the launcher
    from apache_beam.runners.worker import sdk_worker_main  # noqa: F401

    import transforms.beam_feeds  # noqa: F401
    from transforms.articles import to_article
    from transforms.events.mentions import prepare, tag_article
    from transforms.records import Article, Document, Run

    run = Run("0" * 32, dt.datetime.now(dt.UTC))
    with contextlib.suppress(Exception):  # what is broken is told by the stage that needs it, in its own words
        prepare()
        article = to_article(Document("page", "page", PAGE, "0" * 64, "html"), run)
        if isinstance(article, Article):
            tag_article(article, run)
    gc.collect()
    gc.freeze()  # what is loaded stays: no collection walks it, no worker copies its pages


def _answer(request: Mapping[str, Any], workers: dict[int, str], channel: socket.socket) -> None:
    if "start" in request:
        workers[_fork(request["environment"], channel)] = request["start"]
    for pid, worker in workers.items():
        if worker == request.get("kill"):
            os.kill(pid, signal.SIGKILL)


def _fork(environment: Mapping[str, str], channel: socket.socket) -> int:
    nursery = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        channel.close()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        status = _work(nursery, environment)
    finally:
        os._exit(status)


def _work(nursery: int, environment: Mapping[str, str]) -> int:
    threading.Thread(target=_watch, args=(nursery,), daemon=True).start()
    # A fault travels to the launcher, which says it once: Beam would also print it here, and where its threads end when
    # the launcher has gone. Descriptor 2 stays, for what Python itself may have to say.
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - for the life of the process
    os.environ.update(environment)
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)
    return 0


def _watch(nursery: int) -> NoReturn:
    """End this process when the nursery has: it was killed, and nobody else would."""
    while os.getppid() == nursery:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def _report(workers: dict[int, str], channel: socket.socket) -> None:
    """Tell the launcher which workers have ended, and how."""
    while workers:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        how = _how(os.waitstatus_to_exitcode(status))
        channel.sendall(json.dumps({"worker": workers.pop(pid), "ended": how}).encode() + b"\n")


def _how(code: int) -> str:
    if code == 0:
        return ""
    if code > 0:
        return f"exit status {code}"
    name = signal.Signals(-code).name
    return f"killed by {name}" + (", as the system does when memory runs out" if name == "SIGKILL" else "")


if __name__ == "__main__":
    main()
