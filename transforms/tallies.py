"""How far the workers of a local run have come: each appends a byte a thing done to a file of its own.

No locks, no channel; what is left after a crash lies in the staging folder, which the next run removes. Where there is
no local folder (a dataset on an object store) nothing is tallied.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tallies:
    """The tally files of a run, by kind of thing (a word, such as `files`)."""

    folder: str | None = None

    def add(self, kind: str) -> None:
        """One more is done."""
        self._append(kind, b".")

    def expect(self, kind: str, number: int) -> None:
        """So many more will come."""
        self._append(f"{kind}.expected", f"{number}\n".encode())

    def _append(self, name: str, data: bytes) -> None:
        if self.folder is None:
            return
        folder = Path(self.folder)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}-{os.getpid()}").open("ab") as tally:
            tally.write(data)

    def done(self, kind: str) -> int:
        """How many are done, by all workers."""
        return sum(path.stat().st_size for path in self._files(kind))

    def expected(self, kind: str) -> int:
        """How many will come, as far as is known."""
        return sum(sum(map(int, path.read_text().split())) for path in self._files(f"{kind}.expected"))

    def _files(self, name: str) -> list[Path]:
        return sorted(Path(self.folder).glob(f"{name}-*")) if self.folder else []


NONE = Tallies()
"""Counts nothing."""
