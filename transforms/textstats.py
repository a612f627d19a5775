"""Counts of words in any script.

A word is a run of letters or digits, with apostrophes and hyphens inside it. Scripts that write no spaces between
words are counted by length instead: Han, Kana, Thai, Lao, Khmer and Myanmar characters divided by how many of them a
word has on average, so that `word_count` means the same order of size in every language.
"""

import re

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]+"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
CHARACTERS_A_WORD = 2.0
"""Of Chinese and Japanese: close to the mean of published segmentations (1.6 and 2.2)."""
CHARACTERS_A_SYLLABIC_WORD = 5.0
"""Of Thai, Lao, Khmer and Burmese, vowel signs included."""


def word_count(text: str) -> int:
    """Words of a text; 0 for one without letters or digits."""
    if text.isascii():
        return sum(1 for _ in _WORD.finditer(text))
    runs = _UNSPACED.findall(text)
    if not runs:
        return sum(1 for _ in _WORD.finditer(text))
    ideographs = sum(len(run) for run in runs if run[0] >= "\u3040")
    syllabic = sum(map(len, runs)) - ideographs
    spaced = sum(1 for _ in _WORD.finditer(_UNSPACED.sub(" ", text)))
    return spaced + round(ideographs / CHARACTERS_A_WORD + syllabic / CHARACTERS_A_SYLLABIC_WORD)
