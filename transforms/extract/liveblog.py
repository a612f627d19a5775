"""Whether a page is a live blog: dated posts, one below the other, on one address.

In: a parsed page and its structured data. Out: yes or no. schema.org has a name for it; where a page does not use it,
its structure and what it is called must agree: posts with a time and some prose of their own, children of one element
outside the readers' comments, and a title, address or class name of liveblog.toml. Dated teasers, a chronicle of events
or the word "live" alone are none.
"""

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from transforms.extract.jsonld import Structured
from transforms.extract.page import Page, text_of

KIND = "LiveBlogPosting"
MIN_POSTS = 3
MIN_POST_CHARACTERS = 60
"""Of a post, outside links; shorter ones are headlines with a time."""
MAX_TIMES = 400
MAX_LEVELS = 6
"""From the time of a post up to the element that holds all posts."""
MAX_CHILDREN = 2_000
_TITLE_CHARACTERS = 300

_FURNITURE = frozenset({"aside", "nav", "footer"})

_CLOCKS = etree.XPath(
    "//*[@data-timestamp or @data-time or @data-post-time or @itemprop='datePublished'"
    " or contains(@class, 'time') or contains(@class, 'Time')][not(self::time)][string-length(normalize-space()) < 40]"
)
"""What stands for a time element where a page has none; looked for on pages that are named like a live blog only."""
_OTHERS = re.compile(r"comment|repl(?:y|ies)|discuss|kommentar|related|teaser|recommend|most-?read", re.IGNORECASE)


class Words(NamedTuple):
    """liveblog.toml, compiled."""

    titles: re.Pattern[str]
    classes: re.Pattern[str]
    addresses: re.Pattern[str]


@functools.cache
def source() -> dict[str, Any]:
    """liveblog.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@functools.cache
def words() -> Words:
    """Patterns of all languages as one."""
    read = source()
    titles = "|".join(f"(?:{pattern})" for pattern in read["titles"].values())
    return Words(
        re.compile(titles, re.IGNORECASE),
        re.compile(read["marks"]["classes"], re.IGNORECASE),
        re.compile(read["marks"]["addresses"], re.IGNORECASE),
    )


def is_liveblog(page: Page, data: Structured) -> bool:
    """Whether the page is a live blog, by its own word or by structure and name together."""
    if KIND in data.types:
        return True
    times = list(itertools.islice(page.tree.iter("time"), MAX_TIMES))
    named = _is_named(page)
    if len(times) < MIN_POSTS and named:
        times = _CLOCKS(page.tree)[:MAX_TIMES]
    if len(times) < MIN_POSTS:
        return False
    return any(
        not _is_other(stream) and (named or _is_marked(stream)) and _posts(stream, dated) >= MIN_POSTS
        for stream, dated in _streams(times)
    )


def _is_named(page: Page) -> bool:
    for element in (next(page.tree.iter(tag), None) for tag in ("title", "h1")):
        if element is not None and words().titles.search(text_of(element, _TITLE_CHARACTERS)):
            return True
    path = unquote((page.url or "")[:1000]).partition("://")[2].partition("?")[0].partition("/")[2]
    return words().addresses.search(f"/{path}") is not None


def _streams(times: Sequence[Any]) -> Iterator[tuple[Any, set[Any]]]:
    """The elements of which several children hold a time each, innermost first, with those children."""
    held: dict[Any, set[Any]] = {}
    for time in times:
        child = time
        for _ in range(MAX_LEVELS):
            parent = child.getparent()
            if parent is None or parent.tag == "html":
                break
            held.setdefault(parent, set()).add(child)
            child = parent
    return ((stream, dated) for stream, dated in held.items() if len(dated) >= MIN_POSTS)


def _posts(stream: Any, dated: set[Any]) -> int:
    """How many posts with prose a stream has: a post reaches from one child with a time to the next."""
    sizes: list[int] = []
    for child in itertools.islice(stream, MAX_CHILDREN):
        if child in dated:
            sizes.append(0)
        if sizes:
            sizes[-1] += _prose(child)
    return sum(size >= MIN_POST_CHARACTERS for size in sizes)


def _prose(element: Any) -> int:
    """Characters of an element's text that are in no link; a few hundred are as good as more."""
    linked = sum(len(text_of(link, 300)) for link in itertools.islice(element.iter("a"), 20))
    return len(text_of(element, 600)) - linked


def _near(stream: Any) -> Iterator[tuple[str, str]]:
    """Tag and names of the stream, of what is around it and of its first children."""
    for element in (stream, *stream.iterancestors(), *itertools.islice(stream, MIN_POSTS)):
        get = element.get
        yield element.tag, f"{get('class', '')} {get('id', '')} {get('itemtype', '')}"[:500]


def _is_marked(stream: Any) -> bool:
    return any(KIND in names or words().classes.search(names) for _, names in _near(stream))


def _is_other(stream: Any) -> bool:
    """Whether the stream is readers' comments or the page's furniture."""
    return any(tag in _FURNITURE or _OTHERS.search(names) for tag, names in _near(stream))
