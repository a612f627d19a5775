"""Work of a stage dealt out as workers come free: Beam's in-process engine with guided bundles.

Beam gives each worker its whole share of a stage before the first has begun, every second element to every second
worker. Pages differ a hundredfold in what they cost, and cores in what else they do: measured with 1,500 pages on 2
cores, one worker was done 10 seconds before the other, of 57. Here a worker that comes free takes the next bundle,
a part of what is left that shrinks with it ("guided self-scheduling", Polychronopoulos and Kuck 1987): few bundles, for
each stages files of its own, and short ones at the end.

This leans on the engine's inner parts, as pipeline/workers.py does; tests/beam/test_bundles.py fails when a new version
of Beam has changed them.
"""

import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any

from apache_beam.metrics import monitoring_infos
from apache_beam.portability.api import beam_fn_api_pb2
from apache_beam.runners.portability.fn_api_runner import fn_runner

PARTS = 64
"""Smallest parts of a stage's work that there are, for each worker: the last bundle is one of them."""
SHARE = 1.5
"""A bundle is what is left by the number of workers, by this."""

Inputs = Mapping[str, list[bytes]]
"""Encoded elements by the step that reads them."""


def sizes(parts: int, workers: int) -> Iterator[int]:
    """Bundle after bundle, how many parts it takes: together all of them, each at least one.

    >>> list(sizes(20, 2))
    [7, 5, 3, 2, 1, 1, 1]
    """
    while parts > 0:
        size = max(1, round(parts / (workers * SHARE)))
        yield size
        parts -= size


def bundles(inputs: Mapping[str, Any], workers: int) -> list[Inputs]:
    """The engine's buffers as bundles to be dealt out in this order; one, maybe empty, where there is nothing."""
    split = {name: buffer.partition(PARTS * workers) for name, buffer in inputs.items()}
    parts: list[dict[str, list[bytes]]] = []
    for each in zip(*split.values(), strict=True):
        filled = {name: [part for part in several if part] for name, several in zip(split, each, strict=True)}
        if any(filled.values()):
            parts.append(filled)
    made: list[Inputs] = []
    start = 0
    for size in sizes(len(parts), workers):
        taken = parts[start : start + size]
        made.append({name: [data for part in taken for data in part[name]] for name in split})
        start += size
    return made or [{name: [] for name in split}]


class GuidedRunner(fn_runner.FnApiRunner):  # type: ignore[misc]
    """The engine, whose workers take bundles as they come free."""

    def _get_bundle_manager(self, bundle_context_manager: Any) -> Any:
        manager = super()._get_bundle_manager(bundle_context_manager)
        if type(manager) is not fn_runner.ParallelBundleManager:  # one worker, or keyed state, which has one for a key
            return manager
        return GuidedBundleManager(
            bundle_context_manager, manager._progress_frequency, cache_token_generator=manager._cache_token_generator
        )


class GuidedBundleManager(fn_runner.ParallelBundleManager):  # type: ignore[misc]
    """A stage's bundles, one at a time on each worker."""

    def process_bundle(
        self,
        inputs: Mapping[str, Any],
        expected_outputs: Any,
        fired_timers: Mapping[Any, Any],
        expected_output_timers: Any,
        dry_run: bool = False,
    ) -> Any:
        """Beam's: all of a stage's input, through as many bundles as it takes.

        Raises RuntimeError with the worker's words when a bundle fails; no further bundle is begun then.
        """
        workers: Sequence[Any] = self.bundle_context_manager.worker_handlers
        waiting = iter(list(enumerate(bundles(inputs, self._num_workers))))
        results: list[Any] = []
        lock, failed = threading.Lock(), threading.Event()

        def work(worker: Any) -> None:
            manager = fn_runner.BundleManager(
                _OneWorker(self.bundle_context_manager, worker),
                self._progress_frequency,
                cache_token_generator=self._cache_token_generator,
            )
            while not failed.is_set():
                with lock:
                    at, bundle = next(waiting, (-1, {}))
                if at < 0:
                    return
                timers = {} if at else fired_timers  # Beam's way too: all with the first
                try:
                    done = manager.process_bundle(bundle, expected_outputs, timers, expected_output_timers, dry_run)
                except BaseException:
                    failed.set()
                    raise
                with lock:
                    results.append(done)

        pool = ThreadPoolExecutor(len(workers), "bundles")
        try:
            done, _ = wait([pool.submit(work, worker) for worker in workers], return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:  # Ctrl-C too: nobody waits for bundles that are under way, whose workers end with the run
            failed.set()
            raise
        finally:
            pool.shutdown(wait=False)
        return _together([result for result, _ in results]), [split for _, splits in results for split in splits]


class _OneWorker:
    """A stage's context in which there is only this worker."""

    def __init__(self, context: Any, worker: Any) -> None:
        self._context, self.worker_handlers = context, [worker]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def _together(results: Sequence[Any]) -> Any:
    """One answer of several, with all that they leave to be done; Beam's own keeps only the metrics."""
    done = [result.process_bundle for result in results]
    merged = beam_fn_api_pb2.ProcessBundleResponse(
        monitoring_infos=monitoring_infos.consolidate(
            itertools.chain.from_iterable(one.monitoring_infos for one in done)
        ),
        residual_roots=itertools.chain.from_iterable(one.residual_roots for one in done),
    )
    return beam_fn_api_pb2.InstructionResponse(process_bundle=merged)
