"""Families of ways in which newsrooms tell an act, each with sentences that only sound like it."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2022, 3, 16)


def types(text: str) -> set[str]:
    return {c.event_type for c in code(text, language="en", published_date=DAY)}


TOLD = [
    ("The Tunisian smuggler passed into the custody of Maltese troops.", "COERCE"),
    ("A Danish nurse was held aboard an Eritrean warship.", "COERCE"),
    ("The Nepali driver was captured near the Somali border in March.", "COERCE"),
    ("Ugandan forces swept the valley for the rebels.", "MOBILIZE"),
    ("Hundreds of Iraqi soldiers combed the marshes for militants.", "MOBILIZE"),
    ("Turkish jets swooped low over the Kurdish village.", "ASSAULT"),
    ("Rebels dislodged Sudanese troops from the airport.", "ASSAULT"),
    ("Nurses in Kenya began rolling work bans on Monday.", "PROTEST"),
    ("Italian rail workers are to follow suit next week.", "PROTEST"),
    ("A walkout at two Kenyan airlines began on Monday.", "PROTEST"),
    ("Samoa first accused Tonga in May.", "ACCUSE"),
    ("Samoa first agreed in May to lend Tonga a ship.", "AGREE"),
    ("Ghana and Togo clashed openly over the treatment of traders.", "ACCUSE"),
    ("Kenya's premier said Sudan had forfeited its right to mediate.", "ACCUSE"),
    ("The Maltese justice minister claims the Libyan was the ringleader.", "ACCUSE"),
    ("Norway's prime minister expects to host the Indian president in June.", "AGREE"),
    ("Denmark will take over the command of the force in Lebanon.", "AGREE"),
    ("The Security Council authorised a six-month police mission in Haiti.", "SUPPORT"),
    ("Kenya's finance minister won the backing of three opposition parties.", "SUPPORT"),
    ("Chile's president mounted a spirited defence of the Peruvian judge.", "SUPPORT"),
    ("Peru would like to see an apology from Chile, its premier said.", "REQUEST"),
    ("The governor of Samoa fired the commissioner of Samoa.", "SANCTION"),
    ("Rwanda and Burundi imposed tit-for-tat tariffs.", "SANCTION"),
    ("Canada has placed an immediate freeze on Iranian visas.", "SANCTION"),
    ("The Syrian guards won't let the Norwegian envoy through.", "REJECT"),
    ("The president of Brazil said he was totally against the Peruvian dam.", "REJECT"),
    ("The Sudanese parties were locked in haggling with Egypt until dawn.", "CONSULT"),
    ("There were quiet contacts between Kenya and Uganda over the lake.", "CONSULT"),
    ("Peru has renounced its claim to the reef off Chile.", "CONCEDE"),
    ("The Yemeni rebels surrendered the port to the army.", "RETREAT"),
    ('"The strikes will not stop until Chad leaves our land," the Sudanese rebels said.', "THREATEN"),
    ("The Indian opposition leader described the budget as a con.", "ACCUSE"),
    ("Peru's president has come under fire over the contract.", "ACCUSE"),
    ("Britain's chancellor insisted there would be no bailout.", "REJECT"),
    ("The Irish government has committed to a referendum.", "AGREE"),
    ("Malta moved forty detainees from the camp to an island.", "COERCE"),
    ("Danish commandos are on the ground in Mali.", "MOBILIZE"),
    ("Fijian soldiers are helping with the clean-up in Tonga.", "AID"),
    ("Two bombs tore through a police bus in Niger.", "ASSAULT"),
    ("Maltese sailors buried the dead of the Libyan ambush of a convoy.", "ASSAULT"),
    ("Ghana and Togo have reached an agreement on fishing.", "AGREE"),
    ("Kenya's nurses have reached an accord with the government.", "AGREE"),
    ("Togo's opposition says the government has not done enough to feed the north.", "ACCUSE"),
    ("Peru is not doing enough to stop the smugglers, Chile's interior minister said.", "ACCUSE"),
    ("Malta's opposition leader described the premier's explanation as unconvincing.", "ACCUSE"),
    ("Chad denounced the Libyan broadcasts as an attempt to divide the north.", "ACCUSE"),
    ("The Ghanaian president says he has confidence in the finance minister.", "SUPPORT"),
    ("The Omani sultan briefed the Yemeni prime minister on the plan.", "CONSULT"),
    ("The Omani minister assured Yemen's president of his help during a phone call.", "CONSULT"),
    ("Philippine marines continued their search for the hostage takers.", "MOBILIZE"),
    ("Dutch commandos are taking part in patrols around the airport in Mali.", "MOBILIZE"),
    ("Ethiopian tanks returned to the Eritrean town at dawn.", "MOBILIZE"),
    ("Ghana's foreign minister says it is time for Mr Gbagbo to hand over power.", "REQUEST"),
    ("The Ghanaian president said it was time for Togo's army to leave the streets.", "REQUEST"),
    ("Malawi will take some 400 asylum seekers from Burundi.", "AGREE"),
    ("Finland took 90 more refugees from Sudan.", "AID"),
    ("Dutch soldiers operated alongside Malian troops near Gao.", "COOPERATE"),
    ("The Maltese parliament voted to change the abortion law.", "SUPPORT"),
    ("Danish lawmakers voted to legalise the union.", "SUPPORT"),
    ("Guyana cautioned Suriname that it would close the river.", "THREATEN"),
    ("Guyana's envoys treated with caution a pledge from Suriname to lift the tolls.", "AGREE"),
    ("The Moro rebels denied any role in Sunday's bombing of a Philippine bus station.", "ASSAULT"),
    ("Sudan denied involvement in last week's raid on a Chadian village.", "ASSAULT"),
    ("Djibouti rejected a call by the Eritrean president for talks.", "REQUEST"),
    ("Djibouti rejected a call by the Eritrean president for talks.", "REJECT"),
    ("The Fijian premier defied an ultimatum from Australia to hold elections.", "THREATEN"),
]
UNTOLD = [
    ("The village was captured by a Swiss painter in 1902.", "COERCE"),
    ("The US record currently held by the Kenyan runner fell.", "COERCE"),
    ("Police in Spain searched the hills for a missing British hiker.", "MOBILIZE"),
    ("The army reached the final of the military football cup in Nepal.", "MOBILIZE"),
    ("A Danish bank is to follow suit next week and cut its rates.", "PROTEST"),
    ("The first accused in Samoa is a Tongan fisherman.", "ACCUSE"),
    ("The Kenyan runner forfeited the race in Peru.", "ACCUSE"),
    ("The Polish coach would like to see more goals against Peru.", "REQUEST"),
    ("The Danish bank put a freeze on hiring in Sweden.", "SANCTION"),
    ("The Peruvian dollar is up five per cent against the euro.", "REJECT"),
    ("A Maltese convoy came under fire from rebels after dusk.", "ACCUSE"),
    ("The war with inflation is not won, the Bank of England governor said.", "ASSAULT"),
    ("Fiji's meteorologists described the rainfall as insufficient.", "ACCUSE"),
    ("Norway's premier called the fund an attempt to save for the young.", "ACCUSE"),
    ("The Ghanaian president says he has little confidence in the finance minister.", "SUPPORT"),
    ("The Omani minister briefed reporters in Muscat on the plan.", "CONSULT"),
    ("Ethiopian tanks returned to the Eritrean town at dawn.", "RETREAT"),
    ("Ethiopian tanks returned to barracks at dawn.", "MOBILIZE"),
    ("Greek soldiers continued their search for survivors of the earthquake.", "MOBILIZE"),
    ("The Ghanaian president says it is time for lunch.", "REQUEST"),
    ("Dutch soldiers operate with impunity near Gao.", "COOPERATE"),
    ("Guyana's envoys treated with caution a pledge from Suriname to lift the tolls.", "THREATEN"),
    ("Sudan denied any role in raids on Chadian villages.", "ASSAULT"),
    ("Djibouti rejected calls for talks.", "REQUEST"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_the_family_is_heard(text: str, kind: str) -> None:
    assert kind in types(text)


@pytest.mark.parametrize(("text", "kind"), UNTOLD)
def test_what_only_sounds_like_it_is_not(text: str, kind: str) -> None:
    assert kind not in types(text)


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("Kenya's cabinet met on Tuesday.", True),
        ("Arab foreign ministers gathered in Cairo.", True),
        ("NATO met on Friday.", True),
        ("The Kenyan minister met on Tuesday.", False),
        ("France met on Tuesday.", False),
    ],
)
def test_many_who_are_named_as_one_meet_among_themselves(text: str, meets: bool) -> None:
    assert ("CONSULT" in types(text)) is meets


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Djibouti rejected a call by the Eritrean president for talks.", "REQUEST", "ERI", "DJI"),
        ("Laos has turned down an offer from Vietnam to send engineers.", "AGREE", "VNM", "LAO"),
        ("The Fijian premier defied an ultimatum from Australia to hold elections.", "THREATEN", "AUS", "FJI"),
    ],
)
def test_what_is_turned_down_was_said_by_whom_it_names(text: str, kind: str, source: str, target: str) -> None:
    (said,) = (c for c in code(text, language="en", published_date=DAY) if c.event_type == kind)
    assert ([a.country for a in said.sources], [a.country for a in said.targets]) == ([source], [target])


@pytest.mark.parametrize(
    "text",
    [
        "The Samoan ministry warned the firm that its licence could be revoked.",
        "Samoa's mayor warned the firm that it had 30 days to pay.",
    ],
)
def test_warnings_of_what_officials_will_do(text: str) -> None:
    assert types(text) == {"THREATEN"}
