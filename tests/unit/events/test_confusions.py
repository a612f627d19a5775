"""Names that look like actors and are none, or are another's: places, persons, things. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import actors, coreference
from transforms.events.text import split

DAY = dt.date(2023, 7, 1)


def countries(text: str) -> list[str]:
    """The countries that a text's mentions act for, in order."""
    sentences = split(text)
    found = coreference.resolve(sentences, [actors.load("en").find(s, DAY) for s in sentences])
    return [a.country for mentions in found for m in mentions for a in m.actors if a.country]


NOBODY = """
The band of Michael Jordan played on.
They watched a film with Paris Hilton.
A novel by Jack London was sold.
Her cousin Sydney Example wrote home.
The painter Florence Example is dead.
Chelsea Example paints ships.
Old Austin Example keeps bees.
The singer Georgia Example was late.
Her friend India Example teaches.
Charlotte Example sews.
Dallas Example rides horses.
Chad Example fixed the roof.
They ate roast turkey at noon.
A plate of fine china broke.
A cup of java cooled.
He wore a wool jersey.
The panama hat was cheap.
They went to the cashmere shop.
It gave us a hint.
He told us so.
The guinea pig slept.
A brazil nut fell.
The dish was served with chili.
The Indian Ocean is warm.
Whales crossed the Gulf of Mexico.
They sailed the Sea of Japan.
The South China Sea is deep.
The English Channel was rough.
They dined in a French restaurant.
He bought Swiss cheese and Danish pastry.
She speaks Portuguese fluently.
An African American choir sang.
He lives on Peru Street.
They met in Paris Hilton's hotel.
Trump Tower has many floors.
The Carter Center opened a library.
The Clinton Foundation gave a dinner.
A Persian cat and a Siamese cat fought.
The Spanish flu and German measles are diseases.
He drove a German car and drank Chilean wine.
The Norman castle fell into ruin.
The Moscow Circus is in town.
A rebel-held town starved.
"""

SOMEBODY = [
    ("Niger talked to Nigeria.", ["NER", "NGA"]),
    ("A Nigerien envoy met a Nigerian general.", ["NER", "NGA"]),
    ("Guinea and Guinea-Bissau signed.", ["GIN", "GNB"]),
    ("Equatorial Guinea left and Papua New Guinea stayed.", ["GNQ", "PNG"]),
    ("A Guinean minister spoke.", ["GIN"]),
    ("The Republic of the Congo objected.", ["COG"]),
    ("The Democratic Republic of the Congo objected.", ["COD"]),
    ("Dominica thanked the Dominican Republic.", ["DMA", "DOM"]),
    ("Georgia recalled its envoy from Tbilisi.", ["GEO", "GEO"]),
    ("Georgian troops left.", ["GEO"]),
    ("Voters in Georgia and Ohio wait, the White House said.", ["USA", "USA", "USA"]),
    ("Georgia Secretary of State Bo Example resigned.", ["USA"]),
    ("Jordan expelled the envoy.", ["JOR"]),
    ("The Jordanian king spoke.", ["JOR"]),
    ("Chad closed the border.", ["TCD"]),
    ("Turkey closed the straits.", ["TUR"]),
    ("China closed the port.", ["CHN"]),
    ("Washington objected.", ["USA"]),
    ("Australia and Austria voted.", ["AUS", "AUT"]),
    ("Slovakia and Slovenia voted.", ["SVK", "SVN"]),
    ("Mali and Malawi voted.", ["MLI", "MWI"]),
    ("Mauritius and Mauritania voted.", ["MUS", "MRT"]),
    ("Iran and Iraq voted.", ["IRN", "IRQ"]),
    ("Gambia and Zambia voted.", ["GMB", "ZMB"]),
    ("Liberia and Libya voted.", ["LBR", "LBY"]),
    ("Latvia and Lithuania voted.", ["LVA", "LTU"]),
    ("Paraguay and Uruguay voted.", ["PRY", "URY"]),
    ("North Korea and South Korea voted.", ["PRK", "KOR"]),
    ("Sudan and South Sudan voted.", ["SDN", "SSD"]),
    ("Samoa and American Samoa voted.", ["WSM", "ASM"]),
    ("Israel Example of Kenya spoke.", ["KEN"]),
]


@pytest.mark.parametrize("text", NOBODY.strip().splitlines())
def test_nobody_acts(text: str) -> None:
    assert countries(text) == []


@pytest.mark.parametrize(("text", "expected"), SOMEBODY)
def test_who_acts(text: str, expected: list[str]) -> None:
    assert countries(text) == expected


def test_a_role_noun_that_ends_a_name() -> None:
    (sentence,) = split("A report by Harbour Watchdog was read.")
    assert actors.load("en").find(sentence) == ()
    (sentence,) = split("A report by the watchdog in Accra was read.")
    assert [m.actors[0].country for m in actors.load("en").find(sentence)] == ["GHA"]
