"""Makes transforms/events/chooser.toml from hand-coded articles: `python tests/quality/fit_chooser.py` (extra `fit`).

    tests/golden/learned --> events whose type is right --> answers for each side --> two conditional logits (L2)

`--also FOLDER ...` adds articles in the same form; the shipped table was made with 200 short items of real news, as
fit_confidence.py tells.

An answer is right if its countries are those of the gold's side. Sides that the coder finds teach as well, for less:
what tells an actor apart is much the same, and those that are left open are few. The articles are those of `learned`,
which no rule had been made with when the table was: in texts that rules were made with, what stays open is another
kind of question. Printed
is for how many events both sides are right, before and after, by margin over nobody: of `learned` with each document
chosen for by weights that have not seen it, and of the other sets; then the features that weigh most. `--dry` writes
nothing.
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.scoring import UNDIRECTED, Gold, agrees, answers, countries, from_row  # noqa: E402
from transforms.events import chooser, coder  # noqa: E402
from transforms.events.model import Coding  # noqa: E402
from transforms.events.roles import Clause  # noqa: E402
from transforms.events.setting import Scene  # noqa: E402
from transforms.events.triggers import Match  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "chooser.toml"
GOLDEN = ROOT / "tests" / "golden"
NEWS = ROOT.parent / "shared" / "corpora"
LEARNED = "learned"
PENALTY = 16.0
LEAST, SMALL = 6, 0.03
"""Questions that must show a feature, and the weight below which it is left out."""
TOLD = 0.3
"""What a side that the coder found is worth, of one that is left open."""
MARGIN = 0.3
"""What is hardly likelier is not asserted."""
MARGINS = (0.0, MARGIN, 0.7, 1.0)
FOLDS = 10
SHOWN = 15
Matrix = np.ndarray[Any, Any]
Weights = Mapping[str, float]


class Question(NamedTuple):
    """Who is on a side of an event?"""

    answers: tuple[dict[str, float], ...]
    states: tuple[chooser.States, ...]
    wanted: chooser.States | None
    """None where the gold does not say."""
    open: bool
    """Whether the chooser is asked: the coder found nobody."""


class Event(NamedTuple):
    """A coding whose type is right."""

    corpus: str
    document: str
    coding: Coding
    gold: Gold
    asked: dict[chooser.Side, Question]


class Text(NamedTuple):
    corpus: str
    id: str
    content: str
    day: dt.date | None
    gold: list[Gold]


def read(name: str, gold: Path, documents: Path) -> Iterator[Text]:
    """The articles of a set; none where it is missing."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()] if gold.exists() else []
    for file in sorted({row["file"] for row in rows}):
        mine = [row for row in rows if row["file"] == file]
        moment = mine[0]["document_published_at"]
        day = dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).date() if moment else None
        yield Text(name, file, (documents / file).read_text("utf-8"), day, [from_row(row) for row in mine])


def texts(also: Sequence[Path] = ()) -> Iterator[Text]:
    """All that was coded by hand, but for the articles that weights are not chosen for."""
    for folder in also:
        yield from read(LEARNED, folder / "mentions.jsonl", folder)
    for name in (LEARNED, "coded", "fresh", "held"):
        yield from read(name, GOLDEN / name / "mentions.jsonl", GOLDEN / name)
    yield from read("news", NEWS / "news_mentions.jsonl", NEWS / "news_docs")


Known = Mapping[chooser.Key, tuple[Clause, Match]]


def code(text: Text) -> tuple[tuple[Coding, ...], Scene | None, Known]:
    """The codings of a text as the chooser is given them, their scene, and the clause and match of what it may fill."""
    given: list[tuple[tuple[Coding, ...], Scene, Known]] = []

    def hear(codings: Iterable[Coding], scene: Scene, left_open: Known) -> tuple[Coding, ...]:
        given.append((tuple(codings), scene, left_open))
        return given[-1][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chooser, "fill", hear)
        codings = coder.code(text.content, language="en", published_date=text.day)
    return given[-1] if given else (codings, None, {})


def golds_of(golds: Sequence[Gold], codings: Sequence[Coding]) -> dict[int, Gold]:
    """Position of a coding -> the gold mention that it answers: by type and countries where one does, else by type."""
    out = {i: golds[g] for g, i in answers(golds, codings, "countries").items()}
    used = {id(gold) for gold in out.values()}
    for gold in sorted(golds, key=lambda gold: gold.optional):
        if id(gold) not in used:
            fits = (i for i, c in enumerate(codings) if i not in out and agrees(gold, c, "event_type"))
            if (hit := next(fits, None)) is not None:
                out[hit] = gold
    return out


def wanted(coding: Coding, gold: Gold, side: chooser.Side) -> chooser.States | None:
    """The countries that a side should have; of a type without a direction as the coding has them, if it is right."""
    mine = countries(coding.sources if side == "source" else coding.targets)
    both = countries((*coding.sources, *coding.targets))
    if coding.event_type in UNDIRECTED and gold.sources is not None and gold.targets is not None:
        return mine if both == gold.sources | gold.targets else gold.sources if side == "source" else gold.targets
    return gold.sources if side == "source" else gold.targets


