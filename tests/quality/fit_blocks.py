"""Makes transforms/extract/weights.toml from labelled pages: `python tests/quality/fit_blocks.py` (extra `fit`).

    labelled pages --> blocks with labels --> two logistic regressions (L2, Newton's method) --> weights.toml

News pages give every paragraph of the article; web pages give snippets that must and must not appear, and the other
blocks are labelled by the vote of extractors (trafilatura in three modes, resiliparse), at less weight. Nothing of a
page's text is kept: the names of features.py are all that the weights know. `--folds FILE` keeps what the same way
of working says of pages whose publisher it has not seen (five folds); docs/extraction.md has the figures.
"""

import argparse
import datetime as dt
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from transforms.extract import features, jsonld, layout, maintext, metadata, page  # noqa: E402
from transforms.extract.blocks import Block, segment  # noqa: E402

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
FOLDS = 5
LEAST = 8
"""Blocks that must show a name before it gets a weight."""
PENALTY = 10.0
NEWS_WEIGHT = 2.0
"""Of a news page against a web page: the news labels are whole."""
VOTES = (2.0, 1.5, 1.0, 0.75)
Matrix = np.ndarray[Any, Any]


class Example(NamedTuple):
    """A page with labels."""

    id: str
    corpus: str
    blocks: list[Block]
    names: list[list[str]]
    labels: Matrix
    weights: Matrix


