"""The desk: what a feed shows goes on once, whatever happens to the worker, to its memory and to the log."""

import datetime as dt
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.newsroom import item, opened, rss, say
from tests.unit.streaming.samples import INTERVAL, KEEP, LATER, NOON, STREAM, Room, numbers, stage_feeds
from tests.web.server import Server
from transforms.lake.store import open_store
from transforms.polling import log
from transforms.polling.compact import compact
from transforms.polling.model import FeedState, PollRecord
from transforms.polling.work import Counted, shard_of
from transforms.records import Run
from transforms.streaming.desk import DONE_POLLS, QUIET_RECORDS, QUIET_SECONDS, Desk, Open
from transforms.streaming.model import Found
from transforms.web import Fetcher


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(functools.partial(Room, tmp_path / "out")) as made:
        yield made
        made.desk.close()


def crash(room: Room, is_open: Open | None = None) -> None:
    """The worker is gone; the engine remembers what it did at an earlier moment, or nothing."""
    room.hire()
    room.is_open = is_open or Open()


# --- what goes on ---


def test_news_go_on_once(room: Room) -> None:
    room.show(1, 2)
    assert numbers(room.tick()) == [1, 2]
    assert room.tick(10.0) == []
    assert len(room.servers[0].requests) == 1
    room.show(2, 3)
    assert numbers(room.tick(LATER)) == [3]
    assert room.tick(LATER) == []
    assert len(room.servers[0].requests) == 3


def test_a_poll_is_in_the_log_before_its_entries_go_on(room: Room) -> None:
    room.show(1)
    after, found = room.desk.tick(shard_of("127.0.0.1", 8), Open())
    assert [one for one in found if isinstance(one, Counted)] == [Counted("poll.new")]
    assert list(after.polls) == room.unfinished() == room.polls()


def test_other_shards_are_left_alone(room: Room) -> None:
    room.show(1)
    mine = shard_of("127.0.0.1", 8)
    assert all(room.desk.tick(shard, Open()) == (Open(), []) for shard in range(8) if shard != mine)
    assert not room.servers[0].requests


def test_what_is_open_survives_as_bytes(room: Room) -> None:
    assert Open.read(None) == Open.read(b"") == Open.read(Open().bytes()) == Open()
    assert Open().bytes() == b""
    room.show(1)
    room.tick()
    assert room.is_open.polls
    assert Open.read(room.is_open.bytes()) == room.is_open


def test_what_has_come_in_is_closed_and_its_poll_worked_off(room: Room) -> None:
    room.show(1, 2)
    one, two = room.tick()
    room.settle([one])
    assert room.tick(1.0) == []
    assert [entry.entry_id for some in room.is_open.polls.values() for entry in some] == [two.task.key.entry_id]
    room.settle([two], "reject", reason_code="not_found")
    assert room.tick(1.0) == []
    assert room.is_open == Open()
    assert room.unfinished()
    room.tick(QUIET_SECONDS)
    assert room.unfinished() == []


def test_polls_that_are_worked_off_are_noted_together(room: Room) -> None:
    for number in range(DONE_POLLS):
        room.show(number)
        room.desk._noted_at = room.clock.seconds + LATER + 1  # the time is not come: it is their number that counts
        room.settle(room.tick(LATER))
    assert len(room.unfinished()) == DONE_POLLS
    room.tick(1.0)
    assert room.unfinished() == []


def test_a_new_entry_whose_page_is_an_article_is_known(room: Room) -> None:
    other = room.servers[0].url("/other")
    stage_feeds(room.root, room.settings, [room.feed, other])
    room.hire()
    room.show(1)
    room.servers[0].routes["/other"] = say(rss())
    room.settle(room.tick())
    room.servers[0].routes["/other"] = say(rss(item(room.servers[0].url("/p/1"), 1, guid="of the other")))
    (found,) = room.tick(LATER)
    assert found.outcome is not None
    assert (found.outcome.outcome, found.outcome.article_id) == ("known", "11")


# --- versions ---


def test_a_version_waits_until_the_one_before_has_come_in(room: Room) -> None:
    room.show(1)
    first = room.tick()
    room.show(1, 2, changed=[1])
    assert numbers(room.tick(LATER)) == [2]
    assert room.tick(LATER) == []
    room.settle(first)
    (second,) = room.tick(1.0)
    assert (numbers([second]), second.task.versions) == ([1], 2)
    assert second.task.content_sha256 != first[0].task.content_sha256
    room.settle([second])
    assert room.tick(LATER) == []
    assert room.book()[second.task.key.entry_id]["content_sha256"] == second.task.content_sha256


