"""What is seen of a block, and that what was learned and what is seen are the same names."""

# ruff: noqa: E501 (a case of a table stays on its line)

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.laid_out import LONG, PROSE, laid
from transforms.extract import features, scoring
from transforms.extract.features import MAX_BOX, Known, box_of, squeeze
from transforms.extract.hints import marks


def names(body: str, text: str, known: Known = Known()) -> set[str]:  # noqa: B008 (immutable)
    """The names of the first block that begins with `text`."""
    blocks, layout = laid(body)
    sight = features.see(blocks, layout, known)
    at = next(at for at, block in enumerate(blocks) if block.text.startswith(text))
    return {*sight.places[at], *sight.own[at]}


ARTICLE = f"<header><a href=/>Paper</a></header><main><article><h1>Boats for two</h1>{{}}{PROSE * 4}</article></main>"

SEEN = {
    "an element": (ARTICLE.format("<h2>Oars and more</h2>"), "Oars", {"tag:h2", "up:article", "kind:head:hi:in"}),
    "an item of a list": (ARTICLE.format("<ul><li>Oars and sails for all.</li></ul>"), "Oars", {"tag:li", "up:ul", "in:ul", "core:in2"}),
    "words": (ARTICLE.format("<p>One two three four.</p>"), "One", {"words:3-4:p", "words:3-4:free", "end:stop:short"}),
    "a link": (ARTICLE.format("<p><a href=/x>One two three four</a></p>"), "One", {"linked:1:short", "words:3-4:linked", "anchors:1"}),
    "no end": (ARTICLE.format("<p>One two three four</p>"), "One", {"end:none:short"}),
    "an end in quotes": (ARTICLE.format("<p>“One two three four.”</p>"), "“One", {"end:stop:short"}),
    "a colon": (ARTICLE.format("<p>One two three four:</p>"), "One", {"end:::short"}),
    "an end in Chinese": (ARTICLE.format("<p>船只明天启航。</p>"), "船", {"end:stop:short"}),
    "an end in Urdu": (ARTICLE.format("<p>جہاز کل چلے گا۔</p>"), "جہاز", {"end:stop:short"}),
    "capitals": (ARTICLE.format("<p>ONE TWO THREE FOUR</p>"), "ONE", {"capitals:free"}),
    "linked capitals": (ARTICLE.format("<p><a href=/x>ONE TWO THREE FOUR</a></p>"), "ONE", {"capitals:linked"}),
    "a credit": (ARTICLE.format("<p>Photo: Holm/Reuters</p>"), "Photo", {"credit:open:short"}),
    "a date": (ARTICLE.format("<p>Monday, 4 May 2026</p>"), "Monday", {"date:3-4"}),
    "signs": (ARTICLE.format("<p>Home | News</p>"), "Home", {"signs:short"}),
    "bold": (ARTICLE.format("<p><b>One two</b></p>"), "One", {"bold:short"}),
    "breaks": (ARTICLE.format("<p>One<br>two</p>"), "One", {"breaks"}),
    "a small letter": (ARTICLE.format("<p>one two</p>"), "one", {"lower"}),
    "digits": (ARTICLE.format("<p>12 345</p>"), "12", {"digits"}),
    "brackets": (ARTICLE.format("<p>One (two)</p>"), "One", {"closing"}),
    "a span around it": (ARTICLE.format("<p><span class=caption>One two</span></p>"), "One", {"span:caption"}),
    "marks near": (ARTICLE.format("<p class=caption>One two</p>"), "One", {"near:caption:in"}),
    "marks above": (ARTICLE.format("<div class=caption><div><p>One two</p></div></div>"), "One", {"under:caption:in"}),
    "what stands apart": (ARTICLE.format("<div class=sharing><p>One two</p></div>"), "One", {"root:in:apart:True", "kind:p:apart:True"}),
    "the core": (ARTICLE.format(""), LONG, {"core:in1", "root:in:core:in", "root2:in", "root:in:apart:False"}),
    "neighbours": (ARTICLE.format("<p>One two</p>"), "One", {"prev:head", "next:prose", "mid:short:head:prose", "next2:prose"}),
    "the ends of the page": (PROSE, LONG, {"prev:none", "next:none", "mid:prose:none:none"}),
    "the way from the h1": (ARTICLE.format("<p>One two</p>"), "One", {"h1:0", "done:0"}),
    "before the h1": (f"<main><p>One two</p><h1>Head</h1>{PROSE * 3}</main>", "One", {"h1:before"}),
    "a box": (ARTICLE.format("<div><h3><a href=/x>Oars</a></h3><p>One two</p></div>"), "One", {"box:-.5:head", "boxsize:60:2"}),
    "no box": (ARTICLE.format(""), LONG, {"box:none"}),
    "its like": (ARTICLE.format(""), LONG, {"same:4-9:in", "mass0:-.5", "mass1:1"}),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text", "expected"), SEEN.values(), ids=SEEN)
def test_what_is_seen(body: str, text: str, expected: set[str]) -> None:
    assert expected - names(body, text) == set()


def test_what_is_not_seen() -> None:
    plain = names(ARTICLE.format(""), LONG)
    kinds = {name.split(":")[0] for name in plain}
    assert not kinds & {
        "capitals",
        "credit",
        "bold",
        "date",
        "digits",
        "breaks",
        "lower",
        "closing",
        "span",
        "in",
        "twin",
        "ld",
        "is",
        "repeated",
    }


def test_slight_blocks_outside_are_not_judged() -> None:
    blocks, layout = laid(ARTICLE.format("") + "<div><p>Imprint</p></div>")
    sight = features.see(blocks, layout, Known())
    assert [bool(own) for own in sight.own] == [True, True, True, True, True, False]
    shares = scoring.score(blocks, layout, Known())
    assert shares[-1] < 0.5


def test_a_text_in_several_parts_has_twins() -> None:
    part = f"<div class=part>{PROSE}</div>"
    body = f"<article><div class=part>{PROSE * 5}</div>{part}<div class=other>{PROSE}</div></article>"
    blocks, layout = laid(body)
    assert layout.core.signature == "div.part"
    sight = features.see(blocks, layout, Known())
    assert ["twin" in place for place in sight.places] == [False] * 5 + [True, False]


@pytest.mark.parametrize(
    ("known", "text", "expected"),
    [
        (Known(title=squeeze("Boats for two, say ministers!")), "Boats for two say ministers", "is:title"),
        (Known(description=squeeze(LONG)), LONG, "is:description"),
        (Known(body=squeeze(LONG + " And more.")), LONG, "ld:known"),
        (Known(body=squeeze("Something else altogether.")), LONG, "ld:unknown"),
    ],
)
def test_what_the_metadata_says(known: Known, text: str, expected: str) -> None:
    body = f"<article><p>{text}</p>{'<p>Other words of ours.</p>' * 3}</article>"
    assert expected in names(body, text, known)
    assert expected not in names(body, text)


def test_the_second_of_two_is_repeated() -> None:
    blocks, layout = laid(PROSE * 2)
    own = features.see(blocks, layout, Known()).own
    assert ["repeated" in given for given in own] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A-b, C!", "abc"),
        ("  ", ""),
        ("Straße 12", "straße12"),
        ("مرحبا، بك", "مرحبابك"),
        ("你好。", "你好"),
        ("a_b", "ab"),
    ],
)
def test_squeeze(text: str, expected: str) -> None:
    assert squeeze(text) == expected


