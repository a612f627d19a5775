"""The index of patterns against a plain reading of the pattern language."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.events import grammar, index, patterns

GROUP = patterns.read_group({"id": "made.up", "why": "", "example": ""}, "AID")
TEXTS = {
    "v": (
        "lift",
        "lift > ban|siege/n",
        "lift ban on",
        "lift ~2 ban on",
        "lift _ ban > port|ships",
        "lift the? ban",
        "lift the? ~1 ban",
        "test-fire",
        "test-fire ~2 rocket",
        "lift test-ban|ban pact",
        "formally lift > ban",
        "co-operate with",
        "ban|lift/v|sign with|on",
    ),
    "n": ("ban on", "siege", "ban on port > ships", "test - ban", "pact with ~2 port"),
    "p": ("be/v on port", "in the|a ~2 ban|pact", "with port|ships ~3 on", "lift", '" lift the'),
}
ROWS = [patterns.Row(GROUP, kind, n, text) for kind, texts in TEXTS.items() for n, text in enumerate(texts, 1)]
FORMS = patterns.Forms("en")
INDEX = index.Index(ROWS, FORMS)
LINE = (
    "lift lifts lifted the a ban bans on port ships siege sieges pact in with be was moon - test fire fired co operate "
    'rocket formally signs sign . , " “'
)
WORDS = LINE.split()


def tokens_of(form: str) -> list[str]:
    """'test-ban' -> test, -, ban"""
    return [form] if form == "-" else list("\0-\0".join(form.split("-")).split("\0"))


def ends(elements: Sequence[str], words: Sequence[str], at: int, *, first: bool = False) -> Iterator[int]:
    """Where a pattern may end whose elements are read from `at` on."""
    if not elements:
        yield at
        return
    element, *rest = elements
    longest = patterns.gap(element)
    if longest is not None:
        for j in range(at, min(at + longest + 1, len(words))):
            # what stands behind a gap follows it directly, without a quotation mark between
            yield from ends(rest, words, j, first=True) if rest else ()
            if words[j] in ".;:":
                break
        return
    if element.endswith("?"):
        yield from ends(rest, words, at, first=first)
    for form in FORMS.of(element.rstrip("?")):
        for stop in literal(tokens_of(form), words, at, first=first):
            yield from ends(rest, words, stop)


def literal(tokens: Sequence[str], words: Sequence[str], at: int, *, first: bool) -> Iterator[int]:
    """Where some tokens may end; a quotation mark may stand before each but the first of a pattern."""
    if not tokens:
        yield at
        return
    for skipped in (0, 1):
        place = at + skipped
        marked = not skipped or (not first and words[at : at + 1] and words[at] in grammar.QUOTES)
        if marked and place < len(words) and words[place] == tokens[0]:
            yield from literal(tokens[1:], words, place + 1, first=False)


def plain(words: Sequence[str], *, relaxed: bool) -> set[tuple[str, int, int]]:
    """(id, start, end) of all that the patterns allow."""
    out = set()
    for row in ROWS:
        parsed = FORMS.parse(row)
        objects = FORMS.objects(parsed.objects)
        if not relaxed and objects and objects.isdisjoint(words):
            continue
        for start in range(len(words)):
            out |= {(row.id, start, end) for end in ends(parsed.elements, words, start, first=True)}
    return out


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.booleans())
def test_the_index_finds_what_the_patterns_say(words: list[str], relaxed: bool) -> None:
    found = INDEX.candidates(words, relaxed=relaxed)
    assert {(c.pattern.id, c.start, c.end) for c in found} == plain(words, relaxed=relaxed)
    assert [c.start for c in found] == sorted(c.start for c in found)


@pytest.mark.parametrize("text", ["lifts ban on port ships siege", "in the ban was lifted on port with ships on"])
def test_both_orders_hold_the_same(text: str) -> None:
    words = text.split()
    one, other = INDEX.candidates(words), INDEX.candidates(words, ranked=True)
    assert sorted(map(repr, one)) == sorted(map(repr, other))


def test_the_head_of_a_compound_verb_is_its_last_token() -> None:
    (found,) = (c for c in INDEX.candidates("Chad test - fired a rocket".lower().split()) if c.pattern.words == 1)
    assert (found.start, found.head, found.end) == (1, 3, 4)


def test_patterns_come_in_the_order_of_the_rows() -> None:
    assert [p.id for p in INDEX.patterns()] == [row.id for row in ROWS]


def test_a_pattern_of_too_many_words_is_refused() -> None:
    row = patterns.Row(GROUP, "p", 1, "one " * (index.MAX_ELEMENTS + 1))
    with pytest.raises(ValueError, match=r"made\.up\.p\.1: more than"):
        index.Index([row], FORMS).patterns()
