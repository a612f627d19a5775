"""Pages that are no article, each kind in several makes, and the articles that look like them. All invented."""

# ruff: noqa: E501 (a case of a table stays on its line)

import re
from typing import Any

import pytest

from tests.unit.news_page import NOW, SENTENCES, URL, ld
from transforms.extract import Extracted, NoArticle, extract
from transforms.extract.listing import share, teasers
from transforms.extract.page import Page, parse
from transforms.extract.refuse import source, tables

PROSE = (
    *SENTENCES,
    "Fishermen on the quay were less sure. They have heard such promises before, and the boats that were promised came late.",
    "The commission has six members, three from each side, who will meet every second month in one of the two capitals.",
)
SUBJECTS = (
    "Norway",
    "Chile",
    "Ghana",
    "Nepal",
    "Estonia",
    "Bolivia",
    "Senegal",
    "Vietnam",
    "Tonga",
    "Latvia",
    "Kenya",
    "Peru",
)
HEADLINES = tuple(f"{name} sends two envoys to the harbour talks" for name in SUBJECTS)
SUMMARIES = tuple(
    f"The government of {name} named them on Monday and said that both will stay for a week." for name in SUBJECTS
)
NAV = "<nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/sport'>Sport</a></nav>"
FOOT = "<footer><a href='/about'>About us</a> <a href='/terms'>Terms of use</a> Copyright 2024 Example Media</footer>"


def page(body: str, head: str = "<title>Example News</title>", attributes: str = "", html: str = 'lang="en"') -> str:
    return f"<!DOCTYPE html><html {html}><head>{head}</head><body {attributes}>{NAV}{body}{FOOT}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def article(body: str, title: str, head: str = "") -> str:
    """An article in the usual frame: declared, headed, with teasers of others beside it."""
    beside = "".join(f"<li><a href='/r/{n}'>{text}</a></li>" for n, text in enumerate(HEADLINES))
    declared = f'<title>{title} - Example News</title><meta property="og:type" content="article">'
    return page(
        f"<main><article><h1>{title}</h1>{body}</article></main><aside><h2>Most read</h2><ul>{beside}</ul></aside>",
        declared + head,
    )


def cards(shape: str, count: int = len(SUBJECTS)) -> str:
    return "".join(
        shape.format(n=n, headline=headline, summary=summary)
        for n, (headline, summary) in enumerate(zip(HEADLINES[:count], SUMMARIES[:count], strict=True))
    )


GRID = '<div class="grid">{}</div>'
CARD = '<div class="card"><a href="/s/{n}"><img src="/i/{n}.jpg" alt=""></a><h3><a href="/s/{n}">{headline}</a></h3><p>{summary}</p></div>'
LINKED_CARD = '<article><a href="/s/{n}"><h2>{headline}</h2><p>{summary}</p><span>4 min</span></a></article>'
ITEM = '<li><span class="time">12:0{n}</span> <a href="/s/{n}"><strong>{headline}</strong></a><br><div>{summary}</div></li>'
ROW = '<tr><td><a href="/s/{n}">{headline}</a></td><td>{summary}</td></tr>'
EXCERPT = '<article class="post"><h2 class="entry-title"><a href="/s/{n}" rel="bookmark">{headline}</a></h2><p>{summary} It is the third time since the winter that envoys are sent, and each time the number has grown by one, to the surprise of nobody at the harbour. […]</p><a class="more" href="/s/{n}">Read more</a></article>'

VIDEO_LINE = "<p>The ministers leave the harbour office after two hours of talks, in pictures.</p>"
FILM = '<video src="/v/7.mp4" controls></video>'
EMBED = '<iframe src="https://www.youtube.com/embed/x7"></iframe>'

