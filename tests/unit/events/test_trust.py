"""How far a trigger may be trusted. Every sample is invented."""

from collections.abc import Iterator
from typing import Any

import pytest

from transforms.events import coder, confidence, lexicons, tables, triggers, trust
from transforms.events.text import whole
from transforms.events.trust import Key


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    trust.load.cache_clear()
    lexicons.load.cache_clear()


def matches(text: str) -> tuple[list[triggers.Match], list[str]]:
    sentence = whole(text)
    return triggers.load("en").find(sentence), list(sentence.lowers)


def test_a_match_asks_for_its_pattern_its_group_and_its_words() -> None:
    found, words = matches("Peru accused Chile of theft.")
    match = next(m for m in found if m.pattern.id == "accuse.allege.v.1")
    asked = list(trust.keys(match, words))
    assert asked == [Key("pattern", "accuse.allege.v.1"), Key("group", "accuse.allege.v"), Key("word", "accused")]
    table = trust.Trust({Key("group", "accuse.allege.v"): 0.5, Key("word", "accused"): -0.2, Key("word", "other"): 9.0})
    assert table.of(match, words) == pytest.approx(0.3)
    assert trust.Trust({}).of(match, words) == 0


def test_short_words_only_join_others() -> None:
    found, words = matches("Peru cut its ties with Chile.")
    assert found
    assert all(len(k.name) > 3 for m in found for k in trust.keys(m, words) if k.table == "word")


def test_what_is_not_trusted_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Peru accused Chile of theft."
    (coding,) = coder.code(text, language="en")
    monkeypatch.setattr(trust, "load", trust_of({Key("pattern", coding.rule_id): -20.0}))
    lexicons.load.cache_clear()
    assert coding.rule_id not in {c.rule_id for c in coder.code(text, language="en")}


def trust_of(weights: dict[Key, float]) -> Any:
    def load(_: str) -> trust.Trust:
        return trust.Trust(weights)

    load.cache_clear = lambda: None  # type: ignore[attr-defined]
    return load


def test_the_table_names_what_there_is() -> None:
    known = {row.id for row in triggers.load("en").rows}
    groups = {name.rpartition(".")[0] for name in known}
    weights = trust.load("en").weights
    assert {k.name for k in weights if k.table == "pattern"} <= known
    assert {k.name for k in weights if k.table == "group"} <= groups
    assert {k.table for k in weights} == {"pattern", "group", "word"}
    assert confidence.load().type.by_name[trust.FEATURE] == 1.0


def test_a_language_may_do_without_and_a_line_must_have_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trust.load("es").weights == {}
    trust.load.cache_clear()
    monkeypatch.setattr(tables, "read", lambda *_: {"word": "arrested | much"})
    with pytest.raises(tables.LexiconError, match="arrested"):
        trust.load("en")
