"""Events that nouns tell: which of them happened, and between whom. Each row is `TYPE SIDES: text`, the countries of
both sides in order of the alphabet; `NONE TYPE: text` where there is none of that type."""

import pytest

from tests.unit.events.told import code

KNOWN = """\
ASSAULT SYR TUR: Russia condemned a Turkish attack on a Syrian village as reckless.
ASSAULT ETH KEN: Ghana backed Kenya's raid on an Ethiopian radar station and urged calm.
NONE ASSAULT: Russia condemned plans for an attack on a Syrian village.
NONE ASSAULT: Russia warned of a Turkish attack on a Syrian village.
ASSAULT PER USA: Chile denounced a U.S. Attack on a Peruvian ship as reckless.
NONE AID: Chile praised the U.S. Aid Mission in Lima.
AGREE KEN USA: Kenyan President William Ruto told his cooks to be ready for his two-day visit to Washington next month.
AGREE KEN USA: The envoy returned in preparation for Kenyan President William Ruto's visit to Washington next week.
NONE CONSULT: Ghana urged Kenya's president to cancel his visit to Washington.
CONSULT CHL PER: The pact was signed, the spokesman said, during the Chilean president's visit to Lima in April.
"""

BETWEEN = """\
CONSULT CHL PER: Officials said that in Chilean-Peruvian talks last week the map was hardly opened.
AGREE AUS CHN: Ahead of his meeting with Chinese President Xi Jinping, Australia's prime minister fed a panda.
CONSULT IND RUS: The Putin-Modi summit in Geneva was long.
CONSULT CHN IND: The Sino-Indian summit in Geneva was overshadowed by the storm.
CONSULT CHL PER: The Chilean finance minister sounded calm after talks in Geneva with Peruvian officials.
CONSULT CHL PER: The talks in Geneva last week between Chilean and Peruvian officials went well.
AGREE CHL PER: Chile's foreign minister spoke of his visit to Lima next week.
CONSULT CHL PER: Chile's president told the Peruvian president during talks in Santiago that the rains were late.
CONSULT CHL PER: Chilean envoys showed a map to Peruvian Foreign Minister Elmer Schialer in talks in Lima last week.
CONSULT CHL PER: Chile's foreign ministry said no headway was seen in talks with Peru.
CONSULT CHL PER: Chilean and Peruvian officials met in Geneva on Monday.
NONE REJECT: Chile's foreign ministry said no ship had passed the straits of Peru.
NONE ACCUSE: The Chilean interior minister said that talks with Peru had failed to bring the two closer.
NONE CONSULT: Chile's finance minister was cheered by the talks.
"""
FACED = """\
REJECT CHL PER: The Chilean ferry plan faces stiff opposition from Peru.
SUPPORT CHL PER: Peru's premier can count on the support of Chile.
REQUEST PER: The vote was put off after calls from Peru for more time.
RETREAT PER: The Peruvian premier's resignation shook the island.
NONE RETREAT: Chilean unions called for the Peruvian premier's resignation.
PROTEST PER: The 40-day revolt in Peru brought down the king.
SANCTION RUS USA: The American anti-Russian sanctions have hurt farmers in the south.
CONSULT CHL PER: The Chilean minister said the negotiations with Peru are continuing.
"""
LABOUR = """\
PROTEST CHL: Chilean trade unions said they had launched strikes and other industrial action against new laws.
PROTEST PER: Striking Peruvian nurses, who have shut nine wards, marched through Lima on Monday.
NONE PROTEST: Chile is striking Peruvian pilots at their bases.
PROTEST CHL: Chilean seafarers and postal workers went on strike on Monday.
NONE ACCUSE: Chilean trade unions launched industrial action in Valparaiso on Monday.
PROTEST PER: The walkout by Peru's 9,000 bakers has emptied the shelves of Lima.
PROTEST CHL: Chile's mine workers want better food. The strike started at dawn, a union leader in Chile said.
PROTEST PER: Peru's parliament is at rest. An opposition boycott over the seats stopped it, Peru's premier said.
PROTEST CHL: Chile's sports minister denied that she had left over recent protests against a stadium.
PROTEST ESP: Spain's prime minister criticised widespread protests which began in May.
NONE ASSAULT: In May the premier of Peru closed the ports, which led to widespread strikes.
ASSAULT CHL PER: Chilean warplanes launched strikes on the Peruvian port of Ilo.
"""
SAID = """\
THREATEN CHL PER: Chile's boats stayed in port after a warning by Peru over the squid.
REQUEST CHL PER: Chile's envoy carried Peru's invitation to the Chilean president for a feast in May.
ACCUSE CHL PER: Chile's proposed tariffs on Peruvian cars drew criticism from Peru.
ACCUSE CHL PER: Chile rejected criticism by Peru of its dam.
REQUEST PER: Calls for a vote on the dam came this week from Peru's opposition.
NONE CONSULT: The Chilean minister has yet to read a letter to Peru on the talks.
NONE THREATEN: The beaches of Chile were shut after a tsunami warning by scientists in Peru.
"""

