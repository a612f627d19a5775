"""What stands at an address: a feed, or a page with the feeds that its site has.

In: an address that the user names, and the configuration's rules of fetching. Out: `Found` for each feed, `Missed` for
each that is announced and cannot be had. One site is asked politely: the page, then at most MAX_REQUESTS addresses, one
after the other with the configured pause; those that the page announces first, then the customary ones.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from pipeline.config import Feeds
from pipeline.feedlist import identity
from transforms.polling.poll import ACCEPT
from transforms.sources.feeds import Announced, Feed, FeedFailure, FeedLimits, announced, parse_feed
from transforms.web import Answer, Fetcher, Politeness, Request, fetch_all
from transforms.web.model import Fault
from transforms.web.targets import parse_target

MAX_REQUESTS = 6
CUSTOMARY = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
PAGE_ACCEPT = f"{ACCEPT}, text/html;q=0.9"


@dataclass(frozen=True, slots=True)
class Found:
    """A feed of a site; what is None was not asked for."""

    url: str
    title: str | None
    kind: str | None = None
    entries: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A feed that is announced, and why it cannot be had."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address gave: exactly one of `feed` and `why` is there."""

    answer: Answer
    feed: Feed | None = None
    why: str | None = None
    is_page: bool = False

    @property
    def announced(self) -> tuple[Announced, ...]:
        """The feeds that it announces, where it is a page."""
        answer = self.answer
        return announced(answer.body, answer.url, answer.header("content-type")) if self.is_page else ()


def ask(url: str, source: Feeds, fetcher: Fetcher) -> Asked:
    """Fetch an address and read what comes as a feed."""
    answer = fetcher.fetch(Request(url, accept=PAGE_ACCEPT, max_bytes=source.limits.feed_bytes))
    return read(answer, source, fetcher.clock.now())


def read(answer: Answer, source: Feeds, now: dt.datetime) -> Asked:
    """An answer as a feed."""
    if answer.problem:
        return Asked(answer, why=f"{answer.problem.code}: {answer.problem.detail}")
    if not answer.ok:
        return Asked(answer, why=f"status {answer.status}")
    limits = FeedLimits(max_bytes=source.limits.feed_bytes, max_entries=source.limits.entries)
    found = parse_feed(answer.body, now, answer.url, answer.header("content-type"), limits)
    if isinstance(found, FeedFailure):
        return Asked(answer, why=f"{found.reason_code}: {found.detail}", is_page=found.reason_code == "html")
    return Asked(answer, found)


def feeds_of(first: Asked, source: Feeds, fetcher: Fetcher) -> Iterator[Found | Missed]:
    """The feeds of the site whose page `first` is, each once."""
    answer = first.answer
    here = parse_target(answer.url)
    own = fetcher.policy.allows(here.host)
    told = [one for one in first.announced if own or not _is_private(one.url, fetcher)]
    titles = {identity(one.url): one.title for one in told}
    guesses = [url for path in CUSTOMARY if identity(url := urljoin(here.origin, path)) not in titles]
    asked = [*(one.url for one in told), *guesses][:MAX_REQUESTS]
    politeness = source.politeness
    time.sleep(politeness.delay_allowed if own else politeness.delay)  # after the page
    requests = (Request(url, accept=ACCEPT, max_bytes=source.limits.feed_bytes) for url in asked)
    pace = Politeness(
        delay_seconds=politeness.delay,
        allowed_delay_seconds=politeness.delay_allowed,
        batch_seconds=politeness.pass_deadline,
    )
    answers = fetch_all(requests, fetcher, pace)
    by_url = {answer.request.url: answer for answer in answers}
    seen: set[str] = set()
    for url in asked:
        one = read(by_url[url], source, fetcher.clock.now())
        is_told = identity(url) in titles
        if one.feed is None:
            if is_told:
                yield Missed(url, one.why or "")
            continue
        lasting = url if is_told else one.answer.url
        marks = {identity(lasting), identity(one.answer.url), hashlib.sha256(one.answer.body).hexdigest()}
        if not marks & seen:
            yield described(lasting, one.feed, titles.get(identity(url)))
        seen |= marks
    for left in told[MAX_REQUESTS:]:
        yield Found(left.url, left.title)


def described(url: str, feed: Feed, title: str | None = None) -> Found:
    """What is worth knowing of a feed."""
    return Found(url, feed.title or title, feed.kind, len(feed.entries), feed.language)


def _is_private(url: str, fetcher: Fetcher) -> bool:
    """Whether only the user may ask for this address: no page of another host may."""
    try:
        return fetcher.policy.allows(parse_target(url).host)
    except Fault:
        return True
