"""Which addresses may be connected to, and the addresses of a host.

In: a host as a checked URL names it. Out: IP addresses, all of them public, to connect to as they are: a name is looked
up once, so that what was vetted is what is connected to (DNS rebinding). One non-public address among several refuses
the host. Rules and their sources: addresses.toml.
"""

import functools
import ipaddress
import queue
import socket
import threading
import tomllib
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import Any, NamedTuple

from transforms.web.model import Fault

Resolver = Callable[[str, int], Sequence[str]]
"""(host, port) -> its IP addresses, best first. Raises OSError where there are none."""

MAX_ADDRESSES = 64
"""Of one name; more is no web site."""


class _Tables(NamedTuple):
    refused: tuple[tuple[str, IPv4Network | IPv6Network], ...]
    carriers: tuple[tuple[IPv6Network, int], ...]
    interfaces: frozenset[int]
    unicast: IPv6Network


@functools.cache
def rules() -> dict[str, Any]:
    """addresses.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@functools.cache
def _tables() -> _Tables:
    read = rules()
    return _Tables(
        refused=tuple((rule["id"], ipaddress.ip_network(rule["network"])) for rule in read["refused"]),
        carriers=tuple((IPv6Network(rule["network"]), rule["shift"]) for rule in read["carrier"]),
        interfaces=frozenset(mark for rule in read["interface"] for mark in rule["marks"]),
        unicast=IPv6Network(read["global_unicast"]),
    )


def why_not_public(address: str) -> str | None:
    """The id of the rule by which an IP address is not public; None for a public one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no IP address"
    return _why_not(ip)


def _why_not(ip: IPv4Address | IPv6Address) -> str | None:
    tables = _tables()
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return "zone"
        for network, shift in tables.carriers:
            if ip in network:
                return _why_not(IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
        if ip not in tables.unicast:
            return "no global unicast"
        if int(ip) >> 32 & 0xFFFFFFFF in tables.interfaces and (inner := _why_not(IPv4Address(int(ip) & 0xFFFFFFFF))):
            return inner
    return next((rule for rule, network in tables.refused if ip.version == network.version and ip in network), None)


def is_literal(host: str) -> bool:
    """Whether a host is an IP address and needs no look-up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def system_resolver(host: str, port: int) -> list[str]:
    """What the machine's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses(host: str, port: int, resolver: Resolver, seconds: float, *, exempt: bool) -> tuple[str, ...]:
    """The addresses to connect to, best first. `exempt` hosts may have any.

    Raises Fault `dns` where there are none within `seconds`, `private_address` where any is not public.
    """
    found = (host,) if is_literal(host) else _look_up(host, port, resolver, seconds)
    if not exempt:
        for address in found:
            if why := why_not_public(address):
                raise Fault("private_address", f"{host} is {address}: {why}" if address != host else f"{host}: {why}")
    return found


def _look_up(host: str, port: int, resolver: Resolver, seconds: float) -> tuple[str, ...]:
    """The system's resolver knows no deadline: it works in a thread of its own, which is left behind if it is late."""
    answer: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put(resolver(host, port))
        except OSError as error:
            answer.put(error)
        except UnicodeError as error:  # of the codec in which names are sent
            answer.put(OSError(str(error)))

    threading.Thread(target=work, name=f"look up {host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise Fault("dns", f"{host}: no answer within {seconds:.1f} s") from None
    if isinstance(found, OSError):
        raise Fault("dns", f"{host}: {found.strerror or found}")
    if not 0 < len(found) <= MAX_ADDRESSES:
        raise Fault("dns", f"{host}: {len(found)} addresses")
    return tuple(found)
