"""Sentences, tokens and quotations. Every sample is invented."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events.text import MAX_SENTENCE, split, tokenize, whole


def sentences(text):
    return [s.text for s in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. envoy met Gen. Ann R. Example in St. Petersburg.",
        "They agreed on Sept. 9 to meet at 9 a.m. Tuesday in Washington, D.C., again.",
        "Growth of 3.5 percent surprised No. 2 official Mr. Lund of Oslo Inc. and others.",
        "“Why now?” the minister asked.",
        '"Go home!" the crowd shouted.',
        "The premier ... hesitated, then signed.",
        "1. Lima opens an embassy.",
        "J. A. Smith of the U.N. Security Council spoke.",
        "He cited evidence (e.g. the maps) and left.",
    ],
)
def test_one_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senior U.S. Officials left. U.S. And Peru.", ["Senior U.S. Officials left.", "U.S. And Peru."]),
        ("Peru left the U.S. The envoy stayed.", ["Peru left the U.S.", "The envoy stayed."]),
        ("They met at 9 a.m. Later they left.", ["They met at 9 a.m.", "Later they left."]),
        ("“It is over. We go home.” Then he left.", ["“It is over.", "We go home.”", "Then he left."]),
        ("It failed... The next round is open.", ["It failed...", "The next round is open."]),
        ("He works for Acme Inc. The firm is small.", ["He works for Acme Inc.", "The firm is small."]),
        ("Oslo agreed.Lima refused it.", ["Oslo agreed.", "Lima refused it."]),
        ("A heading\nThe text begins. It ends.", ["A heading", "The text begins.", "It ends."]),
        ("They said no. No. 3 agreed.", ["They said no.", "No. 3 agreed."]),
        ("会谈结束了。代表团离开了！", ["会谈结束了。", "代表团离开了！"]),
        ("بدأت المحادثات. متى تنتهي؟ غدا.", ["بدأت المحادثات.", "متى تنتهي؟", "غدا."]),
        ("बैठक हुई। वे लौटे।", ["बैठक हुई।", "वे लौटे।"]),
        ("Really?! Yes. Fine", ["Really?!", "Yes.", "Fine"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_boundaries(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US-China talks", ["US", "-", "China", "talks"]),
        ("Beijing’s U.S. envoy", ["Beijing", "’s", "U.S.", "envoy"]),
        ("the States' O'Brien", ["the", "States", "'", "O'Brien"]),
        ("9:30 on the 20th, 1,000 of G20", ["9:30", "on", "the", "20th", ",", "1,000", "of", "G20"]),
        ("Côte d'Ivoire -- al-Shabab", ["Côte", "d'Ivoire", "--", "al", "-", "Shabab"]),
    ],
)
def test_tokens(text, expected):
    assert [t.text for t in tokenize(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we agree" and left.', [["we agree"]]),
        ("“One thing. Two things,” she said.", [["One thing."], ["Two things,"]]),
        ("Lima calls the offer 'unfair' today.", [["unfair"]]),
        ("Oslo's and Lima's envoys met.", [[]]),
        ("„Ja“ and «oui» were heard.", [["Ja", "oui"]]),
        ("She began: “We go on.\n“And on.”", [["We go on."], ["And on."]]),
        ('An odd " mark. Nothing quoted here.', [[" mark."], []]),
    ],
)
def test_quotes(text, expected):
    assert [[text[a:b] for a, b in s.quotes] for s in split(text)] == expected


def test_a_sentence_without_end_is_cut():
    found = split("word " * 5000)
    assert len(found) > 5
    assert max(len(s.text) for s in found) <= MAX_SENTENCE


@pytest.mark.parametrize(
    "piece", [".", ". '", ".\"'", "?!", "A.", "1. ", "'", " »", "…”", "xx.Ab, ", "“a” ", "'a' ", "’s"]
)
def test_a_line_of_marks_is_read_in_one_pass(piece):
    """A loop that went back over the line at each mark would take minutes."""
    started = time.process_time()
    split("End." + piece * (60_000 // len(piece)) + "x")
    assert time.process_time() - started < 30


def test_the_words_of_a_sentence_without_its_tokens():
    first, second = split("Lima’s envoy left. The Andean Community's talks failed.")
    assert first.words == ("Lima", "’s", "envoy", "left", ".")
    assert second.lowers[:3] == ("the", "andean", "community")
    start, end = second.span(1, 3)
    assert "Lima’s envoy left. The Andean Community's talks failed."[start:end] == "Andean Community"
    assert [t.start for t in second.tokens] == list(second.starts)


def test_tokens_that_were_let_go_of_are_made_again():
    (sentence,) = split("Lima’s envoy left.")
    sentence.forget()  # it has none yet
    before = sentence.tokens
    assert sentence.tokens is before
    sentence.forget()
    assert "tokens" not in vars(sentence)
    assert sentence.tokens == before


def test_a_name_is_one_sentence_whatever_its_marks():
    assert whole("St. Lucia. And").text == "St. Lucia. And"
    assert whole("St. Lucia").words == ("St", ".", "Lucia")
    assert whole("").words == ()


MARKS = [". ", "? ", "...", "。", "“", "”", '"', "'", "’s", "-", " ", "\n", "\r\n", "\u2028"]
PIECES = st.sampled_from([*MARKS, "U.S.", "Mr.", "a.m.", "The ", "Oslo ", "9", "x" * 50])


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_offsets_are_exact(text):
    last = 0
    for s in split(text):
        assert text[s.start : s.end] == s.text
        assert s.text == s.text.strip()
        assert s.text
        assert s.start >= last
        assert not set("\n\r") & set(s.text)
        assert len(s.text) <= MAX_SENTENCE
        last = s.end
        for t in s.tokens:
            assert text[t.start : t.end] == t.text
            assert s.start <= t.start < t.end <= s.end
        assert "".join(t.text for t in s.tokens) == "".join(s.text.split())
        for a, b in s.quotes:
            assert s.start <= a < b <= s.end


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("More: Fiji bans nets in a first for the islands The reef will reopen in May.", [48]),
        ("Fiji mourns its envoy to Lima She served for nine years. He read The Islander daily.", [30, 57]),
        ("He told The Islander that she won. Bo left The Hague.", [35]),
    ],
)
def test_a_headline_that_is_glued_to_a_sentence(text, parts):
    assert [s.start for s in split(text)] == [0, *parts]
