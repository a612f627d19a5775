"""What can be counted of a text in any script: its words, and how much it looks like an article.

A word is a run of letters or digits, with apostrophes and hyphens inside it. Scripts that write no spaces between
words are counted by length instead: Han, Kana, Thai, Lao, Khmer and Myanmar characters divided by how many of them a
word has on average, so that `word_count` means the same order of size in every language.
"""

import re
from collections.abc import Sequence

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


_ENDS = tuple(".!?…:;。！？؟۔।॥”“’»\"')）」』]")
WORDS_OF_A_WHOLE_ARTICLE = 120


def quality(paragraphs: Sequence[str], words: int, has_title: bool) -> float:
    """How much a text looks like one whole, clean article: 0 to 1, two digits, from the text alone.

    .30 length: words / 120, at most 1 · .30 prose: share of the characters in paragraphs that end a sentence ·
    .15 two paragraphs or more · .15 share of distinct paragraphs · .10 a title is known. No paragraphs: 0.
    It orders articles; it is no probability."""
    if not paragraphs:
        return 0.0
    prose = sum(len(p) for p in paragraphs if p.endswith(_ENDS)) / (sum(map(len, paragraphs)) or 1)
    parts = (
        0.30 * min(1.0, words / WORDS_OF_A_WHOLE_ARTICLE),
        0.30 * prose,
        0.15 * (len(paragraphs) > 1),
        0.15 * len(set(paragraphs)) / len(paragraphs),
        0.10 * has_title,
    )
    return round(sum(parts), 2)
