"""Text -> sentences, with their tokens and the spans between quotation marks.

Offsets are into the whole text: `text[s.start:s.end] == s.text`, and the same for tokens and quotes. A sentence never
crosses a line break (cleaned bodies separate paragraphs by one) and never exceeds MAX_SENTENCE characters, so what
follows works on bounded input. When a full stop ends a sentence is data: lexicon/<language>/sentences.toml.
"""

import functools
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

from transforms.events.model import Sentence, Token

MAX_SENTENCE = 4000
"""Longest sentence, in characters: longer ones are lists or broken text, and are cut at a blank."""
MAX_TOKENS = 400
"""Longer sentences are lists or broken text: they report no event that can be told apart, and refer to nothing."""
_TITLE_SHARE, _TITLE_WORD = 0.6, 3
"""Of the words of a headline, those with a capital; letters of words that say nothing about that."""
_RARE_BREAKS = "\r\u2028\u2029\x85\x0b\x0c"
_LINE = re.compile(rf"[^\n{_RARE_BREAKS}]+")
_TOKEN = re.compile(
    r"[A-Z](?:\.[A-Z])+\b\.?"  # U.S., D.C., U.S
    r"|[a-z]\.[a-z]\."  # a.m., e.g.
    r"|[A-Z]{2}\.(?=\s?[A-Z]{2}\.)|(?<=[A-Z]{2}\.)[A-Z]{2}\.|(?<=[A-Z]{2}\.\s)[A-Z]{2}\."  # plurals: EE.UU., FF. AA.
    r"|['’´](?:[sS]|re|ve|ll|m)\b"  # the possessive is a token of its own: Beijing 's; so are short verbs: they 're
    r"|\d+(?:[.,:]\d+)*[^\W_]*"  # 3.5, 1,000, 9:30, 20th
    r"|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:['’](?!(?:[sS]|re|ve|ll|m)\b)[^\W_]+)*"  # words, O'Brien, accents as marks
    r"|\.{2,}|-{2,}|''|’’|\S"
)
_STOP = re.compile(
    r"[.!?…]++(?:[\"'”’)\]]|\s?»)*(?=\s|$)"  # the usual end, closing marks included
    r"|(?<=[a-z]{2})[.!?](?=[A-Z][a-z]+[\s,])"  # a blank lost between sentences
    r"|[.!?](?=[“«])"
    r"|[。！？؟।॥۔｡]+[」』”’\"）]*"  # sentence marks of other scripts
)
_MARK = re.compile(r"[.!?…。！？؟।॥۔｡]")
"""What _STOP begins with: a set of characters is searched for ten times faster than a choice of patterns."""
_RUN = re.compile(r"[.!?…]+")
_NEXT = re.compile(r"[\s\"'“‘«„(\[–—-]*")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$|[A-Z]$")
_DOUBLE, _SINGLE = '"“”„«»「」『』', "‘'"
_DOUBLED = re.compile(r"[\"“”„«»]|''|’’|``|[「」『』]")
"""The same where two single marks make a double one."""
_BETWEEN = re.compile(r"(?<![\w’'])[‘'](?=[^\s'’])([^‘\n]{1,300}?[\w.,!?…])['’](?![\w'’])")
_OPENING = re.compile(r"[‘'](?<![\w’'].)(?=[^\s'’])")
"""What _BETWEEN begins with."""

_MAX_PIECE = 40
"""Longest string without blanks that is remembered: words come again, broken text does not."""
_MAX_PIECES = 1 << 15
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class _Marks:
    titles: frozenset[str]
    maybe: frozenset[str]
    before_numbers: frozenset[str]
    months: frozenset[str]
    after_clock: frozenset[str]
    starters: frozenset[str]
    states: frozenset[str]
    articles: frozenset[str]
    glued: frozenset[str]


