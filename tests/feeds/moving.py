"""A site that moves on: feeds that gain, change and drop entries from one step to the next, on a real server.

What it answers is a function of `step` alone, but for some pages that are not available when they are first asked for.
So two sequences of passes, one disturbed and one not, can be compared. Nothing in it happened.
"""

import datetime as dt
import hashlib
from email.utils import format_datetime
from html import escape

from tests.web.server import Exchange, Server

FEEDS = 4
GAINS = 2
"""New entries of a feed at each step; each stays for three steps, the first ones for at least two."""
FULL_TEXT = 3
"""The feed that carries whole articles."""
EPOCH = dt.datetime(2024, 3, 1, 6, tzinfo=dt.UTC)
NAMES = ("Norway", "Chile", "Iceland", "Kenya", "Japan", "Peru", "Ghana", "Nepal", "Oman", "Fiji", "Malta", "Cuba")
PAIRS = tuple((a, b) for i, a in enumerate(NAMES) for b in NAMES[i + 1 :])


class MovingSite:
    """Serves `/feed/<n>` and `/page/<feed>/<entry>`; entry numbers count up, entry 1000 + s is there at step s only."""

    def __init__(self) -> None:
        self.step = 0
        self.server = Server({"*": self._answer})
        self._asked: set[str] = set()

    def begin(self) -> None:
        """Start over, for another sequence of passes."""
        self.step = 0
        self._asked.clear()
        self.server.requests.clear()

    def feed_urls(self) -> list[str]:
        return [self.server.url(f"/feed/{feed}") for feed in range(FEEDS)]

    def fleeting(self, step: int) -> set[str]:
        """Addresses of the articles that are in a feed at this step only."""
        return {self.server.url(f"/page/{feed}/{1000 + step}") for feed in range(FEEDS)}

    # --- what is there ---

    def entries(self, feed: int, step: int) -> list[int]:
        first = max(0, (step - 1) * GAINS)
        shared = [] if feed else [2000 + first]  # the first feed also carries one of the second's
        return [*range(first, (step + 2) * GAINS), 1000 + step, *shared]

    def changed(self, feed: int, entry: int, step: int) -> bool:
        """Every third entry changes at the step after the one at which it came; those of two feeds do not, nor those
        that leave at the step after that."""
        came = max(0, entry // GAINS - 1)
        is_shared = feed == 1 and entry % 2 == 0
        return GAINS <= entry < 1000 and (entry + feed) % 3 == 0 and not is_shared and step > came

    def _answer(self, exchange: Exchange) -> None:
        kind, *rest = exchange.path.strip("/").split("/")
        if kind == "feed":
            self._feed(exchange, int(rest[0]))
        elif kind == "page":
            self._page(exchange, int(rest[0]), int(rest[1]))
        else:
            exchange.answer(404, b"nothing here")

    def _feed(self, exchange: Exchange, feed: int) -> None:
        step = self.step
        items = "".join(self._item(feed, entry, step) for entry in self.entries(feed, step))
        body = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Feed {feed}</title><link>{self.server.url()}</link>{items}</channel></rss>"
        ).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if feed % 2 and exchange.header("if-none-match") == tag.encode():
            return exchange.answer(304, ETag=tag)
        headers = {"ETag": tag} if feed % 2 else {}
        return exchange.answer(200, body, Content_Type="application/rss+xml", **headers)

    def _item(self, feed: int, entry: int, step: int) -> str:
        place, number = (1, entry - 2000) if entry >= 2000 else (feed, entry)
        moment = EPOCH + dt.timedelta(days=number % 4, minutes=number % 1000 * 7 + place)
        content = ""
        if feed == FULL_TEXT:
            content = f"<content:encoded>{escape(self.article(place, number, step))}</content:encoded>"
        changed = " (updated)" if self.changed(place, number, step) else ""
        return (
            f"<item><guid>{feed}-{entry}</guid><title>{self.title(place, number)}{changed}</title>"
            f"<link>{self.server.url(f'/page/{place}/{number}')}</link>"
            f"<pubDate>{format_datetime(moment)}</pubDate>{content}</item>"
        )

    def _page(self, exchange: Exchange, feed: int, entry: int) -> None:
        if entry % 9 == 4 and entry < 1000 and exchange.path not in self._asked:
            self._asked.add(exchange.path)
            return exchange.answer(503, b"busy")
        if entry % 7 == 5 and feed == 2:
            return exchange.answer(404, b"no such page")
        return exchange.answer(200, self.page(feed, entry).encode(), Content_Type="text/html; charset=utf-8")

    def page(self, feed: int, entry: int) -> str:
        title, text = self.title(feed, entry), self.article(feed, entry, self.step)
        url = self.server.url(f"/page/{feed}/{entry}")
        head = f'<title>{title} - Quay Times</title><link rel="canonical" href="{url}">'
        return f"<html><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>"

    def title(self, feed: int, entry: int) -> str:
        one, two = PAIRS[(feed * 13 + entry) % len(PAIRS)]
        return f"{one} and {two} meet in round {feed}-{entry}"

    def article(self, feed: int, entry: int, step: int) -> str:
        one, two = PAIRS[(feed * 13 + entry) % len(PAIRS)]
        changed = self.changed(feed, entry, step)
        more = f"<p>A spokesman of {two} said later that round {feed}-{entry} would go on.</p>" if changed else ""
        return (
            f"<p>{one} and {two} held talks number {feed}-{entry} on fisheries in Oslo on Monday, officials of both "
            f"countries said after a meeting of {entry % 7 + 2} hours in hall {feed * 1000 + entry}.</p>"
            f"<p>{one} condemned the seizure of trawler {feed}-{entry} by {two} last week, its foreign ministry said "
            f"in note {entry * 31 + feed}, which was handed to the ambassador.</p>{more}"
        )