def test_a_version_that_waits_is_not_lost_with_the_worker(room: Room) -> None:
    room.show(1)
    first = room.tick()
    room.show(1, changed=[1])
    assert room.tick(LATER) == []
    room.settle(first)
    room.show(7)  # the feed has moved on: only the log holds the second version
    crash(room)
    found = room.tick(LATER)
    assert numbers(found) == [1, 7]
    assert found[0].task.versions == 2


def test_a_version_that_came_back_to_the_first_is_worked_off(room: Room) -> None:
    room.show(1)
    first = room.tick()
    room.show(1, changed=[1])
    room.tick(LATER)
    room.show(1)
    assert room.tick(LATER) == []
    room.settle(first)
    (second,) = room.tick(1.0)
    room.settle([second])
    (third,) = room.tick(LATER)
    assert (third.task.content_sha256, third.task.versions) == (first[0].task.content_sha256, 3)


# --- what was lost ---


def test_without_memory_what_is_in_the_log_goes_on_again(room: Room) -> None:
    room.show(1, 2)
    before = room.tick()
    room.settle(before[:1])
    room.show(3)
    crash(room)
    assert numbers(room.tick(LATER)) == [2, 3]


def test_with_an_older_memory_nothing_is_lost(room: Room) -> None:
    room.show(1)
    room.tick()
    older = room.is_open
    room.show(2)
    assert numbers(room.tick(LATER)) == [2]
    room.is_open = older  # the same worker: a bundle failed after it
    room.show(3)
    assert numbers(room.tick(LATER)) == [2, 3]


def test_what_came_in_meanwhile_is_not_done_again(room: Room) -> None:
    room.show(1, 2)
    room.settle(room.tick())
    crash(room)
    assert room.tick(1.0) == []
    room.tick(QUIET_SECONDS)
    assert room.unfinished() == []


def test_a_feed_that_is_no_longer_configured_is_worked_off(room: Room) -> None:
    room.show(1)
    room.tick()
    stage_feeds(room.root, room.settings, [room.servers[0].url("/new")])
    crash(room)
    assert numbers(room.tick()) == [1]


def test_a_failed_feed_is_quiet_and_asked_later(room: Room) -> None:
    assert room.tick() == []  # 404
    assert room.tick(10.0) == []
    assert len(room.servers[0].requests) == 1
    room.show(1)
    assert numbers(room.tick(4 * LATER)) == [1]


# --- polls without news ---


def test_polls_without_news_are_written_in_time(room: Room) -> None:
    room.show(1)
    room.settle(room.tick())
    room.tick(QUIET_SECONDS)
    (first,) = room.polls()
    room.tick(LATER - QUIET_SECONDS)
    assert room.polls() == [first]
    assert list(room.is_open.asked) == [room.feed]
    room.tick(QUIET_SECONDS)
    assert len(room.polls()) == 2
    assert room.is_open.asked == {}


def test_many_polls_without_news_are_written_at_once(tmp_path: Path) -> None:
    with opened(functools.partial(Room, tmp_path / "out")) as room:
        server = room.servers[0]
        server.routes["*"] = say(rss())
        stage_feeds(room.root, room.settings, [server.url(f"/{number}") for number in range(QUIET_RECORDS)])
        room.hire()
        assert room.tick() == []
        (name,) = room.polls()
        assert log.read(open_store(str(room.root)), name)[0].num_rows == QUIET_RECORDS
        room.desk.close()


def test_a_worker_that_ends_writes_what_waits(room: Room) -> None:
    room.show()
    room.tick()
    assert room.polls() == []
    room.desk.close()
    assert len(room.polls()) == 1


def test_another_worker_knows_of_polls_that_are_not_written_yet(room: Room) -> None:
    room.show()
    room.tick()
    before = room.is_open
    other = room.hire()  # the shard has moved; the first worker still holds its record
    assert room.tick(10.0) == []
    assert room.is_open == before
    assert len(room.servers[0].requests) == 1
    assert room.tick(LATER) == []
    assert len(room.servers[0].requests) == 2
    other.close()
    assert len(room.polls()) == 1


