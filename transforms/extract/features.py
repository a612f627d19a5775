"""What can be seen of a block, as names: `words:13-20:p`, `near:caption:in`, `core:in1`.

In: the blocks of a page and what its metadata says. Out: for each block the names of what holds of it, those of its
place and its own, and after a first judgement those of its company. The weights of the names stand in weights.toml;
scoring.py adds them up. Nothing here is of one site or one language.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from transforms.extract.blocks import HEADINGS, Block, Node
from transforms.extract.hints import elements, names_of
from transforms.extract.layout import Layout

MAX_BOX = 450
"""Characters of the largest element that counts as a box beside the text."""

_WORDS = ((2, 3, 5, 8, 13, 21, 41, 81), ("1", "2", "3-4", "5-7", "8-12", "13-20", "21-40", "41-80", "81-"))
_SHARE = ((0.001, 0.1, 0.25, 0.5, 0.8, 0.98), ("0", "-.1", "-.25", "-.5", "-.8", "-.98", "1"))
_MASS = (
    (0.001, 0.02, 0.05, 0.1, 0.25, 0.5, 0.8, 0.95),
    ("0", "-.02", "-.05", "-.1", "-.25", "-.5", "-.8", "-.95", "1"),
)
_COUNT = ((2, 4, 10, 30), ("1", "2-3", "4-9", "10-29", "30-"))
_AFTER = ((20, 100, 400, 1500), ("0", "-100", "-400", "-1500", "1500-"))
_DONE = ((0.001, 0.1, 0.5, 0.9, 0.999), ("0", "-.1", "-.5", "-.9", "-1", "1"))
_BOX = ((60, 150, 300), ("60", "150", "300", "450"))
_COMMAS = ((1, 2, 4), ("0", "1", "2-3", "4-"))

_PARTS, _TAGS = elements("parts"), elements("named")
_KINDS = {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "td": "cell",
    "th": "cell",
    "p": "p",
    "figcaption": "cap",
} | dict.fromkeys(HEADINGS, "head")
_STOPS = frozenset(".!?…。！？؟۔।")
_QUOTES = "\"'”’»«“)]」』 "
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
_SIGNS = re.compile(r"[|©®›»→•·@#]|https?:|www\.")
_CREDITS = (
    *("photo", "foto", "bild", "image", "credit", "crédit", "getty", "afp", "dpa", "reuters", "ap", "epa"),
    *("shutterstock", "istock", "pixabay", "unsplash", "imago", "picture alliance", "courtesy", "via", "handout"),
)
_CREDIT = re.compile(
    r"\b(?:photos?|fotos?|bild(?:er)?|images?|cr[ée]dits?|getty|afp|dpa|reuters|ap|epa|shutterstock|istock|pixabay|unsplash"
    r"|imago|picture alliance|courtesy|via|handout)\b"
)
"""Of lower-cased text; dear to try, so that _CREDITS are looked for first."""
_DIGITS = re.compile(r"\d")
_ALNUM = re.compile(r"[\W_]+")
_MARKS = {code: " " for code in range(128) if not chr(code).isalnum()}


FAR = 0.02
"""The probability of a block that is not judged."""
_SLIGHT = frozenset(("link", "short"))
"""A block of such a shape outside of both core and root is far: it is not judged, it is out."""
_NO_NAMES: list[str] = []


class Known(NamedTuple):
    """What the page's metadata says of its text, squeezed."""

    title: str = ""
    description: str = ""
    body: str = ""
    """The articleBody of its structured data; sometimes the beginning only."""


class Sight(NamedTuple):
    """The names of a page's blocks; none for those that are far (slight ones outside of core and root)."""

    places: list[list[str]]
    """Of each block's place; the same list object for blocks whose places are alike."""
    own: list[list[str]]


def squeeze(text: str) -> str:
    """Letters and digits only, in lower case: what is compared when punctuation may differ."""
    if text.isascii():  # the same in a quarter of the time
        return "".join(text.translate(_MARKS).split()).lower()
    return _ALNUM.sub("", text).lower()


