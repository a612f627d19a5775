"""What is a public address, in all its disguises, and what a URL may look like."""

import functools
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import LOCAL, SOON, code, fetch, limited
from tests.web.server import Network, Server, answer
from transforms.web import Request
from transforms.web.addresses import rules, why_not_public
from transforms.web.model import Fault
from transforms.web.targets import parse_target, redirected

Serve = Callable[..., Server]
EVERY_RULE = [(rule["id"], rule["example"]) for table in ("refused", "carrier", "interface") for rule in rules()[table]]


@pytest.mark.parametrize(("rule", "example"), EVERY_RULE)
def test_the_example_of_every_rule_is_refused(rule: str, example: str) -> None:
    assert why_not_public(example), rule


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "100::1", "64:ff9b:1::a00:1", "fc00::1", "fd00:ec2::254"),
        *("fe80::1", "fe80::1%eth0", "2606:4700::1%1", "fec0::1", "ff0e::1", "5f00::1", "4000::1"),
        *("::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
        *("2a00:1450:4001::5efe:a00:1", "localhost", "", "127.1", "0x7f.0.0.1"),
    ],
)
def test_not_public(address: str) -> None:
    assert why_not_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "198.20.0.0"),
        *("168.63.129.15", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888"),
        *("64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1", "2a00:1450:4001::5efe:808:808"),
    ],
)
def test_public(address: str) -> None:
    assert why_not_public(address) is None


LOOPBACK_IN_DISGUISE = [
    *("127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1"),
    *("017700000001", "127.0.0.01", "0", "0x0", "0x", "127.0.0.1.nip.0x1", "1.2.3.4.5", "256.256.256.256"),
    *(
        "１２７.０.０.１",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
    ),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[0:0:0:0:0:0:0:1]", "169.254.169.254", "10.0.0.1"),
    *("[::ffff:0:7f00:1]", "0.0.0.0", "[::]", "127%2e0.0.1", "LOCALHOST", "localhost.", "[127.0.0.1]"),
]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", LOOPBACK_IN_DISGUISE)
def test_loopback_in_disguise_is_never_connected_to(serve: Serve, scheme: str, host: str) -> None:
    server = serve({"/": answer()})
    policy = replace(LOCAL, allow_hosts=(), ports=(80, 443, server.port))
    reply = fetch(f"{scheme}://{host}:{server.port}/", policy)
    assert code(reply) in ("private_address", "bad_url")
    assert reply.problem is not None
    assert reply.problem.kind == "refused"
    assert server.connections == 0


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        ["93.184.216.34", "127.0.0.1"],
        ["2606:4700::1111", "fd00::1", "93.184.216.34"],
        ["not an address"],
    ],
)
def test_a_name_of_a_non_public_address_is_refused(serve: Serve, found: list[str]) -> None:
    network = Network({"evil.example": [found]}, {80: serve({"/": answer()})})
    reply = fetch("http://evil.example/", replace(LOCAL), resolver=network.resolver, dial=network.dial)
    assert code(reply) == "private_address"
    assert network.dialled == []


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 8080, 8443])
def test_other_ports_only_for_allowed_hosts(public: Callable[..., Network], port: int) -> None:
    network = public({"/": answer()})
    reply = fetch(f"http://news.example:{port}/", resolver=network.resolver, dial=network.dial)
    assert code(reply) == "bad_port"
    assert (network.looked_up, network.dialled) == ([], [])
    allowed = replace(LOCAL, allow_hosts=("news.example",))
    assert (
        code(fetch(f"http://news.example:{port}/", allowed, resolver=network.resolver, dial=network.dial)) == "connect"
    )
    assert network.dialled == [("93.184.216.34", port)]


def test_an_allowed_host_is_that_host_only(serve: Serve) -> None:
    server = serve({"/": answer(200, b"x")})
    assert fetch(server.url()).ok
    for other in ("127.0.0.2", "localhost", "127.0.0.1.example", "[::1]"):
        assert code(fetch(server.url(host=other))) in ("private_address", "bad_port")
    assert fetch(server.url(host="localhost"), replace(LOCAL, allow_hosts=("LocalHost.",))).ok