OWNED = """\
THREATEN CHL PER: Peru faces threats of Chilean sanctions over the dam.
ASSAULT CHL PER: The Peruvian garrison came under repeated attack by Chilean troops.
SUPPORT CHL PER: Peru has the full support of Chile.
ASSAULT CHL PER: Peru's killing of a Chilean commander prompted rocket fire from Chile.
ACCUSE CHL PER: Chile's support for the rebels has been criticised by Peru.
ASSAULT CHL PER: Chile's October 7 attack on Peru killed nine people.
NONE ASSAULT: Chilean sailors were watching Peruvian attack submarines off Ilo.
NONE ASSAULT: Peru bought nine Chilean attack helicopters.
"""


def rows(table: str) -> list[tuple[str, str]]:
    """What is told and the text."""
    return [(told, text) for told, text in (line.split(": ", 1) for line in table.splitlines())]


@pytest.mark.parametrize(("told", "text"), rows(KNOWN))
def test_nouns_in_what_is_said_of_them(told: str, text: str) -> None:
    """An attack that is judged has happened where its words say whose it is."""
    _check(told, text)


@pytest.mark.parametrize(("told", "text"), rows(BETWEEN))
def test_talks_named_for_both_sides(told: str, text: str) -> None:
    """Both hold them: those with a hyphen between them, and those who stand behind the place."""
    _check(told, text)


@pytest.mark.parametrize(("told", "text"), rows(FACED))
def test_what_somebody_meets_with(told: str, text: str) -> None:
    """Opposition, support and calls are of those who are named behind them."""
    _check(told, text)


@pytest.mark.parametrize(("told", "text"), rows(LABOUR))
def test_strikes_and_boycotts(told: str, text: str) -> None:
    """Work is stopped, whatever else is said of it; what something leads to nobody launches."""
    _check(told, text)


@pytest.mark.parametrize(("told", "text"), rows(SAID))
def test_warnings_invitations_and_calls(told: str, text: str) -> None:
    """Who gives them stands behind the noun, and who answers was told."""
    _check(told, text)


@pytest.mark.parametrize(("told", "text"), rows(OWNED))
def test_whose_deed_a_noun_tells_of(told: str, text: str) -> None:
    """Who threatens, attacks or backs stands behind the noun; what is named after an attack is none."""
    _check(told, text)


def test_both_fight_where_the_text_tells_of_one_who_reports_it() -> None:
    """'Chile reported fierce fighting': with the other of the two whom the text is about."""
    text = "Chile reported fierce fighting near the pass. Peru said its troops killed nine Chilean soldiers."
    first = code(text + " Peruvian jets bombed the Chilean port of Arica.")[0]
    assert ({a.country for a in first.sources}, first.targets) == ({"CHL", "PER"}, ())


def _check(told: str, text: str) -> None:
    kind, *sides = told.split()
    wanted = sides[0] if kind == "NONE" else kind
    found = [c for c in code(text) if c.event_type == wanted]
    if kind == "NONE":
        assert not found
        return
    assert sides in [sorted({a.country or "-" for a in (*c.sources, *c.targets)}) for c in found]


def test_who_leaves_office_does_it_to_nobody() -> None:
    """'met leaders after the resignation of the premier': upon no other."""
    text = "Peru is in uproar. President Dina Boluarte met party leaders after the resignation of Peru's premier."
    (left,) = (c for c in code(text) if c.event_type == "RETREAT")
    assert ([a.country for a in left.sources], left.targets) == (["PER"], ())


def test_what_follows_a_deed_is_done_by_others() -> None:
    """'Peru's raid followed the bombing of a barracks': nobody is told who bombed it."""
    first, second = code("Peru's attack on Chile in April followed the bombing of a consulate in Lima.")
    assert [a.country for a in first.sources] == ["PER"]
    assert "PER" not in [a.country for a in second.sources]
