"""From a document to its article: what wins, what is refused, and that every row fits its table."""

import dataclasses
import datetime as dt
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles import KEPT_IN_HTML, Draft, answer, clean_draft, extract_draft, fit_text, to_article
from transforms.records import Article, Document, Refusal, Run
from transforms.schema import to_row

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
RUN = Run("a" * 32, NOW)
TEXT = (
    "The ministers of Norway and Chile met in the harbour office on Monday and agreed to share two patrol boats.\n\n"
    "Their talks had been put off twice since the winter, when a dispute over fishing limits closed the northern port."
)
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n"))
LD = json.dumps(
    {
        "@type": "NewsArticle",
        "headline": "Harbour talks end in Oslo",
        "author": {"@type": "Person", "name": "Ada Example"},
        "publisher": {"name": "Example News"},
        "datePublished": "2024-03-03T23:30:00-05:00",
        "dateModified": "2024-03-05T10:00:00Z",
        "keywords": ["fish", "ports; boats"],
    }
)
HTML = (
    f'<html lang="en-GB"><head><script type="application/ld+json">{LD}</script>'
    '<link rel="canonical" href="https://example.org/world/harbour-talks?utm_source=x"></head>'
    f"<body><article><h1>Harbour talks end in Oslo</h1>{PARAGRAPHS}</article></body></html>"
)


def document(content: str = TEXT, **given: object) -> Document:
    base = Document("file.txt", "file.txt", content, "0" * 64)
    return dataclasses.replace(base, **given)  # type: ignore[arg-type]


def article(of: Document) -> Article:
    found = to_article(of, RUN)
    assert isinstance(found, Article), found
    to_row(found)
    return found


def test_plain_text() -> None:
    found = article(document())
    assert found.body == TEXT.replace("\n\n", "\n")
    assert (found.language, found.word_count, found.extractor) == ("en", 40, "text")
    assert (found.published_at, found.published_at_source, found.published_date) == (None, "none", None)
    assert found.fetched_at == NOW
    assert found.story_id == found.article_id
    assert found.duplicate_of is None
    assert re.fullmatch(r"\d+\.\d+\.\d+\+clean-\w+", found.extractor_version)


def test_a_page() -> None:
    found = article(document(HTML, media="html", url="https://m.example.org/world/harbour-talks?fbclid=1"))
    assert found.body == TEXT.replace("\n\n", "\n")
    assert found.title == "Harbour talks end in Oslo"
    assert found.byline == "Ada Example"
    assert found.publisher == "Example News"
    assert found.canonical_url == "https://example.org/world/harbour-talks"
    assert found.url == "https://m.example.org/world/harbour-talks?fbclid=1"
    assert found.source_domain == "example.org"
    assert found.published_at == dt.datetime(2024, 3, 4, 4, 30, tzinfo=dt.UTC)
    assert found.published_date == dt.date(2024, 3, 3)
    assert found.published_at_source == "metadata"
    assert found.updated_at == dt.datetime(2024, 3, 5, 10, tzinfo=dt.UTC)
    assert found.is_updated
    assert found.tags == ";fish;ports;boats;"
    assert found.extractor == "blocks"
    assert re.fullmatch(r"\d+\.\d+\.\d+\+trafilatura-[\d.]+\+clean-\w+", found.extractor_version)


def test_the_source_wins_over_the_page_and_the_page_over_the_text() -> None:
    when = dt.datetime(2024, 2, 2, 8, tzinfo=dt.UTC)
    found = article(
        document(
            HTML,
            media="html",
            title="The feed's own title",
            byline="Bo Sample",
            publisher="Sample Agency",
            published_at=when,
            published_date=when.date(),
            published_at_source="feed",
        )
    )
    assert (found.title, found.byline, found.publisher) == ("The feed's own title", "Bo Sample", "Sample Agency")
    assert (found.published_at, found.published_date, found.published_at_source) == (when, when.date(), "feed")


def test_a_date_in_the_text_is_the_last_resort() -> None:
    dated = f"Published: 3 March 2024\n\n{TEXT}"
    found = article(document(dated))
    assert (found.published_date, found.published_at_source) == (dt.date(2024, 3, 3), "text")
    given_day = article(document(dated, published_date=dt.date(2024, 2, 2), published_at_source="metadata"))
    assert given_day.published_at == dt.datetime(2024, 2, 2, tzinfo=dt.UTC)


def test_a_change_within_minutes_is_no_update() -> None:
    at = dt.datetime(2024, 3, 3, 10, tzinfo=dt.UTC)
    soon, late = at + dt.timedelta(minutes=4), at + dt.timedelta(hours=1)
    assert not article(document(published_at=at, updated_at=soon)).is_updated
    assert article(document(published_at=at, updated_at=late)).is_updated


# --- identity


def test_the_id_is_that_of_the_canonical_url_else_of_the_text() -> None:
    one = article(document(url="https://www.example.org/a?utm_source=rss"))
    other = article(
        document(TEXT + "\n\nA third paragraph was added later in the evening.", url="https://www.example.org/a#x")
    )
    assert one.article_id == other.article_id
    assert one.content_sha256 != other.content_sha256
    first, wrapped = article(document()), article(document(TEXT.replace("\n\n", "\n \n\n")))
    assert first.article_id == wrapped.article_id != one.article_id
    assert first.content_sha256 == wrapped.content_sha256


