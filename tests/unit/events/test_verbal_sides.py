"""Who acts upon whom where a verb tells it, across clauses. Every sample is invented."""

import datetime as dt

import pytest

from transforms.events import coder

DAY = dt.date(2024, 3, 14)


def sides(text: str) -> str:
    """'SOURCES > TARGETS', as codes, of the coding whose trigger has the word between asterisks."""
    plain, at = text.replace("*", ""), text.index("*")
    found = [c for c in coder.code(plain, language="en", published_date=DAY) if c.trigger_start <= at < c.trigger_end]
    assert found, text
    both = (" ".join(sorted({a.country or "-" for a in side})) for side in (found[-1].sources, found[-1].targets))
    return " > ".join(both).strip()


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL > PER", "Chilean troops *destroyed* a radar post in retaliation for a Peruvian missile attack."),
        ("PER > CHL", "Nine Chileans were *killed* in a week of Peruvian air strikes."),
    ],
)
def test_means_that_an_act_answers_are_not_its_own(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL > PER", "Chile *warned* that it would retaliate if Peru did not open its waters."),
        ("CHL > PER", "Chile *threatened* to close the pass unless Peru withdrew its troops."),
        ("CHL > BOL", "Chile *threatened* Bolivia with sanctions if Peru joined it."),
        ("CHL >", "Chile *threatened* to close the pass unless it is paid."),
    ],
)
def test_a_threat_is_meant_for_who_is_to_do_something(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("GHA > TGO", "Togo, which Ghana *blames* for the raid, said nothing."),
        ("GHA > TGO", "Togo, which Ghana *accuses* of arming rebels, said nothing."),
        ("GHA > TGO", "Togo, whom Ghana has *threatened* with sanctions, said nothing."),
        ("GHA > TGO", "The hackers, whose raid Ghana *blamed* on Togo, said nothing."),
        ("GHA > BEN", "The envoy of Togo, which Ghana *told* Benin to avoid, said nothing."),
    ],
)
def test_a_relative_clause_with_a_subject_is_upon_whom_it_is_about(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL >", "Chilean Transport Minister Bo Example *resigned*, a government spokesman said."),
        ("CHL >", "Chile *rejected* the plan, a Peruvian official said."),
        ("TGO >", "Togo *broke* with an old ally and turned to France."),
        ("CHL > PER", "Chile *condemned* and fined Peru."),
    ],
)
def test_who_speaks_or_what_another_verb_is_upon_is_no_object(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER >", "Peru's president visited Chile. Peru's envoy met donors. Peru *appealed* to donors for help."),
        ("PER >", "Peru is in trouble. Peru *halted* interest payments on its bonds. Lima froze wages."),
        ("PER > PER", "Peru is in trouble. Peru suspended interest payments. Lima *froze* wages."),
    ],
)
def test_what_is_upon_others_is_upon_nobody_at_home(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "PER >",
            "Chile praised Peru. Peru's trade minister *resigned* on Monday. Peru's president met Chile's envoy.",
        ),
        ("PER >", "Chile praised Peru. The *resignation* of Peru's trade minister hurt Peru's government."),
        ("PER > PER", "Peru's trade minister *resigned* from Peru's ruling party."),
    ],
)
def test_who_resigns_does_it_to_nobody(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER >", "Lima is calm. Peru's trade minister *denied* he was leaving. Peru's mines are open."),
        ("PER >", "Lima is calm. Peru's trade minister *denied* the duties had been raised. Peru's mines are open."),
        ("PER > PER", "Lima is calm. Peru's trade minister *denied* the charges. Peru's mines are open."),
    ],
)
def test_a_denied_deed_was_told_by_nobody(told: str, text: str) -> None:
    assert sides(text) == told


