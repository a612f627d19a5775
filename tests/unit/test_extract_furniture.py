"""Furniture inside the text: what each rule takes, and what comes near without being it."""

# ruff: noqa: E501 (a case of a table stays on its line)

import tomllib
from pathlib import Path

import pytest

from transforms.extract import furniture
from transforms.extract.blocks import segment
from transforms.extract.layout import arrange
from transforms.extract.model import Removed
from transforms.extract.page import Page, parse

RULES = tomllib.loads(Path(furniture.__file__).with_suffix(".toml").read_text(encoding="utf-8"))["rule"]
PROSE = (
    "The ministers of Norvik and Salmaya met in the harbour office on Monday and agreed to share two boats.",
    "We have stopped thinking of the harbour as a border, said the mayor of Port Almen, who had lit the stove himself.",
    "A commission of both sides is to report before the end of the year, and nobody expects any more delay.",
)
BEFORE, AFTER = f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>", f"<p>{PROSE[2]}</p>"


def removed(html: str, beside: str = "") -> tuple[list[str], tuple[Removed, ...]]:
    """(texts that stay, what was removed) when every block below an article's headline was chosen."""
    page = parse(
        f"<html><body><main><article class='story'><h1>Boats</h1>{html}</article>{beside}</main></body></html>", None
    )
    assert isinstance(page, Page)
    blocks = segment(page)
    kept, gone = furniture.remove(blocks[1:], arrange(blocks), blocks[0], blocks)
    return [block.text for block in kept], gone


@pytest.mark.parametrize("rule", RULES, ids=[rule["id"] for rule in RULES])
def test_a_rule_takes_its_example(rule: dict[str, str]) -> None:
    inside, after, beside = "", AFTER, ""
    match rule["id"]:
        case "trailing-heading":
            inside, after = AFTER, ""
            beside = rule["example"]
        case "next-article":
            beside = rule["example"]
        case "contents-entry":
            inside, heading = rule["example"].split("<h2>")
            stays, gone = removed(BEFORE + inside + f"<h2>{heading}" + AFTER)
            assert stays == [*PROSE[:2], heading.removesuffix("</h2>"), PROSE[2]]
            assert [taken.rule_id for taken in gone] == ["contents-entry"]
            return
        case _:
            inside = rule["example"]
    stays, gone = removed(BEFORE + inside + after, beside)
    assert stays == list(PROSE)
    ids = {taken.rule_id for taken in gone}
    assert rule["id"] in ids <= {rule["id"], "trailing-heading"}


def test_rules_have_a_reason_and_one_id_each() -> None:
    assert len({rule["id"] for rule in RULES}) == len(RULES) == len(furniture.rules())
    assert [rule["id"] for rule in RULES] == [rule_id for rule_id, _ in furniture.rules()]
    assert all(rule["reason"].endswith(".") and rule["evidence"] and rule["example"] for rule in RULES)


