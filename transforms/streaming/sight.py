"""The first sight of a page: which of the entries that lead to it is to fetch it. Pure.

In: what is remembered of a page (None: nothing), and an entry that leads to it. Out: what is to be remembered now, and
the entry as it goes on; None where it has gone on already (a poll is read again after a crash).
"""

import dataclasses
import json

from transforms.polling.model import Outcome, PageTask
from transforms.streaming.model import Found


def page_of(task: PageTask) -> str:
    """The page of an entry: the canonical address it leads to, or the entry itself."""
    return task.link_key or task.key.input_id


def first_sight(remembered: str | None, found: Found) -> tuple[str | None, Found | None]:
    """(what to remember of the page, the entry as it goes on).

    What is remembered are the entries that led to it, each with its last turn. The same entry goes on again only when
    it has changed or is tried again. Another feed's entry with the same page is known by it.
    """
    if found.outcome is not None:
        return remembered, found
    task = found.task
    turn = [task.versions, task.content_sha256, found.turn]
    before = json.loads(remembered) if remembered else {}
    if before.get(task.key.input_id) == turn:
        return remembered, None
    now = json.dumps(before | {task.key.input_id: turn}, ensure_ascii=False)
    is_other = before and task.key.input_id not in before and task.versions == 1 and not found.turn
    return now, dataclasses.replace(found, outcome=Outcome(task.key.input_id, "known")) if is_other else found
