"""Which patterns of a lexicon may stand where in a sentence, by their words alone.

In: the rows of a lexicon. Out: `Candidate` values, what triggers.py judges. At load a pattern is only filed under the
forms of its first element; it is taken apart when a text has one of them for the first time. Then it is filed again, so
that few patterns are tried in vain: under the word that must follow, or else under the words of the element that texts
have least often, an object word or a word behind a gap.
"""

import itertools
import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.events import grammar
from transforms.events.patterns import Forms, Pattern, Row, gap

MAX_ELEMENTS = 12
"""Longest pattern, in words and gaps."""
COMMON = 100
"""What a word of the closed classes counts where the rarest element of a pattern is looked for; others count 1."""
FEW = 4
"""Up to so many paths after one word are tried one by one."""
_QUOTES = grammar.QUOTES
_STOPS = ".;:"
"""Marks that no gap crosses."""


class Candidate(NamedTuple):
    """A pattern whose words stand in a sentence; positions are token indices."""

    pattern: Pattern
    start: int
    head: int
    end: int


class _Either(NamedTuple):
    """An element some of whose forms have hyphens, which are tokens."""

    single: frozenset[str]
    several: tuple[tuple[frozenset[str], ...], ...]


_Step = frozenset[str] | int | _Either
"""The words that may stand at a place, or how many words may stand between two."""


class _Path:
    """One way to read a pattern, behind its first words: an optional element makes two of it."""

    __slots__ = ("offset", "order", "pattern", "row", "steps")

    def __init__(
        self, pattern: Pattern, offset: int, steps: tuple[_Step, ...], order: tuple[tuple[int, int], ...]
    ) -> None:
        self.pattern, self.offset, self.steps, self.order = pattern, offset, steps, order
        self.row = order[-1][1]

    def behind(self, steps: tuple[_Step, ...]) -> "_Path":
        """The same with other steps to go."""
        return _Path(self.pattern, self.offset, steps, self.order)


_Found = tuple[int, _Path, int, tuple[int, ...]]
"""The row of a path that fits, the path, one past its last word, and where the words after its gaps stand."""
_ROW = operator.itemgetter(0)


class _Costs(dict[frozenset[str], int]):
    """How often texts have one of some words, as far as can be told."""

    def __init__(self, common: frozenset[str]) -> None:
        super().__init__()
        self.common = common

    def __missing__(self, words: frozenset[str]) -> int:
        cost = self[words] = len(words) + COMMON * len(words & self.common)
        return cost

    def rarest(self, path: _Path) -> frozenset[str]:
        """The words of which one must stand in the sentence: those of the rarest element; none of a dead path."""
        sets = [_firsts(step) for step in path.steps if not isinstance(step, int)]
        if path.pattern.objects:
            sets.append(path.pattern.objects)
        return min(sets, key=self.__getitem__, default=frozenset())


class _Node:
    """The paths that go on from a place, filed by what must follow."""

    __slots__ = ("adjacent", "always", "hooked", "hooks", "objected")

    def __init__(self, paths: Iterable[_Path], costs: _Costs) -> None:
        self.always: list[_Path] = []
        """Those that end here and ask for no object."""
        self.objected: list[_Path] = []
        """Those that end here and ask for one."""
        adjacent: dict[str, list[_Path]] = {}
        hooked: dict[str, list[_Path]] = {}
        for path in paths:
            if path.steps and not isinstance(path.steps[0], int):
                for tokens, beyond in _beyond(path):
                    for token in tokens:
                        adjacent.setdefault(token, []).append(beyond)
                continue
            if not path.steps:
                (self.objected if path.pattern.objects else self.always).append(path)
            for hook in costs.rarest(path):
                hooked.setdefault(hook, []).append(path)
        self.adjacent: dict[str, list[_Path] | _Node] = {**adjacent}
        """The others by the word that must follow; many are filed again when first asked for."""
        self.hooked = hooked
        """Those that end or have a gap here, by each of the words of which one must stand in the sentence."""
        self.hooks = frozenset(hooked)


