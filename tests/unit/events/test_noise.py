"""Words that look like an act and are none: nouns taken for verbs, other senses, sport, fires, accidents.

All sentences are invented. Each row has a sentence whose words only look like the act, and its double that tells of it.
"""

import pytest

from tests.unit.events.told import check, code, types


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Chile's unions met after the rebel raids of May in Peru.",
            "Peru's rebels threatened Chile's unions.",
            "THREATEN",
        ),
        ("Peru held nine Chileans without charge.", "Peru will charge nine Chileans.", "ACCUSE"),
        ("Peru's army searched caves in the hills of northern Chile.", "Peru caved in to Chile.", "CONCEDE"),
        (
            "Peruvian officers found rocket launchers in Chile.",
            "Peruvian officers fired rockets at a fort in Chile.",
            "ASSAULT",
        ),
    ],
)
def test_nouns_that_are_verbs_too(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_what_is_announced_may_be_a_clause() -> None:
    check(
        "Peru's defence minister announced more troops have reached Chile.",
        "Peru's defence minister announced weapons worth $4 million for Chile.",
        "AGREE",
    )


@pytest.mark.parametrize(
    ("noise", "real"),
    [
        ("Peru wants to calm the quarrel with Chile.", "Peru wants Chile to calm the quarrel."),
        ("Peru's premier expects to travel to Chile in May.", "Peru's premier expects Chile to travel light."),
        ("“I want to visit Chile,” Peru's premier said.", "“I want Chile to pull out of Peru,” its premier said."),
        ("Peru's premier was reminded of Chile.", "Peru's premier reminded Chile of its debts."),
        ("Peru brought six boats, and three are expected from Chile.", "Peru expects Chile to send three boats."),
        ("Peru's judges want to leave Chile.", "Peru wants to see Chile's judges removed."),
    ],
)
def test_who_only_wants_to_do_something_asks_nobody(noise: str, real: str) -> None:
    check(noise, real, "REQUEST")


def test_back_is_no_verb_behind_an_adverb() -> None:
    check("Peru's navy is now back at its base in Chile.", "Peru's navy backed the deal with Chile.", "SUPPORT")


def test_due_to_is_no_object() -> None:
    check(
        "Peru's navy pushed back the drill with Chile due to fog.",
        "Peru's navy pushed Chile to put off the drill.",
        "REQUEST",
    )


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("A Peruvian rocket blasted off from Chile.", "Peru blasted Chile.", "ACCUSE"),
        ("Peru's soldiers charged into a village in Chile.", "Peru charged Chile with theft.", "ACCUSE"),
        ("Peru's soldiers returned fire in Chile.", "Peru returned the soldiers to Chile.", "RETREAT"),
    ],
)
def test_a_verb_is_another_one_with_a_second_word(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_a_participle_behind_a_preposition_describes() -> None:
    check(
        "Peru's bank trades with Chile through recognised ports.",
        "Peru, at odds with Chile, recognised Samoa.",
        "SUPPORT",
    )


def test_an_infinitive_is_no_noun() -> None:
    check(
        "Peru wrote to Chile about ways to deal with the refugees.",
        "Peru reached a deal with the refugees from Chile.",
        "AGREE",
    )


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's king sent a congratulatory letter to Chile's premier.",
            "Peru's king sent a letter of demands to Chile's premier.",
            "REQUEST",
        ),
        ("Peru's premier received the support of Chile's parties.", "Peru received arms from Chile.", "AID"),
        ("Peru found Chile and its union are far apart.", "Peru and Chile co-founded a union.", "SUPPORT"),
        (
            "Peru and Chile have clashed in Geneva over how to count fish.",
            "Peruvian and Chilean troops have clashed in the hills over a well.",
            "ASSAULT",
        ),
    ],
)
def test_other_senses(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_who_goes_on_to_do_something_visits_nobody() -> None:
    check("Peru's minister went on to describe the floods in Chile.", "Peru's minister went on to Santiago.", "CONSULT")


def test_a_particle_of_a_name_is_no_verb() -> None:
    check(
        "Peru said Omar bin Talal had the agreement with Chile ready.",
        "Peru said it would bin the agreement with Chile.",
        "REJECT",
    )


def test_nouns_of_two_words() -> None:
    found = types("The heaviest Peruvian air raids against Chile came at dawn.")
    assert "ASSAULT" in found
    assert "COERCE" not in found


def test_the_dead_and_the_wounded_are_of_one_attack() -> None:
    text = "Peruvian jets killed nine soldiers in Chile and wounded 12."
    assert [c.event_type for c in code(text)] == ["ASSAULT"]
    text = "Peruvian jets killed nine soldiers in Chile, while Chilean guns wounded 12 villagers in Peru."
    assert [c.event_type for c in code(text)] == ["ASSAULT", "ASSAULT"]


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's troops warned any herder who shelters Chilean rebels.",
            "Peru warned Chile, which sheltered nine Peruvian rebels.",
            "AID",
        ),
        (
            "The absence of Peru's premier was threatening to overshadow the summit in Chile.",
            "Peru's premier was threatening to leave the summit in Chile.",
            "THREATEN",
        ),
    ],
)
def test_nobody_in_particular_and_no_person(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_executives_and_captains_hold_no_office() -> None:
    check(
        "Andes Air deputy chief executive Ann Lund rejected claims by Germany.",
        "Deputy trade minister Ann Lund rejected claims by Germany.",
        "REJECT",
    )
    captain, *_ = code("Peru's team captain Ann Lund rejected an offer from Chile.")
    assert [a.sector for a in captain.sources] == ["CVL"]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("An air raid by Peru left nine soldiers dead in Chile.", 1),
        ("Air raids by Peruvian jets on a Chilean fort killed nine soldiers.", 1),
        ("An air raid by Peru shook Chile, and Chilean troops killed nine soldiers in Peru.", 2),
    ],
)
def test_an_attack_and_what_it_did_are_one(text: str, events: int) -> None:
    found = [c.event_type for c in code(text)]
    assert found == ["ASSAULT"] * events


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Chile's premier expressed confidence that Peru would lose the vote.",
            "Chile's premier expressed confidence in Peru's judges.",
            "SUPPORT",
        ),
        ("Peru saw the closure of nine stores in Chile.", "Peru ordered the closure of a paper in Chile.", "COERCE"),
        (
            "“The general will face trial in Chile,” Peru's minister said.",
            "“The general will be punished in Chile,” Peru's minister said.",
            "THREATEN",
        ),
    ],
)
def test_other_objects(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "Peru's army said the rebels had been planning to attack a Chilean port.",
            "The rebels are planning to attack a Chilean port, Peru's army said.",
            "THREATEN",
        ),
        (
            "Peru's premier called for an end to the violence in Chile.",
            "Peru's rebels called for more violence in Chile.",
            "THREATEN",
        ),
        ("Peru's troops pushed to the river in Chile.", "Peru pushed Chile to the table.", "REQUEST"),
    ],
)
def test_old_plots_and_calls_for_an_end(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Peru's president was deposed in a coup.", 1),
        ("Peruvian police arrested nine Chilean activists in a crackdown.", 1),
        ("Peruvian police arrested nine activists, and Chile announced a crackdown.", 2),
    ],
)
def test_a_deed_and_that_in_which_it_was_done_are_one(text: str, events: int) -> None:
    found = [c.event_type for c in code(text)]
    assert len([kind for kind in found if kind in ("COERCE", "THREATEN")]) == events


