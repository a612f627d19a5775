"""Makes lexicon/en/sectors.toml from hand-coded articles: `python tests/quality/fit_sectors.py` (extra `fit`).

    hand-coded articles --> actors of events whose type is right --> their sectors --> logistic regression (L2)

The articles are those of tests/golden/learned and coded. `--also FOLDER ...` adds articles in the same form: the
shipped table was made with real news besides, that is not ours to publish. An actor of the coder learns from the actor
of the gold that is on the same side and acts for the same country.

Printed is how many sectors of such actors are right as the tables tell them and as chosen, by the least chance of what
is told nowhere and of what is told otherwise: each document by weights that have not seen it, then articles that
nothing is learned from. `--dry` writes nothing.
"""

import argparse
import dataclasses
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.fit_chooser import given, golds_of  # noqa: E402
from tests.quality.labelled import Article, articles, coded  # noqa: E402
from tests.quality.scoring import UNDIRECTED  # noqa: E402
from transforms.events import sectors  # noqa: E402
from transforms.events.answers import SIDES, Side  # noqa: E402
from transforms.events.sectors import Model  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "lexicon" / "en" / "sectors.toml"
GOLDEN = ROOT / "tests" / "golden"
SECTORS = ("GOV", "MIL", "LEG", "JUD", "PTY", "OPP", "REB", "CVL", "IGO", "NGO", "MED", "BUS")
PART_OF = {"COP": "GOV", "SPY": "GOV"}
"""Finer sectors of PLOVER that some readers coded: ours are those of the conventions."""
STRENGTH, LEAST, SMALL = 0.3, 8, 0.15
"""Of the regression; actors that must show a feature; the weight below which it is left out."""
REAL = 2.0
"""What an actor of real news is worth, of one of our own articles."""
CHANCE, CHANCE_TOLD = 0.5, 0.55
"""Chances are calibrated: what is told of a sector below is wrong more often than right, and stays open."""
LEAST_REPLACED, SURE = 4, 2.0
"""How often a sector must rightly take the place of another, and how much more often than wrongly."""
LEASTS = ((0.5, 2.0), (0.0, 0.0), (0.3, 0.55), (0.4, 0.55), (0.5, 0.55), (0.5, 0.65))
FOLDS = 5


class Called(NamedTuple):
    """An actor of the coder, with what a reader says of him."""

    corpus: str
    document: str
    found: tuple[str, ...]
    """His features."""
    told: str | None
    """The sector that the tables tell."""
    right: tuple[str, ...]
    """The sectors that are right."""

    @property
    def label(self) -> str:
        """The one to be learned."""
        return self.told if self.told in self.right else self.right[0]


def actors(text: Article) -> Iterator[Called]:
    """The actors of a text whose sector a reader tells."""
    codings, scene, read = given(text, sectors)
    if scene is None:
        return
    document = sectors.Document(scene)
    for i, gold in sorted(golds_of(text, codings).items()):
        coding = codings[i]
        origin = read.get((coding.trigger_start, coding.rule_id))
        parties: dict[Side, Any] = {"source": gold.source_parties or (), "target": gold.target_parties or ()}
        for side in SIDES:
            pool = sorted(parties[side])
            if coding.event_type in UNDIRECTED:
                pool += sorted(parties["target" if side == "source" else "source"])
            for actor in coding.sources if side == "source" else coding.targets:
                right = tuple(PART_OF.get(s, s) for country, s in pool if country == (actor.country or ""))
                if right:
                    known = sectors.told(actor, scene)
                    found = tuple(sectors.features(known, side, coding, document, origin))
                    yield Called(text.corpus, text.id, found, known.sector, right)


# -- the regression ----------------------------------------------------------------------------------------------------


def fit(learned: Sequence[Called]) -> Model:
    """The weights that make the sectors of some actors likeliest."""
    seen = Counter(name for one in learned for name in one.found)
    names = sorted(name for name, count in seen.items() if count >= LEAST and "'" not in name and "|" not in name)
    column = {name: i for i, name in enumerate(names)}
    cells = [(row, column[name]) for row, one in enumerate(learned) for name in one.found if name in column]
    rows, columns = zip(*cells, strict=True)
    x = sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(learned), len(names)))
    worth = [1.0 if one.corpus in ("learned", "coded") else REAL for one in learned]
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=500)
    model.fit(x, [SECTORS.index(one.label) for one in learned], sample_weight=worth)
    weights = {}
    for i, name in enumerate(names):
        mine = zip(model.classes_, model.coef_[:, i], strict=True)
        if kept := " ".join(f"{SECTORS[int(k)]} {w:.2f}" for k, w in mine if abs(w) >= SMALL):
            weights[name] = kept
    return Model(SECTORS, weights, CHANCE, CHANCE_TOLD, frozenset())


