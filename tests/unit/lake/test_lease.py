"""The lease that stands for a lock on object stores: one holder, renewed, taken over when it has run out."""

import datetime as dt
import json
import threading
from pathlib import Path

import pytest

from transforms.lake.lease import NAME, lease
from transforms.lake.store import DatasetError, Store, open_store

QUICK = {"seconds": 30.0, "renew": 0.02, "settle": 0.01}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def put(store: Store, token: str, seconds: float) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    store.write_atomic(NAME, json.dumps({"token": token, "until": until.isoformat()}).encode())


def test_one_holder_at_a_time_and_nothing_left_behind(store: Store) -> None:
    with lease(store, **QUICK):
        assert store.exists(NAME)
        with pytest.raises(DatasetError, match="another run is writing"), lease(store, **QUICK):
            pass
        assert store.exists(NAME)  # the refused one has not taken it away
    assert not store.exists(NAME)


def test_a_dead_holders_lease_runs_out(store: Store) -> None:
    put(store, "dead", 100)
    with pytest.raises(DatasetError, match="its lease: 20"), lease(store, **QUICK):
        pass
    put(store, "dead", -1)
    with lease(store, **QUICK):
        assert json.loads(store.read(NAME))["token"] != "dead"


def test_damage_is_no_lease(store: Store) -> None:
    store.write_atomic(NAME, b"{")
    with lease(store, **QUICK):
        assert json.loads(store.read(NAME))["token"]


def test_it_is_renewed_while_it_is_held(store: Store) -> None:
    with lease(store, **QUICK):
        first, waited = json.loads(store.read(NAME))["until"], threading.Event()
        for _ in range(500):
            if json.loads(store.read(NAME))["until"] > first:
                return
            waited.wait(0.02)
    pytest.fail("never renewed")


def test_who_has_lost_it_is_told_and_leaves_the_others_alone(store: Store) -> None:
    told = threading.Event()
    with lease(store, **QUICK, lost=lambda message: told.set()):
        put(store, "another", 100)
        assert told.wait(10)
    assert json.loads(store.read(NAME))["token"] == "another"


def test_of_two_that_begin_together_one_holds_it(store: Store) -> None:
    """The one that writes last; the other finds that out when it reads back."""
    results: list[str] = []
    start = threading.Barrier(2)
    leave = threading.Event()

    def contend() -> None:
        start.wait()
        try:
            with lease(store, seconds=30, renew=10, settle=0.5):
                results.append("held")
                leave.wait(10)
        except DatasetError:
            results.append("refused")
            leave.set()

    threads = [threading.Thread(target=contend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["held", "refused"]
