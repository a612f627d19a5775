"""Progress: the tally over worker files, a bar on a terminal, lines elsewhere."""

import io
from pathlib import Path

from pipeline import progress
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
