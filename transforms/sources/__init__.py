"""Where documents come from. A source is one module and one line in SOURCES."""

import datetime as dt
from collections.abc import Callable, Iterator

from transforms.records import Document, Refusal
from transforms.sources import seeds
from transforms.sources.files import FileSystem

Source = Callable[[str, FileSystem, dt.datetime], Iterator[Document | Refusal]]
"""(path, file system, now) -> the documents found there, each once, as a Document or a Refusal."""

SOURCES: dict[str, Source] = {
    "seeds": seeds.read,
}
