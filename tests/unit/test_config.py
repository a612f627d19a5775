"""Configuration: every fault at once, each with its key."""

from pathlib import Path

import pytest

from pipeline.config import Config, ConfigError, Source, load

GOOD = 'output = "out"\n[source]\nkind = "seeds"\ninput = ["seeds/**/*"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_configuration(tmp_path: Path) -> None:
    assert load(written(tmp_path, GOOD)) == Config("out", Source("seeds", ("seeds/**/*",)))


def test_one_input_needs_no_list(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('["seeds/**/*"]', '"one.txt"'))
    assert load(path).source.input == ("one.txt",)


def test_flags_win_over_settings_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    settings = ["output=from-set", 'source.input=["a", "b"]']
    assert load(path, settings=settings) == Config("from-set", Source("seeds", ("a", "b")))
    config = load(path, settings=settings, output="flag", input=["c"])
    assert config == Config("flag", Source("seeds", ("c",)))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["output: missing", "source: missing"]),
        ("output = 3\nsource = 4", ["output: expected text, got 3", "source: expected a table [source], got 4"]),
        (GOOD + "inptu = 1", ["source.inptu: no such key; did you mean source.input?"]),
        (
            'outptu = "x"\n[source]\nkind = "rss"\ninput = []\nspeed = 1\n',
            [
                "outptu: no such key; did you mean output?",
                "output: missing",
                "source.kind: 'rss' is none of seeds",
                "source.input: expected a list of texts, got []",
                "source.speed: no such key",
            ],
        ),
        (
            'output = " "\n[source]\nkind = "seeds"\ninput = [1]',
            ["output: expected text", "source.input: expected a list"],
        ),
        ("output = ", ["not TOML"]),
    ],
)
def test_all_faults_at_once(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    message = str(caught.value)
    assert not [fault for fault in faults if fault not in message], message
    assert all(line.startswith(f"{path}: ") for line in message.splitlines())


@pytest.mark.parametrize("setting", ["output", "=x", "source..input=1", "output.deeper=1"])
def test_an_unusable_setting(tmp_path: Path, setting: str) -> None:
    with pytest.raises(ConfigError, match="--set"):
        load(written(tmp_path, GOOD), settings=[setting])


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x = [" * 100_000, b"#" * (5 * 1024 * 1024)])
def test_what_is_no_configuration(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError):
        load(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
