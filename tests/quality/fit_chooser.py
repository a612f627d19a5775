"""Makes transforms/events/chooser.toml from hand-coded mentions: `python tests/quality/fit_chooser.py` (extra `fit`).

    hand-coded articles, probes --> events whose type is right --> answers to "who acts?" --> conditional logit (L2)

An answer is right if its countries are those of the gold's source. Events of which the coder found the source teach as
well: most of what tells a source apart is the same, and those that are left open are few. The articles and judged
mentions are those of fit_confidence.py (`--judged LABELS --texts FOLDER`); of the probes the half that is read. Printed
is how many sources are right among the events left open, before and after, by corpus and margin, each document chosen
for by weights that have not seen it; then the features that weigh most. `--dry` writes nothing.
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

from tests.quality import fit_confidence, probes  # noqa: E402
from tests.quality.scoring import UNDIRECTED, Gold, agrees, answers, countries  # noqa: E402
from transforms.events import chooser, coder, confidence, counterparts  # noqa: E402
from transforms.events.model import Coding  # noqa: E402
from transforms.events.roles import Clause, Roles  # noqa: E402
from transforms.events.setting import Scene  # noqa: E402
from transforms.events.triggers import Match  # noqa: E402
from transforms.records import Status  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "chooser.toml"
PROBES = ROOT / "tests" / "golden" / "probes" / "dev.jsonl"
PENALTY = 10.0
LEAST, SMALL = 8, 0.03
"""Questions that must show a feature, and the weight below which it is left out."""
MARGIN = 1.0
MARGINS = (0.0, 0.3, 0.7, 1.0, 1.5)
FOLDS = 10
SHOWN = 15
Matrix = np.ndarray[Any, Any]


class Question(NamedTuple):
    """Who is the source of an event?"""

    corpus: str
    document: str
    open: bool
    """Whether the coder found none and the chooser is asked."""
    coded: int
    """The coder's answer."""
    answers: tuple[dict[str, float], ...]
    right: int
    """-1 where no answer is."""


class Text(NamedTuple):
    corpus: str
    id: str
    content: str
    day: dt.date | None
    gold: list[Gold]


def read(judged: Path | None, folder: Path | None) -> Iterator[Text]:
    """All that was coded by hand."""
    for article in fit_confidence.articles(judged, folder):
        gold = article.gold
        if article.judged is not None:
            gold = [
                Gold(
                    label["char_start"],
                    label["char_start"] + 1,
                    frozenset((label["event_type"],)),
                    frozenset(label["sources"]),
                    frozenset(label["targets"]),
                    (),
                    frozenset(),
                )
                for label in article.judged
                if label["type"] and label["sources"] is not None and label["targets"] is not None
            ]
        yield Text(article.corpus, article.id, article.content, article.day, gold)
    for row in map(json.loads, PROBES.read_text("utf-8").splitlines()):
        if row["event_type"]:
            yield Text("probes", row["id"], row["text"], probes.PUBLISHED, [probes.gold_of(row)])


Known = dict[chooser.Key, tuple[Clause, Match]]


def code(text: Text) -> tuple[tuple[Coding, ...], Scene | None, Known]:
    """The codings of a text as the chooser would be given them, their scene, and the clause and match of each."""
    known: Known = {}
    given: list[tuple[tuple[Coding, ...], Scene]] = []
    features, fill = confidence.features, counterparts.fill

    def hear_features(
        match: Match, roles: Roles, clause: Clause, state: Status, about: Sequence[str]
    ) -> dict[str, float]:
        first = match.start if match.object < 0 else min(match.start, match.object)
        known[clause.tokens[first].start, match.pattern.id] = clause, match
        return features(match, roles, clause, state, about)

    def hear_fill(codings: Iterable[Coding], scene: Scene) -> tuple[Coding, ...]:
        given.append((fill(codings, scene), scene))
        return given[-1][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "features", hear_features)
        patch.setattr(counterparts, "fill", hear_fill)
        coder.code(text.content, language="en", published_date=text.day)
    return (*given[-1], known) if given else ((), None, known)


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


def questions(text: Text) -> list[Question]:
    """One for each coding that answers a gold mention whose source was judged."""
    codings, scene, known = code(text)
    if scene is None:
        return []
    around, out = chooser.Surroundings(scene), list[Question]()
    for i, gold in sorted(golds_of(text.gold, codings).items()):
        coding = codings[i]
        mine, wanted = countries(coding.sources), gold.sources
        if coding.event_type in UNDIRECTED and wanted is not None and gold.targets is not None:
            same = mine | countries(coding.targets) == wanted | gold.targets
            wanted = mine if same else wanted
        if wanted is None:
            continue
        clause, match = known[coding.trigger_start, coding.rule_id]
        options = chooser.options(coding, clause, match, around, codings[:i])
        states = list(options)
        coded = states.index(mine) if mine in options else -1
        right = states.index(wanted) if wanted in options else -1
        found = tuple(options[s].found for s in states)
        open_ = not coding.sources and not chooser.is_topic(clause, match)
        out.append(Question(text.corpus, text.id, open_, coded, found, right))
    return out


