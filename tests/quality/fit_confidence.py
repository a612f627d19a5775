"""Makes confidence.toml and lexicon/en/trust.toml from hand-coded mentions: `python tests/quality/fit_confidence.py`.

    hand-coded articles --> the coder's mentions, each right or wrong --> two logistic regressions (L2) --> the tables

A row is right if its type is one of the gold's and the countries of both sides are the gold's (their union, for AGREE,
CONSULT and COOPERATE): that is what `confidence` estimates. The second regression asks for the type alone; it says
which mentions are noise. Beside the features it learns what patterns, their groups and the words of triggers are worth
(trust.py), all at once, so that none says again what a feature says. A mention that answers an optional gold mention
counts as one that answers a plain one; one that answers none is wrong. The articles are those of tests/golden/coded and
learned and, with `--also FOLDER ...`, others in the same form: the shipped tables were made with 150 short items of
real news besides, of all subjects, that are not ours to publish; and with `--judged LABELS --texts FOLDER`, mentions
drawn by noise_sample.py and judged by hand. tests/golden/fresh and held, of which nothing is learned, show how far the
tables may be trusted.

All figures are cross-validated by document: each is judged by weights that have not seen it. Printed are the Brier
score and the reliability table (of the mentions whose chance is so-and-so, how many are right) for the shipped weights
and for the new ones, and precision and F1 of the type by threshold; `least` becomes the threshold where both are best.
`--least` and `--political` set the thresholds by hand. `--dry` writes nothing; `--keep-type` leaves the second model,
its thresholds and trust.toml as they are. Extra `fit`.
"""

import argparse
import datetime as dt
import hashlib
import itertools
import json
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.noise_sample import texts  # noqa: E402
from tests.quality.scoring import Gold, Score, agrees, answers, from_row  # noqa: E402
from transforms.events import coder, confidence, trust, unnamed  # noqa: E402
from transforms.events.model import Coding  # noqa: E402
from transforms.events.roles import Clause, Roles  # noqa: E402
from transforms.events.triggers import Match  # noqa: E402
from transforms.records import Status  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "confidence.toml"
TRUST = ROOT / "transforms" / "events" / "lexicon" / "en" / "trust.toml"
GOLDEN = [ROOT / "tests" / "golden" / name for name in ("learned", "coded")]
ASKED = 0.82
"""Precision of the type that the threshold must keep."""
PRECISION_WEIGHT, F1_LOSS = 0.5, 0.007
"""What precision of the type is worth against its F1, where the threshold is chosen, and how much F1 it may cost."""
PENALTY = 10.0
SHRINK = 20.0
"""Of a feature that fewer mentions show, the weight is shrunk the more."""
TRUSTED = 2.2
"""How far an entry of trust.toml may go, of a feature that is as frequent."""
ALSO = 3.0
"""What a mention of the further articles is worth: they are fewer, and real."""
SMALL = 0.1
"""Entries of trust.toml below are left out."""
FOLDS = 10
ASSUMED = frozenset(("placed", "remembered"))
"""Steps that give an event a side which its sentence does not name."""
LESS = 0.2
"""By how much such a side is worth less than one that is named, at the least, in logarithms of the odds."""
STEPS = (0.0, *(round(0.3 + 0.02 * n, 2) for n in range(26)))
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
Matrix = np.ndarray[Any, Any]


class Row(NamedTuple):
    """A mention of the coder; `right` is None where nobody has judged it."""

    corpus: str
    document: str
    coding: Coding
    features: Mapping[str, float]
    """Those of its sentence and its surroundings, and the steps over the document that moved its chance."""
    right: bool | None
    """Type and countries."""
    type_right: bool | None
    stands: bool
    """Whether the coder as shipped answers it."""
    keys: tuple[trust.Key, ...]
    """What it asks trust.toml for."""
    worth: float


class Article(NamedTuple):
    """A text, and its gold or what was judged of it."""

    corpus: str
    id: str
    content: str
    day: dt.date | None
    gold: list[Gold]
    judged: list[dict[str, Any]] | None = None


