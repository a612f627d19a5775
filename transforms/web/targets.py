"""URLs as what to connect to and what to ask there.

In: a URL from a configuration, a feed or a Location header. Out: a Target, whose parts mean the same to us, to the
resolver, to the certificate check and to the server; or a Fault `bad_url`. Whatever different programs read differently
(credentials, back slashes, control characters, IPv4 addresses in decimal, octal, hex or short forms) is refused.
Unlike a canonical URL (transforms/urls.py), path and query stay as they were written.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from transforms.urls import MAX_URL_CHARACTERS
from transforms.web.model import Fault

DEFAULT_PORTS = {"http": 80, "https": 443}

_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # reserved characters and escapes stay as they are


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str
    """A name in lower-case ASCII without a final dot, or an IP address without brackets."""
    port: int
    path: str
    """Path and query, as the request line carries them."""

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"


def parse_target(url: str) -> Target:
    """The parts of an absolute URL, its fragment dropped. Raises Fault `bad_url`."""
    shown = url[:200]
    if len(url) > MAX_URL_CHARACTERS:
        raise Fault("bad_url", f"{len(url)} characters: {shown}")
    url = url.strip(" ")
    if _CONTROL.search(url):
        raise Fault("bad_url", f"control character or back slash: {shown!r}")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Fault("bad_url", f"{error}: {shown}") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise Fault("bad_url", f"neither http nor https: {shown}")
    if "@" in parts.netloc:
        raise Fault("bad_url", f"credentials: {parts.scheme}://...@{host}")
    if port == 0:
        raise Fault("bad_url", f"port 0: {shown}")
    path = _escaped(parts.path or "/") + (f"?{_escaped(parts.query)}" if parts.query else "")
    return Target(parts.scheme, _host(host, shown), port or DEFAULT_PORTS[parts.scheme], path)


def _escaped(text: str) -> str:
    return quote(text, safe=_SAFE, errors="replace")


def _host(host: str, shown: str) -> str:
    if ":" in host:
        try:
            ip = ipaddress.IPv6Address(host)
        except ValueError:
            raise Fault("bad_url", f"no IPv6 address: {shown}") from None
        if ip.scope_id is not None:
            raise Fault("bad_url", f"IPv6 zone: {shown}")
        return str(ip)
    try:
        name = (host if host.isascii() else host.encode("idna").decode("ascii")).lower().removesuffix(".")
    except UnicodeError:
        raise Fault("bad_url", f"no host name: {shown}") from None
    if not _HOST.fullmatch(name):
        raise Fault("bad_url", f"no host name: {shown}")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):  # by the WHATWG's rule an IPv4 address, in whatever notation
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise Fault("bad_url", f"IPv4 address not in its usual form: {shown}") from None
    return name


def redirected(target: Target, location: str | None) -> Target:
    """Where a Location header (one character for each byte, as HTTP gives it) leads. Raises Fault."""
    if not location or not location.strip():
        raise Fault("bad_redirect", "no Location")
    raw = location.strip().encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    try:
        joined = urljoin(target.url, text)
    except ValueError as error:
        raise Fault("bad_url", f"{error}: {text[:200]}") from None
    new = parse_target(joined)
    if target.scheme == "https" and new.scheme == "http":
        raise Fault("tls_downgrade", f"to {new.url[:200]}")
    return new
