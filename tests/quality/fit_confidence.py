"""Makes confidence.toml and lexicon/en/trust.toml from hand-coded mentions: `python tests/quality/fit_confidence.py`.

    hand-coded articles --> the coder's mentions, each right or wrong --> two logistic regressions (L2) --> the tables

That type and countries of a row are right (labelled.py) is what `confidence` estimates. The second regression asks for
the type alone; it says which mentions are noise. Beside the features it learns what patterns, their groups and the
words of triggers are worth (regression.py). The articles are those of tests/golden/coded and learned and, with `--also
FOLDER ...`, others in the same form: the shipped tables were made with 150 short items of real news besides, of all
subjects, that are not ours to publish; and with `--judged LABELS --texts FOLDER`, mentions drawn by noise_sample.py and
judged by hand. tests/golden/fresh and held, of which nothing is learned, show how far the tables may be trusted.

All figures are cross-validated by document: each is judged by weights that have not seen it. Printed are the Brier
score and the reliability table (calibration.py) for the shipped weights and for the new ones, and precision and F1 of
the type by threshold; `least` becomes the threshold where both are best. `--least` and `--political` set the thresholds
by hand. `--dry` writes nothing; `--keep-type` leaves the second model, its thresholds and trust.toml as they are. Extra
`fit`.
"""

import argparse
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.quality.calibration import by_threshold, choose, judged, reliability, show_thresholds  # noqa: E402
from tests.quality.labelled import articles, collect  # noqa: E402
from tests.quality.regression import fit, held_out, learn, unseen  # noqa: E402
from transforms.events import trust  # noqa: E402

TABLE = ROOT / "transforms" / "events" / "confidence.toml"
TRUST = ROOT / "transforms" / "events" / "lexicon" / "en" / "trust.toml"


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
            f"{name} = '''",
            *(f"{key} | {weight:.2f}" for key, weight in rows if set(key).isdisjoint('|\\"')),
            "'''",
        ]
    TRUST.write_text("\n".join(lines) + "\n", encoding="utf-8")


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
