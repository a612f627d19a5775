"""The lexicon files as rows: TOML whose long tables are one string, one entry a line, cells separated by `|`.

Thousands of entries as TOML arrays take tomllib a second; as text in one TOML string they take milliseconds, and a line
stays as easy to read and to correct. Every file says in its head what its cells mean. Files of patterns do have arrays:
`quick` reads as much of TOML as they need, and leaves any other file to tomllib.
"""

import functools
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


class LexiconError(ValueError):
    """A lexicon file is not as its head says; the message names file and line."""


@functools.cache
def read(folder: str, name: str) -> dict[str, Any]:
    """A lexicon file of `world` or a language, read once per process from package data."""
    text = files("transforms.events").joinpath("lexicon", folder, f"{name}.toml").read_text("utf-8")
    known = quick(text)
    return tomllib.loads(text) if known is None else known


def optional(folder: str, name: str) -> dict[str, Any] | None:
    """A lexicon file that a language may do without: None where it does."""
    try:
        return read(folder, name)
    except FileNotFoundError:
        return None


_STRING = r"""\"[^"\\\n]*+(?:\\.[^"\\\n]*+)*\""""
_LINE = re.compile(
    r"\[\[(?P<table>\w+)\]\][ \t]*\n"
    rf"|(?P<key>[\w-]+)[ ]=[ ](?:(?P<scalar>{_STRING}|true|false|-?\d+)"
    rf"""|\[(?P<array>(?:[\s,]++|{_STRING}|'[^'\n]*+')*)\])[ \t]*\n"""
    r"|[ \t]*(?:\#[^\n]*)?\n"
)
"""The head of a table, a key with its value, or nothing."""


def quick(text: str) -> dict[str, Any] | None:
    """What tomllib makes of a file of `[[tables]]`, keys, strings, whole numbers and arrays of strings, for a sixth of
    its time; None where the file has anything else."""
    out: dict[str, Any] = {}
    table, at = out, 0
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            return None
        at = line.end()
        name, key, scalar, array = line.groups()
        if name:
            table = {}
            out.setdefault(name, []).append(table)
        elif key:
            try:
                table[key] = json.loads(scalar if array is None else f"[{array.rstrip(_ENDS)}]")
            except ValueError:  # strings in single quotes, or escapes that only one of the two knows
                table[key] = tomllib.loads(f"it = {scalar if array is None else f'[{array}]'}")["it"]
    return out


_ENDS = ", \n"
"""What may stand behind the last entry of an array."""


def rows(folder: str, name: str, key: str, width: int) -> Iterator[tuple[str, ...]]:
    """The lines of a table as `width` stripped cells; missing ones are empty. None where the file has no such table:
    a language may do without. Raises LexiconError on too many cells."""
    for line in read(folder, name).get(key, "").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("|")]
        if len(cells) > width:
            raise LexiconError(f"lexicon/{folder}/{name}.toml, {key}: {len(cells)} cells instead of {width}: {line!r}")
        yield tuple(cells) + ("",) * (width - len(cells))


def words(folder: str, name: str, key: str) -> frozenset[str]:
    """A list of words separated by blanks; empty where the file has none."""
    return frozenset(read(folder, name).get(key, "").split())


@functools.cache
def languages() -> frozenset[str]:
    """The languages that can be coded: the folders of the lexicon that have trigger patterns."""
    folder = files("transforms.events").joinpath("lexicon")
    return frozenset(e.name for e in folder.iterdir() if e.is_dir() and e.joinpath("triggers").is_dir())


def variants(cell: str) -> list[str]:
    """`A; B` -> [A, B], each followed by its spelling without accents where that differs."""
    out = []
    for name in cell.split(";"):
        if name := name.strip():
            out.append(name)
            if not name.isascii() and (plain := unaccented(name)) != name:
                out.append(plain)
    return out


_LETTERS = str.maketrans(dict(zip("ıłŁøØđĐəßæ", ("i", "l", "L", "o", "O", "d", "D", "a", "ss", "ae"), strict=True)))


def unaccented(name: str) -> str:
    """The name as wire services print it: Erdoğan -> Erdogan."""
    if name.isascii():
        return name
    folded = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(c for c in folded if not unicodedata.combining(c))
