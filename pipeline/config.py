"""configs/*.toml -> Config. Read once, at launch; workers get the frozen values, never the file.

Every fault of a configuration is reported at once, each with its key and what would be right.
"""

import dataclasses
import difflib
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MAX_CONFIG_BYTES = 4 * 1024 * 1024
Duration = typing.NewType("Duration", float)
"""Seconds; written as a number with a unit: `90s`, `15m`, `1.5h`, `2d`."""
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s|m|h|d|w)")


class ConfigError(ValueError):
    """The configuration cannot be used; the message lists every fault, one a line, each with its key."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seeds:
    """Documents from files."""

    kind: str
    input: tuple[str, ...]
    """Files, folders or globs (`**` crosses folders); local paths or any scheme that Beam's FileSystems open."""


@dataclasses.dataclass(frozen=True, slots=True)
class Feed:
    """One feed, as `[[source.feeds]]` names it."""

    url: str
    title: str | None = None
    country: str | None = None
    """Of the publisher, ISO 3166-1 alpha-3; for lists, never a guess about an article's events."""
    language: str | None = None
    """BCP 47; counts where a text's own language is unclear."""
    min_interval: Duration | None = None
    """Never polled more often; None: the source's."""
    full_text: bool = False
    """Whether the feed itself carries whole articles, so that their pages are not fetched."""
    verified: bool = True
    """Whether somebody has seen it answer; for readers of the list."""


@dataclasses.dataclass(frozen=True, slots=True)
class FetchPoliteness:
    """How hard hosts may be asked."""

    per_host: int = 1
    """Requests to one host at a time."""
    delay: Duration = Duration(1.0)
    """Pause of a host after each request; a longer Crawl-delay of its robots.txt counts instead."""
    delay_allowed: Duration = Duration(0.0)
    """The same for the hosts in allow_hosts: they are the user's own."""
    threads: int = 16
    """Requests at a time of one worker."""
    pass_deadline: Duration = Duration(900.0)
    """Polling and fetching of one pass each end after this; what had no turn waits for the next pass."""
    robots: bool = True
    """Whether pages are fetched only where robots.txt lets them be. Feeds are made for machines, and asked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one answer may take."""

    connect: Duration = Duration(10.0)
    read: Duration = Duration(15.0)
    """Of silence."""
    total: Duration = Duration(45.0)
    """Of everything from the look-up to the last byte, redirects included."""
    feed_bytes: int = 8 * 1024 * 1024
    page_bytes: int = 8 * 1024 * 1024
    redirects: int = 8
    entries: int = 5_000
    """Of one feed; later ones are cut."""
    page_attempts: int = 6
    """After which a page that cannot be had becomes a reject."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stream:
    """How `--streaming` runs."""

    tick: Duration = Duration(10.0)
    """Between two looks at which feeds are due."""
    publish: Duration = Duration(60.0)
    """What has come is published so often."""
    window: Duration = Duration(86400.0)
    """Event-time windows: by when entries were published. A day is what a partition holds."""
    lateness: Duration = Duration(7 * 86400.0)
    """A window takes what comes so long after its end; older entries count as if they were just so old."""
    slack: Duration = Duration(900.0)
    """A window is over when so much time has passed after its end."""
    remember: Duration = Duration(3 * 86400.0)
    """So long the engine itself knows a page; the log knows it longer."""
    shards: int = 8
    """Over which hosts are spread: no more workers than these poll and fetch."""


@dataclasses.dataclass(frozen=True, slots=True)
class Feeds:
    """Documents from live feeds: one pass over those that are due."""

    kind: str
    user_agent: str
    """`name/version (+contact)`."""
    feeds: tuple[Feed, ...] = ()
    feeds_file: str | None = None
    """An OPML list of more feeds."""
    allow_hosts: tuple[str, ...] = ()
    """The only non-public hosts that may be fetched."""
    ca_file: str | None = None
    """PEM file of the authorities to trust instead of the system's."""
    min_interval: Duration = Duration(900.0)
    """Of feeds that name none."""
    max_interval: Duration = Duration(6 * 3600.0)
    """A live feed is polled at least this often, unless it asks for less."""
    keep_bodies: Duration = Duration(2 * 86400.0)
    """Bodies of feeds that have been worked off stay in the poll log so long, for replays."""
    keep_polls: Duration = Duration(30 * 86400.0)
    """The poll log reaches back so far; older polls are folded into the state."""
    keep_entries: Duration = Duration(60 * 86400.0)
    """An entry is remembered so long after its feed has dropped it."""
    politeness: FetchPoliteness = dataclasses.field(default_factory=FetchPoliteness)
    limits: FetchLimits = dataclasses.field(default_factory=FetchLimits)
    stream: Stream = dataclasses.field(default_factory=Stream)


SOURCES: dict[str, type] = {"seeds": Seeds, "feeds": Feeds}
"""kind -> what `[source]` holds then."""


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration, checked."""

    output: str
    """Root of the dataset: a local folder, gs:// or s3://."""
    source: Seeds | Feeds
    beam: tuple[tuple[str, bool | int | float | str | tuple[str, ...]], ...] = ()
    """Beam's options by name, without their dashes; which of them there are, `options.parse` knows. Flags win."""


