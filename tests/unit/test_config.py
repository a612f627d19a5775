"""Configuration: every fault at once, each with its key."""

from pathlib import Path

import pytest

from pipeline.config import Config, ConfigError, Duration, Feed, Feeds, Seeds, duration, load

GOOD = 'output = "out"\n[source]\nkind = "seeds"\ninput = ["seeds/**/*"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_configuration(tmp_path: Path) -> None:
    assert load(written(tmp_path, GOOD)) == Config("out", Seeds("seeds", ("seeds/**/*",)))


FEEDS = """
output = "out"
[source]
kind = "feeds"
user_agent = "news/1.0 (+https://example.org/bot)"
allow_hosts = []
max_interval = "1.5h"
[source.politeness]
delay = "0s"
[[source.feeds]]
url = "https://example.org/world/rss.xml"
country = "NOR"
min_interval = "500ms"
full_text = true
"""


def test_a_configuration_of_feeds(tmp_path: Path) -> None:
    source = load(written(tmp_path, FEEDS)).source
    assert isinstance(source, Feeds)
    assert source.feeds == (
        Feed("https://example.org/world/rss.xml", country="NOR", min_interval=Duration(0.5), full_text=True),
    )
    assert (source.min_interval, source.max_interval) == (900, 5400)
    assert (source.politeness.delay, source.politeness.per_host, source.allow_hosts) == (0, 1, ())


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("1.5h", 5400), ("2 d", 172800), ("1w", 604800)]
)
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "0s", "-3m", "1e9s", "3 months", "1h30m"])
def test_what_is_no_duration(text: str) -> None:
    assert duration(text) is None


def test_one_input_needs_no_list(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('["seeds/**/*"]', '"one.txt"'))
    assert load(path).source.input == ("one.txt",)


def test_flags_win_over_settings_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    settings = ["output=from-set", 'source.input=["a", "b"]']
    assert load(path, settings=settings) == Config("from-set", Seeds("seeds", ("a", "b")))
    config = load(path, settings=settings, output="flag", input=["c"])
    assert config == Config("flag", Seeds("seeds", ("c",)))


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
                "source.kind: 'rss' is none of seeds, feeds",
                "source.speed: no such key",
            ],
        ),
        (
            GOOD.replace('["seeds/**/*"]', "[]") + "speed = 1\n",
            ["source.input: expected a list of texts, got []", "source.speed: no such key"],
        ),
        (
            'output = "o"\n[source]\nkind = "feeds"\nmin_interval = "-1s"\nallow_hosts = [3]\n'
            '[source.limits]\nredirects = "many"\n[[source.feeds]]\nurl = "https://a.example/f"\nfull_text = 1\n'
            "[[source.feeds]]\nmin_interval = 15\n",
            [
                "source.user_agent: missing",
                "source.min_interval: expected a positive duration such as 90s, 15m or 6h, got '-1s'",
                "source.allow_hosts: expected a list of texts, got [3]",
                "source.limits.redirects: expected a whole number, got 'many'",
                "source.feeds[1].full_text: expected true or false, got 1",
                "source.feeds[2].url: missing",
                "source.feeds[2].min_interval: expected a positive duration",
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


def test_options_of_beam(tmp_path: Path) -> None:
    text = (
        GOOD
        + '[beam]\nrunner = "DataflowRunner"\nmax_num_workers = 4\nexperiments = ["a", "b"]\nuse_public_ips = false\n'
    )
    assert load(written(tmp_path, text)).beam == (
        ("runner", "DataflowRunner"),
        ("max_num_workers", 4),
        ("experiments", ("a", "b")),
        ("use_public_ips", False),
    )


def test_unusable_options_of_beam_are_said_with_all_other_faults(tmp_path: Path) -> None:
    text = GOOD.replace('kind = "seeds"', 'kind = "sed"') + '[beam]\nregion = ""\nexperiments = [1]\nlabels = {a = 1}\n'
    with pytest.raises(ConfigError) as failure:
        load(written(tmp_path, text))
    for key in ("source.kind", "beam.region", "beam.experiments", "beam.labels"):
        assert f"c.toml: {key}: " in str(failure.value)
    with pytest.raises(ConfigError, match=r"beam: expected a table \[beam\]"):
        load(written(tmp_path, "beam = 3\n" + GOOD))