# --- further tries ---


def test_an_entry_that_waits_goes_on_once_when_its_time_has_come(room: Room) -> None:
    room.show(1)
    wait = dt.timedelta(seconds=600)
    room.settle(room.tick(), "retry", next_try=NOON + wait, attempts=1)
    assert room.tick(1.0) == []
    assert room.is_open == Open()
    (found,) = room.tick(600.0)
    assert (found.task.attempts, bool(found.turn)) == (1, True)
    assert room.tick(1.0) == []
    room.settle([found])
    assert room.tick(1.0) == []
    assert room.is_open.retries == {}


def test_a_postponed_one_goes_on_again_with_the_same_number_of_attempts(room: Room) -> None:
    room.show(1)
    turns = []
    found = room.tick()
    for _ in range(3):
        room.settle(found, "retry", next_try=room.clock.now() + dt.timedelta(seconds=5), attempts=0)
        found = room.tick(6.0)
        (one,) = found
        turns.append(one.turn)
        assert room.tick(0.5) == []
    assert len(set(turns)) == 3


def test_a_try_is_closed_also_where_another_machine_s_clock_goes_behind(room: Room) -> None:
    room.show(1)
    room.settle(room.tick(), "retry", next_try=NOON, attempts=1)
    found = room.tick(30.0)
    room.clock.seconds -= 10.0
    room.settle(found)
    room.clock.seconds += 10.0
    room.tick(1.0)
    assert room.is_open.retries == {}


def test_lost_tries_go_on_again(room: Room) -> None:
    room.show(1)
    room.settle(room.tick(), "retry", next_try=NOON, attempts=1)
    before = room.is_open
    (found,) = room.tick(1.0)
    room.is_open = before
    assert room.tick() == [found]
    crash(room)
    assert [one.turn for one in room.tick()] == [found.turn]


def test_a_change_of_an_entry_that_is_being_tried_waits(room: Room) -> None:
    room.show(1)
    room.settle(room.tick(), "retry", next_try=NOON, attempts=1)
    found = room.tick(1.0)
    room.show(1, changed=[1])
    assert room.tick(LATER) == []
    room.settle(found)
    (second,) = room.tick(1.0)
    assert (second.turn, second.task.versions) == ("", 2)


# --- the log ---


def test_a_compaction_changes_nothing(room: Room) -> None:
    room.show(1, 2)
    found = room.tick()
    room.settle(found[:1])
    room.tick(1.0)
    assert compact(open_store(str(room.root)), Run(STREAM, room.clock.now()), KEEP, force=True)
    assert room.tick(1.0) == []
    assert room.is_open.polls
    room.settle(found[1:])
    room.tick(1.0)
    assert room.is_open == Open()
    assert compact(open_store(str(room.root)), Run(STREAM, room.clock.now()), KEEP, force=True)
    assert room.tick(1.0) == []
    assert room.unfinished() == []
    room.show(2, 3)
    assert numbers(room.tick(LATER)) == [3]


def test_two_compactions_between_two_ticks_leave_no_dangling_poll(room: Room) -> None:
    room.show(1)
    found = room.tick()
    idle = Desk(str(room.root), room.settings, Fetcher(room.settings.fetching.policy, clock=room.clock))
    idle.tick(0, Open())
    room.settle(found)
    room.tick(QUIET_SECONDS + LATER)
    for _ in range(2):
        room.clock.seconds += 1
        compact(open_store(str(room.root)), Run(STREAM, room.clock.now()), KEEP, force=True)
    assert idle.tick(shard_of("127.0.0.1", 8), Open())[1] == []
    idle.close()


