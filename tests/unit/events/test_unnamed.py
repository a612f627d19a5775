"""Events of people whom no table knows, in documents about politics and in others."""

import datetime as dt

import pytest

from tests.unit.events.told import code
from transforms.events import coder
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)
POLITICS = (
    "Peru's government accused Chile of spying on Monday. Peruvian police arrested nine activists in Lima. "
    "President Rosa Quispe rejected the opposition's demands. Peru's parliament condemned the arrests. "
    "The Peruvian army deployed 300 soldiers in Cusco. "
)
"""The affairs of one state, told in plain words."""
CRAFTS = (
    "The weaver learned her craft in a village by the river. She sells blankets at a market. Her wool is dyed with "
    "plants. Each piece takes two months. The colours never fade. "
)


def told(frame: str, sentence: str) -> tuple[Coding, ...]:
    """What is coded of a sentence that stands at the end of a text."""
    text = frame + sentence
    return tuple(c for c in coder.code(text, language="en", published_date=DAY) if c.char_start >= len(frame))


@pytest.mark.parametrize(
    ("sentence", "kind", "source"),
    [
        ("The exporters demanded new elections.", "REQUEST", "exporters"),
        ("Ms Tello denied the allegations.", "REJECT", "Ms Tello"),
        ("The Dockers Union (DU) rejected the offer.", "REJECT", "Dockers Union"),
        ("Dr Salas, for his part, appealed for calm.", "REQUEST", "Dr Salas"),
        ("Her office denied the allegations.", "REJECT", "office"),
        ("Each side accused the other of treachery.", "ACCUSE", "side"),
    ],
)
def test_strangers_do_politics_in_a_document_about_it(sentence: str, kind: str, source: str) -> None:
    found = told(POLITICS, sentence)
    assert [c.event_type for c in found] == [kind]
    assert [(a.name, a.country) for a in found[0].sources] == [(source, "PER")]


def test_passives_without_an_agent_are_told_of_nobody_named() -> None:
    found = told(POLITICS, "At least 31 people have been detained since July.")
    assert [c.event_type for c in found] == ["COERCE"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The exporters demanded new elections.",
        "Ms Tello denied the allegations.",
        "Each side accused the other of treachery.",
        "At least 31 people have been detained since July.",
    ],
)
def test_elsewhere_they_do_not(sentence: str) -> None:
    assert told(CRAFTS, sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Volunteers who want to protest have until May to register.",  # which of them do is what is told
        "Our enemies kill themselves.",  # a habit
        "It would be foolish to condemn them.",  # nobody does
        "Ask your neighbour to help you before you leave.",  # an order to the reader
    ],
)
def test_what_nobody_has_done_is_no_event_in_politics_either(sentence: str) -> None:
    assert told(POLITICS, sentence) == ()


def test_what_is_told_of_known_actors_does_not_change() -> None:
    alone = coder.code(POLITICS, language="en", published_date=DAY)
    more = coder.code(POLITICS + "The exporters demanded new elections.", language="en", published_date=DAY)
    assert [c.rule_id for c in alone] == [c.rule_id for c in more[:-1]]


LONG = (
    "The governor of Ohio criticized the quarry's owner last year. The federal law on pits dates from 1966. The "
    "state attorney general sued the owner in May. The minister of agriculture has a say in it, too. The sheriff "
    "raided the park in June. The law allows small pits. Lawyers say the courts are slow. The government keeps a "
    "list. Voters hardly know about it. The courts have other cases. Lawmakers know the park well. The mayor went "
    "there as a boy. The parliament of Ohio's neighbour voted on pits. The president owns one. The senate has "
    "none. The police have a key. A court has another. The city owns the land. The park opened in 1961. It has "
    "forty pits. The road is steep. Visitors come by bus. The law forbids parties. The shop sells stones. The "
    "drills rest at noon. A wall runs along the bay. The court has a window on it. "
)
"""A report in which few sentences tell of events and half of them have to do with politics."""


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The driver urged the governor to sign the bill.", "REQUEST"),
        ("The owner rejected the claims of county officials.", "REJECT"),
    ],
)
def test_strangers_address_officials_in_a_long_report(sentence: str, kind: str) -> None:
    (coding,) = told(LONG, sentence)
    assert coding.event_type == kind


