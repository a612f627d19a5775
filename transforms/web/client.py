"""One GET, safely: every hop vetted, every wait bounded, every byte counted.

In: a Request. Out: an Answer; whatever goes wrong is its Problem. Redirects are followed here and nowhere below, one
hop at a time: `start` and `hop` let a batch give each hop to the queue of its own host, `fetch` does them in a row.
One connection for each hop, closed after it. Proxies of the environment are not used: they would connect for us, and
what was vetted here would mean nothing.

Order of a hop: URL (targets) -> addresses (addresses) -> connection, TLS (deadline) -> request -> headers (headers) ->
redirect, or body (decode).
"""

import http.client
import io
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from transforms.web.addresses import Resolver, addresses, system_resolver
from transforms.web.cookies import Cookies, for_origin, with_set
from transforms.web.deadline import BUFFER, Deadline, Dial, Wire, connect, secure, system_dial
from transforms.web.decode import ACCEPT_ENCODING, Body, codings, decode
from transforms.web.headers import is_value, kept, max_age, retry_after, validators
from transforms.web.model import Answer, Clock, Fault, Policy, Problem, Request, SystemClock, Validators
from transforms.web.targets import Target, parse_target, redirected

_PIECE = 64 * 1024
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_INTERIM = 8
"""Answers of the 1xx kind (103 early hints) that are passed over."""
_STATUS_PROBLEMS = {
    401: "forbidden",
    402: "forbidden",
    403: "forbidden",
    404: "not_found",
    407: "forbidden",
    408: "unavailable",
    410: "gone",
    425: "unavailable",
    429: "rate_limited",
    451: "forbidden",
    503: "unavailable",
}


@dataclass(frozen=True, slots=True)
class Chain:
    """A request on its way through redirects: where it goes next, and what is known so far."""

    request: Request
    target: Target
    redirects: tuple[str, ...] = ()
    permanent_url: str | None = None
    """Where the permanent redirects at its beginning lead."""
    only_permanent: bool = True
    cookies: Cookies = ()
    seen: frozenset[tuple[str, str | None]] = frozenset()
    """(URL, Cookie header) of the hops done."""
    spent: float = 0.0
    """Seconds at work on it."""