NEAR_MISSES = {
    "linked capitals inside a sentence": "<p>The bulletin was headed <a href='/x'>HARBOUR TALKS STALL AS ENVOYS LEAVE</a> and nothing else.</p>",
    "capitals without a link": "<p>HARBOUR TALKS STALL AS ENVOYS LEAVE</p>",
    "a linked name in capitals": "<p><a href='/x'>UNESCO</a></p>",
    "a linked sentence": "<p><a href='/x'>Envoys left the talks early, the port office said.</a></p>",
    "a lead that is marked as teaser": "<p class='teaser'>The talks ended on Monday, and nobody had lost a boat.</p>",
    "a marked box without a headline": "<div class='promo'><p>The talks ended on Monday.</p><p>Nobody had lost a boat.</p></div>",
    "a box that is not marked": "<div><h3><a href='/x'>The second day</a></h3><p>The talks ended on Monday.</p></div>",
    "a marked box with a plain heading": "<div class='next'><h3>The second day</h3><p>The talks ended on Monday.</p></div>",
    "a heading in the middle": "<h3>The second day</h3>",
    "a colon in the middle": "<p>These were the points:</p>",
    "a quotation that is new": "<blockquote>The stove was the warmest of all who had come to the table.</blockquote>",
    "a few words again": "<blockquote>The harbour</blockquote>",
    "a paragraph in words of another": "<p>We have stopped thinking of the harbour as a border.</p>",
    "short lines where the page has slots": "<div class='text with-ads'><p>Nobody spoke.</p><p>It rained.</p></div>",
    "a sentence in a form that holds the page": "<form><p>Nobody spoke.</p>" + AFTER * 9 + "</form>",
    "parts with a heading of the first rank": "<div></div><div><h1>The second day</h1><p>Nobody spoke.</p></div>",
    "a sentence with a time": "<p>At 14:40 the ships left.</p>",
    "a number": "<p>1440</p>",
    "a price": "<table><tr><td>Wheat</td><td>12.50</td></tr></table>",
    "an item that sums up": "<ul><li>A commission of both sides is to report</li></ul>",
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_stay(name: str) -> None:
    stays, gone = removed(BEFORE + NEAR_MISSES[name] + AFTER)
    assert gone == ()
    assert len(stays) > len(PROSE)


def test_a_marked_box_that_is_long_stays() -> None:
    text = "The talks of the second day began with a walk along the mole. " * 10
    _, gone = removed(f"{BEFORE}<div class='next'><h3><a href='/x'>The second day</a></h3><p>{text}</p></div>{AFTER}")
    assert gone == ()


@pytest.mark.parametrize(
    "beside",
    [
        "<article class='story'><h2>14:40 Envoys leave</h2><p>The talks ended on Monday.</p></article>",
        "<article class='story part'><h1>The second day</h1><p>The talks ended on Monday.</p></article>",
        "<section class='story'><h1>The second day</h1><p>The talks ended on Monday.</p></section>",
    ],
    ids=["a post of a live blog", "of another make", "another element"],
)
def test_what_stands_beside_the_titled_element_is_not_always_another_article(beside: str) -> None:
    assert removed(BEFORE + AFTER, beside)[1] == ()


def test_parts_under_headings_of_the_first_rank_are_no_other_articles() -> None:
    """A text whose sections each have an h1, and whose headline stands in a part of its own."""
    page = parse(
        f"<html><body><main><div><h1>Boats</h1></div><div>{BEFORE}<h1>The second day</h1>{AFTER}</div>{AFTER}</main></body></html>",
        None,
    )
    assert isinstance(page, Page)
    blocks = segment(page)
    assert furniture.remove(blocks[1:], arrange(blocks), blocks[0], blocks)[1] == ()


def test_a_text_made_of_cards_stays() -> None:
    cards = "".join(
        f"<div class='card'><h3><a href='/{at}'>Castle {at} of the coast</a></h3><p>{sentence}</p></div>"
        for at, sentence in enumerate(PROSE * 2)
    )
    stays, _ = removed(f"<p>Six castles stand on the coast of Sable, and all of them can be seen by boat.</p>{cards}")
    assert len(stays) == 13


def test_several_announcements_at_the_end() -> None:
    stays, gone = removed(BEFORE + AFTER + "<h2>Further reading</h2><h3>On boats</h3><p>See also:</p>")
    assert stays == list(PROSE)
    assert [taken.text for taken in gone] == ["Further reading", "On boats", "See also:"]


def test_a_long_line_with_a_colon_at_the_end_stays() -> None:
    line = "The commission left the question open that both sides had brought to the harbour office, and its chairman said in the end that it was this:"
    assert removed(f"{BEFORE}<p>{line}</p>")[0][-1] == line


def test_what_would_leave_nothing_is_not_done() -> None:
    stays, gone = removed("<h2>Envoys leave early</h2><h3>More on this</h3>")
    assert stays == ["Envoys leave early", "More on this"]
    assert gone == ()


def test_what_is_removed_is_told_in_order_of_the_page() -> None:
    examples = {rule["id"]: rule["example"] for rule in RULES}
    order = ["linked-capitals", "teaser-box", "trailing-heading"]
    _, gone = removed(
        BEFORE + examples[order[0]] + AFTER + examples[order[1]] + f"<p>{PROSE[2]}</p>" + examples[order[2]]
    )
    assert list(dict.fromkeys(taken.rule_id for taken in gone)) == order
