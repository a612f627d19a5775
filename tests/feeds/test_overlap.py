"""Passes as processes: two at a time, one that is killed between its polls and its rows, and --watch until SIGTERM.

A page's answer is held back until the test lets it go, so that a pass can be met in the middle of its work.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import rows
from tests.feeds.newsroom import HTML, check, configure, item, page, rss, run, say, start
from tests.web.server import Exchange, Server
from transforms.lake.store import open_store
from transforms.polling import log

LONG = 300.0
"""Seconds that a busy machine may need for anything here."""


class Paper:
    """A feed with an ETag, and a page that is answered when `open` is set."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.server = Server()
        self.server.routes["/p/1"] = self._held
        self.server.routes["/p/2"] = say(page(2), HTML)
        self.show(1)

    def show(self, *numbers: int) -> None:
        """Entries that the feed has from now on."""
        body, tag = rss(*(item(self.server.url(f"/p/{n}"), n) for n in numbers)), f'"{numbers}"'

        def feed(exchange: Exchange) -> None:
            if exchange.header("if-none-match") == tag.encode():
                return exchange.answer(304, ETag=tag)
            return exchange.answer(200, body, ETag=tag, Content_Type="application/rss+xml")

        self.server.routes["/feed"] = feed

    def asked(self, path: str) -> int:
        return self.server.paths().count(path)

    def _held(self, exchange: Exchange) -> None:
        until(lambda: self.open.is_set() or self.server.closing.is_set())
        exchange.answer(200, page(1), Content_Type=HTML)


@pytest.fixture
def paper() -> Iterator[Paper]:
    made = Paper()
    yield made
    made.open.set()
    made.server.close()


@pytest.fixture
def config(paper: Paper, tmp_path: Path) -> Path:
    return configure(tmp_path, [paper.server.url("/feed")], limits__total='"5m"', limits__read='"5m"')


def until(happened: Callable[[], object], seconds: float = LONG) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def entries(root: Path) -> list[tuple[str, str]]:
    book = log.load(open_store(str(root)))
    try:
        return [(row["link_key"].rpartition("/")[2], row["outcome"]) for row in book.entries()]
    finally:
        book.close()


def test_of_two_passes_at_a_time_one_works_and_the_other_says_so(paper: Paper, config: Path, tmp_path: Path) -> None:
    children = [start(config, tmp_path / f"words-{number}") for number in range(2)]
    try:
        until(lambda: any(not child.is_alive() for child in children) and paper.asked("/p/1"))
        paper.open.set()
        for child in children:
            child.join(LONG)
    finally:
        for child in children:
            child.kill()
    assert sorted(child.exitcode or 0 for child in children) == [0, 1]
    refused = next(number for number, child in enumerate(children) if child.exitcode)
    said = (tmp_path / f"words-{refused}.err").read_text()
    assert "another run is writing to it" in said
    assert (paper.asked("/feed"), paper.asked("/p/1")) == (1, 1)
    assert [row["url"] for row in rows(tmp_path / "feeds", "articles")] == [paper.server.url("/p/1")]
    check(tmp_path / "feeds")
    assert run(config).status == 0  # whoever comes later finds nothing in the way
    assert (paper.asked("/feed"), paper.asked("/p/1")) == (2, 1)


def test_what_a_killed_pass_has_polled_is_worked_off_though_the_feed_has_moved_on(
    paper: Paper, config: Path, tmp_path: Path
) -> None:
    """Its validators stand, and the next answer no longer has the entry: the log's body has it."""
    root = tmp_path / "feeds"
    child = start(config, tmp_path / "words")
    try:
        until(lambda: paper.asked("/p/1"))
    finally:
        child.kill()  # -9: nothing cleans up
        child.join(LONG)
    assert not list(root.glob("articles/*"))
    paper.open.set()
    paper.show(2)
    answer = run(config)
    assert answer.status == 0, answer.err
    assert "cleared away what an interrupted run had staged" in answer.err
    assert sorted(entries(root)) == [("1", "article"), ("2", "article")]
    assert len(rows(root, "articles")) == 2
    assert run(config).status == 0
    conditional = [exchange.header("if-none-match") for exchange in paper.server.requests if exchange.path == "/feed"]
    assert conditional == [None, b'"(1,)"', b'"(2,)"']
    assert (paper.asked("/p/1"), paper.asked("/p/2")) == (2, 1)
    assert len(rows(root, "articles")) == 2
    check(root)


def test_watching_repeats_passes_until_sigterm(paper: Paper, config: Path, tmp_path: Path) -> None:
    paper.open.set()
    child = start(config, tmp_path / "words", "--watch", "100ms")
    try:
        until(lambda: paper.asked("/feed") >= 2 and entries(tmp_path / "feeds"))
        paper.show(1, 2)
        until(lambda: len(entries(tmp_path / "feeds")) == 2)
        os.kill(child.pid or 0, signal.SIGTERM)
        child.join(LONG)
    finally:
        child.kill()
    said = (tmp_path / "words.err").read_text()
    assert child.exitcode == 0, said
    assert "stopped by SIGTERM" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "feeds").glob("_staging/*"))
    assert len(rows(tmp_path / "feeds", "articles")) == 2
    assert (paper.asked("/p/1"), paper.asked("/p/2")) == (1, 1)
    check(tmp_path / "feeds")


def test_watching_stops_in_the_middle_of_a_pass_and_the_next_one_goes_on(
    paper: Paper, config: Path, tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    child = start(config, tmp_path / "words", "--watch", "1h")
    try:
        until(lambda: paper.asked("/p/1"))
        os.kill(child.pid or 0, signal.SIGTERM)
        paper.open.set()  # what is under way may end
        child.join(LONG)
    finally:
        child.kill()
    said = (tmp_path / "words.err").read_text()
    assert child.exitcode == 0, said
    assert "Traceback" not in said
    assert not list(root.glob("_staging/*"))
    answer = run(config)
    assert answer.status == 0, answer.err
    assert entries(root) == [("1", "article")]
    assert len(rows(root, "articles")) == 1
    check(root)
