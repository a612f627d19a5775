"""Segmentation: which runs of text a page has, and what is known of each."""

# ruff: noqa: E501 (a case of a table stays on its line)

import pytest

from transforms.extract.blocks import MAX_BLOCKS, Block, Node, segment
from transforms.extract.hints import bit, marks, marks_of, names_of, role_of
from transforms.extract.page import Page, parse


def blocks(body: str) -> list[Block]:
    page = parse(f"<html><body>{body}</body></html>", None)
    assert isinstance(page, Page)
    return segment(page)


def path(node: Node | None) -> list[str]:
    out: list[str] = []
    while node is not None:
        out.append(node.tag)
        node = node.parent
    return out[::-1]


CASES = {
    "paragraphs": ("<p>One</p><p>Two</p>", ["One", "Two"]),
    "white space is folded": ("<p>  One \n\t two\xa0three </p>", ["One two three"]),
    "inline elements join": ("<p>One <b>two</b> <i>th<u>ree</u></i>, <span>four</span></p>", ["One two three, four"]),
    "text around a paragraph": ("<div>One <p>Two</p> three</div>", ["One", "Two", "three"]),
    "text and blocks mixed in a div": ("<div>One<div>Two</div><b>three</b> four<ul><li>Five</ul>six</div>", ["One", "Two", "three four", "Five", "six"]),
    "inline around blocks": ("<b>One<p>Two</p>three</b>", ["One", "Two", "three"]),
    "unknown elements are blocks": ("<my-part>One</my-part><x-y>Two</x-y>", ["One", "Two"]),
    "one break is a line": ("<p>One<br>two</p>", ["One\ntwo"]),
    "two breaks are a border": ("<p>One<br><br>Two</p>", ["One", "Two"]),
    "white space between two breaks": ("<div>One<br> \n <br>Two<br>three</div>", ["One", "Two\nthree"]),
    "many breaks": ("<div><br><br>One<br><br><br><br>Two<br></div>", ["One", "Two"]),
    "breaks in inline elements": ("<div><b>One<br></b><br><i>Two</i></div>", ["One", "Two"]),
    "cells": ("<table><tr><td>One</td><th>Two</th></tr></table>", ["One", "Two"]),
    "lines of pre": ("<pre>One\n  two\n\nThree</pre>", ["One\ntwo", "Three"]),
    "lines outside pre": ("<p>One\n  two\n\nthree</p>", ["One two three"]),
    "empty elements": ("<p> </p><div><span></span></div><p>&nbsp;</p>One", ["One"]),
    "scripts and controls": ("<p>One<script>x()</script><style>p{}</style></p><button>Go</button><select><option>A</select><textarea>B</textarea>", ["One"]),
    "comments": ("<p>One<!-- not --> two</p>", ["One two"]),
    "media": ("<p>One</p><video>No film</video><svg><text>No</text></svg><iframe>No</iframe>", ["One"]),
    "a menu": ("<nav><a href=/>Home</a></nav><p>One</p>", ["One"]),
    "a menu around the page": ("<nav><ul><li>Home</ul><article><p>One</p></article></nav>", ["Home", "One"]),
    "a menu around a heading": ("<nav><h1>One</h1></nav>", ["One"]),
    "noscript": ("<noscript><img src=x>Lazy</noscript><p>One</p>", ["One"]),
    "noscript with the text": ("<noscript><p>One</p></noscript>", ["One"]),
    "inline for screen readers": ("<p>One<span class=sr-only> (opens a window)</span> two</p>", ["One two"]),
    "no body": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_a_page_is_cut_into_blocks(body: str, expected: list[str]) -> None:
    assert [block.text for block in blocks(body)] == expected


def test_blocks_know_what_is_above_them() -> None:
    found = blocks("<main><article>One<p>Two</p></article></main>")
    assert [path(block.node) for block in found] == [["body", "main", "article"], ["body", "main", "article", "p"]]
    assert found[1].node.parent is found[0].node


def test_siblings_have_their_own_nodes_and_one_signature() -> None:
    one, two, three = blocks("<p class='a b'>1</p><p class='a b'>2</p><p class=a>3</p>")
    assert one.node is not two.node
    assert one.node.signature == two.node.signature != three.node.signature


# --- links


LINKS = {
    "none": ("<p>One two</p>", [(0, 0)]),
    "a part": ("<p>One <a href=/x>two</a> three</p>", [(3, 1)]),
    "two": ("<p><a href=/x>One</a> <a href=/y>two</a></p>", [(6, 2)]),
    "with elements in it": ("<p><a href=/x>One <b>two</b></a></p>", [(7, 1)]),
    "an anchor is none": ("<p><a name=x>One</a></p>", [(0, 0)]),
    "around blocks": ("<a href=/x><h3>One</h3><p>Two</p></a><p>three</p>", [(3, 1), (3, 1), (0, 0)]),
    "over a break": ("<p><a href=/x>One<br>two</a></p>", [(7, 1)]),
    "over two breaks": ("<p>a <a href=/x>One<br><br>two</a> b</p>", [(3, 1), (3, 1)]),
    "closed before two breaks": ("<p><a href=/x>One</a><br><br>two</p>", [(3, 1), (0, 0)]),
    "only after two breaks": ("<p>One<br><br><a href=/x>two</a></p>", [(0, 0), (3, 1)]),
}


@pytest.mark.parametrize(("body", "expected"), LINKS.values(), ids=LINKS)
def test_links_are_measured(body: str, expected: list[tuple[int, int]]) -> None:
    assert [(block.linked, block.anchors) for block in blocks(body)] == expected


def test_linked_characters_are_never_more_than_the_text() -> None:
    for body, _ in LINKS.values():
        assert all(block.linked <= len(block.text) for block in blocks(body))


def test_links_that_touch_are_words_apart() -> None:
    (block,) = blocks("<p><a href=/x>Share</a><a href=/y>Copy link</a></p>")
    assert (block.text, block.linked, block.anchors) == ("Share Copy link", 14, 2)


# --- words


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("One", 1, 1),
        ("One two<br>three", 3, 3),
        ("Donaudampfschifffahrtsgesellschaft", 1, 1),
        ("https://www.example.org/a-very-long-address/of-a-page-that-nobody-reads", 1, 1),
        ("两国政府五月四日上午签署协议，决定重新开放关闭六年之久的海峡。", 10, 20),
        ("รัฐบาลทั้งสองประเทศลงนามในข้อตกลงเปิดช่องแคบอีกครั้ง", 10, 30),
        ("وقّعت الحكومتان صباح الاثنين اتفاقا", 5, 5),
    ],
)
def test_words_of_scripts_that_write_them_together_are_counted_too(text: str, least: int, most: int) -> None:
    (block,) = blocks(f"<p>{text}</p>")
    assert least <= block.words <= most


