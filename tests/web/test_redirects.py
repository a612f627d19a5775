"""Redirects: limits, loops, every hop vetted; permanent moves; cookies on the way."""

import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.web.conftest import LOCAL, code, fetch, limited
from tests.web.server import Exchange, Handler, Network, Server, answer
from transforms.web import Policy
from transforms.web.cookies import MAX_COOKIES, for_origin, with_set

Serve = Callable[..., Server]
Public = Callable[..., Network]


def to(location: str, status: int = 302, **headers: str) -> Handler:
    return answer(status, b"", location=location, **headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(serve: Serve, status: int) -> None:
    server = serve({"/a": to("b?x=1#part", status), "/b?x=1": answer(200, b"there")})
    reply = fetch(server.url("/a"))
    assert (reply.body, reply.url, reply.redirects) == (b"there", server.url("/b?x=1"), (server.url("/a"),))


@pytest.mark.parametrize("status", [300, 305, 306, 399])
def test_other_3xx_are_not(serve: Serve, status: int) -> None:
    server = serve({"/a": to("/b", status)})
    assert code(fetch(server.url("/a"))) == "unexpected_status"
    assert server.paths() == ["/a"]


def test_permanent_moves_are_told_apart(serve: Serve) -> None:
    server = serve(
        {
            "/1": to("/2", 301),
            "/2": to("/3", 308),
            "/3": to("/4", 302),
            "/4": to("/5", 301),
            "/5": answer(200, b"x"),
        }
    )
    moved = fetch(server.url("/1"))
    assert (moved.url, moved.permanent_url) == (server.url("/5"), server.url("/3"))
    assert fetch(server.url("/3")).permanent_url is None
    assert fetch(server.url("/4")).permanent_url == server.url("/5")
    assert fetch(server.url("/5")).permanent_url is None


def test_410_is_gone_for_good(serve: Serve) -> None:
    reply = fetch(serve({"/": answer(410)}).url())
    assert (reply.status, code(reply)) == (410, "gone")
    assert reply.problem is not None
    assert reply.problem.kind == "permanent"


@pytest.mark.parametrize(
    "routes",
    [
        {"/a": to("/a")},
        {"/a": to("/b"), "/b": to("/a")},
        {"/a": to("/b"), "/b": to("/c"), "/c": to("/b#again")},
        {"/a": to("/b", set_cookie="n=1"), "/b": to("/c"), "/c": to("/b")},
    ],
)
def test_loops_end(serve: Serve, routes: dict[str, Handler]) -> None:
    server = serve(routes)
    assert code(fetch(server.url("/a"))) == "redirect_loop"
    assert len(server.requests) <= 4


def test_the_number_of_redirects_is_limited(serve: Serve) -> None:
    server = serve({"*": lambda e: e.answer(302, location=f"/{len(e.server.requests)}")})
    reply = fetch(server.url("/start"), limited(redirects=5))
    assert code(reply) == "too_many_redirects"
    assert len(server.requests) == 6
    assert len(reply.redirects) == 5
    assert code(fetch(server.url("/start"), limited(redirects=0))) == "too_many_redirects"


def test_a_cookie_that_grows_does_not_loop_for_ever(serve: Serve) -> None:
    server = serve({"/": lambda e: e.answer(302, location="/", set_cookie=f"n={len(e.server.requests)}")})
    assert code(fetch(server.url())) == "too_many_redirects"


@pytest.mark.parametrize("location", ["", "   "])
def test_a_redirect_to_nowhere(serve: Serve, location: str) -> None:
    assert code(fetch(serve({"/": to(location)}).url())) == "bad_redirect"
    assert code(fetch(serve({"/": answer(302)}).url())) == "bad_redirect"


@pytest.mark.parametrize("sent", ["/sch\xf6n", "/sch\xc3\xb6n"])
def test_location_in_raw_bytes(serve: Serve, sent: str) -> None:
    server = serve({"/": to(sent), "/sch%C3%B6n": answer(200, b"x")})
    assert fetch(server.url()).ok


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/", "//10.0.0.1/"),
        *("http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::a00:1]/"),
        *("http://inside.example/", "http://mixed.example/", "http://news.example:22/", "http://news.example:6379/"),
        *(
            "ftp://news.example/",
            "file:///etc/passwd",
            "data:text/xml,<a/>",
            "javascript:1",
            "http://u:p@news.example/",
        ),
    ],
)
def test_every_hop_is_vetted(public: Public, location: str) -> None:
    network = public(
        {"/a": to("http://other.example/b", 301), "/b": to(location)},
        localhost=[["127.0.0.1"]],
        inside_example=[["192.168.0.7"]],
        mixed_example=[["93.184.216.34", "10.0.0.1"]],
    )
    reply = fetch("http://news.example/a", resolver=network.resolver, dial=network.dial)
    assert reply.problem is not None
    assert reply.problem.kind == "refused"
    assert [address for address, _ in network.dialled] == ["93.184.216.34", "93.184.216.35"]


