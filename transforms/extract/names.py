"""Names as printed: authors without roles and addresses, titles without the site's name.

In: strings from a page. Out: the same, decoded, trimmed, or None where they are no such name. A byline never holds the
publisher, a URL, a mail address or a word for "the newsroom".
"""

import re
from collections.abc import Iterable
from html import unescape

MAX_TITLE_CHARACTERS = 400
MAX_NAME_CHARACTERS = 70
MAX_NAME_WORDS = 6
MAX_AUTHORS = 12

_TAG = re.compile(r"<[^<>]{1,300}>")
_PREFIX = re.compile(
    r"^(?:(?:written|reported|posted|published|words|story|text|report|article|analysis)\s+by|by|von|vom|par|por|da|di|door|av|af|"
    r"text|texte|autor|autorin|autore|auteur|author|authors|przez|автор|текст)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(r"^.{0,80}\b(?:by|von|par|por|di|door|przez)\s+(?=\S)", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*(?:;|\||/|•|·|\n|&|\s(?:and|und|et|y|e|och|og|en|with|mit)\s)\s*|,\s+(?=\S+\s+\S)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|html?)\b", re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(r"\S*(?:https?:|www\.|/)\S*$|\S+@\S+$")
_ROLE = re.compile(
    r"\b(?:correspondents?|editors?|reporters?|writers?|staff|desk|team|newsroom|bureau|agency|agencies|contributors?|columnist|"
    r"redaktion\w*|redacci[oó]n|r[eé]daction|redazione|redactie|korrespondent\w*|admin\w*|webmaster|guest|anonymous|"
    r"unknown|none|null|undefined|author|posts?|view all|more from|updated|published|copyright|news service)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*[,(\[–—-]\s+.*$|\s*\([^)]*\)\s*$|\s+(?:in|for|at|für|de)\s+[A-Z].*$|\s+\d.*$")
_EDGES = " \t\r\n.,;:|–—-*•·\"“”„'‘’"
_SEPARATOR = re.compile(r"\s+(?:[|–—•·»«>~:]|-|::|//|\|\|)\s+|\s*\|\s*|\s+»\s*")
_WORDS = re.compile(r"\w+")


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


def authors(given: Iterable[str], sites: Iterable[str]) -> str | None:
    """Names of people, separated by '; '; None where none is left. `sites`: names that are the publisher's."""
    taken = {key(site) for site in sites if site} | {key(site).replace(" ", "") for site in sites if site}
    found: dict[str, str] = {}
    for text in given:
        if _WHOLE_ADDRESS.match(text.strip()):
            continue
        for part in _SPLIT.split(_PREFIX.sub("", plain(text)[:600].strip(_EDGES))):
            name = _author(part or "")
            folded = key(name) if name else ""
            if name and folded not in taken and folded.replace(" ", "") not in taken and len(found) < MAX_AUTHORS:
                found.setdefault(folded, name)
    # a name contained in a fuller one is the same person
    kept = [name for folded, name in found.items() if not any(folded != f and f" {folded} " in f" {f} " for f in found)]
    return "; ".join(kept) or None


def _author(part: str) -> str | None:
    name = _INTRODUCTION.sub("", part.strip(_EDGES))
    if _ADDRESS.search(name):
        return None
    name = _TAIL.sub("", name).strip(_EDGES)
    words = name.split()
    if not words or len(name) > MAX_NAME_CHARACTERS or len(words) > MAX_NAME_WORDS or len(name) < 2:
        return None
    if _ROLE.search(name) or not any(c.isalpha() for c in name) or any(c.isdigit() for c in name):
        return None
    return name


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
