"""Everything bad at once: each input is a row of `rejects` with its reason, or a clear error; the job goes on."""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CONFIG, ROOT, Answer, rows

GOOD = "Norway and Chile signed a fisheries treaty in Oslo on Monday.\n\nThe treaty was praised by Iceland on Tuesday."
ARABIC = "وقعت النرويج وتشيلي اتفاقية للصيد البحري في أوسلو يوم الاثنين، وأشادت آيسلندا بالاتفاقية في اليوم التالي."
HEBREW = "נורווגיה וצ'ילה חתמו על הסכם דיג באוסלו ביום שני, ואיסלנד בירכה על ההסכם למחרת."
CHINESE = "挪威和智利周一在奥斯陆签署了一项渔业条约。冰岛次日对该条约表示欢迎,并呼吁其他国家加入。"
JAPANESE = "ノルウェーとチリは月曜日、オスロで漁業条約に署名した。アイスランドは翌日、この条約を歓迎した。"


def gzip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packer.flush()


def bad_files(folder: Path) -> dict[str, str | None]:
    """Writes one bad input a file; returns each file's expected reason_code (None: an article)."""
    folder.mkdir()
    said = "".join(f"<p>In round {i} of the talks, {GOOD}</p>" for i in range(4))
    page = f"<html><body><article><h1>A treaty</h1>{said}</article></body></html>"
    files: dict[str, tuple[bytes, str | None]] = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\t\n", "empty"),
        "binary.txt": (bytes(range(256)) * 64, "binary"),
        "png.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        "nul.txt": (GOOD.encode().replace(b"treaty", b"trea\x00ty", 1), None),
        "invalid_utf8.txt": ((GOOD + " Zürich agreed. " + GOOD * 20).encode().replace(b"Oslo", b"Os\xfflo", 1), None),
        "shell.html": (b"<html><head><title>x</title></head><body><div id=app></div></body></html>", "no_article"),
        "deep.html": (("<div>" * 10_000 + "x" + "</div>" * 10_000).encode(), "too_nested"),
        "truncated.txt.gz": (gzip.compress(GOOD.encode() * 50)[:-30], "corrupt_gzip"),
        "bomb.txt.gz": (gzip_bomb(300), "too_large"),
        "bad_date.jsonl": (json.dumps({"id": "d", "text": GOOD, "published_at": "2023-02-30"}).encode(), "bad_date"),
        "future.jsonl": (json.dumps({"id": "f", "text": GOOD, "published_at": "2099-01-01"}).encode(), "bad_date"),
        "arabic.txt": (ARABIC.encode(), None),
        "hebrew.txt": (HEBREW.encode(), None),
        "chinese.txt": (CHINESE.encode(), None),
        "japanese.txt": (JAPANESE.encode(), None),
        "fine.html": (page.encode(), None),
        "line.txt": (
            "".join(f"The harbour of item {i} lay under a quiet rain. " for i in range(22_000)).encode(),
            None,
        ),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.txt").open("wb") as huge:  # sparse: 200 MB that cost no disk
        huge.write(b"Norway and Chile met. ")
        huge.truncate(200 * 1024 * 1024)
    return {name: reason for name, (_, reason) in files.items()} | {"huge.txt": "too_large"}


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad")


@pytest.fixture
def dataset(module_folder: Path, ingest: Callable[..., Answer]) -> tuple[Path, dict[str, str | None], str]:
    """All of it, run once."""
    root, said = module_folder / "out", module_folder / "said.txt"
    if not root.exists():
        expected = bad_files(module_folder / "in")
        lines = [
            json.dumps({"id": "one", "text": GOOD + " First."}),
            '{"id": "broken", "text": ',
            json.dumps({"id": "one", "text": GOOD + " Second."}),
            json.dumps(["no", "object"]),
            json.dumps({"id": "empty"}),
            json.dumps({"id": "two", "text": GOOD + " Third."}),
        ]
        (module_folder / "in" / "mixed.jsonl").write_text("\n".join(lines) + "\n")
        (module_folder / "expected.json").write_text(json.dumps(expected))
        answer = ingest(module_folder / "in", root)
        said.write_text(answer.out)
    return root, json.loads((module_folder / "expected.json").read_text()), said.read_text()


