"""Every misbehaviour that our tests know, each on a host of its own, among good feeds; a pass over all of them."""

import gzip
import json
import subprocess
import sys
import time
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.feeds.newsroom import USER_AGENT, item, page, rss, say
from tests.web.server import Exchange, Handler, Server, answer, raw
from tests.web.test_deadline import BROKEN, CHUNKED, OK, SLOW, for_ever
from tests.web.test_decode import MIB, zeros

BOMB = 96 * MIB
"""Bytes that each bomb comes to: far more than may be held of one body."""
RUN = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps([done.returncode, done.stdout, done.stderr, peak]))
"""


class Ran(NamedTuple):
    """A run of the program in a process of its own."""

    status: int
    out: str
    err: str
    peak: float
    """MiB of resident memory, at most."""
    seconds: float


def bodies() -> dict[str, Handler]:
    """Answers that come whole, and are no feed that can be read, or too much of one."""
    entry = item("http://127.0.0.1:1/x", 1)
    many = rss(*[entry] * 60_000)
    deep = b'<rss version="2.0"><channel><item>' + b"<a>" * 200_000
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    entities = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><channel><title>&l11;</title></channel></rss>'
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
    return {
        "empty": say(b""),
        "page": say(page(1), "text/html"),
        "json": say(b'{"entries": []}', "application/json"),
        "path": say(b"/etc/passwd"),
        "url": say(b"http://127.0.0.1:1/feed"),
        "binary": say(bytes(range(256)) * 400),
        "many": say(many),
        "deep": say(deep),
        "deep json": say(b"[" * 200_000, "application/feed+json"),
        "entities": say(entities.encode()),
        "outside": say(outside.encode()),
        "markup": say(b'<rss version="2.0"><channel>' + b"<item><title>x</title>" * 200_000),
    }


def misbehaviours() -> dict[str, Handler]:
    """Name -> what a host does to every request."""
    found: dict[str, Handler] = {f"slow: {name}": handler for name, (handler, _) in SLOW.items()}
    found |= {f"broken: {name}": raw(data) for name, (data, _) in BROKEN.items()}
    found |= {
        f"bomb: {coding}": answer(200, zeros(coding, BOMB), Content_Encoding=coding)
        for coding in ("gzip", "deflate", "br", "zstd")
    }
    found["bomb: gzip in gzip"] = answer(200, gzip.compress(zeros("gzip", BOMB)), Content_Encoding="gzip, gzip")
    found |= {
        "endless: body": for_ever(OK + b"\r\n", b"x" * 65536),
        "endless: chunks": for_ever(CHUNKED, b"8000\r\n" + b"x" * 0x8000 + b"\r\n"),
        "endless: headers": for_ever(OK, b"X: y\r\n" * 1000),
        "endless: interim": for_ever(b"", b"HTTP/1.1 100 Continue\r\n" + b"X: y\r\n" * 50 + b"\r\n"),
        "redirect: loop": lambda exchange: exchange.answer(302, Location=exchange.path),
        "redirect: far": _onward,
        "redirect: inside": answer(302, Location="http://169.254.169.254/latest/meta-data/"),
        "redirect: file": answer(302, Location="file:///etc/passwd"),
        "redirect: nowhere": answer(302),
        "status: busy": answer(429, Retry_After="9999999"),
        "status: away": answer(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
        "status: not modified": answer(304),
        "status: fault": answer(500),
    }
    return found | {f"body: {name}": handler for name, handler in bodies().items()}


def _onward(exchange: Exchange) -> None:
    exchange.answer(301, Location=f"{exchange.path}x")


class HostileWeb:
    """`good` feeds of two pages each and all misbehaviours, as feeds and as pages that the good feeds name."""

    def __init__(self, good: int) -> None:
        self._doing = misbehaviours()
        self._good = good
        self.server = Server({"*": self._answer}, address="0.0.0.0")
        hostile = [self.server.url(f"/hostile/{n}/feed", f"127.0.2.{n + 1}") for n in range(len(self._doing))]
        self.names = dict(zip(hostile, self._doing, strict=True))
        self.good = [self.server.url(f"/good/{n}", f"127.0.1.{n + 1}") for n in range(good)]
        self.articles = {self.server.url(f"/page/{2 * n + k}", f"127.0.1.{n + 1}") for n in range(good) for k in (0, 1)}

    def _answer(self, exchange: Exchange) -> None:
        kind, number, *_ = [*exchange.path.strip("/").split("/"), ""]
        if kind == "good":
            self._feed(exchange, int(number))
        elif kind == "page":
            exchange.answer(200, page(int(number)), Content_Type="text/html; charset=utf-8")
        elif kind == "hostile":
            list(self._doing.values())[int(number)](exchange)
        else:
            exchange.answer(404)

    def _feed(self, exchange: Exchange, number: int) -> None:
        host = f"127.0.1.{number + 1}"
        items = [item(self.server.url(f"/page/{2 * number + k}", host), 2 * number + k) for k in (0, 1)]
        if number < len(self._doing):  # its third entry leads to a page that misbehaves
            items.append(item(self.server.url(f"/hostile/{number}/page", f"127.0.3.{number + 1}"), 1000 + number))
        exchange.answer(200, rss(*items), Content_Type="application/rss+xml")

    def configure(self, folder: Path, **keys: str) -> Path:
        """A configuration of all feeds, good and hostile in turn; `keys` of [source], as TOML."""
        hosts = [f"127.0.{net}.{n + 1}" for net in (1, 2, 3) for n in range(max(self._good, len(self._doing)))]
        feeds = [url for pair in zip_longest(self.names, self.good) for url in pair if url]
        path = folder / "hostile.toml"
        path.write_text(
            f'output = "{folder / "out"}"\n[source]\nkind = "feeds"\nuser_agent = "{USER_AGENT}"\n'
            f"allow_hosts = {json.dumps(hosts)}\n"
            + "".join(f"{key.replace('__', '.')} = {value}\n" for key, value in keys.items())
            + "".join(f'[[source.feeds]]\nurl = "{url}"\n' for url in feeds)
        )
        return path


def run(config: Path) -> Ran:
    """`demarche run CONFIG`; a small process stands between, or the peak would be that of this one."""
    began = time.monotonic()
    command = [sys.executable, "-S", "-c", RUN, sys.executable, "-m", "pipeline", "run", str(config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Ran(*json.loads(done.stdout), time.monotonic() - began)
