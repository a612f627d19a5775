"""Beam's in-process engine with workers from a nursery: its environment, and its handle on one worker.

Beam's own multi_processing mode starts a shell a worker, imports everything in each of them, and waits for ever when
one of them dies. Here a death is an answer: every bundle that is waited for ends with an error that says what happened.

This leans on the engine's inner parts (WorkerHandler, its control connection, Environment); tests/beam/test_workers.py
fails when a new version of Beam has changed them.
"""

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from apache_beam.portability.api import beam_fn_api_pb2, endpoints_pb2
from apache_beam.runners.portability.fn_api_runner.worker_handlers import GrpcWorkerHandler, WorkerHandler
from apache_beam.transforms import environments
from google.protobuf import json_format, text_format

from pipeline.nursery import Nursery

URN = "demarche:env:nursery:v1"

_nurseries: dict[str, Nursery] = {}


def environment(nursery: Nursery) -> "NurseryEnvironment":
    """The environment whose workers come from this nursery."""
    name = str(id(nursery))
    _nurseries.clear()  # one run at a time in a process
    _nurseries[name] = nursery
    if threading.excepthook is not _excepthook:
        threading.excepthook = _excepthook
    return NurseryEnvironment(name, capabilities=environments.python_sdk_capabilities())


def _excepthook(args: threading.ExceptHookArgs) -> None:
    """A thread that reads from a worker ends with an exception when the worker does: no news."""
    if not args.thread or args.thread.name not in ("beam_control_read", "read_grpc_client_inputs"):
        threading.__excepthook__(args)


@environments.Environment.register_urn(URN, bytes)
class NurseryEnvironment(environments.Environment):
    """Names a nursery of this process."""

    def __init__(
        self,
        name: str,
        capabilities: Iterable[str] = (),
        artifacts: Iterable[Any] = (),
        resource_hints: Mapping[str, bytes] | None = None,
    ) -> None:
        super().__init__(capabilities, artifacts, resource_hints)
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NurseryEnvironment) and super().__eq__(other) and self.name == other.name

    def __hash__(self) -> int:
        return hash((super().__hash__(), self.name))

    def to_runner_api_parameter(self, context: Any) -> tuple[str, bytes]:
        """Beam's: the environment as it stands in the graph's proto."""
        return URN, self.name.encode()

    @staticmethod
    def from_runner_api_parameter(
        payload: bytes,
        capabilities: Iterable[str],
        artifacts: Iterable[Any],
        resource_hints: Mapping[str, bytes],
        context: Any,
    ) -> "NurseryEnvironment":
        """Beam's: back from the proto."""
        return NurseryEnvironment(payload.decode(), capabilities, artifacts, resource_hints)


@WorkerHandler.register_environment(URN, bytes)
class NurseryWorkerHandler(GrpcWorkerHandler):
    """One worker, as the engine sees it."""

    def __init__(self, payload: bytes, state: Any, provision_info: Any, grpc_server: Any) -> None:
        super().__init__(state, provision_info, grpc_server)
        self._nursery = _nurseries[payload.decode()]

    def start_worker(self) -> None:
        """Beam's: ask for it; it connects when it is there."""
        variables = {
            "CONTROL_API_SERVICE_DESCRIPTOR": _descriptor(self.control_address),
            "LOGGING_API_SERVICE_DESCRIPTOR": text_format.MessageToString(self.logging_api_service_descriptor()),
            "PIPELINE_OPTIONS": json_format.MessageToJson(self.provision_info.provision_info.pipeline_options),
            "WORKER_ID": self.worker_id,
        }
        self.control_conn.push = self._push
        self._nursery.start(self.worker_id, variables, self._ended)

    def _ended(self, cause: str) -> None:
        """Whoever waits for this worker gets an answer."""
        for instruction, future in list(self.control_conn._futures_by_id.items()):
            error = cause or "a worker process left before its work was done"
            future.set(beam_fn_api_pb2.InstructionResponse(instruction_id=instruction, error=error))

    def _push(self, request: Any) -> Any:
        """The connection's own push; a bundle that fails ends the run at once: the engine would wait for all others."""
        future = type(self.control_conn).push(self.control_conn, request)
        if future is not None and request.HasField("process_bundle"):
            settle = future.set

            def settled(response: Any) -> None:
                settle(response)
                if response.error:
                    self._nursery.fail(response.error)

            future.set = settled
        return future

    def close(self) -> None:
        """Beam's: the end of the run. A worker that is still at work is not waited for: nobody wants its answer."""
        if self.control_conn._futures_by_id:
            self._nursery.kill(self.worker_id)
        super().close()

    def stop_worker(self) -> None:
        """Beam's: nothing to wait for; what a worker has made is complete when its bundles are."""


def _descriptor(url: str) -> str:
    text: str = text_format.MessageToString(endpoints_pb2.ApiServiceDescriptor(url=url))
    return text


__all__ = ["NurseryEnvironment", "NurseryWorkerHandler", "environment"]
