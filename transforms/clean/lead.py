"""The top of a text: title repeated, standfirst, doubled lead.

In: the paragraphs after the header's lines went. Out: which of them only say again what the title or another
paragraph says.
"""

import re
from collections import Counter

from transforms.clean.headlines import is_closed
from transforms.clean.tables import words

_WORDS = re.compile(r"[^\W_]+")
MAX_HEADLINE_CHARACTERS = 220
MAX_HEADLINE_WORDS = 32
_CLOSED = (*".。।:;,؛،", ".”", '."', ".’", ".)")
_SITE = re.compile(r"\s+[|–—•·-]\s+|\s*\|\s*")


def key(text: str) -> list[str]:
    """The words of a text, for comparing: no case, no punctuation."""
    return _WORDS.findall(text.casefold())


def same_title(line: str, title: str) -> bool:
    """Whether a line repeats the title: with or without the site's name, heading mark, case and punctuation."""
    if len(line) > 2 * MAX_HEADLINE_CHARACTERS:
        return False
    a, b = key(line), key(title)
    if not a or not b:
        return False
    if a == b or a == key(_SITE.split(title)[0]) or (len(b) > 2 and key(_SITE.split(line)[0]) == b):
        return True
    common = sum((Counter(a) & Counter(b)).values())
    return min(len(a), len(b)) >= 5 and common >= 0.9 * max(len(a), len(b))


def may_be_headline(line: str) -> bool:
    """Whether a line above the text can be a headline or standfirst: open, short, and not built as a sentence."""
    if len(line) > MAX_HEADLINE_CHARACTERS or line.endswith(_CLOSED):
        return False
    if line.startswith("#"):
        return True
    found = line.lower().split()
    if len(found) > MAX_HEADLINE_WORDS:
        return False
    plain = sum(w in words("plain") for w in found)
    return plain <= 2 or (len(found) <= 14 and "said" not in found)


def repeats(first: str, second: str) -> int:
    """Which of two neighbouring paragraphs at the top to drop: 1 the first, 2 the second, 0 neither."""
    if first == second:
        return 2
    top, other = first[:160].casefold().split()[:-1], second[:600].casefold()
    if len(top) > 4 and 3 * sum(word in other for word in top) < 2 * len(top):
        return 0  # far from alike, said cheaply
    a, b = key(first[:3000]), key(second[:3000])
    if min(len(a), len(b)) < 8:
        return 1 if len(a) >= 4 and a == b[: len(a)] and not is_closed(first) else 0
    if [w for w in a if w.isdigit()] != [w for w in b if w.isdigit()][: sum(map(str.isdigit, a))] and a != b:
        return 0
    common = sum((Counter(a) & Counter(b)).values())
    if common >= 0.9 * max(len(a), len(b)):
        return 1 if len(b) > len(a) or not is_closed(first) else 2
    if common >= 0.95 * len(a) and len(a) < len(b) and (a[:6] == b[:6] or not is_closed(first)):
        return 1
    if common >= 0.95 * len(b) and len(b) < len(a) and b[:6] == a[:6]:
        return 2
    return 0
