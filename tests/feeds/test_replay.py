"""The poll log again: state without its snapshot, and a second dataset made of the bodies that it holds."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline.run
from tests.conftest import content, rows
from tests.feeds.newsroom import HTML, check, configure, item, page, paragraphs, rss, run, say
from tests.web.server import Server, answer
from transforms.lake.store import open_store
from transforms.polling import log
from transforms.polling.compact import Keep, compact
from transforms.records import Run


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.close()


def full(server: Server, number: int, more: str = "") -> str:
    return item(server.url(f"/p/{number}"), number, **{"content:encoded": paragraphs(number, more)})


def state(root: Path, *, use_snapshot: bool) -> dict[str, Any]:
    book = log.load(open_store(str(root)), use_snapshot=use_snapshot)
    try:
        return {
            "feeds": book.feeds,
            "latest": {url: ids for url, ids in book.latest_ids.items() if ids},
            "totals": book.totals,
            "entries": list(book.entries()),
            "unfinished": book.unfinished,
        }
    finally:
        book.close()


def test_a_replay_of_the_poll_log_gives_identical_rows(server: Server, tmp_path: Path) -> None:
    """Two passes, the second with a changed and a new entry; then a new dataset from the polls alone, with the feeds
    gone, so that nothing but the logged bodies can be what its rows are made of."""
    more = "The two governments said that they would publish the minutes of the talks within a week."
    bodies = [
        {"/full": rss(full(server, 1), full(server, 2)), "/pages": rss(item(server.url("/p/3"), 3))},
        {"/full": rss(full(server, 2, more), full(server, 4)), "/pages": rss(item(server.url("/p/5"), 5))},
    ]
    server.routes |= {f"/p/{number}": say(page(number), HTML) for number in (3, 5)}
    feeds = {server.url("/full"): "full_text = true", server.url("/pages"): ""}
    config = configure(tmp_path, feeds)
    for served in bodies:
        server.routes |= {path: say(body) for path, body in served.items()}
        assert run(config).status == 0
    root, again = tmp_path / "feeds", tmp_path / "again"
    assert len(rows(root, "articles")) == 5
    assert more in "".join(row["body"] for row in rows(root, "articles"))
    assert len(rows(root, "events")) >= 5

    shutil.copytree(root / log.POLL_FOLDER, again / log.POLL_FOLDER)
    server.routes |= {path: answer(500) for path in ("/full", "/pages")}
    replay = run(configure(tmp_path, feeds, "again"))
    assert replay.status == 0, replay.err
    assert content(again) == content(root)
    check(again)


def test_the_state_is_the_fold_of_the_log_with_a_snapshot_and_without(server: Server, tmp_path: Path) -> None:
    server.routes |= {f"/p/{number}": say(page(number), HTML) for number in range(6)}
    server.routes["/p/4"] = answer(500)
    config = configure(tmp_path, [server.url("/a"), server.url("/b"), server.url("/missing")])
    root = tmp_path / "feeds"
    for begin in (0, 2):
        both = [item(server.url(f"/p/{number}"), number) for number in range(begin, begin + 4)]
        server.routes |= {"/a": say(rss(*both), ETag=f'"{begin}"'), "/b": say(rss(*both[:2]))}
        assert run(config).status == 0
    before = state(root, use_snapshot=False)
    assert {one["outcome"] for one in before["entries"]} == {"article", "known", "retry"}
    assert before["unfinished"] == []
    assert before == state(root, use_snapshot=True)
    assert compact(open_store(str(root)), Run("f" * 32, pipeline.run.now()), Keep(1e6, 1e6, 1e6), force=True)
    assert (root / log.SNAPSHOT_FOLDER).exists()
    assert state(root, use_snapshot=True) == before
    shutil.rmtree(root / log.SNAPSHOT_FOLDER)  # whoever loses it loses nothing
    assert state(root, use_snapshot=True) == before
    server.requests.clear()
    assert run(config).status == 0
    assert [path for path in server.paths() if path.startswith("/p/")] == ["/p/4"]  # the one that waits
    check(root)
