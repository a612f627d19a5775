"""What an element's names say of it: its marks (marks.toml), and whether it is a root or stands apart (hints.toml).

In: a tag and its attributes. Out: bits and numbers. Cached over pages, since the pages of a site share their names.
"""

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

MAX_NAME = 300
"""Characters of a class list or id that are read, and so kept in the caches; longer ones are generated."""
MAX_WORDS = 24

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


@functools.cache
def marks() -> tuple[str, ...]:
    """The marks of marks.toml; mark k is bit k."""
    return tuple(_read("marks.toml"))


def bit(name: str) -> int:
    """The bit of a mark. ValueError for one that there is not."""
    return 1 << marks().index(name)


@functools.cache
def _marked() -> dict[str, int]:
    out: dict[str, int] = {}
    for place, mark in enumerate(_read("marks.toml").values()):
        for word in mark["words"].lower().split():
            out[word] = out.get(word, 0) | 1 << place
    return out


def elements(kind: str) -> frozenset[str]:
    """A list of hints.toml: `skipped`, `inline`, `named`, `parts` or `hidden_classes`. KeyError for another."""
    return frozenset(_read("hints.toml")["elements"][kind].split())


@functools.lru_cache(maxsize=16_384)
def marks_of(name: str) -> int:
    """The marks, as bits, of a class list, id or the like, cut at MAX_NAME."""
    known, out, last = _marked(), 0, ""
    for match in _WORDS.findall(name)[:MAX_WORDS]:
        word = match.lower()
        out |= known.get(word, 0) | (known.get(last + word, 0) if last else 0)
        last = word
    return out


@functools.lru_cache(maxsize=4_096)
def is_hidden(class_: str) -> bool:
    """Whether a class list hides an element from everybody who looks at the page."""
    return not _hidden().isdisjoint(class_.split())


@functools.cache
def _hidden() -> frozenset[str]:
    return elements("hidden_classes")


@functools.lru_cache(maxsize=4_096)
def names_of(bits: int) -> tuple[str, ...]:
    """The names of marks given as bits."""
    return tuple(mark for place, mark in enumerate(marks()) if bits >> place & 1)


def role_of(tag: str, class_: str, ident: str, role: str, itemprop: str) -> tuple[int, bool]:
    """(the stage of a root, 0 for none; whether it stands apart)."""
    apart = _apart()
    roots, aparts = tag in _root_tags(), tag in apart["tags"]
    said = 0
    if roots or aparts:
        for kind, value in (("classes", class_), ("ids", ident), ("roles", role), ("itemprops", itemprop)):
            if value:
                said |= (_root_said(kind, value) if roots else 0) | (_apart_said(kind, value) if aparts else 0)
    stage = _stage(tag, said & ~_APART) if roots else 0
    return stage, said >= _APART or tag in apart["always"]


_APART = 1 << 32
"""The bit for what stands apart; bit k is root rule k's."""


@functools.lru_cache(maxsize=16_384)
def _root_said(kind: str, value: str) -> int:
    """The root rules that an attribute speaks for."""
    expressions = (rule["expressions"] for rule in _roots())
    return sum(1 << at for at, rule in enumerate(expressions) if kind in rule and rule[kind].search(value))


@functools.lru_cache(maxsize=16_384)
def _apart_said(kind: str, value: str) -> int:
    expressions = _apart()["expressions"]
    return _APART if kind in expressions and expressions[kind].search(value) else 0


@functools.lru_cache(maxsize=4_096)
def _stage(tag: str, said: int) -> int:
    """Of the first root rule that holds for a tag and is spoken for; 0: none."""
    rules = ((at, rule) for at, rule in enumerate(_roots()) if tag in rule["tags"])
    return next((rule["stage"] for at, rule in rules if said >> at & 1 or not rule["expressions"]), 0)


@functools.cache
def _root_tags() -> frozenset[str]:
    return frozenset().union(*(rule["tags"] for rule in _roots()))


@functools.cache
def _roots() -> tuple[dict[str, Any], ...]:
    return tuple(
        {"stage": rule["stage"], "tags": frozenset(rule["tags"].split()), "expressions": _compiled(rule)}
        for rule in _read("hints.toml")["root"]
    )


@functools.cache
def _apart() -> dict[str, Any]:
    rule = _read("hints.toml")["apart"]
    both = rule["both"]
    merged = rule | {"ids": both + rule["ids"], "classes": both + rule["classes"]}
    return {
        "always": frozenset(rule["always"].split()),
        "tags": frozenset(rule["tags"].split()),
        "expressions": _compiled(merged),
    }


def _compiled(rule: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    return {key: re.compile("|".join(rule[key])) for key in ("classes", "ids", "roles", "itemprops") if key in rule}