def test_the_log_is_read_again_where_it_is_compacted_meanwhile(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.show(1)
    whole, asked = log.load, []

    def load(store: object) -> log.Book:
        asked.append(store)
        if len(asked) == 1:
            raise FileNotFoundError("snapshot")
        return whole(store)  # type: ignore[arg-type]

    monkeypatch.setattr(log, "load", load)
    assert numbers(room.tick()) == [1]
    assert len(asked) == 2


def test_two_desks_share_the_feeds(tmp_path: Path) -> None:
    """Each host at one desk; a page that one of them has is known to the other; what is in the log is no one else's."""
    with opened(functools.partial(Room, tmp_path / "out", shards=2)) as room:
        hosts = {shard_of(f"127.0.0.{number}", 2): f"127.0.0.{number}" for number in range(1, 9)}
        servers = {shard: Server(address=hosts[shard]) for shard in (0, 1)}
        room.servers.extend(servers.values())
        feeds = {shard: server.url("/rss") for shard, server in servers.items()}
        stage_feeds(room.root, room.settings, list(feeds.values()))
        page = servers[0].url("/p/9")
        servers[0].routes["/rss"] = say(rss(item(page, 9)))
        servers[1].routes["/rss"] = say(rss(item(servers[1].url("/p/8"), 8)))
        desks = [room.hire(), room.hire()]
        opens, found = [Open(), Open()], list[Found]()
        for shard in (0, 1):
            opens[shard], some = desks[shard].tick(shard, opens[shard])
            mine = [one for one in some if isinstance(one, Found)]
            assert [one.task.key.feed_url for one in mine] == [feeds[shard]]
            found += mine
        room.settle(found)
        servers[1].routes["/rss"] = say(rss(item(page, 9)))
        room.clock.seconds += LATER
        assert [one for one in desks[0].tick(0, opens[0])[1] if isinstance(one, Found)] == []
        (linked,) = [one for one in desks[1].tick(1, opens[1])[1] if isinstance(one, Found)]
        assert linked.outcome is not None
        assert linked.outcome.outcome == "known"
        for desk in desks:
            desk.close()
        assert {len(server.requests) for server in servers.values()} == {2}


@pytest.mark.parametrize("is_compacted", [False, True])
def test_a_poll_whose_feeds_are_at_several_desks_is_worked_off(is_compacted: bool, tmp_path: Path) -> None:
    """A pass that was killed has left one file with polls of several hosts: no desk sees to all of them."""
    with opened(functools.partial(Room, tmp_path / "out", shards=2)) as room:
        hosts = {shard_of(host, 2): host for host in ("a.example", "b.example", "c.example")}
        feeds = {0: [f"https://{hosts[0]}/1", f"https://{hosts[0]}/2"], 1: [f"https://{hosts[1]}/1"]}
        store, killed = open_store(str(room.root)), Run("9" * 32, NOON - dt.timedelta(hours=1))
        writer = log.PollWriter(store, killed)
        for url in (*feeds[0], *feeds[1]):
            state = FeedState(url, killed.started_at, NOON + dt.timedelta(days=1), INTERVAL)
            body = rss(item(f"{url}/1", 1), item(f"{url}/2", 2))
            writer.add(PollRecord(state, killed.run_id, "new", url, url, new=2, body=body))
        writer.flush()
        assert room.unfinished() == writer.names
        desks, opens = [room.hire(), room.hire()], [Open(), Open()]
        found = list[list[Found]]()
        for shard in (0, 1):
            opens[shard], some = desks[shard].tick(shard, opens[shard])
            found.append([one for one in some if isinstance(one, Found)])
        for shard, mine in enumerate(found):
            assert [one.task.key.feed_url for one in mine] == [url for url in feeds[shard] for _ in range(2)]
            for one in mine:  # one entry after the other: a shard's part of the file is noted as a whole
                room.settle([one])
                for _ in range(2):  # the first may read a compacted log again, and has just noted what there was before
                    room.clock.seconds += QUIET_SECONDS
                    opens[shard], more = desks[shard].tick(shard, opens[shard])
                    assert [one for one in more if isinstance(one, Found)] == []
                left = {url for number, urls in feeds.items() for url in urls if number >= shard + (one is mine[-1])}
                assert {one.feed_url for one in open_book(room).unfinished} == left
                if is_compacted:
                    compact(store, Run(STREAM, room.clock.now()), KEEP, force=True)
                    for with_it in (True, False):
                        assert {one.feed_url for one in open_book(room, use_snapshot=with_it).unfinished} == left
        assert room.unfinished() == []
        desks[0].tick(0, opens[0])
        assert [desk._left for desk in desks] == [{}, {}]  # each knows what the other has noted
        for desk in desks:
            desk.close()
        assert compact(store, Run(STREAM, room.clock.now()), KEEP, force=True)
        assert writer.names[0] not in room.polls()


def open_book(room: Room, *, use_snapshot: bool = True) -> log.Book:
    """What the log says; its database is closed."""
    book = log.load(open_store(str(room.root)), use_snapshot=use_snapshot)
    book.close()
    return book
