"""`demarche feeds parse`: entries on stdout, what is no feed on stderr, the exit status in between."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT, Answer

FEEDS = ROOT / "tests/golden/feeds"
KEYS = ["file", "id", "title", "link", "published_at", "updated_at", "byline", "summary", "content_html", "flags"]


def test_entries_of_saved_feeds(demarche: Callable[..., Answer]) -> None:
    answer = demarche("feeds", "parse", FEEDS / "rss20-full.xml", FEEDS / "json-feed-1.json")
    assert (answer.status, answer.err) == (0, "")
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert [Path(line["file"]).name for line in lines] == ["rss20-full.xml"] * 2 + ["json-feed-1.json"] * 3
    assert [list(line)[: len(KEYS)] for line in lines] == [KEYS] * 5
    assert lines[0]["title"] == "Ministers agree on a salmon quota"
    assert lines[0]["published_at"] == "2025-03-04T08:30:00Z"
    assert len({line["id"] for line in lines}) == 5


def test_what_is_no_feed_is_said_and_costs_no_other(demarche: Callable[..., Answer]) -> None:
    answer = demarche("feeds", "parse", FEEDS / "page.xml", FEEDS / "bozo-ampersand.xml", FEEDS / "empty.xml")
    assert answer.status == 0
    assert [json.loads(line)["flags"][0] for line in answer.out.splitlines()] == ["ill_formed", "ill_formed"]
    *faults, summary = answer.err.splitlines()
    assert [json.loads(fault)["reason_code"] for fault in faults] == ["html", "empty"]
    assert "2 entries of 1 feeds, 2 failed: 1 html, 1 empty" in summary


def test_no_feed_at_all_is_a_failure(demarche: Callable[..., Answer]) -> None:
    answer = demarche("feeds", "parse", FEEDS / "page.xml")
    assert (answer.status, answer.out) == (1, "")


def test_a_missing_file_is_a_failure(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    answer = demarche("feeds", "parse", FEEDS / "rss092.xml", tmp_path / "none.xml")
    assert answer.status == 1
    assert len(answer.out.splitlines()) == 1
    assert "unreadable" in answer.err


def test_compressed_files_folders_and_addresses(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    body = b"<rss><channel><item><title>x</title><link>/1</link></item></channel></rss>"
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(body))
    (tmp_path / "bomb.xml.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    answer = demarche("feeds", "parse", "--url", "https://a.example/rss", tmp_path)
    assert json.loads(answer.out)["link"] == "https://a.example/1"
    assert json.loads(answer.err.splitlines()[0])["reason_code"] == "too_large"


def test_standard_input_and_nothing_heavy() -> None:
    code = "import sys\nfrom pipeline.cli import main\nstatus = main(['feeds', 'parse', '-'])\n"
    code += "heavy = {'apache_beam', 'pyarrow', 'trafilatura', 'feedparser'} & set(sys.modules)\n"
    code += "sys.exit(str(heavy) if heavy else status)"
    body = (FEEDS / "atom10.xml").read_bytes()
    done = subprocess.run([sys.executable, "-c", code], input=body, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3


def test_unusable_arguments(demarche: Callable[..., Answer]) -> None:
    for arguments in (["feeds"], ["feeds", "parse"], ["feeds", "eat", "x"], ["feeds", "parse", "--fast", "x"]):
        assert demarche(*arguments).status == 2
