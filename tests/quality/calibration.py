"""How far chances may be trusted: of the mentions whose chance is so-and-so, how many are right; and which threshold.

In: labelled mentions and their chances. Out, mostly on paper: reliability tables with the Brier score, precision and F1
of the type by threshold, and the threshold where both are best.
"""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from tests.quality.labelled import Article, Row
from tests.quality.regression import Matrix
from tests.quality.scoring import Score

ASKED = 0.82
"""Precision of the type that the threshold must keep."""
PRECISION_WEIGHT, F1_LOSS = 0.5, 0.007
"""What precision of the type is worth against its F1, where the threshold is chosen, and how much F1 it may cost."""
STEPS = (0.0, *(round(0.3 + 0.02 * n, 2) for n in range(26)))
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def reliability(title: str, chance: Matrix, right: Matrix) -> None:
    """The table: of the mentions whose chance lies in a bin, the mean chance and the share that is right."""
    brier = float(np.mean((chance - right) ** 2))
    gap = 0.0
    print(f"\n{title}: n {len(right)}, right {right.mean():.3f}, mean {chance.mean():.3f}, Brier {brier:.4f}")
    print("| chance | n | mean | right |\n|---|---|---|---|")
    for low, high in itertools.pairwise(BINS):
        inside = (chance >= low) & (chance < high if high < 1 else chance <= 1)
        if inside.any():
            n, mean, share = int(inside.sum()), float(chance[inside].mean()), float(right[inside].mean())
            gap += n / len(right) * abs(mean - share)
            print(f"| {low:.1f}-{high:.1f} | {n} | {mean:.2f} | {share:.2f} |")
    print(f"expected calibration error {gap:.3f}")


def by_threshold(
    found: Sequence[Article], rows: Sequence[Row], chance: Sequence[float]
) -> dict[float, dict[str, Score]]:
    """Scores by threshold and corpus; `chance`: of the type of each row."""
    out: dict[float, dict[str, Score]] = {}
    for step in STEPS:
        scores: dict[str, Score] = {}
        for article in found:
            if article.judged is None:
                here = [(r, p) for r, p in zip(rows, chance, strict=True) if r.document == article.id]
                kept = [row.coding for row, sure in here if sure >= step]
                for name in (article.corpus, "all"):
                    scores.setdefault(name, Score()).add(article.gold, kept)
        out[step] = scores
    return out


def judged(rows: Sequence[Row], chance: Matrix) -> dict[float, tuple[float, int]]:
    """Threshold -> share of the mentions judged by hand, of those kept, whose type is right; how many those are."""
    by_hand = np.array([row.corpus == "judged" and row.type_right is not None for row in rows])
    good = np.array([bool(row.type_right) for row in rows])
    kept = {step: by_hand & (chance >= step) for step in STEPS}
    return {step: (float(good[k].mean()) if k.any() else 0.0, int(k.sum())) for step, k in kept.items()}


def choose(scores: Mapping[float, Mapping[str, Score]], shares: Mapping[float, tuple[float, int]]) -> float:
    """The threshold of the best F1 and precision, of those that keep the precision ASKED where one does.

    Articles of the hand-coded sets are about politics; what stands in others is judged mention by mention, and its
    share of right types counts beside the precision. A threshold that costs F1_LOSS of F1 is too high.
    """
    figures = {step: s["all"].figures() for step, s in scores.items()}
    fit = {step: f for step, f in figures.items() if f["precision"] >= ASKED} or figures
    best = max(f["event_type"] for f in fit.values())
    near = [step for step, f in fit.items() if f["event_type"] >= best - F1_LOSS]

    def worth(step: float) -> float:
        return fit[step]["event_type"] + PRECISION_WEIGHT * (fit[step]["precision"] + shares[step][0])

    return max(near, key=worth)


def show_thresholds(
    scores: Mapping[float, Mapping[str, Score]], least: float, rows: Sequence[Row], chance: Matrix
) -> None:
    shares = judged(rows, chance)
    print("\n| least | " + " | ".join(f"{name}: P, F1" for name in scores[0.0]) + " | judged: types right, of |")
    print("|---" * (len(scores[0.0]) + 2) + "|")
    for step, by_corpus in scores.items():
        cells = [f"{s.figures()['precision']:.3f} {s.figures()['event_type']:.3f}" for s in by_corpus.values()]
        cells.append("{:.3f} {}".format(*shares[step]))
        print(f"| {step:.2f}{' *' if step == least else ''} | " + " | ".join(cells) + " |")
