"""fields.toml: every rule's example, and that each source is one that a feed can have."""

import datetime as dt
import re
from typing import Any

import pytest

from tests.unit.sources.feeds.samples import SPACES, feed, rss
from transforms.sources.feeds import Entry, Feed
from transforms.sources.feeds.elements import names, rules

FIELDS = {
    "published": "published_at", "updated": "updated_at", "content": "content_html", "author": "byline",
    "category": "categories",
}  # fmt: skip
RULES = [("entry", rule) for rule in rules()["entry"]] + [("feed", rule) for rule in rules()["feed"]]


def value(record: Entry | Feed, field: str) -> str | None:
    found: Any = getattr(record, FIELDS.get(field, field))
    if isinstance(found, dt.datetime):
        return found.isoformat().replace("+00:00", "Z")
    return "|".join(found) if isinstance(found, tuple) else found


@pytest.mark.parametrize(
    ("level", "rule"), RULES, ids=lambda value: value if isinstance(value, str) else value["field"]
)
def test_examples(level: str, rule: dict[str, Any]) -> None:
    xml = rule["example"]["xml"]
    if level == "entry":
        found: Entry | Feed = feed(rss(f"<item><link>https://www.quay.example/1</link>{xml}</item>")).entries[0]
    else:
        found = feed(f'<rss version="2.0" {SPACES}><channel>{xml}</channel></rss>'.encode())
    assert value(found, rule["field"]) == rule["example"]["gives"]


def test_every_source_has_a_known_name() -> None:
    prefixes = {*names().prefixes.values(), "rdf"}
    for _, rule in RULES:
        assert rule["reason"]
        for source in rule["sources"]:
            match = re.fullmatch(r"@?(?:([a-z]+):)?[a-z]+", source)
            assert match, source
            assert (match[1] or "") in prefixes, source


def test_the_first_source_wins_whatever_its_place() -> None:
    parts = ["<title>Right</title>", "<media:title>Wrong</media:title>", "<dc:title>Also wrong</dc:title>"]
    for order in (parts, parts[::-1]):
        assert feed(rss(f"<item>{''.join(order)}</item>")).entries[0].title == "Right"


def test_a_blank_source_leaves_the_field_to_the_next() -> None:
    found = feed(rss("<item><title> </title><dc:title>Right</dc:title><author/><dc:creator>Ana</dc:creator></item>"))
    assert (found.entries[0].title, found.entries[0].byline) == ("Right", "Ana")


def test_what_stands_deeper_belongs_to_somebody_else() -> None:
    found = feed(
        rss("<item><image><title>Wrong</title></image><title>Right</title><source><title>No</title></source></item>")
    )
    assert found.entries[0].title == "Right"


def test_a_feed_in_a_namespace_of_its_own_is_one() -> None:
    body = b'<feed xmlns="http://www.w3.org/2005/Atom/oops"><title>T</title><entry><title>A</title><id>1</id></entry></feed>'
    assert (feed(body).title, feed(body).entries[0].title) == ("T", "A")


def test_prefixes_mean_nothing_and_case_does_not_matter() -> None:
    body = b'<RSS xmlns:x="HTTP://PURL.ORG/DC/elements/1.1/"><Channel><Item><TITLE>A</TITLE><x:Creator>Ana</x:Creator></Item></Channel></RSS>'
    assert (feed(body).entries[0].title, feed(body).entries[0].byline) == ("A", "Ana")
