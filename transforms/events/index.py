"""Which patterns of a lexicon may stand where in a sentence, by their words alone.

In: the rows of a lexicon. Out: `Candidate` values, what triggers.py judges. At load a pattern is only filed under the
forms of its first element. When a text has one of them for the first time it is filed again, so that few patterns are
tried in vain: under the word that must follow, or else under the words of the element that texts have least often, an
object word or a word behind a gap. It is taken apart only when a text has that word, too: most never are.
"""

import functools
import itertools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import grammar
from transforms.events.paths import Costs, Either, Lot, Needed, Node, Path, Step, filed, pieces
from transforms.events.patterns import Forms, Pattern, Row, gap

MAX_ELEMENTS = 12
"""Longest pattern, in words and gaps."""
_QUOTES = grammar.QUOTES
_STOPS = ".;:"
"""Marks that no gap crosses."""


class Candidate(NamedTuple):
    """A pattern whose words stand in a sentence; positions are token indices."""

    pattern: Pattern
    start: int
    head: int
    end: int


_CANDIDATE = functools.partial(tuple.__new__, Candidate)
"""A named tuple's own constructor is a Python function: three times the price."""
_Found = tuple[int, Path, int, tuple[int, ...]]
"""The row of a path that fits, the path, one past its last word, and where the words after its gaps stand."""
_ROW = operator.itemgetter(0)


