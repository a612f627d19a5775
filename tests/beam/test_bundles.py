"""Bundles dealt out as workers come free, and what pipeline/bundles.py leans on inside Beam's engine."""

import inspect
import itertools
import threading
import time
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.coders import coders
from apache_beam.coders.coder_impl import create_InputStream
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_fn_api_pb2
from apache_beam.runners.portability.fn_api_runner import execution, fn_runner
from apache_beam.transforms.core import Windowing
from apache_beam.transforms.window import GlobalWindows
from apache_beam.utils.windowed_value import WindowedValue
from hypothesis import given
from hypothesis import strategies as st

from pipeline import bundles
from pipeline.nursery import Nursery
from pipeline.options import runner

ELEMENTS = 256


@given(st.integers(0, 5000), st.integers(2, 64))
def test_bundles_take_every_part_once_and_shrink(parts: int, workers: int) -> None:
    sizes = list(bundles.sizes(parts, workers))
    assert sum(sizes) == parts
    assert all(size >= 1 for size in sizes)
    assert sizes == sorted(sizes, reverse=True)
    if parts > 2 * workers:
        assert sizes[0] * workers < parts  # never all that each has to expect
        assert sizes[-1] == 1


KEYED = coders.WindowedValueCoder(coders.TupleCoder((coders.VarIntCoder(), coders.VarIntCoder())))
GROUPED = coders.WindowedValueCoder(
    coders.TupleCoder((coders.VarIntCoder(), coders.IterableCoder(coders.VarIntCoder())))
)


def _grouped(count: int) -> execution.GroupingBuffer:
    """What a Reshuffle leaves: as many keys as elements."""
    buffer = execution.GroupingBuffer(KEYED, GROUPED, Windowing(GlobalWindows()))
    for i in range(count):
        buffer.append(KEYED.encode(WindowedValue((i, i), 0, (GlobalWindows().assign(None)[0],))))
    return buffer


def _plain(count: int, at_once: int) -> execution.ListBuffer:
    coder = coders.VarIntCoder().get_impl()
    buffer = execution.ListBuffer(coder)
    for start in range(0, count, at_once):
        buffer.append(b"".join(map(coder.encode, range(start, min(start + at_once, count)))))
    return buffer


def _numbers(data: list[bytes]) -> list[int]:
    coder = coders.VarIntCoder().get_impl()
    return [number for part in data for number in coder.decode_all(part)]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 129, ELEMENTS])
def test_every_element_is_in_one_bundle(count: int) -> None:
    coder = GROUPED.get_impl()
    made = bundles.bundles({"read": _grouped(count)}, 2)
    found = []
    for bundle in made:
        stream = create_InputStream(b"".join(bundle["read"]))
        while stream.size() > 0:
            found.append(coder.decode_from_stream(stream, True).value[0])
    assert sorted(found) == list(range(count))
    assert len(made) == max(1, len(list(bundles.sizes(min(count, bundles.PARTS * 2), 2))))


@pytest.mark.parametrize(("count", "at_once"), [(0, 1), (3, 3), (400, 1), (400, 400), (400, 50)])
def test_inputs_of_several_steps_stay_apart(count: int, at_once: int) -> None:
    made = bundles.bundles({"a": _plain(count, at_once), "b": _plain(7, 1)}, 3)
    assert all(set(bundle) == {"a", "b"} for bundle in made)
    assert sorted(itertools.chain.from_iterable(_numbers(bundle["a"]) for bundle in made)) == list(range(count))
    assert sorted(itertools.chain.from_iterable(_numbers(bundle["b"]) for bundle in made)) == list(range(7))


class Waiting(beam.DoFn):
    """The first element takes as long as nearly all others together, and says how many had begun by then."""

    def __init__(self, folder: str) -> None:
        self.seen, self.told = Path(folder) / "seen", Path(folder) / "told"

    def process(self, number: int) -> None:
        (self.seen / str(number)).touch()
        if number == 0:
            deadline = time.monotonic() + 30
            while len(list(self.seen.iterdir())) < 0.6 * ELEMENTS and time.monotonic() < deadline:
                time.sleep(0.01)
            self.told.write_text(str(len(list(self.seen.iterdir()))))


def test_a_slow_element_does_not_hold_up_the_workers_share_behind_it(tmp_path: Path) -> None:
    """Dealt in halves, the other worker would begin half of all and be idle."""
    (tmp_path / "seen").mkdir()
    with Nursery(2) as nursery:
        options = PipelineOptions(["--direct_num_workers=2"])
        with beam.Pipeline(runner=runner(options, nursery), options=options) as pipeline:
            elements = pipeline | beam.Create(range(ELEMENTS), reshuffle=False) | beam.Reshuffle()
            elements | beam.ParDo(Waiting(str(tmp_path)))
    assert len(list((tmp_path / "seen").iterdir())) == ELEMENTS
    assert int((tmp_path / "told").read_text()) >= 0.6 * ELEMENTS


def test_when_one_fails_nobody_waits_for_bundles_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after Ctrl-C, which is raised in the same place: the wait for the first answer."""
    begun, free, ended = threading.Semaphore(0), threading.Event(), threading.Event()

    class Busy:
        def __init__(self, context: bundles._OneWorker, *_: object, **__: object) -> None:
            self.worker = context.worker_handlers

        def process_bundle(self, *_: object) -> object:
            begun.release()
            if self.worker == ["other"]:
                raise KeyboardInterrupt
            free.wait(60)
            ended.set()
            return beam_fn_api_pb2.InstructionResponse(), []

    class Context:
        worker_handlers = ("one", "other")

    manager = bundles.GuidedBundleManager.__new__(bundles.GuidedBundleManager)
    manager.bundle_context_manager, manager._num_workers = Context(), 2
    manager._progress_frequency, manager._cache_token_generator = None, None
    monkeypatch.setattr(fn_runner, "BundleManager", Busy)
    try:
        with pytest.raises(KeyboardInterrupt):
            manager.process_bundle({"read": _plain(400, 1)}, {}, {}, {})
        assert not ended.is_set()
    finally:
        free.set()
    assert 1 <= sum(begun.acquire(timeout=0.2) for _ in range(4)) <= 2  # no further bundle is begun


def test_what_workers_leave_to_be_done_is_kept() -> None:
    response = beam_fn_api_pb2.InstructionResponse()
    response.process_bundle.residual_roots.add()
    together = bundles._together([response, response])
    assert len(together.process_bundle.residual_roots) == 2


def test_the_engine_still_deals_out_everything_at_once() -> None:
    """The reason for ours; and the places it takes hold of."""
    assert "input.partition(self._num_workers)" in inspect.getsource(fn_runner.ParallelBundleManager.process_bundle)
    assert "self.bundle_context_manager.worker_handlers[" in inspect.getsource(fn_runner.BundleManager.process_bundle)
    assert "bundle_manager_type = ParallelBundleManager" in inspect.getsource(fn_runner.FnApiRunner._get_bundle_manager)
    assert list(inspect.signature(bundles.GuidedBundleManager.process_bundle).parameters) == list(
        inspect.signature(fn_runner.ParallelBundleManager.process_bundle).parameters
    )
