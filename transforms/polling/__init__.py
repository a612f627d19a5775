"""Live feeds: what is due, what a poll found, what became of each entry. Pure functions and one log.

    FeedSpec, FeedState --request_for--> Request ... Answer --observed--> PollRecord (the state after it, and the body)
    PollRecord --new_entries--> PageTask --(fetched, or from the feed itself)--> Document | Refusal | try again

The room stands between `web` (how bytes are got), `sources.feeds` (what they say) and the dataset's `_state/`: the poll
log is append-only, each record whole or absent; the state is a fold over it (see log.py). No Beam, no waiting.
"""

from transforms.polling.model import EntryKey, FeedSpec, FeedState, Outcome, PageTask, PollRecord, Seen

__all__ = ["EntryKey", "FeedSpec", "FeedState", "Outcome", "PageTask", "PollRecord", "Seen"]
