"""Names as printed: authors without roles and addresses, titles without the site's name.

In: strings from a page. Out: the same, decoded, trimmed, or None where they are no such name. A byline never holds the
publisher, a URL, a mail address or a word for "the newsroom". The words are in labels.toml.
"""

import functools
import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from transforms.extract.labels import alternatives, labels

MAX_TITLE_CHARACTERS = 400
MAX_NAME_CHARACTERS = 70
MAX_NAME_WORDS = 6
MAX_PRINTED_WORDS = 4
"""Of a name that nothing but its place and its capitals mark as one; particles not counted."""
MAX_AUTHORS = 12
MAX_GIVEN_CHARACTERS = 600

_TAG = re.compile(r"<[^<>]{1,300}>")
_SPLIT = re.compile(
    r"\s*(?:;|\||/|•|·|\n|\t|&|\+|\s(?:and|und|et|y|e|och|og|en|with|mit|sowie|oraz|i|и|ja)\s)\s*|,\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|html?)\b", re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(r"\S*(?:https?:|www\.|/)\S*$|\S+@\S+$")
_TAIL = re.compile(r"\s*[,(\[]\s*.*$|\s*[–—-]\s+.*$|\s+[–—]|\s+\d.*$")
_EDGES = " \t\r\n.,;:|–—-*•·\"“”„'‘’»«›‹>()[]+~"
_SEPARATOR = re.compile(r"\s+(?:[|–—•·»«>~:]|-|::|//|\|\|)\s+|\s*\|\s*|\s+»\s*")
_WORDS = re.compile(r"\w+")
_FIRST = re.compile(r"\W{0,3}(\w+)")
_NUMBER = re.compile(r"(?<!\w)\d")
_CAPITALISED = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w.’'`´-]*$")


class _Patterns(NamedTuple):
    prefix: re.Pattern[str]
    introduction: re.Pattern[str]
    role: re.Pattern[str]
    title: re.Pattern[str]
    behind: re.Pattern[str]
    label: re.Pattern[str]
    inside: re.Pattern[str]
    before: re.Pattern[str]
    no_names: frozenset[str]
    particles: frozenset[str]
    openings: frozenset[str]
    """The first words of labels and prefixes: a quick no for most texts."""


@functools.cache
def _patterns() -> _Patterns:
    words = labels()["byline"]
    before, label = alternatives(words["before"]), alternatives(words["labels"])
    return _Patterns(
        prefix=re.compile(rf"(?:(?:{label})\s*:|(?:{before})(?:\s*:|\s))\s*", re.IGNORECASE),
        introduction=re.compile(r"^.{0,80}\b(?:by|von|par|por|di|door|przez)\s+(?=\S)", re.IGNORECASE),
        role=re.compile(rf"\b(?:{alternatives(words['roles'], escape=False)})\b", re.IGNORECASE),
        title=re.compile(rf"(?:{alternatives(words['titles'], escape=False)})\s+(?=\w\S*\s+\w)", re.IGNORECASE),
        behind=re.compile(
            rf"\s+(?:(?:{alternatives(_cased(words['behind']))})\b.*|(?:{alternatives(words['trailing'])}))$"
        ),
        label=re.compile(rf"\W{{0,3}}(?:{label})\s*:\s*(.*)$", re.IGNORECASE | re.DOTALL),
        inside=re.compile(rf"\b(?:{label})\s?:\s?([^:]{{0,120}})(?=\s\w+\s?:|$)", re.IGNORECASE),
        before=re.compile(rf"\W{{0,3}}(?:{before})\s*:?\s+(.*)$", re.IGNORECASE | re.DOTALL),
        no_names=frozenset(words["no_names"]),
        openings=frozenset(
            match.group(1) for word in (*words["before"], *words["labels"]) if (match := _FIRST.match(word))
        ),
        particles=frozenset(words["particles"]),
    )


def _cased(words: Iterable[str]) -> list[str]:
    """Words in lower case; longer ones also capitalised, as no name has them."""
    return [form for word in words for form in ((word, word.capitalize()) if len(word) > 3 else (word,))]


def plain(text: object) -> str:
    """A metadata value as plain text: entities (also doubled) decoded, tags out, folded; "" for no string."""
    if not isinstance(text, str):
        return ""
    for _ in range(2):
        if "&" in text:
            text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def key(text: str) -> str:
    """Words alone, lower case: what two spellings of a name have in common."""
    return " ".join(_WORDS.findall(text.lower()))


def authors(given: Iterable[str], sites: Iterable[str], strict: bool = False) -> str | None:
    """Names of people, separated by '; '; None where none is left. `sites`: names that are the publisher's.

    `strict`: the text is not marked as a byline, so that only what is written like names counts."""
    taken = {key(site) for site in sites if site} | {key(site).replace(" ", "") for site in sites if site}
    found: dict[str, str] = {}
    for text in given:
        if _WHOLE_ADDRESS.match(text.strip()) and " " not in text.strip():
            continue
        whole = plain(text)[:MAX_GIVEN_CHARACTERS].strip(_EDGES)
        rest = without_prefix(whole)
        for part in _SPLIT.split(rest):
            name = _author(part or "", introduced=rest != whole)
            folded = key(name) if name else ""
            if strict and not (name and _is_written_like_a_name(name)):
                if found:
                    break
                return None
            if name and folded not in taken and folded.replace(" ", "") not in taken and len(found) < MAX_AUTHORS:
                found.setdefault(folded, name)
    # a name contained in a fuller one is the same person
    kept = [name for folded, name in found.items() if not any(folded != f and f" {folded} " in f" {f} " for f in found)]
    return "; ".join(kept) or None


def without_prefix(text: str) -> str:
    """A byline's text without `By`, `Von`, `Autor:` before the name."""
    rest = text.strip(_EDGES)
    for _ in range(2):
        match = _patterns().prefix.match(rest)
        if not match:
            break
        rest = rest[match.end() :].strip(_EDGES)
    return rest


def after_label(text: str, colon_only: bool = False) -> str | None:
    """What stands behind a byline's label (`Autor: `, `Von `); "" where the label is all; None without one."""
    first = _FIRST.match(text)
    if not first or first.group(1).lower() not in _patterns().openings:
        return None
    match = _patterns().label.match(text) or (None if colon_only else _patterns().before.match(f"{text} "))
    return match.group(1).strip() if match else None


def between_labels(text: str) -> str | None:
    """The author's part of a line with several labels: `Datum: 3. März Autor: Ada Muster Quelle: dpa`."""
    match = _patterns().inside.search(text) if text.count(":") > 1 else None
    return match.group(1).strip() if match else None


def is_site(text: str, sites: Iterable[str]) -> bool:
    """Whether a byline names the site itself."""
    folded = key(without_prefix(plain(text))).replace(" ", "")
    return bool(folded) and any(folded == key(site).replace(" ", "") for site in sites)


def _author(part: str, introduced: bool) -> str | None:
    patterns = _patterns()
    name = part.strip(_EDGES)
    if _ADDRESS.search(name):
        return None
    short = _shortened(name)
    if not introduced and not _is_written_like_a_name(short):
        short = _shortened(patterns.introduction.sub("", name))
    name = short
    name = patterns.title.sub("", name, count=1) if patterns.title.match(name) else name
    words = name.split()
    if not words or len(name) > MAX_NAME_CHARACTERS or len(words) > MAX_NAME_WORDS or len(name) < 2:
        return None
    if patterns.role.search(name) or not any(c.isalpha() for c in name) or _NUMBER.search(name):
        return None
    if name.lower() in patterns.no_names:
        return None
    return name


def _shortened(name: str) -> str:
    return _patterns().behind.sub("", _TAIL.sub("", name)).strip(_EDGES)


def _is_written_like_a_name(name: str) -> bool:
    words = [word for word in name.split() if word.lower() not in _patterns().particles or word[0].isupper()]
    return 2 <= len(words) <= MAX_PRINTED_WORDS and all(_CAPITALISED.match(word) for word in words)


def without_site(title: str, sites: Iterable[str]) -> str:
    """A title without the site's name at its end or start, whatever separates them."""
    names = {key(site).replace(" ", "") for site in sites if site} - {""}
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        first, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if _is_site(tail, names) and head.strip():
            title = head.strip()
        elif _is_site(first, names) and rest.strip():
            title = rest.strip()
        else:
            return title
    return title


def _is_site(part: str, names: set[str]) -> bool:
    folded = key(part).replace(" ", "")
    return not folded or any(
        folded == name or (len(name) > 3 and (name in folded and len(folded) < 2 * len(name))) for name in names
    )