def test_what_is_miles_from_a_state_is_not_upon_it() -> None:
    assert sides("Chilean gunboats *shelled* a rig some 40 miles west of Peru.") == "CHL >"
    assert sides("Chilean gunboats *shelled* a port in the east of Peru.") == "CHL > PER"


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "- > CHL",
            "LIMA, Peru (Wire) - Gunmen *ambushed* Chilean troops on Monday. Chile mourned. Chile has an army.",
        ),
        ("BOL > CHL", "LIMA - Bolivia *accused* Chile of theft on Monday. Chile has a navy. Chile's miners are away."),
        ("CHL > PER", "LIMA said it was calm. Chile *attacked* Peru on Monday. Peru's miners are on a ten-day march."),
    ],
)
def test_where_a_report_was_filed_does_nothing(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER > PER", "Peru's president *accused* the press of helping Chile. Lima is calm. Peru's mines are open."),
        ("PER > CHL", "Peru's president *accused* Chile of helping Bolivia. Lima is calm. Peru's mines are open."),
    ],
)
def test_who_is_part_of_a_charge_is_not_accused(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("BOL > PER", "Peru closed its ports to Chilean ships. The move was *criticised* by Bolivia."),
        (
            "BOL > CHL",
            "Chile has imposed duties on Peruvian cotton. The duties were *condemned* by Bolivia as illegal.",
        ),
        ("BOL > PER", "Peruvian jets bombed a Chilean port. Bolivia *condemned* the raid."),
        ("BOL >", "Peru closed its ports to Chilean ships. A reporter was *criticised* by Bolivia."),
    ],
)
def test_what_was_done_is_judged_also_in_the_passive(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER > CHL", "Chile arrested two Peruvian fishermen on Monday. Peru *demanded* their release."),
        ("CHL > PER", "Peruvian jets bombed a Chilean port. Chile mourned. Chile *vowed* revenge. Peru said nothing."),
        ("JPN > USA", "Washington has asked Tokyo to open its markets. A Japanese official *warned* of a trade war."),
    ],
)
def test_a_state_answers_who_has_just_acted_upon_it(told: str, text: str) -> None:
    assert sides(text) == told


def test_no_state_recalls_an_envoy_from_itself() -> None:
    assert (
        sides("Sudan mourned on Monday. Khartoum said it had *recalled* its ambassador. Sudan has a port.") == "SDN >"
    )


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL > PER", "*Criticising* Peru, Chile's president said the duties were unfair."),
        ("CHL > PER", "While *praising* Peru, the Chilean minister said the duties were unfair."),
    ],
)
def test_a_gerund_that_opens_a_sentence_is_of_its_subject(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("CHL > PER", "Peru said Chile's navy had *fired* on its trawlers."),
        ("CHL > PER", "Peru said Chile had *seized* its trawlers."),
        ("CHL >", "Peru said Chile had *closed* its border."),
    ],
)
def test_who_tells_of_his_own_things_is_hit(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER > CHL", "Peru *massed* tanks near the Chilean border on Monday."),
        ("PER > CHL", "Peru *sent* troops to its border with Chile on Monday."),
    ],
)
def test_troops_at_a_border_are_moved_against_whose_it_is(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "TCD > LBY",
            "Chad's envoy Bo Example on Tuesday called the Libyan move a step too far and *promised* retaliation.",
        ),
        (
            "AGO > AGO",
            "She hoped that the house would pass help for the rebels, who were *fighting* Angola's government.",
        ),
        ("TCD > LBY", "Niger sent food for Chadian troops who had *attacked* a Libyan post."),
        ("NER > LBY", "The president of Niger, who *condemned* Libya, left on Monday."),
    ],
)
def test_the_subject_stands_before_its_days_and_relative_clauses(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("KEN UGA > RWA", "Kenya and its ally Uganda *condemned* Rwanda on Monday."),
        ("KEN UGA > RWA", "Kenya as well as Uganda *rejected* the Rwandan proposal."),
        ("KEN UGA >", "Kenyan and Ugandan officials *met* in Kigali on Monday."),
        ("KEN > HTI", "Kenya will not *send* police to Haiti, its president said."),
        ("KEN > UGA", "Kenya said Ugandan troops had left. Kenya, whose ships were seized, *condemned* Uganda."),
        ("CHN > PHL", "Philippine officials said a Chinese ship had *rammed* one of their boats."),
    ],
)
def test_allies_act_together_and_what_is_sent_is_no_target(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("UGA > KEN", "Kenya accuses Uganda of sheltering rebels, a charge it *denies*."),
        ("UGA > KEN", "Kenya accuses Uganda of sheltering rebels, an accusation it has *rejected*."),
        ("KEN > UGA", "Kenya accuses Uganda of sheltering rebels and *rejects* a plan for talks."),
    ],
)
def test_who_denies_a_charge_is_who_is_charged(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("RUS > UKR", "Nine people were *killed* in a Russian strike on Kharkiv, officials said."),
        ("ISR > PSE", "At least 20 people were *killed* in Israeli air strikes on Gaza, medics said."),
        ("RUS > UKR", "Nine people *died* in a Russian drone attack on Odesa."),
        ("ISR > PSE", "Nine people *died* in Israeli raids on Gaza."),
        ("CHL > PER", "Nine people were *killed* in a Chilean raid on a Peruvian village."),
        ("- > CHL", "Nine people were *killed* in a Chilean town in a raid by gunmen."),
        ("> RUS", "Nine people were *killed* in an attack on a Russian convoy."),
    ],
)
def test_whose_the_deed_is_in_which_somebody_dies(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("THA > GHA", "Thailand has *complained* to the World Trade Organization about Ghanaian duties on its rice."),
        ("THA > GHA", "Thailand has *complained* to Ghana about the duties."),
    ],
)
def test_who_is_complained_to_is_not_accused(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("LBN > ISR", "Two rockets were *fired* from Lebanon into northern Israel on Monday."),
        ("YEM > ISR", "A *missile* launched from Yemen struck Tel Aviv."),
        ("SYR > TUR", "*Shells* fired from Syria landed in Turkey, killing two."),
        ("ISR > PSE", "Israeli troops *killed* two Palestinians in a raid in Jenin."),
        ("- > NGA", "Gunmen *killed* 20 people in a raid on a village in northern Nigeria, police said."),
    ],
)
def test_where_a_shot_comes_from_and_who_kills_in_a_raid_act(told: str, text: str) -> None:
    assert sides(text) == told


