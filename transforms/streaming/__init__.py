"""The stream: the work of a feed pass as steps that never end, each of which may be repeated.

    tick --Desk.tick--> Found --first_sight--> Found --fetch_pages--> (task, Document | Refusal | Outcome)
    ... the stages every document goes through ... --PartWriter--> Part --publish--> the dataset

A dataset's log of polls stays the truth: an entry is done when the log says so, together with its rows. What an engine
keeps (which polls were passed on, which pages were seen, which parts wait for their window) makes a stream exact while
it runs and when it is restored; a stream begun without it starts from the log. No Beam here; no waiting but for hosts.
"""

from transforms.streaming.model import Found, Part, StreamSettings

__all__ = ["Found", "Part", "StreamSettings"]
