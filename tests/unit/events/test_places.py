"""Places of events. Every sample is invented."""

import pytest

from transforms.events import actors, gazetteer, places
from transforms.events.text import split


def place(text, **options):
    (sentence,) = split(text)
    return places.find(sentence, actors.load("en").find(sentence), **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys met in Geneva.", ("Geneva", "CHE")),
        ("Envoys met in the Swiss city of Geneva.", ("Geneva", "CHE")),
        ("Leaders gathered at Camp David.", ("Camp David", "USA")),
        ("They met at Davos in January.", ("Davos", "CHE")),
        ("They met in Peru.", ("Peru", "PER")),
        ("Clashes in Syria spread near Aleppo.", ("Aleppo", "SYR")),
        ("They met in the northern town of Erbil.", ("Erbil", "IRQ")),
        ("They met in Sharm el-Sheikh.", ("Sharm el-Sheikh", "EGY")),
        ("They met in New Delhi.", ("New Delhi", "IND")),
    ],
)
def test_places(text, expected):
    assert place(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Oslo objected.",
        "Ships met in the South China Sea.",
        "They agreed in principle.",
        "Interest in China's plan grew.",
        "They sailed to Lima.",
        "Trust in President Joe Biden fell.",
    ],
)
def test_no_place(text):
    assert place(text) is None


def test_what_is_gone_to():
    assert place("The envoy travelled to Beijing.", visit=True) == ("Beijing", "CHN")
    assert place("The envoy visited Lima.", visit=True) == ("Lima", "PER")


def test_the_place_nearest_to_the_trigger():
    text = "After talks in Oslo the envoys signed a pact in Lima."
    at = text.index("signed")
    assert place(text, trigger=(at, at + 6)) == ("Lima", "PER")
    assert place(text, trigger=(6, 11)) == ("Oslo", "NOR")


def test_enough_places():
    known = [k for k, e in gazetteer.lexicon("en").names.items() if e.kind == "place"]
    assert len(known) >= 1000
