"""The day of an event that is told twice."""

import dataclasses
import datetime as dt

from transforms.events import retold
from transforms.events.model import Actor, Coding

GHANA, TOGO = Actor("Ghana", "GHA", "GOV"), Actor("Togo", "TGO", "GOV")
DATED = Coding(
    event_type="ACCUSE",
    event_mode="allege",
    quad_class=3,
    status="past",
    char_start=0,
    char_end=40,
    trigger_start=6,
    trigger_end=13,
    rule_id="accuse.allege.v.1",
    confidence=0.7,
    sources=(GHANA,),
    targets=(TOGO,),
    event_date=dt.date(2024, 3, 12),
    event_date_precision="day",
    event_date_source="text",
    event_date_text="Tuesday",
)
UNDATED = dataclasses.replace(
    DATED,
    char_start=50,
    char_end=90,
    event_date=None,
    event_date_precision="none",
    event_date_source="none",
    event_date_text=None,
)


def days(*codings: Coding, quoted: bool = True) -> list[dt.date | None]:
    return [c.event_date for c in retold.date(codings, lambda _: quoted)]


def test_an_act_of_speech_is_of_the_day_its_speaker_spoke() -> None:
    answer = dataclasses.replace(UNDATED, event_type="REJECT", rule_id="reject.refuse.v.1", targets=())
    first, second = retold.date((DATED, answer), lambda _: True)
    assert second.event_date == first.event_date
    assert "of the same event at 0" in second.why[-1]


def test_another_speaker_spoke_on_another_day() -> None:
    assert days(DATED, dataclasses.replace(UNDATED, sources=(TOGO,), targets=(GHANA,))) == [DATED.event_date, None]


def test_two_days_leave_it_open() -> None:
    later = dataclasses.replace(DATED, event_date=dt.date(2024, 3, 13))
    assert days(DATED, later, UNDATED)[2] is None


def test_deeds_need_the_same_words_and_sides() -> None:
    deed = dataclasses.replace(DATED, event_type="COERCE", rule_id="coerce.arrest.v.1")
    again = dataclasses.replace(UNDATED, event_type="COERCE", rule_id="coerce.arrest.v.1")
    assert days(deed, again)[1] == deed.event_date
    assert days(deed, dataclasses.replace(again, rule_id="coerce.seize.v.1"))[1] is None
    assert days(deed, dataclasses.replace(again, targets=()))[1] is None


def test_background_and_plans_are_left_alone() -> None:
    for state in ("planned", "historical", "ongoing"):
        assert days(DATED, dataclasses.replace(UNDATED, status=state))[1] is None


def test_what_is_not_quoted_may_be_of_any_day() -> None:
    answer = dataclasses.replace(UNDATED, event_type="REJECT", rule_id="reject.refuse.v.1", targets=())
    assert days(DATED, answer, quoted=False)[1] is None


def test_nobody_in_particular_speaks_on_many_days() -> None:
    judge = (Actor("judge", "GHA", "JUD"),)
    assert days(dataclasses.replace(DATED, sources=judge), dataclasses.replace(UNDATED, sources=judge))[1] is None


def test_what_a_side_says_is_said_at_its_talks() -> None:
    talks = dataclasses.replace(DATED, event_type="CONSULT", rule_id="consult.meet.v.1")
    togolese = dataclasses.replace(UNDATED, sources=(Actor("Bo Example", "TGO", "GOV"),), targets=())
    assert days(talks, togolese)[1] == talks.event_date
    assert days(talks, togolese, quoted=False)[1] is None
    at_home = dataclasses.replace(talks, targets=(Actor("union", "GHA", "CVL"),))
    ghanaian = dataclasses.replace(UNDATED, sources=(Actor("Ama Example", "GHA", "GOV"),), targets=())
    assert days(at_home, ghanaian)[1] is None
