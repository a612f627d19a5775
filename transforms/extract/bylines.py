"""Who wrote the article, as the page says.

In: a Context. Out: a Hit with names separated by '; ', or None. Structured data first, then meta tags, then elements
marked as the byline beside the headline, then a printed byline (`Von Ada Muster`, `Autor: Ada Muster`). The less a
place is marked as a byline, the more its text must look like one. A first name alone gives way to the full name.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from transforms.extract import dates, names
from transforms.extract.context import Context, Hit
from transforms.extract.jsonld import Structured
from transforms.extract.labels import READERS, labels
from transforms.extract.page import text_of
from transforms.extract.survey import Candidate

MAX_BYLINE_CHARACTERS = 120
"""A longer text in an element labelled as byline is an author's biography."""
MAX_PRINTED_CHARACTERS = 90
"""Of a paragraph that is a printed byline as a whole."""
PRINTED_BEFORE, PRINTED_AFTER = 12, 40
"""Elements before and after the headline among which a printed byline stands."""
FULL_BEFORE, FULL_AFTER = 25, 200
"""The same for the full name of an author who is known by the first."""
MAX_ELEMENTS = 12
"""Bylines that are read of one kind."""
MAX_GAP = 14
"""Elements between two authors of one byline."""

_NAME_PARTS = etree.XPath(
    "descendant::*[@itemprop='name' or @rel='author' or contains(concat(' ', @class, ' '), ' fn ')][position() <= 12]"
)
_LINK_PARTS = etree.XPath("descendant::a[@href][position() <= 12]")
_COLON = re.compile(":")
_BARS = re.compile(r"\s*[|•·]\s*|\s+[–—/-]+\s+")
_BLOCKS = frozenset(
    {"p", "div", "span", "li", "h3", "h4", "h5", "h6", "td", "em", "strong", "b", "i", "small", "address", "dd"}
)


Source = tuple[list[str], str, bool]
"""Texts, where they stand, and whether they must be written like names to count."""


def byline(context: Context) -> Hit | None:
    """The authors' names."""
    declared = itertools.chain(_declared(context), _marked(context))
    for texts, source, strict in itertools.chain(declared, _unmarked(context)):
        found = names.authors(texts, context.sites, strict)
        if found:
            return Hit(_fuller(found, declared, context), source)
        if source == "byline element" and any(names.is_site(text, context.sites) for text in texts):
            return None  # the page names its own newsroom: names elsewhere are others'
    return None


def _fuller(found: str, rest: Iterator[Source], context: Context) -> str:
    """The full name that another place gives for a first name alone."""
    if " " in found:
        return found
    word = names.key(found)
    for texts, _, strict in rest:
        other = names.authors(texts, context.sites, strict) or ""
        words = names.key(other).split()
        if word in words and 1 < len(words) <= names.MAX_PRINTED_WORDS and ";" not in other:
            return other
    begins = re.compile(
        rf"\W{{0,3}}(?:(?:by|von|par|por|di)\s)?\s*({re.escape(found)}(?:\s[\w'’-]+){{1,2}})\W{{0,3}}", re.I
    )
    for _, element in context.survey.around(FULL_BEFORE, FULL_AFTER):
        text = element.text
        if text and found in text and len(text) < MAX_BYLINE_CHARACTERS:
            match = begins.fullmatch(" ".join(text.split()))
            other = (names.authors([match.group(1)], context.sites, strict=True) if match else None) or ""
            if other:
                return other
    return found


def _declared(context: Context) -> Iterator[Source]:
    """What the page's head says."""
    for node in (context.data.article, context.data.page):
        yield list(_author_names(context.data, node.get("author"))), "json-ld author", False
    for name, _ in context.meta("author"):
        given = context.page.meta[name]
        yield [_turned(t) for t in given] if name.startswith(("dc", "citation")) else list(given), f"meta {name}", False


def _marked(context: Context) -> Iterator[Source]:
    """Elements that say they are the byline: a full name in any of them goes before a nickname in the best."""
    survey = context.survey
    marked = [c for c in survey.items if c.element.get("itemprop") in ("author", "creator")]
    marked += [c for c in survey.links if "author" in (c.element.get("rel") or "")]
    groups: list[tuple[list[str], str]] = []
    for candidates, near, source in (
        (marked, None, "rel or itemprop author"),
        (survey.bylines, True, "byline element"),
        (survey.links, True, "link to the author"),
    ):
        for texts in _groups(context, candidates, near):
            groups.append((texts, source))
            yield texts, source, True
    for texts, source in groups:
        yield texts, source, False


def _unmarked(context: Context) -> Iterator[Source]:
    """Printed bylines, the preview card, and bylines farther away."""
    for text, by_words in _printed(context):
        yield [text], "text near the headline", by_words
    yield list(_card(context)), "meta twitter:data", False
    for texts in _groups(context, context.survey.bylines, near=False):
        yield texts, "byline element", False
    for text in _labelled_text(context):
        yield [text], "labelled text", True
    creators = context.page.meta.get("twitter:creator", ())
    yield [text for text in creators[:1] if not text.startswith("@")], "meta twitter:creator", False


def _author_names(data: Structured, value: Any, depth: int = 3) -> Iterator[str]:
    value = data.resolve(value)
    if depth == 0:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[: names.MAX_AUTHORS]:
            yield from _author_names(data, item, depth - 1)
    elif isinstance(value, Mapping):
        yield from _author_names(data, value.get("name"), depth - 1)


def _turned(text: str) -> str:
    """`Muster, Ada`, as catalogues write names, the other way round."""
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and len(last.split()) == 1 else text


