"""A scripted HTTP server on loopback that can misbehave, certificates for it, and a network in which names can lie."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from transforms.web.deadline import system_dial

Handler = Callable[["Exchange"], None]
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 410: "Gone"}


@dataclass
class Exchange:
    """One request, and the connection on which to answer it in whatever way."""

    server: "Server"
    sock: socket.socket
    path: str
    headers: list[tuple[str, bytes]]
    at: float
    sni: str | None = None

    def header(self, name: str) -> bytes | None:
        return next((value for key, value in self.headers if key == name.lower()), None)

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the test."""
        if self.server.closing.wait(seconds):
            raise ConnectionAbortedError

    def drip(self, data: bytes, seconds: float) -> None:
        """One byte at a time."""
        for at in range(len(data)):
            self.send(data[at : at + 1])
            self.pause(seconds)

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """A well-formed answer; `content_type="..."` becomes Content-Type."""
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Some Reason')}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if "content_length" not in headers:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    """A handler that always gives this answer."""
    return lambda exchange: exchange.answer(status, body, **headers)


def raw(data: bytes) -> Handler:
    """A handler that sends these bytes and ends the connection."""
    return lambda exchange: exchange.send(data)


@dataclass
class Server:
    """Listens on a port of its own; each connection has a thread and one request."""

    routes: dict[str, Handler] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    requests: list[Exchange] = field(default_factory=list)
    connections: int = 0
    address: str = "127.0.0.1"
    """Of the loopback network: each is a host of its own."""

    def __post_init__(self) -> None:
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._names: dict[int, str | None] = {}
        self._listener = socket.create_server((self.address, 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        if self.tls:
            self.tls.sni_callback = lambda sock, name, _: self._names.update({id(sock): name})
        self._run(self._accept)

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{'https' if self.tls else 'http'}://{host or self.address}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [exchange.path for exchange in self.requests]

    def close(self) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(2)

    def _run(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._run(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(60)
        name = None
        with sock, suppress(OSError):  # clients hang up: that is what is tested
            if self.tls:
                with self.tls.wrap_socket(sock, server_side=True) as secured:
                    name = self._names.pop(id(secured), None)
                    self._exchange(secured, name)
            else:
                self._exchange(sock, name)

    def _exchange(self, sock: socket.socket, sni: str | None) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := sock.recv(65536)):
                return
            data += more
            if data.startswith(b"\x16\x03"):  # a TLS handshake where plain HTTP is spoken
                return sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        first, *lines = data.split(b"\r\n\r\n")[0].split(b"\r\n")
        path = first.split(b" ")[1].decode("ascii")
        headers = [(line.split(b":", 1)[0].decode().lower(), line.split(b":", 1)[1][1:]) for line in lines]
        exchange = Exchange(self, sock, path, headers, time.monotonic(), sni)
        with self._lock:
            self.requests.append(exchange)
        handler = self.routes.get(path) or self.routes.get("*") or answer(404)
        handler(exchange)
        with suppress(OSError):
            sock.shutdown(socket.SHUT_WR)


@dataclass
class Network:
    """Names, and what listens where: `dial` leads any address to the server of that port. Remembers what was asked."""

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """name -> the addresses of the first look-up, of the second, ...; the last one stays."""
    servers: dict[int, Server] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)

    def resolver(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror(-2, "Name or service not known")
        answers = self.names[host]
        return answers[min(self.looked_up.count(host), len(answers)) - 1]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        if port not in self.servers:
            raise ConnectionRefusedError(111, "Connection refused")
        return system_dial("127.0.0.1", self.servers[port].port, seconds)


class Authority:
    """A certificate authority made for the test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        key_usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        self._certificate = (
            self._builder(self._name, self._key, days=30)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=60))
            .not_valid_after(now + dt.timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )

    def context(self, *hosts: str, days: int = 30) -> ssl.SSLContext:
        """A server's context with a certificate for these hosts; `days` < 0: one that has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        certificate = (
            self._builder(subject, key, days)
            .add_extension(x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        file = self.folder / f"{certificate.serial_number:x}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
