"""What remains of patterns behind their first words, filed so that few are tried in vain.

In: patterns as steps, from index.py. Out: nodes, which say what may go on with a word, and what needs one of the words
of a sentence. What is filed is made only when a text has its word.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from transforms.events.patterns import Pattern

FEW = 4
"""Up to so many paths after one word are tried one by one."""
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
        make = self._make  # several threads may ask at once: each gets them, whoever makes them first
        if make is not None:
            self._made = make()
            self._make = None
        return self._made


Needed = tuple[frozenset[str], Lot]
"""Words of which one is needed, and what needs it."""


class Node:
    """The paths that go on from a place, filed by what must follow. Which these are is looked up when a word is met."""

    __slots__ = ("_adjacent", "_following", "_hooked", "_needing", "always", "hooks", "nexts")

    def __init__(
        self,
        following: Sequence[Needed],
        needing: Sequence[Needed],
        always: Sequence[Path],
    ) -> None:
        self.always = always
        """Those that end here and ask for no object."""
        self._following, self._needing = following, needing
        self.nexts = frozenset[str]().union(*[words for words, _ in following])
        """The words that others go on with."""
        self.hooks = frozenset[str]().union(*[words for words, _ in needing])
        """The words of which those need one in the sentence that end here or have a gap."""
        self._adjacent: dict[str, tuple[Path, ...] | Node] = {}
        self._hooked: dict[str, tuple[Path, ...]] = {}

    @classmethod
    def of(cls, paths: Iterable[Path], costs: Costs) -> "Node":
        """A node of paths."""
        return cls(*filed(paths, costs))

    def after(self, word: str, costs: Costs) -> "tuple[Path, ...] | Node":
        """The paths behind one of `nexts`: a node of its own where they are many."""
        found = self._adjacent.get(word)
        if found is None:
            paths = _made(self._following, word)
            found = self._adjacent[word] = paths if len(paths) < FEW else Node.of(paths, costs)
        return found

    def met(self, word: str) -> tuple[Path, ...]:
        """The paths that need one of `hooks`."""
        found = self._hooked.get(word)
        if found is None:
            found = self._hooked[word] = _made(self._needing, word)
        return found


def _made(lots: Iterable[Needed], word: str) -> tuple[Path, ...]:
    return tuple(itertools.chain.from_iterable([lot.paths() for words, lot in lots if word in words]))


def filed(paths: Iterable[Path], costs: Costs) -> tuple[list[Needed], list[Needed], list[Path]]:
    """Paths by the words that follow, by those of which they need one, and those that ask for nothing more."""
    following, needing, always = list[Needed](), list[Needed](), list[Path]()
    for path in paths:
        if path.steps and not isinstance(path.steps[0], int):
            following += [(tokens, Lot(None, (rest,))) for tokens, rest in beyond(path)]
        elif path.steps or path.pattern.objects:
            needing.append((costs.rarest(path.steps, path.pattern.objects), Lot(None, (path,))))
        else:
            always.append(path)
    return following, needing, always


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
