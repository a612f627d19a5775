"""White space, lines and paragraphs: what a text's breaks are, and where an unbroken text gets some.

In: raw text. Out: paragraphs, each one line. A text that is properly broken keeps its breaks; lines wrapped at a
column are joined; an unbroken text is split into paragraphs of two to four sentences.
"""

import re
from collections.abc import Collection
from itertools import pairwise

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS = "\t\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NOTHING = "\u00ad\u200b\u2060\ufeff\u180e"  # joiners (200c, 200d) and direction marks are text
_CONTROLS = "".join(chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in _BREAKS + _BLANKS + "\n")
_FOLD: dict[int, str | None] = {
    **{ord(c): "\n" for c in _BREAKS},
    **{ord(c): " " for c in _BLANKS},
    **{ord(c): None for c in _NOTHING + _CONTROLS},
}

WRAP_COLUMNS = (48, 100)
"""Widest line of a text that is wrapped at a column."""
_LIST_ITEM = re.compile(r"(?:[-*•·–—‣▪●○►➤] ?|\(?\d{1,3}[.)] |\(?[a-z][.)] |#{1,6} )")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
STOPS = ".!?…。！？؟।॥։"
CLOSERS = "\"'”’»›)]）」』】*"
OPENERS = "\"'“‘«‹([（「『【„"


def fold(text: str) -> str:
    """One kind of line break, one kind of space, none at the ends of lines; nothing invisible but joiners."""
    if "  " in text or not all(map(str.isprintable, text.split("\n"))):
        text = text.replace("\r\n", "\n").translate(_FOLD)
        text = _SPACES.sub(" ", text)
    return text


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, wrapped lines joined, none empty."""
    lines = [line.strip() for line in fold(text).split("\n")]
    width = max(map(len, lines), default=0)
    if len(lines) < 4 or not WRAP_COLUMNS[0] <= width <= WRAP_COLUMNS[1] or not _wrapped(lines, width):
        return [line for line in lines if line]
    out: list[str] = []
    last = ""
    for line in lines:
        if line and last and out and _continues(last, line, width):
            out[-1] += ("" if last.endswith("-") or (_CJK.match(line) and _CJK.match(last[-1])) else " ") + line
        elif line:
            out.append(line)
        last = line
    return out


def _wrapped(lines: list[str], width: int) -> bool:
    """Whether most breaks inside blocks stand where the next word would not have fitted, and often mid-sentence."""
    inside = full = mid = 0
    for line, following in pairwise(lines):
        if line and following:
            inside += 1
            if _fills(line, following, width):
                full += 1
                mid += line[-1] not in STOPS + CLOSERS + ":"
    return inside >= 3 and full >= 0.6 * inside and mid >= 0.5 * full


def _fills(line: str, following: str, width: int) -> bool:
    word = 1 if _CJK.match(following) else len(following.split(" ", 1)[0]) + 1
    return len(line) + word > width - 4


def _continues(line: str, following: str, width: int) -> bool:
    return _fills(line, following, width) and not _LIST_ITEM.match(following)


# ---------------------------------------------------------------------------------------------------- sentences

_END = re.compile(r"(?:(?<![.!?…؟।॥])[.!?…؟।॥]++[\"'”’»›)\]*]*+(?=\s)|[。！？]+[”’」』）】]*)\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“‘'«-])(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Ste|Sgt|Gen|Lt|Col|Capt|Cmdr|Adm|Maj|Brig|Sen|Rep|Gov|Pres|Amb|Rev|Hon|Fr|Sr|Jr"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|Nos|Vol|vs|v|cf|ca|approx|al|etc|Inc|Ltd|Co|Corp"
    r"|Bros|Mt|Ft|Ave|Blvd"
    r"|a\.m|p\.m|e\.g|i\.e|M|Mme|Mlle|MM|Sr|Sra|Srta|Dra|Ud|EE|UU|EE\.UU|Hr|Fr|bzw|z\.B|usw|Nr|г|ул|им|см"
    r"|т\.е|т\.д|т\.п)"
    r"|[A-ZА-ЯÀ-Þ]|(?:[A-Z]\.)+[A-Z])\.$"
)  # fmt: skip
_ACRONYM = re.compile(r"(?:[A-Za-z]\.){2,}$|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr)\.$")
_STARTS = re.compile(r"(?:https?://|www\.|pic\.)|[\"'“‘«(\[„¿¡]*(?:[^\W\d_a-zß-öø-ÿа-яё]|\d|[©#•—–@-])")
_STARTERS = re.compile(
    r"[\"“‘«(]*(?:The|A|An|In|On|At|But|And|He|She|It|They|We|His|Her|Their|This|That|These|Those|There"
    r"|However|Meanwhile|After|Before|When|While|As|For"
    r"|With|If|Last|Earlier|Both|Some|Many|Also|By|Since|Under|According)\b"
)  # fmt: skip


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, for its furniture and its breaks only; joined by " " (or nothing, after 。)."""
    out: list[str] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end == len(text):
            break
        if text[match.start()] in "。！？":
            out.append(text[start:end].rstrip())
            start = end
            continue
        if not _STARTS.match(text, end):
            continue
        before = text[max(start, match.start() - 12) : match.start() + 1]
        abbreviated = text[match.start()] == "." and _ABBREVIATION.search(before)
        if abbreviated and not (_ACRONYM.search(before) and _STARTERS.match(text, end)):
            continue
        out.append(text[start:end].rstrip())
        start = end
    if start < len(text):
        out.append(text[start:].rstrip())
    return out


