"""Who acts, and upon whom, where neither the sentence nor a rule says so. Every sample is invented."""

import math

import pytest

from tests.unit.events.kenya import last
from transforms.events import answers, chooser, force, unnamed
from transforms.events.model import Actor

WAR = "Kenya attacked Uganda. Kenya accused Uganda of spying. Kenya bombed Ugandan ports. Kenya shelled Kampala. "
OPEN = WAR + "The attack on Kampala went on."
"""Its last sentence names no attacker."""


@pytest.fixture(autouse=True)
def table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the table says where force.py, which goes before it, says nothing."""
    for step in ("fill", "apart"):
        monkeypatch.setattr(force, step, lambda codings, scene: tuple(codings))


def source(text: str) -> list[str | None]:
    return [a.country for a in last(text).sources]


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The table of sources, which the test fills; nobody is chosen for a target."""
    table: dict[str, float] = {}
    monkeypatch.setattr(chooser, "load", lambda: chooser.Model(table, {"nobody": 99.0}, 1.0, 99.0))
    return table


def test_the_table_weighs_what_options_give() -> None:
    model = chooser.load()
    assert 0 <= model.margin < model.margin_told
    for weights in (model.source, model.target):
        assert all(math.isfinite(weight) and weight for weight in weights.values())
        assert {"not named", "named most", "leads"} <= weights.keys()


def test_a_choice_says_what_it_is() -> None:
    coding = last(OPEN)
    assert {a.country for a in coding.sources} <= {"KEN", "UGA"}
    assert any("the likeliest of" in step and "chooser.toml" in step for step in coding.why)


def test_what_is_chosen_is_less_sure_than_what_is_told() -> None:
    assert last(OPEN).confidence < last(WAR + "Kenya's attack on Kampala went on.").confidence


@pytest.mark.parametrize(
    ("feature", "state"),
    [
        ("acted just before in such an act", "KEN"),
        ("other side", "UGA"),
        ("noun, nearest after", "UGA"),
        ("noun, after, possessive", ""),
        ("nobody, ASSAULT", ""),
    ],
)
def test_the_answer_is_what_weighs_most(weights: dict[str, float], feature: str, state: str) -> None:
    weights[feature] = 2.0
    assert source(OPEN) == [state] * bool(state)


def test_an_answer_must_beat_nobody_by_the_margin(weights: dict[str, float]) -> None:
    weights["other side"] = 1.0
    assert source(OPEN) == []
    weights["other side"] = 1.1
    assert source(OPEN) == ["UGA"]


def test_a_source_that_is_told_is_kept(weights: dict[str, float]) -> None:
    weights["other side"] = 9.0
    assert source(WAR) == ["KEN"]


def test_only_texts_about_politics_are_asked(weights: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    weights["other side"] = 9.0
    monkeypatch.setattr(unnamed, "is_political", lambda codings, sentences: False)
    assert source(OPEN) == []


def test_a_state_named_twice_counts_where_it_stands_best() -> None:
    """Of costs and distances the least counts, of all else the most."""
    text = WAR + "The attack on Uganda, which Kenya feared, and on Ugandans went on."
    seen: list[dict[answers.States, answers.Option]] = []
    options = answers.Answers.options
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers.Answers, "options", lambda *asked: seen.append(options(*asked)) or seen[-1])
        last(text)
    found = seen[-1][frozenset(("UGA",))].found
    assert found["after, words"] == 0.0  # 'Uganda', though 'Ugandans' stand farther off
    assert found["after, country"] == found["after, demonym"] == 1.0
    assert seen[-1][frozenset()].found["nobody"] == 1.0


def test_what_is_found_for_one_side_says_nothing_of_the_other() -> None:
    seen: list[dict[answers.States, answers.Option]] = []
    options = answers.Answers.options
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers.Answers, "options", lambda *asked: seen.append(options(*asked)) or seen[-1])
        last(WAR + "Kenya accused Uganda of theft in Kigali.")
    source, target = (side[frozenset(("KEN",))].found for side in seen[-2:])
    assert "as told" in source
    assert "as told" not in target
    assert source["active, before"] == target["active, before"] == 1.0


@pytest.mark.parametrize(
    ("actors", "is_open"),
    [
        ((), True),
        ((Actor("gunmen", None, "REB"),), True),
        ((Actor("Kenya", "KEN", "GOV"),), False),
        ((Actor("United Nations", None, "IGO"),), False),
        ((Actor("gunmen", None, "REB"), Actor("Kenya", "KEN")), False),
    ],
)
def test_a_side_is_open_while_no_state_and_no_body_of_states_is_known(actors: tuple[Actor, ...], is_open: bool) -> None:
    assert answers.is_open(actors) is is_open


