"""Servers, certificates and a fetcher whose every call is bounded in time."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from tests.web.server import Authority, Network, Server
from transforms.web import Answer, Fetcher, Limits, Policy, Request

T = TypeVar("T")

LOCAL = Policy(
    "demarche/1.0 (+https://example.org/contact)",
    allow_hosts=("127.0.0.1",),
    limits=Limits(connect_seconds=60, read_seconds=60, total_seconds=60),
)
"""For servers on loopback, named as such. Its limits are no part of a test: a busy machine stays far below them."""
SOON = 30.0
"""Seconds that nothing takes which ends at a limit of less than one second, however busy the machine; the other limits
are twice as long, so that who has waited for one of them is told from who has not."""
BOUND = 150.0
"""Seconds after which a call that has not come back fails its test."""


def bounded(call: Callable[[], T], seconds: float = BOUND) -> T:
    """What a call gives; the test fails if it takes longer."""
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread of the test
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), f"not done after {seconds} s"
    if errors:
        raise errors[0]
    return results[0]


def limited(policy: Policy = LOCAL, **limits: Any) -> Policy:
    """A policy with other limits."""
    return replace(policy, limits=replace(policy.limits, **limits))


def fetch(url: str | Request, policy: Policy = LOCAL, *, seconds: float = BOUND, **parts: Any) -> Answer:
    """One fetch, bounded in time whatever the fetcher's own limits are."""
    request = url if isinstance(url, Request) else Request(url)
    return bounded(lambda: Fetcher(policy, **parts).fetch(request), seconds)


def code(answer: Answer) -> str | None:
    return answer.problem.code if answer.problem else None


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers: `serve({"/path": handler}, tls=context)`."""
    servers: list[Server] = []

    def start(routes: dict[str, Any] | None = None, **options: Any) -> Server:
        servers.append(Server(routes or {}, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusting(authority: Authority) -> Policy:
    """A policy that trusts the tests' authority and nobody else, with no host allowed but public ones."""
    return replace(LOCAL, ca_file=str(authority.file), allow_hosts=())


@pytest.fixture
def public(serve: Callable[..., Server], authority: Authority) -> Callable[..., Network]:
    """A network with names of public addresses, http on port 80 and https on port 443."""

    def make(routes: dict[str, Any] | None = None, **names: list[list[str]]) -> Network:
        known = {"news.example": [["93.184.216.34"]], "other.example": [["93.184.216.35"]]} | {
            name.replace("_", "."): answers for name, answers in names.items()
        }
        secure = serve(routes, tls=authority.context(*known, "93.184.216.34"))
        return Network(known, {80: serve(routes), 443: secure})

    return make
