"""From an entry to its document: which pages are to be fetched, and what an answer is worth.

In: the tasks of a pass, what the dataset has already; then the fetcher's answer for each page. Out: for each task one
Document, one Refusal, or an Outcome that says why there is nothing to do now (its page is known; it is to be tried
again). Entries of several feeds with one link are one task.
"""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from transforms.polling.model import EntryKey, Outcome, PageTask
from transforms.records import Document, Media, Refusal
from transforms.sources.decode import DecodeRefusal, decode
from transforms.urls import source_domain
from transforms.web import Answer, Request

ACCEPT = "text/html, application/xhtml+xml;q=0.9, application/xml;q=0.5, text/plain;q=0.5, */*;q=0.1"
PAUSE_FACTOR = 3.0
"""Each further attempt at a page waits so many times longer."""
MAX_PAUSE = 24 * 3600.0
_MEDIA: Mapping[str | None, Media] = {
    None: "html",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/xml": "html",
    "text/xml": "html",
    "text/plain": "text",
    "application/octet-stream": "html",  # said of anything; the bytes decide
}


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What a pass does about its entries."""

    tasks: tuple[PageTask, ...]
    """To be done now."""
    also: Mapping[EntryKey, tuple[PageTask, ...]]
    """Tasks that share the page of one of them: what becomes of it becomes of them."""
    settled: tuple[tuple[PageTask, Outcome], ...]
    """Those about which nothing is to be done now."""


def plan(tasks: Iterable[PageTask], known: Mapping[str, str], now: dt.datetime) -> Plan:
    """Each page once. `known`: link_key -> article_id of pages that are articles of the dataset.

    A new entry whose page is known is linked with its article; a changed one is fetched again.
    """
    first: dict[str, PageTask] = {}
    also: dict[EntryKey, list[PageTask]] = {}
    settled: list[tuple[PageTask, Outcome]] = []
    latest: dict[EntryKey, PageTask] = {}
    for task in tasks:  # a poll that was not worked off may hold an older version of the same entry
        latest[task.key] = task
    for task in sorted(latest.values(), key=lambda task: task.key):
        if task.not_before and task.not_before > now:
            wait = Outcome(task.key.input_id, "retry", next_try=task.not_before, attempts=task.attempts)
            settled.append((task, wait))
        elif task.versions == 1 and task.link_key is not None and task.link_key in known:
            settled.append((task, Outcome(task.key.input_id, "known", article_id=known[task.link_key])))
        else:
            place = task.link_key or task.key.input_id
            chosen = first.setdefault(place, task)
            if chosen is not task:
                also.setdefault(chosen.key, []).append(task)
    return Plan(tuple(first.values()), {key: tuple(more) for key, more in also.items()}, tuple(settled))


def needs_fetch(task: PageTask) -> bool:
    """Whether the task's article is on a page; else it is in the feed, or nowhere."""
    return task.content_html is None and task.link is not None


def host_of(task: PageTask) -> str:
    """The host that a task asks; tasks of one host belong in one batch."""
    try:
        return (urlsplit(task.link or task.key.feed_url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def request_for(task: PageTask, max_bytes: int, *, obey_robots: bool) -> Request:
    """The GET of a task's page."""
    assert task.link is not None
    return Request(task.link, accept=ACCEPT, obey_robots=obey_robots, max_bytes=max_bytes)


def from_feed(task: PageTask, now: dt.datetime) -> Document | Refusal:
    """The document of an entry whose feed carries its text."""
    if task.content_html is None:
        return refuse(task, "no_link", "the entry has neither an address nor a text of its own", b"")
    raw = task.content_html.encode("utf-8", "replace")
    return _document(task, task.content_html, raw, "html", task.link, now)


def from_answer(task: PageTask, answer: Answer, now: dt.datetime, max_attempts: int) -> Document | Refusal | Outcome:
    """What a page's answer is: a document, a reason to refuse it, or one to try again later."""
    problem = answer.problem
    if problem is not None:
        if problem.code == "postponed":  # it was not asked: no attempt
            wait = dt.timedelta(seconds=answer.retry_after or 0.0)
            return _again(task, task.attempts, now + wait, problem.code)
        attempts = task.attempts + 1
        if problem.retryable and attempts < max_attempts:
            pause = min(task.retry_pause * PAUSE_FACTOR ** (attempts - 1), MAX_PAUSE)
            return _again(
                task, attempts, now + dt.timedelta(seconds=max(pause, answer.retry_after or 0.0)), problem.code
            )
        detail = f"{problem.detail}; {attempts} attempts" if problem.retryable else problem.detail
        return refuse(task, problem.code, detail, b"")
    if _is_home(task.link, answer.url):
        return refuse(task, "redirected_home", f"redirected to {answer.url[:300]}", answer.body)
    media = _MEDIA.get(answer.media_type)
    if media is None:
        return refuse(task, "unsupported_media", f"its type is {answer.media_type}", answer.body)
    decoded = decode(answer.body, answer.charset, is_html=media == "html")
    if isinstance(decoded, DecodeRefusal):
        return refuse(task, decoded.code, decoded.detail, answer.body)
    if not decoded.text.strip():
        return refuse(task, "empty", "no text in it", answer.body)
    return _document(task, decoded.text, answer.body, media, answer.url, now)


def _again(task: PageTask, attempts: int, next_try: dt.datetime, code: str) -> Outcome:
    return Outcome(task.key.input_id, "retry", reason_code=code, next_try=next_try, attempts=attempts)


def _is_home(asked: str | None, got: str) -> bool:
    """Whether a page was asked for and the way led to a site's front page: what is gone is often answered so."""
    try:
        before, after = urlsplit(asked or ""), urlsplit(got)
    except ValueError:
        return False
    return len(before.path.strip("/")) > 0 and not before.query and not after.path.strip("/") and not after.query


def _document(task: PageTask, content: str, raw: bytes, media: Media, url: str | None, now: dt.datetime) -> Document:
    return Document(
        input_id=task.key.input_id,
        doc_id=task.key.input_id,
        content=content,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        media=media,
        url=url,
        title=task.title,
        byline=task.byline,
        published_at=task.published_at,
        published_date=task.published_date,
        published_at_source="feed" if task.published_at else "none",
        is_date_weak=task.is_date_weak,
        updated_at=task.updated_at,
        fetched_at=now,
        language=task.language,
        source_domain=source_domain(url or task.link or task.key.feed_url),
        feed_url=task.key.feed_url,
    )


def refuse(task: PageTask, code: str, detail: str, raw: bytes) -> Refusal:
    """The task's page (`raw`: its bytes) as a dead letter."""
    return Refusal(
        task.key.input_id, "read", code, hashlib.sha256(raw).hexdigest(), detail, task.link, task.key.input_id
    )
