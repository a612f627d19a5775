"""The log's records as rows of Parquet, and back. The columns are derived from the records' fields.

Types are those of the dataset; several values in one column are joined by spaces (no value has one).
"""

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pyarrow as pa

from transforms.polling.model import EntryKey, FeedState, Outcome, PageTask, PollRecord, Seen
from transforms.records import Refusal, TaggedArticle

T = TypeVar("T")
_TYPES = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
    dt.date: pa.date32(),
}


def _plain(hint: Any) -> Any:
    """The type of a field, None aside; tuples and literals are kept as text."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    return str if typing.get_origin(hint) in (tuple, typing.Literal) else hint


_known_fields: dict[Any, dict[str, Any]] = {}


def _fields(record: Any) -> dict[str, Any]:
    """name -> declared type of a record's fields; found out once."""
    if record not in _known_fields:
        hints = typing.get_type_hints(record)
        _known_fields[record] = {f.name: hints[f.name] for f in dataclasses.fields(record)}
    return _known_fields[record]


def _arrow(record: type, *without: str) -> list[pa.Field]:
    return [pa.field(name, _TYPES[_plain(hint)]) for name, hint in _fields(record).items() if name not in without]


POLLS = pa.schema([*_arrow(FeedState), *_arrow(PollRecord, "state")])
"""A poll: the feed's state after it, and what it found."""
ENTRIES = pa.schema([*_arrow(EntryKey), *_arrow(Seen), pa.field("task", pa.string())])
"""What became of an entry; `task` is what a retry needs, as JSON."""


def poll_row(record: PollRecord) -> dict[str, Any]:
    """A row of POLLS."""
    return _row(record.state) | _row(record, "state")


def poll_of(row: Mapping[str, Any]) -> PollRecord:
    """The record of a row of POLLS."""
    return PollRecord(state=state_of(row), **_values(PollRecord, row, "state"))


def state_of(row: Mapping[str, Any]) -> FeedState:
    """The state in a row of POLLS."""
    return FeedState(**_values(FeedState, row))


def seen_of(row: Mapping[str, Any]) -> Seen:
    """What is known of the entry of a row of ENTRIES."""
    return Seen(**_values(Seen, row))


def outcome_of(item: TaggedArticle | Refusal) -> Outcome:
    """What a document's end makes of its entry."""
    if isinstance(item, Refusal):
        return Outcome(item.input_id, "reject", reason_code=item.reason_code)
    return Outcome(item.input_id, "article", article_id=item.article.article_id)


def entry_row(task: PageTask, outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
    """A row of ENTRIES: what became of a task."""
    retry = outcome.outcome == "retry"
    seen = Seen(
        content_sha256=task.content_sha256,
        outcome=outcome.outcome,
        handled_at=now,
        versions=task.versions,
        attempts=outcome.attempts,
        next_try=outcome.next_try,
        link_key=task.link_key,
        article_id=outcome.article_id,
        reason_code=outcome.reason_code,
    )
    later = dataclasses.replace(task, attempts=outcome.attempts, not_before=None)
    return _row(task.key) | _row(seen) | {"task": dump(later) if retry else None}


def _row(record: Any, *without: str) -> dict[str, Any]:
    row = {}
    for name in _fields(type(record)):
        if name not in without:
            value = getattr(record, name)
            row[name] = " ".join(map(str, value)) if isinstance(value, tuple) else value
    return row


@functools.cache
def _tuples(record: type) -> Mapping[str, Any]:
    """Those fields of a record that are tuples -> the type of their items."""
    return {n: typing.get_args(hint)[0] for n, hint in _fields(record).items() if typing.get_origin(hint) is tuple}


def _values(record: type, row: Mapping[str, Any], *without: str) -> dict[str, Any]:
    values = {name: row[name] for name in _fields(record) if name not in without}
    for name, item in _tuples(record).items():
        if name in values:
            values[name] = tuple(item(part) for part in (values[name] or "").split())
    return values


def dump(value: Any) -> str:
    """A record of this room as one line of JSON."""
    return json.dumps(value, default=_plainly, ensure_ascii=False)


def undump(record: type[T], line: str | bytes) -> T:
    """The record of a line."""
    return _build(record, json.loads(line))


def _build(record: type[T], values: Mapping[str, Any]) -> T:
    found = {}
    for name, read in _readers(record).items():
        value = values[name]
        found[name] = value if value is None or read is None else read(value)
    return record(**found)


_known_readers: dict[Any, dict[str, Callable[[Any], Any] | None]] = {}


def _readers(record: Any) -> dict[str, Callable[[Any], Any] | None]:
    """name -> what makes a field's value of its JSON; None: it is the same. Found out once."""
    if record not in _known_readers:
        _known_readers[record] = {name: _reader(hint) for name, hint in _fields(record).items()}
    return _known_readers[record]


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        one = _reader(typing.get_args(hint)[0])
        return tuple if one is None else lambda values: tuple(map(one, values))
    if typing.get_origin(hint) is dict:
        each = _reader(typing.get_args(hint)[1])
        return None if each is None else lambda values: {key: each(value) for key, value in values.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return functools.partial(_build, hint)
    return hint.fromisoformat if hint in (dt.datetime, dt.date) else None


def _plainly(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _fields(type(value))}
    if isinstance(value, dt.date):  # datetimes are dates
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a record")
