"""Persons of whom no table knows, and whom a sentence means where no object says it. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder, strangers
from transforms.events.model import UNKNOWN, Actor, ActorMention, Coding

DAY = dt.date(2024, 3, 14)
KENYA = "Kenya votes in May. Kenya is calm. Kenyans are proud of Kenya."
CHILE = "Chile voted on Sunday. Chile is calm. Chileans are proud of Chile."


def code(text: str) -> tuple[Coding, ...]:
    return coder.code(text, language="en", published_date=DAY)


def sides(text: str, kind: str) -> tuple[list[str], list[str]]:
    """The names on the two sides of the last coding of a type."""
    coding = [c for c in code(text) if c.event_type == kind][-1]
    return [a.name for a in coding.sources], [a.name for a in coding.targets]


@pytest.mark.parametrize(
    ("text", "kind", "sources", "targets"),
    [
        # a stranger stands where he stands, and no known name is taken in his place
        (
            f"{KENYA} Margaret Ouko met President William Ruto. Ouko urged Kenya to act.",
            "REQUEST",
            ["Margaret Ouko"],
            None,
        ),
        (
            f"{CHILE} President Gabriel Boric criticised Ronald Beck. Boric thanked Beck.",
            "SUPPORT",
            None,
            ["Ronald Beck"],
        ),
        # a name that opens a sentence, though no list has its given name
        (
            f"{KENYA} Wuraola Zubek said it rained. President William Ruto left. Zubek urged Kenya to act.",
            "REQUEST",
            ["Wuraola Zubek"],
            None,
        ),
        (
            f"{KENYA} Wuraola Zubek, who bakes for President William Ruto, urged Kenya to act.",
            "REQUEST",
            ["Wuraola Zubek"],
            None,
        ),
        # the subject behind "where", with an apposition and an initial
        (
            f"{KENYA} The file went to Mombasa, where Judge Ruth Abuya, a friend of William Ruto, sued the ministry.",
            "ACCUSE",
            ["Ruth Abuya"],
            None,
        ),
        # the name behind an office of a party
        (f"{KENYA} Labour MP Ronald Beck urged Kenya to act.", "REQUEST", ["Ronald Beck"], None),
        # whose the noun is
        (f"{KENYA} The plan drew fierce opposition from Ugandan farmers.", "REJECT", ["Ugandan farmers"], None),
        # who speaks on after what he has told
        (
            f"{KENYA} Kenyan police said a Harbour Board officer was shot and have arrested two men.",
            "COERCE",
            ["Kenyan police"],
            ["men"],
        ),
        # "he" is no thing that "it" stood for
        (
            f"{KENYA} President William Ruto spoke. Police said it rained. He will reiterate his calls for MPs to act.",
            "REQUEST",
            ["William Ruto"],
            None,
        ),
    ],
)
def test_who_acts(text: str, kind: str, sources: list[str] | None, targets: list[str] | None) -> None:
    found = sides(text, kind)
    assert sources in (None, found[0])
    assert targets in (None, found[1])


@pytest.mark.parametrize(
    ("text", "kind", "targets"),
    [
        # whom a clause accuses
        (
            f"{KENYA} MPs filed a complaint with the board, complaining that William Ruto had lied.",
            "ACCUSE",
            ["William Ruto"],
        ),
        # the other side of a war that is called by both
        ("Chad is carrying out operations in the Chad-Niger war, officials said.", "ASSAULT", ["Niger"]),
        # a law that somebody proposes is asked of nobody who is named
        (f"{KENYA} The Clean Streets Act, proposed by Senator Ruth Abuya, has many friends.", "REQUEST", []),
        # upon whom two blows of one sentence fall
        (f"{KENYA} William Ruto is in jail after a string of convictions.", "SANCTION", ["William Ruto"]),
        # who stands beside the verb
        (f"{KENYA} The opposition criticised the voters.", "ACCUSE", ["voters"]),
    ],
)
def test_upon_whom(text: str, kind: str, targets: list[str]) -> None:
    assert sides(text, kind)[1] == targets


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        # officials of an administration told before, and officials told before
        (
            "Kenya and Chile quarrel. The Ruto administration spoke. Chile shrugged. "
            "Administration officials condemned Togo.",
            "ACCUSE",
            "KEN",
        ),
        # a judge is of the only court named so far
        (
            "A Kenyan court met on Monday. Haiti waited. Haiti and Kenya signed in May. Haitians hoped. "
            "Judge Bo Sample criticised Togo.",
            "ACCUSE",
            "KEN",
        ),
    ],
)
def test_whose_somebody_is(text: str, kind: str, country: str) -> None:
    coding = [c for c in code(text) if c.event_type == kind][-1]
    assert [a.country for a in coding.sources] == [country]


def test_what_is_only_reported_has_no_doer() -> None:
    text = f"{KENYA} Kenyan police are responding to reports of an ambush near Mombasa."
    assert all(not c.sources for c in code(text) if c.event_type == "ASSAULT")


def test_a_stranger_is_of_the_state_that_the_text_is_about() -> None:
    coding = [c for c in code(f"{KENYA} Margaret Ouko urged Kenya to act.") if c.event_type == "REQUEST"]
    assert [[(a.name, a.country) for a in c.sources] for c in coding] == [[("Margaret Ouko", "KEN")]]


@pytest.mark.parametrize(
    "text",
    [
        "The mill was sold. Margaret Ouko praised the new owner.",
        "MARGARET OUKO WINS THE CUP",
        "Visitors love the Margaret Ouko Park.",
    ],
)
def test_strangers_alone_make_no_event(text: str) -> None:
    assert code(text) == ()


def test_a_sentence_of_strangers() -> None:
    stranger = ActorMention(0, 3, "Ann", "person", (Actor("Ann", role=UNKNOWN),))
    known = ActorMention(4, 8, "Peru", "country", (Actor("Peru", "PER", "GOV"),))
    assert strangers.only([])
    assert strangers.only([stranger])
    assert not strangers.only([stranger, known])