# -- the regression ----------------------------------------------------------------------------------------------------


def matrix(asked: Sequence[Question], names: Sequence[str]) -> Matrix:
    return np.array([[found.get(name, 0.0) for name in names] for q in asked for found in q.answers])


def fit(asked: Sequence[Question]) -> dict[str, float]:
    """Feature -> weight, by Newton's method on the log likelihood of the right answers."""
    asked = [q for q in asked if q.right >= 0]
    seen = Counter(name for q in asked for name in {name for found in q.answers for name in found})
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    x = matrix(asked, names)
    sizes = [len(q.answers) for q in asked]
    starts = np.cumsum([0, *sizes[:-1]])
    which = np.repeat(np.arange(len(asked)), sizes)
    right = np.zeros(len(x))
    right[starts + np.array([q.right for q in asked])] = 1.0
    w = np.zeros(len(names))
    for _ in range(30):
        scores = x @ w
        chance = np.exp(scores - np.maximum.reduceat(scores, starts)[which])
        chance /= np.add.reduceat(chance, starts)[which]
        mean = np.add.reduceat(x * chance[:, None], starts)[which]
        centred = x - mean
        gradient = x.T @ (chance - right) + PENALTY * w
        hessian = (centred * chance[:, None]).T @ centred + PENALTY * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: float(v) for name, v in zip(names, w, strict=True) if abs(v) >= SMALL}


def answer(question: Question, weights: Mapping[str, float], margin: float) -> int:
    """The position of the answer that is chosen: the coder's, unless it is left open and another is likelier."""
    if not question.open:
        return question.coded
    scores = [chooser.score(found, weights) for found in question.answers]
    best = int(np.argmax(scores))
    return best if scores[best] - scores[question.coded] > margin else question.coded


def fold(question: Question) -> int:
    return int(hashlib.sha256(question.document.encode()).hexdigest(), 16) % FOLDS


def held_out(asked: Sequence[Question]) -> Callable[[Question], dict[str, float]]:
    """The weights for a question that have not seen its document."""
    by_fold = [fit([q for q in asked if fold(q) != n]) for n in range(FOLDS)]
    return lambda question: by_fold[fold(question)]


def report(asked: Sequence[Question], weights: Callable[[Question], Mapping[str, float]]) -> None:
    """Of the sources left open, how many are right with nobody and how many with the answer chosen."""
    corpora = list(dict.fromkeys(q.corpus for q in asked))
    print("| margin | " + " | ".join(corpora) + " |\n|---" + "|---" * len(corpora) + "|")
    for margin in MARGINS:
        cells = []
        for corpus in corpora:
            left = [q for q in asked if q.open and q.corpus == corpus]
            before = sum(q.coded == q.right for q in left)
            cells.append(f"{before} to {sum(answer(q, weights(q), margin) == q.right for q in left)} of {len(left)}")
        print(f"| {margin} | " + " | ".join(cells) + " |")


def write(weights: Mapping[str, float]) -> None:
    lines = [
        "# Who is the source of an event that names none (chooser.py): what each feature adds to the log of the odds",
        "# of an answer. Made by tests/quality/fit_chooser.py.",
        "",
        f"margin = {MARGIN}  # by how much an answer must beat nobody",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items())),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--judged", type=Path, help="JSON lines: as for fit_confidence.py")
    ask.add_argument("--texts", type=Path, help="the folder that noise_sample.py drew from")
    ask.add_argument("--dry", action="store_true", help="write nothing")
    args = ask.parse_args()
    asked = [question for text in read(args.judged, args.texts) for question in questions(text)]
    left, lost = sum(q.open for q in asked), sum(q.right < 0 for q in asked)
    print(f"{len(asked)} sources, {left} left open, {lost} of which no answer is right")
    report(asked, held_out(asked))
    weights = fit(asked)
    print(f"\n{len(weights)} weights; those of the largest:")
    for name in sorted(weights, key=lambda name: -abs(weights[name]))[:SHOWN]:
        print(f"{weights[name]:6.2f}  {name}")
    if not args.dry:
        write(weights)


if __name__ == "__main__":
    main()
