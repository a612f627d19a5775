"""Feeds and pages for passes end to end: papers on loopback hosts, what a pass made of them, the program run for real.

Every address of the loopback network is a host of its own, as names are elsewhere. Nothing in the articles happened.
"""

import contextlib
import datetime as dt
import io
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pipeline.cli import main
from tests.conftest import Answer, rows
from tests.web.server import Exchange, Handler, Server
from transforms.lake.store import open_store
from transforms.polling import FeedState, PollRecord, log
from transforms.polling.tables import poll_of

DAY = dt.datetime(2024, 3, 5, 9, tzinfo=dt.UTC)
"""When the articles were published."""
USER_AGENT = "demarche-test/1.0 (+https://example.org/contact)"
RSS = "application/rss+xml"
HTML = "text/html; charset=utf-8"
PAIRS = ("Norway", "Chile"), ("Iceland", "Kenya"), ("Japan", "Peru"), ("Ghana", "Nepal"), ("Oman", "Fiji")


class Served(Protocol):
    """Something that answers at servers of its own."""

    servers: list[Server]


S = TypeVar("S", bound=Served)


@contextlib.contextmanager
def opened(make: Callable[[], S]) -> Iterator[S]:
    """What `make` gives; its servers are closed at the end."""
    made = make()
    yield made
    for server in made.servers:
        server.close()


def title(number: int) -> str:
    one, two = PAIRS[number % len(PAIRS)]
    return f"{one} and {two} meet in round {number}"


def paragraphs(number: int, more: str = "") -> str:
    """An article of its own, long enough to be one."""
    one, two = PAIRS[number % len(PAIRS)]
    return (
        f"<p>{one} and {two} held talks number {number} on fisheries in Oslo on Monday, officials of both countries "
        f"said after a meeting of {number % 7 + 2} hours in hall {number}.</p><p>{one} condemned the seizure of "
        f"trawler {number} by {two} last week, its foreign ministry said in note {number * 31}, handed to the "
        f"ambassador on the same day.</p>" + (f"<p>{more}</p>" if more else "")
    )


def page(number: int, more: str = "", head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title(number)} - Quay Times</title>{head}</head><body>"
        f"<article><h1>{title(number)}</h1>{paragraphs(number, more)}</article></body></html>"
    ).encode()


def item(link: str | None, number: int, date: str | None = "", **elements: str) -> str:
    """An item of a feed; `date`: as written, "" for one that suits."""
    if date == "":
        date = format_datetime(DAY + dt.timedelta(minutes=number))
    parts = {"title": title(number), "link": link, "pubDate": date} | elements
    return "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in parts.items() if v is not None) + "</item>"


def rss(*items: str, channel: str = "") -> bytes:
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>A feed</title>'
        f"{channel}{''.join(items)}</channel></rss>"
    ).encode()


def say(body: bytes, media: str = RSS, status: int = 200, **headers: str) -> Handler:
    """A handler that always answers this."""
    return lambda exchange: exchange.answer(status, body, Content_Type=media, **headers)


def after(*handlers: Handler) -> Handler:
    """The first request gets the first, the second the second, ...; the last one stays."""
    asked: list[Exchange] = []

    def handle(exchange: Exchange) -> None:
        asked.append(exchange)
        handlers[min(len(asked), len(handlers)) - 1](exchange)

    return handle


def configure(folder: Path, feeds: Mapping[str, str] | Sequence[str], name: str = "feeds", **keys: str) -> Path:
    """A configuration: address of each feed -> more lines of its table; `keys` of [source], as TOML."""
    tables = dict(feeds) if isinstance(feeds, Mapping) else dict.fromkeys(feeds, "")
    hosts = ", ".join(f'"127.0.0.{n}"' for n in range(1, 10))
    lines = {"min_interval": '"1ms"', "allow_hosts": f"[{hosts}]"} | keys
    path = folder / f"{name}.toml"
    path.write_text(
        f'output = "{folder / name}"\n[source]\nkind = "feeds"\nuser_agent = "{USER_AGENT}"\n'
        + "".join(f"{key.replace('__', '.')} = {value}\n" for key, value in lines.items())
        + "".join(f'[[source.feeds]]\nurl = "{url}"\n{more}\n' for url, more in tables.items())
    )
    return path


