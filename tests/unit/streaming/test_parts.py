"""Parts: staged once, published once, whatever an engine gives again and wherever a worker dies."""

import datetime as dt
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import rows, tree
from tests.feeds.newsroom import check
from tests.unit.lake.samples import run as a_run
from tests.unit.lake.samples import tagged
from tests.unit.streaming.samples import KEEP, NOON, STREAM, task
from transforms.events.resolve import Tally
from transforms.lake import commit, layout
from transforms.lake.layout import open_dataset
from transforms.lake.publish import Summary
from transforms.lake.store import DatasetError, Store, open_store
from transforms.polling import log
from transforms.polling.model import Outcome
from transforms.records import Refusal, Run, TaggedArticle
from transforms.streaming import parts as room
from transforms.streaming.model import KEPT_SECONDS, Part
from transforms.streaming.parts import MAX_ROWS, PART_FOLDER, PUBLISHED_FOLDER, PartWriter, forget

STAGED = Run(STREAM, NOON)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    open_dataset(str(tmp_path / "out"))
    return tmp_path / "out"


def refusal(number: int) -> Refusal:
    return Refusal(f"https://a.example/rss#e{number}", "read", "not_found", "0" * 64, "404")


def part(root: Path, *numbers: int, at: dt.datetime = NOON) -> Part:
    """Of articles; every third entry is refused, and with each comes one that waits."""
    writer = PartWriter(str(root), Run(STREAM, at))
    for number in numbers:
        writer.add(task(number), refusal(number) if number % 3 == 0 else tagged(number, by=a_run()))
        writer.add(task(100 + number), Outcome(f"w{number}", "retry", next_try=NOON, attempts=1))
    (made,) = writer.flush()
    return made


def publish(root: Path, *parts: Part, at: dt.datetime = NOON + dt.timedelta(seconds=60)) -> Summary | None:
    return room.publish_parts(str(root), STREAM, parts, at, KEEP, Tally)


def outcomes(root: Path) -> dict[str, str]:
    book = log.load(open_store(str(root)))
    try:
        return {row["entry_id"]: row["outcome"] for row in book.entries()}
    finally:
        book.close()


def records(root: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((root / "_meta/runs").glob("*.json"))]


def names(root: Path, folder: str) -> list[str]:
    return open_store(str(root)).files(folder)


def test_rows_and_what_became_of_entries_stand_together(root: Path) -> None:
    summary = publish(root, part(root, 1, 2, 3), part(root, 4, 5))
    assert summary is not None
    assert (summary.inputs, summary.articles, summary.rejects) == (5, 4, (("not_found", 1),))
    assert len(rows(root, "articles")) == 4
    assert outcomes(root) == {f"e{n}": "article" for n in (1, 2, 4, 5)} | {"e3": "reject"} | {
        f"e{100 + n}": "retry" for n in range(1, 6)
    }
    (record,) = records(root)
    assert record["run_id"].startswith(STREAM[:8])
    for table in ("articles", "mentions", "rejects"):
        assert {row["run_id"] for row in rows(root, table)} == {record["run_id"]}, table
    assert names(root, PART_FOLDER) == []
    check(root)


def test_again_changes_no_byte(root: Path) -> None:
    given = part(root, 1, 2, 3)
    assert publish(root, given)
    before = tree(root)
    assert publish(root, given, at=NOON + dt.timedelta(minutes=9)) is None
    assert publish(root, given, given) is None
    assert tree(root) == before


def test_panes_that_overlap_give_each_part_once(root: Path) -> None:
    one, two, three = (part(root, *some) for some in ((1, 2), (4, 5), (7, 8)))
    assert publish(root, one, two)
    summary = publish(root, two, three, one, at=NOON + dt.timedelta(minutes=2))
    assert summary is not None
    assert (summary.inputs, summary.articles) == (2, 2)
    assert len(rows(root, "articles")) == 6
    assert [record["inputs"] for record in records(root)] in ([4, 2], [2, 4])
    assert all(r["inputs"] == r["articles"] + r["duplicates"] + r["rejects"] for r in records(root))
    check(root)


def test_an_article_that_comes_again_is_one_row_of_its_first_run(root: Path) -> None:
    assert publish(root, part(root, 1))
    (first,) = rows(root, "articles")
    summary = publish(root, part(root, 1, 2), at=NOON + dt.timedelta(minutes=2))
    assert summary is not None
    assert (summary.inputs, summary.articles) == (2, 2)
    by_id = {row["article_id"]: row for row in rows(root, "articles")}
    assert by_id.pop(first["article_id"]) == first
    (second,) = by_id.values()
    assert second["run_id"] != first["run_id"]
    check(root)


def test_outcomes_alone_are_a_run_without_inputs(root: Path) -> None:
    writer = PartWriter(str(root), STAGED)
    assert writer.flush() == []
    writer.add(task(1), Outcome("x", "known"))
    summary = publish(root, *writer.flush())
    assert summary is not None
    assert summary.inputs == 0
    assert outcomes(root) == {"e1": "known"}
    check(root)