def test_the_real_loopback_is_out_of_reach_of_redirects(serve: Serve) -> None:
    inner = serve({"/": answer(200, b"secret")})
    outer = serve({"/": lambda e: e.answer(302, location=inner.url(host="localhost"))})
    policy = replace(LOCAL, ports=(80, 443, inner.port))
    assert code(fetch(outer.url(), policy)) == "private_address"
    assert inner.connections == 0


def test_a_public_site_cannot_redirect_to_an_allowed_host(public: Public) -> None:
    network = public({"/a": to("http://127.0.0.1/admin")})
    reply = fetch("http://news.example/a", resolver=network.resolver, dial=network.dial)
    assert code(reply) == "private_address"
    assert len(network.dialled) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_rebinding_between_check_and_connect(public: Public, trusting: Policy, scheme: str) -> None:
    """The name is public when it is vetted and private ever after: what was vetted is what is connected to."""
    network = public({"/": answer(200, b"x")}, news_example=[["93.184.216.34"], ["127.0.0.1"]])
    reply = fetch(f"{scheme}://news.example/", trusting, resolver=network.resolver, dial=network.dial)
    assert reply.ok
    assert network.looked_up == ["news.example"]
    assert network.dialled == [("93.184.216.34", 443 if scheme == "https" else 80)]
    second = fetch(f"{scheme}://news.example/", trusting, resolver=network.resolver, dial=network.dial)
    assert code(second) == "private_address"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_rebinding_between_two_hops(public: Public, trusting: Policy, scheme: str) -> None:
    network = public({"/a": to("/b"), "/b": answer(200, b"secret")}, news_example=[["93.184.216.34"], ["127.0.0.1"]])
    reply = fetch(f"{scheme}://news.example/a", trusting, resolver=network.resolver, dial=network.dial)
    assert code(reply) == "private_address"
    assert len(network.dialled) == 1


def test_https_never_redirects_to_http(public: Public, trusting: Policy) -> None:
    network = public({"/a": to("http://news.example/b"), "/b": answer(200, b"x")})
    reply = fetch("https://news.example/a", trusting, resolver=network.resolver, dial=network.dial)
    assert code(reply) == "tls_downgrade"
    assert network.dialled == [("93.184.216.34", 443)]


def test_http_may_redirect_to_https(serve: Serve, public: Public, trusting: Policy) -> None:
    network = public({"/b": answer(200, b"safe")})
    network.servers[80] = serve({"/a": to("https://news.example/b", 301)})
    reply = fetch("http://news.example/a", trusting, resolver=network.resolver, dial=network.dial)
    assert (reply.body, reply.permanent_url) == (b"safe", "https://news.example/b")
    assert isinstance(network.servers[443].tls, ssl.SSLContext)


def test_cookie_wall(serve: Serve) -> None:
    """Sets a cookie and redirects to the same page until it comes back."""

    def handler(exchange: Exchange) -> None:
        if exchange.header("cookie") == b"seen=yes; lang=en":
            exchange.answer(200, b"article")
        else:
            exchange.send(
                b"HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: seen=yes; Path=/; HttpOnly\r\n"
                b"Set-Cookie: lang=en; Domain=example.org\r\nSet-Cookie: old=1; Max-Age=0\r\nContent-Length: 0\r\n\r\n"
            )

    server = serve({"/": handler})
    assert fetch(server.url()).body == b"article"
    assert [exchange.header("cookie") for exchange in server.requests] == [None, b"seen=yes; lang=en"]


def test_cookies_do_not_cross_hosts_or_fetches(public: Public) -> None:
    network = public(
        {
            "/a": to("http://other.example/b", set_cookie="id=7; Domain=example"),
            "/b": to("http://news.example/c", set_cookie="other=8"),
            "/c": answer(200, b"x"),
        }
    )
    for _ in range(2):
        assert fetch("http://news.example/a", resolver=network.resolver, dial=network.dial).ok
    seen = [(e.path, e.header("cookie")) for e in network.servers[80].requests]
    assert seen == [("/a", None), ("/b", None), ("/c", b"id=7")] * 2


def test_cookies_are_bounded_and_cannot_inject() -> None:
    wild = [f"c{number}=v" for number in range(100)] + [
        "big=" + "x" * 5000,
        "a=b\r\nX: 1",
        "=x",
        "",
        "no pair",
        'q="x"',
    ]
    cookies = with_set((), "http://a.example", wild)
    assert len(cookies) == MAX_COOKIES
    header = for_origin(cookies, "http://a.example")
    assert header is not None
    assert "\r" not in header
    assert 'q="x"' in header
    assert for_origin(cookies, "https://a.example") is None
    assert with_set(cookies, "http://a.example", ["c99=; Max-Age=0", "c98=1; max-age=-1; Path=/"])[-1][1] == "q"