def labelled(corpus: str) -> list[dict[str, Any]]:
    """The rows of a corpus in ../shared."""
    with gzip.open(ROOT.parent / "shared" / "corpora" / f"{corpus}_pages.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def words(text: str) -> list[str]:
    """Words in lower case."""
    return re.findall(r"\w+", text.lower())


def shingles(text: str) -> set[tuple[str, ...]]:
    """Runs of four words."""
    found = words(text)
    return {tuple(found[at : at + 4]) for at in range(max(1, len(found) - 3))} if found else set()


def key(text: str) -> str:
    """Words with single spaces."""
    return " ".join(words(text))


def by_paragraphs(blocks: Sequence[Block], body: Sequence[str]) -> tuple[list[float], list[float]]:
    """Labels and weights from the true paragraphs; those in [brackets] may be taken or left."""
    free = [text[1:-1] for text in body if text[:1] == "[" and text[-1:] == "]"]
    bound = [text for text in body if not (text[:1] == "[" and text[-1:] == "]")]
    must = set().union(*map(shingles, bound)) if bound else set()
    may = set().union(*map(shingles, free)) if free else set()
    keys, all_keys, free_keys = {key(t) for t in bound}, " | ".join(map(key, bound)), " | ".join(map(key, free))
    labels, weights = [], []
    for block in blocks:
        own, mine = shingles(block.text), key(block.text)
        count = mine.count(" ") + 1
        share = len(own & must) / len(own) if own else 0.0
        if not mine:
            label, weight = 0.0, 0.0
        elif mine in keys or (count >= 4 and (mine in all_keys or share > 0.8)):
            label, weight = 1.0, 1.0
        elif count >= 4 and (mine in free_keys or len(own & may) / len(own) > 0.6):
            label, weight = 0.0, 0.0
        elif share > 0.3:
            label, weight = 1.0, 0.3
        elif count < 4 and mine in all_keys:
            label, weight = 0.0, 0.3
        else:
            label, weight = 0.0, 1.0
        labels.append(label)
        weights.append(weight)
    return labels, weights


def by_snippets(
    blocks: Sequence[Block], wanted: Sequence[str], unwanted: Sequence[str], others: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Labels and weights from snippets; where there is none, from the vote of other extractors' texts."""
    runs, texts = [shingles(text) for text in others], [f" {key(text)} " for text in others]
    labels, weights = [], []
    for block in blocks:
        own, mine = shingles(block.text), key(block.text)
        count = mine.count(" ") + 1
        yes = any(s in block.text or (count >= 4 and block.text in s) for s in wanted)
        no = any(s in block.text for s in unwanted)
        if yes or no or not mine:
            labels.append(1.0 if yes else 0.0)
            weights.append(5.0 if yes != no else 0.0)
            continue
        votes = [
            len(own & run) / len(own) > 0.6 if count >= 5 else f" {mine} " in text
            for run, text in zip(runs, texts, strict=True)
        ]
        mean = sum(weight for weight, vote in zip(VOTES, votes, strict=True) if vote) / sum(VOTES)
        labels.append(mean)
        weights.append(0.3 + 0.7 * abs(2 * mean - 1))
    return labels, weights


def other_texts(html: str, url: str) -> list[str]:
    """The page's text by the extractors that vote."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree
    from trafilatura import bare_extraction

    out = []
    for mode in ({"include_tables": True}, {"favor_precision": True}, {"favor_recall": True}):
        document = bare_extraction(html, url=url, include_comments=False, **mode)
        out.append((document.text if document else None) or "")
    tree = HTMLTree.parse(html)
    out.append(extract_plain_text(tree, main_content=True, alt_texts=False, links=False, list_bullets=False) or "")
    return out


def examples() -> list[Example]:
    """All labelled pages."""
    out = []
    for corpus in ("news", "web"):
        for gold in labelled(corpus):
            parsed = page.parse(gold["html"], gold["url"])
            if not isinstance(parsed, page.Page):
                continue
            blocks = segment(parsed)
            if not blocks:
                continue
            sight = features.see(blocks, layout.arrange(blocks), _known(parsed))
            truth = gold["truth"]
            if corpus == "news":
                labels, weights = by_paragraphs(blocks, truth["body"])
            else:
                labels, weights = by_snippets(
                    blocks, truth["with"], truth["without"], other_texts(gold["html"], gold["url"])
                )
            share = np.array(weights) * 100 / max(sum(weights), 40.0) * (NEWS_WEIGHT if corpus == "news" else 1.0)
            names = [[*place, *own] for place, own in zip(sight.places, sight.own, strict=True)]
            out.append(Example(gold["id"], corpus, blocks, names, np.array(labels), share))
    return out


def _known(parsed: page.Page) -> features.Known:
    data = jsonld.read(parsed.tree)
    return maintext.known_of(parsed, data, metadata.read(parsed, data, NOW).title)


class Model(NamedTuple):
    """One look."""

    names: dict[str, int]
    weights: Matrix
    """Of the names in order, the bias last."""

    def probabilities(self, rows: Iterable[Sequence[str]]) -> list[float]:
        """Of blocks given as names."""
        get, bias = self.names.get, float(self.weights[-1])
        rows = list(rows)
        totals = [bias + sum(float(self.weights[k]) for n in set(row) if (k := get(n)) is not None) for row in rows]
        return [
            float(1 / (1 + np.exp(-np.clip(total, -30, 30)))) if row else features.FAR
            for row, total in zip(rows, totals, strict=True)
        ]


def fit(rows: Sequence[Sequence[str]], labels: Matrix, weights: Matrix) -> Model:
    """Logistic regression with soft labels and an L2 penalty."""
    near = np.array([bool(row) for row in rows])
    rows, labels, weights = [row for row in rows if row], labels[near], weights[near]
    counts = Counter(name for row in rows for name in set(row))
    names = {name: at for at, name in enumerate(sorted(name for name, n in counts.items() if n >= LEAST))}
    matrix = np.zeros((len(rows), len(names) + 1), dtype=np.float32)
    matrix[:, -1] = 1
    for at, row in enumerate(rows):
        for name in row:
            if name in names:
                matrix[at, names[name]] = 1
    penalty = np.full(len(names) + 1, PENALTY)
    penalty[-1] = 1e-6
    found = np.zeros(len(names) + 1)
    for _ in range(12):
        share = 1 / (1 + np.exp(-np.clip(matrix @ found.astype(np.float32), -30, 30)))
        slope = matrix.T @ (weights * (share - labels)).astype(np.float32) + penalty * found
        curve = (matrix * (weights * share * (1 - share)).astype(np.float32)[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve.astype(np.float64), slope.astype(np.float64))
        found -= step
        if np.abs(step).max() < 1e-3:
            break
    return Model(names, found)


def fold_of(example: Example) -> int:
    """Pages of one publisher are in one fold."""
    group = example.id.split("_")[0] if example.corpus == "news" else example.id
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def fit_all(data: Sequence[Example], rows: Sequence[list[list[str]]]) -> Model:
    """A model of some pages."""
    return fit(
        [row for page_rows in rows for row in page_rows],
        np.concatenate([example.labels for example in data]),
        np.concatenate([example.weights for example in data]),
    )


def out_of_fold(data: Sequence[Example], rows: Sequence[list[list[str]]]) -> list[list[float]]:
    """Probabilities of each page's blocks by a model that has not seen its publisher."""
    folds = [fold_of(example) for example in data]
    out: list[list[float]] = [[] for _ in data]
    for fold in range(FOLDS):
        seen = [k for k in range(len(data)) if folds[k] != fold]
        model = fit_all([data[k] for k in seen], [rows[k] for k in seen])
        for k in range(len(data)):
            if folds[k] == fold:
                out[k] = model.probabilities(rows[k])
    return out


def with_company(data: Sequence[Example], first: Sequence[list[float]]) -> list[list[list[str]]]:
    """The names of the second look. The first look's judgements come from models that had not seen the page."""
    return [
        [[*own, *more] if own else [] for own, more in zip(x.names, features.company(x.blocks, shares), strict=True)]
        for x, shares in zip(data, first, strict=True)
    ]


def write(first: Model, second: Model, path: Path) -> None:
    """weights.toml."""
    lines = [
        "# What each name of features.py is worth, in the first and in the second look (log odds).",
        "# Made by tests/quality/fit_blocks.py; do not edit. A name that is missing is worth nothing.",
        "",
        "[weights]",
        f"bias = [{first.weights[-1]:.3f}, {second.weights[-1]:.3f}]",
    ]
    for name in sorted(first.names.keys() | second.names.keys()):
        pair = [float(m.weights[m.names[name]]) if name in m.names else 0.0 for m in (first, second)]
        if max(map(abs, pair)) >= 0.005:
            lines.append(f'"{name}" = [{pair[0]:.2f}, {pair[1]:.2f}]')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folds", metavar="FILE", help="write the out-of-fold probabilities to FILE (numpy, pickled)")
    options = parser.parse_args()
    data = examples()
    print(len(data), "pages,", sum(len(x.blocks) for x in data), "blocks", flush=True)
    names = [x.names for x in data]
    first_out = out_of_fold(data, names)
    second_names = with_company(data, first_out)
    if options.folds:
        second_out = out_of_fold(data, second_names)
        np.savez(options.folds, **{x.id: np.array(p) for x, p in zip(data, second_out, strict=True)})  # type: ignore[arg-type]
    write(fit_all(data, names), fit_all(data, second_names), Path(features.__file__).with_name("weights.toml"))


if __name__ == "__main__":
    main()
