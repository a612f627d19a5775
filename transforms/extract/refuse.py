"""Pages that are no article, where that is certain; in doubt the page is an article of low quality.

In: the page, its structured data and what the other steps found. Out: NoArticle, or None. Two kinds of evidence agree
in nearly every rule: what the page says (words, in refuse.toml, with a reason and an example for each language), and
what its markup or structured data say. One is enough only for texts too short to be anything else.

    error_page    a server's or a site's error, also with status 200      video_page   a film and a line about it
    consent_wall  the dialogue in the place of the text                   index_page   a list of other pages
    paywall_stub  the opening, cut where the subscription begins          empty_shell  a page that scripts would fill
    no_article    none of these, and no text

Words judge texts of up to some hundred words only: a long text that says such things is an article about them.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from transforms.extract import listing, names
from transforms.extract.context import agree
from transforms.extract.jsonld import Structured
from transforms.extract.model import NoArticle, PageMetadata
from transforms.extract.page import MAX_TEXT_CHARACTERS, Page, fold, text_of
from transforms.textstats import word_count

MIN_WORDS = 25
"""A text shorter than this is an article only when it has a sentence."""
MIN_SENTENCE_WORDS = 5
MAX_NAMED_WORDS = 600
"""A longer text is not judged by words, whatever its rule."""
WORDS_A_CONSENT_PHRASE = 40
"""A text is a consent dialogue when it has several of the phrases, one for so many words."""
MIN_CONSENT_PHRASES = 3
MAX_STUB_WORDS = 150
"""What a paywall leaves readable is shorter."""
WHOLE_TO_STUB = 5
"""How many times as long the declared article must be."""
MAX_VIDEO_WORDS = 100
MAX_MARKED_WORDS = 300
"""Of a page that software marks as its error page: it may list what else there is."""
TEASER_CHARACTERS, LISTED_TEASER_CHARACTERS = 320, 600
"""Of a teaser with its headline; the second on a page that says it is a listing (excerpts there are longer)."""
SUMMARY_CHARACTERS, LISTED_SUMMARY_CHARACTERS = 240, 400
"""Of a teaser without its headline."""
MIN_TEASERS, MIN_LISTED_TEASERS, MIN_BARE_TEASERS = 5, 3, 8
MIN_TEASER_SHARE, MIN_LISTED_SHARE = 0.75, 0.5
MAX_BESIDE_TEASERS_WORDS = 120
"""Of a text that introduces a listing."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।።][\"'”“’»)\]」』]*$")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[[….]+\])\s*[\"'”»)\]]*$")
_SEGMENTS = re.compile(r"\s+[-–—|·•»«]\s+|\s*\|\s*")
_FALSE = frozenset({"false", "no", "0"})
_VISIBLE = etree.XPath(
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template"
    " or ancestor::nav or ancestor::header or ancestor::footer)]"
)
_FILMS = etree.XPath("//video | //iframe[@src]")
_MAX_VISIBLE, _MAX_OPENING, _MAX_JUDGED = 3_000, 400, 6_000
_MAX_BLOCKS = 80
_SHELL_CHARACTERS = 300


class Rule(NamedTuple):
    """A [[rule]] of refuse.toml."""

    id: str
    reason_code: str
    where: str
    max_words: int
    pattern: re.Pattern[str]


class Tables(NamedTuple):
    """refuse.toml, compiled."""

    rules: tuple[Rule, ...]
    consent: Mapping[str, re.Pattern[str]]
    marks: Mapping[str, frozenset[str]]
    listing_types: frozenset[str]
    certain_listing_types: frozenset[str]
    listing_segments: frozenset[str]
    video_types: frozenset[str]
    video_segments: frozenset[str]
    video_titles: re.Pattern[str]
    players: tuple[str, ...]
    shells: frozenset[str]


