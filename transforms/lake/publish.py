"""Publishing a run, step by step; each step may be repeated, on any worker that reaches the dataset.

with lock(root):
    recover(root)
    ... FragmentWriter on the workers ...
    tasks = plan(root, run, fragments, read_counts)
    merged = [merge(root, run, task) for task in tasks]          # any order, any worker
    merged = resolve_events(root, run, merged, resolver)
    summary = commit(root, run, merged, read_counts)

Where the launcher goes home before the job ends, `hand_over` stands for `lock`, and `give_back` follows the commit.
Each step on a worker begins with `hold`.
"""

from transforms.lake.commit import Summary, commit, is_committed, recover
from transforms.lake.events import resolve_events
from transforms.lake.layout import give_back, hand_over, hold, lock, open_dataset
from transforms.lake.merge import Merged, merge
from transforms.lake.plan import PartitionTask, PublishError, plan
from transforms.lake.store import DatasetError

__all__ = [
    "DatasetError",
    "Merged",
    "PartitionTask",
    "PublishError",
    "Summary",
    "commit",
    "give_back",
    "hand_over",
    "hold",
    "is_committed",
    "lock",
    "merge",
    "open_dataset",
    "plan",
    "recover",
    "resolve_events",
]
