"""What the readers of single fields share: the page, its structured data, and where on the page the article is."""

import datetime as dt
import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from transforms.extract import names
from transforms.extract.jsonld import Structured
from transforms.extract.page import Page, text_of

MAX_HEADINGS = 60
NEAR_LEVELS = 3
"""What hangs on the headline's parents up to this level belongs to it, however it is labelled."""
MAX_LABELLED = 400
"""Elements with a fitting label that are looked at; those of the article come early."""

_FURNITURE = frozenset({"nav", "footer", "aside"})
_OTHER = re.compile(
    r"comment|related|teaser|sidebar|footer|recommend|promo|widget|breadcrumb|most-?read|trending|copyright",
    re.IGNORECASE,
)
UPDATE_LABEL = re.compile(r"modif|update|edited|aktualis", re.IGNORECASE)


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
    now: dt.datetime
    url: str | None
    """The page's own URL, else the canonical one that it declares."""
    language: str | None
    sites: tuple[str, ...]
    """Every name by which the page's site calls itself, its domain included."""
    headline: Any = None
    """The element that shows the title; None where no heading does."""
    frame: Mapping[Any, int] = field(default_factory=dict)
    """The headline and the elements around it, with how many levels above it they are: whatever their classes say, they
    hold the article."""

    def meta(self, field: str) -> Iterator[tuple[str, str]]:
        """(meta tag's name, its first content) of a field's tags that the page has, best first."""
        for key in meta_names()[field]:
            for content in self.page.meta.get(key, ())[:1]:
                yield key, content

    def is_other(self, element: Any) -> bool:
        """Whether an element belongs to navigation, comments, teasers or the page's foot rather than to the article."""
        node, found = element, False
        while node is not None and node not in self.frame and node.tag not in ("body", "html"):
            found = (
                found or node.tag in _FURNITURE or bool(_OTHER.search(f"{node.get('class', '')} {node.get('id', '')}"))
            )
            node = node.getparent()
        return found and self.frame.get(node, NEAR_LEVELS + 1) > NEAR_LEVELS

    def labelled(self, label: re.Pattern[str], tags: tuple[str, ...] = ()) -> Iterator[Any]:
        """Elements whose id, class or itemprop matches, in document order, of the article only."""
        body = self.page.tree.find("body")
        if body is None:
            return
        looked_at = 0
        for element in body.iter(*tags):
            attributes = element.attrib
            if not attributes:
                continue
            name = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"
            if len(name) > 2 and label.search(name) and not UPDATE_LABEL.search(name):
                if not self.is_other(element):
                    yield element
                looked_at += 1
                if looked_at == MAX_LABELLED:
                    return


def headline(page: Page, title: str | None) -> tuple[Any, Mapping[Any, int]]:
    """The heading that shows the title, and all elements around it."""
    folded = names.key(title or "")
    if not folded:
        return None, {}
    for heading in itertools.islice(page.tree.iter("h1", "h2", "h3"), MAX_HEADINGS):
        if agree(names.key(text_of(heading, names.MAX_TITLE_CHARACTERS)), folded):
            return heading, {element: n for n, element in enumerate((heading, *heading.iterancestors()))}
    return None, {}


def agree(one: str, other: str) -> bool:
    """Whether two folded titles are one, apart from a kicker or the site's name in front or behind."""
    return bool(one and other) and (
        one == other or (len(one) > 8 and f" {one} " in f" {other} ") or (len(other) > 8 and f" {other} " in f" {one} ")
    )
