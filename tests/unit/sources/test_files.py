"""Globs, folders and files -> the files to read."""

import os
import pickle
from pathlib import Path

import pytest

from transforms.sources.files import LocalFiles, NoInput, expand


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "news/a.txt",
        "news/b.html",
        "news/b.html.meta.json",
        "news/README.md",
        "news/License",
        "news/readme-not.txt",
        "news/.hidden.txt",
        "news/.git/c.txt",
        "news/deep/er/d.jsonl.gz",
        "news/deep/table.csv",
        "news/odd[1].txt",
        ".secret/e.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "news" / "loop").symlink_to(tmp_path / "news")
    monkeypatch.chdir(tmp_path)
    return tmp_path


ALL = [
    "news/a.txt",
    "news/b.html",
    "news/deep/er/d.jsonl.gz",
    "news/deep/table.csv",
    "news/odd[1].txt",
    "news/readme-not.txt",
]


@pytest.mark.parametrize(
    ("inputs", "paths"),
    [
        (["news"], ALL),
        (["news/"], ALL),
        (["./news"], ALL),
        (["news/**"], ALL),
        (["news/**/*"], ALL),
        (["**/*"], ALL),
        (["."], ALL),
        (["news/*"], ["news/a.txt", "news/b.html", "news/odd[1].txt", "news/readme-not.txt"]),
        (["news/*.txt", "news/a.txt", "./news/a.txt"], ["news/a.txt", "news/odd[1].txt", "news/readme-not.txt"]),
        (["news/**/*.gz"], ["news/deep/er/d.jsonl.gz"]),
        (["news/**.gz"], None),
        (["news/[ab].*"], ["news/a.txt", "news/b.html"]),
        (["news/odd[1].txt"], ["news/odd[1].txt"]),
        (["news/?.txt"], ["news/a.txt"]),
        (["news/README.md"], ["news/README.md"]),
        (["news/.hidden.txt"], ["news/.hidden.txt"]),
        (["news/.h*"], ["news/.hidden.txt"]),
        ([".secret"], [".secret/e.txt"]),
        ([".secret/*"], [".secret/e.txt"]),
    ],
)
def test_expand(folder: Path, inputs: list[str], paths: list[str] | None) -> None:
    if paths is None:
        with pytest.raises(NoInput):
            expand(inputs, LocalFiles())
    else:
        assert expand(inputs, LocalFiles()) == paths


def test_absolute_names(folder: Path) -> None:
    assert expand([str(folder / "news")], LocalFiles()) == [str(folder / name) for name in ALL]


def test_everything_that_matches_nothing_is_named_at_once(folder: Path) -> None:
    with pytest.raises(NoInput) as caught:
        expand(["news/a.txt", "gone.txt", "empty", "none/**/*.txt", ""], LocalFiles())
    assert caught.value.patterns == ("gone.txt", "empty", "none/**/*.txt", "")
    assert "'gone.txt' matches no file" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).patterns == caught.value.patterns


def test_a_folder_whose_name_looks_like_a_pattern(folder: Path) -> None:
    (folder / "x[1]").mkdir()
    (folder / "x[1]" / "a.txt").write_text("x")
    assert expand(["x[1]"], LocalFiles()) == [os.path.join("x[1]", "a.txt")]  # noqa: PTH118 - a name, not a path
