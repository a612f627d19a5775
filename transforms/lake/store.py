"""Where a dataset lies: a small face over pyarrow's file systems, for local paths and for gs:// and s3:// URIs.

All names are relative to the dataset's root, with forward slashes. What readers rely on: a file under a table root
appears or is replaced as a whole. Locally that is `os.replace`; on an object store an object becomes visible only when
its upload or server-side copy has ended.
"""

import datetime as dt
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.fs as pafs

STAGING = "_staging"
"""Files on their way: never under a table root, empty or absent at rest."""

ATTEMPTS = 5
"""At what others may come in between of: staging is one folder, and a stream writes and clears at the same time."""
_OBJECT_STORES = frozenset({"s3", "gcs", "abfs"})
_BLOCK = 1024 * 1024
_EMULATOR_PATIENCE = dt.timedelta(seconds=20)


class DatasetError(Exception):
    """The dataset cannot be read or written as asked; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Store:
    """A dataset's root and how to reach it."""

    root: str
    """As the user gave it."""
    fs: Any = field(repr=False)
    base: str = field(repr=False)
    local: bool
    """True where the root is a folder of this machine: moves are os.replace, the lock is a real one."""

    def path(self, name: str) -> str:
        """The file system's own path of a name; a name that leaves the root raises DatasetError."""
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\x00" in name:
            raise DatasetError(f"{self.root}: {name!r} lies outside the dataset")
        return f"{self.base}/{name}" if name else self.base

    def files(self, folder: str = "", *, recursive: bool = True) -> list[str]:
        """Names of all files below a folder, sorted; none where the folder is missing."""
        return [name for name, is_file in self.entries(folder, recursive=recursive) if is_file]

    def entries(self, folder: str = "", *, recursive: bool = True) -> list[tuple[str, bool]]:
        """(name, is it a file) of everything below a folder, sorted by name."""
        selector = pafs.FileSelector(self.path(folder), recursive=recursive, allow_not_found=True)
        skip = len(self.base.rstrip("/")) + 1
        return sorted((i.path[skip:], i.type == pafs.FileType.File) for i in self.fs.get_file_info(selector))

    def changed(self, folder: str) -> dict[str, dt.datetime]:
        """name -> when it was last written, of the files right in a folder; the end of time where nobody knows."""
        selector = pafs.FileSelector(self.path(folder), recursive=False, allow_not_found=True)
        skip, never = len(self.base.rstrip("/")) + 1, dt.datetime.max.replace(tzinfo=dt.UTC)
        files = (i for i in self.fs.get_file_info(selector) if i.type == pafs.FileType.File)
        return {i.path[skip:]: i.mtime or never for i in files}

    def top(self, folder: str = "") -> set[str]:
        """First parts of the names of all files below a folder: what lies in it, whether or not folders are things."""
        if self._has_folders:
            return {name.rpartition("/")[2] for name, _ in self.entries(folder, recursive=False)}
        skip = len(folder) + 1 if folder else 0
        return {name[skip:].partition("/")[0] for name in self.files(folder)}

    def exists(self, name: str) -> bool:
        """Is there a file of this name?"""
        return bool(self._info(name).type == pafs.FileType.File)

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return int(self._info(name).size or 0)

    def _info(self, name: str) -> Any:
        (info,) = self.fs.get_file_info([self.path(name)])
        return info

    def open(self, name: str) -> Any:
        """A file for random access; close it (it is a context manager)."""
        return self.fs.open_input_file(self.path(name))

    def read(self, name: str, *, limit: int = 256 * 1024 * 1024) -> bytes:
        """The whole of a small file; DatasetError where it is longer than `limit` bytes."""
        with self.open(name) as stream:
            data = bytes(stream.read(limit + 1))
        if len(data) > limit:
            raise DatasetError(f"{self.root}/{name}: longer than {limit} bytes")
        return data

    @contextmanager
    def create(self, name: str) -> Iterator[Any]:
        """A new file to write, for names in staging only: a reader could meet it half written."""
        path = self.path(name)
        self._folder_of(path)
        with self.fs.open_output_stream(path, compression=None) as sink:  # else the name decides: .gz
            yield sink

    def write_atomic(self, name: str, data: bytes) -> None:
        """A whole small file, seen by others either not at all or complete."""
        if not self.local:  # an object appears when its upload has ended
            with self.create(name) as sink:
                sink.write(data)
            return
        for attempt in range(ATTEMPTS):
            temporary = f"{STAGING}/{secrets.token_hex(16)}"
            try:
                with self.create(temporary) as sink:
                    sink.write(data)
                self.sync(temporary)
                self.replace(temporary, name)
                return
            except (FileNotFoundError, FileExistsError):  # another has cleared staging meanwhile, or while it was made
                if attempt == ATTEMPTS - 1:
                    raise
            except BaseException:  # a stop in the middle of it leaves nothing behind
                self.delete(temporary)
                raise

    def replace(self, source: str, target: str) -> None:
        """Move a file over another (or to a new name), atomically for whoever reads the target."""
        here, there = self.path(source), self.path(target)
        self._folder_of(there)
        if self.local:
            os.replace(here, there)  # noqa: PTH105 - the atomic call itself, by its name
        else:
            self.fs.move(here, there)

    def sync(self, name: str) -> None:
        """Have a file on the disk before the journal speaks of it. Object stores do that by themselves."""
        if self.local:
            descriptor = os.open(self.path(name), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def delete(self, name: str) -> None:
        """Remove a file; a missing one is no error."""
        if self.exists(name):
            self.fs.delete_file(self.path(name))

    def delete_folder(self, folder: str) -> None:
        """Remove a folder and all that is in it; a missing one is no error."""
        if self.local:
            for attempt in range(ATTEMPTS):
                try:
                    shutil.rmtree(self.path(folder))
                    return
                except FileNotFoundError:
                    if not Path(self.path(folder)).exists():
                        return
                except OSError:  # somebody is writing into it: a stream polls while it publishes
                    if attempt == ATTEMPTS - 1:
                        raise
        elif self._has_folders:
            if self.entries(folder, recursive=False):
                self.fs.delete_dir(self.path(folder))
        else:  # on Google's store a folder is no thing: it is not listed, and there is none to delete
            self.fs.delete_dir_contents(self.path(folder), missing_dir_ok=True)

    def sha256(self, name: str) -> str:
        """64 hex digits of a file's bytes, read in blocks."""
        digest = hashlib.sha256()
        with self.open(name) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    @property
    def _has_folders(self) -> bool:
        return self.fs.type_name not in _OBJECT_STORES  # there, folders are names only

    def _folder_of(self, path: str) -> None:
        if self._has_folders:
            self.fs.create_dir(path.rpartition("/")[0], recursive=True)


def open_store(root: str) -> Store:
    """The store of a local path or a URI; nothing is read or made. DatasetError for a URI nobody serves."""
    if "://" not in root:
        return Store(root, pafs.LocalFileSystem(), str(Path(root).absolute()), local=True)
    try:
        fs, base = _emulated(root) or pafs.FileSystem.from_uri(root)
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{root}: cannot be opened ({error})") from None
    return Store(root, fs, base.rstrip("/"), local=isinstance(fs, pafs.LocalFileSystem))


def _emulated(root: str) -> tuple[Any, str] | None:
    """Google's store where STORAGE_EMULATOR_HOST says that it is, as Google's own clients do; None: where it really is.

    pyarrow's client does not know that variable. The emulator asks for no credentials, and nobody else is asked.
    """
    host = os.environ.get("STORAGE_EMULATOR_HOST")
    scheme, _, base = root.partition("://")
    if not host or scheme not in ("gs", "gcs"):
        return None
    protocol, _, address = host.rpartition("://")
    fs = pafs.GcsFileSystem(
        anonymous=True,
        scheme=protocol or "http",
        endpoint_override=address.rstrip("/"),
        retry_time_limit=_EMULATOR_PATIENCE,
    )
    return fs, base