def test_back_may_be_an_adverb() -> None:
    check("Peru hopes to bring the envoys back to Chile.", "Peru's envoys back Chile.", "SUPPORT")


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("A Peruvian firm launched a hostile takeover in Chile.", "Peru's army launched a takeover.", "COERCE"),
        ("Peru's mine raised $40 million from investors in Chile.", "Peru raised $40 million for Chile.", "AID"),
    ],
)
def test_business(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("Ann Lund took the reins of Peru's ministry.", "Peru's generals took power in a coup.", "COERCE"),
        (
            "Peru and Chile ended talks with no agreement on the deployment of Peruvian troops.",
            "The deployment of Peruvian troops in Chile began on Monday.",
            "MOBILIZE",
        ),
    ],
)
def test_power_and_forces_that_are_talked_about(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "The dam that Chile shelved is likely to slow the rise of Peru's river.",
            "Chile shelved its planned rise of taxes on Peru's wine.",
            "CONCEDE",
        ),
        (
            "Chile's army directed its talks at two goals and has said this town is Peru's.",
            "Chile's army directed its guns at a town in Peru.",
            "ASSAULT",
        ),
        (
            "Chile left the door open to resume talks with Peru.",
            "Chile left the talks with Peru.",
            "REJECT",
        ),
        (
            "Chile's party led in Arica during the march of Peru's miners.",
            "Chile's party led a march against Peru.",
            "PROTEST",
        ),
    ],
)
def test_an_object_stands_in_the_phrase_of_its_verb(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


def test_a_sentence_full_of_names_is_no_headline() -> None:
    names = (
        "The envoy met Trade Minister Ana Bo, Finance Minister Eva Lund of Chile and Foreign Minister Ida Roth of Peru"
    )
    assert "AID" not in types(f"{names}.")
    assert "SANCTION" in types("Peru Expels Envoys Of Chile Over Raid")


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("Chile's premier said no date had been set in Peru.", "Chile's premier said no to Peru.", "REJECT"),
        ("Chile's minister left for Peru for talks on copper.", "Chile's minister left the talks with Peru.", "REJECT"),
        (
            "Chile's cabinet said no decision had been taken on Peru.",
            "Chile said no raid had been made on Peru.",
            "REJECT",
        ),
        ("Chile's premier opened a steel plant in Peru.", "Chile opened its plants to inspectors.", "RETREAT"),
        ("Chile left the way open to talks with Peru.", "Chile left the peace talks with Peru.", "REJECT"),
        ("Chile made little headway in its talks with Peru.", "Chile built two ferries with Peru.", "COOPERATE"),
        ("Chile's party launched a poster campaign at markets in Peru.", "Chile fired shells at markets.", "ASSAULT"),
        ("Chile's premier is fighting a third campaign in Peru.", "Chile's army is fighting a war in Peru.", "ASSAULT"),
        ("Chile's party fought the extradition bill of Peru.", "Chile's army fought Peru.", "ASSAULT"),
        ("Chile fired one test missile near Peru.", "Chile fired one missile at a port in Peru.", "ASSAULT"),
        (
            "Chile's court made advances in opening its files to Peru.",
            "Chile made advances on a town in Peru.",
            "ASSAULT",
        ),
        ("Chile's envoy gave evidence to a committee in Lima.", "Chile gave Peru intelligence.", "COOPERATE"),
        ("Chile's general found help to break into his house in Peru.", "Chile's rebels broke into a camp.", "ASSAULT"),
        ("Chile was ready to use its charm on Peru.", "Chile was ready to use force against Peru.", "THREATEN"),
        ("Chile announced the departure of an aide to Peru.", "Chile announced its withdrawal from Peru.", "CONCEDE"),
        (
            "Chile's plan would bring no gain to Peru's premier.",
            "Chile's party brought a no-confidence motion.",
            "REQUEST",
        ),
        ("Chile's bank sought a loan to see Peru through the year.", "Chile gave a loan to Peru.", "AID"),
        ("Chile's miners would consider suspending their strike in Peru.", "Chile will consider tariffs.", "THREATEN"),
        ("Chile's actors' guild struck three studios in Lima.", "Chile's jets struck three ports in Peru.", "ASSAULT"),
    ],
)
def test_the_same_verb_with_another_object(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chile's senators rallied behind the president of Peru.", "SUPPORT"),
        ("Chile's premier called for a special summit with Peru.", "REQUEST"),
        ("Talks between Chile and Peru broke down on Sunday.", "REJECT"),
        ("Chile and Peru regretted the collapse of the negotiations.", "REJECT"),
        ("Chile suspended its talks with Peru.", "SANCTION"),
        ("Chile barred talks on the port with Peru.", "REJECT"),
        ("Chile's farmers want the army to retaliate against imports from Peru.", "REQUEST"),
        ("Chile retaliated against imports from Peru.", "SANCTION"),
        ("Chile is seeking ways to retaliate against Peru.", "THREATEN"),
        ("Chile announced plans to impose a duty on Peru's wine.", "THREATEN"),
        ("Chile's miners would consider suspending their strike in Peru.", "AGREE"),
        ("The walkout by Chile's 9,000 seamen shut nine ports.", "PROTEST"),
    ],
)
def test_the_type_of_an_act(text: str, kind: str) -> None:
    assert set(types(text)) == {kind}


