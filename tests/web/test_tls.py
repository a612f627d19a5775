"""TLS is verified, against the name that was asked for, and never given up."""

import ssl
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.conftest import LOCAL, code, fetch
from tests.web.server import Authority, Network, Server, answer
from transforms.web import Fetcher, Policy

Serve = Callable[..., Server]
Public = Callable[..., Network]


def test_name_certificate_and_host_header_stay_those_of_the_url(public: Public, trusting: Policy) -> None:
    """Connected to the vetted address, but SNI, certificate check and Host are of the name."""
    network = public({"/": answer(200, b"x")})
    reply = fetch("https://News.Example./", trusting, resolver=network.resolver, dial=network.dial)
    assert reply.ok
    request = network.servers[443].requests[0]
    assert (request.sni, request.header("host")) == ("news.example", b"news.example")
    assert network.dialled == [("93.184.216.34", 443)]


def test_an_address_as_host_is_checked_against_the_certificate(public: Public, trusting: Policy) -> None:
    network = public({"/": answer(200, b"x")})
    assert fetch("https://93.184.216.34/", trusting, dial=network.dial).ok
    assert code(fetch("https://93.184.216.35/", trusting, dial=network.dial)) == "tls_certificate"


def test_allowed_hosts_are_verified_too(serve: Serve, authority: Authority, trusting: Policy) -> None:
    server = serve({"/": answer(200, b"x")}, tls=authority.context("127.0.0.1"))
    assert fetch(server.url(), replace(trusting, allow_hosts=("127.0.0.1",))).ok
    assert code(fetch(server.url(), LOCAL)) == "tls_certificate"  # the system does not know the authority


@pytest.mark.parametrize("wrong", ["name", "expired", "authority"])
def test_a_wrong_certificate_is_never_accepted(
    serve: Serve, authority: Authority, trusting: Policy, tmp_path_factory: pytest.TempPathFactory, wrong: str
) -> None:
    context = {
        "name": lambda: authority.context("other.example", "example", "*.news.example"),
        "expired": lambda: authority.context("news.example", days=-1),
        "authority": lambda: Authority(tmp_path_factory.mktemp("stranger")).context("news.example"),
    }[wrong]()
    server = serve({"/": answer(200, b"x")}, tls=context)
    network = Network({"news.example": [["93.184.216.34"]]}, {443: server})
    reply = fetch("https://news.example/", trusting, resolver=network.resolver, dial=network.dial)
    assert code(reply) == "tls_certificate"
    assert reply.problem is not None
    assert reply.problem.retryable
    assert server.requests == []
    assert network.dialled == [("93.184.216.34", 443)]  # no second try without TLS


def test_old_versions_are_not_spoken(serve: Serve, authority: Authority, trusting: Policy) -> None:
    context = authority.context("news.example")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that is the point
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    server = serve({"/": answer(200, b"x")}, tls=context)
    network = Network({"news.example": [["93.184.216.34"]]}, {443: server})
    assert code(fetch("https://news.example/", trusting, resolver=network.resolver, dial=network.dial)) == "tls"
    assert server.requests == []


def test_plain_http_where_tls_was_asked_for(serve: Serve, trusting: Policy) -> None:
    server = serve({"/": answer(200, b"x")})
    network = Network({"news.example": [["93.184.216.34"]]}, {443: server, 80: server})
    reply = fetch("https://news.example/", trusting, resolver=network.resolver, dial=network.dial)
    assert code(reply) == "tls"
    assert [port for _, port in network.dialled] == [443]
    assert all(exchange.header("host") is None for exchange in server.requests)


def test_an_authority_file_that_cannot_be_used_is_told_at_once(trusting: Policy, tmp_path: Path) -> None:
    for content in (None, "no certificate"):
        file = tmp_path / "authority.pem"
        if content:
            file.write_text(content)
        with pytest.raises(OSError, match=r"No such file|no certificate"):
            Fetcher(replace(trusting, ca_file=str(file)))
