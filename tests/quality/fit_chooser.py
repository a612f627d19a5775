"""Makes transforms/events/chooser.toml from hand-coded articles: `python tests/quality/fit_chooser.py` (extra `fit`).

    hand-coded articles --> events whose type is right --> answers for each side --> two conditional logits (L2)

The articles are those of tests/golden/learned, coded and fresh. `--also FOLDER ...` adds articles in the same form, and
`--judged LABELS --texts FOLDER` single mentions judged by hand, as fit_confidence.py does: the shipped table was made
with real news besides, that is not ours to publish.

An answer is right if its countries are those of the gold's side. What the coder has found on a side is a feature of the
answer that says the same: the weights say how far it may be trusted. Printed is for how many events both sides are
right, before and after, by margins: over nobody where a side is open, and over what was told; each document chosen for
by weights that have not seen it, and articles that nothing is learned from; then the features that weigh most. `--dry`
writes nothing.
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import minimize

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.labelled import Article, articles, coded  # noqa: E402
from tests.quality.scoring import UNDIRECTED, Gold, agrees, answers, countries, from_row  # noqa: E402
from transforms.events import chooser, coder  # noqa: E402
from transforms.events.answers import SIDES, Answers, Side, States, Surroundings, is_open  # noqa: E402
from transforms.events.model import Coding  # noqa: E402
from transforms.events.roles import Clause  # noqa: E402
from transforms.events.setting import Scene  # noqa: E402
from transforms.events.triggers import Match  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "chooser.toml"
GOLDEN = ROOT / "tests" / "golden"
NEWS = ROOT.parent / "shared" / "corpora"
OWN = ("learned", "coded", "fresh")
"""Sets of our own that are learned from."""
PENALTY = 8.0
LEAST, SMALL = 6, 0.05
"""Questions that must show a feature, and the weight below which it is left out."""
REAL = 2.0
"""What an event of real news is worth, of one of our own articles."""
MARGIN, MARGIN_TOLD = 0.0, 0.8
"""What is hardly likelier is not asserted."""
MARGINS = ((0.0, 99.0), (0.3, 99.0), (0.0, 0.0), (0.3, 0.3), (0.0, 0.8), (0.3, 0.8))
FOLDS = 8
SHOWN = 15
Weights = Mapping[str, float]


class Question(NamedTuple):
    """Who is on a side of an event?"""

    answers: tuple[dict[str, float], ...]
    states: tuple[States, ...]
    wanted: States | None
    """None where the gold does not say."""
    told: States
    """What the coder found."""
    open: bool
    """Whether it found nobody."""
    asked: bool
    """Whether the chooser is asked."""


class Event(NamedTuple):
    """A coding whose type is right."""

    corpus: str
    document: str
    coding: Coding
    gold: Gold
    asked: dict[Side, Question]


def news() -> Iterator[Article]:
    """The general articles of the corpora; none where they are missing."""
    gold, documents = NEWS / "news_mentions.jsonl", NEWS / "news_docs"
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()] if gold.exists() else []
    for file in sorted({row["file"] for row in rows}):
        mine = [row for row in rows if row["file"] == file]
        moment = mine[0]["document_published_at"]
        day = dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).date() if moment else None
        yield Article("news", file, (documents / file).read_text("utf-8"), day, [from_row(row) for row in mine])


Known = Mapping[chooser.Key, tuple[Clause, Match]]


def given(text: Article, room: ModuleType) -> tuple[tuple[Coding, ...], Scene | None, Known]:
    """The codings of a text as the `fill` of a room is given them, their scene, and what they were read from."""
    heard: list[tuple[tuple[Coding, ...], Scene, Known]] = []

    def hear(codings: Iterable[Coding], scene: Scene, known: Known) -> tuple[Coding, ...]:
        heard.append((tuple(codings), scene, known))
        return heard[-1][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "fill", hear)
        codings = coder.code(text.content, language="en", published_date=text.day)
    return heard[-1] if heard else (codings, None, {})


def golds_of(text: Article, codings: Sequence[Coding]) -> dict[int, Gold]:
    """Position of a coding -> the gold mention that it answers: by type and countries where one does, else by type."""
    if text.judged is not None:
        return dict(judged_ones(text, codings))
    golds = text.gold
    out = {i: golds[g] for g, i in answers(golds, codings, "countries").items()}
    used = {id(gold) for gold in out.values()}
    for gold in sorted(golds, key=lambda gold: gold.optional):
        if id(gold) not in used:
            fits = (i for i, c in enumerate(codings) if i not in out and agrees(gold, c, "event_type"))
            if (hit := next(fits, None)) is not None:
                out[hit] = gold
    return out


def judged_ones(text: Article, codings: Sequence[Coding]) -> Iterator[tuple[int, Gold]]:
    """The same, of mentions that were judged one by one, where the type is right."""
    for label in text.judged or ():
        if not label["type"]:
            continue
        start, kind = label["char_start"], label["event_type"]
        sources, targets = (None if label[of] is None else frozenset(label[of]) for of in ("sources", "targets"))
        gold = Gold(start, start + 1, frozenset((kind,)), sources, targets, (), frozenset())
        for i, coding in enumerate(codings):
            trigger = text.content[coding.trigger_start : coding.trigger_end]
            if trigger == label["trigger"] and agrees(gold, coding, "event_type"):
                yield i, gold


def wanted(coding: Coding, gold: Gold, side: Side) -> States | None:
    """The countries that a side should have; of a type without a direction as the coding has them, if it is right."""
    mine = countries(coding.sources if side == "source" else coding.targets)
    both = countries((*coding.sources, *coding.targets))
    if coding.event_type in UNDIRECTED and gold.sources is not None and gold.targets is not None:
        return mine if both == gold.sources | gold.targets else gold.sources if side == "source" else gold.targets
    return gold.sources if side == "source" else gold.targets


def events(text: Article) -> Iterator[Event]:
    """The codings of a text whose type is right, with the questions that are asked for each."""
    codings, scene, known = given(text, chooser)
    around = Surroundings(scene) if scene else None
    for i, gold in sorted(golds_of(text, codings).items()):
        coding, asked = codings[i], dict[Side, Question]()
        found = known.get((coding.trigger_start, coding.rule_id))
        if found is None or around is None:
            yield Event(text.corpus, text.id, coding, gold, asked)
            continue
        answers_of = Answers(coding, *found, around, codings[:i])
        for side in SIDES:
            told = coding.sources if side == "source" else coding.targets
            open_ = is_open(told)
            choice = answers_of.options(side)
            asked[side] = Question(
                tuple(option.found for option in choice.values()),
                tuple(choice),
                wanted(coding, gold, side),
                countries(told),
                open_,
                not open_ or chooser.is_asked(coding, side, *found, around.scene),
            )
        yield Event(text.corpus, text.id, coding, gold, asked)


# -- the regression ----------------------------------------------------------------------------------------------------


def fit(found: Iterable[Event], side: Side) -> Weights:
    """Feature -> weight: the most likely ones, given the right answers."""
    asked = [(e.asked[side], 1.0 if e.corpus in OWN else REAL) for e in found if side in e.asked]
    asked = [(q, worth) for q, worth in asked if q.wanted in q.states]
    seen = Counter(name for q, _ in asked for name in {name for found in q.answers for name in found})
    names = {name: i for i, name in enumerate(sorted(name for name, count in seen.items() if count >= LEAST))}
    flat = [found for q, _ in asked for found in q.answers]
    cells = [(row, names[n], v) for row, found in enumerate(flat) for n, v in found.items() if n in names]
    rows, columns, values = zip(*cells, strict=True)
    x = sparse.csr_matrix((values, (rows, columns)), shape=(len(flat), len(names)))
    sizes = [len(q.answers) for q, _ in asked]
    starts = np.cumsum([0, *sizes[:-1]])
    which = np.repeat(np.arange(len(asked)), sizes)
    worth = np.array([w for _, w in asked])[which]
    right = np.zeros(len(flat))
    right[starts + np.array([q.states.index(q.wanted) for q, _ in asked if q.wanted is not None])] = 1.0

    def cost(w: Any) -> tuple[float, Any]:
        scores = x @ w
        scores -= np.maximum.reduceat(scores, starts)[which]
        log = scores - np.log(np.add.reduceat(np.exp(scores), starts))[which]
        gradient = x.T @ (worth * (np.exp(log) - right)) + PENALTY * w
        return float(-(worth * right * log).sum() + PENALTY / 2 * (w @ w)), gradient

    w = minimize(cost, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: float(w[i]) for name, i in names.items() if abs(w[i]) >= SMALL and '"' not in name}


Table = dict[Side, Weights]


def tables(found: Sequence[Event]) -> Table:
    return {side: fit(found, side) for side in SIDES}


def answer(question: Question, weights: Weights, margins: tuple[float, float]) -> States:
    """The answer that is chosen: what was told, unless another is likelier."""
    scores = {s: chooser.score(f, weights) for s, f in zip(question.states, question.answers, strict=True)}
    best = max(scores, key=lambda states: scores[states])
    return best if scores[best] - scores[question.told] > margins[not question.open] else question.told


def is_right(event: Event, table: Table | None, margins: tuple[float, float]) -> bool:
    """Whether both sides are right, with the table's choices or without any."""
    sides = {"source": countries(event.coding.sources), "target": countries(event.coding.targets)}
    for side, question in event.asked.items():
        if table and question.asked:
            sides[side] = answer(question, table[side], margins)
    gold = event.gold
    if event.coding.event_type in UNDIRECTED and gold.sources is not None and gold.targets is not None:
        return sides["source"] | sides["target"] == gold.sources | gold.targets
    return gold.sources in (None, sides["source"]) and gold.targets in (None, sides["target"])


def fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def held_out(found: Sequence[Event]) -> Callable[[Event], Table]:
    """The tables for an event that have not seen its document."""
    by_fold = [tables([e for e in found if fold(e.document) != n]) for n in range(FOLDS)]
    return lambda event: by_fold[fold(event.document)]


def report(found: Sequence[Event], of: Callable[[Event], Table]) -> None:
    """How many events have both sides right, before and after."""
    plain = [e for e in found if not e.gold.optional]
    corpora = list(dict.fromkeys(e.corpus for e in plain))
    print("| margins | " + " | ".join(corpora) + " |\n|---" + "|---" * len(corpora) + "|")
    for margins in MARGINS:
        cells = []
        for corpus in corpora:
            mine = [e for e in plain if e.corpus == corpus]
            before, after = (sum(is_right(e, of(e) if t else None, margins) for e in mine) for t in (False, True))
            cells.append(f"{before} to {after} of {len(mine)}")
        print(f"| {margins} | " + " | ".join(cells) + " |")


def write(table: Table) -> None:
    lines = [
        "# Who is on a side of an event (chooser.py): what each feature adds to the log of the odds of an answer.",
        "# Made by tests/quality/fit_chooser.py.",
        "",
        f"margin = {MARGIN}  # by how much an answer must beat nobody, where a side is open",
        f"margin_told = {MARGIN_TOLD}  # by how much it must beat what a rule has told",
    ]
    for side, weights in table.items():
        lines += ["", f"[{side}]", *(f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()))]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--also", type=Path, nargs="*", default=[], help="further folders of coded articles")
    ask.add_argument("--judged", type=Path, help="single mentions judged by hand, as fit_confidence.py takes them")
    ask.add_argument("--texts", type=Path, help="their texts")
    ask.add_argument("--unseen", type=Path, nargs="*", default=[], help="folders to try the table on")
    args = ask.parse_args()
    known = [*articles(args.also, args.judged, args.texts), *coded(GOLDEN / "fresh", "fresh")]
    learned = [event for text in known for event in events(text)]
    for side in SIDES:
        asked = [e.asked[side] for e in learned if side in e.asked]
        open_, lost = sum(q.open for q in asked), sum(q.wanted is not None and q.wanted not in q.states for q in asked)
        print(f"{side}: {len(asked)} events, {open_} left open; of {lost} no answer is right")
    unseen, table = held_out(learned), tables(learned)
    report(learned, unseen)
    others = [*(a for folder in (GOLDEN / "held", *args.unseen) for a in coded(folder, folder.name)), *news()]
    report([event for text in others for event in events(text)], lambda event: table)
    for side, weights in table.items():
        print(f"\n{side}: {len(weights)} weights; those of the largest:")
        for name in sorted(weights, key=lambda name: -abs(weights[name]))[:SHOWN]:
            print(f"{weights[name]:6.2f}  {name}")
    if not args.dry:
        write(table)


if __name__ == "__main__":
    main()
