"""The list of a stream's feeds, as the file that its workers read when they begin, at its launch or years later.

    _state/stream/feeds-<32 hex of its SHA-256>.jsonl     a FeedSpec a line

Launches with the same list share one file. A stream that runs renews its own; a list that none has renewed for
KEPT_SECONDS is removed, and with it the marks of streams that ended so long ago: no engine is restored later.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from transforms.lake.store import Store
from transforms.polling.model import FeedSpec
from transforms.polling.tables import dump, undump
from transforms.streaming.model import ENDED, FOLDER, KEPT_SECONDS

LISTS = f"{FOLDER}/feeds-"
RENEW_SECONDS = 86400.0
"""A list that is so old is written anew by whoever works from it."""


def name_of(specs: Iterable[FeedSpec]) -> str:
    """Name of the list of these feeds."""
    return f"{LISTS}{hashlib.sha256(_lines(specs)).hexdigest()[:32]}.jsonl"


def _lines(specs: Iterable[FeedSpec]) -> bytes:
    return b"".join(dump(spec).encode() + b"\n" for spec in specs)


def stage(store: Store, specs: Iterable[FeedSpec]) -> None:
    """Write the list of a launch. Call it under the dataset's lock: nobody forgets it meanwhile."""
    given = list(specs)
    store.write_atomic(name_of(given), _lines(given))


def read(store: Store, name: str) -> list[FeedSpec]:
    """The feeds of a list."""
    return [undump(FeedSpec, line) for line in store.read(name).splitlines()]


def renew(store: Store, name: str, now: dt.datetime) -> None:
    """Let others know that a list is needed."""
    written = store.changed(FOLDER).get(name)
    if written is not None and now - written >= dt.timedelta(seconds=RENEW_SECONDS):
        store.write_atomic(name, store.read(name))


def forget(store: Store, now: dt.datetime) -> int:
    """Remove what nobody has needed for so long. How many files. Call it under the dataset's lock."""
    oldest = now - dt.timedelta(seconds=KEPT_SECONDS)
    old = [name for name, at in store.changed(FOLDER).items() if name.startswith((LISTS, ENDED)) and at < oldest]
    for name in old:
        store.delete(name)
    return len(old)
