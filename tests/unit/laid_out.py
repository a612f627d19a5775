"""A page's body laid out: what the tests of layout and features begin with."""

from transforms.extract.blocks import Block, segment
from transforms.extract.layout import Layout, arrange
from transforms.extract.page import Page, parse

LONG = "The ministers of Norvik and Salmaya met in the harbour office on Monday and agreed to share two boats."
PROSE = f"<p>{LONG}</p>"


def laid(body: str) -> tuple[list[Block], Layout]:
    """Its blocks and their layout."""
    page = parse(f"<html><body>{body}</body></html>", None)
    assert isinstance(page, Page)
    blocks = segment(page)
    return blocks, arrange(blocks)
