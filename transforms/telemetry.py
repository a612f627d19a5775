"""What a run tells of itself: one naming scheme for the metrics of every stage, and which inputs took longest. No Beam.

    <stage>.items                 what the stage took in (a refusal that passes by is not taken in)
    <stage>.reject.<reason_code>  of these, refused
    <stage>.bytes                 read: of decoded content; stage: of article text; merge: of files written
    <stage>.milliseconds          a distribution over items; whole numbers whose sum is right
    tag.mention.<event_type>      mentions found
    inputs articles duplicates events files_written files_unchanged reject.* mention.*
                                  what was published, counted once, by the commit

Stages: read extract clean tag stage plan merge resolve commit, and in passes over feeds poll fetch settle.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NAMESPACE = "demarche"
"""Of all our metrics."""
SLOWEST = 10
"""Inputs that a run names."""


@dataclass(frozen=True, slots=True, order=True)
class Slow:
    """One input in one stage."""

    milliseconds: int
    input_id: str
    stage: str


class Slowest:
    """Keeps the slowest of many; small enough to travel between workers."""

    def __init__(self) -> None:
        self._heap: list[Slow] = []

    def add(self, milliseconds: int, input_id: str, stage: str) -> None:
        """Look at one more."""
        if len(self._heap) < SLOWEST:
            heapq.heappush(self._heap, Slow(milliseconds, input_id, stage))
        elif milliseconds > self._heap[0].milliseconds:
            heapq.heapreplace(self._heap, Slow(milliseconds, input_id, stage))

    def take(self) -> list[Slow]:
        """What was kept; starts anew."""
        kept, self._heap = self._heap, []
        return kept


def slowest(found: Iterable[Slow]) -> tuple[Slow, ...]:
    """The slowest inputs of a run, each once, in the stage that held it longest; slowest first."""
    longest: dict[str, Slow] = {}
    for one in found:
        longest[one.input_id] = max(one, longest.get(one.input_id, one))
    return tuple(heapq.nlargest(SLOWEST, longest.values()))


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by their dotted names as one tree, in the order of the names."""
    tree: dict[str, Any] = {}
    for name in sorted(flat):
        at = tree
        *path, last = name.split(".")
        for part in path:
            below = at.setdefault(part, {})
            if not isinstance(below, dict):
                below = at[part] = {"all": below}
            at = below
        at[last] = flat[name]
    return tree