def articles(also: Sequence[Path], judged: Path | None, folder: Path | None) -> Iterator[Article]:
    """Everything coded by hand that is learned from."""
    for place in (*GOLDEN, *also):
        rows = [json.loads(line) for line in (place / "mentions.jsonl").read_text("utf-8").splitlines()]
        for meta in sorted(place.glob("*.txt.meta.json")):
            path = meta.with_name(meta.name.removesuffix(".meta.json"))
            day = dt.datetime.fromisoformat(json.loads(meta.read_text("utf-8"))["published_at"]).date()
            gold = [from_row(row) for row in rows if row["file"] == path.name]
            name = f"{place.name}/{path.name}"
            yield Article(place.name if place in GOLDEN else "also", name, path.read_text("utf-8"), day, gold)
    if judged and folder:
        labels = [json.loads(line) for line in judged.read_text("utf-8").splitlines()]
        for text in texts(folder):
            labelled = [label for label in labels if label["document"] == text.id]
            if labelled:
                yield Article("judged", text.id, text.content, text.day, [], labelled)


class Recorder:
    """Listens to the coder: the features of each coding, and the steps that moved its chance."""

    def __init__(self) -> None:
        self.own: dict[tuple[int, str], dict[str, float]] = {}
        self.keys: dict[tuple[int, str], tuple[trust.Key, ...]] = {}
        self.steps: dict[tuple[int, str], list[str]] = {}
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> "Recorder":
        features, shifted = confidence.features, confidence.shifted

        def hear_features(
            match: Match, roles: Roles, clause: Clause, state: Status, about: Sequence[str], matches: Sequence[Match]
        ) -> dict[str, float]:
            found = features(match, roles, clause, state, about, matches)
            first = match.start if match.object < 0 else min(match.start, match.object)
            key = clause.tokens[first].start, match.pattern.id
            self.own[key], self.keys[key] = found, tuple(trust.keys(match, clause.words))
            return found

        def hear_step(coding: Coding, step: str) -> float:
            self.steps.setdefault((coding.trigger_start, coding.rule_id), []).append(step)
            return shifted(coding, step)

        self._patch.setattr(confidence, "features", hear_features)
        self._patch.setattr(confidence, "shifted", hear_step)
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def of(self, coding: Coding) -> dict[str, float]:
        key = coding.trigger_start, coding.rule_id
        return self.own[key] | dict.fromkeys(self.steps.get(key, ()), 1.0)


def right_ones(article: Article, codings: Sequence[Coding], level: str) -> dict[int, bool]:
    """Position of a coding -> whether it is right on a level; those that nobody judged are left out."""
    if article.judged is not None:
        return by_hand(article, codings, level)
    right = set(answers(article.gold, codings, level).values())
    return {i: i in right for i in range(len(codings))}


def by_hand(article: Article, codings: Sequence[Coding], level: str) -> dict[int, bool]:
    """The same, where single mentions were judged; `sources` None: of that one only the type was."""
    out: dict[int, bool] = {}
    for label in article.judged or ():
        if level == "countries" and label["type"] and label["sources"] is None:
            continue
        gold = Gold(
            label["char_start"],
            label["char_start"] + 1,
            frozenset((label["event_type"],)),
            frozenset(label["sources"] or ()),
            frozenset(label["targets"] or ()),
            (),
            frozenset(),
        )
        for i, coding in enumerate(codings):
            trigger = article.content[coding.trigger_start : coding.trigger_end]
            if trigger == label["trigger"] and agrees(gold, coding, "event_type"):
                out[i] = bool(label["type"]) and agrees(gold, coding, level)
    return out


Political = Callable[[Sequence[Coding], int], bool]


def as_shipped(article: Article) -> tuple[set[tuple[int, str]], Political]:
    """The keys of the mentions that stand with the shipped thresholds, and the answer that unnamed.is_political gives
    with these, whatever stands later."""
    answers: list[bool] = []
    asked = unnamed.is_political

    def hear(codings: Sequence[Coding], sentences: int) -> bool:
        answers.append(asked(codings, sentences))
        return answers[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unnamed, "is_political", hear)
        codings = coder.code(article.content, language="en", published_date=article.day)
    return {(c.trigger_start, c.rule_id) for c in codings}, lambda codings, sentences: any(answers)


def collect(found: Sequence[Article]) -> list[Row]:
    """All mentions, noise included."""
    rows: list[Row] = []
    everything = confidence.load()._replace(least=0.0, least_political=0.0)
    shipped = {article.id: as_shipped(article) for article in found}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "load", lambda: everything)
        for article in found:
            stands, political = shipped[article.id]
            patch.setattr(unnamed, "is_political", political)
            with Recorder() as heard:
                codings = coder.code(article.content, language="en", published_date=article.day)
            right = right_ones(article, codings, "countries")
            kind = right_ones(article, codings, "event_type")
            rows += [
                Row(
                    article.corpus,
                    article.id,
                    coding,
                    heard.of(coding),
                    right.get(i),
                    kind.get(i),
                    (coding.trigger_start, coding.rule_id) in stands,
                    heard.keys[coding.trigger_start, coding.rule_id],
                    ALSO if article.corpus == "also" else 1.0,
                )
                for i, coding in enumerate(codings)
                if (coding.trigger_start, coding.rule_id) in heard.own  # known.toml needs no weights
            ]
    return rows