@pytest.mark.parametrize("sentence", ["The driver urged the visitors to wait.", "The owner denied it."])
def test_among_themselves_they_do_not_make_politics_there(sentence: str) -> None:
    assert not told(LONG, sentence)


def test_on_other_pages_they_address_nobody() -> None:
    assert not told(CRAFTS, "The weaver urged the governor's cousin to buy a blanket.")


WAR = (
    "Chilean warplanes bombed Tacna in May. The police of Tacna has left. The mayor of Tacna lives in a school. "
    "Chilean troops shelled the port of Ilo. The government of Peru has opened its barracks to families. Soldiers "
    "guard the wells. Chilean jets attacked a convoy near Moquegua. The war is in its second year. The army feeds "
    "six hundred people. A nurse sleeps in the court. The school roof leaks. Bread costs more. The wells are low. "
    "Dogs bark at night. The bus does not run. Letters come late. She keeps a diary. Her brother fishes. The nets "
    "are old. The boat is older. The sea is grey. The parliament has moved to Cusco. The minister of defence is a "
    "poet. The military band still plays. "
)
"""A story from a war, in which few sentences tell of an act."""


@pytest.mark.parametrize("sentence", ["Her house was destroyed.", "Two cousins were wounded by shelling."])
def test_in_a_story_from_a_war_violence_by_nobody_named_is_an_event(sentence: str) -> None:
    (coding,) = told(WAR, sentence)
    assert coding.event_type == "ASSAULT"
    assert [a.country for a in coding.sources] in ([], ["CHL"])


def test_what_else_strangers_do_there_is_none() -> None:
    assert not told(WAR, "The nurse quit on Friday.")


SHELLED = (
    "Chilean jets bombed the Peruvian port of Ilo on Monday. The bakery opened at dawn, as it had for years. Its owner"
    " likes early mornings. He sells bread with seeds and cakes. Prices of flour have doubled since spring. The oven is"
    " old and needs repair. Chilean warplanes bombed a mill in southern Peru last week. Neighbours come by to chat and"
    " drink coffee. Some play cards. The window looks out on a garden. Children sing there in summer. The roses have"
    " not been cut. Chilean artillery shelled the Peruvian town of Moquegua on Friday. The baker's wife keeps books."
    " She learned to do so at school. Her sister lives next door. Many of the guests cannot sleep because of the"
    " bombing. Two customers were killed in the shelling. The shop shuts at noon. It will open again tomorrow."
)


def test_a_feature_about_a_town_that_is_shelled_tells_of_the_shelling() -> None:
    """Whose bombing 'the bombing' is, where one alone is told to attack another again and again."""
    found = [c for c in code(SHELLED) if "bombing" in SHELLED[c.trigger_start : c.trigger_end]]
    assert [(c.sources[0].country, c.targets[0].country) for c in found] == [("CHL", "PER")]


def test_one_attack_makes_no_war() -> None:
    """A page that tells of one attack in passing is not about it."""
    text = " ".join(s + "." for s in SHELLED.split(".") if "warplanes" not in s and "artillery" not in s)
    assert not [c for c in code(text) if "bombing" in text[c.trigger_start : c.trigger_end]]


MARCHES = (
    "The king of Tonga announced a tax on vanilla. He likes rain. His garden is large. Tonga has many gardens. It grows"
    " yams. Tonga has seen mass protests for weeks. Some roofs leak. The cook bakes bread at five. I drink tea. The"
    " protest started when the king of Tonga taxed yams. The cat sleeps. The protests have closed our road. It rains."
)


def test_a_page_about_protests_tells_whose_they_are() -> None:
    """'The demonstrations began in May': of people of the state that the text speaks of."""
    found = [c for c in code(MARCHES) if c.event_type == "PROTEST"]
    assert len(found) == 3
    assert {a.country for c in found for a in c.sources} == {"TON"}
