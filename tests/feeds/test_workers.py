"""A pass on several worker processes: the same rows, and no host asked from two places at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import content
from tests.feeds.newsroom import HTML, check, configure, item, page, rss, run
from tests.web.server import Exchange, Server

PARALLEL = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
PAGES = 4


class Paper:
    """A feed and its pages on a host of its own; `most` requests were under way there at one time."""

    def __init__(self, place: int, first: Server | None = None) -> None:
        self.place, self.most, self._active = place, 0, 0
        self._lock = threading.Lock()
        self.server = Server({"*": self._answer}, address=f"127.0.0.{place}")
        self.first = first or self.server

    def numbers(self) -> range:
        return range(self.place * 10, self.place * 10 + PAGES)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._active += 1
            self.most = max(self.most, self._active)
        try:
            yield
        finally:
            with self._lock:
                self._active -= 1

    def _answer(self, exchange: Exchange) -> None:
        with self._counted():
            exchange.pause(0.02)  # whoever else asks meanwhile is seen
            kind, _, number = exchange.path.strip("/").partition("/")
            shown = {"p": page(int(number or 0)), "feed": self._feed()}.get(kind)
        if shown is None:
            return exchange.answer(404)
        return exchange.answer(200, shown, Content_Type=HTML if kind == "p" else "application/rss+xml")

    def _feed(self) -> bytes:
        """Its own pages, and one of the first paper's."""
        shared = item(self.first.url("/p/10"), 10)
        return rss(*(item(self.server.url(f"/p/{n}"), n) for n in self.numbers()), shared)


@pytest.fixture
def papers() -> Iterator[list[Paper]]:
    first = Paper(1)
    made = [first, *(Paper(place, first.server) for place in range(2, 6))]
    yield made
    for paper in made:
        paper.server.close()


def test_workers_share_hosts_and_rows_do_not_depend_on_them(papers: list[Paper], tmp_path: Path) -> None:
    feeds = [paper.server.url("/feed") for paper in papers]
    for name, flags in (("one", ()), ("two", PARALLEL)):
        answer = run(configure(tmp_path, feeds, name), *flags)
        assert answer.status == 0, answer.err
        check(tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")["articles"]) == len(papers) * PAGES
    for paper in papers:
        assert paper.most == 1
        assert sorted(paper.server.paths()) == sorted(
            2 * ["/feed", "/robots.txt", *(f"/p/{number}" for number in paper.numbers())]
        )
