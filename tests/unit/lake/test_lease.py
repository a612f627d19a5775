"""The lease that stands for a lock on object stores: one holder, renewed, taken over when it has run out."""

import datetime as dt
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.fs as pafs
import pytest

from transforms.lake import layout
from transforms.lake import lease as leases
from transforms.lake.lease import LAUNCH_SECONDS, NAME, give_back, hold, lease, take
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


# --- runs whose launcher goes home ---


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that is no folder of this machine, as far as the lease can tell; like there, writes are whole."""
    near = open_store(str(tmp_path))
    monkeypatch.setattr(Store, "write_atomic", lambda _, *write, real=Store.write_atomic: real(near, *write))
    return Store(f"gs://bucket/{tmp_path.name}", pafs.LocalFileSystem(), str(tmp_path), local=False)


def held(store: Store) -> dict[str, object]:
    return json.loads(store.read(NAME))


def until(store: Store) -> dt.datetime:
    return dt.datetime.fromisoformat(str(held(store)["until"]))


def seconds_left(store: Store) -> float:
    return (until(store) - dt.datetime.now(dt.UTC)).total_seconds()


def test_a_left_lease_stands_until_the_job_gives_it_back(far: Store) -> None:
    take(far, "run", left=True, settle=0)
    assert seconds_left(far) > LAUNCH_SECONDS - 60
    with pytest.raises(DatasetError, match="another run is writing"):
        take(far, "second", settle=0)
    hold(far, "run")
    give_back(far, "another", settle=0)
    assert held(far)["token"] == "run"
    give_back(far, "run", settle=0)
    assert not far.exists(NAME)
    take(far, "second", settle=0)


def test_a_job_does_not_give_back_what_its_launcher_holds(far: Store) -> None:
    with lease(far, "run", **QUICK):
        hold(far, "run")
        give_back(far, "run", settle=0)
        assert held(far)["token"] == "run"
    assert not far.exists(NAME)


def test_a_step_without_the_lease_fails(far: Store) -> None:
    with pytest.raises(DatasetError, match=r"run \(run\) does not hold .*: it has been given back, or was never taken"):
        hold(far, "run")
    take(far, "another", left=True, settle=0)
    with pytest.raises(DatasetError, match="does not hold the dataset's lease: run another has it"):
        hold(far, "run")


def test_a_lease_that_ran_out_is_its_runs_until_somebody_takes_it(far: Store) -> None:
    """The job waited for its first worker for longer than anybody thought."""
    take(far, "run", left=True, seconds=-1, settle=0)
    hold(far, "run")
    assert seconds_left(far) > 600
    assert held(far)["left"] is True
    take_over = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    far.write_atomic(NAME, json.dumps({"token": "run", "until": take_over.isoformat(), "left": True}).encode())
    take(far, "second", left=True, settle=0)
    with pytest.raises(DatasetError, match="run second has it"):
        hold(far, "run")


def test_a_fresh_lease_is_not_written_again_by_every_step(far: Store) -> None:
    take(far, "run", left=True, settle=0)
    before = held(far)
    for _ in range(3):
        hold(far, "run")
    assert held(far) == before


def test_a_worker_renews_while_it_lives_and_rests_when_the_lease_is_gone(far: Store) -> None:
    take(far, "run", left=True, seconds=5, settle=0)
    hold(far, "run", seconds=30, renew=0.02)
    first = until(far)
    assert wait_for(lambda: until(far) > first)

    def gone() -> bool:
        far.delete(NAME)  # by a step elsewhere; again where a renewal was on its way
        return (far.root, "run") not in leases._kept

    assert wait_for(gone)


def test_no_renewal_of_ones_own_comes_behind_giving_back(far: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    take(far, "run", left=True, seconds=5, settle=0)
    write, stuck, free = Store.write_atomic, threading.Event(), threading.Event()

    def slow(self: Store, name: str, data: bytes) -> None:
        if threading.current_thread().name == "lease":
            stuck.set()
            free.wait(60)
        write(self, name, data)

    monkeypatch.setattr(Store, "write_atomic", slow)
    hold(far, "run", seconds=30, renew=0.02)
    assert stuck.wait(60)
    giving = threading.Thread(target=give_back, args=(far, "run"), kwargs={"settle": 0})
    giving.start()
    assert far.exists(NAME)  # it waits for the renewal
    free.set()
    giving.join()
    assert not far.exists(NAME)
    assert (far.root, "run") not in leases._kept


def wait_for(condition: Callable[[], bool]) -> bool:
    waited = threading.Event()
    return any(condition() or waited.wait(0.02) for _ in range(500))


def test_a_store_out_of_reach_for_a_moment_does_not_end_the_renewing(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = iter([OSError("of the test")] * 3)
    write = Store.write_atomic

    def flaky(self: Store, name: str, data: bytes) -> None:
        for failure in failures:
            raise failure
        write(self, name, data)

    with lease(store, **QUICK):
        monkeypatch.setattr(Store, "write_atomic", flaky)
        first = until(store)
        assert wait_for(lambda: until(store) > first)
    assert "could not be renewed (of the test); trying again" in capsys.readouterr().err


def test_a_store_out_of_reach_is_no_free_dataset(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Store, name: str, **_: object) -> bytes:
        raise OSError("no route")

    monkeypatch.setattr(Store, "read", fails)
    with pytest.raises(DatasetError, match="no route"):
        take(store, "run", settle=0)


def test_no_job_takes_a_folder_of_this_machine(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="lies on this machine"), layout.hand_over(str(tmp_path), "run"):
        pass
    layout.hold(str(tmp_path), "run")  # whose lock is the launcher's
    layout.give_back(str(tmp_path), "run")


def test_what_could_not_be_handed_over_is_given_back(far: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "open_store", lambda root: far)

    def launch_fails() -> None:
        with layout.hand_over("gs://bucket/data", "run"):
            assert held(far)["left"] is True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        launch_fails()
    assert not far.exists(NAME)
    with layout.hand_over("gs://bucket/data", "run"):
        pass
    assert held(far)["token"] == "run"