# -- the regression ----------------------------------------------------------------------------------------------------


def matrix(features: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    return np.array([[1.0, *(found.get(name, 0.0) for name in names)] for found in features])


def regress(x: Matrix, y: Matrix) -> Matrix:
    """Weights of a logistic regression with an L2 penalty on all but the first, by Newton's method. Features are
    scaled by their spread, so that the penalty treats them alike; rare ones pay more."""
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    spread[0] = 1.0
    scaled = x / spread
    shown = (x != 0).sum(axis=0)
    penalty = PENALTY * (1 + SHRINK / np.maximum(shown, 1))
    penalty[0] = 0.0
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-scaled @ w))
        gradient = scaled.T @ (p - y) + penalty * w
        hessian = (scaled * (p * (1 - p))[:, None]).T @ scaled + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(w / spread)


class Fitted(NamedTuple):
    """What is learned of types."""

    by_name: dict[str, float]
    """Feature -> weight; '' is the start."""
    trust: dict[trust.Key, float]

    def odds(self, row: Row) -> float:
        known = sum(self.by_name.get(name, 0.0) * value for name, value in row.features.items())
        return self.by_name[""] + known + self.trusted(row)

    def trusted(self, row: Row) -> float:
        return sum(self.trust.get(key, 0.0) for key in row.keys)


def learn(rows: Sequence[Row], names: Sequence[str]) -> Fitted:
    """A logistic regression for the type, on features and entries of trust.toml at once. Features are scaled by their
    spread, so that the penalty treats them alike; rare ones pay more."""
    rows = [row for row in rows if row.type_right is not None]
    x = matrix([row.features for row in rows], names)[:, 1:]
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    scale = spread * np.sqrt(1 + SHRINK / np.maximum((x != 0).sum(axis=0), 1))
    vectorizer = DictVectorizer()
    z = vectorizer.fit_transform([{"\t".join(key): TRUSTED for key in row.keys} for row in rows])
    model = LogisticRegression(C=1 / PENALTY, max_iter=5000)
    right, worth = [bool(row.type_right) for row in rows], [row.worth for row in rows]
    model.fit(scipy.sparse.hstack([scipy.sparse.csr_matrix(x / scale), z]).tocsr(), right, sample_weight=worth)
    weights = model.coef_[0]
    by_name = {"": float(model.intercept_[0])} | dict(zip(names, (weights[: len(names)] / scale).tolist(), strict=True))
    entries = zip(vectorizer.get_feature_names_out(), (weights[len(names) :] * TRUSTED).tolist(), strict=True)
    return Fitted(by_name, {trust.Key(*name.split("\t")): w for name, w in entries if abs(w) >= SMALL})


def fold(row: Row) -> int:
    return int(hashlib.sha256(row.document.encode()).hexdigest(), 16) % FOLDS


def unseen(rows: Sequence[Row], names: Sequence[str]) -> tuple[Matrix, list[Row]]:
    """The chance of the type of each mention, and the mentions with their trust for a feature, by weights that have not
    seen its document."""
    by_fold = [learn([row for row in rows if fold(row) != n], names) for n in range(FOLDS)]
    odds = np.array([by_fold[fold(row)].odds(row) for row in rows])
    return 1 / (1 + np.exp(-odds)), [
        row._replace(features={**row.features, trust.FEATURE: by_fold[fold(row)].trusted(row)}) for row in rows
    ]


def held_out(rows: Sequence[Row], names: Sequence[str], right: Matrix) -> Matrix:
    """The chance of each mention by weights that have not seen its document; NaN in `right`: not judged."""
    x = matrix([row.features for row in rows], names)
    known = ~np.isnan(right)
    groups = np.array([fold(row) for row in rows])
    out = np.zeros(len(rows))
    for group in range(FOLDS):
        inside = groups == group
        learned = ~inside & known
        out[inside] = 1 / (1 + np.exp(-x[inside] @ regress(x[learned], right[learned])))
    return out


