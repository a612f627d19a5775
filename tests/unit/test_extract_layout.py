"""Where the article stands: sums, core, root."""

import pytest

from tests.unit.laid_out import LONG, PROSE, laid


@pytest.mark.parametrize(
    ("body", "mass"),
    [
        (PROSE, len(LONG)),
        ("<p>Short.</p>", 0),
        ("<p>A_word_of_sixty_characters_that_is_no_sentence_because_it_has_no_gaps_in_it</p>", 0),
        (f"<p><a href=/x>{LONG}</a></p>", 0),
        (f"<p>{LONG} <a href=/x>More</a></p>", len(LONG) + 1),
    ],
    ids=["prose", "short", "one word", "linked", "a link in it"],
)
def test_only_prose_has_mass(body: str, mass: float) -> None:
    (block,), layout = laid(body)
    assert block.mass == layout.mass == mass


def test_sums_are_of_everything_inside() -> None:
    blocks, layout = laid(f"<div><h2><a href=/x>Head</a></h2>{PROSE}</div><p>End</p>")
    inner, top = blocks[0].node.parent, blocks[2].node.parent
    assert inner is not None
    assert top is not None
    assert (inner.chars, inner.linked, inner.blocks, inner.heads, inner.mass) == (len(LONG) + 4, 4, 2, 1, len(LONG))
    assert (top.chars, top.blocks, top.parent) == (len(LONG) + 7, 3, None)
    assert layout.in_paragraphs == 1
    assert layout.signatures["p."] == 2


def each(cases: dict[str, tuple[str, str]]) -> pytest.MarkDecorator:
    """A test of each case: a body and the signature of the element that is to be found in it."""
    return pytest.mark.parametrize(("body", "signature"), cases.values(), ids=cases)


CORES = {
    "the largest part": (f"<div class=a>{PROSE * 5}</div><div class=b>{PROSE}</div>", "div.a"),
    "the innermost of it": (f"<main><div><div class=a>{PROSE * 5}</div></div></main>", "div.a"),
    "not a paragraph": (f"<div class=a>{PROSE}</div>", "div.a"),
    "not an item": (f"<ul class=a><li>{LONG}</li></ul>", "ul.a"),
    "all parts of a divided text": (f"<div class=a>{f'<div>{PROSE * 2}</div>' * 3}</div>", "div.a"),
    "no prose": ("<div>Short</div>", "body"),
    "not the readers' comments": (f"<div class=a>{PROSE * 3}</div><div class=comments>{PROSE * 5}</div>", "div.a"),
    "a forum": (f"<div class=a>{PROSE}</div><div class=comments>{PROSE * 9}</div>", "div.comments"),
}


@each(CORES)
def test_the_core_is_where_the_prose_is(body: str, signature: str) -> None:
    assert laid(body)[1].core.signature == signature


ROOTS = {
    "by name": (f"<main><div class=article-body>{PROSE * 3}</div></main>", "div.article-body"),
    "the best stage, not the outermost": (f"<main><article>{PROSE * 3}</article></main>", "article."),
    "not one without prose": (f"<article>Short</article><main>{PROSE * 3}</main>", "main."),
    "not a small one": (f"<article>{PROSE}</article><main>{PROSE * 12}</main>", "main."),
    "the first of several": (f"<article class=x>{PROSE * 3}</article><article>{PROSE * 3}</article>", "article.x"),
    "none is named": (f"<div>Menu</div><div class=x>{PROSE * 3}</div>", "div.x"),
    "what holds the posts of a live blog": (
        f"<div class=live>{f'<article>{PROSE * 2}</article>' * 4}</div>",
        "div.live",
    ),
}


@each(ROOTS)
def test_the_root_is_what_the_page_names(body: str, signature: str) -> None:
    assert laid(body)[1].root.signature == signature


def test_above_counts_upward_and_holds_looks_down() -> None:
    blocks, layout = laid(f"<header><p>Paper</p></header><main><article>{PROSE * 4}</article></main>")
    article = blocks[1].node.parent
    assert article is not None
    main = article.parent
    assert main is not None
    assert layout.core is layout.root is article
    assert layout.above_core == layout.above_root
    assert [layout.above_core[node] for node in (article, main)] == [0, 1]
    assert layout.holds(blocks[1].node)
    assert layout.holds(article)
    assert not layout.holds(main)
    assert not layout.holds(blocks[0].node)


def test_core_and_root_may_differ() -> None:
    blocks, layout = laid(f"<article>{PROSE * 2}</article><div class=comments>{PROSE * 6}</div>")
    assert layout.root.signature == "article."
    assert all(layout.holds(block.node) for block in blocks[:2])