# ------------------------------------------------------------------------------------------- unbroken documents

UNBROKEN_SENTENCES = 5
UNBROKEN_CHARACTERS = 500
"""A text in one paragraph is unbroken when it has this many sentences and characters; CJK counts threefold."""
_ENOUGH = 340
_CLINGS = re.compile(
    r"(?:He|She|They|It|This|That|These|Those|Her|His|Their|Its|Il|Elle|Él|Ella|Er|Sie|Он|Она|Они)\b"
    r"|(?:[A-Z][\w.’'-]+ ){1,3}(?:added|continued|went on|concluded)\b"
)


def size(text: str) -> int:
    """Characters, those of Chinese and Japanese counted threefold: what they say takes a third of the room."""
    return len(text) + 2 * len(_CJK.findall(text)) if len(text) < 20_000 else len(text)


def is_unbroken(found: list[str]) -> bool:
    """Whether the text is one long paragraph (short lines aside), which no editor would print."""
    longest = max(found, key=len, default="")
    if 3 * len(longest) < UNBROKEN_CHARACTERS or 10 * sum(map(len, found)) > 11 * len(longest) + 2000:
        return False
    others = sum(len(p) > 160 for p in found) - 1
    return (
        others == 0 and size(longest) >= UNBROKEN_CHARACTERS and len(sentences(longest[:20_000])) >= UNBROKEN_SENTENCES
    )


def split_unbroken(found: list[str], breaks: Collection[int] = ()) -> list[str]:
    """Sentences -> paragraphs of two to four; never inside a quotation, what clings to a sentence stays with it.

    Splitting a paragraph that this made gives that paragraph: each break depends on what is before it and on the
    next sentence only, and a last sentence alone joins the paragraph before it. `breaks`: sentences that certainly
    begin a paragraph.
    """
    out: list[list[str]] = [[]]
    depth = 0
    long = 0
    for i, sentence in enumerate(found):
        out[-1].append(sentence)
        long += size(sentence)
        depth = _depth(sentence, depth)
        count = len(out[-1])
        if i + 1 == len(found):
            break
        if i + 1 in breaks:
            out.append([])
            long = depth = 0
        elif depth > 0:
            continue
        elif (count >= 2 and long >= _ENOUGH and not (_CLINGS.match(found[i + 1]) and count < 4)) or count >= 4:
            out.append([])
            long = 0
    if len(out) > 1 and len(out[-1]) == 1 and len(out[-2]) < 4:
        last = out.pop()
        out[-1] += last
    return [join(part) for part in out if part]


def join(parts: list[str]) -> str:
    """Sentences -> text; no space after a Chinese or Japanese full stop."""
    text = ""
    for part in parts:
        text += part if not text or (text[-1] in "。！？」』）" and _CJK.match(part)) else f" {part}"
    return text


def _depth(sentence: str, depth: int) -> int:
    """Quotations open at the end of the sentence; one that never closes counts for at most eight sentences."""
    opened = sentence.count("“") + sentence.count("«") + sentence.count("「")
    closed = sentence.count("”") + sentence.count("»") + sentence.count("」")
    if sentence.count('"') % 2:
        return 0 if depth else 1
    return max(0, min(depth + opened - closed, 1))