def test_the_run_changes_provenance_only() -> None:
    later = Run("b" * 32, NOW + dt.timedelta(days=3))
    one, other = to_article(document(HTML, media="html"), RUN), to_article(document(HTML, media="html"), later)
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    same = dataclasses.replace(other, run_id=one.run_id, processed_at=one.processed_at, fetched_at=one.fetched_at)
    assert one == same


# --- refusals


@pytest.mark.parametrize(
    ("content", "media", "stage", "reason"),
    [
        ("", "text", "clean", "no_text"),
        (" \n\x00\ufeff ", "text", "clean", "no_text"),
        ("Share this:\n\nShare this:", "text", "clean", "only_furniture"),
        ("", "html", "extract", "not_html"),
        ("<html><body></body></html>", "html", "extract", "no_article"),
        ("<div>" * 10_000, "html", "extract", "too_nested"),
    ],
)  # fmt: skip
def test_refused(content: str, media: str, stage: str, reason: str) -> None:
    given = document(content, media=media, url="https://example.org/a")
    found = to_article(given, RUN)
    assert isinstance(found, Refusal)
    assert (found.stage, found.reason_code) == (stage, reason)
    assert (found.input_id, found.raw_sha256, found.url, found.doc_id) == ("file.txt", "0" * 64, given.url, "file.txt")
    assert found.detail
    assert answer(given, RUN) == found
    assert answer(given, RUN, explained=True) == found


def test_a_short_plain_text_is_an_article() -> None:
    assert article(document("Talks resume in Oslo.")).word_count == 4


# --- the two steps, and what is answered


def test_the_steps_are_the_whole() -> None:
    for either in (document(), document(HTML, media="html")):
        draft = extract_draft(either, RUN)
        assert isinstance(draft, Draft)
        assert (draft.input_id, draft.raw_sha256) == (either.input_id, either.raw_sha256)
        assert clean_draft(draft, RUN) == to_article(either, RUN)


def test_explain_says_where_each_field_was_read_and_what_was_removed() -> None:
    given = document(f"Published: 3 March 2024\n\n{TEXT}\n\nShare this:", title="Harbour talks")
    found = answer(given, RUN, explained=True)
    assert isinstance(found, dict)
    assert found["fields"] == {"published_at": "text", "title": "source"}
    assert [removal["text"] for removal in found["removed"]] == ["Published: 3 March 2024", "Share this:"]
    assert all(removal["rule"] for removal in found["removed"])
    json.dumps(found)
    page = answer(document(HTML, media="html"), RUN, explained=True)
    assert isinstance(page, dict)
    assert page["fields"]["published_at"] == "json-ld datePublished"
    assert page["fields"]["canonical_url"] == "link canonical"
    assert page["text"] == "blocks"


def test_a_time_is_answered_in_the_zone_of_the_page() -> None:
    """The instant is the row's; the day is the one on which the page's readers saw it."""
    found, row = answer(document(HTML, media="html"), RUN), article(document(HTML, media="html"))
    assert isinstance(found, dict)
    assert row.published_at is not None
    shown = dt.datetime.fromisoformat(found["published_at"])
    assert shown == row.published_at
    assert shown.date() == row.published_date != row.published_at.date()


def test_headings_of_a_page_stay_in_its_body() -> None:
    """The cleaner would take an open line above a plain text for its standfirst; after extraction it is a heading."""
    assert "standfirst" in KEPT_IN_HTML
    html = HTML.replace("<p>The", "<h2>What was agreed</h2><p>The", 1)
    assert article(document(html, media="html")).body.startswith("What was agreed\n")


# --- what never reaches a row


def test_fit_text() -> None:
    assert fit_text("a\x00b\x07c\ud800d\ufeffe\x9ff") == "abcdef"
    assert fit_text("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert fit_text("e\u0301") == "é"
    assert fit_text("a\tb\nc") == "a\tb\nc"


def test_fields_of_any_size_are_cut() -> None:
    found = article(document(title="word " * 10_000, byline="\x00", publisher=" \n ", source_domain="example.org"))
    assert found.title is not None
    assert len(found.title) <= 1000
    assert (found.byline, found.publisher, found.source_domain) == (None, None, "example.org")


WILD = st.text(st.characters() | st.sampled_from("\x00\ud800\udfff\ufffe\ufeff\x85\u2028\r<>&;"), max_size=60)


@settings(max_examples=80, deadline=None)
@given(WILD, WILD, st.sampled_from(["text", "html"]))
def test_every_answer_fits_its_table(text: str, field: str, media: str) -> None:
    content = TEXT + text if media == "text" else HTML.replace("two patrol", text).replace("Ada Example", field)
    found = to_article(document(content, media=media, title=field, byline=field, publisher=field, url=field), RUN)
    assert isinstance(found, Article | Refusal)
    if isinstance(found, Article):
        to_row(found)
        assert not re.search("[\x00-\x08\x0e-\x1f\ud800-\udfff]", found.body)


def test_text_in_other_scripts_is_kept_whole() -> None:
    for text, code in (
        ("قال الوزيران يوم الثلاثاء إنهما سيلتقيان مرة أخرى في أوسلو قبل نهاية العام.", "ar"),
        ("两位部长周二表示，他们将在年底前在奥斯陆再次会晤。双方同意共用两艘巡逻艇。", "zh"),
    ):
        assert article(document(text)).body == text
        assert article(document(text)).language == code
        html = f"<html><body><article><p>{text}</p><p>{text[::-1]}</p></article></body></html>"
        assert text in article(document(html, media="html")).body