@functools.cache
def source() -> dict[str, Any]:
    """refuse.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@functools.cache
def tables() -> Tables:
    """Patterns of all languages as one each."""
    read = source()

    def any_of(patterns: Mapping[str, str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns.values()), re.IGNORECASE)

    return Tables(
        tuple(
            Rule(rule["id"], rule["reason_code"], rule["where"], rule["max_words"], any_of(rule["patterns"]))
            for rule in read["rule"]
        ),
        {phrase["id"]: any_of(phrase["patterns"]) for phrase in read["consent"]},
        {mark["id"]: frozenset(mark["tokens"]) for mark in read["mark"]},
        frozenset(read["listing"]["types"]),
        frozenset(read["listing"]["certain_types"]),
        frozenset(read["listing"]["segments"]),
        frozenset(read["video"]["types"]),
        frozenset(read["video"]["segments"]),
        re.compile(read["video"]["titles"], re.IGNORECASE),
        tuple(read["video"]["players"]),
        frozenset(read["shell"]["ids"]),
    )


def judge(page: Page, data: Structured, found: PageMetadata, paragraphs: Sequence[str], words: int) -> NoArticle | None:
    """Why this page gives no article; None when it does."""
    if (size := sum(map(len, paragraphs))) > MAX_TEXT_CHARACTERS:
        return NoArticle("too_large", f"a text of {size} characters, more than {MAX_TEXT_CHARACTERS}")
    is_thin = not paragraphs or (words < MIN_WORDS and not any(_is_sentence(p) for p in paragraphs))
    marks = _marks(page)
    refusal = None
    if words <= MAX_NAMED_WORDS:
        text = [*paragraphs] if paragraphs else _visible(page)
        refusal = (
            _error_mark(marks, words)
            or _named(_titles(page, found), text, words if paragraphs else 0)
            or _consent(text, words if paragraphs else 0)
            or _paywall(page, data, paragraphs, words)
            or _video(page, data, found, words)
        )
    refusal = refusal or _index(page, data, paragraphs, words, marks, is_thin)
    if refusal is None and is_thin:
        refusal = _shell(page) or NoArticle(
            "no_article", f"{words} words and no sentence: {paragraphs[0][:120]}" if paragraphs else "no text found"
        )
    return refusal


# --- words


def _named(titles: Sequence[str], text: Sequence[str], words: int) -> NoArticle | None:
    for rule in tables().rules:
        if words > rule.max_words:
            continue
        seen = _matched(rule, titles, text)
        if seen:
            return NoArticle(rule.reason_code, f"{rule.id}: {seen[:120]}")
    return None


def _matched(rule: Rule, titles: Sequence[str], text: Sequence[str]) -> str | None:
    """The words by which a rule applies."""
    if rule.where == "title":
        return next((title for title in titles if rule.pattern.fullmatch(title)), None)
    if rule.where == "opening":
        match = next(filter(None, (rule.pattern.match(part[:_MAX_OPENING]) for part in text[:1])), None)
    else:
        joined = " ".join(text[-2:] if rule.where == "end" else text)
        match = rule.pattern.search(joined[-_MAX_JUDGED:] if rule.where == "end" else joined[:_MAX_JUDGED])
    return match.group() if match else None


def _titles(page: Page, found: PageMetadata) -> list[str]:
    """Everything that the page is called, in its segments, without the marks around them."""
    element = page.tree.find(".//title")
    heading = page.tree.find(".//h1")
    whole = [
        found.title or "",
        text_of(element, names.MAX_TITLE_CHARACTERS) if element is not None else "",
        *page.meta.get("og:title", ())[:1],
        text_of(heading, names.MAX_TITLE_CHARACTERS) if heading is not None else "",
    ]
    return [
        segment.strip(" .!…:*\"'“”„«»")
        for title in dict.fromkeys(whole)
        if len(title) <= names.MAX_TITLE_CHARACTERS
        for segment in [title, *_SEGMENTS.split(title)[:1]]
    ]


def _consent(text: Sequence[str], words: int) -> NoArticle | None:
    joined = " ".join(text)[:_MAX_JUDGED]
    lower = joined.lower()
    if "cookie" not in lower and "consent" not in lower and "partner" not in lower:
        return None
    phrases = [name for name, pattern in tables().consent.items() if pattern.search(joined)]
    if len(phrases) >= MIN_CONSENT_PHRASES and words <= WORDS_A_CONSENT_PHRASE * len(phrases):
        return NoArticle("consent_wall", f"{words} words that say: {', '.join(phrases)}")
    return None


def _visible(page: Page) -> list[str]:
    """The page's text outside its header, navigation and foot, joined: what stands there when nothing is extracted."""
    return [fold(" ".join(_VISIBLE(page.tree)[:_MAX_BLOCKS]))[:_MAX_VISIBLE]]


