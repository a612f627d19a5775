"""Status from the words around a trigger, and what it does to the type."""

import datetime as dt

import pytest

from transforms.events import shift, status, triggers
from transforms.events.coder import code
from transforms.events.shift import Shifted
from transforms.events.status import Reading
from transforms.events.text import tokenize

RULES, LEXICON = status.load("en"), triggers.load("en")


def read(text: str) -> Reading:
    tokens = tokenize(text)
    return RULES.read(tokens, max(LEXICON.match(tokens), key=lambda m: m.rank))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The king visited Ghana.", "past"),
        ("The king will visit Ghana.", "planned"),
        ("The king is visiting Ghana.", "ongoing"),
        ("The king has been visiting Ghana.", "ongoing"),
        ("The king did not visit Ghana.", "negated"),
        ("No minister has visited Ghana.", "negated"),
        ("The king plans to visit Ghana.", "planned"),
        ("The king might visit Ghana.", "hypothetical"),
        ("If the king visits Ghana, flags fly.", "hypothetical"),
        ("The planned visit to Ghana is on everybody's lips.", "planned"),
        ("It will mark the fourth visit to Ghana.", "planned"),
        ("A possible visit to Ghana is on everybody's lips.", "hypothetical"),
        ("There was no agreement with Ghana.", "negated"),
        ("He is being held in custody.", "ongoing"),
        ("Peru seeks to restore its ties with Chad.", "ongoing"),
        ("The king was visiting Ghana.", "past"),
        ("Peru rejects the plan of Chad.", "ongoing"),
        ("Peru rejects the plan of Chad", "past"),
        ("Peru rejects the plan of Chad, its minister says.", "past"),
        ("The envoy is accused of spying.", "ongoing"),
        ("The envoy was accused of spying.", "past"),
        ("The envoy has been accused of spying.", "past"),
        ("The envoy faces charges of spying.", "ongoing"),
        ("The envoy faced charges of spying.", "past"),
        ("Peru has held talks with Chad since March.", "ongoing"),
        ("Peru has held talks with Chad.", "past"),
        ("Peru reached no agreement with Chad.", "negated"),
        ("No junior coast guard patrol boat captain has criticised Chad.", "negated"),
        ("Peru no longer visits Chad.", "negated"),
        ("Peru failed to sign the pact with Chad.", "negated"),
        ("The king left without visiting Chad.", "negated"),
        ("Peru continues to shell the town.", "ongoing"),
        ("Peru won’t thank Chad.", "negated"),
        ("Peru is “visiting” Chad.", "ongoing"),
        ("When the king visits Ghana, flags fly.", "planned"),
        ("The king will leave as soon as he visits Ghana.", "planned"),
        ("The row could lead to sanctions against Chad.", "hypothetical"),
        ("Visiting Ghana would cost Chad dearly.", "hypothetical"),
        ("It was impossible to visit Ghana.", "hypothetical"),
        ("The king is to visit Ghana.", "planned"),
        ("Peru is on the brink of recognising Samoa.", "planned"),
        ("A truce between Peru and Chad has not taken effect.", "negated"),
        ("The king will use the feast to visit Ghana.", "planned"),
        ("The king is to open a bridge and then to visit Ghana.", "planned"),
        ("The king will not sail to Accra to visit Ghana.", "negated"),
        ("Ghana has besieged Chad for more than nine months.", "ongoing"),
        ("Ghana has sued Chad nine times since May.", "past"),
        ("Ghana, which shelters nine Chadian families, says so.", "ongoing"),
        ("Peace would be dearer had Ghana not freed the sailors.", "past"),
        ("The mayor of Accra campaigned on expelling Chad's envoy.", "planned"),
        ("Samoa must open its ports, the minister said.", "past"),
        ("Peru has long accused Chad of spying.", "ongoing"),
        ("Peru has repeatedly accused Chad of spying.", "past"),
        ("Peru has yet to recognise Samoa.", "negated"),
        ("Nobody in Peru has criticised Chad.", "negated"),
        ("Peru would have expelled the envoy of Chad.", "hypothetical"),
        ("Had Peru expelled the envoy of Chad, trade would have stopped.", "hypothetical"),
        ("In those years Peru would arrest sailors of Chad.", "past"),
        ("Chad could be a threat to Samoa, the minister said.", "past"),
        ("The general is under sanctions in Peru.", "ongoing"),
        ("Peru has been the target of a disinformation campaign.", "ongoing"),
        ("Peru and Chad, which bankroll the mission, said so.", "ongoing"),
        ("Peru vowed to go on meeting Chad.", "planned"),
        ("Peru and Chad reached no consensus.", "negated"),
        ("Two judges have resigned in Chad since Sunday.", "past"),
        ("Chad has turned away Peruvian boats since Monday.", "past"),
        ("Chad has bombed Peruvian ports since January.", "past"),
        ("Chad has blockaded a Peruvian port since Monday.", "ongoing"),
        ("The king's visit to Ghana did not come about.", "negated"),
        ("The visit to Ghana was not held.", "negated"),
        ("The visit to Ghana did not please anybody.", "past"),
        ("The expulsion of the envoy is expected to hurt trade.", "past"),
        ("The visit of the king is expected to begin in May.", "planned"),
        ("Not a single Chadian hostage was released.", "negated"),
        ("Nurses in Chad remain on strike.", "ongoing"),
        ("Peru will not extradite the banker to Chad.", "past"),
        ("Chadian troops are massing near the town.", "ongoing"),
        ("Two Chadians have been held in custody since Sunday.", "ongoing"),
        ("Peru had been meeting Chad.", "past"),
        ("Prosecutors in Peru appealed against the ruling.", "past"),
        ("Prosecutors in Peru will appeal against the ruling.", "planned"),
        ("No 10 thanked the mayor of Accra.", "past"),
        ("Negotiations between the miners and Peru have collapsed.", "past"),
        ("The pirate hid in Fiji after being wounded by Tongan sailors.", "past"),
        ("Nine sailors are being detained by Niger.", "ongoing"),
    ],
)
def test_status(text: str, expected: str) -> None:
    assert read(text).status == expected


