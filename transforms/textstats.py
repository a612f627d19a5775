"""What can be counted of a text in any script: its words, and how much it looks like an article.

A word is a run of letters or digits, with apostrophes and hyphens inside it. Scripts that write no spaces between
words are counted by length instead: Han, Kana, Thai, Lao, Khmer and Myanmar characters divided by how many of them a
word has on average, so that `word_count` means the same order of size in every language.
"""

import re
from collections.abc import Sequence

_RUN = re.compile(r"\w+")
_JOINT = re.compile(r"[-'’](?<=\w.)(?=\w)")
"""Makes one word of two runs. Two simple patterns are twice as fast as one with a loop."""
_MARKS = tuple("“”‘’–—…\xa0«»„·•€£")
"""What makes most texts in Latin script more than ASCII; all of them bound words."""
_BOUNDS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
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
        return _spaced(text)
    runs = _UNSPACED.findall(text)
    if not runs:
        return _spaced(text)
    ideographs = sum(len(run) for run in runs if run[0] >= "\u3040")
    syllabic = sum(map(len, runs)) - ideographs
    unspaced = ideographs / CHARACTERS_A_WORD + syllabic / CHARACTERS_A_SYLLABIC_WORD
    return _spaced(_UNSPACED.sub(" ", text)) + round(unspaced)


def _spaced(text: str) -> int:
    joints = len(_JOINT.findall(text))
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    # split() is four times as fast as the pattern, but a table of marks as large as Unicode's would be slower
    return (len(text.translate(_BOUNDS).split()) if text.isascii() else len(_RUN.findall(text))) - joints


_ENDS = tuple(".!?…:;。！？؟۔।॥။។”“’»\"')）」』]")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\W{0,5}\])\W{0,3}$|[^\W\u0e00-\uffff\U00010000-\U0010ffff]$|,$")
WORDS_OF_A_WHOLE_ARTICLE = 120
SENTENCE_CHARACTERS, DENSE_SENTENCE_CHARACTERS = 20, 6
"""Of a paragraph that ends a sentence; shorter ones are prompts ("Read more."). The second in dense scripts."""
LONG_CHARACTERS = 240
"""A paragraph of this length is prose however it ends: Thai ends no sentence with a mark, and some pages end none."""
BROKEN_WEIGHT = 20
"""A text of which a twentieth is U+FFFD can hardly be read."""


def quality(paragraphs: Sequence[str], words: int, has_title: bool) -> float:
    """How much a text looks like one whole, clean article: 0 to 1, two digits, from the text alone.

    A product, each factor 1 where nothing is wrong, so that one serious fault is enough:
    length      .4 to 1   words / 120, at most 1
    prose       .2 to 1   share of the characters in paragraphs that are sentences rather than items, labels or links
    distinct    .3 to 1   share of distinct paragraphs
    characters  .3 to 1   less for every broken one (U+FFFD)
    end         .85 or 1  whether the last paragraph breaks off: an ellipsis, a comma, no mark after prose that had them
    title       .9 or 1   whether one is known
    No paragraphs: 0. It orders articles; it is no probability, and it says nothing about what is told.
    """
    if not paragraphs:
        return 0.0
    size = sum(map(len, paragraphs)) or 1
    prose = sum(len(p) for p in paragraphs if _is_prose(p)) / size
    broken = sum(p.count("\ufffd") for p in paragraphs) / size
    is_cut = prose > 0.5 and _CUT_OFF.search(paragraphs[-1][-20:]) is not None
    return round(
        (0.4 + 0.6 * min(1.0, words / WORDS_OF_A_WHOLE_ARTICLE))
        * (0.2 + 0.8 * prose)
        * (0.3 + 0.7 * len(set(paragraphs)) / len(paragraphs))
        * max(0.3, 1 - BROKEN_WEIGHT * broken)
        * (0.85 if is_cut else 1.0)
        * (1.0 if has_title else 0.9),
        2,
    )


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph is at least a sentence."""
    size = len(paragraph)
    if size >= LONG_CHARACTERS:
        return True
    least = SENTENCE_CHARACTERS if paragraph < "\u3040" else DENSE_SENTENCE_CHARACTERS
    return size >= least and paragraph.endswith(_ENDS)
