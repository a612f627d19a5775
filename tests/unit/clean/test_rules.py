"""Every rule's examples and near misses: the tables test themselves."""

import datetime as dt
import re

import pytest

from transforms.clean.cleaner import Cleaning, opening
from transforms.clean.people import as_names
from transforms.clean.tables import tables

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RULES = tables()


def named(rows):
    return [pytest.param(row, id=row.id) for row in rows]


def found(line, zones):
    hits = RULES.lines.find(line, zones)
    return [rule.id for rule, match in hits if not rule.name or as_names(match["byline"])]


@pytest.mark.parametrize("rule", named(RULES.lines.rules))
def test_line_rule(rule):
    zones = ("head", "any") if rule.zone == "head" else ("tail", "any")
    for line, _ in rule.examples:
        assert rule.id in found(line, zones), line
    for line in rule.keeps:
        assert not found(line, ("head", "any")) + found(line, ("tail", "any")), line


@pytest.mark.parametrize("rule", named(RULES.prefixes))
def test_prefix_rule(rule):
    def opened(text):
        state = Cleaning(NOW, frozenset())
        at = -1
        while (end := opening(text, max(at, 0), state, first=True)) != at:
            at = end
        return text[at:].lstrip(), [rule_id for rule_id, _ in state.removed]

    for before, after in rule.examples:
        text, used = opened(before)
        assert text == after
        assert rule.id in used, before
    for text in rule.keeps:
        assert opened(text) == (text, [])


@pytest.mark.parametrize("rule", named(RULES.rewrites))
def test_rewrite(rule):
    for before, after in rule.examples:
        assert any(need in before for need in rule.needs), before
        assert re.sub(rule.pattern, rule.replace, before) == after
    for text in rule.keeps:
        assert re.sub(rule.pattern, rule.replace, text) == text


@pytest.mark.parametrize("rule", named(RULES.blocks))
def test_block_heading(rule):
    for line in rule.examples:
        assert re.fullmatch(rule.pattern, line), line
    for line in rule.keeps:
        assert not any(re.fullmatch(other.pattern, line) for other in RULES.blocks), line


def test_every_rule_says_why_and_shows_it():
    rows = [*RULES.lines.rules, *RULES.prefixes, *RULES.rewrites, *RULES.blocks]
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.reason.endswith("."), row.id
        assert row.examples, row.id
        assert row.keeps, row.id


def test_what_a_rule_needs_is_in_its_examples():
    for rule in RULES.lines.rules:
        for line, _ in rule.examples if rule.needs else ():
            assert any(need in line.lower() for need in rule.needs), (rule.id, line)
