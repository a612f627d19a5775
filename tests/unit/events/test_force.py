"""Who fights with what, and against whom. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import arms, coder
from transforms.events.gazetteer import stateless
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)
WAR = (
    "Chilean warplanes bombed the Peruvian port of Ilo on Sunday. Peruvian troops killed ten Chilean soldiers. "
    "Peru accused Chile of breaking a truce. Chile rejected the charge. "
)
"""Two who fight, one of them from the air."""


def coded(text: str, day: dt.date = DAY) -> list[Coding]:
    return list(coder.code(text, language="en", published_date=day))


def sides(coding: Coding) -> tuple[set[str | None], set[str | None]]:
    return {a.country for a in coding.sources}, {a.country for a in coding.targets}


def of(text: str, trigger: str) -> Coding:
    """The last coding whose trigger has a word."""
    return next(c for c in reversed(coded(text)) if trigger in text[c.trigger_start : c.trigger_end])


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("The jets also hit a school in Tacna.", "hit"),
        ("A power station was pounded in air raids overnight, residents said.", "pounded"),
        ("Nine people were killed in air strikes on the town.", "killed"),
        ("Helicopters opened fire on a market, Peruvian officials said.", "opened fire"),
        ("F-16s and helicopter gunships struck two villages.", "struck"),
        ("Two bridges were bombed near Arequipa.", "bombed"),
    ],
)
def test_a_means_is_of_the_side_that_has_been_told_to_use_it(sentence: str, trigger: str) -> None:
    assert sides(of(WAR + sentence, trigger)) == ({"CHL"}, {"PER"})


def test_who_is_told_to_use_a_means_himself_uses_it() -> None:
    assert sides(of(WAR + "Peru launched air strikes on the Chilean city of Arica.", "air strikes")) == (
        {"PER"},
        {"CHL"},
    )


def test_what_is_hit_is_no_means() -> None:
    words = arms.words("en")
    assert words is not None
    assert sides(of(WAR + "Peruvian troops destroyed two tanks near Arica.", "destroyed"))[0] == {"PER"}
    assert words.means.search("a think tank") is None
    assert words.means.search("a suicide bombing").lastgroup == "suicide"  # type: ignore[union-attr]


def test_an_act_of_nobody_is_the_enemys() -> None:
    told = WAR + "Chilean jets hit a base in Peru. Two Peruvians were shot dead at the border."
    assert sides(of(told, "shot dead")) == ({"CHL"}, {"PER"})


def test_both_fight() -> None:
    told = WAR + "The fighting was the worst in years."
    assert sides(of(told, "fighting")) == ({"CHL", "PER"}, set())
    assert sides(of("Peruvian troops fought a battle with Chilean soldiers.", "fought")) == ({"PER", "CHL"}, set())


def test_a_state_whose_rebels_take_part_fights_itself() -> None:
    told = (
        "Ethiopian rebels attacked an Ethiopian army base. Eritrean troops shelled the Ethiopian town of Adwa. "
        "Nine people were killed in Ethiopia by rebels. Eritrea denied it."
    )
    assert all("ERI" not in sides(c)[0] for c in coded(told) if "killed" in told[c.trigger_start : c.trigger_end])


def test_what_came_of_an_act_is_told_with_it() -> None:
    told = coded("Chilean troops shelled the Peruvian port of Ilo and wounded nine dockers.")
    assert [c.event_type for c in told] == ["ASSAULT"]
    act, *rest = coded("Peru blamed Chile for a bombing in Tacna that killed nine Peruvians.")
    assert [c.event_type for c in (act, *rest)].count("ASSAULT") <= 1


def test_who_died_was_hit() -> None:
    assert sides(of(WAR + "Nine Peruvians died in the raids, Peruvian state television said.", "died")) == (
        {"CHL"},
        {"PER"},
    )


def test_a_group_of_no_state_stays_of_none() -> None:
    assert {"al-Qaida", "Islamic State", "Osama bin Laden"} <= stateless("en")
    for c in coded("Niger's army said it had killed Osama bin Laden. Bin Laden had threatened Niger."):
        assert all(a.country is None for a in (*c.sources, *c.targets) if "Laden" in a.name)


def test_a_group_of_no_state_is_fought_in_anothers_land() -> None:
    told = "French jets bombed hills in northern Mali, where al-Qaida has its camps."
    bombed = of(told, "bombed")
    assert [a.name for a in bombed.targets] == ["al-Qaida"]
    assert sides(bombed) == ({"FRA"}, {None})


def test_settlers_are_of_the_state_whose_people_they_are() -> None:
    assert sides(of("Palestinian gunmen killed two Jewish settlers near Nablus.", "killed")) == ({"PSE"}, {"ISR"})
    assert sides(of("Israel sent troops. Palestinian gunmen killed a settler.", "killed")) == ({"PSE"}, {"ISR"})


def test_a_noun_of_several_words_keeps_its_last_word() -> None:
    assert [c.event_type for c in coded("It was the heaviest of the Chilean air raids against Peru.")] == ["ASSAULT"]


def test_a_newspaper_may_share_a_surname() -> None:
    *_, accused = coded("Commander Bo Lund Sabah met Niger's envoy. Sabah accused Niger of lying.")
    assert [a.name for a in accused.sources] == ["Bo Lund Sabah"]
    *_, paper = coded("Bo Guardian is a minister of Niger. The Guardian accused Niger of lying.")
    assert [a.name for a in paper.sources] != ["Bo Guardian"]


def test_a_language_without_the_words_assumes_nothing() -> None:
    assert arms.words("es") is None


def test_police_arrest_the_armed_at_home() -> None:
    told = "Peru accused Chile of sending gunmen. Peruvian police arrested nine militants on Monday."
    assert sides(of(told, "arrested")) == ({"PER"}, {"PER"})


def test_who_ends_his_attacks_ends_those_on_the_enemy() -> None:
    told = (
        "Israeli jets bombed Gaza on Sunday. Hamas fired rockets at Israel. Israel accused Hamas of lying. "
        "Hamas has decided to halt its attacks."
    )
    for c in coded(told):
        if c.event_type in ("RETREAT", "CONCEDE"):
            assert sides(c) == ({"PSE"}, {"ISR"})


def test_a_town_is_where_and_not_who() -> None:
    told = WAR + "In Tacna a shell hit a bus. "
    assert sides(of(told, "hit")) == ({"CHL"}, {"PER"})


def test_who_made_a_weapon_does_not_use_it() -> None:
    told = (
        "Peruvian troops shelled a Chilean base on Sunday. Swedish-made jets bombed the Chilean port of Arica. "
        "Chile accused Peru of breaking a truce."
    )
    assert "SWE" not in sides(of(told, "bombed"))[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chilean troops killed nine fighters of al-Qaida in the Arabian Peninsula.",
        "Chilean jets bombed Islamic State gunmen near a lake.",
        "Chilean soldiers attacked militants from the Islamic State.",
    ],
)
def test_the_men_of_a_group_of_no_state_are_of_none(sentence: str) -> None:
    assert {a.country for c in coded(sentence) for a in c.targets} == {None}


def test_a_group_that_is_named_far_off_is_not_who_is_hit() -> None:
    told = "Chilean jets attacked a depot near Lima in what Peru called a crime that only helped the Islamic State."
    assert sides(of(told, "attacked")) == ({"CHL"}, {"PER"})


def test_troops_are_moved_into_a_land_whoever_is_there() -> None:
    assert sides(of("Chile sent commandos into Peru to hunt for al-Qaida.", "sent")) == ({"CHL"}, {"PER"})


HUNT = "Chilean jets bombed al-Qaida in Peru on Sunday. Chile said al-Qaida fighters had fled. Peru thanked Chile. "
"""A state that fights a group in another's land."""


def test_a_state_that_fights_a_group_of_no_state_does_not_fight_the_land_it_is_in() -> None:
    assert sides(of(HUNT + "The Chilean air raids went on at night.", "raids")) == ({"CHL"}, {None})


def test_who_murdered_an_envoy_is_not_who_fights_his_state() -> None:
    assert "PER" not in sides(of(WAR + "In May the Chilean ambassador was poisoned in Lima.", "poisoned"))[0]
    assert "PER" not in sides(of(WAR + "In May the Chilean ambassador was shot dead in Lima.", "shot dead"))[0]


def test_who_fights_is_the_group_that_is_named_oftener_than_its_government() -> None:
    war = "Israel bombed Hamas in Gaza on Monday. Hamas fired rockets at Israel. Israel shelled Hamas. "
    coding = coded(war + "Hamas attacked Israel. Six Israelis were killed.")[-1]
    assert [(a.name, a.country, a.sector) for a in coding.sources] == [("Hamas", "PSE", "REB")]
