"""How each feed of a configuration is doing, for `demarche feeds list`.

In: the configured feeds and the state of the dataset that they are polled into (a fold of its poll log). Out: one
Status a feed, in the order of the configuration; as JSON lines or as a table. What publishers write is printed without
its control characters: a title must not move the cursor of a terminal.
"""

import dataclasses
import datetime as dt
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.config import Feed
from pipeline.feedlist import spelled

if TYPE_CHECKING:
    from transforms.polling.log import Book
    from transforms.polling.model import FeedState

Condition = Literal["ok", "failing", "retired", "moved", "never polled"]
"""failing: the last poll failed · retired: it says that it is gone for good (410) · moved: asked at its new address."""

TRIES = 3
"""To read a log that a pass compacts meanwhile."""
MAX_TITLE = 32
MAX_WHY = 70
"""In the table; JSON lines have all of it."""
_HEADS = (
    *("STATUS", "TITLE", "LAST SUCCESS", "LAST CHANGE", "FAILURES", "NEXT POLL", "INTERVAL", "POLLS", "ARTICLES"),
    *("REJECTS", "WAITING", "WHY", "URL"),
)
_RIGHT = frozenset(("FAILURES", "INTERVAL", "POLLS", "ARTICLES", "REJECTS", "WAITING"))


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one feed. Times are UTC; counts are over all time."""

    url: str
    title: str | None
    country: str | None
    status: Condition
    last_success_at: dt.datetime | None = None
    last_changed_at: dt.datetime | None = None
    """When a poll last found new entries."""
    failures: int = 0
    """In a row."""
    failing_since: dt.datetime | None = None
    next_poll: dt.datetime | None = None
    """None: it is due, or never will be."""
    interval: float | None = None
    """Seconds: the present guess at how often it is worth a poll."""
    polls: int = 0
    articles: int = 0
    rejects: int = 0
    known: int = 0
    """Entries that led to articles which were there."""
    waiting: int = 0
    """Entries whose pages are to be tried again."""
    http_status: int | None = None
    """Of the last poll."""
    reason_code: str | None = None
    detail: str | None = None
    moved_url: str | None = None

    @property
    def why(self) -> str:
        """What is to be said about it; empty where all is well."""
        told = f"says that it has moved to {self.moved_url}" if self.moved_url else ""
        if self.status == "moved":
            told = f"asked at {self.moved_url}"
        failed = ": ".join(part for part in (self.reason_code, self.detail) if part)
        return "; ".join(part for part in (failed, told) if part)


def statuses(feeds: Sequence[Feed], root: str) -> list[Status]:
    """The feeds as the dataset at `root` knows them; nothing is known where there is no dataset yet.

    Raises DatasetError, or OSError where the state cannot be read.
    """
    from transforms.lake.layout import MARKER, open_dataset
    from transforms.lake.store import open_store
    from transforms.polling import log

    store = open_store(root)
    if not store.exists(MARKER):
        return [_status(feed, None) for feed in feeds]
    open_dataset(root, create=False)
    for attempt in range(TRIES):
        try:
            book = log.load(store)
            break
        except FileNotFoundError:  # merged with others between our look at the folder and at the file
            if attempt == TRIES - 1:
                raise
    try:
        waiting = book.waiting()
        return [_status(feed, book.feeds.get(feed.url), book, waiting.get(feed.url, 0)) for feed in feeds]
    finally:
        book.close()


def _status(feed: Feed, state: "FeedState | None", book: "Book | None" = None, waiting: int = 0) -> Status:
    if state is None:
        return Status(feed.url, feed.title, feed.country, "never polled")
    totals = book.totals.get(feed.url) if book else None
    condition: Condition = (
        "retired" if state.is_retired else "failing" if state.failures else "moved" if state.is_moved else "ok"
    )
    return Status(
        url=feed.url,
        title=feed.title or state.title,
        country=feed.country,
        status=condition,
        last_success_at=state.last_success_at,
        last_changed_at=state.last_changed_at,
        failures=state.failures,
        failing_since=state.failing_since,
        next_poll=None if state.is_retired else state.next_poll,
        interval=state.interval,
        polls=state.polls,
        articles=totals.articles if totals else 0,
        rejects=totals.rejects if totals else 0,
        known=totals.known if totals else 0,
        waiting=waiting,
        http_status=state.status,
        reason_code=state.reason_code,
        detail=state.detail,
        moved_url=state.moved_url,
    )


def as_json(status: Status) -> str:
    """One line."""
    values = dataclasses.asdict(status) | {"why": status.why or None}
    return json.dumps({key: _plain(value) for key, value in values.items()}, ensure_ascii=False)


def as_table(found: Iterable[Status]) -> Iterator[str]:
    """The lines of a table, its heads first."""
    rows = [_HEADS, *(_row(one) for one in found)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (_padded(cell, width, head) for cell, width, head in zip(row, widths, _HEADS, strict=True))
        yield "  ".join(cells).rstrip()


def _row(one: Status) -> tuple[str, ...]:
    return (
        one.status,
        _shown(one.title or "", MAX_TITLE),
        _minute(one.last_success_at),
        _minute(one.last_changed_at),
        str(one.failures),
        _minute(one.next_poll),
        spelled(float(round(one.interval / 60) * 60) or 60.0) if one.interval is not None else "-",
        *(str(count) for count in (one.polls, one.articles, one.rejects, one.waiting)),
        _shown(one.why, MAX_WHY),
        _shown(one.url, 10_000),
    )


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds").replace("+00:00", "Z") if isinstance(value, dt.datetime) else value


def _minute(moment: dt.datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else "-"


def _shown(text: str, most: int) -> str:
    """What may be printed of a text, in one line."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _width(text: str) -> int:
    """Columns of a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


def _padded(text: str, width: int, head: str) -> str:
    gap = " " * (width - _width(text))
    return gap + text if head in _RIGHT else text + gap
