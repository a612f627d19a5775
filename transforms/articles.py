"""A Document becomes an Article: extraction where it is HTML, cleaning, and what is known of it from all sides.

    Document --extract_draft--> Draft --clean_draft--> Article
         (HTML: main text and page metadata)   (furniture out, fields merged, ids)

This is where the rooms extract and clean meet; neither knows the other. A field is taken from the source (metadata
file, feed, JSON line), else from the page's metadata, else from the text; what none of them gives stays None. What
cannot become an article is a Refusal, never an exception.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transforms.clean import RULES_VERSION, Cleaned, clean_text
from transforms.ids import content_id, text_sha256
from transforms.language import detect
from transforms.records import Article, Document, PublishedAtSource, Refusal, Run, Stage
from transforms.schema import to_json
from transforms.textstats import quality, word_count
from transforms.urls import canonical_url, source_domain

if TYPE_CHECKING:
    from transforms.extract import Extracted

VERSION = "0.2.1"
"""Of the way from a document to its article; goes up when the same input gives another row."""
MAX_FIELD_CHARACTERS = 1_000
"""Of a title, byline, publisher or rights line; what is longer is no such thing and is cut."""
UPDATE_AFTER = dt.timedelta(minutes=5)
"""A change within this time of publication is publishing, not updating."""
KEPT_IN_HTML = frozenset({"standfirst", "dateline-agency", "dateline-agency-unlisted", "dateline-bracket-unlisted"})
"""Cleaning rules that only read on extracted text: the extractor has left the page's header behind, so that open lines
at the top are the article's own headings; and a dateline in a page's first paragraph is part of the text as published,
while in front of a text file it is the mark of the service that delivered it (tests/quality measures both)."""

_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_NO_MARK = r"\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u2e00-\u3029\u3030-\u3098\U0001f000-\U0001faff"
_MARKS = re.compile(rf"([^{_NO_MARK}]{{30}})[^{_NO_MARK}]+")
"""Longer runs of combining marks than any script has (30: UAX 15, stream-safe text): ordering them is quadratic."""
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way: what extraction found where it is HTML."""

    document: Document
    extracted: "Extracted | None" = None

    @property
    def input_id(self) -> str:
        """The document's."""
        return self.document.input_id

    @property
    def raw_sha256(self) -> str:
        """The document's."""
        return self.document.raw_sha256


def extract_draft(document: Document, run: Run) -> Draft | Refusal:
    """Main text and metadata of HTML; plain text passes through."""
    if document.media == "text":
        return Draft(document)
    from transforms.extract import NoArticle, extract

    found = extract(document.content, document.url, run.started_at)
    if isinstance(found, NoArticle):
        return _refuse(document, "extract", found.reason_code, found.detail)
    return Draft(document, found)


def clean_draft(draft: Draft, run: Run) -> Article | Refusal:
    """The article of a draft, with its ids."""
    composed = _compose(draft, run)
    return composed if isinstance(composed, Refusal) else composed.article


def to_article(document: Document, run: Run) -> Article | Refusal:
    """Both steps."""
    draft = extract_draft(document, run)
    return draft if isinstance(draft, Refusal) else clean_draft(draft, run)


def answer(document: Document, run: Run, *, explained: bool = False) -> dict[str, Any] | Refusal:
    """What `demarche extract` prints of a document: its article, JSON-ready.

    A page's time of publication stands in the zone in which the page gives it, so that its day is the publisher's; the
    instant is the article's. explained: also `fields` (where each was read), `text` (which reader found it) and
    `removed` (what each rule took: of the page, then of the text, there with its place).
    """
    draft = extract_draft(document, run)
    if isinstance(draft, Refusal):
        return draft
    composed = _compose(draft, run)
    if isinstance(composed, Refusal):
        return composed
    article, page = composed.article, draft.extracted
    out = to_json(article)
    if page and article.published_at and article.published_at == page.metadata.published_at:
        offset = page.metadata.published_offset
        if offset:
            out["published_at"] = article.published_at.astimezone(dt.timezone(offset)).isoformat()
    if explained:
        out["fields"] = dict(sorted(composed.sources.items()))
        out["text"] = page.text_source if page else "text"
        out["removed"] = [
            *({"rule": r.rule_id, "text": r.text, "start": None} for r in (page.removed if page else ())),
            *({"rule": r.rule_id, "text": r.text, "start": r.start} for r in composed.cleaned.removed),
        ]
    return out


@dataclass(frozen=True, slots=True)
class _Composed:
    article: Article
    cleaned: Cleaned
    sources: Mapping[str, str]


