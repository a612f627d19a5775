"""Our own small scorer of hand-coded mentions: which codings say what the gold says, and precision, recall, F1.

In: gold mentions and `Coding`s of one text. Out: counts per level. A coding answers a gold mention if its evidence
overlaps the gold's sentence and its type is one of the gold's; on the levels `countries`, `actors` (countries and
sectors), `date` and `status` it must be right about that too. One coding answers one mention. What the gold calls
optional counts neither way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.events.model import Actor, Coding

LEVELS = ("event_type", "countries", "actors", "date", "status")
UNDIRECTED = ("AGREE", "CONSULT", "COOPERATE")
"""Who is source and who is target of these is a matter of taste: only the countries as a whole are judged."""
Parties = frozenset[tuple[str, str]]
"""Country ('' for none) and sector of each actor of a side."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a reader coded. Countries None: not judged. A date is the beginning of an ISO date, '' for none."""

    start: int
    end: int
    types: frozenset[str]
    sources: frozenset[str] | None
    targets: frozenset[str] | None
    dates: tuple[str, ...]
    statuses: frozenset[str]
    optional: bool = False
    trigger: tuple[int, int] = (0, 0)
    """Where its trigger begins and ends, if that is known."""
    source_parties: Parties | None = None
    target_parties: Parties | None = None
    """Who is on its sides, with their sectors; None where these are not judged."""


def countries(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.country for actor in actors if actor.country)


def parties(side: Iterable[Mapping[str, Any]]) -> Parties | None:
    """The actors of a side as a reader coded them; None if he left a sector open."""
    found = [(a.get("country") or "", a.get("sector")) for a in side]
    return frozenset((country, sector) for country, sector in found if sector) if all(s for _, s in found) else None


def from_row(row: Mapping[str, Any]) -> Gold:
    """A line in the format of the corpora (news_mentions.jsonl, tests/golden/coded/mentions.jsonl)."""
    return Gold(
        row["sent_start"],
        row["sent_start"] + len(row["sentence"]),
        frozenset((row["root"], *row.get("alt_roots", ()))),
        frozenset(a["country"] for a in row["source"] if a.get("country")),
        frozenset(a["country"] for a in row["target"] if a.get("country")),
        tuple(day or "" for day in (row["date"], *row.get("alt_dates", ()))),
        frozenset((row["status"], *row.get("alt_status", ()))),
        row["optional"],
        (row.get("trigger_start", 0), row.get("trigger_end", 0)),
        parties(row["source"]),
        parties(row["target"]),
    )


def agrees(gold: Gold, coding: Coding, level: str) -> bool:
    """Whether a coding says of an event what the gold mention says."""
    if coding.char_start >= gold.end or coding.char_end <= gold.start or coding.event_type not in gold.types:
        return False
    if level == "countries":
        sources, targets = countries(coding.sources), countries(coding.targets)
        if gold.sources is not None and gold.targets is not None and coding.event_type in UNDIRECTED:
            return sources | targets == gold.sources | gold.targets
        return gold.sources in (None, sources) and gold.targets in (None, targets)
    if level == "actors":
        if not agrees(gold, coding, "countries"):
            return False
        ours, others = (
            frozenset((a.country or "", a.sector or "") for a in x) for x in (coding.sources, coding.targets)
        )
        if coding.event_type in UNDIRECTED and gold.source_parties is not None and gold.target_parties is not None:
            return ours | others == gold.source_parties | gold.target_parties
        return gold.source_parties in (None, ours) and gold.target_parties in (None, others)
    if level == "date":
        # The gold gives days that the words state; the day of the report, which stands for an announcement, is none.
        mine = str(coding.event_date) if coding.event_date and coding.event_date_source == "text" else ""
        return any(mine.startswith(day) if day else not mine for day in gold.dates)
    if level == "status":
        return coding.status in gold.statuses
    return True


def answers(golds: Sequence[Gold], codings: Sequence[Coding], level: str) -> dict[int, int]:
    """Position of a gold mention -> position of the coding that answers it; plain mentions choose before optional."""
    out: dict[int, int] = {}
    free = dict(enumerate(codings))
    for g in sorted(range(len(golds)), key=lambda g: golds[g].optional):
        hit = next((i for i, coding in free.items() if agrees(golds[g], coding, level)), None)
        if hit is not None:
            out[g] = hit
            del free[hit]
    return out


@dataclass(slots=True)
class Tally:
    """Counts of one level."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.extra)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)


@dataclass(slots=True)
class Score:
    """Tallies by level, and what was missed and extra by type of event."""

    levels: dict[str, Tally] = field(default_factory=lambda: {level: Tally() for level in LEVELS})
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    def add(self, golds: Sequence[Gold], codings: Sequence[Coding]) -> None:
        """Count one text."""
        for level, tally in self.levels.items():
            found = answers(golds, codings, level)
            plain = [g for g, gold in enumerate(golds) if not gold.optional]
            lost = [golds[g] for g in plain if g not in found]
            tally.right += len(plain) - len(lost)
            tally.missed += len(lost)
            tally.extra += len(codings) - len(found)
            if level == "event_type":
                self.missed.update("/".join(sorted(gold.types)) for gold in lost)
                used = set(found.values())
                self.extra.update(coding.event_type for i, coding in enumerate(codings) if i not in used)

    def figures(self) -> dict[str, float]:
        """F1 by level, and the precision of the type."""
        return {level: tally.f1 for level, tally in self.levels.items()} | {
            "precision": self.levels["event_type"].precision
        }