# -- what is printed ---------------------------------------------------------------------------------------------------


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


def write(table: Mapping[str, Any], row: Mapping[str, float], kind: Mapping[str, float], least: float) -> None:
    """The table, with what each feature says kept from the one that is there."""
    lines = [
        "# What each feature adds to the log of the odds that a mention is right (confidence.py): `weight` for its",
        "# type and countries, `type` for the type alone. Made by tests/quality/fit_confidence.py.",
        "",
        f"start = {row['']:.3f}",
        f"start_type = {kind['']:.3f}",
        f"least = {least:.2f}  # chance of the type below which a mention is noise, and left out",
        f"least_political = {table['least_political']:.2f}  # the same in a document about politics",
    ]
    for feature in table["feature"]:
        name = feature["name"]
        lines += ["", "[[feature]]", f'name = "{name}"', f'says = "{feature["says"]}"']
        lines += [f"{key} = {of[name]:.3f}" for key, of in (("weight", row), ("type", kind)) if key in feature]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_trust(weights: Mapping[trust.Key, float]) -> None:
    lines = [
        "# How far a trigger may be trusted (trust.py): what its pattern, its group of patterns and its words add to",
        "# the log of the odds that it tells of an event of its type. `name | weight`; what is not here adds nothing.",
        "# Made by tests/quality/fit_confidence.py.",
    ]
    for name in ("group", "word", "pattern"):
        rows = sorted((key.name, weight) for key, weight in weights.items() if key.table == name)
        lines += [
            "",
            f'{name} = """',
            *(f"{key} | {weight:.2f}" for key, weight in rows if set(key).isdisjoint('|\\"')),
            '"""',
        ]
    TRUST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fit(rows: Sequence[Row], names: Sequence[str], right: Matrix) -> dict[str, float]:
    """Feature -> weight; '' is the start."""
    known = ~np.isnan(right)
    weights = regress(matrix([row.features for row in rows], names)[known], right[known])
    out = {name: float(w) for name, w in zip(("", *names), weights, strict=True)}
    for step in ASSUMED & out.keys():
        out[step] = min(out[step], -out["source none"] - LESS)
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--also", type=Path, nargs="*", default=[], help="further folders of coded articles")
    ask.add_argument(
        "--judged", type=Path, help="JSON lines: document char_start event_type trigger type sources targets"
    )
    ask.add_argument("--texts", type=Path, help="the folder that noise_sample.py drew from")
    ask.add_argument("--least", type=float, help="the threshold of the type")
    ask.add_argument("--political", type=float, help="the same in a document about politics")
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--keep-type", action="store_true", help="leave the chances of the type, trust and thresholds")
    args = ask.parse_args()
    table = tomllib.loads(TABLE.read_text("utf-8"))
    names = {key: [f["name"] for f in table["feature"] if key in f] for key in ("weight", "type")}
    names["type"].remove(trust.FEATURE)
    found = list(articles(args.also, args.judged, args.texts))
    rows = collect(found)
    sure_of_type, rows = unseen(rows, names["type"])
    right = np.array([np.nan if row.right is None else float(row.right) for row in rows])
    sure = held_out(rows, names["weight"], right)
    scores = by_threshold(found, rows, sure_of_type.tolist())
    least = table["least"] if args.keep_type else args.least or choose(scores, judged(rows, sure_of_type))
    table["least_political"] = args.political or table["least_political"]
    kept = np.array([row.stands for row in rows]) if args.keep_type else sure_of_type >= least
    standing = ~np.isnan(right) & kept
    shipped = np.array([row.coding.confidence for row in rows])
    reliability("shipped weights (these documents may have been learnt from)", shipped[standing], right[standing])
    reliability("new weights, on documents they have not seen", sure[standing], right[standing])
    for corpus in dict.fromkeys(row.corpus for row in rows):
        inside = standing & np.array([row.corpus == corpus for row in rows])
        if inside.any():
            reliability(f"the same, {corpus} only", sure[inside], right[inside])
    show_thresholds(scores, least, rows, sure_of_type)
    if not args.dry:
        of_type = {"": table["start_type"], **{f["name"]: f["type"] for f in table["feature"] if "type" in f}}
        if not args.keep_type:
            fitted = learn(rows, names["type"])
            write_trust(fitted.trust)
            of_type = fitted.by_name | {trust.FEATURE: 1.0}
        write(table, fit(rows, names["weight"], right), of_type, least)


if __name__ == "__main__":
    main()
