"""Names of the gazetteer: samples of what newsrooms of all the world take to be known."""

import pytest

from tests.unit.events.references import found


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Benghazi Defence Brigades", "LBY", "REB"),
        ("Janjaweed", "SDN", "REB"),
        ("Indian Mujahideen", "IND", "REB"),
        ("PASOK", "GRC", "PTY"),
        ("Saenuri Party", "KOR", "PTY"),
        ("Sweden Democrats", "SWE", "PTY"),
        ("Health Service Executive", "IRL", "GOV"),
        ("Police Service of Northern Ireland", "GBR", "GOV"),
        ("Bersih", "MYS", "NGO"),
        ("Normandy Quartet", None, "IGO"),
        ("European Anti-Fraud Office", None, "IGO"),
    ],
)
def test_parties_groups_and_bodies(name, country, sector):
    (m,) = found(f"The {name} objected.")
    assert (m.actors[0].country, m.actors[0].sector) == (country, sector)


@pytest.mark.parametrize(
    ("name", "country"),
    [("Portlaoise", "IRL"), ("Jowzjan", "AFG"), ("Mong Kok", "HKG"), ("Kidapawan", "PHL"), ("Brumadinho", "BRA")],
)
def test_towns_and_provinces(name, country):
    (m,) = found(f"It rained in {name}.")
    assert (m.kind, m.actors[0].country) == ("place", country)


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Frances Fitzgerald", "IRL", None),
        ("Consuelo Porras", "GTM", "JUD"),
        ("Rodrigo Janot", "BRA", None),
        ("Dimitris Avramopoulos", "GRC", None),
    ],
)
def test_who_held_an_office(name, country, sector):
    (m,) = found(f"{name} objected.")
    assert (m.kind, m.actors[0].country, m.actors[0].sector) == ("person", country, sector)


def test_an_armed_opposition_is_no_party():
    (m,) = found("Armed opposition groups objected.")
    assert (m.actors[0].country, m.actors[0].sector) == (None, "REB")
