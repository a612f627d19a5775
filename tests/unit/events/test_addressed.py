"""Whom an act at home is upon, in the words of the text. Every sample is invented."""

import pytest

from tests.unit.events.kenya import ABOUT, last
from tests.unit.events.told import DAY
from transforms.events import coder, mentions
from transforms.events.model import Actor


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The opposition criticised the Tana Ferry Trust.", "Tana Ferry Trust"),
        ("The opposition sued Mombolux on Monday.", "Mombolux"),
        ("The opposition appealed to the Board of Ferries for help.", "Board of Ferries"),
        ("The opposition criticised the Mombolux report.", ""),
        ("The opposition called for a lower fare.", ""),
        ("The opposition complained of the long queues at noon.", ""),
    ],
)
def test_a_name_beside_the_verb_is_whom_it_is_upon(sentence: str, name: str) -> None:
    assert [(a.name, a.country) for a in last(f"{ABOUT} {sentence}").targets] == [(name, "KEN")]


def test_nobody_named_is_nobody_in_the_row() -> None:
    text = f"{ABOUT} The opposition called for a lower fare."
    row = mentions.coding_row(last(text), text)
    assert (row["target_actor"], row["target_country"]) == (None, "KEN")
    assert row["target_countries"] == ";KEN;"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The transport minister faces growing parliamentary pressure to resign.", Actor("Parliament", "KEN", "LEG")),
        ("The transport minister faces growing pressure to resign.", None),
    ],
)
def test_an_adjective_of_a_body_names_it(sentence: str, source: Actor | None) -> None:
    coding = last(f"{ABOUT} {sentence}")
    assert coding.event_type == "REQUEST"
    assert list(coding.sources) == ([source] if source else [])


def test_an_assembly_of_one_state_is_no_body_of_the_world() -> None:
    local = last(f"{ABOUT} The president urged the General Assembly to pass the ferry act.")
    assert [(a.name, a.country, a.sector) for a in local.targets] == [("General Assembly", "KEN", "LEG")]
    world = last(f"{ABOUT} The United Nations met. The president urged the General Assembly to send doctors.")
    assert [a.sector for a in world.targets] == ["IGO"]


def test_who_backs_stands_behind() -> None:
    coding = last("The Kenyan mayor opened the night market with the backing of the French ambassador.")
    assert coding.event_type == "SUPPORT"
    assert [a.country for a in coding.sources] == ["FRA"]
    assert [a.country for a in coding.targets] == ["KEN"]


@pytest.mark.parametrize(
    ("text", "crowd"),
    [
        ("Dockers in Lome, Togo, walked off the job.", "Dockers"),
        ("A general strike paralysed Togo's trains and schools.", ""),
    ],
)
def test_a_state_does_not_protest_but_its_people(text: str, crowd: str) -> None:
    protest = next(c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == "PROTEST")
    assert [(a.name, a.country, a.sector) for a in protest.sources] == [(crowd, "TGO", "CVL")]


def test_who_has_sided_with_another_is_not_the_other() -> None:
    text = "The newsletter sided with Togo and has accused Ghana of theft."
    assert all("TGO" not in [a.country for a in c.sources] for c in coder.code(text, language="en", published_date=DAY))


def test_criticism_of_ties_with_a_state_is_not_by_it() -> None:
    found = coder.code("The Ghanaian mayor faces criticism of his ties with Togo.", language="en", published_date=DAY)
    assert all("TGO" not in [a.country for a in c.sources] for c in found if c.event_type == "ACCUSE")


def test_a_body_that_goes_on_behind_of_is_named_in_full() -> None:
    coding = last(f"{ABOUT} The Kenyan Department of Inland Ferries sued the mayor.")
    assert coding.sources[0].name == "Kenyan Department of Inland Ferries"


def test_what_is_discussed_is_no_party_to_the_talks() -> None:
    found = coder.code("The Ghanaian president discussed the Togolese ferry act.", language="en", published_date=DAY)
    assert [c for c in found if c.event_type == "CONSULT"] == []


def test_an_attack_in_a_capital_is_upon_somebody_there() -> None:
    found = coder.code("Two men died in a shooting in Nairobi.", language="en", published_date=DAY)
    assert [[(a.name, a.country) for a in c.targets] for c in found if c.event_type == "ASSAULT"] == [[("", "KEN")]]


def test_nobody_is_marched_across() -> None:
    text = "The African Union met. Farmers have been protesting throughout the African Union for weeks."
    found = coder.code(text, language="en", published_date=DAY)
    assert all("African Union" not in [a.name for a in c.targets] for c in found if c.event_type == "PROTEST")


def test_a_newsroom_does_not_protest() -> None:
    found = coder.code("Reuters reported protests by students in Lome.", language="en", published_date=DAY)
    protests = [c for c in found if c.event_type == "PROTEST"]
    assert [[a.sector for a in c.sources] for c in protests] == [["CVL"]]
    assert all(a.name != "students in Lome" for c in protests for a in c.targets)


def test_what_a_state_spends_at_home_is_no_aid() -> None:
    home = coder.code(f"{ABOUT} Lawmakers voted to spend $2 million on buses.", language="en", published_date=DAY)
    assert "AID" not in [c.event_type for c in home]
    abroad = coder.code("Kenya provided $2 million in aid to Uganda.", language="en", published_date=DAY)
    assert "AID" in [c.event_type for c in abroad]
