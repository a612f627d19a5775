"""Words of labels.toml: which class names mark a byline or a date, which printed words stand before one.

In: values of class, id and itemprop. Out: `marks_of`, what they say of an element, as bits. Names are cut into words,
and each word is looked at once per process: a page has a thousand names and few new words.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

MAX_WORDS = 50_000
"""Words of class names that are remembered."""
MAX_NAME_CHARACTERS = 300
"""Of a class, id or itemprop value that is looked at."""

BYLINE, DATE, PUBLISHED, UPDATED, OTHER, READERS, _NOT_BYLINE = (1 << n for n in range(7))
"""What an element's class, id and itemprop say of it."""

_WORD = re.compile(r"[a-z]{3,}")


@functools.cache
def labels() -> Mapping[str, Mapping[str, list[str]]]:
    """labels.toml as it stands."""
    read: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("labels.toml").read_text(encoding="utf-8")
    )
    return read


def alternatives(words: Iterable[str], escape: bool = True) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) if escape else word for word in sorted(words, key=len, reverse=True))


@functools.cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    kinds = {
        "byline": BYLINE, "not_byline": _NOT_BYLINE, "date": DATE, "published": PUBLISHED, "updated": UPDATED,
        "other": OTHER, "readers": READERS,
    }  # fmt: skip
    return tuple((kinds[kind], re.compile(alternatives(words))) for kind, words in labels()["attribute"].items())


class _Words(dict[str, int]):
    """Word -> its marks, found out once."""

    def __missing__(self, word: str) -> int:
        marks = sum(bit for bit, pattern in _patterns() if pattern.search(word))
        if len(self) < MAX_WORDS:
            self[word] = marks
        return marks


_words = _Words()


def marks_of(name: str) -> int:
    """The marks, as bits, of a class, id or itemprop value."""
    return _marks_of(name if len(name) <= MAX_NAME_CHARACTERS else name[:MAX_NAME_CHARACTERS])


@functools.lru_cache(maxsize=16_384)
def _marks_of(name: str) -> int:
    found = 0
    for word in _WORD.findall(name.lower()):
        found |= _words[word]
    if found & _NOT_BYLINE:
        found &= ~(BYLINE | _NOT_BYLINE)
    return found & ~UPDATED if found & PUBLISHED else found
