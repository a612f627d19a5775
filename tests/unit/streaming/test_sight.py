"""First sight: a page goes on once a turn, whichever entries lead to it, in whatever order."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.streaming.samples import NOON, task
from transforms.polling.model import Outcome
from transforms.streaming.model import Found
from transforms.streaming.sight import first_sight, page_of

A, B = "https://a.example/rss", "https://b.example/rss"


def found(number: int = 1, feed: str = A, turn: str = "", **fields: Any) -> Found:
    return Found(task(number, feed, page=1, **fields), NOON, turn=turn)


def sights(*some: Found) -> list[str]:
    """What became of entries that come one after the other: fetch, the outcome it has, or nothing."""
    remembered, said = None, []
    for one in some:
        remembered, given_on = first_sight(remembered, one)
        what = "nothing" if given_on is None else "fetch" if given_on.outcome is None else given_on.outcome.outcome
        said.append(what)
    return said


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ([found()], ["fetch"]),
        ([found(), found()], ["fetch", "nothing"]),  # a poll that is read again
        ([found(), found(2, B)], ["fetch", "known"]),
        ([found(2, B), found()], ["fetch", "known"]),
        ([found(), found(2, B), found(2, B)], ["fetch", "known", "nothing"]),
        ([found(), found(content_sha256="c2", versions=2)], ["fetch", "fetch"]),
        ([found(), found(turn="t1"), found(turn="t1"), found(turn="t2")], ["fetch", "fetch", "nothing", "fetch"]),
        ([found(), found(2, B), found(2, B, content_sha256="c2", versions=2)], ["fetch", "known", "fetch"]),
        ([found(), *[found(2, B, content_sha256="c2", versions=2)] * 2], ["fetch", "fetch", "nothing"]),
        ([found(), found(2, B, turn="t1")], ["fetch", "fetch"]),  # its page could not be had: it is tried by its feed
    ],
)
def test_sights(some: list[Found], expected: list[str]) -> None:
    assert sights(*some) == expected


def test_what_needs_no_page_passes_and_is_not_remembered() -> None:
    wait = dataclasses.replace(found(), outcome=Outcome("x", "retry"))
    assert first_sight(None, wait) == (None, wait)
    assert sights(wait, found(), wait) == ["retry", "fetch", "retry"]


def test_a_page_is_its_canonical_address_or_the_entry_itself() -> None:
    assert page_of(task(1)) == "https://pages.example/1"
    assert page_of(task(1, link=None, link_key=None)) == "https://a.example/rss#e1"


TURNS = st.builds(
    found,
    number=st.integers(1, 3),
    feed=st.sampled_from([A, B]),
    turn=st.sampled_from(["", "t1", "t2"]),
    versions=st.integers(1, 2),
)


def turn_of(one: Found) -> tuple[str, int, str]:
    return one.task.key.input_id, one.task.versions, one.turn


@given(st.lists(TURNS, min_size=1, max_size=12))
def test_every_turn_has_one_answer_and_a_page_one_first_fetch(some: list[Found]) -> None:
    some = [
        dataclasses.replace(one, task=dataclasses.replace(one.task, content_sha256=str(turn_of(one)))) for one in some
    ]
    said = list(zip(map(turn_of, some), sights(*some), strict=True))
    last: dict[str, tuple[str, int, str]] = {}
    for turn, what in said:  # it goes on once; again where it comes after another turn of the same entry
        assert (what == "nothing") == (last.get(turn[0]) == turn)
        last[turn[0]] = turn
    plain = [what for (_, versions, turn), what in said if versions == 1 and not turn and what != "nothing"]
    assert said[0][1] == "fetch"
    entries = {input_id for (input_id, _, _), _ in said}
    assert plain.count("known") <= len(entries) - 1


@given(st.permutations([found(number, feed) for number in (1, 2, 3) for feed in (A, B)]), st.integers(0, 6))
def test_in_whatever_order_a_page_is_fetched_once(some: list[Found], again: int) -> None:
    said = sights(*some, *some[:again])
    assert said == ["fetch"] + ["known"] * 5 + ["nothing"] * again
