"""Names that a user gives -> files to read, on any file system.

In: globs (`**` crosses folders), folders (taken with all that is in them) and files. Out: sorted paths, each once.

What is found through a glob or in a folder: hidden files, README and LICENSE files and `.meta.json` sidecars are no
inputs; a file of an unknown format is one, and becomes a Refusal when read, so that nothing vanishes uncounted. A file
named outright is always an input. Links to folders are not followed.
"""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

SIDECAR = ".meta.json"
_MAGIC = re.compile(r"[*?\[]")
_NOT_INPUT = re.compile(r"(?:README|LICEN[SC]E)(?:\.\w+)?|.*" + re.escape(SIDECAR), re.IGNORECASE)


class NoInput(Exception):
    """Some of the names given match nothing; `patterns` lists all of those."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        super().__init__(patterns)
        self.patterns = patterns

    def __str__(self) -> str:
        return "no input: " + ", ".join(f"{pattern!r} matches no file" for pattern in self.patterns)


class FileSystem(Protocol):
    """What a source needs of a file system. Errors are OSErrors."""

    def glob(self, pattern: str) -> list[str]:
        """Files (no folders) that match; `**` crosses folders, also none."""

    def is_dir(self, path: str) -> bool:
        """Whether the path is a folder."""

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder of that name."""

    def open(self, path: str) -> BinaryIO:
        """The stored bytes, for reading forwards."""


class LocalFiles:
    """FileSystem over the machine's own files. Relative names are so to `base`, by default to where the process is."""

    def __init__(self, base: str = "") -> None:
        self.base = base

    def glob(self, pattern: str) -> list[str]:
        parts = [part if part == "**" else re.sub(r"\*{2,}", "*", part) for part in Path(pattern).parts]
        fixed = next((i for i, part in enumerate(parts) if _MAGIC.search(part)), len(parts))
        if parts[-1:] == ["**"]:
            parts.append("*")  # ** alone finds folders only
        found = Path(*parts[:fixed]).glob("/".join(parts[fixed:])) if parts[fixed:] else [Path(pattern)]
        # a link to nothing is an input that cannot be read: it becomes a reject, not silence
        return sorted({str(path) for path in found if path.is_file() or (path.is_symlink() and not path.exists())})

    def is_dir(self, path: str) -> bool:
        return Path(self.base, path).is_dir()

    def exists(self, path: str) -> bool:
        return Path(self.base, path).exists()

    def open(self, path: str) -> BinaryIO:
        return Path(self.base, path).open("rb")


def expand(inputs: Sequence[str], fs: FileSystem) -> list[str]:
    """Paths of the files that the names stand for, sorted, each once. Raises NoInput naming all that match nothing."""
    paths: set[str] = set()
    missing: list[str] = []
    for name in inputs:
        found = _expand_one(name, fs)
        paths.update(found)
        if not found:
            missing.append(name)
    if missing:
        raise NoInput(tuple(missing))
    return sorted(paths)


def _expand_one(name: str, fs: FileSystem) -> list[str]:
    if not name:
        return []
    path = name if "://" in name else os.path.normpath(name)  # one spelling for one file: a/./b.txt is a/b.txt
    if _MAGIC.search(name) and not fs.exists(name):
        return _inputs(path, fs.glob(path))
    if fs.is_dir(name):
        folder = path.rstrip("/")
        literally = _MAGIC.sub(r"[\g<0>]", folder)
        return _inputs(folder, fs.glob(f"{literally}/**"))
    return [path] if fs.exists(name) else []


def _inputs(pattern: str, paths: Iterable[str]) -> list[str]:
    """Without what is no input by its name, and without hidden files and folders that the pattern does not ask for."""
    asked = set(pattern.split("/"))
    hidden_allowed = any(part.startswith(".") and _MAGIC.search(part) for part in asked)

    def wanted(path: str) -> bool:
        parts = path.split("/")
        hidden = any(part.startswith(".") and part not in asked for part in parts)
        return (hidden_allowed or not hidden) and not _NOT_INPUT.fullmatch(parts[-1])

    return [path for path in paths if wanted(path)]
