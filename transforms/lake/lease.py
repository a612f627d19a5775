"""The lock of a dataset on an object store: a lease that its holder renews, and that runs out when the holder dies.

Such stores know no lock that a dead process gives back, and pyarrow's no write that fails where something stands. So:
whoever finds no valid lease writes his own, waits, and reads it back; of several that wrote, the last one holds it. The
wait is longer than a write takes to be seen. A holder that finds another's lease in place of its own (it was suspended
for longer than the lease) ends at once and touches nothing: what it staged is cleared by the other's repair.

Who holds it is the run, by its id, not a process. Two ways:

    the launcher waits       with lease(store, run_id): ...        it renews, and gives the lease back
    the launcher goes home   take(store, run_id, left=True)        the job's steps renew it wherever they run (`hold`);
                                                                   the commit gives it back, or it runs out with the job

A step begins with `hold`: a run that has lost its lease, or never had one, fails there and publishes nothing. A lease
that has run out but that nobody has taken is still its run's: jobs may wait long for their first worker.
"""

import datetime as dt
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from transforms.lake.store import DatasetError, Store

NAME = "_state/lease.json"
SECONDS = 900.0
"""A lease that was not renewed for so long has run out."""
LAUNCH_SECONDS = 1800.0
"""A lease that was left to a job: it must have found its first worker by then."""
RENEW_SECONDS = 60.0
SETTLE_SECONDS = 2.0
"""Between writing a lease and reading it back."""
PATIENCE = 60.0
"""Seconds for a renewal that is on its way; one that comes later leaves a lease that runs out by itself."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it stands in the store."""

    token: str
    until: dt.datetime
    left: bool = False
    """Its launcher has gone: the job itself gives it back."""


def _stop(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
    os._exit(1)  # no cleaning up: the dataset belongs to another run now


def _end(message: str) -> None:
    """Nothing to do but to stop renewing."""


def take(
    store: Store, token: str, *, left: bool = False, seconds: float | None = None, settle: float = SETTLE_SECONDS
) -> None:
    """Make the dataset this token's. DatasetError where another holds it, or where the store cannot be reached."""
    duration = seconds if seconds is not None else LAUNCH_SECONDS if left else SECONDS
    try:
        holder = _valid(store)
        if holder is None:
            _write(store, Held(token, _in(duration), left))
            threading.Event().wait(settle)
            holder = _read(store)
    except OSError as error:
        raise DatasetError(f"{store.root}: cannot be written ({error})") from None
    if holder is None or holder.token != token:
        raise _taken(store, holder)


def give_back(store: Store, token: str, *, settle: float = SETTLE_SECONDS) -> None:
    """End a lease that was left to a job; one that a launcher waits with stays the launcher's.

    It is renewed first, so that no step elsewhere finds it due and writes it anew after it has gone; this process has
    ended its own renewing by then.
    """
    if store.local:
        return
    _let_go(store, token)
    mine = _read(store)
    if mine is not None and mine.token == token and mine.left:
        _write(store, Held(token, _in(SECONDS), left=True))
        threading.Event().wait(settle)
        _delete(store, token)


def hold(store: Store, token: str, *, seconds: float = SECONDS, renew: float = RENEW_SECONDS) -> None:
    """What a run's steps begin with, on any worker: the lease is the run's, and is renewed while this process lives.

    DatasetError where it is not. On a local dataset the launcher's lock says all.
    """
    if store.local:
        return
    mine = _read(store)
    if mine is None or mine.token != token:
        who = f"run {mine.token} has it" if mine else "it has been given back, or was never taken"
        raise DatasetError(f"{store.root}: this run ({token}) does not hold the dataset's lease: {who}")
    _renew(store, mine, seconds, renew)
    with _KEEPING:
        if (store.root, token) not in _kept:
            over = threading.Event()
            asked = (store, token, over, seconds, renew)
            keeper = threading.Thread(target=_keep_here, args=asked, name="lease", daemon=True)
            _kept[store.root, token] = over, keeper
            keeper.start()


_KEEPING = threading.Lock()
_kept: dict[tuple[str, str], tuple[threading.Event, threading.Thread]] = {}
"""Who renews a lease (root, token) for a job in this process, and how it is ended."""


def _keep_here(store: Store, token: str, over: threading.Event, seconds: float, renew: float) -> None:
    """Until the lease has gone, or is another's: then the next step fails. The process may have other runs to serve."""
    try:
        _keep(store, token, over, seconds, renew, _end, ends_when_gone=True)
    finally:
        with _KEEPING:
            _kept.pop((store.root, token), None)


def _let_go(store: Store, token: str) -> None:
    """No longer renew a lease in this process; when this returns no renewal is on its way."""
    with _KEEPING:
        over, keeper = _kept.get((store.root, token), (None, None))
    if over and keeper:
        over.set()
        keeper.join(PATIENCE)


@contextmanager
def lease(
    store: Store,
    token: str | None = None,
    *,
    seconds: float = SECONDS,
    renew: float = RENEW_SECONDS,
    settle: float = SETTLE_SECONDS,
    lost: Callable[[str], None] = _stop,
) -> Iterator[None]:
    """Hold the dataset for writing. DatasetError where another run does. `lost` is called if the lease is taken."""
    token, over = token or secrets.token_hex(16), threading.Event()
    take(store, token, seconds=seconds, settle=settle)
    thread = threading.Thread(target=_keep, args=(store, token, over, seconds, renew, lost), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PATIENCE)
        _delete(store, token)


def _keep(
    store: Store,
    token: str,
    over: threading.Event,
    seconds: float,
    renew: float,
    lost: Callable[[str], None],
    *,
    ends_when_gone: bool = False,
) -> None:
    while not over.wait(renew):
        try:
            now_held = _read(store)
            if now_held is None and ends_when_gone:
                return
            if now_held is not None and now_held.token != token:
                lost(f"{store.root}: the lease of this run was taken by another one; stopped")
                return
            _renew(store, now_held or Held(token, _in(0)), seconds, renew)
        except OSError as error:  # the store cannot be reached for a moment: the lease lasts for several tries
            print(f"{store.root}: the lease could not be renewed ({error}); trying again", file=sys.stderr, flush=True)


def _renew(store: Store, held: Held, seconds: float, renew: float) -> None:
    """Write it anew, unless some process of the run did so just now."""
    if held.until < _in(seconds - renew):
        _write(store, Held(held.token, _in(seconds), held.left))


def _in(seconds: float) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)


def _taken(store: Store, holder: Held | None) -> DatasetError:
    until = holder.until.isoformat(timespec="seconds") if holder else "its end"
    return DatasetError(f"{store.root}: another run is writing to it; wait until it has ended (its lease: {until})")


def _write(store: Store, held: Held) -> None:
    said = {"token": held.token, "until": held.until.isoformat(), "left": held.left}
    store.write_atomic(NAME, json.dumps(said).encode())


def _delete(store: Store, token: str) -> None:
    mine = _read(store)
    if mine is not None and mine.token == token:
        store.delete(NAME)


def _read(store: Store) -> Held | None:
    """The lease that stands; None where none does, or none that can be understood. OSError: it cannot be known."""
    try:
        found = json.loads(store.read(NAME, limit=4096))
        return Held(str(found["token"]), dt.datetime.fromisoformat(found["until"]), found.get("left") is True)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, DatasetError):
        return None


def _valid(store: Store) -> Held | None:
    found = _read(store)
    try:
        return found if found and found.until > _in(0) else None
    except TypeError:  # a time without its zone: not ours
        return None
