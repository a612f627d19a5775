"""Where a report was filed, 'LIMA, Peru (AP) -', and the items of a column, each headed by its place, 'LIMA: Police'.

In: the sentences of a document and the actors found in each. Out: offsets or sentences, with the country of the place.
"""

from collections.abc import Iterator, Sequence

from transforms.events.model import ActorMention, Sentence, Token

OPENING = 3
"""Sentences among which a dateline is looked for; what the first ones name counts twice (setting.py)."""
_DATELINE = 70
"""Characters in which a dateline ends."""
_HEADING = frozenset("-–—:")
_ITEMS = 3
"""Places at the head of a sentence that make a document a column of briefs."""
_DASHES = frozenset(("-", "–", "—", "--"))


def find(sentences: Sequence[Sentence], found: Sequence[Sequence[ActorMention]]) -> tuple[int, str] | None:
    """Where the report was filed, 'LIMA, Peru (AP) -': the offset where the dateline ends and the country."""
    headed = [(sentences[n].start, code) for n, code in _headed(sentences, found)]
    for sentence, mentions in zip(sentences[:OPENING], found, strict=False):
        words = sentence.words
        if not mentions or not words or not (words[0].isupper() and len(words[0]) > 2):
            continue
        tokens = sentence.tokens
        end = next((b.start for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False) if _parts(a, b, c)), 0)
        if len(headed) == 1 and headed[0][0] == mentions[0].start:
            end = end or mentions[0].end  # 'LIMA: The president', where no other place heads an item
        if not 0 < end - sentence.start <= _DATELINE:
            continue
        codes = {a.country for m in mentions if m.end <= end for a in m.actors if a.country and a.sector != "MED"}
        if len(codes) == 1 and tokens[0].start == mentions[0].start:
            return end, codes.pop() or ""
    return None


def _parts(before: Token, mark: Token, after: Token) -> bool:
    """Whether a mark is a dash and no hyphen: 'LIMA -', 'LIMA—The', but not 'U.S. chief leaves on a 10-day trip'."""
    return mark.text in _DASHES and (mark.text != "-" or before.end < mark.start or mark.end < after.start)


def items(sentences: Sequence[Sentence], found: Sequence[Sequence[ActorMention]]) -> tuple[tuple[int, str], ...]:
    """The items of a column of briefs, each headed by its place ('LIMA: Police'): first sentence and country."""
    headed = tuple(_headed(sentences, found))
    return headed if len(headed) >= _ITEMS else ()


def _headed(sentences: Sequence[Sentence], found: Sequence[Sequence[ActorMention]]) -> Iterator[tuple[int, str]]:
    """The sentences that open with a place in capitals and a mark, and its country."""
    for n, (sentence, mentions) in enumerate(zip(sentences, found, strict=True)):
        if not mentions or mentions[0].start != sentence.start or not mentions[0].text.isupper():
            continue
        after = sentence.text[mentions[0].end - sentence.start :].lstrip()[:1]
        if after in _HEADING and mentions[0].kind in ("capital", "place") and (code := mentions[0].actors[0].country):
            yield n, code
