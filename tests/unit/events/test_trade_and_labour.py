"""Trade, debts, strikes and home politics: what newsrooms tell of them in verbs, and what the verbs do not tell."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2024, 5, 15)
BEFORE = "Peru's government rejected a proposal by Chile on Monday, the Peruvian foreign ministry said. "
AFTER = (
    " Peru's president criticised the opposition. Chile's foreign minister will meet the Peruvian president in Lima."
)


def types(sentence: str) -> set[str]:
    """The types that a sentence tells among others about politics."""
    text = BEFORE + sentence + AFTER
    found = code(text, language="en", published_date=DAY)
    return {c.event_type for c in found if len(BEFORE) <= c.char_start < len(BEFORE + sentence)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nurses in Finland want a pay increase of 10 percent.", "REQUEST"),
        ("Morocco applied for an IMF programme.", "REQUEST"),
        ("The ministry sent a proposal to parliament to raise the pension age.", "REQUEST"),
        ("The president told his ministers to cut spending.", "REQUEST"),
        ("Thailand suggested a joint fund for rubber growers.", "REQUEST"),
        ("Peru's unions insist that the reform be withdrawn.", "REQUEST"),
        ("Employers offered a 3 percent pay rise.", "AGREE"),
        ("Bolivia would consider a new proposal, its president said.", "AGREE"),
        ("The government said it would go ahead with the plan.", "AGREE"),
        ("The talks on Peru's debt are due to begin on Wednesday.", "AGREE"),
        ("The Peruvian finance ministry intends to privatise the railways.", "AGREE"),
        ("Chile will stick to its quota.", "AGREE"),
        ("Peru left the door open to talks with Chile.", "AGREE"),
        ("The Peruvian premier vowed to fight corruption.", "AGREE"),
        ("Talks were going on between Peru and Chile.", "CONSULT"),
        ("Norway sent a four-man team to Chile.", "CONSULT"),
        ("Spain opposes the tax.", "REJECT"),
        ("Germany is against the bond.", "REJECT"),
        ("Turkey is unable to accept the proposal, its foreign minister said.", "REJECT"),
        ("Poland said the quotas were unacceptable.", "REJECT"),
        ("China dismissed the U.S. claims.", "REJECT"),
        ("The cabinet decided not to raise the minimum wage.", "REJECT"),
        ("The Peruvian opposition blocked the budget.", "REJECT"),
        ("Slovakia has lost patience with Kiev.", "ACCUSE"),
        ("The tariffs run counter to trade rules, the Swiss minister said.", "ACCUSE"),
        ("China is not living up to its commitments, the U.S. said.", "ACCUSE"),
        ("South Africa regretted the vote.", "ACCUSE"),
        ("Chile asked for a truce, but Peru said no.", "REJECT"),
        ("Peru's minister said he had made progress in talks with Chile.", "CONSULT"),
        ("Washington announced plans to put tariffs on Peruvian copper.", "THREATEN"),
        ("The African Union would be likely to retaliate, the envoy said.", "THREATEN"),
        ("Argentina defaulted on its debt.", "SANCTION"),
        ("Ecuador stopped servicing its foreign debt.", "SANCTION"),
        ("The White House retaliated against Japan over dumping of chips.", "SANCTION"),
        ("The Peruvian party expelled its former leader.", "SANCTION"),
        ("Korea liberalised imports of 150 items.", "CONCEDE"),
        ("Striking Chilean miners marched on the ministry.", "PROTEST"),
        ("The Peruvian dock strike entered its third week.", "PROTEST"),
        ("The Peruvian nurses authorised a strike.", "PROTEST"),
        ("Turkey is satisfied with the results.", "SUPPORT"),
        ("The budget cleared the Peruvian senate.", "SUPPORT"),
    ],
)
def test_what_trade_labour_and_home_politics_tell(sentence: str, expected: str) -> None:
    assert expected in types(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Shoppers want lower prices.",
        "Figures suggested a slowdown in Peru.",
        "The firm told the ministry to date it had sold 30 planes.",
        "The hotel will not raise its prices.",
        "The bank offered a 4 percent return on its bonds.",
        "The festival will go ahead with its programme.",
        "The new tax will not raise prices.",
        "The company plans to build a plant in Peru.",
        "The committee approved the minutes of the meeting.",
        "The Peruvian minister was unable to attend.",
        "A storm has idled the ports.",
        "Peru's striking landscape draws visitors.",
        "Peru's ministry said no date had been found.",
    ],
)
def test_what_the_same_verbs_tell_of_others_is_no_event(sentence: str) -> None:
    assert types(sentence) == set()


@pytest.mark.parametrize("sentence", ["Striking Chilean miners held a vote.", "Peru's nurses authorised a strike."])
def test_strikes_of_workers_are_no_attacks(sentence: str) -> None:
    assert "ASSAULT" not in types(sentence)
