"""What the readers of single fields share: the page, its structured data, and where on the page the article is."""

import datetime as dt
import functools
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from transforms.extract import names
from transforms.extract.jsonld import Structured
from transforms.extract.page import Page, text_of
from transforms.extract.survey import Survey

MAX_HEADINGS = 60


class Hit(NamedTuple):
    """A value and where it was read."""

    value: Any
    source: str


@functools.cache
def meta_names() -> Mapping[str, tuple[str, ...]]:
    """Field -> the meta tags that may give it, best first (metadata.toml)."""
    read = tomllib.loads(Path(__file__).with_name("metadata.toml").read_text(encoding="utf-8"))
    return {field: tuple(keys) for field, keys in read.items()}


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a field is read from."""

    page: Page
    data: Structured
    surveyed: Callable[[], Survey]
    now: dt.datetime
    url: str | None
    """The page's own URL, else the canonical one that it declares."""
    language: str | None
    sites: tuple[str, ...]
    """Every name by which the page's site calls itself, its domain included."""

    @property
    def survey(self) -> Survey:
        """The page's elements by kind, collected when first asked for: most news pages say all in their head."""
        return self.surveyed()

    def meta(self, field: str) -> Iterator[tuple[str, str]]:
        """(meta tag's name, its first content) of a field's tags that the page has, best first."""
        for key in meta_names()[field]:
            for content in self.page.meta.get(key, ())[:1]:
                yield key, content


def headline(headings: Iterable[Any], title: str | None) -> Any:
    """The first of the headings that shows the title."""
    folded = names.key(title or "")
    if not folded:
        return None
    return next((h for h in headings if agree(names.key(text_of(h, names.MAX_TITLE_CHARACTERS)), folded)), None)


def agree(one: str, other: str) -> bool:
    """Whether two folded titles are one, apart from a kicker or the site's name in front or behind."""
    return bool(one and other) and (
        one == other or (len(one) > 8 and f" {one} " in f" {other} ") or (len(other) > 8 and f" {other} " in f" {one} ")
    )
