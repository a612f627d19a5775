"""Live blogs by their structure, and what only looks or sounds like one. All invented."""

# ruff: noqa: E501 (a case of a table stays on its line)

import re
from pathlib import Path

import pytest

from transforms.extract import jsonld
from transforms.extract.liveblog import is_liveblog, source, words
from transforms.extract.page import Page, parse

URL = "https://news.example.org/world/harbour-talks"
LIVE_URL = "https://news.example.org/live/harbour-talks"
TEXT = "The ministers have left the harbour office and say that the boats will come before the winter."
SEEDS = Path(__file__).parents[2] / "seeds"


def posts(shape: str, count: int = 5) -> str:
    return "".join(shape.format(n=n, time=f"10:{n:02}", text=f"{TEXT} It was the {n}th round.") for n in range(count))


def page(body: str, title: str = "Harbour talks", url: str | None = URL) -> bool:
    found = parse(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><main>{body}</main></body></html>", url
    )
    assert isinstance(found, Page)
    return is_liveblog(found, jsonld.read(found.tree))


BLOCK = '<div class="post"><time datetime="2024-03-03T{time}:00Z">{time}</time><p>{text}</p></div>'
FLAT = '<h2><time datetime="2024-03-03T{time}:00Z">{time}</time> Round {n}</h2><p>{text}</p><p>{text}</p>'
DEEP = (
    '<li><article><header><div><time>{time}</time></div></header><div class="body"><p>{text}</p></div></article></li>'
)
CLOCK = '<div class="entry"><span class="entry-time">{time}</span><p>{text}</p></div>'
STAMP = '<section data-timestamp="17000{n}"><b data-time="{n}">{time}</b> {text}</section>'
TEASER = '<li><time>{time}</time> <a href="/s/{n}">{text}</a></li>'

LIVE = {
    "named in the title": (posts(BLOCK), "Harbour talks: live updates", URL),
    "German": (posts(BLOCK), "Liveticker: Minister in Oslo", URL),
    "French": (posts(BLOCK), "EN DIRECT - Les ministres à Oslo", URL),
    "Spanish": (posts(BLOCK), "Los ministros en Oslo, en vivo", URL),
    "named in the address": (posts(BLOCK), "Harbour talks", LIVE_URL),
    "named by a class around the posts": (f'<div class="c-live-blog__list">{posts(BLOCK)}</div>', "Harbour talks", URL),
    "named by a class on the posts": (
        posts(BLOCK.replace('class="post"', 'class="liveblog-post"')),
        "Harbour talks",
        URL,
    ),
    "microdata": (
        f'<div itemscope itemtype="https://schema.org/LiveBlogPosting">{posts(BLOCK)}</div>',
        "Harbour talks",
        URL,
    ),
    "posts without elements of their own": (posts(FLAT), "Harbour talks: live updates", URL),
    "posts in deep elements": (f"<ol>{posts(DEEP)}</ol>", "Harbour talks: live updates", URL),
    "times in spans": (posts(CLOCK), "Harbour talks: live updates", URL),
    "times in data attributes": (posts(STAMP), "Harbour talks: live updates", URL),
    "three posts": (posts(BLOCK, 3), "Harbour talks: live updates", URL),
}
NONE = {
    "an article": ("".join(f"<p>{TEXT}</p>" for _ in range(9)) + "<time>10:00</time>", "Harbour talks", URL),
    "only called live": ("".join(f"<p>{TEXT}</p>" for _ in range(9)) + "<time>10:00</time>", "Harbour talks: live updates", LIVE_URL),
    "a chronicle": (posts(BLOCK), "How the harbour talks began", URL),
    "two posts": (posts(BLOCK, 2), "Harbour talks: live updates", URL),
    "posts without prose": (posts('<div><time>{time}</time><p>Round {n}</p></div>'), "Harbour talks: live updates", URL),
    "a list of teasers": (f"<ul>{posts(TEASER)}</ul>", "Harbour talks: live updates", LIVE_URL),
    "readers' comments": (f'<p>{TEXT}</p><section class="comments">{posts(BLOCK)}</section>', "Harbour talks: live updates", LIVE_URL),
    "comments by their own class": (posts(BLOCK.replace('class="post"', 'class="comment-item"')), "Harbour talks: live updates", LIVE_URL),
    "news beside the text": (f"<p>{TEXT}</p><aside>{posts(BLOCK)}</aside>", "Harbour talks: live updates", LIVE_URL),
}  # fmt: skip


@pytest.mark.parametrize(("body", "title", "url"), LIVE.values(), ids=LIVE)
def test_live(body: str, title: str, url: str) -> None:
    assert page(body, title, url)


@pytest.mark.parametrize(("body", "title", "url"), NONE.values(), ids=NONE)
def test_not_live(body: str, title: str, url: str) -> None:
    assert not page(body, title, url)


def test_structured_data_decides_alone() -> None:
    assert page('<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script><p>Soon.</p>')
    assert not page('<script type="application/ld+json">{"@type": "NewsArticle"}</script><p>Soon.</p>')


def test_the_sample_live_blog_with_and_without_its_structured_data() -> None:
    html = (SEEDS / "nairobi-live.html").read_text(encoding="utf-8")
    for text in (html, html.replace("LiveBlogPosting", "NewsArticle")):
        found = parse(text, None)
        assert isinstance(found, Page)
        assert is_liveblog(found, jsonld.read(found.tree))


@pytest.mark.parametrize("language", source()["titles"])
def test_titles_by_their_examples(language: str) -> None:
    assert source()["examples"][language]
    for title in source()["examples"][language]:
        assert re.search(source()["titles"][language], title, re.IGNORECASE), title
    for title in source()["keeps"].get(language, ()):
        assert not words().titles.search(title), title