def test_a_box_is_small_and_below_the_core() -> None:
    small = "<div class=box><h3>Oars</h3><div><p>One</p><p>Two</p></div></div>"
    blocks, layout = laid(f"<article>{PROSE * 5}{small}</article>")
    box = box_of(blocks[-1].node, layout)
    assert box is not None
    assert box.signature == "div.box"
    large = f"<div class=box>{'<p>' + 'word ' * 20 + '</p>'}" * (MAX_BOX // 20)
    blocks, layout = laid(f"<article>{PROSE * 5}{large}</article>")
    assert box_of(blocks[0].node, layout) is None


# --- company


def test_company_tells_of_neighbours_and_like() -> None:
    blocks, _ = laid(f"<div>{PROSE * 3}</div><div><p class=x>One</p></div>")
    given = features.company(blocks, [0.9, 0.9, 0.1, 0.5])
    assert {"p:6", "p-prev:x", "p-next:6", "p-before:none"} <= set(given[0])
    assert {"p:0", "p-prev:6", "p-next:3", "p-both:3", "p-prev4:6", "p-beside:6"} <= set(given[2])
    assert {"p:3", "p-next:x", "p-alike:x", "p-beside:x"} <= set(given[3])
    assert len({len(each) for each in given}) == 1


def test_company_of_nobody() -> None:
    blocks, _ = laid(PROSE * 2)
    assert all(features.company(blocks, [0.0, 0.0]))


# --- weights.toml


def known_names() -> list[str]:
    first, second = scoring.weights()
    assert set(first) == set(second)
    return sorted(first)


_KIND = "(?:item|cell|p|cap|head|div)"
_WORDS = r"(?:1|2|3-4|5-7|8-12|13-20|21-40|41-80|81-)"
_SHARE = r"(?:0|-\.1|-\.25|-\.5|-\.8|-\.98|1)"
_SHAPE = "(?:none|link|prose|head|short|mixed|text)"
_MARK = f"(?:{'|'.join(marks())})"
_PART = "[a-z][a-z0-9]*"
_STEP = r"(?:[0-6]|x)"
PATTERNS = (
    "bias", "anchors:[0-4]", "bold:(?:short|long)", f"box:{_SHARE}:(?:head|plain)|box:none", r"boxsize:(?:60|150|300|450):[2-4]",
    "breaks|closing|digits|lower|repeated|twin", "capitals:(?:linked|free)", r"commas:(?:0|1|2-3|4-)", "core:(?:in[0-5]|out[1-4])",
    "credit:(?:stop|open):(?:short|long)", f"date:{_WORDS}", r"done:(?:none|0|-\.1|-\.5|-\.9|-1|1)", r"end:(?:stop|none|[:,;]):(?:short|long)",
    r"h1:(?:before|0|-100|-400|-1500|1500-)", f"in:{_PART}", "is:(?:title|description)", f"kind:{_KIND}:(?:(?:lo|mid|hi):(?:in|out)|apart:(?:True|False))",
    "ld:(?:known|unknown)", f"linked:{_SHARE}:(?:short|long)", r"mass[012]:(?:0|-\.02|-\.05|-\.1|-\.25|-\.5|-\.8|-\.95|1)",
    f"mid:{_SHAPE}:{_SHAPE}:{_SHAPE}", f"(?:near|under):{_MARK}:(?:in|out)", f"(?:prev|next)2?:{_SHAPE}", "p:[0-6]",
    f"p-(?:prev|next|both|prev4|next4|alike|beside):{_STEP}", r"p-(?:before|after):(?:none|[0-5])", "root[0-5]:(?:in|out)",
    "root:(?:in|out):core:(?:in|out)", "root:(?:in|out):apart:(?:True|False)", r"same:(?:1|2-3|4-9|10-29|30-):(?:in|out)", "signs:(?:short|long)",
    f"span:{_MARK}", f"(?:tag|up):{_PART}", f"words:{_WORDS}:(?:{_KIND}|linked|free)",
)  # fmt: skip
NAME = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))