REFUSED: dict[str, tuple[str, str | None, str]] = {
    # --- error pages
    "404 in the title, teasers below": (
        page("<h1>404</h1><p>Try one of these.</p>" + GRID.format(cards(CARD, 4)), "<title>404 Not Found</title>"),
        URL,
        "error_page",
    ),
    "soft 404 of a blog": (
        page("<h1>Oops!</h1><p>Nothing stands at this address. A search may help.</p>", "<title>Oops! - Example</title>", 'class="error404 wide"'),
        URL,
        "error_page",
    ),
    "error in the heading only": (page("<main><h1>Page not found</h1><p>The address has changed. Our search knows the new one, in most cases.</p></main>"), URL, "error_page"),
    "gateway": ("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>server</body></html>", URL, "error_page"),
    "robot check": (page("<main><h2>One more step</h2><p>Please verify you are a human. It takes a few seconds.</p></main>", "<title>example.org</title>"), URL, "error_page"),
    "an old story's address": (page("<main><p>The page you are looking for has been removed. It may have been a story of an agency, which we keep for a month.</p></main>"), URL, "error_page"),
    # --- consent walls
    "a long dialogue": (
        page(
            paragraphs(
                "We and our 217 partners store and/or access information on a device, such as cookies, and process what they read there.",
                "With your permission we use precise geolocation data and personalised ads and content, ad measurement and audience insights.",
                "Some partners rely on their legitimate interest and do not ask. You may withdraw your consent at any time in the footer of every page.",
                "Accept all",
                "Manage options",
            )
        ),
        URL,
        "consent_wall",
    ),
    "advertising or subscription, German": (
        page(
            "<main>" + paragraphs(
                "Lesen Sie wie gewohnt mit Werbung und Tracking, oder ohne beides im Abonnement.",
                "Wir und unsere 180 Partner verarbeiten dafür Daten und speichern Informationen auf Ihrem Gerät.",
                "Sie können Ihre Einwilligung jederzeit widerrufen. Näheres sagt die Datenschutzerklärung.",
                "Akzeptieren und weiter",
            ) + "</main>",
            "<title>Musterblatt</title>",
            html='lang="de"',
        ),
        URL,
        "consent_wall",
    ),
    "French": (
        page("<div>" + paragraphs("Nous et nos 90 partenaires utilisons des cookies pour des publicités personnalisées.", "Vous pouvez retirer votre consentement à tout moment.", "Tout accepter", "Continuer sans accepter") + "</div>", "<title>Exemple Info</title>", html='lang="fr"'),
        URL,
        "consent_wall",
    ),
    # --- paywalls
    "the opening, then the offer": (article(paragraphs(PROSE[0], "Subscribe now to continue reading. Cancel whenever you like."), "Harbour talks near an end"), URL, "paywall_stub"),
    "declared closed and cut off": (
        article(paragraphs(PROSE[0], "Their talks had been put off twice since the winter, when a dispute over…"), "Harbour talks near an end", ld(**{"@type": "NewsArticle"}, headline="Harbour talks near an end", isAccessibleForFree=False)),
        URL,
        "paywall_stub",
    ),
    "declared closed and far longer": (
        article(paragraphs(PROSE[0]), "Harbour talks near an end", ld(**{"@type": "NewsArticle"}, headline="Harbour talks near an end", isAccessibleForFree="False", wordCount=900)),
        URL,
        "paywall_stub",
    ),
    "declared closed, the offer outside the text": (
        article(paragraphs(PROSE[0]) + '<div class="offer"><b>To continue reading, log in</b></div>', "Harbour talks near an end", '<meta property="article:content_tier" content="locked">'),
        URL,
        "paywall_stub",
    ),
    # --- video pages
    "a player and a line": (page(f"<main><h1>Ministers leave the talks</h1>{FILM}{VIDEO_LINE}</main>", '<title>Ministers leave the talks</title><meta property="og:type" content="video.other">'), URL, "video_page"),
    "structured data and an address": (
        page(f"<main><h1>Ministers leave the talks</h1>{VIDEO_LINE}</main>", "<title>Ministers leave the talks</title>" + ld(**{"@type": "VideoObject"}, name="Ministers leave the talks")),
        "https://news.example.org/video/ministers-leave-the-talks",
        "video_page",
    ),
    "an article only by name": (
        page(f"<main><h1>Video: ministers leave the talks</h1>{EMBED}{VIDEO_LINE}</main>", '<title>Video: ministers leave the talks</title><meta property="og:type" content="article">' + ld(**{"@type": "VideoObject"}, name="x")),
        URL,
        "video_page",
    ),
    # --- listings
    "front page of cards": (page(GRID.format(cards(CARD))), "https://news.example.org/", "index_page"),
    "section of linked cards": (page(f"<main><h1>World</h1>{cards(LINKED_CARD)}</main>", "<title>World - Example News</title>"), "https://news.example.org/world", "index_page"),
    "ticker list": (page(f"<main><h1>Latest</h1><ul>{cards(ITEM)}</ul></main>", "<title>Latest</title>"), "https://news.example.org/latest", "index_page"),
    "table": (page(f"<table>{cards(ROW)}</table>"), "https://news.example.org/list", "index_page"),
    "headlines alone": (page("<main><ul>" + "".join(f'<li><a href="/s/{n}">{text}</a></li>' for n, text in enumerate(HEADLINES)) + "</ul></main>"), "https://news.example.org/today", "index_page"),
    "category of a blog, called an article": (
        page(f"<main><h1>Category: Harbours</h1>{cards(EXCERPT)}</main>", '<title>Harbours</title><meta property="og:type" content="article">', 'class="archive category category-7"'),
        "https://blog.example.org/category/harbours/",
        "index_page",
    ),
    "tag page with an introduction": (
        page(f"<main><h1>Harbours</h1><p>{PROSE[4]} This page has all that we wrote on them.</p>{cards(EXCERPT)}</main>", "<title>Harbours</title>" + ld(**{"@type": "CollectionPage"}, name="Harbours"), 'class="archive tag"'),
        "https://blog.example.org/tag/harbours/",
        "index_page",
    ),
    "search with results": (page(f"<main><h1>Results</h1>{cards(CARD)}</main>", "<title>Results</title>" + ld(**{"@type": "SearchResultsPage"})), "https://news.example.org/find?q=envoys", "index_page"),
    "list of articles in structured data": (
        page(f"<main>{cards(LINKED_CARD)}</main>", "<title>World</title>" + ld(**{"@type": "ItemList"}, itemListElement=[{"@type": "NewsArticle", "headline": text} for text in HEADLINES])),
        "https://news.example.org/world/",
        "index_page",
    ),
    "list of whole articles in structured data": (
        page(
            f"<main>{cards(LINKED_CARD)}</main>",
            "<title>World</title>" + ld(**{"@type": "ItemList"}, itemListElement=[{"@type": "NewsArticle", "headline": text, "articleBody": " ".join(PROSE * 4)} for text in HEADLINES]),
        ),
        "https://news.example.org/world/",
        "index_page",
    ),
    "Chinese front page": (
        page("<main>" + "".join(f'<div><h3><a href="/s/{n}">两国部长在港口办公室会晤第{n}次</a></h3><p>双方于周一公布了会谈的结果。</p></div>' for n in range(12)) + "</main>", "<title>新闻</title>", html='lang="zh"'),
        "https://zh.example.org/",
        "index_page",
    ),
    "site map": (page("<main><h1>All sections</h1><ul>" + "".join(f'<li><a href="/w/{n}">News from {name}</a></li>' for n, name in enumerate(SUBJECTS)) + "</ul></main>"), "https://news.example.org/map", "index_page"),
    # --- shells
    "application": ("<html><head><title>Example News</title></head><body><div id='root'></div><script src='/a.js'></script></body></html>", URL, "empty_shell"),
    "application with a notice": ("<html><head><title>Example News</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id='x'></div></body></html>", URL, "empty_shell"),
    "application with a menu": (page("<div id='__next'><div class='spinner'>Loading</div></div><script>a()</script><script src='/b.js'></script>"), URL, "empty_shell"),
    # --- nothing
    "a menu": ("<html><body><p>Menu Home World Sport</p></body></html>", URL, "no_article"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "url", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(html: str, url: str | None, reason: str) -> None:
    found = extract(html, url, NOW)
    assert isinstance(found, NoArticle), found
    assert found.reason_code == reason, found
    assert found.detail


def repeated(text: str, times: int = 6) -> str:
    return paragraphs(*(f"{text} So it was in year {n}." for n in range(times)))


POST = '<article class="{kind}"><h2><a href="/p/{n}">{headline}</a></h2><p>{summary} {prose}</p></article>'
KEPT: dict[str, tuple[str, str | None]] = {
    "a short article beside many teasers": (article(paragraphs(*PROSE[:3]), "Harbour talks near an end"), URL),
    "an article without any declaration": (page(f"<h1>Harbour talks near an end</h1>{paragraphs(*PROSE)}<ul>{cards(ITEM)}</ul>", "<title>Harbour talks near an end</title>"), URL),
    "an article with related headlines in it": (
        article("".join(f'<p>{text}</p><p><a href="/s/{n}">{HEADLINES[n]}</a></p>' for n, text in enumerate(PROSE)), "Harbour talks near an end"),
        URL,
    ),
    "about cookie consent": (
        article(
            paragraphs("The regulator fined three sites on Monday, because “Accept all” stood in green and “Reject all” in grey.", "“We use cookies and share information with our 700 partners,” one of the dialogues began. Nobody reads it, the ruling says.", *PROSE[2:])
            + repeated("Lawyers argue about what a legitimate interest is, and whether anybody may withdraw consent that was never given."),
            "Regulator fines three sites over cookie consent",
        ),
        URL,
    ),
    "about an error": (article(repeated("The number 404 was a room, the story goes, in which nobody could find a file. Engineers in Geneva say that this is made up.", 3), "Error 404: the story of a number"), URL),
    "called as an error": (article(repeated("Links rot, and the archives of parliaments rot with them. Who looks for a treaty finds a notice instead, and no one answers for it.", 8), "Page not found"), URL),
    "about paywalls": (article(repeated("“Subscribe to continue reading” is what most readers see first. The paper has now taken the line away, and its owner explains why.", 8), "Paper drops its paywall"), URL),
    "closed but whole": (article(paragraphs(*PROSE[:3]), "Harbour talks near an end", ld(**{"@type": "NewsArticle"}, headline="Harbour talks near an end", isAccessibleForFree=False, wordCount=70)), URL),
    "a film on top": (article(FILM + EMBED + paragraphs(*PROSE, *PROSE[:2]), "Harbour talks near an end", '<meta name="twitter:card" content="player">' + ld(**{"@type": "VideoObject"}, name="x")), URL),
    "a short report with a film": (article(EMBED + paragraphs(*PROSE[:3]), "Harbour talks near an end", ld(**{"@type": "VideoObject"}, name="x")), URL),
    "about a film": (article(paragraphs(*PROSE), "Video shows the harbour on fire"), "https://news.example.org/world/video-shows-harbour"),
    "a live blog": (
        article(
            "".join(f'<div class="post"><time datetime="2024-03-03T10:{n:02}:00Z">10:{n:02}</time><h3><a href="#p{n}">{HEADLINES[n]}</a></h3><p>{SUMMARIES[n]}</p><p>{PROSE[n % 5]}</p></div>' for n in range(12)),
            "Harbour talks: live updates",
            ld(**{"@type": "LiveBlogPosting"}, headline="Harbour talks: live updates"),
        ),
        "https://news.example.org/live/harbour-talks",
    ),
    "a list of reviews": (
        page(
            "<main><h1>Twelve novels of the sea</h1>" + "".join(POST.format(kind="review", n=n, headline=text, summary=SUMMARIES[n], prose=" ".join(PROSE[:4])) for n, text in enumerate(HEADLINES)) + "</main>",
            "<title>Twelve novels of the sea</title>",
        ),
        "https://news.example.org/books/sea",
    ),
    "a blog's front page with whole posts": (
        page("".join(POST.format(kind="post", n=n, headline=text, summary=SUMMARIES[n], prose=" ".join(PROSE)) for n, text in enumerate(HEADLINES[:5])), attributes='class="home blog"'),
        "https://blog.example.org/",
    ),
    "a short post under its own link": (
        page(f'<article><h2><a href="/2024/harbour-talks/">Harbour talks near an end</a></h2>{paragraphs(*PROSE[:3])}</article><aside><ul>{cards(ITEM)}</ul></aside>', "<title>Example Blog</title>"),
        "https://blog.example.org/2024/harbour-talks/",
    ),
    "a site's own words on its front page": (page(f"<main><h1>Example Institute</h1>{paragraphs(*PROSE)}</main>", "<title>Example Institute</title>"), "https://institute.example.org/"),
    "a list of links with a sentence to each": (
        article("<ul>" + "".join(f'<li><a href="/s/{n}">{text}</a>, which is remarkable. {SUMMARIES[n]}</li>' for n, text in enumerate(HEADLINES)) + "</ul>", "What we read this week"),
        URL,
    ),
    "a text in structured data only": (
        page(f'<div id="root"></div><ul>{cards(ITEM)}</ul>', "<title>Harbour talks near an end | Example News</title>" + ld(**{"@type": "NewsArticle"}, headline="Harbour talks near an end", articleBody="\n".join(PROSE * 4))),
        URL,
    ),
    "a search that is an event": (article(paragraphs(*PROSE[:2]), "Search for the missing trawler"), URL),
    "one sentence": (page(f"<main><p>{PROSE[0]}</p></main>"), URL),
    "one sentence without a page around it": (f"<p>{PROSE[0]}</p>", None),
}  # fmt: skip


@pytest.mark.parametrize(("html", "url"), KEPT.values(), ids=KEPT)
def test_kept(html: str, url: str | None) -> None:
    assert isinstance(extract(html, url, NOW), Extracted), extract(html, url, NOW)


# --- the tables

REQUIRED = {"en", "de", "fr", "es", "it", "pl", "nl", "pt"}
EXAMPLES = [(rule["id"], language) for rule in source()["rule"] for language in rule["patterns"]]


def _answer(title: str, text: str) -> Extracted | NoArticle:
    return extract(f"<html><head><title>{title}</title></head><body><main><p>{text}</p></main></body></html>", URL, NOW)


def _rule(rule_id: str) -> dict[str, Any]:
    return next(rule for rule in source()["rule"] if rule["id"] == rule_id)


@pytest.mark.parametrize(("rule_id", "language"), EXAMPLES)
def test_each_rule_refuses_its_example_in_each_language(rule_id: str, language: str) -> None:
    rule = _rule(rule_id)
    title, text = rule["examples"][language]
    found = _answer(title, text)
    assert isinstance(found, NoArticle), found
    assert (found.reason_code, found.detail.partition(":")[0]) == (rule["reason_code"], rule_id)


@pytest.mark.parametrize("rule", source()["rule"], ids=lambda rule: rule["id"])
def test_each_rule_keeps_what_only_sounds_like_it(rule: dict[str, Any]) -> None:
    for title, text in rule["keeps"].values():
        assert isinstance(_answer(title, text), Extracted)
    long = " ".join((*PROSE, rule["examples"].get("en", rule["examples"].get("any"))[1], *PROSE * 7))
    assert isinstance(_answer("Harbour talks near an end", long), Extracted)


def test_every_rule_has_its_reason_and_speaks_the_languages() -> None:
    read = source()
    for rule in read["rule"]:
        assert rule["reason"]
        assert rule["where"] in {"title", "opening", "text", "end"}
        assert set(rule["patterns"]) == set(rule["examples"])
        assert set(rule["patterns"]) >= REQUIRED or set(rule["patterns"]) == {"any"}
    for phrase in read["consent"]:
        assert phrase["reason"]
        assert set(phrase["patterns"]) == set(phrase["examples"]) == REQUIRED
    assert {mark["id"] for mark in read["mark"]} == {"error", "listing", "article"}
    assert all(mark["reason"] for mark in read["mark"])


@pytest.mark.parametrize("phrase", source()["consent"], ids=lambda phrase: phrase["id"])
def test_each_consent_phrase_by_its_examples(phrase: dict[str, Any]) -> None:
    for language, example in phrase["examples"].items():
        assert re.search(phrase["patterns"][language], example, re.IGNORECASE), language
        assert tables().consent[phrase["id"]].search(example)


# --- teasers


def parsed(body: str) -> Page:
    found = parse(f"<html><body>{body}</body></html>", None)
    assert isinstance(found, Page)
    return found


@pytest.mark.parametrize("shape", [CARD, LINKED_CARD, ITEM, ROW], ids=["card", "linked card", "item", "row"])
def test_teasers_of_every_shape(shape: str) -> None:
    around = "<table>{}</table>" if shape == ROW else "<ul>{}</ul>" if shape == ITEM else "{}"
    listed = parsed(around.format(cards(shape)))
    found = teasers(listed, 320)
    assert [teaser.href for teaser in found] == [f"/s/{n}" for n in range(len(SUBJECTS))]
    assert share(listed, SUMMARIES, found) == (1.0, len(SUBJECTS))
    assert share(listed, [*SUMMARIES[:2], PROSE[0]], found)[1] == 2
    assert 0.4 < share(listed, [*SUMMARIES[:2], PROSE[0]], found)[0] < 0.8


def test_links_in_sentences_and_short_links_are_no_headlines() -> None:
    inline = "".join(
        f'<p>Ministers said that <a href="/s/{n}">{text}</a> soon.</p>' for n, text in enumerate(HEADLINES)
    )
    assert teasers(parsed(inline), 320) == []
    menu = parsed("".join(f'<li><a href="/{n}">World news {n}</a></li>' for n in range(20)))
    assert teasers(menu, 320) == []
    assert share(menu, ["World news 7", "World news 8"], []) == (1.0, 2)
    assert share(menu, PROSE, []) == (0.0, 0)
    assert share(menu, [], []) == (0.0, 0)
