"""What remains of patterns behind their first words, filed so that few are tried in vain.

In: patterns as steps, from index.py. Out: nodes, which say what may go on with a word, and what needs one of the words
of a sentence. What is filed is made only when a text has its word.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from transforms.events.patterns import Pattern

COMMON = 100
"""What a word of the closed classes counts where the rarest element of a pattern is looked for; others count 1."""


class Either(NamedTuple):
    """An element some of whose forms have hyphens, which are tokens."""

    single: frozenset[str]
    several: tuple[tuple[frozenset[str], ...], ...]


Step = frozenset[str] | int | Either
"""The words that may stand at a place, or how many words may stand between two."""


class Path:
    """One way to read a pattern, behind its first words: an optional element makes two of it."""

    __slots__ = ("names", "offset", "pattern", "row", "steps")

    def __init__(
        self, pattern: Pattern, row: int, offset: int, names: tuple[str, ...], steps: tuple[Step, ...]
    ) -> None:
        self.pattern, self.row, self.offset, self.names, self.steps = pattern, row, offset, names, steps

    def behind(self, steps: tuple[Step, ...]) -> "Path":
        """The same with other steps to go."""
        return Path(self.pattern, self.row, self.offset, self.names, steps)


class Costs(dict[frozenset[str], int]):
    """How often texts have one of some words, as far as can be told."""

    def __init__(self, common: frozenset[str]) -> None:
        super().__init__()
        self.common = common

    def __missing__(self, words: frozenset[str]) -> int:
        cost = self[words] = len(words) + COMMON * len(words & self.common)
        return cost

    def rarest(self, steps: Iterable[Step], objects: frozenset[str]) -> frozenset[str]:
        """The words of which one must stand in the sentence: those of the rarest element; none of a dead path."""
        sets = [firsts(step) for step in steps if not isinstance(step, int)]
        if objects:
            sets.append(objects)
        return min(sets, key=self.__getitem__, default=frozenset())


class Lot:
    """Paths that are filed under the same words, made when asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Path, ...]] | None, paths: tuple[Path, ...] = ()) -> None:
        self._make, self._made = make, paths

    def paths(self) -> tuple[Path, ...]:
        """The paths."""
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made


class Node:
    """The paths that go on from a place, filed by what must follow. What is filed under a word is a list of lots until
    it is asked for, then a tuple of their paths, or a node of its own where these are many."""

    __slots__ = ("adjacent", "always", "hooked", "hooks")

    def __init__(self) -> None:
        self.always: list[Path] = []
        """Those that end here and ask for no object."""
        self.adjacent: dict[str, list[Lot] | tuple[Path, ...] | Node] = {}
        """Those that go on with a word, by that word."""
        self.hooked: dict[str, list[Lot] | tuple[Path, ...]] = {}
        """Those that end or have a gap here, by each of the words of which one must stand in the sentence."""
        self.hooks: frozenset[str] = frozenset()
        """The words of these, once all are filed."""

    @classmethod
    def of(cls, paths: Iterable[Path], costs: Costs) -> "Node":
        """A node of paths."""
        node = cls()
        for path in paths:
            node.add(path, costs)
        node.hooks = frozenset(node.hooked)
        return node

    def add(self, path: Path, costs: Costs) -> None:
        """File a path."""
        if path.steps and not isinstance(path.steps[0], int):
            for tokens, rest in beyond(path):
                self.follow(tokens, Lot(None, (rest,)))
        elif path.steps or path.pattern.objects:
            self.hook(costs.rarest(path.steps, path.pattern.objects), Lot(None, (path,)))
        else:
            self.always.append(path)

    def follow(self, words: Iterable[str], lot: Lot) -> None:
        """File paths whose next step is one of some words, and behind which they are."""
        filed = self.adjacent
        for word in words:
            filed.setdefault(word, []).append(lot)  # type: ignore[union-attr]

    def hook(self, words: frozenset[str], lot: Lot) -> None:
        """File paths that need one of some words."""
        filed = self.hooked
        for word in words:
            filed.setdefault(word, []).append(lot)  # type: ignore[union-attr]

    def met(self, word: str) -> tuple[Path, ...]:
        """The paths that need a word."""
        filed = self.hooked[word]
        if isinstance(filed, list):
            filed = self.hooked[word] = made(filed)
        return filed


def made(lots: Iterable[Lot]) -> tuple[Path, ...]:
    return tuple(itertools.chain.from_iterable(lot.paths() for lot in lots))


def pieces(form: str) -> tuple[frozenset[str], ...]:
    """The tokens of a form, each as a step."""
    words = form.split("-")
    out = [words[0]]
    for word in words[1:]:
        out += ("-", word)
    return tuple(frozenset((piece,)) for piece in out)


def firsts(step: frozenset[str] | Either) -> frozenset[str]:
    """The tokens that a step may begin with."""
    if isinstance(step, Either):
        return step.single.union(*(pieces[0] for pieces in step.several))
    return step


def beyond(path: Path) -> Iterator[tuple[frozenset[str], Path]]:
    """A path whose next step is a word: the words, and what remains after them."""
    step, *rest = path.steps
    if isinstance(step, Either):
        if step.single:
            yield step.single, path.behind(tuple(rest))
        for first, *others in step.several:
            yield first, path.behind((*others, *rest))
    elif isinstance(step, frozenset):
        yield step, path.behind(tuple(rest))