def see(blocks: Sequence[Block], layout: Layout, known: Known) -> Sight:
    """The names of what holds of each block by itself, its place and its neighbours' shapes."""
    places = _Places(layout)
    shapes = ["none", "none", *map(_shape, blocks), "none", "none"]
    seen: set[str] = set()
    after_h1, walked, done, total = False, 0, 0.0, layout.mass
    all_places, all_own = [], []
    for at, block in enumerate(blocks, start=2):
        node = block.node
        before, shape, after = shapes[at - 1], shapes[at], shapes[at + 1]
        if shape in _SLIGHT and not layout.holds(node):
            walked += len(block.text) // 6
            all_places.append(_NO_NAMES)
            all_own.append(_NO_NAMES)
            continue
        all_places.append(places.of(node))
        names = _text(block)
        names += (
            f"prev:{before}",
            f"next:{after}",
            f"mid:{shape}:{before}:{after}",
            f"prev2:{shapes[at - 2]}",
            f"next2:{shapes[at + 2]}",
        )
        text = block.text
        if len(text) > 20:
            _compare(text, known, names)
            if text in seen:
                names.append("repeated")
            seen.add(text)
        if node.tag == "h1":
            after_h1, walked = True, 0
        names.append(f"h1:{_bin(walked, _AFTER)}" if after_h1 else "h1:before")
        walked += len(text) // 6
        names.append(f"done:{_bin(done / total, _DONE)}" if total else "done:none")
        if shape == "prose":
            done += block.mass
        all_own.append(names)
    return Sight(all_places, all_own)


def company(blocks: Sequence[Block], first: Sequence[float]) -> list[tuple[str, ...]]:
    """The names of what a first judgement (probabilities) says of each block, its neighbours and its like."""
    count = len(blocks)
    sizes = [len(block.text) for block in blocks]
    alike: dict[str, list[float]] = {}
    beside: dict[Node | None, list[float]] = {}
    for block, size, share in zip(blocks, sizes, first, strict=True):
        for group in (
            alike.setdefault(block.node.signature, [0.0, 0.0]),
            beside.setdefault(block.node.parent, [0.0, 0.0]),
        ):
            group[0] += size
            group[1] += size * share
    total = sum(size * share for size, share in zip(sizes, first, strict=True)) or 1.0
    steps = [_step(share) for share in first]
    padded = [-1] * 4 + steps + [-1] * 4
    out: list[tuple[str, ...]] = []
    done = 0.0
    for at in range(count):
        share, size, step = first[at], sizes[at], steps[at]
        if share == FAR:
            out.append(())
            done += share * size
            continue
        before, after = padded[at + 3], padded[at + 5]
        node = blocks[at].node
        out.append(
            (
                _P[step],
                _P_PREV[before],
                _P_NEXT[after],
                _P_BOTH[min(before, after)],
                _P_PREV4[max(padded[at : at + 4])],
                _P_NEXT4[max(padded[at + 5 : at + 9])],
                _P_ALIKE[_others(alike[node.signature], size, share)],
                _P_BESIDE[_others(beside[node.parent], size, share)],
                _P_BEFORE[_part(done / total)],
                _P_AFTER[_part(1 - (done + share * size) / total)],
            )
        )
        done += share * size
    return out


def _others(group: list[float], size: int, share: float) -> int:
    rest = group[0] - size
    return _step((group[1] - size * share) / rest) if rest > 0 else -1


def _step(probability: float) -> int:
    return 6 if probability >= 0.857 else int(probability * 7) if probability > 0 else 0


def _part(share: float) -> int:
    if share <= 0.002:
        return -1
    return int(share * 20) if share < 0.1 else min(5, 2 + int(share * 3.99))


def _steps(name: str, none: str = "x", count: int = 7) -> tuple[str, ...]:
    """The names of a kind by number; -1 is none."""
    return (*(f"{name}:{step}" for step in range(count)), f"{name}:{none}")