def _card(context: Context) -> Iterator[str]:
    """The value beside `Written by` in a page's preview card."""
    meta, wanted = context.page.meta, labels()["byline"]["card"]
    for number in ("1", "2", "3"):
        label = meta.get(f"twitter:label{number}", ("",))[0].lower().strip(" :")
        if label in wanted:
            yield from meta.get(f"twitter:data{number}", ())[:1]


# --- marked elements


def _groups(context: Context, candidates: list[Candidate], near: bool | None = None) -> Iterator[list[str]]:
    """The texts of bylines, those marked alike and side by side together. `near`: beside the headline, or elsewhere."""
    survey = context.survey
    chosen = [c for c in candidates if not c.marks & READERS and not survey.is_other(c.element, c.at)]
    if near is not None:
        chosen = [c for c in chosen if survey.is_near(c.at) == near]
    if near:
        chosen.sort(key=lambda c: abs(survey.distance(c.at) or 0))
    if near is False and len({names.key(text_of(c.element, 80)) for c in chosen[:40]}) > 3:
        return  # a list of articles, each with its author
    used: set[int] = set()
    for candidate in chosen[:MAX_ELEMENTS]:
        if candidate.at in used:
            continue
        group, last = [candidate], candidate.at
        for other in chosen:
            if (
                0 < other.at - last <= MAX_GAP
                and len(group) < names.MAX_AUTHORS
                and _alike(other.element, candidate.element)
            ):
                group.append(other)
                last = other.at
        used |= {c.at for c in group}
        texts = [text for c in group for text in _texts(context, c)]
        if texts:
            yield texts


def _alike(one: Any, other: Any) -> bool:
    """Whether two elements are marked alike and stand in one place: siblings, or in siblings."""
    if one.tag != other.tag or one.get("class") != other.get("class") or one.get("rel") != other.get("rel"):
        return False
    above, beside = one.getparent(), other.getparent()
    return above is beside or (None not in (above, beside) and above.getparent() is beside.getparent())


def _texts(context: Context, candidate: Candidate) -> list[str]:
    """The names that an element marked as byline holds, else its text, else what follows its label."""
    element = candidate.element
    given = element.get("content")
    if given:
        return [given]
    parts = _NAME_PARTS(element)
    if parts:
        found = [part.get("content") or text_of(part, MAX_BYLINE_CHARACTERS) for part in parts]
        if any(found):
            return found
    persons = {c.element for c in context.survey.links}
    links = _LINK_PARTS(element)
    found = [text for link in links if link in persons and (text := text_of(link, MAX_BYLINE_CHARACTERS))]
    if found:
        return found
    text = text_of(element, MAX_BYLINE_CHARACTERS + 180)
    if len(text) > MAX_BYLINE_CHARACTERS:
        return [text_of(links[0], MAX_BYLINE_CHARACTERS)] if links else []
    rest = names.after_label(text)
    if rest == "":
        return [_following(element)]
    return [dates.cut(names.between_labels(text) or text)] if len(text) > 1 else []


def _following(element: Any) -> str:
    """The text behind a label's element: its tail, else the next element's."""
    tail = " ".join((element.tail or "").split())
    if any(c.isalpha() for c in tail):
        return dates.cut(tail[:MAX_BYLINE_CHARACTERS])
    return _next(element)


def _next(element: Any) -> str:
    """The text of the next element, and what stands behind it."""
    following = element.getnext()
    if following is None:
        return ""
    text = f"{text_of(following, MAX_BYLINE_CHARACTERS + 1)} {' '.join((following.tail or '').split())}".strip()
    return dates.cut(text) if len(text) <= MAX_BYLINE_CHARACTERS else ""


# --- printed bylines


def _printed(context: Context) -> Iterator[tuple[str, bool]]:
    """Names behind `Von`, `By` or `Autor:` in short texts beside the headline, and whether only the words say so: with
    a colon, initials are a byline too."""
    survey = context.survey
    for at, element in survey.around(PRINTED_BEFORE, PRINTED_AFTER):
        if element.tag not in _BLOCKS or survey.is_other(element, at):
            continue
        for text in _short_texts(element):
            for part in _BARS.split(dates.cut(text)):
                rest = names.after_label(part.strip()) if part.strip() else None
                if rest is not None:
                    yield part if rest else _following(element), len(rest.split()) > 1 or ":" not in part


def _short_texts(element: Any) -> Iterator[str]:
    """What an element says where that is short, else the run of text it begins with; and the run behind it."""
    text = text_of(element, MAX_PRINTED_CHARACTERS + 1)
    if 2 <= len(text) <= MAX_PRINTED_CHARACTERS:
        yield text
    elif element.text and 5 <= len(run := " ".join(element.text.split())) <= MAX_PRINTED_CHARACTERS:
        yield run
    if element.tail and 5 <= len(run := " ".join(element.tail.split())) <= MAX_PRINTED_CHARACTERS:
        yield run


def _labelled_text(context: Context) -> Iterator[str]:
    """Names behind `Autor:` or `Text:` anywhere in the article, as at its end."""
    survey, found = context.survey, 0
    for text, element, behind in survey.texts(_COLON):
        line = text[:MAX_BYLINE_CHARACTERS]
        rest = names.after_label(line, colon_only=True)
        if rest is None or survey.is_other(element):
            continue
        if rest:
            yield line
        elif behind:
            yield _next(element)
        else:
            yield _following(element)
            yield text_of(element, MAX_BYLINE_CHARACTERS).partition(":")[2]
        found += 1
        if found == MAX_ELEMENTS:
            return