class Fetcher:
    """Fetches under one Policy. Safe to share among threads; made where it works (a Policy travels, this does not).

    Raises OSError where the policy's ca_file cannot be used; its methods raise nothing.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        clock: Clock | None = None,
        resolver: Resolver = system_resolver,
        dial: Dial = system_dial,
    ) -> None:
        self.policy = policy
        self.clock: Clock = clock or SystemClock()
        self._resolver, self._dial = resolver, dial
        self._lock = threading.Lock()
        # a fault of the file is told at once; the system's authorities take a tenth of a second, when they are needed
        self._tls = _tls_context(policy.ca_file) if policy.ca_file else None

    def fetch(self, request: Request, within: float | None = None) -> Answer:
        """The answer to a request, after at most Limits.total_seconds, or `within` seconds if that is less."""
        step = self.start(request)
        left = float("inf") if within is None else within
        while isinstance(step, Chain):
            step = self.hop(step, left - step.spent)
        return step

    def start(self, request: Request) -> Chain | Answer:
        """The first hop to do, or why there is none."""
        try:
            return Chain(request, parse_target(request.url))
        except Fault as fault:
            return Answer(request, request.url, problem=fault.problem)

    def hop(self, chain: Chain, within: float = float("inf")) -> Chain | Answer:
        """One request: the answer, or the chain with the hop that a redirect asks for."""
        began = self.clock.monotonic()
        deadline = Deadline(self.clock, min(self.policy.limits.total_seconds - chain.spent, within))
        try:
            step = self._hop(chain, deadline)
        except Fault as fault:
            step = failed(chain, fault.problem)
        except (OSError, http.client.HTTPException, ValueError) as error:
            step = failed(chain, _transport_problem(error))
        spent = chain.spent + self.clock.monotonic() - began
        return replace(step, spent=spent) if isinstance(step, Chain) else replace(step, elapsed=spent)

    def _hop(self, chain: Chain, deadline: Deadline) -> Chain | Answer:
        target, limits = chain.target, self.policy.limits
        exempt = self.policy.allows(target.host)
        if target.port not in self.policy.ports and not exempt:
            raise Fault("bad_port", f"{target.port} of {target.host}")
        message = self._message(chain)
        found = addresses(
            target.host, target.port, self._resolver, deadline.left(limits.connect_seconds), exempt=exempt
        )
        sock = connect(found, target.port, self._dial, deadline, limits.connect_seconds)
        if target.scheme == "https":
            sock = secure(sock, target.host, self._context(), deadline, limits.connect_seconds)
        with Wire(sock, deadline, limits.read_seconds) as wire, io.BufferedReader(wire, BUFFER) as reader:
            wire.allow(limits.header_bytes)
            wire.send(message)
            with _response(reader) as response:
                return self._read(chain, response, wire)

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            self._tls = self._tls or _tls_context(None)
            return self._tls

    def _message(self, chain: Chain) -> bytes:
        """The request as it is sent, validators byte for byte."""
        request, target = chain.request, chain.target
        headers = {
            "Host": target.authority,
            "User-Agent": self.policy.user_agent,
            "Accept": request.accept,
            "Accept-Encoding": ACCEPT_ENCODING,
            "If-None-Match": request.validators.etag,
            "If-Modified-Since": request.validators.last_modified,
            "Cookie": for_origin(chain.cookies, target.origin),
            "Connection": "close",
        }
        for name, value in headers.items():
            if value is not None and not is_value(value):
                raise Fault("bad_request", f"{name}: {value[:100]!r}")
        lines = [f"GET {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _read(self, chain: Chain, response: http.client.HTTPResponse, wire: Wire) -> Chain | Answer:
        if response.status in _REDIRECTS:
            return self._redirect(chain, response)
        limits, request, headers, status = self.policy.limits, chain.request, response.headers, response.status
        problem, fresh, body = _status_problem(status, request), validators(headers), Body(b"")
        if problem is None and status != 304:
            most = min(request.max_bytes or limits.decoded_bytes, limits.decoded_bytes)
            wire.allow(limits.wire_bytes)
            try:
                if (response.length or 0) > limits.wire_bytes and not request.cut:
                    raise Fault("too_large", "by its declared length")  # not worth the way
                body = decode(_pieces(response), codings(headers.get("content-encoding")), most, cut=request.cut)
            except Fault as fault:
                problem = fault.problem
            except (OSError, http.client.HTTPException, ValueError) as error:
                problem = _transport_problem(error)
        elif status == 304:
            fresh = Validators(
                fresh.etag or request.validators.etag, fresh.last_modified or request.validators.last_modified
            )
        return Answer(
            request,
            chain.target.url,
            status,
            problem,
            kept(headers),
            body.data,
            fresh if problem is None else Validators(),
            chain.permanent_url,
            chain.redirects,
            retry_after(headers, self.clock.now(), limits.retry_after_seconds),
            max_age(headers, limits.max_age_seconds),
            wire_bytes=wire.received,
            flags=body.flags,
        )

    def _redirect(self, chain: Chain, response: http.client.HTTPResponse) -> Chain:
        """The hop that a redirect asks for. Its body is not read."""
        target, policy = chain.target, self.policy
        here = (target.url, for_origin(chain.cookies, target.origin))
        new = redirected(target, response.headers.get("location"))
        if policy.allows(new.host) and not policy.allows(target.host):
            raise Fault("private_address", f"{target.host} redirects to {new.host}, which only the user may ask for")
        if len(chain.redirects) >= policy.limits.redirects:
            raise Fault("too_many_redirects", f"more than {policy.limits.redirects}, the last to {new.url[:200]}")
        cookies = with_set(chain.cookies, target.origin, response.headers.get_all("set-cookie", ()))
        seen = chain.seen | {here}
        if (new.url, for_origin(cookies, new.origin)) in seen:
            raise Fault("redirect_loop", f"back to {new.url[:200]}")
        only_permanent = chain.only_permanent and response.status in _PERMANENT
        return replace(
            chain,
            target=new,
            redirects=(*chain.redirects, target.url),
            permanent_url=new.url if only_permanent else chain.permanent_url,
            only_permanent=only_permanent,
            cookies=cookies,
            seen=seen,
        )


def _tls_context(ca_file: str | None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificate and host name verified."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def failed(chain: Chain, problem: Problem, after: float | None = None) -> Answer:
    """The answer to a chain that ends without one. `after`: seconds until it may be tried again."""
    return Answer(
        chain.request,
        chain.target.url,
        problem=problem,
        permanent_url=chain.permanent_url,
        redirects=chain.redirects,
        retry_after=after,
        elapsed=chain.spent,
    )


class _AsSocket:
    """What http.client needs of a socket, with one buffer for an interim answer and the one after it."""

    def __init__(self, reader: "io.BufferedReader[Wire]") -> None:
        self._reader = reader

    def makefile(self, _mode: str) -> "io.BufferedReader[Wire]":
        return self._reader


def _response(reader: "io.BufferedReader[Wire]") -> http.client.HTTPResponse:
    """Status and headers of the final answer."""
    for _ in range(_INTERIM):
        response = http.client.HTTPResponse(cast(Any, _AsSocket(reader)), method="GET")
        try:
            response.begin()
        except BaseException:
            response.close()
            raise
        if response.status >= 200 or response.status == 101:
            coding = (response.headers.get("transfer-encoding") or "").strip().lower()
            if coding not in ("", "chunked", "identity"):
                response.close()
                raise Fault("bad_response", f"transfer coding {coding[:60]!r}")
            return response
        response.fp = cast(Any, None)  # or the end of this object would close the reader
    raise Fault("bad_response", f"more than {_INTERIM} interim answers")


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body as it comes, still coded. Raises Fault `truncated` where it ends before its declared length."""
    while piece := response.read1(_PIECE):
        yield piece
    if response.length:
        raise Fault("truncated", f"{response.length} bytes of the declared length are missing")


def _status_problem(status: int, request: Request) -> Problem | None:
    if status in (200, 203, 204):
        return None
    if status == 304:
        return None if request.validators else Problem("unexpected_304", "without validators in the request")
    code = _STATUS_PROBLEMS.get(status)
    if code is None:
        code = {4: "client_error", 5: "server_error"}.get(status // 100, "unexpected_status")
    return Problem(code, f"HTTP status {status}")


def _transport_problem(error: Exception) -> Problem:
    """What an exception of the socket, TLS or HTTP layer means."""
    text = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, http.client.IncompleteRead):
        return Problem("truncated", "chunked body cut short or damaged")
    if isinstance(error, OSError):  # with them RemoteDisconnected, and what TLS reports of a broken connection
        return Problem("connection_lost", text)
    return Problem("bad_response", text)
