"""Makes lexicon/en/pair_weights.toml from labelled pairs: `python tests/quality/fit_pairs.py` (extra `fit`).

    labelled pairs --> figures of pair_features.py --> logistic regression (L2) ---------------> weights of words
                                 |--> the same, unseen fifth by fifth --> with the triggers' votes --> trust

The trust in triggers is learned from the rows that nobody had read when the lexicon was written, on judgements of
words that had not seen the row. Nothing of a sentence is kept but single lemmas and neighbours of general vocabulary
that at least LEAST sentences share; names are masked, and what the gazetteer knows as a name is dropped.
`--folds N` measures instead: the whole chain, cross-validated N times, with calibration and confusions.
"""

import argparse
import gzip
import hashlib
import json
import random
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from transforms.events import actors, pair, pair_features, pair_model  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpora" / "relations.jsonl.gz"
TABLE = ROOT / "transforms" / "events" / "lexicon" / "en" / "pair_weights.toml"
LEAST = 3
"""Sentences that must show a name before it gets a weight."""
INVERSE_PENALTY = 1.0
PARTICLES = frozenset(("al", "el", "bin", "ibn", "abu", "de", "von"))
"""Parts of names that are written small."""
SMALL = 4
"""Hundredths below which a weight is left out."""
TRUST_PENALTY = 2.0
PRIOR = {"words": 1.0, "vote": 2.0}
"""What trust is pulled towards."""
FOLDS = 5
QUADS = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1)
QUADS |= dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2)
QUADS |= dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3)
QUADS |= dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4)
CLASSES = tuple(sorted(QUADS))
Matrix = np.ndarray[Any, Any]


class Row(NamedTuple):
    """A labelled pair, as the model sees it."""

    text: str
    label: int
    quad: int
    read: bool
    """The rows of this half were read while the lexicon was written."""
    figures: dict[str, float]
    votes: list[pair_model.Stated]


def rows() -> list[Row]:
    """The labelled pairs."""
    out = []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        for line in file:
            r = json.loads(line)
            sentences = pair._span_sentences(r["text"], r["source"], r["target"], "en")
            tokens = tuple(t for s in sentences for t in s.tokens)[: pair.MAX_TOKENS]
            src, tgt = (pair.locate(r["text"], tokens, r[side]) for side in ("source", "target"))
            stated, leaning = pair.candidates(tokens, src, tgt, "en")
            figures, votes = pair.evidence(tokens, src, tgt, "en", stated, leaning)
            label, read = r["truth"]["event_type"], int(hashlib.sha256(r["id"].encode()).hexdigest(), 16) % 2 == 0
            out.append(Row(r["text"], CLASSES.index(label), r["truth"]["quad_class"], read, figures, votes))
    return out


def shared_names(data: Sequence[Row]) -> list[str]:
    """The names that enough different sentences show, without proper names."""
    seen: dict[str, set[str]] = defaultdict(set)
    for row in data:
        for name in row.figures:
            seen[name].add(row.text)
    gazetteer = actors.load("en")

    def proper(word: str) -> bool:
        if word in PARTICLES:
            return True
        unknown = len(word) > 3 and word.isalpha() and word not in known
        return unknown and bool(gazetteer.resolve(word.capitalize()))

    known = pair_features.load("en").lemmas.known
    dropped: dict[str, bool] = {}
    out = []
    for name in sorted(name for name, texts in seen.items() if len(texts) >= LEAST):
        what = name.partition(":")[2].lstrip("+-0123456789BAFST@").split()
        if name.startswith(("stated", "known", "lean", "verbtype")):
            what = []
        if not any(dropped.setdefault(word, proper(word)) for word in what):
            out.append(name)
    return out


def matrix(data: Sequence[Row], names: Mapping[str, int]) -> Any:
    """Rows of figures."""
    values, columns, starts = [], [], [0]
    for row in data:
        for name, value in row.figures.items():
            at = names.get(name)
            if at is not None:
                columns.append(at)
                values.append(value)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(data), len(names)))