class Index:
    """The patterns of a lexicon by their words."""

    def __init__(self, rows: Sequence[Row], forms: Forms) -> None:
        self.rows, self.forms = rows, forms
        self._by_first: dict[str, list[int]] = {}
        """First element -> the rows that begin with it."""
        self._units: dict[str, list[str]] = {}
        """First token -> the first elements that have it."""
        self._paths: dict[str, list[_Path]] = {}
        self._hyphened: dict[str, list[str]] = {}
        """First element -> those of its forms that are several tokens."""
        self._filed: dict[tuple[str, ...], _Node] = {}
        """First elements -> the node that all their forms share."""
        g = forms.grammar
        self._costs = _Costs(
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
        self._nodes: dict[str, _Node | None] = dict.fromkeys(units)

    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, in the order of the rows. ValueError for one that is none."""
        found: dict[int, Pattern] = {}
        for element in self._by_first:
            for path in self._compiled(element):
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
                    following not in node.adjacent
                    and (not node.hooks or node.hooks.isdisjoint(present))
                    and not (quoted and following in _QUOTES)
                ):
                    continue  # as nearly always
            search.at(node, i + 1)
            if found:
                if len(found) > 1:
                    found.sort(key=_order if ranked else _ROW)
                out += [Candidate(path.pattern, i, i + path.offset, end) for _, path, end, _ in found]
                found.clear()
        return out

    def _open(self, word: str) -> _Node:
        """File the patterns that may begin with a word."""
        units = tuple(dict.fromkeys(self._units[word]))
        hyphened = not self._hyphened.keys().isdisjoint(units)
        node = None if hyphened else self._filed.get(units)
        if node is None:
            paths: list[_Path] = []
            for element in units:
                plain = word in self.forms.of(element)
                rests = [_pieces(f)[1:] for f in self._hyphened.get(element, ()) if f.partition("-")[0] == word]
                for path in self._compiled(element):
                    if plain:
                        paths.append(path)
                    paths += [path.behind((*rest, *path.steps)) for rest in rests]
            node = _Node(paths, self._costs)
            if not hyphened:
                self._filed[units] = node
        self._nodes[word] = node
        return node

    def _compiled(self, element: str) -> list[_Path]:
        """The paths of the patterns with a first element."""
        known = self._paths.get(element)
        if known is not None:
            return known
        out: list[_Path] = []
        places: dict[tuple[int, str], int] = {}
        for number in self._by_first[element]:
            row = self.rows[number]
            parsed = self.forms.parse(row)
            self._verify(row, parsed.elements)
            pattern = self.forms.compile(row, parsed)
            elements, head = parsed.elements, parsed.head
            # Tokens before the head: its own position, and two more for each hyphen up to it ('test - fire').
            offset = head + 2 * sum(e.count("-") for e in elements[: head + 1]) if row.kind != "p" else 0
            ways: list[tuple[int, tuple[_Step, ...], tuple[tuple[int, int], ...]]] = [(0, (), ())]
            for name in elements[1:]:
                longest = gap(name)
                plain = name.rstrip("?")
                step: _Step = longest if longest is not None else self._step(plain)
                kind = _NEXT if longest is None else _GAP
                taken = []
                for place, steps, order in ways:
                    beyond = places.setdefault((place, plain), len(places) + 1)
                    taken.append((beyond, (*steps, step), (*order, (kind, beyond))))
                ways = [*ways, *taken] if name != plain else taken
            first = self._by_first[element][0]
            out += [_Path(pattern, offset, steps, ((_NEXT, first), *order, (_END, number))) for _, steps, order in ways]
        self._paths[element] = out
        return out

    def _verify(self, row: Row, elements: Sequence[str]) -> None:
        if len(elements) > MAX_ELEMENTS:
            raise ValueError(f"{row.id}: more than {MAX_ELEMENTS} words: {row.text!r}")

    def _step(self, element: str) -> _Step:
        forms = self.forms.of(element)
        several = tuple(_pieces(form) for form in forms if "-" in form and form != "-")
        if not several:
            return forms
        return _Either(frozenset(f for f in forms if "-" not in f or f == "-"), several)


_END, _NEXT, _GAP = 0, 1, 3
"""What comes first of several patterns that begin alike."""


def _order(found: _Found) -> tuple[int, ...]:
    """Patterns that begin alike stand together, shorter ones first, then nearer ones, then as in the file."""
    _, path, _, places = found
    out: list[int] = []
    at = iter(places)
    after_gap = False
    for kind, rank in path.order:
        out += (next(at), rank) if after_gap else (kind, rank)
        after_gap = kind == _GAP
    return tuple(out)


def _pieces(form: str) -> tuple[frozenset[str], ...]:
    """The tokens of a form, each as a step."""
    words = form.split("-")
    out = [words[0]]
    for word in words[1:]:
        out += ("-", word)
    return tuple(frozenset((piece,)) for piece in out)


def _firsts(step: frozenset[str] | _Either) -> frozenset[str]:
    """The tokens that a step may begin with."""
    if isinstance(step, _Either):
        return step.single.union(*(pieces[0] for pieces in step.several))
    return step


def _beyond(path: _Path) -> Iterator[tuple[frozenset[str], _Path]]:
    """A path whose next step is a word: the words, and what remains after them."""
    step, *rest = path.steps
    if isinstance(step, _Either):
        if step.single:
            yield step.single, path.behind(tuple(rest))
        for first, *others in step.several:
            yield first, path.behind((*others, *rest))
    elif isinstance(step, frozenset):
        yield step, path.behind(tuple(rest))


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for paths in one sentence."""

    words: Sequence[str]
    present: frozenset[str]
    size: int
    quoted: bool
    """Whether a quotation mark stands in it."""
    relaxed: bool
    costs: _Costs
    found: list[_Found]

    def at(self, node: _Node, i: int) -> None:
        """Take down every path from a node that fits the words from i on."""
        for path in node.always:
            self.found.append((path.row, path, i, ()))
        if node.adjacent and i < self.size:
            word = self.words[i]
            if word in node.adjacent:
                self.beyond(node, word, i + 1)
            if self.quoted and word in _QUOTES and i + 1 < self.size:
                word = self.words[i + 1]  # 'is “fully committed” to'
                if word in node.adjacent:
                    self.beyond(node, word, i + 2)
        if self.relaxed:
            paths: Iterable[_Path] = dict.fromkeys(itertools.chain(node.objected, *node.hooked.values()))
        elif not node.hooks or not (met := node.hooks & self.present):
            return
        elif len(met) == 1:
            paths = node.hooked[next(iter(met))]
        else:
            paths = dict.fromkeys(itertools.chain.from_iterable(map(node.hooked.__getitem__, met)))
        for path in paths:
            self.along(path, i)

    def beyond(self, node: _Node, word: str, i: int) -> None:
        """As `at`, for what a node has filed under a word."""
        following = node.adjacent[word]
        if isinstance(following, list):
            if len(following) < FEW:
                for path in following:
                    self.along(path, i)
                return
            following = node.adjacent[word] = _Node(following, self.costs)
        self.at(following, i)

    def along(self, path: _Path, i: int) -> None:
        """Take down a path if it fits the words from i on and an object word stands somewhere."""
        objects = path.pattern.objects
        if not objects or self.relaxed or not objects.isdisjoint(self.present):
            if path.steps:
                _walk(path, path.steps, self.words, i, (), self.found)
            else:
                self.found.append((path.row, path, i, ()))


def _walk(
    path: _Path,
    steps: tuple[_Step, ...],
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
        for j in range(at, at + len(window)):
            _take(path, rest, words, j, (*places, j), out)
            if words[j] in _STOPS:
                break
        return
    _take(path, steps, words, at, places, out)
    if words[at] in _QUOTES and at + 1 < size:
        _take(path, steps, words, at + 1, places, out)


def _take(
    path: _Path,
    steps: tuple[_Step, ...],
    words: Sequence[str],
    at: int,
    places: tuple[int, ...],
    out: list[_Found],
) -> None:
    """As `_walk`, where the word at `at` must be of the first step."""
    if not steps:
        return
    step, word = steps[0], words[at]
    if isinstance(step, _Either):
        if word in step.single:
            _walk(path, steps[1:], words, at + 1, places, out)
        for first, *others in step.several:
            if word in first:
                _walk(path, (*others, *steps[1:]), words, at + 1, places, out)
    elif isinstance(step, frozenset) and word in step:
        _walk(path, steps[1:], words, at + 1, places, out)
