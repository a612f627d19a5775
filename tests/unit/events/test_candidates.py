"""What the second look is given."""

import datetime as dt
from collections.abc import Iterable

import pytest

from transforms.events import coder, review
from transforms.events.model import Coding

TEXT = (
    "Norway accused Sweden on Monday of breaking a treaty. Norway urged Sweden to withdraw its troops. "
    "The Swedish parliament rejected the charge. Sweden summoned the Norwegian ambassador on Tuesday. "
    "Norway expelled two Swedish diplomats. The Norwegian premier arrived in Stockholm to hold talks. "
    "Denmark offered to host a summit."
)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[review.Candidate]:
    """All candidates of the text."""
    heard: list[review.Candidate] = []
    settle = review.settle

    def hear(
        candidates: Iterable[review.Candidate], model: review.Model, *, political: bool, explain: bool
    ) -> list[Coding]:
        heard.extend(candidates)
        return settle(heard, model, political=political, explain=explain)

    monkeypatch.setattr(review, "settle", hear)
    monkeypatch.setattr(review.Model, "is_worth_a_look", lambda self, seen: True)
    coder.code(TEXT, language="en", published_date=dt.date(2024, 5, 8))
    return heard


def words(one: review.Candidate) -> str:
    return TEXT[one.coding.trigger_start : one.coding.trigger_end]


def test_what_stands_is_given_once(given: list[review.Candidate]) -> None:
    standing = [words(one) for one in given if one.reason == review.STANDS]
    assert {"accused", "summoned the Norwegian ambassador"} <= set(standing)
    assert len({one.coding.trigger_start for one in given if one.reason == review.STANDS}) == len(standing)


def test_what_an_operator_governs_is_given_with_its_operator(given: list[review.Candidate]) -> None:
    (governed,) = (one for one in given if words(one) == "breaking a treaty")
    assert governed.reason == "governed"
    assert governed.found["operator accuse.allege.v"] == governed.found["events beside"] == 1.0
    (summit,) = (one for one in given if words(one) == "summit")
    assert summit.found["operator AGREE"] == 1.0


def test_nothing_that_shares_a_word_with_what_stands_is_given(given: list[review.Candidate]) -> None:
    taken = {(one.sentence, n) for one in given if one.reason == review.STANDS for n in one.tokens}
    lost = {(one.sentence, n) for one in given if one.reason != review.STANDS for n in one.tokens}
    assert taken
    assert lost
    assert not taken & lost


@pytest.mark.parametrize(("sentences", "asked"), [(4, False), (5, True), (review.LONG, True), (review.LONG + 1, False)])
def test_texts_too_short_or_too_long_have_no_second_look(
    monkeypatch: pytest.MonkeyPatch, sentences: int, asked: bool
) -> None:
    heard: list[bool] = []
    monkeypatch.setattr(review, "settle", lambda candidates, model, **how: heard.append(True) or [])
    text = "Norway expelled two Swedish diplomats. " + "It rained. " * (sentences - 1)
    coder.code(text, language="en", published_date=dt.date(2024, 5, 8))
    assert bool(heard) is asked
