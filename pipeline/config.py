"""configs/*.toml -> Config. Read once, at launch; workers get the frozen values, never the file.

Every fault of a configuration is reported at once, each with its key and what would be right.
"""

import dataclasses
import difflib
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MAX_CONFIG_BYTES = 4 * 1024 * 1024
SOURCE_KINDS = ("seeds",)


class ConfigError(ValueError):
    """The configuration cannot be used; the message lists every fault, one a line, each with its key."""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from."""

    kind: str
    """One of SOURCE_KINDS."""
    input: tuple[str, ...]
    """Files, folders or globs (`**` crosses folders); local paths or any scheme that Beam's FileSystems open."""


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration, checked."""

    output: str
    """Root of the dataset: a local folder, gs:// or s3://."""
    source: Source


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
        key, hint = f"{prefix}{name}", hints[name]
        if name not in table:
            if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                faults.append(f"{key}: missing")
        elif dataclasses.is_dataclass(hint):
            if isinstance(table[name], dict):
                values[name] = _build(hint, table[name], f"{key}.", faults)
            else:
                faults.append(f"{key}: expected a table [{key}], got {table[name]!r:.60}")
        else:
            values[name] = _value(hint, table[name], key, faults)
    if cls is Source and values.get("kind") is not None and values["kind"] not in SOURCE_KINDS:
        faults.append(f"{prefix}kind: {values['kind']!r} is none of {', '.join(SOURCE_KINDS)}")
    return cls(**values) if len(faults) == before else None


def _unknown(table: Mapping[str, Any], fields: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in table.keys() - fields.keys():
        near = difflib.get_close_matches(name, fields, n=1)
        yield f"{prefix}{name}: no such key" + (f"; did you mean {prefix}{near[0]}?" if near else "")


def _value(hint: Any, value: Any, key: str, faults: list[str]) -> Any:
    if hint is str:
        if isinstance(value, str) and value.strip():
            return value
        faults.append(f"{key}: expected text, got {value!r:.60}")
    elif isinstance(hint, types.GenericAlias) and typing.get_origin(hint) is tuple:
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list) and value and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value)
        faults.append(f"{key}: expected a list of texts, got {value!r:.60}")
    else:
        raise AssertionError(f"{key}: no rule for {hint}")
    return None
