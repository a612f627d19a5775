"""A standalone Flink cluster: a job manager and task managers as processes of their own, and its REST interface.

    with cluster(have, folder, task_managers=1) as flink:
        flink.engine.flags                              sends jobs to it (through a job server of its own)
        flink.task_managers[0].kill(); flink.add()      a task manager dies, another one comes
        path = flink.stop_with_savepoint(job, drain=False)
        ["--savepoint_path=" + path]                    the flag with which the next job goes on from there

A failed job is restarted by fixed delay, as often as it takes. Savepoints and checkpoints lie under the folder.
"""

import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.engines import JVM_FLAGS
from tests.engines.engines import Engine, Fetched, java, job_server
from tests.engines.processes import Child, Gone, eventually, free_port, running

ENDED = frozenset({"FINISHED", "FAILED", "CANCELED"})


class Refused(AssertionError):
    """The cluster's REST interface does not do what it was asked."""


@dataclass(slots=True)
class Cluster:
    """The processes, and what they say of themselves."""

    have: Fetched
    folder: Path
    stack: contextlib.ExitStack
    rest_port: int
    slots: int
    job_manager: Child | None = None
    task_managers: list[Child] = field(default_factory=list)
    """In the order in which they came; killed ones stay."""
    servers: list[Engine] = field(default_factory=list)

    @property
    def master(self) -> str:
        """For --flink_master."""
        return f"localhost:{self.rest_port}"

    @property
    def engine(self) -> Engine:
        """The job server before the cluster."""
        return self.servers[0]

    def ask(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """The REST interface's answer. Refused with its words."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.rest_port}{path}", data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Refused(f"{path}: {error.code} {error.read().decode(errors='replace')[:500]}") from None

    def processes(self) -> list[Child]:
        """Those that should be at work."""
        alive = [one for one in self.task_managers if one.process.poll() is None]
        return [
            *([self.job_manager] if self.job_manager else []),
            *alive,
            *(c for s in self.servers for c in s.children),
        ]

    def registered(self) -> int:
        """How many task managers the job manager knows."""
        try:
            return len(self.ask("/taskmanagers")["taskmanagers"])
        except (OSError, Refused):
            return 0

    def add(self) -> Child:
        """One more task manager; it is at work when this returns."""
        known = {one["id"] for one in self.ask("/taskmanagers")["taskmanagers"]}
        name = f"task-manager-{len(self.task_managers)}"
        command = self._command("taskexecutor.TaskManagerRunner", f"-Dtaskmanager.resource-id={name}")
        child = self.stack.enter_context(running(name, command, self.folder))
        self.task_managers.append(child)
        eventually(
            f"{name} is registered",
            lambda: {one["id"] for one in self.ask("/taskmanagers")["taskmanagers"]} - known,
            child,
        )
        return child

    def _command(self, main: str, *more: str) -> list[str]:
        return [
            *(java(), "-Xmx768m", *JVM_FLAGS, "-cp", f"{self.have.cluster}/*"),
            *(f"org.apache.flink.runtime.{main}", "--configDir", str(self.folder), *more),
        ]

    # --- jobs ---

    def jobs(self) -> dict[str, str]:
        """Job id -> state, the latest first."""
        found = sorted(self.ask("/jobs/overview")["jobs"], key=lambda job: -int(job["start-time"]))
        return {job["jid"]: job["state"] for job in found}

    def job(self) -> str:
        """The id of the one job that has not ended; waits until there is one."""
        return eventually(
            "a job is at work",
            lambda: next((job for job, state in self.jobs().items() if state not in ENDED), None),
            *self.processes(),
        )

    def wait(self, job: str, *states: str) -> str:
        """Wait until a job is in one of these states; Refused where it ends in another."""

        def there() -> str | None:
            state = self.jobs()[job]
            if state in ENDED and state not in states:
                raise Refused(f"job {job}: {state}: {self.why(job)}")
            return state if state in states else None

        return eventually(f"job {job} is {' or '.join(states)}", there, *self.processes())

    def why(self, job: str) -> str:
        """The last exception of a job."""
        history = self.ask(f"/jobs/{job}/exceptions").get("exceptionHistory", {}).get("entries", [])
        return str(history[0]["stacktrace"])[:2000] if history else "no exception"

    def restarts(self, job: str) -> int:
        """How often a job was restarted."""
        (found,) = self.ask(f"/jobs/{job}/metrics?get=numRestarts") or [{"value": 0}]
        return int(found["value"])

    def tasks_running(self, job: str) -> bool:
        """Is every task of a job at work, or done?"""
        tasks = self.ask(f"/jobs/{job}")["vertices"]
        return bool(tasks) and all(task["status"] in {"RUNNING", "FINISHED"} for task in tasks)

    def checkpoints(self, job: str) -> int:
        """How many checkpoints of a job are complete."""
        return int(self.ask(f"/jobs/{job}/checkpoints")["counts"]["completed"])

    def cancel(self, job: str) -> None:
        self.ask(f"/jobs/{job}?mode=cancel", method="PATCH")
        self.wait(job, "CANCELED")

    def savepoint(self, job: str) -> str:
        """Take a savepoint of a job that goes on. Its path."""
        return self._triggered(job, "savepoints", {"target-directory": self._savepoints()})

    def stop_with_savepoint(self, job: str, *, drain: bool) -> str:
        """Stop a job; `drain`: all windows and timers fire first, and it cannot go on. The savepoint's path."""
        return self._triggered(job, "stop", {"targetDirectory": self._savepoints(), "drain": drain})

    def _savepoints(self) -> str:
        return (self.folder / "savepoints").as_uri()

    def _triggered(self, job: str, what: str, body: dict[str, Any]) -> str:
        asked = self.ask(f"/jobs/{job}/{what}", body)["request-id"]

        def done() -> dict[str, Any] | None:
            answer = self.ask(f"/jobs/{job}/savepoints/{asked}")
            return answer["operation"] if answer["status"]["id"] == "COMPLETED" else None

        operation = eventually(f"the savepoint of job {job}", done, *self.processes())
        if "location" not in operation:
            raise Refused(f"job {job}: {operation.get('failure-cause', {}).get('stack-trace', operation)!s:.2000}")
        return str(operation["location"])


@contextlib.contextmanager
def cluster(have: Fetched, folder: Path, task_managers: int = 1, slots: int = 2) -> Iterator[Cluster]:
    """A cluster with a job server before it, for the time of a block."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        flink = Cluster(have, folder, stack, free_port(), slots)
        (folder / "flink-conf.yaml").write_text(settings(folder, flink.rest_port, free_port(), slots))
        command = flink._command("entrypoint.StandaloneSessionClusterEntrypoint", "--executionMode", "cluster")
        flink.job_manager = stack.enter_context(running("job-manager", command, folder))
        eventually("the job manager answers", lambda: _up(flink), flink.job_manager)
        for _ in range(task_managers):
            flink.add()
        flink.servers.append(stack.enter_context(job_server(have, folder, flink.master, "cluster")))
        yield flink


def _up(flink: Cluster) -> bool:
    try:
        return "taskmanagers" in flink.ask("/taskmanagers")
    except (OSError, Refused):
        return False


def settings(folder: Path, rest_port: int, rpc_port: int, slots: int) -> str:
    """flink-conf.yaml. Memory is said part by part: only Flink's shell scripts work it out of a total."""
    keys = {
        "jobmanager.rpc.address": "127.0.0.1",
        "jobmanager.bind-host": "127.0.0.1",
        "jobmanager.rpc.port": rpc_port,
        "rest.address": "127.0.0.1",
        "rest.bind-address": "127.0.0.1",
        "rest.port": rest_port,
        "taskmanager.host": "127.0.0.1",
        "taskmanager.bind-host": "127.0.0.1",
        "taskmanager.numberOfTaskSlots": slots,
        "taskmanager.cpu.cores": slots,
        "taskmanager.memory.framework.heap.size": "128m",
        "taskmanager.memory.framework.off-heap.size": "128m",
        "taskmanager.memory.jvm-metaspace.size": "256m",
        "taskmanager.memory.jvm-overhead.min": "128m",
        "taskmanager.memory.jvm-overhead.max": "128m",
        "taskmanager.memory.task.heap.size": "256m",
        "taskmanager.memory.task.off-heap.size": "64m",
        "taskmanager.memory.managed.size": "128m",
        "taskmanager.memory.network.min": "64m",
        "taskmanager.memory.network.max": "64m",
        "parallelism.default": slots,
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.attempts": 100,
        "restart-strategy.fixed-delay.delay": "200 ms",
        "heartbeat.interval": 500,
        "heartbeat.timeout": 5000,
        "execution.checkpointing.tolerable-failed-checkpoints": 100,
        "state.backend.type": "hashmap",
        "state.checkpoints.dir": (folder / "checkpoints").as_uri(),
        "state.savepoints.dir": (folder / "savepoints").as_uri(),
        "io.tmp.dirs": folder / "tmp",
        "blob.storage.directory": folder / "blobs",
        "web.tmpdir": folder / "web",
        "cluster.evenly-spread-out-slots": "true",
    }
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


__all__ = ["Cluster", "Gone", "Refused", "cluster"]
