"""What passes between the steps of a stream. Plain values; times are UTC, durations seconds."""

import datetime as dt
from dataclasses import dataclass

from transforms.lake.fragments import Fragment
from transforms.polling.compact import Keep
from transforms.polling.model import Outcome, PageTask
from transforms.polling.work import Settings

FOLDER = "_state/stream"
"""Of the dataset: what streams have under way. Other runs leave it alone."""
STOP = f"{FOLDER}/stop"
"""While this file is there, streams end: what was found is published first."""
ENDED = f"{FOLDER}/ended-"
KEPT_SECONDS = 30 * 86400.0
"""What a stream may need when its engine is restored is kept so long: it is not restored later."""


def ended(stream_id: str) -> str:
    """Name of the file that says that a stream has published all it had, and will do nothing more."""
    return f"{ENDED}{stream_id}"


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """How a stream runs; fixed at launch."""

    stream_id: str
    """Of this launch: 32 hex."""
    feeds: str
    """Name of the list of feeds (streaming.lists)."""
    fetching: Settings
    keep: Keep
    shards: int = 8
    """Over which hosts are spread; one is dealt with in one place at a time."""
    tick: float = 10.0
    """Between two looks at what is due."""
    publish: float = 60.0
    """A window that has news is published so often."""
    window: float = 86400.0
    """Length of the event-time windows."""
    lateness: float = 7 * 86400.0
    """So long after its end a window still takes what comes."""
    slack: float = 900.0
    """The watermark stays so far behind the clock: what feeds show within this time is not late."""
    remember: float = 3 * 86400.0
    """A page that was passed on is known so long; after that the log knows it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a poll has found, on its way to its page."""

    task: PageTask
    at: dt.datetime
    """When it was found."""
    outcome: Outcome | None = None
    """Known already: nothing is left to be done but to say so."""
    turn: str = ""
    """Which of its tries this is: the stamp of the moment since when it has waited for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a bundle has staged for one window: names of files, and how much is in them."""

    part_id: str
    """32 random hex, made once, when it is written."""
    fragments: tuple[Fragment, ...]
    entries: str
    """Name of the file of ENTRIES rows: what became of each entry."""
    inputs: int
    """Of those, the ones that became an article or a reject."""
