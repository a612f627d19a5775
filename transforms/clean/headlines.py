"""Related headlines: other articles' titles that stand between, or inside, the paragraphs of this one.

A line between two paragraphs without a full stop may be a related headline, a crosshead or a sentence that lost its
stop. Only what is clearly a headline goes; the signs, each worth a point or two, are in `points`. Crossheads stay:
they are part of the article, and a line of up to five words is always taken for one, unless an update count "(1)" or
a label ("Explainer: ...") says otherwise. Four headline-like lines in one text are its own structure and all stay.
"""

import re
from collections.abc import Iterator
from functools import cache

from transforms.clean.paragraphs import CLOSERS, STOPS
from transforms.clean.tables import phrases, words

_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_COUNT = re.compile(r"\s\(\d\)$")
_CLOSING = frozenset(STOPS + ":;,")
CLEAR = 2
"""Points at which a line is a related headline."""


@cache
def _attributed() -> re.Pattern[str]:
    """A headline's last words: a colon and who says so."""
    return re.compile(rf"[^:]{{20,160}}(?<=\w): (?:{phrases('attributions')})$")


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{phrases('labels')}) ?[:|] ?\S.{{14,160}}$|(?:{phrases('labels').upper()}) [–—-] ?\S.{{14,160}}$",
        re.IGNORECASE,
    )


