"""Of which sector an actor is. Every sample is invented."""

import dataclasses

import pytest

from tests.unit.events.kenya import ABOUT, last
from transforms.events import sectors, setting, tables, text
from transforms.events.model import Actor, Coding

CALM = setting.Scene(text.split("Kenya is calm.", "en"), [()], "en")
SOURCE = Actor("Example Circle", "KEN")


def coding(*sources: Actor, kind: str = "ASSAULT") -> Coding:
    return dataclasses.replace(last(f"{ABOUT} Kenya bombed Uganda."), event_type=kind, sources=sources, targets=())


def filled(monkeypatch: pytest.MonkeyPatch, model: sectors.Model | None, *sources: Actor) -> Coding:
    monkeypatch.setattr(sectors, "load", lambda language: model)
    given = dataclasses.replace(coding(*sources), char_start=0)
    return sectors.fill([given], CALM, {})[0]


def model(**lines: str) -> sectors.Model:
    weights = {name.replace("_", " "): cells for name, cells in lines.items()}
    return sectors.Model(("GOV", "NGO", "CVL"), weights, 0.4, 0.6, frozenset(("GOV>NGO",)))


@pytest.mark.parametrize(
    ("name", "sector"), [("four exporters", "BUS"), ("charities", "NGO"), ("newsletter", None), ("", None)]
)
def test_who_is_called_by_a_role_noun_has_its_sector(name: str, sector: str | None) -> None:
    assert sectors.told(Actor(name, "KEN"), CALM).sector == sector
    assert sectors.told(Actor(name, "KEN", "GOV"), CALM).sector == "GOV"


def test_the_likeliest_sector_is_chosen_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = filled(monkeypatch, model(name_circle="NGO 2.0"), SOURCE)
    assert [a.sector for a in found.sources] == ["NGO"]
    assert found.why[-1] == "source Example Circle: NGO, 0.79 (sectors.toml)"


def test_what_nothing_speaks_for_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    found = filled(monkeypatch, model(name_square="NGO 2.0"), SOURCE)
    assert [a.sector for a in found.sources] == [None]
    assert "sectors.toml" not in " ".join(found.why)


@pytest.mark.parametrize(("weight", "sector"), [("1.0", "GOV"), ("2.0", "NGO")])
def test_what_is_told_stands_unless_another_is_likelier_by_far(
    monkeypatch: pytest.MonkeyPatch, weight: str, sector: str
) -> None:
    known = dataclasses.replace(SOURCE, sector="GOV")
    found = filled(monkeypatch, model(name_circle=f"NGO {weight}"), known)
    assert [a.sector for a in found.sources] == [sector]
    assert ("instead of GOV" in found.why[-1]) == (sector == "NGO")


def test_only_what_may_takes_the_place_of_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dataclasses.replace(SOURCE, sector="GOV")
    assert [a.sector for a in filled(monkeypatch, model(name_circle="CVL 4.0"), known).sources] == ["GOV"]


def test_a_feature_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = (Actor(name, "KEN") for name in ("Circle", "Circle Circle"))
    sure = [filled(monkeypatch, model(name_circle="NGO 2.0"), actor).why[-1].split(": ")[1] for actor in (once, twice)]
    assert sure[0] == sure[1]


def test_without_a_table_a_state_acts_by_its_government_unless_its_people_protest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sectors, "load", lambda language: None)
    for kind, sector in (("ASSAULT", "GOV"), ("PROTEST", None)):
        found = sectors.fill([coding(Actor("Kenya", "KEN"), SOURCE, kind=kind)], CALM, {})
        assert [a.sector for a in found[0].sources] == [sector, None]


@pytest.mark.parametrize("cells", ["", "NGO", "NGO high", "XYZ 1.0", "NGO 1.0 GOV"])
def test_a_line_that_says_nothing_is_an_error(cells: str) -> None:
    with pytest.raises(tables.LexiconError, match="name circle"):
        model(name_circle=cells).weights("name circle")


def test_every_line_of_the_table_can_be_read() -> None:
    shipped = sectors.load("en")
    assert shipped is not None
    assert len({shipped.weights(name) for name in shipped.by_name}) > 1000


@pytest.mark.parametrize(
    ("sentence", "side", "sector"),
    [
        ("The opposition criticised the government.", "target", "GOV"),
        ("Thousands of teachers protested on Monday.", "target", "GOV"),
        ("A bomb killed four shoppers in Mombasa.", "target", "CVL"),
        ("A court in Mombasa convicted the ferry owner on Monday.", "source", "JUD"),
        ("Lawmakers rejected the ferry bill.", "source", "LEG"),
    ],
)
def test_sectors_of_plain_sentences(sentence: str, side: str, sector: str) -> None:
    found = last(f"{ABOUT} {sentence}")
    assert [a.sector for a in (found.sources if side == "source" else found.targets)] == [sector]