# --- markup and structured data


def _marks(page: Page) -> frozenset[str]:
    """Class names and ids of html and body, lower case."""
    body = page.tree.find("body")
    given = [e.get(name, "") for e in (page.tree, body) if e is not None for name in ("class", "id")]
    return frozenset(" ".join(given)[:4_000].lower().split())


def _error_mark(marks: frozenset[str], words: int) -> NoArticle | None:
    seen = marks & tables().marks["error"]
    if seen and words <= MAX_MARKED_WORDS:
        return NoArticle("error_page", f"the page's own mark: {min(seen)}")
    return None


def _paywall(page: Page, data: Structured, paragraphs: Sequence[str], words: int) -> NoArticle | None:
    """A text that is declared closed, is short, and stops in the middle or before an invitation."""
    if not paragraphs or words > MAX_STUB_WORDS or not _is_closed(page, data):
        return None
    declared = data.article.get("wordCount")
    if isinstance(declared, str) and declared.isdecimal() and len(declared) < 7:
        declared = int(declared)
    if isinstance(declared, int) and declared > WHOLE_TO_STUB * words:
        return NoArticle("paywall_stub", f"closed, {words} of {declared} words given")
    if _CUT_OFF.search(paragraphs[-1]):
        return NoArticle("paywall_stub", f"closed, and cut off after {words} words")
    everything = fold(" ".join(_VISIBLE(page.tree)))[: 5 * _MAX_JUDGED]
    rule = next(rule for rule in tables().rules if rule.reason_code == "paywall_stub")
    match = rule.pattern.search(everything)
    return NoArticle("paywall_stub", f"closed, {words} words and: {match.group()[:120]}") if match else None


def _is_closed(page: Page, data: Structured) -> bool:
    values = [node.get("isAccessibleForFree") for node in (data.article, data.page)]
    return any(str(value).lower() in _FALSE for value in values) or "locked" in page.meta.get(
        "article:content_tier", ()
    )


def _video(page: Page, data: Structured, found: PageMetadata, words: int) -> NoArticle | None:
    """A page that declares a film, by two signs; three where it calls itself an article as well."""
    if words > MAX_VIDEO_WORDS:
        return None
    known = tables()
    kind = next(iter(page.meta.get("og:type", ())), "").lower()
    declared = kind.startswith("video"), bool(known.video_types & data.types)
    named = bool(known.video_segments & _path_segments(page)), bool(known.video_titles.search(found.title or ""))
    if not any((*declared, *named)):
        return None
    played = "player" in page.meta.get("twitter:card", ()) or any(
        key in page.meta for key in ("og:video", "og:video:url", "og:video:secure_url")
    )
    shown = any(
        element.tag == "video" or any(player in element.get("src", "") for player in known.players)
        for element in _FILMS(page.tree)[:20]
    )
    signs = sum((*declared, any(named), played, shown))
    needed = 3 if kind == "article" or data.article.get("headline") else 2
    if signs >= needed and (any(declared) or (any(named) and shown)):
        return NoArticle("video_page", f"a film and {words} words")
    return None


# --- listings


