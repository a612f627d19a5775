"""Makes lexicon/en/review.toml from hand-coded articles: `python tests/quality/fit_review.py` (extra `fit`).

    hand-coded articles --> every match of their sentences, right or not --> a logistic regression (L2) --> the table

A match that stands is right if it answers a gold mention by type; one that a rule threw away, if a gold mention of its
type that nothing answers has its trigger there. What answers an optional mention teaches nothing. The articles are
those of tests/golden/learned and coded and, with `--also FOLDER ...`, others in the same form; `--judged LABELS --texts
FOLDER` adds single matches that were judged by hand, as fit_confidence.py takes them. The shipped table was made with
real news and pages besides, that are not ours to publish. It is to be made last: what it learns of is what all the
other tables leave.

A second regression says how sure a row is, type and countries, by its own confidence and by the chance here, with
`--unread` from articles that no rule was made with, as the others are easier; a third is the first look. All figures
are cross-validated by document: each is judged by weights that have not seen it. Printed are precision and F1 of the
type for thresholds of what stood and of what was thrown away. `--keep`, `--keep-political` and `--regain` set
them; `--dry` writes nothing.
"""

import argparse
import dataclasses
import datetime as dt
import hashlib
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.labelled import Article, articles  # noqa: E402
from tests.quality.scoring import Gold, answers  # noqa: E402
from transforms.events import coder, confidence, lexicons, review  # noqa: E402
from transforms.events.model import Coding  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "lexicon" / "en" / "review.toml"
STRENGTH = 0.05
"""Of the regression: the inverse of its penalty."""
LEAST, SMALL = 8, 0.05
"""Matches that must show a feature, and the weight below which it is left out."""
FOLDS = 8
KEEP, KEEP_POLITICAL, REGAIN = 0.6, 0.4, 0.65
THRESHOLDS = ((0.0, 0.0, 2.0), (0.4, 0.4, 0.6), (0.6, 0.3, 0.6), (0.6, 0.4, 0.65), (0.6, 0.5, 0.65), (0.75, 0.4, 0.65))
"""Of what stood, of the same in documents about politics, of what was thrown away."""
NEAR = 15
"""Characters by which the trigger of a match and that of the gold may lie apart."""
LOST = 0.07
"""The share of what would be regained that the first look may cost."""
ALL = review.Model(0.0, {}, 0.0, {}, 0.0, 0.0, 2.0, -math.inf, (0.0, 1.0, 0.0))
"""A table that keeps what stands, and asks for everything."""


class Case(NamedTuple):
    """A candidate of an article."""

    one: review.Candidate
    outline: frozenset[str]
    """The features that are seen at once."""
    hits: tuple[int, ...]
    """The plain gold mentions that it answers."""
    optional: bool
    """Whether it answers optional ones only."""
    row_right: bool | None
    """Of what stands: type and countries, if these were judged."""


class Judged(NamedTuple):
    corpus: str
    id: str
    cases: list[Case]
    political: bool
    others: tuple[int, int, int]
    """Right, wrong and missed mentions, if nothing stood of the cases."""


def code(
    text: str, day: dt.date | None
) -> tuple[tuple[Coding, ...], list[tuple[review.Candidate, frozenset[str]]], bool]:
    """The codings without a second look, all that it would be given, and whether the text is about politics."""
    heard: list[review.Candidate] = []
    about: list[bool] = []
    outlines: list[frozenset[str]] = []
    outline, settle = review.outline, review.settle

    def hear_outline(*args: object) -> dict[str, float]:
        found = outline(*args)  # type: ignore[arg-type]
        outlines.append(frozenset(found))
        return found

    def hear(
        candidates: Iterable[review.Candidate], model: review.Model, *, political: bool, explain: bool
    ) -> list[Coding]:
        heard.extend(candidates)
        about.append(political)
        standing = [one for one in heard if one.reason == review.STANDS]
        return settle(standing, model, political=political, explain=explain)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review, "load", lambda language: ALL)  # also where the table at hand cannot be read
        rooms = dataclasses.replace(lexicons.load("en"), review=ALL)
        patch.setattr(lexicons, "load", lambda language: rooms)
        patch.setattr(review, "outline", hear_outline)
        patch.setattr(review, "settle", hear)
        codings = coder.code(text, language="en", published_date=day)
    return codings, list(zip(heard, outlines, strict=True)), any(about)


