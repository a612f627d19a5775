"""When an event happened and whether it did, by the words of its sentence.

One table for dates.py, nearness.py, timing.py and status.py together. All sentences are invented; the publisher's day
is Friday, 24 September 2021. What confidence.py leaves out as noise is kept here: it is not asked for.
"""

import datetime as dt

import pytest

from transforms.events import confidence
from transforms.events.coder import code

FRIDAY = dt.date(2021, 9, 24)


@pytest.fixture(autouse=True)
def _no_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "standing", lambda drafts, *_, **__: [d.coding for d in drafts])


def told(text: str, kind: str) -> list[tuple[str, str]]:
    """Date and status of each event of a type; '' for no date."""
    found = (c for c in code(text, language="en", published_date=FRIDAY) if c.event_type == kind)
    return [(c.event_date.isoformat() if c.event_date else "", c.status) for c in found]


@pytest.mark.parametrize(
    ("text", "kind", "date", "status"),
    [
        (
            "Ghana has urged Togo to free the crew several times since seizing their boat on Sept. 6.",
            "REQUEST",
            "",
            "past",
        ),
        ("Ghana condemned Togo after meeting its envoy on Monday.", "ACCUSE", "", "past"),
        ("Police in Lima are investigating a bomb attack on a bus on Sunday.", "ACCUSE", "", "ongoing"),
        ("Prosecutors in Peru charged two officers over a raid in May.", "ACCUSE", "", "past"),
        ("Chad's ruling party, which lost an election in March, rejected Niger's offer.", "REJECT", "", "past"),
        ("Peru, where voters go to the polls on Sunday, rejected Chile's offer.", "REJECT", "", "past"),
        ("Togo sacked the minister who had met Ghana's envoy on Monday.", "CONSULT", "2021-09-20", "past"),
        ("Samoa condemned Fiji for a raid that killed nine fishermen on Monday.", "ACCUSE", "", "past"),
        ("Samoa urged Fiji to free the crew of a boat seized in March.", "REQUEST", "", "past"),
        (
            "Fiji on Tuesday tore up a pact with Samoa after its lawmakers ousted the president who had signed it.",
            "SANCTION",
            "2021-09-21",
            "past",
        ),
        ("Ghana's president thanked Togo for freeing the sailors who were seized in May.", "SUPPORT", "", "past"),
        ("Kenya criticised Uganda a week before Sunday's election.", "ACCUSE", "", "past"),
        ("Ghana's foreign minister rejected a report that Togo had shelled a village on Monday.", "REJECT", "", "past"),
        (
            "In December Peru freed nine sailors, a day before a summit at which Chile lifted its veto on talks.",
            "RETREAT",
            "2020-12",
            "historical",
        ),
        (
            "In December Peru freed nine sailors, a day before a summit at which Chile lifted its veto on talks.",
            "CONCEDE",
            "2020-12",
            "historical",
        ),
        ("Chad's army shelled Niger last summer.", "ASSAULT", "2021", "past"),
        ("Chad's army shelled Niger last spring.", "ASSAULT", "2021", "historical"),
        ("Chad's army shelled Niger this spring.", "ASSAULT", "2021", "historical"),
        (
            "Chad ousted Niger's envoy in 2018 over a veto, which Niger dropped the next year.",
            "CONCEDE",
            "2019",
            "historical",
        ),
        ("Ghana's president promised a truce with Togo in his first campaign, in 2018.", "AGREE", "2018", "historical"),
        ("Ghana recalled its envoy to Togo at the end of August.", "SANCTION", "2021-08", "past"),
        ("Ghana recalled its envoy to Togo in the summer of 2018.", "SANCTION", "2018", "historical"),
        ("Ghana recalled its envoy to Togo in the first week of September.", "SANCTION", "2021-09", "past"),
        ("Ghana recalled its envoy to Togo early Wednesday.", "SANCTION", "2021-09-22", "past"),
        ("Ghana recalled its envoy to Togo on the night of Sept. 3.", "SANCTION", "2021-09-03", "past"),
        ("Ghana recalled its envoy to Togo earlier in the week.", "SANCTION", "2021-09-20", "past"),
        ("Ghana recalled its envoy to Togo earlier on Friday.", "SANCTION", "2021-09-24", "past"),
        ("On Tuesday, after weeks of silence, Ghana recalled its envoy to Togo.", "SANCTION", "2021-09-21", "past"),
        ("In a statement on Tuesday, Ghana's foreign ministry accused Togo of lying.", "ACCUSE", "2021-09-21", "past"),
        (
            "In an interview published on Tuesday, Ghana's foreign minister accused Togo of lying.",
            "ACCUSE",
            "2021-09-21",
            "past",
        ),
        ("Bo Example, a former mayor of Lima, is in jail in Peru.", "COERCE", "", "ongoing"),
        ("Peru has been the target of a Chilean disinformation campaign.", "COERCE", "", "ongoing"),
        ("The general is under sanctions in Peru.", "SANCTION", "", "ongoing"),
        ("Chad has long accused Niger of arming rebels.", "ACCUSE", "", "ongoing"),
        ("Chad has always denied arming rebels in Niger.", "REJECT", "", "ongoing"),
        ("Chad has repeatedly accused Niger of arming rebels.", "ACCUSE", "", "past"),
        (
            "Hundreds of students are camping outside the parliament in Peru to protest against a law.",
            "PROTEST",
            "",
            "ongoing",
        ),
        (
            "Panama extradited the banker to Peru in 2012 after its court had turned down three petitions for asylum.",
            "REJECT",
            "",
            "historical",
        ),
        (
            "Peru and Chile fought a war in 2010, which ended with a truce brokered by Panama.",
            "CONSULT",
            "",
            "historical",
        ),
        ("Chad and Peru will restore full diplomatic relations, severed in 1978.", "SANCTION", "1978", "historical"),
        ("Two decades after Chad invaded Niger, its people are poor.", "ASSAULT", "", "historical"),
        ("As president from 2003 to 2009, Bo Example arrested Peru's bishops.", "COERCE", "", "historical"),
        ("Peru would have expelled the Chilean envoy had he not left.", "SANCTION", "", "hypothetical"),
        ("If Peru had expelled the Chilean envoy, trade would have stopped.", "SANCTION", "", "hypothetical"),
        ("In those years Peru would arrest dozens of Chilean fishermen every spring.", "COERCE", "", "historical"),
        (
            "Peru's president will use the trip to Chile to sign a treaty with its leaders.",
            "AGREE",
            "2021-09-24",
            "planned",
        ),
        ("Peru's minister said she would visit Chile.", "AGREE", "2021-09-24", "planned"),
        ("Peru said on Monday it would send doctors to Chile.", "AGREE", "2021-09-20", "planned"),
        ("Peru pledged last week to send doctors to Chile.", "AGREE", "2021-09-13", "past"),
        ("Peru was expected to release the Chilean sailors.", "AGREE", "2021-09-24", "planned"),
        ("Peru denied that it had shelled the Chilean port.", "REJECT", "", "past"),
        ("Peru's army could face sanctions from Chile.", "SANCTION", "", "hypothetical"),
        ("Two days of talks between Peru and Chile ended on Thursday.", "CONSULT", "2021-09-23", "past"),
        ("Peru recalled its envoy from Chile for the second time this month.", "SANCTION", "2021-09", "past"),
        ("Peru has arrested 40 Chilean fishermen so far this year.", "COERCE", "2021", "past"),
        ("Students have been on strike in Peru since Monday.", "PROTEST", "2021-09-20", "ongoing"),
        ("Bo Example, a Peruvian opposition leader, remains under house arrest.", "COERCE", "", "ongoing"),
        ("Peru arrested Chile's consul over the weekend.", "COERCE", "2021-09-18", "past"),
        ("The presidents of Peru and Chile had been due to meet on Saturday.", "AGREE", "2021-09-24", "planned"),
        ("The presidents of Peru and Chile were to meet on Saturday.", "AGREE", "2021-09-24", "planned"),
        ("Peru has yet to recognise the new Chilean government.", "SUPPORT", "", "negated"),
        ("Peru is weighing whether to expel Chile's envoy.", "SANCTION", "", "hypothetical"),
        ("Peru threatened on Monday to expel Chile's envoy.", "THREATEN", "2021-09-20", "past"),
        ("Peru has threatened to expel Chile's envoy next week.", "THREATEN", "", "past"),
        ("Peru vowed to retaliate against Chile.", "THREATEN", "", "past"),
        ("Peru signed a treaty with Chile in 2015 and tore it up in 2020.", "SUPPORT", "2015", "historical"),
        (
            "Peru, which had imposed tariffs on Chilean wine in July, lifted them on Tuesday.",
            "SANCTION",
            "2021-07",
            "past",
        ),
        ("The treaty, signed in 2015, was condemned by Peru on Tuesday.", "ACCUSE", "2021-09-21", "past"),
        (
            "The court in Lima sentenced a minister to nine years in prison on Tuesday for bribes he took in 2012.",
            "SANCTION",
            "2021-09-21",
            "past",
        ),
        (
            "A court in Peru on Tuesday sentenced the man who killed a Chilean envoy in 2012.",
            "SANCTION",
            "2021-09-21",
            "past",
        ),
        ("Peru deported the Chilean priest in 2012, a year after it had arrested him.", "COERCE", "2012", "historical"),
        (
            "Chile's foreign minister will travel to Peru next Wednesday to sign the pact.",
            "AGREE",
            "2021-09-24",
            "planned",
        ),
        ("Peru's president, who visited Chile in July, criticised Bolivia.", "ACCUSE", "", "past"),
        ("Peru's president, who visited Chile in July, criticised Bolivia.", "CONSULT", "2021-07", "past"),
        ("Peru's president criticised Bolivia ahead of a summit on Sunday.", "ACCUSE", "", "past"),
        ("Peru protested to Chile after a fisherman was shot on Sunday.", "ACCUSE", "", "past"),
        ("Ghana's president met Togo's on Monday, his office said on Tuesday.", "CONSULT", "2021-09-20", "past"),
        ("Ghana's army killed nine rebels on Monday, Tuesday's papers said.", "ASSAULT", "2021-09-20", "past"),
        ("Ghana expelled Togo's envoy, state television said on Tuesday.", "SANCTION", "", "past"),
        ("Ghana said on Tuesday it had expelled Togo's envoy.", "SANCTION", "", "past"),
        ("Ghana announced on Tuesday that it would expel Togo's envoy.", "THREATEN", "2021-09-21", "past"),
        ("Ghana denied on Tuesday that it had expelled Togo's envoy.", "REJECT", "2021-09-21", "past"),
        ("Ghana expelled Togo's envoy in March this year.", "SANCTION", "2021-03", "historical"),
        ("Ghana's soldiers seized power in a coup in August 2020.", "COERCE", "2020-08", "historical"),
        ("Since the coup in August 2020, Ghana has arrested dozens of journalists.", "COERCE", "", "past"),
        ("Ghana and Togo have been holding talks in Accra this week.", "CONSULT", "", "ongoing"),
        ("Ghana is holding talks with Togo.", "CONSULT", "", "ongoing"),
        (
            "Thousands marched through Accra on Saturday to demand that the president resign.",
            "PROTEST",
            "2021-09-18",
            "past",
        ),
        ("Thousands were marching through Accra on Friday.", "PROTEST", "2021-09-24", "past"),
        ("Police in Ghana were searching the offices of the opposition on Friday.", "COERCE", "2021-09-24", "past"),
        ("Ghana could impose sanctions on Togo.", "SANCTION", "", "hypothetical"),
        ("Ghana did not attack Togo.", "ASSAULT", "", "negated"),
        ("Nobody in Ghana has criticised Togo.", "ACCUSE", "", "negated"),
        ("Ghana refused to meet Togo's envoy on Monday.", "REJECT", "2021-09-20", "past"),
        ("Ghana had criticised Togo earlier on Monday.", "ACCUSE", "2021-09-20", "past"),
        ("In June Ghana's president visited Togo.", "CONSULT", "2021-06", "past"),
        ("In March Ghana's president visited Togo.", "CONSULT", "2021-03", "historical"),
        (
            "Ghana's president will hold talks with Togo's on the sidelines of next month's summit.",
            "AGREE",
            "2021-09-24",
            "planned",
        ),
        (
            "Ghana's president flew to Togo on Monday for a summit that opens on Saturday.",
            "CONSULT",
            "2021-09-20",
            "past",
        ),
        (
            "Ghana released the Togolese sailors on Monday after holding them for nine weeks.",
            "RETREAT",
            "2021-09-20",
            "past",
        ),
        ("Ghana released the Togolese sailors it seized in August.", "RETREAT", "", "past"),
        ("Ghana has released nine of the Togolese sailors it seized last year.", "RETREAT", "", "past"),
        ("Ghana's court acquitted the Togolese captain of a murder in 2012.", "CONCEDE", "", "past"),
        ("A year ago Ghana's army shelled the Togolese port.", "ASSAULT", "2020", "historical"),
        ("Three weeks ago Ghana's army shelled the Togolese port.", "ASSAULT", "2021-08-30", "past"),
        ("Ghana's minister is expected to meet his Togolese counterpart on Monday.", "AGREE", "2021-09-24", "planned"),
        ("Ghana and Togo resumed talks on Tuesday after a break of two months.", "CONSULT", "2021-09-21", "past"),
        ("Ghana accused Togo of having shelled a village on Sunday.", "ACCUSE", "", "past"),
        ("Ghana blamed Togo for an attack that killed nine farmers last month.", "ACCUSE", "", "past"),
        ("Ghana blamed Togo for last month's attack.", "ACCUSE", "", "past"),
        ("Ghana on Wednesday blamed Togo for last month's attack.", "ACCUSE", "2021-09-22", "past"),
        ("Ghana rejected on Wednesday a Togolese offer made last week.", "REJECT", "2021-09-22", "past"),
        (
            "Ghana's parliament ratified on Wednesday a treaty with Togo signed in 2019.",
            "SUPPORT",
            "2021-09-22",
            "past",
        ),
        ("Ghana's troops, who entered Togo in 2019, withdrew last week.", "RETREAT", "2021-09-13", "past"),
        (
            "Ghana's troops withdrew from Togo last week, two years after they invaded it.",
            "RETREAT",
            "2021-09-13",
            "past",
        ),
        ("Ghana's army captured the Togolese town in 2019 but withdrew last week.", "RETREAT", "2021-09-13", "past"),
        ("Ghana's army captured the Togolese town in 2019 but withdrew last week.", "ASSAULT", "2019", "historical"),
        ("Ghana's president said he would not resign.", "REJECT", "", "past"),
        ("Ghana is being accused of arming the Togolese rebels.", "ACCUSE", "", "ongoing"),
        ("Ghana has been accused of arming the Togolese rebels.", "ACCUSE", "", "past"),
        ("Police in Ghana continue to hold the Togolese journalist.", "COERCE", "", "ongoing"),
        ("Ghana's king paid a visit to Togo from Monday to Wednesday.", "CONSULT", "2021-09-22", "past"),
        ("Ghana has offered Togo nine million dollars.", "AGREE", "", "past"),
        ("Ghana promised Togo nine million dollars on Monday.", "AGREE", "2021-09-20", "past"),
        ("Ghana promised on Monday to give Togo nine million dollars by May.", "AGREE", "2021-09-20", "past"),
        ("Ghana gave Togo nine million dollars in aid in 2019 and 2020.", "AID", "20", "historical"),
        ("Ghana halted aid to Togo in April.", "SANCTION", "2021-04", "historical"),
        ("Ghana halted aid to Togo in July.", "SANCTION", "2021-07", "past"),
        ("Ghana, which halted aid to Togo in April, lifted the ban on Monday.", "CONCEDE", "2021-09-20", "past"),
        ("If Ghana halts aid, Togo will expel its envoy.", "SANCTION", "", "hypothetical"),
        ("Unless Togo frees the crew, Ghana will expel its envoy.", "THREATEN", "", "past"),
        ("Had Ghana expelled the envoy, Togo would have closed the border.", "SANCTION", "", "hypothetical"),
        ("Ghana's president cancelled a trip to Togo planned for Monday.", "REJECT", "", "past"),
        ("Ghana's president on Friday cancelled a trip to Togo planned for Monday.", "REJECT", "2021-09-24", "past"),
        ("It was the first time since 2012 that a Ghanaian president visited Togo.", "CONSULT", "", "past"),
        ("Ghana's last visit to Togo was in 2012.", "CONSULT", "2012", "historical"),
        (
            "Five Ghanaian soldiers were killed on Thursday when rebels ambushed their convoy in Togo.",
            "ASSAULT",
            "2021-09-23",
            "past",
        ),
        ("Rebels in Ghana ambushed a convoy on Thursday, killing five soldiers.", "ASSAULT", "2021-09-23", "past"),
        (
            "Police fired tear gas at marchers in Accra, Ghana, on Thursday and arrested nine of them.",
            "COERCE",
            "2021-09-23",
            "past",
        ),
        ("Thursday's attack by Ghanaian rebels killed five soldiers.", "ASSAULT", "2021-09-23", "past"),
        ("Togo condemned Thursday's attack by Ghanaian rebels.", "ACCUSE", "", "past"),
        ("Following Thursday's attack, Ghana closed its border with Togo.", "COERCE", "", "past"),
        ("A day after Thursday's attack, Ghana closed its border with Togo.", "COERCE", "2021-09-24", "past"),
        ("Ghana attacked Togo during the 1990s.", "ASSAULT", "", "historical"),
        ("As recently as last week, Ghana threatened Togo with war.", "THREATEN", "2021-09-13", "past"),
        ("Just three days ago Ghana threatened Togo with war.", "THREATEN", "2021-09-21", "past"),
        (
            "Ghana closed its border on Thursday. Togo summoned its envoy later in the day.",
            "ACCUSE",
            "2021-09-23",
            "past",
        ),
        ("Ghana closed its border on Thursday. Togo condemned the step that evening.", "ACCUSE", "2021-09-23", "past"),
        (
            "Chad on Tuesday shelved a pact with Niger, hours after lawmakers ousted the premier.",
            "COERCE",
            "2021-09-21",
            "past",
        ),
        ("Ghana recalled its envoy to Togo on Christmas Eve.", "SANCTION", "2020-12-24", "historical"),
        ("Ghana recalled its envoy to Togo at Christmas in 2019.", "SANCTION", "2019-12", "historical"),
        ("Ghana recalled its envoy to Togo on Thursday last week.", "SANCTION", "2021-09-16", "past"),
        (
            "Rebels stormed a town in Chad before dawn on Monday, burning huts and forcing people to flee.",
            "ASSAULT",
            "2021-09-20",
            "past",
        ),
        ("Ghana criticised Togo for a raid last month.", "ACCUSE", "", "past"),
        ("Ghana accused Togo of fraud after a vote in July.", "ACCUSE", "", "past"),
        ("Three Chadian officers convicted of murder were freed on Monday.", "SANCTION", "", "past"),
        ("Ghana's president flies to Togo on Monday, his office said.", "AGREE", "2021-09-24", "planned"),
        ("The presidents of Ghana and Togo meet again on Monday.", "AGREE", "2021-09-24", "planned"),
        ("Ghana accused Togo of fraud ahead of Sunday's anniversary.", "ACCUSE", "", "past"),
        ("The minister had resigned once before, in 2018, in Togo.", "RETREAT", "2018", "historical"),
        ("Two decades have passed since Ghana expelled Togo's envoy.", "SANCTION", "", "historical"),
        ("Togo detained Ghana's envoy overnight on Tuesday.", "COERCE", "2021-09-21", "past"),
        (
            "Police in Peru said on Monday that Chile had shelled a town the previous night.",
            "ASSAULT",
            "2021-09-19",
            "past",
        ),
        ("Three weeks after Peru froze its aid on Sept. 2, Chile has no wheat.", "SANCTION", "2021-09-02", "past"),
        (
            "The minister resigned on Monday, less than a week after Chile's president had praised him.",
            "SUPPORT",
            "",
            "past",
        ),
        ("Most of the sailors whom Togo arrested on Monday were released on Tuesday.", "COERCE", "2021-09-20", "past"),
        ("Most of the sailors whom Togo arrested on Monday were released on Tuesday.", "RETREAT", "2021-09-21", "past"),
        ("The rising of 1916, in which Ghanaian rebels shelled a town, is famous.", "ASSAULT", "", "historical"),
        ("Ghana expelled Togo's envoy years before the war began.", "SANCTION", "", "historical"),
        ("Ghana will impose tariffs on Togo.", "THREATEN", "", "past"),
        ("Ghana said on Monday it would not attend the summit on Sunday.", "REJECT", "2021-09-20", "past"),
        ("Ghana will not attend talks in Togo on Thursday.", "REJECT", "", "past"),
        ("Ghana refused to attend a summit on October 20.", "REJECT", "", "past"),
        ("Rebels in Togo denied a role in Tuesday's attack on the port of Ghana.", "REJECT", "", "past"),
        ("A sailor was charged in Togo in connection with the March 14 attacks in Ghana.", "ACCUSE", "", "past"),
        ("At Tuesday's talks Ghana condemned Togo.", "ACCUSE", "2021-09-21", "past"),
        ("Ghana's envoys had been meeting the rebels of Togo for weeks.", "CONSULT", "", "past"),
    ],
)
def test_when_and_whether(text: str, kind: str, date: str, status: str) -> None:
    assert any(day.startswith(date) and bool(day) == bool(date) and state == status for day, state in told(text, kind))