# --- what holds the whole of a block


@pytest.mark.parametrize(
    ("body", "bold"),
    [
        ("<p><b>One two</b></p>", True),
        ("<p><strong>One <i>two</i></strong></p>", True),
        ("<p><strong>One:</strong> two three four five six</p>", False),
        ("<p>One</p>", False),
        ("<b><p>One</p></b>", False),
    ],
)
def test_bold_blocks(body: str, bold: bool) -> None:
    (block,) = blocks(body)
    assert block.bold is bold


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p><span class=caption>A boat in the harbour</span></p>", {"caption"}),
        ("<p><span class=caption>A boat</span> that lies in the harbour of the town</p>", set()),
        ("<p class=caption>A boat</p>", set()),
    ],
)
def test_marks_of_an_inline_element_that_holds_all(body: str, names: set[str]) -> None:
    (block,) = blocks(body)
    assert set(names_of(block.marks)) == names


@pytest.mark.parametrize(
    "attributes",
    ["style='color: red; display: none'", "style='visibility:hidden'", "hidden", "aria-hidden=true", "class=hidden"],
)
def test_hidden_elements_are_marked_not_dropped(attributes: str) -> None:
    (block,) = blocks(f"<div {attributes}>One</div>")
    assert "hidden" in names_of(block.node.marks)


def test_marks_come_from_every_naming_attribute() -> None:
    given = [
        "class=related", "id=related", "role=related", "itemprop=related", "data-testid=related", "data-component=related",
    ]  # fmt: skip
    for attribute in given:
        (block,) = blocks(f"<div {attribute}>One</div>")
        assert names_of(block.node.marks) == ("related",), attribute
    (block,) = blocks("<div data-other=related title=related>One</div>")
    assert block.node.marks == 0


