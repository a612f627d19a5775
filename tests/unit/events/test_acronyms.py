"""Bodies that a text itself shortens. Every sample is invented."""

import datetime as dt

import pytest

from tests.unit.events.references import resolved
from transforms.events import acronyms, actors
from transforms.events.gazetteer import lexicon
from transforms.events.text import split


def told(text, words):
    """Name, country and sector of the mentions with these words."""
    found = [m for mentions in resolved(text) for m in mentions if m.text == words]
    return [(m.actors[0].name, m.actors[0].country, m.actors[0].sector) for m in found]


def test_a_body_is_known_by_its_letters():
    text = "The Zambian Union of Brick Makers (ZUBM) met. Zambia is calm. The ZUBM struck."
    union = ("Zambian Union of Brick Makers", "ZMB", "NGO")
    assert told(text, "Zambian Union of Brick Makers") == told(text, "ZUBM") == [union]


def test_a_party_of_the_state_that_the_text_is_about():
    text = "Zambia votes. Zambia is calm. The Lake and River Party (LRP) won. The LRP rejected it."
    assert told(text, "LRP") == [("Lake and River Party", "ZMB", "PTY")]


@pytest.mark.parametrize(
    "text",
    [
        "The Blue Lake Hotel Group (BLHG) grew. BLHG rose.",  # no noun of a body
        "The Union of Brick Makers (ABC) met. ABC struck.",  # other letters
        "The Union of the brick makers (UB) met. UB struck.",
    ],
)
def test_no_body(text):
    assert not told(text, text.split(".")[1].split()[0])


def test_officers_behind_the_letters():
    text = "Zambia is calm. The Lake and River Party (LRP) won. LRP chairman Bo Example and LRP officials left."
    assert told(text, "LRP chairman Bo Example")[0][:2] == ("Bo Example", "ZMB")
    assert told(text, "LRP officials") == [("Lake and River Party", "ZMB", "PTY")]


def test_letters_of_several_bodies():
    def find(text, year):
        sentences = split(text)
        found = [actors.load("en").find(s) for s in sentences]
        day = dt.date(year, 3, 1)
        named = acronyms.named(sentences, found, lexicon("en"), "en", day)
        return [m.actors[0].name for mentions in named for m in mentions if m.text.startswith("EC")]

    assert find("EC farm ministers met.", 1987) == ["European Union"]
    assert find("The EC met.", 2019) == []
    assert find("The European Union met. The EC objected.", 2019) == ["European Union"]


def test_people_of_a_body_are_its_own_again():
    text = "France is calm. European Union ministers met. The plan was rejected by ministers."
    assert told(text, "ministers") == [("European Union", None, "IGO")]


def test_an_officer_behind_the_brackets():
    text = "Zambia is calm. International Monetary Fund (IMF) head Ann Example left. Zambia votes."
    assert told(text, "head Ann Example") == [("Ann Example", None, "IGO")]