_P, _P_PREV, _P_NEXT, _P_BOTH = _steps("p"), _steps("p-prev"), _steps("p-next"), _steps("p-both")
_P_PREV4, _P_NEXT4 = _steps("p-prev4", "0"), _steps("p-next4", "0")
_P_ALIKE, _P_BESIDE = _steps("p-alike"), _steps("p-beside")
_P_BEFORE, _P_AFTER = _steps("p-before", "none", 6), _steps("p-after", "none", 6)


class _Places:
    """The names of elements' places; siblings that are alike share them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.total = layout.core.mass or 1.0
        self.boxes: dict[Node | None, Node | None] = {}
        self.known: dict[tuple[object, ...], list[str]] = {}

    def of(self, node: Node) -> list[str]:
        above_core, above_root = self.layout.above_core, self.layout.above_root
        box = self.box(node)
        mass = bisect_right(_MASS[0], node.mass / self.total)
        key = (node.parent, node.signature, node.marks, node.apart, mass, box, node in above_core, node in above_root)
        names = self.known.get(key)
        if names is None:
            names = self.known[key] = [*_place(node, self.layout), f"mass0:{_MASS[1][mass]}", *_box(box)]
        return names

    def box(self, node: Node) -> Node | None:
        """box_of, walked once for elements that hold one block."""
        if node.blocks > 1 or node in self.layout.above_core or node in self.layout.above_root:
            return box_of(node, self.layout)
        if node.chars > MAX_BOX or node.parent is None:
            return None
        parent = node.parent
        if parent not in self.boxes:
            self.boxes[parent] = box_of(parent, self.layout)
        return self.boxes[parent]


def _box(box: Node | None) -> list[str]:
    if box is None:
        return ["box:none"]
    return [
        f"box:{_bin(box.linked / box.chars, _SHARE)}:{'head' if box.heads else 'plain'}",
        f"boxsize:{_bin(box.chars, _BOX)}:{min(box.blocks, 4)}",
    ]


def _place(node: Node, layout: Layout) -> list[str]:
    """The names of an element's place."""
    tag, parent, core, root = node.tag, node.parent, layout.core, layout.root
    names = [f"tag:{tag if tag in _TAGS else 'other'}"]
    names.append(f"up:{parent.tag if parent is not None and parent.tag in _TAGS else 'other'}")
    walk, inner, steps, above = node, 0, 0, layout.above_core
    parts: set[str] = set()
    while walk not in above:
        inner |= walk.marks
        if walk.tag in _PARTS:
            parts.add(walk.tag)
        steps += 1
        walk = _up(walk)
    far = above[walk]
    side = "in" if far == 0 else "out"
    names += sorted(f"in:{part}" for part in parts)
    names.append(f"core:in{min(steps, 5)}" if far == 0 else f"core:out{min(far, 4)}")
    near = 0 if node in above else node.marks | (parent.marks if parent is not None and parent not in above else 0)
    names += [f"near:{mark}:{side}" for mark in names_of(near)]
    names += [f"under:{mark}:{side}" for mark in names_of(inner & ~near)]

    walk, apart = node, False
    while walk not in layout.above_root:
        apart = apart or walk.apart
        walk = _up(walk)
    inside = "in" if layout.above_root[walk] == 0 else "out"
    kind = _KINDS.get(tag, "div")
    written = "lo" if layout.in_paragraphs < 0.2 else "mid" if layout.in_paragraphs < 0.7 else "hi"
    names += (
        f"root{root.stage}:{inside}",
        f"root:{inside}:core:{side}",
        f"root:{inside}:apart:{apart}",
        f"kind:{kind}:{written}:{inside}",
        f"kind:{kind}:apart:{apart}",
    )
    if far == 1 and core.parent is not None and _is_twin(node, core):
        names.append("twin")
    total = core.mass or 1.0
    if parent is not None:
        names.append(f"mass1:{_bin(parent.mass / total, _MASS)}")
        if parent.parent is not None:
            names.append(f"mass2:{_bin(parent.parent.mass / total, _MASS)}")
    names.append(f"same:{_bin(layout.signatures[node.signature], _COUNT)}:{side}")
    return names


