"""The identity of addresses: a table of what is one address, and of what is none."""

# ruff: noqa: E501 (a case of a table stays on its line)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.urls import MAX_URL_CHARACTERS, canonical_url, rules, same_site, source_domain

CASES = {
    "scheme, host and default port": ("HTTP://Www.Example.ORG:80/a", "http://www.example.org/a"),
    "https port": ("https://example.org:443/a", "https://example.org/a"),
    "another port stays": ("https://example.org:8443/a", "https://example.org:8443/a"),
    "no path": ("https://example.org", "https://example.org/"),
    "white space around": ("  https://example.org/a\n", "https://example.org/a"),
    "credentials go": ("https://user:secret@example.org/a", "https://example.org/a"),
    "root dot": ("https://example.org./a", "https://example.org/a"),
    "fragment": ("https://example.org/a#part-2", "https://example.org/a"),
    "a hashbang is a path": ("https://example.org/#!/story/7", "https://example.org/#!/story/7"),
    "international host": ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    "international host, encoded": ("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"),
    "address literal": ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    "duplicate slashes": ("https://example.org//a///b", "https://example.org/a/b"),
    "an archived address keeps its slashes": (
        "https://archive.example/2020/https://example.org/a",
        "https://archive.example/2020/https://example.org/a",
    ),
    "dot segments": ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    "above the root": ("https://example.org/../../a", "https://example.org/a"),
    "index page": ("https://example.org/world/index.html", "https://example.org/world/"),
    "an index page that takes parameters": (
        "https://example.org/index.php?id=7",
        "https://example.org/index.php?id=7",
    ),
    "trailing slash stays": ("https://example.org/world/", "https://example.org/world/"),
    "unreserved escapes": ("https://example.org/%7Euser/%61%2d", "https://example.org/~user/a-"),
    "escapes in upper case": ("https://example.org/caf%c3%a9", "https://example.org/caf%C3%A9"),
    "letters beyond ASCII": ("https://example.org/café", "https://example.org/caf%C3%A9"),
    "a space": ("https://example.org/a b", "https://example.org/a%20b"),
    "a lone percent sign": ("https://example.org/100%", "https://example.org/100%25"),
    "sorted parameters": ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
    "repeated parameters keep their order": ("https://example.org/?a=2&a=1", "https://example.org/?a=2&a=1"),
    "empty parameters": ("https://example.org/a?&&", "https://example.org/a"),
    "tracking in upper case": ("https://example.org/a?UTM_Source=x", "https://example.org/a"),
    "where the reader came from": ("https://example.org/a?ref=rss", "https://example.org/a"),
    "a reference that selects": ("https://example.org/a?ref=annex-4", "https://example.org/a?ref=annex-4"),
    "AMP parameter": ("https://example.org/a?amp=1", "https://example.org/a"),
    "AMP parameter without value": ("https://example.org/a?amp", "https://example.org/a"),
    "an amp of another kind": ("https://example.org/a?amp=50", "https://example.org/a?amp=50"),
    "AMP ending": ("https://example.org/2021/harbour-talks/amp/", "https://example.org/2021/harbour-talks"),
    "AMP suffix": ("https://example.org/harbour-talks.amp.html", "https://example.org/harbour-talks.html"),
    "AMP section": ("https://example.org/news/amp/world-123", "https://example.org/news/world-123"),
    "a page called amp": ("https://example.org/music/amp", "https://example.org/music/amp"),
    "AMP host": ("https://amp.example.org/a-1", "https://www.example.org/a-1"),
    "AMP folder": ("https://example.org/amphtml/world/harbour-talks", "https://example.org/world/harbour-talks"),
    "AMP platform": ("https://example.org/platform/amp/2021/7/1/harbour", "https://example.org/2021/7/1/harbour"),
    "AMP cache": (
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a-1?utm_source=x",
        "https://www.example.org/a-1",
    ),
    "AMP viewer": ("https://www.google.com/amp/s/amp.example.org/a-1", "https://www.example.org/a-1"),
    "mobile host": ("https://m.example.co.uk/a", "https://www.example.co.uk/a"),
    "mobile encyclopaedia": ("https://fr.m.wikipedia.org/wiki/Oslo", "https://fr.wikipedia.org/wiki/Oslo"),
    "other mobile hosts": ("https://touch.example.org/a", "https://www.example.org/a"),
    "mobile parameter": ("https://example.org/a?mobile=1", "https://example.org/a"),
    "m as a name": ("https://m.co.uk/a", "https://m.co.uk/a"),
    "mobile label further in": ("https://m.news.example.org/a", "https://m.news.example.org/a"),
    "session in the path": ("https://example.org/story.jsp;jsessionid=0A1B?id=7", "https://example.org/story.jsp?id=7"),
    "session of ASP.NET": (
        "https://example.org/(S(lit3py55t21z5v55vlm25s55))/story.aspx",
        "https://example.org/story.aspx",
    ),
    "brackets that are a name": ("https://example.org/(S(a))/story", "https://example.org/(S(a))/story"),
    "ampersands as pages write them": (
        "https://example.org/a?id=7&amp;utm_source=x&amp;p=2",
        "https://example.org/a?id=7&p=2",
    ),
    "a service without a target": (
        "https://www.google.com/url?sa=t&q=harbour",
        "https://www.google.com/url?q=harbour&sa=t",
    ),
    "a service that leads to a service": (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.org%252Fa",
        "https://example.org/a",
    ),
    "a target that is no address": (
        "https://l.facebook.com/l.php?u=javascript:x",
        "https://l.facebook.com/l.php?u=javascript:x",
    ),
    "a site named like a service": (
        "https://notfacebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa",
        "https://notfacebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa",
    ),
    "text fragment": ("https://example.org/a#:~:text=harbour", "https://example.org/a"),
}


