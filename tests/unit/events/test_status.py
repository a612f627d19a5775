"""Status from the words around a trigger."""

import datetime as dt

import pytest

from tests.unit.events.told import reading
from transforms.events.coder import code


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
        ("The row could lead to sanctions against Chad.", "hypothetical"),
        ("It was impossible to visit Ghana.", "hypothetical"),
        ("The king is to visit Ghana.", "planned"),
        ("Peru is on the brink of recognising Samoa.", "planned"),
        ("A truce between Peru and Chad has not taken effect.", "negated"),
        ("The king will use the feast to visit Ghana.", "planned"),
        ("The king is to open a bridge and then to visit Ghana.", "planned"),
        ("The king will not sail to Accra to visit Ghana.", "negated"),
        ("Ghana has besieged Chad for more than nine months.", "ongoing"),
        ("Ghana has sued Chad nine times since May.", "past"),
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
        ("Peru will not extradite the banker to Chad.", "past"),
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
    assert reading(text).status == expected


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