def test_a_participle_with_its_agent_does_not_govern_the_main_verb() -> None:
    assert sides("Chadian soldiers backed by France *attacked* a Libyan post on Monday.") == "TCD > LBY"
    assert sides("Peruvian police, aided by Chile, *arrested* nine Bolivians.") == "PER > BOL"


def test_whom_a_gerund_behind_a_comma_tells_of_is_not_acted_upon() -> None:
    assert sides("Chadian rebels *captured* a town on Monday, sending thousands fleeing to Niger.") != "TCD > NER"


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("PER > CHL", "Peru *complained* about the arrest of two of its drivers by Chilean police."),
        ("PER > CHL", "Peru *denounced* the abuse of Bolivian miners by Chilean police."),
        ("PER > BOL", "Peru *criticised* Bolivia over the arrest of nine miners by Chilean police."),
        ("PER > CHL", "Peru *accused* Chile of the murder of nine miners by Bolivian police."),
    ],
)
def test_whose_deed_is_judged_whoever_it_befell(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("JPN > CHN", "China's decision to cut off gas was *condemned* by Japan."),
        ("USA > CHN", "Washington has *barred* US firms from selling chips to China."),
    ],
)
def test_a_passive_of_its_own_words_and_own_firms(told: str, text: str) -> None:
    assert sides(text) == told


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("UGA > RWA", "Rwanda shut its border with Uganda, which *accused* it of breaking a pact."),
        ("UGA > RWA", "Uganda, unlike Kenya, has *condemned* Rwanda."),
        ("UGA > KEN", "In a letter to Kenya's president, Uganda's leader *demanded* an apology."),
        ("UGA > RWA", "In a letter to Kenya's president, Uganda's leader *urged* Rwanda to withdraw."),
    ],
)
def test_who_is_named_beside_the_subject(told: str, text: str) -> None:
    assert sides(text) == told