def _compose(draft: Draft, run: Run) -> _Composed | Refusal:
    document, extracted = draft.document, draft.extracted
    page = extracted.metadata if extracted else None
    title = document.title or (page.title if page else None)
    text = fit_text(extracted.body if extracted else document.content)
    if not text.strip():
        return _refuse(document, "extract" if extracted else "clean", "no_text", "the document holds no text")
    names = (document.byline, document.publisher, page and page.byline, page and page.publisher)
    keep = KEPT_IN_HTML if extracted else frozenset()
    cleaned = clean_text(text, _line(title), [name for name in names if name], now=run.started_at, keep=keep)
    body = cleaned.body
    if not body:
        return _refuse(document, "clean", "only_furniture", "nothing is left of the text but what surrounds articles")

    sources: dict[str, str] = {}

    def first(name: str, from_document: Any, from_page: Any, from_text: Any = None) -> Any:
        """The value of a field from the best side that has it; notes which."""
        noted = page.sources.get(name, "page") if page else "page"
        for value, source in ((from_document, "source"), (from_page, noted), (from_text, "text")):
            if value:
                sources[name] = source
                return value
        return None

    address = canonical_url(first("canonical_url", None, page and page.canonical_url)) or canonical_url(document.url)
    published = _published(document, draft, cleaned, sources)
    updated_at = first("updated_at", document.updated_at, page and page.updated_at, cleaned.updated_at)
    words = word_count(body)
    article_id = content_id("article", address) if address else content_id("article-body", " ".join(body.split()))
    tags = first("tags", None, page and page.tags, cleaned.tags) or ()
    line = _line(first("title", document.title, page and page.title, cleaned.title))
    article = Article(
        article_id=article_id,
        url=_line(document.url, limit=8_000),
        canonical_url=address,
        source_domain=_line(document.source_domain) or source_domain(address),
        publisher=_line(first("publisher", document.publisher, page and page.publisher, cleaned.publisher)),
        feed_url=_line(document.feed_url, limit=8_000),
        title=line,
        byline=_line(first("byline", document.byline, page and page.byline, cleaned.byline)),
        body=body,
        language=detect(body, document.language or (page.language if page else None)),
        published_at=published.at,
        published_at_source=published.source,
        published_date=published.day,
        fetched_at=document.fetched_at or run.started_at,
        updated_at=updated_at,
        word_count=words,
        content_sha256=text_sha256(body),
        story_id=article_id,
        duplicate_of=None,
        tags=_packed(tags),
        rights=_line(first("rights", None, page and page.rights, cleaned.rights)),
        is_liveblog=bool(page and page.is_liveblog),
        is_updated=cleaned.updated or _changed_later(published.at, updated_at),
        quality=quality(body.split("\n"), words, line is not None),
        extractor=extracted.text_source if extracted else "text",
        extractor_version=_version(extracted is not None),
        run_id=run.run_id,
        processed_at=run.started_at,
    )
    return _Composed(article, cleaned, sources)


@dataclass(frozen=True, slots=True)
class _Published:
    at: dt.datetime | None = None
    day: dt.date | None = None
    source: PublishedAtSource = "none"


def _published(document: Document, draft: Draft, cleaned: Cleaned, sources: dict[str, str]) -> _Published:
    """Instant and day from one side: never the day of one with the time of another."""
    page = draft.extracted.metadata if draft.extracted else None
    sides: tuple[tuple[dt.datetime | None, dt.date | None, PublishedAtSource, str], ...] = (
        (
            document.published_at,
            document.published_date,
            document.published_at_source if document.published_at_source != "none" else "metadata",
            "source",
        ),
        (
            page.published_at if page else None,
            page.published_date if page else None,
            "metadata",
            page.sources.get("published_at", "page") if page else "page",
        ),
        (cleaned.published_at, cleaned.published_date, "text", "text"),
    )
    for at, day, source, noted in (*sides[1:2], sides[0], *sides[2:]) if document.is_date_weak else sides:
        if at is None and day is not None:
            at = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        if at is not None:
            sources["published_at"] = noted
            return _Published(at, day or at.date(), source)
    return _Published()


def _changed_later(published_at: dt.datetime | None, updated_at: dt.datetime | None) -> bool:
    """Whether the publisher dates a change after publication; a day without a time says nothing about minutes."""
    return published_at is not None and updated_at is not None and updated_at - published_at > UPDATE_AFTER


def fit_text(text: str) -> str:
    """A text as the dataset can hold it: line breaks as newlines, no control characters, no lone surrogates, NFC."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub(r"\1", text))
    if all(map(str.isprintable, text.split("\n"))):  # as most are; what follows would find nothing
        return text
    return _UNFIT.sub("", _BREAKS.sub("\n", text))


def _line(value: str | None, limit: int = MAX_FIELD_CHARACTERS) -> str | None:
    """A field on one line, white space folded; None for an empty one."""
    if not value:
        return None
    return " ".join(fit_text(value[: 4 * limit]).split())[:limit].strip() or None


def _packed(values: tuple[str, ...]) -> str | None:
    """;one;two; as the tables hold several values in one column; None for none."""
    parts = dict.fromkeys(part for value in values if (part := _line(value.replace(";", ",")))) if values else {}
    return f";{';'.join(parts)};" if parts else None


@functools.cache
def _version(is_html: bool) -> str:
    if not is_html:
        return f"{VERSION}+clean-{RULES_VERSION}"
    from transforms.extract import trafilatura_version

    return f"{VERSION}+trafilatura-{trafilatura_version()}+clean-{RULES_VERSION}"


def _refuse(document: Document, stage: Stage, reason_code: str, detail: str) -> Refusal:
    return Refusal(
        document.input_id,
        stage,
        reason_code,
        document.raw_sha256,
        fit_text(detail),
        _line(document.url, limit=8_000),
        document.doc_id,
    )
