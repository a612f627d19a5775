"""One pass over a page's elements: where titles, bylines and dates may stand.

In: the tree. Out: `Survey`: candidates by kind in document order, each with its position, and for any element whether
it belongs to the article or to what surrounds it. Which words mark what is in labels.toml. Every other reader of
metadata starts from these candidates, so that a page is walked once.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from transforms.extract.labels import (
    BYLINE,
    DATE,
    MAX_NAME_CHARACTERS,
    OTHER,
    READERS,
    alternatives,
    labels,
    marks_of,
)

MAX_CANDIDATES = 400
"""Of each kind; those of the article come early."""
NEAR_LEVELS = 3
"""What hangs on the headline's parents up to this level belongs to it, however it is labelled, comments apart."""
NEAR_BEFORE, NEAR_AFTER = 15, 60
"""Elements before and after the headline that stand right beside it."""
MAX_LINE_CHARACTERS = 300
"""Of a run of text, white space included, that is read for a date or a name."""

_FURNITURE, _EXEMPT = 1 << 16, 1 << 17
"""Marks by tag and by place, beside those of labels.py."""

_FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
_READ = (
    *(
        "a",
        "abbr",
        "address",
        "article",
        "author",
        "b",
        "cite",
        "dd",
        "div",
        "dt",
        "em",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *("h5", "h6", "header", "i", "label", "li", "p", "section", "small", "span", "strong", "td", "time"),
)
_ROOTS = frozenset({"body", "html"})


class Candidate(NamedTuple):
    """An element that may hold a value."""

    at: int
    """Its position among all elements of the page."""
    element: Any
    marks: int


class Survey:
    """What the pass found; `_regions` remembers answers of `is_other`."""

    __slots__ = ("_regions", "bylines", "dates", "elements", "frame", "headline", "items", "links", "times", "tree")

    def __init__(self, tree: Any, heading: Any = None) -> None:
        """`heading`: the element that shows the title, where one does."""
        self.tree = tree
        self.elements: list[Any] = list(tree.iter(_READ))
        """All that may show a line of text."""
        self.bylines: list[Candidate] = []
        """Elements labelled as byline."""
        self.dates: list[Candidate] = []
        """Elements labelled as date line."""
        self.items: list[Candidate] = []
        """Elements with itemprop or property: microdata and RDFa."""
        self.links: list[Candidate] = []
        """Links marked as the author's, by rel or by where they lead."""
        self.times: list[Candidate] = []
        self.headline: int | None = None
        """Position of the heading that shows the title."""
        self.frame: dict[Any, int] = {}
        """The headline and the elements around it, with how many levels above it they are: whatever their classes say,
        they hold the article."""
        if heading is not None:
            self.headline = self.elements.index(heading)
            self.frame = {element: n for n, element in enumerate((heading, *heading.iterancestors()))}
        self._regions: dict[Any, int] = {}
        self._collect()

    def _collect(self) -> None:
        is_person = _person_path().search
        for at, element in enumerate(self.elements):
            tag, get, marks = element.tag, element.get, 0
            if name := get("class") or get("id"):
                marks = marks_of(name)
            if name := get("itemprop") or get("property"):
                marks |= marks_of(name)
                self.items.append(Candidate(at, element, marks))
            if tag == "a":
                if is_person("/" + (get("href") or "")[:MAX_NAME_CHARACTERS]) or "author" in (get("rel") or ""):
                    self.links.append(Candidate(at, element, marks))
            elif tag == "time":
                self.times.append(Candidate(at, element, marks))
            if marks & BYLINE:
                self.bylines.append(Candidate(at, element, marks))
            if marks & DATE:
                self.dates.append(Candidate(at, element, marks))
        for kind in (self.bylines, self.dates, self.items, self.links, self.times):
            del kind[MAX_CANDIDATES:]

    def texts(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, Any, bool]]:
        """(text, element, whether it stands behind the element rather than in it) of the runs of text that a pattern is
        found in and that are short enough to be a line of their own; last those behind line breaks and pictures."""
        found = pattern.search
        for element in self.elements:
            if (text := element.text) and len(text) <= MAX_LINE_CHARACTERS and found(text):
                yield " ".join(text.split()), element, False
            if (text := element.tail) and len(text) <= MAX_LINE_CHARACTERS and found(text):
                yield " ".join(text.split()), element, True
        for element in self.tree.iter("br", "img", "hr"):
            if (text := element.tail) and len(text) <= MAX_LINE_CHARACTERS and found(text):
                yield " ".join(text.split()), element, True

    def is_other(self, element: Any, at: int | None = None) -> bool:
        """Whether an element belongs to navigation, comments, teasers or the page's foot rather than to the article.

        `at`: its position, where known; what stands right beside the headline is no teaser, whatever its class says."""
        region = self._region(element)
        if at is not None and self.is_near(at):
            return bool(region & (READERS | _FURNITURE))
        return bool(region & (OTHER | READERS | _FURNITURE))

    def is_near(self, at: int) -> bool:
        """Whether a position is right beside the headline."""
        return self.headline is not None and -NEAR_BEFORE <= at - self.headline <= NEAR_AFTER

    def is_outside(self, element: Any) -> bool:
        """Whether it belongs to readers' comments, navigation or the page's foot, not merely to some teaser."""
        return bool(self._region(element) & (READERS | _FURNITURE))

    def _region(self, element: Any) -> int:
        path: list[Any] = []
        node = element
        while node is not None and node not in self._regions and node not in self.frame and node.tag not in _ROOTS:
            path.append(node)
            node = node.getparent()
        found = self._regions.get(node, 0)
        if self.frame.get(node, NEAR_LEVELS + 1) <= NEAR_LEVELS:
            found |= _EXEMPT
        for below in reversed(path):
            get, own = below.get, _FURNITURE if below.tag in _FURNITURE_TAGS else 0
            for name in (get("class"), get("id")):
                if name:
                    own |= marks_of(name)
            found |= own & (READERS if found & _EXEMPT else READERS | OTHER | _FURNITURE)
            self._regions[below] = found
        return found

    def distance(self, at: int) -> int | None:
        """How many elements after the headline a position is, negative before it; None without headline."""
        return None if self.headline is None else at - self.headline

    def around(self, before: int, after: int) -> Iterator[tuple[int, Any]]:
        """(position, element) of what follows the headline, then of what precedes it, each from near to far."""
        if self.headline is None:
            return
        last = min(len(self.elements), self.headline + after + 1)
        for at in range(self.headline + 1, last):
            yield at, self.elements[at]
        for at in range(self.headline - 1, max(-1, self.headline - before - 1), -1):
            yield at, self.elements[at]


@functools.cache
def _person_path() -> re.Pattern[str]:
    """A link that leads to a person: `/author/ada`, `../autoren/ada-muster.html`, not `/author/`."""
    return re.compile(
        rf"/(?:{alternatives(labels()['byline']['paths'])})/(?:[^/?#]+/)?[^/?#]{{2,}}/?(?:[?#]|$)", re.IGNORECASE
    )
