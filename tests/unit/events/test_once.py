"""An event that a sentence tells twice is one mention, with the sides of both tellings."""

import datetime as dt

import pytest

from transforms.events.coder import code

DAY = dt.date(2024, 6, 12)
TOLD = [
    # the deed is the subject of its effect
    ("Turkish air strikes in northern Iraq have killed nine Kurdish fighters.", "ASSAULT", "TUR", "IRQ"),
    ("A week of Russian shelling left six Ukrainians dead and dozens maimed.", "ASSAULT", "RUS", "UKR"),
    (
        "A raid by the armed group Boko Haram which left nine Chadian soldiers dead was the worst yet.",
        "ASSAULT",
        "NGA",
        "TCD",
    ),
    ("Colombian guerrillas detonated a bomb that killed three Peruvian policemen.", "ASSAULT", "COL", "PER"),
    ("The raid, the second in a month, killed nine Eritrean soldiers.", "ASSAULT", "", "ERI"),
    # what befell somebody is told first
    ("Nine Syrian soldiers were killed in an Israeli air strike near Homs.", "ASSAULT", "ISR", "SYR"),
    ("Forty Chadians were injured and six killed in a month of Sudanese shelling.", "ASSAULT", "SDN", "TCD"),
    (
        "Five Kenyan officers were injured after Al-Shabaab fighters opened fire on their truck.",
        "ASSAULT",
        "SOM",
        "KEN",
    ),
    ("Two Ugandan nurses were killed and nine wounded when Rwandan gunners shelled a clinic.", "ASSAULT", "RWA", "UGA"),
    ("Peruvian rebels claimed responsibility for a raid that killed two Chileans.", "ASSAULT", "PER", "CHL"),
    ("A Kenyan soldier was killed when a roadside bomb exploded in Mogadishu.", "ASSAULT", "", "KEN"),
    # two effects, or a deed and its effect
    ("Al-Shabaab gunmen killed two Kenyan teachers and injured three others in Mandera.", "ASSAULT", "SOM", "KEN"),
    ("Israeli troops shot dead a Syrian and wounded two others during a raid on a village.", "ASSAULT", "ISR", "SYR"),
    ("Saudi jets bombed a school in the town, killing 11 Yemeni children.", "ASSAULT", "SAU", "YEM"),
    # a noun that sums up, names the attacker, or is where the arrests were made
    ("An Ethiopian drone killed nine Eritreans, the deadliest such attack this year.", "ASSAULT", "ETH", "ERI"),
    ("A Chechen suicide bomber attacked a Russian barracks.", "ASSAULT", "RUS", "RUS"),
    ("Pakistani police arrested 40 Afghan traders in a crackdown.", "COERCE", "PAK", "AFG"),
]
APART = [
    # nobody was hurt: the attack alone is told
    ("No Danish soldier was wounded in the attack on the Danish embassy in Baghdad.", 1),
    # another's deed
    ("Israeli police shot a man during Palestinian attacks on a bus.", 2),
    # who did it is told, and what the other did
    ("The two rebels were killed by Chadian police when they opened fire on a Nigerian patrol.", 2),
]


@pytest.mark.parametrize(("sentence", "kind", "source", "target"), TOLD)
def test_one_mention_with_both_sides(sentence: str, kind: str, source: str, target: str) -> None:
    (coding,) = [c for c in code(sentence, language="en", published_date=DAY) if c.event_type in ("ASSAULT", "COERCE")]
    assert coding.event_type == kind
    assert {a.country for a in coding.sources if a.country} == ({source} if source else set())
    assert {a.country for a in coding.targets if a.country} == {target}


def test_a_fight_of_two_is_both_sides() -> None:
    sentence = "Fighting between Chadian troops and the Nigerien army has killed 400 people since April."
    (coding,) = code(sentence, language="en", published_date=DAY)
    assert {a.country for a in coding.sources} == {"TCD", "NER"}
    assert not coding.targets


@pytest.mark.parametrize(("sentence", "count"), APART)
def test_what_are_two_events_stay_two(sentence: str, count: int) -> None:
    assert len([c for c in code(sentence, language="en", published_date=DAY) if c.event_type == "ASSAULT"]) == count


OWNED = [
    ("Chad protested after Sudanese air strikes on Chadian villages.", "ASSAULT", "SDN", "TCD"),
    (
        "Kenya summoned parliament after Ethiopian air strikes and accused Prime Minister Abiy Ahmed.",
        "ACCUSE",
        "KEN",
        "ETH",
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "source", "target"), OWNED)
def test_a_deed_named_with_its_owner_is_his_and_says_nothing(
    sentence: str, kind: str, source: str, target: str
) -> None:
    (coding,) = [c for c in code(sentence, language="en", published_date=DAY) if c.event_type == kind]
    assert [a.country for a in coding.sources] == [source]
    assert [a.country for a in coding.targets] == [target]


BLAMED = [
    ("India accused Pakistan of the November attacks on Mumbai.", ["ACCUSE", "ASSAULT"]),
    ("Iran vowed revenge for the bombing which killed two Iranian generals.", ["THREATEN", "ASSAULT"]),
    ("Turkey blamed Kurdish rebels for the May bombing that killed nine Turkish soldiers.", ["ACCUSE", "ASSAULT"]),
    ("France condemned the attack.", ["ACCUSE"]),
    ("The UN accused Sudan of planning attacks on Chad.", ["ACCUSE"]),
]


@pytest.mark.parametrize(("sentence", "kinds"), BLAMED)
def test_an_attack_with_particulars_happened_whoever_is_blamed(sentence: str, kinds: list[str]) -> None:
    found = code(sentence, language="en", published_date=DAY)
    assert [c.event_type for c in found] == kinds
    speaker = {a.country for c in found if c.event_type != "ASSAULT" for a in c.sources}
    assert all(speaker.isdisjoint(a.country for a in c.sources) for c in found if c.event_type == "ASSAULT")


def test_a_blow_is_not_told_again_by_what_it_answers() -> None:
    sentence = "French jets attacked and destroyed a Libyan ship on Monday in retaliation for Friday's Libyan attack."
    found = code(sentence, language="en", published_date=DAY)
    assert [[a.country for a in c.sources] for c in found] == [["FRA"], ["LBY"]]


def test_a_gerund_goes_on_with_the_story() -> None:
    codings = code("Peru sued Chile in The Hague, complaining that its boats had been stopped.", language="en")
    assert [c.event_type for c in codings] == ["ACCUSE"]