def _index(
    page: Page, data: Structured, paragraphs: Sequence[str], words: int, marks: frozenset[str], is_thin: bool
) -> NoArticle | None:
    """A page whose text is teasers of others, or that has no text beside them."""
    known = tables()
    is_marked = bool(known.marks["listing"] & marks) and not known.marks["article"] & marks
    size, longest = sum(map(len, paragraphs)), LISTED_SUMMARY_CHARACTERS if is_marked else SUMMARY_CHARACTERS
    is_borrowed = _is_borrowed(page, data, paragraphs)
    if 2 * sum(len(p) for p in paragraphs if len(p) > longest) > size and not is_borrowed:
        return None  # prose
    says_article = bool(known.marks["article"] & marks) or _says_article(page, data)
    is_certain = bool(known.certain_listing_types & data.types) or (page.url is not None and _path(page.url) == "/")
    may_list = is_certain or bool(known.listing_types & data.types or known.listing_segments & _path_segments(page))
    if says_article and not may_list and not is_marked:
        return None
    listed = is_marked or (may_list and not says_article)
    cards = listing.teasers(page, LISTED_TEASER_CHARACTERS if listed else TEASER_CHARACTERS)
    share, used = listing.share(page, paragraphs, cards)
    if (
        used >= MIN_LISTED_TEASERS
        and share >= (MIN_LISTED_SHARE if listed else MIN_TEASER_SHARE)
        and (listed or used >= MIN_TEASERS)
    ):
        return NoArticle("index_page", f"{used} teasers are {share:.0%} of the text")
    if is_borrowed and len(cards) >= MIN_BARE_TEASERS:
        return NoArticle("index_page", f"{len(cards)} teasers, and the text of one of the articles they lead to")
    is_bare = (
        is_thin
        or share >= MIN_TEASER_SHARE
        or (listed and (is_marked or is_certain) and words <= MAX_BESIDE_TEASERS_WORDS)
    )
    if is_bare and len(cards) >= MIN_BARE_TEASERS and sum(len(card.text) for card in cards) > 2 * size:
        return NoArticle("index_page", f"{len(cards)} teasers and {words} words of text")
    return None


def _is_borrowed(page: Page, data: Structured, paragraphs: Sequence[str]) -> bool:
    """Whether the text stands in the structured data only, in an article that the page does not call its own."""
    body = data.article.get("articleBody")
    if not paragraphs or not isinstance(body, str):
        return False
    first = listing.squeezed(paragraphs[0][:200])
    if first not in listing.squeezed(body[:2_000]) or _says_article(page, data):
        return False
    return first not in listing.squeezed(" ".join(_VISIBLE(page.tree)))


def _says_article(page: Page, data: Structured) -> bool:
    """Whether the page itself, not one that it lists, is declared to be an article."""
    if "article" in (kind.lower() for kind in page.meta.get("og:type", ())):
        return True
    headline = names.key(names.plain(data.article.get("headline")))
    element = page.tree.find(".//title")
    titles = [*page.meta.get("og:title", ())[:1], text_of(element, 500) if element is not None else ""]
    return any(agree(headline, names.key(title)) for title in titles)


def _path(url: str | None) -> str:
    try:
        return unquote(urlsplit(url or "").path).lower() or "/"
    except ValueError:
        return ""


def _path_segments(page: Page) -> frozenset[str]:
    """The folders of the page's address, lower case; its last segment is a name unless nothing else is there."""
    parts = [part for part in _path(page.url).split("/") if part]
    return frozenset(parts[:-1] or parts)


# --- nothing at all


def _shell(page: Page) -> NoArticle | None:
    """A page with scripts and a place to put something, but nothing there."""
    body = page.tree.find("body")
    if body is None or sum(map(len, _visible(page))) > _SHELL_CHARACTERS:
        return None
    rule = next(rule for rule in tables().rules if rule.reason_code == "empty_shell")
    for element in body.iter("noscript"):
        match = rule.pattern.match(text_of(element, 300))
        if match:
            return NoArticle("empty_shell", f"{rule.id}: {match.group()[:120]}")
    mounted = any((e.get("id") or "").lower() in tables().shells for e in body.iterfind(".//*[@id]"))
    scripts = sum("json" not in (e.get("type") or "") for e in page.tree.iter("script"))
    if scripts and (mounted or scripts > 1):
        return NoArticle("empty_shell", f"{scripts} scripts and no text")
    return None


def _is_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends like a sentence and is long enough for one."""
    return _SENTENCE_END.search(paragraph) is not None and word_count(paragraph) >= MIN_SENTENCE_WORDS