@pytest.mark.parametrize(
    ("kind", "mode", "reading", "expected"),
    [
        ("CONSULT", "visit", Reading("planned"), Shifted("AGREE", None, "planned")),
        ("AID", None, Reading("planned"), Shifted("AGREE", None, "planned")),
        ("SANCTION", "expel", Reading("planned"), Shifted("THREATEN", "restrict", "past")),
        ("ASSAULT", "aerial", Reading("planned"), Shifted("THREATEN", "violence", "past")),
        ("RETREAT", "release", Reading("negated", refused=True), Shifted("REJECT", "yield", "past")),
        ("RETREAT", "release", Reading("negated"), Shifted("RETREAT", "release", "negated")),
        ("REQUEST", "change", Reading("planned"), Shifted("REQUEST", "change", "planned")),
        ("CONSULT", "visit", Reading("past"), Shifted("CONSULT", "visit", "past")),
        ("RETREAT", "withdraw", Reading("planned"), Shifted("CONCEDE", None, "planned")),
        ("RETREAT", "resign", Reading("planned"), Shifted("AGREE", None, "planned")),
    ],
)
def test_shift(kind: str, mode: str | None, reading: Reading, expected: Shifted) -> None:
    assert shift.shift(kind, mode, reading)[:3] == expected[:3]


def test_a_threat_in_so_many_words_lies_ahead() -> None:
    """Its date is not that of the sanctions."""
    assert shift.shift("SANCTION", None, Reading("planned")).ahead
    assert not shift.shift("SANCTION", None, Reading("past")).ahead


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Niger will close its border and recall its envoy from Chad.", ["THREATEN", "THREATEN"]),
        ("Niger said it would recall its envoy from Chad and expel Chadian diplomats.", ["THREATEN", "THREATEN"]),
        ("Niger recalled its envoy from Chad and expelled Chadian diplomats.", ["SANCTION", "SANCTION"]),
        ("Niger will send boats to the port of Chad in May and recall its envoy from Peru.", ["THREATEN"]),
        ("Niger could open its port to Chad and expel Peruvian diplomats.", ["COOPERATE", "SANCTION"]),
    ],
)
def test_what_is_joined_to_a_future_lies_ahead_too(text: str, kinds: list[str]) -> None:
    codings = code(text, language="en", published_date=dt.date(2025, 11, 14))
    assert [c.event_type for c in codings][-2:] == kinds


def test_what_an_act_will_lead_to_does_not_make_it_a_threat() -> None:
    text = "Nigerien police arrested a Chadian general. The minister of Niger said the arrest will have an effect."
    codings = code(text, language="en", published_date=dt.date(2025, 11, 14))
    assert "THREATEN" not in {c.event_type for c in codings}
