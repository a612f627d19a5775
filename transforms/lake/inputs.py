"""Names of the files to read, staged: the graph carries ranges of this list, not a million names.

In: paths, at launch. Out: one file under `_staging/<run>/`, and Chunks of it; a worker reads its chunk's names. A job's
definition must stay small (Dataflow refuses more than 10 MB), however many files there are.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.lake.layout import staging
from transforms.lake.store import open_store
from transforms.records import Run

MAX_CHUNKS = 1_000
MIN_NAMES = 50
"""Of a chunk: what one worker looks up at a time, before the names are spread."""
SEPARATOR = b"\0"
"""The one byte that no name of a file holds."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of the list."""

    offset: int
    """Bytes from the beginning."""
    length: int
    """Bytes."""


def stage_names(root: str, run: Run, paths: Sequence[str]) -> list[Chunk]:
    """Write the list; the chunks that it has, at most MAX_CHUNKS."""
    size, offset, chunks = max(MIN_NAMES, -(-len(paths) // MAX_CHUNKS)), 0, list[Chunk]()
    with open_store(root).create(_name(run)) as sink:
        for first in range(0, len(paths), size):
            data = SEPARATOR.join(os.fsencode(path) for path in paths[first : first + size])
            sink.write(data)
            chunks.append(Chunk(offset, len(data)))
            offset += len(data)
    return chunks


def read_names(root: str, run: Run, chunk: Chunk) -> list[bytes]:
    """The names of a chunk, as the file system's bytes."""
    with open_store(root).open(_name(run)) as source:
        source.seek(chunk.offset)
        return bytes(source.read(chunk.length)).split(SEPARATOR)


def _name(run: Run) -> str:
    return staging(run.run_id, "inputs")
