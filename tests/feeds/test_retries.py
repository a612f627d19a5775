"""Passes in which no feed is due, only pages that could not be had before."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.run
from tests.conftest import rows
from tests.feeds.newsroom import HTML, after, check, configure, item, page, rss, run, say
from tests.web.server import Server, answer


@pytest.fixture
def paper() -> Iterator[Server]:
    server = Server(address="127.0.0.1")
    server.routes["/feed"] = say(rss(item(server.url("/p/1"), 1)))
    server.routes["/p/1"] = after(answer(503), say(page(1), HTML))
    yield server
    server.close()


def test_a_page_is_tried_again_while_its_feed_rests(
    paper: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(tmp_path, [paper.url("/feed")], min_interval='"2d"', max_interval='"3d"')
    assert run(config).status == 0
    assert not (tmp_path / "feeds" / "articles").exists()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=30)
    monkeypatch.setattr(pipeline.run, "now", lambda: later)
    second = run(config)
    assert second.status == 0, second.err
    assert [one.path for one in paper.requests].count("/feed") == 1
    assert [row["url"] for row in rows(tmp_path / "feeds", "articles")] == [paper.url("/p/1")]
    check(tmp_path / "feeds")
