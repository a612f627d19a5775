"""The coder on single invented sentences (tests/golden/probes): python -m tests.quality.probes FILE [--worst N].

In: JSON lines, one sentence each, with the event that it reports or null for none. Out, by type: the share of the
sentences whose type is among the codings, the share for which such a coding has both sets of countries right, and the
codings of another type per sentence; of the sentences without an event the share that is left uncoded. The file that
is only scored prints no sentences.
"""

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.quality.scoring import Gold, agrees, countries
from transforms.events.coder import code
from transforms.events.model import Coding

PUBLISHED = dt.date(2025, 11, 14)
"""The day of publication of every probe: fixed, so that figures can be compared."""

NONE = "none"
"""The line of the sentences that report no event."""


@dataclass(slots=True)
class Line:
    """Counts of one type."""

    sentences: int = 0
    typed: int = 0
    placed: int = 0
    extra: int = 0


def gold_of(row: dict[str, Any]) -> Gold:
    """The expected event; its date and status are not judged here."""
    sides = (row["source_countries"], row["target_countries"])
    source, target = (None if side is None else frozenset(side) for side in sides)
    return Gold(0, len(row["text"]), frozenset((row["event_type"],)), source, target, (), frozenset())


def verdict(row: dict[str, Any], codings: Sequence[Coding]) -> tuple[bool, bool, int]:
    """Type right, countries right too, codings beside the expected type. For none: right if nothing is coded."""
    if row["event_type"] is None:
        return not codings, not codings, len(codings)
    gold = gold_of(row)
    typed = any(agrees(gold, coding, "event_type") for coding in codings)
    placed = any(agrees(gold, coding, "countries") for coding in codings)
    return typed, placed, sum(coding.event_type != row["event_type"] for coding in codings)


def told(coding: Coding) -> str:
    """A coding in a few words."""
    source, target = (",".join(sorted(countries(side))) or "-" for side in (coding.sources, coding.targets))
    return f"{coding.event_type} {source}>{target} [{coding.rule_id}]"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list up to N failures of each type")
    asked = parser.parse_args(arguments)
    if asked.worst and asked.file.name == "test.jsonl":
        parser.error("test.jsonl is only scored: --worst is for dev.jsonl")
    lines: defaultdict[str, Line] = defaultdict(Line)
    failed: defaultdict[str, list[str]] = defaultdict(list)
    for row in map(json.loads, asked.file.read_text("utf-8").splitlines()):
        name = row["event_type"] or NONE
        codings = code(row["text"], language="en", published_date=PUBLISHED)
        typed, placed, extra = verdict(row, codings)
        line = lines[name]
        line.sentences += 1
        line.typed += typed
        line.placed += placed
        line.extra += extra
        if not placed:
            expected = f"{row['source_countries']} > {row['target_countries']}" if row["event_type"] else "nothing"
            got = "; ".join(map(told, codings)) or "nothing"
            # Those without the type come first: they are the worse.
            entry = f"{row['id']} {row['text']}\n    expected {expected}, got {got}"
            failed[name].insert(0 if not typed else len(failed[name]), entry)
    print(f"{'':10} {'n':>4} {'type':>6} {'+countries':>10} {'extra':>6}")
    for name in sorted(lines, key=lambda name: (name == NONE, name)):
        show(name, lines[name])
    coded = [line for name, line in lines.items() if name != NONE]
    counts = ("sentences", "typed", "placed", "extra")
    show("all events", Line(*(sum(getattr(line, count) for line in coded) for count in counts)))
    for name, entries in failed.items():
        for entry in entries[: asked.worst]:
            print(f"{name}: {entry}")


def show(name: str, line: Line) -> None:
    """One line of the table."""
    n = max(line.sentences, 1)
    print(f"{name:10} {line.sentences:4} {line.typed / n:6.3f} {line.placed / n:10.3f} {line.extra / n:6.3f}")


if __name__ == "__main__":
    main()
