"""Background that goes on for more than one sentence."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2024, 3, 13)


def last_status(text: str) -> str:
    """The status of the last event of a text."""
    return code(text, language="en", published_date=DAY)[-1].status


@pytest.mark.parametrize(
    "told",
    [
        "In 2013 Chad invaded Ghana. Peru condemned the invasion.",
        "In May 2019 Ghana expelled the envoy of Togo. Togo recalled its ambassador.",
        "In 2013 Chad invaded Ghana. Peru condemned the invasion. Togo imposed sanctions on Chad.",
    ],
)
def test_a_story_of_years_ago_goes_on(told: str) -> None:
    assert last_status(told) == "historical"


@pytest.mark.parametrize(
    "told",
    [
        "In 2013 Chad invaded Ghana.\n\nPeru condemned Togo.",
        "In 2013 Chad invaded Ghana. Peru has condemned Togo.",
        "In 2013 Chad invaded Ghana. On Tuesday Peru condemned Togo.",
        "In 2013 Chad invaded Ghana. Peru condemned Togo for what it called “a shame”.",
        "Last week Chad invaded Ghana. Peru condemned Togo.",
    ],
)
def test_the_news_ends_it(told: str) -> None:
    assert last_status(told) == "past"