def run(config: Path, *args: str) -> Answer:
    """`demarche run` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(["run", str(config), *args])
        except SystemExit as end:
            status = int(end.code or 0)
    return Answer(status, out.getvalue(), err.getvalue())


def quietly(*args: str) -> None:
    """`demarche ARGS` in a child process, its words in files."""
    *command, words = args
    with Path(f"{words}.out").open("w") as sys.stdout, Path(f"{words}.err").open("w") as sys.stderr:
        status = main(command)
    os._exit(status)


def start(config: Path, words: Path, *args: str) -> multiprocessing.process.BaseProcess:
    """`demarche run` as a process of its own, forked from this one, which has imported the program already."""
    import pipeline.run  # noqa: F401

    child = multiprocessing.get_context("fork").Process(target=quietly, args=("run", str(config), *args, str(words)))
    child.start()
    return child


def check(root: Path) -> None:
    """All promises of a dataset."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main(["check", str(root)])
    assert status == 0, out.getvalue()


# --- what a pass left ---


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did and what stood after it."""

    answer: Answer
    requests: tuple[Exchange, ...]
    """Made during the pass, of all hosts."""
    polls: dict[str, PollRecord]
    """feed_url -> the poll of this pass."""
    states: dict[str, FeedState]
    entries: dict[str, list[dict[str, Any]]]
    """feed_url -> what is known of its entries."""
    articles: list[dict[str, Any]]
    rejects: list[dict[str, Any]]

    def asked(self, url: str) -> list[Exchange]:
        """The requests for an address."""
        return [one for one in self.requests if one.server.url(one.path) == url]

    def article(self, url: str) -> dict[str, Any] | None:
        """The row that an address became, if it did."""
        found = [row for row in self.articles if row["url"] == url]
        assert len(found) < 2, url
        return found[0] if found else None

    def outcomes(self, feed: str) -> list[str]:
        return sorted(row["outcome"] for row in self.entries.get(feed, []))

    def reject(self, url: str) -> str | None:
        """The reason code of an address that was refused."""
        found = [row["reason_code"] for row in self.rejects if row["url"] == url]
        assert len(found) < 2, url
        return found[0] if found else None


@dataclass(slots=True)
class Story:
    """Servers, a configuration for their feeds, and the passes so far."""

    root: Path
    servers: list[Server]
    config: Path | None = None
    passes: list[Pass] = field(default_factory=list)

    def next(self) -> Pass:
        """One more pass."""
        assert self.config
        asked = {id(server): len(server.requests) for server in self.servers}
        before = set(open_store(str(self.root)).files(log.POLL_FOLDER))
        answer = run(self.config)
        requests = tuple(one for server in self.servers for one in server.requests[asked[id(server)] :])
        self.passes.append(read(self.root, answer, requests, before))
        return self.passes[-1]


def read(root: Path, answer: Answer, requests: tuple[Exchange, ...], before: set[str]) -> Pass:
    """What stands after a pass; `before`: the files of polls that stood before it."""
    store = open_store(str(root))
    polls = [
        poll_of(row)
        for name in store.files(log.POLL_FOLDER)
        if name not in before
        for row in log.read(store, name)[0].to_pylist()
    ]
    book = log.load(store)
    try:
        entries: dict[str, list[dict[str, Any]]] = {}
        for row in book.entries():
            entries.setdefault(row["feed_url"], []).append(row)
        return Pass(
            answer,
            requests,
            {poll.state.feed_url: poll for poll in polls},
            book.feeds,
            entries,
            rows(root, "articles"),
            rows(root, "rejects"),
        )
    finally:
        book.close()
