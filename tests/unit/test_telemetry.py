"""The naming scheme of metrics, and the slowest of many."""

from transforms.beam_metrics import Meter
from transforms.telemetry import SLOWEST, Slow, Slowest, nested, slowest


def test_the_slowest_of_many_are_kept_and_taken_once() -> None:
    kept = Slowest()
    for i in range(1000):
        kept.add((i * 37) % 1000, f"input-{i}", "tag")
    taken = kept.take()
    assert sorted(one.milliseconds for one in taken) == list(range(1000 - SLOWEST, 1000))
    assert kept.take() == []


def test_an_input_is_named_once_in_the_stage_that_held_it_longest() -> None:
    found = [Slow(5, "a", "read"), Slow(90, "a", "extract"), Slow(7, "a", "tag"), Slow(50, "b", "tag")]
    assert slowest(found) == (Slow(90, "a", "extract"), Slow(50, "b", "tag"))
    assert len(slowest(Slow(i, str(i), "tag") for i in range(50))) == SLOWEST


def test_names_become_one_tree() -> None:
    flat = {"read.items": 3, "read.reject.bad_json": 1, "inputs": 4, "a": 1, "a.b": 2}
    assert nested(flat) == {"a": {"all": 1, "b": 2}, "inputs": 4, "read": {"items": 3, "reject": {"bad_json": 1}}}


def test_fractions_of_milliseconds_are_not_lost() -> None:
    """A thousand items of 0.4 ms are 400 ms, though each of them is 0 or 1."""
    meter, updates = Meter("clean"), []
    meter._milliseconds.update = updates.append
    for i in range(1000):
        meter.took(400_000, str(i))
    assert sum(updates) == 400
    assert set(updates) == {0, 1}
