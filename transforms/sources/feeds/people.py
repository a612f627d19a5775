"""Names of authors, as feeds write them.

In: person elements (Atom, Media RSS), or text such as `desk@example.org (Ana Ruiz)`. Out: names, each once, in order.
Addresses are no names: where there is nothing else, there is no byline.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from transforms.sources.feeds.elements import Elements, text_of
from transforms.sources.feeds.texts import Text, plain

MAX_PEOPLE = 50
_ADDRESS = r"[\w.+%!#$&'*/=?^`{|}~-]{1,80}@[\w.-]{1,120}"
_ADDRESS_AND_NAME = re.compile(rf"(?:mailto:)?{_ADDRESS}\s*[(<\[]?\s*([^()<>\[\]]*?)\s*[)>\]]?")
_NAME_AND_ADDRESS = re.compile(rf"[\"']?([^()<>\[\]\"]*?)[\"']?\s*[(<\[]?\s*(?:mailto:)?{_ADDRESS}\s*[)>\]]?")
_NOBODY = frozenset(
    ("", "admin", "administrator", "editor", "n/a", "na", "none", "noreply", "null", "unknown", "author")
)


def person(element: Any, elements: Elements, most: int) -> Text:
    """The name in an author element: its `name`, else its text."""
    children = elements.children(element)
    for key in ("name", "foaf:name", "rdf:value"):
        for child in children.get(key, ()):
            return name(text_of(child), most)
    if children and not (element.text or "").strip():
        return Text()
    return name(text_of(element), most)


def name(written: str, most: int) -> Text:
    """The name in a text of the form that RSS asks for (`address (name)`) or of any other."""
    text = plain(written, None, most)
    value = text.value or ""
    if "@" in value and len(value) <= 1000:
        match = _ADDRESS_AND_NAME.fullmatch(value) or _NAME_AND_ADDRESS.fullmatch(value)
        value = match[1].strip() if match else value
    if value.lower() in _NOBODY or value.startswith(("http://", "https://")):
        return Text()
    return text._replace(value=value)


def byline(people: Iterable[str | None]) -> str | None:
    """The names in one line, separated by '; '."""
    return "; ".join(_each_once(people)) or None


def _each_once(people: Iterable[str | None]) -> Iterator[str]:
    seen: set[str] = set()
    for one in people:
        if one and one.casefold() not in seen and len(seen) < MAX_PEOPLE:
            seen.add(one.casefold())
            yield one