class Words(NamedTuple):
    """Weights of words."""

    names: dict[str, int]
    weights: Matrix
    bias: Matrix

    def judge(self, data: Sequence[Row]) -> Matrix:
        """Log probabilities."""
        scores = matrix(data, self.names) @ self.weights + self.bias
        return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def fit_words(data: Sequence[Row]) -> Words:
    """The multinomial logistic regression; weights rounded as the table will hold them."""
    names = {name: at for at, name in enumerate(shared_names(data))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the number of iterations is bounded on purpose
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=150)
        model.fit(matrix(data, names), [row.label for row in data])
    full = np.zeros((len(CLASSES), len(names)))
    bias = np.full(len(CLASSES), -9.0)
    full[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    units = np.round(full.T * pair_model.UNIT)
    units[np.abs(units) < SMALL] = 0
    return Words(names, units / pair_model.UNIT, bias)


def unseen(data: Sequence[Row], folds: Sequence[int]) -> Matrix:
    """Log probabilities of each row by words that were learned without its fold."""
    out = np.zeros((len(data), len(CLASSES)))
    for fold in sorted(set(folds)):
        model = fit_words([row for row, f in zip(data, folds, strict=True) if f != fold])
        inside = [k for k, f in enumerate(folds) if f == fold]
        out[inside] = model.judge([data[k] for k in inside])
    return out


TRAITS = ("words", "vote", "vote.n", "vote.p", "vote.weak", "vote.low", "vote.high", "vote.status", "vote.only")


def trait_table(data: Sequence[Row], words: Matrix) -> Matrix:
    """Row x class x trait."""
    out = np.zeros((len(data), len(CLASSES), len(TRAITS)))
    out[:, :, 0] = words
    for k, row in enumerate(data):
        for name, value in pair_model.votes(row.votes):
            kind, _, trait = name.partition(" ")
            out[k, CLASSES.index(kind), TRAITS.index(trait)] += value
    return out


def fit_trust(traits: Matrix, labels: Sequence[int]) -> Matrix:
    """A conditional logit: how much each trait of a vote counts, whatever the class."""
    prior = np.array([PRIOR.get(name, 0.0) for name in TRAITS])
    at = np.arange(len(labels))

    def loss(trust: Matrix) -> tuple[float, Matrix]:
        scores = traits @ trust
        chances = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        expected = np.einsum("kc,kct->t", np.exp(chances), traits)
        value = -chances[at, labels].sum() + TRUST_PENALTY * ((trust - prior) ** 2).sum()
        return value, expected - traits[at, labels].sum(axis=0) + 2 * TRUST_PENALTY * (trust - prior)

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B").x)


def folds_of(data: Sequence[Row], seed: int) -> list[int]:
    """A fold for each row: stratified by class; rows of one text stay together."""
    chance, by_class = random.Random(seed), defaultdict(list)
    label = {row.text: row.label for row in reversed(data)}
    for text in dict.fromkeys(row.text for row in data):
        by_class[label[text]].append(text)
    fold: dict[str, int] = {}
    for kind in sorted(by_class):
        chance.shuffle(by_class[kind])
        for text in by_class[kind]:
            fold[text] = len(fold) % FOLDS
    return [fold[row.text] for row in data]


def macro(gold: Sequence[int], answers: Sequence[int]) -> float:
    """Mean F1 over the classes of the gold."""
    return float(np.mean(list(by_class_f1(gold, answers).values())))


def by_class_f1(gold: Sequence[int], answers: Sequence[int]) -> dict[int, float]:
    """F1 of each class."""
    both = Counter(g for g, a in zip(gold, answers, strict=True) if g == a)
    asked, given = Counter(gold), Counter(answers)
    return {k: 2 * both[k] / (asked[k] + given[k]) for k in sorted(asked)}


def figures_of(data: Sequence[Row], answers: Sequence[int]) -> list[float]:
    """type and quad of all rows, type and quad of those that nobody read."""
    out = []
    for part in ([True] * len(data), [not row.read for row in data]):
        chosen = [(row, a) for row, a, p in zip(data, answers, part, strict=True) if p]
        out.append(macro([row.label for row, _ in chosen], [a for _, a in chosen]))
        out.append(macro([row.quad for row, _ in chosen], [QUADS[CLASSES[a]] for _, a in chosen]))
    return out


def measure(data: Sequence[Row], times: int) -> None:
    """The designs, cross-validated; calibration and confusions of the shipped one."""
    designs: dict[str, list[list[float]]] = defaultdict(list)
    chances, wrong, per_class = [], Counter(), defaultdict(list)
    fresh = np.array([not row.read for row in data])
    labels = np.array([row.label for row in data])
    plain = trait_table(data, np.zeros((len(data), len(CLASSES))))
    for seed in range(times):
        folds = np.array(folds_of(data, seed))
        words = unseen(data, folds.tolist())
        both = trait_table(data, words)
        scores = {"a stated precedence": plain[:, :, 1], "c words alone": words}
        for name, table in (
            ("b ranker of triggers", plain),
            ("d words and triggers", both),
        ):
            out = np.zeros_like(words)
            for fold in range(FOLDS):
                train = (folds != fold) & fresh
                if name[0] == "b":
                    masked = table.copy()
                    masked[:, :, 0] = 0
                    out[folds == fold] = masked[folds == fold] @ fit_trust(masked[train], labels[train])
                else:
                    out[folds == fold] = table[folds == fold] @ fit_trust(table[train], labels[train])
            scores[name] = out - np.logaddexp.reduce(out, axis=1, keepdims=True)
        final = np.exp(scores["d words and triggers"])
        quads = np.array(
            [
                [final[k, [c for c, t in enumerate(CLASSES) if QUADS[t] == q]].sum() for q in (1, 2, 3, 4)]
                for k in range(len(data))
            ]
        )
        veto = final * np.array([[quads[k].argmax() + 1 == QUADS[t] for t in CLASSES] for k in range(len(data))])
        scores["e the same, quad first"] = veto
        for name, table in scores.items():
            designs[name].append(figures_of(data, table.argmax(axis=1).tolist()))
        answers = final.argmax(axis=1)
        for k, answer in enumerate(answers):
            chances.append((float(final[k, answer]), bool(answer == labels[k]), bool(fresh[k])))
            if answer != labels[k]:
                wrong[CLASSES[labels[k]], CLASSES[answer]] += 1
        for k, value in by_class_f1(labels.tolist(), answers.tolist()).items():
            per_class[CLASSES[k]].append(value)
    print("design: type quad (all rows), type quad (unread half); mean and sd over", times, "x", FOLDS, "folds")
    for name, found in designs.items():
        mean, spread = np.mean(found, axis=0), np.std(found, axis=0)
        print(f"  {name:24s}", "  ".join(f"{m:.3f} ±{s:.3f}" for m, s in zip(mean, spread, strict=True)))
    print("per class:", {name: round(float(np.mean(found)), 2) for name, found in per_class.items()})
    print("confidence: answers, mean confidence, share right (all; unread half)")
    for low, high in ((0, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [c for c in chances if low <= c[0] < high]
        new = [c for c in inside if c[2]]
        if inside and new:
            print(f"  {low:.2f}-{min(high, 1):.2f} {len(inside) / times:6.1f}  {np.mean([c[0] for c in inside]):.2f}  "
                  f"{np.mean([c[1] for c in inside]):.2f}  {np.mean([c[1] for c in new]):.2f}")  # fmt: skip
    print("confusions (gold, answer, per run):", [(k, round(n / times, 1)) for k, n in wrong.most_common(25)])


def write(words: Words, trust: Matrix, path: Path) -> int:
    """The table; the number of its lines."""
    lines = ["bias|" + "|".join(str(round(b * pair_model.UNIT)) for b in words.bias)]
    for name, at in sorted(words.names.items()):
        cells = [str(round(w * pair_model.UNIT)) if w else "" for w in words.weights[at]]
        if any(cells):
            lines.append("|".join([name, *cells]).rstrip("|"))
    head = [
        "# What each name of pair_features.py is worth for each class (log odds in hundredths; nothing: none), and how",
        "# far the votes of triggers are trusted beside the words. Made by tests/quality/fit_pairs.py; do not edit.",
        "# YIELD is CONCEDE and RETREAT, which the labelled pairs do not tell apart.",
        "",
        "classes = [" + ", ".join(f'"{name}"' for name in CLASSES) + "]",
        "",
        "words = '''",
    ]
    tail = ["'''", "", "[trust]", *(f'"{name}" = {value:.2f}' for name, value in zip(TRAITS, trust, strict=True))]
    path.write_text("\n".join([*head, *lines, *tail]) + "\n", encoding="utf-8")
    return len(lines)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folds", metavar="N", type=int, help="measure only, cross-validated N times")
    parser.add_argument("--output", type=Path, default=TABLE)
    options = parser.parse_args()
    data = rows()
    print(len(data), "pairs", flush=True)
    if options.folds:
        measure(data, options.folds)
        return
    fresh = [k for k, row in enumerate(data) if not row.read]
    traits = trait_table(data, unseen(data, folds_of(data, 0)))
    trust = fit_trust(traits[fresh], [data[k].label for k in fresh])
    print(write(fit_words(data), trust, options.output), "lines,", options.output.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
