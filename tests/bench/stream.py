"""How soon a stream's rows are readable, and how much it takes: part `stream` of bench.py. Servers are on loopback.

delay     entries appear one by one in a feed that may be polled every second: from then until a reader of the Parquet
          sees the article; median and 99th percentile
rate      so many entries a second, spread over hosts, for so many seconds: how many are unpublished at the end of each
          fifth of the time (a backlog grows, or it does not), and processor time for each

python tests/bench/stream.py ENGINE [delay|rate] [--rate 10] [--seconds 300]
ENGINE: watch (--watch 1s), prism, flink (embedded, workers in the launcher); `make engines` fetches the last two
"""

import argparse
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.feeds.newsroom import HTML, RSS, configure, item, page, rss  # noqa: E402
from tests.web.server import Exchange, Server  # noqa: E402

FLAGS = {
    "watch": ["--watch", "1s"],
    "prism": ["--streaming", "--runner=PrismRunner"],
    "flink": ["--streaming", "--runner=FlinkRunner", "--flink_master=[local]", "--checkpointing_interval=10000"],
}
SHOWN = 500
"""Entries of a feed's body, the latest."""
PATIENCE = 300.0
"""Seconds after the last entry, until what is missing counts as lost."""


class Paper:
    """A host with one feed."""

    def __init__(self, number: int) -> None:
        self.server = Server(address=f"127.0.0.{number + 1}")
        self.entries: list[tuple[int, float]] = []
        self.server.routes |= {"/feed": self._feed, "*": self._page}

    def _feed(self, exchange: Exchange) -> None:
        shown = self.entries[-SHOWN:]
        items = [item(self.server.url(f"/page/{n}"), n, formatdate(at)) for n, at in shown]
        exchange.answer(200, rss(*items), Content_Type=RSS)

    def _page(self, exchange: Exchange) -> None:
        name = exchange.path.rpartition("/")[2]
        if not name.isdecimal():
            return exchange.answer(404)
        exchange.answer(200, page(int(name)), Content_Type=HTML)
        return None


def readable(root: Path) -> set[int]:
    """The entries whose articles a reader sees now."""
    import duckdb

    if not list(root.glob("articles/*/*.parquet")):
        return set()
    try:
        rows = duckdb.sql(f"SELECT url FROM '{root}/articles/*/*.parquet'").fetchall()
    except duckdb.Error:  # a file was replaced while DuckDB had it open: the next look asks again (README)
        return set()
    return {int(url.rpartition("/")[2]) for (url,) in rows}


def measure(engine: str, papers: int, every: float, number: int, publish: str) -> None:
    """Let `number` entries appear, one every so many seconds, and watch for them."""
    with tempfile.TemporaryDirectory() as scratch:
        servers = [Paper(n) for n in range(papers)]
        keys = {"stream__tick": '"1s"', "stream__publish": f'"{publish}"', "min_interval": '"1s"'}
        config = configure(Path(scratch), [paper.server.url("/feed") for paper in servers], **keys)
        root = Path(scratch, "feeds")
        command = [sys.executable, "-m", "pipeline", "run", str(config), *FLAGS[engine]]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with Path(scratch, "log").open("w") as log:
            child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        appeared: dict[int, float] = {}
        seen: dict[int, float] = {}

        def add() -> None:
            n = len(appeared)
            appeared[n] = time.time()
            servers[n % papers].entries.append((n, appeared[n]))

        def look() -> None:
            now = time.time()
            for n in readable(root) - seen.keys():
                seen[n] = now

        add()  # a first one, which waits for the engine to start
        while 0 not in seen and child.poll() is None:
            look()
            time.sleep(0.2)
        begun, backlog = time.time(), []
        while len(appeared) <= number and child.poll() is None:
            while len(appeared) <= number and (time.time() - begun) >= (len(appeared) - 1) * every:
                add()
            look()
            if len(appeared) > (len(backlog) + 1) * number / 5:
                backlog.append(len(appeared) - len(seen))
            time.sleep(0.2)
        end = time.time() + PATIENCE
        while len(seen) < len(appeared) and child.poll() is None and time.time() < end:
            look()
            time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        child.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        for paper in servers:
            paper.server.close()
    delays = sorted(seen[n] - appeared[n] for n in seen if n)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ninety_ninth = delays[min(len(delays) - 1, round(0.99 * len(delays)))]
    print(
        f"{engine}, {os.cpu_count()} cores: {len(delays)} of {number} entries, one every {every:g} s; "
        f"readable after {statistics.median(delays):.1f} s (median), {ninety_ninth:.1f} s (99 %); "
        f"unpublished at each fifth {backlog}; {cpu / max(1, len(seen)) * 1000:.0f} ms of processor time each"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=FLAGS)
    parser.add_argument("what", choices=["delay", "rate"])
    parser.add_argument("--rate", type=float, default=10.0, help="entries a second")
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    if given.what == "delay":
        measure(given.engine, 1, 3.0, round(given.seconds / 3), "1s")
    else:
        measure(given.engine, 8, 1 / given.rate, round(given.rate * given.seconds), "10s")


if __name__ == "__main__":
    main()
