"""The second look at what stands and at what rules threw away."""

import dataclasses
import datetime as dt
import itertools
import math
from importlib import resources
from pathlib import Path

import pytest

from transforms.events import coder, review, tables
from transforms.events.model import Actor, Coding

MODEL = review.Model(0.0, {"good": 2.0, "bad": -2.0}, 0.0, {"good": 1.0}, 0.7, 0.4, 0.6, 0.5, (0.0, 1.0, 0.0))


def coding(start: int, kind: str = "ACCUSE") -> Coding:
    return Coding(
        event_type=kind,
        event_mode=None,
        quad_class=3,
        status="past",
        char_start=0,
        char_end=90,
        trigger_start=start,
        trigger_end=start + 5,
        rule_id="accuse.disapprove.v.1",
        confidence=0.5,
    )


def one(start: int, reason: str = review.STANDS, *tokens: int, sentence: int = 0, **found: float) -> review.Candidate:
    return review.Candidate(sentence, coding(start), reason, frozenset(tokens or (start,)), found)


@pytest.mark.parametrize(
    ("candidate", "stands"),
    [
        (one(3), True),
        (one(3, bad=1.0), False),
        (one(3, "governed"), False),
        (one(3, "governed", good=1.0), True),
    ],
    ids=["stood", "stood, unlikely", "thrown away", "thrown away, likely"],
)
def test_what_stood_needs_less_than_what_was_thrown_away(candidate: review.Candidate, stands: bool) -> None:
    assert bool(review.settle([candidate], MODEL, political=True)) is stands


def test_outside_politics_more_is_asked() -> None:
    assert review.settle([one(3)], MODEL, political=True)
    assert not review.settle([one(3)], MODEL, political=False)
    assert review.settle([one(3, "governed", good=1.0)], MODEL, political=False)


def test_of_what_overlaps_the_likelier_stands() -> None:
    out = review.settle([one(3, review.STANDS, 1, 2), one(9, "overlapped", 2, 3, good=1.0)], MODEL, political=True)
    assert [c.trigger_start for c in out] == [9]
    apart = review.settle(
        [one(3, review.STANDS, 1, 2), one(9, "overlapped", 2, 3, sentence=1, good=1.0)], MODEL, political=True
    )
    assert [c.trigger_start for c in apart] == [3, 9]


def test_what_stood_side_by_side_may_share_a_word() -> None:
    out = review.settle([one(3, review.STANDS, 1, 2), one(9, review.STANDS, 1, 4)], MODEL, political=True)
    assert [c.trigger_start for c in out] == [3, 9]


def test_why_tells_of_the_second_look_and_confidence_follows() -> None:
    sure = MODEL._replace(sure=(0.0, 1.0, 0.5))
    (told,) = review.settle([one(3, "governed", good=1.0)], sure, political=True)
    assert told.why[-1] == "second look: stands although governed, 0.88 (review.toml); confidence 0.50 becomes 0.73"
    assert told.confidence == pytest.approx(1 / (1 + math.exp(-1.0)), abs=0.001)
    (plain,) = review.settle([one(3)], sure, political=True)
    assert plain.why[-1] == "second look: stands, 0.50 (review.toml); confidence 0.50 becomes 0.50"


def test_who_only_speaks_to_newsrooms_meets_nobody() -> None:
    call = one(3, "governed", good=1.0)
    for sector, stands in (("MED", 0), ("GOV", 1)):
        coding = dataclasses.replace(call.coding, event_type="CONSULT", targets=(Actor("somebody", None, sector),))
        assert len(review.settle([call._replace(coding=coding)], MODEL, political=True)) == stands


def test_an_explanation_tells_the_weights() -> None:
    (told,) = review.settle([one(3, good=1.0, bad=0.5, dense=3.0)], MODEL, political=True, explain=True)
    assert told.why[-1].endswith("becomes 0.50: start +0.00, good +2.00, bad -1.00, 0 others +0.00")


def test_what_the_first_look_threw_away_tells_the_weights_of_its_confidence_too() -> None:
    (told,) = review.settle([one(3, "governed", good=1.0)], MODEL, political=True, explain=True)
    assert [line.split(":")[0] for line in told.why] == ["confidence", "second look"]
    (stood,) = review.settle([one(3, good=1.0)], MODEL, political=True, explain=True)
    assert [line.split(":")[0] for line in stood.why] == ["second look"]  # the first look has told it


def test_the_first_look_asks_by_weights_of_its_own() -> None:
    assert MODEL.is_worth_a_look({"good": 1.0})
    assert not MODEL.is_worth_a_look({"bad": -9.0})


def test_the_table_of_a_language_is_read_and_another_may_have_none() -> None:
    model = review.load("en")
    assert model is not None
    assert 0 < model.keep_political <= model.keep < 1
    assert model.keep_political < model.regain < 1
    assert any(name.startswith("reason governed") for name in model.by_name)
    assert review.load("es") is None


def test_a_line_without_a_number_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "lexicon" / "xx"
    folder.mkdir(parents=True)
    head = "start = 0.0\nstart_first = 0.0\nkeep = 0.4\nkeep_political = 0.3\nregain = 0.5\ncut = 0.0\n"
    (folder / "review.toml").write_text(f'{head}feature = """\ndense | much\n"""\n', encoding="utf-8")
    assert resources.files("transforms.events").joinpath("lexicon", "en", "review.toml").is_file()
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(tables.LexiconError, match=r"review\.toml: no number: dense"):
        review.load.__wrapped__("xx")


def test_no_two_codings_of_a_sentence_share_a_word() -> None:
    text = (
        "Norway accused Sweden on Monday of breaking a treaty and urged it to pull back its troops. "
        "Sweden rejected the charge and summoned the Norwegian ambassador, threatening to close the border. "
        "Finland offered to host talks between the two countries, and Denmark backed the offer. "
        "Norway expelled two Swedish diplomats on Friday. The Swedish parliament condemned the expulsion."
    )
    out = coder.code(text, language="en", published_date=dt.date(2024, 5, 8))
    assert len(out) >= 4
    spans = sorted((c.trigger_start, c.trigger_end) for c in out)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(any(line.startswith("second look: stands") for line in c.why) for c in out)