# --- bounds


def test_blocks_are_bounded() -> None:
    body = "".join(f"<div><p>{n}</p></div>" for n in range(2_000))
    page = parse(f"<html><body>{''.join(f'<section>{body}</section>' for _ in range(4))}</body></html>", None)
    assert isinstance(page, Page)
    found = segment(page)
    assert len(found) == MAX_BLOCKS
    assert found[0].text == "0"


def test_lines_are_bounded() -> None:
    page = parse(f"<html><body>{('<p>' + 'a<br><br>' * 900 + '</p>') * 8}</body></html>", None)
    assert isinstance(page, Page)
    assert len(segment(page)) == MAX_BLOCKS


def test_the_deepest_page_that_is_parsed() -> None:
    page = parse("<html><body>" + "<div>" * 240 + "deep" + "</div>" * 240, None)
    assert isinstance(page, Page)
    (block,) = segment(page)
    assert len(path(block.node)) == 241


# --- names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", ()),
        ("css-1x2fqk sc-bdVaJa", ()),
        ("related", ("related",)),
        ("relatedItems", ("list", "related")),
        ("read-more", ("related",)),
        ("sr-only", ("hidden",)),
        ("news__caption--wide", ("article", "caption")),
        ("ARTICLE-BODY", ("article", "body")),
        ("readme", ()),
        ("headache", ()),
    ],
)
def test_words_of_a_name_are_marks(name: str, expected: tuple[str, ...]) -> None:
    assert set(names_of(marks_of(name))) >= set(expected)
    if not expected:
        assert marks_of(name) == 0


def test_long_names_are_not_read_to_their_end() -> None:
    page = parse("<body><div class='" + "x" * 400 + " caption'>One.</div></body>", None)
    assert isinstance(page, Page)
    assert [block.node.marks for block in segment(page)] == [0]


def test_a_mark_is_a_bit() -> None:
    assert [bit(name) for name in marks()] == [1 << place for place in range(len(marks()))]
    with pytest.raises(ValueError):
        bit("no such mark")


@pytest.mark.parametrize(
    ("tag", "class_", "ident", "role", "itemprop", "stage", "apart"),
    [
        ("div", "article-body", "", "", "", 1, False),
        ("div", "", "", "", "articleBody", 1, False),
        ("div", "", "article-content", "", "", 1, False),
        ("article", "", "", "", "", 2, False),
        ("div", "story-body", "", "", "", 3, False),
        ("div", "", "", "article", "", 3, False),
        ("div", "content", "", "", "", 4, False),
        ("main", "", "", "", "", 5, False),
        ("div", "css-9k1", "", "", "", 0, False),
        ("p", "article-body", "", "", "", 0, False),
        ("aside", "", "", "", "", 0, True),
        ("footer", "", "", "", "", 0, True),
        ("div", "sharing", "", "", "", 0, True),
        ("div", "sidebar", "", "", "", 0, True),
        ("div", "", "comments-list", "", "", 0, True),
        ("div", "Comments", "", "", "", 0, True),
        ("div", "commentary", "", "", "", 0, False),
        ("blockquote", "sidebar", "", "", "", 0, False),
    ],
)
def test_roots_and_what_stands_apart(
    tag: str, class_: str, ident: str, role: str, itemprop: str, stage: int, apart: bool
) -> None:
    assert role_of(tag, class_, ident, role, itemprop) == (stage, apart)


def test_what_frames_a_page_is_not_walked_into() -> None:
    def texts(body: str) -> list[str]:
        page = parse(f"<body>{body}</body>", None)
        assert isinstance(page, Page)
        return [block.text for block in segment(page)]

    assert texts("<header><a href=/>Paper</a></header><p>Boats.</p><footer><p>Imprint</p></footer>") == ["Boats."]
    assert texts("<header><p>Lead.</p></header><p>Boats.</p>") == ["Lead.", "Boats."]
    assert texts("<header><h1>Boats for two</h1></header>") == ["Boats for two"]
    assert texts("<footer><article><p>Boats.</p></article></footer>") == ["Boats."]
    assert texts("<article><p>Boats.</p><footer>By Ada Example</footer></article>") == ["Boats.", "By Ada Example"]
