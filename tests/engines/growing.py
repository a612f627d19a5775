"""A loopback feed that keeps adding entries, and a stream of it as users start one."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.conftest import rows
from tests.engines.datasets import environment
from tests.engines.engines import demarche
from tests.engines.processes import Child, eventually, running
from tests.feeds.newsroom import HTML, RSS, configure, item, page, rss, run, say
from tests.web.server import Exchange, Server
from transforms.streaming.model import STOP

SHOWN = 200
"""Entries of the feed's body, the latest."""


class Growing:
    """A feed of `number` entries; `add` makes it longer."""

    def __init__(self, folder: Path, number: int = 3, **keys: str) -> None:
        self.folder, self.number = folder, number
        self.dates: dict[int, str] = {}
        """When entries were published, as the feed has it; the others' dates suit."""
        self.server = Server()
        self.server.routes |= {"/feed": self._feed, "/robots.txt": say(b"", "text/plain", 404), "*": self._page}
        stream = {"stream__tick": '"500ms"', "stream__publish": '"1s"', "min_interval": '"500ms"'} | keys
        self.config = configure(folder, [self.server.url("/feed")], **stream)
        self.root = folder / "feeds"

    def add(self, number: int = 1) -> None:
        self.number += number

    def _feed(self, exchange: Exchange) -> None:
        shown = range(max(0, self.number - SHOWN), self.number)
        items = [item(self.server.url(f"/page/{n}"), n, self.dates.get(n, "")) for n in shown]
        exchange.answer(200, rss(*items), Content_Type=RSS)

    def _page(self, exchange: Exchange) -> None:
        number = int(exchange.path.rpartition("/")[2])
        exchange.answer(200, page(number), Content_Type=HTML)

    def asked(self) -> Counter[str]:
        """How often each page was asked for."""
        return Counter(path for path in self.server.paths() if path.startswith("/page/"))

    def published(self) -> list[int]:
        """The numbers of the articles that readers see, each as often as they see it."""
        return sorted(int(row["url"].rpartition("/")[2]) for row in rows(self.root, "articles"))

    def parts(self) -> list[Path]:
        """What is staged and waits for its window."""
        return list((self.root / "_state" / "stream" / "parts").glob("*/*-entries.parquet"))

    def until_published(self, number: int, *children: Child) -> None:
        """Wait until readers see so many articles."""
        eventually(f"{number} articles are published", lambda: len(self.published()) >= number, *children)

    @contextlib.contextmanager
    def streaming(self, name: str, flags: Sequence[str]) -> Iterator[Child]:
        """`demarche run --streaming`, as a process that says that it is streaming."""
        command = demarche("run", self.config, "--streaming", *flags)
        with running(name, command, self.folder / "logs", environment()) as child:
            eventually("the stream has begun", lambda: "streaming" in child.words(), child)
            yield child

    def tell_to_stop(self) -> None:
        """By the dataset's stop file, as users of a cluster do."""
        (self.root / STOP).write_text("")

    def in_one_pass(self, name: str = "batch") -> Path:
        """The dataset that one pass over the feed gives, as it is now."""
        config = configure(self.folder, [self.server.url("/feed")], name)
        answer = run(config)
        assert answer.status == 0, answer.err
        return self.folder / name


@contextlib.contextmanager
def growing(folder: Path, number: int = 3, **keys: str) -> Iterator[Growing]:
    """A feed for the time of a block; `keys` of [source], as TOML."""
    feed = Growing(folder, number, **keys)
    try:
        yield feed
    finally:
        feed.server.close()


def told(root: Path) -> Any:
    """What the articles and mentions of a dataset say: all columns but those of where and when they were made."""
    made = {"run_id", "processed_at", "fetched_at"}
    return {
        table: sorted(repr([(k, v) for k, v in sorted(row.items()) if k not in made]) for row in rows(root, table))
        for table in ("articles", "mentions", "events", "rejects")
    }
