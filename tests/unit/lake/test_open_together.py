"""Runs that make the same dataset at the same time: each of them finds it made, none meets the other's half of it."""

import threading
from pathlib import Path

from tests.unit.lake.samples import tree
from transforms.lake.layout import MARKER, open_dataset
from transforms.lake.store import DatasetError

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
