"""How sure the coder is of a row (transforms/events/confidence.py), and what it leaves out as noise."""

import dataclasses
import datetime as dt
import tomllib
from importlib import resources

import pytest

from transforms.events import confidence
from transforms.events.coder import code
from transforms.events.model import Coding

DAY = dt.date(2024, 5, 8)


def only(sentence: str, event_type: str) -> Coding:
    found = code(sentence, language="en", published_date=DAY, explain=True)
    return next(c for c in found if c.event_type == event_type)


def draft(sentence: int, **found: float) -> confidence.Draft:
    coding = dataclasses.replace(only("Norway accused Chad of lying.", "ACCUSE"), char_start=sentence)
    return confidence.Draft(sentence, coding, dict(found))


def test_the_table_says_what_each_feature_is() -> None:
    table = tomllib.loads(resources.files("transforms.events").joinpath("confidence.toml").read_text("utf-8"))
    for feature in table["feature"]:
        assert feature["says"], feature
        assert "weight" in feature or "type" in feature
    names = [feature["name"] for feature in table["feature"]]
    assert len(names) == len(set(names))


def test_two_named_states_are_surer_than_nobody() -> None:
    plain = only("Norway accused Chad of poisoning a river on Monday.", "ACCUSE")
    vague = only("Poisoning a river, Chad was accused on Monday.", "ACCUSE")
    assert plain.confidence > vague.confidence


def test_confidence_is_the_table_and_no_more() -> None:
    """`--explain` shows each feature with what it adds: the sum is the row's confidence."""
    model = confidence.load()
    coding = only("Norway accused Chad of poisoning a river on Monday.", "ACCUSE")
    line = next(why for why in coding.why if why.startswith("confidence: start "))
    parts = [part.rsplit(" ", 1) for part in line.removeprefix("confidence: ").split(", ")]
    odds = model.row.start + sum(
        model.row.by_name.get(name, 0.0) * float(value)
        for name, value in (part[0].rsplit(" ", 1) for part in parts[1:])
    )
    assert confidence.estimate({}) == pytest.approx(1 / (1 + 2.718281828**-model.row.start), abs=0.01)
    assert coding.confidence == pytest.approx(1 / (1 + 2.718281828**-odds), abs=0.005)


def test_no_row_is_certain() -> None:
    assert confidence.estimate({"rank": 1e9}) <= confidence.MOST
    assert confidence.estimate({"cost": 1e9}) >= confidence.LEAST


def test_a_side_from_elsewhere_moves_the_chance() -> None:
    coding = only("Norway accused Chad of lying.", "ACCUSE")
    moved = confidence.shifted(coding, "remembered")
    rises = confidence.load().row.by_name["remembered"] >= 0
    assert moved >= coding.confidence if rises else moved < coding.confidence
    with pytest.raises(KeyError):
        confidence.shifted(coding, "guessed")


def test_text_around_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """One trigger in forty sentences is rather a figure of speech; the same one among others stands."""
    only_around = confidence.Weights(-2.0, {confidence.AROUND: 10.0})
    model = confidence.Model(confidence.load().row, only_around, 0.5, 0.4)
    monkeypatch.setattr(confidence, "load", lambda: model)
    assert confidence.standing([draft(20)], 40, 30) == []
    crowd = [draft(n) for n in range(40)]
    assert len(confidence.standing(crowd, 40, 30)) == 40


def test_a_document_about_politics_is_given_more_credit(monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful, unsure = draft(3), confidence.Weights(0.0, {})
    monkeypatch.setattr(confidence, "load", lambda: confidence.Model(unsure, unsure, 0.6, 0.4))
    assert confidence.standing([doubtful], 40, 30) == []
    assert len(confidence.standing([doubtful], 40, 30, political=True)) == 1


def test_a_short_text_is_not_held_to_be_quiet() -> None:
    lone = draft(0)
    confidence.standing([lone], 1, 1)
    assert lone.found[confidence.AROUND] == pytest.approx(0.7)
    assert lone.found[confidence.POLITICS] > 0.9
    assert code("Norway accused Chad of lying.", language="en", published_date=DAY)


def test_several_events_of_a_sentence_are_no_neighbours() -> None:
    twins = [draft(3), draft(3)]
    confidence.standing(twins, 30, 20)
    single = draft(3)
    confidence.standing([single], 30, 20)
    assert twins[0].found == single.found


def test_what_kind_of_document_it_is_counts() -> None:
    """The same words in a text about politics and in one that hardly mentions it."""
    quiet, busy = draft(20), draft(20)
    confidence.standing([quiet], 40, 2)
    confidence.standing([busy], 40, 38)
    assert quiet.found[confidence.POLITICS] < busy.found[confidence.POLITICS]


def test_patterns_of_one_type_second_each_other() -> None:
    alone = only("Norway's envoy grumbled about Chad on Monday.", "ACCUSE")
    seconded = only("Norway's envoy lodged a formal protest against Chad on Monday.", "ACCUSE")
    assert any("seconded" in line for line in seconded.why)
    assert seconded.confidence >= alone.confidence


def test_what_is_told_of_others_in_a_quotation_is_less_sure() -> None:
    told = only('A sailor said: "Norway bombed the port of Chad."', "ASSAULT")
    assert any("quoted" in line for line in told.why)
    threat = only('Norway said: "We will bomb the port of Chad."', "THREATEN")
    assert threat.confidence > told.confidence
