"""Passes over live feeds on Prism and on Flink: what they fetch, once each, and what they write is as in-process."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Answer, content
from tests.engines.datasets import environment, told
from tests.engines.engines import Engine, Pool, demarche
from tests.engines.processes import PATIENCE
from tests.feeds.newsroom import HTML, check, configure, item, opened, page, rss, say
from tests.web.server import Exchange, Server, answer

pytestmark = pytest.mark.engine

PASSES = 2
PAGES = 12


class Papers:
    """Two hosts: one whose feed grows by a page between the passes and which has one page missing, one whose feed is
    not modified."""

    def __init__(self) -> None:
        self.quay, self.agency = (Server(address=f"127.0.0.{n}") for n in (1, 2))
        self.servers = [self.quay, self.agency]
        self.passes = 0
        for number in range(PAGES + PASSES):
            self.quay.routes[f"/p/{number}"] = say(page(number), HTML)
            self.agency.routes[f"/p/{number}"] = say(page(number + 100), HTML)
        self.quay.routes["/feed"] = self._growing
        self.agency.routes["/feed"] = self._steady
        self.quay.routes["/missing"] = answer(404)

    def _growing(self, exchange: Exchange) -> None:
        items = [item(self.quay.url(f"/p/{number}"), number) for number in range(PAGES + self.passes)]
        say(rss(*items, item(self.quay.url("/missing"), 99)))(exchange)

    def _steady(self, exchange: Exchange) -> None:
        if exchange.header("if-none-match") == b'"1"':
            exchange.answer(304)
            return
        say(rss(*(item(self.agency.url(f"/p/{n}"), n + 100) for n in range(PAGES))), ETag='"1"')(exchange)

    def asked(self) -> list[str]:
        """All addresses asked for since the last call, in no order."""
        found = sorted(server.url(one.path) for server in self.servers for one in server.requests)
        for server in self.servers:
            server.requests.clear()
        return found


def passes(papers: Papers, folder: Path, name: str, *flags: str) -> tuple[list[list[str]], list[str], Path]:
    """What two passes into a dataset of its own asked for and said."""
    config = configure(folder, [papers.quay.url("/feed"), papers.agency.url("/feed")], name)
    asked, words = [], []
    papers.asked()
    for papers.passes in range(PASSES):
        command = demarche("run", config, *flags)
        done = subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        asked.append(papers.asked())
        words.append(told(Answer(0, done.stdout, "")))
    check(folder / name)
    return asked, words, folder / name


@pytest.mark.parametrize("name", ["on_prism", "on_flink"])
def test_passes_are_as_in_process(name: str, request: pytest.FixtureRequest, pool: Pool, tmp_path: Path) -> None:
    engine: Engine = request.getfixturevalue(name)
    with opened(Papers) as papers:
        asked, words, root = passes(papers, tmp_path, "direct")
        assert len(asked[0]) == len(set(asked[0]))
        pages = [[address for address in one if "/p/" in address] for one in asked]
        assert list(map(len, pages)) == [2 * PAGES, 1]
        there = passes(papers, tmp_path, "engine", *engine.with_workers(*pool.flags))
        assert there[:2] == (asked, words)
        assert content(there[2]) == content(root)
