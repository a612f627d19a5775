"""What stands above the text and repeats the metadata: the standfirst.

Words alone would be a guess: many sites put the first paragraph of the article into the page's description. So the
page must say twice that a paragraph is none of the text: its description is that paragraph, and an element with the
same text carries a class name that publishers use for it.
"""

import itertools
import re

from transforms.extract import names
from transforms.extract.page import Page, text_of

MAX_ELEMENTS = 200
MAX_CHARACTERS = 600
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
    marked = (element for element in page.tree.iterfind(".//*[@class]") if _MARKED.search(element.get("class", "")))
    return any(names.key(text_of(element)) == folded for element in itertools.islice(marked, MAX_ELEMENTS))