def load(path: str | Path, *, settings: Sequence[str] = (), **overrides: Any) -> Config:
    """Read and check a configuration.

    `settings` are KEY=VALUE texts with dotted keys (`source.kind=seeds`; a VALUE that is TOML is read as such);
    `overrides` are top-level or `source` values that win over everything, None meaning "not given".
    Raises ConfigError with all faults at once.
    """
    table = _read(Path(path))
    faults: list[str] = []
    for setting in settings:
        _apply(table, setting, faults)
    if overrides.get("output") is not None:
        table["output"] = overrides["output"]
    if overrides.get("input"):
        source = table.setdefault("source", {})
        if isinstance(source, dict):
            source["input"] = list(overrides["input"])
    config = _build(Config, table, "", faults)
    if faults:
        raise ConfigError("\n".join(f"{path}: {fault}" for fault in faults))
    assert isinstance(config, Config)
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CONFIG_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_CONFIG_BYTES:
        raise ConfigError(f"{path}: larger than {MAX_CONFIG_BYTES} bytes: not a configuration")
    try:
        return tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _apply(table: dict[str, Any], setting: str, faults: list[str]) -> None:
    """Put one KEY=VALUE into the table; an unusable one becomes a fault."""
    key, equals, text = setting.partition("=")
    names = key.strip().split(".")
    if not equals or not all(names):
        faults.append(f"--set {setting}: expected KEY=VALUE, such as source.kind=seeds")
        return
    for name in names[:-1]:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            faults.append(f"--set {setting}: {name} is no table")
            return
        table = inner
    try:
        table[names[-1]] = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        table[names[-1]] = text


def _build(cls: Any, table: Mapping[str, Any], prefix: str, faults: list[str]) -> Any:
    """A config dataclass from a table; faults are collected, and where there are any the answer is None."""
    hints, before, values = typing.get_type_hints(cls), len(faults), {}
    fields = {f.name: f for f in dataclasses.fields(cls)}
    faults.extend(_unknown(table, fields, prefix))
    for name, f in fields.items():
        key = f"{prefix}{name}"
        if name not in table:
            if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                faults.append(f"{key}: missing")
        elif cls is Config and name == "source":
            values[name] = _source(table[name], faults)
        elif cls is Config and name == "beam":
            values[name] = _beam(table[name], faults)
        else:
            values[name] = _value(hints[name], table[name], key, faults)
    return cls(**values) if len(faults) == before else None


def _source(table: Any, faults: list[str]) -> Any:
    if not isinstance(table, dict):
        faults.append(f"source: expected a table [source], got {table!r:.60}")
        return None
    kind = table.get("kind")
    if isinstance(kind, str) and kind in SOURCES:
        return _build(SOURCES[kind], table, "source.", faults)
    if "kind" not in table:
        faults.append("source.kind: missing")
    else:
        faults.append(f"source.kind: {kind!r:.60} is none of {', '.join(SOURCES)}")
    faults.extend(_unknown(table, {f.name: f for cls in SOURCES.values() for f in dataclasses.fields(cls)}, "source."))
    return None


def _beam(table: Any, faults: list[str]) -> Any:
    if not isinstance(table, dict):
        faults.append(f"beam: expected a table [beam], got {table!r:.60}")
        return None
    options = []
    for key, value in table.items():
        texts = isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
        if texts or isinstance(value, bool | int | float) or (isinstance(value, str) and value.strip()):
            options.append((key, tuple(value) if texts else value))
        else:
            faults.append(f"beam.{key}: expected text, a number, true, false or a list of texts, got {value!r:.60}")
    return tuple(options)


def _unknown(table: Mapping[str, Any], fields: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in table.keys() - fields.keys():
        near = difflib.get_close_matches(name, fields, n=1)
        yield f"{prefix}{name}: no such key" + (f"; did you mean {prefix}{near[0]}?" if near else "")


def _value(hint: Any, value: Any, key: str, faults: list[str]) -> Any:
    """One value as its field wants it; None and a fault where it cannot be."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if dataclasses.is_dataclass(hint):
        if isinstance(value, dict):
            return _build(hint, value, f"{key}.", faults)
        faults.append(f"{key}: expected a table [{key}], got {value!r:.60}")
    elif isinstance(hint, types.GenericAlias):
        return _values(typing.get_args(hint)[0], value, key, faults)
    elif hint is Duration:
        return _duration(value, key, faults)
    elif hint is str:
        if isinstance(value, str) and value.strip():
            return value
        faults.append(f"{key}: expected text, got {value!r:.60}")
    elif hint is bool:
        if isinstance(value, bool):
            return value
        faults.append(f"{key}: expected true or false, got {value!r:.60}")
    elif hint is int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
            return value
        faults.append(f"{key}: expected a whole number, got {value!r:.60}")
    else:
        raise AssertionError(f"{key}: no rule for {hint}")
    return None


def _values(hint: Any, value: Any, key: str, faults: list[str]) -> Any:
    """A list of texts (one text stands for a list of one), or of tables."""
    if dataclasses.is_dataclass(hint):
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return tuple(_build(hint, one, f"{key}[{at}].", faults) for at, one in enumerate(value, 1))
        faults.append(f"{key}: expected tables [[{key}]], got {value!r:.60}")
        return None
    if isinstance(value, str):
        value = [value]
    empty = value == [] and key != "source.input"
    if empty or (isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value)):
        return tuple(value)
    faults.append(f"{key}: expected a list of texts, got {value!r:.60}")
    return None


def _duration(value: Any, key: str, faults: list[str]) -> Duration | None:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    seconds = float(match[1]) * _UNITS[match[2]] if match else None
    if seconds is None or (seconds <= 0 and not key.endswith(("delay", "delay_allowed"))):
        faults.append(f"{key}: expected a positive duration such as 90s, 15m or 6h, got {value!r:.60}")
        return None
    return Duration(seconds)


def duration(text: str) -> Duration | None:
    """The seconds of a text such as 15m; None where it is none, or not positive."""
    faults: list[str] = []
    return _duration(text, "", faults)
