"""How much a text looks like one whole, clean article: 0 to 1, from the text alone.

    quality = sum of five parts, each 0 to 1 times its weight
      .30  length: words / 120, at most 1                     (a stub or a caption has few)
      .30  prose: share of the words in paragraphs that end a sentence
      .15  paragraphs: at least two of them
      .15  no repetition: share of distinct paragraphs
      .10  title known

It orders articles; it is no probability. Scripts without full stops or spaces between words count by characters.
"""

from collections.abc import Sequence

_ENDS = tuple(".!?…:;。！？؟۔।॥።॰”’»\"')）」』]")
WORDS_OF_A_WHOLE_ARTICLE = 120


def quality(paragraphs: Sequence[str], words: int, has_title: bool) -> float:
    """The formula above, rounded to two digits. No paragraphs: 0."""
    if not paragraphs:
        return 0.0
    total = sum(map(len, paragraphs)) or 1
    prose = sum(len(p) for p in paragraphs if p.endswith(_ENDS)) / total
    distinct = len(set(paragraphs)) / len(paragraphs)
    parts = (
        0.30 * min(1.0, words / WORDS_OF_A_WHOLE_ARTICLE),
        0.30 * prose,
        0.15 * (len(paragraphs) > 1),
        0.15 * distinct,
        0.10 * has_title,
    )
    return round(sum(parts), 2)
