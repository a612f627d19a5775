"""The desk in whatever sequence of news, deaths, restored memories and compactions: all comes in, as it was last."""

import functools
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.newsroom import opened
from tests.unit.streaming.samples import KEEP, LATER, STREAM, Room
from transforms.lake.store import open_store
from transforms.polling.compact import compact
from transforms.records import Run
from transforms.streaming.desk import QUIET_SECONDS, Open
from transforms.streaming.model import Found

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("show"), st.lists(st.integers(1, 4), min_size=1, max_size=5)),
        st.tuples(st.just("settle"), st.integers(1, 3)),
        st.sampled_from([("tick", 1), ("remember", 0), ("restore", 0), ("forget", 0), ("compact", 0), ("retry", 0)]),
    ),
    max_size=14,
)


@given(STEPS)
@settings(max_examples=10)
def test_whatever_happens_everything_comes_in_as_it_was_last(steps: list[tuple[str, object]]) -> None:
    """The engine's memory is the open polls and what is under way, together; the log is never set back."""
    with tempfile.TemporaryDirectory() as folder, opened(functools.partial(Room, Path(folder) / "out")) as room:
        room.show()
        under_way: list[Found] = []
        memory: tuple[Open, list[Found]] = Open(), []
        shown: dict[int, int] = {}
        for what, how in steps:
            room.clock.seconds += 1
            if what == "show":
                assert isinstance(how, list)
                for number in how:
                    shown[number] = shown.get(number, -1) + 1
                room.show(*how, changed=[number for number, times in shown.items() for _ in range(times)])
                under_way += room.tick(LATER)
            elif what == "tick":
                under_way += room.tick(LATER)
            elif what == "settle":
                assert isinstance(how, int)
                room.settle(under_way[:how])
                under_way = under_way[how:]
            elif what == "retry" and under_way:
                room.settle([under_way.pop()], "retry", next_try=room.clock.now(), attempts=1)
            elif what == "remember":
                memory = room.is_open, list(under_way)
            elif what in ("restore", "forget"):
                room.is_open, under_way = memory if what == "restore" else (Open(), [])
                under_way = list(under_way)
                room.hire()
            elif what == "compact":
                compact(open_store(str(room.root)), Run(STREAM, room.clock.now()), KEEP, force=True)
        room.show(*shown, changed=[number for number, times in shown.items() for _ in range(times)])
        for _ in range(20):
            under_way += room.tick(7200.0)
            room.settle(under_way)
            under_way = room.tick(1.0)
            if room.is_open == Open() and all(row["outcome"] == "article" for row in room.book().values()):
                break
        room.tick(QUIET_SECONDS)
        room.desk.close()
        assert room.is_open == Open()
        assert room.unfinished() == []
        book = room.book()
        assert len(book) == len(shown)
        assert {row["outcome"] for row in book.values()} <= {"article"}
        entries = len(open_store(str(room.root)).files("_state/stream/parts"))
        assert entries == 0
