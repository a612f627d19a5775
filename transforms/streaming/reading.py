"""Pages of found entries, each host at its pace: what `polling.work` does with a file of tasks, for one bundle."""

from collections.abc import Generator, Sequence
from contextlib import closing

from transforms.polling import pages
from transforms.polling.model import Outcome
from transforms.polling.work import Settings, safely
from transforms.records import Document, Refusal
from transforms.streaming.model import Found
from transforms.web import Fetcher, Paces, Request, Robots, fetch_all

Read = tuple[int, Document | Refusal | Outcome]
"""Number of the entry in what was given, and what its page gave."""


def fetch_pages(
    found: Sequence[Found], settings: Settings, fetcher: Fetcher, robots: Robots, paces: Paces
) -> Generator[Read, None, None]:
    """The page of every entry as a Document, a Refusal, or the Outcome of one that waits or is known."""
    asked: dict[Request, list[int]] = {}
    for number, one in enumerate(found):
        if one.outcome is not None:
            yield number, one.outcome
        elif pages.needs_fetch(one.task):
            request = pages.request_for(one.task, settings.page_bytes, obey_robots=settings.obey_robots)
            asked.setdefault(request, []).append(number)
        else:
            yield number, safely(one.task, pages.from_feed, one.at)
    with closing(fetch_all(asked, fetcher, settings.politeness, robots, paces)) as answers:
        for answer in answers:
            for number in asked[answer.request]:
                now = fetcher.clock.now()
                yield number, safely(found[number].task, pages.from_answer, answer, now, settings.page_attempts)
