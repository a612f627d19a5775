"""Quotations that go on over sentences: the speaker is told once."""

import datetime as dt

import pytest

from transforms.events import coder


def sides(text: str) -> list[tuple[str, list[str | None], list[str | None]]]:
    found = coder.code(text, language="en", published_date=dt.date(2024, 3, 14))
    return [(c.event_type, [a.country for a in c.sources], [a.country for a in c.targets]) for c in found]


@pytest.mark.parametrize(
    "text",
    [
        "“It has rained,” the Ghanaian president said. “The Togolese army must leave the valley.”",
        "The Ghanaian president said it had rained. “The Togolese army must leave the valley.”",
        "“It has rained. The Togolese army must leave the valley,” the Ghanaian president said.",
        "“It has rained. The Togolese army must leave the valley. That is all,” said the Ghanaian president.",
        "“The Togolese army must leave the valley,” the Ghanaian president continued.",
        "The Ghanaian president insisted, before the rain, that “the Togolese army must leave the valley”.",
        "“It has rained,” the Ghanaian president argued. “The Togolese army must leave the valley.”",
    ],
)
def test_a_neighbouring_sentence_names_the_speaker(text: str) -> None:
    assert ("REQUEST", ["GHA"], ["TGO"]) in sides(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Ghanaian president said it had rained. Nobody minded. “The Togolese army must leave the valley.”",
        "The Ghanaian president said it had rained. The Togolese army must leave the valley.",
    ],
)
def test_what_is_no_part_of_the_quotation_has_no_speaker(text: str) -> None:
    assert sides(text) == []


def test_we_is_the_speaker() -> None:
    text = "“It has rained,” the Ghanaian president said. “We condemn the Togolese army.”"
    assert ("ACCUSE", ["GHA"], ["TGO"]) in sides(text)
