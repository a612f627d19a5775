"""A small news page and what is read off it: what the tests of articles, metadata, dates and refusals begin with."""

import datetime as dt
import json

from transforms.extract import jsonld
from transforms.extract import metadata as room
from transforms.extract.model import NoArticle, PageMetadata
from transforms.extract.page import parse

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://news.example.org/world/harbour-talks"
TITLE = "<title>Harbour talks end</title>"
H1 = "<h1>Harbour talks end</h1>"
SENTENCES = (
    "The ministers of Norway and Chile met in the harbour office on Monday and agreed to share two patrol boats.",
    "Their talks had been put off twice since the winter, when a dispute over fishing limits closed the northern port.",
    "A joint commission is to report before the end of the year, "
    "and both sides said that they expect no further delay.",
)
PROSE = f"<p>{SENTENCES[0]}</p>"


def page(head: str = "", before: str = "", after: str = "", html: str = 'lang="en"') -> str:
    """A small news page: navigation, what stands above the text, the text, what stands below, a footer."""
    return (
        f"<!DOCTYPE html><html {html}><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<main><article>{before}{PROSE * 3}{after}</article></main>"
        "<footer>Copyright 2019 Example Media</footer></body></html>"
    )


def metadata(html: str, url: str | None = URL) -> PageMetadata:
    """What it says about its article."""
    found = parse(html, url)
    assert not isinstance(found, NoArticle), found
    return room.read(found, jsonld.read(found.tree), NOW)


def ld(**node: object) -> str:
    """A node of schema.org, as the script that a page carries it in."""
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org"} | node)}</script>'
