"""Standfirsts: only what the page says twice is one."""

import pytest

from transforms.extract.header import is_standfirst
from transforms.extract.page import Page, parse

LINE = "Prices are to fall within days."
PAGE = (
    '<html><head><meta {} content="{}"></head><body><h1>Oil</h1><p class="{}">{}</p><p>Lima sold oil.</p></body></html>'
)


@pytest.mark.parametrize(
    ("name", "description", "marked", "expected"),
    [
        ('name="description"', LINE, "standfirst", True),
        ('property="og:description"', LINE, "article-sub-title", True),
        ('name="description"', LINE, "c-subheadline", True),
        ('name="description"', LINE, "article__subheading", True),
        ('name="description"', LINE, "body", False),
        ('name="description"', "Something else.", "standfirst", False),
        ('name="keywords"', LINE, "standfirst", False),
    ],
)
def test_description_and_markup_must_agree(name: str, description: str, marked: str, expected: bool) -> None:
    page = parse(PAGE.format(name, description, marked, LINE), None)
    assert isinstance(page, Page)
    assert is_standfirst(page, LINE) is expected
    assert not is_standfirst(page, "Lima sold oil.")
    assert not is_standfirst(page, "")
    assert not is_standfirst(page, "x" * 10_000)
