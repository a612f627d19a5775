"""Progress: the tally over worker files, a bar on a terminal, lines elsewhere."""

import io
import json
from pathlib import Path

import pytest

from pipeline import console, progress
from transforms.tallies import Tallies


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_tally_sums_over_workers(tmp_path: Path) -> None:
    tallies = Tallies(str(tmp_path / "none"))
    assert (tallies.done("files"), tallies.expected("files")) == (0, 0)
    for _ in range(3):
        tallies.add("files")
    tallies.expect("files", 7)
    tallies.expect("files", 2)
    (tmp_path / "none" / "files-of-another").write_bytes(b"..")
    assert (tallies.done("files"), tallies.expected("files"), tallies.done("feeds")) == (5, 9, 0)


def test_nothing_is_tallied_without_a_folder() -> None:
    tallies = Tallies(None)
    tallies.add("files")
    tallies.expect("files", 3)
    assert (tallies.done("files"), tallies.expected("files")) == (0, 0)


def test_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    tallies = Tallies(str(tmp_path))
    shown = progress.Progress(tallies, ["feeds", "pages"], io.StringIO())
    tallies.expect("feeds", 2)
    tallies.add("feeds")
    shown._report()
    tallies.add("feeds")
    tallies.expect("pages", 3)
    shown._report()
    for _ in range(3):
        tallies.add("pages")
    shown._report()
    assert shown.stream.getvalue().splitlines() == [
        "reading: 1 of 2 feeds, 0 s",
        "reading: 0 of 3 pages, 0 s",
        "publishing: 3 of 3 pages, 0 s",
    ]


def test_a_bar_on_a_terminal_that_is_wiped_at_the_end(tmp_path: Path) -> None:
    stream, tallies = Terminal(), Tallies(str(tmp_path))
    tallies.expect("files", 2)
    with progress.Progress(tallies, ["files"], stream) as shown:
        tallies.add("files")
        shown._report()
        assert stream.getvalue().endswith(f"[{'#' * 15}{'.' * 15}] reading: 1 of 2 files, 0 s")
        tallies.add("files")
        shown._report()
        assert "publishing: 2 of 2" in stream.getvalue()
    assert stream.getvalue().endswith("\r")


def test_rate_and_remaining_time_are_those_of_the_last_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    tallies = Tallies(str(tmp_path))
    shown = progress.Progress(tallies, ["files"], io.StringIO())
    tallies.expect("files", 1000)
    shown._report()
    for seconds, more in ((10.0, 40), (progress.PACE_SECONDS, 30), (progress.PACE_SECONDS, 600)):
        clock[0] += seconds
        for _ in range(more):
            tallies.add("files")
        shown._report()
    assert shown.stream.getvalue().splitlines() == [
        "reading: 0 of 1000 files, 0 s",
        "reading: 40 of 1000 files, 10 s, 4.0 a second, about 4 min left",
        "reading: 70 of 1000 files, 40 s, 1.0 a second, about 16 min left",
        "reading: 670 of 1000 files, 70 s, 20 a second, about 16 s left",
    ]


def test_nothing_is_said_when_the_tallies_have_gone_with_the_publish(tmp_path: Path) -> None:
    shown = progress.Progress(Tallies(str(tmp_path / "none")), ["files"], io.StringIO())
    shown._report()
    assert shown.stream.getvalue() == ""


def test_json_lines_for_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "_format", ["json"])
    tallies = Tallies(str(tmp_path))
    tallies.expect("files", 2)
    tallies.add("files")
    shown = progress.Progress(tallies, ["files"], Terminal())
    shown._report()
    (line,) = map(json.loads, shown.stream.getvalue().splitlines())
    assert (line["event"], line["kind"], line["done"], line["total"]) == ("progress", "files", 1, 2)


@pytest.mark.parametrize(("seconds", "told"), [(40.4, "40 s"), (600, "10 min"), (12600, "3.5 h")])
def test_durations_as_people_say_them(seconds: float, told: str) -> None:
    assert progress._duration(seconds) == told