def events(text: Text) -> Iterator[Event]:
    """The codings of a text whose type is right, with the questions that are asked for each."""
    codings, scene, known = code(text)
    around = chooser.Surroundings(scene) if scene else None
    for i, gold in sorted(golds_of(text.gold, codings).items()):
        coding, asked = codings[i], dict[chooser.Side, Question]()
        found = known.get((coding.trigger_start, coding.rule_id))
        for side in chooser.SIDES:
            if found and around:
                open_ = chooser.is_asked(coding, side, *found, around.scene)
                options = chooser.options(coding, side, *found, around, codings[:i])
                features = tuple(option.found for option in options.values())
                asked[side] = Question(features, tuple(options), wanted(coding, gold, side), open_)
        yield Event(text.corpus, text.id, coding, gold, asked)


# -- the regression ----------------------------------------------------------------------------------------------------


def matrix(asked: Sequence[Question], names: Sequence[str]) -> Matrix:
    return np.array([[found.get(name, 0.0) for name in names] for q in asked for found in q.answers])


def fit(found: Iterable[Event], side: chooser.Side) -> Weights:
    """Feature -> weight, by Newton's method on the log likelihood of the right answers."""
    asked = [e.asked[side] for e in found if side in e.asked and e.asked[side].wanted in e.asked[side].states]
    seen = Counter(name for q in asked for name in {name for found in q.answers for name in found})
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    x = matrix(asked, names)
    sizes = [len(q.answers) for q in asked]
    starts = np.cumsum([0, *sizes[:-1]])
    which = np.repeat(np.arange(len(asked)), sizes)
    worth = np.array([1.0 if q.open else TOLD for q in asked])[which]
    right = np.zeros(len(x))
    right[starts + np.array([q.states.index(q.wanted) for q in asked if q.wanted is not None])] = 1.0
    w = np.zeros(len(names))
    for _ in range(30):
        scores = x @ w
        chance = np.exp(scores - np.maximum.reduceat(scores, starts)[which])
        chance /= np.add.reduceat(chance, starts)[which]
        mean = np.add.reduceat(x * chance[:, None], starts)[which]
        centred = x - mean
        gradient = x.T @ (worth * (chance - right)) + PENALTY * w
        hessian = (centred * (worth * chance)[:, None]).T @ centred + PENALTY * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: float(v) for name, v in zip(names, w, strict=True) if abs(v) >= SMALL}


Table = dict[chooser.Side, Weights]


def tables(found: Sequence[Event]) -> Table:
    return {side: fit(found, side) for side in chooser.SIDES}


def answer(question: Question, weights: Weights, margin: float) -> chooser.States:
    """The answer that is chosen: nobody, unless another is likelier."""
    scores = {s: chooser.score(f, weights) for s, f in zip(question.states, question.answers, strict=True)}
    best = max(scores, key=lambda states: scores[states])
    return best if scores[best] - scores[chooser.NOBODY] > margin else chooser.NOBODY


def is_right(event: Event, table: Table | None, margin: float) -> bool:
    """Whether both sides are right, with the table's choices or without any."""
    sides = {"source": countries(event.coding.sources), "target": countries(event.coding.targets)}
    for side, question in event.asked.items():
        if table and question.open:
            sides[side] = answer(question, table[side], margin)
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
    print("| margin | " + " | ".join(corpora) + " |\n|---" + "|---" * len(corpora) + "|")
    for margin in MARGINS:
        cells = []
        for corpus in corpora:
            mine = [e for e in plain if e.corpus == corpus]
            before, after = (sum(is_right(e, t and of(e), margin) for e in mine) for t in (None, True))
            cells.append(f"{before} to {after} of {len(mine)}")
        print(f"| {margin} | " + " | ".join(cells) + " |")


def write(table: Table) -> None:
    lines = [
        "# Who is on a side of an event, where nobody is found (chooser.py): what each feature adds to the log of the",
        "# odds of an answer. Made by tests/quality/fit_chooser.py.",
        "",
        f"margin = {MARGIN}  # by how much an answer must beat nobody",
    ]
    for side, weights in table.items():
        lines += ["", f"[{side}]", *(f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()))]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--also", type=Path, nargs="*", default=[], help="further folders of coded articles")
    args = ask.parse_args()
    found = [event for text in texts(args.also) for event in events(text)]
    learned = [e for e in found if e.corpus == LEARNED]
    for side in chooser.SIDES:
        asked = [e.asked[side] for e in learned if side in e.asked and e.asked[side].open]
        lost = sum(q.wanted not in q.states for q in asked)
        print(f"{side}: {len(learned)} events, {len(asked)} left open, {lost} of which no answer is right")
    unseen, table = held_out(learned), tables(learned)
    report(found, lambda event: unseen(event) if event.corpus == LEARNED else table)
    for side, weights in table.items():
        print(f"\n{side}: {len(weights)} weights; those of the largest:")
        for name in sorted(weights, key=lambda name: -abs(weights[name]))[:SHOWN]:
            print(f"{weights[name]:6.2f}  {name}")
    if not args.dry:
        write(table)


if __name__ == "__main__":
    main()