def test_what_was_planned_at_the_time_is_of_that_time() -> None:
    text = "He told the Daily in May that Peru would help. “We will visit Chile,” Peru's minister said at the time."
    assert ("2021-05-01", "planned") in told(text, "AGREE")


def test_a_promise_to_meet_lies_ahead_and_is_of_the_day_it_is_made() -> None:
    assert told("Peru agreed on Monday to meet Chile's envoy.", "AGREE") == [("2021-09-20", "planned")]
    assert told("Peru vowed to go on talking with Chile.", "AGREE") == [("2021-09-24", "planned")]


def test_what_has_not_happened_is_so_as_of_the_report() -> None:
    assert told("Peru's king has not visited Chile since March.", "CONSULT") == [("2021-09-24", "negated")]
    assert told("Peru's king has not visited Chile.", "CONSULT") == [("", "negated")]


def test_an_event_that_follows_an_old_one_in_its_sentence_is_background() -> None:
    assert ("", "historical") in told(
        "The mayor of Lima resigned last spring after Chile refused him a visa.", "REJECT"
    )
    assert ("", "historical") in told("The award of 2016, which Peru rejected, was cited by Chile.", "REJECT")


@pytest.mark.parametrize(
    ("text", "kind", "date", "status"),
    [
        ("Chad has flown home 2,000 citizens of Peru since May.", "AID", "2021-05-01", "past"),
        ("Peru said 28 Chilean fishermen had been arrested since May by Ghana.", "COERCE", "2021-05-01", "past"),
        ("Chilean rebels have been under house arrest in Peru since May.", "COERCE", "2021-05-01", "ongoing"),
        ("On Monday Chad invaded Togo, and police in Lome answered with tear gas.", "ASSAULT", "2021-09-20", "past"),
        ("The court ordered Peru to explain itself by the following Monday.", "REQUEST", "", "past"),
        (
            "The king of Peru meets the king of Togo on Monday to talk.",
            "AGREE",
            "2021-09-24",
            "planned",
        ),
        ("Ana Lund, a farmer of Peru who sells fish, had her stall looted by the army.", "PROTEST", "", "past"),
        ("On Monday perhaps 2,000 Peruvians marched on the palace.", "PROTEST", "2021-09-20", "past"),
    ],
)
def test_which_clause_a_day_belongs_to(text: str, kind: str, date: str, status: str) -> None:
    assert (date, status) in told(text, kind)


def test_verbs_joined_behind_an_aside_share_their_day() -> None:
    text = "Peruvian marines seized a boat of Chile on Monday, the largest haul of the year, and arrested four envoys."
    assert told(text, "COERCE") == [("2021-09-20", "past")] * 2