def test_all_addresses_are_tried(serve: Serve) -> None:
    server = serve({"/": answer(200, b"x")})
    network = Network({"a.example": [["2606:4700::1111", "93.184.216.34"]]}, {80: server})

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        if ":" in address:
            raise OSError(101, "Network is unreachable")
        return network.dial(address, port, seconds)

    assert fetch("http://a.example/", resolver=network.resolver, dial=dial).ok


def test_an_unknown_name(serve: Serve) -> None:
    reply = fetch("http://nowhere.example/", resolver=Network().resolver)
    assert code(reply) == "dns"
    assert reply.problem is not None
    assert reply.problem.retryable


def test_a_resolver_that_hangs_costs_no_more_than_the_limit() -> None:
    released = threading.Event()

    def resolver(_host: str, _port: int) -> list[str]:
        released.wait(600)
        return ["93.184.216.34"]

    try:
        reply = fetch("http://slow.example/", limited(connect_seconds=0.3), resolver=resolver)
    finally:
        released.set()
    assert code(reply) == "dns"
    assert 0.2 < reply.elapsed < SOON


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://news.example/", "file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "gopher://x/", "/a"),
        *("", " ", "news.example", "//news.example/", "http:///path", "http://", "http://:80/", "https:news.example"),
        *("http://user@news.example/", "http://user:secret@news.example/", "http://news.example\\@127.0.0.1/"),
        *(
            "http://news.example/\r\nHost: x",
            "http://news.example/\x00",
            "http://new\ts.example/",
            "http://a b.example/",
        ),
        *(
            "http://news.example:0/",
            "http://news.example:99999/",
            "http://news.example:x/",
            "http://[::1/",
            "http://[x]/",
        ),
        *("http://-a.example/", "http://a..example/", "http://" + "a" * 64 + ".example/", "http://\ud800.example/"),
        *("http://" + "a." * 140 + "example/", "http://news.example/" + "a" * 5000, "http://xn--.%00/"),
    ],
)
def test_only_sound_http_urls(url: str) -> None:
    reply = fetch(url)
    assert code(reply) == "bad_url"
    assert reply.problem is not None
    assert "secret" not in reply.problem.detail


@pytest.mark.parametrize(
    ("url", "host", "authority", "path"),
    [
        ("HTTP://News.Example", "news.example", "news.example", "/"),
        ("http://news.example.:80/a?b=c#d", "news.example", "news.example", "/a?b=c"),
        ("https://news.example:443/%41%zz/ä b", "news.example", "news.example", "/%41%zz/%C3%A4%20b"),
        ("https://news.example:8443?x=ü", "news.example", "news.example:8443", "/?x=%C3%BC"),
        ("http://münchen.example/", "xn--mnchen-3ya.example", "xn--mnchen-3ya.example", "/"),
        ("http://[2606:4700:0:0::1111]:81/", "2606:4700::1111", "[2606:4700::1111]:81", "/"),
        ("http://my_host.example/a;b=1/../c", "my_host.example", "my_host.example", "/a;b=1/../c"),
    ],
)
def test_parts_of_a_url(url: str, host: str, authority: str, path: str) -> None:
    target = parse_target(url)
    assert (target.host, target.authority, target.path) == (host, authority, path)
    assert parse_target(target.url) == target


@given(st.text(max_size=60) | st.text("htps:/.@[]%\\0127xa \u3002", max_size=40).map("http://{}".format))
@settings(deadline=None, max_examples=200)
def test_any_text_is_a_target_or_a_fault(text: str) -> None:
    codes: set[str] = set()
    base = parse_target("http://a.example/")
    for call in (parse_target, functools.partial(redirected, base)):
        try:
            target = call(text)
        except Fault as fault:
            codes.add(fault.problem.code)
        else:
            assert parse_target(target.url) == target
            assert target.url.isascii()
            assert " " not in target.url
    assert codes <= {"bad_url", "bad_redirect"}


def test_host_header_and_request_line(serve: Serve) -> None:
    server = serve({"*": answer(200, b"x")})
    assert fetch(Request(server.url("/sch%C3%B6n/ñ?q=a b&r=%zz#top"))).ok
    assert server.paths() == ["/sch%C3%B6n/%C3%B1?q=a%20b&r=%zz"]
    assert server.requests[0].header("host") == f"127.0.0.1:{server.port}".encode()
