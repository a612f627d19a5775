"""Codings -> rows: `Mention` records of an article, and the JSON lines of `demarche tag`.

In: an Article or a Document, the coder's answer, the run. Out: mentions with their ids, or one dict per mention.
Ids are content hashes. `event_id` is that of type, actors and date: two reports agree on an event where they agree on
these; an event without a date also carries its article_id, since undated reports must not merge across documents.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from transforms.events import coder, pair, tables
from transforms.events.model import Actor, Coding
from transforms.ids import content_id
from transforms.records import Article, Document, Mention, Run, TaggedArticle

TAGGER_VERSION = "events-9"
"""Raised with every change of the coder or its lexicon that changes a row."""
UNKNOWN_LANGUAGE = "und"
FALLBACK_LANGUAGE = "en"


def has_lexicon(language: str) -> bool:
    """Whether events can be coded in a language (BCP 47; the region is ignored)."""
    return _base(language) in tables.languages()


def prepare() -> None:
    """Load every lexicon, once per process. Raises where one is broken: the installation's fault, no input's."""
    for language in sorted(tables.languages()):
        coder.load(language)


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def tag_article(article: Article, run: Run) -> TaggedArticle:
    """An article with its mentions: none for a duplicate or where the language is unclear or has no lexicon."""
    if article.duplicate_of is not None or not has_lexicon(article.language):
        return TaggedArticle(article)
    codings = coder.code(
        article.body, language=_base(article.language), published_date=anchor(article), title=article.title
    )
    return TaggedArticle(article, to_mentions(article, codings, run))


def anchor(source: Article | Document) -> dt.date | None:
    """The day that 'Wednesday' is counted from: the publisher's own day, else the UTC day of publication."""
    if source.published_date is not None:
        return source.published_date
    return source.published_at.date() if source.published_at is not None else None


def to_mentions(article: Article, codings: Sequence[Coding], run: Run) -> tuple[Mention, ...]:
    """The rows of an article's events, each once."""
    rows: dict[str, Mention] = {}
    for coding in codings:
        columns = coding_row(coding, article.body)
        event = event_id(coding, article.article_id)
        key = content_id(
            "mention", article.article_id, coding.char_start, coding.trigger_start, coding.rule_id, event, coding.status
        )
        rows.setdefault(
            key,
            Mention(
                mention_id=key,
                event_id=event,
                article_id=article.article_id,
                published_at=article.published_at,
                tagger_version=TAGGER_VERSION,
                source_domain=article.source_domain,
                language=article.language,
                run_id=run.run_id,
                processed_at=run.started_at,
                **columns,
            ),
        )
    return tuple(rows.values())


def event_id(coding: Coding, article_id: str) -> str:
    """The id of the event that a coding reports: of type, dyad (else all countries, else names) and date."""
    who = dyad(coding)
    if who is None:
        everybody = (*coding.sources, *coding.targets)
        who = ";".join(sorted({a.country or a.name for a in everybody}))
    if coding.event_date is None:
        return content_id("event", coding.event_type, who, None, article_id)
    return content_id("event", coding.event_type, who, coding.event_date.isoformat())


def dyad(coding: Coding) -> str | None:
    """'CHN-USA', alphabetical, where the first source and target countries, or two co-sources, are two countries."""
    sources, targets = _countries(coding.sources), _countries(coding.targets)
    pair_of = {sources[0], targets[0]} if sources and targets else set(sources) if not targets else set()
    return "-".join(sorted(pair_of)) if len(pair_of) == 2 else None


def _countries(actors: Sequence[Actor]) -> list[str]:
    return list(dict.fromkeys(a.country for a in actors if a.country))


def _packed(values: Sequence[str]) -> str | None:
    """;A;B; without repetitions; None for nothing."""
    unique = list(dict.fromkeys(v.replace(";", ",") for v in values))
    return f";{';'.join(unique)};" if unique else None


def coding_row(coding: Coding, content: str) -> dict[str, Any]:
    """The columns of `mentions` that a coding gives, as values of their types."""
    source = coding.sources[0] if coding.sources else Actor("")
    target = coding.targets[0] if coding.targets else Actor("")
    return {
        "event_type": coding.event_type,
        "event_mode": coding.event_mode,
        "quad_class": coding.quad_class,
        "status": coding.status,
        "event_date": coding.event_date,
        "event_date_precision": coding.event_date_precision,
        "event_date_source": coding.event_date_source,
        "event_date_text": coding.event_date_text,
        "planned_date": coding.planned_date,
        "source_actor": source.name or None,
        "source_country": source.country,
        "source_sector": source.sector,
        "source_role": source.role or None,
        "source_countries": _packed(_countries(coding.sources)),
        "target_actor": target.name or None,
        "target_country": target.country,
        "target_sector": target.sector,
        "target_role": target.role or None,
        "target_countries": _packed(_countries(coding.targets)),
        "dyad": dyad(coding),
        "location_name": coding.location_name,
        "location_country": coding.location_country,
        "contexts": _packed(coding.contexts),
        "reported_by": coding.reported_by,
        "trigger_text": content[coding.trigger_start : coding.trigger_end],
        "trigger_start": coding.trigger_start,
        "trigger_end": coding.trigger_end,
        "evidence_text": content[coding.char_start : coding.char_end],
        "char_start": coding.char_start,
        "char_end": coding.char_end,
        "intensity": coding.intensity,
        "confidence": coding.confidence,
        "rule_id": coding.rule_id,
    }


def tag_document(document: Document, run: Run, explain: bool = False) -> list[dict[str, Any]]:
    """The lines of `demarche tag` for one document, its text coded as given; offsets are into that text.

    With source_actor and target_actor set: exactly one line. `explain` adds `why`, the steps of the coder.
    """
    content, language = document.content, _language(document)
    if document.source_actor is not None and document.target_actor is not None:
        chosen = language if has_lexicon(language) else FALLBACK_LANGUAGE
        codings: tuple[Coding, ...] = (
            pair.code_pair(
                content, document.source_actor, document.target_actor, _base(chosen), anchor(document), explain=explain
            ),
        )
    elif not has_lexicon(language):
        return []
    else:
        codings = coder.code(
            content,
            language=_base(language),
            published_date=anchor(document),
            title=document.title,
            explain=explain,
        )
    article_id = content_id("document", document.url or document.raw_sha256)
    lines = []
    for coding in codings:
        row = {name: _plain(value) for name, value in coding_row(coding, content).items()}
        line = {
            "id": document.doc_id,
            "event_id": event_id(coding, article_id),
            **row,
            "language": language,
            "tagger_version": TAGGER_VERSION,
        }
        lines.append(line | {"why": list(coding.why)} if explain else line)
    return lines


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


_LATIN = "abcdefghijklmnopqrstuvwxyz"


def _language(document: Document) -> str:
    """The document's language: as given, else detected; Latin text too short to tell is read as English."""
    if document.language:
        return document.language
    from transforms.language import detect  # its model takes long to load: only where the language is not given

    found = detect(document.content)
    letters = [c for c in document.content[:2000].lower() if c.isalpha()]
    latin = sum(c in _LATIN for c in letters) > 0.8 * len(letters) if letters else False
    return FALLBACK_LANGUAGE if found == UNKNOWN_LANGUAGE and latin else found
