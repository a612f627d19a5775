"""The lock of a dataset on an object store: a lease that its holder renews, and that runs out when the holder dies.

Such stores know no lock that a dead process gives back, and pyarrow's no write that fails where something stands. So:
whoever finds no valid lease writes his own, waits, and reads it back; of several that wrote, the last one holds it. The
wait is longer than a write takes to be seen. A holder that finds another's lease in place of its own (it was suspended
for longer than the lease) ends at once and touches nothing: what it staged is cleared by the other's repair.
"""

import datetime as dt
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from transforms.lake.store import DatasetError, Store

NAME = "_state/lease.json"
SECONDS = 900.0
"""A lease that was not renewed for so long has run out."""
RENEW_SECONDS = 60.0
SETTLE_SECONDS = 2.0
"""Between writing a lease and reading it back."""


def _stop(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
    os._exit(1)  # no cleaning up: the dataset belongs to another run now


@contextmanager
def lease(
    store: Store,
    *,
    seconds: float = SECONDS,
    renew: float = RENEW_SECONDS,
    settle: float = SETTLE_SECONDS,
    lost: Callable[[str], None] = _stop,
) -> Iterator[None]:
    """Hold the dataset for writing. DatasetError where another run does. `lost` is called if the lease is taken."""
    token, over = secrets.token_hex(16), threading.Event()
    holder = _valid(store)
    if holder is not None:
        raise _taken(store, holder)
    _write(store, token, seconds)
    over.wait(settle)
    holder = _valid(store)
    if holder is None or holder["token"] != token:
        raise _taken(store, holder or {})

    def keep() -> None:
        while not over.wait(renew):
            now_held = _read(store)
            if now_held is not None and now_held["token"] != token:
                lost(f"{store.root}: the lease of this run was taken by another one; stopped")
                return
            _write(store, token, seconds)

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        mine = _read(store)
        if mine is not None and mine["token"] == token:
            store.delete(NAME)


def _taken(store: Store, holder: dict[str, Any]) -> DatasetError:
    until = holder.get("until", "its end")
    return DatasetError(f"{store.root}: another run is writing to it; wait until it has ended (its lease: {until})")


def _write(store: Store, token: str, seconds: float) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    store.write_atomic(NAME, json.dumps({"token": token, "until": until.isoformat()}).encode())


def _read(store: Store) -> dict[str, Any] | None:
    """The lease that stands; None where none does, or none that can be read."""
    try:
        if not store.exists(NAME):
            return None
        found = json.loads(store.read(NAME, limit=4096))
        dt.datetime.fromisoformat(found["until"])
        return {"token": str(found["token"]), "until": str(found["until"])}
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _valid(store: Store) -> dict[str, Any] | None:
    found = _read(store)
    return found if found and dt.datetime.fromisoformat(found["until"]) > dt.datetime.now(dt.UTC) else None