@functools.cache
def _marks(language: str) -> _Marks:
    path = files("transforms.events").joinpath("lexicon", language, "sentences.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    return _Marks(*(frozenset(data.get(name, "").split()) for name in _Marks.__slots__))


def split(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of a text, in order; blanks around them belong to none. Never fails, whatever the text."""
    marks, out = _marks(language), list[Sentence]()
    lines = _lines(text)
    lines = [(start, end) for start, end in lines if not (text[start].isspace() and text[start:end].isspace())]
    if "''" in text or "’’" in text or "``" in text:
        double = [m.span() for m in _DOUBLED.finditer(text)]
    else:
        double = [(at, at + 1) for at in _places(text, _DOUBLE)]
    single = [at for at in _places(text, _SINGLE) if _OPENING.match(text, at)]
    glued = _glued(text, marks.glued)
    for n, (start, end) in enumerate(lines):
        spans, quotes = _spans(text, start, end, marks), list[tuple[int, int]]()
        if glued:
            spans = _cut(spans, glued)
        doubles = double[bisect_left(double, (start,)) : bisect_left(double, (end,))] if double else double
        singles = bool(single) and bisect_left(single, start) < bisect_left(single, end)
        if doubles or singles:
            follows = lines[n + 1][0] if n + 1 < len(lines) else len(text)
            goes_on = text[follows : follows + 1] in ('"', "“", "«", "„")
            quotes = _quotes(text, (start, end), spans, doubles, singles=singles, goes_on=goes_on)
        for lo, hi in spans:
            out.append(_sentence(text[lo:hi], lo, hi, _inside(quotes, lo, hi) if quotes else ()))
    return tuple(out)


def _glued(text: str, openers: Iterable[str]) -> list[int]:
    """Where sentences begin that a headline or caption stands before without a mark: 'More on this: Peru signs pact The
    minister said'. Behind a word in small letters, within a line, none of these words has a capital otherwise."""
    out = list[int]()
    for word in openers:
        opener = f" {word} "
        at = text.find(opener, 2)
        while at >= 0:
            past = at + len(opener)
            if text[at - 1].islower() and text[at - 2].isalpha() and text[past : past + 1].islower():
                out.append(at + 1)
            at = text.find(opener, past - 1)
    return sorted(out)


def _cut(spans: list[tuple[int, int]], at: list[int]) -> list[tuple[int, int]]:
    """Spans, cut at some places that are in order."""
    out = list[tuple[int, int]]()
    for lo, hi in spans:
        for place in at[bisect_right(at, lo) : bisect_left(at, hi)]:
            out.append((lo, place - 1))
            lo = place
        out.append((lo, hi))
    return out


def _lines(text: str) -> list[tuple[int, int]]:
    """Where the lines of a text stand that have anything in them."""
    if any(map(text.__contains__, _RARE_BREAKS)):
        return [m.span() for m in _LINE.finditer(text)]
    out, at = [], 0
    for line in text.split("\n"):  # five times as fast
        end = at + len(line)
        if line:
            out.append((at, end))
        at = end + 1
    return out


def whole(text: str) -> Sentence:
    """A text as one sentence, whatever its length and marks."""
    return _sentence(text, 0, len(text), ())


def tokenize(text: str) -> tuple[Token, ...]:
    """Words, numbers and marks; hyphens, the possessive 's and short verbs ('re, 've, 'll) are tokens of their own."""
    return whole(text).tokens


def _sentence(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> Sentence:
    # No token reaches over a blank, so that a piece between blanks has the same tokens wherever it stands.
    words, lowers, steps, capitals = list[str](), list[str](), [start], 0
    for its_words, its_lowers, its_steps, its_capitals in map(_PIECES.__getitem__, text.split()):
        words += its_words
        lowers += its_lowers
        steps += its_steps
        capitals += its_capitals
    # Where single blanks stand between the pieces, as nearly always, the last step leads one past the text.
    *starts, past = accumulate(steps)
    placed = tuple(starts) if past == end + 1 else _starts(text, start, words)
    return Sentence(text, start, end, tuple(words), tuple(lowers), placed, quotes, capitals)


def _places(text: str, marks: str) -> list[int]:
    """Where some characters stand, in order: looking for one after the other is three times faster than for a set."""
    out = list[int]()
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            out.append(at)
            at = text.find(mark, at + 1)
    return sorted(out)


def _starts(text: str, start: int, words: Iterable[str]) -> tuple[int, ...]:
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        out.append(start + at)
        at += len(word)
    return tuple(out)


class Remembered(dict[str, _Answer]):
    """What a function says of words, asked once for each; emptied when full. Quicker than functools.lru_cache, which
    keeps an order of use."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], _Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> _Answer:
        answer = self._ask(word)
        if len(word) <= _MAX_PIECE:
            if len(self) >= _MAX_PIECES:
                self.clear()
            self[word] = answer
        return answer


_Piece = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...], int]
"""The tokens of a string without blanks; the same in lower case; how far it is from each to the next one, a blank after
the last; how many are in capitals."""


def _taken_apart(piece: str) -> _Piece:
    words = (piece,) if piece.isalpha() else tuple(_TOKEN.findall(piece))
    lowers = tuple([word.lower() for word in words])
    if "’" in piece:
        lowers = tuple([w.replace("’", "'") if len(w) > 1 else w for w in lowers])
    steps = list(map(len, words))
    steps[-1] += 1
    return words, words if lowers == words else lowers, _shared(tuple(steps)), sum(map(str.isupper, words))


@functools.lru_cache(maxsize=4096)
def _shared(steps: tuple[int, ...]) -> tuple[int, ...]:
    """One tuple for all that are equal: few are asked for all the time, and stay in the processor's cache."""
    return steps


_PIECES = Remembered(_taken_apart)


def _spans(text: str, start: int, end: int, marks: _Marks) -> list[tuple[int, int]]:
    """The sentences of one line as (start, end), trimmed and bounded."""
    out: list[tuple[int, int]] = []
    lo, mark = start, _MARK.search(text, start, end)
    while mark:
        past = mark.end()
        m = _STOP.match(text, past - 1, end)
        if m is None and (run := _RUN.match(text, past, end)):
            past = run.end()  # of several marks the last may be one
            m = _STOP.match(text, past - 1, end)
        if m:
            past = m.end()
            if past < end and _ends(text, lo, m, end, marks):
                _add(out, text, lo, past)
                lo = past
        mark = _MARK.search(text, past, end)
    _add(out, text, lo, end)
    return out


def _add(out: list[tuple[int, int]], text: str, lo: int, hi: int) -> None:
    """Take down a sentence, in parts where it is too long."""
    while lo < hi and text[lo].isspace():
        lo += 1
    while lo < hi and text[hi - 1].isspace():
        hi -= 1
    while hi - lo > MAX_SENTENCE:
        cut = text.rfind(" ", lo + 1, lo + MAX_SENTENCE)
        cut = cut if cut > 0 else lo + MAX_SENTENCE
        out.append((lo, cut))
        lo = cut
        while lo < hi and text[lo].isspace():
            lo += 1
    if lo < hi:
        out.append((lo, hi))


def _ends(text: str, lo: int, stop: re.Match[str], end: int, marks: _Marks) -> bool:
    """Whether the mark at `stop` ends the sentence that began at `lo`; something follows it on the line."""
    mark, after = stop.group(), _NEXT.match(text, stop.end(), end)
    at = after.end() if after else stop.end()
    if at >= end:
        return text[stop.end() : end].strip() == "" or at > stop.end()
    if mark[0] not in ".!?…":
        return True
    following = text[at]
    if following.islower():
        return False  # 'Why?' she asked; e.g. this
    if mark[0] != "." or len(mark) > 1:
        return True
    word = text[max(text.rfind(" ", lo, stop.start()) + 1, lo) : stop.start()].lstrip("(\"'“‘«[")
    word = word[word.rfind("-") + 1 :][-_MAX_PIECE:]
    m = _WORD.match(text, at, end)
    next_word = m.group() if m else ""
    opens = next_word in marks.starters and text[at + len(next_word) : at + len(next_word) + 1] != "."
    if word in marks.titles:
        return False
    if word in ("a.m", "p.m"):
        return next_word not in marks.after_clock and not following.isdigit()
    if word in marks.maybe or ((word[-1:].isupper() or word[-2:-1] == ".") and _ACRONYM.search(word)):
        if word in marks.states and _last(text, lo, stop.start() - len(word)) not in marks.articles:
            return False  # 'Senior U.S. Officials said'
        return opens or (following in '"“' or text[at - 1] in '"“')
    if word in marks.months:
        return opens
    if word in marks.before_numbers:
        return not following.isdigit()
    return not (word.isdigit() and len(word) < 3 and not text[lo : stop.start() - len(word)].strip())


def _last(text: str, lo: int, hi: int) -> str:
    """The last word of a span in lower case; '' where it is the only one, or there is none."""
    before = text[max(lo, hi - _MAX_PIECE) : hi].split()
    return before[-1].lower() if len(before) > 1 or hi - lo > _MAX_PIECE else ""


def _quotes(
    text: str,
    line: tuple[int, int],
    spans: list[tuple[int, int]],
    doubles: list[tuple[int, int]],
    *,
    singles: bool,
    goes_on: bool,
) -> list[tuple[int, int]]:
    """What stands between quotation marks on one line, marks excluded. `doubles`: where its double marks stand;
    `singles`: whether single ones open there.

    A quotation left open runs to the end of the line where the next line opens with a mark (the usage for quotations
    of several paragraphs), otherwise to the end of its sentence.
    """
    out: list[tuple[int, int]] = []
    opened: int | None = None
    closer = ""
    for a, b in doubles:
        mark = text[a:b]
        if opened is None:
            if mark in _CLOSERS:
                opened, closer = b, _CLOSERS[mark]
        elif mark in closer or (mark in ("''", "’’") and '"' in closer):
            out.append((opened, a))
            opened = None
    if opened is not None:
        out.append((opened, line[1] if goes_on else next(hi for _, hi in spans if hi >= opened)))
    if singles:
        between = [m.span(1) for m in _BETWEEN.finditer(text, *line)]
        out += [(a, b) for a, b in between if not _inside(out, a, b) and _holds(spans, a, b)]
        out.sort()
    return [(a, b) for a, b in out if a < b]


def _holds(spans: list[tuple[int, int]], a: int, b: int) -> bool:
    """Whether one of the ordered spans holds a..b."""
    n = bisect_right(spans, a, key=itemgetter(0))
    return n > 0 and b <= spans[n - 1][1]


def _inside(quotes: list[tuple[int, int]], lo: int, hi: int) -> tuple[tuple[int, int], ...]:
    """What lies in lo..hi of spans that are in order and do not overlap."""
    n, out = bisect_right(quotes, lo, key=itemgetter(1)), []
    while n < len(quotes) and quotes[n][0] < hi:
        out.append((max(quotes[n][0], lo), min(quotes[n][1], hi)))
        n += 1
    return tuple(out)


_CLOSERS = {'"': '"”“', "“": '”"', "„": '“”"', "«": "»", "»": "«", "``": '"', "''": '"', "「": "」", "『": "』"}
"""Opening mark -> the marks that close it; an ASCII pair may be mixed with typographic ones by an editor's tool."""


def is_title(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is a headline with capitals throughout; with a full stop it may only be full of names."""
    capitals = [t.text[0].isupper() for t in tokens if len(t.text) > _TITLE_WORD and t.text[0].isalpha()]
    if tokens and tokens[-1].text == ".":
        return bool(capitals) and all(capitals)
    return sum(capitals) > _TITLE_SHARE * len(capitals)