def test_a_long_bundle_has_several_parts(root: Path) -> None:
    writer = PartWriter(str(root), STAGED)
    made = [one for number in range(MAX_ROWS) for one in writer.add(task(number), Outcome("x", "known"))]
    assert len(made) == 1
    assert writer.flush() == []


def test_a_part_that_is_gone_and_was_not_published_ends_it(root: Path) -> None:
    one, two = part(root, 1), part(root, 2)
    open_store(str(root)).delete(two.entries)
    with pytest.raises(DatasetError, match="is gone, and was not published"):
        publish(root, one, two)
    assert not (root / "articles").exists()
    assert publish(root, one)


def test_a_clock_that_goes_behind_does_not_hide_what_was_published(root: Path) -> None:
    given = part(root, 1, at=NOON + dt.timedelta(seconds=2))
    assert publish(root, given, at=NOON - dt.timedelta(seconds=2))
    assert publish(root, given, at=NOON - dt.timedelta(seconds=1)) is None


class Killed(BaseException):
    """As if the process were gone."""


def killed_at(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, call: int = 1) -> None:
    """The `call`th call of a function does not happen."""
    whole, calls = getattr(target, name), []

    def die(*args: Any, **more: Any) -> Any:
        calls.append(args)
        if len(calls) == call:
            raise Killed
        return whole(*args, **more)

    monkeypatch.setattr(target, name, die)


@pytest.mark.parametrize(
    ("target", "name", "call"),
    [
        (room, "_publish", 1),  # nothing was begun
        (commit, "_stage_meta", 1),  # before the journal
        (Store, "replace", 2),  # amid the files that take their places; the first is the journal's own
        (Store, "replace", 4),
        (Store, "replace", 6),
        (room, "compact", 1),  # all is in place
        (room, "_remove", 1),  # the parts' own files are left
    ],
)
def test_a_death_at_any_step_costs_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, target: Any, name: str, call: int
) -> None:
    given = [part(root, 1, 2, 3), part(root, 4)]
    with monkeypatch.context() as patch:
        killed_at(patch, target, name, call)
        with pytest.raises(Killed):
            publish(root, *given)
    summary = publish(root, *given, at=NOON + dt.timedelta(minutes=5))
    is_committed = name in ("compact", "_remove") or target is Store
    assert (summary is None) == is_committed
    assert len(rows(root, "articles")) == 3
    assert len(records(root)) == 1
    assert len(outcomes(root)) == 8
    assert names(root, PART_FOLDER) == []
    assert publish(root, *given, at=NOON + dt.timedelta(minutes=6)) is None
    check(root)


def test_it_waits_for_another_run_and_no_longer_than_so_long(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, waited = part(root, 1), threading.Event()
    monkeypatch.setattr(room.time, "sleep", lambda seconds: waited.set() or threading.Event().wait(0.01))
    with layout.lock(str(root)):
        working = threading.Thread(target=publish, args=(root, given))
        working.start()
        assert waited.wait(60)
        assert not (root / "articles").exists()
    working.join(60)
    assert len(rows(root, "articles")) == 1
    monkeypatch.setattr(room, "LOCK_SECONDS", 0.0)
    with layout.lock(str(root)), pytest.raises(DatasetError, match="another run is writing"):
        publish(root, part(root, 2))


def test_what_nobody_asks_for_any_more_goes(root: Path) -> None:
    old, kept = part(root, 1), part(root, 2, at=NOON + dt.timedelta(hours=2))
    assert publish(root, part(root, 4))
    later = NOON + dt.timedelta(seconds=KEPT_SECONDS, minutes=61)
    assert forget(str(root), NOON + dt.timedelta(seconds=KEPT_SECONDS - 7200)) == 0
    assert forget(str(root), later) > 0
    store = open_store(str(root))
    assert not store.exists(old.entries)
    assert store.exists(kept.entries)
    assert names(root, PUBLISHED_FOLDER) == []
    folders = [name for name, is_file in store.entries(PART_FOLDER, recursive=False) if not is_file]
    assert folders == [f"{PART_FOLDER}/20240305T14"]


def test_it_goes_while_a_stream_runs(root: Path) -> None:
    old = part(root, 1)
    later = NOON + dt.timedelta(seconds=KEPT_SECONDS, hours=2)
    assert publish(root, part(root, 2, at=later), at=later)
    assert not open_store(str(root)).exists(old.entries)


def test_many_bundles_leave_no_folders(root: Path) -> None:
    for number in range(5):
        moment = NOON + dt.timedelta(seconds=number)
        assert publish(root, part(root, number + 1, at=moment), at=moment)
    assert len(list((root / PART_FOLDER).iterdir())) == 1
    assert len(names(root, PUBLISHED_FOLDER)) == 1


def given_items(number: int) -> Sequence[TaggedArticle]:
    return [tagged(number), tagged(number, body="A sentence that is another one.", mentions=0)]


def test_two_versions_of_an_article_in_a_pane_are_one_row_and_a_duplicate(root: Path) -> None:
    writer = PartWriter(str(root), STAGED)
    for item in given_items(1):
        writer.add(task(1), item)
    summary = publish(root, *writer.flush())
    assert summary is not None
    assert (summary.inputs, summary.articles, summary.duplicates) == (2, 1, 1)
    check(root)