def test_every_weight_is_a_pair_of_finite_numbers() -> None:
    first, second = scoring.weights()
    assert len(first) > 300
    assert all(
        math.isfinite(weight) and abs(weight) < 10 for weight in itertools.chain(first.values(), second.values())
    )


def test_every_weight_has_a_name_that_can_be_seen() -> None:
    assert [name for name in known_names() if not NAME.fullmatch(name)] == []


def test_the_first_look_knows_no_company() -> None:
    """What only the second look sees is worth nothing in the first."""
    first, _ = scoring.weights()
    assert [name for name, weight in first.items() if re.match("p-|p:", name) and weight] == []


PIECES = st.sampled_from([PROSE, "<p>One two</p>", "<h2>Head</h2>", "<a href=/x>LINKED CAPITALS OF FOUR</a>", "<ul><li>Item<li>Item</ul>", "Text ", "<br><br>",
                          "<div class='teaser related'>", "<aside>", "<article>", "<table><tr><td>1</td><td>2.</table>", "</div>", "<b>Bold</b>", "<h1>Boats</h1>",
                          "<p class='caption credit'>Photo: Holm 2026</p>", "<form><label>Mail</label>", "<section id=main>"])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25))
def test_every_name_that_is_seen_could_have_a_weight(pieces: list[str]) -> None:
    blocks, layout = laid(PROSE + "".join(pieces))
    known = Known(squeeze("Boats"), squeeze(LONG), squeeze(LONG))
    sight = features.see(blocks, layout, known)
    shares = scoring.score(blocks, layout, known)
    company = features.company(blocks, shares)
    assert len(sight.places) == len(sight.own) == len(shares) == len(company) == len(blocks)
    assert all(0 < share < 1 for share in shares)
    given = {name for group in (*sight.places, *sight.own, *company) for name in group}
    assert [name for name in given if not NAME.fullmatch(name)] == []
