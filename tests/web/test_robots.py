"""robots.txt: what it allows (RFC 9309), and that pages wait for it."""

import functools
import gzip
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import LOCAL, SOON, bounded, code, limited
from tests.web.server import Exchange, Handler, Network, Server, answer
from transforms.web import Answer, Fetcher, Policy, Politeness, Problem, Request, Robots, fetch_all
from transforms.web.robots import MAX_BYTES, MAX_DELAY, Rules, parse, read
from transforms.web.targets import parse_target

Serve = Callable[..., Server]
FAST = Politeness(delay_seconds=0.0, threads=8, batch_seconds=2 * SOON)


def allows(text: str, path: str, agent: str = "demarche") -> bool:
    return parse(text.encode(), agent).allows(path)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("Disallow: /", "/a", True),  # belongs to nobody
        ("user-agent : *\r\ndisallow : /a # why\r\n", "/ab", False),
        ("User-agent: *\rDisallow: /a", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
        ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),  # of equal length: allow
        ("User-agent: *\nDisallow: /x\n\nUser-agent: demarche\nDisallow: /y", "/x", True),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: demarche\nDisallow: /y", "/y", False),
        ("User-agent: DEMARCHE/2.0\nDisallow: /", "/a", False),
        ("User-agent: demarchebot\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: demarche\nDisallow: /a", "/a", False),
        (
            "User-agent: demarche\nDisallow: /a\nUser-agent: other\nDisallow: /\nUser-agent: demarche\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent: demarche\nSitemap: http://a.example/s.xml\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: *.pdf", "/a/b.pdf?x", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf/b.pdf", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/a/", True),
        ("User-agent: *\nDisallow: /a*b*c", "/a/c/b/c", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a/c/b", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),  # the parts must not overlap
        ("User-agent: *\nDisallow: /?s=", "/?s=x", False),
        ("User-agent: *\nDisallow: /a?", "/a", True),
        ("User-agent: *\nDisallow: /caf%c3%a9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%C3%A9", False),
        ("User-agent: *\nDisallow: /%61bc", "/abc", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /a%2Ab", "/a*b", False),
        ("User-agent: *\nDisallow: /a%2Ab", "/axb", True),
        ("User-agent: *\nDisallow: /a$b", "/a$b/c", False),
        ("User-agent: *\nDisallow: a", "/a", True),  # no path
        ("<html><body>User-agent: *</body></html>", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert allows(text, path) is allowed


def test_a_group_for_us_leaves_that_for_all_aside() -> None:
    assert allows("User-agent: *\nDisallow: /\n\nUser-agent: demarche\nAllow: /", "/a")
    assert not allows("User-agent: *\nDisallow: /\n\nUser-agent: demarche\nAllow: /", "/a", "another")


@pytest.mark.parametrize(
    ("value", "delay"), [("10", 10.0), ("0.5", 0.5), ("-1", None), ("soon", None), ("999999", MAX_DELAY), ("1e9", None)]
)
def test_crawl_delay(value: str, delay: float | None) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {value}".encode(), "demarche").crawl_delay == delay


def test_crawl_delay_and_sitemaps_of_our_group() -> None:
    text = b"Sitemap: https://a.example/1.xml\nUser-agent: *\nCrawl-delay: 9\n\nUser-agent: demarche\nCrawl-delay: 2\n"
    assert parse(text + b"sitemap:https://a.example/2.xml", "demarche") == Rules(
        (), 2.0, ("https://a.example/1.xml", "https://a.example/2.xml")
    )


def test_only_the_first_500_kib_count() -> None:
    text = b"User-agent: *\n" + b"# comment\n" * (MAX_BYTES // 10) + b"Disallow: /\n"
    assert parse(text, "demarche").allows("/a")


def test_many_stars_cost_nothing() -> None:
    rules = parse(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 1000 + b"*b\n", "demarche")
    began = time.process_time()
    assert rules.allows("/" + "a" * 4000)
    assert time.process_time() - began < 10  # a matcher that goes back would take for ever, this one milliseconds


@given(st.text(alphabet="UserAgent: *Dislow/$%2a\n\r#\u00e9\x00", max_size=300), st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_text_gives_rules(text: str, path: str) -> None:
    rules = parse(text.encode(), "demarche")
    assert rules.allows("/" + path) in (True, False)
    assert rules.allows("/robots.txt")


def silent(exchange: Exchange) -> None:
    exchange.pause(600)


def crawl(server: Server, *paths: str, policy: Policy = LOCAL) -> dict[str, Answer]:
    requests = [Request(server.url(path), obey_robots=True) for path in paths]
    answers = bounded(lambda: list(fetch_all(requests, Fetcher(policy), FAST)))
    assert len(answers) == len(requests)
    return {parse_target(reply.request.url).path: reply for reply in answers}


def test_pages_obey_and_robots_txt_is_fetched_once(serve: Serve) -> None:
    rules = answer(200, b"User-agent: demarche\nDisallow: /private", content_type="text/plain")
    server = serve({"/robots.txt": rules, "*": answer(200, b"page")})
    replies = crawl(server, *(f"/{number}" for number in range(5)), "/private/a", "/private/b")
    assert all(replies[f"/{number}"].ok for number in range(5))
    assert {code(replies["/private/a"]), code(replies["/private/b"])} == {"robots_denied"}
    assert replies["/private/a"].problem is not None
    assert replies["/private/a"].problem.kind == "refused"
    assert server.paths()[0] == "/robots.txt"
    assert sorted(server.paths()) == ["/0", "/1", "/2", "/3", "/4", "/robots.txt"]
    assert server.requests[0].header("user-agent") == LOCAL.user_agent.encode()


def test_feeds_do_not_ask(serve: Serve) -> None:
    server = serve({"/robots.txt": answer(200, b"User-agent: *\nDisallow: /"), "/feed": answer(200, b"x")})
    replies = bounded(lambda: list(fetch_all([Request(server.url("/feed"))], Fetcher(LOCAL), FAST, Robots(LOCAL))))
    assert replies[0].ok
    assert server.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [
        (answer(404), None),
        (answer(401), None),
        (answer(403), None),
        (answer(410), None),
        (answer(204), None),
        (answer(200, b"<html>not found</html>", content_type="text/html"), None),
        (answer(302, location="/robots.txt"), None),
        (answer(302, location="http://10.0.0.1/robots.txt"), "robots_unreachable"),
        (answer(302, location="/rules"), "robots_denied"),
        (answer(429, retry_after="7200"), "robots_unreachable"),
        (answer(500), "robots_unreachable"),
        (answer(503), "robots_unreachable"),
        (lambda e: e.sock.close(), "robots_unreachable"),
        (silent, "robots_unreachable"),
        (answer(200, gzip.compress(b"User-agent: *\nDisallow: /"), content_encoding="gzip"), "robots_denied"),
        (
            answer(200, gzip.compress(b"User-agent: *\nDisallow: /\n" + b"#" * 40_000_000), content_encoding="gzip"),
            "robots_denied",
        ),
    ],
)
def test_what_an_answer_for_robots_txt_means(serve: Serve, handler: Handler, outcome: str | None) -> None:
    server = serve(
        {"/robots.txt": handler, "/rules": answer(200, b"User-agent: *\nDisallow: /"), "/a": answer(200, b"x")}
    )
    policy = limited(read_seconds=0.3) if handler is silent else LOCAL
    reply = crawl(server, "/a", policy=policy)["/a"]
    assert code(reply) == outcome
    assert ("/a" in server.paths()) is (outcome is None)
    if outcome == "robots_unreachable":
        assert reply.problem is not None
        assert reply.problem.retryable
        assert reply.retry_after is not None
        assert reply.retry_after > 3000


def test_the_target_of_a_redirect_is_asked_about_too(public: Callable[..., Network]) -> None:
    def rules(exchange: Exchange) -> None:
        theirs = exchange.header("host") == b"other.example"
        exchange.answer(200, b"User-agent: *\nDisallow: /secret" if theirs else b"")

    network = public(
        {"/robots.txt": rules, "/a": answer(302, location="http://other.example/secret"), "/secret": answer()}
    )
    requests = [Request("http://news.example/a", obey_robots=True)]
    fetcher = Fetcher(replace(LOCAL), resolver=network.resolver, dial=network.dial)
    reply = bounded(lambda: list(fetch_all(requests, fetcher, FAST, Robots(LOCAL))))[0]
    assert (code(reply), reply.redirects) == ("robots_denied", ("http://news.example/a",))
    assert "/secret" not in network.servers[80].paths()


def test_rules_last_for_further_batches_where_they_are_kept(serve: Serve) -> None:
    server = serve({"/robots.txt": answer(200, b""), "*": answer(200, b"x")})
    robots, fetcher = Robots(LOCAL), Fetcher(LOCAL)

    def batch(path: str) -> list[Answer]:
        return list(fetch_all([Request(server.url(path), obey_robots=True)], fetcher, FAST, robots))

    for number in range(3):
        assert bounded(functools.partial(batch, f"/{number}"))[0].ok
    assert server.paths() == ["/robots.txt", "/0", "/1", "/2"]


def test_crawl_delay_is_kept(serve: Serve) -> None:
    server = serve({"/robots.txt": answer(200, b"User-agent: *\nCrawl-delay: 0.2"), "*": answer(200, b"x")})
    crawl(server, "/1", "/2", "/3")
    times = [exchange.at for exchange in server.requests]
    assert len(times) == 4
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_a_crawl_delay_beyond_the_batch_postpones(serve: Serve) -> None:
    server = serve({"/robots.txt": answer(200, b"User-agent: *\nCrawl-delay: 600"), "*": answer(200, b"x")})
    began = time.monotonic()
    replies = crawl(server, "/1", "/2")
    assert {code(reply) for reply in replies.values()} == {"postponed"}
    assert server.paths() == ["/robots.txt"]
    assert time.monotonic() - began < SOON


class Movable:
    """A clock to be set."""

    def __init__(self) -> None:
        self.at = 0.0
        self.now = Fetcher(LOCAL).clock.now

    def monotonic(self) -> float:
        return self.at


def reply_with(url: str, status: int, body: bytes = b"") -> Answer:
    problem = None if status == 200 else Problem("server_error" if status >= 500 else "not_found", "")
    return Answer(Request(url), url, status, problem, body=body)


def test_rules_are_kept_for_a_day_and_outlive_an_outage() -> None:
    clock = Movable()
    robots = Robots(LOCAL, clock=clock)
    target = parse_target("http://a.example/x")
    assert robots.verdict(target) is None
    robots.learn(target, reply_with("http://a.example/robots.txt", 200, b"User-agent: *\nDisallow: /x"))
    clock.at = 86_399.0
    verdict = robots.verdict(target)
    assert verdict is not None
    assert verdict.problem is not None
    assert verdict.problem.code == "robots_denied"
    clock.at = 86_401.0
    assert robots.verdict(target) is None
    robots.learn(target, reply_with("http://a.example/robots.txt", 500))
    assert robots.rules(target) == Rules((("/x", False),))
    clock.at += 3601
    assert robots.verdict(target) is None


def test_memory_is_bounded() -> None:
    robots = Robots(LOCAL, max_sites=10, max_weight=100_000)
    big = b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % number for number in range(500))
    for number in range(40):
        target = parse_target(f"http://a{number}.example/")
        robots.learn(target, reply_with(target.url, 200, big if number % 2 else b""))
    known = [number for number in range(40) if robots.rules(parse_target(f"http://a{number}.example/"))]
    assert 39 in known
    assert len(known) <= 3


def test_read_tells_no_file_from_no_answer() -> None:
    assert read(reply_with("http://a.example/robots.txt", 404), "demarche") == Rules()
    assert read(reply_with("http://a.example/robots.txt", 502), "demarche") is None