def is_closed(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return line.rstrip(CLOSERS)[-1:] in _CLOSING or line[-1:] in ("”", '"', "»")


def points(line: str) -> int:
    """How much a line without a full stop looks like the headline of another article; CLEAR or more: it is one."""
    if not 12 <= len(line) <= 200:
        return 0
    if _COUNT.search(line) or _attributed().match(line) or _labelled().match(line):
        return CLEAR
    found = _WORD.findall(line)
    if not 6 <= len(found) <= 22:
        return 0
    letters = [c for c in line if c.isalpha()]
    capital = sum(map(str.isupper, letters))
    if not capital or line[-1:] in "!?":
        return 0
    lower = [w.lower() for w in found]
    verb = any(w in words("verbs") for w in lower[1:])
    if capital >= 0.9 * len(letters):
        return CLEAR if verb else 0
    if _titled(found):
        verb = any(w[0].isupper() and w.lower() in words("verbs") for w in found[1:])
        return (1 if verb else 0) + (1 if len(found) >= 7 else 0) + (1 if " as " in line or ": " in line else 0)
    if verb and not any(w in words("plain") for w in lower) and len(found) <= 16 and not re.search(r"\w\w+ed\b", line):
        return CLEAR
    return 0


def _titled(found: list[str]) -> bool:
    """Title case: of the words that it writes large, nearly all are, and no verb is small."""
    large = [w for w in found if w.lower() not in words("small")]
    if len(large) < 5 or any(w.islower() and w in words("verbs") for w in found):
        return False
    return sum(w[0].isupper() or w[0].isdigit() for w in large) >= 0.9 * len(large)


def related(found: list[str]) -> list[int]:
    """Which of the paragraphs are related headlines."""
    open_lines = [i for i, line in enumerate(found) if len(line) <= 200 and not is_closed(line)]
    if not open_lines:
        return []
    marked = [i for i in open_lines if _COUNT.search(found[i]) or _attributed().match(found[i])]
    others = []
    if len(open_lines) - len(marked) < 4:  # more are a structured text's own crossheads
        others = [i for i in open_lines if i not in marked and points(found[i]) >= CLEAR]
    out = []
    for i in sorted(marked + others):
        between = 0 < i < len(found) - 1 and _prose(found, i - 1, -1) and _prose(found, i + 1, 1)
        if between or (i == len(found) - 1 > 0 and i in marked and _prose(found, i - 1, -1)):
            out.append(i)
    return out


def _prose(found: list[str], i: int, step: int) -> bool:
    """Whether the next paragraph in that direction that is no short open line is prose."""
    while 0 <= i < len(found) and len(found[i]) <= 200 and not is_closed(found[i]):
        i += step
    return 0 <= i < len(found) and is_closed(found[i])


# ------------------------------------------------------------------------------------------ glued into a paragraph

_BREAK = re.compile(r"(?<=[\w%)’']) (?=[“\"‘]?[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ])")
_SPOKE = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){0,3}"
    r"(?:, (?:an?|the|who|which|whose)\b[^.!?]{3,200}, (?:said|told|says|added|warned|noted|described|called)\b"
    r"| (?:said|told|added|warned|noted|described|called|also|was|were|is|are|has|had)\b)"
)
_GLUE_WINDOW = 240
_GLUED_COUNT = re.compile(r"[^.!?“”\"]{20,160}\(\d\) (?=[“\"‘]?[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_NAME = r"[^\W\d_][\w’'.-]*"
_SAID = r"(?:said|told|had|has|was|is|were|are|will|also)\b"
_SMALL_NEXT = re.compile(
    rf"[“\"‘]?{_NAME} (?:[a-zß-öø-ÿа-яё]|[A-Z][\w’'.-]*(?: {_SAID}|, (?:an?|the|who|which|whose)\b))"
    rf"|{_NAME}, (?:an?|the|who|which|whose)\b"
)
"""After a break, a sentence begins: one large word then a small one, or a name and what is said of it."""
_LONG_NAME_NEXT = re.compile(rf"[“\"‘]?{_NAME} (?:[A-Z][\w’'.-]* ){{1,2}}(?:[a-z]|[A-Z][\w’'.-]*, )")
_PROMPT = re.compile(
    r"[>»→▶►• ]*(?:read|related|also|see|watch|sign|subscribe|download|get|follow|join|click|tap|share"
    r"|learn|scroll|continue|story"
    r"|article|advert|sponsored|publici|anzeige|view|video|photo|image|file photo|lire|à lire|la suite|lea"
    r"|leer|lee|te puede|leia|lesen|siehe"
    r"|leggi|читайте|по теме|подпи|more|most|don['’]t|explainer|listen|support|donate|leave|comment|tags"
    r"|updated|published|https?:|pic\.)",
    re.IGNORECASE,
)
_OPEN_LEFT = re.compile(r"[.;,:—–-]$")


@cache
def _glued_attribution() -> re.Pattern[str]:
    return re.compile(
        rf"[^:.!?“”\"]{{24,160}}\w: (?:{phrases('attributions')}) (?=[“\"‘]?[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'.-]*[ ,])"
    )


def glued(sentence: str, text: str) -> int:
    """Where a sentence begins that has a related headline glued before it; 0 if it has none.

    A name that also stands elsewhere in the text is not cut in two.
    """
    if len(sentence) < 60:
        return 0
    if match := _glued_attribution().match(sentence, 0, _GLUE_WINDOW):
        return match.end() if _has_verb(match[0]) else 0
    if match := _GLUED_COUNT.match(sentence, 0, _GLUE_WINDOW):
        return match.end()
    begins = _WORD.findall(sentence[:70])
    capitals = sum(w.islower() and w not in words("small") for w in begins) <= 1
    best = 0
    for match in _BREAK.finditer(sentence, 24, _GLUE_WINDOW):
        left, right = sentence[: match.start()], sentence[match.end() :]
        if "“" in left or '"' in left or _OPEN_LEFT.search(left):
            continue
        last, first = left.rsplit(" ", 1)[-1], right.split(" ", 1)[0].strip('“"‘,')
        if last.lower() in words("before_names") or text.count(f"{last} {first}") > 1:
            continue
        if capitals and (left.isupper() or _titled(_WORD.findall(left))):
            # a headline in capitals ends where a capital is followed by small letters again
            if (
                not right.split(" ", 1)[0].isupper()
                and _SMALL_NEXT.match(right)
                and points(left) > CLEAR - left.isupper()
            ):
                best = match.end()
                break
            continue
        opens = first.lower() in words("openers") and right[len(first) : len(first) + 2].strip()[:1].islower()
        named = (last[0].islower() or last.isupper()) and _SPOKE.match(right)
        if (opens or named) and points(left) >= CLEAR and _closes_headline(left, opens):
            best = match.end()
            break
    return best


def prompt_ends(sentence: str) -> Iterator[int]:
    """Where a prompt or labelled headline that a sentence may open with can end: before a new sentence's capital."""
    if not _PROMPT.match(sentence):
        return
    for match in _BREAK.finditer(sentence, 4, _GLUE_WINDOW):
        last = sentence[: match.start()].rsplit(" ", 1)[-1]
        if last.lower() in words("before_names") or last.lower() in words("small"):
            continue
        if _SMALL_NEXT.match(sentence, match.end()) or (
            last.islower() and _LONG_NAME_NEXT.match(sentence, match.end())
        ):
            yield match.end()


def _has_verb(text: str) -> bool:
    return any(w.lower() in words("verbs") for w in _WORD.findall(text))


def _closes_headline(left: str, opens: bool) -> bool:
    """Whether the words before a break can end a headline: no verb, article or preposition stands last."""
    last = left.rsplit(" ", 1)[-1].strip("’'").lower()
    return (
        last not in words("verbs")
        and last not in words("small")
        and last not in words("plain")
        and (opens or len(left) >= 36)
    )