def box_of(node: Node, layout: Layout) -> Node | None:
    """The largest small element around with several blocks: a teaser, a promotion, a short list."""
    box, walk = None, node
    while walk not in layout.above_core and walk not in layout.above_root and walk.chars <= MAX_BOX:
        if walk.blocks > 1:
            box = walk
        walk = _up(walk)
    return box


def _up(node: Node) -> Node:
    """The parent; every walk here ends at or below the topmost element."""
    assert node.parent is not None
    return node.parent


def _is_twin(node: Node, core: Node) -> bool:
    """Whether it stands in an element beside the core that the template made like it: a text in several parts."""
    walk = node
    while walk.parent is not core.parent:
        if walk.parent is None:
            return False
        walk = walk.parent
    return walk.signature == core.signature


def _shape(block: Block) -> str:
    text, linked = block.text, block.linked
    size = len(text)
    if linked > 0.8 * size:
        return "link"
    if block.mass:
        return "prose"
    if block.node.tag in HEADINGS:
        return "head"
    if block.words < 8:
        return "short"
    return "mixed" if linked > 0.3 * size else "text"


def _compare(text: str, known: Known, names: list[str]) -> None:
    """With what the metadata says."""
    if known.body and len(text) > 50:
        squeezed = squeeze(text)
        if len(squeezed) > 40:
            names.append("ld:known" if squeezed in known.body else "ld:unknown")
    if len(text) < 600:
        begin = squeeze(text[:30])
        size = len(begin)
        if known.title[:size] == begin and squeeze(text) == known.title:
            names.append("is:title")
        if known.description[:size] == begin:
            squeezed, head = squeeze(text), known.description[:80]
            if len(squeezed) > 20 and (squeezed.startswith(head) or known.description.startswith(squeezed)):
                names.append("is:description")


def _text(block: Block) -> list[str]:
    """The names of a block's own text."""
    text = block.text
    size, words = len(text), block.words
    share = min(1.0, block.linked / size)
    long = _bin(words, _WORDS)
    length = "short" if words < 8 else "long"
    bare = text.rstrip(_QUOTES)
    last = bare[-1] if bare else ""
    ending = "stop" if last in _STOPS else last if last and last in ":,;" else "none"
    names = [
        f"words:{long}:{_KINDS.get(block.node.tag, 'div')}",
        f"words:{long}:{'linked' if share > 0.5 else 'free'}",
        f"linked:{_bin(share, _SHARE)}:{length}",
        f"end:{ending}:{length}",
        f"anchors:{min(block.anchors, 4)}",
    ]
    if words >= 3 and text.isupper():
        names.append("capitals:linked" if share > 0.5 else "capitals:free")
    reach = "short" if words < 13 else "long"
    if words < 60 and any(map((lower := text.lower()).__contains__, _CREDITS)) and _CREDIT.search(lower):
        names.append(f"credit:{'stop' if ending == 'stop' else 'open'}:{reach}")
    if text[-1] == ")":
        names.append("closing")
    if block.bold:
        names.append(f"bold:{reach}")
    if words < 20 and _DATE.search(text):
        names.append(f"date:{long}")
    if _SIGNS.search(text):
        names.append(f"signs:{reach}")
    if words > 12:
        names.append(f"commas:{_bin(text.count(', '), _COMMAS)}")
    elif len(_DIGITS.findall(text)) > 0.1 * size:
        names.append("digits")
    if "\n" in text:
        names.append("breaks")
    if text[0].islower():
        names.append("lower")
    if block.marks:
        names += [f"span:{mark}" for mark in names_of(block.marks)]
    return names


def _bin(value: float, scale: tuple[tuple[float, ...], tuple[str, ...]]) -> str:
    return scale[1][bisect_right(scale[0], value)]