class Index:
    """The patterns of a lexicon by their words."""

    def __init__(self, rows: Sequence[Row], forms: Forms) -> None:
        self.rows, self.forms = rows, forms
        self._by_first: dict[str, list[int]] = {}
        """First element -> the rows that begin with it."""
        self._units: dict[str, list[str]] = {}
        """First token -> the first elements that have it."""
        self._hyphened: dict[str, list[str]] = {}
        """First element -> those of its forms that are several tokens."""
        self._filed: dict[tuple[str, ...], Node] = {}
        """First elements -> the node that all their forms share."""
        self._lots: dict[str, _Lots] = {}
        """First element -> the patterns that begin with it, by what must stand with it."""
        self._paths: dict[int, tuple[Path, ...]] = {}
        """Row -> its paths; of those that have been taken apart."""
        self._ranks: dict[str, dict[tuple[int, str], int]] = {}
        """First element -> the patterns that begin with it as a tree: a place in it, the next element -> the next."""
        g = forms.grammar
        self._costs = Costs(
            g.opening | g.determiners | g.finite | g.subject_pronouns | g.negation | g.possessive | g.to
        )
        first, filed, units = forms.first, self._by_first, self._units
        for number, row in enumerate(rows):
            filed.setdefault(first(row), []).append(number)
        for element in filed:
            for form in forms.of(element):
                if "-" in form and form != "-":
                    self._hyphened.setdefault(element, []).append(form)
                    form = form.partition("-")[0]
                units.setdefault(form, []).append(element)
        self._nodes: dict[str, Node | None] = dict.fromkeys(units)

    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, in the order of the rows. ValueError for one that is none."""
        found: dict[int, Pattern] = {}
        for element in self._by_first:
            for path in self._all(element):
                found[path.row] = path.pattern
        return tuple(found[number] for number in range(len(self.rows)))

    def candidates(self, words: Sequence[str], *, relaxed: bool = False, ranked: bool = False) -> list[Candidate]:
        """What matches by its words, in order of position; `relaxed` waives the object words. Of several at one place
        those come first that stand first in the files; `ranked`: those that begin alike stand together."""
        out: list[Candidate] = []
        nodes, present = self._nodes, frozenset(words)
        search = _Search(words, present, len(words), not _QUOTES.isdisjoint(present), relaxed, self._costs, [])
        found = search.found
        last, quoted = len(words) - 1, search.quoted
        for i in itertools.compress(range(len(words)), map(nodes.__contains__, words)):
            node = nodes[words[i]] or self._open(words[i])
            if not node.always and not relaxed:
                following = words[i + 1] if i < last else ""
                if (
                    following not in node.nexts
                    and (not node.hooks or node.hooks.isdisjoint(present))
                    and not (quoted and following in _QUOTES)
                ):
                    continue  # as nearly always
            search.at(node, i + 1)
            if found:
                if len(found) > 1:
                    found.sort(key=self._order if ranked else _ROW)
                out += [_CANDIDATE((path.pattern, i, i + path.offset, end)) for _, path, end, _ in found]
                found.clear()
        return out

    def _open(self, word: str) -> Node:
        """File the patterns that may begin with a word."""
        units = tuple(dict.fromkeys(self._units[word]))
        hyphened = not self._hyphened.keys().isdisjoint(units)
        node = None if hyphened else self._filed.get(units)
        if node is None:
            node = self._node(word, units)
            if not hyphened:
                self._filed[units] = node
        self._nodes[word] = node
        return node

    def _node(self, word: str, units: Iterable[str]) -> Node:
        """The patterns that begin with some elements, few of them taken apart."""
        following, needing, rest = list[Needed](), list[Needed](), list[Path]()
        for element in units:
            if word in self.forms.of(element):
                lots = self._lots.get(element)
                if lots is None:
                    lots = self._lots[element] = self._sorted(element)
                following += lots.following
                needing += lots.hooked
                rest += self._rows(lots.others)
            for form in self._hyphened.get(element, ()):
                if form.partition("-")[0] == word:
                    rest += [path.behind((*pieces(form)[1:], *path.steps)) for path in self._all(element)]
        more, others, always = filed(rest, self._costs)
        return Node(following + more, needing + others, always)

    def _sorted(self, element: str) -> "_Lots":
        """The patterns with a first element by what must stand with it."""
        following: dict[str, list[int]] = {}
        hooked: dict[frozenset[str], list[int]] = {}
        others: list[int] = []
        forms = self.forms
        for number in self._by_first[element]:
            row = self.rows[number]
            elements, objects = forms.elements(row)
            bare = len(elements) == 1
            if (bare and not objects) or "?" in row.text:
                others.append(number)
            elif bare:
                hooked.setdefault(forms.objects(objects), []).append(number)
            elif gap(elements[1]) is None:
                following.setdefault(elements[1], []).append(number)
            else:
                steps = [self._step(name) for name in elements[2:] if gap(name) is None]
                hooked.setdefault(self._costs.rarest(steps, forms.objects(objects)), []).append(number)
        after: list[Needed] = []
        for name, numbers in following.items():
            step = self._step(name)
            if isinstance(step, frozenset):
                after.append((step, Lot(functools.partial(self._behind, numbers))))
            else:
                others += numbers
        lots = [(words, Lot(functools.partial(self._rows, numbers))) for words, numbers in hooked.items()]
        return _Lots(after, lots, others)

    def _rows(self, numbers: Iterable[int]) -> tuple[Path, ...]:
        """The paths of some rows."""
        return tuple(itertools.chain.from_iterable(map(self._row, numbers)))

    def _behind(self, numbers: Iterable[int]) -> tuple[Path, ...]:
        """The same behind their first step."""
        return tuple(path.behind(path.steps[1:]) for path in self._rows(numbers))

    def _all(self, element: str) -> tuple[Path, ...]:
        """The paths of the patterns with a first element."""
        return self._rows(self._by_first[element])

    def _row(self, number: int) -> tuple[Path, ...]:
        """The paths of a pattern."""
        known = self._paths.get(number)
        if known is not None:
            return known
        row = self.rows[number]
        parsed = self.forms.parse(row)
        self._verify(row, parsed.elements)
        pattern = self.forms.compile(row, parsed)
        elements, head = parsed.elements, parsed.head
        # Tokens before the head: its own position, and two more for each hyphen up to it ('test - fire').
        offset = head + 2 * sum(e.count("-") for e in elements[: head + 1]) if row.kind != "p" else 0
        ways: list[tuple[tuple[str, ...], tuple[Step, ...]]] = [((), ())]
        for name in elements[1:]:
            longest, plain = gap(name), name.rstrip("?")
            step: Step = longest if longest is not None else self._step(plain)
            taken = [((*names, plain), (*steps, step)) for names, steps in ways]
            ways = [*ways, *taken] if name != plain else taken
        paths = self._paths[number] = tuple([Path(pattern, number, offset, names, steps) for names, steps in ways])
        return paths

    def _order(self, found: _Found) -> tuple[int, ...]:
        """Patterns that begin alike stand together, shorter ones first, then nearer ones, then as in the file."""
        row, path, _, places = found
        element = self.forms.first(self.rows[row])
        ranks, at = self._tree(element), iter(places)
        out, place, after_gap = [_NEXT, self._by_first[element][0]], 0, False
        for name in path.names:
            place = ranks[place, name]
            is_gap = gap(name) is not None
            out += (next(at) if after_gap else _GAP if is_gap else _NEXT, place)
            after_gap = is_gap
        return (*out, next(at) if after_gap else _END, row)

    def _tree(self, element: str) -> dict[tuple[int, str], int]:
        known = self._ranks.get(element)
        if known is not None:
            return known
        out: dict[tuple[int, str], int] = {}
        for number in self._by_first[element]:
            places = [0]
            for name in self.forms.parse(self.rows[number]).elements[1:]:
                plain = name.rstrip("?")
                taken = [out.setdefault((place, plain), len(out) + 1) for place in places]
                places = [*places, *taken] if name != plain else taken
        self._ranks[element] = out
        return out

    def _verify(self, row: Row, elements: Sequence[str]) -> None:
        if len(elements) > MAX_ELEMENTS:
            raise ValueError(f"{row.id}: more than {MAX_ELEMENTS} words: {row.text!r}")

    def _step(self, element: str) -> Step:
        forms = self.forms.of(element)
        several = tuple(pieces(form) for form in forms if "-" in form and form != "-")
        if not several:
            return forms
        return Either(frozenset(f for f in forms if "-" not in f or f == "-"), several)


_END, _NEXT, _GAP = 0, 1, 3
"""What comes first of several patterns that begin alike."""


class _Lots(NamedTuple):
    """The patterns with a first element."""

    following: list[Needed]
    """By the words one of which must follow: what is behind them."""
    hooked: list[Needed]
    """By the words one of which must stand in the sentence."""
    others: list[int]
    """Rows that are taken apart at once: single words, and those with optional elements or hyphens."""


@dataclass(slots=True, eq=False)
class _Search:
    """The search for paths in one sentence."""

    words: Sequence[str]
    present: frozenset[str]
    size: int
    quoted: bool
    """Whether a quotation mark stands in it."""
    relaxed: bool
    costs: Costs
    found: list[_Found]

    def at(self, node: Node, i: int) -> None:
        """Take down every path from a node that fits the words from i on."""
        for path in node.always:
            self.found.append((path.row, path, i, ()))
        if node.nexts and i < self.size:
            word = self.words[i]
            if word in node.nexts:
                self.beyond(node, word, i + 1)
            if self.quoted and word in _QUOTES and i + 1 < self.size:
                word = self.words[i + 1]  # 'is “fully committed” to'
                if word in node.nexts:
                    self.beyond(node, word, i + 2)
        if not node.hooks:
            return
        met = node.hooks if self.relaxed else node.hooks & self.present
        if not met:
            return
        if len(met) == 1:
            paths: Iterable[Path] = node.met(next(iter(met)))
        else:
            paths = dict.fromkeys(itertools.chain.from_iterable(map(node.met, met)))
        for path in paths:
            self.along(path, i)

    def beyond(self, node: Node, word: str, i: int) -> None:
        """As `at`, for what a node has filed under a word."""
        following = node.after(word, self.costs)
        if isinstance(following, Node):
            self.at(following, i)
        else:
            for path in following:
                self.along(path, i)

    def along(self, path: Path, i: int) -> None:
        """Take down a path if it fits the words from i on and an object word stands somewhere."""
        objects = path.pattern.objects
        if not objects or self.relaxed or not objects.isdisjoint(self.present):
            steps = path.steps
            if not steps:
                self.found.append((path.row, path, i, ()))
            elif i < self.size:
                first, word = steps[0], self.words[i]
                if not isinstance(first, frozenset) or word in first or word in _QUOTES:  # seldom true of a word
                    _walk(path, steps, self.words, i, (), self.found)


def _walk(
    path: Path,
    steps: tuple[Step, ...],
    words: Sequence[str],
    at: int,
    places: tuple[int, ...],
    out: list[_Found],
) -> None:
    """Every way in which steps fit the words from `at` on; `places`: where the words after gaps stand."""
    if not steps:
        out.append((path.row, path, at, places))
        return
    step, size = steps[0], len(words)
    if at >= size:
        return
    if isinstance(step, int):
        rest = steps[1:]
        window = words[at : at + step + 1]
        if not rest or (isinstance(rest[0], frozenset) and rest[0].isdisjoint(window)):
            return
        first = rest[0]
        for j, word in enumerate(window, at):
            if not isinstance(first, frozenset) or word in first:
                _take(path, rest, words, j, (*places, j), out)
            if word in _STOPS:
                break
        return
    _take(path, steps, words, at, places, out)
    if words[at] in _QUOTES and at + 1 < size:
        _take(path, steps, words, at + 1, places, out)


def _take(
    path: Path,
    steps: tuple[Step, ...],
    words: Sequence[str],
    at: int,
    places: tuple[int, ...],
    out: list[_Found],
) -> None:
    """As `_walk`, where the word at `at` must be of the first step."""
    if not steps:
        return
    step, word = steps[0], words[at]
    if isinstance(step, frozenset):
        if word in step:
            _walk(path, steps[1:], words, at + 1, places, out)
    elif isinstance(step, Either):
        if word in step.single:
            _walk(path, steps[1:], words, at + 1, places, out)
        for first, *others in step.several:
            if word in first:
                _walk(path, (*others, *steps[1:]), words, at + 1, places, out)
