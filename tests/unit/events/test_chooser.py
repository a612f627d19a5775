"""Who acts where neither the sentence nor a rule says so. Every sample is invented."""

import datetime as dt
import math

import pytest

from transforms.events import chooser, coder, unnamed
from transforms.events.model import Coding

DAY = dt.date(2024, 3, 14)
WAR = "Kenya attacked Uganda. Kenya accused Uganda of spying. Kenya bombed Ugandan ports. Kenya shelled Kampala. "
OPEN = WAR + "The attack on Kampala went on."
"""Its last sentence names no attacker."""


def last(text: str) -> Coding:
    return coder.code(text, language="en", published_date=DAY)[-1]


def source(text: str) -> list[str]:
    return [a.name for a in last(text).sources]


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A table that the test fills."""
    table: dict[str, float] = {}
    monkeypatch.setattr(chooser, "load", lambda: chooser.Model(table, 1.0))
    return table


def test_the_table_weighs_what_options_give() -> None:
    model = chooser.load()
    assert model.margin > 0
    assert all(math.isfinite(weight) and weight for weight in model.weights.values())
    assert {"nobody", "not named", "share", "home"} <= model.weights.keys()


def test_who_attacked_before_attacks_on() -> None:
    coding = last(OPEN)
    assert [a.country for a in coding.sources] == ["KEN"]
    assert [a.country for a in coding.targets] == ["UGA"]
    assert "chooser.toml" in coding.why[-1]


def test_what_is_chosen_is_less_sure_than_what_is_told() -> None:
    assert last(OPEN).confidence < last(WAR + "Kenya's attack on Kampala went on.").confidence


@pytest.mark.parametrize(
    ("feature", "name"),
    [
        ("acted just before in such an act", "Kenya"),
        ("also target", "Uganda"),
        ("noun, nearest after", "Uganda"),
        ("noun, after, possessive", ""),
        ("nobody, ASSAULT", ""),
    ],
)
def test_the_answer_is_what_weighs_most(weights: dict[str, float], feature: str, name: str) -> None:
    weights[feature] = 2.0
    assert source(OPEN) == [name] * bool(name)


def test_an_answer_must_beat_nobody_by_the_margin(weights: dict[str, float]) -> None:
    weights["also target"] = 1.0
    assert source(OPEN) == []
    weights["also target"] = 1.1
    assert source(OPEN) == ["Uganda"]


def test_a_source_that_is_told_is_kept(weights: dict[str, float]) -> None:
    weights["also target"] = 9.0
    assert source(WAR) == ["Kenya"]


def test_only_texts_about_politics_are_asked(weights: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    weights["also target"] = 9.0
    monkeypatch.setattr(unnamed, "is_political", lambda codings, sentences: False)
    assert source(OPEN) == []
    assert source("An attack on Kampala went on.") == ["Uganda"]  # too short to tell


def test_a_state_named_twice_counts_where_it_stands_best() -> None:
    """Of costs and distances the least counts, of all else the most."""
    text = "Kenya shelled Kampala. The attack on Uganda, which Kenya feared, and on Ugandans went on."
    seen: list[dict[chooser.States, chooser.Option]] = []
    options = chooser.options
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chooser, "options", lambda *known: seen.append(options(*known)) or seen[-1])
        last(text)
    found = seen[-1][frozenset(("UGA",))].found
    assert found["after, words"] == 0.0  # 'Uganda', though 'Ugandans' stand farther off
    assert found["after, country"] == found["after, demonym"] == 1.0
    assert seen[-1][frozenset()].found["nobody"] == 1.0


def test_who_is_busy_with_a_raid_did_not_do_it(weights: dict[str, float]) -> None:
    weights["not named"] = -9.0
    weights["nobody"] = -9.0
    assert source("Ghana met Peru in Lima over a cyberattack on Chile.") == []


def test_an_act_with_a_subject_of_its_own_is_not_given_to_a_state() -> None:
    assert source(WAR + "The newsletter has accused Uganda of theft.") == []
    assert source(OPEN) == ["Kenya"]