def judged(article: Article) -> Judged:
    gold = article.gold
    codings, heard, political = code(article.content, article.day)
    if article.judged is not None:
        cases = list(one_by_one(article, heard))
        right = sum(bool(case.hits) for case in cases)
        return Judged(article.corpus, article.id, cases, political, (0, 0, right))
    by_type, by_row = answers(gold, codings, "event_type"), answers(gold, codings, "countries")
    answered = {(codings[i].trigger_start, codings[i].rule_id): g for g, i in by_type.items()}
    rows = {(codings[i].trigger_start, codings[i].rule_id) for i in by_row.values()}
    standing = {(c.trigger_start, c.rule_id) for c in codings}
    free = [g for g in range(len(gold)) if g not in by_type]
    cases = []
    for one, outline in heard:
        key = one.coding.trigger_start, one.coding.rule_id
        if one.reason == review.STANDS:
            if key not in standing:
                continue  # it falls later
            hits = [answered[key]] if key in answered else []
        else:
            hits = [g for g in free if fits(gold[g], one.coding)]
        plain = tuple(g for g in hits if not gold[g].optional)
        cases.append(Case(one, outline, plain, bool(hits) and not plain, key in rows))
    known = {(c.one.coding.trigger_start, c.one.coding.rule_id) for c in cases if c.one.reason == review.STANDS}
    wanted = sum(not g.optional for g in gold)
    right = sum(not gold[g].optional and key not in known for key, g in answered.items())
    wrong = sum(key not in answered and key not in known for key in standing)
    return Judged(article.corpus, article.id, cases, political, (right, wrong, wanted - right))


def one_by_one(article: Article, heard: Sequence[tuple[review.Candidate, frozenset[str]]]) -> Iterator[Case]:
    """The candidates that were judged, where no reader has coded all of an article; of countries nothing is told."""
    labels = enumerate(article.judged or ())
    wanted = [(i, x["char_start"], x["trigger"], x["event_type"], x["type"]) for i, x in labels]
    for one, outline in heard:
        c = one.coding
        trigger = article.content[c.trigger_start : c.trigger_end]
        for i, at, words, kind, right in wanted:
            if c.char_start <= at < c.char_end and (words, kind) == (trigger, c.event_type):
                yield Case(one, outline, (i,) if right else (), optional=False, row_right=None)
                break


def fits(gold: Gold, coding: Coding) -> bool:
    """Whether the trigger of a gold mention is that of a coding of its type."""
    near = gold.trigger[0] < coding.trigger_end + NEAR and coding.trigger_start < gold.trigger[1] + NEAR
    return coding.event_type in gold.types and near


class Fitted(NamedTuple):
    start: float
    by_name: dict[str, float]

    def odds(self, found: dict[str, float]) -> float:
        return self.start + sum([self.by_name[name] * value for name, value in found.items() if name in self.by_name])


def learn(found: Sequence[Judged], *, at_once: bool = False) -> Fitted:
    """The weights; `at_once`: those of the first look at what was thrown away."""
    cases = [case for a in found for case in a.cases if not case.optional]
    if at_once:
        cases = [case for case in cases if case.one.reason != review.STANDS]
    names = [case.outline if at_once else frozenset(case.one.found) for case in cases]
    shown = Counter(name for mine in names for name in mine)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(
        [
            {name: case.one.found[name] for name in mine if shown[name] >= LEAST}
            for case, mine in zip(cases, names, strict=True)
        ]
    )
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x, [bool(case.hits) for case in cases])
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
    return Fitted(
        float(model.intercept_[0]), {n: w for n, w in weights if abs(w) >= SMALL and set(n).isdisjoint('|"\\')}
    )


def fold(a: Judged) -> int:
    return int(hashlib.sha256(a.id.encode()).hexdigest(), 16) % FOLDS


Scored = tuple[Judged, list[float]]
"""An article and the odds of its cases, by weights that have not seen it."""


def score(scored: Iterable[Scored], thresholds: tuple[float, float, float]) -> tuple[int, int, int]:
    """Right, wrong and missed mentions with such thresholds."""
    right = wrong = missed = 0
    for a, odds in scored:
        r, w, m = a.others
        keep, regain = thresholds[int(a.political)], max(thresholds[int(a.political)], thresholds[2])
        got: set[int] = set()
        taken: dict[int, set[int]] = {}
        regained: dict[int, set[int]] = {}
        for i in sorted(range(len(odds)), key=lambda i: -odds[i]):
            case = a.cases[i]
            words, new = (of.setdefault(case.one.sentence, set()) for of in (taken, regained))
            stands = case.one.reason == review.STANDS
            least = keep if stands else regain
            if confidence.chance(odds[i]) < least or not (new if stands else words).isdisjoint(case.one.tokens):
                continue
            words |= case.one.tokens
            if not stands:
                new |= case.one.tokens
            if hits := [g for g in case.hits if g not in got]:
                got.add(hits[0])
            elif not case.optional:
                w += 1
        right, wrong, missed = right + r + len(got), wrong + w, missed + m - len(got)
    return right, wrong, missed


