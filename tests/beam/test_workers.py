"""What pipeline/workers.py leans on inside Beam's engine. A test that fails here says what a new Beam has changed; the
behaviour itself is in tests/crash/test_workers.py."""

import inspect

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_fn_api_pb2
from apache_beam.runners.portability.fn_api_runner import fn_runner, worker_handlers
from apache_beam.runners.worker import data_plane, sdk_worker_main

from pipeline.nursery import Nursery
from pipeline.options import runner
from pipeline.workers import URN, NurseryWorkerHandler


class Idle(Nursery):
    """A nursery without a process."""

    def __init__(self) -> None:
        self.workers = 3


def test_the_engine_finds_our_handler_by_the_environments_name() -> None:
    made = runner(PipelineOptions([]), Idle())
    assert isinstance(made, fn_runner.FnApiRunner)
    urn, payload = made._default_environment.to_runner_api_parameter(None)
    assert urn == URN
    handler, payload_type = worker_handlers.WorkerHandler._registered_environments[URN]
    assert (handler, payload_type) == (NurseryWorkerHandler, bytes)
    assert type(payload) is bytes


def test_a_waiting_bundle_is_answered_through_its_future() -> None:
    connection = worker_handlers.ControlConnection()
    request = beam_fn_api_pb2.InstructionRequest(process_bundle=beam_fn_api_pb2.ProcessBundleRequest())
    future = connection.push(request)
    assert list(connection._futures_by_id) == [request.instruction_id]
    future.set(beam_fn_api_pb2.InstructionResponse(instruction_id=request.instruction_id, error="it died"))
    assert future.is_done()
    assert future.get().error == "it died"
    wait = inspect.getsource(fn_runner.BundleManager.process_bundle)
    assert "result_future.is_done() and bool(result_future.get().error)" in wait


def test_the_threads_that_read_from_a_worker_have_the_names_that_are_kept_quiet() -> None:
    assert "beam_control_read" in inspect.getsource(worker_handlers.ControlConnection)
    assert "read_grpc_client_inputs" in inspect.getsource(data_plane)


def test_a_worker_reads_what_we_put_into_its_environment() -> None:
    source = inspect.getsource(sdk_worker_main)
    for name in ("CONTROL_API_SERVICE_DESCRIPTOR", "LOGGING_API_SERVICE_DESCRIPTOR", "PIPELINE_OPTIONS", "WORKER_ID"):
        assert name in source


def test_beams_own_workers_still_leave_a_bundle_waiting_when_they_die() -> None:
    """The reason for ours: the thread that sees the death raises in itself and tells nobody."""
    source = inspect.getsource(worker_handlers.SubprocessSdkWorkerHandler)
    assert "abort" not in source
