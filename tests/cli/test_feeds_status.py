"""`demarche feeds list`: point 34, how each feed is doing, and why."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.feedstatus import Status, as_table
from tests.conftest import Answer
from tests.web.server import Server, answer
from transforms.lake.layout import open_dataset
from transforms.polling.log import PollWriter
from transforms.polling.model import FeedState, PollRecord
from transforms.records import Run

Demarche = Callable[..., Answer]
AT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
PAGE = """<!doctype html><html><head><title>Envoys meet on the quay</title></head><body>
<article><h1>Envoys meet on the quay</h1>
<p>The foreign ministers of Norway and Chile met in Oslo on Monday and signed an agreement on fisheries that both sides
had discussed for two years, their offices said.</p><p>A second round of talks is planned for June, when the delegations
are to visit Valparaiso and look at the port from which most of the catch is shipped.</p></article></body></html>"""
RSS = """<rss version="2.0"><channel><title>Quay</title><link>{root}</link><item><title>Envoys meet on the quay</title>
<link>{root}page</link><guid>1</guid><pubDate>Mon, 01 Jun 2026 08:00:00 GMT</pubDate></item>
<item><title>Lost</title><link>{root}lost</link><guid>2</guid><pubDate>Mon, 01 Jun 2026 09:00:00 GMT</pubDate></item>
<item><title>Busy</title><link>{root}busy</link><guid>3</guid><pubDate>Mon, 01 Jun 2026 09:30:00 GMT</pubDate></item>
</channel></rss>"""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def written(folder: Path, *urls: str, extra: str = "") -> Path:
    path = folder / "feeds.toml"
    tables = "".join(f'[[source.feeds]]\nurl = "{url}"\n{extra}\n' for url in urls)
    path.write_text(
        f'output = "{folder / "out"}"\n[source]\nkind = "feeds"\nallow_hosts = ["127.0.0.1"]\n'
        f'user_agent = "news/1.0 (+https://example.org/bot)"\n[source.limits]\ntotal = "3s"\n{tables}'
    )
    return path


def test_after_a_pass(tmp_path: Path, server: Server, demarche: Demarche) -> None:
    root = server.url("/")
    server.routes |= {
        "/rss": answer(200, RSS.format(root=root).encode()),
        "/page": answer(200, PAGE.encode(), content_type="text/html; charset=utf-8"),
        "/busy": answer(500),
        "/html": answer(200, PAGE.encode()),
        "/gone": answer(410),
    }
    config = written(tmp_path, *(server.url(path) for path in ("/rss", "/none", "/html", "/gone")))
    assert demarche("run", config).status == 0
    config = written(tmp_path, *(server.url(path) for path in ("/rss", "/none", "/html", "/gone", "/new")))
    given = demarche("feeds", "list", config, "--json")
    assert given.status == 0, given.err
    good, missing, page, gone, new = (json.loads(line) for line in given.out.splitlines())
    assert (good["status"], good["title"], good["polls"], good["failures"]) == ("ok", "Quay", 1, 0)
    assert (good["articles"], good["rejects"], good["waiting"]) == (1, 1, 1)
    assert good["last_success_at"]
    assert good["last_changed_at"]
    assert good["next_poll"] > good["last_success_at"]
    assert good["why"] is None
    assert (missing["status"], missing["reason_code"], missing["http_status"]) == ("failing", "not_found", 404)
    assert (page["status"], page["reason_code"]) == ("failing", "html")
    assert page["last_success_at"] is None
    assert (gone["status"], gone["reason_code"], gone["next_poll"]) == ("retired", "gone", None)
    assert new == {**new, "status": "never polled", "polls": 0, "last_success_at": None, "next_poll": None}
    assert "5 feeds: 2 failing, 1 ok, 1 retired, 1 never polled" in given.err

    table = demarche("feeds", "list", config)
    head, *rows = table.out.splitlines()
    assert head.split()[:2] == ["STATUS", "TITLE"]
    assert [row[: head.index("TITLE")].strip() for row in rows] == [
        "ok",
        "failing",
        "failing",
        "retired",
        "never polled",
    ]
    assert all(row[head.index("URL") :].startswith(server.url("/")) for row in rows)
    assert "not_found: " in rows[1]


def test_before_the_first_pass(tmp_path: Path, demarche: Demarche) -> None:
    config = written(tmp_path, "https://a.example/rss", "https://b.example/rss", extra='title = "T"')
    given = demarche("feeds", "list", config)
    assert given.status == 0
    assert [line.split("  ")[0] for line in given.out.splitlines()] == ["STATUS", "never polled", "never polled"]
    assert not (tmp_path / "out").exists()


def test_what_has_moved_and_what_fails_again(tmp_path: Path, demarche: Demarche) -> None:
    urls = [f"https://{name}.example/rss" for name in ("moved", "moving", "back")]
    later, new = AT + dt.timedelta(hours=1), "https://new.example/rss"
    moved = FeedState(urls[0], AT, later, 900, polls=9, moved_url=new, moved_times=3, is_moved=True)
    moving = FeedState(
        urls[1], AT, later, 5000, polls=2, failures=2, moved_url=new, reason_code="dns", detail="no name"
    )
    back = [FeedState(urls[2], AT, AT, 900, polls=4, failures=4, reason_code="tls", detail="old")]
    back.append(FeedState(urls[2], later, later, 900, polls=5, last_success_at=later))
    writer = PollWriter(open_dataset(str(tmp_path / "out")), Run("0" * 32, AT))
    for state in (moved, moving, *reversed(back)):
        writer.add(PollRecord(state, "0" * 32, "failed", state.feed_url, state.feed_url))
    writer.flush()
    config = written(tmp_path, *urls)
    lines = [json.loads(line) for line in demarche("feeds", "list", config, "--json").out.splitlines()]
    assert [(one["status"], one["why"]) for one in lines] == [
        ("moved", f"asked at {new}"),
        ("failing", f"dns: no name; says that it has moved to {new}"),
        ("ok", None),
    ]
    assert "83m" in demarche("feeds", "list", config).out


def test_another_output(tmp_path: Path, demarche: Demarche) -> None:
    config = written(tmp_path, "https://a.example/rss")
    (tmp_path / "other").mkdir()
    given = demarche("feeds", "list", config, "--output", tmp_path / "other", "--json")
    assert json.loads(given.out)["status"] == "never polled"


def test_a_title_moves_no_cursor_and_wide_letters_keep_the_columns() -> None:
    plain = Status("https://a.example/1", "Quay", None, "ok", reason_code="x", detail="\x1b[31mred\n\u202e")
    wide = Status("https://a.example/2", "東京新聞\x1b[2J\x07", None, "ok", interval=59.0)
    head, first, second = as_table([plain, wide])
    assert all(line.isprintable() for line in (head, first, second))
    assert first.index("https") == head.index("URL")
    assert second.index("https") == head.index("URL") - 4  # each of the four takes two columns


def test_unusable_configurations(tmp_path: Path, demarche: Demarche) -> None:
    config = written(tmp_path, "ftp://a.example/rss")
    assert demarche("feeds", "list", config).status == 2
    assert demarche("feeds", "list", tmp_path / "none.toml").status == 2
    assert demarche("feeds", "list", config, "--fast").status == 2