def test_a_participle_behind_an_article_describes_whatever_follows() -> None:
    check("Chile's union rejected a proposed new tax on Peru.", "Chile's union proposed a new tax on Peru.", "REQUEST")


@pytest.mark.parametrize(
    ("noise", "real"),
    [
        (
            "Peru's premier said those who doubt Chile's word must keep calm.",
            "Peru's premier said Chile must keep calm.",
        ),
        (
            "Peru's premier told Chile the tax should be halved.",
            "Peru's premier said Chile should first halve the tax.",
        ),
    ],
)
def test_who_has_to_do_it_is_the_subject(noise: str, real: str) -> None:
    check(noise, real, "REQUEST")


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        (
            "The strike of Chile's dockers has cut exports to Peru.",
            "Chile's cabinet has cut exports to Peru.",
            "SANCTION",
        ),
        ("The ban threatened the trade of Chile and Peru.", "Chile threatened Peru.", "THREATEN"),
        ("A poll in Chile showed support for Peru's premier.", "Chile showed support for Peru's premier.", "SUPPORT"),
        (
            "Chile's envoy flew off for talks on improving ties with Peru.",
            "Chile improved its ties with Peru.",
            "SUPPORT",
        ),
        (
            "Chile's envoy spoke of delays in the passage of Peru's bill.",
            "Peru's senate hailed the passage.",
            "SUPPORT",
        ),
        ("Chile's army struck lines defending a port of Peru.", "Chile's senate defended Peru.", "SUPPORT"),
        ("Chile's farmers blocked roads in protest at prices in Peru.", "Chile's police blocked a protest.", "COERCE"),
        ("Striking Chilean seamen met Peru's minister.", "Peru's jets struck a Chilean port.", "ASSAULT"),
    ],
)
def test_subjects_that_cannot_act_and_what_is_only_talked_about(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)


@pytest.mark.parametrize(
    ("noise", "real", "kind"),
    [
        ("A book, received by Chile's king, is about Peru.", "Chile's king received Peru's king.", "CONSULT"),
        ("Chile's envoy is working on proposals to help Peru.", "Chile's proposals to Peru were read.", "REQUEST"),
        ("Chile is negotiating terms with Peru's army.", "Chile will sign a truce with Peru.", "AGREE"),
    ],
)
def test_who_did_it_is_no_object_and_what_is_worked_on_not_done(noise: str, real: str, kind: str) -> None:
    check(noise, real, kind)
