"""What goes into the fetcher and what comes out. Plain values: frozen, comparable, picklable; standard library only.

Policy, Limits   how to fetch, fixed at launch
Request          what to fetch, and the validators of the last time
Answer           what came of it, with the Problem where it is no usable answer
"""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

MIB = 1024 * 1024

Kind = Literal["transient", "permanent", "refused"]
"""transient: may go well later · permanent: stays so until something is changed · refused: our rules forbid it."""

PROBLEMS: Mapping[str, Kind] = MappingProxyType(
    {
        # our rules
        "bad_url": "refused",  # no http(s) address of a host, or one written so as to mislead
        "bad_request": "refused",  # a validator or header that no request can carry
        "bad_port": "refused",
        "private_address": "refused",
        "tls_downgrade": "refused",  # a redirect from https to http
        "robots_denied": "refused",
        # the way there
        "dns": "transient",
        "connect": "transient",
        "connect_timeout": "transient",
        "tls": "transient",
        "tls_certificate": "transient",  # expired ones are renewed; it is never accepted
        # the answer's form
        "read_timeout": "transient",  # silence
        "deadline": "transient",  # all of it took too long
        "connection_lost": "transient",
        "bad_response": "transient",  # not HTTP
        "truncated": "transient",
        "bad_coding": "permanent",  # not in the content coding it declares, or in one that is unknown
        "too_large": "permanent",
        # what the server says
        "redirect_loop": "permanent",
        "too_many_redirects": "permanent",
        "bad_redirect": "permanent",
        "gone": "permanent",  # 410
        "not_found": "permanent",  # 404
        "forbidden": "permanent",  # 401 402 403 407 451
        "client_error": "permanent",  # other 4xx
        "unexpected_status": "permanent",  # none that a GET should get
        "unexpected_304": "transient",  # without validators: ask again, unconditionally
        "rate_limited": "transient",  # 429
        "unavailable": "transient",  # 503, 408, 425
        "server_error": "transient",  # other 5xx
        # the batch
        "robots_unreachable": "transient",
        "postponed": "transient",  # not tried: its host or the batch had no time left
        "internal": "transient",  # a fault of this program
    }
)
"""Every code of a Problem and its kind."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no usable answer. `code` is one of PROBLEMS, `detail` is for people."""

    code: str
    detail: str

    @property
    def kind(self) -> Kind:
        return PROBLEMS[self.code]

    @property
    def retryable(self) -> bool:
        """Whether the same request may go well later, nothing else changed."""
        return self.kind == "transient"


class Fault(Exception):
    """A Problem on its way to the Answer; it never leaves this room."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.problem = Problem(code, detail)


class Clock(Protocol):
    """Time, to be replaced in tests."""

    def monotonic(self) -> float:
        """Seconds; only differences mean something."""
        ...

    def now(self) -> dt.datetime:
        """The present, UTC."""
        ...


class SystemClock:
    """The machine's time."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take, all its redirects together unless said otherwise."""

    connect_seconds: float = 10.0
    """Of the name look-up, of all attempts to connect, and of the TLS handshake: each, per hop."""
    read_seconds: float = 15.0
    """Of silence from the server."""
    total_seconds: float = 45.0
    """Of everything, from the first look-up to the last byte; waiting for one's turn in a batch does not count."""
    header_bytes: int = 256 * 1024
    """Of status line and headers, per hop."""
    wire_bytes: int = 8 * MIB
    """Of the body as it comes."""
    decoded_bytes: int = 8 * MIB
    """Of the body after each of its content codings. As many bodies as there are threads may be in memory at once."""
    redirects: int = 8
    retry_after_seconds: float = 24 * 3600.0
    """A server's Retry-After counts no further than this."""
    max_age_seconds: float = 7 * 24 * 3600.0
    """A server's max-age counts no further than this."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who fetches and what may be reached. Raises ValueError with every fault at once."""

    user_agent: str
    """`name/version (+contact)`: a URL or mail address where the operator of a site reaches us."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts, as URLs name them, that may be non-public and on any port."""
    ports: tuple[int, ...] = (80, 443)
    """Of every other host."""
    ca_file: str | None = None
    """PEM file of the authorities to trust; None: those of the system."""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        faults = []
        if not self.user_agent.isascii() or not self.user_agent.isprintable():
            faults.append("user_agent: printable ASCII only")
        if not any(mark in self.user_agent for mark in ("http://", "https://", "@")):
            faults.append(
                "user_agent: add a contact, a URL or mail address, as in `name/1.0 (+https://example.org/bot)`"
            )
        if not self.user_agent.split("/")[0].strip():
            faults.append("user_agent: begin with a name")
        for name in self.limits.__slots__:
            value = getattr(self.limits, name)
            if not value > 0 and not (name == "redirects" and value == 0):
                faults.append(f"limits.{name}: must be positive, not {value}")
        if faults:
            raise ValueError("; ".join(faults))
        hosts = (host.strip().strip("[]").rstrip(".").lower() for host in self.allow_hosts)
        object.__setattr__(self, "allow_hosts", tuple(sorted(set(hosts))))

    def allows(self, host: str) -> bool:
        """Whether a host is exempt from the rules about addresses and ports."""
        return host in self.allow_hosts


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with, as it gave it: each character is one byte (ISO 8859-1)."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return self.etag is not None or self.last_modified is not None


@dataclass(frozen=True, slots=True)
class Request:
    """One GET."""

    url: str
    validators: Validators = field(default_factory=Validators)
    """Of the last answer; none: an unconditional request."""
    accept: str = "*/*"
    obey_robots: bool = False
    """Whether fetch_all asks robots.txt first: pages yes, feeds (made for machines, asked for by the user) no."""
    max_bytes: int | None = None
    """Fewer decoded bytes than Limits.decoded_bytes."""
    cut: bool = False
    """Whether a longer body is cut there, and flagged `cut`, instead of refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a Request."""

    request: Request
    url: str
    """Where the answer came from, after redirects; the request's where nothing came."""
    status: int | None = None
    """None: no answer came, or it was not tried."""
    problem: Problem | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Those worth keeping, names in lower case, several of one name joined."""
    body: bytes = b""
    """Without its content coding. Empty unless `ok`: half a document is not shown as one."""
    validators: Validators = field(default_factory=Validators)
    """For the next request; on a 304 those that were sent, where it names no new ones."""
    permanent_url: str | None = None
    """Where 301 and 308 alone lead; worth following only if this answer is of use."""
    redirects: tuple[str, ...] = ()
    """The URLs that redirected, in order."""
    retry_after: float | None = None
    """Seconds until the server wants to be asked again, capped."""
    max_age: float | None = None
    """Seconds for which the server promises no change, capped."""
    elapsed: float = 0.0
    """Seconds at work on it."""
    wire_bytes: int = 0
    """Received on the last hop, headers included."""
    flags: tuple[str, ...] = ()
    """`not_coded`: the body is not in the content coding it declares, and was taken as it is · `cut`."""

    @property
    def ok(self) -> bool:
        """Whether there is a body to work with."""
        return self.problem is None and self.status != 304

    @property
    def not_modified(self) -> bool:
        return self.problem is None and self.status == 304

    def header(self, name: str) -> str | None:
        """A kept header by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def media_type(self) -> str | None:
        """Of Content-Type, in lower case, without parameters."""
        value = (self.header("content-type") or "").partition(";")[0].strip().lower()
        return value or None

    @property
    def charset(self) -> str | None:
        """The charset that Content-Type declares, unchecked."""
        for parameter in (self.header("content-type") or "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").strip() or None
        return None
