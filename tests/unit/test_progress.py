"""Progress: the tally over worker files, a bar on a terminal, lines elsewhere."""

import io
from pathlib import Path

from pipeline import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_tally_sums_over_workers(tmp_path: Path) -> None:
    assert progress.tally(tmp_path / "none") == 0
    (tmp_path / "1").write_bytes(b"...")
    (tmp_path / "2").write_bytes(b"..")
    assert progress.tally(tmp_path) == 5


def test_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    shown = progress.Progress(tmp_path, 10, io.StringIO())
    shown._report(4)
    assert shown.stream.getvalue() == "reading: 4 of 10 files, 0 s\n"


def test_a_bar_on_a_terminal_that_is_wiped_at_the_end(tmp_path: Path) -> None:
    stream = Terminal()
    with progress.Progress(tmp_path, 2, stream) as shown:
        shown._report(1)
        assert stream.getvalue().endswith(f"[{'#' * 15}{'.' * 15}] reading: 1 of 2 files, 0 s")
        shown._report(2)
        assert "publishing: 2 of 2" in stream.getvalue()
    assert stream.getvalue().endswith("\r")
