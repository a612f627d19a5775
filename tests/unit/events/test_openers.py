"""The first words of date rules: which they are, and what is refused."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import tables
from transforms.events.dates import find
from transforms.events.openers import DIGIT, matches, openers, remembered
from transforms.events.text import split


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("today|last night", {"today", "last"}),
        ("(?:(?P<lead>last|next) )?week", {"last", "next", "week"}),
        ("(?:Mon|Tues)day (?:to|until) x", {"monday", "tuesday"}),
        ("Sept?\\.? (?:of )?(?P<year>(?:19|20)\\d\\d)", {"sep", "sept"}),
        ("(?:the )?(?P<day>3[01]|[12]\\d|0?[1-9])(?:st|nd)? May", {"the", DIGIT}),
        ("mid[ -](?-i:May)\\b(?! \\d)", {"mid"}),
        ("(?<!la )(?<!de )mañana", {"mañana"}),
        ("próxim[oa]s días", {"próximos", "próximas"}),
        ("\\d{1,2}/\\d", {DIGIT}),
        ("re-?open", {"re", "reopen"}),
    ],
)
def test_openers(pattern: str, expected: set[str]) -> None:
    assert openers(pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["", " week", "(?:last)?", "week*", "[a-z]+", "^week", "(?:week", "week)", "\\w+", "-5", "(?P<a>x)|"]
)
def test_what_may_begin_otherwise_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"date rule|begins with"):
        openers(pattern)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_example_begins_with_an_opener(language: str) -> None:
    values = {name: "|".join(table) for name, table in tables.read(language, "dates")["values"].items()}
    values |= {"day": "\\d\\d?", "year": "\\d\\d\\d\\d"}
    for rule in tables.read(language, "dates")["rule"]:
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda m: f"(?:{values[m[1]]})", rule["pattern"])
        pattern = pattern.replace("\\d\\d?)", "\\d)").replace("(?:\\d\\d?)", "\\d")
        said = re.search(rf"(?i:{pattern})", rule["example"][0])
        assert said is not None, rule["id"]
        first = re.match(r"[^\W\d_]+|\d", said[0])
        assert first is not None
        assert (DIGIT if first[0].isdigit() else first[0].lower()) in openers(pattern), rule["id"]


@pytest.mark.parametrize("word", ["THİS", "thıs", "thiſ"])
def test_letters_that_patterns_take_for_plain_ones(word: str) -> None:
    (sentence,) = split(f"They met {word} week on Monday.")

    assert [m.text for m in find(sentence, dt.date(2021, 9, 24))] == [f"{word} week", "Monday"]


class Fixed:
    """A rule that fits one pattern."""

    def __init__(self, pattern: str) -> None:
        self.match = re.compile(pattern).match


RULES = {"ab": [Fixed("ab b"), Fixed("ab-?a?")], "b": [Fixed("[bB] a"), Fixed("b")], DIGIT: [Fixed("1[- ]1")]}


@settings(deadline=None, max_examples=300)
@given(st.text("abB1 -_.é\n", max_size=40))
def test_rules_are_tried_where_a_word_begins_and_nowhere_else(text: str) -> None:
    expected, past = [], 0
    for m in re.finditer(r"(?<![\w-])(?:[^\W\d_]+|\d)", text):
        if m.start() < past:
            continue
        tried = (rule.match(text, m.start()) for rule in RULES.get(DIGIT if m[0].isdigit() else m[0].lower(), ()))
        if (first := next(filter(None, tried), None)) is not None:
            past = first.end()
            expected.append(first.span())

    assert [m.span() for _, m in matches(text, remembered(RULES))] == expected
