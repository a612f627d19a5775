"""What the program says on stderr beside its results: lines for people, or with --log-format=json a JSON object each.

{"time": "2024-03-05T06:00:00.000Z", "level": "info", "event": "progress", "message": "...", ...}
"""

import datetime as dt
import json
import logging
import sys
from typing import Any, Literal, TextIO

Level = Literal["info", "warning", "error"]
Format = Literal["text", "json"]

_format: list[Format] = ["text"]


def use(form: Format) -> None:
    """From now on, say things in this form."""
    _format[0] = form


def is_json() -> bool:
    """Are there readers that want JSON?"""
    return _format[0] == "json"


def say(message: str, event: str, level: Level = "info", stream: TextIO | None = None, **fields: Any) -> None:
    """One line. `fields` are for programs: people get the message."""
    stream = stream or sys.stderr
    print(line(message, event, level, **fields) if is_json() else message, file=stream, flush=True)


def note(message: str, event: str, **fields: Any) -> None:
    """One line for programs only."""
    if is_json():
        say(message, event, **fields)


def line(message: str, event: str, level: str, **fields: Any) -> str:
    """The JSON object."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": now, "level": level, "event": event, "message": message, **fields}, default=str)


class Formatter(logging.Formatter):
    """Log records of libraries, in the chosen form."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON, or what people read."""
        if not is_json():
            return super().format(record)
        fields = {"trace": self.formatException(record.exc_info)} if record.exc_info else {}
        return line(record.getMessage(), "log", record.levelname.lower(), logger=record.name, **fields)