def replacing(asked: Sequence[Called], models: Sequence[Model]) -> frozenset[str]:
    """Which sectors may take the place of which that are told: those that are right where these are not, SURE times as
    often as the other way round. `models`: that of each actor, which has not seen his document."""
    right, wrong = Counter[str](), Counter[str]()
    for one, model in zip(asked, models, strict=True):
        chances = model.chances(one.found)
        best = max(chances, key=chances.__getitem__)
        if one.told and best != one.told and chances[best] >= CHANCE_TOLD:
            right[f"{one.told}>{best}"] += best in one.right
            wrong[f"{one.told}>{best}"] += one.told in one.right
    return frozenset(pair for pair, count in right.items() if count >= max(LEAST_REPLACED, SURE * wrong[pair]))


def report(asked: Sequence[Called], models: Sequence[Model], replaces: frozenset[str]) -> None:
    """How many sectors are right, before and after; `models`: that of each actor."""
    corpora = list(dict.fromkeys(one.corpus for one in asked))
    print("| least chance, if told | " + " | ".join(corpora) + " |\n|---" + "|---" * len(corpora) + "|")
    both = list(zip(asked, models, strict=True))
    for least in LEASTS:
        row = []
        for corpus in corpora:
            mine = [one for one, _ in both if one.corpus == corpus]
            before, after = sum(one.told in one.right for one in mine) / len(mine), 0.0
            for one, model in both:
                if one.corpus == corpus:
                    tried = dataclasses.replace(model, chance=least[0], chance_told=least[1], replaces=replaces)
                    found = tried.chosen(one.told, one.found)
                    after += ((found[0] if found else one.told) in one.right) / len(mine)
            row.append(f"{before:.3f} to {after:.3f}")
        print(f"| {least} | " + " | ".join(row) + " |")


def fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def write(model: Model) -> None:
    lines = [
        "# Of which sector an actor is (sectors.py): what each feature adds to the log of the odds of a sector.",
        "# `name | sector weight ...`; what is not here adds nothing. Made by tests/quality/fit_sectors.py.",
        "",
        f'sectors = "{" ".join(model.sectors)}"',
        f"chance = {model.chance}  # the least chance of a sector where the tables tell none",
        f"chance_told = {model.chance_told}  # and of another one than they tell",
        f'replaces = "{" ".join(sorted(model.replaces))}"  # which may take the place of which, told>chosen',
        "",
        "feature = '''",
    ]
    lines += [f"{name} | {weights}" for name, weights in sorted(model.by_name.items())]
    TABLE.write_text("\n".join([*lines, "'''", ""]), encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--dry", action="store_true", help="write nothing")
    ask.add_argument("--also", type=Path, nargs="*", default=[], help="further folders of coded articles")
    ask.add_argument("--unseen", type=Path, nargs="*", default=[], help="folders to try the table on")
    args = ask.parse_args()
    learned = [one for text in articles(args.also, None, None) for one in actors(text)]
    by_fold = [fit([one for one in learned if fold(one.document) != n]) for n in range(FOLDS)]
    unseen = [by_fold[fold(one.document)] for one in learned]
    replaces = replacing(learned, unseen)
    report(learned, unseen, replaces)
    model = dataclasses.replace(fit(learned), replaces=replaces)
    folders = (GOLDEN / "fresh", GOLDEN / "held", *args.unseen)
    others = [one for folder in folders for text in coded(folder, folder.name) for one in actors(text)]
    report(others, [model] * len(others), replaces)
    weights = sum(len(cells.split()) // 2 for cells in model.by_name.values())
    print(f"{len(learned)} actors, {len(model.by_name)} features, {weights} weights")
    if not args.dry:
        write(model)


if __name__ == "__main__":
    main()
