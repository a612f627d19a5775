"""Connections that end in time: every wait for the network is bounded by what is left of the whole.

In: a vetted address. Out: a Wire to read from. A socket's own timeout starts anew
with every byte, so a server that drips headers or body holds a client for ever; here each read waits for no longer than
the total deadline leaves, and bytes are counted below the HTTP parser, so that endless headers, interim answers and
trailers end too. Within one call of the ssl module (a handshake, a record) the timeout is of the whole call.
"""

import io
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from transforms.web.model import Clock, Fault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Dial = Callable[[str, int, float], socket.socket]
"""(IP address, port, seconds) -> a connected socket. Raises OSError."""

MAX_TRIES = 4
"""Addresses of one host that are tried."""
BUFFER = 64 * 1024


def system_dial(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to exactly this address."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


class Deadline:
    """A point in time that nothing may pass."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds = clock, seconds
        self._end = clock.monotonic() + seconds

    def left(self, at_most: float = float("inf")) -> float:
        """Seconds until then, or `at_most`. Raises Fault `deadline` when it has passed."""
        left = self._end - self.clock.monotonic()
        if left <= 0:
            raise Fault("deadline", f"not done within {self.seconds:.1f} s")
        return min(left, at_most)


class Wire(io.RawIOBase):
    """A connection whose reads end in time and within their allowance. Owns the socket."""

    def __init__(self, sock: socket.socket, deadline: Deadline, read_seconds: float) -> None:
        self._socket, self._deadline, self._read_seconds = sock, deadline, read_seconds
        self._allowed, self.received = 0, 0

    def allow(self, size: int) -> None:
        """So many bytes may come from now on."""
        self._allowed = self.received + size

    def send(self, data: bytes) -> None:
        """All of it."""
        self._socket.settimeout(self._deadline.left(self._read_seconds))
        self._socket.sendall(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        wait = self._deadline.left(self._read_seconds)
        self._socket.settimeout(wait)
        try:
            count = self._socket.recv_into(buffer)
        except TimeoutError:
            self._deadline.left()  # raises if it was the deadline that ended it
            raise Fault("read_timeout", f"silent for {wait:.1f} s") from None
        self.received += count
        if self.received > self._allowed:
            raise Fault("too_large", f"more than {self._allowed} bytes received")
        return count

    def close(self) -> None:
        if not self.closed:
            self._socket.close()
        super().close()


def connect(
    addresses: Sequence[str], port: int, dial: Dial, deadline: Deadline, connect_seconds: float
) -> socket.socket:
    """A connection to the first address that takes one; the time is shared among those left.

    Raises Fault `connect` or `connect_timeout`, of the last address tried.
    """
    tried = addresses[:MAX_TRIES]
    end = deadline.clock.monotonic() + deadline.left(connect_seconds)
    for number, address in enumerate(tried):
        left = max(end - deadline.clock.monotonic(), 0.001)
        try:
            return dial(address, port, left / (len(tried) - number))
        except TimeoutError:
            problem = Fault("connect_timeout", f"{address} port {port}: no answer")
        except OSError as error:
            problem = Fault("connect", f"{address} port {port}: {error.strerror or error}")
    deadline.left()
    raise problem


def secure(
    sock: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline, connect_seconds: float
) -> ssl.SSLSocket:
    """TLS on a connection: certificate and host name are verified, by a context that demands both; closes it if not.

    Raises Fault `tls_certificate`, `tls`, `connect_timeout` or `deadline`.
    """
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    try:
        sock.settimeout(deadline.left(connect_seconds))
        return context.wrap_socket(sock, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        sock.close()
        raise Fault("tls_certificate", f"{host}: {error.verify_message}") from None
    except TimeoutError:
        sock.close()
        deadline.left()
        raise Fault("connect_timeout", f"{host}: TLS handshake not done within {connect_seconds:.1f} s") from None
    except Fault:
        sock.close()
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that no certificate can carry
        sock.close()
        raise Fault("tls", f"{host}: {getattr(error, 'reason', None) or error}") from None