def test_who_is_named_already_is_of_the_state_that_is_chosen(weights: dict[str, float]) -> None:
    weights["other side"] = 9.0
    [source] = last(WAR + "The newsletter has accused Uganda of theft.").sources
    assert (source.name.lower(), source.country) == ("the newsletter".removeprefix("the "), "UGA")


def test_targets_are_chosen_by_a_table_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = chooser.Model({"nobody": 99.0}, {"other side": 9.0}, 1.0, 99.0)
    monkeypatch.setattr(chooser, "load", lambda: chosen)
    [target] = last(WAR + "Kenya has moved troops.").targets
    assert (target.name, target.country) == ("", "KEN")  # somebody of its own: no name is given twice


def test_who_is_said_to_be_of_several_states_is_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = chooser.Model({"nobody": 99.0}, {"other side": 9.0}, 1.0, 99.0)
    monkeypatch.setattr(chooser, "load", lambda: chosen)
    assert [a.country for a in last(WAR + "Kenya accused Western nations of theft.").targets] == [None]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("The attack on a market in Nairobi went on.", False),
        ("A bombing in Nairobi wounded nine people.", False),
        ("A car bomb went off in Nairobi.", False),
        ("The fighting in Mombasa went on.", True),  # that of those who live there
        ("Then came the tear gas.", True),  # the police's
    ],
)
def test_who_did_what_nobody_was_seen_to_do_is_not_asked(weights: dict[str, float], told: str, asked: bool) -> None:
    weights["home"] = 9.0
    about = "The Kenyan government urged lawmakers to pass the budget. Kenya's opposition rejected it. "
    assert source("Kenya's parliament sat late on Monday. " + about + told) == ["KEN"] * asked


def test_what_a_state_suffers_is_hardly_its_own_doing(weights: dict[str, float]) -> None:
    weights["other side"] = 9.0
    politics = "Kenya's opposition accused the government of theft. Kenya rejected the charge. "
    assert source(politics + "Kenya was accused of fraud.") == []


def test_a_state_aims_no_missiles_at_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = chooser.Model({"nobody": 99.0}, {"other side": 9.0}, 1.0, 99.0)
    monkeypatch.setattr(chooser, "load", lambda: chosen)
    assert last(WAR + "Kenya has tested nine missiles.").targets == ()


def test_who_act_together_do_not_act_upon_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = chooser.Model({"nobody": 99.0}, {"named": 9.0, "named most": 9.0}, 1.0, 99.0)
    monkeypatch.setattr(chooser, "load", lambda: chosen)
    assert last(WAR + "Kenya and Uganda condemned the sale.", "ACCUSE").targets == ()


@pytest.fixture
def outweighing(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The table of targets, which the test fills; an answer may beat what a rule has told."""
    table: dict[str, float] = {}
    monkeypatch.setattr(chooser, "load", lambda: chooser.Model({}, table, 99.0, 1.0))
    return table


def test_what_is_likelier_by_the_margin_takes_the_place_of_what_a_rule_has_told(outweighing: dict[str, float]) -> None:
    told = WAR + "Kenya accused Uganda of theft in Kigali."
    outweighing["after, locative"] = 1.0
    assert [a.country for a in last(told).targets] == ["UGA"]
    outweighing["after, locative"] = 1.1
    coding = last(told)
    assert [a.country for a in coding.targets] == ["RWA"]
    assert any(line.startswith("target RWA instead of UGA: the likeliest of ") for line in coding.why)


def test_what_a_rule_has_told_weighs_itself(outweighing: dict[str, float]) -> None:
    outweighing |= {"after, locative": 3.0, "as told": 2.0}
    assert [a.country for a in last(WAR + "Kenya accused Uganda of theft in Kigali.").targets] == ["UGA"]


def test_nobody_may_be_likelier_than_what_a_rule_has_told(outweighing: dict[str, float]) -> None:
    outweighing["nobody, ACCUSE"] = 2.0
    coding = last(WAR + "Kenya accused Uganda of theft.")
    assert (coding.targets, [a.country for a in coding.sources]) == ((), ["KEN"])


def test_nobody_meets_alone_and_no_event_loses_its_last_side(outweighing: dict[str, float]) -> None:
    outweighing["nobody"] = 2.0
    assert last(WAR + "Kenya met Uganda in Geneva.").targets
    assert last(WAR + "Rwanda was blamed for the famine.").targets


def test_what_is_told_is_an_answer_even_if_nothing_else_speaks_for_it() -> None:
    """Of sides that a rule found elsewhere, the features tell what they say of such an event."""
    seen: list[dict[answers.States, answers.Option]] = []
    options = answers.Answers.options
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers.Answers, "options", lambda *asked: seen.append(options(*asked)) or seen[-1])
        last(WAR + "Kenya met Uganda and Rwanda in Geneva.")
    for side in seen[-2:]:
        assert sum("as told" in option.found for option in side.values()) == 1
        assert sum("other side" in option.found for option in side.values()) == 1