def show(scored: Sequence[Scored]) -> None:
    corpora = list(dict.fromkeys(a.corpus for a, _ in scored))
    print("| keep, in politics, regain | " + " | ".join(corpora) + " |\n" + "|---" * (len(corpora) + 1) + "|")
    for thresholds in THRESHOLDS:
        cells = []
        for corpus in corpora:
            r, w, m = score([(a, odds) for a, odds in scored if a.corpus == corpus], thresholds)
            cells.append(f"F1 {2 * r / max(1, 2 * r + w + m):.3f}, precision {r / max(1, r + w):.3f}")
        print(f"| {', '.join(map(str, thresholds))} | " + " | ".join(cells) + " |")


def sureness(scored: Sequence[Scored]) -> tuple[float, float, float]:
    """How a row's confidence follows from its own and from the chance here."""
    x, y = [], []
    for a, odds in scored:
        for case, value in zip(a.cases, odds, strict=True):
            if case.one.reason == review.STANDS and case.row_right is not None:
                x.append((confidence.odds(case.one.coding.confidence), value))
                y.append(case.row_right)
    model = LogisticRegression(C=10.0).fit(np.array(x), y)
    return float(model.intercept_[0]), float(model.coef_[0][0]), float(model.coef_[0][1])


def least_at_once(scored: Sequence[Scored], first: Fitted, regain: float) -> float:
    """The odds at the first look, below which hardly anything would be regained."""
    seen = [
        first.odds({name: case.one.found[name] for name in case.outline})
        for a, odds in scored
        for case, value in zip(a.cases, odds, strict=True)
        if case.one.reason != review.STANDS and confidence.chance(value) >= regain
    ]
    return float(np.quantile(seen, LOST)) if seen else -math.inf


def write(
    fitted: Fitted,
    first: Fitted,
    thresholds: tuple[float, float, float],
    cut: float,
    sure: tuple[float, float, float],
) -> None:
    keep, keep_political, regain = thresholds

    def cell(weights: Fitted, name: str) -> str:
        return f"{weights.by_name[name]:.2f}" if name in weights.by_name else ""

    lines = [
        "# What stands in the end (review.py): what each feature adds to the log of the odds that a match tells of an",
        "# event of its type. `name | weight | weight at the first look at what was thrown away`; what is not here",
        "# adds nothing. Made by tests/quality/fit_review.py.",
        "",
        f"start = {fitted.start:.3f}",
        f"start_first = {first.start:.3f}",
        f"keep = {keep}  # the chance below which what stood falls",
        f"keep_political = {keep_political}  # the same in a document about politics",
        f"regain = {regain}  # the chance from which on what was thrown away stands",
        f"cut = {cut:.2f}  # odds at the first look, below which nobody looks closer",
        "",
        "feature = '''",
        *(
            f"{name} | {cell(fitted, name)} | {cell(first, name)}".rstrip(" |")
            for name in sorted(fitted.by_name.keys() | first.by_name.keys())
        ),
        "'''",
        "",
        "[confidence]  # of a row: from its own, and from the chance here, all in logarithms of the odds",
        *(f"{name} = {value:.3f}" for name, value in zip(("start", "own", "chance"), sure, strict=True)),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--also", type=Path, nargs="*", default=[], help="further folders of coded articles")
    ask.add_argument(
        "--unread",
        type=Path,
        nargs="*",
        default=[],
        help="those of them that no rule was made with, for the confidence",
    )
    ask.add_argument("--keep", type=float, default=KEEP)
    ask.add_argument("--keep-political", type=float, default=KEEP_POLITICAL)
    ask.add_argument("--regain", type=float, default=REGAIN)
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--judged", type=Path, help="single matches judged by hand, as fit_confidence.py takes them")
    ask.add_argument("--texts", type=Path, help="their texts")
    args = ask.parse_args()
    found = [judged(one) for one in articles(args.also, args.judged, args.texts)]
    reasons = Counter(case.one.reason for a in found for case in a.cases)
    right = Counter(case.one.reason for a in found for case in a.cases if case.hits)
    for reason, count in reasons.most_common():
        print(f"{reason}: {count}, right {right[reason]}")
    by_fold = [learn([a for a in found if fold(a) != n]) for n in range(FOLDS)]
    scored = [(a, [by_fold[fold(a)].odds(case.one.found) for case in a.cases]) for a in found]
    show(scored)
    unread = {f.name for f in args.unread}
    fitted = learn(found)
    sure = sureness([(a, odds) for a, odds in scored if not unread or a.id.split("/")[0] in unread])
    print(f"{len(fitted.by_name)} weights; confidence {sure}")
    if not args.dry:
        first = learn(found, at_once=True)
        thresholds = args.keep, args.keep_political, args.regain
        write(fitted, first, thresholds, least_at_once(scored, first, args.regain), sure)


if __name__ == "__main__":
    main()
