"""What flows between the stages, and what the tables hold. Imports nothing but the standard library.

Every field of a table record carries its meaning: the Arrow schema, the row check, the JSON form, the data
dictionary and the documentation are all derived from these classes (see schema.py), so nothing about a column is
written twice. A field that may be `None` is a nullable column; every other field is never null.

    Document --extract/clean--> Article --tag--> Mention --resolve--> Event
         \\______________________ Reject (a dead letter: which stage refused the input, and why)
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Media = Literal["text", "html"]
PublishedAtSource = Literal["metadata", "feed", "text", "none"]
Status = Literal["past", "ongoing", "planned", "hypothetical", "negated", "historical"]
DatePrecision = Literal["day", "week", "month", "year", "none"]
DateSource = Literal["text", "metadata", "none"]
Stage = Literal["read", "extract", "clean", "tag", "stage"]

PROVENANCE = ("run_id", "processed_at", "fetched_at")
"""Columns that say when and by which run a row was made. A row equal in all others keeps its first provenance."""


def column(doc: str, *, default: Any = ..., one_of: Any = None) -> Any:
    """A dataclass field with its line in the data dictionary and, for closed vocabularies, its allowed values."""
    metadata = {"doc": doc, "one_of": get_args(one_of) if one_of else None}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of the pipeline, fixed at launch; workers receive it by value."""

    run_id: str
    """32 hex digits."""
    started_at: dt.datetime
    """UTC. It is the processed_at of every row that the run makes, and fetched_at where the input names none."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a source yields: decoded content, where it came from, and what the source already knows about it."""

    input_id: str
    """Unique within a run: the file's URI, with `#L<line>` or `#<record>` for one of several in a file."""
    doc_id: str
    """What `extract` and `tag` echo as `id`: the document's own id, else its path."""
    content: str
    """Decoded text or HTML; encoding and NULs have been dealt with."""
    raw_sha256: str
    """SHA-256 of the bytes this document was made from, 64 hex digits."""
    media: Media = "text"
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_at: dt.datetime | None = None
    """UTC; given by the source (metadata, feed), already checked: never naive, never in the future."""
    published_date: dt.date | None = None
    """The publisher's own day, as written (published_at in the zone it was written in)."""
    published_at_source: PublishedAtSource = "none"
    is_date_weak: bool = False
    """Whether published_at lacks a zone or a time of day: what the page says of itself is better."""
    updated_at: dt.datetime | None = None
    fetched_at: dt.datetime | None = None
    """When the source says it was fetched (a WARC record's date); None: the run's start."""
    language: str | None = None
    source_domain: str | None = None
    feed_url: str | None = None
    source_actor: str | None = None
    """With target_actor: `tag` codes exactly this relation, in one line."""
    target_actor: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One row of `articles`: a cleaned news article. Key: article_id."""

    article_id: str = column("Content hash of the canonical URL, or of the body where there is none; 32 hex digits.")
    url: str | None = column("Where it was fetched from, as the source gave it.")
    canonical_url: str | None = column("The URL without tracking, AMP, mobile or fragment variants.")
    source_domain: str | None = column("Registrable host of the URL, lower case, without www.")
    publisher: str | None = column("Who published it: a site's name or an agency from the dateline.")
    feed_url: str | None = column("The feed that announced it.")
    title: str | None = column("Headline without the site's name.")
    byline: str | None = column("Authors as printed, separated by '; '.")
    body: str = column("Article text, paragraphs separated by newlines, without furniture.")
    language: str = column("BCP 47 code detected from the text; `und` when unclear.")
    published_at: dt.datetime | None = column("When the publisher says it appeared, UTC; null when unknown.")
    published_at_source: str = column("Where published_at comes from.", one_of=PublishedAtSource)
    published_date: dt.date | None = column("The publisher's own calendar day of publication; null when unknown.")
    fetched_at: dt.datetime = column("When the document was first fetched or read, UTC. Provenance.")
    updated_at: dt.datetime | None = column("When the publisher says it last changed, UTC; null when unknown.")
    word_count: int = column("Words in body.")
    content_sha256: str = column("SHA-256 of the body with white space folded; 64 hex digits.")
    story_id: str = column("article_id of the first article of the same story; exact duplicates share it.")
    duplicate_of: str | None = column("article_id of the article with the same content that stands for this one.")
    tags: str | None = column("The publisher's keywords, as ;one;two;.")
    rights: str | None = column("Copyright line, as printed.")
    is_liveblog: bool = column("True for a page of dated updates rather than one article.")
    is_updated: bool = column("True where the publisher says the text was changed after publication.")
    quality: float = column("0 to 1: how much the text looks like one whole, clean article.")
    extractor: str = column("The extractor that gave the body.")
    extractor_version: str = column("Version of the extractor and of the cleaning rules.")
    run_id: str = column("The run that first wrote this row in its present form. Provenance.")
    processed_at: dt.datetime = column("Start of that run, UTC. Provenance.")


@dataclass(frozen=True, slots=True)
class Mention:
    """One row of `mentions`: one event as one sentence reports it. Key: mention_id."""

    mention_id: str = column("Content hash of the article, the sentence and the coded event; 32 hex digits.")
    event_id: str = column("The event that this mention reports (events.event_id).")
    article_id: str = column("The article that reports it (articles.article_id, same dt).")
    published_at: dt.datetime | None = column("The article's published_at.")
    event_type: str = column("PLOVER event type (docs/codebook.md).")
    event_mode: str | None = column("PLOVER mode of the type; null where the type has none or the words do not say.")
    quad_class: int = column(
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        one_of=Literal[1, 2, 3, 4],
    )
    status: str = column("Whether and when it happens, by the words of the report.", one_of=Status)
    event_date: dt.date | None = column("First day of the event's period, from the words; null when they do not say.")
    event_date_precision: str = column("Length of that period.", one_of=DatePrecision)
    event_date_source: str = column("What the date was read from.", one_of=DateSource)
    event_date_text: str | None = column("The words that give the date.")
    planned_date: dt.date | None = column("First day of the period for which a planned event is announced.")
    source_actor: str | None = column("Who acts: canonical name of the first source.")
    source_country: str | None = column("Country the first source acts for, ISO 3166-1 alpha-3.")
    source_sector: str | None = column("GOV MIL LEG JUD PTY OPP REB CVL IGO NGO MED BUS.")
    source_role: str | None = column("Office or function of the first source.")
    source_countries: str | None = column("Countries of all sources, as ;USA;CHN;.")
    target_actor: str | None = column(
        "Acted upon: canonical name of the first target; null where only its country is known."
    )
    target_country: str | None = column("Country the first target acts for, ISO 3166-1 alpha-3.")
    target_sector: str | None = column("As source_sector.")
    target_role: str | None = column("Office or function of the first target.")
    target_countries: str | None = column("Countries of all targets, as ;USA;CHN;.")
    dyad: str | None = column("The two countries, alphabetical, as CHN-USA; null unless there are two.")
    location_name: str | None = column("Where it takes place, in the words of the report.")
    location_country: str | None = column("Country of that place, ISO 3166-1 alpha-3.")
    contexts: str | None = column("PLOVER contexts, as ;diplomatic;environment;.")
    reported_by: str | None = column("Who is quoted for it.")
    trigger_text: str = column("The words that make it an event.")
    trigger_start: int = column("First character of the trigger in articles.body.")
    trigger_end: int = column("One past its last character.")
    evidence_text: str = column("The sentence that reports it: articles.body[char_start:char_end].")
    char_start: int = column("First character of the evidence in articles.body.")
    char_end: int = column("One past its last character.")
    intensity: float | None = column("PLOVER scale, -10 conflict to +10 cooperation, of type and mode.")
    confidence: float = column(
        "0 to 1: the chance that type and countries are right, as fitted to hand-coded mentions (docs/coding.md)."
    )
    rule_id: str = column("The lexicon rule that coded it.")
    tagger_version: str = column("Version of the coder and its lexicon.")
    source_domain: str | None = column("The article's source_domain.")
    language: str = column("The article's language.")
    run_id: str = column("The run that first wrote this row in its present form. Provenance.")
    processed_at: dt.datetime = column("Start of that run, UTC. Provenance.")


@dataclass(frozen=True, slots=True)
class Event:
    """One row of `events`: one real event, however many reports. Key: event_id."""

    event_id: str = column("Content hash of type, undirected dyad and date; 32 hex digits.")
    event_type: str = column("PLOVER event type.")
    event_mode: str | None = column("The mode most mentions give.")
    quad_class: int = column("As in mentions.", one_of=Literal[1, 2, 3, 4])
    status: str = column("The status most mentions give.", one_of=Status)
    event_date: dt.date | None = column("As in mentions; null when no report says.")
    event_date_precision: str = column("As in mentions.", one_of=DatePrecision)
    source_country: str | None = column("The first source country most mentions give.")
    target_country: str | None = column("The first target country most mentions give.")
    source_countries: str | None = column("All source countries, as ;USA;CHN;.")
    target_countries: str | None = column("All target countries, as ;USA;CHN;.")
    actors: str | None = column("Names of all actors, as ;John Kerry;Xie Zhenhua;.")
    dyad: str | None = column("As in mentions.")
    location_country: str | None = column("The location country most mentions give.")
    contexts: str | None = column("Contexts of all mentions, as ;diplomatic;environment;.")
    title: str = column("The evidence of the most confident mention.")
    mention_count: int = column("Mentions of this event.")
    article_count: int = column("Articles that report it.")
    source_domain_count: int = column("Domains that report it.")
    first_reported_at: dt.datetime = column(
        "published_at of the first report (an undated one: midnight of its dt), UTC."
    )
    last_reported_at: dt.datetime = column("published_at of the last report, UTC.")
    confidence: float = column("Chance that at least one mention is right, 0 to 1.")


@dataclass(frozen=True, slots=True)
class Reject:
    """One row of `rejects`: an input that a stage refused, and why. Key: input_id and raw_sha256."""

    input_id: str = column("The input's URI, with #L<line> or #<record> for one of several in a file.")
    stage: str = column("The stage that refused it.", one_of=Stage)
    reason_code: str = column("A short fixed word, for counting.")
    detail: str | None = column("The error, for people.")
    url: str | None = column("The document's URL.")
    raw_sha256: str = column("SHA-256 of the bytes that were read; 64 hex digits.")
    run_id: str = column("The run that first wrote this row in its present form. Provenance.")
    processed_at: dt.datetime = column("Start of that run, UTC. Provenance.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A Reject that does not know its run yet: what the pure stages return instead of raising."""

    input_id: str
    stage: Stage
    reason_code: str
    raw_sha256: str
    detail: str | None = None
    url: str | None = None
    doc_id: str | None = None


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article with the mentions of the events it reports: what is staged together."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    input_id: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the dataset: its record, its key and its sort order (the key ends every order)."""

    name: str
    record: type
    key: tuple[str, ...]
    order: tuple[str, ...]
    row_group_rows: int = 128 * 1024


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("articles", Article, ("article_id",), ("published_at", "article_id"), 16 * 1024),
        Table("mentions", Mention, ("mention_id",), ("source_country", "target_country", "published_at", "mention_id")),
        Table("events", Event, ("event_id",), ("dyad", "event_date", "event_id")),
        Table("rejects", Reject, ("input_id", "raw_sha256"), ("stage", "reason_code", "input_id", "raw_sha256")),
    )
}
