"""What the tests of seeds and of JSON lines share: files to read, and what was made of them."""

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from transforms.records import Refusal
from transforms.sources.seeds import DEFAULT, Item, Limits, LocalFiles, read

NOW = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
SMALL = Limits(
    max_file_bytes=2000, max_line_bytes=1000, max_decompressed=1_000_000, max_ratio=50, max_meta_bytes=200, max_ids=3
)
Write = Callable[[str, bytes | str], str]


class OneFile:
    """A file system with one file on it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def glob(self, pattern: str) -> list[str]:
        return [pattern]

    def is_dir(self, path: str) -> bool:
        return False

    def exists(self, path: str) -> bool:
        return False

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.data)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: bytes | str) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write_file


def read_all(path: str, limits: Limits = DEFAULT, **options: Any) -> list[Item]:
    return list(read(path, LocalFiles(), NOW, limits, **options))


def only(items: list[Item]) -> Item:
    (item,) = items
    return item


def codes(items: list[Item]) -> list[str]:
    """ "" for a Document, the reason code of a Refusal."""
    return [item.reason_code if isinstance(item, Refusal) else "" for item in items]


def refusal(item: Item) -> Refusal:
    assert isinstance(item, Refusal), item
    assert item.stage == "read"
    assert item.detail
    return item


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
