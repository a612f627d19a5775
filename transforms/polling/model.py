"""What is known of feeds and of their entries. Plain values; times are UTC, durations seconds."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

PollOutcome = Literal["new", "same", "not_modified", "failed"]
"""new: entries that were not known, or have changed · same: a body without them · not_modified: 304 · failed."""

EntryOutcome = Literal["article", "reject", "known", "retry"]
"""article, reject: what its document became · known: its page is an article of the dataset already · retry: later."""


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A feed as the user wants it polled."""

    url: str
    """As configured: the feed's identity in the state, wherever it moves."""
    min_interval: float
    """Never polled more often."""
    max_interval: float
    """A live feed is polled at least this often, unless it asks for less."""
    full_text: bool = False
    language: str | None = None
    country: str | None = None
    title: str | None = None


def unlisted(url: str) -> FeedSpec:
    """A feed that is no longer configured, and of which a poll is still to be worked off."""
    return FeedSpec(url, 900.0, 86400.0)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed after its last poll. A feed without one has never been polled."""

    feed_url: str
    polled_at: dt.datetime
    next_poll: dt.datetime
    interval: float
    """The present guess at how often it is worth a poll."""
    polls: int = 0
    failures: int = 0
    """In a row."""
    failing_since: dt.datetime | None = None
    last_success_at: dt.datetime | None = None
    last_changed_at: dt.datetime | None = None
    """When a poll last found new entries."""
    last_full_at: dt.datetime | None = None
    """When a whole body was last read."""
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    """Of the last whole body."""
    conditional_from: dt.datetime | None = None
    """Until then every request is unconditional: the server answered 304 for a body that had changed."""
    moved_url: str | None = None
    """Where it says that it has moved for good."""
    moved_times: int = 0
    """How many polls in a row said so."""
    is_moved: bool = False
    """Whether it is asked at `moved_url` now."""
    is_retired: bool = False
    """410: not polled any more."""
    window: int = 0
    """Entries of its last body."""
    per_hour: float = 0.0
    """New entries an hour, as lately seen at most."""
    ttl: float | None = None
    """Seconds; with skip_hours and skip_days (Monday is 0) what its last body asked for."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    title: str | None = None
    site: str | None = None
    hub_urls: tuple[str, ...] = ()
    """WebSub hubs that it names."""
    status: int | None = None
    """HTTP status of the last poll."""
    reason_code: str | None = None
    """Why the last poll failed."""
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class PollRecord:
    """One poll: written whole, or not at all. The state after it, and what it found."""

    state: FeedState
    run_id: str
    outcome: PollOutcome
    asked_url: str
    final_url: str
    new: int = 0
    """Entries that were not known, or have changed."""
    entry_ids: tuple[str, ...] = ()
    """Of all entries of the body; empty where none was read."""
    flags: tuple[str, ...] = ()
    """Of the feed (sources.feeds.model.Flag) and of the answer (web.model.Answer)."""
    content_type: str | None = None
    body: bytes | None = None
    """Decoded, where it holds new entries: what a later pass works from if this one dies."""
    elapsed: float = 0.0
    wire_bytes: int = 0


@dataclass(frozen=True, slots=True, order=True)
class EntryKey:
    """An entry of a feed."""

    feed_url: str
    entry_id: str

    @property
    def input_id(self) -> str:
        """Of the document that the entry becomes: the feed's URI with the entry as its fragment."""
        return f"{self.feed_url}#{self.entry_id}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of an entry when it was last dealt with."""

    content_sha256: str
    """Of the feed's words for it, then."""
    outcome: EntryOutcome
    handled_at: dt.datetime
    versions: int = 1
    """How many contents of it have been dealt with."""
    attempts: int = 0
    """Failed ones to get its page."""
    next_try: dt.datetime | None = None
    """For a retry: not before."""
    link_key: str | None = None
    """Canonical URL of its page."""
    article_id: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class PageTask:
    """An entry whose article is to be had: from its page, or from the feed (`content_html`)."""

    key: EntryKey
    content_sha256: str
    link: str | None
    link_key: str | None
    title: str | None = None
    byline: str | None = None
    published_at: dt.datetime | None = None
    published_date: dt.date | None = None
    is_date_weak: bool = False
    """The feed's date has no zone or no time: the page's own, if there is one, is better."""
    updated_at: dt.datetime | None = None
    language: str | None = None
    content_html: str | None = None
    """Of a feed with full text: no page is fetched."""
    base_url: str | None = None
    versions: int = 1
    attempts: int = 0
    retry_pause: float = 600.0
    """Before the second attempt to get its page; each further one waits longer."""
    not_before: dt.datetime | None = None
    """An entry that keeps changing is not fetched at every change."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: an article, a reject, or another try."""

    input_id: str
    """Of the task's key."""
    outcome: EntryOutcome
    article_id: str | None = None
    reason_code: str | None = None
    next_try: dt.datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class PollJob:
    """A feed that a worker is to poll, or whose poll it is to work off, with all that it must know."""

    spec: FeedSpec
    state: FeedState | None = None
    seen: dict[str, Seen] = field(default_factory=dict)
    """entry_id -> what became of it."""
    unfinished: str | None = None
    """Name of the log's file with a poll that no pass has worked off: not asked, only read again."""