def test_each_bad_file_is_a_reject_with_its_reason(dataset: Any) -> None:
    root, expected, _ = dataset
    got = {Path(row["input_id"].partition("#")[0]).name: row for row in rows(root, "rejects")}
    for name, reason in expected.items():
        if reason is None:
            assert name not in got, got.get(name)
        else:
            assert got[name]["reason_code"] == reason, (name, got.get(name))
            assert got[name]["detail"], name


def test_good_lines_among_broken_ones_are_articles(dataset: Any) -> None:
    root, _, _ = dataset
    reasons = Counter(row["reason_code"] for row in rows(root, "rejects") if "mixed.jsonl" in row["input_id"])
    assert reasons == {"bad_json": 2, "duplicate_id": 1, "no_content": 1}
    bodies = [row["body"] for row in rows(root, "articles")]
    assert sum(body.endswith(("First.", "Third.")) for body in bodies) == 2


def test_counts_reconcile_and_are_shown(dataset: Any) -> None:
    root, expected, said = dataset
    articles, rejects = rows(root, "articles"), rows(root, "rejects")
    assert len(articles) + len(rejects) == len(expected) + 6
    assert f"{len(expected) + 6} documents" in said, said


def test_scripts_are_kept_whole_with_their_language_and_no_nonsense(dataset: Any) -> None:
    root, _, _ = dataset
    articles = {row["body"]: row for row in rows(root, "articles")}
    tagged = {row["article_id"] for row in rows(root, "mentions")}
    for text, language in ((ARABIC, "ar"), (HEBREW, "he"), (CHINESE, "zh"), (JAPANESE, "ja")):
        assert text in articles, text
        assert articles[text]["language"] == language
        assert articles[text]["article_id"] not in tagged


def test_text_with_nuls_and_a_line_of_a_megabyte_is_kept(dataset: Any) -> None:
    root, _, _ = dataset
    bodies = [row["body"] for row in rows(root, "articles")]
    assert GOOD.replace("\n\n", "\n") in bodies
    assert max(len(body) for body in bodies) > 1_000_000
    assert not [body for body in bodies if "\x00" in body]


def test_the_dataset_holds_its_promises(dataset: Any, demarche: Callable[..., Answer]) -> None:
    assert demarche("check", dataset[0]) == (0, f"{dataset[0]}: every promise holds\n", "")


# What is wrong with the command itself


def test_a_glob_that_matches_nothing(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    answer = demarche(
        "run", CONFIG, "--input", f"{tmp_path}/*.txt", f"{tmp_path}/none.html", "--output", tmp_path / "out"
    )
    assert answer.status == 1
    assert f"{tmp_path}/*.txt" in answer.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_dataset_is_not_touched(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    (tmp_path / "articles").mkdir()
    answer = demarche("run", CONFIG, "--input", str(ROOT / "seeds"), "--output", tmp_path)
    assert answer.status == 2
    assert str(tmp_path) in answer.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles", "thesis.doc"]


def test_an_unwritable_output(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    (tmp_path / "file").write_text("")
    answer = demarche("run", CONFIG, "--input", str(ROOT / "seeds"), "--output", tmp_path / "file" / "out")
    assert answer.status in (1, 2)
    assert len(answer.err.strip().splitlines()) == 1


def test_an_unreadable_input_is_a_reject(tmp_path: Path, ingest: Callable[..., Answer]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOOD)
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    ingest(tmp_path / "in", tmp_path / "out")
    assert [row["reason_code"] for row in rows(tmp_path / "out", "rejects")] == ["unreadable"]


def test_all_faults_of_configuration_and_flags_at_once(tmp_path: Path, demarche: Callable[..., Answer]) -> None:
    config = tmp_path / "c.toml"
    config.write_text('outptu = "x"\n[source]\nkind = "sedes"\ninput = ["a"]\nfast = true\n')
    answer = demarche("run", config, "--runer=DirectRunner", "stray")
    assert answer.status == 2
    for fault in ("outptu", "output: missing", "sedes", "source.fast", "--runer", "stray"):
        assert fault in answer.err, fault


@pytest.mark.parametrize("command", [["extract", "--fast", "x"], ["lunch"], ["check"], ["tag"]])
def test_unusable_arguments(command: list[str], demarche: Callable[..., Answer]) -> None:
    assert demarche(*command).status == 2
