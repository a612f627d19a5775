"""Hosts that do every bad thing our tests know, among fifty good feeds, through one whole pass of the program."""

from pathlib import Path

from tests.conftest import rows
from tests.feeds import hostile
from tests.feeds.newsroom import check
from transforms.lake.store import open_store
from transforms.polling import log

GOOD = 50
PHASE = 120
"""Seconds after which polling, and then fetching, begins nothing new. A quiet machine needs a tenth of that."""
START = 120
"""For what is before and after, on a machine that has no time."""


def test_every_good_article_arrives_in_time_and_within_memory(tmp_path: Path) -> None:
    web = hostile.HostileWeb(GOOD)
    try:
        ran = hostile.run(
            web.configure(
                tmp_path,
                limits__total='"6s"',
                limits__read='"3s"',
                politeness__pass_deadline=f'"{PHASE}s"',
            )
        )
    finally:
        web.server.close()
    assert ran.status == 0, ran.err
    assert f"{GOOD + len(web.names)} of {GOOD + len(web.names)} feeds polled" in ran.out
    root = tmp_path / "out"
    assert {row["url"] for row in rows(root, "articles")} == web.articles
    book = log.load(open_store(str(root)))
    try:
        assert not book.unfinished
        assert {url for url, state in book.feeds.items() if state.failures == 0} >= {*web.good}
        readable = {url for url, state in book.feeds.items() if url in web.names and not state.reason_code}
        entries = list(book.entries())
    finally:
        book.close()
    # a title that would have told of a file, and more entries than are taken: read, and nothing came of it
    assert {web.names[url] for url in readable} <= {"body: many", "body: outside", "body: entities"}
    outcomes = {row["link_key"]: row["outcome"] for row in entries if row["feed_url"] in web.good}
    assert list(outcomes.values()).count("article") == len(web.articles)
    assert {*outcomes.values()} <= {"article", "reject", "retry"}
    assert len(outcomes) == len(web.articles) + len([n for n in range(len(web.names)) if n < GOOD])
    assert ran.seconds < 2 * PHASE + START
    assert ran.peak < 400
    check(root)
