"""What stands above the text and repeats the metadata: the standfirst, the author, the date.

Words alone would be a guess: many sites put the first paragraph of the article into the page's description. So the
page must say twice that a paragraph is none of the text: its description is that paragraph, and an element with the
same text carries a class name that publishers use for it.
"""

import functools
import itertools
import re

from transforms.extract import dates, names
from transforms.extract.hints import MAX_NAME
from transforms.extract.page import Page, text_of

MAX_ELEMENTS = 200
MAX_CHARACTERS = 600
MAX_LINES, MAX_LINE, MAX_LINE_WORDS = 4, 120, 15
"""Lines among which author and date are looked for, and the longest that is one."""
MAX_REST, MAX_PARTS = 12, 30
"""Letters of a date's line besides the date: a label, a zone; of one whose parts are set apart: also name and place."""
_PARTED = re.compile(r"[|·•]")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?head(?:line|er|ing)?|strap-?line|kicker|chapo)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_standfirst(page: Page, paragraph: str) -> bool:
    """Whether the first paragraph is the page's standfirst, by its description and by its markup."""
    folded = names.key(paragraph)
    if not folded or len(paragraph) > MAX_CHARACTERS:
        return False
    described = (*page.meta.get("description", ()), *page.meta.get("og:description", ()))
    if folded not in {names.key(text) for text in described[:4]}:
        return False
    marked = (element for element in page.elements if (name := element.get("class")) and _is_marked(name[:MAX_NAME]))
    return any(names.key(text_of(element)) == folded for element in itertools.islice(marked, MAX_ELEMENTS))


@functools.lru_cache(maxsize=4_096)
def _is_marked(class_: str) -> bool:
    return _MARKED.search(class_) is not None


def without_meta(paragraphs: list[str], byline: str | None) -> list[str]:
    """Without the lines above the first prose that say no more than who wrote it and when."""
    written = [names.key(name) for name in (byline or "").split("; ") if name]
    out = list(paragraphs)
    for line in paragraphs[:MAX_LINES]:
        if len(line) > MAX_LINE or line.count(" ") >= MAX_LINE_WORDS:
            break
        key = names.key(line)
        rest = dates.cut(line)
        if any(name in key for name in written) or (
            rest != line and sum(map(str.isalpha, rest)) <= (MAX_PARTS if _PARTED.search(line) else MAX_REST)
        ):
            out.remove(line)
    return out if out else paragraphs
