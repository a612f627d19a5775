"""Runs that make the same dataset at the same time: each of them finds it made, none meets the other's half of it."""

import threading
from pathlib import Path

import pytest

from tests.unit.lake.samples import tree
from transforms.lake.layout import MARKER, open_dataset
from transforms.lake.store import DatasetError, Store, open_store

TOGETHER, ROUNDS = 4, 40


def test_a_dataset_may_be_made_by_several_at_a_time(tmp_path: Path) -> None:
    faults: list[str] = []

    def work(root: Path, barrier: threading.Barrier) -> None:
        barrier.wait()
        try:
            open_dataset(str(root))
        except DatasetError as error:
            faults.append(str(error))

    for number in range(ROUNDS):
        root, barrier = tmp_path / str(number), threading.Barrier(TOGETHER)
        threads = [threading.Thread(target=work, args=(root, barrier)) for _ in range(TOGETHER)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [name for name, what in tree(root).items() if what != "folder"] == [MARKER]
    assert not faults


@pytest.mark.parametrize("fault", [FileNotFoundError, FileExistsError])
def test_a_write_is_repeated_whose_staging_another_has_just_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[OSError]
) -> None:
    """pyarrow says "exists" of a folder that goes while it is being made: seen once in some thousand times."""
    store, make, faults = open_store(str(tmp_path)), Store._folder_of, [fault("gone")]

    def unlucky(self: Store, path: str) -> None:
        if faults:
            raise faults.pop()
        make(self, path)

    monkeypatch.setattr(Store, "_folder_of", unlucky)
    store.write_atomic("_meta/note", b"told")
    assert (tmp_path / "_meta" / "note").read_bytes() == b"told"
    assert not faults