DISTINCT = {
    "ids": ("https://example.org/a?id=123", "https://example.org/a?id=124"),
    "posts": ("https://example.org/?p=12", "https://example.org/?p=13"),
    "stories": ("https://example.org/story.php?story=7", "https://example.org/story.php?story=8"),
    "short names of numbers": ("https://example.org/a?cid=7&sid=1", "https://example.org/a?cid=7&sid=2"),
    "pages of a list": ("https://example.org/a?page=2", "https://example.org/a?page=3"),
    "months": ("https://example.org/?m=1", "https://example.org/?m=2"),
    "languages": ("https://example.org/a?lang=fr", "https://example.org/a?lang=de"),
    "sections": ("https://example.org/view?s=world", "https://example.org/view?s=sport"),
    "case of a path": ("https://example.org/Aa1", "https://example.org/aA1"),
    "case of a value": ("https://example.org/a?v=xQ1", "https://example.org/a?v=Xq1"),
    "sources that select": ("https://example.org/a?source=treaty-4", "https://example.org/a?source=treaty-5"),
    "hosts below": ("https://fr.example.org/a", "https://de.example.org/a"),
    "ports": ("https://example.org:8443/a", "https://example.org:9443/a"),
    "hashbangs": ("https://example.org/#!/1", "https://example.org/#!/2"),
    "action numbers": ("https://example.org/a?action_id=1", "https://example.org/a?action_id=2"),
}


@pytest.mark.parametrize(("one", "other"), DISTINCT.values(), ids=DISTINCT)
def test_what_may_be_another_article_stays_another(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("rule", rules()["redirect"], ids=lambda rule: rule["host"])
def test_each_redirecting_service_by_its_example(rule: dict[str, str]) -> None:
    assert canonical_url(rule["url"]) == rule["canonical"]


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_canonical_url(given: str, expected: str) -> None:
    assert canonical_url(given) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize("rule", rules()["parameter"], ids=lambda rule: rule["id"])
def test_each_parameter_rule_by_its_example(rule: dict[str, str]) -> None:
    assert canonical_url(rule["url"]) == rule["canonical"]
    assert rule["reason"]


@pytest.mark.parametrize(
    "url",
    [None, "", " ", "example.org/a", "/a", "ftp://example.org/a", "javascript:alert(1)", "mailto:a@example.org", "https://",
     "https://:80/", "http://exa mple.org/", "http://[::1/a", "http://example.org:99999/", "http://example.org:x/",
     "http://-example.org/", "http://a..b/", "http://" + "a" * 70 + ".org/", "https://example.org/" + "a" * MAX_URL_CHARACTERS],
)  # fmt: skip
def test_what_is_no_address(url: str | None) -> None:
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("https://www.gov.uk/a", "gov.uk"),
        ("https://Edition.Example.com:8080/", "example.com"),
        ("https://someone.substack.com/p/a", "someone.substack.com"),
        ("https://www.mofa.go.jp/a", "mofa.go.jp"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://localhost/a", "localhost"),
        ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "example.org"),
        ("not a url", None),
        (None, None),
    ],
)
def test_source_domain(url: str | None, domain: str | None) -> None:
    assert source_domain(url) == domain


def test_same_site() -> None:
    assert same_site("https://www.example.org/a", "http://news.example.org/b")
    assert not same_site("https://example.co.uk/a", "https://another.co.uk/a")
    assert not same_site(None, None)


PIECES = st.sampled_from(
    ["/", "//", "?", "&", "=", "#", "%", "%zz", ":", "@", "[", "]", ".", "..", "amp", "é", "\ud800", "\x00"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=12))
def test_nothing_raises_and_what_comes_out_is_stable(pieces: list[str]) -> None:
    for start in ("", "http://", "https://example.org"):
        found = canonical_url(start + "".join(pieces))
        assert found is None or (found.isascii() and canonical_url(found) == found)
        source_domain(start + "".join(pieces))
