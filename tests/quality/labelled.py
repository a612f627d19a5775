"""Hand-coded articles -> the coder's mentions, each right or wrong, with what its confidence was made of.

A row is right if its type is one of the gold's and the countries of both sides are the gold's (their union, for AGREE,
CONSULT and COOPERATE). A mention that answers an optional gold mention counts as one that answers a plain one; one that
answers none is wrong. Noise is among the rows: no threshold leaves it out.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.quality.noise_sample import texts
from tests.quality.scoring import Gold, agrees, answers, from_row
from transforms.events import coder, confidence, trust, unnamed
from transforms.events.model import Coding
from transforms.events.roles import Clause, Roles
from transforms.events.triggers import Match
from transforms.records import Status

ROOT = Path(__file__).parents[2]
GOLDEN = [ROOT / "tests" / "golden" / name for name in ("learned", "coded")]
ALSO = 3.0
"""What a mention of the further articles is worth: they are fewer, and real."""


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


def coded(folder: Path, corpus: str) -> Iterator[Article]:
    """The articles of a folder with what was coded by hand in each, also in those where that is nothing."""
    rows = [json.loads(line) for line in (folder / "mentions.jsonl").read_text("utf-8").splitlines()]
    for meta in sorted(folder.glob("*.txt.meta.json")):
        path = meta.with_name(meta.name.removesuffix(".meta.json"))
        moment = json.loads(meta.read_text("utf-8"))["published_at"]
        day = dt.datetime.fromisoformat(moment.replace("Z", "+00:00")).date() if moment else None
        gold = [from_row(row) for row in rows if row["file"] == path.name]
        yield Article(corpus, f"{folder.name}/{path.name}", path.read_text("utf-8"), day, gold)


def articles(also: Sequence[Path], judged: Path | None, folder: Path | None) -> Iterator[Article]:
    """Everything coded by hand that is learned from."""
    for place in (*GOLDEN, *also):
        yield from coded(place, place.name if place in GOLDEN else "also")
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
